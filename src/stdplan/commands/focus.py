"""`stdplan focus`: the focus areas of a plan, where each sector wants standards."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plan_contents
from stdplan.commands import arguments
from stdplan.commands.context import open_query
from stdplan.commands.framework import CommandGroup, TableCommand
from stdplan.commands.options import AsOf, PlanYear, Sectors, Year
from stdplan.i18n import t
from stdplan.table import Table

_BRIEF = ("code", "name", "standards", "projects")


def list_focus(
    ctx: typer.Context,
    sector: Sectors = None,
    priority: Annotated[bool, typer.Option("--priority", help="Only priority areas.")] = False,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """List the plan's focus areas, with the number of standards and of projects in each."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    source = plan_contents.list_focus_areas(
        connection, query.plan.year, query.day, arguments.sectors(connection, sector), priority
    )
    return Table(plan_contents.FOCUS_COLUMNS, source, brief=_BRIEF)


def show_focus(
    ctx: typer.Context,
    code: Annotated[
        str, typer.Argument(help="Code of the area, such as telecom/ipv6.", show_default=False)
    ],
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Show one focus area: its wording, its records, and areas of other sectors on its subject."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    area = arguments.focus_area(connection, code, "CODE")
    return plan_contents.show_focus_area(connection, query.plan.year, area, query.day)


def list_overlaps(
    ctx: typer.Context,
    active: Annotated[
        bool,
        typer.Option("--active", help="Only subjects on which several sectors have a project."),
    ] = False,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """List subjects under several sectors, with the standards and open projects of each.

    Offices that draft standards on the same subject need to know of each other.
    """
    query = open_query(ctx, as_of, year, plan)
    source = plan_contents.subject_overlaps(
        query.catalogue.connection, query.plan.year, query.day, active
    )
    empty = (
        t("no subject has a project in several sectors; try without --active")
        if active
        else t("the plan of {year} has no subject under several sectors", year=query.plan.year)
    )
    return Table(plan_contents.OVERLAP_COLUMNS, source, empty=empty)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs = {
        "list": TableCommand(list_focus),
        "show": TableCommand(show_focus),
        "overlaps": TableCommand(list_overlaps),
    }
    return CommandGroup(
        "focus", "Show focus areas, where standards are wanted.", verbs, bare="list"
    )
