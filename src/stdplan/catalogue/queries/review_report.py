"""The reviews of a year: campaign, answers, backlog, ages of the standards in force, outcomes.

Rule: a member of the campaign is decided if a review of the year was, proposed if the year has only
proposals, else unanswered.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import plans, reviews
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.reviews import BY_COMMITTEE, BY_SECTOR, Grouping
from stdplan.domain.codes import OUTCOMES
from stdplan.domain.dates import cutoff
from stdplan.table import Column

_COUNTS = (
    "campaign", "done", "backlog", "in_force", "age_0_5", "age_5_10", "age_10_up", "no_age",
    "reviews", "added", "left_out", "decided", "proposed",
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
    Column("decided", "integer"), Column("proposed", "integer"), Column("unanswered", "integer"),
)  # fmt: skip
COLUMNS_BY = {
    "sector": (Column("sector", "key"), Column("name"), *REVIEW_REPORT_COLUMNS),
    "committee": (Column("committee"), *REVIEW_REPORT_COLUMNS),
    "all": REVIEW_REPORT_COLUMNS,
}


def review_report(
    connection: sqlite3.Connection,
    plan: int,
    campaign: plans.Campaign,
    day: date,
    by: str = "sector",
) -> Query:
    """Return the figures of the campaign's year up to `day`, by `sector`, `committee` or for `all`.

    A row for each of the plan's sectors and for the records of no sector; for each committee and
    for the records without one; or one row for all. `backlog`: due on the day. Ages are in whole
    years: `age_0_5` is below 5, `age_5_10` from 5 to 9, `age_10_up` 10 and more; `no_age` has no
    day to count from. `confirm` and the other outcomes are percentages of the decided reviews of
    the year. `added` and `left_out`: standards that were added to the campaign and left out of it
    by hand.
    """
    grouping = BY_COMMITTEE if by == "committee" else BY_SECTOR
    due_rule = reviews.DueRule(day, campaign.years, campaign.families)
    parameters: dict[str, object] = {
        **reviews.rule_parameters(due_rule),
        "plan": plan,
        "first": f"{campaign.last.year}-01-01",
    }
    parts = {
        "aged": _count_ages(due_rule, parameters, grouping),
        "campaigned": _count_campaign(campaign, parameters, grouping),
        "reviewed": _count_outcomes(campaign.families, parameters, grouping),
    }
    names = (*_COUNTS, "ages", *OUTCOMES)
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    union = " UNION ALL ".join(
        f"SELECT {grouping.name}, {_padded_columns(names, part)} FROM {part}" for part in parts
    )
    common, tables, order = dict(parts), "n", "1"
    common["n"] = f"SELECT {sums} FROM ({union})"
    if by == "sector":
        common["n"] = f"SELECT sector, {sums} FROM ({union}) GROUP BY sector"
        tables, order = plans.SECTORS_AND_REST, "p.position"
    elif by == "committee":
        parameters["committees"] = _committee_names(connection)
        common["named"] = _NAMED
        common["n"] = f"""
            SELECT d.name AS committee, min(d.position) AS position, {sums}
            FROM ({union}) u
            LEFT JOIN named d ON d.committee = u.committee
            GROUP BY d.name
        """
        order = "n.position IS NULL, n.position"
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": plans.name_expression("c"),
            "committee": "n.committee",
            **{name: f"coalesce(n.{name}, 0)" for name in _COUNTS},
            "unanswered": "coalesce(n.campaign - n.decided - n.proposed, 0)",
            "rate": "round(100.0 * n.done / n.campaign, 1)",
            "mean_age": "round(1.0 * n.ages / (n.in_force - n.no_age), 1)",
            **{outcome: f"round(100.0 * n.{outcome} / n.reviews, 1)" for outcome in OUTCOMES},
        },
        columns=COLUMNS_BY[by],
        tables=tables,
        parameters=parameters,
        order=order,
        common=common,
    )


# A common table: the name of a committee by its number in table life, and its position.
_NAMED = """
    SELECT json_extract(j.value, '$[0]') AS committee, json_extract(j.value, '$[1]') AS name,
    json_extract(j.value, '$[2]') AS position
    FROM json_each(:committees) j
