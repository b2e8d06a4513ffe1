"""The parser of numbers in Cyrillic: ГОСТ, ГОСТ Р, СТБ, ДСТУ, and the codes СП, СНиП, СанПиН.

The text is cleaned (normalize.normalized). Rule: a number stays as it is written, but for its
blanks and the case of its code. The standard that it adopts (ИСО/МЭК 27001) is a part of it. A
year of two digits is one of the last century for codes that have had four digits since 2000.
"""

import re

from stdplan.domain.numbers.model import Number, sort_key

# The code, folded → as it is written.
_CODES = {
    code.casefold(): code
    for code in (
        "ГОСТ", "ГОСТ Р", "ГОСТ РВ", "ПНСТ", "СТБ", "СТ РК", "СТ СЭВ", "ДСТУ", "КМС", "ТКП", "ОСТ",
        "СП", "СНиП", "СанПиН", "РМГ", "ПМГ", "ОСТН", "РСТ", "НПБ", "ВСН",
    )
}  # fmt: skip
# Codes whose years had two digits until 1999, and have four since.
_SHORT_YEARS = frozenset(
    ("ГОСТ", "ГОСТ Р", "ГОСТ РВ", "СТБ", "ОСТ", "СНиП", "СТ СЭВ", "ВСН", "НПБ")
)
_BODY = (
    r"(?:ИСО|МЭК|ISO|IEC|EN|ЕН|CISPR|СИСПР|ЕЭК|ООН|UN|OIML|МОЗМ|CEN|ETSI|ASTM|ТО|ТУ|TR|TS|Guide)"
)
_NUMBER = re.compile(
    rf"(?P<code>{'|'.join(sorted(_CODES, key=len, reverse=True))})(?: |(?=[0-9]))"
    rf"(?P<number>(?:{_BODY}(?:[/ ]{_BODY})*[ -]?)?[0-9]+"
    r"(?:(?:[./-]| (?=[0-9]{5}))[0-9]+[a-zа-я]?)*?)"
    r"(?:(?P<separator>[-:])(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?P<dot>\.)(?P<year_of_code>(?:19|20)[0-9]{2}))?(?P<star> ?\*)?",
    re.I,
)
_ADOPTED = re.compile(r"(?P<number>.*[0-9*]) ?/ ?(?P<adopted>(?:ISO|IEC|CISPR).*)")
_BLANKS_AROUND = re.compile(r" ?([-/:]) ?")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def is_cyrillic(text: str) -> bool:
    """Return whether a text begins with a letter of this script."""
    return bool(_CYRILLIC.match(text))


def split_adopted(text: str) -> tuple[str, str]:
    """Return a text without the standard that it adopts, and that standard.

    >>> split_adopted("ГОСТ 31610.0-2014/IEC 60079-0:2011")
    ('ГОСТ 31610.0-2014', 'IEC 60079-0:2011')
    """
    match = _ADOPTED.fullmatch(text)
    return (match["number"], match["adopted"]) if match else (text, "")


def parse_cyrillic(text: str) -> Number | None:
    """Return the number of a text in Cyrillic, None if it is in no such form.

    >>> number = parse_cyrillic("ГОСТ Р ИСО/МЭК 27001-2021")
    >>> number.canonical, number.base, number.year
    ('ГОСТ Р ИСО/МЭК 27001-2021', 'ГОСТ Р ИСО/МЭК 27001', 2021)
    """
    match = _NUMBER.fullmatch(_BLANKS_AROUND.sub(r"\1", text))
    if match is None:
        return None
    code = _CODES[match["code"].casefold()]
    number, digits = match["number"], match["year"] or match["year_of_code"]
    separator = match["separator"] or match["dot"] or ""
    year: int | None = None
    if digits and len(digits) == 4:
        year = int(digits)
    elif digits and code in _SHORT_YEARS and digits >= "20":
        year = 1900 + int(digits)
    elif digits:
        # СП 1.13130-09, СанПиН 2.1.3684-21: the century is not certain, but it is no part.
        year = 2000 + int(digits) if digits < "30" else 1900 + int(digits)
    star = "*" if match["star"] else ""
    base = f"{code} {number}"
    return Number(
        canonical=f"{base}{separator}{digits or ''}{star}",
        family="other",
        nature=None,
        prefix=code,
        year=year,
        base=base,
        sort_key=sort_key(code, base, year),
    )
