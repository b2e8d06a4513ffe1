"""The reader of json and jsonl files of any size; objects.py turns the records into rows.

Rule: nothing is read as something else. Numbers stay as they are written; a key that occurs
twice, and NaN, make their record faulty. Broken JSON is reported with its line and column: in jsonl
it is a fault of its line and the rest is read, in json it stops the reading. Rows of json are
numbered by their position in the list (the file may be a single line), rows of jsonl by their line.

The standard library's decoder gets the text in chunks. Streaming parsers (ijson) are not exact:
they rewrite `1.50` and `1e5`, and fail on a number of 5,000 digits.
"""

import json
import re
from collections.abc import Generator, Iterator, Sequence
from itertools import islice, starmap
from typing import Any

from stdplan.domain.text import ExactNumber, shown
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.damage import json_reason
from stdplan.importing.readers.list_search import (
    SEARCHED_LEVELS,
    Item,
    entries_path,
    entry_item,
    has_known_key,
    has_number,
    is_entry,
    is_number,
    items_at,
    list_paths,
    needs_search,
    nested_items,
    readable_records,
    unwrapped,
)
from stdplan.importing.readers.objects import (
    LIST_KEYS,
    InvalidValue,
    ObjectRecord,
    object_rows,
    too_deep_message,
)
from stdplan.importing.readers.rows import Form, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile, TextFile

_CHUNK = 1 << 18  # characters
# A longer record is one that was never closed. The limit also bounds the memory used.
_LONGEST_RECORD = 1 << 24
_LIST_OF_OBJECTS = re.compile(r"\[\s*[\[{\]]")
_OBJECT = re.compile(r'\{\s*["}]')
_LIST_LEVELS = 4  # how deep lists are searched for under LIST_KEYS
_FIRST_VALUES = 50  # by which a list is known
_LIST_START = object()  # yielded where a list begins


def detect_json_form(sample: str, name: str) -> Form | None:
    """Return json or jsonl for the start of a text and its file name, None if it is neither."""
    sample = sample.lstrip()
    if sample.startswith("["):
        return "json" if name.endswith(".json") or _LIST_OF_OBJECTS.match(sample) else None
    if not sample.startswith("{") or not (name.endswith(".json") or _OBJECT.match(sample)):
        return None
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    # jsonl has `{…}` on two lines. A single line is read as json, with the same rows.
    first, *second = [line for line in sample.splitlines() if line.strip()][:2]
    is_jsonl = bool(second) and first.rstrip().endswith("}") and second[0].lstrip().startswith("{")
    return "jsonl" if is_jsonl else "json"


