"""The parser of numbers of foreign bodies (ASTM, JIS, DIN, EN …) and of smaller international ones.

Their ways of numbering are many, so a number stays as it is written. Only what is certain about its
form is parsed: the year, the edition, the standard without both, and whether it is a draft. Three
things are changed: the year of a review that confirmed the standard is removed, because
ASTM E8-16(2021) is ASTM E8-16; ASTM has one writing (not astm e 84 - 23A); and each body is in
capitals and followed by a blank (EN 60204-1:2006, not en60204-1:2006).
"""

from __future__ import annotations

import re

from stdplan.domain.numbers.model import Number, natural_key, sort_key
from stdplan.domain.numbers.prefixes import FOREIGN_BODIES, FOREIGN_DRAFTS
from stdplan.light import NamedTuple

_OTHER_INTERNATIONAL_BODY = re.compile(
    r"(?:OIML|CAC|CXS|CIE|UIC|IDF|CCITT|CCIR|IAEA|ICAO|IMO|WHO)\b[ /-]?[A-Z0-9]"
)
_FOREIGN = re.compile(
    rf"({'|'.join(sorted(map(re.escape, FOREIGN_BODIES), key=len, reverse=True))})"
    r"[ /-][^,;]*[0-9][^,;]*"
)


class _Parts(NamedTuple):
    """What a number says: the standard whatever its edition, the year, a month or letter, and the
    stage of a draft."""

    base: str
    year: int | None = None
    edition: str | None = None
    draft_stage: str | None = None


def parse_foreign(text: str) -> Number | None:
    """Return the number of a text in the form of a body that is neither ISO, IEC nor ITU.

    International bodies have the family `international`, foreign ones `other`.

    >>> number = parse_foreign("ASTM E84-23a")
    >>> number.canonical, number.base, number.year, number.edition
    ('ASTM E84-23a', 'ASTM E84', 2023, 'a')
    >>> number = parse_foreign("ASTM E8-16(2021)")
    >>> number.canonical, number.confirmed
    ('ASTM E8-16', 2021)
    """
    lower_case = _LOWER_CASE.fullmatch(text)
    if lower_case and lower_case["body"].upper() in FOREIGN_BODIES:
        text = text.upper()
    text = _ASTM_AT_START.sub("ASTM ", text.replace("ε", "e"))  # editorial changes: D638-14ε1
    text = _BLANKS_AT_YEAR.sub(":", _with_blanks(text))
    is_international = bool(_OTHER_INTERNATIONAL_BODY.match(text))
    match = re.match(r"([A-Z]+)", text) if is_international else _FOREIGN.fullmatch(text)
    if not match or not text.isascii() or text[-1] in "-/:" or not any(c.isdigit() for c in text):
        return None
    prefix = match[1]
    text, confirmed = _without_confirmation(text, prefix)
    if prefix == "ASTM":
        text = _as_astm_writes(text)
    base, year, edition, draft_stage = _edition(text, prefix)
    return Number(
        canonical=text,
        family="international" if is_international else "other",
        nature=None,
        prefix=prefix,
        year=year,
        base=base,
        sort_key=sort_key(prefix, base, year, natural_key(edition or "")),
        confirmed=confirmed,
        edition=edition,
        draft_stage=draft_stage,
    )


def _with_blanks(text: str) -> str:
    """Return a number with a blank after each of its bodies: DINEN1:2001 → DIN EN 1:2001."""
    text = _JOINED_BODIES.sub(r"\g<0> ", text, count=1)
    text = _JOINED_TO_ISO.sub(r"\g<0> ", text, count=1)
    joined = _WITHOUT_BLANK.search(text)
    if joined and (joined["body"] is None or joined["body"] in FOREIGN_BODIES):
        text = f"{text[: joined.end()]} {text[joined.end() :]}"
    return text


