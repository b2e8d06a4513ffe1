"""`stdplan review`: standards due for review, reviews that took place, and reviews ahead.

The calendar counts the reviews ahead by month and sector, or writes them as an iCalendar.
"""

from datetime import date, timedelta

from stdplan.catalogue.queries import review_list, reviews
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.commands.charts import calendar_charts, calendar_months
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.day_arguments import from_day, to_day
from stdplan.commands.filters import codes, families, sectors, texts
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import (
    AS_OF,
    BY_UNIT,
    COMMITTEES,
    DEPARTMENTS,
    FAMILY,
    PLAN_YEAR,
    SECTORS,
    YEAR,
    YEARS,
)
from stdplan.commands.parameters import filters, flag, option, unit_option
from stdplan.domain.codes import OUTCOMES, describe
from stdplan.domain.dates import add_years
from stdplan.domain.filters import Wanted
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Table

# Without the status: all that is due is in force.
_BRIEF = ("number", "title", "age", "counted_from", "due", "overdue_days")
_MORE = ("sector", "committee", "department", "basis", "status")  # for wider terminals
_LIST_BRIEF = ("number", "title", "date", "outcome", "step", "into", "ends", "note", "id")


@table_command(
    YEARS,
    *filters(SECTORS, FAMILY, COMMITTEES, DEPARTMENTS),
    BY_UNIT,
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def due(
    ctx: Context,
    years: int | None,
    sector: Wanted,
    family: Wanted,
    committee: Wanted,
    department: Wanted,
    by: str | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List the standards whose review is due, oldest first.

    \b
    stdplan review due --year 2011                    at the end of 2011
    stdplan review due --sector machinery --json
    stdplan review due --by committee --exit-code
    stdplan review due | cut -f1 | stdplan review record - --outcome confirm

    A review is due if the standard is in force, took effect (or was last confirmed) at least the
    given number of years ago, and has not been reviewed since. With --by, --exit-code is 1 only if
    a review is due.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    rule = DueRule(
        query.day,
        query.plan.review_years if years is None else years,
        families(family, query.plan.review_families),
        sectors(connection, sector),
        texts(committee, "--committee"),
        texts(department, "--department"),
    )
    notes = []
    others, without_day = reviews.count_left_out(connection, rule)
    if others:
        notes.append(
            tn(
                "{count} more review is due in other families (--family all shows it)",
                "{count} more reviews are due in other families (--family all shows them)",
                others,
            )
        )
    if without_day:
        notes.append(
            tn(
                "{count} standard in force has no date to count its age from",
                "{count} standards in force have no date to count their age from",
                without_day,
            )
        )
    if by == "sector":
        source = reviews.due_by_sector(connection, rule, query.plan.year)
        columns = reviews.DUE_BY_SECTOR_COLUMNS
        return Table(columns, source, notes=tuple(notes), figures=("due",))
    if by is not None:
        # Imported here: the other forms of the answer do not need it.
        from stdplan.catalogue.queries.units import due_by_unit

        counts = due_by_unit(connection, rule, by)
        return Table(counts.columns, counts, notes=tuple(notes), figures=("due",))
    empty = why_empty(query, t("no review is due on {day}", day=query.day))
    source = reviews.list_due_standards(connection, rule)
    return Table(
        reviews.DUE_COLUMNS, source, notes=tuple(notes), empty=empty, brief=_BRIEF, more=_MORE
    )


@table_command(
    flag("--open", name="open_", help="Only reviews whose consequence is still pending."),
    *filters(
        SECTORS,
        option(
            "--outcome", many=True, metavar="OUTCOME", help=f"{', '.join(OUTCOMES)}; repeatable."
        ),
        COMMITTEES,
        DEPARTMENTS,
    ),
    flag("--proposed", help="Only what committees proposed; with --open, what is not decided."),
    flag("--decided", help="Only what was decided."),
    AS_OF,
    YEAR,
)
def list_reviews(
    ctx: Context,
    open_: bool,
    sector: Wanted,
    outcome: Wanted,
    committee: Wanted,
    department: Wanted,
    proposed: bool,
    decided: bool,
    as_of: str | None,
    year: int | None,
) -> Table:
    """List reviews, the newest first.

    With --open: revisions without a successor in force, mergers, withdrawals without a day,
    amendments and conversions that have not happened yet. `review edit` and `review remove` take
    the ids.
    """
    if proposed and decided:
        raise UsageProblem(t("--proposed cannot be used with --decided"))
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    chosen = review_list.ReviewFilters(
        sectors(connection, sector),
        codes(OUTCOMES, outcome, "--outcome"),
        open_,
        "proposed" if proposed else "decided" if decided else None,
        texts(committee, "--committee"),
        texts(department, "--department"),
    )
    filtered = open_ or sector or outcome or committee or department or proposed or decided
    empty = (
        t("no review matches; try without filters")
        if filtered
        else t(
            "there are no reviews; record one with `stdplan review record NUMBER --outcome …`"
            " ({outcomes})",
            outcomes=describe(OUTCOMES),
        )
    )
    source = review_list.list_reviews(connection, query.day, chosen)
    return Table(review_list.REVIEW_COLUMNS, source, empty=empty, brief=_LIST_BRIEF)


@table_command(
    option("--from", name="from_", metavar="DATE", help="The first day (default: the as-of day)."),
    option("--to", metavar="DATE", help="The last day (default: a year after the first)."),
    YEARS,
    *filters(SECTORS, FAMILY, COMMITTEES, DEPARTMENTS),
    unit_option(
        "--by",
        *("sector", "month"),
        default="sector",
        help="One row per month and sector, or one per month.",
    ),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def review_calendar(
    ctx: Context,
    from_: str | None,
    to: str | None,
    years: int | None,
    sector: Wanted,
    family: Wanted,
    committee: Wanted,
    department: Wanted,
    by: str,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List the reviews that will fall due, by month and sector, as known on a day.

    \b
    stdplan review calendar --from 2027-01-01 --to 2027-12-31 --by month
    stdplan review calendar --sector machinery -o reviews.ics

    With -f ics (or a file name that ends in .ics) each standard is an entry of an iCalendar file.
    """
    query = open_query(ctx, as_of, year, plan)
    connection, plan_rules = query.catalogue.connection, query.plan
    first = str(query.day) if from_ is None else from_day(from_, "--from")
    last = _end_of_year_from(first) if to is None else to_day(to, "--to")
    if last < first:
        raise UsageProblem(t("--to: {last} is before {first}", last=last, first=first))
    rule = DueRule(
        query.day,
        plan_rules.review_years if years is None else years,
        families(family, plan_rules.review_families),
        sectors(connection, sector),
        texts(committee, "--committee"),
        texts(department, "--department"),
    )
    span = reviews.DaySpan(first, last)
    before = reviews.count_due_before(connection, rule, first, plan_rules.year)
    notes: tuple[str, ...] = ()
    if before:
        notes = (
            tn(
                "{count} review was already due before {day}",
                "{count} reviews were already due before {day}",
                before,
                day=first,
            ),
        )
    source = reviews.due_by_month(connection, rule, span, plan_rules.year, sectors=by == "sector")
    months = reviews.due_by_month(connection, rule, span, plan_rules.year, sectors=False)
    events = reviews.due_events(connection, rule, span, plan_rules.year)
    return Table(
        source.columns,
        source,
        notes=notes,
        empty=why_empty(
            query, t("no review falls due from {first} to {last}", first=first, last=last)
        ),
        events=Table(events.columns, events),
        charts=calendar_charts(months),
        drawings=calendar_months(months, first, last),
    )


def _end_of_year_from(day: str) -> str:
    """Return the last day of the twelve months that begin on a day, as ISO text."""
    return str(add_years(date.fromisoformat(day), 1) - timedelta(1))


noun = CommandGroup(
    "List reviews due and campaigns, and record, decide, correct and remove reviews.",
    {
        "due": due,
        "form": "review_form:form",
        "record": "review_record:record",
        "decide": "review_decide:decide",
        "edit": "review_edit:edit",
        "remove": "review_edit:remove",
        "import": "review_import:import_results",
        "list": list_reviews,
        "calendar": review_calendar,
        "campaign": "review_campaign:campaign",
        "include": "review_campaign:include",
        "exclude": "review_campaign:exclude",
    },
    bare="list",
)
