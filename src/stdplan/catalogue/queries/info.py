"""Facts about the catalogue file."""

import sqlite3
from pathlib import Path

from stdplan import __version__
from stdplan.table import Cell, Column, Records

_TABLES = {
    "plans": "plan", "sectors": "sector", "focus_areas": "focus_area", "tasks": "task",
    "standards": "standard", "reviews": "review", "stage_changes": "stage_change",
    "progress": "progress", "activities": "activity", "operations": "operation",
}  # fmt: skip
COLUMNS = (
    Column("path"),
    Column("bytes", "integer"),
    Column("schema_version", "integer"),
    Column("sqlite_version", "key"),
    Column("stdplan_version", "key"),
    *(Column(name, "integer") for name in _TABLES),
    Column("last_change", "key"),
    Column("last_command"),
)


def facts(connection: sqlite3.Connection, path: Path) -> Records:
    """One record: where, how large, which versions, how many rows, the last change (UTC)."""
    counts: list[Cell] = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in _TABLES.values()
    ]
    last = connection.execute(
        "SELECT at, command FROM operation ORDER BY id DESC LIMIT 1"
    ).fetchone() or (None, None)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    row: list[Cell] = [
        str(path.absolute()),
        path.stat().st_size,
        version,
        sqlite3.sqlite_version,
        __version__,
        *counts,
        *last,
    ]
    return Records(COLUMNS, [row])
