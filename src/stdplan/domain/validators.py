"""Validators: one function for each kind of value, which returns the value or raises ValueError.

catalogue/models.py applies them to reviews, amounts and activities by hand. The cell readers
(importing/cell_values.py) apply the same rules to lists and to standards entered by hand;
tests/catalogue/test_same_rules.py compares the two.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from stdplan.domain.codes import Words, describe, parse_code
from stdplan.domain.dates import FIRST_YEAR, LAST_YEAR, BadDate, NotADate, parse_date
from stdplan.domain.text import clean, clean_code, escape_unprintable, refuse_control
from stdplan.i18n import t
from stdplan.light import lazy_pattern

# No project takes longer than 83 years.
MOST_MONTHS = 999


def text(value: str) -> str:
    """Return text without surrounding white space; ValueError for empty text and controls."""
    bad = refuse_control(value)
    if bad:
        raise ValueError(t("control character {bad} is not allowed", bad=bad))
    cleaned = clean(value)
    if not cleaned:
        raise ValueError(t("is empty"))
    return cleaned


def texts(values: list[str]) -> list[str]:
    """Validate each value as `text` does; return them in order, without repeats."""
    return list(dict.fromkeys(map(text, values)))


def day(value: str) -> str:
    """Return a date as ISO text (`2011-05-18`, `2011-05`, `2011`); ValueError for anything else."""
    try:
        return parse_date(value)
    except (BadDate, NotADate) as error:
        raise ValueError(str(error)) from None


def one_of(words: Words) -> Callable[[str], str]:
    """Return a validator for a closed list: it turns a code or a word into the code."""

    def code_of(value: str) -> str:
        code = parse_code(words, value)
        if code is None:
            raise ValueError(t("is not valid; use one of {choices}", choices=describe(words)))
        return code

    return code_of


def months(value: int) -> int:
    """Return a number of months from 1 to 999; ValueError for anything else."""
    if not 1 <= value <= MOST_MONTHS:
        raise ValueError(t("is not a whole number of months"))
    return value


def year(value: int) -> int:
    """Return a year from 1900 to 2999; ValueError for anything else."""
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise ValueError(t("is not a year"))
    return value


_THOUSANDS = lazy_pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def amount(value: str) -> str:
    """Return a finite decimal above zero in plain form (`12.50`).

    Digits may be full width, and thousands may have commas between: `１２０`, `1,200`. Raise
    ValueError for anything else, also for `1,5`, which may mean 1.5 or 15.
    """
    try:
        # Decimal also accepts other digits, underscores, NaN and Infinity.
        plain = normalize("NFKC", clean_code(value))
        if _THOUSANDS.fullmatch(plain):
            plain = plain.replace(",", "")
        is_plain = plain.isascii() and "_" not in plain
        number = Decimal(plain) if is_plain else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0 or abs(number.adjusted()) > 15:
        raise ValueError(
            t("{value} is not a number above zero", value=f'"{escape_unprintable(value)}"')
        )
    return format(number, "f")
