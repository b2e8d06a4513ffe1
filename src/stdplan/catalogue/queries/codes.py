"""Codes that there are, with their names: of sectors, focus areas, drivers and indicators."""

import sqlite3

Named = tuple[str, str, str]  # code, Chinese name, English name
TABLES = ("sector", "focus_area", "driver")


def named(connection: sqlite3.Connection, table: str) -> list[Named]:
    """All codes of one of TABLES, in the order in which they came."""
    assert table in TABLES
    rows: list[Named] = connection.execute(
        f"SELECT code, name_zh, name_en FROM {table} ORDER BY rowid"
    ).fetchall()
    # A driver stands once in each plan that has it.
    return list(dict.fromkeys(rows))


def indicators(connection: sqlite3.Connection, plan: int) -> list[Named]:
    """The codes of a plan's indicators, in the order of its tasks."""
    rows: list[Named] = connection.execute(
        "SELECT code, name_zh, name_en FROM indicator WHERE plan = ? ORDER BY task, position",
        (plan,),
    ).fetchall()
    return rows


def by_name(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Code by code, and by each name that only one has."""
    rows = named(connection, table)
    codes: dict[str, set[str]] = {}
    for code, *names in rows:
        for name in names:
            codes.setdefault(name, set()).add(code)
    known = {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}
    return known | {row[0]: row[0] for row in rows}
