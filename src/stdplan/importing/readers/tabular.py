"""The rows of a grid of cells (csv, xlsx, Markdown): below the header, without other lines.

Rule: a header of two rows is one header, `代替标准 全部` (header_names.py). Everything skipped is
reported. Titles above the header, repeated headers, section lines and remarks (remarks.py) are
counted in `ListFile.skipped`. Every other line of the grid is a row; what is wrong with it is its
`fault`. Ordinary rows are checked a block at a time, because lists of a million rows come through
here.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice, pairwise
from operator import eq
from typing import NamedTuple

from stdplan.domain.numbers import parse, parse_list
from stdplan.domain.text import clean, clean_code
from stdplan.errors import BadData, NoList
from stdplan.i18n import t
from stdplan.importing.cell_evidence import is_entry
from stdplan.importing.header_names import (
    continues_header,
    fold,
    header_of_unnamed,
    join_header,
    meaning_of,
    position_of_unnamed,
    without_occurrence,
)
from stdplan.importing.layouts import known_headers
from stdplan.importing.readers.remarks import are_suspect, is_remark, is_suspect
from stdplan.importing.readers.rows import Block, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.tick_columns import TickColumns, find_ticks
from stdplan.importing.sections import Sections, section_level

# The line number in the file (the row of a sheet), and its cells.
GridLine = tuple[int, list[str]]
# The header is one of the first 50 lines that are not blank, or else the first of them.
HEADER_LINES = 50
MOST_COLUMNS = 16_384  # as in a workbook
_ORDINARY_WIDTH = 256  # columns
MOST_WIDE_CELLS = 5_000_000  # in wider rows
_NARROWEST = 3  # in a table with fewer columns a text by itself is not a section line
_LONGEST_NAME = 30  # characters of a header without a known name
# The lines below such a header that are looked at, and the share of numbers in one column of them.
_LOOKED_AT, _MOST = 20, 0.8


def table_rows(
    file: ListFile,
    grid: Iterator[GridLine],
    options: ReadOptions,
    sheet: str = "",
    widen: bool = False,
) -> Iterator[SourceRow]:
    """Yield the header row, then the rows of a table.

    `widen`: cells of the first rows beyond the header are columns without a name, as in workbooks.
    A row with more cells than the header has a fault. A row with fewer cells has lost empty cells
    at its end, as spreadsheets lose them: it is filled up, and `SourceRow.cell_count` is the number
    of cells in the file. Raise NoList if the grid is empty.
    """
    grid = ((line, file.skipped.visible(cells)) for line, cells in _bounded(file, grid, sheet))
    first_lines = list(islice((line for line in grid if not is_blank(line[1])), HEADER_LINES))
    head = _split_at_header(file, first_lines, options, widen, sheet)
    yield head.row
    yield from _DataRows(file, head, widen).rows(chain(head.below, grid))


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
    head = _split_at_header(file, filled[:HEADER_LINES], options)
    yield head.row
    table = _DataRows(file, head)
    yield from table.rows(chain(head.below, filled[HEADER_LINES:]))
    for line_numbers, rows in grid:
        if table.all_ordinary(rows):
            yield Block(line_numbers, list(zip(*rows, strict=True)))
        else:
            yield from table.rows(zip(line_numbers, rows, strict=True))


def _bounded(file: ListFile, grid: Iterator[GridLine], sheet: str) -> Iterator[GridLine]:
    """Yield the lines; raise BadData if too many have a cell that is far to the right.

    Such a cell is a few bytes of a file, and thousands of cells in memory.
    """
    wide = 0
    for line, cells in grid:
        if len(cells) > _ORDINARY_WIDTH and (filled := _last_filled(cells)) > _ORDINARY_WIDTH:
            wide += filled
            if wide > MOST_WIDE_CELLS:
                sentence = "{file}:{line}: too many rows with over {count} columns for a list"
                name = file.name + sheet
                raise BadData(t(sentence, file=name, line=line, count=_ORDINARY_WIDTH))
        yield line, cells


class _Head(NamedTuple):
    """The header row of a table.

    `width`: how many columns the file has. `ticks`: those that are one column of the header row.
    `lines`: the lines of the file that the header consists of. `below`: the first lines below it.
    """

    row: SourceRow
    width: int
    ticks: list[TickColumns]
    lines: list[list[str]]
    below: list[GridLine]


def _split_at_header(
    file: ListFile,
    first_lines: list[GridLine],
    options: ReadOptions,
    widen: bool = False,
    sheet: str = "",
) -> _Head:
    """Return the header row, without empty cells at its end that no column needs."""
    if not first_lines:
        raise NoList(t("{file}: the file is empty and has no header", file=file.name + sheet))
    if (widest := max(len(cells) for _, cells in first_lines)) > MOST_COLUMNS:
        sentence = "{file}: a table cannot have this many columns: {count}"
        raise BadData(t(sentence, file=file.name + sheet, count=widest))
    found = find_header(first_lines, options)
    index = (find_unlisted_header(first_lines) if found is None else found) or 0
    if found is None:
        _refuse_single_record(file.name + sheet, first_lines)
    for _, cells in first_lines[:index]:
        file.skipped.add("title", joined_text(cells))
    line, names = first_lines[index]
    lines, below = [names], first_lines[index + 1 :]
    while found is not None and below and continues_header(names, below[0][1]):
        lines.append(below[0][1])
        names = join_header(names, below.pop(0)[1])
    width = _width(names, [cells for _, cells in below], options, widen)
    names = _fitted(names, width)
    ticks = find_ticks(names, (cells for _, cells in below if _may_be_row(cells, names)))
    for columns in ticks:
        names = columns.merge_header(names)
    return _Head(SourceRow(line, names, len(names), sheet=sheet), width, ticks, lines, below)


def _refuse_single_record(name: str, lines: list[GridLine]) -> None:
    """Raise BadData if the lines are a form about one standard: 标准号 next to a number."""
    naming = known_headers().naming
    for line, cells in lines:
        if _has_name_and_value(cells, naming):
            raise BadData(
                t(
                    "{file}:{line}: a header and a number are next to each other: this is a form"
                    " about one standard, and no list; enter it with `standards add`, or give the"
                    " list a header row",
                    file=name,
                    line=line,
                )
            )
        if any(map(parse, cells)):
            return


def _width(names: list[str], below: list[list[str]], options: ReadOptions, widen: bool) -> int:
    """Return the number of columns: those with a name, and those without one that --map names or
    that have text in one of the first rows.

    Only `widen` lets such rows be longer than the header: in a text, a longer row is a fault.
    """
    width = _last_filled(names)
    for cells in below:
        filled = _last_filled(cells)
        if filled > width and (widen or filled <= len(names)) and _may_be_row(cells, names):
            width = filled
    return max(width, *map(position_of_unnamed, options.mapped_headers), 0)


def _last_filled(cells: list[str]) -> int:
    """Return the position of the last cell with a text, from 1; 0 if there is none."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return last


