"""The writer of workbooks, row by row in constant memory.

The sheet has widths, a bold header that stays in view, and a filter; its tab and its print have the
title of the answer, and its first row is the header, so that every program finds the columns. It
prints in landscape, as wide as the paper, with the header on each page. Of many columns, those
without any value are folded, so that the others can be read on paper; the signs above the sheet
unfold them. Charts have a sheet of their own.

Rule: the column decides what a cell is. Full dates and numbers are dates and numbers to a
spreadsheet; numbers of standards and codes are text, whatever they look like; nothing is a formula.
What a sheet cannot hold is an error and is never cut off.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from shutil import copyfileobj, rmtree
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from stdplan.domain.dates import first_day, parse_date
from stdplan.domain.text import ExactNumber, escape_unprintable, width_of
from stdplan.errors import CannotCreate
from stdplan.i18n import t
from stdplan.output.cell_text import plain_text, to_number
from stdplan.output.chart_figures import charts_to_draw
from stdplan.output.formats import Heading, Style
from stdplan.output.stable_zip import save_workbook
from stdplan.table import NUMBER_KINDS, Cell, Column, Row
from stdplan.unfinished import unfinished_path

LONGEST = 32_767  # characters of a cell
# Characters that XML cannot hold, or that read back as others.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet keeps so many digits of a number.
_DIGITS = 15
# The first day on which all spreadsheets agree.
_FIRST_DAY = "1900-03-01"


class TooLong(Exception):
    """A text is too long for a cell."""


class _SheetCells:
    """A converter from the cells of rows to those of one sheet."""

    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._columns = columns

    def convert(self, row: Row) -> list[Any]:
        """Return the values for openpyxl; raise CannotCreate for a text too long for a cell."""
        values: list[Any] = []
        for cell, column in zip(row, self._columns, strict=True):
            value = _value(cell, column)
            if isinstance(value, str) and value:
                value = self._text(value, column, row)
            values.append(value)
        return values

    def _text(self, text: str, column: Column, row: Row) -> Any:
        try:
            text = _fit_text(text)
        except TooLong:
            raise CannotCreate(
                t(
                    "{record}: {column}: an xlsx cell can have at most {most} characters; use csv",
                    record=plain_text(row[0]),
                    column=column.name,
                    most=LONGEST,
                )
            ) from None
        if text[0] not in "=#":
            return text
        # openpyxl takes such a text for a formula or an error, unless its type is set.
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell


def sheet_value(cell: Cell, column: Column) -> str | int | float | date | None:
    """Return the value of a cell of a sheet; raise TooLong for a text that does not fit.

    A text that begins with `=` or `#` must get the type of a text.
    """
    value = _value(cell, column)
    return _fit_text(value) if isinstance(value, str) and value else value


def _fit_text(text: str) -> str:
    """Return a text with what XML cannot hold escaped; raise TooLong if it does not fit a cell."""
    if _UNFIT.search(text):
        text = _UNFIT.sub(lambda match: escape_unprintable(match.group()), text)
    # A character above U+FFFF counts twice.
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) > LONGEST * 2:
        raise TooLong
    return text


def _value(cell: Cell, column: Column) -> str | int | float | date | None:
    if cell is None or isinstance(cell, bool):
        return cell
    if column.kind in NUMBER_KINDS:
        return _number(cell)
    text = plain_text(cell)
    return _date(text) if column.kind == "date" else text


def _number(cell: Cell) -> str | int | float:
    """Return a number, or its text if a spreadsheet would round it."""
    if isinstance(cell, float) and isfinite(cell):
        return cell
    exact = to_number(cell)
    if isinstance(exact, int | ExactNumber) and len(str(exact)) <= _DIGITS:
        return float(exact) if "." in str(exact) else int(exact)
    return plain_text(cell)


def _date(text: str) -> str | date:
    """Return a day, or the text of a month or a year."""
    if len(text) < len(_FIRST_DAY) or text < _FIRST_DAY:
        return text
    try:
        return first_day(parse_date(text))
    except ValueError:
        return text


_ROWS = 1_048_576
# The first 200 rows decide how wide the columns are: from 6 to 60 letters.
_MEASURED, _NARROWEST, _WIDEST = 200, 6, 60
# A sheet with more columns has empty ones folded, unless it has more rows than are kept for that.
_UNFOLDED, _KEPT = 15, 5000


def write_xlsx(columns: Sequence[Column], rows: Iterator[Row], out: BinaryIO, style: Style) -> int:
    """Write the rows as a workbook; return their number.

    Raise CannotCreate if there are too many rows for a sheet, or a text is too long for a cell.
    """
    book = Workbook(write_only=True)
    book.properties.title = style.heading.title
    sheet: Any = book.create_sheet(_tab(style.heading.title))
    set_up_print(sheet, style.heading)
    first = list(islice(rows, _KEPT + 1 if len(columns) > _UNFOLDED else _MEASURED))
    heads = [[column.name for column in columns]] if style.header else []
    with _temporary_folder(sheet) as folder:
        for index, width in enumerate(_widths([*heads, *first[:_MEASURED]]), 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for index in _empty_columns(columns, first):
            place = sheet.column_dimensions[get_column_letter(index)]
            place.outlineLevel, place.hidden = 1, True
            sheet.column_dimensions.max_outline = 1  # Excel has room for the signs
        if heads:
            sheet.freeze_panes = "A2"
            sheet.print_title_rows = "1:1"
            sheet.append([_head(sheet, column) for column in columns])
        most, count = _ROWS - len(heads), 0
        cells = _SheetCells(sheet, columns)
        for count, row in enumerate(chain(first, rows), 1):
            if count > most:
                raise CannotCreate(
                    t("an xlsx sheet can have at most {most} rows; use csv", most=most)
                )
            sheet.append(cells.convert(row))
        if heads:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
        charts = charts_to_draw(style, None)
        if charts:
            # Imported here: few answers have charts.
            from stdplan.output.xlsx_charts import add_charts

            add_charts(book, charts, lambda added: set_up_print(added, style.heading))
        path = folder / "book.xlsx"
        save_workbook(book, path)
        with path.open("rb") as file:
            copyfileobj(file, out)
    return count


# What the name of a sheet cannot have, and how long it can be.
_UNFIT_TAB = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TAB = 31
_A4 = 9  # of the papers that workbooks number


def _tab(title: str) -> str:
    """Return a title as the name of a sheet."""
    return _UNFIT_TAB.sub(" ", title)[:_LONGEST_TAB].strip(" '") or "stdplan"


def set_up_print(sheet: Any, heading: Heading) -> None:
    """Have a sheet printed in landscape, as wide as the paper, with a title and page numbers."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    # An ampersand begins a code there.
    title, details = (
        text.replace("&", "&&") for text in (heading.title, " · ".join(heading.details))
    )
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = title, details or None
    sheet.oddHeader.left.font = "Calibri,Bold"
    sheet.oddFooter.right.text = "&P / &N"


