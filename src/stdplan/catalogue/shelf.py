"""The tables that rows of lists lie in on their way in, and what puts rows there.

Rule: each row has the number that it has among all lists of an import (`n`); so have its links. The
tables are temporary ones of the catalogue's connection, or those of a file that another process
fills (`Aside`): to put a million rows into tables takes as long as to read them.
"""

import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from stdplan.catalogue.merging import LAST, stored
from stdplan.domain.fields import FIELDS
from stdplan.domain.standard_record import DERIVED, Placed, Rows
from stdplan.domain.text import visible
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


_CACHE = 8_000  # KiB of pages in memory: rows are only added


class Shelf:
    """The tables, in the schema of a connection."""

    def __init__(self, connection: sqlite3.Connection, schema: str) -> None:
        self._connection, self._schema = connection, schema

    def create(self) -> None:
        """Make the tables."""
        for name, columns in TABLES.items():
            self._connection.execute(f"CREATE TABLE {self._schema}.{name} ({columns})")

    def rows(self, first: int, rows: Rows) -> set[str]:
        """Put many records of a list that begins after `first`; the columns that they give."""
        self._insert("staged", ("n", *rows.columns), first, rows.rows)
        replaces = ("n", "number", "partial", "position")
        self._insert("staged_replaces", replaces, first, rows.replaces)
        adopts = ("n", "reference", "degree", "word", "position")
        self._insert("staged_adopts", adopts, first, rows.adopts)
        return set(rows.columns)

    def take(self, first: int, placed: Sequence[Placed]) -> set[str]:
        """Put some records of such a list; the columns that they give."""
        columns: dict[str, None] = {}
        for one in placed:
            columns |= dict.fromkeys(one.record.values)
        rows: list[tuple[object, ...]] = []
        links: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        for one in placed:
            record, n = one.record, first + one.place
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
            for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("BEGIN")
            self._shelf = Shelf(self._connection, "main")
            self._shelf.create()
            self.forget()

    def forget(self) -> None:
        """Take its name away; the file itself goes when nobody holds on to it."""
        self._path.unlink(missing_ok=True)

    def rows(self, rows: Rows) -> None:
        """Take many records."""
        with _told():
            self.used |= self._shelf.rows(self._first, rows)

    def take(self, placed: Sequence[Placed]) -> None:
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
        folder = visible(tempfile.gettempdir())
        sentence = "the temporary folder {folder}: {why} (TMPDIR names another); nothing changed"
        raise InputOutput(t(sentence, folder=folder, why=fault)) from None
