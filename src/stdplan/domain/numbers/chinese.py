"""Chinese standard numbers: national, industry, local, association and enterprise.

In: text that `number_text.clean` has folded, without words and brackets. Out: a `Number` or None.
The rule here: what cannot be told for sure is no number. 'GSB164274-2024' has lost a hyphen and
could be two numbers, so it is none; the caller keeps it as it stands.

Local, association and enterprise numbers: the issuers who choose their own codes.

In: folded upper-case text. Out: a `Number` or None. The rule here: an issuer's own way of numbering
(inner blanks, hyphens in codes) belongs to the number.
"""

import re
from operator import itemgetter

from stdplan.domain.numbers.model import Number, sort_key
from stdplan.domain.numbers.prefixes import HEADS, HYPHENATED, LETTERED, SQUASHED, Head, squashed

_YEAR = r"(?:19|20)[0-9]{2}"
_NUM = r"[0-9]+[A-Z]?(?:\.[0-9]+[A-Z]?)*(?:~\.?[0-9]+(?:\.[0-9]+)*)?"
_LOCAL = re.compile(
    r"DB ?([0-9]{6}|[0-9]{4}|[0-9]{2})(\(J\))?(?:[/ ]*([TZ])[ /]*|/ ?| (?! ))"
    rf"({_NUM}|[0-9]{{2}}-[0-9]{{2,5}}(?:\.[0-9]+)*)(?:[-: ]({_YEAR}|[0-9]{{2}}))?",
    re.A,
)
_LOCAL_FOOD = re.compile(rf"DBS ?([0-9]{{2}})[/ ]+([0-9]+(?:\.[0-9]+)*)(?:[-: ]({_YEAR}))?", re.A)
_LOCAL_BUILDING = re.compile(
    r"(DG/TJ|DGJ(?:[0-9]{2}/T?J)?|DBJT?(?:[0-9]{2}/T?|/T)?)[- ]*"
    rf"([0-9]+(?:[-.][0-9]+)*)-({_YEAR})",
    re.A,
)
_ASSOCIATION = re.compile(
    r"T[/ ]([0-9]{0,9}[A-Z]+[0-9]{0,2}(?:[-/&][A-Z]+)*|[0-9]{6,9})"
    r"(?: |(?<=[A-Z])(?=[0-9])|(?<=[0-9])(-)(?=[A-Z]))"
    rf"((?:[A-Z]:)?[A-Z]{{0,4}}[0-9]+[A-Z]{{0,2}}(?:[-.~][0-9]+[A-Z]?)*?)(?:[-: ]({_YEAR}))?",
    re.A,
)
_ASSOCIATION_FLAT = re.compile(rf"T(?!SG)([A-Z]{{2,8}}) ?({_NUM})-({_YEAR})", re.A)
_CECS = re.compile(rf"CECS[ /]?({_NUM})(?:[-: ]({_YEAR}|[0-9]{{2}}))?", re.A)
_ENTERPRISE = re.compile(
    r"Q ?/ ?([0-9]*[A-Z]+(?:[-/.&][A-Z]+)*|[0-9]+ [A-Z]+)"
    rf" ?([0-9A-Z][0-9A-Z./ -]*?)(?:[-:]({_YEAR}|[0-9]{{2}}))?",
    re.A,
)


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def _impossible(digits: str | None) -> bool:
    # Two digits are 19yy; before 1949 there was no such standard, so they are no year.
    return digits is not None and len(digits) == 2 and digits < "49"


def _record(prefix: str, letter: str, number: str, year: int | None, family: str) -> Number:
    written = f"{prefix}/{letter}" if letter else prefix
    nature = {"": "mandatory", "T": "recommended", "Z": "guidance"}[letter]
    return Number(
        f"{written} {number}" + (f"-{year}" if year else ""),
        family,
        nature if family == "local" else None,
        prefix,
        year,
        f"{prefix} {number}",
        sort_key(prefix, number, year, letter),
    )


def read_local(text: str) -> Number | None:
    """'DB6106/T 209-2023', 'DB35 1234-2020', 'DB44/26-2001'; construction of the provinces
    'DBJ/T 15-38-2005', 'DG/TJ 08-2004-2016'; food safety 'DBS44/006-2016'."""
    if not text.startswith("D"):
        return None
    if match := _LOCAL.fullmatch(text):
        area, construction, letter, number, digits = match.groups()
        if _impossible(digits):
            return None
        prefix = f"DB{area}{construction or ''}"
        return _record(prefix, letter or "", number, _year(digits), "local")
    if match := _LOCAL_FOOD.fullmatch(text):
        return _record(f"DBS{match[1]}", "", match[2], _year(match[3]), "local")
    if match := _LOCAL_BUILDING.fullmatch(text):
        written, number, year = match[1], match[2], int(match[3])
        # DBJ/T has the usual suffix; DG/TJ and DGJ32/TJ carry the T within.
        if written.endswith("/T"):
            return _record(written[:-2], "T", number, year, "local")
        prefix = written.rstrip("/")
        nature = "recommended" if "T" in prefix else "mandatory"
        key = sort_key(prefix, number, year)
        canonical, base = f"{prefix} {number}-{year}", f"{prefix} {number}"
        return Number(canonical, "local", nature, prefix, year, base, key)
    return None


