"""Chinese standard numbers: national, industry, local, association and enterprise.

In: text that `number_text.clean` has folded, without words and brackets. Out: a `Number` or None.
The rule here: what cannot be told for sure is no number. 'GSB164274-2024' has lost a hyphen and
could be two numbers, so it is none; the caller keeps it as it stands.
"""

import re
from operator import itemgetter

from stdplan.domain.number_local import (
    read_association,
    read_association_flat,
    read_enterprise,
    read_local,
)
from stdplan.domain.number_prefixes import HEADS, HYPHENATED, LETTERED, SQUASHED, Head, squashed
from stdplan.domain.number_record import Number, sort_key

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
