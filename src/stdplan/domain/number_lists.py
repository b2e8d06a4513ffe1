"""Cells that hold several numbers, and which of them replaces which.

The rule here: nothing is dropped. What cannot be read stays as text in its place.
The reader of one number is handed in, so that this module stands below it.
"""

import re
from collections.abc import Callable

from stdplan.domain.number_record import Number, Replacements
from stdplan.domain.number_text import clean, is_empty, separated

Reader = Callable[[str], Number | None]


# Where one number ends and the next begins without a separator: 'GB 1-1990 GB 2-1990', 'A和B'.
_NEXT = re.compile(r"(?<=[0-9)）])[ \u3000]*(?:[/+和及与]|以及|[ \u3000])[ \u3000]*(?=[A-Za-z])")
_BARE = re.compile(r"([0-9]+)(?:\.[0-9]+)*-(?:(?:19|20)[0-9]{2}|[5-9][0-9])", re.A)
_LETTERS = re.compile(r"(.*?[A-Z/]) ([0-9]+)", re.A)
_WORDS_BEFORE = re.compile(
    r"^(?:(?:全部|整体)?(?:代替|替代|取代)(?:了|以下)?(?:标准号?)?[:为]? ?)+"
)


def split_list(text: str, read: Reader) -> list[str]:
    """'SY/T 6858.2-2012,SY/T 6858.1-2012' → both; text that is no number stays as it is."""
    if is_empty(text):
        return []
    if number := read(text):
        return [number.canonical] if not number.replaces else [number.canonical, *number.replaces]
    found: list[str] = []
    for part in separated(text):
        found += _read_part(part, read, found)
    return list(dict.fromkeys(found))


def _read_part(text: str, read: Reader, before: list[str]) -> list[str]:
    part = _WORDS_BEFORE.sub("", clean(text))
    if is_empty(part):
        return []
    if number := read(part):
        return [number.canonical, *number.replaces]
    pieces = [piece for piece in _NEXT.split(part) if piece]
    if len(pieces) > 1:
        numbers = [number for piece in pieces if (number := read(piece))]
        if len(numbers) == len(pieces):
            return [number.canonical for number in numbers]
    if before and (inherited := _inherit(part, before[-1])) and (number := read(inherited)):
        return [number.canonical]
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
_MARK = re.compile(
    r"(?P<by>(?:现?已|将)?[被由] ?)(?P<names>[^被由;；。]*?[0-9０-９)）\x01])? ?(?P<part>部分)?所?"
    r"(?:全部)?(?:代替|替代|取代)[为:：]? ?"
    r"|(?P<some>部分)?(?:全部|整体)?(?:代替|替代|取代)(?:了|以下)?(?:标准号?)?[:：为]? ?"
)


def split_replacements(text: str, read: Reader) -> Replacements:
    """'代替 A;部分代替 B', '被 C 代替', 'A(部分)' and bare lists → each in its direction."""
    if is_empty(text):
        return Replacements()
    flat = "\n".join(" ".join(line.split()) for line in text.splitlines())
    if "被" not in flat and "由" not in flat:
        flat = _PART_BEHIND.sub(_IN_PART, flat)
    flat = _WHOLE_BRACKET.sub("", _PART_BRACKET.sub(_IN_PART, flat))
    forward: dict[str, bool] = {}
    backward: dict[str, bool] = {}
    words: list[str] = []
    target, in_part, last, position = forward, False, "", 0
    for match in _MARK.finditer(flat):
        seen = _collect(flat[position : match.start()], target, in_part, read)
        if last and not seen:
            words.append(last)
        last, position = "", match.end()
        if match["by"] and match["names"]:
            _collect(match["names"], backward, bool(match["part"]), read)
            target, in_part = forward, False
        else:
            target = backward if match["by"] else forward
            in_part = bool(match["part"] or match["some"])
            last = match.group().strip(_EDGES)
    if not _collect(flat[position:], target, in_part, read) and last:
        words.append(last)
    return Replacements(tuple(forward.items()), tuple(backward.items()), tuple(words))


def _collect(text: str, into: dict[str, bool], in_part: bool, read: Reader) -> bool:
    """Read what stands between two marks; tells whether there was anything."""
    seen = False
    text = (
        text.strip(" ,;、。:\n()")
        if text.count("(") != text.count(")")
        else text.strip(" ,;、。:\n")
    )
    for piece in re.split(rf"(?<={_IN_PART})", text):
        part = in_part or piece.endswith(_IN_PART)
        for name in split_list(piece.strip(_EDGES + _IN_PART), read):
            into.setdefault(name, part)
            seen = True
    return seen
