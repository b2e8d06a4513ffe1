"""The writers of CSV and TSV.

CSV follows RFC 4180, except that lines end with a line feed. Rule: values are exact, so that import
reads back what was written. Only `--safe-csv` changes cells that a spreadsheet would run as
formulas, and import changes them back.

TSV is what a pipe gets. Rule: every line has as many tabs as the header. So a tab or a line feed
within a cell is written as `\\t` or `\\n`, and all that a terminal would obey is escaped.

Each format has two functions. One writes rows of cells. The other one writes rows that SQLite
returns as JSON arrays of texts, without a Python object for each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from stdplan.domain.text import escape_unprintable
from stdplan.light import TYPE_CHECKING
from stdplan.output.cell_text import APOSTROPHE, guard_cells, plain_text
from stdplan.output.formats import Style
from stdplan.table import Column, Row

if TYPE_CHECKING:
    from typing import TextIO

_END = "\r\n"
# A function that returns a row as a line, with its line feed.
_FormatRow = Callable[[Row], str]


def write_csv(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as CSV; return their number."""
    format_row = _csv_format(style)
    return _write(map(format_row, rows), _csv_header(columns, style), out)


def write_csv_texts(
    columns: Sequence[Column], texts: Iterator[tuple[str]], out: TextIO, style: Style
) -> int:
    """Write rows that are JSON arrays of texts as CSV; return their number."""
    return _write(_csv_lines(texts, len(columns), style), _csv_header(columns, style), out)


def write_tsv(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as TSV; return their number."""
    format_row = _tsv_format(style)
    return _write(map(format_row, rows), _tsv_header(columns, style), out)


def write_tsv_texts(
    columns: Sequence[Column], texts: Iterator[tuple[str]], out: TextIO, style: Style
) -> int:
    """Write rows that are JSON arrays of texts as TSV; return their number."""
    return _write(_tsv_lines(texts, style), _tsv_header(columns, style), out)


# More lines in one call take little less time, and the first ones would be written later.
_LINES = 100


def _write(lines: Iterator[str], header: str, out: TextIO) -> int:
    """Write the header and the lines; return the number of lines."""
    out.write(header)
    count = 0
    while some := list(islice(lines, _LINES)):
        count += len(some)
        out.write("".join(some))
    return count


def _csv_header(columns: Sequence[Column], style: Style) -> str:
    return _csv_joiner()([column.name for column in columns]) if style.header else ""


def _tsv_header(columns: Sequence[Column], style: Style) -> str:
    names = [escape_unprintable(column.name) for column in columns]
    return _join_tsv(names) if style.header else ""


# Rows of cells.


def _csv_format(style: Style) -> _FormatRow:
    """Return the function that formats a row of cells as CSV."""
    join = _csv_joiner()

    def format_row(row: Row) -> str:
        cells = _plain_cells(row)
        if style.safe_csv or APOSTROPHE in "".join(cells):
            cells = guard_cells(cells, row, style.safe_csv)
        return join(cells)

    return format_row


def _tsv_format(style: Style) -> _FormatRow:
    """Return the function that formats a row of cells as TSV."""

    def format_row(row: Row) -> str:
        cells = _plain_cells(row)
        # One check of the whole line is faster than one of each cell.
        line = "".join(cells)
        if not line.isprintable():
            cells = [cell if cell.isprintable() else escape_unprintable(cell) for cell in cells]
        if style.safe_csv or APOSTROPHE in line:
            cells = guard_cells(cells, row, style.safe_csv)
        return _join_tsv(cells)

    return format_row


def _plain_cells(row: Row) -> list[str]:
    # No call for a cell that is text.
    return [
        "" if cell is None else cell if cell.__class__ is str else plain_text(cell) for cell in row
    ]


class _LastLine:
    """A text stream for the csv module that keeps the last line, with a line feed at its end.

    The module quotes a carriage return in a cell only if its line end contains one.
    """

    text = ""

    def write(self, line: str) -> int:
        self.text = line[: -len(_END)] + "\n"
        return len(line)


def _csv_joiner() -> Callable[[Iterable[str]], str]:
    """Return the function that joins the texts of cells to a line of CSV."""
    import csv  # TSV does not need it

    line = _LastLine()
    write = csv.writer(line, lineterminator=_END).writerow

    def join(cells: Iterable[str]) -> str:
        write(cells)
        return line.text

    return join


def _join_tsv(cells: Iterable[str]) -> str:
    return "\t".join(cells) + "\n"


# Rows that are JSON arrays of texts, such as `["JB/T 1-2011","Gears",""]`. Without a backslash,
# there are no escapes: each `"` begins or ends a cell, and `","` is between two cells. Only such
# rows are converted as they are; others are parsed, and formatted as rows of cells.

_BETWEEN = '","'


def _csv_lines(texts: Iterator[tuple[str]], width: int, style: Style) -> Iterator[str]:
    format_row = _csv_format(style)
    for (text,) in texts:
        if _is_plain(text):
            line = text[2:-2].replace(_BETWEEN, ",")
            if line.count(",") == width - 1 > 0:
                yield line + "\n"
                continue
            cells = text[2:-2].split(_BETWEEN)
            if len(cells) > 1:  # a single cell is quoted if it is empty
                yield ",".join([f'"{cell}"' if "," in cell else cell for cell in cells]) + "\n"
                continue
        yield format_row(_parse(text))


def _tsv_lines(texts: Iterator[tuple[str]], style: Style) -> Iterator[str]:
    format_row = _tsv_format(style)
    for (text,) in texts:
        if _is_plain(text) and text.isprintable():
            yield text[2:-2].replace(_BETWEEN, "\t") + "\n"
        else:
            yield format_row(_parse(text))


def _is_plain(text: str) -> bool:
    """Return whether no cell has an escape or begins with an apostrophe, which may need another."""
    return "\\" not in text and not (APOSTROPHE in text and f'"{APOSTROPHE}' in text)


def _parse(text: str) -> Row:
    from json import loads  # most lists need it for no row

    row: Row = loads(text)
    return row
