"""States of activities: which one was reached, and on which day.

Rule: a state that was reached stays so, whatever follows; only who names another day for it, or
takes all states out, changes what was.
"""

import sqlite3

from stdplan.catalogue.work import Work
from stdplan.domain.dates import pad
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def reach(work: Work, identity: int, state: str, day: str) -> bool:
    """Note that an activity reached a state on a day (ISO); whether that is new. A state that it
    reached before keeps its day."""
    sql = "INSERT OR IGNORE INTO activity_state (activity, state, date) VALUES (?, ?, ?)"
    return work.connection.execute(sql, (identity, state, day)).rowcount > 0


def set_by_hand(work: Work, identity: int, state: str, day: str, *, anew: bool) -> bool:
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


def clear(work: Work, identity: int) -> bool:
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
