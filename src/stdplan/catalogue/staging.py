"""Rows of lists on their way in: read and checked, not yet in the catalogue.

Rule: they lie in temporary tables of the catalogue's own connection. So nobody is locked out while
a list is read, memory does not grow with its length, and SQL can hold them against the catalogue.

The tables that rows of lists lie in on their way in, and what puts rows there.

Rule: each row has the number that it has among all lists of an import (`n`); so have its links. The
tables are temporary ones of the catalogue's connection, or those of a file that another process
fills (`Aside`): to put a million rows into tables takes as long as to read them.

Indexes of many rows: how they are built, and those of a table while many rows are added.

Rule: SQLite sorts the entries in pieces as large as its cache, and with other threads than the one
that reads only if there are several pieces. So a small cache builds an index in half the time.
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

from stdplan.catalogue.standard_writer import LAST, stored
from stdplan.domain.fields import FIELDS
from stdplan.domain.standard_record import DERIVED, NumberedRecord, RecordBatch, StandardRecord
from stdplan.domain.text import escape_unprintable
from stdplan.errors import InputOutput
from stdplan.i18n import t

# The columns of table standard that a row of a list may give, in the order of `staged`.
COLUMNS = (
    *(field.name for field in FIELDS if field.home == "column" and field.name != "key"),
    "withdrawn_inferred",
    *DERIVED,
)
HEAD = ("n", "line", "part", "key")
TABLES = {
    "staged": f"n INTEGER PRIMARY KEY, line, part, key, {', '.join(COLUMNS)}",
    "staged_replaces": "n, number, partial, position, backward DEFAULT 0",
    "staged_adopts": "n, reference, degree, word, position",
    "staged_focus": "n, focus",
    "staged_stage": "n, stage, date",
    "staged_review": "n, date, outcome",
}


_SHELF_CACHE = 8_000  # KiB of pages in memory: rows are only added


class Shelf:
    """The tables, in the schema of a connection."""

    def __init__(self, connection: sqlite3.Connection, schema: str) -> None:
        self._connection, self._schema = connection, schema

    def create(self) -> None:
        """Make the tables."""
        for name, columns in TABLES.items():
            self._connection.execute(f"CREATE TABLE {self._schema}.{name} ({columns})")

    def rows(self, first: int, rows: RecordBatch) -> set[str]:
        """Put many records of a list that begins after `first`; the columns that they give."""
        self._insert("staged", ("n", *rows.columns), first, rows.rows)
        replaces = ("n", "number", "partial", "position")
        self._insert("staged_replaces", replaces, first, rows.replaces)
        adopts = ("n", "reference", "degree", "word", "position")
        self._insert("staged_adopts", adopts, first, rows.adopts)
        return set(rows.columns)

    def take(self, first: int, placed: Sequence[NumberedRecord]) -> set[str]:
        """Put some records of such a list; the columns that they give."""
        columns: dict[str, None] = {}
        for one in placed:
            columns |= dict.fromkeys(one.record.values)
        rows: list[tuple[object, ...]] = []
        links: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        for one in placed:
            record, n = one.record, first + one.position
            values = (stored(record.values.get(name)) for name in columns)
            rows.append((n, one.line, one.part or None, record.key, *values))
            ours = enumerate(record.replaces)
            links["staged_replaces"] += [(n, *link, place, 0) for place, link in ours]
            links["staged_replaces"] += [(n, *link, LAST, 1) for link in record.replaced_by]
            adopts = enumerate(record.adopts)
            links["staged_adopts"] += [(n, *link, place) for place, link in adopts]
            links["staged_focus"] += [(n, code) for code in record.focus]
            links["staged_stage"] += [(n, *change) for change in record.stages]
            links["staged_review"] += [(n, *review) for review in record.reviews]
        self._insert("staged", (*HEAD, *columns), 0, rows)
        for table, of_table in links.items():
            self._fill(table, of_table)
        return set(columns)

    def _insert(
        self,
        table: str,
        columns: tuple[str, ...],
        first: int,
        rows: Iterable[tuple[object, ...]],
    ) -> None:
        marks = f"? + {first}{', ?' * (len(columns) - 1)}"
        self._connection.executemany(
            f"INSERT INTO {self._schema}.{table} ({', '.join(columns)}) VALUES ({marks})", rows
        )

    def _fill(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            sql = f"INSERT INTO {self._schema}.{table} VALUES ({marks})"
            self._connection.executemany(sql, rows)


class Aside:
    """A file where another process puts records of a list that begins after `first`.

    This process holds on to the file before the other one is begun, which takes its name away when
    it opens it: however both end, nothing of it is left behind.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, first: int) -> None:
        self.name, self.used = name, set[str]()
        self._first = first
        handle, path = tempfile.mkstemp(prefix="stdplan-")
        os.close(handle)
        self._path = Path(path)
        connection.execute(f"ATTACH ? AS {name}", (path,))

    def open(self) -> None:
        """Make its tables, in the process that is to fill them."""
        with _told():
            uri = f"{self._path.as_uri()}?mode=rw"
            self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
            # Nobody reads it before it is whole; only without a journal may it lose its name.
            for pragma in (
                "journal_mode = OFF",
                "synchronous = OFF",
                f"cache_size = -{_SHELF_CACHE}",
            ):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("BEGIN")
            self._shelf = Shelf(self._connection, "main")
            self._shelf.create()
            self.forget()

    def forget(self) -> None:
        """Take its name away; the file itself goes when nobody holds on to it."""
        self._path.unlink(missing_ok=True)

    def rows(self, rows: RecordBatch) -> None:
        """Take many records."""
        with _told():
            self.used |= self._shelf.rows(self._first, rows)

    def take(self, placed: Sequence[NumberedRecord]) -> None:
        """Take some records."""
        with _told():
            self.used |= self._shelf.take(self._first, placed)

    def close(self) -> None:
        """All is there."""
        with _told():
            self._connection.execute("COMMIT")
            self._connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with a file aside is no fault of the catalogue: mostly, its disk is full."""
    try:
        yield
    except sqlite3.Error as fault:
        folder = escape_unprintable(tempfile.gettempdir())
        sentence = "the temporary folder {folder}: {why} (TMPDIR names another); nothing changed"
        raise InputOutput(t(sentence, folder=folder, why=fault)) from None


_SORTED = 4_000  # KiB of entries that are sorted at once
_THREADS = 4


@contextmanager
def sorting_quickly(connection: sqlite3.Connection) -> Iterator[None]:
    """Within the block SQLite sorts in pieces, with as many threads as there are processors."""
    cache = connection.execute("PRAGMA main.cache_size").fetchone()[0]
    connection.execute(f"PRAGMA threads = {min(os.cpu_count() or 1, _THREADS)}")
    connection.execute(f"PRAGMA main.cache_size = -{_SORTED}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA main.cache_size = {cache}")
        connection.execute("PRAGMA threads = 0")


@contextmanager
def rebuilt(connection: sqlite3.Connection, tables: Sequence[str], rows: int) -> Iterator[None]:
    """Within the block the tables have no secondary indexes and no triggers, if `rows`, which are
    to be added to the first of them, are more than it holds.

    Sorting all entries once takes a third of the time of finding the place of each.
    """
    held = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {tables[0]} LIMIT {rows})")
    if held.fetchone()[0] >= rows:
        yield
        return
    marks = ", ".join("?" * len(tables))
    found = connection.execute(
        f"SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('index', 'trigger')"
        f" AND sql IS NOT NULL AND tbl_name IN ({marks}) ORDER BY type, name",
        tuple(tables),
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f'DROP {kind} main."{name}"')
    yield
    with sorting_quickly(connection):
        for _, _, sql in found:
            connection.execute(sql)


_CACHE = 32_000  # KiB of pages in memory, for each of the two files at work
_ROOM = 1 << 30  # bytes that files aside may take for a million rows; with less there are none


@dataclass(slots=True)
class Staged:
    """One list on the stage: its rows are those with first < n <= last; `used`: the columns that
    any of them gives."""

    first: int
    last: int
    used: set[str] = field(default_factory=set)


class Staging:
    """The rows of the lists of one import; a context, so that it is cleared away after."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.lists: list[Staged] = []
        self._own = not connection.in_transaction
        self._links_indexed = False
        self._asides = 0
        self._shelf = Shelf(connection, "temp")

    def __enter__(self) -> Self:
        self._drop()
        for file in ("main", "temp"):
            self.connection.execute(f"PRAGMA {file}.cache_size = -{_CACHE}")
        # Deferred, and of temporary tables only: the catalogue is not locked.
        if self._own:
            self.connection.execute("BEGIN")
        self._shelf.create()
        return self

    def __exit__(self, *_: object) -> None:
        # The tables go with the connection, or when the next import begins.
        self.close_reading()

    def begin(self) -> Staged:
        """Begin a list, of which all is that comes until the next one begins."""
        last = self.lists[-1].last if self.lists else 0
        self.lists.append(Staged(last, last))
        return self.lists[-1]

    def close_reading(self) -> None:
        """All lists are read: end the transaction of the temporary tables."""
        if self._own and self.connection.in_transaction:
            self.connection.execute("COMMIT")
            self._own = False

    def rows(self, rows: RecordBatch) -> None:
        """Take many records of this list."""
        self.lists[-1].used |= self._shelf.rows(self.lists[-1].first, rows)

    def ended(self, place: int) -> None:
        """How many places this list has had so far."""
        self.lists[-1].last = self.lists[-1].first + place

    def take(self, placed: Sequence[NumberedRecord]) -> None:
        """Take some records of this list."""
        self.lists[-1].used |= self._shelf.take(self.lists[-1].first, placed)

    def aside(self) -> Aside | None:
        """A place where another process can put records of this list; None: there is none."""
        if not self._own or disk_usage(gettempdir()).free < _ROOM:
            return None
        self._asides += 1
        return Aside(self.connection, f"aside_{self._asides}", self.lists[-1].first)

    def gather(self, asides: Sequence[Aside], runs: Iterable[tuple[int, int, int]]) -> None:
        """Fetch what lies aside, in runs: whose it is, the first place, and how many places."""
        for index, first, count in runs:
            begin = self.lists[-1].first + first
            self.connection.execute(
                f"INSERT INTO temp.staged SELECT * FROM {asides[index].name}.staged"
                " WHERE n BETWEEN ? AND ?",
                (begin, begin + count - 1),
            )
        for aside in asides:
            for table in list(TABLES)[1:]:
                self.connection.execute(
                    f"INSERT INTO temp.{table} SELECT * FROM {aside.name}.{table}"
                )
        self.connection.execute("COMMIT")
        for aside in asides:
            self.lists[-1].used |= aside.used
            self.connection.execute(f"DETACH {aside.name}")
        self.connection.execute("BEGIN")

    def same(self) -> Iterator[list[NumberedRecord]]:
        """The rows of this list that have one key, each group in the order of the list."""
        with sorting_quickly(self.connection):
            self.connection.execute("CREATE INDEX IF NOT EXISTS temp.staged_key ON staged (key)")
        rows = self.connection.execute(
            "SELECT n, key FROM staged WHERE n > :first AND key IN (SELECT key FROM staged"
            " GROUP BY key HAVING sum(n > :first) > 1) ORDER BY key, n",
            {"first": self.lists[-1].first},
        ).fetchall()
        for _, group in groupby(rows, key=lambda row: row[1]):
            yield [self.placed(n) for n, _ in group]

    def replace(self, old: Iterable[NumberedRecord], new: Iterable[NumberedRecord]) -> None:
        """Put `new` in the place of `old` rows of this list."""
        for placed in old:
            for table in TABLES:
                n = self.lists[-1].first + placed.position
                self.connection.execute(f"DELETE FROM {table} WHERE n = ?", (n,))
        self.take(list(new))

    def placed(self, n: int) -> NumberedRecord:
        """A row as a record."""
        if not self._links_indexed:
            self._links_indexed = True
            for table in list(TABLES)[1:]:
                self.connection.execute(f"CREATE INDEX temp.{table}_n ON {table} (n)")
        cursor = self.connection.execute("SELECT * FROM staged WHERE n = ?", (n,))
        names = [column[0] for column in cursor.description]
        held = dict(zip(names, cursor.fetchone(), strict=True))
        _, line, part, key = (held.pop(name) for name in HEAD)
        record = StandardRecord(
            key, {name: value for name, value in held.items() if value is not None}
        )
        if "number" in record.values:  # what it does not tell, is told with it
            for name in DERIVED:
                record.values.setdefault(name, None)
        if "withdrawn_inferred" in record.values:
            record.values["withdrawn_inferred"] = bool(record.values["withdrawn_inferred"])
        if "extra" in record.values:
            record.values["extra"] = json.loads(str(record.values["extra"]))
        for number, partial, backward in self._of(n, "replaces", "number, partial, backward"):
            links = record.replaced_by if backward else record.replaces
            links.append((number, bool(partial)))
        record.adopts = self._of(n, "adopts", "reference, degree, word")
        record.focus = [code for (code,) in self._of(n, "focus", "focus")]
        record.stages = self._of(n, "stage", "stage, date")
        record.reviews = self._of(n, "review", "date, outcome")
        return NumberedRecord(n - self.lists[-1].first, line, part or "", record)

    def _of(self, n: int, what: str, columns: str) -> list[Any]:
        sql = f"SELECT {columns} FROM staged_{what} WHERE n = ? ORDER BY rowid"
        return self.connection.execute(sql, (n,)).fetchall()

    def _drop(self) -> None:
        for name in TABLES:
            self.connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
