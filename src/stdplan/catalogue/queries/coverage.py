"""The plan's focus areas, and what the catalogue holds for each on a day.

Rule: an area has nothing where none of its records is a project, about to take effect or in force;
the others are those that the measure `covered` counts.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import due, measure_window, plans, timeline
from stdplan.catalogue.queries.select import any_of, once
from stdplan.table import Cell, Column, Records

COLUMNS = (
    Column("focus", "key"), Column("sector", "key"), Column("name"), Column("phrase"),
    Column("priority", "flag"), Column("projects", "integer"), Column("upcoming", "integer"),
    Column("in_force", "integer"), Column("due", "integer"), Column("published", "integer"),
    Column("none", "flag"),
)  # fmt: skip
_PRIORITY, _NONE = 4, 10


def areas(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    day: date,
    sectors: Sequence[str] = (),
    priority: bool = False,
) -> list[list[Cell]]:
    """A row for each focus area of the plan, in its order; of some sectors, of priority only."""
    parameters: dict[str, object] = {**timeline.parameters(day), "plan": plan.year}
    facts = (
        f"SELECT f.focus AS focus, {timeline.status('s')} AS status,"
        f" {due.is_due(due.of_plan(plan, day), parameters)} AS due,"
        f" {measure_window.published_in(plan.year, day, parameters)} AS published"
        " FROM standard_focus f JOIN standard s ON s.id = f.standard"
        f" WHERE {timeline.there('s')}"
    )
    counts = (
        "SELECT focus, sum(status = 'planned') AS projects, sum(status = 'upcoming') AS upcoming,"
        " sum(status = 'in-force') AS in_force, sum(status = 'in-force' AND due) AS due,"
        f" sum(published) AS published FROM {once(facts)} GROUP BY focus"
    )
    where = [any_of("a.sector", "sector", sectors, parameters)] if sectors else []
    where += ["p.priority = 1"] if priority else []
    found = connection.execute(
        f"WITH n AS MATERIALIZED ({counts})"
        f" SELECT a.code, a.sector, {plans.named('a')}, a.phrase, p.priority,"
        " coalesce(n.projects, 0), coalesce(n.upcoming, 0), coalesce(n.in_force, 0),"
        " coalesce(n.due, 0), coalesce(n.published, 0),"
        " coalesce(n.projects + n.upcoming + n.in_force, 0) = 0"
        " FROM plan_focus p JOIN focus_area a ON a.code = p.focus LEFT JOIN n ON n.focus = a.code"
        f" WHERE {' AND '.join(['p.plan = :plan', *where])} ORDER BY p.position",
        parameters,
    )
    flags = (_PRIORITY, _NONE)
    return [
        [bool(cell) if place in flags else cell for place, cell in enumerate(row)] for row in found
    ]


def gaps(rows: Sequence[Sequence[Cell]]) -> Records:
    """Those of the areas that have nothing."""
    return Records(COLUMNS, [row for row in rows if row[_NONE]])
