"""Progress: what was recorded by hand, and every indicator against its target."""

import sqlite3
from datetime import date
from decimal import Decimal

from stdplan.catalogue.queries import measures, plans
from stdplan.catalogue.queries.select import Select
from stdplan.domain.table import Cell, Column, Records

LIST_COLUMNS = (
    Column("id", "integer"), Column("task", "integer"), Column("indicator", "key"),
    Column("date", "date"), Column("amount", "decimal"), Column("sector", "key"), Column("note"),
)  # fmt: skip
REPORT_COLUMNS = (
    Column("task", "integer"), Column("indicator", "key"), Column("name"), Column("unit"),
    Column("target", "decimal"), Column("counted", "decimal"), Column("recorded", "decimal"),
    Column("actual", "decimal"), Column("percent", "percent"),
)  # fmt: skip


def recorded(
    connection: sqlite3.Connection, plan: int, task: int | None = None, day: date | None = None
) -> Select:
    """Amounts recorded by hand, of one task or all, up to a day or all, by day."""
    where, parameters = ["i.plan = :plan"], {"plan": plan, "task": task, "day": day and str(day)}
    if task is not None:
        where.append("i.task = :task")
    if day is not None:
        where.append("g.date <= :day")
    expressions = {
        "id": "g.id",
        "task": "i.task",
        "indicator": "i.code",
        "date": "g.date",
        "amount": "g.amount",
        "sector": "g.sector",
        "note": "g.note",
    }
    return Select(
        connection,
        expressions,
        LIST_COLUMNS,
        "progress g JOIN indicator i ON i.id = g.indicator",
        tuple(where),
        parameters,
        "g.date, g.id",
        {"amount": "CAST(g.amount AS NUMERIC)"},
    )


def indicators(
    connection: sqlite3.Connection, plan: int, task: int
) -> list[tuple[str, int, bool, str]]:
    """The indicators of a task: code, row id, whether it is the main one, measure."""
    rows: list[tuple[str, int, bool, str]] = connection.execute(
        "SELECT code, id, main, measure FROM indicator WHERE plan = ? AND task = ?"
        " ORDER BY position",
        (plan, task),
    ).fetchall()
    return rows


def plan_of(connection: sqlite3.Connection, identity: int) -> int | None:
    """The plan of an amount that was recorded; None where there is none of this id."""
    row = connection.execute(
        "SELECT i.plan FROM progress g JOIN indicator i ON i.id = g.indicator WHERE g.id = ?",
        (identity,),
    ).fetchone()
    return row and int(row[0])


def report(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, task: int | None = None
) -> Records:
    """Every indicator of the plan, or of one task, up to the day, within the plan's year.

    actual = counted in the catalogue + recorded by hand; percent of the target, empty without one.
    """
    window = measures.Window(connection, plan, day)
    sums = _recorded_sums(connection, plan.year, window.last)
    rows: list[list[Cell]] = []
    for row in connection.execute(
        f"SELECT task, code, {plans.named('i')}, {plans.named('i', 'unit')}, target, measure"
        " FROM indicator i WHERE plan = :plan AND coalesce(task = :task, 1)"
        " ORDER BY task, position",
        {"plan": plan.year, "task": task},
    ):
        of_task, code, name, unit, target, measure = row
        goal = measures.target(window, target)
        counted = measures.count(window, measure)
        by_hand = sums.get(code, Decimal(0))
        actual = Decimal(str(counted or 0)) + by_hand
        percent = round(float(100 * actual / goal), 1) if goal else None
        cells = (of_task, code, name, unit, _plain(goal), counted, _plain(by_hand), _plain(actual))
        rows.append([*cells, percent])
    return Records(REPORT_COLUMNS, rows)


def _recorded_sums(connection: sqlite3.Connection, plan: int, last: str) -> dict[str, Decimal]:
    """Exact sums: amounts are decimals as written, and SQLite's sum would round them."""
    sums: dict[str, Decimal] = {}
    for code, amount in connection.execute(
        "SELECT i.code, g.amount FROM progress g JOIN indicator i ON i.id = g.indicator"
        " WHERE i.plan = ? AND g.date <= ?",
        (plan, last),
    ):
        sums[code] = sums.get(code, Decimal(0)) + Decimal(amount)
    return sums


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
