"""The reader of workbooks (xlsx, xlsm), by openpyxl in its read-only mode.

Rule: a cell is read as the data that the sheet shows: a moment as its day, a whole number
without `.0`. An error value, or a formula that was never computed, is a fault of its row. Merged
cells have their value in the first cell only. XML entities are refused (defusedxml), and a workbook
that decompresses to more bytes than a list can have is refused before any of its XML is parsed.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import IO, Any
from zipfile import ZipFile

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.rows import ERROR_CELLS, ReadOptions
from stdplan.importing.readers.text_files import ListFile

_LAST_ROW = 1_048_576
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
    with _readable(file):
        with_formulas = has_formulas(file)
        workbook = _load_workbook(file, data_only=True)
        formulas = _load_workbook(file, data_only=False) if with_formulas else None
        grids = []
        for sheet in workbook.worksheets:
            faults: dict[int, str] = {}
            grids.append(
                Grid(
                    sheet.title,
                    f"[{escape_unprintable(sheet.title)}]",
                    partial(_lines, file, sheet, formulas, faults),
                    faults,
                    visible=sheet.sheet_state == "visible",
                    is_sheet=True,
                )
            )
    return grids


@contextmanager
def _readable(file: ListFile) -> Iterator[None]:
    """Turn the errors of a damaged workbook into BadData."""
    try:
        yield
    except StdplanError:
        raise
    # A damaged workbook makes zipfile, the XML parser or openpyxl raise errors without a common
    # base class.
    except Exception as error:
        reason = escape_unprintable(str(error).partition("\n")[0]) or type(error).__name__
        raise BadData(
            t(
                "{file}: the file is damaged, or not a workbook that can be read ({reason}): save"
                " it again as xlsx or csv",
                file=file.name,
                reason=reason,
            )
        ) from None


def _lines(
    file: ListFile, sheet: Any, formulas: Any, faults: dict[int, str]
) -> Iterator[tabular.GridLine]:
    """Yield the lines of a sheet; `formulas`: the workbook with formulas, None if it has none."""
    with _readable(file):
        values = _values(sheet)
        if formulas is not None:
            values = _computed_values(sheet, formulas[sheet.title], faults)
        yield from _grid(file, values, faults)


def _load_workbook(file: ListFile, data_only: bool) -> Any:
    """Return openpyxl's workbook, with computed values (`data_only`) or with formulas."""
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:  # the environment variable OPENPYXL_DEFUSEDXML can turn it off
        raise RuntimeError("defusedxml is not in use")
    warnings.filterwarnings("ignore", module="openpyxl")  # about styles that it cannot read
    with redirect_stdout(None):  # openpyxl prints some problems with styles
        return load_workbook(file.binary, read_only=True, data_only=data_only)


def _grid(
    file: ListFile, rows: Iterator[SheetRow], faults: dict[int, str]
) -> Iterator[tabular.GridLine]:
    """Yield the rows of a sheet as text; add the rows with an error value to `faults`."""
    for line, values in rows:
        if line > _LAST_ROW:
            raise BadData(
                t("{file}:{line}: a sheet cannot have this many rows", file=file.name, line=line)
            )
        cells = [value if type(value) is str else _cell_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        for cell in cells:
            if cell in ERROR_CELLS:
                faults[line] = t("the cell contains the error {error}", error=cell)
            elif "_x000D_" in cell:  # how Excel writes the carriage return of a line end
                cells = [text.replace("_x000D_", "\r") for text in cells]
        yield line, cells


def _values(sheet: Any) -> Iterator[SheetRow]:
    sheet.reset_dimensions()  # some programs write wrong dimensions
    return enumerate(sheet.iter_rows(max_row=_LAST_ROW + 1, values_only=True), 1)


def _computed_values(sheet: Any, formulas: Any, faults: dict[int, str]) -> Iterator[SheetRow]:
    """Yield the values of a sheet with formulas; add rows with an uncomputed one to `faults`.

    `formulas` is the same sheet with the formulas instead of their values. A formula whose
    result is an empty text has a data type other than `n`.
    """
    sheet.reset_dimensions()
    for cells, (line, cell_formulas) in zip(
        sheet.iter_rows(max_row=_LAST_ROW + 1), _values(formulas), strict=True
    ):
        for cell, formula in zip(cells, cell_formulas, strict=True):
            if cell.value is None and cell.data_type == "n" and formula is not None:
                faults[line] = t("a formula was never computed: open and save the workbook once")
        yield line, tuple(cell.value for cell in cells)


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
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# --- The zip archive of a workbook ---

# A workbook decompresses to some ten times its size, a malicious file to a thousand times. The
# ratio is checked only above SMALL bytes.
LARGEST, HIGHEST_RATIO, SMALL = 2_000_000_000, 200, 20_000_000
LONGEST_ROW = 1 << 24  # bytes of XML; openpyxl has a row in memory
_FORMULA = re.compile(rb"<(?:[A-Za-z]\w*:)?f[ />]")
_ROW_END = re.compile(rb"</(?:[A-Za-z]\w*:)?row>|<(?:[A-Za-z]\w*:)?row\b[^>]*/>")
_CHUNK = 1 << 20  # bytes
_OVERLAP = 80  # bytes of the last chunk in which a tag may begin


def has_formulas(file: ListFile) -> bool:
    """Return whether any sheet has a formula.

    Raise BadData if the workbook decompresses to more bytes than a list can have, or if a row of a
    sheet does not end. The sizes in the archive can be relied on: zipfile reads no more of a member
    than its stated size.
    """
    with ZipFile(file.binary) as archive:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        compressed_size = sum(member.compress_size for member in members) or 1
        if size > LARGEST or (size > SMALL and size // compressed_size > HIGHEST_RATIO):
            raise BadData(
                t("{file}: unpacks to {size} bytes, too many for a list", file=file.name, size=size)
            )
        found = False
        for member in members:
            if member.filename.startswith("xl/worksheets/"):
                with archive.open(member) as sheet:
                    found |= _scan_sheet(sheet, file.name)
    return found


def _scan_sheet(sheet: IO[bytes], name: str) -> bool:
    """Return whether the XML of a sheet has a formula; raise BadData if a row does not end."""
    found, end, row_bytes = False, b"", 0
    while chunk := sheet.read(_CHUNK):
        text = end + chunk
        found = found or _FORMULA.search(text) is not None
        row_bytes = 0 if _ROW_END.search(text) else row_bytes + len(chunk)
        if row_bytes > LONGEST_ROW:
            sentence = "{file}: a row is longer than {size} bytes; this is no list"
            raise BadData(t(sentence, file=name, size=LONGEST_ROW))
        end = chunk[-_OVERLAP:]
    return found
