"""Workbooks (xlsx, xlsm) to rows of cells, by openpyxl in its read-only mode.

Rule: a cell is what the sheet shows of it as data: a date its day, a whole number no `.0`. What a
cell cannot say, an error or a formula that was never computed, is a fault of its row. Merged cells
hold their value in the first of them only. Entities in the XML are refused (defusedxml).

The parts of a workbook, which is a zip archive, before anything reads its XML.

Rule: how much it unpacks to is bounded. zipfile stops each part at the size it states.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any
from zipfile import ZipFile

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, StdplanError, UsageProblem
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.rows import ERRORS, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile

# A workbook unpacks to some ten times its size; what is made to harm, to a thousand.
LARGEST, HIGHEST_RATIO, SMALL = 2_000_000_000, 200, 100_000_000
_FORMULA = re.compile(rb"<(?:[A-Za-z]\w*:)?f[ />]")
_CHUNK = 1 << 20


def has_formulas(file: ListFile) -> bool:
    """Whether any sheet has one; BadData where the parts are larger than those of a list can be."""
    with ZipFile(file.binary) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts) or 1
        if size > LARGEST or (size > SMALL and size // packed > HIGHEST_RATIO):
            raise BadData(
                t("{file}: unpacks to {size} bytes: this is no list", file=file.name, size=size)
            )
        for part in parts:
            if part.filename.startswith("xl/worksheets/"):
                with archive.open(part) as sheet:
                    if _holds_formula(sheet):
                        return True
    return False


def _holds_formula(sheet: IO[bytes]) -> bool:
    end = b""
    while chunk := sheet.read(_CHUNK):
        if _FORMULA.search(end + chunk):
            return True
        end = chunk[-80:]
    return False


LAST_ROW = 1_048_576
Row = tuple[int, tuple[Any, ...]]


def read_xlsx(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The rows of one sheet: the one asked for, else the first that shows a header."""
    try:
        yield from _read(file, wanted)
    except StdplanError:
        raise
    # A broken workbook meets zipfile, an XML parser and openpyxl, which have no error in common.
    except Exception as error:
        reason = escape_unprintable(str(error).partition("\n")[0]) or type(error).__name__
        raise BadData(
            t(
                "{file}: is damaged, or no workbook that can be read ({reason}): "
                "save it again as xlsx or csv",
                file=file.name,
                reason=reason,
            )
        ) from None


def _read(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    formulas = has_formulas(file)
    book = _open(file, data_only=True)
    sheet = _choose(file, book, wanted)
    part = f"[{escape_unprintable(sheet.title)}]" if len(book.worksheets) > 1 else ""
    wrong: dict[int, str] = {}
    values = _values(sheet)
    if formulas:
        values = _computed(sheet, _open(file, data_only=False)[sheet.title], wrong)
    grid = _grid(file, values, wrong)
    for row in tabular.rows(file, grid, wanted, part):
        problem = wrong.pop(row.line, None)
        yield row._replace(fault=problem) if problem else row


def _open(file: ListFile, data_only: bool) -> Any:
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:  # switched off by OPENPYXL_DEFUSEDXML
        raise RuntimeError("defusedxml is not in use")
    warnings.filterwarnings("ignore", module="openpyxl")  # styles and extensions it leaves out
    with redirect_stdout(None):  # it prints what it finds wrong with styles
        return load_workbook(file.binary, read_only=True, data_only=data_only)


def _choose(file: ListFile, book: Any, wanted: ReadOptions) -> Any:
    sheets = book.worksheets
    if wanted.sheet is not None:
        named = [sheet for sheet in sheets if sheet.title == wanted.sheet]
        if not named and wanted.sheet.isdecimal() and 0 < int(wanted.sheet) <= len(sheets):
            named = [sheets[int(wanted.sheet) - 1]]
        if named:
            return named[0]
        raise UsageProblem(
            t(
                '--sheet: {file} has no sheet "{name}" (choose from {names})',
                file=file.name,
                name=escape_unprintable(wanted.sheet),
                names=t(", ").join(escape_unprintable(sheet.title) for sheet in sheets),
            )
        )
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    lists = [sheet for sheet in shown if _shows_header(file, sheet, wanted)]
    for sheet in lists[1:]:
        file.skipped.add("sheet", sheet.title)
    if not sheets:
        raise BadData(t("{file}: holds nothing, not even a header", file=file.name))
    return (lists or shown or sheets)[0]


def _shows_header(file: ListFile, sheet: Any, wanted: ReadOptions) -> bool:
    filled = (line for line in _grid(file, _values(sheet), {}) if any(line[1]))
    return tabular.find_header(list(islice(filled, tabular.SEARCHED)), wanted) is not None


def _grid(file: ListFile, rows: Iterator[Row], wrong: dict[int, str]) -> Iterator[tabular.Line]:
    """The rows of a sheet as text; `wrong` gets those with an error in a cell."""
    for line, values in rows:
        if line > LAST_ROW:
            raise BadData(t("{file}:{line}: no sheet has so many rows", file=file.name, line=line))
        cells = [value if type(value) is str else _text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        for cell in cells:
            if cell in ERRORS:
                wrong[line] = t("a cell holds the error {error}", error=cell)
            elif "_x000D_" in cell:  # how Excel writes the carriage return of a line end
                cells = [text.replace("_x000D_", "\r") for text in cells]
        yield line, cells


def _values(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # other programs state them wrongly
    return enumerate(sheet.iter_rows(max_row=LAST_ROW + 1, values_only=True), 1)


def _computed(sheet: Any, written: Any, wrong: dict[int, str]) -> Iterator[Row]:
    """The values of a sheet with formulas; `wrong` gets the rows where one has no value.

    `written`: the same sheet with the formulas themselves. One that gave an empty text is no `n`.
    """
    sheet.reset_dimensions()
    for cells, (line, formulas) in zip(
        sheet.iter_rows(max_row=LAST_ROW + 1), _values(written), strict=True
    ):
        for cell, formula in zip(cells, formulas, strict=True):
            if cell.value is None and cell.data_type == "n" and formula is not None:
                wrong[line] = t("a formula was never computed: open and save the workbook once")
        yield line, tuple(cell.value for cell in cells)


def _text(value: Any) -> str:
    """A cell that is no text: of a moment its day, of a whole number no `.0`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
