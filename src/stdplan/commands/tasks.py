"""`stdplan tasks`: the plan's numbered tasks and what each wants counted."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plan_contents
from stdplan.commands.context import ask
from stdplan.commands.framework import Noun, Reading
from stdplan.commands.options import AsOf, PlanYear, Year
from stdplan.table import Table


def list_tasks(ctx: typer.Context, year: Year = None, plan: PlanYear = None) -> Table:
    """The plan's tasks, with the part each stands in and the number of its indicators."""
    asked = ask(ctx, None, year, plan)
    source = plan_contents.tasks(asked.catalogue.connection, asked.plan.year)
    return Table(
        plan_contents.TASK_COLUMNS, source, brief=("number", "theme", "title", "indicators")
    )


def show_task(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="Number of the task.", show_default=False)],
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """One task: what it asks, its indicators on the day, and what was recorded for it."""
    from stdplan.catalogue.queries import plan_contents

    asked = ask(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    return plan_contents.task(connection, asked.plan, number, asked.day)


def noun() -> Noun:
    """The group for the root command."""
    verbs = {"list": Reading(list_tasks), "show": Reading(show_task)}
    return Noun("tasks", "Tasks of the plan and their indicators.", verbs, bare="list")
