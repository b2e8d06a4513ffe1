"""A digest: what happened within some days, and what lies ahead, part by part, for a bulletin.

Rule: a digest has no rules of its own. Each part asks the query of another report (moves, reviews,
activities, progress) for the days of the period, as the catalogue was known on its last day. A date
known to the month or year falls on its first day. Publications and effects without a day of their
own are no news, and neither is an end that is only inferred (life.py); these are counted. What lies
ahead includes the last day of the period; what is overdue by then is in `standards list --overdue`,
`activities due` and `review due`.

Filters of records leave out what is of no record: the progress of indicators and, unless sectors
are the only filter, activities.

digest_forms.py has the two forms of a digest.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.edition_rules import next_edition
from stdplan.catalogue.queries import (
    activities,
    plans,
    progress,
    review_list,
    reviews,
    stage_reports,
)
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.record_filters import NO_FILTERS, RecordFilters
from stdplan.catalogue.queries.standards import NATURAL_ORDER, STANDARDS, field_expressions
from stdplan.light import NamedTuple
from stdplan.table import Column, Row, Sort


class Period(NamedTuple):
    """The days from `since` to `until`, both included, and how many days `ahead` of the last."""

    since: date
    until: date
    ahead: int

    @property
    def limit(self) -> date:
        """Return the last of the days ahead."""
        return self.until + timedelta(self.ahead)


class DigestPart(NamedTuple):
    """Records of one kind; each row has a cell for each of the keys."""

    name: str
    keys: tuple[str, ...]
    rows: list[Row]


# The keys of the records of each part.
STANDARD_KEYS = ("date", "number", "title", "sector", "department")
_STEP_KEYS = {
    "published": STANDARD_KEYS,
    "withdrawn": (*STANDARD_KEYS, "replaced_by"),
    "staged": (*STANDARD_KEYS, "from_stage", "stage"),
    "terminated": (*STANDARD_KEYS, "from_stage"),
}
_REVIEW_KEYS = (*STANDARD_KEYS, "outcome", "into", "ends")
_ACTIVITY_KEYS = ("date", "id", "kind", "task", "title", "sector", "organisation", "reference")
_PROGRESS_KEYS = (
    "task", "indicator", "name", "unit", "target", "before", "actual", "change", "percent",
)  # fmt: skip
_PROJECT_KEYS = (*STANDARD_KEYS, "stage")
_ACTIVITY_DUE_KEYS = (
    "date", "id", "kind", "task", "title", "sector", "organisation", "person", "country",
    "reference",
)  # fmt: skip


# What happened.


def past_parts(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters = NO_FILTERS,
) -> list[DigestPart]:
    """Return the parts of what happened within the period, and how far the indicators came.

    Records with a day are in the order of their days.

    period = Period(date(2011, 1, 1), date(2011, 3, 31), ahead=90)
    for part in past_parts(connection, choose_plan(connection, 2011), period):
        print(part.name, len(part.rows))
    """
    steps = _step_parts(connection, period, filters)
    published = steps.pop("published")
    return [
        published,
        _by_department(published),
        _by_sector(connection, published),
        _effective(connection, period, filters),
        *steps.values(),
        _reviewed(connection, period, filters),
        _activities_held(connection, plan, period, filters),
        _activities_closed(connection, plan, period, filters),
        _progress(connection, plan, period, filters),
    ]


def _step_parts(
    connection: sqlite3.Connection, period: Period, filters: RecordFilters
) -> dict[str, DigestPart]:
    """Return the parts of _STEP_KEYS, by name, from one pass over the steps of `report moves`.

    The ends of reviews are left out, since there is a part of all reviews.
    """
    replaced_by = field_expressions(connection)["replaced_by"]
    edition = next_edition("s", "l")
    query = (
        stage_reports.list_moves(connection, period.since.isoformat(), period.until)
        .with_columns(
            {
                "department": "s.department",
                "replaced_by": f"""CASE
                    WHEN t.stage <> '95' THEN NULL
                    WHEN l.ends_basis = 'edition' THEN json_array({edition})
                    ELSE {replaced_by}
                END""",
            },
            lists=("replaced_by",),
        )
        .narrowed(
            "(t.stage <> '60' OR s.published IS NOT NULL)",
            sql_rules.is_known("l"),
        )
    )
    names = tuple(dict.fromkeys(("event", *(key for keys in _STEP_KEYS.values() for key in keys))))
    parts = {name: DigestPart(name, keys, []) for name, keys in _STEP_KEYS.items()}
    for row in filters.narrow(query).fetch(names):
        cells = dict(zip(names, row, strict=True))
        if part := parts.get(str(cells["event"])):
            part.rows.append([cells[key] for key in part.keys])
    return parts


def count_inferred_ends(
    connection: sqlite3.Connection, period: Period, filters: RecordFilters = NO_FILTERS
) -> int:
    """Return how many records ended within the period on a day that is only inferred."""
    query = Query(
        connection=connection,
        expressions={},
        columns=(),
        tables="life l CROSS JOIN standard s ON s.id = l.standard",
        where=(
            f"l.ends BETWEEN :since AND :day AND l.ends < {sql_rules.NEVER}",
            "l.ends_basis = 'inferred'",
            sql_rules.is_known("l"),
        ),
        parameters={**sql_rules.day_parameters(period.until), "since": period.since.isoformat()},
    )
    return filters.narrow(query).total()


def _by_department(published: DigestPart) -> DigestPart:
    rows: list[Row] = [[name, count] for name, count in _count_by(published, "department")]
    return DigestPart("by_department", ("department", "standards"), rows)


def _by_sector(connection: sqlite3.Connection, published: DigestPart) -> DigestPart:
    names = dict(connection.execute(f"SELECT code, {plans.name_expression('c')} FROM sector c"))
    rows: list[Row] = [
        [code, names.get(code), count] for code, count in _count_by(published, "sector")
    ]
    return DigestPart("by_sector", ("sector", "name", "standards"), rows)


def _count_by(part: DigestPart, key: str) -> list[tuple[str | None, int]]:
    """Return each value of a key with its number of rows: the most rows first, None last."""
    index = part.keys.index(key)
    values: Iterator[str | None] = (
        None if row[index] is None else str(row[index]) for row in part.rows
    )
    counts = Counter(values).items()
    return sorted(counts, key=lambda item: (item[0] is None, -item[1], str(item[0])))


def _effective(
    connection: sqlite3.Connection, period: Period, filters: RecordFilters
) -> DigestPart:
    """Return the standards that took effect: published by then, and not ended before."""
    since = {"since": period.since.isoformat()}
    return _starting("effective", connection, period, filters, ":since AND :day", since)


def _starting(
    name: str,
    connection: sqlite3.Connection,
    period: Period,
    filters: RecordFilters,
    days: str,
    parameters: Mapping[str, object],
) -> DigestPart:
    """Return the part of the standards that take effect within some days (SQL): published on the
    last day of the period, and not ended before."""
    start = "l.counted_from"
    query = Query(
        connection=connection,
        expressions={
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": "s.effective",
            "number": "s.key",
        },
        columns=tuple(map(Column, STANDARD_KEYS)),
        # The days come first, since few records begin in the period.
        tables="life l CROSS JOIN standard s ON s.id = l.standard",
        where=(
            f"{start} BETWEEN {days} AND s.effective IS NOT NULL",
            f"({sql_rules.is_public('l')}) IS TRUE",
            f"l.ends > {start}",
        ),
        parameters={**sql_rules.day_parameters(period.until), **parameters},
        order=f"{start}, {NATURAL_ORDER}",
    )
    return DigestPart(name, STANDARD_KEYS, list(filters.narrow(query).fetch(STANDARD_KEYS)))


def _reviewed(connection: sqlite3.Connection, period: Period, filters: RecordFilters) -> DigestPart:
    query = (
        review_list.list_reviews(
            connection, period.until, review_list.ReviewFilters(step="decided")
        )
        .with_columns({"sector": "s.sector", "department": "s.department"})
        .narrowed(f"{sql_rules.first_day('v.date')} >= :since", since=period.since.isoformat())
    )
    rows = filters.narrow(query).fetch(_REVIEW_KEYS, [Sort("date")])
    return DigestPart("reviewed", _REVIEW_KEYS, list(rows))


def _activities_held(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
) -> DigestPart:
    keys = (*_ACTIVITY_KEYS, "quantity", "unit")
    rows: list[Row] = []
    query = _activities_by(connection, plan, period, filters, "date")
    for *cells, quantity, unit in query.fetch(keys):
        # A quantity is stored as text.
        amount = None if quantity is None else progress.as_number(Decimal(str(quantity)))
        rows.append([*cells, amount, unit])
    return DigestPart("activities_held", keys, rows)


def _activities_closed(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
) -> DigestPart:
    keys = (*_ACTIVITY_KEYS, "state")
    query = _activities_by(connection, plan, period, filters, "closed")
    return DigestPart("activities_closed", keys, list(query.fetch(keys)))


def _activities_by(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
    column: str,
) -> Query:
    """Return the activities whose day in a column (date, closed) lies within the period."""
    day = sql_rules.first_day(f"a.{column}")
    return (
        activities.list_activities(
            connection, plan.year, period.until, activities.ActivityFilters(sector=filters.sectors)
        )
        .with_columns({"date": f"a.{column}"})
        .narrowed(f"{day} BETWEEN :since AND :day", since=period.since.isoformat())
        .narrowed(_of_activities(filters))
        .replaced(order=f"{day}, a.id")
    )


def _of_activities(filters: RecordFilters) -> str:
    """Return SQL for 1 unless the filters choose records: an activity has nothing but a sector."""
    return "1" if filters.only_sectors() else "0"


def _progress(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
) -> DigestPart:
    """Return the indicators that changed, if the period and the plan's year have common days."""
    part = DigestPart("progress", _PROGRESS_KEYS, [])
    if filters.any() or not period.since.year <= plan.year <= period.until.year:
        return part
    names = [name for name in _PROGRESS_KEYS if name not in ("before", "change")]
    eve = period.since - timedelta(1)
    before = progress.progress_report(connection, plan, eve).fetch(["actual"])
    now = progress.progress_report(connection, plan, period.until).fetch(names)
    for (old,), (*cells, actual, percent) in zip(before, now, strict=True):
        if old != actual:
            change = progress.as_number(Decimal(str(actual or 0)) - Decimal(str(old or 0)))
            part.rows.append([*cells, old, actual, change, percent])
    return part


