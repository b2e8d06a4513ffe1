"""What a value must be to enter the catalogue: one function a kind, the value out or ValueError.

Hand-made records meet these rules as validators of catalogue/models/, bulk loads call them
without an object for each row; so both are held to the same.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from stdplan.domain.codes import Words, describe, parse_code
from stdplan.domain.dates import BadDate, NotADate, read_date
from stdplan.domain.text import clean, escape_unprintable, refuse_control
from stdplan.i18n import t


def text(value: str) -> str:
    """Text without the white space around it; ValueError for control characters and no text."""
    bad = refuse_control(value)
    if bad:
        raise ValueError(t("control character {bad} is not allowed", bad=bad))
    cleaned = clean(value)
    if not cleaned:
        raise ValueError(t("is empty"))
    return cleaned


def texts(values: list[str]) -> list[str]:
    """Each value by the rule of `text`, without repeats, in order."""
    return list(dict.fromkeys(map(text, values)))


def day(value: str) -> str:
    """A date as ISO text: `2011-05-18`, `2011-05` or `2011`; ValueError for anything else."""
    try:
        return read_date(value)
    except (BadDate, NotADate) as fault:
        raise ValueError(str(fault)) from None


def one_of(words: Words) -> Callable[[str], str]:
    """The rule for a closed list: a code or its Chinese word comes out as the code."""

    def check(value: str) -> str:
        code = parse_code(words, value)
        if code is None:
            raise ValueError(t("is none of {choices}", choices=describe(words)))
        return code

    return check


def amount(value: str) -> str:
    """A finite decimal above zero, written plainly (`12.50`); ValueError for anything else."""
    try:
        # ASCII digits only: Decimal also takes full-width ones, underscores, NaN and Infinity.
        plain = value.strip().isascii() and "_" not in value
        number = Decimal(value.strip()) if plain else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0 or abs(number.adjusted()) > 15:
        raise ValueError(
            t("{value} is not a number above zero", value=f'"{escape_unprintable(value)}"')
        )
    return format(number, "f")