def find_header(lines: list[GridLine], options: ReadOptions) -> int | None:
    """Return the index of the header among the first lines, None if no known header is there.

    A header has a known name of the column that says what a row is about, or a name that --map
    gives; below the first line it needs two known names. It may take two lines. The search ends at
    a line that has a standard number next to other cells, because such a line is already a row.

        >>> find_header([(1, ["附件"]), (3, ["标准编号", "标准名称"])], ReadOptions())
        1
    """
    mapped = {fold(without_occurrence(header)) for header in options.mapped_headers}
    naming, known = known_headers().naming | mapped, known_headers().all | mapped
    for index, (_, cells) in enumerate(lines):
        names = {fold(cell) for cell in cells if cell}
        if names & naming and _has_name_and_value(cells, naming):
            return None
        if names & naming and (not index or len(names & known) > 1):
            return index
        if names and index + 1 < len(lines) and continues_header(cells, lines[index + 1][1]):
            joined = join_header(cells, lines[index + 1][1])
            names = {meaning_of(cell, known) for cell in joined if cell}
            if names & naming and len(names & known) > 1:
                return index
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1 and any(map(parse, filled)):
            return None
    return None


def _has_name_and_value(cells: list[str], naming: AbstractSet[str]) -> bool:
    """Return whether a line has a header in one cell, and its value in the next: 标准号, GB/T 1."""
    filled = [cell for cell in cells if cell.strip()]
    return any(fold(name) in naming and parse(value) for name, value in pairwise(filled))


