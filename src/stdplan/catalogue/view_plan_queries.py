"""The rows of the views about plans: their contents, progress, activities, and the history.

Rule: as in view_queries.py. Views are of one plan, that of the scope, but `plans` has all. Figures
are those of `report progress`: the same statements, one for each indicator of the plan.
"""

from __future__ import annotations

from stdplan.catalogue.queries import activities as activity_queries
from stdplan.catalogue.queries import (
    measure_figures,
    measures,
    plan_contents,
    progress,
    stored_plan,
)
from stdplan.catalogue.queries.measures import MeasureWindow
from stdplan.catalogue.queries.plans import name_expression
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.sql_literals import literal, with_literals
from stdplan.catalogue.view_queries import Scope
from stdplan.table import Column

# Some views are called like tables of the file. These are the tables.
_AMOUNTS = "main.progress g JOIN main.indicator i ON i.id = g.indicator"
_NAMES = (Column("name"), Column("name_zh"), Column("name_en"))


def _names(alias: str) -> dict[str, str]:
    """Return the expressions for _NAMES of what a plan defines, in the table with an alias."""
    own = {column: f"{alias}.{column}" for column in ("name_zh", "name_en")}
    return {"name": name_expression(alias), **own}


# The contents of the plan.


def plans(scope: Scope) -> Query:
    """Return all plans, as `plans list`."""
    return stored_plan.list_plans(scope.connection)


def sectors(scope: Scope) -> Query:
    """Return the plan's sectors, as `sectors list`."""
    return plan_contents.list_sectors(scope.connection, scope.plan.year, scope.day)


def focus_areas(scope: Scope) -> Query:
    """Return the plan's focus areas, as `focus list`, with their keywords."""
    listed = plan_contents.list_focus_areas(scope.connection, scope.plan.year, scope.day)
    return listed.replaced(
        columns=(*listed.columns, Column("keywords", "list")),
        expressions={**listed.expressions, "keywords": "a.keywords"},
    )


def tasks(scope: Scope) -> Query:
    """Return the plan's tasks, as `tasks list`, with their summaries."""
    listed = plan_contents.list_tasks(scope.connection, scope.plan.year)
    return listed.replaced(
        columns=(*listed.columns, Column("summary")),
        expressions={**listed.expressions, "summary": name_expression("k", "summary")},
    )


def indicators(scope: Scope) -> Query:
    """Return the plan's indicators as the plan states them; view `progress` has their figures."""
    return scope.query(
        (
            *(Column("task", "integer"), Column("indicator", "key"), *_NAMES, Column("unit")),
            *(Column("measure", "key"), Column("target", "key"), Column("main", "flag")),
        ),
        {
            "task": "i.task",
            "indicator": "i.code",
            **_names("i"),
            "unit": name_expression("i", "unit"),
            "measure": "i.measure",
            "target": "i.target",
            "main": "i.main",
        },
        "indicator i",
        ("i.plan = :plan",),
    )


def drivers(scope: Scope) -> Query:
    """Return the plan's drivers."""
    return scope.query(
        (Column("task", "integer"), Column("code", "key"), *_NAMES),
        {"task": "d.task", "code": "d.code", **_names("d")},
        "driver d",
        ("d.plan = :plan",),
    )


# Progress.


def progress_figures(scope: Scope) -> Query:
    """Return the indicators with their targets and amounts, as `report progress`."""
    window = MeasureWindow(scope.connection, scope.plan, scope.day)
    rows = []
    for indicator in progress.indicator_targets(scope.connection, scope.plan.year):
        counted, denominator, families = _counted(window, indicator.measure)
        recorded = f"""(
            SELECT coalesce(exact_sum(g.amount), 0)
            FROM {_AMOUNTS}
            WHERE i.plan = {scope.plan.year} AND i.code = {literal(indicator.code)}
            AND g.date <= {literal(window.last)}
        )"""
        first = ", ".join(map(literal, indicator.cells))
        rows.append(
            f"SELECT {first}, {_target(window, indicator.target)}, {counted}, {recorded},"
            f" {denominator}, {literal(families)}"
        )
    names = "task, indicator, name, unit, target, counted, recorded, denominator, denominator_of"
    empty = f"SELECT {', '.join(['NULL'] * 9)} WHERE 0"
    actual = """(
        SELECT exact_sum(x.amount)
        FROM (SELECT t.counted AS amount UNION ALL SELECT t.recorded) x
    )"""
    return scope.query(
        progress.PROGRESS_COLUMNS,
        {
            # In brackets, because only columns of tables have a type (views.py).
            **{name: f"(t.{name})" for name in names.split(", ")},
            "actual": actual,
            "percent": f"percentage({actual}, t.target)",
        },
        "t",
        common={f"t({names})": " UNION ALL ".join(rows or [empty])},
    )


def _counted(window: MeasureWindow, measure: str) -> tuple[str, str, str | None]:
    """Return SQL for the figure of a measure and for its denominator, and its families as JSON."""
    rows = measures.measure_rows(window, measure)
    if rows is None:
        return "NULL", "NULL", None
    parameters = {**window.parameters, **rows.parameters}
    figure = with_literals(f"(SELECT {rows.figure} FROM ({rows.sums()}) r)", parameters)
    whole = f"(SELECT coalesce(sum(r.whole), 0) FROM ({rows.sums()}) r)"
    families = ", ".join(f'"{family}"' for family in rows.families)
    return (
        figure,
        with_literals(whole, parameters) if rows.rate else "NULL",
        f"[{families}]" if families else None,
    )


