"""How long projects stay in each stage, on a day.

What moved from stage to stage within some days: projects on their way, and how they ended.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.query import Query, in_sector
from stdplan.domain.codes import STAGES, label
from stdplan.domain.stages import MAKING
from stdplan.table import Column

STAGE_COLUMNS = (
    Column("stage", "key"), Column("name"), Column("limit_months", "integer"),
    Column("in_stage", "integer"), Column("over_limit", "integer"), Column("longest", "key"),
    Column("longest_days", "integer"), Column("left", "integer"), Column("mean_days", "decimal"),
    Column("median_days", "decimal"),
)  # fmt: skip
_STAGES = ", ".join(
    f"('{code}', :name{code}, {months or 'NULL'})" for code, months in MAKING.items()
)


def time_by_stage(connection: sqlite3.Connection, day: date, sectors: Sequence[str] = ()) -> Query:
    """For each stage of a project's making: who is in it now, and how long those took who left it.

    A project that was published, terminated or moved on has left the stage; the mean and the median
    are of those. Over the limit are those in it for more than its usual months.
    """
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    parameters |= {f"name{code}": label(STAGES, code) for code in MAKING}
    of = "s.id IN (SELECT standard FROM stage_change WHERE stage < '60')"
    if sectors:
        of += f" AND {in_sector(sectors, parameters)}"
    common = {
        **sql_rules.stage_steps(of),
        "stages": "SELECT column1 AS stage, column2 AS name, column3 AS months"
        f" FROM (VALUES {_STAGES})",
        "stay": "SELECT t.id, t.stage, t.day, t.left, k.months,"
        f" {sql_rules.days_between('t.day', 'coalesce(t.left, :day)')} AS days"
        " FROM step t JOIN stages k ON k.stage = t.stage",
        "ranked": "SELECT stage, days, row_number() OVER (PARTITION BY stage ORDER BY days) AS n,"
        " count(*) OVER (PARTITION BY stage) AS all_of_it FROM stay WHERE left IS NOT NULL",
        "done": "SELECT stage, count(*) AS left, avg(days) AS mean,"
        " avg(CASE WHEN n IN ((all_of_it + 1) / 2, (all_of_it + 2) / 2) THEN days END) AS median"
        " FROM ranked GROUP BY stage",
        "now": "SELECT y.stage, count(*) AS in_stage,"
        f" sum(coalesce({sql_rules.add_months('y.day', 'y.months')} < :day, 0)) AS over_limit,"
        " max(y.days) AS days, min(y.day || s.key) AS longest"
        " FROM stay y JOIN standard s ON s.id = y.id WHERE y.left IS NULL GROUP BY y.stage",
    }
    expressions = {
        "stage": "k.stage",
        "name": "k.name",
        "limit_months": "k.months",
        "in_stage": "coalesce(w.in_stage, 0)",
        "over_limit": "CASE WHEN k.months IS NOT NULL THEN coalesce(w.over_limit, 0) END",
        "longest": "substr(w.longest, 11)",
        "longest_days": "w.days",
        "left": "coalesce(d.left, 0)",
        "mean_days": "round(d.mean, 1)",
        "median_days": "d.median",
    }
    return Query(
        connection,
        expressions,
        STAGE_COLUMNS,
        "stages k LEFT JOIN now w ON w.stage = k.stage LEFT JOIN done d ON d.stage = k.stage",
        parameters=parameters,
        order="k.stage",
        common=common,
    )


MOVE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("from_stage", "key"),
    Column("stage", "key"), Column("event", "key"), Column("date", "date"),
    Column("days", "integer"),
)  # fmt: skip


def list_moves(
    connection: sqlite3.Connection, since: str, until: date, sectors: Sequence[str] = ()
) -> Query:
    """Each step within the days, `since` (an ISO day) and `until` among them, in their order.

    `event`: staged, published, reviewed (a review under way came to its end), withdrawn,
    terminated. `days`: how long it was in the stage before.
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(until), "since": since}
    of = f"s.id IN ({_touched()})"
    if sectors:
        of += f" AND {in_sector(sectors, parameters)}"
    expressions = {
        "number": "s.key",
        "title": "s.title",
        "sector": "s.sector",
        "from_stage": "t.before",
        "stage": f"nullif(t.stage, '{sql_rules.TERMINATED_STEP}')",
        "event": f"CASE WHEN t.stage = '{sql_rules.TERMINATED_STEP}' THEN 'terminated'"
        " WHEN t.stage = '95' THEN 'withdrawn' WHEN t.stage <> '60' THEN 'staged'"
        " WHEN t.before = '90' THEN 'reviewed' ELSE 'published' END",
        "date": "t.date",
        "days": sql_rules.days_between("t.since", "t.day"),
    }
    return Query(
        connection,
        expressions,
        MOVE_COLUMNS,
        "step t JOIN standard s ON s.id = t.id",
        ("t.day BETWEEN :since AND :day",),
        parameters,
        "t.day, s.sort_key, s.key, t.stage",
        {"number": "s.sort_key"},
        sql_rules.stage_steps(of),
    )


def _touched() -> str:
    """The ids of records to which something may have happened within the days.

    Few, so that no other record is asked for its way.
    """
    within = "BETWEEN :since AND :day"
    return (
        f"SELECT standard FROM stage_change WHERE {sql_rules.first_day('date')} {within}"
        f" UNION SELECT standard FROM review WHERE {sql_rules.first_day('date')} {within}"
        f" UNION SELECT id FROM standard p WHERE {sql_rules.public_day('p')} {within}"
        f" OR {sql_rules.first_day('p.terminated')} {within}"
        f" OR {sql_rules.first_day('p.withdrawn')} {within}"
        " UNION SELECT o.id FROM standard n JOIN replaces r ON r.successor = n.key"
        f" JOIN standard o ON o.key = r.target WHERE {sql_rules.start_day('n')} {within}"
    )
