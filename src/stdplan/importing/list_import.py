"""A list that is kept in memory as a whole: its rows, what became of each, and their faults.

The columns of a list that is no list of standards: what a row of it says, field by field.

Rule: nothing of a row is lost. A cell that is no value of a field goes to the note, behind its
header.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from stdplan.domain.fields import Field
from stdplan.domain.text import clean, escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, CellValue, Reader, read_value, reader
from stdplan.importing.headers import ColumnMapping, HeaderMapping, Layout, headers
from stdplan.importing.import_options import ImportOptions, checked_given
from stdplan.importing.list_summary import ImportCallbacks, ListSummary, Tally
from stdplan.importing.readers.detect import open_list
from stdplan.importing.readers.rows import SourceRow
from stdplan.importing.rejects import listed
from stdplan.importing.standard_rows import RowValues

Given = Mapping[str, tuple[ColumnMapping, str]]


class RowReader:
    """Reads the rows of one list."""

    def __init__(
        self, feeds: Iterable[ColumnMapping], unknown: Iterable[tuple[int, str]], given: Given
    ) -> None:
        """`unknown`: place and header of columns that nobody knows; `given`: what --set says, for
        cells that are empty."""
        self._columns: list[tuple[ColumnMapping, Reader]] = [(feed, reader(feed)) for feed in feeds]
        self._feeds = {feed.field.name: feed for feed, _ in reversed(self._columns)}
        self._unknown = tuple(unknown)
        self._given = given
        # Headers of columns that nobody knows and that hold something.
        self.kept: dict[str, None] = {}
        # Words of known columns that their fields do not know.
        self.strange = Tally()

    def header(self, name: str) -> str:
        """What the list, or else an option, calls a field."""
        if name in self._feeds:
            return self._feeds[name].header
        return self._given[name][0].header if name in self._given else name

    def cell(self, name: str, cells: list[str]) -> str:
        """What a row has in the column of a field, as written, or what an option says instead."""
        if name in self._feeds and (text := clean(cells[self._feeds[name].place])):
            return text
        return self._given[name][1] if name in self._given else ""

    def read(self, cells: list[str]) -> RowValues:
        """What the cells of a row say, and the faults of each by itself."""
        row = RowValues()
        for feed, read in self._columns:
            self.take(row, feed, read(cells[feed.place]), cells)
        for place, header in self._unknown:
            row.keep(header, cells[place])
        return row

    def take(self, row: RowValues, feed: ColumnMapping, value: CellValue, cells: list[str]) -> None:
        """Take what one cell gives."""
        row.take(feed, value)

    def fill(self, row: RowValues, name: str) -> None:
        """Take what --set says of a field, where the row gives nothing."""
        if name in self._given and name not in row.said:
            feed, text = self._given[name]
            row.take(feed, read_value(feed.field, text, feed.header))

    def need(self, row: RowValues, name: str) -> None:
        """A row without the field is at fault, unless its cell is so already."""
        if name not in row.said and not any(f.column == self.header(name) for f in row.faults):
            row.refuse(self.header(name), "", t("is empty"))

    def refuse(self, row: RowValues, name: str, cells: list[str], problem: str) -> None:
        """The cell of a field is at fault."""
        row.refuse(self.header(name), self.cell(name, cells), problem)

    def note(self, row: RowValues) -> str | None:
        """The row's note: what its columns of notes say, words in the place of dates, and cells
        that have no field, with their headers."""
        self.kept |= dict.fromkeys(row.columns_kept())
        for words in row.strange:
            self.strange.add(words)
        said = [str(value.value) for _, value in row.said.get("note", [])]
        notes = [*said, *row.notes, *(f"{header}: {text}" for header, text in row.extra.items())]
        return "; ".join(dict.fromkeys(notes)) or None


Made = TypeVar("Made")


class ListKind(NamedTuple):
    """What lists of one kind are read by: their headers, the fields that --set may say, and what is
    `missing` of the fields that are told (the last words of a fault; None: nothing), given the
    headers seen. `naming`: fields of which one at least has a column."""

    layout: Layout
    settable: Mapping[str, Field]
    missing: Callable[[Collection[str], str], str | None]
    naming: Collection[str] = ()


class Opened(NamedTuple):
    """A list that is open: its header, what its columns mean, what --set says, and its rows."""

    summary: ListSummary
    header: list[str]
    plan: HeaderMapping
    given: Given
    rows: Iterator[SourceRow]


@contextmanager
def opened(
    path: str, wishes: ImportOptions, kind: ListKind, callbacks: ImportCallbacks
) -> Iterator[Opened]:
    """The list at `path`.

    Raises BadData where the file as a whole cannot be read, Missing where there is none,
    UsageProblem for wrong options.
    """
    given = checked_given(wishes.given, kind.settable)
    with open_list(path, wishes.wanted) as source:
        callbacks.expected(source.expected_rows)
        head, _, mixed = whole = listed(source)
        callbacks.header(head.cells)
        where = f"{source.name}{head.sheet}:{head.line}"
        plan = headers(head.cells, wishes.mapping, where, kind.layout, mixed, kind.naming)
        told = {feed.field.name for feed in plan.feeds} | set(given)
        seen = t(", ").join(f'"{escape_unprintable(name)}"' for name in head.cells if name)
        if problem := kind.missing(told, seen):
            raise BadData(f"{where}: {problem}")
        summary = ListSummary(file=source.name, part=head.sheet, skipped=source.skipped)
        yield Opened(summary, head.cells, plan, given, whole.rows)


@dataclass(slots=True)
class ImportedList(Generic[Made]):
    """One list: its `header` and `rows`, and what was made of them (`good`) and the faults by their
    place among the rows.

    Rows may be refused after they were read, so that all faults of a list stand in its order.
    """

    summary: ListSummary
    header: list[str]
    columns: RowReader
    rows: list[SourceRow] = field(default_factory=list)
    good: dict[int, Made] = field(default_factory=dict)
    faults: dict[int, list[CellError]] = field(default_factory=dict)

    def take(
        self, rows: Iterable[SourceRow], make: Callable[[list[str]], Made | list[CellError]]
    ) -> None:
        """Take all rows, with what is made of the cells of each."""
        for place, row in enumerate(rows):
            self.rows.append(row)
            self.summary.rows += 1
            made = _unreadable(row) or make(row.cells)
            if isinstance(made, list):
                self.faults[place] = made
            else:
                self.good[place] = made
        self.summary.unknown = tuple(self.columns.kept)

    def refuse(self, place: int, name: str, problem: str) -> None:
        """A row is at fault after all, in the column that tells the field `name`."""
        self.good.pop(place, None)
        fault = CellError(
            self.columns.header(name), escape_unprintable(self.cell(place, name)), problem
        )
        self.faults.setdefault(place, []).append(fault)

    def cell(self, place: int, name: str) -> str:
        """What a row has in the column of a field, as written."""
        return self.columns.cell(name, self.rows[place].cells)

    def where(self, place: int) -> str:
        """What messages call a row: `list.csv:3`."""
        row = self.rows[place]
        return f"{self.summary.file}{row.sheet}:{row.line}"

    def report_faults(self, callbacks: ImportCallbacks) -> None:
        """Report all rows with faults, in the order of the list."""
        for place, faults in sorted(self.faults.items()):
            self.summary.reject([f"{self.where(place)}: {fault}" for fault in faults])
            callbacks.rejected(self.summary, self.header, self.rows[place], faults)


def _unreadable(row: SourceRow) -> list[CellError]:
    """The fault of a row that its reader could not read; none where it could."""
    if not row.fault:
        return []
    return [CellError(t("row"), escape_unprintable("\t".join(row.cells))[:80], row.fault)]
