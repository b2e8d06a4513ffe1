"""Reviews: which standards are due, and when the next ones fall due.

Rule: one rule for every list and count. A standard is due for review on a day if it is in force, is
no amendment, is of the families asked about, its age has reached the limit in years, and no decided
review since then postpones it. It falls due on the first day on which it has that age and as many
years have passed since its last decided review. Nothing that happens after the day asked about is
seen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.plans import (
    SECTORS_AND_REST,
    PlanRules,
    name_expression,
    own_sector,
)
from stdplan.catalogue.queries.query import Query, Values, any_of, contains_any, in_sector
from stdplan.domain.codes import FAMILIES
from stdplan.domain.dates import cutoff
from stdplan.i18n import t
from stdplan.light import NamedTuple
from stdplan.table import Column

DUE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("status", "key"),
    Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"),
    Column("due", "date", context="date of review"), Column("overdue_days", "integer"),
    Column("committee"), Column("department"),
)  # fmt: skip
DUE_BY_SECTOR_COLUMNS = (
    Column("sector", "key"), Column("name"), Column("in_force", "integer"),
    Column("due", "integer", context="number of standards"), Column("share", "percent"),
    Column("oldest", "date"),
    Column("mean_age", "decimal"),
)  # fmt: skip
DUE_BY_MONTH_COLUMNS = (
    Column("month", "key"), Column("due", "integer", context="number of standards"),
)  # fmt: skip
DUE_BY_MONTH_AND_SECTOR_COLUMNS = (
    Column("month", "key"), Column("sector", "key"), Column("name"),
    Column("due", "integer", context="number of standards"),
)  # fmt: skip
# The columns that output/as_ics.py needs.
EVENT_COLUMNS = (
    Column("uid", "key"), Column("summary"), Column("category"), Column("start", "date"),
    Column("stamp", "date"),
)  # fmt: skip


# Due on a day.


class DueRule(NamedTuple):
    """Which standards are due: on `day`, every `years` years, of `families` and `sectors`, and of
    committees and departments whose names contain one of these texts (empty: of all)."""

    day: date
    years: int
    families: Sequence[str | None] = ()
    sectors: Values = ()
    committees: Values = ()
    departments: Values = ()

    def is_filtered(self) -> bool:
        """Return whether it is about some sectors, committees or departments only."""
        return bool(self.sectors or self.committees or self.departments)


def plan_due_rule(plan: PlanRules, day: date) -> DueRule:
    """Return the rule of a plan for a day, which `review due` follows without options."""
    return DueRule(day, plan.review_years, plan.review_families)


def list_due_standards(
    connection: sqlite3.Connection, rule: DueRule, in_order: bool = True
) -> Query:
    """Return the standards whose review is due, the oldest first, or in no order.

    rule = DueRule(date(2011, 12, 31), years=5, families=["industry"])
    for number, due in list_due_standards(connection, rule).fetch(["number", "due"]):
        print(number, due)
    """
    parameters = rule_parameters(rule)
    due_day = sql_rules.due_day("d.counted_from")
    expressions = {
        "number": "coalesce(d.number, d.key)",
        "title": "d.title",
        "sector": "d.sector",
        "status": "'in-force'",
        "age": sql_rules.age("d.counted_from"),
        "counted_from": "d.counted_from",
        "basis": sql_rules.basis("d", "d.counted_from"),
        "due": due_day,
        "overdue_days": sql_rules.days_between(due_day, ":day"),
        "committee": "d.committee",
        "department": "d.department",
    }
    return Query(
        connection=connection,
        expressions=expressions,
        columns=DUE_COLUMNS,
        tables=f"({_due_by_family(rule, parameters, in_order)}) d",
        parameters=parameters,
        order="d.counted_from, d.sort_key, d.key",
        in_order=in_order,
        sort_by={"number": "d.sort_key"},
    )


def due_by_sector(connection: sqlite3.Connection, rule: DueRule, plan: int) -> Query:
    """Return, for each of the plan's sectors and for no sector: standards in force, those due and
    their share, the oldest day an age counts from, the mean age in years."""
    parameters = {**rule_parameters(rule), "plan": plan}
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": name_expression("c"),
            "in_force": "coalesce(n.in_force, 0)",
            "due": "coalesce(n.due, 0)",
            "share": "round(100.0 * n.due / n.in_force, 1)",
            "oldest": "n.oldest",
            "mean_age": "round(1.0 * n.ages / n.aged, 1)",
        },
        columns=DUE_BY_SECTOR_COLUMNS,
        tables=SECTORS_AND_REST,
        # A record in one of the rule's sectors through a focus area counts in its own sector's row.
        where=("n.in_force > 0",) if rule.is_filtered() else (),
        parameters=parameters,
        order="p.position",
        common={"n": count_ages(rule, parameters, DUE_COUNTS)},
    )


def count_left_out(connection: sqlite3.Connection, rule: DueRule) -> tuple[int, int]:
    """Return how many standards are due in other families than the rule's, and how many in force,
    of its families, have no day at all from which an age counts."""
    parameters = rule_parameters(rule)
    due = [
        _due_condition(families, rule, parameters) for families in _grouped(_other_families(rule))
    ]
    has_no_day = f"a.counted_from IS NULL AND {sql_rules.IN_FORCE}"
    dateless = [
        f"{_of_families(families, rule, parameters)} AND {has_no_day}"
        for families in _grouped(_families(rule))
    ]
    others, without_day = (
        sum(
            connection.execute(sql, parameters).fetchone()[0]
            for condition in conditions
            for sql in sql_rules.age_statements("count(*)", condition)
        )
        for conditions in (due, dateless)
    )
    return others, without_day


# SQL for 1 if the review of a standard, with its age `a`, is due; NULL if it has no age.
AGE_IS_DUE = "a.reset <= :cutoff"
# What count_ages() counts of the reviews that are due: how many, and the oldest day of an age.
DUE_COUNTS = {
    "due": ("sum", f"coalesce({AGE_IS_DUE}, 0)"),
    "oldest": ("min", f"CASE WHEN {AGE_IS_DUE} THEN a.counted_from END"),
}


def is_due(rule: DueRule, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if the review of record `l` (table life) is due, else 0.

    For questions about few records, and counts from the index `life_sector`; others use
    `sql_rules.from_ages`.
    """
    parameters |= rule_parameters(rule)
    of_families = any_of("l.family", "family", rule.families, parameters) if rule.families else "1"
    return f"""coalesce(
        NOT l.amendment AND {of_families} AND {sql_rules.is_in_force_from_index("l")} AND :cutoff >=
        CASE WHEN :day < l.until THEN l.counted_from ELSE (
            SELECT p.reset
            FROM age_period p
            WHERE p.standard = l.standard AND p.since <= :day AND :day < p.until
        ) END, 0)"""


