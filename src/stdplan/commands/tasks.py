"""`stdplan tasks`: the numbered tasks of a plan and their indicators."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plan_contents
from stdplan.commands.context import open_query
from stdplan.commands.framework import CommandGroup, TableCommand
from stdplan.commands.options import AsOf, PlanYear, Year
from stdplan.table import Table


def list_tasks(ctx: typer.Context, year: Year = None, plan: PlanYear = None) -> Table:
    """List the plan's tasks, with their part of the plan and the number of their indicators."""
    query = open_query(ctx, None, year, plan)
    source = plan_contents.list_tasks(query.catalogue.connection, query.plan.year)
    return Table(
        plan_contents.TASK_COLUMNS, source, brief=("number", "theme", "title", "indicators")
    )


def show_task(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="The number of the task.", show_default=False)],
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Show one task: its text, its indicators as of a day, and the amounts recorded for it."""
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    return plan_contents.show_task(connection, query.plan, number, query.day)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs = {"list": TableCommand(list_tasks), "show": TableCommand(show_task)}
    return CommandGroup("tasks", "Show the plan's tasks and their indicators.", verbs, bare="list")
