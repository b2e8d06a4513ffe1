"""What every reader gives: rows of text cells, the header first."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Form = Literal[
    "csv", "tsv", "semicolon", "xlsx", "json", "jsonl", "yaml", "relaton", "iso", "markdown", "text"
]
# What a cell of a workbook says instead of a value.
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))


class RawRow(NamedTuple):
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


class Wanted(NamedTuple):
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


class Source(NamedTuple):
    """A list file, open: what messages call it, what it was found to be.

    `read` begins at the header each time. `skipped` fills while rows are read. `expected`: about
    how many rows, for a progress bar; None where nobody knows before the end.
    """

    name: str
    form: Form
    read: Callable[[], Iterator[RawRow]]
    skipped: Skipped
    expected: int | None = None
