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
    "replaces", "other_number", "suspension", "extension", "campaign_member", "progress",
    "activity", "activity_state",
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
            # Few columns of standards change at once, but of very many rows: a trigger for each
            # column costs a fifth of one that compares all.
            groups = [[name] for name in columns] if table == "standard" else [columns]
            for names in groups:
                event = f"UPDATE OF {', '.join(map(_quoted, names))}"
                changes = " UNION ALL ".join(
                    f'SELECT \'{name}\' AS name, old."{name}" AS before, new."{name}" AS after'
                    for name in names
                )
                changed = f"SELECT * FROM ({changes}) WHERE before IS NOT after"
                self._add_trigger(table, f"{table}_{names[0]}", event, changed)
            removed = f"SELECT NULL, {_known_values(columns)}, NULL"
            self._add_trigger(table, f"{table}_removed", "DELETE", removed)
            if old_ids_return:
                added = "SELECT NULL, NULL, NULL"
                self._add_trigger(table, f"{table}_added", "INSERT", added)

    def _add_trigger(self, table: str, name: str, event: str, changes: str) -> None:
        """Create a trigger that inserts the rows of a SELECT of column, before and after."""
        row = "new" if event == "INSERT" else "old"
        self._connection.execute(
            f"""
            CREATE TEMP TRIGGER record_{name} AFTER {event} ON main."{table}"
            WHEN {row}.id <= {self.last_ids[table]}
            BEGIN
                INSERT INTO row_change (operation, table_name, row, column_name, before, after)
                SELECT {self.operation}, '{table}', {row}.id, * FROM ({changes});
            END
            """
        )
        self._triggers.append(f"record_{name}")

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


def _known_values(columns: list[str]) -> str:
    """Return SQL for a JSON object of all values of the old row but NULL."""
    members = " || ".join(
        f"""iif(old."{name}" IS NULL, '', ',"{name}":' || json_quote(old."{name}"))"""
        for name in columns
    )
    return f"'{{' || substr({members}, 2) || '}}'"


def _quoted(name: str) -> str:
    return f'"{name}"'
