"""The reader of old workbooks (xls, et), by xlrd.

Rule: a cell is read as the data that the sheet shows, by the rules of sheet_cells.py, as in new
workbooks. xlrd reads a workbook as a whole; xls has at most 65,536 rows in a sheet.
"""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.sheet_cells import (
    MOST_BLOCKS,
    NEVER_COMPUTED,
    MergedBlock,
    number_text,
    readable_workbook,
    shown_lines,
)
from stdplan.importing.readers.tabular import GridLine
from stdplan.importing.readers.text_files import ListFile

LARGEST = 1 << 28  # bytes; more than a sheet full of numbers
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)  # types of cells in xlrd
# How the record of the author begins that xlwt writes by default.
_XLWT = b"\x5c\x00\x70\x00None  "


def find_old_sheets(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the sheets of an old workbook; raise BadData if it is damaged or has a password."""
    with readable_workbook(file):
        content = _read(file)
        book = _open_book(file, content)
        by_xlwt = _XLWT in content
        return [_grid(book, sheet, by_xlwt) for sheet in book.sheets()]


def _read(file: ListFile) -> bytes:
    """Return the content of the file, which must be small enough for a list."""
    file.binary.seek(0)
    content = file.binary.read(LARGEST + 1)
    if len(content) > LARGEST:
        sentence = "{file}: is larger than {size} bytes; this is no list"
        raise BadData(t(sentence, file=file.name, size=LARGEST))
    return content


def _open_book(file: ListFile, content: bytes) -> Any:
    """Return xlrd's workbook."""
    import xlrd  # type: ignore[import-untyped]

    try:
        return xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            sentence = "{file}: a password protects this file: save it without"
            raise BadData(t(sentence, file=file.name)) from None
        raise


def _grid(book: Any, sheet: Any, by_xlwt: bool) -> Grid:
    faults: dict[int, str] = {}
    # xlrd counts rows from 0, and gives the row and the column behind a block.
    blocks = {
        MergedBlock(top + 1, left, bottom, right - 1)
        for top, bottom, left, right in sheet.merged_cells[:MOST_BLOCKS]
    }
    return Grid(
        sheet.name,
        f"[{escape_unprintable(sheet.name)}]",
        lambda: shown_lines(_lines(book, sheet, by_xlwt), blocks, faults),
        faults,
        visible=sheet.visibility == 0,
        is_sheet=True,
        hidden_lines={row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden},
    )


def _lines(book: Any, sheet: Any, by_xlwt: bool) -> Iterator[GridLine]:
    """Yield the rows of a sheet as text.

    xlwt computes no formulas. Their result is an empty text, which no other cell of it has.
    """
    formats = {
        index: book.format_map[style.format_key].format_str
        for index, style in enumerate(book.xf_list)
        if style.format_key in book.format_map
    }
    text_of = partial(_cell_text, formats, book.datemode, by_xlwt)
    for row in range(sheet.nrows):
        yield (
            row + 1,
            [
                value if kind == _TEXT and value else text_of(kind, value, style)
                for kind, value, style in zip(
                    sheet.row_types(row),
                    sheet.row_values(row),
                    sheet._cell_xf_indexes[row],
                    strict=True,
                )
            ],
        )


def _cell_text(
    formats: dict[int, str], datemode: int, by_xlwt: bool, kind: int, value: Any, style: int
) -> str:
    """Return the value of a cell as text: a moment as its day, 5.0 as '5'.

    `formats`: number formats by style. `datemode`: 1 if days are counted from 1904.
    """
    if kind == _NUMBER:
        return number_text(value, formats.get(style, "General"))
    if kind == _DATE:
        return _moment_text(value, datemode)
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        from xlrd import error_text_from_code

        return str(error_text_from_code.get(value, "#N/A"))
    if kind == _TEXT and by_xlwt:
        return NEVER_COMPUTED
    return ""


def _moment_text(value: float, datemode: int) -> str:
    """Return the day of a moment, the time of one without a day, any other number as it is."""
    from xlrd.xldate import xldate_as_datetime  # type: ignore[import-untyped]

    if 0 < value < 1:
        return str((datetime.min + timedelta(days=value)).time().replace(microsecond=0))
    try:
        moment: datetime = xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return number_text(value)
    return moment.date().isoformat()
