"""Staging tables: the rows of lists that are read and checked, but not yet in the catalogue.

Rules:
* The tables are temporary tables of the catalogue's own connection. So a list is read without a
  lock on the catalogue, memory does not grow with the list, and SQL can compare the rows with the
  catalogue.
* Every row has a number `n`, unique among all lists of one import; its links have the same `n`.
* Worker processes fill files of their own with the same tables (`WorkerFile`), because writing a
  million rows takes as long as reading them.
"""

import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from shutil import disk_usage
from tempfile import gettempdir
from typing import Any, Self

from stdplan.catalogue import conversions, other_numbers, staged_checks, staged_events
from stdplan.catalogue.indexes import sorting_quickly
from stdplan.catalogue.standard_writer import LAST_POSITION, to_column
from stdplan.domain.day_order import ContradictedDay
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import plan_number
from stdplan.domain.standard_record import (
    DERIVED,
    ImpossibleConversion,
    ImpossibleEvent,
    NumberedRecord,
    ProjectEvent,
    RecordBatch,
    RepeatedStandard,
    StandardRecord,
)
from stdplan.domain.text import escape_unprintable
from stdplan.errors import InputOutput
from stdplan.i18n import t
from stdplan.platforms import sqlite_uri
from stdplan.reasons import database_reason
from stdplan.unfinished import unfinished_path

# The columns of table standard that a list may contain, in the order of table staged.
COLUMNS = (
    *(field.name for field in FIELDS if field.home == "column" and field.name != "key"),
    "withdrawn_inferred",
    *DERIVED,
)
# `in_force`, `upcoming`: the day of a list that has these words; see StandardRecord.
_CLAIMS = ("in_force", "upcoming")
_ROW_COLUMNS = ("n", "line", "part", "key", *_CLAIMS)
_LINK_TABLES = {
    "staged_replaces": "n, number, partial, position, backward DEFAULT 0",
    "staged_adopts": "n, reference, degree, word, position",
    "staged_focus": "n, focus",
    "staged_stage": "n, stage, date",
    "staged_review": "n, date, outcome",
    "staged_also": "n, number",
    "staged_conversion": "n, number, until, dated",
    "staged_event": "n, event, date, target, reason, header, text",
}
_TABLES = {
    "staged": f"n INTEGER PRIMARY KEY, line, part, key, in_force, upcoming, {', '.join(COLUMNS)}",
    **_LINK_TABLES,
}


_WORKER_CACHE = 8_000  # KiB of pages in memory for a worker file; rows are only appended
_STAGING_CACHE = 32_000  # KiB of pages in memory, for the catalogue and for the staging tables
# Bytes of free disk space that worker files need for a million rows; with less there are none.
_WORKER_SPACE = 1 << 30


