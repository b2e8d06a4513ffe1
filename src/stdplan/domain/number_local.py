"""Local, association and enterprise numbers: the issuers who choose their own codes.

In: folded upper-case text. Out: a `Number` or None. The rule here: an issuer's own way of numbering
(inner blanks, hyphens in codes) belongs to the number.
"""

import re

from stdplan.domain.number_record import Number, sort_key

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
