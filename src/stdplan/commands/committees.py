"""`stdplan committees`: the technical committees that records name, and their work."""

from stdplan.catalogue.queries import committees
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.filters import sectors
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, SECTORS, YEAR
from stdplan.commands.parameters import filters
from stdplan.domain.filters import Wanted
from stdplan.i18n import t, tn
from stdplan.table import Records, Table


@table_command(*filters(SECTORS), AS_OF, YEAR, PLAN_YEAR)
def list_committees(
    ctx: Context, sector: Wanted, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """List technical committees, with standards in force, open projects, and what is overdue.

    \b
    stdplan committees --sort overdue:desc --limit 10
    stdplan committees list --sector machinery --year 2011

    Names are taken from the records; spaces around a name and the width of its letters are ignored.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    rows, unassigned = committees.committee_load(
        connection, query.plan, query.day, sectors(connection, sector)
    )
    notes = (
        (tn("{count} record names no committee", "{count} records name no committee", unassigned),)
        if unassigned
        else ()
    )
    return Table(
        committees.COMMITTEE_COLUMNS,
        Records(committees.COMMITTEE_COLUMNS, rows),
        notes=notes,
        empty=why_empty(query, t("no record names a committee")),
    )


noun = CommandGroup(
    "Show technical committees and their workload.", {"list": list_committees}, bare="list"
)