"""


def _committee_names(connection: sqlite3.Connection) -> str:
    """Return, as JSON, the number of each committee in table life, its name and its position.

    Spellings of one committee have the same name: that of most records, as in `committees list`.
    """
    # Imported here: the other forms of the report do not need them.
    import json

    from stdplan.catalogue.queries.committees import normalized_name
    from stdplan.domain.numbers.model import natural_key

    spellings: dict[str, list[tuple[int, str, int]]] = {}
    rows = connection.execute(
        """
        SELECT k.committee, s.committee, k.records
        FROM (
            SELECT committee, min(standard) AS standard, count(*) AS records
            FROM life
            WHERE committee IS NOT NULL
            GROUP BY committee
        ) k
        JOIN standard s ON s.id = k.standard
        """
    )
    for number, text, records in rows:
        spellings.setdefault(normalized_name(text), []).append((-records, text, number))
    named = []
    for position, name in enumerate(sorted(spellings, key=natural_key)):
        _, text, _ = min(spellings[name])
        named += [(number, text, position) for _, _, number in spellings[name]]
    return json.dumps(named)


# The columns that each part counts; the other columns of its rows are NULL.
_COLUMNS_OF_PART = {
    "aged": ("in_force", "backlog", "age_0_5", "age_5_10", "age_10_up", "no_age", "ages"),
    "campaigned": ("campaign", "done", "added", "left_out", "decided", "proposed"),
    "reviewed": ("reviews", *OUTCOMES),
}


def _padded_columns(names: Sequence[str], part: str) -> str:
    """Return the columns to select from a table of `parts`, with NULL for those it does not
    have."""
    counted = _COLUMNS_OF_PART[part]
    return ", ".join(name if name in counted else f"NULL AS {name}" for name in names)


def _count_ages(rule: reviews.DueRule, parameters: dict[str, object], grouping: Grouping) -> str:
    """Return a SELECT by group: standards in force on the day, those due, and by age."""
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
        grouping,
    )


def _count_campaign(
    campaign: plans.Campaign, parameters: dict[str, object], grouping: Grouping
) -> str:
    """Return a SELECT by group: standards of the campaign, those of them whose review was decided
    in the year up to the day, or only proposed, those added by hand, and those left out."""
    decided, proposed = (
        f"SELECT v.standard {plans.reviews_between(':first', ':day', step)}"
        for step in ("decided", "proposed")
    )
    counts = {
        "campaign": "count(*)",
        "done": f"sum(a.standard IN ({decided}))",
        "decided": f"sum(a.standard IN ({decided}))",
        "proposed": f"sum(a.standard IN ({proposed}) AND a.standard NOT IN ({decided}))",
        "added": "sum(a.added)",
        "left_out": "0",
    }
    members = plans.campaign_members(
        f"{grouping.of_age} AS {grouping.name}, "
        + ", ".join(f"{sql} AS {name}" for name, sql in counts.items()),
        campaign,
        parameters,
        group_by=grouping.of_age,
    ) + plans.campaign_left_out(
        f"{grouping.of_age}, 0, 0, 0, 0, 0, count(*)",
        campaign,
        parameters,
        group_by=grouping.of_age,
    )
    return f"""
        SELECT {grouping.shown} AS {grouping.name},
        {", ".join(f"sum({name}) AS {name}" for name in counts)}
        FROM ({" UNION ALL ".join(members)})
        GROUP BY 1
    """


def _count_outcomes(
    families: Sequence[str | None], parameters: dict[str, object], grouping: Grouping
) -> str:
    """Return a SELECT by group: the decided reviews of the year up to the day, in all and by
    outcome."""
    outcomes = ", ".join(f"sum(outcome = '{code}') AS {code}" for code in OUTCOMES)
    return f"""
        SELECT {grouping.shown} AS {grouping.name}, count(*) AS reviews, {outcomes}
        FROM (
            SELECT {grouping.of_life} AS {grouping.name}, v.outcome
            FROM (SELECT v.standard, v.outcome {plans.reviews_between(":first", ":day")}) v
            JOIN life l ON l.standard = v.standard
            WHERE {plans.is_of_families("l.family", families, parameters)}
        )
        GROUP BY 1
    """
