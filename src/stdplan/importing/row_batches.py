"""Batches of a list's rows to records: the plain ones together, the others one by one.

Where the records of a list go: what the importer asks of the catalogue, without knowing it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from stdplan.domain.standard_record import NumberedRecord, RecordBatch
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.columnar import PlainRows
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.list_summary import RowNotes
from stdplan.importing.readers.rows import Block, SourceRow
from stdplan.importing.standard_rows import KnownCodes, ParsedRow, RowParser


class Taker(Protocol):
    """What takes records."""

    def rows(self, rows: RecordBatch) -> None:
        """Take many records."""

    def take(self, placed: Sequence[NumberedRecord]) -> None:
        """Take some records, one by one made."""


class Aside(Taker, Protocol):
    """Where another process puts records; `used`: the columns that they give."""

    used: set[str]

    def open(self) -> None:
        """Begin, in that process."""

    def close(self) -> None:
        """End, in that process."""

    def forget(self) -> None:
        """Leave no trace of it behind; who holds on to it can still read it."""


class Sink(Taker, Protocol):
    """Where the records of a list go; the catalogue's stage is one."""

    def aside(self) -> Any:
        """A place for another process (Aside); None: there is none."""

    def gather(self, asides: Sequence[Any], runs: Iterable[tuple[int, int, int]]) -> None:
        """Fetch what lies aside, in runs: whose it is, the first place, and how many places."""

    def ended(self, place: int) -> None:
        """The list has had so many rows."""

    def same(self) -> Iterator[list[NumberedRecord]]:
        """The records taken that have one key, each group in the order of the list."""

    def replace(self, old: Iterable[NumberedRecord], new: Iterable[NumberedRecord]) -> None:
        """Put `new` in the place of `old` ones."""


class Batch(NamedTuple):
    """Rows of a list, the first of which stands at place `first`."""

    first: int
    block: Block


class ParsedBatch(NamedTuple):
    """What a batch has become: its place and length, records, rejected rows with their faults, and
    what is to be said of it."""

    first: int
    length: int
    rows: RecordBatch | None
    placed: list[NumberedRecord]
    rejected: list[tuple[SourceRow, list[CellError]]]
    noted: RowNotes


def put(drafted: ParsedBatch, taker: Taker) -> ParsedBatch:
    """Put the records of a batch where they go; what is left to tell."""
    if drafted.rows is not None:
        taker.rows(drafted.rows)
    if drafted.placed:
        taker.take(drafted.placed)
    return drafted._replace(rows=None, placed=[])


class BatchParser:
    """Makes records of the batches of one list."""

    def __init__(
        self,
        plan: HeaderMapping,
        known: KnownCodes,
        given: Mapping[str, tuple[ColumnMapping, str]],
        source: str,
        day: date,
    ) -> None:
        """`given`: what --set says, for cells that are empty. `day`: the day of the import."""
        self._day = day
        self._noted = RowNotes()
        self._drafter = RowParser(plan, known, given, source, day.isoformat())
        self._plain = PlainRows(
            plan, known, given, source, day.isoformat(), lambda key: self._noted.inferred.add(key)
        )

    def draft(self, batch: Batch) -> ParsedBatch:
        """The records of a batch."""
        self._noted = RowNotes()
        block = batch.block
        plain, odd = self._plain.split(batch.first, block)
        placed: list[NumberedRecord] = []
        rejected: list[tuple[SourceRow, list[CellError]]] = []
        # In the order of the list, so that its faults are told so.
        for index in odd:
            row = block.row(index)
            draft = self._draft(row)
            if isinstance(draft, ParsedRow):
                self._noted.drafted(draft, self._day)
                placed.append(
                    NumberedRecord(batch.first + index, row.line, row.sheet, draft.record)
                )
            else:
                rejected.append((row, draft))
        met = self._drafter.sections.met
        self._noted.sectorless = tuple(line for line, code in met.items() if code is None)
        return ParsedBatch(batch.first, len(block.lines), plain, placed, rejected, self._noted)

    def _draft(self, row: SourceRow) -> ParsedRow | list[CellError]:
        if row.fault:
            shown = escape_unprintable("\t".join(row.cells))[:80]
            return [CellError(t("row"), shown, row.fault)]
        return self._drafter.draft(row.cells, row.section)
