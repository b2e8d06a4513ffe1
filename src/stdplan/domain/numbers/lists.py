"""Cells that hold several numbers, and which of them replaces which.

The rule here: nothing is dropped. What cannot be read stays as text in its place.
The reader of one number is handed in, so that this module stands below it.

One piece of a cell of replaced standards: which number it names, and how much of it.

The rule here: words around one number are taken off only where they tell nothing but the extent;
what else a piece says is kept as words, and what is no number stays as it stands.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from stdplan.domain.numbers.model import Number, Replacements
from stdplan.domain.numbers.normalize import clean, is_empty, separated

_WHOLE = re.compile(
    r"(?:(?:修订|修改|替换|整合)(?:了|以下)?:? ?)*(?P<number>.*?)(?: ?的?全部(?:内容)?)?"
)
_PART = re.compile(
    r"(?P<number>.*?[0-9)]) ?(?:中的?|的)? ?"
    r"(?:部分(?:内容|条款)|(?P<which>第[^第]*(?:章|节|条|款|篇|部分)(?:的?内容)?))"
)


class Piece(NamedTuple):
    """The numbers or the text that a piece names, whether in part, and words to keep."""

    names: tuple[str, ...]
    in_part: bool = False
    words: tuple[str, ...] = ()


def has_digit(text: str) -> bool:
    """Whether a piece may name a number at all: '首次制定' may not."""
    return any(map(str.isdigit, text))


def read_piece(item: Number | str, read: Callable[[str], Number | None]) -> Piece:
    """'修订JB/T 3-1999' → that, wholly; 'JB/T 4-1999中的第3章' → that, in part, and the words."""
    if not isinstance(item, str):
        return _of(item)
    text = clean(item)
    if (whole := _WHOLE.fullmatch(text)) and (number := read(whole["number"])):
        return _of(number)
    if (some := _PART.fullmatch(text)) and (number := read(some["number"])):
        piece = _of(number)
        # Which chapter it is has no other place.
        words = (text,) if some["which"] else ()
        return piece._replace(in_part=True, words=piece.words + words)
    return Piece((item,))


def _of(number: Number) -> Piece:
    """A number wholly; what it adopts is no link of the cell's standard, so it becomes words."""
    words = [
        " ".join(filter(None, (number.canonical, degree, reference)))
        for reference, degree in number.adopts
    ]
    return Piece((number.canonical, *number.replaces), words=tuple(words))


Reader = Callable[[str], Number | None]
Links = dict[str, bool]  # a number or text: replaced in part?

# Where one number ends and the next begins without a separator: 'GB 1-1990 GB 2-1990', 'A和B'.
_NEXT = re.compile(r"(?<=[0-9)）])[ \u3000]*(?:[/+和及与]|以及|[ \u3000])[ \u3000]*(?=[A-Za-z])")
_BARE = re.compile(r"([0-9]+)(?:\.[0-9]+)*-(?:(?:19|20)[0-9]{2}|[5-9][0-9])", re.A)
_LETTERS = re.compile(r"(.*?[A-Z/]) ([0-9]+)", re.A)
_WORDS_BEFORE = re.compile(
    r"^(?:(?:全部|整体)?(?:代替|替代|取代)(?:了|以下)?(?:标准号?)?[:为]? ?)+"
)


def split_list(text: str, read: Reader) -> list[str]:
    """'SY/T 6858.2-2012,SY/T 6858.1-2012' → both; text that is no number stays as it is."""
    return list(dict.fromkeys(name for item in _items(text, read) for name in _names(item)))


def _items(text: str, read: Reader) -> list[Number | str]:
    """The numbers of a cell in order, and as it stands what is none."""
    if is_empty(text):
        return []
    if number := read(text):
        return [number]
    found: list[Number | str] = []
    for part in separated(text):
        found += _read_part(part, read, found)
    return found


def _names(item: Number | str) -> tuple[str, ...]:
    return (item,) if isinstance(item, str) else (item.canonical, *item.replaces)


def _read_part(text: str, read: Reader, before: list[Number | str]) -> list[Number | str]:
    part = _WORDS_BEFORE.sub("", clean(text))
    if is_empty(part):
        return []
    if number := read(part):
        return [number]
    pieces = [piece for piece in _NEXT.split(part) if piece]
    numbers: list[Number | str] = [number for piece in pieces if (number := read(piece))]
    if len(numbers) == len(pieces):
        return numbers
    inherited = _inherit(part, _names(before[-1])[-1]) if before else None
    if inherited and (number := read(inherited)):
        return [number]
    return [text]


