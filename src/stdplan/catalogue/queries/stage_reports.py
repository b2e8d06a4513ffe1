"""Projects and their stages: the time in each stage, and the steps within some days.

The steps from stage to stage are those of `step_rules.stage_steps`.
"""

import sqlite3
from datetime import date

from stdplan.catalogue import project_rules, sql_rules, step_rules
from stdplan.catalogue.queries.query import Query, Values, in_sector
from stdplan.domain.codes import STAGES, label
from stdplan.domain.stages import MAKING
from stdplan.table import Column

STAGE_COLUMNS = (
    Column("stage", "key"), Column("name"), Column("limit_months", "integer"),
    Column("in_stage", "integer"), Column("over_limit", "integer"), Column("longest", "key"),
    Column("longest_days", "integer"), Column("left", "integer"), Column("mean_days", "decimal"),
    Column("median_days", "decimal"), Column("suspended", "integer"),
)  # fmt: skip
MOVE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("from_stage", "key"),
    Column("stage", "key"), Column("event", "key"), Column("date", "date"),
    Column("days", "integer"),
)  # fmt: skip
_STAGE_VALUES = ", ".join(
    f"('{code}', :name{code}, {months or 'NULL'})" for code, months in MAKING.items()
)


def time_by_stage(connection: sqlite3.Connection, day: date, sectors: Values = ()) -> Query:
    """Return a row for each stage before publication: how many projects are in it on the day, and
    how many days it took the projects that left it.

    A project has left a stage if it was published, terminated or moved on. Mean and median are
    those of the projects that left. A project is over the limit if it is in the stage for more
    than its usual months; after its submission for approval no limit applies. Days on which it was
    suspended do not count, and a suspended project is not over the limit.
    """
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    parameters |= {f"name{code}": label(STAGES, code) for code in MAKING}
    condition = "s.id IN (SELECT standard FROM stage_change WHERE stage < '60')"
    if sectors:
        condition += f" AND {in_sector(sectors, parameters)}"
    stages = f"""
        SELECT column1 AS stage, column2 AS name, column3 AS months
        FROM (VALUES {_STAGE_VALUES})
    """
    stay = f"""
        SELECT t.id, t.stage, t.day, t.left, k.months,
        {step_rules.days_in_stage("t.id", "t.day", "coalesce(t.left, :day)")} AS days,
        {project_rules.suspended_days("t.id", "t.day", ":day")} AS off,
        t.left IS NULL AND {sql_rules.is_suspended("t.id")} AS suspended
        FROM step t
        JOIN stages k ON k.stage = t.stage
    """
    ranked = """
        SELECT stage, days,
        row_number() OVER (PARTITION BY stage ORDER BY days) AS n,
        count(*) OVER (PARTITION BY stage) AS all_of_it
        FROM stay
        WHERE left IS NOT NULL
    """
    # The median of an even number of stays is the mean of the two in the middle.
    done = """
        SELECT stage, count(*) AS left, avg(days) AS mean,
        avg(CASE WHEN n IN ((all_of_it + 1) / 2, (all_of_it + 2) / 2) THEN days END) AS median
        FROM ranked
        GROUP BY stage
    """
    limit = project_rules.add_months("y.day", "y.months")
    # The longest stay has the least of these numbers; the key follows their seven digits.
    rank = "printf('%07d', 9999999 - y.days)"
    now = f"""
        SELECT y.stage, count(*) AS in_stage,
        sum(NOT y.suspended AND coalesce(date({limit}, '+' || y.off || ' days') < :day, 0))
        AS over_limit,
        sum(y.suspended) AS suspended,
        max(y.days) AS days, min({rank} || s.key) AS longest
        FROM stay y
        JOIN standard s ON s.id = y.id
        WHERE y.left IS NULL
        GROUP BY y.stage
    """
    return Query(
        connection=connection,
        expressions={
            "stage": "k.stage",
            "name": "k.name",
            "limit_months": "k.months",
            "in_stage": "coalesce(w.in_stage, 0)",
            "over_limit": "CASE WHEN k.months IS NOT NULL THEN coalesce(w.over_limit, 0) END",
            "longest": "substr(w.longest, 8)",
            "longest_days": "w.days",
            "left": "coalesce(d.left, 0)",
            "mean_days": "round(d.mean, 1)",
            "median_days": "d.median",
            "suspended": "coalesce(w.suspended, 0)",
        },
        columns=STAGE_COLUMNS,
        tables="""stages k
            LEFT JOIN now w ON w.stage = k.stage
            LEFT JOIN done d ON d.stage = k.stage""",
        parameters=parameters,
        order="k.stage",
        common={
            **step_rules.stage_steps(condition),
            "stages": stages,
            "stay": stay,
            "ranked": ranked,
            "done": done,
            "now": now,
        },
    )


def list_moves(
    connection: sqlite3.Connection, since: str, until: date, sectors: Values = ()
) -> Query:
    """Return the steps from `since` (an ISO day) to `until`, both included, in their order.

    `event` is staged, published, reviewed (a review under way came to its end), withdrawn or
    terminated; `days` is the time in the stage before.
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(until), "since": since}
    condition = f"s.id IN ({_changed_records()})"
    if sectors:
        condition += f" AND {in_sector(sectors, parameters)}"
    return Query(
        connection=connection,
        expressions={
            "number": "s.key",
            "title": "s.title",
            "sector": "s.sector",
            "from_stage": "t.before",
            "stage": f"nullif(t.stage, '{step_rules.TERMINATED_STEP}')",
            "event": f"""CASE
                WHEN t.stage = '{step_rules.TERMINATED_STEP}' THEN 'terminated'
                WHEN t.stage = '95' THEN 'withdrawn'
                WHEN t.stage <> '60' THEN 'staged'
                WHEN t.before = '90' THEN 'reviewed'
                ELSE 'published'
            END""",
            "date": "t.date",
            "days": step_rules.days_in_stage("t.id", "t.since", "t.day"),
        },
        columns=MOVE_COLUMNS,
        tables="step t JOIN standard s ON s.id = t.id JOIN life l ON l.standard = s.id",
        where=(
            "t.day BETWEEN :since AND :day",
            # An inferred end is no news (digest.count_inferred_ends counts them).
            "(t.stage <> '95' OR l.ends_basis IS NOT 'inferred')",
        ),
        parameters=parameters,
        order="t.day, s.sort_key, s.key, t.stage",
        sort_by={"number": "s.sort_key"},
        common=step_rules.stage_steps(condition),
    )


def _changed_records() -> str:
    """Return a SELECT of the ids of the records that may have moved from :since to :day.

    They are few, and only their steps are worked out.
    """
    within = "BETWEEN :since AND :day"
    return f"""
        SELECT standard FROM stage_change
        WHERE {sql_rules.first_day("date")} {within}
        UNION SELECT standard FROM review
        WHERE {sql_rules.is_decided("review")} AND {sql_rules.first_day("date")} {within}
        UNION SELECT standard FROM life
        WHERE public {within} OR (ends {within} AND ends < {sql_rules.NEVER}) OR terminated {within}
    """
