"""Taking back one operation, exactly: its rows become what they were before it.

Rules:
* An undo is an operation itself, recorded like any other. Undoing it again is redoing.
* It is refused if a later operation changed the same rows, if another program changed the same
  values of them, or if rows that it would remove are used by later rows. An operation and its
  undo, both later, cancel each other and are not in the way.
* First the rows that the operation added are removed. Then its changes are reversed, the last one
  first, so that every state on the way existed before, without the added rows.
* What foreign keys removed or emptied was recorded, too, so they do nothing during an undo.
* Derived tables follow from the others: life.py computes them again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import groupby

from stdplan.catalogue import life, search_index, title_index
from stdplan.catalogue.indexes import rebuilding_indexes
from stdplan.catalogue.operations import Entry, find, undone_by, why_not_recorded
from stdplan.catalogue.recording import KEPT, PRUNED, RECORDED_TABLES
from stdplan.catalogue.transaction import Transaction
from stdplan.errors import Refused
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.long_work import Advance, long_work

if TYPE_CHECKING:
    from typing import Any

_NAMED = 5  # operations that a message names


def undo(transaction: Transaction, entry: Entry) -> None:
    """Take back an operation that is not undone; count it, and the rows added, changed and removed.

    `transaction` is the operation of the undo. Raise Refused if something is in the way.
    """
    _refuse_unrecorded(entry)
    transaction.undoes = entry.id
    connection = transaction.connection
    blockers = _Blockers(connection, entry.id)
    blockers.refuse_changed_rows()
    blockers.refuse_used_rows()
    many = _moves_many_records(connection, entry.id)
    changes = _count_changes(connection, entry.id)
    name = t("undoing operation {id}", id=entry.id)
    try:
        with (
            long_work(connection, name, changes or None) as advance,
            _without_indexes(connection) if many else nullcontext(),
        ):
            removed = _remove_added(connection, entry.id)
            counts = _reverse_changes(connection, entry.id, advance)
    except _Changed:
        raise blockers.refusal([], "") from None
    except _Taken as taken:
        raise blockers.of_taken(taken) from None
    except sqlite3.IntegrityError as error:  # an index that is built again
        raise blockers.of_taken(_Taken("standard", str(error), {})) from None
    blockers.refuse_missing_parents()
    if many:
        with long_work(connection, t("computing the days of the records")):
            life.rebuild(connection)
    transaction.count("undone")  # also if nothing changed
    transaction.count("removed", removed + counts["removed"])
    transaction.count("changed", counts["changed"])
    transaction.count("added", counts["added"])


def _refuse_unrecorded(entry: Entry) -> None:
    """Raise Refused if the history does not have what the operation changed."""
    if reason := why_not_recorded(entry):
        sentence = "operation {id} ({command}) cannot be undone: {reason}"
        raise Refused(t(sentence, id=entry.id, command=entry.command, reason=reason))


_TOUCHED = "SELECT table_name, row FROM row_change WHERE operation = :undone"
_ROWS = "SELECT row FROM row_change WHERE operation = :undone AND table_name = :table"
_ADDED_AGAIN = (
    "SELECT row FROM row_change WHERE operation = :undone AND table_name = :parent"
    " AND column_name IS NULL AND before IS NULL"
)


class _Changed(Exception):
    """A row is not as the operation left it, although no other operation changed it."""


class _Taken(Exception):
    """Another row has the key of a row that comes back: its table, SQLite's message, the values of
    the row."""

    def __init__(self, table: str, message: str, values: Mapping[str, object]) -> None:
        super().__init__(message)
        self.table, self.values = table, values
        # SQLite names the columns that must be unique: `standard.key`.
        self.columns = [name for name in values if f"{table}.{name}" in message.split(": ")[-1]]


class _Blockers:
    """What is in the way of undoing an operation."""

    def __init__(self, connection: sqlite3.Connection, operation: int) -> None:
        self._connection = connection
        self._operation = operation
        undone = undone_by(connection)
        rows = connection.execute(
            "SELECT id, undoes FROM operation WHERE id > ? ORDER BY id DESC", (operation,)
        )
        # An undo of a later operation cancels it; both are as if they had never been.
        self._later = [
            row_id
            for row_id, undoes in rows
            if row_id not in undone and (undoes is None or undoes <= operation)
        ]

    def refuse_changed_rows(self) -> None:
        """Raise Refused if a later operation changed the same rows."""
        if not self._later:
            return
        found = self._operations(
            f"""
            SELECT DISTINCT operation
            FROM row_change
            WHERE operation > :undone AND (table_name, row) IN ({_TOUCHED})
            UNION
            SELECT DISTINCT c.operation
            FROM row_change c
            JOIN rows_added r ON r.table_name = c.table_name AND c.row BETWEEN r.first AND r.last
            WHERE r.operation = :undone AND c.operation > :undone
            """
        )
        if in_the_way := self._in_effect(found):
            raise self.refusal(in_the_way, t("later operations changed the same rows"))

    def refuse_used_rows(self) -> None:
        """Raise Refused if rows that stay refer to rows that would be removed."""
        ranges = _added_ranges(self._connection, self._operation)
        users: set[int] = set()
        used = False
        for table, parent, child_column, parent_column in _foreign_keys(self._connection):
            first, last = ranges.get(parent, (0, -1))
            own_first, own_last = ranges.get(table, (0, -1))
            rows = self._connection.execute(
                f"""
                SELECT c.id
                FROM "{parent}" p
                JOIN "{table}" c ON c."{child_column}" = p."{parent_column}"
                WHERE (
                    p.id BETWEEN :first AND :last
                    OR p.id IN ({_ADDED_AGAIN})
                )
                AND c.id NOT BETWEEN :own_first AND :own_last AND c.id NOT IN ({_ROWS})
                """,
                {
                    "undone": self._operation, "table": table, "parent": parent, "first": first,
                    "last": last, "own_first": own_first, "own_last": own_last,
                },
            )  # fmt: skip
            for (row,) in rows.fetchall():
                used = True
                users |= self._operations_on(table, row)
        if used:
            reason = t("later operations added rows that belong to what it added")
            raise self.refusal(self._in_effect(users), reason)

    def refuse_missing_parents(self) -> None:
        """Raise Refused if a row that came back refers to a row that a later operation removed."""
        for table, parent, child_column, parent_column in _foreign_keys(self._connection):
            missing = self._connection.execute(
                f"""
                SELECT 1
                FROM "{table}" c
                WHERE c.id IN ({_ROWS}) AND c."{child_column}" IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM "{parent}" p WHERE p."{parent_column}" = c."{child_column}"
                )
                """,
                {"undone": self._operation, "table": table},
            ).fetchone()
            if missing:
                removing = self._operations(
                    """
                    SELECT DISTINCT operation
                    FROM row_change
                    WHERE operation > :undone AND table_name = :parent
                    AND column_name IS NULL AND before IS NOT NULL
                    """,
                    parent=parent,
                )
                reason = t("later operations removed what its rows belong to")
                raise self.refusal(self._in_effect(removing), reason)

    def of_taken(self, taken: _Taken) -> Refused:
        """Return the error for a key that another row has: it names who gave it to that row."""
        users: set[int] = set()
        if taken.columns:
            same = " AND ".join(f'"{name}" = :{name}' for name in taken.columns)
            rows = self._connection.execute(
                f'SELECT id FROM "{taken.table}" WHERE {same}', taken.values
            )
            for (row,) in rows.fetchall():
                users |= self._operations_on(taken.table, row)
        if not self._in_effect(users):
            users = self._operations(
                """
                SELECT operation FROM row_change WHERE operation > :undone AND table_name = :table
                UNION
                SELECT operation FROM rows_added WHERE operation > :undone AND table_name = :table
                """,
                table=taken.table,
            )
        reason = t("later operations gave its key to another record")
        return self.refusal(self._in_effect(users), reason)

    def refusal(self, in_the_way: list[int], reason: str) -> Refused:
        """Return the error that names the operations in the way, with their command lines."""
        if not in_the_way:
            reason = t("another program changed the same rows")
        sentence = t("operation {id} cannot be undone: {reason}", id=self._operation, reason=reason)
        names = [
            f"{operation} ({find(self._connection, operation).command})"
            for operation in in_the_way[:_NAMED]
        ]
        if len(in_the_way) > _NAMED:
            names.append(t("and {count} more", count=len(in_the_way) - _NAMED))
        return Refused(f"{sentence}: {t(', ').join(names)}" if names else sentence)

    def _operations(self, sql: str, **names: object) -> set[int]:
        return {
            row[0] for row in self._connection.execute(sql, {"undone": self._operation, **names})
        }

    def _in_effect(self, operations: set[int]) -> list[int]:
        return [operation for operation in self._later if operation in operations]

    def _operations_on(self, table: str, row: int) -> set[int]:
        """Return the operations that added or changed a row; none if only another program did."""
        return self._operations(
            """
            SELECT operation
            FROM rows_added
            WHERE table_name = :table AND :row BETWEEN first AND last
            UNION
            SELECT operation FROM row_change WHERE table_name = :table AND row = :row
            """,
            table=table,
            row=row,
        )


def _added_ranges(connection: sqlite3.Connection, operation: int) -> dict[str, tuple[int, int]]:
    """Return the first and the last row id that an operation added, by table."""
    sql = "SELECT table_name, first, last FROM rows_added WHERE operation = ?"
    rows = connection.execute(sql, (operation,))
    return {table: (first, last) for table, first, last in rows}


def _foreign_keys(connection: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Return the foreign keys of the recorded tables: table, its parent, and the two columns."""
    marks = ", ".join("?" * len(RECORDED_TABLES))
    return connection.execute(
        f"""
        SELECT m.name, k."table", k."from", k."to"
        FROM main.sqlite_schema m
        JOIN pragma_foreign_key_list(m.name) k
        WHERE m.type = 'table' AND m.name IN ({marks})
        """,
        RECORDED_TABLES,
    ).fetchall()


