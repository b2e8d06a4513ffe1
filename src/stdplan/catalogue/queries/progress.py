"""Progress: what was recorded by hand, and every indicator against its target.

Every indicator by sector, by driver or by month: the same rows as in the whole, in parts.

Rule: what belongs to no sector or driver of the plan stands in a row of its own, without one, so
that nothing is left out; a rate is the rate of each part.

Amounts recorded by hand: exact decimals, as written, which SQLite's sum would round.
"""

import calendar
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue.queries import measures, plans
from stdplan.catalogue.queries.measures import Count, MeasureRows, MeasureWindow
from stdplan.catalogue.queries.query import Query, any_of
from stdplan.domain.dates import pad
from stdplan.table import Cell, Column, Records


class RecordedAmount(NamedTuple):
    """An amount of the indicator `code`; `day` is its first day in full, `sector` as recorded."""

    code: str
    day: str
    sector: str | None
    amount: Decimal


def recorded_amounts(connection: sqlite3.Connection, plan: int, last: str) -> list[RecordedAmount]:
    """What was recorded for a plan's indicators up to the day `last`."""
    rows = connection.execute(
        "SELECT i.code, g.date, g.sector, g.amount"
        " FROM progress g JOIN indicator i ON i.id = g.indicator WHERE i.plan = ? AND g.date <= ?",
        (plan, last),
    )
    return [
        RecordedAmount(code, pad(day), sector, Decimal(text)) for code, day, sector, text in rows
    ]


def actual_amount(counted: Count, by_hand: Decimal) -> Decimal:
    """What was counted and what was recorded, together."""
    return Decimal(str(counted or 0)) + by_hand


def as_number(value: Decimal | None) -> int | float | None:
    """A sum as a cell: a whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


AMOUNT_COLUMNS = (
    Column("id", "integer"), Column("task", "integer"), Column("indicator", "key"),
    Column("date", "date"), Column("amount", "decimal"), Column("sector", "key"), Column("note"),
)  # fmt: skip
PROGRESS_COLUMNS = (
    Column("task", "integer"), Column("indicator", "key"), Column("name"), Column("unit"),
    Column("target", "decimal"), Column("counted", "decimal"), Column("recorded", "decimal"),
    Column("actual", "decimal"), Column("percent", "percent"),
)  # fmt: skip
FORECAST_COLUMNS = (*PROGRESS_COLUMNS, Column("line", "decimal"), Column("forecast", "decimal"))


def list_amounts(
    connection: sqlite3.Connection, plan: int, task: int | None = None, day: date | None = None
) -> Query:
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
    return Query(
        connection,
        expressions,
        AMOUNT_COLUMNS,
        "progress g JOIN indicator i ON i.id = g.indicator",
        tuple(where),
        parameters,
        "g.date, g.id",
        {"amount": "CAST(g.amount AS NUMERIC)"},
    )


def task_indicators(
    connection: sqlite3.Connection, plan: int, task: int
) -> list[tuple[str, int, bool, str]]:
    """The indicators of a task: code, row id, whether it is the main one, measure."""
    rows: list[tuple[str, int, bool, str]] = connection.execute(
        "SELECT code, id, main, measure FROM indicator WHERE plan = ? AND task = ?"
        " ORDER BY position",
        (plan, task),
    ).fetchall()
    return rows


def plan_indicators(
    connection: sqlite3.Connection, plan: int
) -> list[tuple[int, int, str, str, str, bool, str]]:
    """All indicators of a plan: row id, task, code, Chinese and English name, main, measure."""
    rows: list[tuple[int, int, str, str, str, bool, str]] = connection.execute(
        "SELECT id, task, code, name_zh, name_en, main, measure FROM indicator WHERE plan = ?"
        " ORDER BY task, position",
        (plan,),
    ).fetchall()
    return rows


def plan_of_amount(connection: sqlite3.Connection, identity: int) -> int | None:
    """The plan of an amount that was recorded; None where there is none of this id."""
    row = connection.execute(
        "SELECT i.plan FROM progress g JOIN indicator i ON i.id = g.indicator WHERE g.id = ?",
        (identity,),
    ).fetchone()
    return row and int(row[0])


class IndicatorFilter(NamedTuple):
    """Which indicators a report is narrowed to: of a task, of these codes; else all."""

    task: int | None = None
    codes: Sequence[str] = ()


ALL_INDICATORS = IndicatorFilter()


class IndicatorTarget(NamedTuple):
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


def indicator_targets(
    connection: sqlite3.Connection, plan: int, which: IndicatorFilter = ALL_INDICATORS
) -> list[IndicatorTarget]:
    """The plan's indicators, in the order of its tasks."""
    parameters: dict[str, object] = {"plan": plan, "task": which.task}
    of_codes = any_of("code", "code", which.codes, parameters) if which.codes else "1"
    rows = connection.execute(
        f"SELECT task, code, {plans.name_expression('i')}, {plans.name_expression('i', 'unit')},"
        " target, measure"
        f" FROM indicator i WHERE plan = :plan AND coalesce(task = :task, 1) AND {of_codes}"
        " ORDER BY task, position",
        parameters,
    )
    return [IndicatorTarget(*row) for row in rows]


