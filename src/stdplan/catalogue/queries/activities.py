"""Activities on a day, which of them are due, and how many there are of each kind.

Rule: an activity exists from its date on; without one, always. An activity that was closed after
the day was open then. It belongs to the plan of its year (that of its date, else of its deadline,
else of the day it was closed) if that plan has its kind, else to the plan asked for, else to the
newest plan that has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import measure_figures, measures, plans
from stdplan.catalogue.queries.query import Query, Values, any_of, contains_any, has_words_of_any
from stdplan.catalogue.sql_rules import first_day
from stdplan.domain import activities
from stdplan.domain.activities import Kind, Kinds
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Records

# Columns that the kind adds after a field: its task, and the unit of its quantities.
_COLUMNS_OF_KIND = {"kind": (Column("task", "integer"),), "quantity": (Column("unit"),)}
ACTIVITY_COLUMNS = (
    Column("id", "integer"),
    *(
        column
        for field in activities.FIELDS
        for column in (field.column, *_COLUMNS_OF_KIND.get(field.name, ()))
    ),
)
ACTIVITY_SHOW_COLUMNS = (*ACTIVITY_COLUMNS, Column("states", "records"))
ACTIVITY_DUE_COLUMNS = (
    Column("id", "integer"), Column("kind", "key"), Column("task", "integer"), Column("title"),
    Column("which", "key"), Column("until", "date", context="limit"), Column("days", "integer"),
    Column("sector", "key"), Column("organisation"), Column("person"), Column("country"),
    Column("reference", "key"),
)  # fmt: skip
KIND_COLUMNS = (
    Column("task", "integer"), Column("code", "key"), Column("name"), Column("name_zh"),
    Column("name_en"), Column("unit"), Column("count", "integer"), Column("quantity", "decimal"),
)  # fmt: skip

# The day by which activity `a` is sorted, and whether it exists and is open on :day.
_DAY = "coalesce(a.date, a.due, a.closed)"
_EXISTS = f"(a.date IS NULL OR {first_day('a.date')} <= :day)"
_OPEN = f"(a.closed IS NULL OR {first_day('a.closed')} > :day)"
# Joins activity `a` with its kind `k` in the one plan to which it belongs.
_KINDS = "SELECT p.rowid FROM activity_kind p WHERE p.code = a.kind"
_JOIN_KIND = f"""LEFT JOIN activity_kind k ON k.rowid = coalesce(
        ({_KINDS} AND p.plan = CAST(substr({_DAY}, 1, 4) AS INTEGER)),
        ({_KINDS} AND p.plan = :plan),
        ({_KINDS} ORDER BY p.plan DESC LIMIT 1)
    )"""
# More days than any catalogue looks ahead; a date of the year 10000 cannot be written.
_FOREVER = 1_000_000


class ActivityFilters(NamedTuple):
    """The filters of a list of activities; several values of one filter mean or.

    `first` and `last` are ISO days, both included. `open`: True for open ones only, False for
    closed ones only.
    """

    kind: Values = ()
    task: Values = ()
    sector: Values = ()
    standard: Values = ()
    organisation: Values = ()
    person: Values = ()
    region: Values = ()
    country: Values = ()
    state: Values = ()
    search: Values = ()
    first: str | None = None
    last: str | None = None
    open: bool | None = None
    plan: int | None = None
    id: int | None = None


def list_activities(
    connection: sqlite3.Connection, plan: int, day: date, filters: ActivityFilters
) -> Query:
    """Return the activities that exist on the day and pass the filters, by day, with all
    `ACTIVITY_SHOW_COLUMNS`.

        query = list_activities(connection, 2011, date(2011, 6, 30), ActivityFilters(task=[4]))
        for kind, title in query.fetch(["kind", "title"]):
            print(kind, title)
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    return Query(
        connection=connection,
        expressions={
            **{field.name: f"a.{field.name}" for field in activities.FIELDS},
            "id": "a.id",
            "task": "k.task",
            "unit": plans.name_expression("k", "unit"),
            "closed": f"CASE WHEN NOT {_OPEN} THEN a.closed END",
            "state": sql_rules.ACTIVITY_STATE,
            "states": sql_rules.ACTIVITY_STATES,
        },
        columns=ACTIVITY_SHOW_COLUMNS,
        tables=f"activity a {_JOIN_KIND}",
        where=(_EXISTS, *_conditions(filters, parameters)),
        parameters=parameters,
        order=f"{_DAY} IS NULL, {first_day(_DAY)}, a.id",
        sort_by={"quantity": "CAST(a.quantity AS NUMERIC)"},
    )


def count_not_yet_known(connection: sqlite3.Connection, day: date) -> int:
    """Return how many activities have their date after the day, and so are left out of lists."""
    sql = f"SELECT count(*) FROM activity a WHERE NOT {_EXISTS}"
    return int(connection.execute(sql, sql_rules.day_parameters(day)).fetchone()[0])


