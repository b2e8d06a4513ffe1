"""What is due for review on a day, by the rule of reviews.py.

What is due for review: one rule for every list and count of it; see domain.age.is_due.

Rule: a standard in force, no amendment, of the families asked about, whose age has reached the
years, and that no review since then stands in the way of.

Reviews that were held, and what is still open of them.

When reviews fall due after a day, by month and sector, and each of them for a calendar.

Rule: as the catalogue stands on the day: no event after it is seen. A standard falls due when it is
as many years old as `domain.age.is_due` asks, and as many have passed since its last review.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.query import Query, any_of, evaluate_once, in_sector
from stdplan.domain.dates import cutoff
from stdplan.i18n import t
from stdplan.table import Column


class DueRule(NamedTuple):
    """Who is asked about: on `day`, with `years`, of `families` (none: all), of `sectors`.

    `others`: of all families but these.
    """

    day: date
    years: int
    families: Sequence[str] = ()
    sectors: Sequence[str] = ()
    others: bool = False


def plan_due_rule(plan: plans.PlanRules, day: date) -> DueRule:
    """The rule of a plan on a day: what `review due` lists without options."""
    return DueRule(day, plan.review_years, plan.review_families)


def is_due(rule: DueRule, into: dict[str, object]) -> str:
    """Whether record `s`, which is in force, is due; what the expression needs goes `into`."""
    into |= _parameters(rule)
    return (
        f"coalesce({' AND '.join(_asked_about(rule, into))}"
        f" AND {sql_rules.counted_from('s')} <= :cutoff"
        f" AND NOT {sql_rules.is_reviewed_since_cutoff('s')}, 0)"
    )


# Of the rows of `in_force`.
IS_DUE = "since <= :cutoff AND NOT reviewed"


def in_force_rows(rule: DueRule, into: dict[str, object]) -> str:
    """A table of what may be due by the rule: sector (of the plan :plan), since (the day its age
    counts from), reviewed (whether a review stands in the way of the next)."""
    into |= _parameters(rule)
    return evaluate_once(
        f"SELECT {plans.OWN_SECTOR} AS sector, {sql_rules.counted_from('s')} AS since,"
        f" {sql_rules.is_reviewed_since_cutoff('s')} AS reviewed"
        f" FROM standard s WHERE {is_candidate(rule, into, sql_rules.is_in_force('s'))}"
    )


def is_candidate(rule: DueRule, into: dict[str, object], state: str) -> str:
    """No amendment, of the rule's families and sectors, and in a state (an expression over s)."""
    into |= _parameters(rule)
    return " AND ".join([state, *_asked_about(rule, into)])


def _parameters(rule: DueRule) -> dict[str, object]:
    return {
        **sql_rules.day_parameters(rule.day),
        "years": rule.years,
        "cutoff": cutoff(rule.day, rule.years).isoformat(),
    }


def _asked_about(rule: DueRule, into: dict[str, object]) -> list[str]:
    """No amendment, of the rule's families and sectors."""
    where = ["s.amends IS NULL"]
    if rule.families:
        of_families = any_of("s.family", "family", rule.families, into)
        where.append(f"NOT coalesce({of_families}, 0)" if rule.others else of_families)
    if rule.sectors:
        where.append(in_sector(rule.sectors, into))
    return where


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


def list_due_standards(connection: sqlite3.Connection, rule: DueRule) -> Query:
    """Standards whose review is due, oldest first."""
    parameters: dict[str, object] = {}
    since = "d.since"
    due_day = sql_rules.due_day(since)
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "sector": "s.sector",
        "status": "'in-force'",
        "age": sql_rules.age(since),
        "counted_from": since,
        "basis": sql_rules.basis("s", since),
        "due": due_day,
        "overdue_days": f"CAST(julianday(:day) - julianday({due_day}) AS INTEGER)",
    }
    where = [
        # The age never counts from a day before S.
        f"coalesce({sql_rules.start_day('s')} <= :cutoff, 1)",
        is_candidate(rule, parameters, sql_rules.is_in_force("s")),
        f"NOT {sql_rules.is_reviewed_since_cutoff('s')}",
    ]
    found = (
        f"SELECT s.id, {sql_rules.counted_from('s')} AS since FROM standard s"
        f" WHERE {' AND '.join(where)}"
    )
    return Query(
        connection,
        expressions,
        DUE_COLUMNS,
        f"{evaluate_once(found)} d JOIN standard s ON s.id = d.id",
        ("d.since <= :cutoff",),
        parameters,
        "d.since, s.sort_key, s.key",
        {"number": "s.sort_key"},
    )


