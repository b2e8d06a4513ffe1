"""JSON text to values, exactly, and from files of any size.

Rule: nothing is taken for something else. Numbers stay as written; a key that stands twice and NaN
are refused within their record, broken JSON with its line and column.

The standard library's decoder is given the text in pieces. Streaming parsers (ijson) are not exact:
`1.50` and `1e5` come out rewritten, a number of 5,000 digits not at all.

json and jsonl to rows of cells; see objects.py for the cells.

Rule: of jsonl a broken line is a fault of its own, and the rest goes on; broken JSON stops the
reading. Rows of json are named by their place in the list (the whole may be one line), those of
jsonl by their line.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.objects import ObjectRecord, Refused, rows, too_deep
from stdplan.importing.readers.rows import Form, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile

PIECE = 1 << 18
# A record longer than this is one that was never closed; it bounds what is held in memory.
LONGEST = 1 << 24


_SAMPLE = 1 << 20
_LIST_OF_OBJECTS = re.compile(r"\[\s*[\[{\]]")
_OBJECT = re.compile(r'\{\s*["}]')


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
        return Refused(t('the key "{key}" stands twice', key=escape_unprintable(twice)))
    return made


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=ExactNumber,
    parse_float=ExactNumber,
    parse_constant=lambda word: Refused(t("{word} is no number", word=word)),
)


class TextWindow:
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


# Where the answers of platforms have their rows, alone or within each other: `data.rows`.
HOLDERS = frozenset(("rows", "records", "data", "list", "items", "result", "results"))
_DEEP = 4
_LIST = object()  # a list begins here


def json_form(file: ListFile, wanted: ReadOptions) -> Form:
    """Whether JSON is a list (or one object) or lines of objects."""
    sample = next(file.text(wanted.encoding).pieces(_SAMPLE), "")
    return form_of_json(sample, file.path.lower()) or "json"


def form_of_json(sample: str, name: str) -> Form | None:
    """Return json or jsonl for the start of a text and its file name, None if it is neither."""
    sample = sample.lstrip()
    if sample.startswith("["):
        return "json" if name.endswith(".json") or _LIST_OF_OBJECTS.match(sample) else None
    if not sample.startswith("{") or not (name.endswith(".json") or _OBJECT.match(sample)):
        return None
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    # `{…}` and again `{` below it; a single line is read as json, which comes to the same.
    first, *more = [line for line in sample.splitlines() if line.strip()][:2]
    many = bool(more) and first.rstrip().endswith("}") and more[0].lstrip().startswith("{")
    return "jsonl" if many else "json"


def read_json(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The rows of a file, its keys as the header first."""
    return rows(records(file, wanted))


def records(file: ListFile, wanted: ReadOptions) -> Iterator[ObjectRecord]:
    """The records of a file, always from the first; BadData where it is no JSON.

    Lines of objects, where the form says so or where the file is not told to be json and begins
    with one; else a list, or an answer that holds lists.
    """
    return _of_lines(file, wanted) if wanted.form == "jsonl" else _of_one(file, wanted)


def _of_lines(file: ListFile, wanted: ReadOptions) -> Iterator[ObjectRecord]:
    for line, text in enumerate(file.text(wanted.encoding).lines(), 1):
        if not (text := text.strip(" \t\r\n")):
            continue
        try:
            value, end = decode(text)
            if end < len(text):
                raise Broken(t("this is no JSON: {reason}", reason="Extra data"), end)
            yield ObjectRecord(line, value)
        except Broken as broken:
            place = t("column {column}: {problem}", column=broken.position + 1, problem=broken)
            yield ObjectRecord(line, text, place)


def _of_one(file: ListFile, wanted: ReadOptions) -> Iterator[ObjectRecord]:
    text = file.text(wanted.encoding)
    window = TextWindow(text.name, text.pieces(PIECE))
    alone = window.peek() != "["
    count = 0
    for value in _values(window, _DEEP):
        if value is _LIST:
            alone = False
        else:
            count += 1
            yield ObjectRecord(count, value)
    window.end()
    if alone:  # an object that holds no rows is a record itself
        yield ObjectRecord(1, TextWindow(text.name, text.pieces(PIECE)).value())


def _values(window: TextWindow, deep: int) -> Iterator[object]:
    """The items of the list that begins here, or of those that an object holds as its rows."""
    opening = window.peek()
    if opening == "[":
        yield _LIST
        window.take("[")
        ending = window.take("]") if window.peek() == "]" else ""
        while ending != "]":
            yield window.value()
            ending = window.take(",]")
    elif opening == "{" and deep:
        window.take("{")
        ending = window.take("}") if window.peek() == "}" else ""
        keys: set[str] = set()
        while ending != "}":
            key = _key(window)
            if key in keys:
                raise window.fault(t('the key "{key}" stands twice', key=escape_unprintable(key)))
            keys.add(key)
            window.take(":")
            if key in HOLDERS:
                yield from _values(window, deep - 1)
            else:
                window.value()
            ending = window.take(",}")
    else:
        window.value()


def _key(window: TextWindow) -> str:
    if window.peek() != '"':
        window.take('"')
    return str(window.value())
