"""JSON text to values, exactly, and from files of any size.

Rule: nothing is taken for something else. Numbers stay as written; a key that stands twice and NaN
are refused within their record, broken JSON with its line and column.

The standard library's decoder is given the text in pieces. Streaming parsers (ijson) are not exact:
`1.50` and `1e5` come out rewritten, a number of 5,000 digits not at all.
"""

import json
from collections.abc import Iterator
from typing import Any

from stdplan.domain.text import visible
from stdplan.errors import BadData
from stdplan.exchange.readers.objects import Number, Refused, too_deep
from stdplan.i18n import t

PIECE = 1 << 18
# A record longer than this is one that was never closed; it bounds what is held in memory.
LONGEST = 1 << 24


class Broken(ValueError):
    """No JSON: what is wrong, and where in the text (from 0)."""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(problem)
        self.position = position


def decode(text: str, position: int = 0) -> tuple[Any, int]:
    """The value that begins at `position`, and where it ends; Broken where there is none."""
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        raise Broken(t("this is no JSON: {reason}", reason=error.msg), error.pos) from None
    except RecursionError:
        raise Broken(too_deep(), position) from None


def _object(pairs: list[tuple[str, Any]]) -> Any:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        return Refused(t('the key "{key}" stands twice', key=visible(twice)))
    return made


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=Number,
    parse_float=Number,
    parse_constant=lambda word: Refused(t("{word} is no number", word=word)),
)


class Window:
    """A text of any length, seen from where reading has come to."""

    def __init__(self, name: str, pieces: Iterator[str]) -> None:
        """`name` is what messages call the file."""
        self._name = name
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._line, self._column = 1, 1  # of the first character of the text

    def peek(self) -> str:
        """The next character that is not blank; '' at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\r\n":
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, expected: str) -> str:
        """The next character, which is one of `expected`."""
        letter = self.peek()
        if not letter or letter not in expected:
            reason = t("{expected} is expected here", expected=" ".join(expected))
            raise self.fault(t("this is no JSON: {reason}", reason=reason))
        self._at += 1
        return letter

    def end(self) -> None:
        """Nothing but blanks follows."""
        if self.peek():
            raise self.fault(t("this is no JSON: {reason}", reason="Extra data"))

    def value(self) -> Any:
        """The value that begins here."""
        self.peek()
        while True:
            try:
                value, end = decode(self._text, self._at)
            except Broken as broken:
                behind = broken.position - self._at
                if len(self._text) - self._at > LONGEST:
                    problem = t("a record of over 16 million characters, or one never closed")
                    raise self.fault(problem) from None
                if not self._more():
                    raise self.fault(str(broken), self._at + behind) from None
            else:
                length = end - self._at
                # A number may go on in the next piece.
                if end < len(self._text) or not self._more():
                    self._at += length
                    return value

    def _more(self) -> bool:
        """Get as much again as is held, and let go of what is behind."""
        self._line, self._column = self._place(self._at)
        held, wanted = [self._text[self._at :]], max(PIECE, len(self._text) - self._at)
        self._at = 0
        while wanted > 0 and (piece := next(self._pieces, "")):
            held.append(piece)
            wanted -= len(piece)
        self._text = "".join(held)
        return len(held) > 1

    def fault(self, problem: str, position: int | None = None) -> BadData:
        """What is wrong at a place in the text held; None: where reading has come to."""
        line, column = self._place(self._at if position is None else position)
        return BadData(
            t(
                "{file}:{line}:{column}: {problem}",
                file=self._name,
                line=line,
                column=column,
                problem=problem,
            )
        )

    def _place(self, position: int) -> tuple[int, int]:
        """The line and column, from 1, of a place in the text held."""
        breaks = self._text.count("\n", 0, position)
        if not breaks:
            return self._line, self._column + position
        return self._line + breaks, position - self._text.rfind("\n", 0, position)