def find_unlisted_header(lines: Sequence[GridLine]) -> int | None:
    """Return the index of a header without a known name: the line above the first row, if one of
    its columns has numbers of standards. None if there is no such line.

    >>> find_unlisted_header([(1, ["表1"]), (2, ["ident", "text"]), (3, ["GB 1-2020", "甲"])])
    1
    """
    for index, (_, cells) in enumerate(lines):
        filled = [text for cell in cells if (text := clean(cell))]
        column = next((i for i, cell in enumerate(cells) if _is_number(cell)), None)
        if column is None or len(filled) < 2:
            continue
        if not index:
            return None
        names = [clean(cell) for cell in lines[index - 1][1]]
        below = (cells[column] for _, cells in lines[index:][:_LOOKED_AT] if len(cells) > column)
        texts = [text for cell in below if (text := clean_code(cell))]
        is_header = (
            column < len(names)
            and bool(names[column])
            and len(set(names) - {""}) > 1
            and all(map(_may_be_name, filter(None, names)))
            and sum(map(_is_number, texts)) >= _MOST * len(texts)
        )
        return index - 1 if is_header else None
    return None


def _may_be_name(text: str) -> bool:
    has_letter = any(map(str.isalpha, text.replace("年", "").replace("月", "").replace("日", "")))
    return len(text) <= _LONGEST_NAME and (has_letter or text == "#") and not _is_number(text)


def _is_number(text: str) -> bool:
    """Return whether a cell has the number of a standard, or several, or one with its title."""
    cell = clean_code(text)
    if not any(map(str.isdigit, cell)):
        return False
    return parse(cell) is not None or is_entry(cell) or _has_several(cell)


def _has_several(cell: str) -> bool:
    several = parse_list(cell)
    return len(several) > 1 and all(map(parse, several))


