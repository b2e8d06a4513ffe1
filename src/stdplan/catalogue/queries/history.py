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
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

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
        reader = _Reader(self.connection, self.operation)
        for table in RECORDED_TABLES:
            for change in reader.changes(table):
                yield from _SHOWN[table].rows(reader, change)


class _NetChange(NamedTuple):
    """What an operation did with one row.

    `values`: all values that the row had before. `old` and `new`: the values that changed; None if
    the row did not exist before or after.
    """

    row: int
    values: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class _Reader:
    """Reads the rows that one operation changed."""

    def __init__(self, connection: sqlite3.Connection, operation: int) -> None:
        self.connection = connection
        self._operation = operation
        self._indexed = False
        self._keys: set[str] | None = None
        # The rows that came into being, and those that ended, by table.
        self._ranges: dict[str, list[tuple[int, int]]] = {}
        for table, first, last in connection.execute(
            "SELECT table_name, first, last FROM rows_added WHERE operation = ?", (operation,)
        ):
            self._ranges.setdefault(table, []).append((first, last))
        self._whole: dict[str, set[int]] = {}
        for table, row in connection.execute(
            """
            SELECT table_name, row
            FROM row_change
            WHERE operation = ? AND column_name IS NULL
            """,
            (operation,),
        ):
            self._whole.setdefault(table, set()).add(row)

    def changes(self, table: str) -> Iterator[_NetChange]:
        """Yield what the operation did with each row of a table."""
        recorded = self.connection.execute(
            """
            SELECT row, column_name, before, after
            FROM row_change
            WHERE operation = ? AND table_name = ?
            ORDER BY row, id
            """,
            (self._operation, table),
        )
        for row, entries in groupby(recorded, lambda entry: int(entry[0])):
            if change := self._net_change(table, row, [entry[1:] for entry in entries]):
                yield change
        for first, last in self._ranges.get(table, ()):
            for row in range(first, last + 1):
                values = self.values(table, row)
                if values["id"] is not None:  # some ids of a range are of no row
                    yield _NetChange(row, values, None, {})

    def _net_change(
        self, table: str, row: int, entries: Sequence[tuple[str | None, Any, Any]]
    ) -> _NetChange | None:
        """Return the one change that several changes of a row amount to, None if they cancel.

        `entries`: column, value before and after; without a column, the row was added or removed.
        """
        first, last = entries[0], entries[-1]
        existed = not (first[0] is None and first[1] is None)
        exists = not (last[0] is None and last[1] is not None)
        if not existed and not exists:
            return None
        old: dict[str, Any] = {}
        new: dict[str, Any] = {}
        for name, before, after in entries:
            if name is None:
                old = {**json.loads(before or "{}"), **old}
            else:
                old.setdefault(name, before)
                new[name] = after
        values = {**self.values(table, row), **old, "id": row}
        if not (existed and exists):
            return _NetChange(row, values, old if existed else None, new if exists else None)
        changed = [name for name in values if name in new and new[name] != old[name]]
        if not changed:
            return None
        old, new = ({name: side[name] for name in changed} for side in (old, new))
        return _NetChange(row, {**values, **old}, old, new)

    def values(self, table: str, row: int) -> dict[str, Any]:
        """Return the values that a row had after the operation or, if it removed the row, before.

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

    def _later_changes(self, table: str, row: int) -> list[tuple[str | None, Any]]:
        """Return column and value before of the later changes of a row, the last one first."""
        if not self._indexed:
            # The history has no index by row, because only this question needs one.
            self.connection.execute("DROP TABLE IF EXISTS temp.later_change")
            self.connection.execute(
                """
                CREATE TEMP TABLE later_change AS
                SELECT id, table_name, row, column_name, before
                FROM row_change
                WHERE operation > ?
                """,
                (self._operation,),
            )
            self.connection.execute(
                "CREATE INDEX temp.later_change_of_row ON later_change (table_name, row, id)"
            )
            self._indexed = True
        return self.connection.execute(
            """
            SELECT column_name, before
            FROM temp.later_change
            WHERE table_name = ? AND row = ?
            ORDER BY id DESC
            """,
            (table, row),
        ).fetchall()

    def is_whole_standard(self, key: str) -> bool:
        """Return whether the operation added or removed the standard with a key."""
        found = self.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
        if found is not None:
            return self.is_whole("standard", found[0])
        if self._keys is None:
            removed = self.connection.execute(
                """
                SELECT json_extract(before, '$.key')
                FROM row_change
                WHERE operation = ? AND table_name = 'standard'
                AND column_name IS NULL AND before IS NOT NULL
                """,
                (self._operation,),
            )
            self._keys = {key for (key,) in removed}
            for first, last in self._ranges.get("standard", ()):
                for row in range(first, last + 1):
                    self._keys.add(str(self.values("standard", row)["key"]))
        return key in self._keys

    def is_whole(self, table: str, row: int) -> bool:
        """Return whether the operation added or removed the row itself."""
        return row in self._whole.get(table, ()) or any(
            first <= row <= last for first, last in self._ranges.get(table, ())
        )


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

    def rows(self, reader: _Reader, change: _NetChange) -> Iterator[Row]:
        """Yield the rows of CHANGE_COLUMNS for a change."""
        key = self._key(change)
        title = _text(change.values[self._title])
        if change.old is None:
            yield key, ADDED, None, title
        elif change.new is None:
            yield key, REMOVED, title, None
        else:
            for name, old in change.old.items():
                follows = self._shown and name not in self._shown
                if not follows and not (name == "key" and "number" in change.old):
                    yield key, name, _text(old), _text(change.new[name])

    def _key(self, change: _NetChange) -> str:
        values = {**change.values, **(change.new or {})}
        name = "/".join(str(values[column]) for column in self._name)
        return name if self._table == "standard" else f"{self._table} {name}"


class _ValueRows:
    """How changes of rows that belong to a record are shown: as values of a field of it.

    `owner`: the table of the record, and the column that refers to it. `parts`: the columns of the
    text of a value.
    """

    def __init__(self, field: str, owner: tuple[str, str], parts: tuple[str, ...]) -> None:
        self._field, self._owner, self._parts = field, owner, parts

    def rows(self, reader: _Reader, change: _NetChange) -> Iterator[Row]:
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

    def _row(self, key: str, change: _NetChange) -> Iterator[Row]:
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

    def rows(self, reader: _Reader, change: _NetChange) -> Iterator[Row]:
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