class Grouping(NamedTuple):
    """What standards are counted by: the name of the column; SQL for it over an age `a`, over a
    record `l` (table life), and over a column of that name that has one of these values."""

    name: str
    of_age: str
    of_life: str
    shown: str


# By the sectors of the plan :plan; in the order of an index.
BY_SECTOR = Grouping("sector", "a.sector", "l.sector", own_sector("sector"))
# By the numbers of committees.
BY_COMMITTEE = Grouping(
    "committee",
    "(SELECT k.committee FROM life k WHERE k.standard = a.standard)",
    "l.committee",
    "committee",
)


def count_ages(
    rule: DueRule,
    parameters: dict[str, object],
    counts: Mapping[str, tuple[str, str]],
    grouping: Grouping = BY_SECTOR,
) -> str:
    """Return a SELECT of the standards in force that the rule is about, by group: in_force, aged
    (how many have an age), ages (their sum in years) and `counts`.

    `counts`: by name, the function (sum or min) and SQL over `a` for what it is applied to.
    """
    counts = {
        "in_force": ("sum", "1"),
        "aged": ("sum", "a.counted_from IS NOT NULL"),
        "ages": ("sum", sql_rules.age("a.counted_from")),
        **counts,
    }
    selected = ", ".join(f"{function}({of}) AS {name}" for name, (function, of) in counts.items())
    # First by the groups of the records, then by those that are shown.
    sums = ", ".join(f"{function}({name}) AS {name}" for name, (function, _) in counts.items())
    by_record = sql_rules.from_ages(
        f"{grouping.of_age} AS {grouping.name}, {selected}",
        f"{sql_rules.IN_FORCE} AND {_candidates(rule, parameters)}",
        group_by=grouping.of_age,
    )
    return f"SELECT {grouping.shown} AS {grouping.name}, {sums} FROM ({by_record}) GROUP BY 1"


def _due_by_family(rule: DueRule, parameters: dict[str, object], in_order: bool) -> str:
    """Return a SELECT of the standards whose review is due, in the order of `review due` or in
    none.

    Columns: counted_from, and _LISTED. There is a statement for each family, because an index has
    the ages of each family in their order, and SQLite merges the rows as they are asked for.
    """
    rows = " UNION ALL ".join(
        sql_rules.from_ages(
            f"a.counted_from AS counted_from, {_LISTED}",
            _due_condition([family], rule, parameters),
            join="CROSS JOIN standard s ON s.id = a.standard",
        )
        for family in _families(rule)
    )
    return f"{rows} ORDER BY counted_from, sort_key, key LIMIT -1" if in_order else rows


# The columns of table standard from which `list_due_standards` makes its own.
_LISTED = (
    "s.key, s.number, s.title, s.sector, s.effective, s.published, s.number_year, s.edition,"
    " s.sort_key, s.committee, s.department"
)


def _families(rule: DueRule) -> Sequence[str | None]:
    """Return the families of the rule; None stands for records without a family."""
    return rule.families or (*FAMILIES, None)


def _other_families(rule: DueRule) -> list[str | None]:
    """Return the families that the rule leaves out; none if it is about all."""
    return [family for family in (*FAMILIES, None) if rule.families and family not in rule.families]


def _grouped(families: Sequence[str | None]) -> list[Sequence[str | None]]:
    """Return the families that have a code, and None, in groups that one condition finds."""
    codes = [family for family in families if family is not None]
    return [group for group in (codes, [None] if None in families else []) if group]


