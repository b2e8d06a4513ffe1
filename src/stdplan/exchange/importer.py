"""A list file to records: read, drafted, with every fault named.

Rule: the whole file is read and checked before the catalogue is locked, and in constant memory.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple, Protocol

from stdplan.domain.cells import visible
from stdplan.domain.fields import BY_NAME, Field
from stdplan.domain.record import Placed, Rows
from stdplan.errors import UsageProblem
from stdplan.exchange.crew import draft_all
from stdplan.exchange.drafting import Batch, Drafted, Drafting
from stdplan.exchange.drafts import Known
from stdplan.exchange.duplicates import Duplicates, join
from stdplan.exchange.layouts import Feed, headers
from stdplan.exchange.readers.rows import RawRow, Source, Wanted
from stdplan.exchange.readers.source import open_list
from stdplan.exchange.reading import Reading
from stdplan.exchange.rejects import without_reasons
from stdplan.exchange.values import Fault, read_value
from stdplan.i18n import t

# Rows that are read, drafted and staged together.
BATCH = 1000
_SETTABLE = {name: own for name, own in BY_NAME.items() if own.by_hand or name == "source"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to read a list: the options of import."""

    wanted: Wanted = field(default_factory=Wanted)
    mapping: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    duplicates: Duplicates = "error"


class Sink(Protocol):
    """Where the records of a list go; the catalogue's stage is one."""

    def rows(self, rows: Rows) -> None:
        """Take many records."""

    def record(self, placed: Placed) -> None:
        """Take one record."""

    def ended(self, place: int) -> None:
        """The list has had so many rows."""

    def same(self) -> Iterator[list[Placed]]:
        """The records taken that have one key, each group in the order of the list."""

    def replace(self, old: Iterable[Placed], new: Iterable[Placed]) -> None:
        """Put `new` in the place of `old` ones."""


class Listeners(NamedTuple):
    """Who hears of a list's header, of a rejected row (with its header, and what is wrong with it),
    of how many more rows were read, and of how many there may be."""

    header: Callable[[list[str]], None] = lambda header: None
    rejected: Callable[[Reading, list[str], RawRow, list[Fault]], None] = lambda *told: None
    rows: Callable[[int], None] = lambda count: None
    expected: Callable[[int | None], None] = lambda rows: None


def read_list(
    path: str,
    known: Known,
    wishes: Wishes,
    day: date,
    sink: Sink,
    listeners: Listeners | None = None,
) -> Reading:
    """All rows of a file as records into the sink; `day` is the day of the import.

    Raises BadData where the file as a whole cannot be read, Missing where there is none.
    """
    with open_list(path, wishes.wanted) as source, _without_collector():
        return _Import(source, known, wishes, day, sink, listeners or Listeners()).run()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing made of a list refers to itself; looking for what does takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Import:
    """One list on its way into the sink."""

    def __init__(
        self,
        source: Source,
        known: Known,
        wishes: Wishes,
        day: date,
        sink: Sink,
        listeners: Listeners,
    ) -> None:
        self.source, self.wishes, self.day = source, wishes, day
        self.sink, self.listeners = sink, listeners
        self.reading = Reading(file=source.name)
        listeners.expected(source.expected)
        self.rows = source.read()
        head = next(self.rows)
        self.reading.part, self.reading.skipped = head.part, source.skipped
        self.reasons = without_reasons(head.cells)
        self.header = head.cells[self.reasons :]
        listeners.header(self.header)
        plan = headers(self.header, wishes.mapping, f"{source.name}{head.part}:{head.line}")
        self.reading.unknown = tuple(header for _, header in plan.unknown)
        name = source.name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        given = checked_given(wishes.given)
        self.drafting = Drafting(plan, known, given, name, day)

    def run(self) -> Reading:
        """Read everything, and join the rows of one standard."""
        for drafted in draft_all(self.drafting, self._batches()):
            self._take(drafted)
        contradicting: dict[int, list[Fault]] = {}
        for group in self.sink.same():
            joined = join(group, self.wishes.duplicates)
            self.reading.joined(joined)
            self.sink.replace(group, joined.rows.values())
            contradicting |= {placed.place: faults for placed, faults in joined.faults}
        if contradicting:
            # Only now is it known what is wrong with them: they are looked up again.
            rows = islice(self.source.read(), 1, None)
            for place, row in enumerate(rows, 1):
                if faults := contradicting.get(place):
                    [own] = self._behind_reasons([row])
                    self._reject(own, faults)
        return self.reading

    def _batches(self) -> Iterator[Batch]:
        first = 1
        while rows := list(islice(self.rows, BATCH)):
            yield Batch(first, self._behind_reasons(rows))
            first += len(rows)

    def _behind_reasons(self, rows: list[RawRow]) -> list[RawRow]:
        """The rows as their own list had them, where they were rejected before."""
        if not self.reasons:
            return rows
        return [row._replace(cells=row.cells[self.reasons :]) for row in rows]

    def _take(self, drafted: Drafted) -> None:
        self.reading.rows += drafted.length
        self.reading.note(drafted.noted)
        for row, faults in drafted.rejected:
            self._reject(row, faults)
        if drafted.rows is not None:
            self.sink.rows(drafted.rows)
        for placed in drafted.placed:
            self.sink.record(placed)
        self.sink.ended(self.reading.rows)
        self.listeners.rows(drafted.length)

    def _reject(self, row: RawRow, faults: list[Fault]) -> None:
        where = f"{self.reading.file}{row.part}:{row.line}"
        self.reading.reject([f"{where}: {fault}" for fault in faults])
        self.listeners.rejected(self.reading, self.header, row, faults)


def checked_given(
    given: Mapping[str, str], fields: Mapping[str, Field] = _SETTABLE
) -> dict[str, tuple[Feed, str]]:
    """What --set gives, as columns; UsageProblem for a field there is not, or a wrong value."""
    made = {}
    for name, text in given.items():
        if name not in fields:
            raise UsageProblem(
                t(
                    '--set: there is no field "{name}"; there are {names}',
                    name=visible(name),
                    names=", ".join(fields),
                )
            )
        feed = Feed(0, f"--set {name}", fields[name], given=True)
        value = read_value(feed.field, text, feed.header)
        if value.fault:
            raise UsageProblem(str(value.fault))
        if value.note:
            raise UsageProblem(
                t('--set {name}: "{text}" is no date', name=name, text=visible(text))
            )
        made[name] = (feed, text)
    return made
