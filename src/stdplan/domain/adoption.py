"""Adopted standards: the references and degrees in a cell, and the editions that references name.

Degrees: IDT 等同, MOD 修改, NEQ 非等效 (GB/T 20000.2-2001); before 2001 IDT ≡, EQV 等效 =, NEQ ≠
(GB/T 1.22-1993). NEQ states a correspondence and is no adoption. By GB/T 20000.2 a standard that
takes over only a part is NEQ: so 部分采用 is NEQ, and so are the old 参照采用 and 参照, with their
word kept.

Rule: an edition is the number before any amendment. `IEC 60601-1:2005+A2:2020` and
`IEC 60601-1:2005/AMD1:2012` belong to the edition of 2005; a consolidated text is no newer edition.
A reference without a year names no edition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stdplan.domain.codes import VERSION_MARKS
from stdplan.domain.numbers import parse
from stdplan.domain.numbers.normalize import means_nothing, normalized
from stdplan.domain.numbers.parser import DEGREE_SIGNS
from stdplan.domain.numbers.prefixes import FOREIGN_BODIES
from stdplan.i18n import t, tn
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
}
_OLD_WORDS = frozenset(("参照采用", "参照", "参考"))
_BARE = frozenset(("采", "是", "采标", "采用", "√", "✓", "Y", "YES"))
_NOT = frozenset(("否", "未采标", "不采标", "未采用", "没有", "N", "NO"))
_IN_PART = "部分(?:等同|等效|修改|参照)?(?:采用|采标)"
_DEGREE = re.compile(
    # Not in `第1部分采用…`, where it is the part of a standard.
    f"(?P<part>(?<![0-9一二三四五六七八九十]){_IN_PART})"
    f"|(?P<zh>{'|'.join(sorted(_WORDS, key=len, reverse=True))}|[≡≠]|采用)"
    "|(?<![A-Za-z])(?P<en>IDT|MOD|EQV|NEQ)(?![A-Za-z])",
    re.I,
)
# A comma before a degree belongs to the reference, but not if a reference follows the degree; all
# other separators split two references.
_DEGREE_BEHIND = (
    rf"(?:(?i:idt|mod|eqv|neq)\b|[≡≠=]|{_IN_PART}"
    "|(?:等同|等效|修改|非等效|不等效|参照)(?:采用)?+)(?! ?(?:国际标准)?+ ?[A-Z]{2})"
)
_SEPARATOR = re.compile(
    rf"[、]|,(?! ?{_DEGREE_BEHIND})|(?<=[0-9)])[和及与 ](?= ?(?:ISO|IEC|ITU)[ /-])"
)
# The forms of most cells: a reference in canonical form, with one degree by a word of _WORDS:
# 'ISO 1234-2:2005,IDT', 'MOD ISO 1234:2005', '等同采用 IEC 60034-1:2010'.
_PLAIN_WORDS = "|".join([*(word for word in _WORDS if word not in _OLD_WORDS), "[≡≠=＝]"])
_PLAIN = re.compile(
    f"(?:(?P<before>{_PLAIN_WORDS}|(?:IDT|MOD|EQV|NEQ)(?= )) *)?"
    "(?P<reference>(?:ISO(?:/TS|/TR)?|(?:ISO/)?IEC(?: TS| TR)?) "
    "[1-9][0-9]{1,5}(?:-[1-9][0-9]{0,2})?:(?:19[5-9]|20[0-9])[0-9])"
    f"(?:[,，] ?(?P<behind>IDT|MOD|EQV|NEQ|{_PLAIN_WORDS}))?"
)
_BLANKS = " ,:;()《》"
_EDGES = _BLANKS + "="
_DEGREE_OR_EQUALS = re.compile(f"{_DEGREE.pattern}|=", re.I)
_BETWEEN_DEGREES = " ,:;()、/.。和与及+-"
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
        return (Adoption(plain["reference"], _code(word) if word else None),)
    if means_nothing(text):
        return ()
    if says_none(text):
        return ()
    flat = normalized(text.replace("\n", ";"))
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


def says_none(text: str) -> bool:
    """Return whether a cell says that nothing is adopted: 否, 未采标."""
    return normalized(text).strip(_EDGES).upper() in _NOT


class Mismatch(ValueError):
    """The cells of a row about adoption do not fit together; `cell` is the index of the one that
    does not fit the others."""

    def __init__(self, cell: int, problem: str) -> None:
        super().__init__(problem)
        self.cell = cell


def combine_adoptions(cells: Sequence[str]) -> tuple[Adoption, ...]:
    """Return the adoptions of a row with several columns about them: numbers in one, degrees in
    another.

    One degree applies to all references without a degree, several apply in their order. A degree
    without a reference is kept alone, and so is a bare 采 without either. Raise Mismatch if the
    numbers of degrees and references differ, or if two columns contradict each other: two degrees,
    or 否 and an adoption. 否 does not contradict NEQ.

    >>> combine_adoptions(["ISO 1:2000;IEC 2:2001", "IDT;MOD"])
    (Adoption(reference='ISO 1:2000', degree='IDT', word=None), \
Adoption(reference='IEC 2:2001', degree='MOD', word=None))
    """
    adoptions: dict[str, Adoption] = {}
    bare: Adoption | None = None
    degrees: list[tuple[int, list[_Degree]]] = []
    for cell, text in enumerate(cells):
        if only := _only_degrees(text):
            degrees.append((cell, only))
            continue
        for adoption in parse_adoption(text):
            if adoption.reference:
                known = adoptions.get(adoption.reference, adoption)
                pair = (adoption.degree, adoption.word)
                adoptions[adoption.reference] = _with_degree(known, pair, cell)
            else:
                bare = bare or adoption
    for cell, several in degrees:
        if not adoptions:
            if several != degrees[0][1]:
                raise Mismatch(cell, t("contradicts the other columns about adoption"))
            continue
        if len(several) not in (1, len(adoptions)):
            problem = tn(
                "gives {degrees} degrees for {count} adopted standard",
                "gives {degrees} degrees for {count} adopted standards",
                len(adoptions),
                degrees=len(several),
            )
            raise Mismatch(cell, problem)
        pairs = several * len(adoptions) if len(several) == 1 else several
        adoptions = {
            name: _with_degree(adoption, pair, cell)
            for (name, adoption), pair in zip(adoptions.items(), pairs, strict=True)
        }
    combined = tuple(adoptions.values())
    if not combined and degrees:
        combined = tuple(dict.fromkeys(Adoption("", *pair) for pair in degrees[0][1]))
    elif not combined and bare:
        combined = (bare,)
    for cell, text in enumerate(cells):
        if says_none(text) and any(adoption.degree != "NEQ" for adoption in combined):
            raise Mismatch(cell, t("contradicts the other columns about adoption"))
    return combined


def _with_degree(adoption: Adoption, degree: _Degree, cell: int) -> Adoption:
    """Return an adoption with the degree of a cell; raise Mismatch if it has another one."""
    if degree[0] is None:
        return adoption
    if adoption.degree not in (None, degree[0]):
        problem = t(
            "contradicts the degree {degree} of {reference} in the same row",
            degree=adoption.degree,
            reference=adoption.reference,
        )
        raise Mismatch(cell, problem)
    # Without a degree, the word only says that something is adopted.
    word = adoption.word if adoption.degree else None
    return Adoption(adoption.reference, degree[0], degree[1] or word)


def parse_degree(text: str) -> str | None:
    """Return the degree that words mean alone, None for other words.

    >>> parse_degree("等同采用"), parse_degree("ISO 1:2000 IDT")
    ('IDT', None)
    """
    degrees = _only_degrees(text)
    return degrees[0][0] if len(degrees) == 1 else None


def _only_degrees(text: str) -> list[_Degree]:
    """Return the degrees of a cell that has nothing else, in their order; [] for any other cell.

    A degree that is repeated in brackets counts once: 修改采用（MOD）.
    """
    flat = normalized(text.replace("\n", ";"))
    degrees: list[_Degree] = []
    end = 0
    for match in _DEGREE_OR_EQUALS.finditer(flat):
        between, end = flat[end : match.start()], match.end()
        if between.strip(_BETWEEN_DEGREES):
            return []
        degree = ("EQV", None) if match.group() == "=" else _degree(match)
        repeats = between.strip() == "(" and degrees and degrees[-1][0] == degree[0]
        if degree[0] is None:
            return []
        if not repeats:
            degrees.append(degree)
    return [] if flat[end:].strip(_BETWEEN_DEGREES) else degrees


def _parse_group(flat: str) -> list[Adoption]:
    """Return the references of a group; one degree may apply to several of them."""
    adoptions: list[Adoption] = []
    leading: _Degree = (None, None)  # a degree before a list applies to all of it
    undecided = 0  # index of the first reference without a degree so far
    for part in filter(lambda part: part.strip(_BLANKS), _SEPARATOR.split(flat)):
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
    matches = list(_DEGREE.finditer(part))
    degrees = [_degree(match) for match in matches]
    stated = dict.fromkeys(code for code, _ in degrees if code)
    if not stated and (sign := part.find("=")) >= 0:  # next to a degree it only separates
        before = not part[:sign].strip(_EDGES)
        return ("EQV", None), before, _reference(part.replace("=", " "))
    if not matches:
        return (None, None), False, _reference(part)
    chosen = next((place for place, (code, _) in enumerate(degrees) if code), 0)
    # One degree may be written twice, as in 等同采用 ISO 1:2000 (IDT).
    written = [matches[chosen]] if len(stated) > 1 else matches
    reference = part
    for match in reversed(written):
        reference = f"{reference[: match.start()]} {reference[match.end() :]}"
    before = not part[: matches[chosen].start()].strip(_EDGES)
    return degrees[chosen], before, _reference(reference)


def _degree(match: re.Match[str]) -> _Degree:
    """Return the degree of a match of _DEGREE; (None, 采用) for a word without one."""
    written = match.group()
    if match["part"]:
        return "NEQ", written
    code = None if written == "采用" else _code(written)
    return code, written if written in _OLD_WORDS or code is None else None


def _code(written: str) -> str:
    """Return the code of a degree in words, letters or signs."""
    word = "=" if written == "＝" else written
    return _WORDS.get(word) or DEGREE_SIGNS.get(word) or word.upper()


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
