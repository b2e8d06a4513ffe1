"""Adopted standards: the references and degrees in a cell, and the editions that references name.

Degrees: IDT 等同, MOD 修改, NEQ 非等效 (GB/T 20000.2); EQV 等效 before 2001. NEQ states a
correspondence and is no adoption; the old 参照采用 and 参照 are NEQ, with their word kept.

Rule: an edition is the number before any amendment. `IEC 60601-1:2005+A2:2020` and
`IEC 60601-1:2005/AMD1:2012` belong to the edition of 2005; a consolidated text is no newer edition.
A reference without a year names no edition.
"""

from __future__ import annotations

import re

from stdplan.domain.codes import VERSION_MARKS
from stdplan.domain.numbers import parse
from stdplan.domain.numbers.normalize import means_nothing, normalized
from stdplan.domain.numbers.prefixes import FOREIGN_BODIES
from stdplan.light import NamedTuple


class Adoption(NamedTuple):
    """One adopted reference. A bare 采 names none: reference '', degree None.

    `word`: the list's own word, if it is more specific than the degree (参照采用, 采).
    """

    reference: str
    degree: str | None
    word: str | None = None


_WORDS = {
    "等同采用": "IDT",
    "等同": "IDT",
    "等效采用": "EQV",
    "等效": "EQV",
    "修改采用": "MOD",
    "修改": "MOD",
    "非等效采用": "NEQ",
    "非等效": "NEQ",
    "不等效": "NEQ",
    "参照采用": "NEQ",
    "参照": "NEQ",
    "参考": "NEQ",
    # Signs on the covers of standards before 2001.
    "≡": "IDT",
    "≠": "NEQ",
}
_OLD_WORDS = frozenset(("参照采用", "参照", "参考"))
_BARE = frozenset(("采", "是", "采标", "采用", "√", "✓", "Y", "YES"))
_NOT = frozenset(("否", "未采标", "不采标", "未采用", "没有", "N", "NO"))
_DEGREE = re.compile(
    "(?P<zh>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + "|采用)"
    r"|(?<![A-Za-z])(?P<en>IDT|MOD|EQV|NEQ)(?![A-Za-z])",
    re.I,
)
# A comma before a degree belongs to the reference; all other separators split two references.
_SEPARATOR = re.compile(
    r"[、]"
    r"|,(?! ?(?i:idt|mod|eqv|neq)\b(?! ?[A-Z]{2}))(?! ?(?:等同|等效|修改|非等效|不等效|参照))"
    r"|(?<=[0-9)])[和及与 ](?= ?(?:ISO|IEC|ITU)[ /-])"
)
# The forms of most cells: a reference in canonical form, with one degree by a word of _WORDS:
# 'ISO 1234-2:2005,IDT', 'MOD ISO 1234:2005', '等同采用 IEC 60034-1:2010'.
_PLAIN_WORDS = "|".join(word for word in _WORDS if word not in _OLD_WORDS)
_PLAIN = re.compile(
    f"(?:(?P<before>{_PLAIN_WORDS}|(?:IDT|MOD|EQV|NEQ)(?= )) *)?"
    "(?P<reference>(?:ISO(?:/TS|/TR)?|(?:ISO/)?IEC(?: TS| TR)?) "
    "[1-9][0-9]{1,5}(?:-[1-9][0-9]{0,2})?:(?:19[5-9]|20[0-9])[0-9])"
    f"(?:[,，] ?(?P<behind>IDT|MOD|EQV|NEQ|{_PLAIN_WORDS}))?"
)
_EDGES = " ,:;()=《》"
_Degree = tuple[str | None, str | None]  # the degree, and the list's word if it is more specific
_FOREIGN = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(FOREIGN_BODIES, key=len, reverse=True)))})(?![A-Za-z])"
)


