"""Progress: every indicator of the plan against its target, in whole and in parts.

Rule: the actual amount of an indicator is what the catalogue counts (measures.py) plus what was
recorded by hand, within the plan's year, up to the day asked about. Amounts recorded by hand are
exact decimals: they are added up here, since SQLite's sum would round them. The parts of an
indicator come from the same rows as the whole; what belongs to no sector or driver of the plan has
a row of its own, without one, so that nothing is left out. A rate is the rate of each part.
"""

from __future__ import annotations

import calendar
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from stdplan.catalogue.queries import measure_figures, measures
from stdplan.catalogue.queries.measures import (
    DENOMINATOR_COLUMNS,
    Count,
    MeasureRows,
    MeasureWindow,
)
from stdplan.catalogue.queries.plans import PlanRules, name_expression
from stdplan.catalogue.queries.query import Query, Values, any_of
from stdplan.domain.dates import pad
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Records

_INDICATOR_COLUMNS = (
    Column("task", "integer"), Column("indicator", "key"), Column("name"), Column("unit"),
)  # fmt: skip
_AMOUNT_COLUMNS = (
    Column("counted", "decimal"), Column("recorded", "decimal"), Column("actual", "decimal"),
)  # fmt: skip
_SHARE_COLUMNS = (
    *_INDICATOR_COLUMNS, Column("target", "decimal"), *_AMOUNT_COLUMNS,
    Column("percent", "percent"),
)  # fmt: skip
PROGRESS_COLUMNS = (*_SHARE_COLUMNS, *DENOMINATOR_COLUMNS)
FORECAST_COLUMNS = (
    *_SHARE_COLUMNS, Column("line", "decimal"), Column("forecast", "decimal"),
    *DENOMINATOR_COLUMNS,
)  # fmt: skip
PART_COLUMNS = {
    "sector": (*_INDICATOR_COLUMNS, Column("sector", "key"), *_AMOUNT_COLUMNS),
    "driver": (*_INDICATOR_COLUMNS, Column("driver", "key"), *_AMOUNT_COLUMNS),
    "month": (
        *(*_INDICATOR_COLUMNS, Column("month", "date"), *_AMOUNT_COLUMNS),
        *(Column(name, "decimal") for name in ("total", "line", "forecast")),
    ),
}
AMOUNT_COLUMNS = (
    Column("id", "integer"), Column("task", "integer"), Column("indicator", "key"),
    Column("date", "date"), Column("amount", "decimal"), Column("sector", "key"), Column("note"),
)  # fmt: skip


class IndicatorFilter(NamedTuple):
    """The indicators of a report: those of some tasks, or with these codes; without both, all."""

    task: Values = ()
    codes: Values = ()


ALL_INDICATORS = IndicatorFilter()


class IndicatorTarget(NamedTuple):
    """An indicator of the plan; `target` is a number or a measure, None without one."""

    task: int
    code: str
    name: str
    unit: str
    target: str | None
    measure: str

    @property
    def cells(self) -> list[Cell]:
        """Return the first cells of a row of every report."""
        return [self.task, self.code, self.name, self.unit]


