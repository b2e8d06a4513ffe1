"""`stdplan report`: the figures of the plan on a day.

Indicators (progress), standards by sector, focus area and level (sectors, coverage, levels),
projects by stage (stages, moves), and the reviews of a year (review). Rule: a report counts only
what had happened up to the day asked about.
"""

from datetime import date
from functools import partial

from stdplan.catalogue.queries import progress, review_report, sector_reports, stage_reports
from stdplan.commands import charts
from stdplan.commands.context import Context, note_other_plan, open_query, why_empty
from stdplan.commands.day_arguments import from_day, to_day
from stdplan.commands.filters import families, indicators, sectors, tasks
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, FAMILY, PLAN_YEAR, SECTORS, TASKS, YEAR, YEARS
from stdplan.commands.parameters import filters, flag, option, unit_option
from stdplan.domain.filters import Wanted
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Records, Table

# The columns that fit a terminal of 80 characters.
_PROGRESS_BRIEF = ("indicator", "name", "target", "actual", "percent")
# For wider terminals.
_PROGRESS_MORE = ("line", "unit", "counted", "recorded", "denominator", "families", "task")
_SECTORS_MORE = ("withdrawn", "suspended", "terminated", "stage_00", "stage_90", "no_stage")
_COVERAGE_MORE = ("sector", "priority", "upcoming", "published")
_MONTH_BRIEF = ("indicator", "month", "actual", "total", "line", "forecast")
_SECTORS_BRIEF = (
    "sector",
    *(f"stage_{code}" for code in ("10", "20", "30", "40", "50")),
    "upcoming",
    "in_force",
    "records",
)


