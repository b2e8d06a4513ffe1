"""Every indicator by sector, by driver or by month: the same rows as in the whole, in parts.

Rule: what belongs to no sector or driver of the plan stands in a row of its own, without one, so
that nothing is left out; a rate is the rate of each part.
"""

import calendar
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from stdplan.catalogue.queries import amounts, counting, measures, plans
from stdplan.catalogue.queries.amounts import Amount, plain
from stdplan.catalogue.queries.counting import Count, MeasureRows
from stdplan.catalogue.queries.measures import Window
from stdplan.catalogue.queries.progress import Indicator, Wanted, pace, wanted
from stdplan.table import Cell, Column, Records

_HEAD = (Column("task", "integer"), Column("indicator", "key"), Column("name"), Column("unit"))
_FIGURES = (
    Column("counted", "decimal"), Column("recorded", "decimal"), Column("actual", "decimal"),
)  # fmt: skip
COLUMNS = {
    "sector": (*_HEAD, Column("sector", "key"), *_FIGURES),
    "driver": (*_HEAD, Column("driver", "key"), *_FIGURES),
    "month": (
        *(*_HEAD, Column("month", "date"), *_FIGURES),
        *(Column(name, "decimal") for name in ("total", "line", "forecast")),
    ),
}
_Parts = Callable[[sqlite3.Connection, MeasureRows, Mapping[str, object]], dict[str | None, Count]]


def by_sector(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, which: Wanted
) -> Records:
    """A row for each indicator and each sector of the plan, and one for what is in none of them."""
    window = Window(connection, plan, day)
    sectors = _codes(
        connection, "SELECT sector FROM plan_sector WHERE plan = ? ORDER BY position", plan.year
    )

    def of(one: Amount) -> str | None:
        return one.sector if one.sector in sectors else None

    chosen = wanted(connection, plan.year, which)
    return Records(COLUMNS["sector"], _rows(window, chosen, sectors, counting.by_sector, of))


def by_driver(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, which: Wanted
) -> Records:
    """A row for each indicator that counts records and each driver of the plan, and one for what
    serves none of them, such as amounts recorded by hand."""
    window = Window(connection, plan, day)
    drivers = _codes(
        connection, "SELECT code FROM driver WHERE plan = ? ORDER BY task, position", plan.year
    )
    chosen = []
    for indicator in wanted(connection, plan.year, which):
        rows = measures.rows(window, indicator.measure)
        if rows is not None and rows.drivers:
            chosen.append(indicator)
    found = _rows(window, chosen, drivers, counting.by_driver, lambda one: None)
    return Records(COLUMNS["driver"], found)


def _codes(connection: sqlite3.Connection, sql: str, plan: int) -> list[str]:
    return [row[0] for row in connection.execute(sql, (plan,))]


def _rows(
    window: Window,
    indicators: Sequence[Indicator],
    parts: Sequence[str],
    counted_by: _Parts,
    part_of: Callable[[Amount], str | None],
) -> list[list[Cell]]:
    by_hand: defaultdict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
    for one in amounts.recorded(window.connection, window.plan.year, window.last):
        by_hand[one.code, part_of(one)] += one.amount
    made: list[list[Cell]] = []
    for indicator in indicators:
        rows = measures.rows(window, indicator.measure)
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


def by_month(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, which: Wanted
) -> Records:
    """A row for each indicator and each month of the plan's year up to the day."""
    last = Window(connection, plan, day).last
    months = [Window(connection, plan, end) for end in _ends(plan.year, date.fromisoformat(last))]
    by_hand: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in amounts.recorded(connection, plan.year, last):
        by_hand[one.code, one.day[:7]] += one.amount
    made: list[list[Cell]] = []
    for indicator in wanted(connection, plan.year, which) if months else ():
        made += _year(months, indicator, by_hand)
    return Records(COLUMNS["month"], made)


def _year(
    months: Sequence[Window], indicator: Indicator, by_hand: defaultdict[tuple[str, str], Decimal]
) -> list[list[Cell]]:
    """The months of one indicator, each held against the straight line to the target."""
    window = months[-1]
    goal = measures.target(window, indicator.target)
    rows = measures.rows(window, indicator.measure)
    counts: dict[str | None, Count] = {}
    if rows is not None and not rows.state:
        counts = counting.by_month(window.connection, rows, window.parameters())
    made: list[list[Cell]] = []
    total, by_hand_so_far = Decimal(0), Decimal(0)
    for month in months:
        name = month.last[:7]
        counted: Count = None if rows is None else counts.get(name, 0)
        recorded = by_hand[indicator.code, name]
        by_hand_so_far += recorded
        if rows is not None and rows.state:
            # How things stand is asked again for the end of each month; it adds up to nothing.
            counted = measures.count(month, indicator.measure)
            cells: list[Cell] = [plain(amounts.total(counted, by_hand_so_far)), None, None]
        else:
            total += amounts.total(counted, recorded)
            cells = [plain(total), *pace(month, goal, total)]
        made.append([*indicator.head, name, *_figures(counted, recorded), *cells])
    return made


def _figures(counted: Count, recorded: Decimal) -> list[Cell]:
    return [counted, plain(recorded), plain(amounts.total(counted, recorded))]


def _ends(year: int, last: date) -> list[date]:
    """The last day of each month of the year up to `last`, and `last` itself."""
    ends = [date(year, month, calendar.monthrange(year, month)[1]) for month in range(1, 13)]
    return [min(end, last) for end in ends if end.replace(day=1) <= last]
