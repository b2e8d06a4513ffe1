"""The writer of activities: added, changed and removed by hand, and imported from lists.

Rules:
* No two activities have one identity (domain/activities.py). A list that has an activity again
  completes it: filled cells are set, empty cells erase nothing.
* What is entered by hand is validated by the models; lists are validated by their cell readers.
* A state is an event of its own (sql_rules.py). An activity that reached a state keeps it, whatever
  follows; only an edit that names another day, or clears the states, changes it.

Values are mappings by field name, with None for an empty field.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue.other_numbers import current_number
from stdplan.catalogue.standard_writer import Change
from stdplan.catalogue.transaction import Transaction
from stdplan.domain import activities
from stdplan.domain.dates import pad, today
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

NAMES = tuple(field.name for field in activities.FIELDS if field.home == "column")
_SELECT = f"SELECT id, {', '.join(NAMES)} FROM activity WHERE "
_REFERENCE = "kind = :kind AND reference = :reference"
_SAME_FIELDS = " AND ".join(
    f"coalesce({n}, '') = coalesce(:{n}, '')" for n in activities.IDENTITY_FIELDS
)
Values = dict[str, str | None]


def find_same(
    connection: sqlite3.Connection, values: activities.Values
) -> tuple[int, Values] | None:
    """Return the id and the values of the activity with the same identity, else None."""
    if values.get("reference"):
        return find_one(connection, _REFERENCE, values)
    empty = dict.fromkeys(activities.IDENTITY_FIELDS)
    return find_one(connection, f"reference IS NULL AND {_SAME_FIELDS}", {**empty, **values})


def find_one(
    connection: sqlite3.Connection, where: str, values: Mapping[str, object]
) -> tuple[int, Values] | None:
    """Return the id and the values of the activity that meets an SQL condition, else None.

    The condition may use `values` by name.
    """
    row = connection.execute(_SELECT + where, values).fetchone()
    if row is None:
        return None
    activity_id, *columns = row
    return activity_id, dict(zip(NAMES, columns, strict=True))


def insert(transaction: Transaction, row: Values) -> int:
    """Insert an activity with all fields; return its id."""
    placeholders = ", ".join(f":{name}" for name in NAMES)
    cursor = transaction.connection.execute(
        f"INSERT INTO activity ({', '.join(NAMES)}) VALUES ({placeholders})", row
    )
    transaction.count("added")
    assert cursor.lastrowid is not None, "SQLite assigns it"
    return cursor.lastrowid


def update(transaction: Transaction, activity_id: int, row: Values, names: Iterable[str]) -> None:
    """Set the named fields of an activity to the values of `row`."""
    sets = ", ".join(f"{name} = :{name}" for name in names)
    transaction.connection.execute(
        f"UPDATE activity SET {sets} WHERE id = :id", {**row, "id": activity_id}
    )


def reach(transaction: Transaction, activity_id: int, state: str, day: str) -> bool:
    """Record that an activity reached a state on a day (ISO); return whether that is new.

    A state that it reached before keeps its day.
    """
    sql = "INSERT OR IGNORE INTO activity_state (activity, state, date) VALUES (?, ?, ?)"
    return transaction.connection.execute(sql, (activity_id, state, day)).rowcount > 0


def set_by_hand(
    transaction: Transaction, activity_id: int, state: str, day: str, *, replace_day: bool
) -> bool:
    """Record a state entered by hand, validated by the model; return whether anything changed.

    `replace_day`: a state that was reached before gets this day. Raise UsageProblem if the day is
    before the date of the activity.
    """
    # Imported here, because lists do without the models.
    from stdplan.catalogue.models import ActivityState

    row = ActivityState.checked({"activity": activity_id, "state": state, "date": day})
    if replace_day:
        _check_not_before(transaction.connection, row.activity, row.date)
    if reach(transaction, row.activity, row.state, row.date):
        return True
    update_day = (row.date, row.activity, row.state, row.date)
    sql = "UPDATE activity_state SET date = ? WHERE activity = ? AND state = ? AND date <> ?"
    return replace_day and transaction.connection.execute(sql, update_day).rowcount > 0


def clear_states(transaction: Transaction, activity_id: int) -> bool:
    """Delete all states of an activity; return whether it had any."""
    sql = "DELETE FROM activity_state WHERE activity = ?"
    return transaction.connection.execute(sql, (activity_id,)).rowcount > 0


def last_state(connection: sqlite3.Connection, activity_id: int) -> str | None:
    """Return the state that an activity reached last, None if it has none."""
    sql = "SELECT id, state, date FROM activity_state WHERE activity = ?"
    rows = connection.execute(sql, (activity_id,)).fetchall()
    return max(((pad(date), row_id, state) for row_id, state, date in rows), default=(None,))[-1]


def has_reached(connection: sqlite3.Connection, activity_id: int, state: str) -> bool:
    """Return whether an activity has reached a state, on any day."""
    sql = "SELECT 1 FROM activity_state WHERE activity = ? AND state = ?"
    return connection.execute(sql, (activity_id, state)).fetchone() is not None


def _check_not_before(connection: sqlite3.Connection, activity_id: int, day: str) -> None:
    sql = "SELECT date FROM activity WHERE id = ?"
    begun = connection.execute(sql, (activity_id,)).fetchone()[0]
    if begun and day[: len(begun)] < begun[: len(day)]:
        problem = t("is before the date, {day}", day=begun)
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column="--on", value=day, problem=problem)
        )


class ActivityChange(NamedTuple):
    """The result of importing an activity: its id, whether it is new, its changes."""

    id: int
    added: bool
    changes: tuple[Change, ...] = ()


def add(transaction: Transaction, values: Mapping[str, str]) -> int:
    """Add an activity entered by hand; return its id. Raise CannotCreate if it exists already.

    Its state is dated by `closed`, else by `date`, else by today.

    Example::

        with catalogue.operation("activities add") as transaction:
            add(transaction, {"kind": "training", "title": "标准化培训", "date": "2011-06-20"})
    """
    fields = dict(values)
    state = fields.pop("state", None)
    row = _validated(_with_present_number(transaction.connection, fields))
    if same := find_same(transaction.connection, row):
        raise CannotCreate(_exists_already(*same))
    activity_id = insert(transaction, row)
    if state is not None:
        day = row["closed"] or row["date"] or str(today())
        set_by_hand(transaction, activity_id, state, day, replace_day=False)
    return activity_id


def import_row(transaction: Transaction, values: Mapping[str, str], day: str) -> ActivityChange:
    """Add the activity of a row of a list, or update the existing one.

    `day`: the day of the list (ISO). A state is dated by `closed` of the row; else, for a new
    activity, by its date; else by `day`. A state that was reached before keeps its day.

    The values are validated by the cell readers, and `contradiction` returned None for them.
    """
    row = _with_present_number(transaction.connection, values)
    state = row.pop("state", None)
    same = find_same(transaction.connection, row)
    if same is None:
        activity_id = insert(transaction, {**dict.fromkeys(NAMES), **row})
        if state is not None:
            state_day = row.get("closed") or row.get("date") or day
            reach(transaction, activity_id, state, state_day)
        return ActivityChange(activity_id, added=True)
    activity_id, existing = same
    new = {name: value for name, value in row.items() if _differs(name, value, existing[name])}
    changes = [(name, existing[name], value) for name, value in new.items()]
    if state is not None:
        before = last_state(transaction.connection, activity_id)
        if reach(transaction, activity_id, state, row.get("closed") or day):
            changes.append(("state", before, state))
    if new:
        update(transaction, activity_id, {**existing, **new}, new)
    if changes:
        transaction.count("changed")
    return ActivityChange(activity_id, False, tuple(changes))


def contradiction(
    connection: sqlite3.Connection, values: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return a field of a row that contradicts the other fields, and the problem, else None.

    The fields of an existing activity of the same activity_id count, too.
    """
    _, existing = find_same(connection, _with_present_number(connection, values)) or (None, {})
    return activities.out_of_order({**existing, **values})


