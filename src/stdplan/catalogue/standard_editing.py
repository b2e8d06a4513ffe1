"""Changing single records by hand: what is given is set anew, and validated by the models.

A project's way from stage to stage, by hand: held to the order of domain/stages.py.

Rule: 60 and 95 are the days published and withdrawn (of a project: terminated), the others rows of
their own. A stage below 60 is reached once: a second day corrects the first. 90 comes again and
again.

The stages of one record with their days, held to the order of domain/stages.py.

Rule: what a hand writes is refused where it cannot be, and the refusal names both stages, both days
and the command that corrects the other one. Lists are taken as they are.

Giving records focus areas, many at once.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from stdplan.catalogue.database import Transaction
from stdplan.catalogue.models import StageChange, Standard
from stdplan.catalogue.review_projects import sync_review_projects
from stdplan.catalogue.standard_writer import Writer
from stdplan.domain import stages
from stdplan.domain.codes import STAGES, label
from stdplan.domain.numbers import plan_number
from stdplan.domain.stages import ENDED, PUBLISHED, UNDER_REVIEW, Reached
from stdplan.domain.standard_record import StandardRecord, take_number
from stdplan.domain.text import escape_unprintable
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

# The fields that are the day of a stage.
DAYS = {"published": PUBLISHED, "withdrawn": ENDED, "terminated": ENDED}
_END = "iif(number IS NULL, terminated, withdrawn)"


def reached(work: Transaction, identity: int) -> list[Reached]:
    """The stages of a record with their days, 60 and 95 where it has them; 00 without the day that
    only a review told, which gives way."""
    rows = work.connection.execute(
        "SELECT stage, date FROM stage_change WHERE standard = :id AND review IS NULL"
        f" UNION ALL SELECT '{PUBLISHED}', published FROM standard"
        " WHERE id = :id AND published IS NOT NULL"
        f" UNION ALL SELECT '{ENDED}', {_END} FROM standard WHERE id = :id AND {_END} IS NOT NULL"
        # The day of an import that stands in for one is no day.
        " AND (number IS NULL OR NOT withdrawn_inferred)",
        {"id": identity},
    )
    return [Reached(*row) for row in rows]


def keep_order(work: Transaction, identity: int, new: Reached) -> None:
    """UsageProblem where `new` cannot stand beside the other stages of the record."""
    other = stages.conflict(new, reached(work, identity))
    if other is None:
        return
    key, end = work.connection.execute(
        "SELECT key, iif(number IS NULL, 'terminated', 'withdrawn') FROM standard WHERE id = ?",
        (identity,),
    ).fetchone()
    edited = {PUBLISHED: "published", ENDED: end}.get(other.stage)
    mended = (
        f"standards edit {key} --{edited}"
        if edited
        else f"standards stage {key} {other.stage} --on"
    )
    sentence = (
        "{key}: {new} on {day} cannot be before {old} on {other}; `{mended} DATE` corrects that one"
    )
    if other.stage > new.stage:
        sentence = (
            "{key}: {new} on {day} cannot be after {old} on {other};"
            " `{mended} DATE` corrects that one"
        )
    raise UsageProblem(
        t(
            sentence,
            key=escape_unprintable(key),
            new=_named(new.stage),
            day=new.day,
            old=_named(other.stage),
            other=other.day,
            mended=escape_unprintable(mended),
        )
    )


def _named(stage: str) -> str:
    return f"{stage} {label(STAGES, stage)}"


# Fields that are rows of tables of their own, and how to empty them.
_LINKS = {
    "focus": "DELETE FROM standard_focus WHERE standard = :id",
    "adopts": "DELETE FROM adopts WHERE standard = :id",
    "replaces": "DELETE FROM replaces WHERE successor = :key",
}


def add(work: Transaction, record: StandardRecord) -> None:
    """Add a record; CannotCreate where there is one of this key."""
    refuse_taken(work, record.key, None)
    validate(record)
    saved = Writer(work.connection).save(record)
    _keep_order(work, saved.id, record.values)
    sync_review_projects(work)
    work.count("added")


def edit(
    work: Transaction,
    identity: int,
    record: StandardRecord,
    given: Collection[str],
    cleared: Iterable[str],
) -> bool:
    """Set what is given, empty what is cleared; False where the record is as before."""
    key = _key(work, identity)
    before = facts(work, identity, key)
    for name in [*(name for name in given if name in _LINKS), *cleared]:
        _empty(work, identity, key, name)
    if "note" in given:  # set anew; a list's note would be joined to the one there is
        _empty(work, identity, key, "note")
    if record.key != key:
        refuse_taken(work, record.key, identity)
    validate(record)
    Writer(work.connection).save(record, identity)
    _keep_order(work, identity, given)
    sync_review_projects(work)
    changed = facts(work, identity, record.key) != before
    work.count("changed", int(changed))
    return changed


def remove(work: Transaction, identity: int, key: str) -> None:
    """Take a record out, with its stages, reviews and what it says it replaces.

    UsageProblem for the project of a review that has no other: it would be opened again.
    """
    sql = "SELECT min(date) FROM review WHERE project = ?"
    (day,) = work.connection.execute(sql, (identity,)).fetchone()
    if day is not None and key.startswith("rev:"):
        sentence = "{key} is what the review of {day} opened: `standards stage {key} 95` ends it"
        raise UsageProblem(t(sentence, key=escape_unprintable(key), day=day))
    for sql in _LINKS.values():
        work.connection.execute(sql, {"id": identity, "key": key})
    work.connection.execute("DELETE FROM standard WHERE id = ?", (identity,))
    sync_review_projects(work)
    work.count("removed")


def refuse_plan_number(text: str) -> None:
    """UsageProblem where what should be a standard's number is a project's."""
    if plan_number(text):
        raise UsageProblem(
            t(
                '"{number}" is the number of a project, not of a standard',
                number=escape_unprintable(text),
            )
        )


def _column(work: Transaction, identity: int, name: str) -> object:
    sql = f"SELECT {name} FROM standard WHERE id = ?"
    return work.connection.execute(sql, (identity,)).fetchone()[0]


def _key(work: Transaction, identity: int) -> str:
    return str(_column(work, identity, "key"))


def refuse_taken(work: Transaction, key: str, identity: int | None) -> None:
    """CannotCreate where another record has the key."""
    row = work.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
    if row is not None and row[0] != identity:
        raise CannotCreate(t('"{key}" is in the catalogue already', key=escape_unprintable(key)))


def validate(record: StandardRecord) -> None:
    """UsageProblem where a value may not enter."""
    Standard.checked({"key": record.key, **record.values})


def _keep_order(work: Transaction, identity: int, given: Collection[str]) -> None:
    """UsageProblem where a day that was given cannot stand beside the others."""
    for held in reached(work, identity):
        if held.stage in {DAYS.get(name) for name in given}:
            keep_order(work, identity, held)


def _empty(work: Transaction, identity: int, key: str, name: str) -> None:
    sql = _LINKS.get(name, f"UPDATE standard SET {name} = NULL WHERE id = :id")
    work.connection.execute(sql, {"id": identity, "key": key})
    if name == "withdrawn":
        work.connection.execute(
            "UPDATE standard SET withdrawn_inferred = 0 WHERE id = ?", (identity,)
        )


def facts(work: Transaction, identity: int, key: str) -> list[object]:
    """Everything of a record, to tell whether it changed."""
    sqls = (
        "SELECT * FROM standard WHERE id = :id",
        "SELECT focus FROM standard_focus WHERE standard = :id ORDER BY 1",
        "SELECT reference, degree, word FROM adopts WHERE standard = :id ORDER BY 1",
        "SELECT target, partial FROM replaces WHERE successor = :key ORDER BY 1",
    )
    return [
        row
        for sql in sqls
        for row in work.connection.execute(sql, {"id": identity, "key": key}).fetchall()
    ]


class Moved(NamedTuple):
    """What became of a move: the record's key after it, the day that it corrected, the lower stages
    that have no day yet; `terminated`: it ended without a standard."""

    key: str
    corrected: str | None = None
    unsaid: tuple[str, ...] = ()
    terminated: bool = False


def move(work: Transaction, identity: int, stage: str, day: str, number: str | None) -> Moved:
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
        sync_review_projects(work)
        return Moved(key, corrected, _unsaid(work, identity, stage))
    record = StandardRecord(key, {})
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
    sync_review_projects(work)
    work.count("changed", int(facts(work, identity, record.key) != before))
    # A standard that was no project here has no stages to tell of.
    made_here = stage == PUBLISHED and len(reached(work, identity)) > 1
    missing = _unsaid(work, identity, stage) if made_here else ()
    return Moved(record.key, None, missing, "terminated" in record.values)


def unreach(work: Transaction, identity: int, stage: str, day: str | None) -> int:
    """Take a stage out, of several days that of `day`; how many were taken out."""
    found = work.connection.execute(
        "DELETE FROM stage_change WHERE standard = ? AND stage = ? AND coalesce(date = ?, 1)",
        (identity, stage, day),
    ).rowcount
    sync_review_projects(work)
    work.count("removed", found)
    return found


def _refuse_publication(
    key: str, has_number: bool, published: str | None, day: str, number: str | None
) -> None:
    if published is not None and published != day:
        raise UsageProblem(
            t(
                "{key} was published on {day}: `standards edit --published` corrects it",
                key=escape_unprintable(key),
                day=published,
            )
        )
    if number is not None and has_number:
        raise UsageProblem(
            t(
                "{key} has its number: `standards edit --number` corrects it",
                key=escape_unprintable(key),
            )
        )
    if number is None and not has_number:
        raise UsageProblem(
            t("{key} has no number yet: give it with --number", key=escape_unprintable(key))
        )


def _reach(work: Transaction, identity: int, stage: str, day: str) -> str | None:
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


def _unsaid(work: Transaction, identity: int, stage: str) -> tuple[str, ...]:
    if stage > PUBLISHED:
        return ()
    adopts, revises = work.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM adopts a WHERE a.standard = s.id AND a.degree IS NOT 'NEQ'),"
        " coalesce(s.work = 'revise', 0) FROM standard s WHERE s.id = ?",
        (identity,),
    ).fetchone()
    known = {held.stage for held in reached(work, identity)}
    return tuple(stages.unsaid(stage, known, bool(adopts), bool(revises)))


def add_focus_areas(work: Transaction, pairs: Sequence[tuple[str, str]]) -> int:
    """Add focus areas to records, both by their keys; the number of records that had them not."""
    changed = set()
    for key, focus in pairs:
        added = work.connection.execute(
            "INSERT OR IGNORE INTO standard_focus (standard, focus)"
            " SELECT id, ? FROM standard WHERE key = ?",
            (focus, key),
        )
        if added.rowcount:
            changed.add(key)
    work.count("changed", len(changed))
    return len(changed)
