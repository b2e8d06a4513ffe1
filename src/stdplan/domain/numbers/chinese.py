"""Parsers of Chinese standard numbers: national, industry, local, association and enterprise.

The text is cleaned (normalize.normalized), without words and brackets. Rule: what is ambiguous is
no number. 'GSB164274-2024' has lost a hyphen and could be two numbers, so the result is None and
the caller keeps the text. Where issuers choose their own way of numbering (inner blanks, hyphens in
codes), it belongs to the number.
"""

import re
from operator import itemgetter

from stdplan.domain.numbers.model import Number, sort_key
from stdplan.domain.numbers.prefixes import (
    CODES,
    CODES_BY_LETTERS,
    HYPHENATED,
    LETTERED,
    NATURES,
    WITH_EDITION_LETTERS,
    StandardCode,
    letters_only,
)

_BLANKS_AROUND = re.compile(r" ?([-./~:]) ?")


def parse_chinese(text: str) -> Number | None:
    """Return the number of a text in any Chinese form, None if it is in no such form.

    >>> [parse_chinese(text).canonical for text in ("GBT19266-2008", "JB T 5000.13 1998")]
    ['GB/T 19266-2008', 'JB/T 5000.13-1998']
    """
    text = _BLANKS_AROUND.sub(itemgetter(1), text.replace("_", " ")).upper().strip(" .")
    if not text or not text[0].isalpha():
        return None
    return (
        parse_local(text)
        or parse_association(text)
        or parse_enterprise(text)
        or _parse_metrology(text)
        or _parse_professional(text)
        or _parse_registered(text)
        or _parse_coded(text)
        or _parse_unlisted_code(text)
        or parse_association_without_slash(text)
    )


def full_year(digits: str | None) -> int | None:
    """Return the year of four or two digits: '2020' → 2020, '92' → 1992; None if it is no year.

    Two digits are always 19yy, and no standard is older than the republic.
    """
    if digits is None:
        return None
    year = int(digits) + (1900 if len(digits) == 2 else 0)
    return year if 1949 <= year < 2100 else None


def _build(
    prefix: str,
    number: str,
    year: int | None,
    family: str,
    nature: str | None = None,
    suffix: str = "",
    separator: str = " ",
) -> Number:
    """Return the Number of these parts; `suffix` shows the nature: 'T', 'Z' or ''."""
    code = f"{prefix}/{suffix}" if suffix else prefix
    return Number(
        canonical=f"{code}{separator}{number}" + (f"-{year}" if year else ""),
        family=family,
        nature=nature,
        prefix=prefix,
        year=year,
        base=f"{prefix}{separator}{number}",
        sort_key=sort_key(prefix, number, year, suffix),
    )


# --- National and industry standards: a listed code, then the number ---

_CODE_AND_REST = re.compile(r"([A-Z][A-Z/ .-]*\*?[/ ]?[TZ]?)([ /.-]*[0-9].*)", re.A)
_DIGITS_AND_PARTS = r"[0-9]+[A-Z]?(?:\.[0-9]+[A-Z]?)*"
_PLAIN = re.compile(
    rf"({_DIGITS_AND_PARTS}(?:/[0-9]+[A-Z]?)?(?:~\.?{_DIGITS_AND_PARTS})?)"
    r"(?:[-: ]([0-9]{4}|[0-9]{2}))?",
    re.A,
)
_LETTERED_NUMBER = re.compile(
    r"([A-Z]{0,2}[0-9]{1,5}(?:\.[0-9]+)?(?:-[0-9]+[A-Z]?(?:\.[0-9]+)?)??)"
    r"(?:-((?:19|20)[0-9]{2}|[0-9]{2}))?",
    re.A,
)
_HYPHENATED_NUMBER = re.compile(r"([0-9]{1,2}-[0-9]{1,5}(?:\.[0-9]+)?)-([0-9]{4}|[0-9]{2})", re.A)
_EDITION_LETTER = re.compile(r"(?<=[0-9])[A-Z]$")
_HYPHEN_RANGE = re.compile(r"([0-9]{3,})-([0-9]{3,})-([0-9]{4}|[0-9]{2})", re.A)