class StagingTables:
    """The staging tables in one schema of a connection: `temp`, or `main` of a worker file."""

    def __init__(self, connection: sqlite3.Connection, schema: str) -> None:
        self._connection, self._schema = connection, schema

    def create(self) -> None:
        """Create the tables."""
        for name, columns in _TABLES.items():
            self._connection.execute(f"CREATE TABLE {self._schema}.{name} ({columns})")

    def insert_batch(self, first: int, batch: RecordBatch) -> set[str]:
        """Insert a batch of a list whose rows follow row `first`; return the columns it has."""
        self._insert("staged", ("n", *batch.columns), first, batch.rows)
        replaces = ("n", "number", "partial", "position")
        self._insert("staged_replaces", replaces, first, batch.replaces)
        adopts = ("n", "reference", "degree", "word", "position")
        self._insert("staged_adopts", adopts, first, batch.adopts)
        return set(batch.columns)

    def insert_records(self, first: int, records: Sequence[NumberedRecord]) -> set[str]:
        """Insert single records of such a list; return the columns that they have."""
        columns: dict[str, None] = {}
        for numbered in records:
            columns |= dict.fromkeys(numbered.record.values)
        rows: list[tuple[object, ...]] = []
        links: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        for numbered in records:
            record, n = numbered.record, first + numbered.position
            values = (to_column(record.values.get(name)) for name in columns)
            claims = (record.in_force, record.upcoming)
            rows.append((n, numbered.line, numbered.part or None, record.key, *claims, *values))
            replaces = enumerate(record.replaces)
            links["staged_replaces"] += [(n, *link, position, 0) for position, link in replaces]
            links["staged_replaces"] += [
                (n, *link, LAST_POSITION, 1) for link in record.replaced_by
            ]
            adopts = enumerate(record.adopts)
            links["staged_adopts"] += [(n, *link, position) for position, link in adopts]
            links["staged_focus"] += [(n, code) for code in record.focus]
            links["staged_stage"] += [(n, *change) for change in record.stages]
            links["staged_review"] += [(n, *review) for review in record.reviews]
            links["staged_also"] += [(n, number) for number in record.also]
            links["staged_conversion"] += [(n, *former) for former in record.converted]
            links["staged_event"] += [(n, *event) for event in record.events]
        self._insert("staged", (*_ROW_COLUMNS, *columns), 0, rows)
        for table, link_rows in links.items():
            self._insert_links(table, link_rows)
        claimed = {
            name
            for place, name in enumerate(_CLAIMS, _ROW_COLUMNS.index("in_force"))
            if any(row[place] for row in rows)
        }
        return set(columns) | claimed

    def _insert(
        self, table: str, columns: tuple[str, ...], first: int, rows: Iterable[tuple[object, ...]]
    ) -> None:
        marks = f"? + {first}{', ?' * (len(columns) - 1)}"
        self._connection.executemany(
            f"INSERT INTO {self._schema}.{table} ({', '.join(columns)}) VALUES ({marks})", rows
        )

    def _insert_links(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            sql = f"INSERT INTO {self._schema}.{table} VALUES ({marks})"
            self._connection.executemany(sql, rows)


class WorkerFile:
    """A temporary database file that a worker process fills with the rows that follow `first`.

    The importing process attaches the file before the worker starts, and the worker unlinks its
    name when it opens it. So nothing is left on the disk, however the two processes end.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, first: int) -> None:
        self.name, self.used = name, set[str]()
        self._first = first
        path = unfinished_path(tempfile.gettempdir())
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._path = Path(path)
        connection.execute(f"ATTACH ? AS {name}", (path,))

    def open(self) -> None:
        """Open the worker's file and create its tables. Call this in the worker process."""
        with _temporary_folder_errors():
            uri = sqlite_uri(self._path, "rw")
            self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
            # No process reads the file before it is complete, and a file with a journal must keep
            # its name.
            for pragma in (
                "journal_mode = OFF",
                "synchronous = OFF",
                f"cache_size = -{_WORKER_CACHE}",
            ):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("BEGIN")
            self._tables = StagingTables(self._connection, "main")
            self._tables.create()
            self.unlink()

    def unlink(self) -> None:
        """Unlink the file; its contents last until both processes have closed it."""
        self._path.unlink(missing_ok=True)

    def insert_batch(self, batch: RecordBatch) -> None:
        """Insert a batch of records."""
        with _temporary_folder_errors():
            self.used |= self._tables.insert_batch(self._first, batch)

    def insert_records(self, records: Sequence[NumberedRecord]) -> None:
        """Insert single records."""
        with _temporary_folder_errors():
            self.used |= self._tables.insert_records(self._first, records)

    def close(self) -> None:
        """Commit and close; called in the worker process."""
        with _temporary_folder_errors():
            self._connection.execute("COMMIT")
            self._connection.close()


@contextmanager
def _temporary_folder_errors() -> Iterator[None]:
    """Turn an error of a worker file, mostly a full disk, into InputOutput for its folder."""
    try:
        yield
    except sqlite3.Error as error:
        folder = escape_unprintable(tempfile.gettempdir())
        sentence = (
            "the temporary folder {folder}: {why} (set TMPDIR to use another); nothing was changed"
        )
        raise InputOutput(t(sentence, folder=folder, why=database_reason(error))) from None


@dataclass(slots=True)
class StagedList:
    """One staged list: its rows have first < n <= last; `used`: the columns that any row has."""

    first: int
    last: int
    used: set[str] = field(default_factory=set)


class Staging:
    """The staged lists of one import, as a context manager that leaves no transaction open.

    Example::

        with Staging(catalogue.connection) as staging:
            staged = staging.begin()
            staging.insert_records([NumberedRecord(1, 2, "", record)])
            staging.set_row_count(1)
            staging.close_reading()
            with catalogue.operation("standards import") as transaction:
                load(transaction, staging, staged)
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.lists: list[StagedList] = []
        self._own_transaction = not connection.in_transaction
        self._links_indexed = False
        self._worker_files = 0
        self._tables = StagingTables(connection, "temp")

    def __enter__(self) -> Self:
        self._drop()
        for file in ("main", "temp"):
            self.connection.execute(f"PRAGMA {file}.cache_size = -{_STAGING_CACHE}")
        # Deferred, and only temporary tables are written: the catalogue is not locked.
        if self._own_transaction:
            self.connection.execute("BEGIN")
        self._tables.create()
        return self

    def __exit__(self, *_: object) -> None:
        # The tables go with the connection, or when the next import begins.
        self.close_reading()

    def begin(self) -> StagedList:
        """Start a list; every row until the next `begin()` belongs to it."""
        last = self.lists[-1].last if self.lists else 0
        self.lists.append(StagedList(last, last))
        return self.lists[-1]

    def close_reading(self) -> None:
        """End the transaction of the temporary tables; all lists are read."""
        if self._own_transaction and self.connection.in_transaction:
            self.connection.execute("COMMIT")
            self._own_transaction = False

    def insert_batch(self, batch: RecordBatch) -> None:
        """Insert a batch of records of the current list."""
        self.lists[-1].used |= self._tables.insert_batch(self.lists[-1].first, batch)

    def set_row_count(self, count: int) -> None:
        """Set the number of rows that the current list has so far."""
        self.lists[-1].last = self.lists[-1].first + count

    def insert_records(self, records: Sequence[NumberedRecord]) -> None:
        """Insert single records of the current list."""
        self.lists[-1].used |= self._tables.insert_records(self.lists[-1].first, records)

    def new_worker_sink(self) -> WorkerFile | None:
        """Return a file for a worker process, None if there is too little disk space for it."""
        if not self._own_transaction or disk_usage(gettempdir()).free < _WORKER_SPACE:
            return None
        self._worker_files += 1
        name = f"worker_{self._worker_files}"
        return WorkerFile(self.connection, name, self.lists[-1].first)

    def collect(self, sinks: Sequence[WorkerFile], runs: Iterable[tuple[int, int, int]]) -> None:
        """Copy the rows of worker files into the staging tables, and detach the files.

        `runs`, in the order of the list: index of the file, first position, number of rows.
        """
        for index, first, count in runs:
            begin = self.lists[-1].first + first
            self.connection.execute(
                f"INSERT INTO temp.staged SELECT * FROM {sinks[index].name}.staged"
                " WHERE n BETWEEN ? AND ?",
                (begin, begin + count - 1),
            )
        for file in sinks:
            for table in _LINK_TABLES:
                self.connection.execute(
                    f"INSERT INTO temp.{table} SELECT * FROM {file.name}.{table}"
                )
        self.connection.execute("COMMIT")
        for file in sinks:
            self.lists[-1].used |= file.used
            self.connection.execute(f"DETACH {file.name}")
        self.connection.execute("BEGIN")

    def groups_with_one_key(self) -> Iterator[list[NumberedRecord]]:
        """Yield the records of the current list that share a key, group by group, in list order."""
        with sorting_quickly(self.connection):
            self.connection.execute("CREATE INDEX IF NOT EXISTS temp.staged_key ON staged (key)")
        rows = self.connection.execute(
            "SELECT n, key FROM staged WHERE n > :first AND key IN (SELECT key FROM staged"
            " GROUP BY key HAVING sum(n > :first) > 1) ORDER BY key, n",
            {"first": self.lists[-1].first},
        ).fetchall()
        for _, group in groupby(rows, key=lambda row: row[1]):
            yield [self.record(n) for n, _ in group]

    def replace_records(self, old: Iterable[NumberedRecord], new: Iterable[NumberedRecord]) -> None:
        """Replace `old` records of the current list by `new` ones."""
        self.remove_rows(numbered.position for numbered in old)
        self.insert_records(list(new))

    def contradicted_days(self) -> list[ContradictedDay]:
        """Return the days of the current list that contradict one that is known already."""
        if len(self.lists) > 1:
            self._index_links()
        days = list(staged_checks.contradicted_days(self.connection, self.lists[-1].first))
        self._unlock()
        return days

    def repeated_standards(self) -> list[RepeatedStandard]:
        """Return the rows of the current list that name a standard of another row by a former
        number."""
        first = self.lists[-1].first
        repeated = list(other_numbers.repeated_standards(self.connection, first))
        repeated += conversions.repeated_standards(self.connection, first)
        self._unlock()
        return repeated

    def impossible_conversions(self) -> list[ImpossibleConversion]:
        """Return the rows of the current list whose conversion contradicts the catalogue."""
        first = self.lists[-1].first
        impossible = list(conversions.impossible_conversions(self.connection, first))
        self._unlock()
        return impossible

    def impossible_events(self) -> list[ImpossibleEvent]:
        """Return the events of projects in the current list that are impossible.

        Projects that an earlier list changes are compared when the lists are loaded.
        """
        first, last = self.lists[-1].first, self.lists[-1].last
        if any(staged.first == staged.last for staged in self.lists[:-1]):  # of adjustments
            return []
        sql = "SELECT DISTINCT n FROM staged_event WHERE n > ? ORDER BY n"
        impossible: list[ImpossibleEvent] = []
        if "target_date" in self.lists[-1].used:
            faults = staged_events.contradicted_targets(self.connection, first, last)
            impossible += [fault for _, fault in faults]
        for (n,) in self.connection.execute(sql, (first,)).fetchall():
            impossible += staged_events.impossible_events(self.connection, self.record(n))
        self._unlock()
        earlier = "SELECT 1 FROM staged WHERE n <= ? AND key = ? LIMIT 1"
        return [
            fault
            for fault in impossible
            if not (first and self.connection.execute(earlier, (first, fault.key)).fetchone())
        ]

    def has(self, number: str) -> bool:
        """Return whether any list has a row with this key or plan number."""
        names = {"number": number, "canonical": plan_number(number) or number}
        sql = (
            "SELECT 1 FROM staged WHERE key IN (:number, :canonical)"
            " OR plan_number IN (:number, :canonical)"
        )
        return self.connection.execute(sql, names).fetchone() is not None

    def remove_rows(self, positions: Iterable[int]) -> None:
        """Remove rows of the current list, by their positions."""
        self._index_links()
        rows = [(self.lists[-1].first + position,) for position in positions]
        for table in _TABLES:
            self.connection.executemany(f"DELETE FROM {table} WHERE n = ?", rows)

    def _unlock(self) -> None:
        """Unlock the catalogue, which is locked only as long as it is read."""
        if self._own_transaction:
            self.connection.execute("COMMIT")
            self.connection.execute("BEGIN")

    def _index_links(self) -> None:
        if not self._links_indexed:
            self._links_indexed = True
            for table in _LINK_TABLES:
                self.connection.execute(f"CREATE INDEX temp.{table}_n ON {table} (n)")

    def record(self, n: int) -> NumberedRecord:
        """Return row `n` as a record."""
        self._index_links()
        cursor = self.connection.execute("SELECT * FROM staged WHERE n = ?", (n,))
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
        _, line, part, key, in_force, upcoming = (row.pop(name) for name in _ROW_COLUMNS)
        values = {name: value for name, value in row.items() if value is not None}
        record = StandardRecord(key, values, in_force=in_force, upcoming=upcoming)
        if "number" in values:  # a derived column that is NULL belongs to the number, too
            for name in DERIVED:
                values.setdefault(name, None)
        if "withdrawn_inferred" in values:
            values["withdrawn_inferred"] = bool(values["withdrawn_inferred"])
        if "extra" in values:
            values["extra"] = json.loads(str(values["extra"]))
        for number, partial, backward in self._links(n, "replaces", "number, partial, backward"):
            links = record.replaced_by if backward else record.replaces
            links.append((number, bool(partial)))
        record.adopts = self._links(n, "adopts", "reference, degree, word")
        record.focus = [code for (code,) in self._links(n, "focus", "focus")]
        record.stages = self._links(n, "stage", "stage, date")
        record.reviews = self._links(n, "review", "date, outcome")
        record.also = [number for (number,) in self._links(n, "also", "number")]
        record.converted = [
            (number, day, bool(dated))
            for number, day, dated in self._links(n, "conversion", "number, until, dated")
        ]
        events = self._links(n, "event", "event, date, target, reason, header, text")
        record.events = [ProjectEvent(*event) for event in events]
        return NumberedRecord(n - self.lists[-1].first, line, part or "", record)

    def _links(self, n: int, kind: str, columns: str) -> list[Any]:
        sql = f"SELECT {columns} FROM staged_{kind} WHERE n = ? ORDER BY rowid"
        return self.connection.execute(sql, (n,)).fetchall()

    def _drop(self) -> None:
        for name in _TABLES:
            self.connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
