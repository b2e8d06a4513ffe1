"""Recording of a review, and of what follows from its outcome.

confirm restarts the age; revise leaves the standard in force and opens one revision project; merge
names the standard that it goes into; withdraw ends it on a day, or proposes to. Source:
行业标准管理办法.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any, NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.database import Transaction
from stdplan.catalogue.models import Review
from stdplan.catalogue.review_projects import sync_review_projects
from stdplan.catalogue.standard_writer import Change
from stdplan.domain.dates import pad
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """The validated result of a review. All dates are ISO text.

    `ends`: the day of withdrawal. `into`: the number or key that the standard is merged into.
    `target`: when the revision is to be finished.
    """

    outcome: str
    date: str
    ends: str | None = None
    into: str | None = None
    note: str | None = None
    target: str | None = None


class ReviewChange(NamedTuple):
    """The result of recording: a new review, or the changes of an existing one.

    `other_target`: the target date that its revision project has already, and keeps.
    """

    added: bool
    changes: tuple[Change, ...] = ()
    other_target: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing changed, because everything was recorded before."""
        return not (self.added or self.changes)


class Problem(NamedTuple):
    """Why a review is impossible: the field at fault, and a sentence."""

    field: str
    sentence: str


def record(transaction: Transaction, standard: int, result: ReviewResult) -> ReviewChange:
    """Record a review and its consequence; raise UsageProblem if the review is impossible.

    `standard`: the row id. A review with the same day, outcome, target and end is completed.
    """
    existing = transaction.connection.execute(
        "SELECT id, note, target FROM review WHERE standard = ? AND date = ? AND outcome = ?"
        ' AND "into" IS ? AND ends IS ?',
        (standard, result.date, result.outcome, result.into, result.ends),
    ).fetchone()
    if existing:
        return _complete(transaction, standard, existing, result)
    if problem := find_problem(transaction.connection, standard, result):
        raise UsageProblem(problem.sentence)
    row: dict[str, Any] = {
        "standard": standard,
        "date": result.date,
        "outcome": result.outcome,
        "into": result.into,
        "ends": result.ends,
        "note": result.note,
        "target": result.target,
    }
    review = Review.checked(row)
    transaction.session.add(review)
    transaction.session.flush()
    if result.outcome == "revise":
        sync_review_projects(transaction, standard)
    transaction.count("reviewed")
    if result.outcome == "withdraw" and result.ends:
        transaction.connection.execute(
            "UPDATE standard SET withdrawn = ?, withdrawn_inferred = 0, withdrawn_by_hand = 0"
            " WHERE id = ?",
            (result.ends, standard),
        )
        transaction.count("withdrawn")
    return ReviewChange(
        True, other_target=_other_target(_project_target(transaction, review.id), result)
    )


def find_problem(
    connection: sqlite3.Connection, standard: int, result: ReviewResult
) -> Problem | None:
    """Return why a review is impossible, else None: of a project, before its start, into itself."""
    key, number, start = connection.execute(
        f"SELECT key, number, {sql_rules.start_day('s')} FROM standard s WHERE id = ?", (standard,)
    ).fetchone()
    key = escape_unprintable(key)
    if number is None:
        sentence = t("{key} is a project; only standards can be reviewed", key=key)
        return Problem("number", sentence)
    if start is not None and pad(result.date) < start:
        sentence = "{key} begins on {start}: it cannot have been reviewed on {day}"
        return Problem("date", t(sentence, key=key, start=start, day=result.date))
    if result.into == number:
        return Problem("into", t("{key} cannot be merged into itself", key=key))
    return None


def _complete(
    transaction: Transaction, standard: int, existing: tuple[Any, ...], result: ReviewResult
) -> ReviewChange:
    """Complete an existing review (id, note, target) with the note and target of a result."""
    review, note, target = existing
    changes: tuple[Change, ...] = ()
    if result.note not in (None, note):
        transaction.connection.execute(
            "UPDATE review SET note = ? WHERE id = ?", (result.note, review)
        )
        changes = (("note", note, result.note),)
    before = _project_target(transaction, review)
    if target is None and result.target is not None:
        transaction.connection.execute(
            "UPDATE review SET target = ? WHERE id = ?", (result.target, review)
        )
        sync_review_projects(transaction, standard)
    if (due := _project_target(transaction, review)) != before:
        changes += (("target_date", before, due),)
    if changes:
        transaction.count("changed")
    return ReviewChange(False, changes, _other_target(due, result))


def _project_target(transaction: Transaction, review: int | None) -> str | None:
    """Return the target date of the open project of a review, None if there is none."""
    row = transaction.connection.execute(
        "SELECT target_date FROM review v JOIN standard p ON p.id = v.project"
        " WHERE v.id = ? AND p.number IS NULL",
        (review,),
    ).fetchone()
    return row[0] if row else None


def _other_target(due: str | None, result: ReviewResult) -> str | None:
    """Return the target date of the project if it differs from that of the result."""
    return due if result.target not in (None, due) else None
