"""The measures by which indicators count, each a function that returns the rows it counts.

Rule: a measure states once what it counts, a row for each thing, and every figure of it is one
statement over these rows. So the whole and its parts cannot disagree. Measures count within the
plan's year, up to the day asked about; a later withdrawal does not subtract.

A measure may have an argument after a colon (`reviewed:revise`). To add a measure, write a function
here, add it to MEASURES at the end, and add its name to `domain/measures.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.plans import (
    PlanRules,
    campaign_members,
    campaign_periods,
    reviews_between,
)
from stdplan.catalogue.queries.query import any_of
from stdplan.light import NamedTuple
from stdplan.table import Column

# A figure; None for a rate of no rows, and for a measure that is only recorded by hand.
Count = int | float | None
# The denominator of a rate or share: the number of standards in force, and their families.
DENOMINATOR_COLUMNS = (Column("denominator", "integer"), Column("denominator_of", "list"))


def last_counting_day(year: int, day: date) -> str:
    """Return the last day that counts (ISO): the day asked about, at most the end of the year.

    Before the year begins nothing counts, and states are those of the day itself.
    """
    return min(day, date(year, 12, 31)).isoformat()


class MeasureWindow:
    """The days within which measures count: the plan's year, up to the day asked about.

    `year`: another year, to which the plan's rules and sectors are applied. `last` is the last day
    that counts (ISO), `elapsed` the number of days of the year up to its end, `days` the number of
    days of the whole year. `parameters` are the :parameters that the SQL of every measure may use:
    :plan, :first, and :day and :month_day of `last`.
    """

    def __init__(
        self, connection: sqlite3.Connection, plan: PlanRules, day: date, year: int | None = None
    ) -> None:
        self.connection = connection
        self.plan = plan
        self.year = plan.year if year is None else year
        first = date(self.year, 1, 1)
        last = min(day, date(self.year, 12, 31))
        self.last = last.isoformat()
        self.elapsed = max(0, (last - first).days + 1)
        self.days = (date(self.year + 1, 1, 1) - first).days
        self.parameters: Mapping[str, object] = {
            **sql_rules.day_parameters(last),
            "plan": plan.year,
            "first": first.isoformat(),
        }


class MeasureRows(NamedTuple):
    """The rows that a measure counts, as SELECTs of `day` (in full), `sector` (a code), `standard`
    (the row id of a record) and `amount`.

    `parameters`: values that the SQL needs besides those of the window. `rate`: the figure is the
    percentage of the sum of `amount` in the sum of another column `whole`, over standards of
    `families`. `state`: the rows show
    the state on the day asked about, not what happened up to it. `lasting`: they have `since` and
    `until` in place of `day`, and count on the days from `since` up to, but not including, `until`.
    `drivers`: the rows are records, which serve drivers; else `standard` is NULL. `exact`: the
    amounts are decimals as text.
    """

    statements: tuple[str, ...]
    parameters: Mapping[str, object] = {}
    rate: bool = False
    state: bool = False
    lasting: bool = False
    drivers: bool = True
    exact: bool = False
    families: tuple[str, ...] = ()

    @property
    def figure(self) -> str:
        """Return SQL for the figure of rows `r`; NULL for the rate of no rows."""
        if self.rate:
            return "round(100.0 * sum(r.amount) / nullif(sum(r.whole), 0), 1)"
        return f"coalesce({'exact_sum' if self.exact else 'sum'}(r.amount), 0)"

    def sums(self, key: str | None = None, join: str = "") -> str:
        """Return a SELECT of the sums of the rows `r` that count on the last day of the window, in
        all or for each value of `key` (SQL): key, amount, whole.

        Each statement is summed up on its own, which SQLite does without making its rows.
        """
        add = "exact_sum" if self.exact else "sum"
        whole = "sum(r.whole)" if self.rate else "NULL"
        on_day = "r.since <= :day AND :day < r.until" if self.lasting else "1"
        group_by = "GROUP BY 1" if key else ""
        return " UNION ALL ".join(
            f"SELECT {key or 'NULL'} AS key, {add}(r.amount) AS amount, {whole} AS whole"
            f" FROM ({statement}) r{join} WHERE {on_day} {group_by}"
            for statement in self.statements
        )


def measure_rows(window: MeasureWindow, measure: str) -> MeasureRows | None:
    """Return the rows that a measure (`NAME` or `NAME:ARGUMENT`) counts; None if the
    measure is only recorded by hand."""
    name, _, argument = measure.partition(":")
    return MEASURES[name](window, argument)


# Measures of standards and projects.

# Families whose standards the plan sets out to make.
FAMILIES_MADE = ("industry", "national")
_OF_FAMILIES_MADE = f"l.family IN ({', '.join(repr(family) for family in FAMILIES_MADE)})"
# Record `l` is in a sector of the plan, by its own or by a focus area, and is no amendment. Not a
# condition on the sector alone, for which SQLite would choose the index of sectors.
_IN_PLAN = """NOT l.amendment AND (
    coalesce(l.sector IN (SELECT sector FROM plan_sector WHERE plan = :plan), 0)
    OR l.standard IN (
        SELECT f.standard
        FROM standard_focus f
        JOIN focus_area a ON a.code = f.focus
        JOIN plan_sector ps ON ps.sector = a.sector AND ps.plan = :plan
    )
)"""
# The same records in two parts, which share none: those of one sector after the other, in the order
# of an index, and those that only their focus areas bring into the plan.
_IN_PLAN_BY_PARTS = (
    """plan_sector p
        CROSS JOIN life l ON l.sector = p.sector
        WHERE p.plan = :plan AND NOT l.amendment""",
    """(
            SELECT DISTINCT f.standard
            FROM plan_sector p
            JOIN focus_area a ON a.sector = p.sector
            JOIN standard_focus f ON f.focus = a.code
            WHERE p.plan = :plan
        ) f
        CROSS JOIN life l ON l.standard = f.standard
        WHERE NOT l.amendment
        AND NOT coalesce(l.sector IN (SELECT sector FROM plan_sector WHERE plan = :plan), 0)""",
)
# The day of publication is that of table life if the record has one.
_PUBLISHED_IN_YEAR = "(s.published IS NOT NULL AND l.public BETWEEN :first AND :day)"
_PUBLISHED = f"s.number IS NOT NULL AND {_OF_FAMILIES_MADE} AND {_IN_PLAN} AND {_PUBLISHED_IN_YEAR}"
# A project has no family before it has a number.
_PROJECT = f"(l.family IS NULL OR {_OF_FAMILIES_MADE}) AND {_IN_PLAN}"

# Few records changed their stage within the year: they are looked up (IN), instead of asking every
# record for its stages (EXISTS).
_STAGE_IN_YEAR = f"c.stage = :stage AND {sql_rules.first_day('c.date')} BETWEEN :first AND :day"
_REACHED_STAGE = f"l.standard IN (SELECT c.standard FROM stage_change c WHERE {_STAGE_IN_YEAR})"
_STAGE_DAY = f"""(
    SELECT min({sql_rules.first_day("c.date")})
    FROM stage_change c
    WHERE c.standard = l.standard AND {_STAGE_IN_YEAR}
)"""


def is_published_in(year: int, day: date, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if record `s` was published in the year, up to the day, else 0."""
    parameters |= {"first": f"{year}-01-01", "last": last_counting_day(year, day)}
    return "(s.published IS NOT NULL AND l.public BETWEEN :first AND :last)"


