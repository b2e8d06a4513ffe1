"""`stdplan progress`: amounts recorded by hand, for indicators that the catalogue cannot count."""

from stdplan.catalogue.queries import plan_contents
from stdplan.catalogue.queries import progress as queries
from stdplan.commands.context import Context, note_other_plan, open_query
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, YEAR
from stdplan.commands.parameters import option
from stdplan.i18n import t
from stdplan.table import Table


@table_command(option("--task", type=int, help="Only this task."), AS_OF, YEAR, PLAN_YEAR)
def list_progress(
    ctx: Context, task: int | None, as_of: str | None, year: int | None, plan: int | None
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
