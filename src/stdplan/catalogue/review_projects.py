"""The projects of decided reviews with the outcome revise: linked, opened, joined, dated.

Rules:
* domain/review_projects.py decides which project belongs to a review, from all reviews, links and
  days that are known. It is asked again after every change of them, so the order of changes does
  not matter.
* A review may name the project under way that it joins. The project then replaces the standard.
* A project that only a review opened is removed when no review belongs to it any more, unless
  something else was entered for it.
* A review gives its project a first day (stage 00) and a target date. What is known of the project
  itself is preferred, and of several reviews the first one counts.
* Both are marked (`stage_change.review`, `review.aimed`), so that they move along if the review
  turns out to belong to another project.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from stdplan.catalogue import link_rules, sql_rules
from stdplan.catalogue.project_matching import Pair, merge
from stdplan.catalogue.standard_writer import (
    LAST_POSITION,
    StandardWriter,
    sector_of_prefix,
    standard_columns,
)
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.dates import pad
from stdplan.domain.review_projects import (
    NEVER,
    Project,
    is_own,
    opened_by,
    own_key,
    replacing_placeholders,
)
from stdplan.domain.standard_record import StandardRecord, project_columns

# A condition on review `v`: it is a decision to revise.
_REVISES = f"v.outcome = 'revise' AND {sql_rules.is_decided('v')}"
# The first day known of a project `p` without its reviews; 9999-… is never.
_DAYS = (
    sql_rules.first_day(
        "(SELECT min(c.date) FROM stage_change c WHERE c.standard = p.id AND c.review IS NULL)"
    ),
    sql_rules.start_day("p"),
    sql_rules.first_day("p.published"),
)
_FIRST_KNOWN = "nullif(min({}), '9999')".format(
    ", ".join(f"coalesce({day}, '9999')" for day in _DAYS)
)


def link(connection: sqlite3.Connection, review: int, project: int) -> None:
    """Link a review to a project (row ids); its former project loses the review's target date."""
    connection.execute(
        "UPDATE standard SET target_date = NULL WHERE (id, target_date) ="
        " (SELECT project, target FROM review WHERE id = ? AND aimed)",
        (review,),
    )
    connection.execute("UPDATE review SET project = ?, aimed = 0 WHERE id = ?", (project, review))


def is_under_way(connection: sqlite3.Connection, project: int) -> bool:
    """Return whether a record (row id) is a project without a standard that was not terminated."""
    row = connection.execute(
        "SELECT 1 FROM standard WHERE id = ? AND number IS NULL AND terminated IS NULL", (project,)
    )
    return row.fetchone() is not None


def projects_under_way(connection: sqlite3.Connection, number: str) -> list[str]:
    """Return the keys of the projects under way that are to replace a standard wholly, without
    those that only a review opened."""
    rows = connection.execute(
        f"""
        SELECT p.key
        FROM replaces r
        JOIN standard p ON p.key = r.successor
        LEFT JOIN standard t ON t.key = r.target
        WHERE r.target = ? AND r.partial = 0 AND {link_rules.counts("r", "p", "t")}
        AND p.number IS NULL AND p.terminated IS NULL
        ORDER BY p.sort_key
        """,
        (number,),
    )
    return [key for (key,) in rows if not is_own(key, number)]


def join_project(connection: sqlite3.Connection, project: int | None, standard: int) -> str | None:
    """Let a project replace the standard whose review names it (row ids); return the key of the
    project, None if it did already."""
    if project is None:
        return None
    successor, target = (
        str(connection.execute("SELECT key FROM standard WHERE id = ?", (row,)).fetchone()[0])
        for row in (project, standard)
    )
    added = connection.execute(
        "INSERT INTO replaces (successor, target, partial, position) VALUES (?, ?, 0, ?)"
        " ON CONFLICT DO NOTHING",
        (successor, target, LAST_POSITION),
    )
    return successor if added.rowcount else None


def unlink(connection: sqlite3.Connection, project: int, number: str) -> None:
    """Remove what a project got from the review that opened it and from the standard `number`."""
    connection.execute(
        "DELETE FROM stage_change WHERE standard = ? AND review IS NOT NULL", (project,)
    )
    connection.execute(
        "UPDATE standard AS p SET work = nullif(p.work, 'revise'),"
        " title = nullif(p.title, s.title), sector = nullif(p.sector, s.sector)"
        " FROM standard s WHERE p.id = ? AND s.key = ?",
        (project, number),
    )


