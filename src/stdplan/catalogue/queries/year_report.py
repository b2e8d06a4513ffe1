"""The account of a year: projects, standards and reviews against the year before and the targets.

Rule: the figures are those of measures.py, as in `report progress`: what the catalogue counts and
what was recorded by hand for the indicators of the measure, up to the day asked about. The year
before is counted up to the same day of that year, by its own plan or, without one, by the rules and
sectors of this one. Targets and amounts recorded by hand are those of the year's own plan.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from stdplan.catalogue.queries import measure_figures, plans, progress
from stdplan.catalogue.queries.measures import MeasureWindow, measure_rows
from stdplan.catalogue.queries.plans import PlanRules
from stdplan.domain.answer_words import YEAR_MEASURES
from stdplan.domain.codes import label
from stdplan.domain.dates import add_years
from stdplan.table import Cell, Column, Records

# The measures of the account by their keys.
_MEASURES = {
    **{key: key for key in YEAR_MEASURES},
    "ended_inferred": "ended:inferred",
}
YEAR_COLUMNS = (
    Column("measure", "key"), Column("name"), Column("actual", "decimal"),
    Column("before", "decimal", context="of the year before"),
    Column("change", "decimal", context="of the year before"), Column("target", "decimal"),
    Column("percent", "percent"),
)  # fmt: skip
_COUNTS = (
    Column("projects", "decimal", context="of a year"),
    Column("projects_before", "decimal"),
    Column("submitted", "decimal", context="of a year"),
    Column("submitted_before", "decimal"),
    Column("published", "decimal", context="of a year"),
    Column("published_before", "decimal"),
    Column("reviewed", "decimal", context="of a year"),
    Column("reviewed_before", "decimal"),
    Column("ended", "decimal", context="of a year"),
    Column("ended_before", "decimal"),
    Column("ended_inferred", "decimal", context="of a year"),
    Column("ended_inferred_before", "decimal"),
    Column("terminated", "decimal", context="of a year"),
    Column("terminated_before", "decimal"),
)
PART_COLUMNS = {
    "sector": (Column("sector", "key"), Column("name"), *_COUNTS),
    "department": (Column("department"), *_COUNTS),
    "committee": (Column("committee"), *_COUNTS),
}

# Amounts by sector; those without a sector under None.
_BySector = Mapping[str | None, Decimal]


def year_account(connection: sqlite3.Connection, plan: PlanRules, day: date) -> Records:
    """Return a row for each measure: the figure of the day's year, that of the year before, their
    difference, the target of the plan, and the percentage of it.

    plan = choose_plan(connection, 2011)
    for measure, actual, before in year_account(connection, plan, date(2011, 12, 31)).fetch(
        ["measure", "actual", "before"]
    ):
        print(measure, actual, before)
    """
    now, before = _windows(connection, plan, day)
    recorded, recorded_before = _recorded(now), _recorded(before)
    rows: list[list[Cell]] = []
    for key, measure in _MEASURES.items():
        actual = _actual(now, measure, recorded)
        earlier = _actual(before, measure, recorded_before)
        target = _target(now, measure)
        percent = round(float(100 * actual / target), 1) if target else None
        amounts = map(progress.as_number, (actual, earlier, actual - earlier, target))
        rows.append([key, label(YEAR_MEASURES, key), *amounts, percent])
    return Records(YEAR_COLUMNS, rows)


def year_by_part(connection: sqlite3.Connection, plan: PlanRules, day: date, by: str) -> Records:
    """Return a row for each sector of the plan, or for each department or committee of the records
    that count, with the figures of the day's year and those of the year before; and one for what is
    in none of them. The rows add up to `year_account`."""
    figures: list[dict[str | None, Decimal]] = []
    for_names: list[Mapping[str | None, Decimal]] = []
    windows = _windows(connection, plan, day)
    recorded = [_recorded(window) for window in windows]
    for measure in _MEASURES.values():
        for window, by_hand in zip(windows, recorded, strict=True):
            counted = _by_part(window, measure, by)
            for_names.append(counted)
            figures.append(_with_recorded(counted, by_hand[measure], by))
    if by == "sector":
        names = _sector_names(connection, plan.year)
        parts: list[str | None] = [*names]
        heads: dict[str | None, list[Cell]] = {code: [code, name] for code, name in names.items()}
        # Sectors that only the plan of the year before has.
        figures = [_among(figure, names) for figure in figures]
    else:
        figures, spellings = _merge_spellings(figures, for_names)
        parts = [*spellings]
        heads = {name: [text] for name, text in spellings.items()}
    if any(None in figure for figure in figures):
        parts.append(None)
        heads[None] = [None, None] if by == "sector" else [None]
    rows = [
        [*heads[part], *(progress.as_number(figure.get(part, Decimal(0))) for figure in figures)]
        for part in parts
    ]
    return Records(PART_COLUMNS[by], rows)


def _windows(
    connection: sqlite3.Connection, plan: PlanRules, day: date
) -> tuple[MeasureWindow, MeasureWindow]:
    """Return the days of the year that count, and those of the year before."""
    last_year = day.year - 1
    earlier = plan
    if plans.has_plan(connection, last_year):
        earlier = plans.choose_plan(connection, last_year)
    return (
        MeasureWindow(connection, plan, day, day.year),
        MeasureWindow(connection, earlier, add_years(day, -1), last_year),
    )


def _recorded(window: MeasureWindow) -> Mapping[str, _BySector]:
    """Return the amounts recorded by hand for each measure, if the plan is that of the year."""
    by_measure: defaultdict[str, defaultdict[str | None, Decimal]] = defaultdict(
        lambda: defaultdict(Decimal)
    )
    if window.plan.year == window.year:
        indicators = progress.plan_indicators(window.connection, window.year)
        measure_of = {indicator.code: indicator.measure for indicator in indicators}
        for amount in progress.recorded_amounts(window.connection, window.year, window.last):
            by_measure[measure_of[amount.code]][amount.sector] += amount.amount
    return by_measure


def _actual(window: MeasureWindow, measure: str, recorded: Mapping[str, _BySector]) -> Decimal:
    count = measure_figures.count_measure(window, measure)
    return progress.actual_amount(count, sum(recorded[measure].values(), Decimal(0)))


def _target(window: MeasureWindow, measure: str) -> Decimal | None:
    """Return the target of the first indicator of a measure that has one, if the plan is that of
    the year."""
    if window.plan.year != window.year:
        return None
    for indicator in progress.indicator_targets(window.connection, window.year):
        if indicator.measure == measure and indicator.target is not None:
            return measure_figures.target_value(window, indicator.target)
    return None


def _by_part(window: MeasureWindow, measure: str, by: str) -> dict[str | None, Decimal]:
    """Return what a measure counts in each part; under None what is in none."""
    rows = measure_rows(window, measure)
    assert rows is not None
    counts = (
        measure_figures.total_by_sector(window, rows)
        if by == "sector"
        else measure_figures.total_by_field(window, rows, by)
    )
    return {part: Decimal(str(count)) for part, count in counts.items() if count}


def _with_recorded(
    counted: Mapping[str | None, Decimal], recorded: _BySector, by: str
) -> dict[str | None, Decimal]:
    """Return the sums with what was recorded by hand, which has a sector, but neither a department
    nor a committee."""
    sums = defaultdict(Decimal, counted)
    for sector, amount in recorded.items():
        sums[sector if by == "sector" else None] += amount
    return dict(sums)


def _sector_names(connection: sqlite3.Connection, plan: int) -> dict[str, str]:
    """Return the names of the plan's sectors by their codes, in the order of the plan."""
    return dict(
        connection.execute(
            f"""
            SELECT c.code, {plans.name_expression("c")}
            FROM plan_sector p
            JOIN sector c ON c.code = p.sector
            WHERE p.plan = ?
            ORDER BY p.position
            """,
            (plan,),
        )
    )


