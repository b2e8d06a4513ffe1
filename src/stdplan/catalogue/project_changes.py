"""Suspensions (冻结, 暂停) and extensions (延期) of projects: record, change and remove them.

Rules:
* Only a project can be suspended or extended: a record that exists on the day, and is neither
  published nor terminated by then.
* Suspensions of a project do not overlap. An open one has no end yet; to resume it sets its end.
* An extension leads to a later target than the one before it. The first target stays in table
  standard.
* The same again changes nothing. What contradicts a stored row is refused, and the message names
  the command that corrects it.
"""

import sqlite3
from typing import NamedTuple

from stdplan.catalogue import project_rules
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.dates import last_day, pad
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t


class RefusedChange(UsageProblem):
    """A change that is impossible for a project: `problem` says why, without the project's key.

    `field`: which value is wrong: `number`, `date`, `until` or `target_date`.
    """

    def __init__(self, key: str, field: str, problem: str) -> None:
        super().__init__(f"{escape_unprintable(key)}: {problem}")
        self.field, self.problem = field, problem


class Reason(NamedTuple):
    """Why a project was suspended or extended: a note, and the document that says so (文号)."""

    note: str | None = None
    document: str | None = None


NO_REASON = Reason()


class _StoredSuspension(NamedTuple):
    id: int
    since: str
    until: str | None
    note: str | None
    document: str | None

    def covers(self, day: str) -> bool:
        """Return whether the project is suspended on a day (in full)."""
        return pad(self.since) <= day and (self.until is None or day < pad(self.until))


class _StoredExtension(NamedTuple):
    id: int
    date: str
    target: str
    note: str | None
    document: str | None


def suspend(
    transaction: Transaction,
    project: int,
    day: str,
    until: str | None = None,
    reason: Reason = NO_REASON,
) -> bool:
    """Suspend a project (a row id) from a day, up to but not including the day `until` if it is
    given. Return whether anything changed; raise RefusedChange if that is impossible.

    with catalogue.operation("standards suspend") as transaction:
        suspend(transaction, match.id, "2012-03-01", reason=Reason("经费未落实"))
    """
    connection = transaction.connection
    key = check_project(connection, project, day)
    if until is not None and pad(until) <= pad(day):
        problem = t("{until} is not after {day}, from which it is suspended", until=until, day=day)
        raise RefusedChange(key, "until", problem)
    stored = _suspensions(connection, project)
    for row in stored:
        if row.since == day:
            return _complete_suspension(transaction, key, row, until, reason)
        if row.covers(pad(day)):
            problem = t("it is suspended since {since} already", since=row.since)
            raise RefusedChange(key, "date", problem)
        if pad(day) < pad(row.since) and (until is None or pad(row.since) < pad(until)):
            raise RefusedChange(key, "date", _suspended_later(key, row.since))
    connection.execute(
        "INSERT INTO suspension (standard, since, until, note, document) VALUES (?, ?, ?, ?, ?)",
        (project, day, until, *reason),
    )
    transaction.count("changed")
    return True


def check_suspension(connection: sqlite3.Connection, project: int, key: str, day: str) -> None:
    """Raise RefusedChange if a list cannot say that a project is suspended on a day."""
    stored = _suspensions(connection, project)
    if any(row.covers(pad(day)) for row in stored):
        return
    if later := next((row.since for row in stored if pad(day) < pad(row.since)), None):
        raise RefusedChange(key, "date", _suspended_later(key, later))


def _suspended_later(key: str, since: str) -> str:
    sentence = (
        "it is suspended from {since} on; give an earlier end with --until, or remove that"
        " with `standards suspend {key} --remove --on {since}`"
    )
    return t(sentence, since=since, key=escape_unprintable(key))


def _complete_suspension(
    transaction: Transaction, key: str, row: _StoredSuspension, until: str | None, reason: Reason
) -> bool:
    """Add an end or a reason to a suspension that is stored for that day."""
    if until is not None and row.until not in (None, until):
        raise RefusedChange(key, "until", _already_resumed(key, str(row.until)))
    return _update(transaction, "suspension", row.id, reason, row, until=until or row.until)