def release(connection: sqlite3.Connection, review: int) -> int | None:
    """Take back the days that a project has from a review; return the row id of the project.

    The caller changes or removes the review, and then calls `sync_review_projects`, which gives the
    project the days of its other reviews.
    """
    (project,) = connection.execute("SELECT project FROM review WHERE id = ?", (review,)).fetchone()
    if project is not None:
        connection.execute("DELETE FROM stage_change WHERE review = ?", (review,))
        link(connection, review, project)
    return None if project is None else int(project)


class Abandoned(NamedTuple):
    """A project that a review opened and that no review belongs to any more: its key, and whether
    it was removed or stays because something else was entered for it."""

    key: str
    removed: bool


def remove_if_abandoned(
    connection: sqlite3.Connection, project: int, standard: int
) -> Abandoned | None:
    """Remove a project that only a review of `standard` opened, if no review belongs to it.

    Both are row ids. Return None for any other project.
    """
    names = {"project": project, "standard": standard}
    key, number = connection.execute(_ABANDONED, names).fetchone() or ("", "")
    if not is_own(key, number):
        return None
    if not _is_as_opened(connection, project, standard):
        return Abandoned(key, removed=False)
    connection.execute("DELETE FROM replaces WHERE successor = ?", (key,))
    connection.execute("DELETE FROM standard WHERE id = ?", (project,))
    return Abandoned(key, removed=True)


_ABANDONED = """
    SELECT p.key, s.key
    FROM standard p
    JOIN standard s ON s.id = :standard
    WHERE p.id = :project AND p.number IS NULL
    AND NOT EXISTS (SELECT 1 FROM review v WHERE v.project = p.id)
"""
# What may be entered for a project, apart from its columns.
_ENTERED = """
    SELECT EXISTS (SELECT 1 FROM stage_change WHERE standard = p.id)
    OR EXISTS (SELECT 1 FROM standard_focus WHERE standard = p.id)
    OR EXISTS (SELECT 1 FROM adopts WHERE standard = p.id)
    OR EXISTS (SELECT 1 FROM review WHERE standard = p.id)
    OR EXISTS (SELECT 1 FROM suspension WHERE standard = p.id)
    OR EXISTS (SELECT 1 FROM extension WHERE standard = p.id)
    OR EXISTS (SELECT 1 FROM replaces WHERE target = p.key)
    OR EXISTS (
        SELECT 1
        FROM replaces
        WHERE successor = p.key AND (target <> :number OR partial)
    )
    OR EXISTS (SELECT 1 FROM activity WHERE standard = p.key)
    FROM standard p
    WHERE p.id = :project
"""


def _is_as_opened(connection: sqlite3.Connection, project: int, standard: int) -> bool:
    """Return whether a project has nothing but what it got when a review opened it."""
    row = standard_columns(connection, project)
    origin = standard_columns(connection, standard)
    number = str(origin["key"])
    given = {**project_columns(StandardRecord("", {}, replaces=[(number, False)]))}
    given |= {name: row[name] for name in ("id", "key", "sort_key")} | {"work": "revise"}
    others = {
        (name, value)
        for name, value in row.items()
        if value and value not in (given.get(name), origin[name] if name in _COPIED else None)
    }
    if others:
        sector = sector_of_prefix(connection).get(str(given.get("prefix")))
        others -= {("sector", sector)} | _earlier_values(connection, standard)
    if others:
        return False
    names = {"project": project, "number": number}
    return not connection.execute(_ENTERED, names).fetchone()[0]


# What a project gets from its standard.
_COPIED = ("title", "sector", "family")


def _earlier_values(connection: sqlite3.Connection, standard: int) -> set[tuple[str, object]]:
    """Return the values (column, value) that a project may have copied from its standard before
    these changed."""
    marks = ", ".join("?" * len(_COPIED))
    changes = connection.execute(
        "SELECT column_name, before FROM row_change"
        f" WHERE table_name = 'standard' AND row = ? AND column_name IN ({marks})",
        (standard, *_COPIED),
    )
    return {(name, value) for name, value in changes}


