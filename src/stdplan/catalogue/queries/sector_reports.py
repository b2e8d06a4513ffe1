"""Reports by sector and focus area: the pipeline, the coverage of the plan, levels.

The pipeline counts the records of each sector by stage and status on a day. Coverage counts what
there is for each focus area of the plan; an area has nothing if none of its records is a project,
about to take effect or in force, and the measure `covered` counts all others. Levels are those that
the records of standards in force name.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import measures, plans, reviews
from stdplan.catalogue.queries.query import Query, Values, any_of, evaluate_once
from stdplan.domain.codes import STAGES, STATUSES
from stdplan.table import Cell, Column, Records

_STAGE_COLUMNS = {f"stage_{code}": code for code in STAGES}
_STATUS_COLUMNS = {status.replace("-", "_"): status for status in STATUSES}
_PIPELINE_COUNTS = ("records", *_STAGE_COLUMNS, "no_stage", *_STATUS_COLUMNS)
PIPELINE_COLUMNS = (
    Column("sector", "key"),
    Column("name"),
    *(Column(name, "integer") for name in _PIPELINE_COUNTS),
)
COVERAGE_COLUMNS = (
    Column("focus", "key"), Column("sector", "key"), Column("name"), Column("phrase"),
    Column("priority", "flag"), Column("projects", "integer"), Column("upcoming", "integer"),
    Column("in_force", "integer"), Column("due", "integer", context="number of standards"),
    Column("published", "integer"),
    Column("none", "flag"),
)  # fmt: skip
LEVEL_COLUMNS = (
    Column("sector", "key"), Column("name"), Column("level"), Column("in_force", "integer"),
    Column("share", "percent"), Column("benchmarked", "integer"),
)  # fmt: skip


def pipeline_by_sector(connection: sqlite3.Connection, plan: int, day: date) -> Query:
    """Return the numbers of records in each stage and status, for each of the plan's sectors and
    for the records of no sector of it.

    A record counts once, in its own sector and not in those of its focus areas, so that the rows
    add up to all records.
    """
    sums = ", ".join(f"sum({name}) AS {name}" for name in _PIPELINE_COUNTS)
    parts = " UNION ALL ".join(
        f"SELECT l.sector, {_counted(counts)} FROM {tables} GROUP BY l.sector"
        for tables, counts in _PIPELINE_PARTS.items()
    )
    counts = f"""
        SELECT {plans.own_sector("sector")} AS sector, {sums}
        FROM ({parts})
        GROUP BY 1
    """
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": plans.name_expression("c"),
            **{name: f"coalesce(n.{name}, 0)" for name in _PIPELINE_COUNTS},
        },
        columns=PIPELINE_COLUMNS,
        tables=plans.SECTORS_AND_REST,
        parameters={**sql_rules.day_parameters(day), "plan": plan},
        order="p.position",
        common={"n": counts},
    )


def _counted(counts: Mapping[str, str]) -> str:
    """Return the columns of _PIPELINE_COUNTS; 0 for those that `counts` does not have."""
    return ", ".join(f"{counts.get(name, '0')} AS {name}" for name in _PIPELINE_COUNTS)


# What adds up to the pipeline: the tables, and the counts over them. Most records are published:
# an index has all that is needed to count them, in the order of the sectors. Only the others, and
# those under review, are asked for their stage.
_STAGE, _STATUS = sql_rules.stage("l"), sql_rules.status("l")
_START = sql_rules.start_from_index("l")
_PUBLISHED = f"{sql_rules.is_known('l')} AND {sql_rules.is_public('l')}"
_PIPELINE_PARTS = {
    f"life l WHERE {_PUBLISHED}": {
        "records": "count(*)",
        "stage_95": "sum(l.ends <= :day)",
        "stage_60": "sum(l.ends > :day)",
        "withdrawn": "sum(l.ends <= :day)",
        "upcoming": f"sum(l.ends > :day AND {_START} > :day)",
        "in_force": f"sum(l.ends > :day AND {_START} <= :day)",
    },
    f"life l WHERE l.public > :day AND {sql_rules.is_known('l')}": {
        "records": "count(*)",
        **{name: f"sum({_STAGE} IS '{code}')" for name, code in _STAGE_COLUMNS.items()},
        "no_stage": f"sum({_STAGE} IS NULL)",
        **{name: f"sum({_STATUS} = '{code}')" for name, code in _STATUS_COLUMNS.items()},
    },
    f"""(
            SELECT DISTINCT standard FROM stage_change WHERE stage = '90' AND date <= :day
        ) c
        CROSS JOIN life l ON l.standard = c.standard
        WHERE {_PUBLISHED} AND {_STAGE} = '90'""": {
        "stage_90": "count(*)",
        "stage_60": "-count(*)",
    },
}


def focus_coverage(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    day: date,
    sectors: Values = (),
    priority: bool = False,
) -> list[list[Cell]]:
    """Return the cells of COVERAGE_COLUMNS for each focus area, in the order of the plan.

    `sectors`: only areas of these sectors. `priority`: only priority areas."""
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan.year}
    facts = evaluate_once(f"""
        SELECT f.focus AS focus, {sql_rules.status("l")} AS status,
        {reviews.is_due(reviews.plan_due_rule(plan, day), parameters)} AS due,
        {measures.is_published_in(plan.year, day, parameters)} AS published
        FROM standard_focus f
        JOIN standard s ON s.id = f.standard
        JOIN life l ON l.standard = f.standard
        WHERE {sql_rules.is_known("l")}
    """)
    where = ["p.plan = :plan"]
    if sectors:
        where.append(any_of("a.sector", "sector", sectors, parameters))
    if priority:
        where.append("p.priority = 1")
    areas = connection.execute(
        f"""
        WITH n AS MATERIALIZED (
            SELECT focus,
            sum(status IN ('planned', 'suspended')) AS projects,
            sum(status = 'upcoming') AS upcoming,
            sum(status = 'in-force') AS in_force,
            sum(status = 'in-force' AND due) AS due,
            sum(published) AS published
            FROM {facts}
            GROUP BY focus
        )
        SELECT a.code, a.sector, {plans.name_expression("a")}, a.phrase, p.priority,
        coalesce(n.projects, 0), coalesce(n.upcoming, 0), coalesce(n.in_force, 0),
        coalesce(n.due, 0), coalesce(n.published, 0),
        coalesce(n.projects + n.upcoming + n.in_force, 0) = 0
        FROM plan_focus p
        JOIN focus_area a ON a.code = p.focus
        LEFT JOIN n ON n.focus = a.code
        WHERE {" AND ".join(where)}
        ORDER BY p.position
        """,
        parameters,
    )
    return [
        [code, sector, name, phrase, bool(is_priority), *counts, bool(has_nothing)]
        for code, sector, name, phrase, is_priority, *counts, has_nothing in areas
    ]


def areas_without_records(coverage: Sequence[Sequence[Cell]]) -> Records:
    """Return the rows of `focus_coverage` whose area has nothing."""
    none = [column.name for column in COVERAGE_COLUMNS].index("none")
    return Records(COVERAGE_COLUMNS, [row for row in coverage if row[none]])


def levels_by_sector(
    connection: sqlite3.Connection,
    plan: int,
    day: date,
    families: Sequence[str | None] = (),
    sectors: Values = (),
) -> Query:
    """Return the numbers of standards in force, without amendments, by sector and level.

    `families`: only standards of these; `sectors`: only these rows. `share` is the percentage of
    the sector's standards; the row without a level counts those whose record names none.
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    conditions = [sql_rules.is_in_force("l"), "NOT l.amendment"]
    if families:
        conditions.insert(0, any_of("l.family", "family", families, parameters))
    counts = f"""
        SELECT {plans.OWN_SECTOR} AS sector, s.level AS level, count(*) AS in_force,
        sum(s.benchmark IS NOT NULL) AS benchmarked
        FROM standard s
        JOIN life l ON l.standard = s.id
        WHERE {" AND ".join(conditions)}
        GROUP BY 1, 2
    """
    where = ["n.in_force > 0"]
    if sectors:
        where.append(any_of("p.sector", "sector", sectors, parameters))
    all_of_sector = "(SELECT sum(m.in_force) FROM n m WHERE m.sector IS n.sector)"
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": plans.name_expression("c"),
            "level": "n.level",
            "in_force": "n.in_force",
            "share": f"round(100.0 * n.in_force / {all_of_sector}, 1)",
            "benchmarked": "n.benchmarked",
        },
        columns=LEVEL_COLUMNS,
        tables=plans.SECTORS_AND_REST,
        where=where,
        parameters=parameters,
        order="p.position, n.level IS NULL, n.level",
        common={"n": counts},
    )