@table_command(
    unit_option(
        "--by",
        *("sector", "driver", "month"),
        help="Break each indicator down instead of showing its total.",
    ),
    *filters(
        TASKS,
        option("--indicator", many=True, metavar="CODE", help="Only this indicator; repeatable."),
    ),
    flag("--forecast", help="Add the straight line to the target, and a forecast for 31 December."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_progress(
    ctx: Context,
    by: str | None,
    task: Wanted,
    indicator: Wanted,
    forecast: bool,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Show every indicator of the plan against its target.

    \b
    stdplan report progress --forecast --as-of 2011-06-30
    stdplan report progress --by month --indicator 3.published
    stdplan report progress --by sector --task 3

    It shows target, counted, recorded by hand, actual and percent, and counts what happened within
    the plan's year, up to the as-of day.
    """
    if by and forecast:
        raise UsageProblem(t("--forecast cannot be used with --by (--by month already has it)"))
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    chosen = progress.IndicatorFilter(
        tasks(connection, query.plan.year, task),
        indicators(connection, query.plan.year, indicator),
    )
    notes = note_other_plan(query)
    empty = t("no indicator matches; list them all with `stdplan report progress`")
    if by is None:
        source = progress.progress_report(connection, query.plan, query.day, chosen, forecast)
        # Few rows have a denominator: it takes a column where the reader asks about some of them.
        denominator = ("denominator",) if task or indicator else ()
        brief = (*_PROGRESS_BRIEF, *(("forecast",) if forecast else ()), *denominator)
        question = (connection, query.plan, query.day, chosen, True)
        return Table(
            *(source.columns, source),
            notes=notes,
            empty=empty,
            brief=brief,
            figures=("actual",),
            charts=charts.progress_charts(partial(progress.progress_report, *question)),
            drawings=charts.progress_marks(partial(progress.progress_report, *question)),
            more=_PROGRESS_MORE,
        )
    if by == "month" and query.day.year < query.plan.year:
        empty = t(
            "the plan's year {year} has not begun on {day}", year=query.plan.year, day=query.day
        )
    source = _PARTS[by](connection, query.plan, query.day, chosen)
    parts = _MONTH_BRIEF if by == "month" else ("indicator", "name", by, "actual")
    table = Table(source.columns, source, notes=notes, empty=empty, brief=parts)
    drawn = charts.month_charts(source) if by == "month" else ()
    return table._replace(figures=("actual",), charts=drawn)


_PARTS = {
    "sector": progress.progress_by_sector,
    "driver": progress.progress_by_driver,
    "month": progress.progress_by_month,
}


@table_command(AS_OF, YEAR, PLAN_YEAR)
def report_sectors(ctx: Context, as_of: str | None, year: int | None, plan: int | None) -> Table:
    """Show the pipeline: records by sector, stage and status.

    A record counts once, in its own sector; the last row, if any, counts those without one.
    """
    query = open_query(ctx, as_of, year, plan)
    source = sector_reports.pipeline_by_sector(
        query.catalogue.connection, query.plan.year, query.day
    )
    return Table(
        *(sector_reports.PIPELINE_COLUMNS, source),
        brief=_SECTORS_BRIEF,
        figures=("records",),
        charts=charts.pipeline_charts(source),
        more=_SECTORS_MORE,
    )


_REVIEW_BRIEF = ("campaign", "done", "rate", "backlog", "in_force", "mean_age")
_REVIEW_BRIEFS = {
    "sector": ("sector", "name", *_REVIEW_BRIEF),
    "committee": ("committee", "campaign", "decided", "proposed", "unanswered", "rate"),
    "all": _REVIEW_BRIEF,
}

_NAMES_OF_REVIEWS = {"sector": "name", "committee": "committee", "all": None}


@table_command(
    unit_option(
        "--by",
        *("sector", "committee", "all"),
        default="sector",
        help="One row per sector or committee, or one for all of them.",
    ),
    YEARS,
    *filters(FAMILY),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_review(
    ctx: Context,
    by: str,
    years: int | None,
    family: Wanted,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Show the reviews of a year and their outcomes.

    \b
    stdplan report review --year 2011
    stdplan report review --as-of 2011-06-30 --by all
    stdplan report review --year 2011 --by committee

    It shows campaign, done, backlog, ages of standards in force, outcomes, and how many of the
    campaign are decided, proposed and unanswered. The year is that of the as-of day; what happened
    after that day does not count.
    """
    query = open_query(ctx, as_of, year, plan)
    campaign = query.plan.campaign(query.day.year)._replace(
        years=query.plan.review_years if years is None else years,
        families=families(family, query.plan.review_families),
        added_families=families(family, ()),
    )
    source = review_report.review_report(
        query.catalogue.connection, query.plan.year, campaign, query.day, by
    )
    brief = _REVIEW_BRIEFS[by]
    figures = ("campaign", "backlog", "in_force", "reviews")
    drawn = charts.age_charts(source, _NAMES_OF_REVIEWS[by])
    table = Table(source.columns, source, brief=brief, figures=figures, charts=drawn)
    return table._replace(drawings=charts.age_histogram(source))


_COVERAGE_BRIEF = ("focus", "projects", "in_force", "due", "none")


@table_command(
    *filters(SECTORS),
    flag("--priority", help="Only the priority areas of the plan."),
    flag("--gaps", help="Only areas without any standard or project."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_coverage(
    ctx: Context,
    sector: Wanted,
    priority: bool,
    gaps: bool,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Show standards and projects in each focus area of the plan.

    \b
    stdplan report coverage --gaps --priority
    stdplan report coverage --sector telecom --year 2011

    It counts projects, and standards about to take effect, in force, and due for review. A record
    counts in each of its areas. Published standards are counted within the plan's year, up to the
    as-of day.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    rows = sector_reports.focus_coverage(
        connection, query.plan, query.day, sectors(connection, sector), priority
    )
    empty_areas = sector_reports.areas_without_records(rows)
    note = tn(
        "{count} of {all} focus areas has neither a standard nor a project",
        "{count} of {all} focus areas have neither a standard nor a project",
        len(empty_areas.rows),
        all=len(rows),
    )
    empty = t("every focus area has a standard or a project") if gaps and rows else ""
    empty = empty or t("no focus area matches; try without --sector and --priority")
    source = empty_areas if gaps else Records(sector_reports.COVERAGE_COLUMNS, rows)
    return Table(
        *(sector_reports.COVERAGE_COLUMNS, source),
        notes=(note,),
        empty=empty,
        brief=_COVERAGE_BRIEF,
        charts=charts.coverage_charts(source),
        drawings=charts.coverage_map(source),
        more=_COVERAGE_MORE,
    )


@table_command(*filters(SECTORS, FAMILY), AS_OF, YEAR, PLAN_YEAR)
def report_levels(
    ctx: Context,
    sector: Wanted,
    family: Wanted,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Show the recorded level of the standards in force, by sector.

    The row without a level counts the records that give none. Benchmarked standards are those whose
    record names what they were compared with.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    source = sector_reports.levels_by_sector(
        connection,
        query.plan.year,
        query.day,
        families(family, query.plan.review_families),
        sectors(connection, sector),
    )
    empty = why_empty(query, t("no standard of these families is in force"))
    return Table(sector_reports.LEVEL_COLUMNS, source, empty=empty)


_STAGES_BRIEF = (
    "stage",
    "name",
    "in_stage",
    "over_limit",
    "longest",
    "longest_days",
    "median_days",
)


@table_command(*filters(SECTORS), AS_OF, YEAR)
def report_stages(ctx: Context, sector: Wanted, as_of: str | None, year: int | None) -> Table:
    """Show the time that projects spend in each stage.

    \b
    stdplan report stages --sector machinery

    It counts the projects in each stage now, and the days of those that left it. Projects over the
    limit are in a stage for longer than is usual (GB/T 16733).
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    source = stage_reports.time_by_stage(connection, query.day, sectors(connection, sector))
    figures = ("in_stage", "left")
    table = Table(stage_reports.STAGE_COLUMNS, source, brief=_STAGES_BRIEF, figures=figures)
    return table._replace(charts=charts.stage_charts(source))


@table_command(
    option("--since", required=True, metavar="DATE", help="From this day on."),
    option("--until", metavar="DATE", help="The last day (default: today)."),
    *filters(SECTORS),
)
def report_moves(ctx: Context, since: str, until: str | None, sector: Wanted) -> Table:
    """List projects and standards that moved in a period.

    \b
    stdplan report moves --since 2011-07-01 --until 2011-09-30

    Moves are from stage to stage, published, terminated, and withdrawn. Those after --until are
    left out, and so are withdrawals on inferred days.
    """
    from stdplan.catalogue.queries.digest import Period
    from stdplan.catalogue.queries.record_filters import RecordFilters
    from stdplan.commands.report_digest import note_inferred_ends

    first = from_day(since, "--since")
    query = open_query(ctx, None if until is None else to_day(until, "--until"))
    if first > query.day.isoformat():
        raise UsageProblem(t("--since: {since} is after {until}", since=first, until=query.day))
    connection = query.catalogue.connection
    chosen = sectors(connection, sector)
    source = stage_reports.list_moves(connection, first, query.day, chosen)
    period = Period(date.fromisoformat(first), query.day, 0)
    what = t("nothing moved from {since} to {until}", since=first, until=query.day)
    return Table(
        stage_reports.MOVE_COLUMNS,
        source,
        notes=note_inferred_ends(connection, period, RecordFilters(sectors=chosen)),
        empty=why_empty(query, what, "--since"),
    )


noun = CommandGroup(
    "Report the plan's figures.",
    {
        "progress": report_progress,
        "sectors": report_sectors,
        "counts": "report_counts:report_counts",
        "coverage": report_coverage,
        "levels": report_levels,
        "stages": report_stages,
        "moves": report_moves,
        "review": report_review,
        "changes": "report_changes:report_changes",
        "year": "report_year:report_year",
        "digest": "report_digest:report_digest",
        "summary": "report_summary:report_summary",
    },
)
