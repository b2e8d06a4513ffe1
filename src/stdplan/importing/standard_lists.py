"""A list file to records: read, drafted, with every fault named.

Rule: the whole file is read and checked before the catalogue is locked, and in constant memory.
"""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

from stdplan.importing.cell_values import CellError
from stdplan.importing.duplicates import join
from stdplan.importing.headers import headers
from stdplan.importing.import_options import ImportOptions, checked_given
from stdplan.importing.list_summary import ImportCallbacks, ListSummary
from stdplan.importing.parallel import draft_all
from stdplan.importing.readers.detect import open_list
from stdplan.importing.readers.rows import ListSource, SourceRow, iter_blocks
from stdplan.importing.rejects import listed
from stdplan.importing.row_batches import Batch, BatchParser, ParsedBatch, Sink
from stdplan.importing.standard_rows import KnownCodes


def read_list(
    path: str,
    known: KnownCodes,
    wishes: ImportOptions,
    day: date,
    sink: Sink,
    callbacks: ImportCallbacks | None = None,
) -> ListSummary:
    """All rows of a file as records into the sink; `day` is the day of the import.

    Raises BadData where the file as a whole cannot be read, Missing where there is none.
    """
    with open_list(path, wishes.wanted) as source, _without_collector():
        return _Import(source, known, wishes, day, sink, callbacks or ImportCallbacks()).run()


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
        source: ListSource,
        known: KnownCodes,
        wishes: ImportOptions,
        day: date,
        sink: Sink,
        callbacks: ImportCallbacks,
    ) -> None:
        self.source, self.wishes, self.day = source, wishes, day
        self.sink, self.callbacks = sink, callbacks
        self.reading = ListSummary(file=source.name)
        callbacks.expected(source.expected_rows)
        head, self.pieces, mixed = listed(source)
        self.reading.part, self.reading.skipped = head.sheet, source.skipped
        self.header = head.cells
        callbacks.header(self.header)
        where = f"{source.name}{head.sheet}:{head.line}"
        plan = headers(self.header, wishes.mapping, where, mixed=mixed)
        self.reading.unknown = tuple(header for _, header in plan.unknown)
        name = source.name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        given = checked_given(wishes.given)
        self.drafting = BatchParser(plan, known, given, name, day)

    def run(self) -> ListSummary:
        """Read everything, and join the rows of one standard."""
        with closing(draft_all(self.drafting, self._batches(), self.sink)) as drafts:
            for drafted in drafts:
                self._take(drafted)
        contradicting: dict[int, list[CellError]] = {}
        for group in self.sink.same():
            joined = join(group, self.wishes.duplicates)
            self.reading.joined(joined)
            self.sink.replace(group, joined.rows.values())
            contradicting |= {placed.place: faults for placed, faults in joined.faults}
        if contradicting:
            # Only now is it known what is wrong with them: they are looked up again.
            for place, row in enumerate(listed(self.source).rows, 1):
                if faults := contradicting.get(place):
                    self._reject(row, faults)
        return self.reading

    def _batches(self) -> Iterator[Batch]:
        first = 1
        for block in iter_blocks(self.pieces, len(self.header)):
            yield Batch(first, block)
            first += len(block.lines)

    def _take(self, drafted: ParsedBatch) -> None:
        self.reading.rows += drafted.length
        self.reading.note(drafted.noted)
        for row, faults in drafted.rejected:
            self._reject(row, faults)
        self.sink.ended(self.reading.rows)
        self.callbacks.rows(drafted.length)

    def _reject(self, row: SourceRow, faults: list[CellError]) -> None:
        where = f"{self.reading.file}{row.sheet}:{row.line}"
        self.reading.reject([f"{where}: {fault}" for fault in faults])
        self.callbacks.rejected(self.reading, self.header, row, faults)
