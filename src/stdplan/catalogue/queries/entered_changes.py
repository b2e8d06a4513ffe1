"""What was learned within some days: the net changes of records by their day of entry.

Rules:
* The days are those on which a command was run, in local time. The answer compares the catalogue
  before the first of these operations with that after the last one, so a value that came back, and
  what was undone, is no change.
* A record is shown as in `history show`: a row for each value that changed, one for a new or a
  removed record. A standard that another one replaces has a row, too, also if that one is new.
* A day of withdrawal that is only inferred is no value: such an end is no news, and is counted.
* What plans define (tasks, indicators, sectors) is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from stdplan.catalogue.queries.history import ADDED, shown_rows
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.record_filters import RecordFilters
from stdplan.catalogue.queries.row_changes import ChangeReader, NetChange
from stdplan.catalogue.recording import CREATION, KEPT, UPKEEP
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Column

if TYPE_CHECKING:
    from typing import Any

ENTERED_COLUMNS = (
    Column("key", "key"), Column("field", "key"), Column("old"), Column("new"),
    Column("operation", "integer"), Column("when", "key"), Column("title"),
    Column("sector", "key"), Column("committee"), Column("department"),
)  # fmt: skip
# Tables whose rows belong to a standard, and those whose rows are, or belong to, other records.
_OF_STANDARDS = (
    "review", "stage_change", "standard_focus", "adopts", "other_number", "suspension",
    "extension", "campaign_member",
)  # fmt: skip
_OTHER_RECORDS = ("progress", "activity", "activity_state")
_REPLACED_IN_PART = "部分代替 "


class EnteredChanges(NamedTuple):
    """The changes, how many withdrawals on inferred days are left out, and how many operations of
    the period are in the history without what they changed."""

    query: Query
    inferred: int
    not_recorded: int


def entered_changes(
    connection: sqlite3.Connection, since: str, until: str | None, filters: RecordFilters
) -> EnteredChanges:
    """Return what was learned from the day `since` to the day `until` (ISO, both included; None: up
    to now)."""
    first, last = _operations(connection, since, until)
    operations = connection.execute(
        "SELECT id, at, recording FROM operation WHERE id BETWEEN ? AND ?", (first, last)
    ).fetchall()
    times = {operation: _local_time(at) for operation, at, _ in operations}
    not_recorded = sum(recording not in (KEPT, CREATION, UPKEEP) for *_, recording in operations)
    connection.execute("DROP TABLE IF EXISTS temp.entered_change")
    connection.execute(
        """
        CREATE TEMP TABLE entered_change (
            id INTEGER PRIMARY KEY, key, field, old, new, operation, at, title, sector, committee,
            department, standard, sort_key
        )
        """
    )
    inferred = 0
    if operations:
        reader = ChangeReader(connection, first, last)
        inferred = _ChangeTable(reader, times).store()
    return EnteredChanges(_query(connection, filters), inferred, not_recorded)


def _operations(connection: sqlite3.Connection, since: str, until: str | None) -> tuple[int, int]:
    """Return the first and the last operation of the days; if a clock was wrong, those after the
    last operation before these days."""
    row: tuple[int, int] = connection.execute(
        """
        SELECT
            coalesce(max(CASE WHEN day < :since THEN id END), 0) + 1,
            coalesce(max(CASE WHEN day <= coalesce(:until, day) THEN id END), 0)
        FROM (SELECT id, date(at, 'localtime') AS day FROM operation)
        """,
        {"since": since, "until": until},
    ).fetchone()
    return row


def _local_time(at: str) -> str:
    from datetime import datetime

    return datetime.fromisoformat(at).astimezone().isoformat()


def _query(connection: sqlite3.Connection, filters: RecordFilters) -> Query:
    parameters: dict[str, object] = {}
    where = filters.conditions(connection, parameters, "e", "e.standard")
    names = [column.name for column in ENTERED_COLUMNS]
    return Query(
        connection=connection,
        expressions={name: f"e.{'at' if name == 'when' else name}" for name in names},
        columns=ENTERED_COLUMNS,
        tables="temp.entered_change e",
        where=where,
        parameters=parameters,
        order="e.sort_key IS NULL, e.sort_key, e.key, e.id",
        sort_by={"key": "coalesce(e.sort_key, e.key)"},
    )


class _ChangeTable:
    """The changes of a period, which `store` inserts into temp.entered_change."""

    def __init__(self, reader: ChangeReader, times: Mapping[int, str]) -> None:
        self._reader = reader
        self._times = times
        self._inferred = 0

    def store(self) -> int:
        """Insert all rows; return how many withdrawals are left out."""
        connection = self._reader.connection
        whole_range = not self._reader.has_later_changes("standard")
        rows = [self._of_standards(whole_range), self._of_links()]
        rows += [self._of_parts(table) for table in _OF_STANDARDS]
        rows += [self._of_others(table) for table in _OTHER_RECORDS]
        if whole_range:
            self._store_added_standards()
        for part in rows:
            connection.executemany(
                "INSERT INTO temp.entered_change VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                part,
            )
        return self._inferred

    def _store_added_standards(self) -> None:
        """Insert the new standards in one statement: a list may bring a million."""
        first, last = self._reader.added.get("standard", (0, -1))
        connection = self._reader.connection
        connection.create_function(
            "operation_of", 1, lambda row: self._reader.operation_of("standard", row)
        )
        connection.create_function("time_of", 1, lambda operation: self._times.get(operation))
        connection.execute(
            f"""
            INSERT INTO temp.entered_change
            SELECT NULL, key, '{ADDED}', NULL, title, operation, time_of(operation), title, sector,
            committee, department, id, sort_key
            FROM (SELECT *, operation_of(id) AS operation FROM standard WHERE id BETWEEN ? AND ?)
            """,
            (first, last),
        )

    def _of_standards(self, without_added: bool) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of standards; `without_added`: not those that are new."""
        condition = "0" if without_added else "1"
        for change in self._reader.changes("standard", condition):
            after = {**change.values, **(change.new or {})}
            for key, field, old, new in shown_rows(self._reader, "standard", change):
                if field != "withdrawn":
                    yield self._row((key, field, old, new), change, after)
            yield from self._withdrawal(change, after)

    def _withdrawal(self, change: NetChange, after: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the row of a changed day of withdrawal, for which an inferred day is none."""
        if change.old is None or change.new is None:
            return
        old, new = (
            None if int(values["withdrawn_inferred"] or 0) else values["withdrawn"]
            for values in (change.values, after)
        )
        if old != new:
            yield self._row((after["key"], "withdrawn", old, new), change, after)
        elif change.values["withdrawn"] != after["withdrawn"]:
            self._inferred += 1

    def _of_links(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of links, for the successor and for the standard that it replaces."""
        reader = self._reader
        first, last = reader.added.get("standard", (0, -1))
        # Most links of new standards lead to numbers that the catalogue did not have.
        of_interest = f"""(
            EXISTS (
                SELECT 1 FROM standard x
                WHERE x.key = r.target AND x.id NOT BETWEEN {first} AND {last}
            )
            OR NOT EXISTS (
                SELECT 1 FROM standard x
                WHERE x.key = r.successor AND x.id BETWEEN {first} AND {last}
            )
        )"""
        for change in reader.changes("replaces", of_interest):
            for row in shown_rows(reader, "replaces", change):
                yield self._row(row, change, self._standard(row[0]))
            after = {**change.values, **(change.new or {})}
            target = self._standard(after["target"])
            if target is None or reader.is_whole("standard", target["id"]):
                continue
            old = None if change.old is None else _successor(change.values)
            new = None if change.new is None else _successor(after)
            if old != new:
                yield self._row((target["key"], "replaced_by", old, new), change, target)

    def _of_parts(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table whose rows belong to a standard."""
        first, last = self._reader.added.get("standard", (0, -1))
        for change in self._reader.changes(table, f"r.standard NOT BETWEEN {first} AND {last}"):
            for row in shown_rows(self._reader, table, change):
                yield self._row(row, change, self._standard(row[0]))

    def _of_others(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of activities and of amounts recorded by hand."""
        for change in self._reader.changes(table):
            values = {**change.values, **(change.new or {})}
            if table == "activity_state":
                values = self._reader.values("activity", int(values["activity"]))
            record = {name: values.get(name) for name in ("title", "sector")}
            for row in shown_rows(self._reader, table, change):
                yield self._row(row, change, record)

    def _standard(self, key: Any) -> dict[str, Any] | None:
        cursor = self._reader.connection.execute(
            """
            SELECT id, key, title, sector, committee, department, sort_key
            FROM standard
            WHERE key = ?
            """,
            (key,),
        )
        row = cursor.fetchone()
        return row and dict(zip([name for name, *_ in cursor.description], row, strict=True))

    def _row(
        self, row: Sequence[Any], change: NetChange, record: Mapping[str, Any] | None
    ) -> tuple[Any, ...]:
        """Return the cells of temp.entered_change but for the id."""
        record = record or {}
        operation = change.operations.get(row[1], change.operation)
        names = ("title", "sector", "committee", "department", "id", "sort_key")
        return (
            *(*row, operation, self._times.get(operation)),
            *(record.get(name) for name in names),
        )


def _successor(link: Mapping[str, Any]) -> str:
    """Return the successor of a link, as the field `replaces` writes a partial one."""
    return f"{_REPLACED_IN_PART if int(link['partial']) else ''}{link['successor']}"
