"""Recording a review, and what follows from its outcome.

confirm restarts the age; revise keeps the standard in force and opens one revision project; merge
names what it goes into; withdraw ends it on a day, or proposes to. Source: 行业标准管理办法.
"""

from dataclasses import dataclass
from typing import Any

from stdplan.catalogue.models import Review
from stdplan.catalogue.queries import timeline
from stdplan.catalogue.records import Writer
from stdplan.catalogue.work import Work
from stdplan.domain.cells import visible
from stdplan.domain.dates import pad
from stdplan.domain.record import Record
from stdplan.errors import UsageProblem
from stdplan.i18n import t


@dataclass(frozen=True, slots=True)
class Result:
    """A review's result, checked: dates are ISO, `into` is a number or key as it stands."""

    outcome: str
    date: str
    ends: str | None = None
    into: str | None = None
    note: str | None = None


def record(work: Work, standard: int, result: Result) -> bool:
    """Write the review and its consequence; False where it was recorded already."""
    same = work.connection.execute(
        "SELECT id, note FROM review WHERE standard = ? AND date = ? AND outcome = ?"
        ' AND "into" IS ? AND ends IS ?',
        (standard, result.date, result.outcome, result.into, result.ends),
    ).fetchone()
    if same and (result.note is None or result.note == same[1]):
        return False
    if same:
        sql = "UPDATE review SET note = ? WHERE id = ?"
        work.connection.execute(sql, (result.note, same[0]))
        work.count("changed")
        return True
    _refuse_impossible(work, standard, result)
    row: dict[str, Any] = {
        "standard": standard,
        "date": result.date,
        "outcome": result.outcome,
        "into": result.into,
        "ends": result.ends,
        "note": result.note,
    }
    if result.outcome == "revise":
        row["project"] = _revision_project(work, standard, result.date)
    work.session.add(Review.checked(row))
    work.session.flush()
    work.count("reviewed")
    if result.outcome == "withdraw" and result.ends:
        work.connection.execute(
            "UPDATE standard SET withdrawn = ?, withdrawn_inferred = 0 WHERE id = ?",
            (result.ends, standard),
        )
        work.count("withdrawn")
    return True


def _refuse_impossible(work: Work, standard: int, result: Result) -> None:
    """UsageProblem for a review of a project, of what had not taken effect, of itself."""
    key, number, start = work.connection.execute(
        f"SELECT key, number, {timeline.start('s')} FROM standard s WHERE id = ?", (standard,)
    ).fetchone()
    if number is None:
        raise UsageProblem(t("{key} is a project: only a standard is reviewed", key=visible(key)))
    if start is not None and pad(result.date) < start:
        raise UsageProblem(
            t(
                "{key} begins on {start}: it cannot have been reviewed on {day}",
                key=visible(key),
                start=start,
                day=result.date,
            )
        )
    if result.into == key:
        raise UsageProblem(t("{key} cannot be merged into itself", key=visible(key)))


def _revision_project(work: Work, standard: int, day: str) -> int:
    """The open project that replaces the standard; a new one in the preliminary stage if none."""
    key, title, sector, family = work.connection.execute(
        "SELECT key, title, sector, family FROM standard WHERE id = ?", (standard,)
    ).fetchone()
    held = work.connection.execute(
        "SELECT p.id FROM replaces r JOIN standard p ON p.key = r.successor WHERE r.target = ?"
        " AND r.partial = 0 AND p.number IS NULL AND p.terminated IS NULL ORDER BY p.id LIMIT 1",
        (key,),
    ).fetchone()
    if held:
        return int(held[0])
    values: dict[str, object] = {"work": "revise", "family": family, "sector": sector}
    if title:
        values["title"] = title
    work.count("projects opened")
    project = Record(
        _free_key(work, f"rev:{key}"), values, replaces=[(key, False)], stages=[("00", day)]
    )
    return Writer(work.connection).save(project).id


def _free_key(work: Work, key: str) -> str:
    """`rev:NUMBER`; `rev:NUMBER:2` for the second time, after the first project fell through."""
    place = 1
    while True:
        tried = key if place == 1 else f"{key}:{place}"
        sql = "SELECT 1 FROM standard WHERE key = ?"
        if work.connection.execute(sql, (tried,)).fetchone() is None:
            return tried
        place += 1
