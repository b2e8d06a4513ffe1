"""The writers of JSON, a list with a record a line, and of JSON lines, without the list.

Rule: values keep their kind (numbers, null, arrays, objects), and keys the order of the columns.
Every character that a terminal would obey or hide is escaped, so that it is safe to print data. A
record is the same in both formats.
"""

import json
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring as quote
from math import isfinite
from typing import TextIO

from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.output.cell_text import convert_kinds, to_number
from stdplan.output.formats import Style
from stdplan.table import Cell, Column, Row


def write_json(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a JSON list; return their number."""
    count = 0
    for count, record in enumerate(_records(columns, rows), 1):
        out.write(("[" if count == 1 else ",\n ") + record)
    out.write("]\n" if count else "[]\n")
    return count


def _records(columns: Sequence[Column], rows: Iterator[Row]) -> Iterator[str]:
    """Yield each row as a JSON object on one line."""
    # One template for all rows is twice as fast as a dict for each row.
    keys = (quote(column.name).replace("%", "%%") for column in columns)
    template = "{" + ", ".join(f"{key}: %s" for key in keys) + "}"
    for row in convert_kinds(columns, rows, {"decimal": to_number, "percent": to_number}):
        text = template % tuple(
            [quote(cell) if cell.__class__ is str else _value(cell) for cell in row]
        )
        yield text if text.isprintable() else "".join(map(_escaped, text))


def _value(cell: Cell) -> str:
    if cell is None:
        return "null"
    if isinstance(cell, ExactNumber):
        return str(cell)
    if isinstance(cell, float) and not isfinite(cell):
        # JSON has no infinity and no NaN; JSON.stringify writes null, too.
        return "null"
    return json.dumps(cell, ensure_ascii=False)


def _escaped(letter: str) -> str:
    """Return `\\u202e` for a character that must not reach a terminal, others unchanged.

    Such characters are only in strings: the syntax of JSON has none.
    """
    return letter if escape_unprintable(letter) == letter else json.dumps(letter)[1:-1]


def write_jsonl(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as JSON objects, one a line; return their number."""
    count = 0
    for record in _records(columns, rows):
        count += 1
        out.write(record + "\n")
    return count
