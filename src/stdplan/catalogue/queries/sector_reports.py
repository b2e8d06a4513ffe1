"""The pipeline by sector: how many records stand in each stage and status on a day.

The plan's focus areas, and what the catalogue holds for each on a day.

Rule: an area has nothing where none of its records is a project, about to take effect or in force;
the others are those that the measure `covered` counts.

The level of what is in force, as its records say it, by sector; and how much has a benchmark.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import measures, plans, reviews
from stdplan.catalogue.queries.query import Query, any_of, evaluate_once
from stdplan.domain.codes import STAGES, STATUSES
from stdplan.table import Cell, Column, Records

_STAGE_COLUMNS = {f"stage_{code}": code for code in STAGES}
_STATUS_COLUMNS = {status.replace("-", "_"): status for status in STATUSES}
PIPELINE_COLUMNS = (
    Column("sector", "key"),
    Column("name"),
    Column("records", "integer"),
    *(Column(name, "integer") for name in (*_STAGE_COLUMNS, "no_stage", *_STATUS_COLUMNS)),
)


def pipeline_by_sector(connection: sqlite3.Connection, plan: int, day: date) -> Query:
    """For each of the plan's sectors, and for records of no sector of it: stages and statuses.

    A record is counted once, in its own sector; focus areas in other sectors do not count here, so
    that the rows add up to the catalogue.
    """
    tallies = [
        *(f"sum(stage = '{code}') AS {name}" for name, code in _STAGE_COLUMNS.items()),
        "sum(stage IS NULL) AS no_stage",
        *(f"sum(status = '{code}') AS {name}" for name, code in _STATUS_COLUMNS.items()),
    ]
    facts = (
        f"SELECT {plans.OWN_SECTOR} AS sector, {sql_rules.stage('s')} AS stage,"
        f" {sql_rules.status('s')} AS status FROM standard s WHERE {sql_rules.is_known('s')}"
    )
    counts = (
        f"SELECT sector, count(*) AS records, {', '.join(tallies)} FROM {evaluate_once(facts)}"
        " GROUP BY sector"
    )
    names = ("records", *_STAGE_COLUMNS, "no_stage", *_STATUS_COLUMNS)
    return Query(
        connection,
        {
            "sector": "p.sector",
            "name": plans.name_expression("c"),
            **{name: f"coalesce(n.{name}, 0)" for name in names},
        },
        PIPELINE_COLUMNS,
        plans.SECTORS_AND_REST,
        parameters={**sql_rules.day_parameters(day), "plan": plan},
        order="p.position",
        common={"n": counts},
    )


COVERAGE_COLUMNS = (
    Column("focus", "key"), Column("sector", "key"), Column("name"), Column("phrase"),
    Column("priority", "flag"), Column("projects", "integer"), Column("upcoming", "integer"),
    Column("in_force", "integer"), Column("due", "integer"), Column("published", "integer"),
    Column("none", "flag"),
)  # fmt: skip
_PRIORITY, _NONE = 4, 10


def focus_coverage(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    day: date,
    sectors: Sequence[str] = (),
    priority: bool = False,
) -> list[list[Cell]]:
    """A row for each focus area of the plan, in its order; of some sectors, of priority only."""
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan.year}
    facts = (
        f"SELECT f.focus AS focus, {sql_rules.status('s')} AS status,"
        f" {reviews.is_due(reviews.plan_due_rule(plan, day), parameters)} AS due,"
        f" {measures.is_published_in(plan.year, day, parameters)} AS published"
        " FROM standard_focus f JOIN standard s ON s.id = f.standard"
        f" WHERE {sql_rules.is_known('s')}"
    )
    counts = (
        "SELECT focus, sum(status = 'planned') AS projects, sum(status = 'upcoming') AS upcoming,"
        " sum(status = 'in-force') AS in_force, sum(status = 'in-force' AND due) AS due,"
        f" sum(published) AS published FROM {evaluate_once(facts)} GROUP BY focus"
    )
    where = [any_of("a.sector", "sector", sectors, parameters)] if sectors else []
    where += ["p.priority = 1"] if priority else []
    found = connection.execute(
        f"WITH n AS MATERIALIZED ({counts})"
        f" SELECT a.code, a.sector, {plans.name_expression('a')}, a.phrase, p.priority,"
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


def without_any(rows: Sequence[Sequence[Cell]]) -> Records:
    """Those of the areas that have nothing."""
    return Records(COVERAGE_COLUMNS, [row for row in rows if row[_NONE]])


LEVEL_COLUMNS = (
    Column("sector", "key"), Column("name"), Column("level"), Column("in_force", "integer"),
    Column("share", "percent"), Column("benchmarked", "integer"),
)  # fmt: skip


def levels_by_sector(
    connection: sqlite3.Connection,
    plan: int,
    day: date,
    families: Sequence[str] = (),
    sectors: Sequence[str] = (),
) -> Query:
    """Standards in force, without amendments, of `families` (none: all) by sector and level.

    `share` is percent of the sector's; the row without a level is those whose record says none.
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    where = [sql_rules.is_in_force("s"), "s.amends IS NULL"]
    if families:
        where.insert(0, any_of("s.family", "family", families, parameters))
    counts = (
        f"SELECT {plans.OWN_SECTOR} AS sector, s.level AS level, count(*) AS in_force,"
        " sum(s.benchmark IS NOT NULL) AS benchmarked"
        f" FROM standard s WHERE {' AND '.join(where)} GROUP BY 1, 2"
    )
    expressions = {
        "sector": "p.sector",
        "name": plans.name_expression("c"),
        "level": "n.level",
        "in_force": "n.in_force",
        "share": "round(100.0 * n.in_force"
        " / (SELECT sum(m.in_force) FROM n m WHERE m.sector IS n.sector), 1)",
        "benchmarked": "n.benchmarked",
    }
    asked = ["n.in_force > 0"]
    if sectors:
        asked.append(any_of("p.sector", "sector", sectors, parameters))
    return Query(
        connection,
        expressions,
        LEVEL_COLUMNS,
        plans.SECTORS_AND_REST,
        tuple(asked),
        parameters,
        "p.position, n.level IS NULL, n.level",
        common={"n": counts},
    )
