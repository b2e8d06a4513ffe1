"""The reader of OpenDocument workbooks (ods), as a stream of XML.

Rules:
* A cell is read by its value, not by its text: a day from `office:date-value`, a number from
  `office:value`. A number is read as its text if that only adds zeros or letters: 0107.
* Repeated rows and cells are bounded by what a sheet can have. Repeated empty ones cost nothing.
* Rows that a filter, a group or a hand hides are hidden, and sheets whose style says so.
* Comments and drawings are no text of a cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from zipfile import ZipFile

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.rows import ERROR_CELLS, ReadOptions
from stdplan.importing.readers.sheet_cells import (
    NEVER_COMPUTED,
    MergedBlock,
    OpenBlocks,
    number_text,
    without_errors,
)
from stdplan.importing.readers.tabular import GridLine
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.zip_parts import feed_part, open_archive, parse_part

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_ROW = 1 << 24  # characters of its texts
MOST_SHEETS = 200
MOST_COPIES = 20_000_000  # cells with text that only say how often they are repeated
_ROW_COSTS = 200  # cells: what each copy of a row costs, besides its own
_CONTENT = "content.xml"
_TABLE, _TEXT, _OFFICE, _STYLE, _DRAWING = (
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 "
    for name in ("table", "text", "office", "style", "drawing")
)
_ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_SKIPPED = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
# A number as text that only adds to it: 0107, T0107, 1.10.
_WITH_ZEROS = re.compile(r"[^0-9.,+-]*?(0[0-9]+(?:\.[0-9]+)?|[0-9]+\.[0-9]*[1-9][0-9]*)[^0-9.,%]*")
_WHITE_SPACE = re.compile("[ \t\r\n]+")


def find_open_sheets(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the sheets of an OpenDocument workbook.

    Raise BadData if it is damaged or has a password; reading the lines of a sheet may raise it,
    too.
    """
    names = _SheetNames()
    with open_archive(file, "ods") as archive:
        if _is_encrypted(archive):
            sentence = "{file}: a password protects this file: save it without"
            raise BadData(t(sentence, file=file.name))
        parse_part(file, archive, _CONTENT, names)
    return [_grid(file, index, *sheet) for index, sheet in enumerate(names.sheets)]


def _is_encrypted(archive: ZipFile) -> bool:
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    with archive.open("META-INF/manifest.xml") as manifest:
        return b"encryption-data" in manifest.read(1 << 20)


def _grid(file: ListFile, index: int, name: str, visible: bool) -> Grid:
    faults: dict[int, str] = {}
    hidden: set[int] = set()
    return Grid(
        name,
        f"[{escape_unprintable(name)}]",
        partial(_lines, file, index, faults, hidden),
        faults,
        visible=visible,
        is_sheet=True,
        hidden_lines=hidden,
    )