def _with_present_number(
    connection: sqlite3.Connection, values: Mapping[str, str]
) -> dict[str, str]:
    """Return the values with the present number of a standard that was renamed."""
    if "standard" not in values:
        return dict(values)
    return {**values, "standard": current_number(connection, values["standard"])}


def edit(
    transaction: Transaction,
    activity_id: int,
    changes: Mapping[str, str | None],
    on: str | None = None,
) -> bool:
    """Set fields of an activity (None empties one); return whether anything changed.

    `on`: the day of the state, also of one that was reached before. Without it, a new state is
    dated by `closed` in `changes`, else by today. Raise CannotCreate if another activity has the
    new identity.
    """
    match = find_one(transaction.connection, "id = :id", {"id": activity_id})
    assert match is not None, "the command checks that it exists"
    _, existing = match
    fields = {name: value for name, value in changes.items() if name != "state"}
    changed = {name: value for name, value in fields.items() if value != existing[name]}
    if changed:
        row = _validated({**existing, **changed})
        if same := find_same(transaction.connection, row):
            other_id, other = same
            if other_id != activity_id:
                raise CannotCreate(_exists_already(other_id, other))
        update(transaction, activity_id, row, changed)
    # After the date, because no state may precede it.
    moved = "state" in changes and _set_state(transaction, activity_id, changes, on)
    if changed or moved:
        transaction.count("changed")
    return bool(changed) or moved


