"""domain/validators.py: the values that may enter the catalogue."""

import pytest

from stdplan.domain import validators
from stdplan.domain.codes import DEGREES, NATURES, OUTCOMES


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1", "1"),
        (" 12.50 ", "12.50"),
        ("0.001", "0.001"),
        ("1e3", "1000"),
        ("+7", "7"),
        ("3000", "3000"),
        ("1,200", "1200"),
        ("1，234，567.50", "1234567.50"),
        ("１２０", "120"),
    ],
)
def test_valid_amounts(written: str, stored: str) -> None:
    assert validators.amount(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "nan", "sNaN", "inf", "-Infinity", "1e400", "1e999999999999999999999", "1e-400", "1_0",
        "٣", "-1", "0", "-0", "0.0", "", " ", "12 3", "1,5", "12,34", "1,0000", ",100", "1/2",
        "0x10", "twelve",
    ],
)  # fmt: skip
def test_invalid_amounts(written: str) -> None:
    with pytest.raises(ValueError, match="is not a number above zero"):
        validators.amount(written)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  钢筋混凝土用钢 \r\n", "钢筋混凝土用钢"),
        ("第1部分\r\n第2部分", "第1部分\n第2部分"),
        ("a\tb", "a\tb"),
        ("\ufeff标准", "标准"),
        ("Ⅰ型 ㎡", "Ⅰ型 ㎡"),
    ],
)
def test_texts_keep_their_characters(written: str, stored: str) -> None:
    assert validators.text(written) == stored


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a\x00b", r"\x00"), ("\x1b[31m", r"\x1b"), ("a\x7f", r"\x7f"), ("a\x9bm", r"\x9b")],
)
def test_control_characters_are_refused(written: str, shown: str) -> None:
    with pytest.raises(ValueError) as refused:
        validators.text(written)
    assert shown in str(refused.value)


@pytest.mark.parametrize("written", ["", " ", "\u3000", "\ufeff", "\n"])
def test_empty_texts(written: str) -> None:
    with pytest.raises(ValueError, match="is empty"):
        validators.text(written)


def test_repeated_texts_are_stored_once_in_order() -> None:
    assert validators.texts(["乙厂", " 甲院", "乙厂 "]) == ["乙厂", "甲院"]


@pytest.mark.parametrize("written", ["2011-05-18", "2011-05", "2011"])
def test_valid_days(written: str) -> None:
    assert validators.day(written) == written


@pytest.mark.parametrize("written", ["2011-02-29", "2011-13", "18 May", "", "与GB 1同步实施"])
def test_invalid_days(written: str) -> None:
    with pytest.raises(ValueError):
        validators.day(written)


@pytest.mark.parametrize(
    ("words", "written", "code"),
    [
        (OUTCOMES, "继续有效", "confirm"),
        (OUTCOMES, "Revise", "revise"),
        (NATURES, "强制", "mandatory"),
        (DEGREES, "idt", "IDT"),
        (DEGREES, "not equivalent", "NEQ"),
    ],
)
def test_words_of_a_closed_list_become_codes(
    words: dict[str, tuple[str, str]], written: str, code: str
) -> None:
    assert validators.one_of(words)(written) == code


def test_an_unknown_word_is_refused_with_the_valid_words() -> None:
    with pytest.raises(ValueError, match=r"confirm \(继续有效\), revise \(修订\)"):
        validators.one_of(OUTCOMES)("approve")