def _without_confirmation(text: str, prefix: str) -> tuple[str, int | None]:
    """Return a number without the year of a review that confirmed the standard, and that year."""
    match = _CONFIRMED.search(text)
    if match is None:
        return text, None
    number, confirmed = text[: match.start()], int(match["year"])
    year = _edition(number, prefix).year
    return (number, confirmed) if year and year <= confirmed else (text, None)


def _as_astm_writes(text: str) -> str:
    """Return a number of ASTM in its one form: 'ASTM d 638 - 14A' → 'ASTM D638-14a'."""
    match = _ASTM.fullmatch(text.upper())
    if match is None:
        return text
    base, rest = match["base"].removeprefix("ASTM"), text[match.end("base") :]
    return f"ASTM {base}{rest.lower()}".replace(" ", "").replace("ASTM", "ASTM ")


def _edition(text: str, prefix: str) -> _Parts:
    if prefix == "ASTM":
        return _astm(text) or _with_year(text)
    if prefix == "IEEE" and (match := _IEEE.match(text)):
        standard = _with_year(f"IEEE {text[match.end() :]}")
        # The number of a project has a P before it: IEEE P802.3/D1.
        return _Parts(text, draft_stage="20") if match["project"] else standard
    if prefix == "MIL" and (match := _MIL.fullmatch(text)):
        return _with_year(f"{match['base']}{match['year'] or ''}")._replace(edition=match["letter"])
    if prefix == "GOST" and (match := _GOST.fullmatch(text)):
        return _Parts(match["base"], 1900 + int(match["year"]))
    if prefix == "JIS":
        text = _JIS_CLASS.sub(r"JIS \1 ", text)
    standard = _with_year(text)
    draft_stage = FOREIGN_DRAFTS.get(prefix) or ("40" if _DRAFT.search(text) else None)
    return standard._replace(draft_stage=draft_stage)