def progress_report(
    connection: sqlite3.Connection,
    plan: PlanRules,
    day: date,
    filters: IndicatorFilter = ALL_INDICATORS,
    forecast: bool = False,
) -> Records:
    """Return a row for each indicator: target, counted, recorded, actual, percent of the target;
    of a rate also its denominator: standards in force of the plan's sectors, and their families.

    `percent` is empty without a target. `forecast` adds the straight line to the target on the day,
    and the amount that the present rate leads to.

        plan = choose_plan(connection, 2011)
        report = progress_report(connection, plan, date(2011, 6, 30))
        for code, actual in report.fetch(["indicator", "actual"]):
            print(code, actual)
    """
    window = MeasureWindow(connection, plan, day)
    recorded_by_code: defaultdict[str, Decimal] = defaultdict(Decimal)
    for amount in recorded_amounts(connection, plan.year, window.last):
        recorded_by_code[amount.code] += amount.amount
    indicators = indicator_targets(connection, plan.year, filters)
    counts = measure_figures.count_indicators(
        window, [(indicator.target, indicator.measure) for indicator in indicators]
    )
    rows: list[list[Cell]] = []
    for indicator, figures in zip(indicators, counts, strict=True):
        target, count = figures.target, figures.counted
        recorded = recorded_by_code[indicator.code]
        actual = actual_amount(count, recorded)
        percent = round(float(100 * actual / target), 1) if target else None
        amounts = _amount_cells(count, recorded)
        row = [*indicator.cells, as_number(target), *amounts, percent]
        if forecast:
            cumulative = figures.cumulative
            row += line_and_forecast(window, target, actual) if cumulative else [None, None]
        rows.append([*row, figures.denominator, list(figures.families)])
    return Records(FORECAST_COLUMNS if forecast else PROGRESS_COLUMNS, rows)


def indicator_targets(
    connection: sqlite3.Connection, plan: int, filters: IndicatorFilter = ALL_INDICATORS
) -> list[IndicatorTarget]:
    """Return the plan's indicators, in the order of its tasks."""
    parameters: dict[str, object] = {"plan": plan}
    of_tasks = any_of("task", "task", filters.task, parameters) if filters.task else "1"
    of_codes = any_of("code", "code", filters.codes, parameters) if filters.codes else "1"
    rows = connection.execute(
        f"""
        SELECT task, code, {name_expression("i")}, {name_expression("i", "unit")}, target, measure
        FROM indicator i
        WHERE plan = :plan AND {of_tasks} AND {of_codes}
        ORDER BY task, position
        """,
        parameters,
    )
    return [IndicatorTarget(*row) for row in rows]


def actual_amount(count: Count, recorded: Decimal) -> Decimal:
    """Return the sum of the amount counted and the amount recorded by hand."""
    return Decimal(str(count or 0)) + recorded


def line_and_forecast(window: MeasureWindow, target: Decimal | None, actual: Decimal) -> list[Cell]:
    """Return two amounts, to one decimal: the straight line to the target on the window's last day,
    and what the present rate leads to on 31 December.

    The line is None without a target, the forecast before the year begins.
    """
    line = None if target is None else target * window.elapsed / window.days
    forecast = actual * window.days / window.elapsed if window.elapsed else None
    return [None if amount is None else as_number(round(amount, 1)) for amount in (line, forecast)]


