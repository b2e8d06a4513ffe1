"""`stdplan committees`: the technical committees that records name, and their work."""

import typer

from stdplan.catalogue.queries import committees
from stdplan.commands import arguments
from stdplan.commands.context import open_query, why_empty
from stdplan.commands.framework import CommandGroup, TableCommand, Verbs
from stdplan.commands.options import AsOf, PlanYear, Sectors, Year
from stdplan.i18n import t, tn
from stdplan.table import Records, Table


def list_committees(
    ctx: typer.Context,
    sector: Sectors = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """List technical committees, with standards in force, open projects, and what is overdue.

    \b
    stdplan committees --sort overdue:desc --limit 10
    stdplan committees list --sector machinery --year 2011

    Names are taken from the records; spaces around a name and the width of its letters are ignored.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    sectors = arguments.sectors(connection, sector)
    rows, unassigned = committees.committee_load(connection, query.plan, query.day, sectors)
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


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs: Verbs = {"list": TableCommand(list_committees)}
    return CommandGroup(
        "committees", "Show technical committees and their workload.", verbs, bare="list"
    )
