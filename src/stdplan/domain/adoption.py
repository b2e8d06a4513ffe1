"""Which international standards a standard adopts, and how closely.

The degrees: IDT 等同, MOD 修改, NEQ 非等效 (GB/T 20000.2); EQV 等效 before 2001. NEQ is a stated
correspondence and no adoption; the old 参照采用 and 参照 are NEQ with their word kept.

Editions of one standard, told by their numbers.

Rule: an edition is what stands before any amendment. `IEC 60601-1:2005+A2:2020` and
`IEC 60601-1:2005/AMD1:2012` are of the edition of 2005; the consolidated text of an edition is no
newer one. A reference without a year names no edition.
"""

import re
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.domain.numbers.normalize import clean, is_empty
from stdplan.domain.numbers.prefixes import FOREIGN_BODIES


class Adoption(NamedTuple):
    """One adopted reference. A bare 采 says only that there is one: reference '', degree None.

    `word` is the list's own word where it says more than the degree (参照采用, 采).
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
    # The signs that covers bore before 2001.
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
# A comma before a degree belongs to the reference; all other separators part two of them.
_SEPARATOR = re.compile(
    r"[、]"
    r"|,(?! ?(?i:idt|mod|eqv|neq)\b(?! ?[A-Z]{2}))(?! ?(?:等同|等效|修改|非等效|不等效|参照))"
    r"|(?<=[0-9)])[和及与 ](?= ?(?:ISO|IEC|ITU)[ /-])"
)
# The forms of most cells, in which the reference is its own canonical form and has one degree, told
# by a word of ours: 'ISO 1234-2:2005,IDT', 'MOD ISO 1234:2005', '等同采用 IEC 60034-1:2010'.
_PLAIN_WORDS = "|".join(word for word in _WORDS if word not in _OLD_WORDS)
_PLAIN = re.compile(
    f"(?:(?P<before>{_PLAIN_WORDS}|(?:IDT|MOD|EQV|NEQ)(?= )) *)?"
    "(?P<reference>(?:ISO(?:/TS|/TR)?|(?:ISO/)?IEC(?: TS| TR)?) "
    "[1-9][0-9]{1,5}(?:-[1-9][0-9]{0,2})?:(?:19[5-9]|20[0-9])[0-9])"
    f"(?:[,，] ?(?P<behind>IDT|MOD|EQV|NEQ|{_PLAIN_WORDS}))?"
)
_EDGES = " ,:;()=《》"
_Degree = tuple[str | None, str | None]  # the degree, and the list's word where it says more
_FOREIGN = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(FOREIGN_BODIES, key=len, reverse=True)))})(?![A-Za-z])"
)


def parse_adoption(text: str) -> tuple[Adoption, ...]:
    """'ISO 9001:2008,IDT' · 'idt ISO9001-2008' · '等同采用ISO 1234:2000' · '采' → adoptions.

    A degree before or behind several references holds for those that have none of their own
    ('ISO 1:2000、ISO 2:2000,MOD'), but not beyond a `;`: so are our own lists written. What is no
    reference is kept as it stands.
    """
    if (plain := _PLAIN.fullmatch(text)) and not (plain["before"] and plain["behind"]):
        word = plain["before"] or plain["behind"]
        return (Adoption(plain["reference"], _WORDS.get(word, word)),)
    if is_empty(text):
        return ()
    flat = clean(text.replace("\n", ";"))
    if flat.strip(_EDGES).upper() in _NOT:
        return ()
    if flat.strip(_EDGES).upper() in _BARE:
        return (Adoption("", None, flat.strip(_EDGES)),)
    if (number := parse(flat)) and number.adopts:  # 'GB/T 19001-2008 idt ISO 9001:2008'
        return tuple(Adoption(*pair) for pair in number.adopts)
    found: list[Adoption] = []
    for group in re.split("[;。]", flat):
        adoptions = _parse_group(group)
        if found and [(one.reference, one.word) for one in adoptions] == [("", None)]:
            # A degree alone, at the end of a list of references.
            degree = adoptions[0].degree
            adoptions = []
            found = [one._replace(degree=one.degree or degree) for one in found]
        found += adoptions
    return tuple(dict.fromkeys(found))


def _parse_group(flat: str) -> list[Adoption]:
    """References that share a degree where one of them has it."""
    found: list[Adoption] = []
    leading: _Degree = (None, None)  # what stands before a list holds for all of it
    undecided = 0  # the first reference that still waits for a degree behind it
    for part in filter(lambda part: part.strip(_EDGES), _SEPARATOR.split(flat)):
        degree, before, reference = _read_part(part)
        if degree == (None, None):
            degree = leading
        elif before and (reference or undecided == len(found)):
            leading = degree
        else:
            found[undecided:] = [Adoption(a.reference, *degree) for a in found[undecided:]]
            leading = (None, None)
        if reference:
            found.append(Adoption(reference, *degree))
        if degree != (None, None):
            undecided = len(found)
    if not found and leading != (None, None):
        found = [Adoption("", *leading)]
    return found


def _read_part(part: str) -> tuple[_Degree, bool, str]:
    """The degree, whether it stands before the reference, and the canonical reference."""
    match = _DEGREE.search(part)
    if match is None:
        return (None, None), False, _reference(part)
    written = match.group()
    degree = _WORDS.get(written) or (written.upper() if match["en"] else None)
    word = written if written in _OLD_WORDS or degree is None else None
    reference = _reference(f"{part[: match.start()]} {part[match.end() :]}")
    return (degree, word), not part[: match.start()].strip(_EDGES), reference


def _reference(text: str) -> str:
    """The reference without what the degree leaves around it: '(ISO 1:2000, )' → 'ISO 1:2000'."""
    text = re.sub(r"[ ,:;]*\([ ,:;]*\)", "", text)
    text = re.sub(r"(?<=\()[ ,:;]+|[ ,:;]+(?=\))", "", text).strip(" ,:;=")
    if text.count("(") != text.count(")") or (text.startswith("(") and text.endswith(")")):
        text = text.strip(" ,:;()")
    text = re.sub(r"^(?:国际标准|采用|采标|标准)[: ]*", "", text)
    number = parse(text)
    return number.canonical if number else text


def is_foreign(reference: str) -> bool:
    """Whether a reference is a foreign advanced standard (国外先进标准), counted apart from
    international ones: 'ASTM D638-14', 'EN 10204:2004', 'DIN EN ISO 9001', 'JIS B 0205'."""
    return bool(_FOREIGN.match(clean(reference)))


class Edition(NamedTuple):
    """An edition: the `key` of its record, its `year`, and the standard whose edition it is: `base`
    (prefix, number and part). Keys of all editions of it sort behind `first`."""

    key: str
    base: str
    year: int
    first: str


# As IEC calls the texts in which an edition is sold again.
_VERSION = re.compile(r" (?:CSV|RLV|SER|EXV|CMV|PRV)$")


def edition(reference: str) -> Edition | None:
    """'ISO 9001-2008' → that of 2008; None for an undated reference, and for what is no number."""
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
