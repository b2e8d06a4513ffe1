"""`stdplan report`: the plan's figures: progress, and the pipeline by sector."""

from typing import Annotated, Literal

import typer

from stdplan.catalogue.queries import plan_contents, progress, sector_reports
from stdplan.commands import _choices
from stdplan.commands._build import Noun, Reading, Verbs
from stdplan.commands._context import ask, other_plan
from stdplan.commands._options import AsOf, PlanYear, Year
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Table

# What a terminal of 80 columns has room for.
_PROGRESS_BRIEF = ("indicator", "name", "target", "actual", "percent")
_MONTH_BRIEF = ("indicator", "month", "actual", "total", "line", "forecast")
_SECTORS_BRIEF = (
    "sector",
    *(f"stage_{code}" for code in ("10", "20", "30", "40", "50")),
    "upcoming",
    "in_force",
    "records",
)


def report_progress(
    ctx: typer.Context,
    by: Annotated[
        Literal["sector", "driver", "month"] | None,
        typer.Option("--by", help="The parts of each indicator instead of the whole."),
    ] = None,
    task: Annotated[int | None, typer.Option("--task", help="Only this task.")] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only this indicator; repeat for several."),
    ] = None,
    forecast: Annotated[
        bool,
        typer.Option("--forecast", help="Also the straight line to the target, and 31 December."),
    ] = False,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Every indicator of the plan: target, counted, recorded by hand, actual, percent.

    \b
    stdplan report progress --forecast --as-of 2011-06-30
    stdplan report progress --by month --indicator 3.published
    stdplan report progress --by sector --task 3

    Counts what happened within the plan's year, up to the day asked about.
    """
    if by and forecast:
        raise UsageProblem(t("--forecast goes without --by (--by month has it already)"))
    asked = ask(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    if task is not None:
        plan_contents.check_task(connection, asked.plan.year, task)
    which = progress.Wanted(task, _choices.indicators(connection, asked.plan.year, indicator))
    notes = other_plan(asked)
    empty = t("no indicator fits; `stdplan report progress` has them all")
    if by is None:
        source = progress.report(connection, asked.plan, asked.day, which, forecast)
        brief = (*_PROGRESS_BRIEF, "forecast") if forecast else _PROGRESS_BRIEF
        return Table(source.columns, source, notes=notes, empty=empty, brief=brief)
    if by == "month" and asked.day.year < asked.plan.year:
        empty = t(
            "the plan's year {year} has not begun on {day}", year=asked.plan.year, day=asked.day
        )
    source = _PARTS[by](connection, asked.plan, asked.day, which)
    parts = _MONTH_BRIEF if by == "month" else ("indicator", "name", by, "actual")
    return Table(source.columns, source, notes=notes, empty=empty, brief=parts)


_PARTS = {
    "sector": progress.by_sector,
    "driver": progress.by_driver,
    "month": progress.by_month,
}


def report_sectors(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """The pipeline: how many records of each sector stand in each stage and status.

    A record counts once, in its own sector; the last row, if any, is those without one.
    """
    asked = ask(ctx, as_of, year, plan)
    source = sector_reports.standards_by_sector(
        asked.catalogue.connection, asked.plan.year, asked.day
    )
    return Table(sector_reports.SECTOR_COLUMNS, source, brief=_SECTORS_BRIEF)


def noun() -> Noun:
    """The group for the root command."""
    verbs: Verbs = {
        "progress": Reading(report_progress),
        "sectors": Reading(report_sectors),
        "coverage": "report_coverage:areas",
        "levels": "report_coverage:by_level",
        "stages": "report_stages:stages",
        "moves": "report_stages:moves_since",
        "review": "report_review:review",
        "digest": "report_digest:digest",
    }
    return Noun("report", "The plan's figures.", verbs)
