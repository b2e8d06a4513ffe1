"""`stdplan sectors`: the sectors of a plan, which are industries and cross-cutting areas."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plan_contents
from stdplan.commands import arguments
from stdplan.commands.context import open_query
from stdplan.commands.framework import CommandGroup, TableCommand
from stdplan.commands.options import AsOf, PlanYear, Year
from stdplan.table import Table

# The names in both languages are for scripts.
_BRIEF = ("code", "name", "kind", "prefixes", "focus_areas", "standards")


def list_sectors(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """List the plan's sectors, with the number of focus areas and of standards.

    A standard counts for its own sector and for the sectors of its focus areas.
    """
    query = open_query(ctx, as_of, year, plan)
    source = plan_contents.list_sectors(query.catalogue.connection, query.plan.year, query.day)
    return Table(plan_contents.SECTOR_COLUMNS, source, brief=_BRIEF)


def show_sector(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Code or name of the sector.", show_default=False)],
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Show one sector: its focus areas, and its standards by stage and by status."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    sector = arguments.sector(connection, code, "CODE")
    return plan_contents.show_sector(connection, query.plan.year, sector, query.day)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs = {"list": TableCommand(list_sectors), "show": TableCommand(show_sector)}
    return CommandGroup("sectors", "Show the plan's sectors, with counts.", verbs, bare="list")