def read_json(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row (the keys of all records), then the rows of a json or jsonl file.

    For the parameters and what it raises see `read_records`.

        >>> from io import BytesIO
        >>> file = ListFile("a.json", "a.json", BytesIO(b'{"data": [{"number": "JB/T 1-2011"}]}'))
        >>> [row.cells for row in read_json(file, ReadOptions())]
        [['number'], ['JB/T 1-2011']]
    """
    return object_rows(read_records(file, options), file.skipped)


def read_records(file: ListFile, options: ReadOptions) -> Iterator[ObjectRecord]:
    """Yield the records of a file, from its start on.

    If `options.form` is jsonl, each line is a record. Otherwise the file is a list of records, an
    object with lists under LIST_KEYS, or a single record. Raise BadData if it is no JSON.
    """
    if options.form == "jsonl":
        return _records_of_lines(file, options)
    return _records_of_document(file, options)


def _records_of_lines(file: ListFile, options: ReadOptions) -> Iterator[ObjectRecord]:
    for line, text in enumerate(file.text(options.encoding).lines(), 1):
        if not (text := text.strip(" \t\r\n\ufeff")):  # files may be put together
            continue
        try:
            value, end = decode_value(text)
            if end < len(text):
                raise JsonError(_no_json("Extra data"), end)
            yield ObjectRecord(line, unwrapped(value))
        except JsonError as error:
            fault = t("column {column}: {problem}", column=error.position + 1, problem=error)
            yield ObjectRecord(line, text, fault)


def _records_of_document(file: ListFile, options: ReadOptions) -> Iterator[ObjectRecord]:
    text = file.text(options.encoding)
    if paths := _lists_to_search_for(text):
        for path in paths:
            file.skipped.add("found", path or "[]")
        window = TextWindow(text.name, text.chunks(_CHUNK))
        items = items_at(_searched_items(window, entries_at=paths), paths)
        yield from readable_records(
            ObjectRecord(count, item.value) for count, item in enumerate(items, 1)
        )
        return
    window = TextWindow(text.name, text.chunks(_CHUNK))
    values = (value for value in _list_items(window, _LIST_LEVELS) if value is not _LIST_START)
    yield from readable_records(starmap(ObjectRecord, enumerate(values, 1)))
    window.expect_end()
    window = TextWindow(text.name, text.chunks(_CHUNK))
    if next(_list_items(window, _LIST_LEVELS), None) is None:  # the object is a record itself
        yield ObjectRecord(1, TextWindow(text.name, text.chunks(_CHUNK)).read_value())


def _lists_to_search_for(text: TextFile) -> list[str]:
    """Return where the list of a document is, [] if it is at the top or under LIST_KEYS.

    [] is also returned for a single record, and if nothing names a standard.
    """
    window = TextWindow(text.name, text.chunks(_CHUNK))
    first_values = islice(_list_items(window, _LIST_LEVELS), _FIRST_VALUES)
    values = [value for value in first_values if value is not _LIST_START]
    if not needs_search(values):
        return []
    has_title = False
    if not values:  # perhaps a single record
        window = TextWindow(text.name, text.chunks(_CHUNK))
        if window.peek() == "{":
            own_texts = _own_texts(window)
            if has_number(own_texts):
                return []
            has_title = has_known_key(own_texts)
    items = _searched_items(TextWindow(text.name, text.chunks(_CHUNK)))
    # The texts of a record are what it refers to.
    paths = list_paths(item for item in items if not (has_title and isinstance(item.value, str)))
    return [] if paths == [""] else paths


def _own_texts(window: "TextWindow") -> dict[str, str]:
    """Return the texts of an object, without its lists and objects."""
    return {
        key: value
        for key in _keys(window)
        if isinstance(value := window.read_value(), str) and not isinstance(value, ExactNumber)
    }


def _searched_items(
    window: "TextWindow",
    path: str = "",
    levels_left: int = SEARCHED_LEVELS,
    entries_at: Sequence[str] = (),
) -> Generator[Item, None, dict[str, object]]:
    """Yield the objects of all lists in the object or list that begins here, and the records under
    the keys of an object; return the texts of the object itself.

    Without `entries_at`, only the texts of a record under a key are known.
    """
    texts: dict[str, object] = {}
    opening = window.peek()
    if opening == "[":
        for value in _list_items(window, 1):
            if value is not _LIST_START:
                yield from nested_items(Item(path, value))
    elif opening == "{" and levels_left:
        for key in _keys(window):
            opening = window.peek()
            if opening == "{" and (is_number(key) or entries_path(path) in entries_at):
                value = window.read_value()
                if is_entry(key, value) or has_known_key(value):
                    yield entry_item(path, key, value)
            elif opening in ("{", "["):
                where = f"{path}.{key}" if path else key
                own = yield from _searched_items(window, where, levels_left - 1, entries_at)
                if not entries_at and has_number(own):
                    yield entry_item(path, key, own)
            else:
                texts[key] = value = window.read_value()
                if is_entry(key, value):
                    yield entry_item(path, key, value)
    else:
        window.read_value()
    return texts


def _list_items(window: "TextWindow", levels_left: int) -> Iterator[object]:
    """Yield _LIST_START and the items of the list that begins here.

    For an object, do so for each list under its LIST_KEYS.
    """
    opening = window.peek()
    if opening == "[":
        yield _LIST_START
        window.expect("[")
        ending = window.expect("]") if window.peek() == "]" else ""
        while ending != "]":
            yield window.read_value()
            ending = window.expect(",]")
    elif opening == "{" and levels_left:
        for key in _keys(window):
            if key in LIST_KEYS:
                yield from _list_items(window, levels_left - 1)
            else:
                window.read_value()
    else:
        window.read_value()


def _keys(window: "TextWindow") -> Iterator[str]:
    """Yield the keys of the object that begins here; the caller reads the value of each."""
    window.expect("{")
    ending = window.expect("}") if window.peek() == "}" else ""
    keys: set[str] = set()
    while ending != "}":
        key = _read_key(window)
        if key in keys:
            raise window.error(t('the key "{key}" appears twice', key=shown(key)))
        keys.add(key)
        window.expect(":")
        yield key
        ending = window.expect(",}")


def _read_key(window: "TextWindow") -> str:
    if window.peek() != '"':
        window.expect('"')
    return str(window.read_value())


class TextWindow:
    """JSON text of any length: it keeps only the part from the current position on."""

    def __init__(self, name: str, chunks: Iterator[str]) -> None:
        """`name` is the file's name in messages; `chunks` is its text."""
        self._name = name
        self._chunks = chunks
        self._text = ""
        self._position = 0
        self._line, self._column = 1, 1  # of the first character of self._text

    def peek(self) -> str:
        """Return the next character that is no white space, "" at the end of the text."""
        while True:
            while self._position < len(self._text):
                if self._text[self._position] not in " \t\r\n":
                    return self._text[self._position]
                self._position += 1
            if not self._load_more():
                return ""

    def expect(self, characters: str) -> str:
        """Return the next character and move past it; raise BadData if it is not expected."""
        character = self.peek()
        if not character or character not in characters:
            reason = t("{expected} is expected here", expected=" ".join(characters))
            raise self.error(t("this is not JSON: {reason}", reason=reason))
        self._position += 1
        return character

    def expect_end(self) -> None:
        """Raise BadData if anything but white space follows."""
        if self.peek():
            raise self.error(_no_json("Extra data"))

    def read_value(self) -> Any:
        """Return the value that begins here and move past it; raise BadData if there is none."""
        self.peek()
        while True:
            try:
                value, end = decode_value(self._text, self._position)
            except JsonError as error:
                offset = error.position - self._position
                if len(self._text) - self._position > _LONGEST_RECORD:
                    problem = t("a record is longer than 16 million characters, or never closed")
                    raise self.error(problem) from None
                if not self._load_more():
                    raise self.error(str(error), self._position + offset) from None
            else:
                length = end - self._position
                # A number may continue in the next chunk.
                if end < len(self._text) or not self._load_more():
                    self._position += length
                    return value

    def _load_more(self) -> bool:
        """Drop the text before the position and load more; return False at the end of the text.

        At least one chunk is loaded, and at least as much as is left.
        """
        self._line, self._column = self._line_and_column(self._position)
        parts = [self._text[self._position :]]
        missing = max(_CHUNK, len(parts[0]))
        self._position = 0
        while missing > 0 and (chunk := next(self._chunks, "")):
            parts.append(chunk)
            missing -= len(chunk)
        self._text = "".join(parts)
        return len(parts) > 1

    def error(self, problem: str, position: int | None = None) -> BadData:
        """Return a BadData with the line and column of a position in the text.

        None is the current position.
        """
        line, column = self._line_and_column(self._position if position is None else position)
        return BadData(
            t(
                "{file}:{line}:{column}: {problem}",
                file=self._name,
                line=line,
                column=column,
                problem=problem,
            )
        )

    def _line_and_column(self, position: int) -> tuple[int, int]:
        """Return the line and column, both from 1, of a position in the text."""
        line_feeds = self._text.count("\n", 0, position)
        if not line_feeds:
            return self._line, self._column + position
        return self._line + line_feeds, position - self._text.rfind("\n", 0, position)


class JsonError(ValueError):
    """Text that is no JSON: the problem, and its position in the text (from 0)."""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(problem)
        self.position = position


def decode_value(text: str, position: int = 0) -> tuple[Any, int]:
    """Return the value that begins at `position`, and where it ends.

    Numbers are `ExactNumber`, NaN and objects with a repeated key are `InvalidValue`. Raise
    JsonError if the text is no JSON.

        >>> decode_value('{"count": 1.50}')
        ({'count': '1.50'}, 15)
    """
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        raise JsonError(_no_json(error.msg), error.pos) from None
    except RecursionError:
        raise JsonError(too_deep_message(), position) from None


def _no_json(reason: str) -> str:
    """Return the fault of a text, by what the parser of Python says."""
    return t("this is not JSON: {reason}", reason=json_reason(reason))


def _object(pairs: list[tuple[str, Any]]) -> Any:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for index, key in enumerate(keys) if key in keys[:index])
        return InvalidValue(t('the key "{key}" appears twice', key=shown(repeated)))
    return members


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=ExactNumber,
    parse_float=ExactNumber,
    parse_constant=lambda word: InvalidValue(t("{word} is not a number", word=word)),
)
