"""Lists that were put together to one file, as `cat a.csv b.csv` does.

Rule: a byte order mark within a file begins a list if a known header follows it. Each list is read
by its own header. The rows of all lists get one header, which has the columns of all of them; line
numbers are those of the file. A mark without a header is removed if it is before a row, else the
file is refused: what follows is no row of the list above it.
"""

from collections.abc import Callable, Iterator
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.header_names import ColumnKey, column_keys
from stdplan.importing.headers import is_ours
from stdplan.importing.readers import tabular
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.tabular import HEADER_LINES, GridLine, find_header, is_blank
from stdplan.importing.readers.text_files import ListFile

MARK = "\ufeff"


class MarkedLine(NamedTuple):
    """A line of a grid; `marked`: a byte order mark was before it."""

    marked: bool
    line: int
    cells: list[str]


def joined_rows(
    file: ListFile, grid: Callable[[], Iterator[MarkedLine]], options: ReadOptions
) -> Iterator[SourceRow]:
    """Yield one header row, then the rows of all lists in the file.

    `grid` is called twice: the columns of all lists must be known before the first row. Raise
    BadData if a list has no header, or if only some of the lists were written by this program.
    """
    columns: dict[ColumnKey, str] = {}
    first: SourceRow | None = None
    for header in _headers(grid(), file, options):
        if first is None:
            first = header
        else:
            file.skipped.add("list", f"{file.name}:{header.line}")
        if is_ours(header.cells) != is_ours(first.cells):
            raise BadData(
                t(
                    "{file}:{line}: only one of two lists in the file was written by stdplan:"
                    " import them one by one",
                    file=file.name,
                    line=header.line,
                )
            )
        for key, name in zip(column_keys(header.cells), header.cells, strict=True):
            columns.setdefault(key, name)
    if first is None:
        yield from tabular.table_rows(file, iter(()), options)  # refuses an empty file
        return
    yield first._replace(cells=list(columns.values()), cell_count=len(columns))
    places = {key: index for index, key in enumerate(columns)}
    for _, numbered in groupby(_numbered(grid(), file, options), itemgetter(0)):
        rows = tabular.table_rows(file, (line for _, line in numbered), options)
        own = [places[key] for key in column_keys(next(rows).cells)]
        for row in rows:
            cells = [""] * len(columns)
            for index, cell in zip(own, row.cells, strict=False):
                cells[index] = cell
            # Cells beyond the header are the fault of the row; they stay beyond it.
            yield row._replace(cells=cells + row.cells[len(own) :])


def _headers(
    grid: Iterator[MarkedLine], file: ListFile, options: ReadOptions
) -> Iterator[SourceRow]:
    """Yield the header of each list."""
    uncounted = ListFile(file.path, file.name, file.binary)
    for _, numbered in groupby(_numbered(grid, file, options), itemgetter(0)):
        yield next(tabular.table_rows(uncounted, (line for _, line in numbered), options))


def _numbered(
    grid: Iterator[MarkedLine], file: ListFile, options: ReadOptions
) -> Iterator[tuple[int, GridLine]]:
    """Yield each line with the number of its list."""
    lines = _split_lines(grid, options)
    begun = False  # blank lines before the first list would be a list without a header
    waiting: list[MarkedLine] = []  # lines that were read in search of a header
    number = 0
    while line := waiting.pop(0) if waiting else next(lines, None):
        if line.marked and not is_blank(line.cells):
            while len(waiting) < HEADER_LINES and (following := next(lines, None)):
                waiting.append(following)
            own = [line, *takewhile(lambda each: not each.marked, waiting)]
            filled = [(line_number, cells) for _, line_number, cells in own if not is_blank(cells)]
            if find_header(filled[:HEADER_LINES], options) is not None:
                number += 1
            elif not any(map(parse, line.cells)):
                raise BadData(
                    t(
                        "{file}:{line}: another list begins here (there is a byte order mark), but"
                        " it has no known header: import the lists one by one",
                        file=file.name,
                        line=line.line,
                    )
                )
        begun = begun or not is_blank(line.cells)
        if begun:
            yield number, (line.line, line.cells)


def _split_lines(grid: Iterator[MarkedLine], options: ReadOptions) -> Iterator[MarkedLine]:
    """Yield the lines; a line is split where a header begins in it, as the line end before it is
    missing."""
    for marked, line, cells in grid:
        index = next((i for i, cell in enumerate(cells) if MARK in cell), None)
        if index is not None:
            before, _, after = cells[index].partition(MARK)
            rest = [after.strip('"'), *cells[index + 1 :]]
            if find_header([(line, rest)], options) is not None:
                yield MarkedLine(marked, line, [*cells[:index], before])
                yield MarkedLine(True, line, rest)
                continue
        yield MarkedLine(marked, line, cells)
