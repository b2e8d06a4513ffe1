"""`stdplan progress`: amounts recorded by hand, for indicators that the catalogue cannot count."""

from stdplan.catalogue.queries import progress as queries
from stdplan.commands.context import Context, note_other_plan, open_query
from stdplan.commands.filters import tasks
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, TASKS, YEAR
from stdplan.commands.parameters import filters
from stdplan.domain.filters import Wanted
from stdplan.i18n import t
from stdplan.table import Table


@table_command(*filters(TASKS), AS_OF, YEAR, PLAN_YEAR)
def list_progress(
    ctx: Context, task: Wanted, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """List the amounts recorded by hand, by day."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    chosen = tasks(connection, query.plan.year, task)
    day = query.day if as_of or year else None
    source = queries.list_amounts(connection, query.plan.year, chosen, day)
    if not task:
        empty = t(
            "nothing was recorded by hand; record an amount with `stdplan progress record TASK"
            " AMOUNT`"
        )
    else:
        empty = t("no amount matches; try without filters")
    return Table(queries.AMOUNT_COLUMNS, source, notes=note_other_plan(query), empty=empty)


noun = CommandGroup(
    "Record and list amounts by hand.",
    {
        "record": "progress_edit:record",
        "import": "progress_import:import_amounts",
        "list": list_progress,
        "edit": "progress_edit:edit",
        "remove": "progress_edit:remove",
    },
    bare="list",
)
