"""`stdplan report digest`: what happened within some days, as a bulletin that can be mailed."""

from datetime import date
from typing import Annotated

import typer

from stdplan.catalogue.queries import digest as forms
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.digest import Time, happened
from stdplan.catalogue.queries.digest import ahead as lying_ahead
from stdplan.commands._build import Reading
from stdplan.commands._context import ask
from stdplan.commands._digest_summary import summary
from stdplan.commands._given import any_date
from stdplan.commands._options import AsOf, PlanYear, Year
from stdplan.domain.dates import first_day, last_day, today
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Column, Table

# What heads the bulletin; the other fields are for scripts.
_HEAD = ("title", "summary")


def report_digest(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="From this day on.", show_default=False)
    ],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Up to this day (else the day asked about).")
    ] = None,
    ahead: Annotated[
        int,
        typer.Option(min=0, max=36_500, metavar="DAYS", help="Deadlines so many days ahead."),
    ] = 30,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """What happened within some days, and what lies ahead, as a bulletin.

    \b
    stdplan report digest --since 2011-03-01 --until 2011-03-31
    stdplan report digest --since 2011-03 --until 2011-03 -o bulletin.md

    Published, in effect, withdrawn, staged, reviewed, activities, progress, deadlines. In table,
    markdown, json and yaml it is one record with a list for each; elsewhere a row for each.
    """
    asked = ask(ctx, as_of, year, plan)
    named = as_of is not None or year is not None
    time = Time(
        first_day(any_date(since, "--since")),
        asked.day if until is None else _until(until, asked.day if named else None),
        ahead,
    )
    if time.since > time.until:
        raise UsageProblem(
            t("--since {since} is after {until}", since=time.since, until=time.until)
        )
    connection = asked.catalogue.connection
    past = happened(connection, asked.plan, time)
    coming = lying_ahead(connection, asked.plan, time)
    parts = [*past, *coming]
    title = plans.title(connection, asked.plan.year)
    page = forms.page(
        (
            (Column("title"), t("{plan}: {since} to {until}", plan=title, **_days(time))),
            (Column("summary"), summary(past, coming, time.limit)),
            (Column("plan", "integer"), asked.plan.year),
            (Column("since", "date"), str(time.since)),
            (Column("until", "date"), str(time.until)),
            (Column("ahead", "date"), str(time.limit)),
        ),
        parts,
    )
    page = page._replace(brief=(*_HEAD, *(part.name for part in parts)))
    return Table(
        forms.FLAT_COLUMNS,
        forms.flat(parts),
        notes=_notes(time, named),
        empty=t(
            "nothing happened from {since} to {until}; an earlier --since sees more", **_days(time)
        ),
        page=page,
    )


def _until(text: str, asked: date | None) -> date:
    """The last day of --until; UsageProblem where the day that was asked about is before it."""
    day = last_day(any_date(text, "--until"))
    if asked is not None and day > str(asked):
        raise UsageProblem(
            t("--until {until} is after the day asked about, {day}", until=day, day=asked)
        )
    return date.fromisoformat(day)


def _days(time: Time) -> dict[str, object]:
    return {"since": time.since, "until": time.until}


def _notes(time: Time, named: bool) -> tuple[str, ...]:
    if named or time.until <= today():
        return ()
    sentence = "{until} lies ahead: what is announced up to then is told as if it had happened"
    return (t(sentence, until=time.until),)


digest = Reading(report_digest)
