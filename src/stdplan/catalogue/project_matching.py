"""A project and the standard that came of it, told by their title: one record.

Rule: an open project and a published standard without a plan number, of the same prefix and title
(fold_title), published not before the project was planned, and neither what it is to replace nor
older than that, are one if each is the only one for the other. What is doubtful stays two, and is
reported. It does not matter which of the two came first, or whether they came in one list.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Container
from typing import NamedTuple

from stdplan.catalogue.standard_writer import gaps, move_links, stored, yield_to_known
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import planned_year
from stdplan.domain.text import fold_title

# What a project may know that its standard does not.
_TOLD = (
    *(
        field.name
        for field in FIELDS
        if field.home == "column" and field.name not in ("key", "number", "family", "source")
    ),
    "withdrawn_inferred",
)
NEVER = "9999"  # behind all days
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


# What of the project's rows goes to its standard. What the standard tells itself, stands; the day
# of a stage may be the day of import, long after the publication (as in standard_writer.py).
_MOVES = (
    "UPDATE OR IGNORE standard_focus SET standard = :standard WHERE standard = :project",
    "UPDATE OR IGNORE adopts SET standard = :standard WHERE standard = :project",
    "UPDATE stage_change SET standard = :standard WHERE standard = :project"
    " AND substr(date, 1, length(:published)) <= :published"
    " AND stage NOT IN (SELECT stage FROM stage_change WHERE standard = :standard)",
    "UPDATE review SET standard = :standard WHERE standard = :project AND (date, outcome) NOT IN"
    " (SELECT date, outcome FROM review WHERE standard = :standard)",
    "UPDATE review SET project = :standard WHERE project = :project",
)


class Pair(NamedTuple):
    """Row ids of a project and a standard that became one; `news`: the standard learned of it."""

    project: int
    standard: int
    news: bool


class MatchedProjects(NamedTuple):
    """What became one; (project's key, number) of doubtful pairs."""

    pairs: tuple[Pair, ...]
    doubtful: tuple[tuple[str, str], ...]


class _Project(NamedTuple):
    id: int
    key: str
    year: int | None


class _Standard(NamedTuple):
    id: int
    number: str


def match_projects(connection: sqlite3.Connection, touched: Container[int]) -> MatchedProjects:
    """Join what belongs together, where one of the two is among the `touched` rows."""
    projects = _projects(connection)
    if not projects:
        return MatchedProjects((), ())
    pairs = _pairs(connection, projects)
    of_project = Counter(project for project, _ in pairs)
    of_standard = Counter(standard for _, standard in pairs)
    joined, doubtful = [], []
    for project, standard in pairs:
        if project.id not in touched and standard.id not in touched:
            continue
        if of_project[project] == of_standard[standard] == 1:
            news = merge(connection, project.id, standard.id)
            joined.append(Pair(project.id, standard.id, news))
        else:
            doubtful.append((project.key, standard.number))
    return MatchedProjects(tuple(joined), tuple(doubtful))


def _projects(connection: sqlite3.Connection) -> dict[_Name, list[_Project]]:
    found: dict[_Name, list[_Project]] = {}
    for identity, prefix, title, key, plan, target in connection.execute(_PROJECTS):
        if prefix and (name := fold_title(title)):
            year = planned_year(plan or key, target)
            found.setdefault((prefix, name), []).append(_Project(identity, key, year))
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
        and not _precedes(connection, number, int(day[:4]), project.key)
    ]


def _precedes(connection: sqlite3.Connection, number: str, year: int, project: str) -> bool:
    """Whether a standard published that year is one that the project replaces, or older."""
    rows = connection.execute("SELECT target FROM replaces WHERE successor = ?", (project,))
    return any(
        target == number or ((read := parse(target)) and (read.year or year) > year)
        for (target,) in rows
    )


def merge(connection: sqlite3.Connection, project: int, standard: int) -> bool:
    """The standard takes what only its project knows, and the project's row goes.

    Whether there was anything to take.
    """
    held, gone = _row(connection, standard), _row(connection, project)
    names = {
        "standard": standard,
        "project": project,
        "published": held["published"] or held["effective"] or NEVER,
    }
    taken = sum(connection.execute(sql, names).rowcount for sql in _MOVES)
    taken += move_links(connection, str(gone["key"]), str(held["key"]))
    connection.execute("DELETE FROM standard WHERE id = ?", (project,))
    told = {name: gone[name] for name in _TOLD if gone[name] is not None}
    if "extra" in told:
        told["extra"] = json.loads(str(told["extra"]))
    values = {name: stored(value) for name, value in gaps(held, told).items()}
    yield_to_known(held, values)
    values = {name: value for name, value in values.items() if value != held[name]}
    if values:
        assignments = ", ".join(f"{name} = ?" for name in values)
        connection.execute(
            f"UPDATE standard SET {assignments} WHERE id = ?", (*values.values(), standard)
        )
    return bool(taken or values)


def _row(connection: sqlite3.Connection, identity: int) -> dict[str, object]:
    cursor = connection.execute("SELECT * FROM standard WHERE id = ?", (identity,))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
