"""The parser of numbers not in the plain form: with words, brackets, amendments, adoptions.

The text is cleaned first (normalize.normalized). Rule: the parts are separated first (what it
replaces, what it adopts, what is a remark), then each part is parsed by itself. The first form
that matches is taken, in the order of `_parse`.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from stdplan.domain.numbers.chinese import parse_chinese
from stdplan.domain.numbers.cyrillic import is_cyrillic, parse_cyrillic, split_adopted
from stdplan.domain.numbers.drafts import (
    has_signs,
    parse_unnumbered,
    split_open_year,
    split_word,
    with_open_year,
    with_year_of_dashes,
)
from stdplan.domain.numbers.international import parse_international
from stdplan.domain.numbers.lists import split_list
from stdplan.domain.numbers.model import Number, natural_key
from stdplan.domain.numbers.normalize import normalized, split_brackets

# A title after its number: 'GB 5009.3-2016《…》'.
_WITH_TITLE = re.compile(r"(?P<number>[^《》]*[0-9A-Z)]) ?《(?P<title>[^《》]+)》")
_REPLACING = re.compile(r" ?[,;(]? ?(?P<in_part>部分)?(?:代替|替代)[了:]? ?")
_AMENDMENT_IN_WORDS = re.compile(
    r"(?:《[^》]*》 ?(?=\())?[(《]? ?(?P<amended>[^()《》]+?) ?[)》]? ?(?:国家标准)?"
    r"[(《]?第? ?(?P<which>[0-9]{1,2}|[一二三四五六七八九十]) ?号 ?修改(?:通知)?单[)》]?"
    r"(?: ?\((?P<year>[0-9]{4})年?\))?"
)
_AMENDMENT_MARK = re.compile(
    r"(?P<amended>.*?[0-9A-Z])(?: ?[/-] ?| ?)\(?XG ?(?P<which>[0-9]{1,2})"
    r"(?: ?[-:] ?(?P<year>[0-9]{4}))?\)?",
    re.A | re.I,
)
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("一二三四五六七八九十", 1)}
# The signs of degrees on the covers of standards before 2001 (GB/T 1.22-1993): 等同, 等效, 非等效.
DEGREE_SIGNS = {"≡": "IDT", "=": "EQV", "≠": "NEQ"}
_DEGREE = f"(?:(?i:idt|mod|eqv|neq)|[{''.join(DEGREE_SIGNS)}])"
# A Chinese number and the international one that it adopts; the degree may come before or after it.
_DUAL_NUMBER = re.compile(
    rf"(?P<chinese>.+?[0-9A-Za-z)]) ?(?:/ ?|, ?|(?<![A-Za-z])(?= ?{_DEGREE}))"
    rf" ?(?:(?P<degree_before>{_DEGREE})[:, ]? ?)?"
    r"(?P<adopted>(?:ISO|IEC|ITU|CISPR|IWA).*?)"
    rf"(?: ?[,( ] ?(?P<degree_after>{_DEGREE})\)?)?"
)
_ADOPTION_IN_BRACKETS = re.compile(
    rf"(?:(?P<degree_before>{_DEGREE})[:, ]? ?)?"
    r"(?P<adopted>(?:ISO|IEC|ITU|CISPR|IWA)[^,]*?)"
    rf"(?: ?, ?(?P<degree_after>{_DEGREE}))?"
)
# '(2018年版)' behind the number of 2014 is that number as it was partly revised in 2018.
_PARTIAL_REVISION = re.compile(
    r"含?((?:19|20)[0-9]{2}) ?年? ?(?:版|局部修订(?:版|条文|本|内容)?|修订版)"
    r"|含?局部修订(?:版|条文|本)?[: -]?((?:19|20)[0-9]{2}) ?年?版?"
)
_PARTIAL_REVISION_BEHIND = re.compile(rf"(.*[-:](?:19|20)[0-9]{{2}}) ({_PARTIAL_REVISION.pattern})")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9]) ?[/、 ] ?(?=[A-Z]{2,4}(?:[/ ]?[A-Z]{1,3}){0,2} ?[0-9])")
_CONFIRMED = re.compile(r"R?(?P<year>(?:19|20)[0-9]{2})年?(?:复审)?(?:确认)?(?:有效|继续有效)?")


@lru_cache(4096)  # the parsers of a cell often try one text several times in a row
def parse_number(text: str) -> Number | None:
    """Return the number of a text in any form, None if it is no number or several.

    >>> parse_number("YB/T 036-1992(2005)").confirmed
    2005
    """
    return _parse(normalized(with_year_of_dashes(text)).rstrip(" .,;。、"))


def _parse(text: str) -> Number | None:
    """Parse text that is cleaned already; the order of the forms matters."""
    if text.startswith("《") and text.endswith("》"):
        text = text[1:-1].strip()
    if not text:
        return None
    if not text.isascii() or "DRAFT" in text.upper():
        rest, stage = split_word(text)
        if stage:
            number = _parse(rest)
            return number and number._replace(draft_stage=stage)
        if is_cyrillic(text):
            return _parse_cyrillic(text)
        text = _PARTIAL_REVISION_BEHIND.sub(r"\1(\2)", text)
        if match := _WITH_TITLE.fullmatch(text):
            number = _parse(match["number"])
            return number and number._replace(
                note="; ".join(filter(None, (number.note, match["title"])))
            )
        if match := _REPLACING.search(text):
            return _parse_replacing(text, match)
        if match := _AMENDMENT_IN_WORDS.fullmatch(text):
            return _parse_amendment(match["amended"], match["which"], match["year"])
    if has_signs(text):
        if parse_unnumbered(text):
            return None
        if number := _parse_open_year(text, _parse):
            return number
    if number := _parse_marked_amendment(text) or parse_international(text):
        return number
    without_brackets, brackets = split_brackets(text)
    dual = _DUAL_NUMBER.fullmatch(without_brackets)
    number = _parse_national(dual["chinese"]) if dual else None
    if number is not None and dual is not None:
        adopted = _parse_international(dual["adopted"])
        if adopted is None:
            return None
        # A dual number is an identical adoption (GB/T 20000.2) unless it states another degree.
        degree = dual["degree_before"] or dual["degree_after"] or "IDT"
        number = number._replace(adopts=((adopted.canonical, _degree(degree)),))
    else:
        number = (
            _parse_national(without_brackets)
            or parse_chinese(text)
            or _parse_international(without_brackets)
            or _parse_several(without_brackets)
        )
        if number is not None and number.canonical.endswith(")"):
            brackets = []
    return _with_brackets(number, brackets) if number and brackets else number


def _parse_cyrillic(text: str) -> Number | None:
    """Return a number in Cyrillic, with what it adopts and what follows it in brackets."""
    without_brackets, brackets = split_brackets(text)
    written, adopted_text = split_adopted(without_brackets)
    number = parse_cyrillic(written)
    adopted = parse_international(adopted_text) if adopted_text else None
    if number is None or (adopted_text and adopted is None):
        return None
    if adopted:
        number = number._replace(adopts=((adopted.canonical, "IDT"),))
    return _with_brackets(number, brackets) if brackets else number


def _parse_open_year(text: str, parse: Callable[[str], Number | None]) -> Number | None:
    """Return the number of a text with a year in signs at its end, None for any other text."""
    dated = split_open_year(text)
    number = parse(dated[0]) if dated else None
    if dated is None or number is None or number.year or number.adopts or number.also:
        return None
    return None if split_open_year(number.canonical) else with_open_year(number, dated[1])


def _parse_national(text: str) -> Number | None:
    """Return a Chinese number: an amendment, one with a year in signs, or any other."""
    if number := _parse_marked_amendment(text):
        return number
    return _parse_open_year(text, parse_chinese) or parse_chinese(text)


def _parse_international(text: str) -> Number | None:
    return _parse_open_year(text, parse_international) or parse_international(text)


def _parse_several(text: str) -> Number | None:
    """Return the first of several numbers under which one standard was published, with the others.

    'LS/T 1301-2022 GC/T 1801-2022': two ministries gave it a number of their own. That is certain
    only for industry standards of one year that have different codes.
    """
    first, *others = _BETWEEN_NUMBERS.split(text.upper())
    if not others:
        return None
    numbers = [number for part in (first, *others) if (number := parse_chinese(part))]
    codes = {number.prefix for number in numbers}
    if len(numbers) <= len(others) or len(codes) < len(numbers):
        return None
    years = {number.year if number.family == "industry" else None for number in numbers}
    if len(years) > 1 or None in years:
        return None
    return numbers[0]._replace(also=tuple(number.canonical for number in numbers[1:]))


def _degree(written: str) -> str:
    """Return the code of a degree: `IDT` for `idt` and `≡`."""
    return DEGREE_SIGNS.get(written, written.upper())


def _with_brackets(number: Number, contents: list[str]) -> Number:
    """Return the number with what its brackets say: a confirming review, an adoption or a note."""
    notes = [number.note] if number.note else []
    for words in contents:
        adoption = _ADOPTION_IN_BRACKETS.fullmatch(words)
        adopted = parse_international(adoption["adopted"]) if adoption else None
        confirmed = _CONFIRMED.fullmatch(words) if number.year else None
        partial = _PARTIAL_REVISION.fullmatch(words) if number.year else None
        if number.year and confirmed and int(confirmed["year"]) >= number.year:
            number = number._replace(confirmed=int(confirmed["year"]))
        elif number.year and partial and int(max(partial.groups(""))) > number.year:
            number = number._replace(partial_revision=int(max(partial.groups(""))))
        elif (
            adoption
            and adopted
            and (degree := adoption["degree_before"] or adoption["degree_after"])
        ):
            link = (adopted.canonical, _degree(degree))
            number = number._replace(adopts=(*number.adopts, link))
        elif words:
            notes.append(words)
    return number._replace(note="; ".join(notes) or None)


def _parse_marked_amendment(text: str) -> Number | None:
    match = _AMENDMENT_MARK.fullmatch(text) if "XG" in text.upper() else None
    return _parse_amendment(match["amended"], match["which"], match["year"]) if match else None


def _parse_amendment(amended: str, which: str, year: str | None) -> Number | None:
    """Return the number of an amendment (修改单) of another number.

    '(GBZ2.1-2019)第1号修改单' → 'GBZ 2.1-2019/XG1', 'GB 1-2003-XG1-2006' → '…/XG1-2006'.
    """
    number = _parse(amended.strip())
    if number is None or number.family in ("international", "other") or number.amends:
        return None
    mark = f"/XG{_HAN_DIGITS.get(which) or int(which)}"
    base = f"{number.base}{number.edition or ''}"
    edition = f"{base}-{number.year}" if number.year else base
    return Number(
        canonical=f"{number.canonical}{mark}" + (f"-{year}" if year else ""),
        family=number.family,
        nature=number.nature,
        prefix=number.prefix,
        year=int(year) if year else None,
        base=f"{edition}{mark}",
        sort_key=f"{number.sort_key}{natural_key(mark)} {year or '0000'}",
        amends=number.canonical,
        note=number.note,
    )


def _parse_replacing(text: str, match: re.Match[str]) -> Number | None:
    """Return the number before 代替, with the numbers after it in `replaces`.

    'GBZ2.2-2007代替GBZ2-2002' is the first number, which replaces the second.
    """
    number = _parse(text[: match.start()].strip())
    if number is None:
        return None
    replaced_text = text[match.end() :].strip(" ()")
    replaced = split_list(replaced_text, parse_number)
    if match["in_part"] or not all(parse_number(name) for name in replaced):
        # Replaced in part, or not by number: keep the words, and claim no replacement.
        words = text[match.start() :].strip(" ,;()")
        return number._replace(note="; ".join(filter(None, (number.note, words))))
    return number._replace(replaces=tuple(replaced))
