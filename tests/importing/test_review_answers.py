"""importing/review_answers.py: what the answers of a review mean, and that none is misread."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.codes import FAMILIES, NATURES, OUTCOMES
from stdplan.importing.layouts import words_of
from stdplan.importing.review_answers import Answer, read_outcome

FIXTURES = Path(__file__).parents[1] / "fixtures"

# An answer, what it means (an outcome, `unanswered` or `unclear`), and what it names.
with (FIXTURES / "review_answers.tsv").open(encoding="utf-8", newline="") as lines:
    TABLE = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def meaning_of(text: str) -> str:
    answer = read_outcome(text)
    return answer.outcome or answer.kind


@pytest.mark.parametrize("meaning", [*OUTCOMES, "unanswered", "unclear"])
def test_answers(meaning: str) -> None:
    answers = [row["answer"] for row in TABLE if row["meaning"] == meaning]
    assert {text: meaning_of(text) for text in answers} == dict.fromkeys(answers, meaning)


def test_what_answers_name() -> None:
    names = {}
    for row in TABLE:
        answer = read_outcome(row["answer"])._asdict()
        del answer["kind"], answer["outcome"], answer["words"]
        given = {name: value for name, value in answer.items() if value}
        names[row["answer"]] = "; ".join(f"{name}={value}" for name, value in given.items())
    assert names == {row["answer"]: row["names"] or "" for row in TABLE}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("建议继续有效", None),
        ("√修订", None),
        ("☑并入GB/T 1-2020 □修订", None),
        ("自2027年1月1日起废止", None),
        ("建议修订，拟于2027年完成", "建议修订，拟于2027年完成"),
        ("☑修订（2028年） □废止", "修订（2028年）"),
        ("繼續有效，產品仍在生產", "繼續有效，產品仍在生產"),
        ("废止。理由：产品已停产", "废止。理由：产品已停产"),
    ],
)
def test_an_answer_that_says_more_is_kept(answer: str, words: str | None) -> None:
    assert read_outcome(answer).words == words


def test_an_empty_cell_is_no_answer() -> None:
    assert {read_outcome(text) for text in ("", " ", "\u3000", "—", "无")} == {Answer("unanswered")}


def test_each_word_of_the_data_is_read_as_it_is_listed() -> None:
    lists = {outcome: words_of("answers", "outcomes", outcome) for outcome in OUTCOMES}
    lists |= {name: words_of("answers", name) for name in ("unanswered", "unclear")}
    lists["revise"] += words_of("answers", "under_way")
    wrong = [
        f"{word} is read as {found}, listed under {name}"
        for name, words in lists.items()
        for word in words
        if (found := meaning_of(word.replace("…", "GB/T 1-2020"))) != name
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("2026年复审结论：继续有效", "confirm"),
        ("2025年复审结论：继续有效", "unclear"),
        ("2020年复审结论为修订", "unclear"),
        ("继续有效（2025年复审）", "confirm"),
        ("继续有效（2020年复审）", "unclear"),
        ("继续有效，2031年复审", "confirm"),
        ("2027年修订", "revise"),
        ("2019年修订", "unclear"),
        ("2019年废止", "unclear"),
        ("已列入2025年修订计划", "revise"),
    ],
)
def test_an_answer_of_another_year_is_unclear(answer: str, meaning: str) -> None:
    found = read_outcome(answer, 2026)
    assert (found.outcome or found.kind) == meaning


CERTAIN = [(row["meaning"], row["answer"]) for row in TABLE if row["meaning"] in OUTCOMES]
WORDS = [
    (outcome, word)
    for outcome in OUTCOMES
    for word in words_of("answers", "outcomes", outcome)
    if "…" not in word and not word.isascii()
]


@given(
    st.sampled_from(WORDS),
    st.lists(
        st.sampled_from(["建议", "拟", "同意", "应", "需", "√", "☑", " ", "\u3000"]), max_size=3
    ),
    st.sampled_from(["", "（2025年）", "(见附件)", "【第3次会议】", "。", " "]),
)
def test_prefixes_and_explanations_never_change_an_answer(
    word: tuple[str, str], before: list[str], after: str
) -> None:
    outcome, text = word
    assert meaning_of("".join(before) + text + after) == outcome


@given(st.sampled_from(CERTAIN))
def test_width_and_blanks_never_change_an_answer(answer: tuple[str, str]) -> None:
    outcome, text = answer
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    # In 继续有效 张三 the blank ends the answer, so no other blanks may be added.
    is_spaced = any(c.isascii() or c.isspace() for c in text)
    spaced = text if is_spaced else "\u3000".join(text)
    assert [meaning_of(text) for text in (wide, spaced)] == [outcome, outcome]


@given(
    st.sampled_from(WORDS),
    st.sampled_from(
        [
            "不",
            "不建议",
            "不同意",
            "未",
            "不宜",
            "暂不",
            "暂缓",
            "尚未",
            "不应",
            "不再",
            "没有",
            "非",
            "拟不",
            "建议不",
            "是否",
        ]
    ),
)
def test_a_negated_word_never_means_the_word(word: tuple[str, str], negation: str) -> None:
    outcome, text = word
    assert meaning_of(negation + text) != outcome or negation + text in ("不修订",)


@given(
    st.sampled_from(WORDS),
    st.sampled_from(words_of("answers", "contrary") + words_of("answers", "against")),
    st.sampled_from(["（{}）", "({})", "【{}】", "，{}", "；{}"]),
)
def test_what_contradicts_an_outcome_makes_it_unclear(
    word: tuple[str, str], against: str, after: str
) -> None:
    assert meaning_of(word[1] + after.format(against)) == "unclear"


# Without forms, whose last option would be changed.
SINGLE = [
    answer
    for answer in CERTAIN
    if not any(mark in answer[1] for mark in ("□", "☐", "（ ）", "[ ]"))
]


@given(st.sampled_from(SINGLE), st.sampled_from(SINGLE), st.sampled_from("，；、/。"))
def test_two_answers_agree_or_are_unclear(
    one: tuple[str, str], other: tuple[str, str], between: str
) -> None:
    found = meaning_of(one[1] + between + other[1])
    assert found in ({one[0], "unclear"} if one[0] == other[0] else {"unclear"})


@given(
    st.text(
        alphabet="建议继续有效修订废止整合不暂无并入转为国标()（），/√□《》GB/T1-2020年",
        max_size=30,
    )
)
def test_any_text_is_read(text: str) -> None:
    answer = read_outcome(text)
    assert (answer.kind == "outcome") == (answer.outcome in OUTCOMES)
    assert answer.into_family is None or answer.into_family in FAMILIES
    assert answer.into_nature is None or answer.into_nature in NATURES
