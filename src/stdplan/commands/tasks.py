"""`stdplan tasks`: the numbered tasks of a plan and their indicators."""

from stdplan.catalogue.queries import plan_contents
from stdplan.commands.context import Context, open_query
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, YEAR
from stdplan.commands.parameters import argument
from stdplan.table import Table


@table_command(YEAR, PLAN_YEAR)
def list_tasks(ctx: Context, year: int | None, plan: int | None) -> Table:
    """List the plan's tasks, with their part of the plan and the number of their indicators."""
    query = open_query(ctx, None, year, plan)
    source = plan_contents.list_tasks(query.catalogue.connection, query.plan.year)
    return Table(
        plan_contents.TASK_COLUMNS, source, brief=("number", "theme", "title", "indicators")
    )


@table_command(argument("number", type=int, help="The number of the task."), AS_OF, YEAR, PLAN_YEAR)
def show_task(
    ctx: Context, number: int, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """Show one task: its text, its indicators as of a day, and the amounts recorded for it."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    return plan_contents.show_task(connection, query.plan, number, query.day)


noun = CommandGroup(
    "Show the plan's tasks and their indicators.",
    {"list": list_tasks, "show": show_task},
    bare="list",
)