def list_due_activities(
    connection: sqlite3.Connection, plan: int, day: date, within: int, filters: ActivityFilters
) -> Query:
    """Return deadlines and ends of validity up to `within` days after the day, the most overdue
    first.

    A deadline counts while the activity is open. An end of validity that lies ahead always counts,
    one that has passed counts until the activity is closed.
    """
    limit = str(day + timedelta(days=within)) if within < _FOREVER else "9999-12-31"
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan, "limit": limit}
    until = first_day("u.until")
    dates = """(
            SELECT id, 'due' AS which, due AS until FROM activity WHERE due IS NOT NULL
            UNION ALL SELECT id, 'expires', expires FROM activity WHERE expires IS NOT NULL
        )"""
    of_activity = (
        "id", "kind", "title", "sector", "organisation", "person", "country", "reference",
    )  # fmt: skip
    return Query(
        connection=connection,
        expressions={
            **{name: f"a.{name}" for name in of_activity},
            "task": "k.task",
            "which": "u.which",
            "until": "u.until",
            "days": sql_rules.days_between(":day", until),
        },
        columns=ACTIVITY_DUE_COLUMNS,
        tables=f"{dates} u JOIN activity a ON a.id = u.id {_JOIN_KIND}",
        where=(
            _EXISTS,
            f"{until} <= :limit",
            f"({_OPEN} OR (u.which = 'expires' AND {until} >= :day))",
            *_conditions(filters, parameters),
        ),
        parameters=parameters,
        order=f"{until}, u.which, a.id",
    )


def _conditions(filters: ActivityFilters, parameters: dict[str, object]) -> list[str]:
    """Return a condition for each filter that has a value."""

    def contains(name: str) -> Callable[[Values], str]:
        return lambda values: contains_any(f"a.{name}", name, values, parameters)

    rules: dict[str, Callable[[Values], str]] = {
        "kind": lambda values: any_of("a.kind", "kind", values, parameters),
        "task": lambda values: any_of("k.task", "task", values, parameters),
        "sector": lambda values: any_of("a.sector", "sector", values, parameters),
        "standard": lambda values: any_of("a.standard", "standard", values, parameters),
        "state": lambda values: any_of(sql_rules.ACTIVITY_STATE, "state", values, parameters),
        "search": lambda values: has_words_of_any(
            ("a.title", "a.note"), "search", values, parameters
        ),
        **{name: contains(name) for name in ("organisation", "person", "region", "country")},
    }
    conditions = [
        rules[name](values)
        for name, values in filters._asdict().items()
        if values and name in rules
    ]
    if filters.first is not None:
        parameters["first_day"] = filters.first
        conditions.append(f"{first_day(_DAY)} >= :first_day")
    if filters.last is not None:
        parameters["last_day"] = filters.last
        conditions.append(f"{first_day(_DAY)} <= :last_day")
    if filters.open is not None:
        conditions.append(_OPEN if filters.open else f"NOT {_OPEN}")
    if filters.plan is not None:
        conditions.append("k.plan = :plan")
    if filters.id is not None:
        parameters["id"] = filters.id
        conditions.append("a.id = :id")
    return conditions


# Kinds of activities.


def load_kinds(connection: sqlite3.Connection, plan: int) -> Kinds:
    """Return the kinds of all plans; `plan` is the one asked for."""
    rows = connection.execute(
        """
        SELECT plan, code, name_zh, name_en, unit_zh, unit_en
        FROM activity_kind
        ORDER BY plan, task, position
        """
    )
    return Kinds(
        (
            Kind(of_plan, code, (name_zh, name_en), (unit_zh, unit_en))
            for of_plan, code, name_zh, name_en, unit_zh, unit_en in rows
        ),
        plan,
    )


def count_by_kind(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, task: int | None = None
) -> Records:
    """Return the plan's kinds, or those of one task, with the number of their activities within the
    plan's year up to the day, and the sum of their quantities."""
    window = measures.MeasureWindow(connection, plan, day)
    kinds = connection.execute(
        f"""
        SELECT task, code, {plans.name_expression("k")}, name_zh, name_en,
        {plans.name_expression("k", "unit")}
        FROM activity_kind k
        WHERE plan = :plan AND coalesce(task = :task, 1)
        ORDER BY task, position
        """,
        {"plan": plan.year, "task": task},
    )
    rows: list[list[Cell]] = []
    for number, code, *cells in kinds:
        count = measure_figures.total(window, measures.activities(window, code))
        quantity = measure_figures.total(window, measures.quantity(window, code))
        rows.append([number, code, *cells, count, quantity])
    return Records(KIND_COLUMNS, rows)