def _due_condition(
    families: Sequence[str | None], rule: DueRule, parameters: dict[str, object]
) -> str:
    """Return a condition on `a`: the standard is of one of these families, and due."""
    of_families = _of_families(families, rule, parameters)
    return f"{of_families} AND a.counted_from <= :cutoff AND {AGE_IS_DUE} AND {sql_rules.IN_FORCE}"


def _of_families(
    families: Sequence[str | None], rule: DueRule, parameters: dict[str, object]
) -> str:
    """Return a condition on `a`: the standard is no amendment, of one of these families (one group
    of `_grouped`), and passes the filters of the rule.

    With a condition on `counted_from` after it, it uses an index, whose order is that of the ages
    of each family.
    """
    name = f"family_{families[0]}_"
    conditions = [
        any_of("a.family", name, families, parameters) if families[0] else "a.family IS NULL",
        "a.amendment = 0",
    ]
    return " AND ".join([*conditions, *_filters(rule, parameters)])


def _candidates(rule: DueRule, parameters: dict[str, object]) -> str:
    """Return a condition on `a`: the standard is no amendment, of the rule's families, and passes
    its filters.

    It uses no index of families, so that the rows come in the order of the sectors.
    """
    conditions = ["NOT a.amendment"]
    if rule.families:
        of_families = any_of("a.family", "family", rule.families, parameters)
        conditions.append(f"coalesce({of_families}, 0)")
    return " AND ".join([*conditions, *_filters(rule, parameters)])


def _filters(rule: DueRule, parameters: dict[str, object]) -> list[str]:
    """Return the conditions on `a` of the rule's sectors, committees and departments."""
    conditions = []
    if rule.sectors:
        conditions.append(in_sector(rule.sectors, parameters, "a.sector", "a.standard"))
    for column, texts in (("committee", rule.committees), ("department", rule.departments)):
        if texts:
            found = contains_any(f"u.{column}", column, texts, parameters)
            record = f"SELECT 1 FROM standard u WHERE u.id = a.standard AND {found}"
            conditions.append(f"EXISTS ({record})")
    return conditions


def rule_parameters(rule: DueRule) -> dict[str, object]:
    """Return the :parameters of the rule's day and years."""
    return {
        **sql_rules.day_parameters(rule.day),
        "years": rule.years,
        "cutoff": cutoff(rule.day, rule.years).isoformat(),
    }


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
    parameters = {**rule_parameters(rule), "plan": plan, **span._asdict()}
    coming = _falling_due(f"{_DUE}, a.sector AS sector", rule, *span, parameters)
    counts = f"""
        SELECT substr(due, 1, 7) AS month, {own_sector("sector") if sectors else "NULL"} AS sector,
        count(*) AS due
        FROM ({coming})
        GROUP BY 1, 2
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
        parameters=parameters,
        order="n.month, p.position IS NULL, p.position",
        common={"n": counts},
    )


def due_events(connection: sqlite3.Connection, rule: DueRule, span: DaySpan, plan: int) -> Query:
    """Return each review that falls due within the span, as a day in a calendar."""
    parameters = {
        **rule_parameters(rule),
        **span._asdict(),
        "plan": plan,
        "review": t("Review due"),
    }
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
        tables=f"""({_falling_due(f"a.standard, {_DUE}", rule, *span, parameters)}) d
            JOIN standard s ON s.id = d.standard
            LEFT JOIN sector c ON c.code = {own_sector("s.sector")}""",
        parameters=parameters,
        order="d.due, s.sort_key, s.key",
    )


def count_due_before(connection: sqlite3.Connection, rule: DueRule, first: str, plan: int) -> int:
    """Return how many reviews fall due before the day `first` (ISO)."""
    parameters = {**rule_parameters(rule), "plan": plan}
    eve = date.fromisoformat(first) - timedelta(1)
    coming = _falling_due("count(*) AS n", rule, None, str(eve), parameters)
    return int(connection.execute(f"SELECT sum(n) FROM ({coming})", parameters).fetchone()[0])


# The day on which the review of an age `a` falls due, as column `due`.
_DUE = f"{sql_rules.due_day('a.reset')} AS due"


def _falling_due(
    select: str,
    rule: DueRule,
    first: str | None,
    last: str,
    parameters: dict[str, object],
) -> str:
    """Return a SELECT of `select` (SQL over alias `a`) of the reviews that fall due from `first`
    (None: on any day) to `last` (ISO days)."""
    eve = None if first is None else date.fromisoformat(first) - timedelta(1)
    parameters["reset_after"] = "" if eve is None else cutoff(eve, rule.years).isoformat()
    parameters["reset_until"] = cutoff(date.fromisoformat(last), rule.years).isoformat()
    return " UNION ALL ".join(
        sql_rules.from_ages(
            select,
            f"{_of_families([family], rule, parameters)} AND a.counted_from <= :reset_until"
            " AND a.reset > :reset_after AND a.reset <= :reset_until"
            # Published, whether or not in force yet.
            " AND a.since <= :day AND :day < a.until AND a.public <= :day",
        )
        for family in _families(rule)
    )
