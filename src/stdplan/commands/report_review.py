"""`stdplan report review`: the reviews of a year, by sector."""

from typing import Annotated, Literal

import typer

from stdplan.catalogue.queries import review_report
from stdplan.commands._build import Reading
from stdplan.commands._context import ask
from stdplan.commands._families import Families, Years, families
from stdplan.commands._options import AsOf, PlanYear, Year
from stdplan.table import Table

_BRIEF = ("campaign", "done", "rate", "backlog", "in_force", "mean_age")


def report_review(
    ctx: typer.Context,
    by: Annotated[
        Literal["sector", "all"],
        typer.Option("--by", help="A row for each sector, or one for all of them."),
    ] = "sector",
    years: Years = None,
    family: Families = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """The reviews of a year: campaign, done, backlog, ages of what is in force, outcomes.

    \b
    stdplan report review --year 2011
    stdplan report review --as-of 2011-06-30 --by all

    The year is that of the day asked about; what happened after that day does not count.
    """
    asked = ask(ctx, as_of, year, plan)
    rule = asked.plan.campaign(asked.day.year)._replace(
        years=asked.plan.review_years if years is None else years,
        families=families(family, asked.plan.review_families),
    )
    source = review_report.report(
        asked.catalogue.connection, asked.plan.year, rule, asked.day, by_sector=by == "sector"
    )
    brief = (*(("sector", "name") if by == "sector" else ()), *_BRIEF)
    return Table(source.columns, source, brief=brief)


review = Reading(report_review)
