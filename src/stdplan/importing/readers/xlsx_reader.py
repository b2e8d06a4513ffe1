"""The reader of workbooks (xlsx, xlsm), by openpyxl in its read-only mode.

Rule: a cell is read as the data that the sheet shows: a moment as its day, a whole number
without `.0`. An error value, or a formula that was never computed, is a fault of its row. Merged
cells have their value in the first cell only. XML entities are refused (defusedxml), and a workbook
that decompresses to more bytes than a list can have is refused before any of its XML is parsed.
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
from stdplan.importing.readers.rows import ERROR_CELLS, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile

_LAST_ROW = 1_048_576
SheetRow = tuple[int, tuple[Any, ...]]  # row number, values


def read_xlsx(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row, then the rows of one sheet of a workbook.

    The sheet is `options.sheet`, its name or its number from 1, else the first visible sheet with a
    known header. Raise UsageProblem if there is no such sheet, BadData if the workbook is damaged
    or empty.

    >>> from io import BytesIO
    >>> from openpyxl import Workbook
    >>> workbook, binary = Workbook(), BytesIO()
    >>> workbook.active.append(["标准号", "序号"])
    >>> workbook.active.append(["JB/T 1-2011", 1.0])
    >>> workbook.save(binary)
    >>> [row.cells for row in read_xlsx(ListFile("a.xlsx", "a.xlsx", binary), ReadOptions())]
    [['标准号', '序号'], ['JB/T 1-2011', '1']]
    """
    try:
        yield from _read_rows(file, options)
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


def _read_rows(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    workbook_has_formulas = has_formulas(file)
    workbook = _load_workbook(file, data_only=True)
    sheet = _choose_sheet(file, workbook, options)
    sheet_name = f"[{escape_unprintable(sheet.title)}]" if len(workbook.worksheets) > 1 else ""
    faults: dict[int, str] = {}  # by row number; filled while the rows are read
    values = _values(sheet)
    if workbook_has_formulas:
        formulas = _load_workbook(file, data_only=False)[sheet.title]
        values = _computed_values(sheet, formulas, faults)
    grid = _grid(file, values, faults)
    for row in tabular.table_rows(file, grid, options, sheet_name):
        fault = faults.pop(row.line, None)
        yield row._replace(fault=fault) if fault else row


def _load_workbook(file: ListFile, data_only: bool) -> Any:
    """Return openpyxl's workbook, with computed values (`data_only`) or with formulas."""
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:  # the environment variable OPENPYXL_DEFUSEDXML can turn it off
        raise RuntimeError("defusedxml is not in use")
    warnings.filterwarnings("ignore", module="openpyxl")  # about styles that it cannot read
    with redirect_stdout(None):  # openpyxl prints some problems with styles
        return load_workbook(file.binary, read_only=True, data_only=data_only)


def _choose_sheet(file: ListFile, workbook: Any, options: ReadOptions) -> Any:
    """Return the sheet to read; count other visible sheets with a header as skipped."""
    sheets = workbook.worksheets
    if options.sheet is not None:
        matches = [sheet for sheet in sheets if sheet.title == options.sheet]
        if not matches and options.sheet.isdecimal() and 0 < int(options.sheet) <= len(sheets):
            matches = [sheets[int(options.sheet) - 1]]
        if matches:
            return matches[0]
        raise UsageProblem(
            t(
                '--sheet: {file} has no sheet "{name}"; use one of {names}',
                file=file.name,
                name=escape_unprintable(options.sheet),
                names=t(", ").join(escape_unprintable(sheet.title) for sheet in sheets),
            )
        )
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    lists = [sheet for sheet in visible if _has_known_header(file, sheet, options)]
    for sheet in lists[1:]:
        file.skipped.add("sheet", sheet.title)
    if not sheets:
        raise BadData(t("{file}: the file is empty and has no header", file=file.name))
    return (lists or visible or sheets)[0]


def _has_known_header(file: ListFile, sheet: Any, options: ReadOptions) -> bool:
    filled_lines = (line for line in _grid(file, _values(sheet), {}) if any(line[1]))
    first_lines = list(islice(filled_lines, tabular.HEADER_LINES))
    return tabular.find_header(first_lines, options) is not None


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
