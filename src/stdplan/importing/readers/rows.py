"""The rows that every reader yields: text cells, the header first.

A reader yields a `SourceRow` for each row. Where a file gives many ordinary rows at once, it yields
a `Block` of them instead, which stores the cells column by column.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from stdplan.domain.text import has_meaningless, without_meaningless

Form: TypeAlias = str  # one of those in forms.py
# The errors that a cell of a workbook can show instead of a value.
ERROR_CELLS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
# How many rows are read, parsed and staged together.
BLOCK_SIZE = 1000


class SourceRow(NamedTuple):
    """One row of a list file, as wide as the header. The first row of a list is the header.

    A named tuple, not a data class: a large list makes a million of them.
    """

    line: int  # the line of a text file, the row of a sheet
    cells: list[str]  # if the row could not be read: its whole text, in one cell
    cell_count: int  # how many cells the file has in this row; 0 if the row could not be read
    fault: str | None = None  # what is wrong with the row as a whole
    sheet: str = ""  # the sheet as '[name]' or the file in a folder as '/path'; '' if only one
    section: str = ""  # the section line above the row: '一、化工行业'


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows of one list, column by column.

    Nearly all rows of a large list have nothing but a line and cells. `special_rows` has the others
    by index: rows with a fault, a sheet, a section or missing cells. If a row has a fault, its
    cells are only there.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    special_rows: Mapping[int, SourceRow] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, index: int) -> SourceRow:
        """Return the row at an index."""
        if row := self.special_rows.get(index):
            return row
        return SourceRow(
            self.lines[index], [cells[index] for cells in self.columns], len(self.columns)
        )


# The fields of an ordinary row from `fault` on.
_NO_FAULT_SHEET_SECTION = SourceRow(0, [], 0)[3:]


def make_block(rows: Sequence[SourceRow], width: int) -> Block:
    """Return the rows as one block; `width` is the number of header columns."""
    ordinary = (width, *_NO_FAULT_SHEET_SECTION)
    special_rows = {index: row for index, row in enumerate(rows) if row[2:] != ordinary}
    cells = [[""] * width if row.fault else row.cells for row in rows]
    return Block([row.line for row in rows], list(zip(*cells, strict=True)), special_rows)


def iter_rows(rows_and_blocks: Iterable[SourceRow | Block]) -> Iterator[SourceRow]:
    """Yield every row, including the rows of blocks."""
    for item in rows_and_blocks:
        if isinstance(item, Block):
            yield from map(item.row, range(len(item)))
        else:
            yield item


def iter_blocks(rows_and_blocks: Iterable[SourceRow | Block], width: int) -> Iterator[Block]:
    """Yield the rows below a header of `width` columns in blocks of at most BLOCK_SIZE rows."""
    waiting: list[SourceRow] = []
    for item in rows_and_blocks:
        if isinstance(item, SourceRow):
            waiting.append(item)
        if waiting and (len(waiting) == BLOCK_SIZE or isinstance(item, Block)):
            yield make_block(waiting, width)
            waiting = []
        if isinstance(item, Block):
            yield item
    if waiting:
        yield make_block(waiting, width)


class ReadOptions(NamedTuple):
    """How to read a file, from the command's options. None means: detect it from the content.

    `mapped_headers` are the headers that --map names; they help to find the header row.
    `visible_only`: hidden and filtered rows of workbooks and web pages are left out.
    """

    encoding: str | None = None
    form: Form | None = None
    sheet: str | None = None
    table: int | None = None
    mapped_headers: tuple[str, ...] = ()
    visible_only: bool = False


# The parts of a list file that are not rows; further lists that begin at a byte order mark; cells
# with characters that mean nothing.
SkippedKind = Literal[
    "title",
    "header",
    "section",
    "remark",
    "prose",
    "numbered line",
    "table",
    "picture",
    "page end",
    "passed over",
    "no list",
    "found",
    "hidden",
    "hidden row",
    "left out",
    "hidden table",
    "list",
    "invisible",
]
_EXAMPLES = 5


@dataclass(slots=True)
class Skipped:
    """What a reader skipped because it is no row or no part of a text: counts by kind, and the
    first few texts."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    counted: bool = False  # the list was read to its end: another reading counts nothing

    def add(self, kind: SkippedKind, text: str) -> None:
        """Count one skipped text, and keep the first few of each kind for messages."""
        self.counts[kind] += 1
        if self.counts[kind] <= _EXAMPLES:
            self.examples.setdefault(kind, []).append(text)

    def add_all(self, other: "Skipped") -> None:
        """Count all that another one counted."""
        self.counts.update(other.counts)
        for kind, texts in other.examples.items():
            kept = self.examples.setdefault(kind, [])
            kept += texts[: _EXAMPLES - len(kept)]

    def visible(self, cells: list[str]) -> list[str]:
        """Return the cells without characters that mean nothing; count the cells that have any."""
        if not has_meaningless("".join(cells)):
            return cells
        for cell in filter(has_meaningless, cells):
            self.add("invisible", cell)
        return list(map(without_meaningless, cells))


class TablePlace(NamedTuple):
    """Which tables of a file a list is: their numbers from 1, of `total`, and their names.

    `is_sheet`: they are the sheets of a workbook.
    """

    numbers: tuple[int, ...]
    total: int
    names: tuple[str, ...]
    is_sheet: bool


class ListSource(NamedTuple):
    """An open list file.

    `name` is the file's name in messages. `rows_and_blocks()` reads the file from its start on each
    call and yields the header row first. `skipped` fills up during the first reading.
    `expected_rows` is an estimate for a progress bar; None if the file must be read to know.
    `proposed`: values for --set, by field, that the text around the list says; `table`: the number
    for --table, None if the file has no other tables. `place`: its tables, in a file of tables.
    `encoding()` returns that of a text that is being read, None for other files. `lines()` returns
    the lines of a text without columns.
    """

    name: str
    form: Form
    rows_and_blocks: Callable[[], Iterator[SourceRow | Block]]
    skipped: Skipped
    expected_rows: int | None = None
    proposed: Mapping[str, str] = MappingProxyType({})
    table: int | None = None
    place: TablePlace | None = None
    encoding: Callable[[], str | None] = lambda: None
    lines: Callable[[], Iterator[str]] | None = None

    def iter_rows(self) -> Iterator[SourceRow]:
        """Yield every row, the header first."""
        return iter_rows(self.rows_and_blocks())
