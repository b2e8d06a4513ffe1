"""Rows of lists on their way in: read and checked, not yet in the catalogue.

Rule: they lie in temporary tables of the catalogue's own connection. So nobody is locked out while
a list is read, memory does not grow with its length, and SQL can hold them against the catalogue.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from shutil import disk_usage
from tempfile import gettempdir
from typing import Any, Self

from stdplan.catalogue.indexes import sorting_quickly
from stdplan.catalogue.shelf import HEAD, TABLES, Aside, Shelf
from stdplan.domain.standard_record import DERIVED, Placed, Record, Rows

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

    def rows(self, rows: Rows) -> None:
        """Take many records of this list."""
        self.lists[-1].used |= self._shelf.rows(self.lists[-1].first, rows)

    def ended(self, place: int) -> None:
        """How many places this list has had so far."""
        self.lists[-1].last = self.lists[-1].first + place

    def take(self, placed: Sequence[Placed]) -> None:
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

    def same(self) -> Iterator[list[Placed]]:
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

    def replace(self, old: Iterable[Placed], new: Iterable[Placed]) -> None:
        """Put `new` in the place of `old` rows of this list."""
        for placed in old:
            for table in TABLES:
                n = self.lists[-1].first + placed.place
                self.connection.execute(f"DELETE FROM {table} WHERE n = ?", (n,))
        self.take(list(new))

    def placed(self, n: int) -> Placed:
        """A row as a record."""
        if not self._links_indexed:
            self._links_indexed = True
            for table in list(TABLES)[1:]:
                self.connection.execute(f"CREATE INDEX temp.{table}_n ON {table} (n)")
        cursor = self.connection.execute("SELECT * FROM staged WHERE n = ?", (n,))
        names = [column[0] for column in cursor.description]
        held = dict(zip(names, cursor.fetchone(), strict=True))
        _, line, part, key = (held.pop(name) for name in HEAD)
        record = Record(key, {name: value for name, value in held.items() if value is not None})
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
        return Placed(n - self.lists[-1].first, line, part or "", record)

    def _of(self, n: int, what: str, columns: str) -> list[Any]:
        sql = f"SELECT {columns} FROM staged_{what} WHERE n = ? ORDER BY rowid"
        return self.connection.execute(sql, (n,)).fetchall()

    def _drop(self) -> None:
        for name in TABLES:
            self.connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
