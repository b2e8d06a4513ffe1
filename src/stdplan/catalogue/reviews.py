"""Recording a review, and what follows from its outcome.

confirm restarts the age; revise keeps the standard in force and opens one revision project; merge
names what it goes into; withdraw ends it on a day, or proposes to. Source: 行业标准管理办法.
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
    """A review's result, checked: dates are ISO, `into` is a number or key as it stands.

    `target`: when a revision is to be finished.
    """

    outcome: str
    date: str
    ends: str | None = None
    into: str | None = None
    note: str | None = None
    target: str | None = None


class ReviewChange(NamedTuple):
    """What became of a result: a review more, or changes of one that was recorded already.

    `other_target`: the target date that its revision project has and keeps.
    """

    added: bool
    changes: tuple[Change, ...] = ()
    other_target: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether all of it was recorded already."""
        return not (self.added or self.changes)


class Problem(NamedTuple):
    """Why a review cannot have been held: the field of the result, and a sentence."""

    field: str
    sentence: str


def record(work: Transaction, standard: int, result: ReviewResult) -> ReviewChange:
    """Write the review and its consequence; UsageProblem for one that cannot have been held."""
    held = work.connection.execute(
        "SELECT id, note, target FROM review WHERE standard = ? AND date = ? AND outcome = ?"
        ' AND "into" IS ? AND ends IS ?',
        (standard, result.date, result.outcome, result.into, result.ends),
    ).fetchone()
    if held:
        return _complete(work, standard, held, result)
    if problem := impossible(work.connection, standard, result):
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
    work.session.add(review)
    work.session.flush()
    if result.outcome == "revise":
        sync_review_projects(work, standard)
    work.count("reviewed")
    if result.outcome == "withdraw" and result.ends:
        work.connection.execute(
            "UPDATE standard SET withdrawn = ?, withdrawn_inferred = 0 WHERE id = ?",
            (result.ends, standard),
        )
        work.count("withdrawn")
    return ReviewChange(True, other_target=_other(_due(work, review.id), result))


def impossible(
    connection: sqlite3.Connection, standard: int, result: ReviewResult
) -> Problem | None:
    """Why it cannot be: a review of a project, of what had not taken effect, of itself."""
    key, number, start = connection.execute(
        f"SELECT key, number, {sql_rules.start_day('s')} FROM standard s WHERE id = ?", (standard,)
    ).fetchone()
    key = escape_unprintable(key)
    if number is None:
        sentence = t("{key} is a project: only a standard is reviewed", key=key)
        return Problem("number", sentence)
    if start is not None and pad(result.date) < start:
        sentence = "{key} begins on {start}: it cannot have been reviewed on {day}"
        return Problem("date", t(sentence, key=key, start=start, day=result.date))
    if result.into == number:
        return Problem("into", t("{key} cannot be merged into itself", key=key))
    return None


def _complete(
    work: Transaction, standard: int, held: tuple[Any, ...], result: ReviewResult
) -> ReviewChange:
    """Add what a result says beside the review (id, note, target) that was recorded already."""
    review, note, target = held
    changes: tuple[Change, ...] = ()
    if result.note not in (None, note):
        work.connection.execute("UPDATE review SET note = ? WHERE id = ?", (result.note, review))
        changes = (("note", note, result.note),)
    before = _due(work, review)
    if target is None and result.target is not None:
        work.connection.execute(
            "UPDATE review SET target = ? WHERE id = ?", (result.target, review)
        )
        sync_review_projects(work, standard)
    if (due := _due(work, review)) != before:
        changes += (("target_date", before, due),)
    if changes:
        work.count("changed")
    return ReviewChange(False, changes, _other(due, result))


def _due(work: Transaction, review: int | None) -> str | None:
    """The target date of the project that a review opened, while it is under way."""
    row = work.connection.execute(
        "SELECT target_date FROM review v JOIN standard p ON p.id = v.project"
        " WHERE v.id = ? AND p.number IS NULL",
        (review,),
    ).fetchone()
    return row[0] if row else None


def _other(due: str | None, result: ReviewResult) -> str | None:
    return due if result.target not in (None, due) else None
