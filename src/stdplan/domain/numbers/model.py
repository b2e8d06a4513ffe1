"""The result of parsing a number (`Number`), and the keys by which numbers are sorted.

`Number` is a tuple of plain values, so it can be compared, cached and stored. It is a named tuple
rather than a frozen data class, because a large list makes millions of them, five times as fast.
"""

from __future__ import annotations

import re

from stdplan.light import NamedTuple


class Number(NamedTuple):
    """A parsed standard number. `canonical` is the one form in which the catalogue writes it.

    `base` is the same standard whatever its edition: prefix, number and part, without nature and
    year ('GB/T 9706.1-2020' and 'GB 9706.1-2007' have the base 'GB 9706.1'), and without the letter
    or month of an edition ('GJB 9001C-2017': 'GJB 9001'). The base of an amendment
    keeps the edition that it amends, and its own mark ('GB 15629.11-2003/XG1'), because the first
    amendment of another edition is another document.
    """

    canonical: str
    family: str  # a code of FAMILIES in domain/codes.py
    nature: str | None  # mandatory recommended guidance; None if the number does not show it
    prefix: str  # the issuer's letters without nature: 'GB', 'DB35', 'T/CAS', 'ISO/IEC'
    year: int | None
    base: str
    sort_key: str
    amends: str | None = None  # the number that an amendment amends
    adopts: tuple[tuple[str, str | None], ...] = ()  # (reference, degree: IDT MOD EQV NEQ)
    replaces: tuple[str, ...] = ()
    confirmed: int | None = None  # the year of a review that confirmed the standard
    note: str | None = None
    # What tells editions of one year apart: a month ('04'), or the letter of an edition ('C').
    edition: str | None = None
    draft_stage: str | None = None  # the code of the stage, if this is the number of a draft
    partial_revision: int | None = None  # the year of a partial revision: （2018年版）
    also: tuple[str, ...] = ()  # more numbers of the same standard


class Replacements(NamedTuple):
    """The links of a cell in both directions, as (number or text, replaced in part only?).

    `words` are the texts of the cell that are no link.
    """

    replaces: tuple[tuple[str, bool], ...] = ()
    replaced_by: tuple[tuple[str, bool], ...] = ()
    words: tuple[str, ...] = ()


class UnnumberedDraft(NamedTuple):
    """A draft that has no number yet: what its text says about the family, and its stage."""

    family: str
    prefix: str
    nature: str | None
    draft_stage: str


_DIGITS = re.compile(r"[0-9]+")


def natural_key(text: str) -> str:
    """Return a text that sorts as people expect, part .9 before .10: upper case, digits padded.

    >>> natural_key("9706.1")
    '000009706.000000001'
    """
    return _DIGITS.sub(_padded, text).upper()


def _padded(match: re.Match[str]) -> str:
    digits = match.group()
    # ':' sorts after '9', so numbers too long to be padded sort after all shorter ones.
    return digits.zfill(9) if len(digits) < 10 else f":{len(digits):04d}{digits}"


def sort_key(prefix: str, number: str, year: int | None, suffix: str = "") -> str:
    """Return the key by which a number sorts: prefix, parts as integers, year (undated first).

    `suffix` decides between equal numbers, then leading zeros do, because they belong to a number:
    'FZ/T 01001' is not 'FZ/T 1001'.
    """
    zeros = number if number.startswith("0") or ".0" in number else ""
    return f"{prefix} {natural_key(number)} {year or 0:04d} {suffix}{zeros}"
