"""Activities on a day: the work that is no standard, and what of it is due.

Rule: an activity is there from its date on; without one, from the beginning. What was closed after
the day was open then. It belongs to the plan of its year (of its date,
else its deadline, else its end) where that has its kind, else to the plan asked for, else to the
newest that has it.

The kinds of activities of the plans, and what there is of each.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import measures, plans
from stdplan.catalogue.queries.measures import MeasureWindow
from stdplan.catalogue.queries.query import Query, any_of, contains_any
from stdplan.catalogue.sql_rules import first_day
from stdplan.domain import activities
from stdplan.domain.activities import Kind, Kinds
from stdplan.table import Cell, Column, Records

# The fields in their order, with what the kind tells: its task and the unit of quantities.
_BEHIND = {"kind": (Column("task", "integer"),), "quantity": (Column("unit"),)}
ACTIVITY_COLUMNS = (
    Column("id", "integer"),
    *(
        column
        for field in activities.FIELDS
        for column in (field.column, *_BEHIND.get(field.name, ()))
    ),
)
ACTIVITY_SHOW_COLUMNS = (*ACTIVITY_COLUMNS, Column("states", "records"))
ACTIVITY_DUE_COLUMNS = (
    Column("id", "integer"), Column("kind", "key"), Column("task", "integer"), Column("title"),
    Column("which", "key"), Column("until", "date"), Column("days", "integer"),
    Column("sector", "key"), Column("organisation"), Column("person"), Column("country"),
    Column("reference", "key"),
)  # fmt: skip

_DAY = "coalesce(a.date, a.due, a.closed)"
_THERE = f"(a.date IS NULL OR {first_day('a.date')} <= :day)"
_OPEN = f"(a.closed IS NULL OR {first_day('a.closed')} > :day)"
# Each activity beside its kind of the one plan that it belongs to.
_KINDS = "SELECT p.rowid FROM activity_kind p WHERE p.code = a.kind"
_KIND = (
    "LEFT JOIN activity_kind k ON k.rowid ="
    f" coalesce(({_KINDS} AND p.plan = CAST(substr({_DAY}, 1, 4) AS INTEGER)),"
    f" ({_KINDS} AND p.plan = :plan), ({_KINDS} ORDER BY p.plan DESC LIMIT 1))"
)


class ActivityFilters(NamedTuple):
    """What a list of activities may be narrowed by; several values of one filter mean or."""

    kind: Sequence[str] = ()
    task: Sequence[int] = ()
    sector: Sequence[str] = ()
    standard: Sequence[str] = ()
    organisation: Sequence[str] = ()
    person: Sequence[str] = ()
    region: Sequence[str] = ()
    country: Sequence[str] = ()
    state: Sequence[str] = ()
    search: Sequence[str] = ()
    first: str | None = None
    last: str | None = None
    open: bool | None = None
    plan: int | None = None
    id: int | None = None


def list_activities(
    connection: sqlite3.Connection, plan: int, day: date, filters: ActivityFilters
) -> Query:
    """The activities that are there on the day and pass the filters, by day; all `SHOW_COLUMNS`."""
    into: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    return Query(
        connection,
        _expressions(),
        ACTIVITY_SHOW_COLUMNS,
        f"activity a {_KIND}",
        (_THERE, *_conditions(filters, into)),
        into,
        f"{_DAY} IS NULL, {first_day(_DAY)}, a.id",
        {"quantity": "CAST(a.quantity AS NUMERIC)"},
    )


def count_not_yet_known(connection: sqlite3.Connection, day: date) -> int:
    """How many activities have their date after the day, and so are left out."""
    sql = f"SELECT count(*) FROM activity a WHERE NOT {_THERE}"
    return int(connection.execute(sql, sql_rules.day_parameters(day)).fetchone()[0])


def list_due_activities(
    connection: sqlite3.Connection, plan: int, day: date, within: int, filters: ActivityFilters
) -> Query:
    """Deadlines and ends of validity up to `within` days after the day, the most overdue first.

    A deadline counts while the activity is open; an end of validity that lies ahead counts in any
    case, one that has passed until somebody closes the activity.
    """
    into: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    into["limit"] = str(day + timedelta(days=within)) if within < _FOREVER else "9999-12-31"
    until = first_day("u.until")
    dated = (
        "(SELECT id, 'due' AS which, due AS until FROM activity WHERE due IS NOT NULL"
        " UNION ALL SELECT id, 'expires', expires FROM activity WHERE expires IS NOT NULL)"
    )
    columns = {name: f"a.{name}" for name in ("id", "kind", "title", "sector", "organisation")}
    columns |= {name: f"a.{name}" for name in ("person", "country", "reference")}
    columns |= {
        "task": "k.task",
        "which": "u.which",
        "until": "u.until",
        "days": f"CAST(julianday({until}) - julianday(:day) AS INTEGER)",
    }
    alive = f"({_OPEN} OR (u.which = 'expires' AND {until} >= :day))"
    return Query(
        connection,
        columns,
        ACTIVITY_DUE_COLUMNS,
        f"{dated} u JOIN activity a ON a.id = u.id {_KIND}",
        (_THERE, f"{until} <= :limit", alive, *_conditions(filters, into)),
        into,
        f"{until}, u.which, a.id",
    )


# More days than any catalogue looks ahead; a date of the year 10000 cannot be written.
_FOREVER = 1_000_000


def _expressions() -> dict[str, str]:
    made = {field.name: f"a.{field.name}" for field in activities.FIELDS}
    closed = f"CASE WHEN NOT {_OPEN} THEN a.closed END"
    states = {"state": sql_rules.ACTIVITY_STATE, "states": sql_rules.ACTIVITY_STATES}
    unit = plans.name_expression("k", "unit")
    return {**made, **states, "closed": closed, "id": "a.id", "task": "k.task", "unit": unit}


def _conditions(filters: ActivityFilters, into: dict[str, object]) -> list[str]:
    known: dict[str, Callable[[Sequence[str]], str]] = {
        "kind": lambda values: any_of("a.kind", "kind", values, into),
        "task": lambda values: any_of("k.task", "task", values, into),
        "sector": lambda values: any_of("a.sector", "sector", values, into),
        "standard": lambda values: any_of("a.standard", "standard", values, into),
        "state": lambda values: any_of(sql_rules.ACTIVITY_STATE, "state", values, into),
        "search": lambda values: contains_any(("a.title", "a.note"), "search", values, into),
    }
    for name in ("organisation", "person", "region", "country"):
        known[name] = _containing(name, into)
    made = [
        known[name](values)
        for name, values in filters._asdict().items()
        if values and name in known
    ]
    for name, sign, bound in (("first", ">=", filters.first), ("last", "<=", filters.last)):
        if bound is not None:
            into[f"{name}_day"] = bound
            made.append(f"{first_day(_DAY)} {sign} :{name}_day")
    if filters.open is not None:
        made.append(_OPEN if filters.open else f"NOT {_OPEN}")
    if filters.plan is not None:
        made.append("k.plan = :plan")
    if filters.id is not None:
        into["id"] = filters.id
        made.append("a.id = :id")
    return made


def _containing(name: str, into: dict[str, object]) -> Callable[[Sequence[str]], str]:
    return lambda values: contains_any((f"a.{name}",), name, values, into)


KIND_COLUMNS = (
    Column("task", "integer"), Column("code", "key"), Column("name"), Column("name_zh"),
    Column("name_en"), Column("unit"), Column("count", "integer"), Column("quantity", "decimal"),
)  # fmt: skip


def load_kinds(connection: sqlite3.Connection, plan: int) -> Kinds:
    """The kinds of all plans; `plan` is the one asked for."""
    rows = connection.execute(
        "SELECT plan, code, name_zh, name_en, unit_zh, unit_en FROM activity_kind"
        " ORDER BY plan, task, position"
    )
    return Kinds((Kind(row[0], row[1], row[2:4], row[4:6]) for row in rows), plan)


def count_by_kind(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, task: int | None = None
) -> Records:
    """The plan's kinds, or those of one task, with how many activities there are within the plan's
    year up to the day, and their quantities added up."""
    window = MeasureWindow(connection, plan, day)
    rows: list[list[Cell]] = []
    for row in connection.execute(
        f"SELECT task, code, {plans.name_expression('k')}, name_zh, name_en,"
        f" {plans.name_expression('k', 'unit')}"
        " FROM activity_kind k WHERE plan = :plan AND coalesce(task = :task, 1)"
        " ORDER BY task, position",
        {"plan": plan.year, "task": task},
    ):
        counts = [
            measures.total(connection, measure(window, row[1]), window.parameters())
            for measure in _MEASURES
        ]
        rows.append([*row, *counts])
    return Records(KIND_COLUMNS, rows)


_MEASURES = (measures.activities, measures.quantity)
