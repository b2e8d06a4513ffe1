"""The history: which operations there were, and how a change of a row is shown.

row_changes.py finds what changed. Rules:
* A change is shown as a person entered it: the key of the record, the field, the old and the new
  value. Columns that follow from others are left out.
* Rows that belong to a record (reviews, stages, links, states) are values of a field of it. They
  are left out if the record itself was added or removed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence

from stdplan.catalogue.operations import undone_by
from stdplan.catalogue.queries.row_changes import ChangeReader, NetChange
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