def progress_report(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    day: date,
    which: IndicatorFilter = ALL_INDICATORS,
    forecast: bool = False,
) -> Records:
    """Every indicator of the plan, or some, up to the day, within the plan's year.

    actual = counted in the catalogue + recorded by hand; percent of the target, empty without one.
    `forecast` adds the straight line to the target on the day, and where the present rate leads.
    """
    window = measures.MeasureWindow(connection, plan, day)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in recorded_amounts(connection, plan.year, window.last):
        sums[one.code] += one.amount
    rows: list[list[Cell]] = []
    for indicator in indicator_targets(connection, plan.year, which):
        goal = measures.target_value(window, indicator.target)
        counted = measures.count_measure(window, indicator.measure)
        by_hand = sums[indicator.code]
        actual = actual_amount(counted, by_hand)
        percent = round(float(100 * actual / goal), 1) if goal else None
        cells = (as_number(goal), counted, as_number(by_hand), as_number(actual), percent)
        rows.append([*indicator.head, *cells])
        if forecast:
            held = measures.is_cumulative(window, indicator.measure)
            rows[-1] += line_and_forecast(window, goal, actual) if held else [None, None]
    return Records(FORECAST_COLUMNS if forecast else PROGRESS_COLUMNS, rows)


def line_and_forecast(
    window: measures.MeasureWindow, goal: Decimal | None, actual: Decimal
) -> list[Cell]:
    """The straight line to the target at the end of the window's last day, and what the present
    rate comes to on 31 December; both to one decimal, empty where there is none."""
    line = None if goal is None else goal * window.elapsed / window.days
    ahead = actual * window.days / window.elapsed if window.elapsed else None
    return [one if one is None else as_number(round(one, 1)) for one in (line, ahead)]


_HEAD = (Column("task", "integer"), Column("indicator", "key"), Column("name"), Column("unit"))
_FIGURES = (
    Column("counted", "decimal"), Column("recorded", "decimal"), Column("actual", "decimal"),
)  # fmt: skip
PART_COLUMNS = {
    "sector": (*_HEAD, Column("sector", "key"), *_FIGURES),
    "driver": (*_HEAD, Column("driver", "key"), *_FIGURES),
    "month": (
        *(*_HEAD, Column("month", "date"), *_FIGURES),
        *(Column(name, "decimal") for name in ("total", "line", "forecast")),
    ),
}
_Parts = Callable[[sqlite3.Connection, MeasureRows, Mapping[str, object]], dict[str | None, Count]]


def progress_by_sector(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, which: IndicatorFilter
) -> Records:
    """A row for each indicator and each sector of the plan, and one for what is in none of them."""
    window = MeasureWindow(connection, plan, day)
    sectors = _codes(
        connection, "SELECT sector FROM plan_sector WHERE plan = ? ORDER BY position", plan.year
    )

    def of(one: RecordedAmount) -> str | None:
        return one.sector if one.sector in sectors else None

    chosen = indicator_targets(connection, plan.year, which)
    return Records(
        PART_COLUMNS["sector"], _rows(window, chosen, sectors, measures.total_by_sector, of)
    )


