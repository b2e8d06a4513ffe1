"""The reviews of a year: campaign, backlog, ages of the standards in force, and outcomes."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import plans, reviews
from stdplan.catalogue.queries.query import Query
from stdplan.domain.codes import OUTCOMES
from stdplan.domain.dates import cutoff
from stdplan.table import Column

_COUNTS = (
    "campaign", "done", "backlog", "in_force", "age_0_5", "age_5_10", "age_10_up", "no_age",
    "reviews", "added", "left_out",
)  # fmt: skip
REVIEW_REPORT_COLUMNS = (
    Column("campaign", "integer"), Column("done", "integer"),
    Column("rate", "percent", context="of reviews"),
    Column("backlog", "integer"), Column("in_force", "integer"), Column("age_0_5", "integer"),
    Column("age_5_10", "integer"), Column("age_10_up", "integer"), Column("no_age", "integer"),
    Column("mean_age", "decimal"), Column("reviews", "integer"),
    *(Column(outcome, "percent") for outcome in OUTCOMES),
    Column("added", "integer", context="number of standards"),
    Column("left_out", "integer", context="number of standards"),
)  # fmt: skip
REVIEW_REPORT_BY_SECTOR_COLUMNS = (Column("sector", "key"), Column("name"), *REVIEW_REPORT_COLUMNS)


def review_report(
    connection: sqlite3.Connection,
    plan: int,
    campaign: plans.Campaign,
    day: date,
    by_sector: bool = True,
) -> Query:
    """Return the figures of the campaign's year up to `day`.

    A row for each of the plan's sectors and for the records of no sector, or one row for all.
    `backlog`: due on the day. Ages are in whole years: `age_0_5` is below 5, `age_5_10` from 5 to
    9, `age_10_up` 10 and more; `no_age` has no day to count from. `confirm` and the other outcomes
    are percentages of the reviews of the year. `added` and `left_out`: standards that were added to
    the campaign and left out of it by hand.
    """
    due_rule = reviews.DueRule(day, campaign.years, campaign.families)
    parameters: dict[str, object] = {
        **reviews.rule_parameters(due_rule),
        "plan": plan,
        "first": f"{campaign.last.year}-01-01",
    }
    parts = {
        "aged": _count_ages(due_rule, parameters),
        "campaigned": _count_campaign(campaign, parameters),
        "reviewed": _count_outcomes(campaign.families, parameters),
    }
    names = (*_COUNTS, "ages", *OUTCOMES)
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    union = " UNION ALL ".join(
        f"SELECT sector, {_padded_columns(names, part)} FROM {part}" for part in parts
    )
    group_by = "GROUP BY sector" if by_sector else ""
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": plans.name_expression("c"),
            **{name: f"coalesce(n.{name}, 0)" for name in _COUNTS},
            "rate": "round(100.0 * n.done / n.campaign, 1)",
            "mean_age": "round(1.0 * n.ages / (n.in_force - n.no_age), 1)",
            **{outcome: f"round(100.0 * n.{outcome} / n.reviews, 1)" for outcome in OUTCOMES},
        },
        columns=REVIEW_REPORT_BY_SECTOR_COLUMNS if by_sector else REVIEW_REPORT_COLUMNS,
        tables=plans.SECTORS_AND_REST if by_sector else "n",
        parameters=parameters,
        order="p.position" if by_sector else "1",
        common={**parts, "n": f"SELECT sector, {sums} FROM ({union}) {group_by}"},
    )


# The columns that each part counts; the other columns of its rows are NULL.
_COLUMNS_OF_PART = {
    "aged": ("in_force", "backlog", "age_0_5", "age_5_10", "age_10_up", "no_age", "ages"),
    "campaigned": ("campaign", "done", "added", "left_out"),
    "reviewed": ("reviews", *OUTCOMES),
}


def _padded_columns(names: Sequence[str], part: str) -> str:
    """Return the columns to select from a table of `parts`, with NULL for those it does not
    have."""
    counted = _COLUMNS_OF_PART[part]
    return ", ".join(name if name in counted else f"NULL AS {name}" for name in names)


def _count_ages(rule: reviews.DueRule, parameters: dict[str, object]) -> str:
    """Return a SELECT by sector: standards in force on the day, those due, and by age."""
    parameters["older_than_5"] = cutoff(rule.day, 5).isoformat()
    parameters["older_than_10"] = cutoff(rule.day, 10).isoformat()
    return reviews.count_ages(
        rule,
        parameters,
        {
            "backlog": ("sum", f"coalesce({reviews.AGE_IS_DUE}, 0)"),
            "age_0_5": ("sum", "coalesce(a.counted_from > :older_than_5, 0)"),
            "age_5_10": (
                "sum",
                "coalesce(a.counted_from > :older_than_10 AND a.counted_from <= :older_than_5, 0)",
            ),
            "age_10_up": ("sum", "coalesce(a.counted_from <= :older_than_10, 0)"),
            "no_age": ("sum", "a.counted_from IS NULL"),
        },
    )


def _count_campaign(campaign: plans.Campaign, parameters: dict[str, object]) -> str:
    """Return a SELECT by sector: standards of the campaign, those of them that were reviewed in the
    year up to the day, those added by hand, and those left out."""
    reviewed = f"SELECT v.standard {plans.reviews_between(':first', ':day')}"
    statements = plans.campaign_members(
        f"a.sector, count(*) AS campaign, sum(a.standard IN ({reviewed})) AS done,"
        " sum(a.added) AS added, 0 AS left_out",
        campaign,
        parameters,
        group_by="a.sector",
    ) + plans.campaign_left_out(
        "a.sector, 0, 0, 0, count(*)", campaign, parameters, group_by="a.sector"
    )
    sums = ", ".join(f"sum({name}) AS {name}" for name in _COLUMNS_OF_PART["campaigned"])
    return f"""
        SELECT {plans.own_sector("sector")} AS sector, {sums}
        FROM ({" UNION ALL ".join(statements)})
        GROUP BY 1
    """


def _count_outcomes(families: Sequence[str], parameters: dict[str, object]) -> str:
    """Return a SELECT by sector: the reviews of the year up to the day, in all and by outcome."""
    outcomes = ", ".join(f"sum(outcome = '{code}') AS {code}" for code in OUTCOMES)
    return f"""
        SELECT {plans.own_sector("l.sector")} AS sector, count(*) AS reviews, {outcomes}
        FROM (SELECT v.standard, v.outcome {plans.reviews_between(":first", ":day")}) v
        JOIN life l ON l.standard = v.standard
        WHERE {plans.is_of_families("l.family", families, parameters)}
        GROUP BY 1
    """
