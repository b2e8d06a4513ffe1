"""Progress: what was recorded by hand, and every indicator against its target."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue.queries import amounts, measures, plans
from stdplan.catalogue.queries.amounts import plain
from stdplan.catalogue.queries.select import Select, any_of
from stdplan.table import Cell, Column, Records

LIST_COLUMNS = (
    Column("id", "integer"), Column("task", "integer"), Column("indicator", "key"),
    Column("date", "date"), Column("amount", "decimal"), Column("sector", "key"), Column("note"),
)  # fmt: skip
REPORT_COLUMNS = (
    Column("task", "integer"), Column("indicator", "key"), Column("name"), Column("unit"),
    Column("target", "decimal"), Column("counted", "decimal"), Column("recorded", "decimal"),
    Column("actual", "decimal"), Column("percent", "percent"),
)  # fmt: skip
FORECAST_COLUMNS = (*REPORT_COLUMNS, Column("line", "decimal"), Column("forecast", "decimal"))


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


def named_indicators(
    connection: sqlite3.Connection, plan: int
) -> list[tuple[int, int, str, str, str, bool, str]]:
    """All indicators of a plan: row id, task, code, Chinese and English name, main, measure."""
    rows: list[tuple[int, int, str, str, str, bool, str]] = connection.execute(
        "SELECT id, task, code, name_zh, name_en, main, measure FROM indicator WHERE plan = ?"
        " ORDER BY task, position",
        (plan,),
    ).fetchall()
    return rows


def plan_of(connection: sqlite3.Connection, identity: int) -> int | None:
    """The plan of an amount that was recorded; None where there is none of this id."""
    row = connection.execute(
        "SELECT i.plan FROM progress g JOIN indicator i ON i.id = g.indicator WHERE g.id = ?",
        (identity,),
    ).fetchone()
    return row and int(row[0])


class Wanted(NamedTuple):
    """Which indicators a report is narrowed to: of a task, of these codes; else all."""

    task: int | None = None
    codes: Sequence[str] = ()


EVERY = Wanted()


class Indicator(NamedTuple):
    """An indicator of the plan; `target` is a number or a measure."""

    task: int
    code: str
    name: str
    unit: str
    target: str | None
    measure: str

    @property
    def head(self) -> list[Cell]:
        """The first columns of every report."""
        return [self.task, self.code, self.name, self.unit]


def wanted(connection: sqlite3.Connection, plan: int, which: Wanted = EVERY) -> list[Indicator]:
    """The plan's indicators, in the order of its tasks."""
    parameters: dict[str, object] = {"plan": plan, "task": which.task}
    of_codes = any_of("code", "code", which.codes, parameters) if which.codes else "1"
    rows = connection.execute(
        f"SELECT task, code, {plans.named('i')}, {plans.named('i', 'unit')}, target, measure"
        f" FROM indicator i WHERE plan = :plan AND coalesce(task = :task, 1) AND {of_codes}"
        " ORDER BY task, position",
        parameters,
    )
    return [Indicator(*row) for row in rows]


def report(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    day: date,
    which: Wanted = EVERY,
    forecast: bool = False,
) -> Records:
    """Every indicator of the plan, or some, up to the day, within the plan's year.

    actual = counted in the catalogue + recorded by hand; percent of the target, empty without one.
    `forecast` adds the straight line to the target on the day, and where the present rate leads.
    """
    window = measures.Window(connection, plan, day)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in amounts.recorded(connection, plan.year, window.last):
        sums[one.code] += one.amount
    rows: list[list[Cell]] = []
    for indicator in wanted(connection, plan.year, which):
        goal = measures.target(window, indicator.target)
        counted = measures.count(window, indicator.measure)
        by_hand = sums[indicator.code]
        actual = amounts.total(counted, by_hand)
        percent = round(float(100 * actual / goal), 1) if goal else None
        cells = (plain(goal), counted, plain(by_hand), plain(actual), percent)
        rows.append([*indicator.head, *cells])
        if forecast:
            held = measures.cumulates(window, indicator.measure)
            rows[-1] += pace(window, goal, actual) if held else [None, None]
    return Records(FORECAST_COLUMNS if forecast else REPORT_COLUMNS, rows)


def pace(window: measures.Window, goal: Decimal | None, actual: Decimal) -> list[Cell]:
    """The straight line to the target at the end of the window's last day, and what the present
    rate comes to on 31 December; both to one decimal, empty where there is none."""
    line = None if goal is None else goal * window.elapsed / window.days
    ahead = actual * window.days / window.elapsed if window.elapsed else None
    return [one if one is None else plain(round(one, 1)) for one in (line, ahead)]