def due_by_sector(connection: sqlite3.Connection, rule: DueRule, plan: int) -> Query:
    """For each of the plan's sectors, and for none: in force, due, share, oldest, mean age."""
    parameters: dict[str, object] = {"plan": plan}
    counts = (
        f"SELECT sector, count(*) AS in_force, sum(coalesce({IS_DUE}, 0)) AS due,"
        f" min(CASE WHEN {IS_DUE} THEN since END) AS oldest,"
        f" avg({sql_rules.age('since')}) AS mean_age FROM {in_force_rows(rule, parameters)}"
        " GROUP BY sector"
    )
    expressions = {
        "sector": "p.sector",
        "name": plans.name_expression("c"),
        "in_force": "coalesce(n.in_force, 0)",
        "due": "coalesce(n.due, 0)",
        "share": "round(100.0 * n.due / n.in_force, 1)",
        "oldest": "n.oldest",
        "mean_age": "round(n.mean_age, 1)",
    }
    # A record that is in the sector asked for through a focus area counts in its own row.
    narrowed = ("n.in_force > 0",) if rule.sectors else ()
    return Query(
        connection,
        expressions,
        DUE_BY_SECTOR_COLUMNS,
        plans.SECTORS_AND_REST,
        narrowed,
        parameters,
        "p.position",
        common={"n": counts},
    )


def count_left_out(connection: sqlite3.Connection, rule: DueRule) -> tuple[int, int]:
    """How many due standards of other families the rule leaves out, and how many standards in
    force, of its families, have no day at all to count from."""
    others = 0
    if rule.families:
        others = list_due_standards(connection, rule._replace(others=True)).total()
    parameters: dict[str, object] = {}
    # Without S, which an index finds, and without a review that confirmed it.
    dayless = (f"{sql_rules.start_day('s')} IS NULL", f"{sql_rules.confirmed('s')} IS NULL")
    where = [*dayless, is_candidate(rule, parameters, sql_rules.is_in_force("s"))]
    sql = f"SELECT count(*) FROM standard s WHERE {' AND '.join(where)}"
    return others, int(connection.execute(sql, parameters).fetchone()[0])


REVIEW_COLUMNS = (
    Column("number", "key"), Column("title"), Column("date", "date"), Column("outcome", "key"),
    Column("into", "key"), Column("ends", "date"), Column("note"),
)  # fmt: skip


class ReviewFilters(NamedTuple):
    """What `review list` may be narrowed by."""

    sector: Sequence[str] = ()
    outcome: Sequence[str] = ()
    open_only: bool = False


