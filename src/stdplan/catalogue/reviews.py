"""Reviews: recorded, corrected and removed, with what follows from their outcome.

confirm restarts the age; revise leaves the standard in force and opens one revision project, or
joins one that is under way; merge names the standard that it goes into, or its title; withdraw ends
it on a day, or on one that is not known yet; amend leaves it in force under its number and year;
convert gives it another nature or family later. Source: 行业标准管理办法.

Rules:
* A review is proposed (by a committee) or decided (by the department). Only a decided one has
  consequences.
* A standard has one review a day and step. The same review again changes nothing, and what it adds
  is filled in. By hand, a contradicting review is refused; a later import changes the stored one.
* After a correction or a removal, everything is as if the review had been entered right, or never.
* withdrawals.py has the rules for the day of withdrawal, review_projects.py those for projects.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from stdplan.catalogue import sql_rules, withdrawals
from stdplan.catalogue.models import Review
from stdplan.catalogue.other_numbers import current_number
from stdplan.catalogue.review_projects import (
    Abandoned,
    join_project,
    release,
    remove_if_abandoned,
    sync_review_projects,
)
from stdplan.catalogue.standard_writer import Change
from stdplan.catalogue.transaction import Transaction
from stdplan.catalogue.withdrawals import ReviewEnd, Withdrawal, review_ends
from stdplan.domain.codes import OF_OUTCOME, OUTCOMES, label
from stdplan.domain.dates import pad
from stdplan.domain.day_order import is_before
from stdplan.domain.text import escape_unprintable
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

# The fields in which two reviews of one day and step may contradict each other.
_COMPARED = ("outcome", "into", "ends", "document", "into_family", "into_nature")
# The fields of ReviewResult that only some outcomes have.
_OF_OUTCOME = {"target" if name == "target_date" else name: OF_OUTCOME[name] for name in OF_OUTCOME}


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """The validated result of a review. All dates are ISO text.

    `ends`: the day of withdrawal. `into`: the number, key or title that the standard is merged or
    converted into. `target`: when the revision is to be finished. `step`: proposed or decided.
    `document`: its 文号. `into_family`, `into_nature`: what a conversion leads to.
    """

    outcome: str
    date: str
    ends: str | None = None
    into: str | None = None
    note: str | None = None
    target: str | None = None
    step: str = "decided"
    document: str | None = None
    into_family: str | None = None
    into_nature: str | None = None

    @property
    def is_decided(self) -> bool:
        """Whether the department decided it, so that it has consequences."""
        return self.step == "decided"


_FIELDS = (
    "date", "outcome", "into", "ends", "note", "target", "step", "document", "into_family",
    "into_nature",
)  # fmt: skip


class StoredReview(NamedTuple):
    """A review in the catalogue: its row id, the row id and key of its standard, its result."""

    id: int
    standard: int
    key: str
    result: ReviewResult


class ReviewChange(NamedTuple):
    """What a command did to a review: whether it is new, or its changes.

    `contradicted`: the stored review had another outcome, or another value of what follows from
    it. `other_target`: the target date that its revision project has already, and keeps.
    `other_project`: the key of its revision project, if that is not the named one. `consequences`:
    sentences about what else changed, or stays although the review changed.
    """

    added: bool = False
    changes: tuple[Change, ...] = ()
    contradicted: bool = False
    other_target: str | None = None
    other_project: str | None = None
    consequences: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing changed, because everything was recorded before."""
        return not (self.added or self.changes)


class Problem(NamedTuple):
    """Why a review is impossible: the field at fault, and a sentence."""

    field: str
    sentence: str


def find_review(connection: sqlite3.Connection, review: int) -> StoredReview | None:
    """Return the review with a row id, None if there is none."""
    return next(iter(_load(connection, "v.id = :review", review=review)), None)


def find_reviews_of_day(
    connection: sqlite3.Connection, standard: int, day: str, step: str | None = None
) -> list[StoredReview]:
    """Return the reviews of a standard (row id) on a day, of both steps or of one: one of each
    step, or several from older programs."""
    where = "v.standard = :standard AND v.date = :day AND v.step = coalesce(:step, v.step)"
    return _load(connection, where, standard=standard, day=day, step=step)


