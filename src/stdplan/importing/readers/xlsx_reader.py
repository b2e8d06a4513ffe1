"""The reader of workbooks (xlsx, xlsm), by openpyxl in its read-only mode.

Rule: a cell is read as the data that the sheet shows: a moment as its day, a whole number
without `.0`; merged blocks and number formats by the rules of sheet_cells.py. XML entities are
refused (defusedxml), and the archive is checked before any of its XML is parsed (xlsx_archive.py).
"""

import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.sheet_cells import (
    NEVER_COMPUTED,
    number_text,
    readable_workbook,
    shown_lines,
    shows_zeros,
)
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.xlsx_archive import SheetScan, scan_sheets

_LAST_ROW = 1_048_576
# Formats of dates in Chinese, Japanese and Korean workbooks, which have a number but no text there
# (ECMA-376 18.8.30): yyyy"年"m"月"d"日" and the like.
_EAST_ASIAN_DATES = frozenset((*range(27, 32), 36, *range(50, 55), 57, 58))
SheetRow = tuple[int, tuple[Any, ...]]  # row number, values


def find_sheets(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the sheets of a workbook.

    Raise BadData if the workbook is damaged or empty; reading the lines of a sheet may raise it,
    too.

    >>> from io import BytesIO
    >>> from openpyxl import Workbook
    >>> workbook, binary = Workbook(), BytesIO()
    >>> workbook.active.append(["标准号", "序号"])
    >>> workbook.active.append(["JB/T 1-2011", 1.0])
    >>> workbook.save(binary)
    >>> [sheet] = find_sheets(ListFile("a.xlsx", "a.xlsx", binary), ReadOptions())
    >>> [cells for _, cells in sheet.lines()]
    [['标准号', '序号'], ['JB/T 1-2011', '1']]
    """
    with readable_workbook(file):
        scans = scan_sheets(file)
        workbook = _load_workbook(file, data_only=True)
        with_formulas = any(scan.has_formulas for scan in scans.values())
        formulas = _load_workbook(file, data_only=False) if with_formulas else None
        formats = _formats_of_zeros(workbook)
        grids = []
        for sheet in workbook.worksheets:
            faults: dict[int, str] = {}
            scan = scans.get(sheet._worksheet_path.lstrip("/"), SheetScan())
            own_formulas = formulas[sheet.title] if formulas and scan.has_formulas else None
            grids.append(
                Grid(
                    sheet.title,
                    f"[{escape_unprintable(sheet.title)}]",
                    partial(_lines, file, sheet, scan, own_formulas, formats, faults),
                    faults,
                    visible=sheet.sheet_state == "visible",
                    is_sheet=True,
                    hidden_lines=scan.hidden_rows,
                )
            )
    return grids


def _lines(
    file: ListFile,
    sheet: Any,
    scan: SheetScan,
    formulas: Any,
    formats: dict[int, str],
    faults: dict[int, str],
) -> Iterator[tabular.GridLine]:
    """Yield the lines of a sheet.

    `formulas`: the same sheet with the formulas instead of their values, None if it has none;
    `formats`: the number formats that add zeros, by the index of their style.
    """
    with readable_workbook(file):
        if formulas is not None:
            values = _computed_values(sheet, formulas, formats)
        elif formats:
            values = _formatted_values(sheet, formats)
        else:
            values = _values(sheet)
        yield from shown_lines(_texts(file, values), scan.blocks, faults)


def _load_workbook(file: ListFile, data_only: bool) -> Any:
    """Return openpyxl's workbook, with computed values (`data_only`) or with formulas."""
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:  # the environment variable OPENPYXL_DEFUSEDXML can turn it off
        raise RuntimeError("defusedxml is not in use")
    warnings.filterwarnings("ignore", module="openpyxl")  # about styles that it cannot read
    with redirect_stdout(None):  # openpyxl prints some problems with styles
        return load_workbook(file.binary, read_only=True, data_only=data_only)


def _formats_of_zeros(workbook: Any) -> dict[int, str]:
    """Return the number formats that add zeros to a number, by the index of their style.

    Dates with an East Asian format are marked as such for openpyxl.
    """
    formats = {}
    for index, style in enumerate(workbook._cell_styles):
        if style.numFmtId in _EAST_ASIAN_DATES:
            workbook._date_formats.add(index)
        elif (text := _format_text(workbook, style.numFmtId)) and shows_zeros(text):
            formats[index] = text
    return formats


def _format_text(workbook: Any, number: int) -> str | None:
    """Return a number format as text; None if it is not known."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number)
    return str(workbook._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def _texts(file: ListFile, rows: Iterator[SheetRow]) -> Iterator[tabular.GridLine]:
    """Yield the rows of a sheet as text."""
    for line, values in rows:
        if line > _LAST_ROW:
            raise BadData(
                t("{file}:{line}: a sheet cannot have this many rows", file=file.name, line=line)
            )
        cells = [value if type(value) is str else _cell_text(value) for value in values]
        if "_x000D_" in "".join(cells):  # how Excel writes a carriage return
            cells = [text.replace("_x000D_", "\r") for text in cells]
        yield line, cells


def _values(sheet: Any) -> Iterator[SheetRow]:
    sheet.reset_dimensions()  # some programs write wrong dimensions
    return enumerate(sheet.iter_rows(max_row=_LAST_ROW + 1, values_only=True), 1)


def _formatted_values(sheet: Any, formats: dict[int, str]) -> Iterator[SheetRow]:
    """Yield the values of a sheet, numbers as their formats show them."""
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW + 1), 1):
        yield line, tuple(_formatted(cell, formats) for cell in cells)


def _formatted(cell: Any, formats: dict[int, str]) -> Any:
    value = cell.value
    if type(value) in (int, float) and (number_format := formats.get(cell._style_id)):
        return number_text(value, number_format)
    return value


def _computed_values(sheet: Any, formulas: Any, formats: dict[int, str]) -> Iterator[SheetRow]:
    """Yield the values of a sheet with formulas.

    `formulas` is the same sheet with the formulas instead of their values. A formula whose
    result is an empty text has a data type other than `n`.
    """
    sheet.reset_dimensions()
    for cells, (line, cell_formulas) in zip(
        sheet.iter_rows(max_row=_LAST_ROW + 1), _values(formulas), strict=True
    ):
        values = []
        for cell, formula in zip(cells, cell_formulas, strict=True):
            if cell.value is None and cell.data_type == "n" and formula is not None:
                values.append(NEVER_COMPUTED)
            else:
                values.append(_formatted(cell, formats))
        yield line, tuple(values)


def _cell_text(value: Any) -> str:
    """Return a value that is not text as text: a moment as its day, 5.0 as '5', None as ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return number_text(value) if isinstance(value, int | float) else str(value)