def set_target_dates(
    connection: sqlite3.Connection, projects: Collection[int] | None = None
) -> None:
    """Set the target date of projects (all, or these row ids) to that of their first review.

    A target date that a project has of its own stays.
    """
    first_reviews = connection.execute(
        f"""
        SELECT project, id, target
        FROM (
            SELECT v.project, v.id, v.target, v.aimed, row_number() OVER (
                PARTITION BY v.project
                ORDER BY {sql_rules.first_day("v.date")}, v.date, s.key
            ) AS nth
            FROM review v
            JOIN standard s ON s.id = v.standard
            WHERE {_REVISES} AND v.target IS NOT NULL AND {_of_projects(projects)}
        )
        WHERE nth = 1 AND NOT aimed
        """
    )
    for project, review, target in first_reviews.fetchall():
        # The project's own target date stays; that of a later review is replaced.
        connection.execute(
            "UPDATE standard SET target_date = NULL WHERE (id, target_date) IN"
            " (SELECT project, target FROM review WHERE project = ? AND aimed)",
            (project,),
        )
        connection.execute("UPDATE review SET aimed = 0 WHERE project = ?", (project,))
        updated = connection.execute(
            "UPDATE standard SET target_date = ? WHERE id = ? AND target_date IS NULL",
            (target, project),
        )
        connection.execute("UPDATE review SET aimed = ? WHERE id = ?", (updated.rowcount, review))


def _of_projects(projects: Collection[int] | None) -> str:
    """Return SQL for reviews with a project, of these row ids if they are given."""
    if projects is None:
        return "project IS NOT NULL"
    return f"project IN ({', '.join(map(str, sorted(projects)))})"


def set_first_days(connection: sqlite3.Connection, projects: Collection[int] | None = None) -> None:
    """Set the day of stage 00 of projects (all, or these row ids) to that of their first review.

    This applies only to projects without any earlier known day.
    """
    condition = _of_projects(projects)
    wanted = (
        "SELECT project, date, id FROM (SELECT v.*, row_number() OVER (PARTITION BY project"
        f" ORDER BY {sql_rules.first_day('date')}, date, id) AS nth FROM review v"
        f" WHERE {_REVISES} AND {condition}) v"
        f" JOIN (SELECT p.id AS row, {_FIRST_KNOWN} AS known FROM standard p) ON row = project"
        f" WHERE nth = 1 AND coalesce(known > {sql_rules.first_day('date')}, 1)"
        " AND NOT EXISTS (SELECT 1 FROM stage_change c"
        " WHERE c.standard = project AND c.stage = '00' AND c.review IS NULL)"
    )
    of = "1" if projects is None else condition.replace("project", "standard")
    connection.execute(
        f"DELETE FROM stage_change WHERE review IS NOT NULL AND {of}"
        f" AND (standard, date, review) NOT IN ({wanted})"
    )
    connection.execute(
        "INSERT INTO stage_change (standard, stage, date, review)"
        f" SELECT project, '00', date, id FROM ({wanted}) WHERE NOT EXISTS (SELECT 1"
        " FROM stage_change c WHERE c.standard = project AND c.review IS NOT NULL)"
    )


class _RevisionReview(NamedTuple):
    id: int
    day: str
    project: int | None


def sync_review_projects(
    transaction: Transaction, standard: int | None = None, released: Collection[int] = ()
) -> list[Pair]:
    """Link each review with the outcome revise to its project, and open the projects that are
    missing.

    `standard`: the row id of the only standard to look at. `released`: the row ids of further
    projects, which lost the days of a review. Return the pairs of a placeholder and the named
    project that it was merged into.
    """
    reviews, projects = _load_reviews_and_projects(transaction.connection, standard)
    merged: list[Pair] = []
    for number in sorted(reviews.keys() | projects.keys()):
        merged += _sync_standard(transaction, number, reviews[number], projects[number])
    touched = None
    if standard is not None:
        touched = {project.id for several in projects.values() for project in several}
        touched |= {
            review.project for several in reviews.values() for review in several if review.project
        }
        touched |= {*released}
    set_target_dates(transaction.connection, touched)
    set_first_days(transaction.connection, touched)
    return merged


