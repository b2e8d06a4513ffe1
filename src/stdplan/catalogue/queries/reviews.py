"""What is due for review on a day, by the rule of due.py."""

import sqlite3

from stdplan.catalogue.queries import ages, plans, timeline
from stdplan.catalogue.queries.due import IS_DUE, DueRule, candidates, in_force
from stdplan.catalogue.queries.select import Select, once
from stdplan.table import Column

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


def due(connection: sqlite3.Connection, rule: DueRule) -> Select:
    """Standards whose review is due, oldest first."""
    parameters: dict[str, object] = {}
    since = "d.since"
    due_day = ages.due_day(since)
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "sector": "s.sector",
        "status": "'in-force'",
        "age": ages.age(since),
        "counted_from": since,
        "basis": ages.basis("s", since),
        "due": due_day,
        "overdue_days": f"CAST(julianday(:day) - julianday({due_day}) AS INTEGER)",
    }
    where = [
        # The age never counts from a day before S.
        f"coalesce({timeline.start('s')} <= :cutoff, 1)",
        candidates(rule, parameters, timeline.in_force("s")),
        f"NOT {ages.reviewed_since_cutoff('s')}",
    ]
    found = (
        f"SELECT s.id, {ages.counted_from('s')} AS since FROM standard s"
        f" WHERE {' AND '.join(where)}"
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
        f" avg({ages.age('since')}) AS mean_age FROM {in_force(rule, parameters)}"
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


def left_out(connection: sqlite3.Connection, rule: DueRule) -> tuple[int, int]:
    """How many due standards of other families the rule leaves out, and how many standards in
    force, of its families, have no day at all to count from."""
    others = 0
    if rule.families:
        others = due(connection, rule._replace(others=True)).total()
    parameters: dict[str, object] = {}
    # Without S, which an index finds, and without a review that confirmed it.
    dayless = (f"{timeline.start('s')} IS NULL", f"{ages.confirmed('s')} IS NULL")
    where = [*dayless, candidates(rule, parameters, timeline.in_force("s"))]
    sql = f"SELECT count(*) FROM standard s WHERE {' AND '.join(where)}"
    return others, int(connection.execute(sql, parameters).fetchone()[0])