class _DataRows:
    """The lines below a header, and the section line above the current one."""

    def __init__(self, file: ListFile, head: _Head, widen: bool = False) -> None:
        self._skipped, self._sheet, self._widen = file.skipped, head.row.sheet, widen
        self._width, self._ticks = head.width, head.ticks
        # The lines of the header, as wide as the rows.
        self._header = [_fitted(cells, self._width) for cells in head.lines]
        self._names = [
            {cell.strip() for cell in column} for column in zip(*self._header, strict=True)
        ]
        self._folded = {tuple(map(fold, cells)) for cells in self._header}
        self._joined = {"".join(cells) for cells in self._folded}
        self._first_characters = {cells[0].strip()[:1] for cells in self._header} - {""}
        self._second = min(1, self._width - 1)  # a table may have a single column
        self._sections, self._section = Sections(), ""

    def all_ordinary(self, rows: list[list[str]]) -> bool:
        """Return whether all lines are ordinary: `rows` would yield each with line and cells only.

        An ordinary line is as wide as the header, is below no section line, and begins with two
        different texts.
        """
        if self._section or self._ticks or set(map(len, rows)) != {self._width}:
            return False
        first_cells = [cells[0].strip() for cells in rows]
        second_cells = [cells[self._second].strip() for cells in rows]
        return (
            all(first_cells)
            and all(second_cells)
            and not any(map(eq, first_cells, second_cells))
            and (
                not are_suspect(first_cells, self._first_characters)
                or not any(
                    is_suspect(first, self._first_characters) and self._is_skipped(cells)
                    for first, cells in zip(first_cells, rows, strict=True)
                )
            )
        )

    def _is_skipped(self, cells: list[str]) -> bool:
        """Return whether a line with several texts is a remark or a repeated header."""
        return self._is_header(cells) or is_remark(cells, self._header[0])

    def rows(self, lines: Iterable[GridLine]) -> Iterator[SourceRow]:
        """Yield the rows among the lines."""
        for line, cells in lines:
            cell_count = len(cells)
            fault = None
            if cell_count < self._width:
                cells = cells + [""] * (self._width - cell_count)
            elif cell_count > self._width:
                if any(cell.strip() for cell in cells[self._width :]):
                    fault = self._too_long(cell_count)
                else:
                    cells, cell_count = cells[: self._width], self._width
            if self._is_row(cells):
                fault = fault or self._over_all_columns(cells)
                for columns in self._ticks:
                    beyond = len(cells) - cell_count
                    cells = columns.merge(cells)
                    cell_count = max(len(cells) - beyond, 1)
                yield SourceRow(line, cells, cell_count, fault, self._sheet, self._section)

    def _is_header(self, cells: list[str]) -> bool:
        """Return whether a line repeats the header, or one of its two rows without merged cells."""
        if cells in self._header or tuple(map(fold, cells)) in self._folded:
            return True
        texts = [(index, text) for index, cell in enumerate(cells) if (text := cell.strip())]
        if len({text for _, text in texts}) == 1 and len(self._names) > 1:
            return fold(texts[0][1]) in self._joined
        if len(self._header) < 2:
            return False
        return len(texts) > 1 and all(text in self._names[index] for index, text in texts)

    def _over_all_columns(self, cells: list[str]) -> str | None:
        """Return the fault of a row that has one text in three or more cells, and no others.

        Otherwise it would be stored as a standard whose number and title are this text.
        """
        first, last = cells[0], cells[-1]
        if first != last or self._width < _NARROWEST or not (text := first.strip()):
            return None
        if len(set(cells)) > 1 or parse(text):
            return None
        return t("one text in all columns is no row, and no remark that is known")

    def _too_long(self, cell_count: int) -> str:
        """Return the fault of a row with more cells than the header."""
        sentence = t(
            "the row has {cells} cells, but the header has {width}",
            cells=cell_count,
            width=self._width,
        )
        if not self._widen:
            return sentence
        header = header_of_unnamed(self._width + 1)
        return sentence + t('; to keep the next column, use --map "{header}=extra"', header=header)

    def _is_row(self, cells: list[str]) -> bool:
        """Return whether a line is a row; count any other line, and enter a section."""
        first, second = cells[0].strip(), cells[self._second].strip()
        has_two_texts = first and second and first != second
        if has_two_texts and not is_suspect(first, self._first_characters):
            return True
        if self._is_header(cells):
            self._skipped.add("header", joined_text(cells))
            return False
        if is_remark(cells, self._header[0]):
            self._skipped.add("remark", joined_text(cells))
            return False
        text = None if has_two_texts else _only_text(cells)
        if text == "":
            return False
        is_wide = self._width >= _NARROWEST
        if text is not None and is_wide and (depth := section_level(text)) is not None:
            self._skipped.add("section", text)
            self._section = self._sections.enter(text, depth)
            return False
        return True


def _may_be_row(cells: list[str], names: list[str]) -> bool:
    """Return whether a line has several texts, and is no remark."""
    return _only_text(cells) is None and not is_remark(cells, names)


def _only_text(cells: list[str]) -> str | None:
    """Return the only text of a line, None if it has several, "" for a blank line.

    A merged cell may repeat its text in every cell.
    """
    texts = {text for cell in cells if (text := cell.strip())}
    return None if len(texts) > 1 else "".join(texts)


def _fitted(cells: list[str], width: int) -> list[str]:
    """Return the cells as wide as the rows."""
    return [*cells[:width], *[""] * (width - len(cells))]


def is_blank(cells: list[str]) -> bool:
    """Return whether a line has no text."""
    return not any(cells) or "".join(cells).isspace()


def joined_text(cells: list[str]) -> str:
    """Return the texts of a line as one text."""
    return " ".join(text for cell in cells if (text := cell.strip()))