def list_reviews(connection: sqlite3.Connection, day: date, filters: ReviewFilters) -> Query:
    """Reviews held up to the day, the newest first.

    Open: the last review of a standard still in force is a revision (whose project has not ended
    without a standard), a merger, or a withdrawal without a day.
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
            "NOT EXISTS (SELECT 1 FROM review w WHERE w.standard = v.standard"
            f" AND w.date <= :day AND ({sql_rules.first_day('w.date')}, w.id)"
            f" > ({sql_rules.first_day('v.date')}, v.id))",
        ]
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "date": "v.date",
        "outcome": "v.outcome",
        "into": 'v."into"',
        "ends": "v.ends",
        "note": "v.note",
    }
    return Query(
        connection,
        expressions,
        REVIEW_COLUMNS,
        "review v JOIN standard s ON s.id = v.standard LEFT JOIN standard p ON p.id = v.project",
        tuple(where),
        parameters,
        f"{sql_rules.first_day('v.date')} DESC, s.sort_key, v.id",
        {"number": "s.sort_key"},
    )


DUE_BY_MONTH_COLUMNS = (Column("month", "key"), Column("due", "integer"))
DUE_BY_MONTH_AND_SECTOR_COLUMNS = (
    Column("month", "key"), Column("sector", "key"), Column("name"), Column("due", "integer"),
)  # fmt: skip
# What output/as_ics.py takes.
EVENT_COLUMNS = (
    Column("uid", "key"), Column("summary"), Column("category"), Column("start", "date"),
    Column("stamp", "date"),
)  # fmt: skip


class DaySpan(NamedTuple):
    """From one ISO day to another, both among them."""

    first: str
    last: str


def due_by_month(
    connection: sqlite3.Connection, rule: DueRule, span: DaySpan, plan: int, sectors: bool = True
) -> Query:
    """How many fall due in each month, by sector or in all; a row only where there are some."""
    coming, parameters = _coming(rule, plan)
    parameters |= span._asdict()
    group = "1, 2" if sectors else "1"
    counts = (
        f"SELECT substr(due, 1, 7) AS month, {'sector' if sectors else 'NULL'} AS sector,"
        f" count(*) AS due FROM {coming} WHERE due BETWEEN :first AND :last GROUP BY {group}"
    )
    return Query(
        connection,
        {
            "month": "n.month",
            "sector": "n.sector",
            "name": plans.name_expression("c"),
            "due": "n.due",
        },
        DUE_BY_MONTH_AND_SECTOR_COLUMNS if sectors else DUE_BY_MONTH_COLUMNS,
        "n LEFT JOIN plan_sector p ON p.plan = :plan AND p.sector = n.sector"
        " LEFT JOIN sector c ON c.code = n.sector",
        parameters=parameters,
        order="n.month, p.position IS NULL, p.position",
        common={"n": counts},
    )


def due_events(connection: sqlite3.Connection, rule: DueRule, span: DaySpan, plan: int) -> Query:
    """Each review that falls due, as a day in a calendar."""
    coming, parameters = _coming(rule, plan)
    parameters |= {**span._asdict(), "review": t("Review due")}
    return Query(
        connection,
        {
            # Of the standard alone: its day in a calendar moves when it was reviewed.
            "uid": "'review ' || s.key",
            "summary": "trim(:review || ' ' || s.key || ' ' || coalesce(s.title, ''))",
            "category": plans.name_expression("c"),
            "start": "d.due",
            "stamp": ":day",
        },
        EVENT_COLUMNS,
        f"{coming} d JOIN standard s ON s.id = d.id LEFT JOIN sector c ON c.code = d.sector",
        ("d.due BETWEEN :first AND :last",),
        parameters,
        "d.due, s.sort_key, s.key",
    )


def count_due_before(connection: sqlite3.Connection, rule: DueRule, first: str, plan: int) -> int:
    """How many fall due before the first day."""
    coming, parameters = _coming(rule, plan)
    sql = f"SELECT count(*) FROM {coming} WHERE due < :first"
    return int(connection.execute(sql, {**parameters, "first": first}).fetchone()[0])


def _coming(rule: DueRule, plan: int) -> tuple[str, dict[str, object]]:
    """A table of what will fall due (id, sector of the plan, due), and its parameters."""
    parameters: dict[str, object] = {"plan": plan}
    where = is_candidate(rule, parameters, sql_rules.is_in_force_or_upcoming("s"))
    facts = evaluate_once(
        f"SELECT s.id, {plans.OWN_SECTOR} AS sector, {sql_rules.counted_from('s')} AS since,"
        f" {sql_rules.last_review_day('s')} AS reviewed FROM standard s WHERE {where}"
    )
    falls_due = f"max({sql_rules.due_day('since')}, coalesce({sql_rules.due_day('reviewed')}, ''))"
    return evaluate_once(f"SELECT id, sector, {falls_due} AS due FROM {facts}"), parameters
