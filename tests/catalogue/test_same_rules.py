"""Records entered by hand (the models) and cells of lists follow the same rules.

A list may write a value in more ways. It is stored in the form that the models accept, and a value
that the models refuse is refused in a list too.
"""

from collections.abc import Callable

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
    """Return the value as the model stores it; None if the model refuses it."""
    if field.kind == "list" and not isinstance(value, list):
        value = [value]
    try:
        row = Standard.checked({"key": "A", field.name: value})
    except UsageProblem:
        return None
    return getattr(row, field.name)


def in_bulk(field: Field, text: str) -> object:
    """Return the value of a list's cell for the field; None if the cell gives no value."""
    return read_value(field, text).value


def differing(
    fields: list[Field], texts: list[str], expected: Callable[[object, object], bool]
) -> str:
    """Return a line for each field and text whose two values are not as expected."""
    lines = []
    for field in fields:
        for text in texts:
            bulk, hand = in_bulk(field, text), by_hand(field, text)
            if not expected(bulk, hand):
                lines.append(f"{field.name}: {text!r} is {bulk!r} in bulk, {hand!r} by hand")
    return "\n".join(lines)


def same(bulk: object, hand: object) -> bool:
    """Return whether both give the same value."""
    return bulk == hand and hand is not None


def neither(bulk: object, hand: object) -> bool:
    """Return whether neither gives a value."""
    return bulk is None and hand is None


def test_texts_are_stored_alike() -> None:
    texts = ["JB/T 1-1994", "  两端空白 ", "一\r\n二", "制表\t符", "Ⅰ型㎡"]
    wrong = differing(FREE_TEXTS, texts, same)
    assert not wrong, wrong


@pytest.mark.parametrize("field", FREE_LISTS, ids=named)
def test_lists_of_values_are_stored_alike(field: Field) -> None:
    assert in_bulk(field, "甲院; 乙厂；甲院") == by_hand(field, ["甲院", "乙厂", "甲院"])


def test_dates_are_stored_alike() -> None:
    texts = ["2011-05-18", "2011-05", "2011", "2011/5/18", "2011年5月"]
    wrong = differing(DATES, texts, same)
    assert not wrong, wrong


@pytest.mark.parametrize("field", CLOSED, ids=named)
def test_words_of_closed_lists_are_stored_alike(field: Field) -> None:
    for code, words in (field.words or {}).items():
        for word in (code, *words):
            assert in_bulk(field, word) == by_hand(field, word), word
        assert by_hand(field, code) in (code, [code])


def test_an_empty_text_is_no_value() -> None:
    wrong = differing(IN_COLUMNS, ["", " ", "\u3000", "\ufeff"], neither)
    assert not wrong, wrong


def test_control_characters_are_refused_alike() -> None:
    texts = [f"甲{letter}乙" for letter in ("\x00", "\x1b", "\x7f", "\x9b", "\udcff")]
    wrong = differing(IN_COLUMNS, texts, neither)
    assert not wrong, wrong


def test_invalid_dates_are_refused_alike() -> None:
    texts = ["2011-02-29", "2011-13", "1011", "20110532", "与GB 1同步实施"]
    wrong = differing(DATES, texts, neither)
    assert not wrong, wrong


@pytest.mark.parametrize("field", CLOSED, ids=named)
def test_other_words_are_refused_alike(field: Field) -> None:
    assert (in_bulk(field, "别的"), by_hand(field, "别的")) == (None, None)


def test_unknown_field_names_are_refused() -> None:
    with pytest.raises(UsageProblem):
        Standard.checked({"key": "A", "colour": "red"})


def test_months_are_stored_alike() -> None:
    months = BY_NAME["project_months"]
    for number in (1, 24, 999):
        assert in_bulk(months, str(number)) == by_hand(months, number) == number
    assert not differing([months], ["0", "1000", "-3", "24.5", "两年"], neither)


def test_other_columns_are_stored_alike() -> None:
    extra = BY_NAME["extra"]
    assert in_bulk(extra, '{"专业": "电器"}') == by_hand(extra, {"专业": "电器"})
