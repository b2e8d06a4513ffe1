"""domain/text.py: white space, characters that must not reach a terminal, and the guard against
formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.text import (
    clean,
    clean_code,
    escape_unprintable,
    fold_title,
    guarded,
    is_empty,
    refuse_control,
    unescape_unprintable,
    unguarded,
    unmistakable,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("钢筋 Ⅰ型，（试行）", "钢筋 Ⅰ型，（试行）"),
        ("全\u3000角", "全\u3000角"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\tb\nc\rd", r"a\tb\nc\rd"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("abc\u202e", r"abc\u202e"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("a\u2028b", r"a\u2028b"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_control_characters_are_made_visible(text: str, shown: str) -> None:
    assert escape_unprintable(text) == shown


@given(st.text())
def test_visible_text_can_be_printed_and_encoded(text: str) -> None:
    shown = escape_unprintable(text)
    assert refuse_control(shown) is None
    assert not set("\t\n\r\u2028\u202e") & set(shown)
    shown.encode()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("钢筋\t混凝土\r\n用钢", None),
        ("a\x1b[0m", r"\x1b"),
        ("a\x00", r"\x00"),
        ("a\x0bb", r"\x0b"),
        ("a\x7fb", r"\x7f"),
        ("a\x85b", r"\x85"),
        ("a\udcffb", r"\udcff"),
    ],
)
def test_forbidden_characters(text: str, refused: str | None) -> None:
    assert refuse_control(text) == refused


@pytest.mark.parametrize("text", ["", " ", "\u3000", "—", "——", "－", "-", "--", "/", "无", "N/A"])
def test_cells_that_count_as_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["0", "无机", "- -", "A/B", "?", "none"])
def test_cells_that_do_not_count_as_empty(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u3000钢筋 ", "钢筋"),
        ("\ufeff标准号", "标准号"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("两  格", "两  格"),
        (" \ufeff ", ""),
    ],
)
def test_white_space_is_cleaned(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned", "code"),
    [
        ("\u200e\u202aGB/T 1\u202c \u200f", "GB/T 1", "GB/T 1"),
        ("数控\u200b机\u2066床\u2069", "数控机床", "数控机床"),
        ("a\u200db\u200cc", "a\u200db\u200cc", "abc"),
        ("葛\U000e0100", "葛\U000e0100", "葛"),
        ("\u00ada\u00adb\u2060", "a\u00adb", "ab"),
        ("\u3000\u061c\ufeff 一\r\n二", "一\n二", "一\n二"),
        ("\u180e \u2064", "", ""),
    ],
)
def test_invisible_characters_are_removed(text: str, cleaned: str, code: str) -> None:
    assert (clean(text), clean_code(text)) == (cleaned, code)


@given(st.text())
def test_what_is_cleaned_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_code(clean_code(text)) == clean_code(clean(text)) == clean_code(text)


@given(st.text(st.sampled_from("ab\u200b\u200e\u00ad\U000e0001\u2028\ue000\U0010ffff")))
def test_escapes_are_read_back(text: str) -> None:
    assert unescape_unprintable(escape_unprintable(text)) == text


@pytest.mark.parametrize("text", [r"\x1b", r"\n", r"\u4e00", r"\\u200b", r"\u20"])
def test_other_escapes_stay_as_they_are(text: str) -> None:
    assert unescape_unprintable(text) == text  # also those of controls


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("钢铁 第1部分：通则", "钢铁第1部分:通则"),
        ("LED（照明）", "led(照明)"),
        ("ＬＥＤ 照明", "LED照明"),
    ],
)
def test_titles_that_count_as_equal(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)


def test_titles_with_different_part_numbers_are_not_equal() -> None:
    assert fold_title("钢铁 第1部分") != fold_title("钢铁 第2部分")


texts = st.text() | st.text("'=+-@\t\r1", max_size=5)


@pytest.mark.parametrize(
    ("text", "safe", "exact"),
    [
        ("=1+1", "'=1+1", "=1+1"),
        ("+1", "'+1", "+1"),
        ("-1", "'-1", "-1"),
        ("@SUM(A1)", "'@SUM(A1)", "@SUM(A1)"),
        ("\tx", "'\tx", "\tx"),
        ("\rx", "'\rx", "\rx"),
        ("'=1", "''=1", "''=1"),
        ("''=1", "'''=1", "'''=1"),
        ("'引号'标准", "'引号'标准", "'引号'标准"),
        ("'", "'", "'"),
        ("1=1", "1=1", "1=1"),
        ("", "", ""),
    ],
)
def test_texts_are_guarded(text: str, safe: str, exact: str) -> None:
    assert (guarded(text), unmistakable(text)) == (safe, exact)


@given(texts)
def test_removing_the_guard_restores_the_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(unmistakable(text)) == text


@given(texts)
def test_no_guarded_text_is_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
