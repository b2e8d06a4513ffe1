"""Activities: written, changed and removed; what hands say, through the model.

Rule: no two have one identity (domain/activity.py). What a list tells again completes what is held:
cells that say something are set, empty ones erase nothing.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue.records import Change
from stdplan.catalogue.work import Work
from stdplan.domain import activity
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

_NAMES = tuple(field.name for field in activity.FIELDS)
_HELD = f"SELECT id, {', '.join(_NAMES)} FROM activity WHERE "
_REFERENCE = "kind = :kind AND reference = :reference"
_TELLING = " AND ".join(f"coalesce({n}, '') = coalesce(:{n}, '')" for n in activity.TELLING)
Values = dict[str, str | None]


class Done(NamedTuple):
    """What became of an activity of a list: its id, whether it is new, what changed."""

    id: int
    added: bool
    changes: tuple[Change, ...] = ()


def add(work: Work, values: Mapping[str, str]) -> int:
    """Write a new activity; its id. CannotCreate where it is there already."""
    made = _checked(values)
    if same := _same(work.connection, made):
        raise CannotCreate(_there_already(*same))
    return _insert(work, made)


def tell(work: Work, values: Mapping[str, str]) -> Done:
    """Write what a list says of an activity: a new one, or changes of the one that is held.

    The values were read by the same rules (domain/rules.py), and `impossible` finds nothing.
    """
    same = _same(work.connection, values)
    if same is None:
        return Done(_insert(work, {**dict.fromkeys(_NAMES), **values}), added=True)
    identity, held = same
    given = {name: value for name, value in values.items() if _other(name, value, held[name])}
    if not given:
        return Done(identity, added=False)
    _update(work, identity, {**held, **given}, given)
    return Done(identity, False, tuple((name, held[name], new) for name, new in given.items()))


def impossible(connection: sqlite3.Connection, values: Mapping[str, str]) -> tuple[str, str] | None:
    """A field of what a list says of an activity that cannot be beside the rest, or beside what is
    held, and a sentence; None where all can be."""
    same = _same(connection, values)
    return activity.out_of_order({**(same[1] if same else {}), **values})


def edit(work: Work, identity: int, given: Mapping[str, str | None]) -> bool:
    """Set what is given (None empties a field); whether anything changed.

    CannotCreate where another activity is what this one would become.
    """
    held = _one(work.connection, "id = :id", {"id": identity})
    assert held is not None, "looked up before"
    changed = {name: value for name, value in given.items() if value != held[1][name]}
    if not changed:
        return False
    made = _checked({**held[1], **changed})
    same = _same(work.connection, made)
    if same and same[0] != identity:
        raise CannotCreate(_there_already(*same))
    _update(work, identity, made, changed)
    return True


def remove(work: Work, identity: int) -> None:
    """Take an activity out; its id is not used again."""
    work.connection.execute("DELETE FROM activity WHERE id = ?", (identity,))
    work.count("removed")


def _other(name: str, value: str, held: str | None) -> bool:
    """Whether a value says another thing than what is held; 0.1 and 0.10 are one amount."""
    if name == "quantity" and held is not None:
        return Decimal(value) != Decimal(held)
    return value != held


def _checked(values: Mapping[str, str | None]) -> Values:
    """All fields of an activity, by the model's rules; UsageProblem where it cannot be."""
    # Here, because lists do without: a row of theirs would take six times as long.
    from stdplan.catalogue.models import Activity

    made = Activity.checked(values)
    row: Values = {name: getattr(made, name) for name in _NAMES}
    if problem := activity.out_of_order(row):
        name, sentence = problem
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column=name, value=row[name], problem=sentence)
        )
    return row


def _same(connection: sqlite3.Connection, values: activity.Values) -> tuple[int, Values] | None:
    """The activity of the same identity that is held, with its id."""
    if values.get("reference"):
        return _one(connection, _REFERENCE, values)
    empty = dict.fromkeys(activity.TELLING)
    return _one(connection, f"reference IS NULL AND {_TELLING}", {**empty, **values})


def _one(
    connection: sqlite3.Connection, where: str, values: Mapping[str, object]
) -> tuple[int, Values] | None:
    row = connection.execute(_HELD + where, values).fetchone()
    return row and (row[0], dict(zip(_NAMES, row[1:], strict=True)))


def _insert(work: Work, row: Values) -> int:
    places = ", ".join(f":{name}" for name in _NAMES)
    made = work.connection.execute(
        f"INSERT INTO activity ({', '.join(_NAMES)}) VALUES ({places})", row
    )
    work.count("added")
    assert made.lastrowid is not None, "the database numbers it"
    return made.lastrowid


def _update(work: Work, identity: int, row: Values, names: Iterable[str]) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in names)
    work.connection.execute(f"UPDATE activity SET {sets} WHERE id = :id", {**row, "id": identity})
    work.count("changed")


def _there_already(identity: int, held: Values) -> str:
    return t("{what} is recorded already (id {id})", what=activity.called(held), id=identity)


def missing(connection: sqlite3.Connection, identities: Sequence[int]) -> int | None:
    """The first of the ids that no activity has; None where all are there."""
    for identity in identities:
        if _one(connection, "id = :id", {"id": identity}) is None:
            return identity
    return None


def closed(work: Work, identity: int) -> bool:
    """Whether an activity that is there was closed."""
    sql = "SELECT closed IS NOT NULL FROM activity WHERE id = ?"
    return bool(work.connection.execute(sql, (identity,)).fetchone()[0])
