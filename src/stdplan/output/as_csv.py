"""CSV after RFC 4180, lines ended by a line feed.

Rule: values are exact, so that what goes out comes back in; only `--safe-csv` changes what a
spreadsheet would run as a formula (and import changes it back).

TSV, what a pipe gets: keys, then one line a row, every cell whole.

Rule: a line has as many tabs as the header, whatever the cells hold; so a tab or newline within a
cell is written `\t`, `\n`, and nothing that a terminal would obey gets through.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.output.cell_text import APOSTROPHE, plain, with_guard
from stdplan.output.formats import Style
from stdplan.table import Column, Row

_END = "\r\n"


class _LineFeeds:
    """Python's csv quotes a carriage return only where its own line end holds one: so the writer
    ends lines with both, and here they become one line feed."""

    def __init__(self, out: TextIO) -> None:
        self._send = out.write

    def write(self, line: str) -> int:
        return self._send(line[: -len(_END)] + "\n")


def write_csv(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as CSV; return how many."""
    import csv  # here, because TSV does without

    writer = csv.writer(_LineFeeds(out), lineterminator=_END)
    if style.header:
        writer.writerow([column.name for column in columns])
    count = 0
    for row in rows:
        count += 1
        cells = [
            "" if cell is None else cell if cell.__class__ is str else plain(cell) for cell in row
        ]
        if style.safe_csv or APOSTROPHE in "".join(cells):
            cells = with_guard(cells, row, style.safe_csv)
        writer.writerow(cells)
    return count


def write_tsv(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as TSV; return how many."""
    send = out.write
    if style.header:
        send("\t".join(escape_unprintable(column.name) for column in columns) + "\n")
    count = 0
    # A million rows pass here: no call for a cell that is text, one look at the whole line.
    for row in rows:
        count += 1
        cells = [
            "" if cell is None else cell if cell.__class__ is str else plain(cell) for cell in row
        ]
        line = "".join(cells)
        if not line.isprintable():
            cells = [cell if cell.isprintable() else escape_unprintable(cell) for cell in cells]
        if style.safe_csv or APOSTROPHE in line:
            cells = with_guard(cells, row, style.safe_csv)
        send("\t".join(cells) + "\n")
    return count