# What lies ahead.


def coming_parts(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters = NO_FILTERS,
) -> list[DigestPart]:
    """Return what takes effect and ends after the last day of the period, and projects and
    activities due, ends of validity, and reviews that fall due from that day on, up to the limit;
    each part by day."""
    return [
        _effective_ahead(connection, period, filters),
        _ends_ahead(connection, period, filters),
        _projects_due(connection, plan, period, filters),
        *_activities_due(connection, plan, period, filters),
        _reviews_due(connection, plan, period, filters),
    ]


def _effective_ahead(
    connection: sqlite3.Connection, period: Period, filters: RecordFilters
) -> DigestPart:
    return _starting(
        "effective_ahead", connection, period, filters, ":next AND :limit", _days_ahead(period)
    )


def _days_ahead(period: Period) -> dict[str, object]:
    """Return the parameters :next, the day after the period, and :limit."""
    return {
        "next": (period.until + timedelta(1)).isoformat(),
        "limit": period.limit.isoformat(),
    }


def _ends_ahead(
    connection: sqlite3.Connection, period: Period, filters: RecordFilters
) -> DigestPart:
    """Return the standards that end, as known on the last day of the period: what ends them is
    published by then, or their withdrawal is decided."""
    replaced_by = field_expressions(connection)["replaced_by"]
    edition = next_edition("s", "l")
    public = """
        SELECT min(m.public)
        FROM standard n
        JOIN life m ON m.standard = n.id"""
    decided = f"""
        SELECT min({sql_rules.first_day("v.date")})
        FROM review v
        WHERE v.standard = s.id AND v.outcome = 'withdraw' AND {sql_rules.is_decided("v")}
        AND {sql_rules.first_day("v.ends")} = l.ends"""
    query = Query(
        connection=connection,
        expressions={
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": "l.ends",
            "number": "s.key",
            "replaced_by": f"""CASE l.ends_basis
                WHEN 'edition' THEN json_array({edition})
                ELSE {replaced_by}
            END""",
        },
        columns=(*map(Column, STANDARD_KEYS), Column("replaced_by", "list")),
        tables="life l CROSS JOIN standard s ON s.id = l.standard",
        where=(
            f"l.ends BETWEEN :next AND :limit AND l.ends < {sql_rules.NEVER}",
            "l.ends_basis IS NOT 'inferred'",
            f"({sql_rules.is_public('l')}) IS TRUE",
            f"""coalesce(CASE l.ends_basis
                WHEN 'edition' THEN ({public} WHERE n.key = {edition})
                WHEN 'successor' THEN (
                    {public}
                    JOIN replaces r ON r.successor = n.key
                    WHERE r.target = s.key AND NOT r.partial AND m.starts = l.ends
                )
                ELSE ({decided})
            END <= :day, 1)""",
        ),
        parameters={**sql_rules.day_parameters(period.until), **_days_ahead(period)},
        order=f"l.ends, {NATURAL_ORDER}",
    )
    keys = _STEP_KEYS["withdrawn"]
    return DigestPart("ends_ahead", keys, list(filters.narrow(query).fetch(keys)))


