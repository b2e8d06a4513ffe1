"""domain/search.py: what a text to search for finds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stdplan.domain.search import fold_all, folded, has_all, search_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("液压机", "液压机"),
        ("液压机 技术条件", "液压机 技术条件"),
        ("液压机　技术条件", "液压机 技术条件"),
        (" 液压机\n", "液压机"),
        ("ＬＥＤ灯具", "led灯具"),
        ("(辐射型)", "辐射型"),
        ("灯具【辐射型】", "灯具辐射型"),
        ("Ⅱ型 ㎡", "ii型 m2"),
        ("1.1 kV", "1.1 kv"),
        ("第1部分：精度检验", "第1部分精度检验"),
        ("机床 机床", "机床"),
        ("机床 — 精度", "机床 精度"),
        # A number is one word.
        ("JBT7547", "jbt7547"),
        ("jb/t 7547", "jbt7547"),
        ("JB / T 7547", "jbt7547"),
        ("GB/T 1.1—2009", "gbt1.1-2009"),
        ("GB/T 1.1 2009 导则", "gbt1.1-2009 导则"),
        ("机床 GB 5", "机床 gb5"),
        ("Q/CSG 2 16 004-2019", "qcsg216004-2019"),
        ("2011-0123T-JB", "2011-0123tjb"),
        # A year, and letters that are no prefix of numbers.
        ("机床 2011", "机床 2011"),
        ("LED 2011", "led 2011"),
        # Nothing to search for.
        ("（）", ""),
        ("％ — _ .", ""),
    ],
)
def test_the_words_of_a_text(text: str, words: str) -> None:
    assert " ".join(search_words(text)) == words


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("液压机技术条件", "磁性材料液压机 技术条件"),
        ("技术条件 液压机", "磁性材料液压机 技术条件"),
        ("LED灯具", "ＬＥＤ　灯具（辐射型）"),
        ("灯具辐射型", "LED灯具(辐射型)"),
        ("侧支架(辐射型)", "侧支架〔辐射型〕"),
        ("二—三", "二－三"),
        ("二 - 三", "二–三"),
        ("CNC", "数控(cnc)车床"),
        ("50Hz", "50 Hz 电动机"),
        ("床", "车床"),
        ("7547.1", "JB/T 7547.1-1994"),
        ("7547-1994", "JB/T 7547—1994"),
        ("7547－1994", "JB/T 7547——1994"),
        ("JB/T 7547 1994", "JB/T 7547-1994"),
        ("JB/T 7547-94", "JB/T 7547-1994"),
        ("ISO 9001-2015", "ISO 9001：2015"),
    ],
)
def test_what_does_not_matter(text: str, title: str) -> None:
    assert has_all(folded(title), search_words(text))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("JB/T 7547", "JB/T 17547-1994"),
        ("JB/T 7547", "JB 7547-1994"),
        ("11 kV", "1.1 kV"),
        ("GB/T 4706.12", "GB/T 4706.1-2005"),
        ("GB 52", "GB 5-2011"),
        ("液压机 铣床", "液压机 技术条件"),
    ],
)
def test_what_does_matter(text: str, title: str) -> None:
    assert not has_all(folded(title), search_words(text))


@given(st.lists(st.text()))
@example(["e\u0301", "1 ", "2"])  # an accent
@example(["\uff76\uff9e"])  # half-width ga
@example(["\u1100\u1161"])  # parts of a Korean syllable
@example(["ΛΟΓΟΣ", "ΣΟΦΟΣ", "a𝚺"])  # a sigma at the end
@example(["İﬁ㎡", "１．２——３", "_1.-2"])
@example(["a\x1eb", "c"])  # the mark between texts
def test_many_texts_are_folded_like_each(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(folded, texts))


@given(st.text(st.sampled_from("aA1.９—- Σé\u0301（床")))
def test_a_folded_word_stays_the_same(text: str) -> None:
    words = search_words(text)
    assert tuple(map(folded, words)) == words
