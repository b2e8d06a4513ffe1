"""One piece of a cell of replaced standards: which number it names, and how much of it.

The rule here: words around one number are taken off only where they tell nothing but the extent;
what else a piece says is kept as words, and what is no number stays as it stands.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from stdplan.domain.number_record import Number
from stdplan.domain.number_text import clean

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
