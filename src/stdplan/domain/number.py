"""Reading the numbers of standards: one written form in, one record out.

The rule that governs all: two ways of writing one number give one canonical form, and what cannot
be told for sure is no number (None); the caller keeps it as it stands. The forms come from real
lists of the ministry, the platforms and the international bodies; tests/fixtures holds them.

Only the plain form is read here. The readers of the rest are imported when a text first needs
them: they compile some forty expressions, more than a short command has time for.
"""

import re

from stdplan.domain.number_prefixes import HEADS
from stdplan.domain.number_record import Number, Replacements

__all__ = [
    "Number",
    "Replacements",
    "filing_number",
    "parse",
    "parse_list",
    "parse_replacements",
    "plan_number",
]

_PLAIN = re.compile(
    r"((?:T/)?[A-Z]{2,9}(?:/SH)?|DB(?:[0-9]{2}){1,3})(/[TZ])? "
    r"([0-9]{1,9})(?:\.([0-9]{1,9}))?-(19[5-9][0-9]|20[0-9]{2})"
)
_LOCAL_NATURES = {None: "mandatory", "/T": "recommended", "/Z": "guidance"}
_LONGEST = 160  # no number is longer; a cell of prose is not searched


def parse(text: str) -> Number | None:
    """Read one number; None where the text is none, or is several.

    'gb/t1.1—2020' → 'GB/T 1.1-2020'; 'YB/T 036-1992(2005)' is confirmed in 2005; other words in
    brackets become the note; '… idt ISO 9001:2008', '…/ISO 9001:2015' are adopted identically.
    Bodies abroad ('ASTM D638-14') have the family `other` and stay as they are written.
    """
    if match := _PLAIN.fullmatch(text):
        plain = _plain(text, *match.groups())
        if plain is not None:
            return plain
    if len(text) > _LONGEST:
        return None
    from stdplan.domain.number_reading import read_number

    return read_number(text)


def parse_list(text: str) -> list[str]:
    """A cell of replaced numbers → canonical forms, in order, each once; [] for '无', '—', ''.

    What is no number is kept as it stands, so that nothing is lost.
    """
    from stdplan.domain.number_lists import split_list

    return split_list(text, parse)


def parse_replacements(text: str) -> Replacements:
    """A cell that may tell direction and extent: '代替 X', '部分代替 Y', '被 Z 代替'."""
    from stdplan.domain.number_lists import split_replacements

    return split_replacements(text, parse)


def plan_number(text: str) -> str | None:
    """'20230390－t－339' → '20230390-T-339', '2011-0123T-JB'; None for all else."""
    return _matched(r"[0-9]{8}-[TQZ]-[0-9]{3}|(?:19|20)[0-9]{2}-[0-9]{4}[TQZ]?-[A-Z]{2}", text)


def filing_number(text: str) -> str | None:
    """The 备案号 of an industry standard: '106383—2026' → '106383-2026'; None for all else."""
    return _matched(r"[0-9]{1,7}-(?:19|20)[0-9]{2}", text)


def _matched(pattern: str, text: str) -> str | None:
    from stdplan.domain.number_text import clean

    flat = clean(text).replace(" ", "").upper()
    return flat if re.fullmatch(pattern, flat) else None


def _plain(
    text: str, letters: str, slash: str | None, first: str, part: str | None, digits: str
) -> Number | None:
    """The form of nearly every row, 'JB/T 15623.1-2026', without a detour through the rest."""
    number = f"{first}.{part}" if part else first
    zeros = number if first[0] == "0" or ".0" in number else ""
    padded = f"{first:0>9}.{part:0>9}" if part else f"{first:0>9}"
    head = HEADS.get(letters + slash if slash else letters)
    if head is not None:
        if head.strict or (len(first) > 4 and not slash and letters in ("DB", "GBZ")):
            return None
        prefix, family, nature = head.prefix, head.family, head.nature
    elif letters[1] == "/" and not slash:
        prefix, family, nature = letters, "association", None
    elif letters[:2] == "DB" and letters[2:].isdigit():
        prefix, family, nature = letters, "local", _LOCAL_NATURES[slash]
    else:
        return None
    return Number(
        text,
        family,
        nature,
        prefix,
        int(digits),
        f"{prefix} {number}",
        f"{prefix} {padded} {digits} {slash[1] if slash else ''}{zeros}",
    )