def find_open_proposal(
    connection: sqlite3.Connection, standard: int, day: str
) -> StoredReview | None:
    """Return the last proposal of a standard (row id) that is not decided by a day (ISO), None if
    there is none."""
    where = (
        f"v.standard = :standard AND {sql_rules.is_open_proposal('v')}"
        f" AND {sql_rules.first_day('v.date')} <= {sql_rules.first_day(':day')}"
    )
    proposals = _load(connection, where, standard=standard, day=day)
    return max(proposals, key=lambda review: (pad(review.result.date), review.id), default=None)


def record(
    transaction: Transaction,
    standard: int,
    result: ReviewResult,
    replaces: bool = False,
    project: int | None = None,
) -> ReviewChange:
    """Record a review and its consequence; complete or, if `replaces`, change that of the same day
    and step.

    `standard`: the row id. `project`: the row id of the project under way that a revision names.
    Raise UsageProblem if the review is impossible, CannotCreate if it contradicts the one that the
    standard has on that day.
    """
    result = _resolved(transaction.connection, result)
    if not result.is_decided or result.outcome != "revise":
        project = None
    same_day = find_reviews_of_day(transaction.connection, standard, result.date, result.step)
    if same_day:
        # An older program may have stored several.
        stored = next((review for review in same_day if _agree(review.result, result)), same_day[0])
        if not (replaces or _agree(stored.result, result)):
            raise CannotCreate(_exists_already(stored))
        joined = join_project(transaction.connection, project, standard)
        change = _change(transaction, stored, _completed(stored.result, result))
        if joined is not None:
            if change.nothing:
                transaction.count("changed")
            sync_review_projects(transaction, standard)
            change = change._replace(changes=(*change.changes, ("project", None, joined)))
        return change._replace(other_project=_other_project(transaction, stored.id, project))
    _refuse_impossible(transaction.connection, standard, result)
    join_project(transaction.connection, project, standard)
    ends = review_ends(transaction.connection, standard)
    review = Review.checked(
        {"standard": standard, **{name: getattr(result, name) for name in _FIELDS}}
    )
    transaction.session.add(review)
    transaction.session.flush()
    if not result.is_decided:
        transaction.count("proposed")
        return ReviewChange(added=True)
    if result.outcome == "revise":
        sync_review_projects(transaction, standard)
    transaction.count("reviewed")
    if withdrawals.move(transaction.connection, standard, ends, entered=True).moved:
        transaction.count("withdrawn")
    due = _project_target(transaction, review.id)
    return ReviewChange(
        added=True,
        other_target=_other_target(due, result),
        other_project=_other_project(transaction, review.id, project),
    )


def decide(
    transaction: Transaction,
    proposal: StoredReview,
    day: str,
    document: str | None = None,
    project: int | None = None,
) -> ReviewChange:
    """Record the decision of a proposal on a day (ISO); the proposal stays as it is.

    `project`: the row id of the project under way that a proposed revision names.
    Raise UsageProblem if the decision is impossible, CannotCreate if another one of that day
    contradicts it.
    """
    proposed = proposal.result
    if proposed.ends is not None and pad(proposed.ends) < pad(day):
        sentence = (
            "{key} is proposed to end on {ends}, before the decision on {day}; record the decision"
            " with `stdplan review record`"
        )
        names = {"key": escape_unprintable(proposal.key), "ends": proposed.ends, "day": day}
        raise UsageProblem(t(sentence, **names))
    if proposed.outcome == "merge" and proposed.into is None:
        sentence = (
            "the proposal for {key} does not say into which standard it is merged; add it with"
            " `stdplan review edit {id} --into NUMBER`"
        )
        raise UsageProblem(t(sentence, key=escape_unprintable(proposal.key), id=proposal.id))
    result = replace(proposed, step="decided", date=day, document=document)
    return record(transaction, proposal.standard, result, project=project)


def edit(transaction: Transaction, stored: StoredReview, result: ReviewResult) -> ReviewChange:
    """Give a review another result of the same step, and move its consequences.

    Raise as `record` does; CannotCreate also if the standard has another review of that step on the
    new day.
    """
    result = _resolved(transaction.connection, result)
    if result.date != stored.result.date:
        same_day = find_reviews_of_day(
            transaction.connection, stored.standard, result.date, result.step
        )
        if same_day:
            raise CannotCreate(_exists_already(same_day[0]))
    return _change(transaction, stored, result)


