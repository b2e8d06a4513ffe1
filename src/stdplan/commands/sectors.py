"""`stdplan sectors`: the sectors of a plan, which are industries and cross-cutting areas."""

from stdplan.catalogue.queries import plan_contents
from stdplan.commands import code_arguments
from stdplan.commands.context import Context, open_query
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, YEAR
from stdplan.commands.parameters import argument
from stdplan.table import Table

# The names in both languages are for scripts.
_BRIEF = ("code", "name", "kind", "prefixes", "focus_areas", "standards")


@table_command(AS_OF, YEAR, PLAN_YEAR)
def list_sectors(ctx: Context, as_of: str | None, year: int | None, plan: int | None) -> Table:
    """List the plan's sectors, with the number of focus areas and of standards.

    A standard counts for its own sector and for the sectors of its focus areas.
    """
    query = open_query(ctx, as_of, year, plan)
    source = plan_contents.list_sectors(query.catalogue.connection, query.plan.year, query.day)
    return Table(plan_contents.SECTOR_COLUMNS, source, brief=_BRIEF)


@table_command(argument("code", help="Code or name of the sector."), AS_OF, YEAR, PLAN_YEAR)
def show_sector(
    ctx: Context, code: str, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """Show one sector: its focus areas, and its standards by stage and by status."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    sector = code_arguments.sector(connection, code, "CODE")
    return plan_contents.show_sector(connection, query.plan.year, sector, query.day)


noun = CommandGroup(
    "Show the plan's sectors, with counts.",
    {"list": list_sectors, "show": show_sector},
    bare="list",
)
