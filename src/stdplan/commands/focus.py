"""`stdplan focus`: the focus areas of a plan, where each sector wants standards."""

from stdplan.catalogue.queries import plan_contents
from stdplan.commands import code_arguments
from stdplan.commands.context import Context, open_query
from stdplan.commands.filters import sectors
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, SECTORS, YEAR
from stdplan.commands.parameters import argument, filters, flag
from stdplan.domain.filters import Wanted
from stdplan.i18n import t
from stdplan.table import Table

_BRIEF = ("code", "name", "standards", "projects")


@table_command(
    *filters(SECTORS),
    flag("--priority", help="Only priority areas."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def list_focus(
    ctx: Context,
    sector: Wanted,
    priority: bool,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List the plan's focus areas, with the number of standards and of projects in each."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    source = plan_contents.list_focus_areas(
        connection, query.plan.year, query.day, sectors(connection, sector), priority
    )
    return Table(plan_contents.FOCUS_COLUMNS, source, brief=_BRIEF)


@table_command(
    argument("code", help="Code of the area, such as telecom/ipv6."), AS_OF, YEAR, PLAN_YEAR
)
def show_focus(
    ctx: Context, code: str, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """Show one focus area: its wording, its records, and areas of other sectors on its subject."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    area = code_arguments.focus_area(connection, code, "CODE")
    return plan_contents.show_focus_area(connection, query.plan.year, area, query.day)


@table_command(
    flag("--active", help="Only subjects on which several sectors have a project."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def list_overlaps(
    ctx: Context, active: bool, as_of: str | None, year: int | None, plan: int | None
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


noun = CommandGroup(
    "Show focus areas, where standards are wanted.",
    {
        "list": list_focus,
        "show": show_focus,
        "overlaps": list_overlaps,
    },
    bare="list",
)