def _parse_coded(text: str) -> Number | None:
    match = _CODE_AND_REST.fullmatch(text)
    if not match:
        return None
    letters, rest = match[1].rstrip(" .-/"), match[2].lstrip(" .-/")
    code = _find_code(letters)
    if code is None:
        # The last letters may belong to the number: 'JTG D20', 'TSG ZF001'.
        flat = letters_only(letters)
        for length in (1, 2):
            code = CODES_BY_LETTERS.get(flat[:-length])
            if code and code.prefix in LETTERED:
                return _parse_after_code(code, flat[-length:] + rest)
        return None
    if code.written == "GBZ" and re.match(r"[0-9]{5}", rest):
        # Numbers of occupational health have at most three digits: this is GB/Z without its slash.
        code = CODES["GB/Z"]
    if code.written == "GJBz" and not re.match(r"2[0-9]{4}(?![0-9])", rest):
        # Numbers of GJBz are 20000 and more: this is GJB/Z without its slash.
        code = CODES["GJB/Z"]
    return _parse_after_code(code, rest)


def _find_code(letters: str) -> StandardCode | None:
    return (
        CODES.get(letters.replace(" ", ""))
        or CODES.get(letters.replace(" ", "/"))
        or CODES_BY_LETTERS.get(letters_only(letters))
    )


def _parse_after_code(code: StandardCode, rest: str) -> Number | None:
    if code.is_sample and not re.match(r"[0-9]{2}-[0-9]{3,}-|[A-Z]", rest):
        return None
    if code.written == "DB" and re.match(r"[0-9]{5}", rest):
        return None  # a local number that has lost the blank after its area
    if match := _HYPHEN_RANGE.fullmatch(rest):
        first, last, year_digits = match.groups()
        if len(first) == len(last) and int(first) < int(last):
            return _with_year_digits(code, f"{first}~{last}", year_digits)
    if match := _PLAIN.fullmatch(rest):
        return _with_year_digits(code, *match.groups())
    is_lettered = code.prefix in LETTERED
    if is_lettered or code.prefix in HYPHENATED:
        match = (_LETTERED_NUMBER if is_lettered else _HYPHENATED_NUMBER).fullmatch(rest)
        return _with_year_digits(code, *match.groups()) if match else None
    of_tianjin = code.written == "DB/T" or (code.written == "DB" and rest.startswith("29-"))
    if of_tianjin and (match := _HYPHENATED_NUMBER.fullmatch(rest)):
        # Construction standards of Tianjin, 'DB/T 29-221-2013'; the earthquake industry, whose code
        # is DB too, has no such numbers.
        return _with_year_digits(StandardCode("DB", code.suffix, "local"), *match.groups())
    return None


def _with_year_digits(code: StandardCode, number: str, year_digits: str | None) -> Number | None:
    """Return the Number of a code, number and year; None if the digits are no year."""
    year = full_year(year_digits)
    if year_digits and year is None:
        return None
    parsed = _build(code.prefix, number, year, code.family, code.nature, code.suffix)
    letter = _EDITION_LETTER.search(number) if code.prefix in WITH_EDITION_LETTERS else None
    if letter and "~" not in number:
        return parsed._replace(base=f"{code.series} {number[: letter.start()]}", edition=letter[0])
    return parsed if code.series == code.prefix else parsed._replace(base=f"{code.series} {number}")


# --- Metrology, professional standards, and codes that no list has yet ---

_METROLOGY = re.compile(r"(JJ[GF]) ?\(([\u4e00-\u9fff]+)\) ?([0-9.]+)(?:-([0-9]{4}|[0-9]{2}))?")
_PROFESSIONAL = re.compile(
    r"ZB(?P<suffix>/T)?[ /]?(?P<class_letter>[A-Z])(?P<blank> ?)"
    r"(?P<number>[0-9]{2} ?[0-9]{3}(?:\.[0-9]+)?|[0-9]{1,3})-(?P<year>[0-9]{4}|[0-9]{2})",
    re.A,
)
_COMPLETE_FORM = re.compile(r"([A-Z]{2})/([TZ]) ?([0-9]+(?:\.[0-9]+)*)-((?:19|20)[0-9]{2})", re.A)


