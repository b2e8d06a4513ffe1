"""The figures of measures: in all, and by sector, driver or month.

Rule: each figure is one statement over the rows that a measure counts (measures.py), so the whole
and its parts cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.measures import (
    MEASURES,
    Count,
    MeasureRows,
    MeasureWindow,
    measure_rows,
)
from stdplan.light import NamedTuple


class IndicatorCount(NamedTuple):
    """The target and the figure of an indicator; `cumulative` is the result of `is_cumulative`.

    `denominator`: of a rate, how many standards it is the share of; `families`: theirs.
    """

    target: Decimal | None
    counted: Count
    cumulative: bool
    denominator: int | None = None
    families: tuple[str, ...] = ()


def count_indicators(
    window: MeasureWindow, indicators: Iterable[tuple[str | None, str]]
) -> list[IndicatorCount]:
    """Return the target and the figure of each indicator, for pairs (target, measure)."""
    counts = []
    for target, measure in indicators:
        value = target_value(window, target)
        rows = measure_rows(window, measure)
        count, denominator = (None, None) if rows is None else _total(window, rows)
        families = () if rows is None else rows.families
        counts.append(IndicatorCount(value, count, is_cumulative(rows), denominator, families))
    return counts


def count_measure(window: MeasureWindow, measure: str) -> Count:
    """Return the figure of a measure; None if it is only recorded by hand.

    window = MeasureWindow(connection, choose_plan(connection, 2011), date(2011, 6, 30))
    published = count_measure(window, "published")
    """
    rows = measure_rows(window, measure)
    return None if rows is None else total(window, rows)


def target_value(window: MeasureWindow, target: str | None) -> Decimal | None:
    """Return the value of an indicator's target, which is a number or another measure."""
    if target is None:
        return None
    if target.partition(":")[0] in MEASURES:
        count = count_measure(window, target)
        return None if count is None else Decimal(str(count))
    return Decimal(target)


def is_cumulative(rows: MeasureRows | None) -> bool:
    """Return whether a measure adds up over the year, in proportion to the days that passed.

    Events and amounts recorded by hand add up; the state on a day does not.
    """
    return rows is None or not rows.state


def total(window: MeasureWindow, rows: MeasureRows) -> Count:
    """Return the figure of all rows."""
    return _total(window, rows)[0]


def _total(window: MeasureWindow, rows: MeasureRows) -> tuple[Count, int | None]:
    """Return the figure of all rows, and the denominator if it is a rate."""
    denominator = "coalesce(sum(r.whole), 0)" if rows.rate else "NULL"
    sql = f"SELECT {rows.figure}, {denominator} FROM ({rows.sums()}) r"
    row: tuple[Count, int | None] = window.connection.execute(
        sql, {**window.parameters, **rows.parameters}
    ).fetchone()
    return row


def total_by_sector(window: MeasureWindow, rows: MeasureRows) -> dict[str | None, Count]:
    """Return the figure for each sector of the plan that has rows, and under None the figure of the
    rows that are in none of its sectors."""
    return _total_by(window, rows, plans.own_sector("r.sector"))


def total_by_field(window: MeasureWindow, rows: MeasureRows, field: str) -> dict[str | None, Count]:
    """Return the figure for each text that the records have in a column of table standard
    (`department`), and under None the figure of the rows without one."""
    record = " LEFT JOIN standard s ON s.id = r.standard"
    return _total_by(window, rows, f"s.{field}", record)


def total_by_driver(window: MeasureWindow, rows: MeasureRows) -> dict[str | None, Count]:
    """Return the figure for each driver of the plan that has rows, and under None the figure of the
    rows that serve none of them.

    A row that serves several drivers counts for each of them.
    """
    drivers = """
        LEFT JOIN standard s ON s.id = r.standard
        LEFT JOIN json_each(s.driver) j
        ON j.value IN (SELECT code FROM driver d WHERE d.plan = :plan)"""
    return _total_by(window, rows, "j.value", drivers)


def total_by_month(window: MeasureWindow, rows: MeasureRows) -> dict[str | None, Count]:
    """Return the figure for each month (`2011-05`) that has rows."""
    return _total_by(window, rows, "substr(r.day, 1, 7)")


def total_by_month_end(window: MeasureWindow, rows: MeasureRows) -> dict[str, Count]:
    """Return the figure of lasting rows at the end of each month, by month, for the first month of
    the window and for each one in which it changes."""
    valid = "r.since < r.until AND r.until > :first_end"
    begun = "CASE WHEN r.since <= :first_end THEN :first_month ELSE substr(r.since, 1, 7) END"
    amount, whole = "sum(amount) OVER (ORDER BY month)", "sum(whole) OVER (ORDER BY month)"
    figure = f"coalesce({amount}, 0)"
    if rows.rate:
        figure = f"round(100.0 * {amount} / nullif({whole}, 0), 1)"
    whole_of_row = "r.whole" if rows.rate else "1"
    changes = " UNION ALL ".join(
        f"""
        SELECT {begun} AS month, sum({whole_of_row}) AS whole, sum(r.amount) AS amount
        FROM ({statement}) r
        WHERE r.since <= :day AND {valid}
        GROUP BY 1
        UNION ALL
        SELECT substr(r.until, 1, 7), -sum({whole_of_row}), -sum(r.amount)
        FROM ({statement}) r
        WHERE r.until <= :day AND {valid}
        GROUP BY 1"""
        for statement in rows.statements
    )
    first = date.fromisoformat(str(window.parameters["first"]))
    parameters = {
        **window.parameters,
        **rows.parameters,
        "first_month": f"{first:%Y-%m}",
        "first_end": min(f"{first:%Y-%m}-31", window.last),
    }
    figures = window.connection.execute(
        f"""
        WITH change AS (
            SELECT month, sum(whole) AS whole, sum(amount) AS amount
            FROM ({changes})
            GROUP BY month
        )
        SELECT month, {figure}
        FROM change
        """,
        parameters,
    )
    return dict(figures.fetchall())


def _total_by(
    window: MeasureWindow, rows: MeasureRows, key: str, join: str = ""
) -> dict[str | None, Count]:
    """Return the figure of the rows for each value of `key` (SQL)."""
    sql = f"SELECT r.key, {rows.figure} FROM ({rows.sums(key, join)}) r GROUP BY 1"
    return dict(window.connection.execute(sql, {**window.parameters, **rows.parameters}).fetchall())
