"""A project's way from stage to stage, by hand: held to the order of domain/stages.py.

Rule: 60 and 95 are the days published and withdrawn (of a project: terminated), the others rows of
their own. A stage below 60 is reached once: a second day corrects the first. 90 comes again and
again.
"""

from typing import NamedTuple

from stdplan.catalogue.editing import facts, refuse_plan_number, refuse_taken, validate
from stdplan.catalogue.models import StageChange
from stdplan.catalogue.order import keep_order, reached
from stdplan.catalogue.records import Writer
from stdplan.catalogue.revisions import settle
from stdplan.catalogue.work import Work
from stdplan.domain import stages
from stdplan.domain.stages import ENDED, PUBLISHED, UNDER_REVIEW, Reached
from stdplan.domain.standard_record import Record, take_number
from stdplan.domain.text import visible
from stdplan.errors import UsageProblem
from stdplan.i18n import t


class Moved(NamedTuple):
    """What became of a move: the record's key after it, the day that it corrected, the lower stages
    that have no day yet; `terminated`: it ended without a standard."""

    key: str
    corrected: str | None = None
    unsaid: tuple[str, ...] = ()
    terminated: bool = False


def move(work: Work, identity: int, stage: str, day: str, number: str | None) -> Moved:
    """Bring a record to a stage on a day; 60 gives a project its number.

    Raises UsageProblem, naming both stages and how to mend it, for a day that cannot be.
    """
    key, has_number, published = work.connection.execute(
        "SELECT key, number IS NOT NULL, published FROM standard WHERE id = ?", (identity,)
    ).fetchone()
    if stage == PUBLISHED:
        _refuse_publication(key, has_number, published, day, number)
    keep_order(work, identity, Reached(stage, day))
    if stage not in (PUBLISHED, ENDED):
        corrected = _reach(work, identity, stage, day)
        settle(work)
        return Moved(key, corrected, _unsaid(work, identity, stage))
    record = Record(key, {})
    if stage == PUBLISHED:
        record.values["published"] = day
        if number is not None:
            refuse_plan_number(number)
            take_number(record, number)
            refuse_taken(work, record.key, identity)
    elif has_number:
        record.values |= {"withdrawn": day, "withdrawn_inferred": False}
    else:
        record.values["terminated"] = day  # a project that ends without a standard
    before = facts(work, identity, key)
    validate(record)
    Writer(work.connection).save(record, identity)
    settle(work)
    work.count("changed", int(facts(work, identity, record.key) != before))
    # A standard that was no project here has no stages to tell of.
    made_here = stage == PUBLISHED and len(reached(work, identity)) > 1
    missing = _unsaid(work, identity, stage) if made_here else ()
    return Moved(record.key, None, missing, "terminated" in record.values)


def unreach(work: Work, identity: int, stage: str, day: str | None) -> int:
    """Take a stage out, of several days that of `day`; how many were taken out."""
    found = work.connection.execute(
        "DELETE FROM stage_change WHERE standard = ? AND stage = ? AND coalesce(date = ?, 1)",
        (identity, stage, day),
    ).rowcount
    settle(work)
    work.count("removed", found)
    return found


def _refuse_publication(
    key: str, has_number: bool, published: str | None, day: str, number: str | None
) -> None:
    if published is not None and published != day:
        raise UsageProblem(
            t(
                "{key} was published on {day}: `standards edit --published` corrects it",
                key=visible(key),
                day=published,
            )
        )
    if number is not None and has_number:
        raise UsageProblem(
            t("{key} has its number: `standards edit --number` corrects it", key=visible(key))
        )
    if number is None and not has_number:
        raise UsageProblem(t("{key} has no number yet: give it with --number", key=visible(key)))


def _reach(work: Work, identity: int, stage: str, day: str) -> str | None:
    """Write the day of a stage; the one that it corrects, if any."""
    change = StageChange.checked({"standard": identity, "stage": stage, "date": day})
    held = work.connection.execute(
        "SELECT date FROM stage_change WHERE standard = ? AND stage = ? ORDER BY date DESC",
        (identity, stage),
    ).fetchall()
    if (change.date,) in held:
        return None
    if stage != UNDER_REVIEW:
        work.connection.execute(
            "DELETE FROM stage_change WHERE standard = ? AND stage = ?", (identity, stage)
        )
    work.session.add(change)
    work.session.flush()
    work.count("staged")
    return held[0][0] if held and stage != UNDER_REVIEW else None


def _unsaid(work: Work, identity: int, stage: str) -> tuple[str, ...]:
    if stage > PUBLISHED:
        return ()
    adopts, revises = work.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM adopts a WHERE a.standard = s.id AND a.degree IS NOT 'NEQ'),"
        " coalesce(s.work = 'revise', 0) FROM standard s WHERE s.id = ?",
        (identity,),
    ).fetchone()
    known = {held.stage for held in reached(work, identity)}
    return tuple(stages.unsaid(stage, known, bool(adopts), bool(revises)))
