"""The parser of standard numbers: `parse`, `parse_list`, `parse_replacements`, and plan numbers.

Rule: different ways of writing one number give one canonical form, and ambiguous text is no
number (None), so that the caller keeps the text. The forms come from real lists of the ministry,
the platforms and the international bodies; tests/fixtures has them.

Only the plain form, which nearly all rows have, is parsed in this file. The parsers of the other
forms are imported when a text first needs them: they compile some forty regular expressions, which
takes longer than a short command runs.
"""

import re
from functools import lru_cache

from stdplan.domain.numbers.model import Number, Replacements, UnnumberedDraft
from stdplan.domain.numbers.prefixes import CODES

__all__ = [
    "Number",
    "Replacements",
    "draft_stage_of_title",
    "filing_number",
    "parse",
    "parse_list",
    "parse_replacements",
    "plan_number",
    "unnumbered_draft",
]

# The fields of `Number` after those of a plain one. Making the tuple of all of them is faster than
# passing the first ones as arguments.
_REST = Number("", "", None, "", None, "", "")[7:]
_new_tuple = tuple.__new__
_SEPARATORS = re.compile("[,，、;；]")
_LONGEST_NUMBER = 160  # longer text is prose and is not searched


def parse(text: str) -> Number | None:
    """Return the number of a text, None if it is no number or several.

    >>> parse("gb/t1.1—2020").canonical
    'GB/T 1.1-2020'
    >>> parse("YB/T 036-1992(2005)").confirmed, parse("GB/T 1-2009(英文版)").note
    (2005, '英文版')
    >>> parse("GB/T 19001-2016/ISO 9001:2015").adopts
    (('ISO 9001:2015', 'IDT'),)
    >>> parse("ASTM D638-14").family  # numbers of foreign bodies stay as they are written
    'other'
    >>> parse("通用技术条件"), parse("GB 1-1990, GB 2-1990")
    (None, None)
    """
    if plain := parse_plain(text):
        return _new_tuple(Number, plain + _REST)
    if len(text) > _LONGEST_NUMBER:
        return None
    from stdplan.domain.numbers.parser import parse_number

    return parse_number(text)


def parse_list(text: str) -> list[str]:
    """Return the canonical numbers of a cell in order, each once; [] for '无', '—' or ''.

    Text that is no number is kept as it is written, so that nothing is lost.

    >>> parse_list("GBT1-1990、GB/T 2—1990；首次制定")
    ['GB/T 1-1990', 'GB/T 2-1990', '首次制定']
    """
    from stdplan.domain.numbers.lists import split_list

    return split_list(text, parse)


def parse_replacements(text: str) -> Replacements:
    """Return the links of a cell: what the standard replaces, and what replaces it.

    A link is (number, in part?). A cell without words such as 代替 or 被 lists what is replaced.
    Other words are in `words`; text with digits that is no number is a link too.

    >>> parse_replacements("代替 GB 1-1990；部分代替 GB 2-1990").replaces
    (('GB 1-1990', False), ('GB 2-1990', True))
    >>> parse_replacements("被 GB 3-2000 代替").replaced_by
    (('GB 3-2000', False),)
    >>> parse_replacements("首次制定")
    Replacements(replaces=(), replaced_by=(), words=('首次制定',))
    """
    in_part_by_number: dict[str, bool] = {}
    for part in _SEPARATORS.split(text):
        plain = parse_plain(part.strip(" "))
        if plain is None:  # words, ranges or other forms: parse the cell as a whole
            from stdplan.domain.numbers.lists import split_replacements

            return split_replacements(text, parse)
        canonical = plain[0]
        in_part_by_number[canonical] = False
    return Replacements(tuple(in_part_by_number.items()))


def draft_stage_of_title(title: str) -> str | None:
    """Return the stage of a draft by the end of its title; None if it names none.

    >>> draft_stage_of_title("钢筋（征求意见稿）"), draft_stage_of_title("草案编写规范")
    ('30', None)
    """
    if title[-1:] not in _ENDS_OF_DRAFTS:
        return None
    from stdplan.domain.numbers.drafts import stage_of_title

    return stage_of_title(title)


# The last letters of the titles of drafts; nearly all titles have another one.
_ENDS_OF_DRAFTS = frozenset(")）]】〕稿")


def unnumbered_draft(text: str) -> UnnumberedDraft | None:
    """Return what is known of a draft whose number has no digits yet, None for any other text.

    >>> unnumbered_draft("GB/T ××××—202×（征求意见稿）")
    UnnumberedDraft(family='national', prefix='GB', nature='recommended', draft_stage='30')
    """
    from stdplan.domain.numbers.drafts import parse_unnumbered

    return parse_unnumbered(text)


