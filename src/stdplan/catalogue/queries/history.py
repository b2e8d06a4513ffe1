"""The history: which operations there were, and what one of them changed.

Rules:
* A change is shown as a person entered it: the key of the record, the field, the old and the new
  value. Columns that follow from others are left out.
* Rows that belong to a record (reviews, stages, links, states) are values of a field of it. They
  are left out if the record itself was added or removed.
* Several changes of one value within an operation are one change.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

from stdplan.catalogue.operations import undone_by
from stdplan.catalogue.recording import RECORDED_TABLES
from stdplan.domain.fields import BY_NAME
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Column, Records, Row, Sort

if TYPE_CHECKING:
    from typing import Any

HISTORY_COLUMNS = (
    Column("id", "integer"),
    Column("when", "key"),
    Column("command"),
    Column("counts", "object"),
    Column("undone_by", "integer"),
    Column("undoes", "integer"),
)
CHANGE_COLUMNS = (
    Column("key", "key"),
    Column("field", "key"),
    Column("old"),
    Column("new"),
)
# The fields of a change that is no change of a value.
ADDED, REMOVED = "added", "removed"


def operations(connection: sqlite3.Connection, since: str | None = None) -> Records:
    """Return the operations, the last one first; `since`: the first day, in local time.

    `when` is the local time with its distance from UTC.
    """
    from datetime import datetime

    undone = undone_by(connection)
    rows = connection.execute(
        """
        SELECT id, at, command, counts, undoes
        FROM operation
        WHERE :since IS NULL OR date(at, 'localtime') >= :since
        ORDER BY id DESC
        """,
        {"since": since},
    )
    cells: list[Row] = [
        (
            operation,
            datetime.fromisoformat(at).astimezone().isoformat(),
            command,
            json.loads(counts),
            undone.get(operation),
            undoes,
        )
        for operation, at, command, counts, undoes in rows
    ]
    return Records(HISTORY_COLUMNS, cells)


class Changes(NamedTuple):
    """A source of rows: what an operation changed (CHANGE_COLUMNS), also one that still runs."""

    connection: sqlite3.Connection
    operation: int

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield rows; see Source."""
        if sort:
            yield from Records(CHANGE_COLUMNS, list(self.rows())).fetch(names, sort, limit)
            return
        picked = [[column.name for column in CHANGE_COLUMNS].index(name) for name in names]
        for count, row in enumerate(self.rows()):
            if count == limit:
                return
            yield tuple(row[index] for index in picked)

    def rows(self) -> Iterator[Row]:
        """Yield key, field, old and new value of each change, table by table."""
        reader = ChangeReader(self.connection, self.operation, self.operation)
        for table in RECORDED_TABLES:
            for change in reader.changes(table):
                yield from shown_rows(reader, table, change)


def shown_rows(reader: ChangeReader, table: str, change: NetChange) -> Iterator[Row]:
    """Yield the rows of CHANGE_COLUMNS for a change of a row of a table."""
    yield from _SHOWN[table].rows(reader, change)


class NetChange(NamedTuple):
    """What one or several operations did with one row.

    `values`: all values that the row had before; of a new row, those that it has. `old` and `new`:
    the values that changed; None if the row did not exist before or after. `operation`: the last
    one that changed the row, or the one that added it; `operations`: the last one by column.
    """

    row: int
    values: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    operation: int = 0
    operations: Mapping[str, int] = {}


