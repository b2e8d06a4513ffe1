"""The table of activities: one found by its id or identity, written, changed.

Values stand by field name, None where there is none.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from stdplan.catalogue.work import Work
from stdplan.domain import activities

NAMES = tuple(field.name for field in activities.FIELDS if field.home == "column")
_HELD = f"SELECT id, {', '.join(NAMES)} FROM activity WHERE "
_REFERENCE = "kind = :kind AND reference = :reference"
_TELLING = " AND ".join(f"coalesce({n}, '') = coalesce(:{n}, '')" for n in activities.TELLING)
Values = dict[str, str | None]


def same(connection: sqlite3.Connection, values: activities.Values) -> tuple[int, Values] | None:
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


def insert(work: Work, row: Values) -> int:
    """Write a new one, of all fields; its id."""
    places = ", ".join(f":{name}" for name in NAMES)
    made = work.connection.execute(
        f"INSERT INTO activity ({', '.join(NAMES)}) VALUES ({places})", row
    )
    work.count("added")
    assert made.lastrowid is not None, "the database numbers it"
    return made.lastrowid


def update(work: Work, identity: int, row: Values, names: Iterable[str]) -> None:
    """Set the named fields to what the row says."""
    sets = ", ".join(f"{name} = :{name}" for name in names)
    work.connection.execute(f"UPDATE activity SET {sets} WHERE id = :id", {**row, "id": identity})
