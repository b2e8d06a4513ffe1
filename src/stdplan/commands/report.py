"""`stdplan report`: the plan's figures: progress, and the pipeline by sector."""

import typer

from stdplan.catalogue.queries import pipeline, progress
from stdplan.commands._build import Noun, Reading, Verbs
from stdplan.commands._context import ask
from stdplan.commands._options import AsOf, PlanYear, Year
from stdplan.domain.table import Table
from stdplan.i18n import t

# What a terminal of 80 columns has room for.
_PROGRESS_BRIEF = ("indicator", "name", "target", "actual", "percent")
_SECTORS_BRIEF = (
    "sector",
    *(f"stage_{code}" for code in ("10", "20", "30", "40", "50")),
    "upcoming",
    "in_force",
    "records",
)


def report_progress(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """Every indicator of the plan: target, counted, recorded by hand, actual, percent.

    Counts what happened within the plan's year, up to the day asked about.
    """
    asked = ask(ctx, as_of, year, plan)
    source = progress.report(asked.catalogue.connection, asked.plan, asked.day)
    notes: tuple[str, ...] = ()
    if asked.day.year != asked.plan.year:
        notes = (t("these are the figures of the plan of {year}", year=asked.plan.year),)
    return Table(progress.REPORT_COLUMNS, source, notes=notes, brief=_PROGRESS_BRIEF)


def report_sectors(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """The pipeline: how many records of each sector stand in each stage and status.

    A record counts once, in its own sector; the last row, if any, is those without one.
    """
    asked = ask(ctx, as_of, year, plan)
    source = pipeline.by_sector(asked.catalogue.connection, asked.plan.year, asked.day)
    return Table(pipeline.COLUMNS, source, brief=_SECTORS_BRIEF)


def noun() -> Noun:
    """The group for the root command."""
    verbs: Verbs = {
        "progress": Reading(report_progress),
        "sectors": Reading(report_sectors),
        "stages": "report_stages:stages",
        "moves": "report_stages:moves_since",
        "review": "report_review:review",
    }
    return Noun("report", "The plan's figures.", verbs)