def _inherit(part: str, before: str) -> str | None:
    """'5000.2-2007' behind 'JB/T 5000.1-2007' is short for 'JB/T 5000.2-2007'.

    Only where the number is as long as the one before: '106383-2026' is a filing number.
    """
    bare, letters = _BARE.fullmatch(part), _LETTERS.match(before)
    if not bare or not letters or len(bare[1]) != len(letters[2]):
        return None
    return f"{letters[1]} {part}"


_IN_PART = "\x01"
_EDGES = " ,，;；、。:：\n"
_PART_BRACKET = re.compile(r" ?[(（] ?部分(?:代替|替代|内容|条款)? ?[)）]")
_PART_BEHIND = re.compile(r"(?<=[0-9)）]) ?部分(?:代替|替代)?(?= ?(?:$|[,，、;；\n]))")
_WHOLE_BRACKET = re.compile(r" ?[(（] ?(?:全部|整体)?(?:代替|替代)? ?[)）]")
# `部分代替` holds up to here, as the degree of an adoption does: so are our own lists written.
_SCOPE_END = re.compile(r"[;；\n](?![^()（）]*[)）])")
_MARK = re.compile(
    r"(?P<by>(?<!无)(?P<first>部分(?:内容|条款)?)? ?(?:现?已|将)? ?"
    r"(?P<then>部分(?:内容|条款)?)?[被由] ?)"
    r"(?P<names>[^被由;；。]*?[0-9０-９)）\x01])? ?(?P<part>部分)?所?"
    r"(?:全部)?(?:代替|替代|取代)[为:：]? ?"
    r"|(?<![无被])(?P<some>部分)?(?:全部|整体)?(?:代替|替代|取代)(?:了|以下)?(?:标准号?)?[:：为]? ?"
)


def split_replacements(text: str, read: Reader) -> Replacements:
    """'代替 A;部分代替 B', '被 C 代替', 'A(部分)' and bare lists → each in its direction.

    `部分代替 A、B` holds for both, but not beyond a `;` or the end of a line. Words that name no
    number ('首次制定') come back as words, unless `代替` says of them that they are replaced.
    """
    if is_empty(text):
        return Replacements()
    flat = "\n".join(" ".join(line.split()) for line in text.splitlines())
    if "被" not in flat and "由" not in flat:
        flat = _PART_BEHIND.sub(_IN_PART, flat)
    flat = _WHOLE_BRACKET.sub("", _PART_BRACKET.sub(_IN_PART, flat))
    forward: Links = {}
    backward: Links = {}
    words: list[str] = []
    target, in_part, last, position = forward, False, "", 0
    for match in _MARK.finditer(flat):
        said = _collect(flat[position : match.start()], target, in_part, bool(last), read)
        words += [last] if said is None and last else said or ()
        last, position = "", match.end()
        in_part = any(match.group("first", "then", "part", "some"))
        if match["by"] and match["names"]:
            words += _collect(match["names"], backward, in_part, True, read) or ()
            target, in_part = forward, False
        else:
            target = backward if match["by"] else forward
            last = match.group().strip(_EDGES)
    said = _collect(flat[position:], target, in_part, bool(last), read)
    words += [last] if said is None and last else said or ()
    return Replacements(tuple(forward.items()), tuple(backward.items()), tuple(words))


def _collect(text: str, into: Links, in_part: bool, marked: bool, read: Reader) -> list[str] | None:
    """Read what stands between two marks: the words without a number; None if there is nothing.

    `marked`: a mark stands before it, which holds for the first of several scopes.
    """
    unbalanced = text.count("(") != text.count(")")
    text = text.strip(" ,;、。:\n()" if unbalanced else " ,;、。:\n")
    words: list[str] = []
    seen = False
    for scope in _SCOPE_END.split(text):
        for piece in re.split(rf"(?<={_IN_PART})", scope):
            part = in_part or piece.endswith(_IN_PART)
            for item in _items(piece.strip(_EDGES + _IN_PART), read):
                seen = True
                if isinstance(item, str) and not marked and not has_digit(item):
                    words.append(item)
                    continue
                found = read_piece(item, read)
                for name in found.names:
                    into.setdefault(name, part or found.in_part)
                words += found.words
        in_part = marked = False
    return words if seen else None