def _parse_metrology(text: str) -> Number | None:
    """Parse metrology of one ministry or province: 'JJG(交通) 064-2016', 'JJF(浙) 1001-2005'.

    It is neither an industry standard nor a local one.
    """
    match = _METROLOGY.fullmatch(text)
    if not match:
        return None
    letters, issuer, number, year_digits = match.groups()
    code = StandardCode(f"{letters}({issuer})", "", "metrology")
    code.nature = None
    return _with_year_digits(code, number, year_digits)


def _parse_professional(text: str) -> Number | None:
    """Parse professional standards before 1990: a letter of the classification and a number.

    'ZB J36 001-86' → 'ZB J36 001-1986'. Blanks are kept; the base is written without them.
    """
    match = _PROFESSIONAL.fullmatch(text)
    year = full_year(match["year"]) if match else None
    if not match or year is None:
        return None
    code = StandardCode("ZB", "T" if match["suffix"] else "", "industry")
    letter = match["class_letter"]
    number = f"{letter}{match['number'].replace(' ', '')}"
    return Number(
        canonical=f"{code.written} {letter}{match['blank']}{match['number']}-{year}",
        family="industry",
        nature=code.nature,
        prefix="ZB",
        year=year,
        base=f"ZB {number}",
        sort_key=sort_key("ZB", number, year, code.suffix),
    )


def _parse_unlisted_code(text: str) -> Number | None:
    """Parse 'XX/T 1234-2026': two letters that no list has yet are an industry in a complete form.

    New codes appear each year: KA, XF, YJ.
    """
    match = _COMPLETE_FORM.fullmatch(text)
    if not match:
        return None
    letters, suffix, number, year = match.groups()
    return _build(letters, number, int(year), "industry", NATURES[suffix], suffix)


# --- Local, association and enterprise standards: the issuers choose their own codes ---

_YEAR = r"(?:19|20)[0-9]{2}"
_DIGITS_PARTS_RANGE = r"[0-9]+[A-Z]?(?:\.[0-9]+[A-Z]?)*(?:~\.?[0-9]+(?:\.[0-9]+)*)?"
_LOCAL = re.compile(
    r"DB ?([0-9]{6}|[0-9]{4}|[0-9]{2})(\(J\))?(?:[/ ]*([TZ])[ /]*|/ ?| (?! ))"
    rf"({_DIGITS_PARTS_RANGE}|[0-9]{{2}}-[0-9]{{2,5}}(?:\.[0-9]+)*)"
    rf"(?:[-: ]({_YEAR}|[0-9]{{2}}))?",
    re.A,
)
_LOCAL_FOOD = re.compile(rf"DBS ?([0-9]{{2}})[/ ]+([0-9]+(?:\.[0-9]+)*)(?:[-: ]({_YEAR}))?", re.A)
_LOCAL_BUILDING = re.compile(
    r"(DG/TJ|DGJ(?: ?[0-9]{2}/T?J)?|DBJT?(?: ?[0-9]{2}/T?|/T)?|DBK)[- ]*"
    rf"([0-9]+(?:[-.][0-9]+)*)-({_YEAR})",
    re.A,
)
_ASSOCIATION = re.compile(
    r"T[/ ]([0-9]{0,9}[A-Z]+[0-9]{0,2}(?:[-/&][A-Z]+)*|[0-9]{6,9})"
    r"(?: |(?<=[A-Z])(?=[0-9])|(?<=[0-9])(-)(?=[A-Z]))"
    rf"((?:[A-Z]:)?[A-Z]{{0,4}}[0-9]+[A-Z]{{0,2}}(?:[-.~][0-9]+[A-Z]?)*?)(?:[-: ]({_YEAR}))?",
    re.A,
)
_ASSOCIATION_WITHOUT_SLASH = re.compile(
    rf"T(?!SG)([A-Z]{{2,8}}) ?({_DIGITS_PARTS_RANGE})-({_YEAR})", re.A
)
_CECS = re.compile(rf"CECS[ /]?({_DIGITS_PARTS_RANGE})(?:[-: ]({_YEAR}|[0-9]{{2}}))?", re.A)
_ENTERPRISE = re.compile(
    r"Q ?/ ?([0-9]*[A-Z]+(?:[-/.&][A-Z]+)*|[0-9]+ [A-Z]+)"
    rf" ?([0-9A-Z][0-9A-Z./ -]*?)(?:[-:]({_YEAR}|[0-9]{{2}}))?",
    re.A,
)


