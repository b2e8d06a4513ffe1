"""Recording a review, and what follows from its outcome.

confirm restarts the age; revise keeps the standard in force and opens one revision project; merge
names what it goes into; withdraw ends it on a day, or proposes to. Source: 行业标准管理办法.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any, NamedTuple

from stdplan.catalogue.models import Review
from stdplan.catalogue.queries import timeline
from stdplan.catalogue.records import Change
from stdplan.catalogue.revisions import revision_project
from stdplan.catalogue.work import Work
from stdplan.domain.cells import visible
from stdplan.domain.dates import pad
from stdplan.errors import UsageProblem
from stdplan.i18n import t


@dataclass(frozen=True, slots=True)
class Result:
    """A review's result, checked: dates are ISO, `into` is a number or key as it stands.

    `target`: when a revision is to be finished.
    """

    outcome: str
    date: str
    ends: str | None = None
    into: str | None = None
    note: str | None = None
    target: str | None = None


class Done(NamedTuple):
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


def record(work: Work, standard: int, result: Result) -> Done:
    """Write the review and its consequence; UsageProblem for one that cannot have been held."""
    held = work.connection.execute(
        "SELECT id, note, project FROM review WHERE standard = ? AND date = ? AND outcome = ?"
        ' AND "into" IS ? AND ends IS ?',
        (standard, result.date, result.outcome, result.into, result.ends),
    ).fetchone()
    if held:
        return _complete(work, held, result)
    if problem := impossible(work.connection, standard, result):
        raise UsageProblem(problem.sentence)
    row: dict[str, Any] = {
        "standard": standard,
        "date": result.date,
        "outcome": result.outcome,
        "into": result.into,
        "ends": result.ends,
        "note": result.note,
    }
    other = None
    if result.outcome == "revise":
        row["project"] = revision_project(work, standard, result.date)
        _, other = _aim(work, row["project"], result.target)
    work.session.add(Review.checked(row))
    work.session.flush()
    work.count("reviewed")
    if result.outcome == "withdraw" and result.ends:
        work.connection.execute(
            "UPDATE standard SET withdrawn = ?, withdrawn_inferred = 0 WHERE id = ?",
            (result.ends, standard),
        )
        work.count("withdrawn")
    return Done(True, other_target=other)


def impossible(connection: sqlite3.Connection, standard: int, result: Result) -> Problem | None:
    """Why it cannot be: a review of a project, of what had not taken effect, of itself."""
    key, number, start = connection.execute(
        f"SELECT key, number, {timeline.start('s')} FROM standard s WHERE id = ?", (standard,)
    ).fetchone()
    key = visible(key)
    if number is None:
        sentence = t("{key} is a project: only a standard is reviewed", key=key)
        return Problem("number", sentence)
    if start is not None and pad(result.date) < start:
        sentence = "{key} begins on {start}: it cannot have been reviewed on {day}"
        return Problem("date", t(sentence, key=key, start=start, day=result.date))
    if result.into == number:
        return Problem("into", t("{key} cannot be merged into itself", key=key))
    return None


def _complete(work: Work, held: tuple[Any, ...], result: Result) -> Done:
    """Add what a result says beside the review (id, note, project) that was recorded already."""
    review, note, project = held
    changes: tuple[Change, ...] = ()
    if result.note not in (None, note):
        work.connection.execute("UPDATE review SET note = ? WHERE id = ?", (result.note, review))
        changes = (("note", note, result.note),)
    aimed, other = _aim(work, project, result.target)
    changes += aimed
    if changes:
        work.count("changed")
    return Done(False, changes, other)


def _aim(
    work: Work, project: int | None, target: str | None
) -> tuple[tuple[Change, ...], str | None]:
    """Give a project under way its target date if it has none; the change, or the date it keeps."""
    row = work.connection.execute(
        "SELECT target_date FROM standard WHERE id = ? AND number IS NULL", (project,)
    ).fetchone()
    if target is None or row is None or row[0] == target:
        return (), None
    if row[0] is not None:
        return (), str(row[0])
    work.connection.execute("UPDATE standard SET target_date = ? WHERE id = ?", (target, project))
    return (("target_date", None, target),), None
