"""Changing single records by hand: what is given is set anew, and validated by the models."""

from collections.abc import Collection, Iterable

from stdplan.catalogue.models import Standard
from stdplan.catalogue.order import DAYS, keep_order, reached
from stdplan.catalogue.records import Writer
from stdplan.catalogue.revisions import settle
from stdplan.catalogue.work import Work
from stdplan.domain.numbers import plan_number
from stdplan.domain.standard_record import Record
from stdplan.domain.text import visible
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
    refuse_taken(work, record.key, None)
    validate(record)
    saved = Writer(work.connection).save(record)
    _keep_order(work, saved.id, record.values)
    settle(work)
    work.count("added")


def edit(
    work: Work, identity: int, record: Record, given: Collection[str], cleared: Iterable[str]
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
    settle(work)
    changed = facts(work, identity, record.key) != before
    work.count("changed", int(changed))
    return changed


def remove(work: Work, identity: int, key: str) -> None:
    """Take a record out, with its stages, reviews and what it says it replaces.

    UsageProblem for the project of a review that has no other: it would be opened again.
    """
    sql = "SELECT min(date) FROM review WHERE project = ?"
    (day,) = work.connection.execute(sql, (identity,)).fetchone()
    if day is not None and key.startswith("rev:"):
        sentence = "{key} is what the review of {day} opened: `standards stage {key} 95` ends it"
        raise UsageProblem(t(sentence, key=visible(key), day=day))
    for sql in _LINKS.values():
        work.connection.execute(sql, {"id": identity, "key": key})
    work.connection.execute("DELETE FROM standard WHERE id = ?", (identity,))
    settle(work)
    work.count("removed")


def refuse_plan_number(text: str) -> None:
    """UsageProblem where what should be a standard's number is a project's."""
    if plan_number(text):
        raise UsageProblem(
            t('"{number}" is the number of a project, not of a standard', number=visible(text))
        )


def _column(work: Work, identity: int, name: str) -> object:
    sql = f"SELECT {name} FROM standard WHERE id = ?"
    return work.connection.execute(sql, (identity,)).fetchone()[0]


def _key(work: Work, identity: int) -> str:
    return str(_column(work, identity, "key"))


def refuse_taken(work: Work, key: str, identity: int | None) -> None:
    """CannotCreate where another record has the key."""
    row = work.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
    if row is not None and row[0] != identity:
        raise CannotCreate(t('"{key}" is in the catalogue already', key=visible(key)))


def validate(record: Record) -> None:
    """UsageProblem where a value may not enter."""
    Standard.checked({"key": record.key, **record.values})


def _keep_order(work: Work, identity: int, given: Collection[str]) -> None:
    """UsageProblem where a day that was given cannot stand beside the others."""
    for held in reached(work, identity):
        if held.stage in {DAYS.get(name) for name in given}:
            keep_order(work, identity, held)


def _empty(work: Work, identity: int, key: str, name: str) -> None:
    sql = _LINKS.get(name, f"UPDATE standard SET {name} = NULL WHERE id = :id")
    work.connection.execute(sql, {"id": identity, "key": key})
    if name == "withdrawn":
        work.connection.execute(
            "UPDATE standard SET withdrawn_inferred = 0 WHERE id = ?", (identity,)
        )


def facts(work: Work, identity: int, key: str) -> list[object]:
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
