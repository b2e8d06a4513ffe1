"""Facts about a catalogue and its file: where it is, its versions, and how much it has."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from stdplan import __version__
from stdplan.light import TYPE_CHECKING
from stdplan.table import Cell, Column, Records

if TYPE_CHECKING:
    from pathlib import Path

_COUNTED_TABLES = {
    "plans": "plan", "sectors": "sector", "focus_areas": "focus_area", "tasks": "task",
    "standards": "standard", "reviews": "review", "stage_changes": "stage_change",
    "progress": "progress", "activities": "activity", "operations": "operation",
}  # fmt: skip
INFO_COLUMNS = (
    Column("path"),
    Column("bytes", "integer"),
    Column("schema_version", "integer"),
    Column("sqlite_version", "key"),
    Column("stdplan_version", "key"),
    *(Column(name, "integer") for name in _COUNTED_TABLES),
    Column("last_change", "key"),
    Column("last_command"),
)


def catalogue_info(connection: sqlite3.Connection, path: Path) -> Records:
    """Return one record: path, size in bytes, versions, numbers of rows, and the last change (its
    time in UTC, and the command line)."""
    counts: list[Cell] = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in _COUNTED_TABLES.values()
    ]
    last_change = connection.execute(
        "SELECT at, command FROM operation ORDER BY id DESC LIMIT 1"
    ).fetchone() or (None, None)
    schema_version = connection.execute("PRAGMA user_version").fetchone()[0]
    row: list[Cell] = [
        str(path.absolute()),
        path.stat().st_size,
        schema_version,
        sqlite3.sqlite_version,
        __version__,
        *counts,
        *last_change,
    ]
    return Records(INFO_COLUMNS, [row])


def last_change(connection: sqlite3.Connection) -> date | None:
    """Return the local day of the last command that changed the catalogue."""
    sql = "SELECT at FROM operation ORDER BY id DESC LIMIT 1"
    row = connection.execute(sql).fetchone()
    return None if row is None else datetime.fromisoformat(row[0]).astimezone().date()
