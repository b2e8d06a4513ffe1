"""The lines of text on a page, from its words: what is next to each other, and what is apart.

Rule: heights of the letters are the measure, because a gap of three points is a column in small
print and a blank in large.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

BLANK = 0.6  # heights of the letters: a wider gap may be one between columns
_NO_BLANK = 0.15  # heights: a narrower gap is none
SAME_LINE = 0.4  # heights by which the middles of words of one line may differ
_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第|Page|共)?\s*[0-9]+(?:\s*(?:页|of|/|，|,)*\s*(?:共)?\s*"
                          r"[0-9]*)\s*页?[-—–·\s]*", re.IGNORECASE)  # fmt: skip


class Word(NamedTuple):
    """A word on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Line(NamedTuple):
    """Words of a page on one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        """Return the upper end of its highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Return the lower end of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """Return the height of its letters."""
        return max(word.bottom - word.top for word in self.words)

    @property
    def text(self) -> str:
        """Return its text."""
        return " ".join(part.text for part in self.parts())

    def parts(self) -> list[Word]:
        """Return the texts between gaps that may be gaps between columns."""
        parts: list[Word] = []
        for word in self.words:
            if parts and word.left - parts[-1].right <= BLANK * self.height:
                last = parts[-1]
                parts[-1] = Word(
                    last.left,
                    min(last.top, word.top),
                    max(last.right, word.right),
                    max(last.bottom, word.bottom),
                    joined_words(last, word),
                )
            else:
                parts.append(word)
        return parts


def is_page_number(text: str) -> bool:
    """Return whether a line is only the number of a page."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def line_texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def text_lines(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        middle, height = (word.top + word.bottom) / 2, word.bottom - word.top
        first = lines[-1][0] if lines else None
        if first and middle - (first.top + first.bottom) / 2 <= SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line))) for line in lines]


def joined_words(before: Word, after: Word) -> str:
    """Return the text of two words; letters of several fonts on a line may not be apart."""
    is_apart = after.left - before.right > _NO_BLANK * (after.bottom - after.top)
    return f"{before.text} {after.text}" if is_apart else before.text + after.text