def _target(window: MeasureWindow, target: str | None) -> str:
    """Return SQL for the value of a target, which is a number or another measure."""
    if target is None:
        return "NULL"
    if target.partition(":")[0] in measures.MEASURES:
        return _counted(window, target)[0]
    return literal(progress.as_number(measure_figures.target_value(window, target)))


def amounts(scope: Scope) -> Query:
    """Return the amounts recorded by hand up to the day, as `progress list`."""
    listed = progress.list_amounts(scope.connection, scope.plan.year, day=scope.day)
    return listed.replaced(tables=_AMOUNTS)


# Activities.


def activities(scope: Scope) -> Query:
    """Return the activities that exist on the day, as `activities list`, with their states."""
    no_filter = activity_queries.ActivityFilters()
    return activity_queries.list_activities(scope.connection, scope.plan.year, scope.day, no_filter)


def activity_kinds(scope: Scope) -> Query:
    """Return the plan's kinds of activities."""
    return scope.query(
        (Column("task", "integer"), Column("code", "key"), *_NAMES, Column("unit")),
        {
            "task": "k.task",
            "code": "k.code",
            **_names("k"),
            "unit": name_expression("k", "unit"),
        },
        "activity_kind k",
        ("k.plan = :plan",),
    )


# The history.


def operations(scope: Scope) -> Query:
    """Return what was done with the catalogue, whatever the day."""
    return scope.query(
        (
            *(Column("id", "integer"), Column("at", "key"), Column("command")),
            *(Column("counts", "object"), Column("undoes", "integer")),
        ),
        {name: f"o.{name}" for name in ("id", "at", "command", "counts", "undoes")},
        "operation o",
    )


# Tables whose rows belong to a standard.
_OF_STANDARDS = (
    "standard_focus", "adopts", "other_number", "stage_change", "suspension", "extension", "review",
    "campaign_member",
)  # fmt: skip


# SQL for 1 if entry `c` of row_change is about a row that was removed; `before` has its values.
_IS_REMOVED = "(c.column_name IS NULL AND c.before IS NOT NULL)"


def changes(scope: Scope) -> Query:
    """Return every recorded change of a value, and every row added or removed, whatever the day.

    `key`: the standard to which it belongs, NULL if it belongs to none, or if that was removed
    later.
    """
    names = ("operation", "table", "row", "key", "field", "old", "new")
    return scope.query(
        (
            *(Column("operation", "integer"), Column("at", "key"), Column("table", "key")),
            *(Column("row", "integer"), Column("key", "key"), Column("field", "key")),
            *(Column("old"), Column("new")),
        ),
        {**{name: f'h."{name}"' for name in names}, "at": "o.at"},
        f"""(
            SELECT c.operation, c.table_name AS "table", c.row, {_key_of_change()} AS key,
            CASE
                WHEN c.column_name IS NOT NULL THEN c.column_name
                WHEN {_IS_REMOVED} THEN 'removed'
                ELSE 'added'
            END AS field,
            c.before AS old, c.after AS new
            FROM row_change c
            UNION ALL {_added_rows()}
        ) h
        LEFT JOIN operation o ON o.id = h.operation""",
    )


def _key_of_change() -> str:
    """Return SQL for the key of the standard to which entry `c` of row_change belongs."""

    def value(name: str, present: str) -> str:
        """Return SQL for a value of the row: the recorded one if it was removed, else `present`."""
        removed = f"json_extract(c.before, '$.{name}')"
        return f"CASE WHEN {_IS_REMOVED} THEN {removed} ELSE ({present}) END"

    keys = {
        "standard": value("key", "SELECT s.key FROM main.standard s WHERE s.id = c.row"),
        "replaces": value(
            "successor", "SELECT r.successor FROM main.replaces r WHERE r.id = c.row"
        ),
    }
    for table in _OF_STANDARDS:
        owner = value("standard", f"SELECT x.standard FROM main.{table} x WHERE x.id = c.row")
        keys[table] = f"(SELECT s.key FROM main.standard s WHERE s.id = {owner})"
    branches = "\n".join(f"WHEN '{table}' THEN {key}" for table, key in keys.items())
    return f"CASE c.table_name {branches} END"


def _added_rows() -> str:
    """Return the SELECTs of the rows that operations added, which row_change does not have."""
    tables = [
        ("standard", "x.key", ""),
        ("replaces", "x.successor", ""),
        *(
            (table, "s.key", "LEFT JOIN main.standard s ON s.id = x.standard")
            for table in _OF_STANDARDS
        ),
        *((table, "NULL", "") for table in ("progress", "activity", "activity_state")),
    ]
    return " UNION ALL ".join(
        f"""
        SELECT a.operation, '{table}', x.id, {key}, 'added', NULL, NULL
        FROM rows_added a
        JOIN main.{table} x ON x.id BETWEEN a.first AND a.last
        {join}
        WHERE a.table_name = '{table}'"""
        for table, key, join in tables
    )
