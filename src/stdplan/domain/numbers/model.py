"""What one standard number says, once read; and the text by which numbers sort.

The rule here: a reading is a tuple of plain text, so it can be compared, cached and stored. A named
tuple, not a frozen data class: a large list makes millions of them, five times as fast.
"""

import re
from typing import NamedTuple


class Number(NamedTuple):
    """A standard number as read. `canonical` is the one way in which the catalogue writes it.

    `base` is the same standard whatever its edition: prefix, number and part, without nature and
    year ('GB/T 9706.1-2020' and 'GB 9706.1-2007' have the base 'GB 9706.1'). An amendment's base
    keeps the edition that it amends and its own mark ('GB 15629.11-2003/XG1'), because the first
    amendment of another edition is another document.
    """

    canonical: str
    family: str  # national industry local association enterprise international other
    nature: str | None  # mandatory recommended guidance; None where numbers do not tell
    prefix: str  # the issuer's letters without nature: 'GB', 'DB35', 'T/CAS', 'ISO/IEC'
    year: int | None
    base: str
    sort_key: str
    amends: str | None = None
    adopts: tuple[tuple[str, str | None], ...] = ()
    replaces: tuple[str, ...] = ()
    confirmed: int | None = None
    note: str | None = None


class Replacements(NamedTuple):
    """What a cell says: (number or text, in part?) in either direction, and words without one."""

    replaces: tuple[tuple[str, bool], ...] = ()
    replaced_by: tuple[tuple[str, bool], ...] = ()
    words: tuple[str, ...] = ()


_DIGITS = re.compile(r"[0-9]+")


def _padded(match: re.Match[str]) -> str:
    digits = match.group()
    # ':' sorts behind '9': a run too long for the padding comes behind all shorter ones.
    return digits.zfill(9) if len(digits) < 10 else f":{len(digits):04d}{digits}"


def natural(text: str) -> str:
    """Text that sorts as people expect, part .9 before .10: every run of digits padded."""
    return _DIGITS.sub(_padded, text).upper()


def sort_key(prefix: str, number: str, year: int | None, tail: str = "") -> str:
    """Prefix, then the parts as integers, then the year, undated first; `tail` decides ties, and
    behind it the leading zeros, which belong to a number ('FZ/T 01001' is not 'FZ/T 1001')."""
    zeros = number if number.startswith("0") or ".0" in number else ""
    return f"{prefix} {natural(number)} {year or 0:04d} {tail}{zeros}"
