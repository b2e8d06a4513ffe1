"""`stdplan review calendar`: when reviews fall due, by month and sector, or as an iCalendar."""

from datetime import date, timedelta
from typing import Annotated, Literal

import typer

from stdplan.catalogue.queries import reviews as queries
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.commands import _choices
from stdplan.commands._build import Reading
from stdplan.commands._context import ask, why_empty
from stdplan.commands._families import Families, Years, families
from stdplan.commands._given import any_date
from stdplan.commands._options import AsOf, PlanYear, Sectors, Year
from stdplan.domain.dates import add_years, last_day, pad
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Table


def review_calendar(
    ctx: typer.Context,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Else the day asked about.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Else a year from there.")
    ] = None,
    years: Years = None,
    sector: Sectors = None,
    family: Families = None,
    by: Annotated[
        Literal["sector", "month"],
        typer.Option("--by", help="A row for each month and sector, or for each month."),
    ] = "sector",
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Reviews that will fall due, by month and sector, as the catalogue stands on the day.

    \b
    stdplan review calendar --from 2027-01-01 --to 2027-12-31 --by month
    stdplan review calendar --sector machinery -o reviews.ics

    With -f ics (or a file of that ending) each standard is a day in an iCalendar.
    """
    asked = ask(ctx, as_of, year, plan)
    connection, of_plan = asked.catalogue.connection, asked.plan
    first = str(asked.day) if from_ is None else pad(any_date(from_, "--from"))
    last = _year_from(first) if to is None else last_day(any_date(to, "--to"))
    if last < first:
        raise UsageProblem(t("--to {last} is before {first}", last=last, first=first))
    rule = DueRule(
        asked.day,
        of_plan.review_years if years is None else years,
        families(family, of_plan.review_families),
        _choices.sectors(connection, sector),
    )
    span = queries.Span(first, last)
    before = queries.due_before(connection, rule, first, of_plan.year)
    notes: tuple[str, ...] = ()
    if before:
        notes = (t("{count} are due before {day} already", count=before, day=first),)
    source = queries.by_month(connection, rule, span, of_plan.year, sectors=by == "sector")
    events = queries.events(connection, rule, span, of_plan.year)
    return Table(
        source.columns,
        source,
        notes=notes,
        empty=why_empty(
            asked, t("nothing falls due from {first} to {last}", first=first, last=last)
        ),
        events=Table(events.columns, events),
    )


def _year_from(day: str) -> str:
    """The last day of the twelve months from a day on."""
    return str(add_years(date.fromisoformat(day), 1) - timedelta(1))


calendar = Reading(review_calendar)