def _standard_rows(day: str, where: str) -> str:
    """Return the SELECT of a measure that counts records `s` with their days `l`, each once, by a
    day (SQL)."""
    return f"""
        SELECT {day} AS day, l.sector AS sector, l.standard AS standard, 1 AS amount
        FROM life l
        JOIN standard s ON s.id = l.standard
        WHERE {where}
    """


def published(window: MeasureWindow, _: str) -> MeasureRows:
    """Count new and revised standards published; each number counts once, since it is unique."""
    return MeasureRows((_standard_rows("l.public", _PUBLISHED),))


def _projects_at(stage: str, where: str = "1") -> MeasureRows:
    """Count the projects that reached a stage within the year."""
    condition = f"{_PROJECT} AND {_REACHED_STAGE} AND {where}"
    return MeasureRows((_standard_rows(_STAGE_DAY, condition),), {"stage": stage})


def projects(window: MeasureWindow, _: str) -> MeasureRows:
    """Count projects approved (stage 10)."""
    return _projects_at("10")


def submitted(window: MeasureWindow, _: str) -> MeasureRows:
    """Count projects submitted for approval (stage 50)."""
    return _projects_at("50")


def priority_projects(window: MeasureWindow, _: str) -> MeasureRows:
    """Count projects approved (stage 10) in the plan's priority areas."""
    in_priority_area = """EXISTS (
        SELECT 1
        FROM standard_focus f
        JOIN plan_focus p ON p.focus = f.focus
        WHERE f.standard = l.standard AND p.plan = :plan AND p.priority = 1
    )"""
    return _projects_at("10", in_priority_area)


def ended(window: MeasureWindow, basis: str) -> MeasureRows:
    """Count standards that went out of force; `inferred`: those whose day is only inferred, without
    it the others."""
    where = f"""
        l.ends BETWEEN :first AND :day AND l.ends < {sql_rules.NEVER} AND {sql_rules.is_public("l")}
        AND s.number IS NOT NULL AND {_OF_FAMILIES_MADE} AND {_IN_PLAN}
        AND l.ends_basis {"IS" if basis else "IS NOT"} 'inferred'
    """
    return MeasureRows((_standard_rows("l.ends", where),))


