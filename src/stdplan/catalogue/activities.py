"""Activities: written, changed and removed; what hands say, through the model.

Rule: no two have one identity (domain/activities.py). What a list tells again completes what is
held: cells that say something are set, empty ones erase nothing. A state is an event of its own
(sql_rules.py).
"""

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue import activity_states, activity_table
from stdplan.catalogue.records import Change
from stdplan.catalogue.work import Work
from stdplan.domain import activities
from stdplan.domain.dates import today
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t


class Done(NamedTuple):
    """What became of an activity of a list: its id, whether it is new, what changed."""

    id: int
    added: bool
    changes: tuple[Change, ...] = ()


def add(work: Work, values: Mapping[str, str]) -> int:
    """Write a new activity; its id. CannotCreate where it is there already.

    A state is of the day on which it was closed, else of its date, else of today.
    """
    given = dict(values)
    state = given.pop("state", None)
    made = _checked(given)
    if same := activity_table.same(work.connection, made):
        raise CannotCreate(_there_already(*same))
    identity = activity_table.insert(work, made)
    if state is not None:
        day = made["closed"] or made["date"] or str(today())
        activity_states.set_by_hand(work, identity, state, day, anew=False)
    return identity


def tell(work: Work, values: Mapping[str, str], day: str) -> Done:
    """Write what a list of this day says of an activity: a new one, or changes of the one that is
    held.

    A state is of the day on which the row closes the activity; else, where that is new, of its
    date; else of the list's day. One that was reached before keeps its own.

    The values were read by the same rules (domain/validators.py), and `impossible` finds nothing.
    """
    row = dict(values)
    state = row.pop("state", None)
    same = activity_table.same(work.connection, row)
    if same is None:
        identity = activity_table.insert(work, {**dict.fromkeys(activity_table.NAMES), **row})
        if state is not None:
            reached = row.get("closed") or row.get("date") or day
            activity_states.reach(work, identity, state, reached)
        return Done(identity, added=True)
    identity, held = same
    given = {name: value for name, value in row.items() if _other(name, value, held[name])}
    changes = [(name, held[name], new) for name, new in given.items()]
    if state is not None:
        before = activity_states.last(work.connection, identity)
        if activity_states.reach(work, identity, state, row.get("closed") or day):
            changes.append(("state", before, state))
    if given:
        activity_table.update(work, identity, {**held, **given}, given)
    if changes:
        work.count("changed")
    return Done(identity, False, tuple(changes))


def impossible(connection: sqlite3.Connection, values: Mapping[str, str]) -> tuple[str, str] | None:
    """A field of what a list says of an activity that cannot be beside the rest, or beside what is
    held, and a sentence; None where all can be."""
    same = activity_table.same(connection, values)
    return activities.out_of_order({**(same[1] if same else {}), **values})


def edit(work: Work, identity: int, given: Mapping[str, str | None], on: str | None = None) -> bool:
    """Set what is given (None empties a field); whether anything changed.

    `on`: the day of the state, also of one that was reached before; without it, a state that is new
    is of the day that `closed` gives, else of today. CannotCreate where another activity is what
    this one would become.
    """
    held = activity_table.one(work.connection, "id = :id", {"id": identity})
    assert held is not None, "looked up before"
    fields = {name: value for name, value in given.items() if name != "state"}
    changed = {name: value for name, value in fields.items() if value != held[1][name]}
    if changed:
        made = _checked({**held[1], **changed})
        same = activity_table.same(work.connection, made)
        if same and same[0] != identity:
            raise CannotCreate(_there_already(*same))
        activity_table.update(work, identity, made, changed)
    # After the date, which no state may be before.
    moved = "state" in given and _move(work, identity, given, on)
    if changed or moved:
        work.count("changed")
    return bool(changed) or moved


def _move(work: Work, identity: int, given: Mapping[str, str | None], on: str | None) -> bool:
    """Bring an activity to the state that is given, or take its states out."""
    state = given["state"]
    if state is None:
        return activity_states.clear(work, identity)
    day = on or given.get("closed") or str(today())
    return activity_states.set_by_hand(work, identity, state, day, anew=on is not None)


def remove(work: Work, identity: int) -> None:
    """Take an activity out; its id is not used again."""
    work.connection.execute("DELETE FROM activity WHERE id = ?", (identity,))
    work.count("removed")


def _other(name: str, value: str, held: str | None) -> bool:
    """Whether a value says another thing than what is held; 0.1 and 0.10 are one amount."""
    if name == "quantity" and held is not None:
        return Decimal(value) != Decimal(held)
    return value != held


def _checked(values: Mapping[str, str | None]) -> activity_table.Values:
    """All fields of an activity, by the model's rules; UsageProblem where it cannot be."""
    # Here, because lists do without: a row of theirs would take six times as long.
    from stdplan.catalogue.models import Activity

    made = Activity.checked(values)
    row: activity_table.Values = {name: getattr(made, name) for name in activity_table.NAMES}
    if problem := activities.out_of_order(row):
        name, sentence = problem
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column=name, value=row[name], problem=sentence)
        )
    return row


def _there_already(identity: int, held: activity_table.Values) -> str:
    return t("{what} is recorded already (id {id})", what=activities.called(held), id=identity)


def missing(connection: sqlite3.Connection, identities: Sequence[int]) -> int | None:
    """The first of the ids that no activity has; None where all are there."""
    for identity in identities:
        if activity_table.one(connection, "id = :id", {"id": identity}) is None:
            return identity
    return None


def closed(work: Work, identity: int) -> bool:
    """Whether an activity that is there was closed."""
    sql = "SELECT closed IS NOT NULL FROM activity WHERE id = ?"
    return bool(work.connection.execute(sql, (identity,)).fetchone()[0])