def remove(transaction: Transaction, stored: StoredReview) -> ReviewChange:
    """Remove a review and everything that follows only from it."""
    connection = transaction.connection
    ends = review_ends(connection, stored.standard)
    project = release(connection, stored.id)
    connection.execute("DELETE FROM review WHERE id = ?", (stored.id,))
    transaction.count("removed")
    consequences = _consequences(transaction, stored, project, ends)
    return ReviewChange(consequences=consequences.sentences)


def find_problem(
    connection: sqlite3.Connection, standard: int, result: ReviewResult
) -> Problem | None:
    """Return why a review is impossible, else None: of a project, before its start, a withdrawal
    before its publication, into itself."""
    result = _resolved(connection, result)
    start_day = sql_rules.start_day("s")
    key, number, published, start = connection.execute(
        f"SELECT key, number, published, {start_day} FROM standard s WHERE id = ?", (standard,)
    ).fetchone()
    key = escape_unprintable(key)
    if number is None:
        sentence = t("{key} is a project; only standards can be reviewed", key=key)
        return Problem("number", sentence)
    if start is not None and is_before(result.date, start):
        sentence = "{key} begins on {start}: it cannot have been reviewed on {day}"
        return Problem("date", t(sentence, key=key, start=start, day=result.date))
    if result.ends is not None and published is not None and is_before(result.ends, published):
        sentence = "{key} was published on {published}: it cannot be withdrawn on {day}"
        return Problem("ends", t(sentence, key=key, published=published, day=result.ends))
    if result.outcome == "merge" and result.into == number:
        return Problem("into", t("{key} cannot be merged into itself", key=key))
    return None


def _resolved(connection: sqlite3.Connection, result: ReviewResult) -> ReviewResult:
    """Return a result that names the standard that it goes into by its present number."""
    if result.into is None:
        return result
    return replace(result, into=current_number(connection, result.into))


def _refuse_impossible(connection: sqlite3.Connection, standard: int, result: ReviewResult) -> None:
    if problem := find_problem(connection, standard, result):
        raise UsageProblem(problem.sentence)


def _load(connection: sqlite3.Connection, where: str, **values: object) -> list[StoredReview]:
    """Return the reviews that a condition on `v` selects, in the order of their entry."""
    columns = ", ".join(f'v."{name}"' for name in _FIELDS)
    rows = connection.execute(
        f"SELECT v.id, v.standard, s.key, {columns} FROM review v"
        f" JOIN standard s ON s.id = v.standard WHERE {where} ORDER BY v.id",
        values,
    )
    return [
        StoredReview(review, standard, key, ReviewResult(**dict(zip(_FIELDS, values, strict=True))))
        for review, standard, key, *values in rows
    ]


def _exists_already(stored: StoredReview) -> str:
    sentence = (
        "{key} already has a review on {day} (id {id}): {outcome}; correct it with"
        " `stdplan review edit {id}`"
    )
    if not stored.result.is_decided:
        sentence = (
            "{key} already has a proposal on {day} (id {id}): {outcome}; correct it with"
            " `stdplan review edit {id}`"
        )
    return t(
        sentence,
        key=escape_unprintable(stored.key),
        day=stored.result.date,
        id=stored.id,
        outcome=label(OUTCOMES, stored.result.outcome),
    )


def _agree(stored: ReviewResult, result: ReviewResult) -> bool:
    """Return whether two results of one day do not contradict each other."""
    pairs = [(getattr(stored, name), getattr(result, name)) for name in _COMPARED]
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _completed(stored: ReviewResult, result: ReviewResult) -> ReviewResult:
    """Return a result with what only the stored one of that day has and what fits the outcome."""
    same = stored.outcome == result.outcome
    missing = {
        name: getattr(stored, name)
        for name in _FIELDS
        if getattr(result, name) is None and (same or name not in _OF_OUTCOME)
    }
    return replace(result, **missing)


