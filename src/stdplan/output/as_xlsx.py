"""A workbook of one sheet, written row by row in constant memory.

Rule: it looks as a person would have made it (widths, a bold header that stays, a filter), and what
a sheet cannot hold is an error, never a silent cut.

Cells of a table as cells of a sheet.

Rule: a cell is what its column says. Full dates and numbers are dates and numbers to a spreadsheet;
numbers of standards and codes are text, whatever they look like, and nothing is a formula.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from stdplan.domain.dates import first_day, read_date
from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.errors import CannotCreate
from stdplan.i18n import t
from stdplan.output.cell_text import number, plain
from stdplan.output.formats import Style
from stdplan.table import Cell, Column, Row

_LONGEST = 32_767
# What XML cannot hold, or gives back as something else.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBERS = frozenset(("integer", "decimal", "percent"))
# The digits that a spreadsheet keeps of a number.
_DIGITS = 15
# The first day on which all spreadsheets agree.
_FIRST_DAY = "1900-03-01"


class Cells:
    """The cells of one sheet."""

    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._columns = columns

    def of(self, row: Row) -> list[Any]:
        """What openpyxl is given for a row; CannotCreate for a text that no cell holds."""
        made: list[Any] = []
        for cell, column in zip(row, self._columns, strict=True):
            value = _value(cell, column)
            if isinstance(value, str) and value:
                value = self._text(value, column, row)
            made.append(value)
        return made

    def _text(self, text: str, column: Column, row: Row) -> Any:
        if _UNFIT.search(text):
            text = _UNFIT.sub(lambda found: escape_unprintable(found.group()), text)
        # A letter outside of the first 65,536 counts twice.
        if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) > _LONGEST * 2:
            raise CannotCreate(
                t(
                    "{record}: {column}: a cell of xlsx holds {most} letters: choose csv",
                    record=plain(row[0]),
                    column=column.name,
                    most=_LONGEST,
                )
            )
        if text[0] not in "=#":
            return text
        # openpyxl takes such a text for a formula or an error, unless told what it is.
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell


def _value(cell: Cell, column: Column) -> str | int | float | date | None:
    if cell is None or isinstance(cell, bool):
        return cell
    if column.kind in _NUMBERS:
        return _number(cell)
    text = plain(cell)
    return _date(text) if column.kind == "date" else text


def _number(cell: Cell) -> str | int | float:
    """A number; as text where a spreadsheet would round it."""
    if isinstance(cell, float) and isfinite(cell):
        return cell
    exact = number(cell)
    if isinstance(exact, int | ExactNumber) and len(str(exact)) <= _DIGITS:
        return float(exact) if "." in str(exact) else int(exact)
    return plain(cell)


def _date(text: str) -> str | date:
    """A day; as text where it is known to the month or year only."""
    if len(text) < len(_FIRST_DAY) or text < _FIRST_DAY:
        return text
    try:
        return first_day(read_date(text))
    except ValueError:
        return text


_ROWS = 1_048_576
# How many rows tell the widths of the columns, and how narrow and wide those may be.
_MEASURED, _NARROWEST, _WIDEST = 200, 6, 60


def write_xlsx(columns: Sequence[Column], rows: Iterator[Row], out: BinaryIO, style: Style) -> int:
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