class ChangeReader:
    """Reads the rows that the operations from `first` to `last` changed, as one change of each row.

    What came back to its old value is no change, so an operation and its undo cancel.
    """

    def __init__(self, connection: sqlite3.Connection, first: int, last: int) -> None:
        self.connection = connection
        self._period = (first, last)
        self._indexed = False
        self._keys: set[str] | None = None
        # The first id that each operation added to a table, in their order, with the operation.
        self._begins: dict[str, list[tuple[int, int]]] = {}
        # The rows that came into being, by table. Ids only grow, so they are one range.
        self.added: dict[str, tuple[int, int]] = {}
        for operation, table, low, high in connection.execute(
            """
            SELECT operation, table_name, first, last
            FROM rows_added
            WHERE operation BETWEEN ? AND ?
            ORDER BY operation
            """,
            self._period,
        ):
            self._begins.setdefault(table, []).append((low, operation))
            self.added[table] = (self.added.get(table, (low, 0))[0], high)
        # The other rows that came into being or ended.
        self._whole: dict[str, set[int]] = {}
        ends: dict[tuple[str, int], list[bool]] = {}
        for table, row, is_new in connection.execute(
            """
            SELECT table_name, row, before IS NULL
            FROM row_change
            WHERE operation BETWEEN ? AND ? AND column_name IS NULL
            ORDER BY id
            """,
            self._period,
        ):
            ends.setdefault((table, row), [not is_new])[1:] = [bool(is_new)]
        for (table, row), (existed, exists) in ends.items():
            if not (existed and exists):
                self._whole.setdefault(table, set()).add(row)

    def changes(self, table: str, of_added: str = "1") -> Iterator[NetChange]:
        """Yield what the operations did with each row of a table.

        `of_added`: a condition (SQL, alias `r`) on the new rows that are of interest.
        """
        recorded = self.connection.execute(
            """
            SELECT row, column_name, before, after, operation
            FROM row_change
            WHERE operation BETWEEN ? AND ? AND table_name = ?
            ORDER BY row, id
            """,
            (*self._period, table),
        )
        for row, entries in groupby(recorded, lambda entry: int(entry[0])):
            if not self._is_added(table, row) and (
                change := self._net_change(table, row, [entry[1:] for entry in entries])
            ):
                yield change
        for row, values in self._added_rows(table, of_added):
            yield NetChange(row, values, None, {}, self.operation_of(table, row))

    def operation_of(self, table: str, row: int) -> int:
        """Return the operation that added a row."""
        begins = self._begins[table]
        return begins[bisect_right(begins, (row, sys.maxsize)) - 1][1]

    def _net_change(
        self, table: str, row: int, entries: Sequence[tuple[str | None, Any, Any, int]]
    ) -> NetChange | None:
        """Return the one change that several changes of a row amount to, None if they cancel.

        `entries`: column, value before and after, and the operation; without a column, the row was
        added or removed.
        """
        first = entries[0]
        whole = [entry for entry in entries if entry[0] is None]
        existed = not (first[0] is None and first[1] is None)
        exists = not (whole and whole[-1][1] is not None)
        if not existed and not exists:
            return None
        old: dict[str, Any] = {}
        new: dict[str, Any] = {}
        operations: dict[str, int] = {}
        for name, before, after, operation in entries:
            if name is None:
                old = {**json.loads(before or "{}"), **old}
            else:
                old.setdefault(name, before)
                new[name] = after
                operations[name] = operation
        now = self.values(table, row)
        values = {**now, **old, "id": row}
        if not existed:
            return NetChange(row, {**now, "id": row}, None, new, whole[-1][3])
        if not exists:
            return NetChange(row, values, old, None, whole[-1][3])
        if whole:  # it came back; a removal records all values but NULL
            old, new = {**dict.fromkeys(now), **old, "id": row}, now
        changed = [
            name
            for name in values
            if name in new and _as_stored(new[name]) != _as_stored(old[name])
        ]
        if not changed:
            return None
        old, new = ({name: side[name] for name in changed} for side in (old, new))
        operation = max(operations.get(name, entries[-1][3]) for name in changed)
        return NetChange(row, {**values, **old}, old, new, operation, operations)

    def values(self, table: str, row: int) -> dict[str, Any]:
        """Return the values that a row had after the operations or, if they removed the row,
        before.

        They are those of now, with all later changes taken back.
        """
        cursor = self.connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row,))
        names = [column[0] for column in cursor.description]
        values = dict(zip(names, cursor.fetchone() or (None,) * len(names), strict=True))
        for name, before in self._later_changes(table, row):
            if name is not None:
                values[name] = before
            elif before is not None:
                values = {**dict.fromkeys(names), "id": row, **json.loads(before)}
        return values

    def has_later_changes(self, table: str) -> bool:
        """Return whether rows of a table changed after the operations."""
        return bool(self._changed_later(table))

    def _is_added(self, table: str, row: int) -> bool:
        first, last = self.added.get(table, (0, -1))
        return first <= row <= last

    def _added_rows(self, table: str, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the new rows of a table that exist after the operations, with their values."""
        first, last = self.added.get(table, (0, -1))
        if first > last:
            return
        later = self._changed_later(table)
        cursor = self.connection.execute(
            f'SELECT * FROM "{table}" r WHERE id BETWEEN ? AND ? AND {where} ORDER BY id',
            (first, last),
        )
        names = [column[0] for column in cursor.description]
        place = names.index("id")
        now = ((int(row[place]), row) for row in cursor)
        changed = ((row, None) for row in sorted(later) if first <= row <= last)
        for row, found in groupby(merge(now, changed, key=itemgetter(0)), itemgetter(0)):
            if row not in later:
                yield row, dict(zip(names, next(found)[1] or (), strict=True))
            elif (values := self.values(table, row))["id"] is not None:
                yield row, values

    def _changed_later(self, table: str) -> set[int]:
        """Return the rows of a table that later operations changed."""
        self._index_later_changes()
        rows = self.connection.execute(
            "SELECT DISTINCT row FROM temp.later_change WHERE table_name = ?", (table,)
        )
        return {row for (row,) in rows}

    def _later_changes(self, table: str, row: int) -> list[tuple[str | None, Any]]:
        """Return column and value before of the later changes of a row, the last one first."""
        self._index_later_changes()
        return self.connection.execute(
            """
            SELECT column_name, before
            FROM temp.later_change
            WHERE table_name = ? AND row = ?
            ORDER BY id DESC
            """,
            (table, row),
        ).fetchall()

    def _index_later_changes(self) -> None:
        """Collect the later changes once: the history has no index by row, because only this
        question needs one."""
        if self._indexed:
            return
        self.connection.execute("DROP TABLE IF EXISTS temp.later_change")
        self.connection.execute(
            """
            CREATE TEMP TABLE later_change AS
            SELECT id, table_name, row, column_name, before
            FROM row_change
            WHERE operation > ?
            """,
            (self._period[1],),
        )
        self.connection.execute(
            "CREATE INDEX temp.later_change_of_row ON later_change (table_name, row, id)"
        )
        self._indexed = True

    def is_whole_standard(self, key: str) -> bool:
        """Return whether the operations added or removed the standard with a key."""
        found = self.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
        if found is not None:
            return self.is_whole("standard", found[0])
        if self._keys is None:
            removed = self.connection.execute(
                """
                SELECT json_extract(before, '$.key')
                FROM row_change
                WHERE operation BETWEEN ? AND ? AND table_name = 'standard'
                AND column_name IS NULL AND before IS NOT NULL
                """,
                self._period,
            )
            self._keys = {key for (key,) in removed}
            self._keys |= {str(values["key"]) for _, values in self._added_rows("standard", "1")}
        return key in self._keys

    def is_whole(self, table: str, row: int) -> bool:
        """Return whether the operations added or removed the row itself."""
        return row in self._whole.get(table, ()) or self._is_added(table, row)


def _as_stored(value: object) -> str | None:
    """Return a value as the history stores it, so that a value of now can be compared."""
    return None if value is None else str(value)


class _RecordRows:
    """How changes of a table of records are shown: a row for each value that changed.

    `name`: the columns of its name; the table comes first unless it is that of standards. `title`:
    the column that says what was added or removed. `shown`: the columns that are shown, all if it
    is empty; the others follow from them.
    """

    def __init__(
        self, table: str, name: tuple[str, ...], title: str, shown: Collection[str] = ()
    ) -> None:
        self._table, self._name, self._title, self._shown = table, name, title, shown

    def rows(self, reader: ChangeReader, change: NetChange) -> Iterator[Row]:
        """Yield the rows of CHANGE_COLUMNS for a change."""
        key = self._key(change)
        title = _text(change.values[self._title])
        if change.old is None:
            yield key, ADDED, None, title
        elif change.new is None:
            yield key, REMOVED, title, None
        else:
            if self._table == "standard":
                change = _with_marked_end(change)
            olds, news = change.old or {}, change.new or {}
            for name, old in olds.items():
                follows = self._shown and name not in self._shown
                if not follows and not (name == "key" and "number" in olds):
                    yield key, name, _text(old), _text(news[name])

    def _key(self, change: NetChange) -> str:
        values = {**change.values, **(change.new or {})}
        name = "/".join(str(values[column]) for column in self._name)
        return name if self._table == "standard" else f"{self._table} {name}"


def _with_marked_end(change: NetChange) -> NetChange:
    """Return a change of a standard in which an inferred day of withdrawal is marked:
    `2011-06-30 inferred`."""
    old, new = dict(change.old or {}), dict(change.new or {})
    if old.keys().isdisjoint(("withdrawn", "withdrawn_inferred")):
        return change
    for side in (old, new):
        values = {**change.values, **side}
        if values["withdrawn"] and int(values["withdrawn_inferred"] or 0):
            side["withdrawn"] = f"{values['withdrawn']} inferred"
        else:
            side["withdrawn"] = values["withdrawn"]
    if old["withdrawn"] == new["withdrawn"]:
        del old["withdrawn"]
    return change._replace(old=old, new=new)


class _ValueRows:
    """How changes of rows that belong to a record are shown: as values of a field of it.

    `owner`: the table of the record, and the column that refers to it. `parts`: the columns of the
    text of a value.
    """

    def __init__(self, field: str, owner: tuple[str, str], parts: tuple[str, ...]) -> None:
        self._field, self._owner, self._parts = field, owner, parts

    def rows(self, reader: ChangeReader, change: NetChange) -> Iterator[Row]:
        """Yield the row of CHANGE_COLUMNS for a change, if it changes the text."""
        table, column = self._owner
        old_owner = int(change.values[column])
        new_owner = int((change.new or {}).get(column, old_owner))
        parts = [(old_owner, change)]
        if old_owner != new_owner:  # it moved with its project to the standard
            parts = [
                (old_owner, change._replace(new=None)),
                (new_owner, change._replace(old=None)),
            ]
        for owner, part in parts:
            if not reader.is_whole(table, owner):
                activity = table == "activity"
                key = f"activity {owner}" if activity else reader.values(table, owner)["key"]
                yield from self._row(key, part)

    def _row(self, key: str, change: NetChange) -> Iterator[Row]:
        old = None if change.old is None else self._value(change.values)
        new = None if change.new is None else self._value({**change.values, **change.new})
        if old != new:
            yield key, self._field, old, new

    def _value(self, values: dict[str, Any]) -> str:
        """Return the text of a value: the first columns alone, the rest with their names."""
        texts = []
        for name in self._parts:
            value = values[name.rstrip("=")]
            if value:
                texts.append(f"{name}{value}" if name.endswith("=") else str(value))
        return " ".join(texts)


class _ReviewRows(_ValueRows):
    """A review; its step is shown only where it is no decision."""

    def _value(self, values: dict[str, Any]) -> str:
        step = None if values.get("step") == "decided" else values.get("step")
        return super()._value({**values, "step": step})


class _LinkRows(_ValueRows):
    """A link between numbers, which is shown as a value of its successor."""

    def rows(self, reader: ChangeReader, change: NetChange) -> Iterator[Row]:
        """Yield the row of CHANGE_COLUMNS for a change, if it changes the text."""
        key = change.values["successor"]
        if not reader.is_whole_standard(key):
            yield from self._row(key, change)

    def _value(self, values: dict[str, Any]) -> str:
        """Return the target as the field `replaces` of a standard has it."""
        partial = int(values["partial"])  # a text, if it comes from the history
        return f"部分代替 {values['target']}" if partial else str(values["target"])


def _text(value: object) -> str | None:
    """Return a stored value as a text; values of a list, and numbers by name, are joined."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            found = json.loads(value)
        except ValueError:
            return value
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return "; ".join(found)
        if isinstance(found, dict) and all(isinstance(item, int) for item in found.values()):
            return "; ".join(f"{name}={item}" for name, item in found.items())
    return None if value is None else str(value)


_OF_STANDARD = ("standard", "standard")
_OF_REVIEW = (
    "date", "outcome", "into=", "ends=", "target=", "note=", "document=", "into_family=",
    "into_nature=", "step=",
)  # fmt: skip
_SHOWN: dict[str, _RecordRows | _ValueRows] = {
    "plan": _RecordRows("plan", ("year",), "title_zh"),
    "theme": _RecordRows("theme", ("plan", "number"), "title_zh"),
    "task": _RecordRows("task", ("plan", "number"), "title_zh"),
    "indicator": _RecordRows("indicator", ("plan", "code"), "name_zh"),
    "driver": _RecordRows("driver", ("plan", "code"), "name_zh"),
    "activity_kind": _RecordRows("activity_kind", ("plan", "code"), "name_zh"),
    "sector": _RecordRows("sector", ("code",), "name_zh"),
    "focus_area": _RecordRows("focus_area", ("code",), "name_zh"),
    "plan_sector": _RecordRows("plan_sector", ("plan", "sector"), "position"),
    "plan_focus": _RecordRows("plan_focus", ("plan", "focus"), "position"),
    "standard": _RecordRows("standard", ("key",), "title", BY_NAME),
    "review": _ReviewRows("review", _OF_STANDARD, _OF_REVIEW),
    "stage_change": _ValueRows("stage", _OF_STANDARD, ("stage", "date")),
    "standard_focus": _ValueRows("focus", _OF_STANDARD, ("focus",)),
    "adopts": _ValueRows("adopts", _OF_STANDARD, ("reference", "degree", "word=")),
    "replaces": _LinkRows("replaces", _OF_STANDARD, ("target",)),
    "other_number": _ValueRows(
        "other_number", _OF_STANDARD, ("number", "until=", "kind=", "nature=")
    ),
    "suspension": _ValueRows("suspended", _OF_STANDARD, ("since", "until=", "note=", "document=")),
    "extension": _ValueRows("extended", _OF_STANDARD, ("date", "target", "note=", "document=")),
    "campaign_member": _ValueRows("campaign", _OF_STANDARD, ("year", "member=", "date=", "note=")),
    "progress": _RecordRows("progress", ("id",), "amount"),
    "activity": _RecordRows("activity", ("id",), "title"),
    "activity_state": _ValueRows("state", ("activity", "activity"), ("state", "date")),
}