def _change(transaction: Transaction, stored: StoredReview, result: ReviewResult) -> ReviewChange:
    """Store the new result of a review, and move its consequences."""
    connection, old = transaction.connection, stored.result
    changed = [name for name in _FIELDS if getattr(result, name) != getattr(old, name)]
    if not changed:
        due = _project_target(transaction, stored.id)
        return ReviewChange(other_target=_other_target(due, result))
    if {*changed} & {"date", "outcome", "into", "ends"}:  # what may be impossible
        _refuse_impossible(connection, stored.standard, result)
    before = _project_target(transaction, stored.id)
    ends = review_ends(connection, stored.standard)
    project = release(connection, stored.id)
    assignments = ", ".join(f'"{name}" = ?' for name in changed)
    connection.execute(
        f"UPDATE review SET {assignments}, project = iif(? = 'revise', project, NULL) WHERE id = ?",
        (*(getattr(result, name) for name in changed), result.outcome, stored.id),
    )
    consequences = _consequences(transaction, stored, project, ends)
    due = _project_target(transaction, stored.id)
    changes: list[Change] = [
        (name, getattr(old, name), getattr(result, name)) for name in changed if name != "target"
    ]
    if due != before or "target" in changed:
        stored_dates = (old.target, result.target)
        changes.append(("target_date", *((before, due) if due != before else stored_dates)))
    if consequences.withdrawal.moved:
        changes.append(("withdrawn", *consequences.withdrawal.moved))
    transaction.count("changed")
    return ReviewChange(
        changes=tuple(changes),
        contradicted=not _agree(old, result),
        other_target=_other_target(due, result),
        consequences=consequences.sentences,
    )


class _Consequences(NamedTuple):
    withdrawal: Withdrawal
    sentences: tuple[str, ...]


def _consequences(
    transaction: Transaction, stored: StoredReview, project: int | None, ends: Sequence[ReviewEnd]
) -> _Consequences:
    """Move what follows from a review that was changed or removed.

    `project`: the row id of the project that it had. `ends`: as `review_ends` returned before.
    """
    connection, standard = transaction.connection, stored.standard
    abandoned = None
    if project is not None:
        # Before the other reviews look for a project, which must not be one that is removed.
        abandoned = remove_if_abandoned(connection, project, standard)
    sync_review_projects(transaction, standard, () if project is None else (project,))
    if project is not None and abandoned is None:
        abandoned = remove_if_abandoned(connection, project, standard)
    withdrawal = withdrawals.move(connection, standard, ends)
    sentences = (*_about_project(stored.key, abandoned), *_about_end(stored.key, withdrawal))
    return _Consequences(withdrawal, sentences)


def _about_project(key: str, abandoned: Abandoned | None) -> Sequence[str]:
    if abandoned is None:
        return ()
    name = escape_unprintable(key)
    if abandoned.removed:
        return (t("{key}: its revision project was removed", key=name),)
    return (t("{key}: its revision project stays, because more was entered for it", key=name),)


def _about_end(key: str, withdrawal: Withdrawal) -> Sequence[str]:
    names = {"key": escape_unprintable(key)}
    if withdrawal.stays:
        sentence = "{key}: withdrawn on {day}, as a list has it or somebody entered it"
        return (t(sentence, **names, day=withdrawal.stays),)
    if withdrawal.moved is None:
        return ()
    old, new = withdrawal.moved
    if new is None:
        return (t("{key}: no longer withdrawn on {day}", **names, day=old),)
    if old is None:
        return (t("{key}: withdrawn on {day}", **names, day=new),)
    return (t("{key}: withdrawn on {day} (was {before})", **names, day=new, before=old),)


def _project_target(transaction: Transaction, review: int | None) -> str | None:
    """Return the target date of the open project of a review, None if there is none."""
    row = transaction.connection.execute(
        "SELECT target_date FROM review v JOIN standard p ON p.id = v.project"
        " WHERE v.id = ? AND p.number IS NULL",
        (review,),
    ).fetchone()
    return row[0] if row else None


def _other_project(transaction: Transaction, review: int | None, named: int | None) -> str | None:
    """Return the key of the project of a review, None if it is the named one or none was named."""
    row = transaction.connection.execute(
        "SELECT p.key FROM review v JOIN standard p ON p.id = v.project"
        " WHERE v.id = ? AND v.project <> ?",
        (review, named),
    ).fetchone()
    return str(row[0]) if row else None


def _other_target(due: str | None, result: ReviewResult) -> str | None:
    """Return the target date of the project if it differs from that of the result."""
    return due if result.target not in (None, due) else None
