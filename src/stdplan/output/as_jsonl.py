"""JSON lines: one record a line, for tools that read a stream.

Rule: each line is what the same record is in JSON.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.output.as_json import records
from stdplan.output.formats import Style
from stdplan.table import Column, Row


def write(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows, one JSON object a line; return how many."""
    count = 0
    for record in records(columns, rows):
        count += 1
        out.write(record + "\n")
    return count