# So many records, if they are more than half of all, come and go faster without indexes.
_MANY = 1000


def _moves_many_records(connection: sqlite3.Connection, operation: int) -> bool:
    """Return whether undoing an operation removes or adds many records, and more than half of
    all."""
    first, last = _added_ranges(connection, operation).get("standard", (0, -1))
    existing, listed = connection.execute(
        """
        SELECT (SELECT count(*) FROM standard),
        (
            SELECT count(*)
            FROM row_change
            WHERE operation = ? AND table_name = 'standard' AND column_name IS NULL
        )
        """,
        (operation,),
    ).fetchone()
    return bool(last - first + 1 + listed > max(_MANY, existing // 2))


@contextmanager
def _without_indexes(connection: sqlite3.Connection) -> Iterator[None]:
    """Within the block, tables of many rows have no indexes and no triggers; what the triggers keep
    must be computed again."""
    for index in (title_index, search_index):
        index.clear(connection)
    (existing,) = connection.execute("SELECT count(*) FROM standard").fetchone()
    with rebuilding_indexes(connection, ("standard", "replaces", "adopts"), existing + 1):
        yield


def _remove_added(connection: sqlite3.Connection, operation: int) -> int:
    """Remove the rows that an operation added, those that refer to others first; return how many
    there were."""
    ranges = _added_ranges(connection, operation)
    return sum(
        connection.execute(
            f'DELETE FROM "{table}" WHERE id BETWEEN ? AND ?', ranges[table]
        ).rowcount
        for table in reversed(RECORDED_TABLES)
        if table in ranges
    )


def _count_changes(connection: sqlite3.Connection, operation: int) -> int:
    sql = "SELECT count(*) FROM row_change WHERE operation = ?"
    return int(connection.execute(sql, (operation,)).fetchone()[0])


def _reverse_changes(
    connection: sqlite3.Connection, operation: int, advance: Advance
) -> dict[str, int]:
    """Reverse the changes of an operation, the last one first; return how many rows were added,
    changed and removed. `advance` is called with the number of changes that were read.

    Raise _Changed if a row is not as the operation left it, _Taken if another row has its key.
    """
    changes = connection.execute(
        """
        SELECT table_name, row, column_name, before, after
        FROM row_change
        WHERE operation = ?
        ORDER BY id DESC
        """,
        (operation,),
    )
    counts = dict.fromkeys(("added", "changed", "removed"), 0)
    # Several columns of a row are set at once, because a CHECK may compare them.
    for (table, row, whole), of_row in groupby(
        _in_blocks(changes, advance), _row_and_whether_whole
    ):
        if whole:
            [(*_, before, _)] = of_row
            earlier = {} if before is None else json.loads(before)
            kind = "added" if earlier else "removed"
            sql, values = _insert(table, row, earlier) if earlier else _delete(table, row)
        else:
            kind = "changed"
            earlier, later = _net_values(change[2:] for change in of_row)
            sql, values = _update(table, row, earlier, later)
        try:
            done = connection.execute(sql, values).rowcount
        except sqlite3.IntegrityError as error:
            raise _Taken(table, str(error), earlier) from error
        if done != 1:
            raise _Changed
        counts[kind] += 1
    return counts


def _in_blocks(rows: sqlite3.Cursor, advance: Advance, size: int = 2_000) -> Iterator[Any]:
    """Yield rows that are read in blocks: the table that they are read from is written to."""
    while block := rows.fetchmany(size):
        yield from block
        advance(len(block))


def _row_and_whether_whole(change: tuple[Any, ...]) -> tuple[str, int, bool]:
    table, row, column, *_ = change
    return table, row, column is None


def _net_values(
    changes: Iterable[tuple[str, object, object]],
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the values of columns before and after several changes (column, before, after), the
    last one first."""
    earlier: dict[str, object] = {}
    later: dict[str, object] = {}
    for name, before, after in changes:
        earlier[name] = before
        later.setdefault(name, after)
    return earlier, later


def _delete(table: str, row: int) -> tuple[str, list[object]]:
    """Return the statement that removes a row, with its values."""
    return f'DELETE FROM "{table}" WHERE id = ?', [row]


def _insert(table: str, row: int, values: dict[str, object]) -> tuple[str, list[object]]:
    """Return the statement that adds a row under its old id, with its values."""
    names, marks = _joined(f'"{name}"' for name in values), _joined("?" for _ in values)
    sql = f'INSERT INTO "{table}" (id, {names}) VALUES (?, {marks})'
    return sql, [row, *values.values()]


def _update(
    table: str, row: int, earlier: dict[str, object], later: dict[str, object]
) -> tuple[str, list[object]]:
    """Return the statement that gives columns of a row their earlier values, if it has the later
    ones."""
    assignments = _joined(f'"{name}" = ?' for name in earlier)
    unchanged = "".join(f' AND "{name}" IS ?' for name in later)
    sql = f'UPDATE "{table}" SET {assignments} WHERE id = ?{unchanged}'
    return sql, [*earlier.values(), row, *later.values()]


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)


class Pruned(NamedTuple):
    """What pruning removed: of how many operations, how many changes of rows, and their bytes."""

    operations: int
    changes: int
    size: int


def prune(connection: sqlite3.Connection, before: str) -> Pruned:
    """Remove what the operations before a day (ISO, local time) changed; they stay in the list."""
    connection.execute("DROP TABLE IF EXISTS temp.pruned")
    connection.execute(
        f"""
        CREATE TEMP TABLE pruned AS
        SELECT id
        FROM operation
        WHERE recording = '{KEPT}' AND date(at, 'localtime') < ?
        """,
        (before,),
    )
    changes, size = connection.execute(
        """
        SELECT count(*),
        coalesce(sum(length(table_name) + length(CAST(coalesce(before, '') AS BLOB))
            + length(CAST(coalesce(after, '') AS BLOB))), 0)
        FROM row_change
        WHERE operation IN (SELECT id FROM pruned)
        """
    ).fetchone()
    for table in ("row_change", "rows_added"):
        connection.execute(f"DELETE FROM {table} WHERE operation IN (SELECT id FROM pruned)")
    pruned = connection.execute(
        "UPDATE operation SET recording = ? WHERE id IN (SELECT id FROM pruned)", (PRUNED,)
    )
    return Pruned(pruned.rowcount, changes, size)
