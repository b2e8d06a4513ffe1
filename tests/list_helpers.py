"""Read lists in tests: as the readers return them, or as records in memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from stdplan.domain.day_order import ContradictedDay
from stdplan.domain.standard_record import (
    ImpossibleConversion,
    ImpossibleEvent,
    NumberedRecord,
    RecordBatch,
    RepeatedStandard,
    StandardRecord,
)
from stdplan.importing.adjustments import AdjustmentList
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ListSource, ReadOptions, SourceRow
from stdplan.importing.standard_lists import read_list
from stdplan.importing.standard_rows import KnownCodes


@contextmanager
def open_list(path: str, options: ReadOptions) -> Iterator[ListSource]:
    """Open a file and yield its first list."""
    with open_lists(path, options) as lists:
        yield next(lists)


def read(path: Path | str, **wanted: Any) -> tuple[str, list[SourceRow]]:
    """Return the format that was detected, and all rows of a file; the first is the header."""
    with open_list(str(path), ReadOptions(**wanted)) as source:
        return source.form, list(source.iter_rows())


def records(path: Path | str, **wanted: Any) -> list[dict[str, str]]:
    """Return each row without a fault as {column: cell}, without empty cells."""
    header, *rows = read(path, **wanted)[1]
    return [
        {name: cell for name, cell in zip(header.cells, row.cells, strict=True) if cell}
        for row in rows
        if not row.fault
    ]


def faults(path: Path | str, **wanted: Any) -> list[tuple[int, str, str]]:
    """Return the line, the sheet and the problem of each faulty row."""
    return [(row.line, row.sheet, row.fault) for row in read(path, **wanted)[1] if row.fault]


def read_file(
    path: Path | str, options: ImportOptions, day: date, sink: "RecordsInMemory", known: KnownCodes
) -> ListSummary | AdjustmentList:
    """Read the first list of a file into memory, as an import of standards does."""
    with open_list(str(path), options.read_options) as source:
        return read_list(source, known, options, day, sink)


class RecordsInMemory:
    """Store the records of a list in memory, with the methods of the staging tables."""

    def __init__(self) -> None:
        self.placed: list[NumberedRecord] = []

    @property
    def records(self) -> dict[str, StandardRecord]:
        """Return the records by key, in the order of the list."""
        return {placed.record.key: placed.record for placed in self.placed}

    def insert_batch(self, batch: RecordBatch) -> None:
        for place, *cells in batch.rows:
            columns = dict(zip(batch.columns, cells, strict=True))
            line, key, in_force = (columns.pop(name, None) for name in ("line", "key", "in_force"))
            values = {name: cell for name, cell in columns.items() if cell is not None}
            record = StandardRecord(str(key), {"number_year": None, **values})
            record.in_force = None if in_force is None else str(in_force)
            record.replaces = [(to, part) for at, to, part, _ in batch.replaces if at == place]
            record.adopts = [tuple(link[1:4]) for link in batch.adopts if link[0] == place]
            self.insert_records([NumberedRecord(int(str(place)), int(str(line)), "", record)])

    def insert_records(self, records: Sequence[NumberedRecord]) -> None:
        self.placed += records

    def new_worker_sink(self) -> None:
        """Return None: another process cannot write to this memory."""

    def collect(self, sinks: Sequence[None], runs: Iterable[tuple[int, int, int]]) -> None:
        raise NotImplementedError

    def set_row_count(self, count: int) -> None:
        self.placed.sort(key=lambda placed: placed.position)

    def groups_with_one_key(self) -> Iterator[list[NumberedRecord]]:
        keys = [placed.record.key for placed in self.placed]
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            yield [placed for placed in self.placed if placed.record.key == key]

    def replace_records(self, old: Iterable[NumberedRecord], new: Iterable[NumberedRecord]) -> None:
        gone = {placed.position for placed in old}
        self.placed = [placed for placed in self.placed if placed.position not in gone]
        self.placed = sorted([*self.placed, *new], key=lambda placed: placed.position)

    def contradicted_days(self) -> list[ContradictedDay]:
        """Return nothing, because there is no catalogue."""
        return []

    def repeated_standards(self) -> list[RepeatedStandard]:
        """Return nothing, because there is no catalogue."""
        return []

    def impossible_conversions(self) -> list[ImpossibleConversion]:
        """Return nothing, because there is no catalogue."""
        return []

    def impossible_events(self) -> list[ImpossibleEvent]:
        """Return nothing, because there is no catalogue."""
        return []

    def remove_rows(self, positions: Iterable[int]) -> None:
        raise NotImplementedError
