"""Make records as lists give them, and read what the catalogue contains."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from stdplan.catalogue import bulk_load, database
from stdplan.catalogue.bulk_load import LoadResult
from stdplan.catalogue.life import refresh
from stdplan.catalogue.queries import standards
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.sql_functions import add_functions
from stdplan.catalogue.staging import Staging
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import NumberedRecord, StandardRecord, set_number

PLAN = "2011-0001T-JB"
_TABLES = ("standard", "replaces", "adopts", "standard_focus", "stage_change", "review")


@contextmanager
def catalogue(seeded: Path) -> Iterator[Transaction]:
    """Open a copy of a catalogue in memory, within a transaction."""
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=database.Connection)
    add_functions(connection)
    connection.deserialize(seeded.read_bytes())
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")
    work = Transaction(connection)
    yield work
    work.close()
    connection.close()


def numbered(text: str, **values: object) -> StandardRecord:
    """Return a record with this number, as a list gives it."""
    record = StandardRecord("", {})
    set_number(record, text)
    record.values |= values
    return record


def project(plan: str = PLAN, **values: object) -> StandardRecord:
    """Return a project as a plan's list gives it, first seen on 1 February 2011."""
    return StandardRecord(plan, {"plan_number": plan, **values}, stages=[("10", "2011-02-01")])


def select(work: Transaction, columns: str, where: str = "1") -> list[tuple[object, ...]]:
    sql = f"SELECT {columns} FROM standard s WHERE {where} ORDER BY key"
    return work.connection.execute(sql).fetchall()


def shown(work: Transaction, *names: str, day: str = "2026-11-22") -> list[tuple[object, ...]]:
    """Return fields of all records, as `standards list` has them."""
    refresh(work.connection)
    source = standards.list_standards(work.connection, date.fromisoformat(day), StandardFilters())
    return [tuple(row) for row in source.fetch(names)]


def everything(connection: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    """Return all rows of the catalogue, with keys in place of row ids."""
    tables = []
    for table in _TABLES:
        rows = connection.execute(f"SELECT * FROM {table}")
        keys = dict(connection.execute("SELECT id, key FROM standard").fetchall())
        days = dict(connection.execute("SELECT id, date FROM review").fetchall())
        names_by_column = {"standard": keys, "project": keys, "review": days}
        names = [column[0] for column in rows.description]
        described = [
            tuple(
                names_by_column[name][cell] if name in names_by_column and cell else cell
                for name, cell in zip(names, row, strict=True)
                if name != "id"
            )
            for row in rows
        ]
        tables.append(sorted(described, key=repr))
    return tables


def load(work: Transaction, records: Iterable[StandardRecord]) -> LoadResult:
    """Load records into the catalogue as an import of a list does."""
    with Staging(work.connection) as stage:
        staged = stage.begin()
        for place, record in enumerate(records, 1):
            stage.insert_records([NumberedRecord(place, place + 1, "", record)])
            stage.set_row_count(place)
        return bulk_load.load(work, stage, staged)