def as_number(value: Decimal | None) -> int | float | None:
    """Return an amount as a cell: an integer if it is a whole number, else a float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _amount_cells(count: Count, recorded: Decimal) -> list[Cell]:
    """Return the cells of _AMOUNT_COLUMNS."""
    return [count, as_number(recorded), as_number(actual_amount(count, recorded))]


# Progress by sector and by driver.


def progress_by_sector(
    connection: sqlite3.Connection, plan: PlanRules, day: date, filters: IndicatorFilter
) -> Records:
    """Return a row for each indicator and each sector of the plan, and one for the amounts that are
    in none of them."""
    sectors = [
        sector
        for (sector,) in connection.execute(
            "SELECT sector FROM plan_sector WHERE plan = ? ORDER BY position", (plan.year,)
        )
    ]
    rows = _part_rows(
        MeasureWindow(connection, plan, day),
        indicator_targets(connection, plan.year, filters),
        sectors,
        measure_figures.total_by_sector,
        lambda amount: amount.sector if amount.sector in sectors else None,
    )
    return Records(PART_COLUMNS["sector"], rows)


def progress_by_driver(
    connection: sqlite3.Connection, plan: PlanRules, day: date, filters: IndicatorFilter
) -> Records:
    """Return a row for each indicator that counts records and each driver of the plan, and one for
    the amounts that serve none of them, such as those recorded by hand."""
    window = MeasureWindow(connection, plan, day)
    drivers = [
        driver
        for (driver,) in connection.execute(
            "SELECT code FROM driver WHERE plan = ? ORDER BY task, position", (plan.year,)
        )
    ]
    indicators = []
    for indicator in indicator_targets(connection, plan.year, filters):
        rows = measures.measure_rows(window, indicator.measure)
        if rows is not None and rows.drivers:
            indicators.append(indicator)
    part_rows = _part_rows(
        window, indicators, drivers, measure_figures.total_by_driver, lambda amount: None
    )
    return Records(PART_COLUMNS["driver"], part_rows)


def _part_rows(
    window: MeasureWindow,
    indicators: Sequence[IndicatorTarget],
    parts: Sequence[str],
    total_by_part: Callable[[MeasureWindow, MeasureRows], dict[str | None, Count]],
    part_of: Callable[[RecordedAmount], str | None],
) -> list[list[Cell]]:
    """Return a row for each indicator and each part (a sector or a driver), and one for the amounts
    that are in none of the parts, if there are any."""
    recorded_by_part: defaultdict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
    for amount in recorded_amounts(window.connection, window.plan.year, window.last):
        recorded_by_part[amount.code, part_of(amount)] += amount.amount
    part_rows: list[list[Cell]] = []
    for indicator in indicators:
        rows = measures.measure_rows(window, indicator.measure)
        # A measure recorded by hand only has no count, and a rate of no rows is no number.
        default = None if rows is None or rows.rate else 0
        counts = {} if rows is None else total_by_part(window, rows)
        for part in (*parts, None):
            recorded = recorded_by_part[indicator.code, part]
            if part is None and part not in counts and not recorded:
                continue
            amounts = _amount_cells(counts.get(part, default), recorded)
            part_rows.append([*indicator.cells, part, *amounts])
    return part_rows


# Progress by month.


def progress_by_month(
    connection: sqlite3.Connection, plan: PlanRules, day: date, filters: IndicatorFilter
) -> Records:
    """Return a row for each indicator and each month of the plan's year up to the day.

    `total` is the amount since the year began, `line` and `forecast` are those of its end.
    """
    last = measures.last_counting_day(plan.year, day)
    months = [
        MeasureWindow(connection, plan, end)
        for end in _month_ends(plan.year, date.fromisoformat(last))
    ]
    recorded_by_month: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for amount in recorded_amounts(connection, plan.year, last):
        recorded_by_month[amount.code, amount.day[:7]] += amount.amount
    rows: list[list[Cell]] = []
    for indicator in indicator_targets(connection, plan.year, filters) if months else ():
        rows += _month_rows(months, indicator, recorded_by_month)
    return Records(PART_COLUMNS["month"], rows)


def _month_rows(
    months: Sequence[MeasureWindow],
    indicator: IndicatorTarget,
    recorded_by_month: defaultdict[tuple[str, str], Decimal],
) -> list[list[Cell]]:
    """Return the rows of one indicator; `months` are windows up to the end of each month."""
    window = months[-1]
    target = measure_figures.target_value(window, indicator.target)
    rows = measures.measure_rows(window, indicator.measure)
    counts: dict[str | None, Count] = {}
    states: dict[str, Count] = {}
    if rows is not None and rows.lasting:
        states = measure_figures.total_by_month_end(window, rows)
    elif rows is not None and not rows.state:
        counts = measure_figures.total_by_month(window, rows)
    state: Count = None if rows is None or rows.rate else 0
    month_rows: list[list[Cell]] = []
    total, recorded_so_far = Decimal(0), Decimal(0)
    for month_window in months:
        month = month_window.last[:7]
        count: Count = None if rows is None else counts.get(month, 0)
        recorded = recorded_by_month[indicator.code, month]
        recorded_so_far += recorded
        if rows is not None and rows.state:
            # States do not add up. Those that do not last are counted again for each month.
            state = states.get(month, state)
            count = (
                state
                if rows.lasting
                else measure_figures.count_measure(month_window, indicator.measure)
            )
            running: list[Cell] = [as_number(actual_amount(count, recorded_so_far)), None, None]
        else:
            total += actual_amount(count, recorded)
            running = [as_number(total), *line_and_forecast(month_window, target, total)]
        month_rows.append([*indicator.cells, month, *_amount_cells(count, recorded), *running])
    return month_rows


def _month_ends(year: int, last: date) -> list[date]:
    """Return the last day of each month of the year before `last`, and `last` itself."""
    ends = [date(year, month, calendar.monthrange(year, month)[1]) for month in range(1, 13)]
    return [min(end, last) for end in ends if end.replace(day=1) <= last]


# Amounts recorded by hand.


class RecordedAmount(NamedTuple):
    """An amount recorded for the indicator `code`; `day` is its first day in full, `sector` is as
    recorded."""

    code: str
    day: str
    sector: str | None
    amount: Decimal


def recorded_amounts(connection: sqlite3.Connection, plan: int, last: str) -> list[RecordedAmount]:
    """Return the amounts recorded for a plan's indicators up to the day `last` (ISO)."""
    rows = connection.execute(
        """
        SELECT i.code, g.date, g.sector, g.amount
        FROM progress g
        JOIN indicator i ON i.id = g.indicator
        WHERE i.plan = ? AND g.date <= ?
        """,
        (plan, last),
    )
    return [
        RecordedAmount(code, pad(day), sector, Decimal(text)) for code, day, sector, text in rows
    ]


