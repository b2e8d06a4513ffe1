"""`stdplan sectors`: the industries and cross-cutting areas of the plan."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plan_contents
from stdplan.commands import arguments
from stdplan.commands.context import open_query
from stdplan.commands.framework import CommandGroup, TableCommand
from stdplan.commands.options import AsOf, PlanYear, Year
from stdplan.table import Table

# On a terminal; the names in both languages are for pipelines.
_BRIEF = ("code", "name", "kind", "prefixes", "focus_areas", "standards")


def list_sectors(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """The plan's sectors, with the number of focus areas and of standards.

    A standard counts for its own sector and for those of its focus areas.
    """
    asked = open_query(ctx, as_of, year, plan)
    source = plan_contents.sectors(asked.catalogue.connection, asked.plan.year, asked.day)
    return Table(plan_contents.SECTOR_COLUMNS, source, brief=_BRIEF)


def show_sector(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Code or name of the sector.", show_default=False)],
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """One sector: its focus areas, and its standards by stage and by status."""
    from stdplan.catalogue.queries import plan_contents

    asked = open_query(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    known = arguments.sector(connection, code, "CODE")
    return plan_contents.sector(connection, asked.plan.year, known, asked.day)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs = {"list": TableCommand(list_sectors), "show": TableCommand(show_sector)}
    return CommandGroup("sectors", "Sectors of the plan, with counts.", verbs, bare="list")
