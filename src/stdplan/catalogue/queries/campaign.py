"""The members of the review campaign of a year: the list, and counts by sector and committee.

Rule: plans.py says who is a member. A member is done with its first review in the year; the list
shows its last one. The age is the one on the cutoff day of the campaign, as it was known on the eve
of the year: reviews of the year itself do not change what the campaign has to review.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.query import Query, Values, contains_any, in_sector, with_clause
from stdplan.domain.codes import STEPS
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Records

CAMPAIGN_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("committee"),
    Column("department"), Column("age", "integer"),
    Column("due", "date", context="date of review"),
    Column("done", "date", context="date of review"), Column("outcome", "key"),
    Column("added", "date", context="to a campaign"),
    Column("left_out", "date", context="of a campaign"), Column("note"),
)  # fmt: skip
_COUNT_COLUMNS = (
    Column("campaign", "integer"), Column("done", "integer"),
    Column("rate", "percent", context="of reviews"),
    Column("added", "integer", context="number of standards"),
    Column("left_out", "integer", context="number of standards"),
)  # fmt: skip
CAMPAIGN_BY_SECTOR_COLUMNS = (Column("sector", "key"), Column("name"), *_COUNT_COLUMNS)


class MemberFilters(NamedTuple):
    """The filters of `review campaign`; several values of one filter mean or.

    `with_project`: only standards with a project of revision under way (True), or without one
    (False). `unanswered`: only standards without a review in the year, proposed or decided.
    `ended`: only standards that are out of force by the day (True), or not yet (False).
    """

    sector: Values = ()
    committee: Values = ()
    with_project: bool | None = None
    department: Values = ()
    unanswered: bool = False
    ended: bool | None = None


def list_members(
    connection: sqlite3.Connection,
    campaign: plans.Campaign,
    day: date,
    filters: MemberFilters,
    left_out: bool = False,
) -> Query:
    """Return the members of the campaign as known on the day, by number; or, if `left_out`, the
    standards that are no members because they were left out by hand."""
    common, where, parameters = _members(campaign, day, filters)
    parameters["years"] = campaign.years
    reviewed = f"{plans.reviews_between(':opens', ':day')} AND v.standard = s.id"
    last_review = f"ORDER BY {sql_rules.first_day('v.date')} DESC, v.id DESC LIMIT 1"
    return Query(
        connection=connection,
        expressions={
            "number": "coalesce(s.number, s.key)",
            "title": "s.title",
            "sector": "s.sector",
            "committee": "s.committee",
            "department": "s.department",
            "age": sql_rules.age("m.counted_from", "closes", "closes_month_day"),
            "due": sql_rules.due_day("m.counted_from"),
            "done": f"(SELECT v.date {reviewed} {last_review})",
            "outcome": f"(SELECT v.outcome {reviewed} {last_review})",
            "added": f"CASE WHEN m.added THEN {_last_entry('date')} END",
            "left_out": f"CASE WHEN NOT m.member THEN {_last_entry('date')} END",
            "note": _last_entry("note"),
        },
        columns=CAMPAIGN_COLUMNS,
        tables="m JOIN standard s ON s.id = m.standard",
        where=(*where, "NOT m.member" if left_out else "m.member"),
        parameters=parameters,
        order="s.sort_key, s.key",
        sort_by={"number": "s.sort_key"},
        common=common,
    )


def _last_entry(column: str) -> str:
    """Return SQL for a column of the last entry by hand for standard `s`, NULL without one."""
    return f"""(
        SELECT c.{column}
        FROM campaign_member c
        WHERE c.standard = s.id AND {plans.ENTRY}
        ORDER BY c.date DESC
        LIMIT 1
    )"""


def members_by_sector(
    connection: sqlite3.Connection,
    plan: int,
    campaign: plans.Campaign,
    day: date,
    filters: MemberFilters,
) -> Query:
    """Return the counts of the campaign for each sector of the plan that has any; the last row
    counts the standards of none of them."""
    common, where, parameters = _members(campaign, day, filters)
    parameters["plan"] = plan
    common["n"] = _counts_by(plans.OWN_SECTOR, "sector", where)
    return Query(
        connection=connection,
        expressions={
            "sector": "n.sector",
            "name": plans.name_expression("c"),
            **{name: f"n.{name}" for name in _COUNTS},
            "rate": "round(100.0 * n.done / nullif(n.campaign, 0), 1)",
        },
        columns=CAMPAIGN_BY_SECTOR_COLUMNS,
        tables="""n
            LEFT JOIN plan_sector p ON p.plan = :plan AND p.sector = n.sector
            LEFT JOIN sector c ON c.code = n.sector""",
        parameters=parameters,
        order="p.position IS NULL, p.position",
        common=common,
    )


def members_by_unit(
    connection: sqlite3.Connection,
    campaign: plans.Campaign,
    day: date,
    filters: MemberFilters,
    unit: str,
) -> Records:
    """Return the counts of the campaign for each `unit` (committee or department), by name; the
    last row counts the standards that name none."""
    # Imported here: the other answers do not need it.
    from stdplan.catalogue.queries.units import merge_spellings

    common, where, parameters = _members(campaign, day, filters)
    counted = connection.execute(
        f"{with_clause(common)}{_counts_by(f's.{unit}', unit, where)}", parameters
    )
    rows: list[list[Cell]] = []
    for name, counts in merge_spellings(counted):
        members, done, added, left_out = map(sum, zip(*counts, strict=True))
        rate = round(100 * done / members, 1) if members else None
        rows.append([name, members, done, rate, added, left_out])
    return Records((Column(unit), *_COUNT_COLUMNS), rows)


_COUNTS = ("campaign", "done", "added", "left_out")


def _counts_by(expression: str, name: str, where: Sequence[str]) -> str:
    """Return a SELECT of _COUNTS of the common table m for each value of an expression over `s`."""
    reviewed = f"SELECT v.standard {plans.reviews_between(':opens', ':day')}"
    return f"""
        SELECT {expression} AS {name}, sum(m.member) AS campaign,
        sum(m.member AND m.standard IN ({reviewed})) AS done, sum(m.added) AS added,
        sum(NOT m.member) AS left_out
        FROM m
        JOIN standard s ON s.id = m.standard
        WHERE {" AND ".join(where) or "1"}
        GROUP BY 1
    """


def count_entries(
    connection: sqlite3.Connection, campaign: plans.Campaign, day: date
) -> tuple[int, int]:
    """Return how many members were added by hand, and how many standards are left out."""
    common, _, parameters = _members(campaign, day, MemberFilters())
    entries = f"SELECT 1 FROM campaign_member c WHERE {plans.ENTRY} LIMIT 1"
    if connection.execute(entries, parameters).fetchone() is None:
        return 0, 0
    added, left_out = connection.execute(
        f"SELECT sum(m.added), sum(NOT m.member) FROM ({common['m']}) m", parameters
    ).fetchone()
    return added or 0, left_out or 0


def find_members(
    connection: sqlite3.Connection, campaign: plans.Campaign, day: date, filters: MemberFilters
) -> dict[int, str]:
    """Return the keys of the members that pass the filters by their row ids, in the order of the
    numbers."""
    common, where, parameters = _members(campaign, day, filters)
    rows = connection.execute(
        f"""
        SELECT s.id, s.key
        FROM ({common["m"]}) m
        JOIN standard s ON s.id = m.standard
        WHERE {" AND ".join(("m.member", *where))}
        ORDER BY s.sort_key, s.key
        """,
        parameters,
    )
    return dict(rows.fetchall())


def _members(
    campaign: plans.Campaign, day: date, filters: MemberFilters
) -> tuple[dict[str, str], list[str], dict[str, object]]:
    """Return the common table m of all members and of all that are left out, the conditions of the
    filters over `m` and `s`, and the :parameters.

    Columns of m: standard, counted_from, added, and member (0 if it is left out).
    """
    parameters: dict[str, object] = {
        **sql_rules.day_parameters(day),
        "closes_month_day": sql_rules.day_parameters(campaign.last)["month_day"],
    }
    rows = plans.campaign_members(
        "a.standard, a.counted_from, a.added, 1 AS member", campaign, parameters
    ) + plans.campaign_left_out("a.standard, a.counted_from, 0, 0", campaign, parameters)
    where = []
    if filters.sector:
        where.append(in_sector(filters.sector, parameters))
    if filters.committee:
        where.append(contains_any("s.committee", "committee", filters.committee, parameters))
    if filters.department:
        where.append(contains_any("s.department", "department", filters.department, parameters))
    if filters.with_project is not None:
        where.append(f"{'' if filters.with_project else 'NOT '}{_IS_BEING_REVISED}")
    if filters.unanswered:
        for step in STEPS:
            answered = plans.reviews_between(":opens", ":day", step)
            where.append(f"s.id NOT IN (SELECT v.standard {answered})")
    if filters.ended is not None:
        ended = "SELECT l.standard FROM life l WHERE l.ends <= :day"
        where.append(f"s.id {'' if filters.ended else 'NOT '}IN ({ended})")
    return {"m": " UNION ALL ".join(rows)}, where, parameters


# SQL for 1 if a project to replace standard `s` as a whole is under way on :day: one that names it,
# or the one that a review opened.
_IS_BEING_REVISED = f"""EXISTS (
    SELECT 1
    FROM life l
    WHERE l.standard IN (
        SELECT p.id
        FROM replaces r
        JOIN standard p ON p.key = r.successor
        WHERE r.target = s.key AND NOT r.partial
        UNION ALL SELECT v.project FROM review v WHERE v.standard = s.id AND v.date <= :day
    )
    AND {sql_rules.is_known("l")} AND {project_rules.is_open_project("l")}
)"""
