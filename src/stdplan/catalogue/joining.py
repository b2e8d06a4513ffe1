"""A project and the standard that came of it, told by their title: one record.

Rule: an open project and a published standard without a plan number, of the same prefix and title
(fold_title), published not before the project was planned and not what it is to replace, are one if
each is the only one for the other. What is doubtful stays two, and is reported. It does not matter
which of the two came first, or whether they came in one list.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Container
from typing import NamedTuple

from stdplan.catalogue.merging import gaps, stored, yield_to_known
from stdplan.domain.cells import fold_title
from stdplan.domain.fields import FIELDS
from stdplan.domain.record import planned_year

# What a project may know that its standard does not.
_TOLD = tuple(
    field.name
    for field in FIELDS
    if field.home == "column" and field.name not in ("key", "number", "family", "source")
)
_Name = tuple[str, str]  # prefix, folded title
_PROJECTS = (
    "SELECT id, coalesce(prefix, iif(family = 'national', 'GB', NULL)), title, key, plan_number,"
    " target_date FROM standard WHERE number IS NULL AND terminated IS NULL AND title IS NOT NULL"
)
_PUBLISHED = (
    "SELECT id, prefix, title, number, coalesce(published, effective) FROM standard"
    " WHERE number IS NOT NULL AND plan_number IS NULL AND title IS NOT NULL"
    " AND coalesce(published, effective) IS NOT NULL"
)


class Joined(NamedTuple):
    """(project, standard) row ids that became one; (project's key, number) of doubtful pairs."""

    rows: frozenset[tuple[int, int]]
    doubtful: tuple[tuple[str, str], ...]


class _Project(NamedTuple):
    id: int
    key: str
    year: int | None


class _Standard(NamedTuple):
    id: int
    number: str


def join(connection: sqlite3.Connection, touched: Container[int]) -> Joined:
    """Join what belongs together, where one of the two is among the `touched` rows."""
    projects = _projects(connection)
    if not projects:
        return Joined(frozenset(), ())
    pairs = _pairs(connection, projects)
    of_project = Counter(project for project, _ in pairs)
    of_standard = Counter(standard for _, standard in pairs)
    joined, doubtful = set(), []
    for project, standard in pairs:
        if project.id not in touched and standard.id not in touched:
            continue
        if of_project[project] == of_standard[standard] == 1:
            _merge(connection, project.id, standard.id)
            joined.add((project.id, standard.id))
        else:
            doubtful.append((project.key, standard.number))
    return Joined(frozenset(joined), tuple(doubtful))


def _projects(connection: sqlite3.Connection) -> dict[_Name, list[_Project]]:
    found: dict[_Name, list[_Project]] = {}
    for identity, prefix, title, key, plan, target in connection.execute(_PROJECTS):
        if prefix:
            year = planned_year(plan or key, target)
            found.setdefault((prefix, fold_title(title)), []).append(_Project(identity, key, year))
    return found


def _pairs(
    connection: sqlite3.Connection, projects: dict[_Name, list[_Project]]
) -> list[tuple[_Project, _Standard]]:
    prefixes = sorted({prefix for prefix, _ in projects})
    marks = ", ".join("?" * len(prefixes))
    rows = connection.execute(f"{_PUBLISHED} AND prefix IN ({marks})", prefixes)
    return [
        (project, _Standard(identity, number))
        for identity, prefix, title, number, day in rows
        for project in projects.get((prefix, fold_title(title)), ())
        if (project.year is None or int(day[:4]) >= project.year)
        and not _replaces(connection, project.key, number)
    ]


def _replaces(connection: sqlite3.Connection, key: str, number: str) -> bool:
    sql = "SELECT 1 FROM replaces WHERE successor = ? AND target = ?"
    return connection.execute(sql, (key, number)).fetchone() is not None


def _merge(connection: sqlite3.Connection, project: int, standard: int) -> None:
    """The standard takes what only its project knows, and the project's row goes."""
    held, gone = _row(connection, standard), _row(connection, project)
    for table in ("stage_change", "standard_focus", "adopts", "review"):
        connection.execute(
            f"UPDATE OR IGNORE {table} SET standard = ? WHERE standard = ?", (standard, project)
        )
    connection.execute("UPDATE review SET project = ? WHERE project = ?", (standard, project))
    for side in ("successor", "target"):
        names = (held["key"], gone["key"])
        connection.execute(f"UPDATE OR IGNORE replaces SET {side} = ? WHERE {side} = ?", names)
        connection.execute(f"DELETE FROM replaces WHERE {side} = ?", names[1:])
    connection.execute("DELETE FROM standard WHERE id = ?", (project,))
    told = {name: gone[name] for name in _TOLD if gone[name] is not None}
    if "extra" in told:
        told["extra"] = json.loads(str(told["extra"]))
    values = {name: stored(value) for name, value in gaps(held, told).items()}
    yield_to_known(held, values)
    if values:
        assignments = ", ".join(f"{name} = ?" for name in values)
        connection.execute(
            f"UPDATE standard SET {assignments} WHERE id = ?", (*values.values(), standard)
        )


def _row(connection: sqlite3.Connection, identity: int) -> dict[str, object]:
    cursor = connection.execute("SELECT * FROM standard WHERE id = ?", (identity,))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
