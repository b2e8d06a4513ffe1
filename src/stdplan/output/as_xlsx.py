"""A workbook of one sheet, written row by row in constant memory.

Rule: it looks as a person would have made it (widths, a bold header that stays, a filter), and what
a sheet cannot hold is an error, never a silent cut.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from stdplan.errors import CannotCreate
from stdplan.i18n import t
from stdplan.output.formats import Style
from stdplan.output.plain import plain
from stdplan.output.sheet_cells import Cells
from stdplan.table import Column, Row

_ROWS = 1_048_576
# How many rows tell the widths of the columns, and how narrow and wide those may be.
_MEASURED, _NARROWEST, _WIDEST = 200, 6, 60


def write(columns: Sequence[Column], rows: Iterator[Row], out: BinaryIO, style: Style) -> int:
    """Write the rows as a workbook; return how many.

    Raises CannotCreate for what no sheet holds: too many rows, or too long a cell.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("stdplan")
    first = list(islice(rows, _MEASURED))
    heads = [[column.name for column in columns]] if style.header else []
    with _scratch(sheet) as folder:
        for place, width in enumerate(_widths([*heads, *first]), 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        if heads:
            sheet.freeze_panes = "A2"
            sheet.append([_bold(sheet, head) for head in heads[0]])
        most, count = _ROWS - len(heads), 0
        cells = Cells(sheet, columns)
        for count, row in enumerate(chain(first, rows), 1):
            if count > most:
                raise CannotCreate(t("a sheet of xlsx holds {most} rows: choose csv", most=most))
            sheet.append(cells.of(row))
        if heads:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
        made = folder / "made.xlsx"
        book.save(made)
        with made.open("rb") as file:
            copyfileobj(file, out)
    return count


@contextmanager
def _scratch(sheet: Any) -> Iterator[Path]:
    """A folder for what openpyxl puts aside, and would leave behind where something goes wrong."""
    with tempfile.TemporaryDirectory(prefix="stdplan-") as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before
            # Left open, it would complain to stderr; what is wrong has been said already.
            with suppress(Exception):
                sheet.close()


def _bold(sheet: Any, head: str) -> Any:
    cell = WriteOnlyCell(sheet, head)
    cell.font = Font(bold=True)
    return cell


def _widths(rows: Sequence[Row]) -> Iterator[int]:
    """How wide each column is to be, in letters, for these rows."""
    for cells in zip(*rows, strict=True):
        # Two more for the margins, and for the filter's button in the header.
        yield min(max(_NARROWEST, *map(_width, cells)) + 2, _WIDEST)


def _width(cell: object) -> int:
    """The width of a cell's longest line; a Chinese character is two letters wide."""
    lines = plain(cell).split("\n")
    return max(sum(1 + (east_asian_width(letter) in "WF") for letter in line) for line in lines)