def _set_state(
    transaction: Transaction, activity_id: int, changes: Mapping[str, str | None], on: str | None
) -> bool:
    """Set the state in `changes`, or clear the states if it is None."""
    state = changes["state"]
    if state is None:
        return clear_states(transaction, activity_id)
    day = on or changes.get("closed") or str(today())
    return set_by_hand(transaction, activity_id, state, day, replace_day=on is not None)


def remove(transaction: Transaction, activity_id: int) -> None:
    """Remove an activity; its id is not used again."""
    transaction.connection.execute("DELETE FROM activity WHERE id = ?", (activity_id,))
    transaction.count("removed")


def _differs(name: str, value: str, existing: str | None) -> bool:
    """Return whether a value differs from the stored one; 0.1 and 0.10 are one quantity."""
    if name == "quantity" and existing is not None:
        return Decimal(value) != Decimal(existing)
    return value != existing


def _validated(values: Mapping[str, str | None]) -> Values:
    """Return all fields of an activity, validated by the model; raise UsageProblem if invalid."""
    # Imported here, because lists do without: each row would take six times as long.
    from stdplan.catalogue.models import Activity

    activity = Activity.checked(values)
    row: Values = {name: getattr(activity, name) for name in NAMES}
    if problem := activities.out_of_order(row):
        name, sentence = problem
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column=name, value=row[name], problem=sentence)
        )
    return row


def _exists_already(activity_id: int, existing: Values) -> str:
    return t(
        "{what} is already recorded (id {id})",
        what=activities.display_name(existing),
        id=activity_id,
    )


def first_missing(connection: sqlite3.Connection, activity_ids: Sequence[int]) -> int | None:
    """Return the first of the ids that no activity has, None if all exist."""
    for activity_id in activity_ids:
        if find_one(connection, "id = :id", {"id": activity_id}) is None:
            return activity_id
    return None


def is_closed(transaction: Transaction, activity_id: int) -> bool:
    """Return whether an existing activity is closed."""
    sql = "SELECT closed IS NOT NULL FROM activity WHERE id = ?"
    return bool(transaction.connection.execute(sql, (activity_id,)).fetchone()[0])