def read_association(text: str) -> Number | None:
    """'T/CAS 123-2024', 'T/GZAEPI001—2018', 'T/CECS G:K50-30-2018', 'TCAS 123-2024'; the older
    'CECS 21:2000', which keeps its colon ('CECS 279-2010' → 'CECS 279:2010')."""
    if match := _CECS.fullmatch(text):
        number, digits = match.groups()
        year = _year(digits)
        if _impossible(digits):
            return None
        written = f"CECS {number}" + (f":{year}" if year else "")
        key = sort_key("CECS", number, year)
        return Number(written, "association", None, "CECS", year, f"CECS {number}", key)
    if match := _ASSOCIATION.fullmatch(text):
        code, hyphen, number, digits = match.groups()
        prefix, year = f"T/{code}", _year(digits)
        base = f"{prefix}{hyphen or ' '}{number}"
        canonical = base + (f"-{year}" if year else "")
        return Number(
            canonical, "association", None, prefix, year, base, sort_key(prefix, number, year)
        )
    return None


def read_association_flat(text: str) -> Number | None:
    """'TCAS 123-2024' → 'T/CAS 123-2024': no other dated series begins with T and such letters."""
    if match := _ASSOCIATION_FLAT.fullmatch(text):
        return _record(f"T/{match[1]}", "", match[2], int(match[3]), "association")
    return None


def read_enterprise(text: str) -> Number | None:
    """'Q/CSG 2 16 004-2019' (inner blanks are kept), 'Q/GDW1234-2015', 'Q/ABC 0001S-2020'."""
    match = _ENTERPRISE.fullmatch(text) if text.startswith("Q") else None
    if not match or _impossible(match[3]) or not any(c.isdigit() for c in match[2]):
        return None
    prefix = f"Q/{match[1]}"
    return _record(prefix, "", match[2].strip(), _year(match[3]), "enterprise")


_AROUND = re.compile(r" ?([-./~:]) ?")
_HEAD = re.compile(r"([A-Z][A-Z/ .-]*\*?[/ ]?[TZ]?)([ /.-]*[0-9].*)", re.A)
_PART = r"[0-9]+[A-Z]?(?:\.[0-9]+[A-Z]?)*"
_PLAIN = re.compile(
    rf"({_PART}(?:/[0-9]+[A-Z]?)?(?:~\.?{_PART})?)(?:[-: ]([0-9]{{4}}|[0-9]{{2}}))?", re.A
)
_HYPHENATED = re.compile(
    r"([A-Z]{0,2}[0-9]{1,5}(?:\.[0-9]+)?(?:-[0-9]+[A-Z]?(?:\.[0-9]+)?)??)"
    r"(?:-((?:19|20)[0-9]{2}|[0-9]{2}))?",
    re.A,
)
_OLD_HYPHENATED = re.compile(r"([0-9]{1,2}-[0-9]{1,5}(?:\.[0-9]+)?)-([0-9]{4}|[0-9]{2})", re.A)
_HYPHEN_RANGE = re.compile(r"([0-9]{3,})-([0-9]{3,})-([0-9]{4}|[0-9]{2})", re.A)
_METROLOGY = re.compile(r"(JJ[GF]) ?\(([\u4e00-\u9fff]+)\) ?([0-9.]+)(?:-([0-9]{4}|[0-9]{2}))?")
_PROFESSIONAL = re.compile(
    r"ZB(/T)?[ /]?([A-Z])( ?)([0-9]{2} ?[0-9]{3}(?:\.[0-9]+)?|[0-9]{1,3})-([0-9]{4}|[0-9]{2})", re.A
)
_SHAPE = re.compile(r"([A-Z]{2})/([TZ]) ?([0-9]+(?:\.[0-9]+)*)-((?:19|20)[0-9]{2})", re.A)


def full_year(digits: str | None) -> int | None:
    """'2020' → 2020, '92' → 1992. None where it is no year: two digits are always 19yy, and no
    standard is older than the republic."""
    if digits is None:
        return None
    year = int(digits) + (1900 if len(digits) == 2 else 0)
    return year if 1949 <= year < 2100 else None