# IS 269: 1989 and IS 269 : 1989 are IS 269:1989.
_BLANKS_AT_YEAR = re.compile(r" ?: ?(?=(?:19|20)[0-9]{2}(?![0-9]))", re.A)
# DINEN 1, BSENISO 1 and ENISO 1, JISB0001 and SAEJ3016 without a blank between the words.
_JOINED_BODIES = re.compile(
    r"^(?:BS|DIN|NBN|NEN|NF|NS|PN|SFS|SIST|SS|UNE|UNI)(?=(?:EN|ISO|IEC) ?(?:ISO ?|IEC ?)?[0-9])"
    r"|^(?:ANSI|ASME|JIS|SAE)(?=[A-Z]{1,2}[0-9])",
    re.A,
)
_JOINED_TO_ISO = re.compile(r"(?:^|(?<=[ -]))EN(?=(?:ISO|IEC)[ /]?[A-Z]{0,3} ?[0-9])", re.A)
_WITHOUT_BLANK = re.compile(
    r"^(?P<body>[A-Za-z]{2,7})(?=[0-9])|(?<=[ -])(?:EN|HD|ISO|IEC)(?=[0-9])"
)
# "as" and "is" are words, too.
_LOWER_CASE = re.compile(
    r"(?!(?:as|is)[^a-z])(?P<body>[a-z]{2,7})[ -]?(?:[a-z]{2,3}[ -]?){0,2}"
    r"(?:/[a-z]{2,3}[ -]?)?[a-z]? ?[0-9]+(?:[.-][0-9]+)*[:-](?:19|20)[0-9]{2}"
)
# ASTM D638-14, also written ASTM-D638-14, ASTMD638-14 and astm d638-14.
_ASTM_AT_START = re.compile(r"ASTM[ -]?(?=[A-Z]{1,3} ?[0-9])", re.A | re.I)
# ASTM D638-14, E84-23a, D638/D638M-14, D4294-16e1, F 2412 - 18a. The metric twin in a joint
# designation is the same standard; E8M alone is another one.
_ASTM = re.compile(
    r"(?P<base>ASTM ?(?P<letter>[A-GJ]|ADJ|STP|MNL|DS) ?(?P<number>[0-9]{1,5}(?:\.[0-9]+)?M?)"
    r"(?: ?/ ?(?P=letter) ?[0-9]{1,5}M)?)"
    r"(?: ?- ?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?P<edition>[A-D])?(?: ?E[0-9])?)?",
    re.A,
)
_ASTM_WORK_ITEM = re.compile(r"ASTM ?(?P<number>WK ?[0-9]+)", re.A)
_IEEE = re.compile(
    r"IEEE (?:Unapproved )?(?:Draft )?(?:Std\.? )?(?:Draft )?(?P<project>P(?=[0-9]))?"
)
# The letter is the revision: MIL-STD-810H.
_MIL = re.compile(
    r"(?P<base>MIL-[A-Z]{1,5}-[0-9]+(?:/[0-9]+)?)(?P<letter>[A-Z]{1,2})?"
    r"(?P<year>[-:](?:19|20)[0-9]{2})?",
    re.A,
)
# Years have two digits until 1999, four digits since.
_GOST = re.compile(r"(?P<base>GOST (?:[A-Z]+ )*[0-9]+(?:\.[0-9]+)*)-(?P<year>[2-9][0-9])", re.A)
_JIS_CLASS = re.compile(r"^JIS ?([A-Z]) ?(?=[0-9])")
# Consolidated texts have the amendment behind the number: BS EN 1234:2017+A1:2019.
_AMENDED = re.compile(r"(?: ?\+ ?(?:A|AC|AMD) ?[0-9]*(?::(?P<year>(?:19|20)[0-9]{2}))?)+$", re.A)
_YEAR_AT_END = re.compile(
    r"(?:[:-](?P<year>(?:19|20)[0-9]{2})"
    # DIN has the month, too: DIN 912:1983-12, DIN 912 (1983-12).
    r"|:(?P<dated>(?:19|20)[0-9]{2})-(?P<month>0[1-9]|1[0-2])"
    r"| ?\((?P<in_brackets>(?:19|20)[0-9]{2})-(?P<month_in_brackets>0[1-9]|1[0-2])\))$",
    re.A,
)
# E8-16(2021), 802-2014 (R2019), D1238-13(2020)e1: editorial changes of a confirmed text, too.
_CONFIRMED = re.compile(
    r" ?\((?:R|[Rr]ea(?:ffirmed|pproved) )?(?P<year>(?:19|20)[0-9]{2})\)(?: ?e[0-9])?$", re.A
)
_DRAFT = re.compile(
    r"/F?prA[0-9A-Z]*(?:[:-](?:19|20)[0-9]{2})?$| ?- (?:Entwurf|Draft)$| \((?:Entwurf|[Dd]raft)\)$"
)


def _astm(text: str) -> _Parts | None:
    if match := _ASTM_WORK_ITEM.fullmatch(text):
        return _Parts(f"ASTM {match['number'].replace(' ', '')}", draft_stage="10")
    match = _ASTM.fullmatch(text.upper())
    if not match:
        return None
    base = f"ASTM {match['letter']}{match['number']}"
    digits, letter = match["year"], match["edition"]
    if not digits:
        return _Parts(base)
    year = int(digits)
    if len(digits) == 2:
        # Designations with two digits began long before 1950, but lists have hardly any of them.
        year += 1900 if year >= 50 else 2000
    return _Parts(base, year, letter and letter.lower())


def _with_year(text: str) -> _Parts:
    """Return the edition of a number with its year at the end."""
    amended = _AMENDED.search(text)
    match = _YEAR_AT_END.search(text[: amended.start()] if amended else text)
    if not match:
        return _Parts(text)
    year = int(
        (amended and amended["year"]) or match["year"] or match["dated"] or match["in_brackets"]
    )
    month = match["month"] or match["month_in_brackets"]
    return _Parts(text[: match.start()], year, month)
