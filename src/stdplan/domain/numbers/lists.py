"""Parsers of cells that hold several numbers or say which standard replaces which.

Rule: nothing is dropped. Text that is no number is kept as text, in its position. Words around
a number are removed only if they say how much of it is replaced.

The function that parses one number is a parameter, because the parser of one number imports this
module.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from stdplan.domain.numbers.model import Number, Replacements
from stdplan.domain.numbers.normalize import means_nothing, normalized, split_cell

ParseNumber = Callable[[str], Number | None]

# --- Lists of numbers ---

# Where one number ends and the next begins without a separator: 'GB 1-1990 GB 2-1990', 'A和B'.
_NEXT_NUMBER = re.compile(
    r"(?<=[0-9)）])[ \u3000]*(?:[/+和及与]|以及|[ \u3000])[ \u3000]*(?=[A-Za-z\u0400-\u04ff])"
)
_WORDS_BEFORE = re.compile(
    r"^(?:(?:全部|整体)?(?:代替|替代|取代)(?:了|以下)?(?:标准号?)?[:为]? ?)+"
)
_WITHOUT_PREFIX = re.compile(
    r"(?P<number>[0-9]+)(?:\.[0-9]+)*-(?:(?:19|20)[0-9]{2}|[5-9][0-9])", re.A
)
_PREFIX_AND_NUMBER = re.compile(r"(?P<prefix>.*?[A-Z/]) (?P<number>[0-9]+)", re.A)


def split_list(text: str, parse: ParseNumber) -> list[str]:
    """Return the canonical numbers of a cell, each once; text that is no number stays as it is.

    Return [] for an empty cell or '无'.
    """
    return list(dict.fromkeys(name for item in _items(text, parse) for name in _names(item)))


def split_written(text: str, parse: ParseNumber) -> list[tuple[str, Number | str]]:
    """Return the numbers of a cell in order, anything else as text, each with how it is written.

    Return [] for an empty cell or '无'.
    """
    if means_nothing(text):
        return []
    if number := parse(text):
        return [(text, number)]
    items: list[tuple[str, Number | str]] = []
    for part in split_cell(text):
        items += _items_of_part(part, parse, items[-1][1] if items else None)
    return items


def _items(text: str, parse: ParseNumber) -> list[Number | str]:
    """Return the cell's numbers in order, anything else as text."""
    return [item for _, item in split_written(text, parse)]


def _items_of_part(
    text: str, parse: ParseNumber, previous: Number | str | None
) -> list[tuple[str, Number | str]]:
    """Return the numbers between two separators, or the text. `previous` is the item before."""
    part = _WORDS_BEFORE.sub("", normalized(text))
    if means_nothing(part):
        return []
    if number := parse(part):
        return [(text, number)]
    fragments = [fragment for fragment in _NEXT_NUMBER.split(part) if fragment]
    numbers: list[tuple[str, Number | str]] = [
        (fragment, number) for fragment in fragments if (number := parse(fragment))
    ]
    if len(numbers) == len(fragments):
        return numbers
    completed = None if previous is None else _with_prefix_of(_names(previous)[-1], part)
    if completed and (number := parse(completed)):
        return [(text, number)]
    return [(text, text)]


def _names(item: Number | str) -> tuple[str, ...]:
    return (item,) if isinstance(item, str) else (item.canonical, *item.also, *item.replaces)


def _with_prefix_of(previous: str, part: str) -> str | None:
    """Return a shortened number in full: '5000.2-2007' after 'JB/T 5000.1-2007' is JB/T too.

    Return None unless the number has as many digits as the previous one: '106383-2026' is a filing
    number.
    """
    shortened, full = _WITHOUT_PREFIX.fullmatch(part), _PREFIX_AND_NUMBER.match(previous)
    if not shortened or not full or len(shortened["number"]) != len(full["number"]):
        return None
    return f"{full['prefix']} {part}"


# --- Replacements ---

_IN_PART = "\x01"  # marks the end of a number that is replaced in part
_EDGES = " ,，;；、。:：\n"
_IN_PART_BRACKETS = re.compile(r" ?[(（] ?部分(?:代替|替代|内容|条款)? ?[)）]")
_IN_PART_AFTER = re.compile(r"(?<=[0-9)）]) ?部分(?:代替|替代)?(?= ?(?:$|[,，、;；\n]))")
_WHOLE_BRACKETS = re.compile(r" ?[(（] ?(?:全部|整体)?(?:代替|替代)? ?[)）]")
# 部分代完 replaces what is left, so it is a replacement as a whole.
_REST = "(?:部分)?(?:代替|替代|代)完"
_REST_BEHIND = re.compile(rf"(?<=[0-9)）]) ?[(（]? ?{_REST} ?[)）]?(?= ?(?:$|[,，、;；\n]))")
# `部分代替` applies up to here, as the degree of an adoption does. Lists written by stdplan need
# this.
_SCOPE_END = re.compile(r"[;；\n](?![^()（）]*[)）])")
# The words of a replacement: `代替` before the replaced numbers, or `被 X 代替` around the numbers
# that replace this standard.
_REPLACEMENT_WORDS = re.compile(
    r"(?P<by>(?<!无)(?P<in_part_first>部分(?:内容|条款)?)? ?(?:现?已|将)? ?"
    r"(?P<in_part_second>部分(?:内容|条款)?)?[被由] ?)"
    r"(?P<names>[^被由;；。]*?[0-9０-９)）\x01])? ?(?P<in_part_last>部分)?所?"
    r"(?:全部)?(?:代替|替代|取代)[为:：]? ?"
    r"|(?<![无被])(?P<in_part>部分)?(?:全部|整体)?"
    r"(?:代替|替代|取代)(?:了|以下)?(?:标准号?)?[:：为]? ?"
)
_IN_PART_GROUPS = ("in_part_first", "in_part_second", "in_part_last", "in_part")
_ReplacedInPart = dict[str, bool]  # a number or text → is it replaced in part only?


