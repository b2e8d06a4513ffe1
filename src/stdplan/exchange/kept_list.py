"""A list that is kept in memory as a whole: its rows, what became of each, and their faults."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from stdplan.domain.fields import Field
from stdplan.domain.text import visible
from stdplan.errors import BadData
from stdplan.exchange.layout_data import Layout
from stdplan.exchange.layouts import HeaderPlan, headers
from stdplan.exchange.list_columns import Given, ListColumns
from stdplan.exchange.readers.rows import RawRow
from stdplan.exchange.readers.source import open_list
from stdplan.exchange.reading import Reading
from stdplan.exchange.rejects import listed
from stdplan.exchange.values import Fault
from stdplan.exchange.wishes import Wishes, checked_given
from stdplan.i18n import t

Made = TypeVar("Made")
Expected = Callable[[int | None], None]  # hears how many rows a list may have


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

    reading: Reading
    header: list[str]
    plan: HeaderPlan
    given: Given
    rows: Iterator[RawRow]


@contextmanager
def opened(path: str, wishes: Wishes, kind: ListKind, expected: Expected) -> Iterator[Opened]:
    """The list at `path`.

    Raises BadData where the file as a whole cannot be read, Missing where there is none,
    UsageProblem for wrong options.
    """
    given = checked_given(wishes.given, kind.settable)
    with open_list(path, wishes.wanted) as source:
        expected(source.expected)
        head, _, mixed = whole = listed(source)
        where = f"{source.name}{head.part}:{head.line}"
        plan = headers(head.cells, wishes.mapping, where, kind.layout, mixed, kind.naming)
        told = {feed.field.name for feed in plan.feeds} | set(given)
        seen = t(", ").join(f'"{visible(name)}"' for name in head.cells if name)
        if problem := kind.missing(told, seen):
            raise BadData(f"{where}: {problem}")
        reading = Reading(file=source.name, part=head.part, skipped=source.skipped)
        yield Opened(reading, head.cells, plan, given, whole.rows)


@dataclass(slots=True)
class KeptList(Generic[Made]):
    """One list: its `header` and `rows`, and what was made of them (`good`) and the faults by their
    place among the rows.

    Rows may be refused after they were read, so that all faults of a list stand in its order.
    """

    reading: Reading
    header: list[str]
    columns: ListColumns
    rows: list[RawRow] = field(default_factory=list)
    good: dict[int, Made] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)

    def take(self, rows: Iterable[RawRow], make: Callable[[list[str]], Made | list[Fault]]) -> None:
        """Take all rows, with what is made of the cells of each."""
        for place, row in enumerate(rows):
            self.rows.append(row)
            self.reading.rows += 1
            made = _unreadable(row) or make(row.cells)
            if isinstance(made, list):
                self.faults[place] = made
            else:
                self.good[place] = made
        self.reading.unknown = tuple(self.columns.kept)

    def refuse(self, place: int, name: str, problem: str) -> None:
        """A row is at fault after all, in the column that tells the field `name`."""
        self.good.pop(place, None)
        fault = Fault(self.columns.header(name), visible(self.cell(place, name)), problem)
        self.faults.setdefault(place, []).append(fault)

    def cell(self, place: int, name: str) -> str:
        """What a row has in the column of a field, as written."""
        return self.columns.cell(name, self.rows[place].cells)

    def where(self, place: int) -> str:
        """What messages call a row: `list.csv:3`."""
        row = self.rows[place]
        return f"{self.reading.file}{row.part}:{row.line}"

    def close(self) -> None:
        """Tell the reading of all faults, in the order of the list."""
        for place, faults in sorted(self.faults.items()):
            self.reading.reject([f"{self.where(place)}: {fault}" for fault in faults])


def _unreadable(row: RawRow) -> list[Fault]:
    """The fault of a row that its reader could not read; none where it could."""
    if not row.fault:
        return []
    return [Fault(t("row"), visible("\t".join(row.cells))[:80], row.fault)]
