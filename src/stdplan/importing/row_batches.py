"""Parse the rows of a list in batches: plain rows together, the others one by one.

The records go to a ListSink. The catalogue's staging tables are one; this module only knows the
protocol, so that reading does not depend on the catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from stdplan.domain.day_order import ContradictedDay
from stdplan.domain.standard_record import (
    ImpossibleConversion,
    ImpossibleEvent,
    NumberedRecord,
    RecordBatch,
    RepeatedStandard,
)
from stdplan.domain.text import shown
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.columnar import PlainRowParser
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.list_summary import RowNotes
from stdplan.importing.readers.rows import Block, SourceRow
from stdplan.importing.standard_rows import KnownCodes, ParsedRow, RowParser


class RecordSink(Protocol):
    """Stores records."""

    def insert_batch(self, batch: RecordBatch) -> None:
        """Store a batch of records."""

    def insert_records(self, records: Sequence[NumberedRecord]) -> None:
        """Store records that were parsed one by one."""


class WorkerSink(RecordSink, Protocol):
    """Stores the records of a worker process; `used`: the columns in which any has a value."""

    used: set[str]

    def open(self) -> None:
        """Open the store; called in the worker process."""

    def close(self) -> None:
        """Close the store; called in the worker process."""

    def unlink(self) -> None:
        """Remove the name of its file; a process that has it open can still read it."""


class ListSink(RecordSink, Protocol):
    """Stores the records of a list, as the catalogue's staging tables do."""

    def new_worker_sink(self) -> Any:
        """Return a WorkerSink for another process, None if workers cannot store records."""

    def collect(self, sinks: Sequence[Any], runs: Iterable[tuple[int, int, int]]) -> None:
        """Move the records of workers here, in runs: index of the worker, first row, row count."""

    def set_row_count(self, count: int) -> None:
        """Set how many rows of the list were read so far."""

    def groups_with_one_key(self) -> Iterator[list[NumberedRecord]]:
        """Yield the groups of records that share a key, each in the order of the list."""

    def replace_records(self, old: Iterable[NumberedRecord], new: Iterable[NumberedRecord]) -> None:
        """Replace the `old` records with the `new` ones."""

    def contradicted_days(self) -> Sequence[ContradictedDay]:
        """Return the days of the list that contradict one that is known already."""

    def repeated_standards(self) -> Sequence[RepeatedStandard]:
        """Return the rows that name a standard of another row of the list by a former number."""

    def impossible_conversions(self) -> Sequence[ImpossibleConversion]:
        """Return the rows of the list whose conversion contradicts the catalogue."""

    def impossible_events(self) -> Sequence[ImpossibleEvent]:
        """Return the events of projects in the list that are impossible."""

    def remove_rows(self, positions: Iterable[int]) -> None:
        """Remove the records at these positions of the list."""


class Batch(NamedTuple):
    """A block of rows; `first` is the position of its first row in the list, from 1."""

    first: int
    block: Block


class ParsedBatch(NamedTuple):
    """The result of a batch: records of plain rows, records of other rows, rejected rows with their
    faults, and notes for a person. `first` and `length` are the batch's position and row count."""

    first: int
    length: int
    plain: RecordBatch | None
    others: list[NumberedRecord]
    rejected: list[tuple[SourceRow, list[CellError]]]
    notes: RowNotes


def store_records(batch: ParsedBatch, sink: RecordSink) -> ParsedBatch:
    """Store the records of a batch; return the batch without them."""
    if batch.plain is not None:
        sink.insert_batch(batch.plain)
    if batch.others:
        sink.insert_records(batch.others)
    return batch._replace(plain=None, others=[])


class BatchParser:
    """Parses the batches of one list."""

    def __init__(
        self,
        mapping: HeaderMapping,
        known: KnownCodes,
        defaults: Mapping[str, tuple[ColumnMapping, str]],
        source: str,
        day: date,
    ) -> None:
        """`defaults`: the values of --set, for empty cells. `source`: the name of the list's file.
        `day`: the day of the import."""
        self._day = day
        self._notes = RowNotes()
        self._row_parser = RowParser(mapping, known, defaults, source, day.isoformat())
        self._plain_parser = PlainRowParser(
            mapping,
            known,
            defaults,
            source,
            day.isoformat(),
            lambda key: self._notes.inferred.add(key),
        )

    def parse(self, batch: Batch) -> ParsedBatch:
        """Return the records of a batch, its rejected rows and notes."""
        self._notes = RowNotes()
        block = batch.block
        plain, odd = self._plain_parser.split(batch.first, block)
        others: list[NumberedRecord] = []
        rejected: list[tuple[SourceRow, list[CellError]]] = []
        # In the order of the list, so that faults are reported in this order.
        for index in odd:
            row = block.row(index)
            parsed = self._parse_row(row)
            if isinstance(parsed, ParsedRow):
                self._notes.add(parsed, self._day)
                others.append(
                    NumberedRecord(batch.first + index, row.line, row.sheet, parsed.record)
                )
            else:
                rejected.append((row, parsed))
        sections = self._row_parser.sections.codes
        self._notes.sectorless = tuple(line for line, code in sections.items() if code is None)
        return ParsedBatch(batch.first, len(block.lines), plain, others, rejected, self._notes)

    def _parse_row(self, row: SourceRow) -> ParsedRow | list[CellError]:
        if row.fault:
            return [CellError(t("row"), shown("\t".join(row.cells)), row.fault)]
        return self._row_parser.parse(row.cells, row.section)
