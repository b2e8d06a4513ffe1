"""The reader of a list of standards: from file to records, with a message for every fault.

Rule: the whole file is read and checked before the catalogue is locked, and in constant memory.
"""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

from stdplan.importing.cell_values import CellError
from stdplan.importing.duplicates import merge_rows
from stdplan.importing.headers import map_headers
from stdplan.importing.import_options import ImportOptions, parse_defaults
from stdplan.importing.list_summary import ImportCallbacks, ListSummary
from stdplan.importing.parallel import parse_batches
from stdplan.importing.readers.detect import open_list
from stdplan.importing.readers.rows import ListSource, SourceRow, iter_blocks
from stdplan.importing.rejects import without_reasons
from stdplan.importing.row_batches import Batch, BatchParser, ListSink, ParsedBatch
from stdplan.importing.standard_rows import KnownCodes


def read_list(
    path: str,
    known: KnownCodes,
    options: ImportOptions,
    day: date,
    sink: ListSink,
    callbacks: ImportCallbacks | None = None,
) -> ListSummary:
    """Read the list at `path` into the sink and return its summary; `day` is that of the import.

    Rows with faults are rejected, never raised. Raise BadData if the file as a whole cannot be
    read, Missing if there is no such file.

    with Staging(connection) as staging:
        staging.begin()
        summary = read_list("list.csv", codes, ImportOptions(), today(), staging)
    """
    with open_list(path, options.read_options) as source, _without_collector():
        return _Import(source, known, options, day, sink, callbacks or ImportCallbacks()).run()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Switch off the search for reference cycles: a list makes none, and it takes a fifth of the
    time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Import:
    """The import of one list into the sink."""

    def __init__(
        self,
        source: ListSource,
        known: KnownCodes,
        options: ImportOptions,
        day: date,
        sink: ListSink,
        callbacks: ImportCallbacks,
    ) -> None:
        self.source, self.options, self.day = source, options, day
        self.sink, self.callbacks = sink, callbacks
        self.summary = ListSummary(file=source.name)
        callbacks.expected(source.expected_rows)
        original = without_reasons(source)
        head, self.pieces = original.head, original.pieces
        self.summary.part, self.summary.skipped = head.sheet, source.skipped
        self.header = head.cells
        callbacks.header(self.header)
        where = f"{source.name}{head.sheet}:{head.line}"
        mapping = map_headers(self.header, options.mapping, where, mixed=original.mixed)
        self.summary.unknown = tuple(header for _, header in mapping.unknown)
        name = source.name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        defaults = parse_defaults(options.defaults)
        self.parser = BatchParser(mapping, known, defaults, name, day)

    def run(self) -> ListSummary:
        """Read all rows, then merge those of one standard."""
        with closing(parse_batches(self.parser, self._batches(), self.sink)) as batches:
            for batch in batches:
                self._add(batch)
        contradicting: dict[int, list[CellError]] = {}
        for group in self.sink.groups_with_one_key():
            result = merge_rows(group, self.options.duplicates)
            self.summary.add_merge(result)
            self.sink.replace_records(group, result.rows.values())
            contradicting |= {row.position: faults for row, faults in result.faults}
        if contradicting:
            # These faults are known only now, so the rows are read once more.
            for position, row in enumerate(without_reasons(self.source).rows, 1):
                if faults := contradicting.get(position):
                    self._reject(row, faults)
        return self.summary

    def _batches(self) -> Iterator[Batch]:
        first = 1
        for block in iter_blocks(self.pieces, len(self.header)):
            yield Batch(first, block)
            first += len(block.lines)

    def _add(self, batch: ParsedBatch) -> None:
        self.summary.rows += batch.length
        self.summary.extend(batch.notes)
        for row, faults in batch.rejected:
            self._reject(row, faults)
        self.sink.set_row_count(self.summary.rows)
        self.callbacks.rows(batch.length)

    def _reject(self, row: SourceRow, faults: list[CellError]) -> None:
        where = f"{self.summary.file}{row.sheet}:{row.line}"
        self.summary.reject([f"{where}: {fault}" for fault in faults])
        self.callbacks.rejected(self.summary, self.header, row, faults)
