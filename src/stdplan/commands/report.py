"""`stdplan report`: the plan's figures: progress, and the pipeline by sector."""

import typer

from stdplan.catalogue.queries import pipeline, progress
from stdplan.commands._build import Noun, Reading
from stdplan.commands._context import ask
from stdplan.commands._options import AsOf, PlanYear, Year
from stdplan.domain.table import Table


def report_progress(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """Every indicator of the plan: target, counted, recorded by hand, actual, percent.

    Counts what happened within the plan's year, up to the day asked about.
    """
    asked = ask(ctx, as_of, year, plan)
    return Table(
        progress.REPORT_COLUMNS,
        progress.report(asked.catalogue.connection, asked.plan, asked.day),
    )


def report_sectors(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """The pipeline: how many records of each sector stand in each stage and status.

    A record counts once, in its own sector; the last row, if any, is those without one.
    """
    asked = ask(ctx, as_of, year, plan)
    source = pipeline.by_sector(asked.catalogue.connection, asked.plan.year, asked.day)
    return Table(pipeline.COLUMNS, source)


def noun() -> Noun:
    """The group for the root command."""
    verbs = {"progress": Reading(report_progress), "sectors": Reading(report_sectors)}
    return Noun("report", "The plan's figures.", verbs)
