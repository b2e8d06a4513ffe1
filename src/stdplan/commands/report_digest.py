"""`stdplan report digest`: what happened in a period, as a bulletin that can be mailed.

The answer has two forms: a row for each event, and a page with a title, a summary and a list for
each kind of event.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from stdplan.catalogue.queries import digest_forms as forms
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.digest import (
    DigestPart,
    Period,
    coming_parts,
    count_inferred_ends,
    past_parts,
)
from stdplan.catalogue.queries.record_filters import RecordFilters
from stdplan.commands.charts import digest_charts
from stdplan.commands.context import Context, open_query
from stdplan.commands.day_arguments import from_day, to_day
from stdplan.commands.filters import sectors, texts
from stdplan.commands.framework import table_command
from stdplan.commands.listed_numbers import keys_in_file
from stdplan.commands.options import AS_OF, COMMITTEES, DEPARTMENTS, PLAN_YEAR, SECTORS, YEAR
from stdplan.commands.parameters import filters, option
from stdplan.commands.text_arguments import option_text
from stdplan.domain.dates import today
from stdplan.domain.filters import Wanted
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Column, Table


def summary(past: Sequence[DigestPart], ahead: Sequence[DigestPart], limit: date) -> str:
    """Return how much happened, and how much is due up to `limit`, as one or two sentences."""
    counts = t(", ").join(_counts(past)) or t("Nothing happened")
    due = t(", ").join(_counts(ahead))
    if not due:
        return t("{happened}.", happened=counts)
    return t("{happened}. Up to {day}: {due}.", happened=counts, day=limit, due=due)


def _counts(parts: Sequence[DigestPart]) -> Iterator[str]:
    """Yield a phrase for each part that is not empty."""
    count = {part.name: len(part.rows) for part in parts}
    for singular, plural, name in (
        ("{count} standard published", "{count} standards published", "published"),
        ("{count} taking effect", "{count} taking effect", "effective"),
        ("{count} withdrawn", "{count} withdrawn", "withdrawn"),
        ("{count} moved to another stage", "{count} moved to another stage", "staged"),
        ("{count} terminated", "{count} terminated", "terminated"),
        ("{count} reviewed", "{count} reviewed", "reviewed"),
        ("{count} activity carried out", "{count} activities carried out", "activities_held"),
        ("{count} activity closed", "{count} activities closed", "activities_closed"),
        ("{count} to take effect", "{count} to take effect", "effective_ahead"),
        ("{count} ending", "{count} ending", "ends_ahead"),
        ("{count} project due", "{count} projects due", "projects_due"),
        ("{count} activity due", "{count} activities due", "activities_due"),
        ("{count} expiring", "{count} expiring", "expiring"),
        ("{count} review due", "{count} reviews due", "reviews_due"),
    ):
        if count.get(name):
            yield tn(singular, plural, count[name])


# The head of the bulletin; the other fields are for scripts.
_HEAD = ("title", "summary")


@table_command(
    option("--since", required=True, metavar="DATE", help="From this day on."),
    option("--until", metavar="DATE", help="The last day (default: the as-of day)."),
    option(
        "--ahead",
        type=int,
        quantity="days",
        default=30,
        least=0,
        most=36500,
        metavar="DAYS",
        help="List deadlines up to this many days ahead.",
    ),
    *filters(SECTORS, COMMITTEES, DEPARTMENTS, without=False),
    option(
        "--numbers",
        metavar="FILE",
        help="Only the standards of this list, or - for numbers from stdin.",
    ),
    option("--title", metavar="TEXT", help="The heading (default: the plan's title)."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_digest(
    ctx: Context,
    since: str,
    until: str | None,
    ahead: int,
    sector: Wanted,
    committee: Wanted,
    department: Wanted,
    numbers: str | None,
    title: str | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Write a bulletin of what happened and what lies ahead.

    \b
    stdplan report digest --since 2011-03-01 --until 2011-03-31
    stdplan report digest --since 2011-03 --until 2011-03 -o bulletin.md
    stdplan report digest --since 7d --ahead 90 --numbers our-standards.xlsx --exit-code

    Its parts are published, in effect, withdrawn, staged, reviewed, activities, progress, and what
    takes effect, ends and is due ahead. With --exit-code the code is 1 only if something happened.
    In table, markdown, html, docx, json and yaml it is one record with a list for each part; other
    formats have a row per item.
    """
    query = open_query(ctx, as_of, year, plan)
    day_given = as_of is not None or year is not None
    period = Period(
        date.fromisoformat(from_day(since, "--since")),
        query.day if until is None else _last_day(until, query.day if day_given else None),
        ahead,
    )
    if period.since > period.until:
        raise UsageProblem(
            t("--since: {since} is after {until}", since=period.since, until=period.until)
        )
    connection = query.catalogue.connection
    chosen = RecordFilters(
        sectors(connection, sector),
        texts(committee, "--committee"),
        texts(department, "--department"),
        None if numbers is None else keys_in_file(connection, numbers, period.until),
    )
    past = past_parts(connection, query.plan, period, chosen)
    coming = coming_parts(connection, query.plan, period, chosen)
    parts = [*past, *coming]
    if title is None:
        title = plans.plan_title(connection, query.plan.year)
    else:
        title = option_text(title, "--title")
    page = forms.digest_page(
        (
            (Column("title"), t("{plan}: {since} to {until}", plan=title, **_bounds(period))),
            (Column("summary"), summary(past, coming, period.limit)),
            (Column("plan", "integer"), query.plan.year),
            (Column("since", "date"), str(period.since)),
            (Column("until", "date"), str(period.until)),
            (Column("ahead", "date"), str(period.limit)),
        ),
        parts,
    )
    brief = (*_HEAD, *(part.name for part in parts))
    page = page._replace(brief=brief, charts=digest_charts(parts))
    return Table(
        forms.DIGEST_COLUMNS,
        forms.flat_records(parts),
        notes=(
            *_notes(period, day_given),
            *note_inferred_ends(connection, period, chosen),
        ),
        empty=t(
            "nothing happened from {since} to {until}; try an earlier --since",
            **_bounds(period),
        ),
        page=page,
        findings=sum(len(part.rows) for part in past),
    )


def _last_day(text: str, day_asked: date | None) -> date:
    """Return the last day of --until; raise UsageProblem if it is after the day asked about."""
    day = to_day(text, "--until")
    if day_asked is not None and day > str(day_asked):
        raise UsageProblem(
            t("--until: {until} is after the as-of day, {day}", until=day, day=day_asked)
        )
    return date.fromisoformat(day)


def _bounds(period: Period) -> dict[str, object]:
    return {"since": period.since, "until": period.until}


def _notes(period: Period, day_given: bool) -> tuple[str, ...]:
    """Return a note if the period ends after today, unless a day was asked about explicitly."""
    if day_given or period.until <= today():
        return ()
    sentence = (
        "{until} is in the future: what is announced up to then is shown as if it had happened"
    )
    return (t(sentence, until=period.until),)


def note_inferred_ends(
    connection: sqlite3.Connection, period: Period, filters: RecordFilters
) -> tuple[str, ...]:
    """Return a note on the ends of a period that are no news, because their days are inferred."""
    count = count_inferred_ends(connection, period, filters)
    if not count:
        return ()
    return (
        tn(
            "{count} standard ended on an inferred day and is left out",
            "{count} standards ended on inferred days and are left out",
            count,
        ),
    )