@contextmanager
def _temporary_folder(sheet: Any) -> Iterator[Path]:
    """Yield a folder for the temporary files of openpyxl, which leaves them there after an
    error."""
    folder = unfinished_path(tempfile.gettempdir())
    Path(folder).mkdir(0o700)
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield Path(folder)
    finally:
        tempfile.tempdir = before
        # An open sheet would complain on stderr, where the error is reported anyway.
        with suppress(Exception):
            sheet.close()
        rmtree(folder, ignore_errors=True)


def _head(sheet: Any, column: Column) -> Any:
    """Return the cell of a header, above the side of the column on which its cells are."""
    cell = WriteOnlyCell(sheet, column.name)
    cell.font = Font(bold=True)
    if column.kind in NUMBER_KINDS:
        cell.alignment = Alignment(horizontal="right")
    return cell


def _empty_columns(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """Return the numbers of the columns to fold, from 1; none if these may not be all rows."""
    if len(columns) <= _UNFOLDED or not rows or len(rows) > _KEPT:
        return []
    return [
        index
        for index in range(1, len(columns) + 1)
        if all(row[index - 1] in (None, "", [], {}) for row in rows)
    ]


def _widths(rows: Sequence[Row]) -> Iterator[int]:
    """Yield the width of each column in letters."""
    for cells in zip(*rows, strict=True):
        # Two more for the margins, and for the filter's button in the header.
        yield min(max(_NARROWEST, *map(_width, cells)) + 2, _WIDEST)


def _width(cell: object) -> int:
    """Return the width of the longest line of a cell; a Chinese character is two letters wide."""
    lines = plain_text(cell).split("\n")
    return max(map(width_of, lines))