def _sync_standard(
    transaction: Transaction, number: str, reviews: list[_RevisionReview], projects: list[Project]
) -> Iterable[Pair]:
    """Link the reviews of one standard; yield the projects that were merged."""
    merge_into: dict[int, int] = {}  # row id of a placeholder -> row id of its project
    if named := replacing_placeholders(projects):
        merge_into = {project.id: named.id for project in projects if project.is_placeholder}
        projects = [project for project in projects if not project.is_placeholder]
    project_of: dict[_RevisionReview, int] = {}
    for review in reviews:
        project = opened_by(review.day, projects)
        if project is None:
            project = _open_project(transaction, number)
            projects.append(project)
        project_of[review] = project.id
    if project_of:
        last = project_of[reviews[-1]]
        unused = (
            project.id
            for project in projects
            if project.is_placeholder and project.first_known == NEVER
        )
        merge_into |= {row: last for row in unused if row not in project_of.values()}
    for review, project_id in project_of.items():
        if review.project != project_id:
            link(transaction.connection, review.id, project_id)
    for placeholder, project_id in merge_into.items():
        unlink(transaction.connection, placeholder, number)
        news = merge(transaction.connection, placeholder, project_id)
        yield Pair(placeholder, project_id, news)


def _load_reviews_and_projects(
    connection: sqlite3.Connection, standard: int | None
) -> tuple[dict[str, list[_RevisionReview]], dict[str, list[Project]]]:
    """Return the reviews, in the order of their days, and the projects, by number of standard."""
    names = {"standard": standard}
    only, own = (_ONLY, "") if standard is not None else ("", _OWN)
    reviews: dict[str, list[_RevisionReview]] = defaultdict(list)
    for number, *review in connection.execute(_REVIEWS + only + _BY_DAY, names):
        reviews[number].append(_RevisionReview(*review))
    projects: dict[str, list[Project]] = defaultdict(list)
    for number, project_id, key, *days in connection.execute(f"{_PROJECTS}{only} {own})", names):
        first_known, opened, ended = (pad(day) if day else NEVER for day in days)
        project = Project(project_id, key, first_known, opened, ended, is_own(key, number))
        projects[number].append(project)
    return reviews, projects


def _open_project(transaction: Transaction, number: str) -> Project:
    """Open a revision project of a review, with the title, sector and family of the standard."""
    title, sector, family = transaction.connection.execute(
        "SELECT title, sector, family FROM standard WHERE key = ?", (number,)
    ).fetchone()
    values: dict[str, object] = {"work": "revise", "family": family, "sector": sector}
    if title:
        values["title"] = title
    count, exists = 1, "SELECT 1 FROM standard WHERE key = ?"
    while transaction.connection.execute(exists, (own_key(number, count),)).fetchone():
        count += 1
    transaction.count("projects opened")
    record = StandardRecord(own_key(number, count), values, replaces=[(number, False)])
    saved = StandardWriter(transaction.connection).save(record)
    return Project(saved.id, record.key, own=True)


_REVISED = (
    f"FROM review v JOIN standard s ON s.id = v.standard WHERE {_REVISES} AND s.number IS NOT NULL"
)
_REVIEWS = f"SELECT s.key, v.id, {sql_rules.first_day('v.date')} AS day, v.project {_REVISED}"
_BY_DAY = " ORDER BY day, v.date, v.id"
_ONLY = " AND v.standard = :standard"
# A list may contain a review's project without the review. `;` is the character after `:`.
_OWN = "UNION SELECT target FROM replaces WHERE successor >= 'rev:' AND successor < 'rev;'"
_PROJECTS = (
    f"SELECT r.target, p.id, p.key, {_FIRST_KNOWN},"
    " (SELECT min(c.date) FROM stage_change c WHERE c.standard = p.id AND c.review IS NOT NULL),"
    " iif(p.number IS NULL, p.terminated, NULL)"
    " FROM replaces r JOIN standard p ON p.key = r.successor"
    " LEFT JOIN standard t ON t.key = r.target"
    f" WHERE r.partial = 0 AND {link_rules.counts('r', 'p', 't')}"
    f" AND r.target IN (SELECT s.key {_REVISED}"
)
