"""The views that SQL of users reads: `stdplan sql`, pandas, and every other program that calls us.

A view shows the catalogue on a day, by the rules of a plan. It is a temporary view of one
connection, so the file has none of them, and another day is another view.

    connection = open_reader("plan.db")
    create_views(connection, date(2011, 12, 31))
    connection.execute("SELECT status, count(*) FROM standards GROUP BY status")

Rule: a view that a command also lists is made of the query of that command, so both have the same
rows. Columns have the keys of the commands, and types by which SQLite compares: `stage = 40` finds
the text '40'. Columns of several values are JSON. domain/view_words.py says what each means.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from datetime import date

from stdplan.catalogue import view_plan_queries, view_queries
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.query import Query, with_clause
from stdplan.catalogue.sql_functions import add_functions
from stdplan.catalogue.sql_literals import with_literals
from stdplan.catalogue.view_queries import Scope
from stdplan.domain.view_words import VIEWS as VIEW_WORDS
from stdplan.domain.view_words import column_words
from stdplan.i18n import language
from stdplan.light import lazy_pattern
from stdplan.table import Column, Kind, Records, Row

# The views by name, in the order in which they are documented.
VIEWS: dict[str, Callable[[Scope], Query]] = {
    "standards": view_queries.all_standards,
    "statuses": view_queries.statuses,
    "ages": view_queries.ages,
    "in_sectors": view_queries.in_sectors,
    "in_areas": view_queries.in_areas,
    "reviews": view_queries.all_reviews,
    "reviews_due": view_queries.reviews_due,
    "projects": view_queries.projects,
    "stages": view_queries.stages,
    "suspensions": view_queries.suspensions,
    "extensions": view_queries.extensions,
    "adoptions": view_queries.adoptions,
    "replacements": view_queries.replacements,
    "former_numbers": view_queries.former_numbers,
    "plans": view_plan_queries.plans,
    "tasks": view_plan_queries.tasks,
    "indicators": view_plan_queries.indicators,
    "progress": view_plan_queries.progress_figures,
    "amounts": view_plan_queries.amounts,
    "sectors": view_plan_queries.sectors,
    "focus_areas": view_plan_queries.focus_areas,
    "drivers": view_plan_queries.drivers,
    "activity_kinds": view_plan_queries.activity_kinds,
    "activities": view_plan_queries.activities,
    "operations": view_plan_queries.operations,
    "changes": view_plan_queries.changes,
}

# The type of a column by the kind of its cells.
_TYPES: dict[Kind, str] = {"integer": "INTEGER", "flag": "INTEGER"}
_NUMBERS = ("decimal", "percent")
# A column of a table has a type already.
_PLAIN = lazy_pattern(r'\w+\.(\w+|"\w+")')


def create_views(
    connection: sqlite3.Connection,
    day: date,
    plan: plans.PlanRules | None = None,
    names: Collection[str] | None = None,
    sql: str | None = None,
) -> None:
    """Create the views of a day and a plan on a connection, in place of those it has.

    `plan`: by default that of the day's year, as for every command. `names`: only these views, by
    default all. `sql`: only the columns that this query may mean, by default all. The names of
    sectors, tasks and the like are in the language of the run. Raise Missing if the catalogue has
    no plan.
    """
    add_functions(connection)
    for name, query in _queries(connection, day, plan, names):
        if sql is not None:
            query = query.replaced(columns=columns_in(sql, query.columns))
        connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
        connection.execute(_create_statement(name, query))


# SQL that has columns without their names, or whose words are not certain.
_ALL_COLUMNS = lazy_pattern(r"(?:\b(?:select|distinct|all)|[,.])\s*\*|\bnatural\b|\bpragma|/\*|--")


def columns_in(sql: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns that a query may mean, at least one.

    SQLite computes all columns of a view that it cannot merge into the query, such as one on the
    right of a LEFT JOIN.
    """
    folded = sql.casefold()
    if _ALL_COLUMNS.search(folded):
        return columns
    return tuple(column for column in columns if column.name in folded) or columns[:1]


def view_columns(
    connection: sqlite3.Connection,
    day: date,
    plan: plans.PlanRules | None = None,
    names: Collection[str] | None = None,
) -> dict[str, tuple[Column, ...]]:
    """Return the columns of the views, by the name of the view; the arguments are those of
    `create_views`."""
    return {name: query.columns for name, query in _queries(connection, day, plan, names)}


LISTED_COLUMNS = (
    Column("view", "key"), Column("column", "key"), Column("type", "key"), Column("meaning"),
)  # fmt: skip


def list_columns(connection: sqlite3.Connection, day: date, plan: plans.PlanRules) -> Records:
    """Return the views and their columns, with what they mean in the language of the run."""
    place = 0 if language() == "zh" else 1
    rows: list[Row] = []
    for view, columns in view_columns(connection, day, plan).items():
        rows.append((view, None, None, VIEW_WORDS[view][place]))
        rows += [
            (view, column.name, sql_type(column.kind), column_words(view, column.name)[place])
            for column in columns
        ]
    return Records(LISTED_COLUMNS, rows)


def sql_type(kind: Kind) -> str:
    """Return the type that SQLite has for a kind of cells."""
    return "NUMERIC" if kind in _NUMBERS else _TYPES.get(kind, "TEXT")


def _queries(
    connection: sqlite3.Connection,
    day: date,
    plan: plans.PlanRules | None,
    names: Collection[str] | None,
) -> Iterator[tuple[str, Query]]:
    scope = Scope(connection, day, plan or plans.choose_plan(connection, None, day.year))
    for name, make in VIEWS.items():
        if names is None or name in names:
            yield name, make(scope)


def _create_statement(name: str, query: Query) -> str:
    """Return the statement that creates a view of a query, in no order."""
    cells = ", ".join(
        f'{_typed(query.expressions[column.name], column.kind)} AS "{column.name}"'
        for column in query.columns
    )
    where = f" WHERE {' AND '.join(query.where)}" if query.where else ""
    select = f"{with_clause(query.common)}SELECT {cells} FROM {query.tables}{where}"
    return f"CREATE TEMP VIEW {name} AS {with_literals(select, query.parameters)}"


def _typed(expression: str, kind: Kind) -> str:
    """Return SQL for a cell with the type of its kind. Without it, SQLite would find no number
    equal to a text of digits."""
    if kind not in _NUMBERS and _PLAIN.fullmatch(expression):
        return expression
    return f"CAST({expression} AS {sql_type(kind)})"
