"""Which links between standards count, as SQL: the rule of domain/day_order.py for many links.

A row of table `replaces` says that its `successor` replaces its `target`. It is stored whatever its
records say, because their days may come later. Whether it counts is decided whenever it is used: by
life.py for the end of standards, by review_projects.py, and by the queries that show what replaces
what.

In each function `r` is an alias of table replaces, `new` and `old` are aliases of table standard
for its two records. Either record may be missing (LEFT JOIN).
"""

from stdplan.catalogue.sql_rules import is_before

# Records that are visited in the search of a circle. Chains of replacements are short.
_MOST_RECORDS = 100


def is_older(one: str, other: str) -> str:
    """Return SQL for 1 if record `one` is older than record `other`, else 0."""
    day, other_day = _day(one), _day(other)
    return f"""CASE
        WHEN {is_before(day, other_day)} THEN 1
        WHEN {is_before(other_day, day)} THEN 0
        ELSE coalesce({is_before(f"{one}.effective", f"{other}.effective")}, 0)
    END"""


def _day(s: str) -> str:
    return f"coalesce({s}.published, {s}.effective, CAST({s}.number_year AS TEXT))"


def problem(r: str, new: str, old: str) -> str:
    """Return SQL for why a link is impossible: `itself`, `older` or `circle`; NULL if it counts."""
    # Nearly all links are decided by the first comparison, and most others by an index.
    return f"""CASE
        WHEN {is_older(old, new)} THEN NULL
        WHEN {r}.successor = {r}.target THEN 'itself'
        WHEN {is_older(new, old)} THEN 'older'
        WHEN NOT EXISTS (SELECT 1 FROM replaces b WHERE b.successor = {r}.target) THEN NULL
        WHEN {_closes_circle(r)} THEN 'circle'
    END"""


def counts(r: str, new: str, old: str) -> str:
    """Return SQL for 1 if a link counts, else 0."""
    return f"({problem(r, new, old)}) IS NULL"


def select_impossible(columns: str = "", links: str = "replaces") -> str:
    """Return a SELECT of the links that do not count: successor, target, problem, and `columns` of
    `r`, `new` and `old`. It ends in a clause WHERE.

    `links`: the table of the links, or a subquery.
    """
    return f"""
    SELECT r.successor, r.target, {problem("r", "new", "old")} AS problem{columns and ", "}{columns}
    FROM {links} r
    LEFT JOIN standard new ON new.key = r.successor
    LEFT JOIN standard old ON old.key = r.target
    WHERE problem IS NOT NULL"""


def may_close_circle(new: str, old: str) -> str:
    """Return SQL for 1 if neither record of a link is older than the other."""
    return f"NOT ({is_older(new, old)} OR {is_older(old, new)})"


def replaced_by(first: str, limit: str = "") -> str:
    """Return a clause WITH of the table `below`: the keys (column `key`) of what the records of
    SELECT `first` replace, and these keys themselves, directly or through others.

    Only links of records in the catalogue lead on, and only if the successor is not older.
    """
    return f"""
    WITH RECURSIVE below(key) AS (
        {first}
        UNION
        SELECT b.target
        FROM below
        CROSS JOIN standard newer ON newer.key = below.key
        CROSS JOIN replaces b ON b.successor = newer.key
        LEFT JOIN standard older ON older.key = b.target
        WHERE NOT {is_older("newer", "older")}
        {limit}
    )"""


def _closes_circle(r: str) -> str:
    """Return SQL for 1 if the target of a link replaces its successor, else 0."""
    first = f"""
        SELECT b.target
        FROM replaces b
        LEFT JOIN standard newer ON newer.key = b.successor
        LEFT JOIN standard older ON older.key = b.target
        WHERE b.successor = {r}.target AND NOT {is_older("newer", "older")}"""
    return f"""EXISTS (
        {replaced_by(first, f"LIMIT {_MOST_RECORDS}")}
        SELECT 1 FROM below WHERE key = {r}.successor
    )"""
