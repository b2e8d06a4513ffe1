"""What every reader gives: rows of text cells, the header first; many at once where it can."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Form = Literal[
    "csv", "tsv", "semicolon", "xlsx", "json", "jsonl", "yaml", "relaton", "iso", "markdown", "text"
]
# What a cell of a workbook says instead of a value.
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))


class SourceRow(NamedTuple):
    """A row as wide as the header: where it stands, its cells, how many of them the file gave: 0
    where it could not be read, and the one cell is what stands there.

    The first row is the header. `line` is the line of a text file, the row of a sheet. `part`: the
    sheet, or the file within a folder, where it is not the file as a whole. `section`: the section
    line it stands under (一、化工行业). A tuple, not a data class: a run makes a million of them.
    """

    line: int
    cells: list[str]
    given: int
    fault: str | None = None
    part: str = ""
    section: str = ""


_NO_MORE = SourceRow(0, [], 0)[3:]  # to tell of an ordinary row
# Rows that are read, drafted and staged together.
BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one list that follow each other, column by column: a list of a million rows has few
    of which there is more to tell than line and cells. Those stand in `told`, by index; the cells
    of one with a fault are there only."""

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    told: Mapping[int, SourceRow] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, index: int) -> SourceRow:
        """One of the rows."""
        if row := self.told.get(index):
            return row
        return SourceRow(
            self.lines[index], [cells[index] for cells in self.columns], len(self.columns)
        )


def block(rows: Sequence[SourceRow], width: int) -> Block:
    """These rows as one block, with the header's `width`."""
    told = {at: row for at, row in enumerate(rows) if row[2:] != (width, *_NO_MORE)}
    cells = [[""] * width if row.fault else row.cells for row in rows]
    return Block([row.line for row in rows], list(zip(*cells, strict=True)), told)


def one_by_one(pieces: Iterable[SourceRow | Block]) -> Iterator[SourceRow]:
    """All rows."""
    for piece in pieces:
        if isinstance(piece, Block):
            yield from map(piece.row, range(len(piece)))
        else:
            yield piece


def blocks(pieces: Iterable[SourceRow | Block], width: int) -> Iterator[Block]:
    """All rows below a header of this width, in blocks of any length up to BLOCK."""
    waiting: list[SourceRow] = []
    for piece in pieces:
        if isinstance(piece, SourceRow):
            waiting.append(piece)
        if waiting and (len(waiting) == BLOCK or isinstance(piece, Block)):
            yield block(waiting, width)
            waiting = []
        if isinstance(piece, Block):
            yield piece
    if waiting:
        yield block(waiting, width)


class ReadOptions(NamedTuple):
    """How to read a file, as options say it; None: found out by content.

    `mapped`: headers that --map names, by which the header row is known too.
    """

    encoding: str | None = None
    form: Form | None = None
    sheet: str | None = None
    mapped: tuple[str, ...] = ()


# What stands in a list and is no row of it.
What = Literal["title", "header", "section", "remark", "prose", "table", "sheet"]


@dataclass(slots=True)
class Skipped:
    """What was read and is no row: how many of each, and the first of them as written."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: What, text: str) -> None:
        """Count one; the first few are kept, to be shown."""
        self.counts[what] += 1
        if self.counts[what] <= _KEPT:
            self.first.setdefault(what, []).append(text)


_KEPT = 5


class ListSource(NamedTuple):
    """A list file, open: what messages call it, what it was found to be.

    `pieces` begins with the header row each time. `skipped` fills while rows are read. `expected`:
    about how many rows, for a progress bar; None where nobody knows before the end.
    """

    name: str
    form: Form
    pieces: Callable[[], Iterator[SourceRow | Block]]
    skipped: Skipped
    expected: int | None = None

    def read(self) -> Iterator[SourceRow]:
        """All rows, the header first."""
        return one_by_one(self.pieces())
