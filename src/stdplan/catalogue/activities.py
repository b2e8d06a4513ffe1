"""Activities: written, changed and removed; what hands say, through the model.

Rule: no two have one identity (domain/activities.py). What a list tells again completes what is
held: cells that say something are set, empty ones erase nothing. A state is an event of its own
(sql_rules.py).

The table of activities: one found by its id or identity, written, changed.

Values stand by field name, None where there is none.

States of activities: which one was reached, and on which day.

Rule: a state that was reached stays so, whatever follows; only who names another day for it, or
takes all states out, changes what was.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue.database import Transaction
from stdplan.catalogue.standard_writer import Change
from stdplan.domain import activities
from stdplan.domain.dates import pad, today
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

NAMES = tuple(field.name for field in activities.FIELDS if field.home == "column")
_HELD = f"SELECT id, {', '.join(NAMES)} FROM activity WHERE "
_REFERENCE = "kind = :kind AND reference = :reference"
_TELLING = " AND ".join(f"coalesce({n}, '') = coalesce(:{n}, '')" for n in activities.TELLING)
Values = dict[str, str | None]


def find_same(
    connection: sqlite3.Connection, values: activities.Values
) -> tuple[int, Values] | None:
    """The activity of the same identity that is held, with its id; None without one."""
    if values.get("reference"):
        return one(connection, _REFERENCE, values)
    empty = dict.fromkeys(activities.TELLING)
    return one(connection, f"reference IS NULL AND {_TELLING}", {**empty, **values})


def one(
    connection: sqlite3.Connection, where: str, values: Mapping[str, object]
) -> tuple[int, Values] | None:
    """The activity that fits the condition, which may use the values by name, with its id."""
    row = connection.execute(_HELD + where, values).fetchone()
    return row and (row[0], dict(zip(NAMES, row[1:], strict=True)))


def insert(work: Transaction, row: Values) -> int:
    """Write a new one, of all fields; its id."""
    places = ", ".join(f":{name}" for name in NAMES)
    made = work.connection.execute(
        f"INSERT INTO activity ({', '.join(NAMES)}) VALUES ({places})", row
    )
    work.count("added")
    assert made.lastrowid is not None, "the database numbers it"
    return made.lastrowid


def update(work: Transaction, identity: int, row: Values, names: Iterable[str]) -> None:
    """Set the named fields to what the row says."""
    sets = ", ".join(f"{name} = :{name}" for name in names)
    work.connection.execute(f"UPDATE activity SET {sets} WHERE id = :id", {**row, "id": identity})


def reach(work: Transaction, identity: int, state: str, day: str) -> bool:
    """Note that an activity reached a state on a day (ISO); whether that is new. A state that it
    reached before keeps its day."""
    sql = "INSERT OR IGNORE INTO activity_state (activity, state, date) VALUES (?, ?, ?)"
    return work.connection.execute(sql, (identity, state, day)).rowcount > 0


def set_by_hand(work: Transaction, identity: int, state: str, day: str, *, anew: bool) -> bool:
    """The same of what hands say, through the model; `anew`: a state that was reached before gets
    this day. UsageProblem for one that the activity cannot have reached then."""
    # Here, because lists do without, as activities.py says.
    from stdplan.catalogue.models import ActivityState

    made = ActivityState.checked({"activity": identity, "state": state, "date": day})
    if anew:
        _not_before(work.connection, made.activity, made.date)
    if reach(work, made.activity, made.state, made.date):
        return True
    again = (made.date, made.activity, made.state, made.date)
    sql = "UPDATE activity_state SET date = ? WHERE activity = ? AND state = ? AND date <> ?"
    return anew and work.connection.execute(sql, again).rowcount > 0


def clear(work: Transaction, identity: int) -> bool:
    """Take all states out; whether there was one."""
    sql = "DELETE FROM activity_state WHERE activity = ?"
    return work.connection.execute(sql, (identity,)).rowcount > 0


def last(connection: sqlite3.Connection, identity: int) -> str | None:
    """The state that was reached last; None without any."""
    sql = "SELECT id, state, date FROM activity_state WHERE activity = ?"
    reached = connection.execute(sql, (identity,)).fetchall()
    return max(reached, key=lambda row: (pad(row[2]), row[0]))[1] if reached else None


def reached(connection: sqlite3.Connection, identity: int, state: str) -> bool:
    """Whether an activity has reached a state, on whatever day."""
    sql = "SELECT 1 FROM activity_state WHERE activity = ? AND state = ?"
    return connection.execute(sql, (identity, state)).fetchone() is not None


def _not_before(connection: sqlite3.Connection, identity: int, day: str) -> None:
    sql = "SELECT date FROM activity WHERE id = ?"
    begun = connection.execute(sql, (identity,)).fetchone()[0]
    if begun and day[: len(begun)] < begun[: len(day)]:
        problem = t("is before the date, {day}", day=begun)
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column="--on", value=day, problem=problem)
        )


class ActivityChange(NamedTuple):
    """What became of an activity of a list: its id, whether it is new, what changed."""

    id: int
    added: bool
    changes: tuple[Change, ...] = ()


def add(work: Transaction, values: Mapping[str, str]) -> int:
    """Write a new activity; its id. CannotCreate where it is there already.

    A state is of the day on which it was closed, else of its date, else of today.
    """
    given = dict(values)
    state = given.pop("state", None)
    made = _checked(given)
    if same := find_same(work.connection, made):
        raise CannotCreate(_there_already(*same))
    identity = insert(work, made)
    if state is not None:
        day = made["closed"] or made["date"] or str(today())
        set_by_hand(work, identity, state, day, anew=False)
    return identity


def tell(work: Transaction, values: Mapping[str, str], day: str) -> ActivityChange:
    """Write what a list of this day says of an activity: a new one, or changes of the one that is
    held.

    A state is of the day on which the row closes the activity; else, where that is new, of its
    date; else of the list's day. One that was reached before keeps its own.

    The values were read by the same rules (domain/validators.py), and `impossible` finds nothing.
    """
    row = dict(values)
    state = row.pop("state", None)
    same = find_same(work.connection, row)
    if same is None:
        identity = insert(work, {**dict.fromkeys(NAMES), **row})
        if state is not None:
            reached = row.get("closed") or row.get("date") or day
            reach(work, identity, state, reached)
        return ActivityChange(identity, added=True)
    identity, held = same
    given = {name: value for name, value in row.items() if _other(name, value, held[name])}
    changes = [(name, held[name], new) for name, new in given.items()]
    if state is not None:
        before = last(work.connection, identity)
        if reach(work, identity, state, row.get("closed") or day):
            changes.append(("state", before, state))
    if given:
        update(work, identity, {**held, **given}, given)
    if changes:
        work.count("changed")
    return ActivityChange(identity, False, tuple(changes))


def impossible(connection: sqlite3.Connection, values: Mapping[str, str]) -> tuple[str, str] | None:
    """A field of what a list says of an activity that cannot be beside the rest, or beside what is
    held, and a sentence; None where all can be."""
    same = find_same(connection, values)
    return activities.out_of_order({**(same[1] if same else {}), **values})


def edit(
    work: Transaction, identity: int, given: Mapping[str, str | None], on: str | None = None
) -> bool:
    """Set what is given (None empties a field); whether anything changed.

    `on`: the day of the state, also of one that was reached before; without it, a state that is new
    is of the day that `closed` gives, else of today. CannotCreate where another activity is what
    this one would become.
    """
    held = one(work.connection, "id = :id", {"id": identity})
    assert held is not None, "looked up before"
    fields = {name: value for name, value in given.items() if name != "state"}
    changed = {name: value for name, value in fields.items() if value != held[1][name]}
    if changed:
        made = _checked({**held[1], **changed})
        same = find_same(work.connection, made)
        if same and same[0] != identity:
            raise CannotCreate(_there_already(*same))
        update(work, identity, made, changed)
    # After the date, which no state may be before.
    moved = "state" in given and _move(work, identity, given, on)
    if changed or moved:
        work.count("changed")
    return bool(changed) or moved


def _move(
    work: Transaction, identity: int, given: Mapping[str, str | None], on: str | None
) -> bool:
    """Bring an activity to the state that is given, or take its states out."""
    state = given["state"]
    if state is None:
        return clear(work, identity)
    day = on or given.get("closed") or str(today())
    return set_by_hand(work, identity, state, day, anew=on is not None)


def remove(work: Transaction, identity: int) -> None:
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
    row: Values = {name: getattr(made, name) for name in NAMES}
    if problem := activities.out_of_order(row):
        name, sentence = problem
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column=name, value=row[name], problem=sentence)
        )
    return row


def _there_already(identity: int, held: Values) -> str:
    return t("{what} is recorded already (id {id})", what=activities.called(held), id=identity)


def missing(connection: sqlite3.Connection, identities: Sequence[int]) -> int | None:
    """The first of the ids that no activity has; None where all are there."""
    for identity in identities:
        if one(connection, "id = :id", {"id": identity}) is None:
            return identity
    return None


def closed(work: Transaction, identity: int) -> bool:
    """Whether an activity that is there was closed."""
    sql = "SELECT closed IS NOT NULL FROM activity WHERE id = ?"
    return bool(work.connection.execute(sql, (identity,)).fetchone()[0])