def _among(
    figure: Mapping[str | None, Decimal], names: Mapping[str, str]
) -> dict[str | None, Decimal]:
    """Return the figure of each sector in `names`, and the sum of all others under None."""
    sums: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    for sector, amount in figure.items():
        sums[sector if sector in names else None] += amount
    return dict(sums)


def _merge_spellings(
    figures: Sequence[Mapping[str | None, Decimal]], counted: Sequence[Mapping[str | None, Decimal]]
) -> tuple[list[dict[str | None, Decimal]], dict[str, str]]:
    """Return the figures with one key for all spellings of a name, and the most frequent spelling
    of each key, in their order (committees.py has the rule)."""
    from stdplan.catalogue.queries.committees import normalized_name
    from stdplan.domain.numbers.model import natural_key

    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for figure in counted:
        for text, amount in figure.items():
            if text is not None:
                spellings[normalized_name(text)][text] += int(amount)
    merged = []
    for figure in figures:
        sums: defaultdict[str | None, Decimal] = defaultdict(Decimal)
        for text, amount in figure.items():
            sums[None if text is None else normalized_name(text)] += amount
        merged.append(dict(sums))
    names = {
        name: min(texts, key=lambda text: (-texts[text], text)) for name, texts in spellings.items()
    }
    return merged, {name: names[name] for name in sorted(names, key=natural_key)}