def terminated(window: MeasureWindow, _: str) -> MeasureRows:
    """Count projects that ended without a standard."""
    where = f"l.terminated BETWEEN :first AND :day AND {_PROJECT}"
    return MeasureRows((_standard_rows("l.terminated", where),))


def covered(window: MeasureWindow, _: str) -> MeasureRows:
    """Count the plan's focus areas that have a standard or a project, neither ended, on the day."""
    sql = f"""
        SELECT :day AS day, a.sector AS sector, NULL AS standard, 1 AS amount
        FROM plan_focus p
        JOIN focus_area a ON a.code = p.focus
        WHERE p.plan = :plan AND EXISTS (
            SELECT 1
            FROM standard_focus f
            JOIN life l ON l.standard = f.standard
            WHERE f.focus = p.focus AND {sql_rules.is_known("l")}
            AND {sql_rules.status("l")} NOT IN ('withdrawn', 'terminated')
        )
    """
    return MeasureRows((sql,), state=True, drivers=False)


def innovation(window: MeasureWindow, kind: str) -> MeasureRows:
    """Count standards published and projects approved that rest on innovation, of a kind or any."""
    # The first condition finds the few records that may count, by indexes.
    where = f"""
        l.standard IN (
            SELECT standard FROM life WHERE public BETWEEN :first AND :day
            UNION SELECT c.standard FROM stage_change c WHERE {_STAGE_IN_YEAR}
        )
        AND s.innovation IS NOT NULL
        AND EXISTS (SELECT 1 FROM json_each(s.innovation) j WHERE :kind IN ('', j.value))
        AND (({_PUBLISHED}) OR ({_PROJECT} AND {_REACHED_STAGE}))
    """
    # Approved and published within the year, a record counts from the first of the two days.
    published_day = f"CASE WHEN {_PUBLISHED_IN_YEAR} THEN l.public END"
    day = f"min(coalesce({published_day}, {_STAGE_DAY}), coalesce({_STAGE_DAY}, {published_day}))"
    return MeasureRows((_standard_rows(day, where),), {"kind": kind, "stage": "10"})


def adopted(window: MeasureWindow, _: str) -> MeasureRows:
    """Count standards published that adopt an international one (IDT, MOD, EQV, degree unknown)."""
    return MeasureRows(
        (_standard_rows("l.public", f"{_PUBLISHED} AND {sql_rules.ADOPTS_INTERNATIONAL}"),)
    )


def adoption_rate(window: MeasureWindow, _: str) -> MeasureRows:
    """Return the percentage of the standards in force on the day that adopt an international
    one."""
    columns = f"""
        {sql_rules.start_from_index("l")} AS since, l.ends AS until, l.sector AS sector,
        l.standard AS standard"""
    whole = [
        f"SELECT {columns}, 1 AS whole, 0 AS amount FROM {part} AND {_OF_FAMILIES_MADE}"
        for part in _IN_PLAN_BY_PARTS
    ]
    # Few adopt one: they are looked up, instead of asking all.
    adopting = f"""
        SELECT {columns}, 0 AS whole, 1 AS amount
        FROM (SELECT DISTINCT standard FROM ({sql_rules.ADOPTING_INTERNATIONAL})) a
        CROSS JOIN life l ON l.standard = a.standard
        WHERE {_OF_FAMILIES_MADE} AND {_IN_PLAN}
    """
    statements = (*whole, adopting)
    return MeasureRows(statements, rate=True, state=True, lasting=True, families=FAMILIES_MADE)


# Measures of the year's review campaign, see plans.py.

# Few records were reviewed within the year: they are looked up (IN), instead of asking every record
# for its reviews (EXISTS).
_FROM_REVIEWS = reviews_between(":first", ":day")
_REVIEWED_IN_YEAR = f"SELECT v.standard {_FROM_REVIEWS}"
# The first review of a standard in the year; to be formatted.
_FIRST_REVIEW = f"""(
    SELECT min({sql_rules.first_day("v.date")})
    {_FROM_REVIEWS} AND v.standard = {{standard}} AND {{condition}}
)"""


def campaign(window: MeasureWindow, _: str) -> MeasureRows:
    """Count the standards that the year's review campaign has to review."""
    parameters: dict[str, object] = {}
    members = campaign_periods(
        f"a.joined AS since, a.leaves AS until, {_OF_MEMBER}",
        window.plan.campaign(window.year),
        parameters,
    )
    return MeasureRows(members, parameters, state=True, lasting=True)


# What a measure counts of a member `a` of the campaign.
_OF_MEMBER = "a.sector AS sector, a.standard AS standard, 1 AS amount"


