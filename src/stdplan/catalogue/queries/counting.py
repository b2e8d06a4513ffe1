"""What a measure counts, as rows; and their number: in all, by sector, by driver, by month.

Rule: a measure says once what it counts, a row for each thing, and every figure of it is one
statement over these rows: so the whole and its parts cannot disagree.
"""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from stdplan.catalogue.queries import plans

Count = int | float | None


class MeasureRows(NamedTuple):
    """SELECT of `day` (in full), `sector` (a code), `driver` (JSON codes) and `amount`.

    `rate`: percent of the rows, whose amounts are 0 or 1. `state`: rows are what is so on the day
    asked about, not what happened up to it. `drivers`: the rows are records, which serve drivers.
    `exact`: amounts are decimals as written.
    """

    sql: str
    more: Mapping[str, object] = {}
    rate: bool = False
    state: bool = False
    drivers: bool = True
    exact: bool = False

    @property
    def figure(self) -> str:
        """The number that rows come to, as an SQL expression; NULL for the rate of none."""
        if self.rate:
            return "round(100.0 * sum(r.amount) / count(*), 1)"
        return f"coalesce({'exact_sum' if self.exact else 'sum'}(r.amount), 0)"


def standards(day: str, where: str, amount: str = "1") -> str:
    """The rows of a measure that counts records `s`, each once."""
    return (
        f"SELECT {day} AS day, s.sector AS sector, s.driver AS driver, {amount} AS amount"
        f" FROM standard s WHERE {where}"
    )


def whole(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> Count:
    """The figure of all rows."""
    sql = f"SELECT {rows.figure} FROM ({rows.sql}) r"
    found: Count = connection.execute(sql, {**parameters, **rows.more}).fetchone()[0]
    return found


def by_sector(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> dict[str | None, Count]:
    """The figure for each sector of the plan that has rows; None: rows of none of its sectors."""
    return _parts(connection, rows, parameters, plans.own_sector("r.sector"))


def by_driver(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> dict[str | None, Count]:
    """The figure for each driver of the plan that has rows; None: rows that serve none of them.

    A row that serves several counts for each.
    """
    each = " LEFT JOIN json_each(r.driver) j ON j.value IN (SELECT code FROM driver d"
    return _parts(connection, rows, parameters, "j.value", f"{each} WHERE d.plan = :plan)")


def by_month(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> dict[str | None, Count]:
    """The figure for each month (`2011-05`) that has rows."""
    return _parts(connection, rows, parameters, "substr(r.day, 1, 7)")


def _parts(
    connection: sqlite3.Connection,
    rows: MeasureRows,
    parameters: Mapping[str, object],
    part: str,
    joined: str = "",
) -> dict[str | None, Count]:
    sql = f"SELECT {part}, {rows.figure} FROM ({rows.sql}) r{joined} GROUP BY 1"
    return dict(connection.execute(sql, {**parameters, **rows.more}).fetchall())