def parse_adoption(text: str) -> tuple[Adoption, ...]:
    """Return the adoptions in a cell.

    A degree before or after several references applies to those without a degree of their own
    ('ISO 1:2000、ISO 2:2000,MOD'), but not beyond a `;`, as in the lists that we write. Text that
    is no reference is kept unchanged.

    >>> parse_adoption("等同采用ISO 1234:2000")
    (Adoption(reference='ISO 1234:2000', degree='IDT', word=None),)
    """
    if (plain := _PLAIN.fullmatch(text)) and not (plain["before"] and plain["behind"]):
        word = plain["before"] or plain["behind"]
        return (Adoption(plain["reference"], _WORDS.get(word, word)),)
    if means_nothing(text):
        return ()
    flat = normalized(text.replace("\n", ";"))
    if flat.strip(_EDGES).upper() in _NOT:
        return ()
    if flat.strip(_EDGES).upper() in _BARE:
        return (Adoption("", None, flat.strip(_EDGES)),)
    if (number := parse(flat)) and number.adopts:  # 'GB/T 19001-2008 idt ISO 9001:2008'
        return tuple(Adoption(*pair) for pair in number.adopts)
    result: list[Adoption] = []
    for group in re.split("[;。]", flat):
        adoptions = _parse_group(group)
        if result and [(item.reference, item.word) for item in adoptions] == [("", None)]:
            # A degree alone, at the end of a list of references.
            degree = adoptions[0].degree
            adoptions = []
            result = [item._replace(degree=item.degree or degree) for item in result]
        result += adoptions
    return tuple(dict.fromkeys(result))


def _parse_group(flat: str) -> list[Adoption]:
    """Return the references of a group; one degree may apply to several of them."""
    adoptions: list[Adoption] = []
    leading: _Degree = (None, None)  # a degree before a list applies to all of it
    undecided = 0  # index of the first reference without a degree so far
    for part in filter(lambda part: part.strip(_EDGES), _SEPARATOR.split(flat)):
        degree, before, reference = _parse_part(part)
        if degree == (None, None):
            degree = leading
        elif before and (reference or undecided == len(adoptions)):
            leading = degree
        else:
            adoptions[undecided:] = [Adoption(a.reference, *degree) for a in adoptions[undecided:]]
            leading = (None, None)
        if reference:
            adoptions.append(Adoption(reference, *degree))
        if degree != (None, None):
            undecided = len(adoptions)
    if not adoptions and leading != (None, None):
        adoptions = [Adoption("", *leading)]
    return adoptions


def _parse_part(part: str) -> tuple[_Degree, bool, str]:
    """Return the degree, whether it precedes the reference, and the canonical reference."""
    match = _DEGREE.search(part)
    if match is None:
        return (None, None), False, _reference(part)
    written = match.group()
    degree = _WORDS.get(written) or (written.upper() if match["en"] else None)
    word = written if written in _OLD_WORDS or degree is None else None
    reference = _reference(f"{part[: match.start()]} {part[match.end() :]}")
    return (degree, word), not part[: match.start()].strip(_EDGES), reference


def _reference(text: str) -> str:
    """Return the reference without the rest of a degree: 'ISO 1:2000' for '(ISO 1:2000, )'."""
    text = re.sub(r"[ ,:;]*\([ ,:;]*\)", "", text)
    text = re.sub(r"(?<=\()[ ,:;]+|[ ,:;]+(?=\))", "", text).strip(" ,:;=")
    if text.count("(") != text.count(")") or (text.startswith("(") and text.endswith(")")):
        text = text.strip(" ,:;()")
    text = re.sub(r"^(?:国际标准|采用|采标|标准)[: ]*", "", text)
    number = parse(text)
    return number.canonical if number else text


def is_foreign(reference: str) -> bool:
    """Return whether a reference is a foreign advanced standard (国外先进标准).

    These are counted apart from international ones: 'ASTM D638-14', 'EN 10204:2004', 'DIN EN ISO
    9001', 'JIS B 0205'.
    """
    return bool(_FOREIGN.match(normalized(reference)))


class Edition(NamedTuple):
    """An edition of a standard.

    `key`: the number of the edition; `base`: the standard without the year (prefix, number, part);
    `first`: a text after which the sort keys of all its editions come.
    """

    key: str
    base: str
    year: int
    first: str


_MARK = f"(?:{'|'.join(VERSION_MARKS)})"
_VERSION = re.compile(f" {_MARK}(?:-{_MARK})*$")


def edition(reference: str) -> Edition | None:
    """Return the edition that a reference names; None without a year or a number."""
    number = parse(reference)
    while number is not None and number.amends:
        number = parse(number.amends)
    if number is None:
        return None
    own = _VERSION.sub("", number.canonical.partition("+")[0])
    if own != number.canonical:
        number = parse(own)
    if number is None or number.year is None:
        return None
    # The prefix and the first number, as natural() writes it.
    first = number.sort_key[: len(number.prefix) + 10]
    return Edition(number.canonical, number.base, number.year, first)
