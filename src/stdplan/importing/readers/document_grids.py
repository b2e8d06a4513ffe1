"""The tables of a document as grids, for grids.py to find the lists among them.

Rules:
* Columns are those of the rows that have a cell for each. People drag the borders of single cells,
  so that rows differ in the grid but have the same number of cells: then the n-th cell of a row is
  in the n-th column.
* A cell of the header over several columns takes the text of all of them, unless it is above a
  second row of the header.
* A table about one standard may have the names of its values in the first column.
* A merged cell has its value in each of its rows. A line with a single text over several columns is
  a section line or a remark, whatever is merged next to it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from stdplan.domain.numbers import parse
from stdplan.errors import NoList
from stdplan.i18n import t
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import known_headers
from stdplan.importing.readers import tabular
from stdplan.importing.readers.announcements import with_proposals
from stdplan.importing.readers.document_tables import Cell, Document, DocumentTable
from stdplan.importing.readers.document_texts import text_grid
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.tabular import GridLine
from stdplan.importing.readers.text_files import ListFile

_COLON = " \u3000:："
_LONGEST_UPRIGHT = 100  # rows of a table about one standard
_LONGEST_MERGED = 10_000  # characters of a merged value that is repeated in each row
# A cell and the columns in which it is: from the first to the one after the last.
Placed = tuple[Cell, int, int]


def document_grids(file: ListFile, document: Document, options: ReadOptions) -> list[Grid]:
    """Return the tables of a document that have text, as grids.

    Without a list among them, lines of text that begin with a number are one (document_texts.py).
    Raise NoList if there is neither.
    """
    grids: list[Grid] = []
    for table in document.tables:
        for each in _separated(table, options, document.prose):
            lines = _lines(each, options)
            if any(not tabular.is_blank(cells) for _, cells in lines):
                place = t("[table {number}]", number=len(grids) + 1)
                grids.append(
                    Grid(
                        each.title,
                        place,
                        lines.__iter__,
                        {},
                        visible=not each.hidden,
                        may_continue=each.follows,
                        hidden_lines={row + 1 for row in each.hidden_rows},
                    )
                )
    texts = document.prose
    if not any(_is_list(grid, options) for grid in grids):
        texts = texts + [text for grid in grids for text in _frame_texts(grid)]
        if found := text_grid(file, texts):
            grids.append(found)
    if not grids:
        sentence = (
            "{file}: there is no table in this document, and no line that begins with the number of"
            " a standard"
        )
        raise NoList(t(sentence, file=file.name))
    return with_proposals(grids, (line for text in texts for line in text.split("\n")))


def _is_list(grid: Grid, options: ReadOptions) -> bool:
    """Return whether a table has a known header, or the number of a standard."""
    filled = [line for line in grid.lines() if not tabular.is_blank(line[1])]
    first_lines = filled[: tabular.HEADER_LINES]
    return tabular.find_header(first_lines, options) is not None or any(
        parse(cell) for _, cells in first_lines for cell in cells
    )


def _frame_texts(grid: Grid) -> list[str]:
    """Return the texts of a table with one column, which only places them on the page."""
    lines = [[cell for cell in cells if cell.strip()] for _, cells in grid.lines()]
    return [cell for cells in lines for cell in cells] if max(map(len, lines)) == 1 else []


# --- Tables within tables ---


def _separated(
    table: DocumentTable, options: ReadOptions, prose: list[str]
) -> Iterator[DocumentTable]:
    """Yield the tables that are read by themselves: a table, or those within it.

    The text of a table that only places other tables on the page is added to `prose`.
    """
    if not table.inner:
        yield table
        return
    inner = [found for _, _, each in table.inner for found in _separated(each, options, prose)]
    if _has_header(table, options) or _cell_count([table]) > _cell_count(inner):
        yield _with_inner_text(table, options)
        yield from (each for each in inner if _has_header(each, options))
        return
    texts = (cell.text for row in table.rows for cell in row if cell.text)
    prose += [paragraph for text in texts for paragraph in text.split("\n")]
    inner[0].title = f"{table.title} {inner[0].title}".strip()
    yield from inner


def _has_header(table: DocumentTable, options: ReadOptions) -> bool:
    lines = [line for line in _lines(table, options) if not tabular.is_blank(line[1])]
    return tabular.find_header(lines[: tabular.HEADER_LINES], options) is not None


def _cell_count(tables: Sequence[DocumentTable]) -> int:
    return sum(bool(cell.text) for table in tables for row in table.rows for cell in row)


def _with_inner_text(table: DocumentTable, options: ReadOptions) -> DocumentTable:
    """Return a table whose cells have the text of the tables within them, but for lists."""
    rows = list(table.rows)
    for row, cell, inner in table.inner:
        if not _has_header(inner, options):
            text = "\n".join(
                " ".join(each.text for each in line if each.text)
                for line in _with_inner_text(inner, options).rows
            )
            rows[row] = list(rows[row])
            own = rows[row][cell]
            rows[row][cell] = own._replace(text=f"{own.text}\n{text}".strip())
    return replace(table, rows=rows, inner=[])


# --- Columns and lines ---


def _lines(table: DocumentTable, options: ReadOptions) -> list[GridLine]:
    """Return the lines of a table, numbered from 1."""
    placed = _placed(table.rows)
    width = max((end for row in placed for _, _, end in row), default=0)
    lines: list[GridLine] = []
    above = [""] * width
    for number, row in enumerate(placed, 1):
        lines.append((number, _texts(row, above, width)))
    return _upright(lines) or _join_columns(placed, lines, options)


def _upright(lines: list[GridLine]) -> list[GridLine]:
    """Return a header and one row for a table that has the header in its first column, as pages
    about one standard have it; [] for any other table. It may have further pairs of name and value
    in a row."""
    filled = [line for line in lines if not tabular.is_blank(line[1])]
    if not 1 < len(filled) <= _LONGEST_UPRIGHT or len(filled[0][1]) < 2:
        return []
    known = known_headers().all
    first = [(fold(name.rstrip(_COLON)), fold(value)) for _, (name, value, *_) in filled]
    named = sum(name in known and bool(value) for name, value in first)
    if named < 2 or 2 * named < len(filled) or any(known.issuperset(pair) for pair in first):
        return []
    pairs: dict[str, str] = {}
    for _, cells in filled:
        for name, value in zip(cells[::2], cells[1::2], strict=False):
            name = name.rstrip(_COLON)
            if name and (value or fold(name) in known):
                pairs.setdefault(name, value)
    return [(filled[0][0], list(pairs)), (filled[1][0], list(pairs.values()))]


def _placed(rows: Sequence[list[Cell]]) -> list[list[Placed]]:
    """Return the cells of each row with their columns."""
    if not any(rows):
        return [[] for _ in rows]
    starts = {id(row): tuple(accumulate((cell.columns for cell in row), initial=0)) for row in rows}
    edges = set().union(*starts.values())
    whole = next((row for row in starts.values() if len(row) == len(edges)), None)
    if whole is not None:  # a row has all the columns
        index = {start: column for column, start in enumerate(whole)}
        return [
            [
                (cell, index[start], index[end])
                for cell, (start, end) in zip(row, pairwise(starts[id(row)]), strict=True)
            ]
            for row in rows
        ]
    shapes = Counter(starts[id(row)] for row in rows if row)
    if any(len(shape) > 2 for shape in shapes):  # one cell over all columns says nothing
        shapes = Counter({shape: shapes[shape] for shape in shapes if len(shape) > 2})
    counts = Counter[int]()
    for shape, count in shapes.items():
        counts[len(shape)] += count
    usual = max(counts, key=lambda length: (counts[length], length))
    columns = max((shape for shape in shapes if len(shape) == usual), key=shapes.__getitem__)
    return [_placed_row(row, starts[id(row)], columns) for row in rows]


def _placed_row(row: list[Cell], starts: Sequence[int], columns: Sequence[int]) -> list[Placed]:
    """Return the cells of a row with their columns, which begin at `columns` of the grid."""
    if len(starts) == len(columns):
        return [(cell, index, index + 1) for index, cell in enumerate(row)]
    placed, next_column = [], 0
    for cell, (start, end) in zip(row, pairwise(starts), strict=True):
        # A border that is a little off belongs to the nearer column.
        first = max(next_column, _nearest(columns, start))
        last = max(first + 1, _nearest(columns, end))
        placed.append((cell, first, last))
        next_column = last
    return placed


def _nearest(columns: Sequence[int], position: int) -> int:
    index = bisect_right(columns, position) - 1
    if index + 1 < len(columns) and columns[index + 1] - position < position - columns[index]:
        return index + 1
    return index


def _texts(row: Sequence[Placed], above: list[str], width: int) -> list[str]:
    """Return the texts of a row by column; keep in `above` what a merged cell goes on with."""
    texts = [""] * width
    own = [place for place in row if place[0].text and not place[0].continues]
    alone = len(own) == 1 and (own[0][2] - own[0][1]) * 2 >= max(width, 3)
    for cell, first, last in row:
        if cell.continues:
            texts[first] = "" if alone else above[first]
        else:
            texts[first] = cell.text
            above[first:last] = [""] * (last - first)
            above[first] = cell.text if len(cell.text) <= _LONGEST_MERGED else ""
    return texts


# --- The header ---


def _join_columns(
    placed: Sequence[list[Placed]], lines: list[GridLine], options: ReadOptions
) -> list[GridLine]:
    """Return the lines with the columns joined over which the header has one cell."""
    filled = [index for index, (_, cells) in enumerate(lines) if not tabular.is_blank(cells)]
    first_lines = [lines[index] for index in filled[: tabular.HEADER_LINES]]
    found = tabular.find_header(first_lines, options)
    if found is None:
        return lines
    header, *below = placed[filled[found] :]
    if all(last - first == 1 for _, first, last in header):
        return lines
    if below and _is_above(header, below[0]):
        return lines
    rest = max((last for _, _, last in header), default=0)
    return [
        (
            number,
            [" ".join(filter(None, cells[first:last])) for _, first, last in header] + cells[rest:],
        )
        for number, cells in lines
    ]


def _is_above(upper: Sequence[Placed], lower: Sequence[Placed]) -> bool:
    """Return whether a row has cells over several of the next row, and no others are new there."""
    wide = [(first, last) for cell, first, last in upper if last - first > 1 and cell.text]
    if not wide or len([cell for cell, _, _ in upper if cell.text]) < 2:
        return False
    under, merged = 0, False
    for cell, first, last in lower:
        if cell.continues or not cell.text:
            merged = True
            continue
        if not any(start <= first and last <= end for start, end in wide):
            return False
        under += 1
    return under > 1 and merged
