"""Reviews: which standards are due, which reviews took place, and when the next ones fall due.

Rule: one rule for every list and count. A standard is due for review on a day if it is in force, is
no amendment, is of the families asked about, its age has reached the limit in years, and no review
since then postpones it. It falls due on the first day on which it has that age and as many years
have passed since its last review. Nothing that happens after the day asked about is seen.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.plans import OWN_SECTOR, SECTORS_AND_REST, PlanRules, name_expression
from stdplan.catalogue.queries.query import Query, any_of, evaluate_once, in_sector
from stdplan.domain.dates import cutoff
from stdplan.i18n import t
from stdplan.table import Column

DUE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("status", "key"),
    Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"),
    Column("due", "date"), Column("overdue_days", "integer"),
)  # fmt: skip
DUE_BY_SECTOR_COLUMNS = (
    Column("sector", "key"), Column("name"), Column("in_force", "integer"),
    Column("due", "integer"), Column("share", "percent"), Column("oldest", "date"),
    Column("mean_age", "decimal"),
)  # fmt: skip
REVIEW_COLUMNS = (
    Column("number", "key"), Column("title"), Column("date", "date"), Column("outcome", "key"),
    Column("into", "key"), Column("ends", "date"), Column("note"),
)  # fmt: skip
DUE_BY_MONTH_COLUMNS = (Column("month", "key"), Column("due", "integer"))
DUE_BY_MONTH_AND_SECTOR_COLUMNS = (
    Column("month", "key"), Column("sector", "key"), Column("name"), Column("due", "integer"),
)  # fmt: skip
# The columns that output/as_ics.py needs.
EVENT_COLUMNS = (
    Column("uid", "key"), Column("summary"), Column("category"), Column("start", "date"),
    Column("stamp", "date"),
)  # fmt: skip


# Due on a day.


class DueRule(NamedTuple):
    """Which standards are due: on `day`, every `years` years, of `families` and `sectors` (empty:
    of all). With `others`, of all families but these."""

    day: date
    years: int
    families: Sequence[str] = ()
    sectors: Sequence[str] = ()
    others: bool = False


def plan_due_rule(plan: PlanRules, day: date) -> DueRule:
    """Return the rule of a plan for a day, which `review due` follows without options."""
    return DueRule(day, plan.review_years, plan.review_families)


def list_due_standards(connection: sqlite3.Connection, rule: DueRule) -> Query:
    """Return the standards whose review is due, the oldest first.

    rule = DueRule(date(2011, 12, 31), years=5, families=["industry"])
    for number, due in list_due_standards(connection, rule).fetch(["number", "due"]):
        print(number, due)
    """
    parameters: dict[str, object] = {}
    candidates = _candidate_conditions(rule, parameters)
    due_day = sql_rules.due_day("d.since")
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "sector": "s.sector",
        "status": "'in-force'",
        "age": sql_rules.age("d.since"),
        "counted_from": "d.since",
        "basis": sql_rules.basis("s", "d.since"),
        "due": due_day,
        "overdue_days": sql_rules.days_between(due_day, ":day"),
    }
    # The first condition is the cheapest: the age never counts from a day before the start.
    due = evaluate_once(f"""
        SELECT s.id, {sql_rules.counted_from("s")} AS since
        FROM standard s
        WHERE coalesce({sql_rules.start_day("s")} <= :cutoff, 1)
        AND {sql_rules.is_in_force("s")}
        AND {candidates}
        AND NOT {sql_rules.is_reviewed_since_cutoff("s")}
    """)
    return Query(
        connection=connection,
        expressions=expressions,
        columns=DUE_COLUMNS,
        tables=f"{due} d JOIN standard s ON s.id = d.id",
        where=("d.since <= :cutoff",),
        parameters=parameters,
        order="d.since, s.sort_key, s.key",
        sort_by={"number": "s.sort_key"},
    )


def due_by_sector(connection: sqlite3.Connection, rule: DueRule, plan: int) -> Query:
    """Return, for each of the plan's sectors and for no sector: standards in force, those due and
    their share, the oldest day an age counts from, the mean age in years."""
    parameters: dict[str, object] = {"plan": plan}
    counts = f"""
        SELECT sector, count(*) AS in_force,
        sum(coalesce({IS_DUE}, 0)) AS due,
        min(CASE WHEN {IS_DUE} THEN since END) AS oldest,
        avg({sql_rules.age("since")}) AS mean_age
        FROM {in_force_rows(rule, parameters)}
        GROUP BY sector
    """
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": name_expression("c"),
            "in_force": "coalesce(n.in_force, 0)",
            "due": "coalesce(n.due, 0)",
            "share": "round(100.0 * n.due / n.in_force, 1)",
            "oldest": "n.oldest",
            "mean_age": "round(n.mean_age, 1)",
        },
        columns=DUE_BY_SECTOR_COLUMNS,
        tables=SECTORS_AND_REST,
        # A record in one of the rule's sectors through a focus area counts in its own sector's row.
        where=("n.in_force > 0",) if rule.sectors else (),
        parameters=parameters,
        order="p.position",
        common={"n": counts},
    )


def count_left_out(connection: sqlite3.Connection, rule: DueRule) -> tuple[int, int]:
    """Return how many standards are due in other families than the rule's, and how many in force,
    of its families, have no day at all from which an age counts."""
    others = 0
    if rule.families:
        others = list_due_standards(connection, rule._replace(others=True)).total()
    parameters: dict[str, object] = {}
    candidates = _candidate_conditions(rule, parameters)
    # The first condition uses an index: few records have no start.
    sql = f"""
        SELECT count(*)
        FROM standard s
        WHERE {sql_rules.start_day("s")} IS NULL
        AND {sql_rules.confirmed("s")} IS NULL
        AND {sql_rules.is_in_force("s")}
        AND {candidates}
    """
    return others, int(connection.execute(sql, parameters).fetchone()[0])


def is_due(rule: DueRule, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if the review of record `s`, which is in force, is due, else 0."""
    return (
        f"coalesce({_candidate_conditions(rule, parameters)}"
        f" AND {sql_rules.counted_from('s')} <= :cutoff"
        f" AND NOT {sql_rules.is_reviewed_since_cutoff('s')}, 0)"
    )


