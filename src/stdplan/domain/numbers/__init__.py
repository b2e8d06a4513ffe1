"""Reading the numbers of standards: one written form in, one record out.

The rule that governs all: two ways of writing one number give one canonical form, and what cannot
be told for sure is no number (None); the caller keeps it as it stands. The forms come from real
lists of the ministry, the platforms and the international bodies; tests/fixtures holds them.

Only the plain form is read here. The readers of the rest are imported when a text first needs
them: they compile some forty expressions, more than a short command has time for.
"""

import re
from functools import lru_cache

from stdplan.domain.numbers.model import Number, Replacements
from stdplan.domain.numbers.prefixes import HEADS

__all__ = [
    "Number",
    "Replacements",
    "filing_number",
    "parse",
    "parse_list",
    "parse_replacements",
    "plan_number",
]

# The letters of a plain number, and the issuer's without the nature: T/CAS, Q/SY, DB35, DB3411/T.
_LOCAL = re.compile(r"(DB(?:[0-9]{2}){1,3})(/[TZ])?")
_ASSOCIATION = re.compile(r"T/[A-Z]{2,9}")
_ENTERPRISE = re.compile(r"Q/[A-Z]{2,9}")
_LOCAL_NATURES = {None: "mandatory", "/T": "recommended", "/Z": "guidance"}
# Two digits are a year of the last century, and no standard is older than the republic.
_YEARS = {str(year): year for year in range(1950, 2100)} | {
    str(year): 1900 + year for year in range(50, 100)
}
_SHORT_YEARS = frozenset(("national", "industry", "local"))  # others may mean a part by it
_SEPARATORS = re.compile("[,，、;；]")
_LONGEST = 160  # no number is longer; a cell of prose is not searched


def parse(text: str) -> Number | None:
    """Read one number; None where the text is none, or is several.

    'gb/t1.1—2020' → 'GB/T 1.1-2020'; 'YB/T 036-1992(2005)' is confirmed in 2005; other words in
    brackets become the note; '… idt ISO 9001:2008', '…/ISO 9001:2015' are adopted identically.
    Bodies abroad ('ASTM D638-14') have the family `other` and stay as they are written.
    """
    if plain := read_plain(text):
        return Number(*plain)
    if len(text) > _LONGEST:
        return None
    from stdplan.domain.numbers.parser import read_number

    return read_number(text)


def parse_list(text: str) -> list[str]:
    """A cell of replaced numbers → canonical forms, in order, each once; [] for '无', '—', ''.

    What is no number is kept as it stands, so that nothing is lost.
    """
    from stdplan.domain.numbers.lists import split_list

    return split_list(text, parse)


def parse_replacements(text: str) -> Replacements:
    """A cell that may tell direction and extent: '代替 X', '部分代替 Y', '被 Z 代替'."""
    found: dict[str, bool] = {}
    for part in _SEPARATORS.split(text):
        plain = read_plain(part.strip(" "))
        if plain is None:  # words, ranges, other forms: a closer look at the whole cell
            from stdplan.domain.numbers.lists import split_replacements

            return split_replacements(text, parse)
        found[plain[0]] = False
    return Replacements(tuple(found.items()))


def plan_number(text: str) -> str | None:
    """'20230390－t－339' → '20230390-T-339', '2011-0123T-JB'; None for all else."""
    return _matched(r"[0-9]{8}-[TQZ]-[0-9]{3}|(?:19|20)[0-9]{2}-[0-9]{4}[TQZ]?-[A-Z]{2}", text)


def filing_number(text: str) -> str | None:
    """The 备案号 of an industry standard: '106383—2026' → '106383-2026'; None for all else."""
    return _matched(r"[0-9]{1,7}-(?:19|20)[0-9]{2}", text)


def _matched(pattern: str, text: str) -> str | None:
    from stdplan.domain.numbers.normalize import clean

    flat = clean(text).replace(" ", "").upper()
    return flat if re.fullmatch(pattern, flat) else None


Plain = tuple[str, str, str | None, str, int, str, str]  # the first seven of a Number


def read_plain(text: str) -> Plain | None:
    """The form of nearly every row, 'JB/T 15623.1-2026', 'HG/T 5—92', without a detour through the
    rest: what the first seven fields of `Number` are; None for any other form.
    """
    if "—" in text:
        text = text.replace("—", "-")
    letters, _, rest = text.partition(" ")
    digits, _, last = rest.partition("-")
    year, head = _YEARS.get(last), _plain_head(letters)
    if year is None or head is None or not digits.isascii():
        return None
    prefix, family, nature, letter = head
    if len(last) == 2:
        if family not in _SHORT_YEARS:
            return None
        text, last = f"{letters} {digits}-{year}", str(year)
    if digits.isdigit():
        if len(digits) > 9:
            return None
        padded = digits.zfill(9)
        zeros = digits if digits[0] == "0" else ""
    else:
        first, _, part = digits.partition(".")
        if not (first.isdigit() and part.isdigit()) or len(first) > 9 or len(part) > 9:
            return None
        padded = f"{first:0>9}.{part:0>9}"
        zeros = digits if first[0] == "0" or part[0] == "0" else ""
    return (
        text,
        family,
        nature,
        prefix,
        year,
        f"{prefix} {digits}",
        f"{prefix} {padded} {last} {letter}{zeros}",
    )


@lru_cache(4096)
def _plain_head(letters: str) -> tuple[str, str, str | None, str] | None:
    """'JB/T' → prefix, family, nature, the nature's letter; None where that takes a closer look:
    GBZ and DB are two things each, of samples (GSB) the number is more than digits."""
    if head := HEADS.get(letters):
        if head.strict or letters in ("DB", "GBZ"):
            return None
        return head.prefix, head.family, head.nature, head.letter
    if _ASSOCIATION.fullmatch(letters):
        return letters, "association", None, ""
    if _ENTERPRISE.fullmatch(letters):
        return letters, "enterprise", None, ""
    if local := _LOCAL.fullmatch(letters):
        nature = local[2]
        return local[1], "local", _LOCAL_NATURES[nature], nature[1:] if nature else ""
    return None