def parse_local(text: str) -> Number | None:
    """Parse a standard of a province or city.

    The forms: 'DB6106/T 209-2023', 'DB35 1234-2020', 'DB44/26-2001'; construction
    'DBJ/T 15-38-2005', 'DG/TJ 08-2004-2016'; food safety 'DBS44/006-2016'.
    """
    if not text.startswith("D"):
        return None
    if match := _LOCAL.fullmatch(text):
        area, construction, suffix, number, year_digits = match.groups()
        if _is_impossible_year(year_digits):
            return None
        prefix = f"DB{area}{construction or ''}"
        suffix = suffix or ""
        return _build(prefix, number, _year(year_digits), "local", NATURES[suffix], suffix)
    if match := _LOCAL_FOOD.fullmatch(text):
        area, number, year_digits = match.groups()
        return _build(f"DBS{area}", number, _year(year_digits), "local", "mandatory")
    if match := _LOCAL_BUILDING.fullmatch(text):
        written, number, year_digits = match.groups()
        written, year = written.replace(" ", ""), int(year_digits)
        # DBJ/T has the usual suffix; DG/TJ and DGJ32/TJ have the T within.
        if written.endswith("/T"):
            return _build(written[:-2], number, year, "local", "recommended", "T")
        prefix = written.rstrip("/")
        nature = "recommended" if "T" in prefix else "mandatory"
        return _build(prefix, number, year, "local", nature)
    return None


# The number under which a local construction standard is registered: J 10166-2002.
_REGISTERED = re.compile(rf"J ?(1[0-9]{{4}})-({_YEAR})", re.A)


def _parse_registered(text: str) -> Number | None:
    match = _REGISTERED.fullmatch(text)
    return _build("J", match[1], int(match[2]), "local") if match else None


def parse_association(text: str) -> Number | None:
    """Parse a standard of an association.

    The forms: 'T/CAS 123-2024', 'T/GZAEPI001—2018', 'T/CECS G:K50-30-2018'; the older
    'CECS 21:2000', which keeps its colon ('CECS 279-2010' → 'CECS 279:2010').
    """
    if match := _CECS.fullmatch(text):
        number, year_digits = match.groups()
        if _is_impossible_year(year_digits):
            return None
        year = _year(year_digits)
        return Number(
            canonical=f"CECS {number}" + (f":{year}" if year else ""),
            family="association",
            nature=None,
            prefix="CECS",
            year=year,
            base=f"CECS {number}",
            sort_key=sort_key("CECS", number, year),
        )
    if match := _ASSOCIATION.fullmatch(text):
        code, hyphen, number, year_digits = match.groups()
        prefix, year = f"T/{code}", _year(year_digits)
        return _build(prefix, number, year, "association", separator=hyphen or " ")
    return None


def parse_association_without_slash(text: str) -> Number | None:
    """Parse 'TCAS 123-2024' as 'T/CAS 123-2024'.

    No other series with a year begins with T and such letters.
    """
    if match := _ASSOCIATION_WITHOUT_SLASH.fullmatch(text):
        code, number, year = match.groups()
        return _build(f"T/{code}", number, int(year), "association")
    return None


def parse_enterprise(text: str) -> Number | None:
    """Parse a standard of a company, with the blanks in its number.

    The forms: 'Q/CSG 2 16 004-2019', 'Q/GDW1234-2015', 'Q/ABC 0001S-2020'.
    """
    match = _ENTERPRISE.fullmatch(text) if text.startswith("Q") else None
    if not match:
        return None
    code, number, year_digits = match.groups()
    if number.endswith("-") or not any(c.isdigit() for c in number):
        return None
    if _is_impossible_year(year_digits):
        return None
    return _build(f"Q/{code}", number.strip(), _year(year_digits), "enterprise")


def _year(digits: str | None) -> int | None:
    """Return the year of four or two digits: '2020' → 2020, '92' → 1992, None → None."""
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def _is_impossible_year(digits: str | None) -> bool:
    """Return whether two digits are a year before 1949, when there were no such standards."""
    return digits is not None and len(digits) == 2 and digits < "49"
