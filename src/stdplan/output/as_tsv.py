"""TSV, what a pipe gets: keys, then one line a row, every cell whole.

Rule: a line has as many tabs as the header, whatever the cells hold; so a tab or newline within a
cell is written `\\t`, `\\n`, and nothing that a terminal would obey gets through.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.domain.text import visible
from stdplan.output.formats import Style
from stdplan.output.plain import APOSTROPHE, plain, with_guard
from stdplan.table import Column, Row


def write(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as TSV; return how many."""
    send = out.write
    if style.header:
        send("\t".join(visible(column.name) for column in columns) + "\n")
    count = 0
    # A million rows pass here: no call for a cell that is text, one look at the whole line.
    for row in rows:
        count += 1
        cells = [
            "" if cell is None else cell if cell.__class__ is str else plain(cell) for cell in row
        ]
        line = "".join(cells)
        if not line.isprintable():
            cells = [cell if cell.isprintable() else visible(cell) for cell in cells]
        if style.safe_csv or APOSTROPHE in line:
            cells = with_guard(cells, row, style.safe_csv)
        send("\t".join(cells) + "\n")
    return count
