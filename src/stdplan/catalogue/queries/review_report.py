"""The reviews of a year: its campaign, what is behind, how old the standards are, what came out."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import plans, reviews
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.domain.codes import OUTCOMES
from stdplan.table import Column

_COUNTS = (
    "campaign", "done", "backlog", "in_force", "age_0_5", "age_5_10", "age_10_up", "no_age",
    "reviews",
)  # fmt: skip
REVIEW_REPORT_COLUMNS = (
    Column("campaign", "integer"), Column("done", "integer"), Column("rate", "percent"),
    Column("backlog", "integer"), Column("in_force", "integer"), Column("age_0_5", "integer"),
    Column("age_5_10", "integer"), Column("age_10_up", "integer"), Column("no_age", "integer"),
    Column("mean_age", "decimal"), Column("reviews", "integer"),
    *(Column(outcome, "percent") for outcome in OUTCOMES),
)  # fmt: skip
REVIEW_REPORT_BY_SECTOR_COLUMNS = (Column("sector", "key"), Column("name"), *REVIEW_REPORT_COLUMNS)


def review_report(
    connection: sqlite3.Connection,
    plan: int,
    rule: plans.Campaign,
    day: date,
    by_sector: bool = True,
) -> Query:
    """The figures of the campaign's year up to `day`, a row for each of the plan's sectors and for
    what has none, or one row of all.

    Whole years: 0-5 is below 5, 5-10 from 5 to below 10, 10 and more; `no_age` has no day to count
    from. `backlog`: due on the day. `confirm` … are percents of the reviews held in the year.
    """
    parameters: dict[str, object] = {"plan": plan, "first": f"{rule.last.year}-01-01"}
    due_rule = DueRule(day, rule.years, rule.families)
    parts = {
        "aged": _aged(due_rule, parameters),
        "campaigned": _campaigned(rule, parameters),
        "held": _held(rule.families, parameters),
    }
    names = (*_COUNTS, "ages", *OUTCOMES)
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    union = " UNION ALL ".join(
        f"SELECT sector, {_padded(names, part)} FROM {part}" for part in parts
    )
    grouped = "GROUP BY sector" if by_sector else ""
    common = {**parts, "n": f"SELECT sector, {sums} FROM ({union}) {grouped}"}
    expressions = {
        "sector": "p.sector",
        "name": plans.name_expression("c"),
        **{name: f"coalesce(n.{name}, 0)" for name in _COUNTS},
        "rate": "round(100.0 * n.done / n.campaign, 1)",
        "mean_age": "round(1.0 * n.ages / (n.in_force - n.no_age), 1)",
        **{outcome: f"round(100.0 * n.{outcome} / n.reviews, 1)" for outcome in OUTCOMES},
    }
    return Query(
        connection,
        expressions,
        REVIEW_REPORT_BY_SECTOR_COLUMNS if by_sector else REVIEW_REPORT_COLUMNS,
        plans.SECTORS_AND_REST if by_sector else "n",
        parameters=parameters,
        order="p.position" if by_sector else "1",
        common=common,
    )


# What each part counts; the rest of its row is nothing.
_OF_PART = {
    "aged": ("in_force", "backlog", "age_0_5", "age_5_10", "age_10_up", "no_age", "ages"),
    "campaigned": ("campaign", "done"),
    "held": ("reviews", *OUTCOMES),
}


def _padded(names: Sequence[str], part: str) -> str:
    return ", ".join(name if name in _OF_PART[part] else f"NULL AS {name}" for name in names)


def _aged(rule: DueRule, into: dict[str, object]) -> str:
    """By sector: in force on the day, due, by age."""
    aged = f"SELECT *, {sql_rules.age('since')} AS age FROM {reviews.in_force_rows(rule, into)}"
    return (
        f"SELECT sector, count(*) AS in_force, sum(coalesce({reviews.IS_DUE}, 0)) AS backlog,"
        " sum(coalesce(age < 5, 0)) AS age_0_5, sum(coalesce(age BETWEEN 5 AND 9, 0)) AS age_5_10,"
        " sum(coalesce(age >= 10, 0)) AS age_10_up, sum(since IS NULL) AS no_age, sum(age) AS ages"
        f" FROM ({aged} LIMIT -1) GROUP BY sector"
    )


def _campaigned(rule: plans.Campaign, into: dict[str, object]) -> str:
    """By sector: the campaign, and what of it was reviewed in the year up to the day."""
    done = f"s.id IN (SELECT v.standard {plans.reviews_between(':first', ':day')})"
    return (
        f"SELECT {plans.OWN_SECTOR} AS sector, count(*) AS campaign, sum({done}) AS done"
        f" FROM standard s WHERE {plans.is_campaign_member('s', rule, into)} GROUP BY 1"
    )


def _held(families: Sequence[str], into: dict[str, object]) -> str:
    """By sector: the reviews held in the year up to the day, by outcome."""
    outcomes = ", ".join(f"sum(outcome = '{code}') AS {code}" for code in OUTCOMES)
    held = f"SELECT v.standard, v.outcome {plans.reviews_between(':first', ':day')}"
    return (
        f"SELECT {plans.OWN_SECTOR} AS sector, count(*) AS reviews, {outcomes}"
        f" FROM ({held}) v JOIN standard s ON s.id = v.standard"
        f" WHERE {plans.is_of_families('s', families, into)} GROUP BY 1"
    )
