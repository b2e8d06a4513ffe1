"""Adjustments of projects (计划调整), as lists have them: applied to the catalogue.

Rule: each adjustment is recorded as what it is. An extension, a suspension and their ends are rows
of their own, the end of a project is a day, a new title or unit is a changed field. Their reasons
are not lost: those without a row of their own go to the note, with the title or unit before.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from stdplan.catalogue import life, project_changes, standard_editing
from stdplan.catalogue.project_changes import Reason, RefusedChange
from stdplan.catalogue.standard_writer import Change, StandardWriter, standard_columns
from stdplan.catalogue.transaction import Transaction
from stdplan.domain import adjustments
from stdplan.domain.adjustments import AdjustedProject, Adjustment
from stdplan.domain.dates import pad
from stdplan.domain.fields import BY_NAME
from stdplan.domain.stages import ENDED
from stdplan.domain.standard_record import StandardRecord
from stdplan.domain.text import fold_title
from stdplan.errors import UsageProblem


def apply(transaction: Transaction, project: int, adjusted: AdjustedProject) -> list[Change]:
    """Record what is adjusted of a project (a row id); return what changed, [] for nothing.

    Raise RefusedChange if an adjustment is impossible.
    """
    changes: list[Change] = []
    connection = transaction.connection
    life.refresh(connection)
    for adjustment in adjusted.adjustments:
        changed = _apply(transaction, project, adjusted, adjustment)
        changes += changed
        if changed and adjustment.kind not in (adjustments.EXTEND, adjustments.SUSPEND):
            _note_reason(connection, project, adjusted)
    return changes


@contextmanager
def trial(connection: sqlite3.Connection) -> Iterator[None]:
    """Take back what the block does to the catalogue, within an operation."""
    connection.execute("SAVEPOINT trial")
    try:
        yield
    finally:
        connection.execute("ROLLBACK TO trial")
        connection.execute("RELEASE trial")


def title_and_target(connection: sqlite3.Connection, project: int) -> tuple[str | None, str | None]:
    """Return the title and the first target date that are stored for a project."""
    title, target = connection.execute(
        "SELECT title, target_date FROM standard WHERE id = ?", (project,)
    ).fetchone()
    return title, target


def find_project_by_title(connection: sqlite3.Connection, title: str) -> list[tuple[int, str]]:
    """Return row ids and keys of the projects with a title."""
    folded = fold_title(title)
    rows = connection.execute(
        "SELECT id, key, title FROM standard WHERE number IS NULL AND title IS NOT NULL"
    )
    return [(row, key) for row, key, other in rows if fold_title(other) == folded]


def _apply(
    transaction: Transaction, project: int, adjusted: AdjustedProject, adjustment: Adjustment
) -> list[Change]:
    day, reason = adjusted.day, Reason(adjusted.reason, adjusted.document)
    kind, value = adjustment.kind, adjustment.value
    if kind == adjustments.EXTEND:
        target = str(value)
        first = _set_first_target(transaction, project, adjusted)
        if not project_changes.extend(transaction, project, day, target, reason):
            return first
        return [*first, ("extended", None, f"{day} {target}")]
    if kind == adjustments.SUSPEND:
        changed = project_changes.state_suspended(transaction, project, day, reason)
        return [("suspended", None, day)] if changed else []
    if kind == adjustments.RESUME:
        changed = project_changes.resume(transaction, project, day)
        return [("resumed", None, day)] if changed else []
    if kind == adjustments.TERMINATE:
        return _terminate(transaction, project, day)
    return _set_field(transaction, project, adjustment, day)


def _set_first_target(
    transaction: Transaction, project: int, adjusted: AdjustedProject
) -> list[Change]:
    """Store the target date before an extension, for a project that has none."""
    if adjusted.first_target is None:
        return []
    updated = transaction.connection.execute(
        "UPDATE standard SET target_date = ? WHERE id = ? AND target_date IS NULL"
        " AND project_months IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM extension x WHERE x.standard = standard.id)",
        (adjusted.first_target, project),
    )
    if not updated.rowcount:
        return []
    transaction.count("changed")
    return [("target_date", None, adjusted.first_target)]


def _terminate(transaction: Transaction, project: int, day: str) -> list[Change]:
    key, terminated = transaction.connection.execute(
        "SELECT key, terminated FROM standard WHERE id = ?", (project,)
    ).fetchone()
    if terminated is not None and pad(terminated) <= pad(day):
        return []
    project_changes.check_project(transaction.connection, project, day)
    try:
        standard_editing.move(transaction, project, ENDED, day, None)
    except UsageProblem as error:
        raise RefusedChange(key, "date", str(error).removeprefix(f"{key}: ")) from None
    return [("terminated", terminated, day)]


def _set_field(
    transaction: Transaction, project: int, adjustment: Adjustment, day: str
) -> list[Change]:
    """Give a project a new title or unit, and keep the one before in the note."""
    connection, name = transaction.connection, adjustment.field
    before = standard_columns(connection, project)
    old = before[name]
    shown = ", ".join(json.loads(str(old))) if old and BY_NAME[name].kind == "list" else old
    new = adjustment.value
    if (json.loads(str(old)) if old and isinstance(new, list) else old) == new:
        return []
    project_changes.check_project(connection, project, day)
    values: dict[str, object] = {name: new}
    if shown:
        label = {"title": "原项目名称", "drafting_orgs": "原起草单位", "committee": "原归口单位",
                 "department": "原主管部门"}[name]  # fmt: skip
        values["note"] = f"{label}: {shown}"
    record = StandardRecord(str(before["key"]), values)
    saved = StandardWriter(connection).save(record, project)
    transaction.count("changed")
    return [change for change in saved.changes if change[0] in (name, "note")]


def _note_reason(connection: sqlite3.Connection, project: int, adjusted: AdjustedProject) -> None:
    """Add the reason and the document to the note of a project."""
    parts = [
        f"{label}: {text}"
        for label, text in (("调整原因", adjusted.reason), ("调整文号", adjusted.document))
        if text
    ]
    if parts:
        (key,) = connection.execute("SELECT key FROM standard WHERE id = ?", (project,)).fetchone()
        record = StandardRecord(key, {"note": "; ".join(parts)})
        StandardWriter(connection).save(record, project)
