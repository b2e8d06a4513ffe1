"""The plan that a query is about: its year, rules and sectors, and its yearly review campaign.

A plan is known by its year.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from stdplan import errors
from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.query import any_of
from stdplan.domain.codes import NATURES
from stdplan.domain.dates import add_years, cutoff
from stdplan.i18n import language, t
from stdplan.light import NamedTuple


class Campaign(NamedTuple):
    """The review campaign of a year: standards of `families` (empty: all) that are `years` old by
    `last`, the day on which the campaign is closed.

    Of those that were added by hand, only the standards of `added_families` count (empty: all).
    """

    last: date
    years: int
    families: Sequence[str | None]
    added_families: Sequence[str | None] = ()


class PlanRules(NamedTuple):
    """A plan's year and its rules for reviews and projects.

    `project_months`: how long a project may take; `nature_months`: the months by the nature of its
    standard, None where they do not differ.
    """

    year: int
    review_years: int
    review_families: tuple[str, ...]
    review_cutoff: str
    project_months: int
    nature_months: Mapping[str, int | None] = {}

    def months(self) -> dict[str, object]:
        """Return the parameters :months and, for each nature, :NATURE_months of
        `project_rules.deadline`."""
        return {
            "months": self.project_months,
            **{f"{code}_months": self.nature_months.get(code) for code in NATURES},
        }

    def campaign(self, year: int | None = None) -> Campaign:
        """Return the review campaign of a year, by default the plan's own, by the plan's rules."""
        # The cutoff may be 29 February, so it is read in a leap year.
        leap = date.fromisoformat(f"2000-{self.review_cutoff}")
        last = add_years(leap, (self.year if year is None else year) - leap.year)
        return Campaign(last, self.review_years, self.review_families)


# Plans.


def choose_plan(
    connection: sqlite3.Connection, year: int | None, near: int | None = None
) -> PlanRules:
    """Return the plan of a year, by default the newest one.

    `near`: without `year`, the plan of this year, else the last one before it, else the first one.
    So a plan that is added for a later year changes no answer about an earlier one.
    Raise Missing, which names the plans of the catalogue, if there is no such plan.
    """
    # By SQL, because parsing JSON in Python takes as long as a short command.
    by_nature = ", ".join(f"json_extract(nature_months, '$.{nature}')" for nature in NATURES)
    rows = connection.execute(
        f"""
        SELECT year, review_years,
            (SELECT group_concat(value) FROM json_each(review_families)),
            review_cutoff, project_months, {by_nature}
        FROM plan
        ORDER BY year DESC
        """
    ).fetchall()
    if year is None and near is not None and rows:
        year = next((plan for plan, *_ in rows if plan <= near), rows[-1][0])
    for plan, review_years, families, review_cutoff, project_months, *nature_months in rows:
        if year is None or plan == year:
            return PlanRules(
                year=plan,
                review_years=review_years,
                review_families=tuple(families.split(",")) if families else (),
                review_cutoff=review_cutoff,
                project_months=project_months,
                nature_months=dict(zip(NATURES, nature_months, strict=True)),
            )
    if year is None:
        raise errors.Missing(t("the catalogue has no plan: create it with `stdplan init`"))
    years = ", ".join(str(row[0]) for row in rows) or t("none")
    raise errors.Missing(
        t("the catalogue has no plan of {year}; its plans: {years}", year=year, years=years)
    )


def has_plan(connection: sqlite3.Connection, year: int) -> bool:
    """Return whether the catalogue has a plan of that year."""
    row = connection.execute("SELECT 1 FROM plan WHERE year = ?", (year,)).fetchone()
    return row is not None


def plan_title(connection: sqlite3.Connection, year: int) -> str:
    """Return the title of the plan of that year, in the language of this run."""
    sql = f"SELECT {name_expression('p', 'title')} FROM plan p WHERE year = ?"
    return str(connection.execute(sql, (year,)).fetchone()[0])


def has_standards(connection: sqlite3.Connection) -> bool:
    """Return whether the catalogue has any standard or project."""
    return connection.execute("SELECT 1 FROM standard LIMIT 1").fetchone() is not None


# Names and sectors in SQL.


def name_expression(table: str, column: str = "name") -> str:
    """Return SQL for a name: `table.name_zh` if this run is in Chinese, else `table.name_en`."""
    return f"{table}.{column}_{'zh' if language() == 'zh' else 'en'}"


def own_sector(sector: str) -> str:
    """Return SQL for a sector (SQL for its code) if the plan :plan has it, else NULL."""
    plan_sectors = "SELECT sector FROM plan_sector WHERE plan = :plan"
    return f"CASE WHEN {sector} IN ({plan_sectors}) THEN {sector} END"


# SQL for the sector of record `s` if the plan :plan has it, else NULL.
OWN_SECTOR = own_sector("s.sector")

# `FROM` without the word: the sectors of the plan :plan (p, with their row c of table sector), each
# with its row of the common table n. Last comes the row of n without a sector, if there is one, so
# that the rows add up to all records.
SECTORS_AND_REST = """(
        SELECT sector, position FROM plan_sector WHERE plan = :plan
        UNION ALL SELECT NULL, 9999 WHERE EXISTS (SELECT 1 FROM n WHERE sector IS NULL)
    ) p
    LEFT JOIN n ON n.sector IS p.sector
    LEFT JOIN sector c ON c.code = p.sector"""


# The review campaign: one rule for all its figures. By age, the campaign of a year has the
# standards of the families, in force in the year, whose age reaches the limit by the plan's cutoff
# day; the year's own reviews do not count, and amendments are left out. By hand, others that are in
# force in the year are added, and members are left out (table campaign_member): of the entries of a
# standard, the last one up to the day asked about counts. Done are those reviewed in the year.

# A condition on the entries `c` of the campaign's year that are known on :day.
ENTRY = "c.year = :campaign_year AND c.date <= :day"
# The standards that have such an entry.
_ENTERED = f"SELECT c.standard FROM campaign_member c WHERE {ENTRY}"
# The day of the next entry after `c`, NULL if it is the last one.
_NEXT_ENTRY = """(
    SELECT min(n.date)
    FROM campaign_member n
    WHERE n.year = c.year AND n.standard = c.standard AND n.date > c.date AND n.date <= :day
)"""
# The age of a standard on the eve of the year: reviews within the year do not change what its
# campaign has to review.
_AGE_ON_EVE = "a.since <= min(:eve, :day) AND min(:eve, :day) < a.until"


def campaign_members(
    select: str,
    campaign: Campaign,
    parameters: dict[str, object],
    *,
    group_by: str = "",
    where: str = "1",
) -> tuple[str, ...]:
    """Return the SELECTs of the members of the campaign on :day.

    `select`, `group_by`, and the further condition `where`: SQL over alias `a`, which has the
    columns of `sql_rules.age_statements`, and `added`: 1 if the standard is a member only because
    it was added by hand, else 0.
    """
    on_day = "a.joined <= :day AND :day < a.leaves"
    return campaign_periods(
        select, campaign, parameters, group_by=group_by, where=f"{on_day} AND {where}"
    )


def campaign_periods(
    select: str,
    campaign: Campaign,
    parameters: dict[str, object],
    *,
    group_by: str = "",
    where: str = "1",
) -> tuple[str, ...]:
    """Return the SELECTs of all that are or were members of the campaign, as known on :day.

    Alias `a` also has the days on which it joined and leaves (the first one on which it is no
    member). A standard may have several such periods.
    """
    by_age = _is_member_by_age(campaign, parameters)
    added_families = campaign.added_families
    of_families = any_of("a.family", "added_family", added_families, parameters)
    first_entry = (
        f"(SELECT min(c.date) FROM campaign_member c WHERE c.standard = a.standard AND {ENTRY})"
    )
    grouped = f" GROUP BY {group_by}" if group_by else ""
    members = [
        f"""
        SELECT a.*, 0 AS added, a.known AS joined,
        CASE WHEN a.standard IN ({_ENTERED}) THEN {first_entry} ELSE {sql_rules.NEVER} END AS leaves
        FROM {table} a
        WHERE {by_age}"""
        for table in sql_rules.AGE_TABLES
    ]
    members += [
        f"""
        SELECT a.*, NOT coalesce({by_age}, 0) AS added, max(a.public, c.date) AS joined,
        coalesce({_NEXT_ENTRY}, {sql_rules.NEVER}) AS leaves
        FROM campaign_member c
        CROSS JOIN {table} a ON a.standard = c.standard
        WHERE {ENTRY} AND c.member AND {_AGE_ON_EVE}
        AND a.public <= :closes AND a.ends > :opens
        AND {of_families if added_families else "1"}"""
        for table in sql_rules.AGE_TABLES
    ]
    return tuple(f"SELECT {select} FROM ({rows}) a WHERE {where}{grouped}" for rows in members)


def campaign_left_out(
    select: str, campaign: Campaign, parameters: dict[str, object], *, group_by: str = ""
) -> tuple[str, ...]:
    """Return the SELECTs of the standards that are no members on :day because they were left out
    by hand; the arguments are those of `campaign_members`."""
    by_age = _is_member_by_age(campaign, parameters)
    grouped = f" GROUP BY {group_by}" if group_by else ""
    return tuple(
        f"""
        SELECT {select}
        FROM campaign_member c
        CROSS JOIN {table} a ON a.standard = c.standard
        WHERE {ENTRY} AND NOT c.member AND {_NEXT_ENTRY} IS NULL AND {by_age}{grouped}"""
        for table in sql_rules.AGE_TABLES
    )


def _is_member_by_age(campaign: Campaign, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if a standard, with its age `a`, belongs to the campaign by its age."""
    parameters["campaign_year"] = campaign.last.year
    parameters["opens"] = f"{campaign.last.year}-01-01"
    parameters["closes"] = campaign.last.isoformat()
    parameters["old_enough"] = cutoff(campaign.last, campaign.years).isoformat()
    parameters["eve"] = f"{campaign.last.year - 1}-12-31"
    return (
        # IS TRUE: without it, SQLite would choose an index whose order is not that of sectors.
        f"({is_of_families('a.family', campaign.families, parameters)}) IS TRUE"
        " AND NOT a.amendment AND (a.public <= :closes) IS TRUE AND a.ends > :opens"
        f" AND {_AGE_ON_EVE} AND a.counted_from <= :old_enough AND a.known <= :day"
    )


def is_of_families(
    family: str, families: Sequence[str | None], parameters: dict[str, object]
) -> str:
    """Return SQL for 1 if a family (SQL) is one of the families; without families, 1."""
    return any_of(family, "family", families, parameters) if families else "1"


def reviews_between(first: str, last: str, step: str = "decided") -> str:
    """Return `FROM … WHERE …` for the reviews `v` of a step from one day (SQL) to another."""
    within = f"{sql_rules.first_day('v.date')} BETWEEN {first} AND {last}"
    return f"FROM review v WHERE v.step = '{step}' AND {within}"
