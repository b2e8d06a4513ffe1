"""The writers of JSON, a list with a record a line, and of JSON lines, without the list.

Rule: values keep their kind (numbers, null, arrays, objects), and keys the order of the columns.
Every character that a terminal would obey or hide is escaped, so that it is safe to print data.
JSON lines have no blanks between values, so that a record is what SQLite writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quote
from math import isfinite

from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.output.cell_text import convert_kinds, to_number
from stdplan.output.formats import Style
from stdplan.table import Cell, Column, Row

if TYPE_CHECKING:
    from typing import TextIO


class _Separators(NamedTuple):
    """What separates values and what separates a key from its value."""

    value: str
    key: str


_SPACED = _Separators(", ", ": ")
_COMPACT = _Separators(",", ":")


def write_json(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a JSON list; return their number."""
    return _write_list(_records(columns, rows, _SPACED), out)


def write_json_texts(
    columns: Sequence[Column], texts: Iterator[tuple[str]], out: TextIO, style: Style
) -> int:
    """Write rows that are JSON objects already as a JSON list; return their number."""
    return _write_list(map(_spaced, texts), out)


def write_jsonl(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as JSON objects, one a line; return their number."""
    return _write_lines(_records(columns, rows, _COMPACT), out)


def write_jsonl_texts(
    columns: Sequence[Column], texts: Iterator[tuple[str]], out: TextIO, style: Style
) -> int:
    """Write rows that are JSON objects already, one a line; return their number."""
    return _write_lines(map(_compact, texts), out)


def _write_list(records: Iterable[str], out: TextIO) -> int:
    count = 0
    for count, record in enumerate(records, 1):
        out.write(("[" if count == 1 else ",\n ") + record)
    out.write("]\n" if count else "[]\n")
    return count


def _write_lines(records: Iterable[str], out: TextIO) -> int:
    count = 0
    for record in records:
        count += 1
        out.write(record + "\n")
    return count


def _records(
    columns: Sequence[Column], rows: Iterator[Row], separators: _Separators
) -> Iterator[str]:
    """Yield each row as a JSON object on one line."""
    # One template for all rows is twice as fast as a dict for each row.
    keys = (quote(column.name).replace("%", "%%") for column in columns)
    cells = separators.value.join(f"{key}{separators.key}%s" for key in keys)
    template = "{" + cells + "}"
    for row in convert_kinds(columns, rows, {"decimal": to_number, "percent": to_number}):
        yield _printable(
            template
            % tuple(
                [quote(cell) if cell.__class__ is str else _value(cell, separators) for cell in row]
            )
        )


def _value(cell: Cell, separators: _Separators) -> str:
    if cell is None:
        return "null"
    if isinstance(cell, ExactNumber):
        return str(cell)
    if isinstance(cell, float) and not isfinite(cell):
        # JSON has no infinity and no NaN; JSON.stringify writes null, too.
        return "null"
    return json.dumps(cell, ensure_ascii=False, separators=separators)


def _printable(text: str) -> str:
    """Escape what a terminal would obey or hide. It is only in strings: the syntax of JSON has no
    such characters."""
    if text.isprintable():
        return text
    # Mostly it is one ideographic space, which stays.
    for letter in set(text):
        if not letter.isprintable():
            text = text.replace(letter, _escaped(letter))
    return text


@lru_cache(1000)
def _escaped(letter: str) -> str:
    """Return `\\u202e` for a character that must not reach a terminal, others unchanged."""
    return letter if escape_unprintable(letter) == letter else json.dumps(letter)[1:-1]


# Objects that SQLite wrote. A text without a backslash has no escapes, so each `"` in it begins or
# ends a string. A text with escapes is parsed and written again, so that there is only one way to
# escape a character.


def _compact(row: tuple[str]) -> str:
    text = row[0]
    if "\\" in text:
        text = json.dumps(json.loads(text), ensure_ascii=False, separators=_COMPACT)
    return _printable(text)


def _spaced(row: tuple[str]) -> str:
    text = row[0]
    if "\\" in text:
        return _printable(json.dumps(json.loads(text), ensure_ascii=False, separators=_SPACED))
    parts = text.split('"')
    parts[::2] = map(_spaced_syntax, parts[::2])
    return _printable('"'.join(parts))


@lru_cache(1000)
def _spaced_syntax(syntax: str) -> str:
    """Return what stands between two strings, with spaces after its commas and colons."""
    return syntax.replace(",", _SPACED.value).replace(":", _SPACED.key)