def state_suspended(
    transaction: Transaction, project: int, day: str, reason: Reason = NO_REASON
) -> bool:
    """Record that a project is suspended on a day, as a list of that day says.

    A suspension that began before is the same one. Return and raise as `suspend` does.
    """
    if any(row.covers(pad(day)) for row in _suspensions(transaction.connection, project)):
        return False
    return suspend(transaction, project, day, None, reason)


def resume(transaction: Transaction, project: int, day: str) -> bool:
    """End the suspension of a project on a day, from which its clock runs again.

    Return whether anything changed; raise RefusedChange if it is not suspended, or was resumed on
    another day.
    """
    connection = transaction.connection
    key = check_project(connection, project, day)
    stored = _suspensions(connection, project)
    if any(row.until == day for row in stored):
        return False
    for row in stored:
        if row.covers(pad(day)) and row.until is not None:
            raise RefusedChange(key, "date", _already_resumed(key, row.until))
        if row.until is None and pad(day) <= pad(row.since):
            problem = t("{day} is not after {since}, from which it is suspended", day=day,
                        since=row.since)  # fmt: skip
            raise RefusedChange(key, "date", problem)
        if row.until is None:
            connection.execute("UPDATE suspension SET until = ? WHERE id = ?", (day, row.id))
            transaction.count("changed")
            return True
    if stored and stored[-1].until is not None:
        raise RefusedChange(key, "date", _already_resumed(key, stored[-1].until))
    raise RefusedChange(key, "date", t("it is not suspended on {day}", day=day))


def _already_resumed(key: str, day: str) -> str:
    sentence = "it was resumed on {day}; correct that with `standards resume {key} --remove` first"
    return t(sentence, day=day, key=escape_unprintable(key))


def extend(
    transaction: Transaction, project: int, day: str, target: str, reason: Reason = NO_REASON
) -> bool:
    """Give a project a later target date on a day.

    Return whether anything changed; raise RefusedChange if the target is not later than the one
    before, or if another extension contradicts this one.
    """
    connection = transaction.connection
    key = check_project(connection, project, day)
    for row in _extensions(connection, project):
        if row.date == day and row.target == target:
            return _update(transaction, "extension", row.id, reason, row)
    if not is_later_target(connection, project, key, day, target):
        return False
    connection.execute(
        "INSERT INTO extension (standard, date, target, note, document) VALUES (?, ?, ?, ?, ?)",
        (project, day, target, *reason),
    )
    transaction.count("changed")
    return True


def is_later_target(
    connection: sqlite3.Connection,
    project: int | None,
    key: str,
    day: str,
    target: str,
    first_target: str | None = None,
) -> bool:
    """Return whether an extension would change the target date of a project, None for a new one.

    `first_target`: the first target date if it is not stored yet. Raise RefusedChange if the
    extension is impossible.
    """
    stored = [] if project is None else _extensions(connection, project)
    present = first_target
    if project is not None and (stored or present is None):
        present = _first_target(connection, project, day)
    for row in stored:
        if row.date == day and row.target == target:
            return False
        if row.date == day:
            sentence = (
                "it was extended to {target} on {day}; correct that with `standards extend {key}"
                " --remove --on {day}` first"
            )
            problem = t(sentence, target=row.target, day=day, key=escape_unprintable(key))
            raise RefusedChange(key, "target_date", problem)
        if pad(row.date) < pad(day):
            present = row.target
        elif last_day(row.target) <= last_day(target):
            sentence = "{target} is not before {later}, to which it was extended on {day}"
            problem = t(sentence, target=target, later=row.target, day=row.date)
            raise RefusedChange(key, "target_date", problem)
    if present is not None and last_day(target) == last_day(present):
        return False
    if present is not None and last_day(target) < last_day(present):
        sentence = (
            "{target} is before its present target date, {present}; correct a wrong extension with"
            " `standards extend {key} --remove`, a wrong first target with `standards edit {key}"
            " --target-date DATE`"
        )
        problem = t(sentence, target=target, present=present, key=escape_unprintable(key))
        raise RefusedChange(key, "target_date", problem)
    if last_day(target) < pad(day):
        problem = t("{target} is before the day of the extension, {day}", target=target, day=day)
        raise RefusedChange(key, "target_date", problem)
    return True


# Corrections.


def remove_suspension(transaction: Transaction, project: int, day: str | None) -> str | None:
    """Remove the suspension from `day`, without it the last one; return its day, None without
    one."""
    rows = _suspensions(transaction.connection, project)
    return _remove(transaction, "suspension", [(row.id, row.since) for row in rows], day)


