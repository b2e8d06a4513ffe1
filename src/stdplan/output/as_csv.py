"""The writers of CSV and TSV.

CSV follows RFC 4180, except that lines end with a line feed. Rule: values are exact, so that import
reads back what was written. Only `--safe-csv` changes cells that a spreadsheet would run as
formulas, and import changes them back.

TSV is what a pipe gets. Rule: every line has as many tabs as the header. So a tab or a line feed
within a cell is written as `\\t` or `\\n`, and all that a terminal would obey is escaped.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.output.cell_text import APOSTROPHE, guard_cells, plain_text
from stdplan.output.formats import Style
from stdplan.table import Column, Row

_END = "\r\n"


class _LineFeeds:
    """A text stream that replaces the `\\r\\n` at the end of each line by a line feed.

    The csv module quotes a carriage return in a cell only if its line end contains one.
    """

    def __init__(self, out: TextIO) -> None:
        self._write = out.write

    def write(self, line: str) -> int:
        return self._write(line[: -len(_END)] + "\n")


def write_csv(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as CSV; return their number."""
    import csv  # TSV does not need it

    writer = csv.writer(_LineFeeds(out), lineterminator=_END)
    if style.header:
        writer.writerow([column.name for column in columns])
    count = 0
    for row in rows:
        count += 1
        cells = [
            "" if cell is None else cell if cell.__class__ is str else plain_text(cell)
            for cell in row
        ]
        if style.safe_csv or APOSTROPHE in "".join(cells):
            cells = guard_cells(cells, row, style.safe_csv)
        writer.writerow(cells)
    return count


def write_tsv(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as TSV; return their number."""
    write = out.write
    if style.header:
        write("\t".join(escape_unprintable(column.name) for column in columns) + "\n")
    count = 0
    # For a million rows: no call for a cell that is text, and one check of the whole line.
    for row in rows:
        count += 1
        cells = [
            "" if cell is None else cell if cell.__class__ is str else plain_text(cell)
            for cell in row
        ]
        line = "".join(cells)
        if not line.isprintable():
            cells = [cell if cell.isprintable() else escape_unprintable(cell) for cell in cells]
        if style.safe_csv or APOSTROPHE in line:
            cells = guard_cells(cells, row, style.safe_csv)
        write("\t".join(cells) + "\n")
    return count
