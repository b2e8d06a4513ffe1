"""`stdplan progress`: amounts recorded by hand, for indicators that the catalogue cannot count."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plan_contents
from stdplan.catalogue.queries import progress as queries
from stdplan.commands.context import note_other_plan, open_query
from stdplan.commands.framework import CommandGroup, TableCommand, Verbs
from stdplan.commands.options import AsOf, PlanYear, Year
from stdplan.i18n import t
from stdplan.table import Table


def list_progress(
    ctx: typer.Context,
    task: Annotated[int | None, typer.Option("--task", help="Only this task.")] = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """List the amounts recorded by hand, by day."""
    query = open_query(ctx, as_of, year, plan)
    if task is not None:
        plan_contents.check_task(query.catalogue.connection, query.plan.year, task)
    day = query.day if as_of or year else None
    source = queries.list_amounts(query.catalogue.connection, query.plan.year, task, day)
    if task is None:
        empty = t(
            "nothing was recorded by hand; record an amount with `stdplan progress record TASK"
            " AMOUNT`"
        )
    else:
        empty = t("nothing was recorded by hand for task {number}", number=task)
    return Table(queries.AMOUNT_COLUMNS, source, notes=note_other_plan(query), empty=empty)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs: Verbs = {
        "record": "progress_edit:record",
        "import": "progress_import:command",
        "list": TableCommand(list_progress),
        "edit": "progress_edit:edit",
        "remove": "progress_edit:remove",
    }
    return CommandGroup("progress", "Record and list amounts by hand.", verbs, bare="list")