def plan_number(text: str) -> str | None:
    """Return a plan number in its canonical form, None for any other text.

    >>> plan_number("20230390－t－339"), plan_number("2011-0123T-JB"), plan_number("GB 1-1990")
    ('20230390-T-339', '2011-0123T-JB', None)
    """
    return _cleaned_if(r"[0-9]{8}-[TQZ]-[0-9]{3}|(?:19|20)[0-9]{2}-[0-9]{4}[TQZ]?-[A-Z]{2}", text)


def filing_number(text: str) -> str | None:
    """Return the filing number (备案号) of an industry standard, None for any other text.

    >>> filing_number("106383—2026"), filing_number("JB/T 1-2011")
    ('106383-2026', None)
    """
    return _cleaned_if(r"[0-9]{1,7}-(?:19|20)[0-9]{2}", text)


def _cleaned_if(pattern: str, text: str) -> str | None:
    """Return the text cleaned, without blanks and in upper case if it matches the pattern."""
    from stdplan.domain.numbers.normalize import normalized

    cleaned = normalized(text).replace(" ", "").upper()
    return cleaned if re.fullmatch(pattern, cleaned) else None


# --- The plain form ---

# The last digits of a number → its year. Two digits are of the last century, and no standard is
# older than the republic.
_YEARS = {str(year): year for year in range(1950, 2100)} | {
    str(year): 1900 + year for year in range(50, 100)
}
# In the numbers of other families two digits at the end may be a part.
_FAMILIES_WITH_SHORT_YEARS = frozenset(
    ("national", "industry", "local", "military", "regulation", "metrology")
)
_LONGEST_RUN = 9  # digits; longer runs sort in another way
# Codes that are not listed: DB35, DB3411/T, T/CAS, Q/SY.
_LOCAL = re.compile(r"(DB(?:[0-9]{2}){1,3})(/[TZ])?")
_ASSOCIATION = re.compile(r"T/[A-Z]{2,9}")
_ENTERPRISE = re.compile(r"Q/[A-Z]{2,9}")
_LOCAL_NATURES = {None: "mandatory", "/T": "recommended", "/Z": "guidance"}


# The first seven fields of `Number`: canonical, family, nature, prefix, year, base, sort_key. A
# plain tuple, because a named one takes a quarter longer, and every row of a large list makes one.
PlainNumber = tuple[str, str, str | None, str, int, str, str]


def parse_plain(text: str) -> PlainNumber | None:
    """Return a number in the form of nearly every row, None for any other form.

    This is the fast path: it needs no regular expression for a listed code.

    >>> parse_plain("HG/T 5—92")
    ('HG/T 5-1992', 'industry', 'recommended', 'HG', 1992, 'HG 5', 'HG 000000005 1992 T')
    """
    if "—" in text:
        text = text.replace("—", "-")
    letters, _, rest = text.partition(" ")
    digits, _, year_digits = rest.partition("-")
    year, code = _YEARS.get(year_digits), _plain_code(letters)
    if year is None or code is None or not digits.isascii():
        return None
    prefix, family, nature, suffix, series = code
    if len(year_digits) == 2:
        if family not in _FAMILIES_WITH_SHORT_YEARS:
            return None
        text, year_digits = f"{letters} {digits}-{year}", str(year)
    if digits.isdigit():
        if len(digits) > _LONGEST_RUN:
            return None
        padded = digits.zfill(_LONGEST_RUN)
        zeros = digits if digits[0] == "0" else ""
    else:
        number, _, part = digits.partition(".")
        if (
            not (number.isdigit() and part.isdigit())
            or len(number) > _LONGEST_RUN
            or len(part) > _LONGEST_RUN
        ):
            return None
        padded = f"{number:0>9}.{part:0>9}"
        zeros = digits if number[0] == "0" or part[0] == "0" else ""
    return (
        text,
        family,
        nature,
        prefix,
        year,
        f"{series} {digits}",
        f"{prefix} {padded} {year_digits} {suffix}{zeros}",
    )


@lru_cache(4096)
def _plain_code(letters: str) -> tuple[str, str, str | None, str, str] | None:
    """Return prefix, family, nature, suffix and series of the code before a plain number.

    'JB/T' → ('JB', 'industry', 'recommended', 'T', 'JB'). Return None if the code alone does not
    decide: GBZ, GJBz and DB have two meanings each, and the numbers of samples (GSB) are more than
    digits.
    """
    if code := CODES.get(letters):
        if code.is_sample or letters in ("DB", "GBZ", "GJBz"):
            return None
        return (code.prefix, code.family, code.nature, code.suffix, code.series)
    if _ASSOCIATION.fullmatch(letters):
        return (letters, "association", None, "", letters)
    if _ENTERPRISE.fullmatch(letters):
        return (letters, "enterprise", None, "", letters)
    if match := _LOCAL.fullmatch(letters):
        suffix = match[2]
        prefix = match[1]
        return (prefix, "local", _LOCAL_NATURES[suffix], suffix[1:] if suffix else "", prefix)
    return None
