"""`stdplan report coverage` and `levels`: what there is for the areas and sectors of the plan."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import sector_reports
from stdplan.commands import _choices
from stdplan.commands._build import Reading
from stdplan.commands._context import ask, why_empty
from stdplan.commands._families import Families, families
from stdplan.commands._options import AsOf, PlanYear, Sectors, Year
from stdplan.i18n import t
from stdplan.table import Records, Table

_BRIEF = ("focus", "projects", "in_force", "due", "none")


def report_coverage(
    ctx: typer.Context,
    sector: Sectors = None,
    priority: Annotated[
        bool, typer.Option("--priority", help="Only the priority areas of the plan.")
    ] = False,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="Only areas that have nothing at all.")
    ] = False,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """The plan's focus areas: projects, standards about to take effect, in force, due for review.

    \b
    stdplan report coverage --gaps --priority
    stdplan report coverage --sector telecom --year 2011

    A record counts in each of its areas; published are those of the plan's year up to the day.
    """
    asked = ask(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    sectors = _choices.sectors(connection, sector)
    rows = sector_reports.areas(connection, asked.plan, asked.day, sectors, priority)
    bare = sector_reports.gaps(rows)
    said = t(
        "{count} of {all} focus areas have neither a standard nor a project",
        count=len(bare.rows),
        all=len(rows),
    )
    empty = t("no focus area is without a standard or a project") if gaps and rows else ""
    empty = empty or t("no focus area fits; without --sector and --priority there are more")
    source = bare if gaps else Records(sector_reports.COVERAGE_COLUMNS, rows)
    return Table(sector_reports.COVERAGE_COLUMNS, source, notes=(said,), empty=empty, brief=_BRIEF)


def report_levels(
    ctx: typer.Context,
    sector: Sectors = None,
    family: Families = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """The level of the standards in force, as their records say it, by sector.

    The row without a level is those whose record says none; benchmarked are those that name what
    they were held against.
    """
    asked = ask(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    source = sector_reports.levels_by_sector(
        connection,
        asked.plan.year,
        asked.day,
        families(family, asked.plan.review_families),
        _choices.sectors(connection, sector),
    )
    empty = why_empty(asked, t("no standard of these families is in force"))
    return Table(sector_reports.LEVEL_COLUMNS, source, empty=empty)


areas = Reading(report_coverage)
by_level = Reading(report_levels)
