"""The codes that plans define, with their names in both languages.

Rule: a name stands for a code only if no other code of its kind has it. The output writes these
names, and options and lists are read by them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

CodeNames = tuple[str, str, str]  # code, Chinese name, English name
CODE_TABLES = ("sector", "focus_area", "driver")


def code_names(connection: sqlite3.Connection, table: str) -> list[CodeNames]:
    """Return all codes of one of CODE_TABLES, in the order in which they were stored."""
    assert table in CODE_TABLES
    rows: list[CodeNames] = connection.execute(
        f"SELECT code, name_zh, name_en FROM {table} ORDER BY rowid"
    ).fetchall()
    # A driver has a row in each plan that has it.
    return list(dict.fromkeys(rows))


def indicator_names(connection: sqlite3.Connection, plan: int) -> list[CodeNames]:
    """Return the codes of a plan's indicators, in the order of its tasks."""
    rows: list[CodeNames] = connection.execute(
        "SELECT code, name_zh, name_en FROM indicator WHERE plan = ? ORDER BY task, position",
        (plan,),
    ).fetchall()
    return rows


def names_of_kind(connection: sqlite3.Connection, kind: str) -> list[CodeNames]:
    """Return all codes of a kind with names that only one of them has.

    `kind`: sector, focus, subject, driver, activity or indicator. Two areas of one name get the
    name of their sector before their own: 汽车/汽车电子.
    """
    if kind == "focus":
        return _names_of_areas(connection)
    if kind == "subject":
        return _names_of_subjects(connection)
    if kind in CODE_TABLES:
        return code_names(connection, kind)
    table = {"activity": "activity_kind", "indicator": "indicator"}[kind]
    rows: list[CodeNames] = connection.execute(
        f"SELECT code, name_zh, name_en FROM {table} ORDER BY plan DESC, rowid"
    ).fetchall()
    return rows  # the newest plan comes first


def _names_of_areas(connection: sqlite3.Connection) -> list[CodeNames]:
    rows = connection.execute(
        """
        SELECT f.code, f.name_zh, f.name_en, s.name_zh, s.name_en
        FROM focus_area f
        LEFT JOIN sector s ON s.code = f.sector
        ORDER BY f.rowid
        """
    ).fetchall()
    seen = Counter(name for _, zh, en, *_ in rows for name in {zh, en})
    return [
        (
            code,
            f"{sector_zh}/{zh}" if seen[zh] > 1 and sector_zh else zh,
            f"{sector_en}/{en}" if seen[en] > 1 and sector_en else en,
        )
        for code, zh, en, sector_zh, sector_en in rows
    ]


def _names_of_subjects(connection: sqlite3.Connection) -> list[CodeNames]:
    """Return the subjects that areas share, each with the shortest name of its areas."""
    rows: list[CodeNames] = connection.execute(
        """
        SELECT subject, name_zh, name_en
        FROM focus_area
        WHERE subject IS NOT NULL
        ORDER BY length(name_zh) DESC, rowid DESC
        """
    ).fetchall()
    return list({row[0]: row for row in rows}.values())


def codes_by_name(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the codes of one of CODE_TABLES by code, and by each name that only one of them
    has."""
    rows = code_names(connection, table)
    if table == "focus_area":
        rows += _names_of_areas(connection)
    codes: dict[str, set[str]] = {}
    for code, *names in rows:
        for name in names:
            codes.setdefault(name, set()).add(code)
    unique = {name: next(iter(matches)) for name, matches in codes.items() if len(matches) == 1}
    return unique | {code: code for code, *_ in rows}


class CatalogueNames:
    """The names that a catalogue knows, as output/names.py asks for them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def code_names(self, kind: str) -> list[CodeNames]:
        """Return the codes of a kind with their Chinese and English names."""
        return names_of_kind(self._connection, kind)

    def title(self, key: str) -> str | None:
        """Return the title of the record with a key, None if there is none."""
        sql = "SELECT title FROM standard WHERE key = ?"
        row = self._connection.execute(sql, (key,)).fetchone()
        return None if row is None else str(row[0])
