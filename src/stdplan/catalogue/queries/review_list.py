"""Reviews that took place: what committees proposed, what was decided, and what is still open.

Rule: only decided reviews have consequences. `domain/codes.py` has the steps and outcomes. Nothing
that happens after the day asked about is seen.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.query import Query, Values, any_of, contains_any, in_sector
from stdplan.light import NamedTuple
from stdplan.table import Column

REVIEW_COLUMNS = (
    Column("number", "key"), Column("title"), Column("date", "date"), Column("outcome", "key"),
    Column("into", "key"), Column("ends", "date", context="of a review"), Column("note"),
    Column("id", "integer"), Column("step", "key"), Column("document"),
    Column("into_family", "key"), Column("into_nature", "key"),
    Column("committee"), Column("department"),
)  # fmt: skip


class ReviewFilters(NamedTuple):
    """The filters of `review list`; several values of one filter mean or.

    `committee`, `department`: parts of their names.
    `step`: only proposed or only decided reviews. `open_only`: only decisions whose consequence is
    pending; of proposals, those without a decision.
    """

    sector: Values = ()
    outcome: Values = ()
    open_only: bool = False
    step: str | None = None
    committee: Values = ()
    department: Values = ()


def list_reviews(connection: sqlite3.Connection, day: date, filters: ReviewFilters) -> Query:
    """Return the reviews up to the day, the newest first."""
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    where = ["v.date <= :day"]
    if filters.outcome:
        where.append(any_of("v.outcome", "outcome", filters.outcome, parameters))
    if filters.sector:
        where.append(in_sector(filters.sector, parameters))
    for column in ("committee", "department"):
        if texts := getattr(filters, column):
            where.append(contains_any(f"s.{column}", column, texts, parameters))
    if filters.step:
        where.append("v.step = :step")
        parameters["step"] = filters.step
    if filters.open_only:
        if filters.step == "proposed":
            where.append(sql_rules.is_open_proposal("v"))
        else:
            where += IS_PENDING
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
            "id": "v.id",
            "step": "v.step",
            "document": "v.document",
            "into_family": "v.into_family",
            "into_nature": "v.into_nature",
            "committee": "s.committee",
            "department": "s.department",
        },
        columns=REVIEW_COLUMNS,
        tables="""review v
            JOIN standard s ON s.id = v.standard
            JOIN life l ON l.standard = s.id
            LEFT JOIN standard p ON p.id = v.project""",
        where=where,
        parameters=parameters,
        order=f"{sql_rules.first_day('v.date')} DESC, s.sort_key, v.id",
        sort_by={"number": "s.sort_key"},
    )


_REVIEWED = sql_rules.first_day("v.date")
# SQL for 1 if an amendment of standard `s` was published since its review `v`, or a partial
# revision of it, else 0.
_IS_AMENDED = f"""(
    coalesce(s.partial_revision BETWEEN substr(v.date, 1, 4) + 0 AND substr(:day, 1, 4) + 0, 0)
    OR EXISTS (
        SELECT 1
        FROM standard a
        JOIN life m ON m.standard = a.id
        WHERE a.amends = s.key AND m.public BETWEEN {_REVIEWED} AND :day
    )
)"""
# SQL for 1 if standard `s` was converted since its review `v`, or is of the nature and family into
# which the review converts it, else 0. A later conversion is not seen: before it, the standard had
# another nature or family.
_CONVERSIONS = "FROM other_number o WHERE o.standard = s.id AND o.kind = 'converted'"
_CONVERTED_ON = sql_rules.first_day("o.until")
_IS_CONVERTED = f"""(
    EXISTS (SELECT 1 {_CONVERSIONS} AND {_CONVERTED_ON} BETWEEN {_REVIEWED} AND :day)
    OR (
        coalesce(v.into_nature, v.into_family) IS NOT NULL
        AND s.nature IS coalesce(v.into_nature, s.nature)
        AND s.family IS coalesce(v.into_family, s.family)
        AND NOT EXISTS (SELECT 1 {_CONVERSIONS} AND {_CONVERTED_ON} > :day)
    )
)"""
# Conditions for a decided review whose consequence is pending: the last one of a standard that is
# still in force, with an outcome that has not happened yet. A confirmation has nothing to wait for.
IS_PENDING = (
    sql_rules.is_decided("v"),
    f"""CASE v.outcome
        WHEN 'confirm' THEN 0
        WHEN 'withdraw' THEN v.ends IS NULL
        WHEN 'revise' THEN NOT {sql_rules.revision_failed("v", "p")}
        WHEN 'amend' THEN NOT {_IS_AMENDED}
        WHEN 'convert' THEN NOT {_IS_CONVERTED}
        ELSE 1
    END""",
    sql_rules.is_in_force("l"),
    f"""NOT EXISTS (
        SELECT 1
        FROM review w
        WHERE w.standard = v.standard AND {sql_rules.is_decided("w")} AND w.date <= :day
        AND ({sql_rules.first_day("w.date")}, w.id) > ({_REVIEWED}, v.id)
    )""",
)
