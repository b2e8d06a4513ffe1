"""The rows of a grid of cells (csv, xlsx, Markdown): below the header, without other lines.

Rule: everything skipped is reported. Titles above the header, repeated headers, section lines
and remarks are counted in `ListFile.skipped`. Every other line of the grid is a row; what is wrong
with it is its `fault`. Ordinary rows are checked a block at a time, because lists of a million rows
come through here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import eq

from stdplan.domain.numbers import parse
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.headers import fold, known_headers
from stdplan.importing.readers.rows import Block, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import Sections, section_level

# The line number in the file (the row of a sheet), and its cells.
GridLine = tuple[int, list[str]]
# The header is one of the first 50 lines that are not blank, or else the first of them.
HEADER_LINES = 50
_NARROWEST = 3  # in a table with fewer columns a text by itself is not a section line
# Remarks below a list, or at the foot of its pages.
_REMARK = re.compile(
    r"[（(]?(?:备?注 ?[0-9]*[:：]|注 ?[0-9]|说明[:：]|[合共总小]计|共 ?[0-9]+ ?[项个条]|以下空白"
    r"|第 ?[0-9]+ ?页|Notes?:)",
    re.IGNORECASE,
)
_TOTALS = frozenset(("合计", "共计", "总计", "小计", "合 计", "总 计", "合计：", "总计："))
_COUNT = re.compile("[0-9]+ *[项个条]?")


def table_rows(
    file: ListFile, grid: Iterator[GridLine], options: ReadOptions, sheet: str = ""
) -> Iterator[SourceRow]:
    """Yield the header row, then the rows of a table.

    A row with more cells than the header has a fault. A row with fewer cells has lost empty cells
    at its end, as spreadsheets lose them: it is filled up, and `SourceRow.cell_count` is the number
    of cells in the file. Raise BadData if the grid is empty.
    """
    grid = ((line, file.skipped.visible(cells)) for line, cells in grid)
    first_lines = list(islice((line for line in grid if not is_blank(line[1])), HEADER_LINES))
    header, below = _split_at_header(file, first_lines, options, sheet)
    yield header
    yield from _DataRows(file, header).rows(chain(below, grid))


def table_blocks(
    file: ListFile, grid: Iterator[tuple[Sequence[int], list[list[str]]]], options: ReadOptions
) -> Iterator[SourceRow | Block]:
    """Yield the same as `table_rows` for a grid that comes in blocks, ordinary rows as `Block`.

    A block of the grid is (line numbers, rows of cells, which Skipped.visible() has returned).
    """
    first_lines: list[GridLine] = []
    for line_numbers, rows in grid:
        first_lines += zip(line_numbers, rows, strict=True)
        if len([line for line in first_lines if not is_blank(line[1])]) >= HEADER_LINES:
            break
    filled = [line for line in first_lines if not is_blank(line[1])]
    header, below = _split_at_header(file, filled[:HEADER_LINES], options)
    yield header
    table = _DataRows(file, header)
    yield from table.rows(chain(below, filled[HEADER_LINES:]))
    for line_numbers, rows in grid:
        if table.all_ordinary(rows):
            yield Block(line_numbers, list(zip(*rows, strict=True)))
        else:
            yield from table.rows(zip(line_numbers, rows, strict=True))


def _split_at_header(
    file: ListFile, first_lines: list[GridLine], options: ReadOptions, sheet: str = ""
) -> tuple[SourceRow, list[GridLine]]:
    """Return the header row, without empty cells at its end, and the lines below it."""
    if not first_lines:
        raise BadData(t("{file}: the file is empty and has no header", file=file.name + sheet))
    index = find_header(first_lines, options) or 0
    for _, cells in first_lines[:index]:
        file.skipped.add("title", _joined(cells))
    line, names = first_lines[index]
    width = len(names)
    while not names[width - 1].strip():
        width -= 1
    return SourceRow(line, names[:width], width, sheet=sheet), first_lines[index + 1 :]


def find_header(lines: list[GridLine], options: ReadOptions) -> int | None:
    """Return the index of the header among the first lines, None if no known header is there.

    A header has a known name of the column that says what a row is about, or a name that --map
    gives; below the first line it needs two known names. The search ends at a line that has a
    standard number next to other cells, because such a line is already a row.

        >>> find_header([(1, ["附件"]), (3, ["标准编号", "标准名称"])], ReadOptions())
        1
    """
    naming_headers, all_headers = known_headers()
    mapped = frozenset(map(fold, options.mapped_headers))
    for index, (_, cells) in enumerate(lines):
        names = {fold(cell) for cell in cells if cell}
        if names & (naming_headers | mapped) and (
            not index or len(names & (all_headers | mapped)) > 1
        ):
            return index
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1 and any(map(parse, filled)):
            return None
    return None


class _DataRows:
    """The lines below a header, and the section line above the current one."""

    def __init__(self, file: ListFile, header: SourceRow) -> None:
        self._skipped, self._header, self._sheet = file.skipped, header.cells, header.sheet
        self._width = len(header.cells)
        self._second = min(1, self._width - 1)  # a table may have a single column
        self._sections, self._section = Sections(), ""

    def all_ordinary(self, rows: list[list[str]]) -> bool:
        """Return whether all lines are ordinary: `rows` would yield each with line and cells only.

        An ordinary line is as wide as the header, is below no section line, and begins with two
        different texts.
        """
        if self._section or set(map(len, rows)) != {self._width}:
            return False
        first_cells = [cells[0].strip() for cells in rows]
        second_cells = [cells[self._second].strip() for cells in rows]
        return (
            all(first_cells)
            and all(second_cells)
            and not any(map(eq, first_cells, second_cells))
            and self._header[0].strip() not in first_cells
            and _TOTALS.isdisjoint(first_cells)
        )

    def rows(self, lines: Iterable[GridLine]) -> Iterator[SourceRow]:
        """Yield the rows among the lines."""
        for line, cells in lines:
            cell_count = len(cells)
            fault = None
            if cell_count < self._width:
                cells = cells + [""] * (self._width - cell_count)
            elif cell_count > self._width:
                if any(cell.strip() for cell in cells[self._width :]):
                    fault = t(
                        "the row has {cells} cells, but the header has {width}",
                        cells=cell_count,
                        width=self._width,
                    )
                else:
                    cells, cell_count = cells[: self._width], self._width
            if self._is_row(cells):
                yield SourceRow(line, cells, cell_count, fault, self._sheet, self._section)

    def _is_row(self, cells: list[str]) -> bool:
        """Return whether a line is a row; count any other line, and enter a section."""
        # A line that begins with two different texts can only be a row, a header or a total.
        first, second = cells[0].strip(), cells[self._second].strip()
        if not first or not second or first == second:
            text = _only_text(cells)
            if text == "":
                return False
            if text is not None and _REMARK.match(text):
                self._skipped.add("remark", text)
                return False
            is_wide = self._width >= _NARROWEST
            if text is not None and is_wide and (depth := section_level(text)) is not None:
                self._skipped.add("section", text)
                self._section = self._sections.enter(text, depth)
                return False
        if cells == self._header:
            self._skipped.add("header", _joined(cells))
        elif (first or second) in _TOTALS and _has_only_counts(cells):
            self._skipped.add("remark", _joined(cells))
        else:
            return True
        return False


def _only_text(cells: list[str]) -> str | None:
    """Return the only text of a line, None if it has several, "" for a blank line.

    A merged cell may repeat its text in every cell.
    """
    texts = {text for cell in cells if (text := cell.strip())}
    return None if len(texts) > 1 else "".join(texts)


def _has_only_counts(cells: list[str]) -> bool:
    """Return whether a line of totals has nothing but its words and counts: 合计, 35项."""
    texts = {text for cell in cells if (text := cell.strip())}
    return all(map(_COUNT.fullmatch, texts - _TOTALS))


def is_blank(cells: list[str]) -> bool:
    """Return whether a line has no text."""
    return not any(cells) or "".join(cells).isspace()


def _joined(cells: list[str]) -> str:
    return " ".join(text for cell in cells if (text := cell.strip()))