def progress_by_driver(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, which: IndicatorFilter
) -> Records:
    """A row for each indicator that counts records and each driver of the plan, and one for what
    serves none of them, such as amounts recorded by hand."""
    window = MeasureWindow(connection, plan, day)
    drivers = _codes(
        connection, "SELECT code FROM driver WHERE plan = ? ORDER BY task, position", plan.year
    )
    chosen = []
    for indicator in indicator_targets(connection, plan.year, which):
        rows = measures.measure_rows(window, indicator.measure)
        if rows is not None and rows.drivers:
            chosen.append(indicator)
    found = _rows(window, chosen, drivers, measures.total_by_driver, lambda one: None)
    return Records(PART_COLUMNS["driver"], found)


def _codes(connection: sqlite3.Connection, sql: str, plan: int) -> list[str]:
    return [row[0] for row in connection.execute(sql, (plan,))]


def _rows(
    window: MeasureWindow,
    indicators: Sequence[IndicatorTarget],
    parts: Sequence[str],
    counted_by: _Parts,
    part_of: Callable[[RecordedAmount], str | None],
) -> list[list[Cell]]:
    by_hand: defaultdict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
    for one in recorded_amounts(window.connection, window.plan.year, window.last):
        by_hand[one.code, part_of(one)] += one.amount
    made: list[list[Cell]] = []
    for indicator in indicators:
        rows = measures.measure_rows(window, indicator.measure)
        # What only people record is not counted anywhere; a rate of nothing is none.
        nothing = None if rows is None or rows.rate else 0
        counts: dict[str | None, Count] = {}
        if rows is not None:
            counts = counted_by(window.connection, rows, window.parameters())
        for part in (*parts, None):
            recorded = by_hand[indicator.code, part]
            if part is None and part not in counts and not recorded:
                continue
            figures = _figures(counts.get(part, nothing), recorded)
            made.append([*indicator.head, part, *figures])
    return made


def progress_by_month(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, which: IndicatorFilter
) -> Records:
    """A row for each indicator and each month of the plan's year up to the day."""
    last = MeasureWindow(connection, plan, day).last
    months = [
        MeasureWindow(connection, plan, end) for end in _ends(plan.year, date.fromisoformat(last))
    ]
    by_hand: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in recorded_amounts(connection, plan.year, last):
        by_hand[one.code, one.day[:7]] += one.amount
    made: list[list[Cell]] = []
    for indicator in indicator_targets(connection, plan.year, which) if months else ():
        made += _year(months, indicator, by_hand)
    return Records(PART_COLUMNS["month"], made)


def _year(
    months: Sequence[MeasureWindow],
    indicator: IndicatorTarget,
    by_hand: defaultdict[tuple[str, str], Decimal],
) -> list[list[Cell]]:
    """The months of one indicator, each held against the straight line to the target."""
    window = months[-1]
    goal = measures.target_value(window, indicator.target)
    rows = measures.measure_rows(window, indicator.measure)
    counts: dict[str | None, Count] = {}
    if rows is not None and not rows.state:
        counts = measures.total_by_month(window.connection, rows, window.parameters())
    made: list[list[Cell]] = []
    total, by_hand_so_far = Decimal(0), Decimal(0)
    for month in months:
        name = month.last[:7]
        counted: Count = None if rows is None else counts.get(name, 0)
        recorded = by_hand[indicator.code, name]
        by_hand_so_far += recorded
        if rows is not None and rows.state:
            # How things stand is asked again for the end of each month; it adds up to nothing.
            counted = measures.count_measure(month, indicator.measure)
            cells: list[Cell] = [as_number(actual_amount(counted, by_hand_so_far)), None, None]
        else:
            total += actual_amount(counted, recorded)
            cells = [as_number(total), *line_and_forecast(month, goal, total)]
        made.append([*indicator.head, name, *_figures(counted, recorded), *cells])
    return made


def _figures(counted: Count, recorded: Decimal) -> list[Cell]:
    return [counted, as_number(recorded), as_number(actual_amount(counted, recorded))]


def _ends(year: int, last: date) -> list[date]:
    """The last day of each month of the year up to `last`, and `last` itself."""
    ends = [date(year, month, calendar.monthrange(year, month)[1]) for month in range(1, 13)]
    return [min(end, last) for end in ends if end.replace(day=1) <= last]
