"""Recording of what an operation changes, for the history and for `undo`.

Rules:
* Temporary triggers of the connection record every row of RECORDED_TABLES that an operation
  changes or removes, whatever code or foreign key does it. They exist only while it runs.
* Rows that the operation added are not recorded one by one: they have greater ids than all before.
* Derived tables (derived_models.py, title_models.py) and the history itself are not recorded.
* The tables are described in history_models.py.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict

# Every table that users write into. Rows of the later tables refer to rows of the earlier ones.
RECORDED_TABLES = (
    "plan", "theme", "task", "indicator", "driver", "activity_kind", "sector", "focus_area",
    "plan_sector", "plan_focus", "standard", "review", "stage_change", "standard_focus", "adopts",
    "replaces", "former_number", "progress", "activity", "activity_state",
)  # fmt: skip

# The history has what the operation changed; it had, until `history prune`; the operation created
# the file; it changed nothing that users enter.
KEPT, PRUNED, CREATION, UPKEEP = "kept", "pruned", "creation", "upkeep"
RECORDINGS = (KEPT, PRUNED, CREATION, UPKEEP)


class Recording:
    """The recording of one operation, from its first statement to its last.

    recording = Recording(connection)
    connection.execute("DELETE FROM review WHERE id = 7")
    recording.end()
    """

    def __init__(self, connection: sqlite3.Connection, old_ids_return: bool = False) -> None:
        """Begin to record, within a transaction.

        `old_ids_return`: rows may be added under ids that were used before; only `undo` does so.
        """
        self._connection = connection
        self.last_ids = last_ids(connection)
        self.operation = self.last_ids["operation"] + 1
        self._triggers: list[str] = []
        for table, columns in _columns(connection).items():
            changes = ["UPDATE", "DELETE"] + (["INSERT"] if old_ids_return else [])
            for change in changes:
                self._add_trigger(table, columns, change)

    def _add_trigger(self, table: str, columns: list[str], change: str) -> None:
        row = "new" if change == "INSERT" else "old"
        condition = f"{row}.id <= {self.last_ids[table]}"
        if change == "UPDATE":
            old, new = (", ".join(f'{row}."{name}"' for name in columns) for row in ("old", "new"))
            condition += f" AND ({old}) IS NOT ({new})"
            before, after = _changed_values("old", columns), _changed_values("new", columns)
        elif change == "DELETE":
            before, after = _known_values(columns), "NULL"
        else:
            before, after = "NULL", "'{}'"
        name = f"record_{table}_{change.lower()}"
        self._connection.execute(
            f"""
            CREATE TEMP TRIGGER {name} AFTER {change} ON main."{table}" WHEN {condition}
            BEGIN
                INSERT INTO row_change (operation, table_name, row, before, after)
                VALUES ({self.operation}, '{table}', {row}.id, {before}, {after});
            END
            """
        )
        self._triggers.append(name)

    def end(self) -> None:
        """Record the rows that were added, and stop recording, before the transaction ends."""
        for name in self._triggers:
            self._connection.execute(f"DROP TRIGGER temp.{name}")
        now = last_ids(self._connection)
        ranges = (
            (self.operation, table, self.last_ids[table] + 1, now[table])
            for table in RECORDED_TABLES
            if now[table] > self.last_ids[table]
        )
        self._connection.executemany(
            "INSERT INTO rows_added (operation, table_name, first, last) VALUES (?, ?, ?, ?)",
            ranges,
        )

    def changed_rows(self) -> int:
        """Return how many changes of rows have been recorded so far."""
        sql = "SELECT count(*) FROM row_change WHERE operation = ?"
        return int(self._connection.execute(sql, (self.operation,)).fetchone()[0])


def last_ids(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the greatest row id that each table has ever used, 0 for one that never had a row."""
    return defaultdict(int, connection.execute("SELECT name, seq FROM main.sqlite_sequence"))


def _columns(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the columns of the recorded tables, but for the row id."""
    marks = ", ".join("?" * len(RECORDED_TABLES))
    columns: dict[str, list[str]] = {name: [] for name in RECORDED_TABLES}
    rows = connection.execute(
        f"""
        SELECT m.name, c.name
        FROM main.sqlite_schema m
        JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name IN ({marks}) AND c.name <> 'id'
        ORDER BY c.cid
        """,
        RECORDED_TABLES,
    )
    for table, column in rows:
        columns[table].append(column)
    return {table: names for table, names in columns.items() if names}


def _changed_values(row: str, columns: list[str]) -> str:
    """Return SQL for the JSON of those values of a row (`old` or `new`) that an UPDATE changes."""
    return _object(row, {name: f'old."{name}" IS NOT new."{name}"' for name in columns})


def _known_values(columns: list[str]) -> str:
    """Return SQL for the JSON of all values of the old row but NULL."""
    return _object("old", {name: f'old."{name}" IS NOT NULL' for name in columns})


def _object(row: str, conditions: dict[str, str]) -> str:
    """Return SQL for the JSON object of the columns of a row that meet their conditions."""
    members = " || ".join(
        f"""CASE WHEN {condition} THEN ',"{name}":' || json_quote({row}."{name}") ELSE '' END"""
        for name, condition in conditions.items()
    )
    return f"'{{' || substr({members}, 2) || '}}'"
