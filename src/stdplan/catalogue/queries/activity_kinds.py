"""The kinds of activities of the plans, and what there is of each."""

import sqlite3
from datetime import date

from stdplan.catalogue.queries import counting, measure_activities, plans
from stdplan.catalogue.queries.measure_window import Window
from stdplan.domain.activities import Kind, Kinds
from stdplan.table import Cell, Column, Records

COLUMNS = (
    Column("task", "integer"), Column("code", "key"), Column("name"), Column("name_zh"),
    Column("name_en"), Column("unit"), Column("count", "integer"), Column("quantity", "decimal"),
)  # fmt: skip


def kinds(connection: sqlite3.Connection, plan: int) -> Kinds:
    """The kinds of all plans; `plan` is the one asked for."""
    rows = connection.execute(
        "SELECT plan, code, name_zh, name_en, unit_zh, unit_en FROM activity_kind"
        " ORDER BY plan, task, position"
    )
    return Kinds((Kind(row[0], row[1], row[2:4], row[4:6]) for row in rows), plan)


def counted(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, task: int | None = None
) -> Records:
    """The plan's kinds, or those of one task, with how many activities there are within the plan's
    year up to the day, and their quantities added up."""
    window = Window(connection, plan, day)
    rows: list[list[Cell]] = []
    for row in connection.execute(
        f"SELECT task, code, {plans.named('k')}, name_zh, name_en, {plans.named('k', 'unit')}"
        " FROM activity_kind k WHERE plan = :plan AND coalesce(task = :task, 1)"
        " ORDER BY task, position",
        {"plan": plan.year, "task": task},
    ):
        counts = [
            counting.whole(connection, measure(window, row[1]), window.parameters())
            for measure in _MEASURES
        ]
        rows.append([*row, *counts])
    return Records(COLUMNS, rows)


_MEASURES = (measure_activities.held, measure_activities.quantity)
