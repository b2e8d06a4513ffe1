"""JSON: a list of records, one a line, in the order of the columns.

Rule: values keep their kind (numbers, null, arrays, objects), and every character that a terminal
would obey or hide is escaped, so that printing data never runs it.

JSON lines: one record a line, for tools that read a stream.

Rule: each line is what the same record is in JSON.
"""

import json
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring as quote
from math import isfinite
from typing import TextIO

from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.output.cell_text import converted, number
from stdplan.output.formats import Style
from stdplan.table import Cell, Column, Row


def write_json(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a JSON list; return how many."""
    count = 0
    for count, record in enumerate(records(columns, rows), 1):
        out.write(("[" if count == 1 else ",\n ") + record)
    out.write("]\n" if count else "[]\n")
    return count


def records(columns: Sequence[Column], rows: Iterator[Row]) -> Iterator[str]:
    """Each row as a JSON object on one line."""
    # One template for all rows is twice as fast as a dict for each.
    keys = (quote(column.name).replace("%", "%%") for column in columns)
    template = "{" + ", ".join(f"{key}: %s" for key in keys) + "}"
    for row in converted(columns, rows, {"decimal": number, "percent": number}):
        text = template % tuple([quote(c) if c.__class__ is str else _value(c) for c in row])
        yield text if text.isprintable() else "".join(map(_escaped, text))


def _value(cell: Cell) -> str:
    if cell is None:
        return "null"
    if isinstance(cell, ExactNumber):
        return str(cell)
    if isinstance(cell, float) and not isfinite(cell):
        # JSON has no word for an infinity; JSON.stringify says null, too.
        return "null"
    return json.dumps(cell, ensure_ascii=False)


def _escaped(letter: str) -> str:
    """`\\u202e` for what must not reach a terminal; outside of strings JSON has none of these."""
    return letter if escape_unprintable(letter) == letter else json.dumps(letter)[1:-1]


def write_jsonl(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows, one JSON object a line; return how many."""
    count = 0
    for record in records(columns, rows):
        count += 1
        out.write(record + "\n")
    return count
