"""`stdplan activities due`: deadlines and ends of validity that are near or past."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import activities as queries
from stdplan.commands._activity_filters import Kind, Organisation, Task, common_filters
from stdplan.commands._build import Reading
from stdplan.commands._context import ask
from stdplan.commands._options import AsOf, PlanYear, Sectors, Year
from stdplan.i18n import t
from stdplan.table import Table

# What a terminal of 80 columns has room for.
_BRIEF = ("id", "kind", "title", "which", "until", "days")


def due(
    ctx: typer.Context,
    within: Annotated[int, typer.Option(min=0, metavar="DAYS", help="So many days ahead.")] = 30,
    kind: Kind = None,
    task: Task = None,
    sector: Sectors = None,
    organisation: Organisation = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Deadlines and ends of validity that are near or past, the most overdue first.

    A deadline (due) counts while the activity is open. An end of validity (expires) that lies ahead
    counts also when it is closed; one that has passed, until it is closed. The days are negative
    once it is past.
    """
    asked = ask(ctx, as_of, year, plan)
    filters = common_filters(asked, kind, task, sector, organisation, plan)
    connection = asked.catalogue.connection
    source = queries.due(connection, asked.plan.year, asked.day, within, filters)
    sentence = "nothing is due within {count} days of {day}; --within looks further ahead"
    empty = t(sentence, count=within, day=asked.day)
    return Table(queries.DUE_COLUMNS, source, empty=empty, brief=_BRIEF)


command = Reading(due)