def remove_extension(transaction: Transaction, project: int, day: str | None) -> str | None:
    """Remove the extension of `day`, without it the last one; return its day, None without one."""
    rows = _extensions(transaction.connection, project)
    return _remove(transaction, "extension", [(row.id, row.date) for row in rows], day)


def remove_end(transaction: Transaction, project: int, day: str | None) -> str | None:
    """Open the last suspension again, if it ends on `day` or no day is given; return its former
    end, None if there is none to remove."""
    rows = _suspensions(transaction.connection, project)
    if not rows or rows[-1].until is None or day not in (None, rows[-1].until):
        return None
    transaction.connection.execute("UPDATE suspension SET until = NULL WHERE id = ?", rows[-1][:1])
    transaction.count("changed")
    return rows[-1].until


def _remove(
    transaction: Transaction, table: str, rows: list[tuple[int, str]], day: str | None
) -> str | None:
    chosen = [row for row in rows if day in (None, row[1])]
    if not chosen:
        return None
    row, removed = chosen[-1]
    transaction.connection.execute(f"DELETE FROM {table} WHERE id = ?", (row,))
    transaction.count("removed")
    return removed


def _update(
    transaction: Transaction,
    table: str,
    row: int,
    reason: Reason,
    stored: _StoredSuspension | _StoredExtension,
    **more: str | None,
) -> bool:
    """Add what is given to a stored row; return whether anything changed."""
    values = {name: value for name, value in reason._asdict().items() if value is not None} | more
    changes = {name: value for name, value in values.items() if getattr(stored, name) != value}
    if changes:
        assignments = ", ".join(f"{name} = :{name}" for name in changes)
        transaction.connection.execute(
            f"UPDATE {table} SET {assignments} WHERE id = :id", {**changes, "id": row}
        )
        transaction.count("changed")
    return bool(changes)


# What is stored.


def check_project(connection: sqlite3.Connection, project: int, day: str) -> str:
    """Return the key of a record; raise RefusedChange if it is no project on the day."""
    key, known, public, ended, terminated = connection.execute(
        "SELECT s.key, l.known, l.public, l.ends, l.terminated FROM standard s"
        " JOIN life l ON l.standard = s.id WHERE s.id = ?",
        (project,),
    ).fetchone()
    name, on = escape_unprintable(key), pad(day)
    if public <= on:
        problem = t("it is no project on {day}: it is published", day=day)
    elif ended <= on:
        problem = t("it is no project on {day}: it ended on {end}", day=day, end=ended)
    elif terminated is not None and terminated <= on:
        sentence = (
            "it is no project on {day}: it was terminated on {end} (reopen it with `standards edit"
            " {key} --clear terminated`)"
        )
        problem = t(sentence, day=day, end=terminated, key=name)
    elif known > on:
        sentence = (
            "its first date is {known}, after {day}; correct it with `standards stage {key} 10 --on"
            " DATE`"
        )
        problem = t(sentence, known=known, day=day, key=name)
    else:
        return str(key)
    raise RefusedChange(key, "number" if public <= on or ended <= on else "date", problem)


def _suspensions(connection: sqlite3.Connection, project: int) -> list[_StoredSuspension]:
    """Return the suspensions of a project in the order of their days."""
    rows = connection.execute(
        "SELECT id, since, until, note, document FROM suspension WHERE standard = ?", (project,)
    )
    stored = (_StoredSuspension(*row) for row in rows)
    return sorted(stored, key=lambda row: (pad(row.since), row.id))


def _extensions(connection: sqlite3.Connection, project: int) -> list[_StoredExtension]:
    """Return the extensions of a project in the order of their days."""
    rows = connection.execute(
        "SELECT id, date, target, note, document FROM extension WHERE standard = ?", (project,)
    )
    stored = (_StoredExtension(*row) for row in rows)
    return sorted(stored, key=lambda row: (pad(row.date), row.id))


def _first_target(connection: sqlite3.Connection, project: int, day: str) -> str | None:
    (target,) = connection.execute(
        f"SELECT {project_rules.first_target_date('s')} FROM standard s WHERE s.id = :id",
        {"id": project, "day": pad(day)},
    ).fetchone()
    return None if target is None else str(target)
