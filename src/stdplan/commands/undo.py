"""`stdplan undo` and `stdplan history prune`: take back operations, and remove what undo needs."""

from __future__ import annotations

from stdplan.catalogue import operations
from stdplan.catalogue import undo as undoing
from stdplan.catalogue.recording import UPKEEP
from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import option_date
from stdplan.commands.framework import command, writing_command
from stdplan.commands.parameters import argument, option
from stdplan.domain.dates import pad
from stdplan.i18n import t, tn


@writing_command(
    argument(
        "operation",
        type=int,
        required=False,
        metavar="ID",
        help="The id, as `history` shows it (default: the last operation).",
    ),
)
def undo(ctx: Context, operation: int | None) -> None:
    """Take back an operation: every record becomes what it was before.

    \b
    stdplan undo           the last operation; a second time restores it
    stdplan undo 12        the operation 12 of `stdplan history`

    It is refused (exit code 1) if later operations changed the same records; the message names
    them. An undo is an operation itself.
    """
    with writing(ctx, undoing=True) as (catalogue, transaction):
        connection = catalogue.connection
        if operation is None:
            operation = operations.last_operation(connection)
        entry = None if operation is None else operations.find(connection, operation)
        undone = entry and operations.undone_by(connection).get(entry.id)
        if entry and undone is None:
            undoing.undo(transaction, entry)
    if entry is None:
        say(t("nothing to undo"))
        return
    names = {"id": entry.id, "command": entry.command}
    if undone is not None:
        say(
            t("nothing to undo: operation {id} was undone by {undone}", id=operation, undone=undone)
        )
    elif entry.undoes is None:
        say(t("undid operation {id}: {command}", **names))
    else:
        say(t("undid operation {id}, which undid {restored}", id=entry.id, restored=entry.undoes))


@command(
    option(
        "--before", required=True, metavar="DATE", help="Operations before this day (local time)."
    ),
)
def prune(ctx: Context, before: str) -> None:
    """Forget what old operations changed. They stay in the list, but cannot be undone any more.

    stdplan history prune --before 2011-01-01

    After that, `review edit` and `review remove` cannot bring back a day of withdrawal that a
    review replaced.
    """
    day = pad(option_date(before, "--before"))
    with writing(ctx) as (_, transaction):
        transaction.recorded = UPKEEP
        pruned = undoing.prune(transaction.connection, day)
        transaction.count("pruned", pruned.operations)
    if not pruned.operations:
        say(t("there is nothing to forget before {day}", day=day))
        return
    named = tn("{count} operation", "{count} operations", pruned.operations)
    rows = tn("{count} change", "{count} changes", pruned.changes)
    sentence = "{operations} before {day} cannot be undone any more; freed: {rows}, {size} bytes"
    say(t(sentence, operations=named, day=day, rows=rows, size=f"{pruned.size:,}"))


noun = undo