def list_amounts(
    connection: sqlite3.Connection, plan: int, task: Values = (), day: date | None = None
) -> Query:
    """Return the amounts recorded by hand, by day: of some tasks or of all, up to a day or all."""
    parameters: dict[str, object] = {"plan": plan, "day": day and str(day)}
    where = ["i.plan = :plan"]
    if task:
        where.append(any_of("i.task", "task", task, parameters))
    if day is not None:
        where.append("g.date <= :day")
    return Query(
        connection=connection,
        expressions={
            "id": "g.id",
            "task": "i.task",
            "indicator": "i.code",
            "date": "g.date",
            "amount": "g.amount",
            "sector": "g.sector",
            "note": "g.note",
        },
        columns=AMOUNT_COLUMNS,
        tables="progress g JOIN indicator i ON i.id = g.indicator",
        where=where,
        parameters=parameters,
        order="g.date, g.id",
        sort_by={"amount": "CAST(g.amount AS NUMERIC)"},
    )


def plan_of_amount(connection: sqlite3.Connection, amount_id: int) -> int | None:
    """Return the plan (a year) of a recorded amount; None if there is no amount with this id."""
    row = connection.execute(
        """
        SELECT i.plan
        FROM progress g
        JOIN indicator i ON i.id = g.indicator
        WHERE g.id = ?
        """,
        (amount_id,),
    ).fetchone()
    return row and int(row[0])


# Indicators for which amounts may be recorded.


class PlanIndicator(NamedTuple):
    """An indicator of a plan; `main`: whether it is the main one of its task, which gets the
    amounts that name only the task."""

    id: int
    task: int
    code: str
    name_zh: str
    name_en: str
    main: bool
    measure: str


def plan_indicators(
    connection: sqlite3.Connection, plan: int, task: int | None = None
) -> list[PlanIndicator]:
    """Return the indicators of a plan, or of one of its tasks, in the order of the plan."""
    rows = connection.execute(
        """
        SELECT id, task, code, name_zh, name_en, main, measure
        FROM indicator
        WHERE plan = :plan AND coalesce(task = :task, 1)
        ORDER BY task, position
        """,
        {"plan": plan, "task": task},
    )
    return [PlanIndicator(*row) for row in rows]
