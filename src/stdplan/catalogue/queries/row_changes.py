"""The changes of rows: what one or several operations did with each row of a table.

Rule: several changes of one row are one change. What came back to its old value is no change, so an
operation and its undo cancel. history.py shows the changes.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

from stdplan.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


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
    """Reads the rows that the operations from `first` to `last` changed, each as one change."""

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