# SQL for 1 if a row of `in_force_rows` is due; NULL if it has no day to count from.
IS_DUE = "since <= :cutoff AND NOT reviewed"


def in_force_rows(rule: DueRule, parameters: dict[str, object]) -> str:
    """Return SQL for a table of the standards in force that the rule is about.

    Columns: sector (of the plan :plan), since (the day from which the age counts), reviewed (1 if a
    review postpones the next one).
    """
    candidates = _candidate_conditions(rule, parameters)
    return evaluate_once(f"""
        SELECT {OWN_SECTOR} AS sector,
        {sql_rules.counted_from("s")} AS since,
        {sql_rules.is_reviewed_since_cutoff("s")} AS reviewed
        FROM standard s
        WHERE {sql_rules.is_in_force("s")}
        AND {candidates}
    """)


def _candidate_conditions(rule: DueRule, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if record `s` is no amendment, and of the rule's families and sectors.

    Puts the :parameters of the rule's day and years into `parameters`, too.
    """
    parameters |= sql_rules.day_parameters(rule.day)
    parameters |= {"years": rule.years, "cutoff": cutoff(rule.day, rule.years).isoformat()}
    conditions = ["s.amends IS NULL"]
    if rule.families:
        of_families = any_of("s.family", "family", rule.families, parameters)
        conditions.append(f"NOT coalesce({of_families}, 0)" if rule.others else of_families)
    if rule.sectors:
        conditions.append(in_sector(rule.sectors, parameters))
    return " AND ".join(conditions)


# Reviews that took place.


class ReviewFilters(NamedTuple):
    """The filters of `review list`; several values of one filter mean or."""

    sector: Sequence[str] = ()
    outcome: Sequence[str] = ()
    open_only: bool = False


def list_reviews(connection: sqlite3.Connection, day: date, filters: ReviewFilters) -> Query:
    """Return the reviews up to the day, the newest first.

    A review is open if it is the last one of a standard that is still in force, and its outcome is
    a revision (whose project was not terminated), a merger, or a withdrawal without a day.
    """
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    where = ["v.date <= :day"]
    if filters.outcome:
        where.append(any_of("v.outcome", "outcome", filters.outcome, parameters))
    if filters.sector:
        where.append(in_sector(filters.sector, parameters))
    if filters.open_only:
        where += [
            "v.outcome <> 'confirm' AND (v.outcome <> 'withdraw' OR v.ends IS NULL)",
            sql_rules.is_in_force("s"),
            f"NOT {sql_rules.revision_failed('v', 'p')}",
            f"""NOT EXISTS (
                SELECT 1
                FROM review w
                WHERE w.standard = v.standard AND w.date <= :day
                AND ({sql_rules.first_day("w.date")}, w.id)
                > ({sql_rules.first_day("v.date")}, v.id)
            )""",
        ]
    return Query(
        connection=connection,
        expressions={
            "number": "coalesce(s.number, s.key)",
            "title": "s.title",
            "date": "v.date",
            "outcome": "v.outcome",
            "into": 'v."into"',
            "ends": "v.ends",
            "note": "v.note",
        },
        columns=REVIEW_COLUMNS,
        tables="""review v
            JOIN standard s ON s.id = v.standard
            LEFT JOIN standard p ON p.id = v.project""",
        where=where,
        parameters=parameters,
        order=f"{sql_rules.first_day('v.date')} DESC, s.sort_key, v.id",
        sort_by={"number": "s.sort_key"},
    )


# Falling due after a day.


class DaySpan(NamedTuple):
    """The days from `first` to `last` (ISO), both included."""

    first: str
    last: str


def due_by_month(
    connection: sqlite3.Connection, rule: DueRule, span: DaySpan, plan: int, sectors: bool = True
) -> Query:
    """Return how many reviews fall due in each month of the span, by sector or in all; months and
    sectors without any are left out."""
    coming, parameters = _coming_rows(rule, plan)
    counts = f"""
        SELECT substr(due, 1, 7) AS month, {"sector" if sectors else "NULL"} AS sector,
        count(*) AS due
        FROM {coming}
        WHERE due BETWEEN :first AND :last
        GROUP BY {"1, 2" if sectors else "1"}
    """
    return Query(
        connection=connection,
        expressions={
            "month": "n.month",
            "sector": "n.sector",
            "name": name_expression("c"),
            "due": "n.due",
        },
        columns=DUE_BY_MONTH_AND_SECTOR_COLUMNS if sectors else DUE_BY_MONTH_COLUMNS,
        tables="""n
            LEFT JOIN plan_sector p ON p.plan = :plan AND p.sector = n.sector
            LEFT JOIN sector c ON c.code = n.sector""",
        parameters={**parameters, **span._asdict()},
        order="n.month, p.position IS NULL, p.position",
        common={"n": counts},
    )


def due_events(connection: sqlite3.Connection, rule: DueRule, span: DaySpan, plan: int) -> Query:
    """Return each review that falls due within the span, as a day in a calendar."""
    coming, parameters = _coming_rows(rule, plan)
    return Query(
        connection=connection,
        expressions={
            # Only the standard is in it: its day in a calendar moves once it was reviewed.
            "uid": "'review ' || s.key",
            "summary": "trim(:review || ' ' || s.key || ' ' || coalesce(s.title, ''))",
            "category": name_expression("c"),
            "start": "d.due",
            "stamp": ":day",
        },
        columns=EVENT_COLUMNS,
        tables=f"""{coming} d
            JOIN standard s ON s.id = d.id
            LEFT JOIN sector c ON c.code = d.sector""",
        where=("d.due BETWEEN :first AND :last",),
        parameters={**parameters, **span._asdict(), "review": t("Review due")},
        order="d.due, s.sort_key, s.key",
    )


def count_due_before(connection: sqlite3.Connection, rule: DueRule, first: str, plan: int) -> int:
    """Return how many reviews fall due before the day `first` (ISO)."""
    coming, parameters = _coming_rows(rule, plan)
    sql = f"SELECT count(*) FROM {coming} WHERE due < :first"
    return int(connection.execute(sql, {**parameters, "first": first}).fetchone()[0])


def _coming_rows(rule: DueRule, plan: int) -> tuple[str, dict[str, object]]:
    """Return SQL for a table of the reviews to come (id of the standard, sector of the plan, due
    day), and its parameters."""
    parameters: dict[str, object] = {"plan": plan}
    candidates = _candidate_conditions(rule, parameters)
    facts = evaluate_once(f"""
        SELECT s.id, {OWN_SECTOR} AS sector,
        {sql_rules.counted_from("s")} AS since,
        {sql_rules.last_review_day("s")} AS reviewed
        FROM standard s
        WHERE {sql_rules.is_in_force_or_upcoming("s")}
        AND {candidates}
    """)
    since_age, since_review = sql_rules.due_day("since"), sql_rules.due_day("reviewed")
    due = f"max({since_age}, coalesce({since_review}, ''))"
    return evaluate_once(f"SELECT id, sector, {due} AS due FROM {facts}"), parameters
