"""Reading a number that is not in the plain form: words, brackets, amendments, dual numbers.

In: text that `number_text.clean` has folded. Out: a `Number` or None. The rule here: the parts are
told apart first (what it replaces, what it adopts, what is a remark), then each is read by itself.
"""

import re
from functools import lru_cache

from stdplan.domain.numbers.chinese import read_chinese
from stdplan.domain.numbers.international import read_international
from stdplan.domain.numbers.lists import split_list
from stdplan.domain.numbers.model import Number, natural
from stdplan.domain.numbers.normalize import clean, without_brackets

_INSTEAD_OF = re.compile(r" ?[,;(]? ?(部分)?(?:代替|替代)[了:]? ?")
_AMENDMENT_WORDS = re.compile(
    r"(?:《[^》]*》 ?(?=\())?[(《]? ?([^()《》]+?) ?[)》]? ?(?:国家标准)?"
    r"[(《]?第? ?([0-9]{1,2}|[一二三四五六七八九十]) ?号 ?修改(?:通知)?单[)》]?"
    r"(?: ?\(([0-9]{4})年?\))?"
)
_AMENDMENT_MARK = re.compile(
    r"(.*?[0-9A-Z])(?: ?[/-] ?| ?)\(?XG ?([0-9]{1,2})(?: ?[-:] ?([0-9]{4}))?\)?", re.A | re.I
)
_HAN_DIGITS = {digit: str(i) for i, digit in enumerate("一二三四五六七八九十", 1)}
_DUAL = re.compile(
    r"(.+?[0-9A-Z)]) ?(?:/ ?|, ?|(?<![A-Za-z])(?= ?(?i:idt|mod|eqv|neq)))"
    r" ?(?:(?i:(idt|mod|eqv|neq))[:, ]? ?)?"
    r"((?:ISO|IEC|ITU|CISPR|IWA).*?)(?: ?[,( ] ?(?i:(idt|mod|eqv|neq))\)?)?"
)
# A title behind its number: 'GB 5009.3-2016《…》'.
_TITLED = re.compile(r"([^《》]*[0-9A-Z)]) ?《([^《》]+)》")
_BRACKET_ADOPTION = re.compile(
    r"(?:(?i:(idt|mod|eqv|neq))[:, ]? ?)?((?:ISO|IEC|ITU|CISPR|IWA)[^,]*?)"
    r"(?: ?, ?(?i:(idt|mod|eqv|neq)))?"
)
_CONFIRMED = re.compile(r"R?((?:19|20)[0-9]{2})年?(?:复审)?(?:确认)?(?:有效|继续有效)?")


@lru_cache(4096)  # what one way of reading a list leaves to another, is read again at once
def read_number(text: str) -> Number | None:
    """Any written form of one number → `Number`; None where it is none, or is several."""
    return _read(clean(text).rstrip(" .,;。、"))


def _read(text: str) -> Number | None:
    if text.startswith("《") and text.endswith("》"):
        text = text[1:-1].strip()
    if not text:
        return None
    if not text.isascii():
        if titled := _TITLED.fullmatch(text):
            number = _read(titled[1])
            return number and number._replace(
                note="; ".join(filter(None, (number.note, titled[2])))
            )
        if match := _INSTEAD_OF.search(text):
            return _read_instead(text, match)
        if amendment := _AMENDMENT_WORDS.fullmatch(text):
            return _read_amendment(*amendment.groups())
    if "XG" in text.upper() and (amendment := _AMENDMENT_MARK.fullmatch(text)):
        return _read_amendment(*amendment.groups())
    if number := read_international(text):
        return number
    plain, brackets = without_brackets(text)
    dual = _DUAL.fullmatch(plain)
    number = read_chinese(dual[1]) if dual else None
    if number is not None and dual is not None:
        adopted = read_international(dual[3])
        if adopted is None:
            return None
        # A dual number is an identical adoption (GB/T 20000.2) unless it says otherwise.
        degree = (dual[2] or dual[4] or "IDT").upper()
        number = number._replace(adopts=((adopted.canonical, degree),))
    else:
        number = read_chinese(plain) or read_chinese(text) or read_international(plain)
        if number is not None and number.canonical.endswith(")"):
            brackets = []
    return _with_brackets(number, brackets) if number and brackets else number


def _with_brackets(number: Number, contents: list[str]) -> Number:
    """What brackets behind a number say: a confirming review, an adoption, or a note."""
    notes = [number.note] if number.note else []
    for words in contents:
        adoption = _BRACKET_ADOPTION.fullmatch(words)
        adopted = read_international(adoption[2]) if adoption else None
        if number.year and (year := _CONFIRMED.fullmatch(words)) and int(year[1]) >= number.year:
            number = number._replace(confirmed=int(year[1]))
        elif adoption and adopted and (degree := adoption[1] or adoption[3]):
            pair = (adopted.canonical, degree.upper())
            number = number._replace(adopts=(*number.adopts, pair))
        elif words:
            notes.append(words)
    return number._replace(note="; ".join(notes) or None)


def _read_amendment(amended: str, which: str, year: str | None) -> Number | None:
    """'(GBZ2.1-2019)第1号修改单' → 'GBZ 2.1-2019/XG1', 'GB 1-2003-XG1-2006' → '…/XG1-2006'."""
    base = _read(amended.strip())
    if base is None or base.family in ("international", "other") or base.amends:
        return None
    mark = f"/XG{_HAN_DIGITS.get(which) or int(which)}"
    edition = f"{base.base}-{base.year}" if base.year else base.base
    return Number(
        f"{base.canonical}{mark}" + (f"-{year}" if year else ""),
        base.family,
        base.nature,
        base.prefix,
        int(year) if year else None,
        f"{edition}{mark}",
        f"{base.sort_key}{natural(mark)} {year or '0000'}",
        amends=base.canonical,
        note=base.note,
    )


def _read_instead(text: str, match: re.Match[str]) -> Number | None:
    """'GBZ2.2-2007代替GBZ2-2002' → the first, replacing the second."""
    number = _read(text[: match.start()].strip())
    if number is None:
        return None
    after = text[match.end() :].strip(" ()")
    names = split_list(after, read_number)
    if match[1] or not all(read_number(name) for name in names):
        # In part, or not numbers: the words are kept, and no whole replacement is claimed.
        notes = [words for words in (number.note, text[match.start() :].strip(" ,;()")) if words]
        return number._replace(note="; ".join(notes))
    return number._replace(replaces=tuple(names))
