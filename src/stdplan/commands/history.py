"""`stdplan history`: what was done with the catalogue, and what each command changed."""

from __future__ import annotations

from stdplan.catalogue import operations
from stdplan.catalogue.queries import history
from stdplan.commands.context import Context, open_chosen_catalogue
from stdplan.commands.day_arguments import from_day
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.parameters import argument, option
from stdplan.i18n import t
from stdplan.table import Table

OPERATION_ID = argument("operation", type=int, metavar="ID", help="The id, as `history` shows it.")


@table_command(option("--since", metavar="DATE", help="Only operations since this day."))
def list_operations(ctx: Context, since: str | None) -> Table:
    """List what was done with the catalogue, the last command first.

    \b
    stdplan history --limit 10
    stdplan history --since 2011-06-01 -f json
    """
    catalogue = open_chosen_catalogue(ctx)
    day = None if since is None else from_day(since, "--since")
    return Table(
        history.HISTORY_COLUMNS,
        history.operations(catalogue.connection, day),
        empty=t("nothing was done since {day}", day=day) if day else "",
    )


@table_command(OPERATION_ID)
def show_operation(ctx: Context, operation: int) -> Table:
    """Show what an operation changed: key, field, old and new value.

    The field of a new record is `added`, that of a removed one `removed`.
    """
    connection = open_chosen_catalogue(ctx).connection
    entry = operations.find(connection, operation)
    notes = [t("operation {id}: {command}", id=entry.id, command=entry.command)]
    if reason := operations.why_not_recorded(entry):
        notes.append(t("what it changed is not recorded: {reason}", reason=reason))
    return Table(
        history.CHANGE_COLUMNS,
        history.Changes(connection, operation),
        notes=tuple(notes),
    )


noun = CommandGroup(
    "Show what was done, and what each command changed.",
    {
        "list": list_operations,
        "show": show_operation,
        "prune": "undo:prune",
    },
    bare="list",
)
