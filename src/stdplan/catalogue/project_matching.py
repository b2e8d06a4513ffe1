"""Projects matched by title with the standards that they became, and merged with them.

Rule: an open project and a published standard without a plan number match if they have the same
prefix and the same folded title (fold_title), if the standard was not published before the project
was planned, and if the standard is neither one that the project replaces nor older than that one.
They are merged if each is the only match of the other. Doubtful matches stay two records and are
reported. The order in which the two came does not matter.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Container
from typing import NamedTuple

from stdplan.catalogue.standard_writer import (
    keep_better_values,
    missing_values,
    move_links,
    standard_columns,
    to_column,
)
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import planned_year
from stdplan.domain.text import fold_title

# Columns that a standard can take from its project.
_TAKEN_COLUMNS = (
    *(
        field.name
        for field in FIELDS
        if field.home == "column" and field.name not in ("key", "number", "family", "source")
    ),
    "withdrawn_inferred",
)
NEVER = "9999"  # after all days
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


# Move the rows of a project to its standard, but those that the standard has itself. Stages after
# the publication are dropped, because their day may be the day of an import.
_MOVE_ROWS = (
    "UPDATE OR IGNORE standard_focus SET standard = :standard WHERE standard = :project",
    "UPDATE OR IGNORE adopts SET standard = :standard WHERE standard = :project",
    "UPDATE stage_change SET standard = :standard WHERE standard = :project"
    " AND substr(date, 1, length(:published)) <= :published"
    " AND stage <> '60'"
    " AND stage NOT IN (SELECT stage FROM stage_change WHERE standard = :standard)",
    "UPDATE review SET standard = :standard WHERE standard = :project AND (date, step) NOT IN"
    " (SELECT date, step FROM review WHERE standard = :standard)",
    "UPDATE review SET project = :standard WHERE project = :project",
    "UPDATE OR IGNORE suspension SET standard = :standard WHERE standard = :project",
    "UPDATE OR IGNORE extension SET standard = :standard WHERE standard = :project",
)


class Pair(NamedTuple):
    """The row ids of a merged project and standard, and whether the standard changed."""

    project: int
    standard: int
    standard_changed: bool


class MatchedProjects(NamedTuple):
    """The merged pairs, and the doubtful ones as (key of the project, number of the standard)."""

    pairs: tuple[Pair, ...]
    doubtful: tuple[tuple[str, str], ...]


class _OpenProject(NamedTuple):
    id: int
    key: str
    year: int | None


class _PublishedStandard(NamedTuple):
    id: int
    number: str


def match_projects(connection: sqlite3.Connection, touched: Container[int]) -> MatchedProjects:
    """Merge matching projects and standards; one of each pair is among the `touched` row ids."""
    projects = _projects(connection)
    if not projects:
        return MatchedProjects((), ())
    pairs = _pairs(connection, projects)
    matches_of_project = Counter(project for project, _ in pairs)
    matches_of_standard = Counter(standard for _, standard in pairs)
    merged, doubtful = [], []
    for project, standard in pairs:
        if project.id not in touched and standard.id not in touched:
            continue
        if matches_of_project[project] == matches_of_standard[standard] == 1:
            standard_changed = merge(connection, project.id, standard.id)
            merged.append(Pair(project.id, standard.id, standard_changed))
        else:
            doubtful.append((project.key, standard.number))
    return MatchedProjects(tuple(merged), tuple(doubtful))


def _projects(connection: sqlite3.Connection) -> dict[_Name, list[_OpenProject]]:
    """Return the open projects by prefix and folded title."""
    projects: dict[_Name, list[_OpenProject]] = {}
    for project_id, prefix, title, key, plan, target in connection.execute(_PROJECTS):
        if prefix and (name := fold_title(title)):
            year = planned_year(plan or key, target)
            projects.setdefault((prefix, name), []).append(_OpenProject(project_id, key, year))
    return projects


def _pairs(
    connection: sqlite3.Connection, projects: dict[_Name, list[_OpenProject]]
) -> list[tuple[_OpenProject, _PublishedStandard]]:
    prefixes = sorted({prefix for prefix, _ in projects})
    marks = ", ".join("?" * len(prefixes))
    rows = connection.execute(f"{_PUBLISHED} AND prefix IN ({marks})", prefixes)
    return [
        (project, _PublishedStandard(standard_id, number))
        for standard_id, prefix, title, number, day in rows
        for project in projects.get((prefix, fold_title(title)), ())
        if (project.year is None or int(day[:4]) >= project.year)
        and not _precedes(connection, number, int(day[:4]), project.key)
    ]


def _precedes(connection: sqlite3.Connection, number: str, year: int, project: str) -> bool:
    """Return whether a standard of that year is one that the project replaces, or an older one."""
    rows = connection.execute("SELECT target FROM replaces WHERE successor = ?", (project,))
    return any(
        target == number or ((parsed := parse(target)) and (parsed.year or year) > year)
        for (target,) in rows
    )


def merge(connection: sqlite3.Connection, project: int, standard: int) -> bool:
    """Move what only the project has to the standard, and delete the project (both are row ids).

    Return whether the standard changed.
    """
    row = standard_columns(connection, standard)
    project_row = standard_columns(connection, project)
    names = {
        "standard": standard,
        "project": project,
        "published": row["published"] or row["effective"] or NEVER,
    }
    moved = sum(connection.execute(sql, names).rowcount for sql in _MOVE_ROWS)
    moved += move_links(connection, str(project_row["key"]), str(row["key"]))
    connection.execute("DELETE FROM standard WHERE id = ?", (project,))
    taken_over = {
        name: project_row[name] for name in _TAKEN_COLUMNS if project_row[name] is not None
    }
    if "extra" in taken_over:
        taken_over["extra"] = json.loads(str(taken_over["extra"]))
    values = {name: to_column(value) for name, value in missing_values(row, taken_over).items()}
    keep_better_values(row, values)
    values = {name: value for name, value in values.items() if value != row[name]}
    if values:
        assignments = ", ".join(f"{name} = ?" for name in values)
        connection.execute(
            f"UPDATE standard SET {assignments} WHERE id = ?", (*values.values(), standard)
        )
    return bool(moved or values)
