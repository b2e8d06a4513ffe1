"""How long projects stay in each stage, on a day."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import projects, timeline, way
from stdplan.catalogue.queries.select import Select, in_sector
from stdplan.domain.codes import STAGES, word
from stdplan.domain.stages import MAKING
from stdplan.table import Column

COLUMNS = (
    Column("stage", "key"), Column("name"), Column("limit_months", "integer"),
    Column("in_stage", "integer"), Column("over_limit", "integer"), Column("longest", "key"),
    Column("longest_days", "integer"), Column("left", "integer"), Column("mean_days", "decimal"),
    Column("median_days", "decimal"),
)  # fmt: skip
_STAGES = ", ".join(
    f"('{code}', :name{code}, {months or 'NULL'})" for code, months in MAKING.items()
)


def by_stage(connection: sqlite3.Connection, day: date, sectors: Sequence[str] = ()) -> Select:
    """For each stage of a project's making: who is in it now, and how long those took who left it.

    A project that was published, terminated or moved on has left the stage; the mean and the median
    are of those. Over the limit are those in it for more than its usual months.
    """
    parameters: dict[str, object] = dict(timeline.parameters(day))
    parameters |= {f"name{code}": word(STAGES, code) for code in MAKING}
    of = "s.id IN (SELECT standard FROM stage_change WHERE stage < '60')"
    if sectors:
        of += f" AND {in_sector(sectors, parameters)}"
    common = {
        **way.steps(of),
        "stages": "SELECT column1 AS stage, column2 AS name, column3 AS months"
        f" FROM (VALUES {_STAGES})",
        "stay": "SELECT t.id, t.stage, t.day, t.left, k.months,"
        f" {way.days('t.day', 'coalesce(t.left, :day)')} AS days"
        " FROM step t JOIN stages k ON k.stage = t.stage",
        "ranked": "SELECT stage, days, row_number() OVER (PARTITION BY stage ORDER BY days) AS n,"
        " count(*) OVER (PARTITION BY stage) AS all_of_it FROM stay WHERE left IS NOT NULL",
        "done": "SELECT stage, count(*) AS left, avg(days) AS mean,"
        " avg(CASE WHEN n IN ((all_of_it + 1) / 2, (all_of_it + 2) / 2) THEN days END) AS median"
        " FROM ranked GROUP BY stage",
        "now": "SELECT y.stage, count(*) AS in_stage,"
        f" sum(coalesce({projects.months_later('y.day', 'y.months')} < :day, 0)) AS over_limit,"
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
    return Select(
        connection,
        expressions,
        COLUMNS,
        "stages k LEFT JOIN now w ON w.stage = k.stage LEFT JOIN done d ON d.stage = k.stage",
        parameters=parameters,
        order="k.stage",
        common=common,
    )
