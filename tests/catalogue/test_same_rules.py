"""Hand-made records (the models) and bulk loads (cells of lists) hold the same rules.

A list may say a thing in more ways; what it says reaches the catalogue in the form that the models
accept, and what the models refuse never gets through a list.
"""

import pytest

from stdplan.catalogue.models import Standard
from stdplan.domain.fields import BY_NAME, FIELDS, Field
from stdplan.errors import UsageProblem
from stdplan.importing.cell_values import read_value

IN_COLUMNS = [field for field in FIELDS if field.home == "column" and field.name != "key"]
KEYS_AND_TEXTS = [field for field in IN_COLUMNS if field.kind in ("key", "text")]
FREE_TEXTS = [field for field in KEYS_AND_TEXTS if not field.words]
FREE_LISTS = [field for field in IN_COLUMNS if field.kind == "list" and not field.words]
DATES = [field for field in IN_COLUMNS if field.kind == "date"]
CLOSED = [field for field in IN_COLUMNS if field.words]


def named(field: Field) -> str:
    return field.name


def by_hand(field: Field, value: object) -> object:
    """What the model makes of a value; None where it refuses."""
    if field.kind == "list" and not isinstance(value, list):
        value = [value]
    try:
        row = Standard.checked({"key": "A", field.name: value})
    except UsageProblem:
        return None
    return getattr(row, field.name)


def in_bulk(field: Field, text: str) -> object:
    """What a list's cell gives for the field; None where it gives no value."""
    return read_value(field, text).value


@pytest.mark.parametrize("field", FREE_TEXTS, ids=named)
@pytest.mark.parametrize("text", ["JB/T 1-1994", "  两端空白 ", "一\r\n二", "制表\t符", "Ⅰ型㎡"])
def test_texts_are_kept_alike(field: Field, text: str) -> None:
    assert in_bulk(field, text) == by_hand(field, text) is not None


@pytest.mark.parametrize("field", FREE_LISTS, ids=named)
def test_lists_are_kept_alike(field: Field) -> None:
    assert in_bulk(field, "甲院; 乙厂；甲院") == by_hand(field, ["甲院", "乙厂", "甲院"])


@pytest.mark.parametrize("field", DATES, ids=named)
@pytest.mark.parametrize("text", ["2011-05-18", "2011-05", "2011", "2011/5/18", "2011年5月"])
def test_dates_are_kept_alike(field: Field, text: str) -> None:
    assert in_bulk(field, text) == by_hand(field, text) is not None


@pytest.mark.parametrize("field", CLOSED, ids=named)
def test_words_of_closed_lists_are_kept_alike(field: Field) -> None:
    for code, words in (field.words or {}).items():
        for word in (code, *words):
            assert in_bulk(field, word) == by_hand(field, word), word
        assert by_hand(field, code) in (code, [code])


@pytest.mark.parametrize("field", IN_COLUMNS, ids=named)
@pytest.mark.parametrize("text", ["", " ", "\u3000", "\ufeff"])
def test_nothing_is_no_value(field: Field, text: str) -> None:
    assert (in_bulk(field, text), by_hand(field, text)) == (None, None)


@pytest.mark.parametrize("field", IN_COLUMNS, ids=named)
@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x7f", "\x9b", "\udcff"])
def test_control_characters_are_refused_alike(field: Field, letter: str) -> None:
    text = f"甲{letter}乙"
    assert (in_bulk(field, text), by_hand(field, text)) == (None, None)


@pytest.mark.parametrize("field", DATES, ids=named)
@pytest.mark.parametrize("text", ["2011-02-29", "2011-13", "1011", "20110532", "与GB 1同步实施"])
def test_what_is_no_date_is_refused_alike(field: Field, text: str) -> None:
    assert (in_bulk(field, text), by_hand(field, text)) == (None, None)


@pytest.mark.parametrize("field", CLOSED, ids=named)
def test_other_words_are_refused_alike(field: Field) -> None:
    assert (in_bulk(field, "别的"), by_hand(field, "别的")) == (None, None)


def test_names_that_a_standard_does_not_have_are_refused() -> None:
    with pytest.raises(UsageProblem):
        Standard.checked({"key": "A", "colour": "red"})


def test_other_columns_are_kept_alike() -> None:
    extra = BY_NAME["extra"]
    assert in_bulk(extra, '{"专业": "电器"}') == by_hand(extra, {"专业": "电器"})
