"""The tables of a file that may have several: a workbook, a document, a web page.

Rule: every visible table with a known header is a list of its own, in the order of the file; also
one with a header such as 编号 or id above numbers of standards. A table that follows a list
directly continues it if it is as wide and has no header, or the same one: word processors split
tables at page ends. If no table has such a header, the first one with the number of a standard is
read, else the first, so that --map can name its columns. What is no list is counted, and so are
hidden tables: a hidden draft is no list. `--sheet` and `--table` choose one table, also a hidden
one. Hidden and filtered rows are records: they are counted, and `--visible-only` leaves them out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import count, islice
from types import MappingProxyType
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.domain.text import shown
from stdplan.errors import NoList, UsageProblem
from stdplan.i18n import t
from stdplan.importing.header_names import is_identifying
from stdplan.importing.readers import tabular
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.tabular import GridLine
from stdplan.importing.readers.text_files import ListFile


class Grid(NamedTuple):
    """One table of a file.

    `name`: the name of the sheet, or what was found above the table; `place`: how messages name it
    (`[Sheet1]`). `lines` reads it from its start on each call. `faults`: what is wrong with a line,
    by its number; it may fill up while the lines are read. `is_sheet`: --sheet can choose it.
    `may_continue`: it may be the rest of the table before it. `proposed`: values for --set, by
    field, that the text around it says. `hidden_lines`: the numbers of the rows that a filter, a
    group or a hand hides.
    """

    name: str
    place: str
    lines: Callable[[], Iterator[GridLine]]
    faults: dict[int, str]
    visible: bool = True
    is_sheet: bool = False
    may_continue: bool = False
    proposed: Mapping[str, str] = MappingProxyType({})
    hidden_lines: AbstractSet[int] = frozenset()


class GridList(NamedTuple):
    """The tables of one list: the first one has the header, the others continue it."""

    grids: Sequence[Grid]

    def rows(self, file: ListFile, options: ReadOptions, several: bool) -> Iterator[SourceRow]:
        """Yield the header row, then the rows of all tables of the list.

        `several`: the file has more than one table, so messages name it.
        """
        sources: dict[int, tuple[Grid, int]] = {}  # by serial number: the table and its line
        lines = self._numbered(sources, file, options.visible_only)
        is_header = True
        for row in tabular.table_rows(file, lines, options, widen=True):
            grid, line = sources.pop(row.line)
            if line in grid.hidden_lines and not is_header:
                file.skipped.add("hidden row", tabular.joined_text(row.cells))
            fault = grid.faults.pop(line, None) or row.fault
            yield row._replace(line=line, sheet=grid.place if several else "", fault=fault)
            is_header = False

    def _numbered(
        self, sources: dict[int, tuple[Grid, int]], file: ListFile, visible_only: bool
    ) -> Iterator[GridLine]:
        """Yield the lines of all tables by serial numbers, which are unique among the tables.

        `visible_only`: leave out hidden lines.
        """
        serial = count(1)
        for grid in self.grids:
            for line, cells in grid.lines():
                if tabular.is_blank(cells):
                    continue
                if visible_only and line in grid.hidden_lines:
                    file.skipped.add("left out", tabular.joined_text(cells))
                    continue
                number = next(serial)
                sources[number] = grid, line
                yield number, cells


def find_lists(file: ListFile, grids: Sequence[Grid], options: ReadOptions) -> list[GridList]:
    """Return the lists among the tables of a file; count the other tables as skipped.

    Raise UsageProblem if --sheet or --table names no table, NoList if there is no table.
    """
    if options.sheet is not None or options.table is not None:
        return [GridList([_chosen(file, grids, options)])]
    lists: list[GridList] = []
    open_list: list[Grid] = []  # the tables of the list to which the next table may belong
    header: list[str] = []  # of that list
    others: list[Grid] = []
    for grid in grids:
        if not grid.visible:
            if grid.is_sheet:
                file.skipped.add("hidden", grid.name)
            elif _width(grid):
                file.skipped.add("hidden table", grid.name or grid.place)
            continue
        found = _known_header(grid, options) or _identifying_header(grid)
        if open_list and grid.may_continue and _continues(grid, found, header):
            open_list.append(grid)
        elif found is not None:
            open_list, header = [grid], found
            lists.append(GridList(open_list))
        else:
            open_list = []
            others.append(grid)
    if lists:
        for grid in filter(_width, others):
            file.skipped.add("table", grid.name or grid.place)
        return lists
    readable = [grid for grid in grids if grid.visible and _width(grid)]
    if not readable:
        raise NoList(t("{file}: the file is empty and has no header", file=file.name))
    return [GridList([next(filter(_has_number, readable), readable[0])])]


def _chosen(file: ListFile, grids: Sequence[Grid], options: ReadOptions) -> Grid:
    """Return the table that --sheet and --table name, by its name or by its number from 1."""
    candidates = list(grids)
    if options.sheet is not None:
        sheets = [grid for grid in grids if grid.is_sheet]
        if not sheets:
            raise UsageProblem(t("--sheet: {file} is not a workbook", file=file.name))
        candidates = [grid for grid in sheets if grid.name == options.sheet]
        if not candidates and options.sheet.isdecimal():
            number = int(options.sheet)
            candidates = sheets[number - 1 : number] if number else []
        if not candidates:
            raise UsageProblem(
                t(
                    '--sheet: {file} has no sheet "{name}"; use one of {names}',
                    file=file.name,
                    name=shown(options.sheet),
                    names=t(", ").join(shown(sheet.name) for sheet in sheets),
                )
            )
    if options.table is None:
        return candidates[0]
    if not 0 < options.table <= len(candidates):
        raise UsageProblem(
            t(
                "--table: {file} has {count} tables, no table {number}",
                file=file.name,
                count=len(candidates),
                number=options.table,
            )
        )
    return candidates[options.table - 1]


def _first_lines(grid: Grid) -> list[GridLine]:
    filled = (line for line in grid.lines() if not tabular.is_blank(line[1]))
    return list(islice(filled, tabular.HEADER_LINES))


def _known_header(grid: Grid, options: ReadOptions) -> list[str] | None:
    """Return the known header of a table, None if it has no such header."""
    lines = _first_lines(grid)
    index = tabular.find_header(lines, options)
    return None if index is None else lines[index][1]


def _identifying_header(grid: Grid) -> list[str] | None:
    """Return the header of a table without a known header, if one of its columns has numbers of
    standards and its name says that they identify the rows (number_column.py)."""
    lines = _first_lines(grid)
    index = tabular.find_unlisted_header(lines)
    names = [] if index is None else lines[index][1]
    return names if any(map(is_identifying, names)) else None


def _continues(grid: Grid, found: list[str] | None, header: list[str]) -> bool:
    """Return whether a table with the header `found`, or none, goes on with a list."""
    if found is None:
        return _width(grid) == len(header)
    return found == header == _first_lines(grid)[0][1]


def _width(grid: Grid) -> int:
    """Return the number of cells of the widest of the first lines of a table."""
    return max((len(cells) for _, cells in _first_lines(grid)), default=0)


def _has_number(grid: Grid) -> bool:
    """Return whether a table has the number of a standard in one of its first lines."""
    return any(parse(cell) for _, cells in _first_lines(grid) for cell in cells)
