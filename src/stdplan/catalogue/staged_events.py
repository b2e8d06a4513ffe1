"""Find the events of projects in a staged list (暂停, 延期至) that are impossible.

Rule: an event that contradicts the catalogue, or another cell of its row, is a fault of its row.
What follows only from other rows or lists is found when the list is loaded, and refuses all of it.
A record that is no project on the day is no fault: its event is left out and reported.
"""

import sqlite3
from collections.abc import Iterator

from stdplan.catalogue import project_changes
from stdplan.catalogue.project_changes import RefusedChange
from stdplan.catalogue.standard_writer import find_row
from stdplan.domain.standard_record import ImpossibleEvent, NumberedRecord, ProjectEvent
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t

# Columns of a row that may change the day from which an extension counts.
_CLOCK = ("project_months", "published", "effective", "withdrawn", "terminated", "number")


def impossible_events(
    connection: sqlite3.Connection, row: NumberedRecord
) -> Iterator[ImpossibleEvent]:
    """Yield the events of a staged row that are impossible."""
    found = find_row(connection, row.record)
    for event in row.record.events:
        try:
            _check(connection, found[0] if found else None, row, event)
        except RefusedChange as error:
            if error.field != "number":
                yield ImpossibleEvent(
                    row.position, row.record.key, event.header, event.text, error.problem
                )


def _check(
    connection: sqlite3.Connection, project: int | None, row: NumberedRecord, event: ProjectEvent
) -> None:
    """Raise RefusedChange if an event is impossible for a project, None for a new one."""
    values, stages = row.record.values, dict(row.record.stages)
    if any(name in values for name in _CLOCK):
        return
    key = row.record.key
    if project is not None:
        try:
            key = project_changes.check_project(connection, project, event.day)
        except RefusedChange:
            if stages:  # with them, it may have begun before
                return
            raise
    if event.target is not None:
        own = values.get("target_date")
        restarts = project is not None and "10" in stages and own is None
        if restarts and _has_months_only(connection, project):  # they count from that stage
            return
        first = None if own is None else str(own)
        project_changes.is_later_target(connection, project, key, event.day, event.target, first)
    elif project is not None:
        project_changes.check_suspension(connection, project, key, event.day)


def _has_months_only(connection: sqlite3.Connection, project: int | None) -> bool:
    """Return whether a project has its own months, and no target date."""
    sql = "SELECT target_date IS NULL AND project_months IS NOT NULL FROM standard WHERE id = ?"
    return bool(connection.execute(sql, (project,)).fetchone()[0])


def contradicted_targets(
    connection: sqlite3.Connection, first: int, last: int
) -> Iterator[tuple[int, ImpossibleEvent]]:
    """Yield the rows first < n <= last of extended projects whose target date is neither the first
    nor one to which they were extended: row, fault."""
    if connection.execute("SELECT 1 FROM extension LIMIT 1").fetchone() is None:
        return
    rows = connection.execute(
        """
        SELECT s.n, s.target_date, t.key
        FROM staged s
        CROSS JOIN standard t ON t.key = s.key
        WHERE s.n > :first AND s.n <= :last AND s.target_date <> t.target_date
        AND t.id IN (SELECT standard FROM extension)
        AND s.target_date NOT IN (SELECT target FROM extension WHERE standard = t.id)
        ORDER BY s.n
        """,
        {"first": first, "last": last},
    )
    sentence = (
        "is neither its first target date nor one to which it was extended; use `standards"
        " extend {key} --target DATE`, or correct the first one with `standards edit {key}"
        " --target-date DATE`"
    )
    for n, target, key in rows.fetchall():
        problem = t(sentence, key=escape_unprintable(key))
        yield n, ImpossibleEvent(n - first, key, "target_date", target, problem)
