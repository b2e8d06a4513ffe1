"""Changing single records by hand: what is given is set anew, and validated by the models."""

from collections.abc import Collection, Iterable

from stdplan.catalogue.models import StageChange, Standard
from stdplan.catalogue.records import Writer
from stdplan.catalogue.work import Work
from stdplan.domain.cells import visible
from stdplan.domain.number import plan_number
from stdplan.domain.record import Record, take_number
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

# Fields that are rows of tables of their own, and how to empty them.
_LINKS = {
    "focus": "DELETE FROM standard_focus WHERE standard = :id",
    "adopts": "DELETE FROM adopts WHERE standard = :id",
    "replaces": "DELETE FROM replaces WHERE successor = :key",
}


def add(work: Work, record: Record) -> None:
    """Add a record; CannotCreate where there is one of this key."""
    _refuse_taken(work, record.key, None)
    _validate(record)
    Writer(work.connection).save(record)
    work.count("added")


def edit(
    work: Work, identity: int, record: Record, given: Collection[str], cleared: Iterable[str]
) -> bool:
    """Set what is given, empty what is cleared; False where the record is as before."""
    key = _key(work, identity)
    before = _facts(work, identity, key)
    for name in [*(name for name in given if name in _LINKS), *cleared]:
        _empty(work, identity, key, name)
    if "note" in given:  # set anew; a list's note would be joined to the one there is
        _empty(work, identity, key, "note")
    if record.key != key:
        _refuse_taken(work, record.key, identity)
    _validate(record)
    Writer(work.connection).save(record, identity)
    changed = _facts(work, identity, record.key) != before
    work.count("changed", int(changed))
    return changed


def move(work: Work, identity: int, stage: str, day: str, number: str | None) -> str:
    """Bring a record to a stage on a day; its key after that (60 gives a project its number)."""
    key = _key(work, identity)
    record = Record(key, {})
    if stage == "60":
        held = _column(work, identity, "published")
        if held is not None and held != day:
            raise UsageProblem(
                t(
                    "{key} was published on {day}: `standards edit --published` corrects it",
                    key=visible(key),
                    day=held,
                )
            )
        record.values["published"] = day
        if number is not None and _has_number(work, identity):
            raise UsageProblem(
                t("{key} has its number: `standards edit --number` corrects it", key=visible(key))
            )
        if number is not None:
            refuse_plan_number(number)
            take_number(record, number)
            _refuse_taken(work, record.key, identity)
        elif not _has_number(work, identity):
            raise UsageProblem(
                t("{key} has no number yet: give it with --number", key=visible(key))
            )
    elif stage == "95" and not _has_number(work, identity):
        record.values["terminated"] = day  # a project that ends without a standard
    elif stage == "95":
        record.values |= {"withdrawn": day, "withdrawn_inferred": False}
    else:
        _change_stage(work, identity, stage, day)
    if record.values:
        _validate(record)
        saved = Writer(work.connection).save(record, identity)
        work.count("changed", int(bool(saved.changes)))
    return record.key


def remove(work: Work, identity: int, key: str) -> None:
    """Take a record out, with its stages, reviews and what it says it replaces."""
    for sql in _LINKS.values():
        work.connection.execute(sql, {"id": identity, "key": key})
    work.connection.execute("DELETE FROM standard WHERE id = ?", (identity,))
    work.count("removed")


def _change_stage(work: Work, identity: int, stage: str, day: str) -> None:
    change = StageChange.checked({"standard": identity, "stage": stage, "date": day})
    held = work.connection.execute(
        "SELECT 1 FROM stage_change WHERE standard = ? AND stage = ? AND date = ?",
        (identity, change.stage, change.date),
    ).fetchone()
    if held is None:
        work.session.add(change)
        work.session.flush()
        work.count("staged")


def refuse_plan_number(text: str) -> None:
    """UsageProblem where what should be a standard's number is a project's."""
    if plan_number(text):
        raise UsageProblem(
            t('"{number}" is the number of a project, not of a standard', number=visible(text))
        )


def _has_number(work: Work, identity: int) -> bool:
    return _column(work, identity, "number") is not None


def _column(work: Work, identity: int, name: str) -> object:
    sql = f"SELECT {name} FROM standard WHERE id = ?"
    return work.connection.execute(sql, (identity,)).fetchone()[0]


def _key(work: Work, identity: int) -> str:
    return str(_column(work, identity, "key"))


def _refuse_taken(work: Work, key: str, identity: int | None) -> None:
    row = work.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
    if row is not None and row[0] != identity:
        raise CannotCreate(t('"{key}" is in the catalogue already', key=visible(key)))


def _validate(record: Record) -> None:
    Standard.checked({"key": record.key, **record.values})


def _empty(work: Work, identity: int, key: str, name: str) -> None:
    sql = _LINKS.get(name, f"UPDATE standard SET {name} = NULL WHERE id = :id")
    work.connection.execute(sql, {"id": identity, "key": key})
    if name == "withdrawn":
        work.connection.execute(
            "UPDATE standard SET withdrawn_inferred = 0 WHERE id = ?", (identity,)
        )


def _facts(work: Work, identity: int, key: str) -> list[object]:
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