def split_replacements(text: str, parse: ParseNumber) -> Replacements:
    """Return the links of a cell: '代替 A;部分代替 B', '被 C 代替', 'A(部分)', or only numbers.

    `部分代替 A、B` applies to both, but not beyond a `;` or the end of a line. Text without a
    number ('首次制定') is returned as words, unless `代替` says that it is replaced.
    """
    if means_nothing(text):
        return Replacements()
    flat = "\n".join(" ".join(line.split()) for line in text.splitlines())
    is_active = "被" not in flat and "由" not in flat
    if "完" in flat:
        flat = re.sub(_REST, "代替", _REST_BEHIND.sub("", flat) if is_active else flat)
    if is_active:
        flat = _IN_PART_AFTER.sub(_IN_PART, flat)
    flat = _WHOLE_BRACKETS.sub("", _IN_PART_BRACKETS.sub(_IN_PART, flat))
    replaces: _ReplacedInPart = {}
    replaced_by: _ReplacedInPart = {}
    words: list[str] = []
    # `marker`: the words of the replacement whose numbers follow, "" if there is none.
    links, in_part, marker, position = replaces, False, "", 0
    for match in _REPLACEMENT_WORDS.finditer(flat):
        other = _collect(flat[position : match.start()], links, in_part, bool(marker), parse)
        words += [marker] if other is None and marker else other or ()
        marker, position = "", match.end()
        in_part = any(match.group(*_IN_PART_GROUPS))
        if match["by"] and match["names"]:
            words += _collect(match["names"], replaced_by, in_part, True, parse) or ()
            links, in_part = replaces, False
        else:
            links = replaced_by if match["by"] else replaces
            marker = match.group().strip(_EDGES)
    other = _collect(flat[position:], links, in_part, bool(marker), parse)
    words += [marker] if other is None and marker else other or ()
    return Replacements(tuple(replaces.items()), tuple(replaced_by.items()), tuple(words))


def _collect(
    text: str, links: _ReplacedInPart, in_part: bool, after_marker: bool, parse: ParseNumber
) -> list[str] | None:
    """Add the numbers of a text to `links`; return its other words, None if the text is empty.

    `in_part` and `after_marker` (words such as 代替 come before the text) apply up to the first
    `;` or line end.
    """
    is_unbalanced = text.count("(") != text.count(")")
    text = text.strip(" ,;、。:\n()" if is_unbalanced else " ,;、。:\n")
    words: list[str] = []
    has_items = False
    for scope in _SCOPE_END.split(text):
        for piece in re.split(rf"(?<={_IN_PART})", scope):
            piece_in_part = in_part or piece.endswith(_IN_PART)
            for item in _items(piece.strip(_EDGES + _IN_PART), parse):
                has_items = True
                if isinstance(item, str) and not after_marker and not has_digit(item):
                    words.append(item)
                    continue
                replaced = _parse_replaced(item, parse)
                for name in replaced.names:
                    links.setdefault(name, piece_in_part or replaced.in_part)
                words += replaced.words
        in_part = after_marker = False
    return words if has_items else None


def has_digit(text: str) -> bool:
    """Return whether a text can contain a number at all; '首次制定' cannot."""
    return any(map(str.isdigit, text))


# --- One replaced number ---

_WHOLE_NUMBER = re.compile(
    r"(?:(?:修订|修改|替换|整合)(?:了|以下)?:? ?)*(?P<number>.*?)(?: ?的?全部(?:内容)?)?"
)
_NUMBER_IN_PART = re.compile(
    r"(?P<number>.*?[0-9)]) ?(?:中的?|的)? ?"
    r"(?:部分(?:内容|条款)|(?P<which_part>第[^第]*(?:章|节|条|款|篇|部分)(?:的?内容)?))"
)


class _Replaced(NamedTuple):
    """The numbers or the text of an item, whether replaced in part, and words to keep."""

    names: tuple[str, ...]
    in_part: bool = False
    words: tuple[str, ...] = ()


def _parse_replaced(item: Number | str, parse: ParseNumber) -> _Replaced:
    """Return what an item says is replaced.

    '修订JB/T 3-1999' is the whole number; 'JB/T 4-1999中的第3章' is the number in part, and the
    words, because no field has the chapter.
    """
    if not isinstance(item, str):
        return _replaced_number(item)
    text = normalized(item)
    if (match := _WHOLE_NUMBER.fullmatch(text)) and (number := parse(match["number"])):
        return _replaced_number(number)
    if (match := _NUMBER_IN_PART.fullmatch(text)) and (number := parse(match["number"])):
        replaced = _replaced_number(number)
        words = (text,) if match["which_part"] else ()
        return replaced._replace(in_part=True, words=replaced.words + words)
    return _Replaced((item,))


def _replaced_number(number: Number) -> _Replaced:
    """Return a number as replaced. The numbers that it adopts are not replaced: they are words."""
    words = [
        " ".join(filter(None, (number.canonical, degree, reference)))
        for reference, degree in number.adopts
    ]
    return _Replaced((number.canonical, *number.also, *number.replaces), words=tuple(words))
