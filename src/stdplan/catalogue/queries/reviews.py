"""What is due for review on a day."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries import plans, timeline
from stdplan.catalogue.queries.select import Select, any_of, in_sector, once
from stdplan.domain.dates import cutoff
from stdplan.domain.table import Column

DUE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("status", "key"),
    Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"),
    Column("due", "date"), Column("overdue_days", "integer"),
)  # fmt: skip
BY_SECTOR_COLUMNS = (
    Column("sector", "key"), Column("name"), Column("in_force", "integer"),
    Column("due", "integer"), Column("share", "percent"), Column("oldest", "date"),
    Column("mean_age", "decimal"),
)  # fmt: skip


class DueRule(NamedTuple):
    """Who is asked about: on `day`, with `years`, of `families` (none: all), of `sectors`.

    `others`: of all families but these.
    """

    day: date
    years: int
    families: Sequence[str] = ()
    sectors: Sequence[str] = ()
    others: bool = False


def due(connection: sqlite3.Connection, rule: DueRule) -> Select:
    """Standards whose review is due, oldest first; see domain.age.is_due."""
    parameters = _parameters(rule)
    since = "d.since"
    due_day = timeline.due_day(since)
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "sector": "s.sector",
        "status": "'in-force'",
        "age": timeline.age(since),
        "counted_from": since,
        "basis": timeline.basis("s", since),
        "due": due_day,
        "overdue_days": f"CAST(julianday(:day) - julianday({due_day}) AS INTEGER)",
    }
    candidates = [
        # The age never counts from a day before S.
        f"coalesce({timeline.start('s')} <= :cutoff, 1)",
        *_candidates(rule, parameters),
        f"NOT {timeline.reviewed_since_cutoff('s')}",
    ]
    found = (
        f"SELECT s.id, {timeline.counted_from('s')} AS since FROM standard s"
        f" WHERE {' AND '.join(candidates)}"
    )
    return Select(
        connection,
        expressions,
        DUE_COLUMNS,
        f"{once(found)} d JOIN standard s ON s.id = d.id",
        ("d.since <= :cutoff",),
        parameters,
        "d.since, s.sort_key, s.key",
        {"number": "s.sort_key"},
    )


def due_by_sector(connection: sqlite3.Connection, rule: DueRule, plan: int) -> Select:
    """For each of the plan's sectors, and for none: in force, due, share, oldest, mean age."""
    parameters: dict[str, object] = {"plan": plan}
    counts = (
        f"SELECT sector, count(*) AS in_force, sum(coalesce({IS_DUE}, 0)) AS due,"
        f" min(CASE WHEN {IS_DUE} THEN since END) AS oldest,"
        f" avg({timeline.age('since')}) AS mean_age FROM {in_force(rule, parameters)}"
        " GROUP BY sector"
    )
    expressions = {
        "sector": "p.sector",
        "name": plans.named("c"),
        "in_force": "coalesce(n.in_force, 0)",
        "due": "coalesce(n.due, 0)",
        "share": "round(100.0 * n.due / n.in_force, 1)",
        "oldest": "n.oldest",
        "mean_age": "round(n.mean_age, 1)",
    }
    # A record that is in the sector asked for through a focus area counts in its own row.
    narrowed = ("n.in_force > 0",) if rule.sectors else ()
    return Select(
        connection,
        expressions,
        BY_SECTOR_COLUMNS,
        plans.WITH_REST,
        narrowed,
        parameters,
        "p.position",
        common={"n": counts},
    )


# Of the rows of `in_force`.
IS_DUE = "since <= :cutoff AND NOT reviewed"


def in_force(rule: DueRule, into: dict[str, object]) -> str:
    """A table of what may be due by the rule: sector (of the plan :plan), since (the day its age
    counts from), reviewed (whether a review stands in the way of the next)."""
    into |= _parameters(rule)
    return once(
        f"SELECT {plans.OWN_SECTOR} AS sector, {timeline.counted_from('s')} AS since,"
        f" {timeline.reviewed_since_cutoff('s')} AS reviewed"
        f" FROM standard s WHERE {' AND '.join(_candidates(rule, into))}"
    )


def candidates(rule: DueRule, into: dict[str, object], state: str) -> str:
    """No amendment, of the rule's families and sectors, and in a state (an expression over s)."""
    into |= _parameters(rule)
    return " AND ".join([state, *_asked_about(rule, into)])


def left_out(connection: sqlite3.Connection, rule: DueRule) -> tuple[int, int]:
    """How many due standards of other families the rule leaves out, and how many standards in
    force, of its families, have no day at all to count from."""
    others = 0
    if rule.families:
        others = due(connection, rule._replace(others=True)).total()
    parameters = _parameters(rule)
    # Without S, which an index finds, and without a review that confirmed it.
    dayless = (f"{timeline.start('s')} IS NULL", f"{timeline.confirmed('s')} IS NULL")
    where = [*dayless, *_candidates(rule, parameters)]
    sql = f"SELECT count(*) FROM standard s WHERE {' AND '.join(where)}"
    return others, int(connection.execute(sql, parameters).fetchone()[0])


def _parameters(rule: DueRule) -> dict[str, object]:
    return {
        **timeline.parameters(rule.day),
        "years": rule.years,
        "cutoff": cutoff(rule.day, rule.years).isoformat(),
    }


def _candidates(rule: DueRule, into: dict[str, object]) -> list[str]:
    """In force on the day, no amendment, of the rule's families and sectors."""
    return [timeline.in_force("s"), *_asked_about(rule, into)]


def _asked_about(rule: DueRule, into: dict[str, object]) -> list[str]:
    """No amendment, of the rule's families and sectors."""
    where = ["s.amends IS NULL"]
    if rule.families:
        of_families = any_of("s.family", "family", rule.families, into)
        where.append(f"NOT coalesce({of_families}, 0)" if rule.others else of_families)
    if rule.sectors:
        where.append(in_sector(rule.sectors, into))
    return where