class _SheetNames:
    """Finds the names of the sheets, and whether each is visible: `sheets`."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool]] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if name == f"{_STYLE}style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties":
            if attributes.get(f"{_TABLE}display") == "false":
                self._hidden_styles.add(self._style)
        elif name == f"{_TABLE}table":
            if not self._tables:
                style = attributes.get(f"{_TABLE}style-name", "")
                visible = style not in self._hidden_styles
                if len(self.sheets) == MOST_SHEETS:
                    raise ValueError(t("it has more than {count} sheets", count=MOST_SHEETS))
                self.sheets.append((attributes.get(f"{_TABLE}name", ""), visible))
            self._tables += 1

    def end(self, name: str) -> None:
        """End an element."""
        self._tables -= name == f"{_TABLE}table"

    def text(self, text: str) -> None:
        """Skip characters."""


@dataclass(slots=True)
class _Row:
    """A row of a sheet and how often it is repeated; merged blocks that begin in it.

    `own`: how many cells the file has for it. `blocks`: first column, count of rows and columns.
    """

    repeated: int
    hidden: bool
    cells: list[str] = field(default_factory=list)
    own: int = 0
    blocks: list[tuple[int, int, int]] = field(default_factory=list)


def _lines(
    file: ListFile, index: int, faults: dict[int, str], hidden: set[int]
) -> Iterator[GridLine]:
    """Yield the lines of the sheet of this index; add the numbers of hidden ones to `hidden`."""
    yield from without_errors(_filled_lines(file, index, hidden), faults)


def _filled_lines(file: ListFile, index: int, hidden: set[int]) -> Iterator[GridLine]:
    filling, line, copies = OpenBlocks(), 0, 0
    for row in _rows(file, index):
        if not row.cells:
            line += row.repeated
            continue
        copies += row.repeated * len(row.cells) - row.own + (row.repeated - 1) * _ROW_COSTS
        if copies > MOST_COPIES:
            sentence = "{file}:{line}: more cells are repeated than a list can have"
            raise BadData(t(sentence, file=file.name, line=line + 1))
        for _ in range(row.repeated):
            line += 1
            if line > LAST_ROW:
                sentence = "{file}:{line}: a sheet cannot have this many rows"
                raise BadData(t(sentence, file=file.name, line=line))
            if row.hidden:
                hidden.add(line)
            blocks = [
                MergedBlock(line, column, line + rows - 1, column + columns - 1)
                for column, rows, columns in row.blocks
            ]
            yield line, filling.fill(line, row.cells.copy(), blocks)


def _rows(file: ListFile, index: int) -> Iterator[_Row]:
    """Yield the rows of a sheet that have text, and how many empty ones are between them."""
    sheet = _SheetRows(index)
    with open_archive(file, "ods") as archive:
        for _ in feed_part(file, archive, _CONTENT, sheet):
            yield from sheet.rows
            sheet.rows.clear()
            if sheet.is_read:
                return


class _SheetRows:
    """Collects the rows of one sheet; `rows` are those that were read since it was last emptied."""

    def __init__(self, index: int) -> None:
        self.rows: list[_Row] = []
        self.is_read = False
        self._sheets_before = index
        self._depth = self._tables = 0
        self._skipped_from = 0  # the depth of an element that is left out; 0 if there is none
        self._row: _Row | None = None
        self._empty = 0  # cells before the next one of the row
        self._cell: dict[str, str] | None = None
        self._texts: list[str] = []
        self._paragraphs = 0  # those that are open
        self._length = 0  # characters of the row

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._depth += 1
        if self._skipped_from:
            return
        if name == f"{_TABLE}table":
            self._tables += 1
            if self._tables > 1:
                self._skipped_from = self._depth
        elif not self._tables or self._sheets_before or self.is_read:
            return
        elif name == f"{_TABLE}table-row":
            hidden = attributes.get(f"{_TABLE}visibility") in ("collapse", "filter")
            repeated = _count(attributes, "number-rows-repeated", LAST_ROW)
            self._row = _Row(repeated, hidden)
            self._empty = self._length = 0
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell, self._texts = attributes, []
        elif name in _SKIPPED or name.startswith(_DRAWING):
            self._skipped_from = self._depth
        elif self._cell is not None and name.startswith(_TEXT):
            self._start_text(name.removeprefix(_TEXT), attributes)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            if self._texts and not self._paragraphs:
                self._add("\n")
            self._paragraphs += 1
        elif name == "s":
            count = attributes.get(f"{_TEXT}c", "1")
            self._add(" " * min(int(count) if count.isdecimal() else 1, 100))
        elif name in ("tab", "line-break"):
            self._add(" " if name == "tab" else "\n")

    def end(self, name: str) -> None:
        """End an element."""
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped_from:
            if depth == self._skipped_from:
                self._skipped_from = 0
                self._tables -= name == f"{_TABLE}table"
            return
        if name == f"{_TABLE}table":
            self._tables -= 1
            self.is_read = self.is_read or not self._sheets_before
            self._sheets_before -= 1
        elif name in (f"{_TEXT}p", f"{_TEXT}h"):
            self._paragraphs = max(0, self._paragraphs - 1)
        elif name == f"{_TABLE}table-row" and self._row is not None:
            self.rows.append(self._row)
            self._row = None
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._end_cell(name == f"{_TABLE}covered-table-cell")

    def text(self, text: str) -> None:
        """Add characters to a cell; white space in the XML is a single blank."""
        if self._paragraphs and not self._skipped_from:
            self._add(_WHITE_SPACE.sub(" ", text))

    def _add(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)
        if self._length > LONGEST_ROW:
            raise ValueError(t("a row is longer than {size} bytes", size=LONGEST_ROW))

    def _end_cell(self, covered: bool) -> None:
        """Add a cell to its row, as often as it is repeated."""
        if self._row is None or self._cell is None:
            return
        attributes, self._cell = self._cell, None
        repeated = _count(attributes, "number-columns-repeated", LAST_COLUMN)
        value = "" if covered else _value(attributes, "".join(self._texts))
        if not value:
            self._empty += repeated
            return
        cells = self._row.cells
        self._row.own += 1 + self._empty
        if len(cells) + self._empty + repeated > LAST_COLUMN:
            raise ValueError(t("a sheet cannot have this many columns"))
        cells += [""] * self._empty
        self._empty = 0
        rows = _count(attributes, "number-rows-spanned", LAST_ROW)
        columns = _count(attributes, "number-columns-spanned", LAST_COLUMN)
        if rows > 1:
            self._row.blocks.append((len(cells), rows, columns))
        cells += [value] * repeated


def _count(attributes: dict[str, str], name: str, largest: int) -> int:
    """Return the count in an attribute, at most `largest`; 1 if it has none."""
    text = attributes.get(f"{_TABLE}{name}", "1")
    return min(int(text[:9]), largest) if text.isdecimal() and int(text[:9]) else 1


def _value(attributes: dict[str, str], text: str) -> str:
    """Return the value of a cell as text; `text` is what it shows."""
    if attributes.get(_ERROR_TYPE) == "error":
        return text if text in ERROR_CELLS else "#VALUE!"
    kind = attributes.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        return _number(attributes.get(f"{_OFFICE}value", ""), text)
    if kind == "date":
        day = _DAY.match(attributes.get(f"{_OFFICE}date-value", ""))
        return day.group() if day else text
    if kind == "boolean":
        return attributes.get(f"{_OFFICE}boolean-value", "").upper() or text
    if kind == "string":
        return text or attributes.get(f"{_OFFICE}string-value", "")
    if kind is None and not text and f"{_TABLE}formula" in attributes:
        return NEVER_COMPUTED
    return text


def _number(value: str, text: str) -> str:
    """Return a number, or its text if that only adds zeros or letters to it."""
    try:
        number = float(value)
    except ValueError:
        return text
    shown = _WITH_ZEROS.fullmatch(text.strip())
    if shown and float(shown[1]) == number:
        return text.strip()
    return number_text(number)