def build(head: Head, number: str, year: int | None) -> Number:
    """The record of a number whose parts are known."""
    dated = f"-{year}" if year else ""
    return Number(
        f"{head.written} {number}{dated}",
        head.family,
        head.nature,
        head.prefix,
        year,
        f"{head.prefix} {number}",
        sort_key(head.prefix, number, year, head.letter),
    )


def read_chinese(text: str) -> Number | None:
    """'GBT19266-2008', 'JB T 5000.13 1998', 'gb 18352.6' … → Number, or None."""
    text = _AROUND.sub(itemgetter(1), text.replace("_", " ")).upper().strip(" .")
    if not text or not text[0].isalpha():
        return None
    return (
        read_local(text)
        or read_association(text)
        or read_enterprise(text)
        or _read_metrology(text)
        or _read_professional(text)
        or _read_headed(text)
        or _read_shape(text)
        or read_association_flat(text)
    )


def _read_headed(text: str) -> Number | None:
    match = _HEAD.fullmatch(text)
    if not match:
        return None
    letters, rest = match[1].rstrip(" .-/"), match[2].lstrip(" .-/")
    head = _head(letters)
    if head is None:
        # The last letters may belong to the number: 'JTG D20', 'TSG ZF001'.
        flat = squashed(letters)
        for cut in (1, 2):
            head = SQUASHED.get(flat[:-cut])
            if head and head.prefix in LETTERED:
                return _read_number(head, flat[-cut:] + rest)
        return None
    if head.written == "GBZ" and re.match(r"[0-9]{5}", rest):
        # Occupational health has numbers of at most three digits: this is GB/Z without its slash.
        head = HEADS["GB/Z"]
    return _read_number(head, rest)


def _head(letters: str) -> Head | None:
    bare = letters.replace(" ", "")
    return (
        HEADS.get(bare) or HEADS.get(letters.replace(" ", "/")) or SQUASHED.get(squashed(letters))
    )


def _read_number(head: Head, rest: str) -> Number | None:
    if head.strict and not re.match(r"[0-9]{2}-[0-9]{3,}-|[A-Z]", rest):
        return None
    if head.written == "DB" and re.match(r"[0-9]{5}", rest):
        return None  # a local number that has lost the blank behind its area
    if match := _HYPHEN_RANGE.fullmatch(rest):
        first, last, digits = match.groups()
        if len(first) == len(last) and int(first) < int(last):
            return _dated(head, f"{first}~{last}", digits)
    if match := _PLAIN.fullmatch(rest):
        return _dated(head, *match.groups())
    lettered = head.prefix in LETTERED
    if lettered or head.prefix in HYPHENATED:
        match = (_HYPHENATED if lettered else _OLD_HYPHENATED).fullmatch(rest)
        return _dated(head, *match.groups()) if match else None
    if head.written == "DB/T" and (match := _OLD_HYPHENATED.fullmatch(rest)):
        # Construction standards of Tianjin, 'DB/T 29-221-2013'; the earthquake industry has none.
        return _dated(Head("DB", "T", "local"), *match.groups())
    return None


def _dated(head: Head, number: str, digits: str | None) -> Number | None:
    year = full_year(digits)
    return None if digits and year is None else build(head, number, year)


def _read_metrology(text: str) -> Number | None:
    """Metrology of one ministry or province: 'JJG(交通) 064-2016', 'JJF(浙) 1001-2005'."""
    match = _METROLOGY.fullmatch(text)
    if not match:
        return None
    letters, issuer, number, digits = match.groups()
    head = Head(f"{letters}({issuer})", "", "local" if len(issuer) == 1 else "industry")
    head.nature = None
    return _dated(head, number, digits)


def _read_professional(text: str) -> Number | None:
    """Professional standards before 1990, a letter of the classification and a number:
    'ZB J36 001-86' → 'ZB J36 001-1986'. Blanks are kept; the base is written without them."""
    match = _PROFESSIONAL.fullmatch(text)
    year = full_year(match[5]) if match else None
    if not match or year is None:
        return None
    head = Head("ZB", "T" if match[1] else "", "industry")
    number = f"{match[2]}{match[4].replace(' ', '')}"
    canonical = f"{head.written} {match[2]}{match[3]}{match[4]}-{year}"
    key = sort_key("ZB", number, year, head.letter)
    return Number(canonical, "industry", head.nature, "ZB", year, f"ZB {number}", key)


def _read_shape(text: str) -> Number | None:
    """Two letters that no list names yet are an industry where the shape is whole:
    'XX/T 1234-2026' (new codes appear each year: KA, XF, YJ)."""
    match = _SHAPE.fullmatch(text)
    if not match:
        return None
    return build(Head(match[1], match[2], "industry"), match[3], int(match[4]))