def reviewed(window: MeasureWindow, outcome: str) -> MeasureRows:
    """Count the campaign's standards that were reviewed in the year.

    With an outcome, count all standards of the plan's review families whose review had it.
    """
    parameters: dict[str, object] = {}
    if outcome:
        families = window.plan.review_families
        parameters["outcome"] = outcome
        of_families = any_of("l.family", "family", families, parameters)
        having = f"{_REVIEWED_IN_YEAR} AND v.outcome = :outcome"
        day = _FIRST_REVIEW.format(standard="l.standard", condition="v.outcome = :outcome")
        where = f"{of_families} AND l.standard IN ({having})"
        return MeasureRows((_standard_rows(day, where),), parameters)
    day = _FIRST_REVIEW.format(standard="a.standard", condition="1")
    members = campaign_members(
        f"{day} AS day, {_OF_MEMBER}",
        window.plan.campaign(window.year),
        parameters,
        where=f"a.standard IN ({_REVIEWED_IN_YEAR})",
    )
    return MeasureRows(members, parameters)


# Measures of activities, the work that is no standard. An activity counts on its event day: its
# date, else the day it was closed. An activity stores only the code of its kind; the plan of its
# year counts it.

_EVENT_DAY = sql_rules.first_day("coalesce(a.date, a.closed)")
_OF_KIND = f"a.kind = :kind AND {_EVENT_DAY} BETWEEN :first AND :day"
_CLOSED_DAY = sql_rules.first_day("a.closed")


def _activity_rows(
    where: str,
    parameters: dict[str, object],
    day: str = _EVENT_DAY,
    amount: str = "1",
    join: str = "",
) -> MeasureRows:
    """Return the rows of a measure that counts activities. The SQL arguments call the table `a`."""
    sql = f"""
        SELECT {day} AS day, a.sector AS sector, NULL AS standard, {amount} AS amount
        FROM activity a{join}
        WHERE {where}
    """
    return MeasureRows((sql,), parameters, drivers=False, exact=amount != "1")


def activities(window: MeasureWindow, argument: str) -> MeasureRows:
    """Count activities of a kind (`KIND`), or those that reached a state (`KIND:STATE,STATE`).

    With states, an activity counts on the day it first reached one of them, whatever followed.
    """
    kind, _, states = argument.partition(":")
    parameters: dict[str, object] = {"kind": kind}
    if not states:
        return _activity_rows(_OF_KIND, parameters)
    names = [state.strip() for state in states.split(",")]
    reached = f"min({sql_rules.STATE_DAY})"
    where = f"""
        a.kind = :kind AND {any_of("s.state", "state", names, parameters)}
        GROUP BY a.id
        HAVING {reached} BETWEEN :first AND :day
    """
    join = " JOIN activity_state s ON s.activity = a.id"
    return _activity_rows(where, parameters, reached, join=join)


def closed(window: MeasureWindow, kind: str) -> MeasureRows:
    """Count activities of a kind that were closed within the year, whenever they began."""
    where = f"a.kind = :kind AND {_CLOSED_DAY} BETWEEN :first AND :day"
    return _activity_rows(where, {"kind": kind}, _CLOSED_DAY)


def quantity(window: MeasureWindow, kind: str) -> MeasureRows:
    """Add up the quantities of the activities of a kind, as exact decimals."""
    where = f"{_OF_KIND} AND a.quantity IS NOT NULL"
    return _activity_rows(where, {"kind": kind}, amount="a.quantity")


def organisations(window: MeasureWindow, kind: str) -> MeasureRows:
    """Count the different organisations of the activities of a kind, each by its first activity."""
    return _distinct("a.organisation", kind)


def regions(window: MeasureWindow, kind: str) -> MeasureRows:
    """Count the different regions of the activities of a kind, each by its first activity."""
    return _distinct("a.region", kind)


def _distinct(column: str, kind: str) -> MeasureRows:
    where = f"{_OF_KIND} AND {column} IS NOT NULL GROUP BY {column}"
    # With min(), SQLite takes the other columns from the row that has the minimum.
    return _activity_rows(where, {"kind": kind}, f"min({_EVENT_DAY})")


def by_hand(window: MeasureWindow, _: str) -> None:
    """Count nothing: all amounts are recorded by hand."""


MEASURES: dict[str, Callable[[MeasureWindow, str], MeasureRows | None]] = {
    "published": published,
    "projects": projects,
    "submitted": submitted,
    "priority-projects": priority_projects,
    "ended": ended,
    "terminated": terminated,
    "covered": covered,
    "innovation": innovation,
    "adopted": adopted,
    "adoption-rate": adoption_rate,
    "campaign": campaign,
    "reviewed": reviewed,
    "recorded": by_hand,
    "activity": activities,
    "closed": closed,
    "quantity": quantity,
    "organisations": organisations,
    "regions": regions,
}