def _projects_due(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
) -> DigestPart:
    deadline = project_rules.deadline("s")
    query = Query(
        connection=connection,
        expressions={
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": deadline,
            "number": "s.key",
            "stage": sql_rules.stage("l"),
        },
        columns=tuple(map(Column, _PROJECT_KEYS)),
        tables=STANDARDS,
        where=(
            project_rules.clock_runs("l"),
            sql_rules.is_known("l"),
            f"{deadline} BETWEEN :day AND :limit",
        ),
        parameters={
            **sql_rules.day_parameters(period.until),
            "limit": period.limit.isoformat(),
            **plan.months(),
        },
        order=f"{deadline}, {NATURAL_ORDER}",
    )
    rows = filters.narrow(query).fetch(_PROJECT_KEYS)
    return DigestPart("projects_due", _PROJECT_KEYS, list(rows))


def _activities_due(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
) -> list[DigestPart]:
    """Return the part of the deadlines and the part of the ends of validity."""
    of_sectors = activities.ActivityFilters(sector=filters.sectors)
    query = (
        activities.list_due_activities(
            connection, plan.year, period.until, period.ahead, of_sectors
        )
        .with_columns({"date": "u.until"})
        .narrowed(_of_activities(filters))
    )
    parts = {
        "due": DigestPart("activities_due", _ACTIVITY_DUE_KEYS, []),
        "expires": DigestPart("expiring", _ACTIVITY_DUE_KEYS, []),
    }
    for which, days, *cells in query.fetch(("which", "days", *_ACTIVITY_DUE_KEYS)):
        if isinstance(days, int) and days >= 0:
            parts[str(which)].rows.append(cells)
    return [*parts.values()]


def _reviews_due(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    period: Period,
    filters: RecordFilters,
) -> DigestPart:
    rule = reviews.plan_due_rule(plan, period.until)
    span = reviews.DaySpan(period.until.isoformat(), period.limit.isoformat())
    query = reviews.due_events(connection, rule, span, plan.year).with_columns(
        {
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": "d.due",
            "number": "s.key",
        }
    )
    rows = filters.narrow(query).fetch(STANDARD_KEYS)
    return DigestPart("reviews_due", STANDARD_KEYS, list(rows))
