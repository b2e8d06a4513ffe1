"""`stdplan progress record, edit, remove`: record amounts by hand, and correct them.

Options are parsed like one row of a list (importing/amounts.py).
"""

import sqlite3

from stdplan.catalogue import amounts
from stdplan.catalogue.queries import plan_contents, plans
from stdplan.catalogue.queries import progress as queries
from stdplan.commands import code_arguments
from stdplan.commands.console import say
from stdplan.commands.context import Context, how_to_make_plan, writing
from stdplan.commands.day_arguments import event_day
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NOTE, ON, PLAN_YEAR
from stdplan.commands.parameters import argument, option
from stdplan.domain.measures import RATES
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t
from stdplan.importing.amounts import (
    KnownIndicator,
    KnownIndicators,
    read_amount_changes,
    read_amount_options,
)

AMOUNT = argument("amount", metavar="AMOUNT", help="A decimal number above zero.")
OF_INDICATOR = option(
    "--indicator", metavar="CODE", help="The indicator (default: the task's main one)."
)
OF_SECTOR = option("--sector", metavar="CODE", help="The sector.")
AMOUNT_ID = argument(
    "amount_id", type=int, metavar="ID", help="The id, as `progress list` shows it."
)


@writing_command(
    argument("task", type=int, help="The number of the task."),
    AMOUNT,
    OF_INDICATOR,
    ON,
    OF_SECTOR,
    NOTE,
    PLAN_YEAR,
)
def record(
    ctx: Context,
    task: int,
    amount: str,
    indicator: str | None,
    on: str | None,
    sector: str | None,
    note: str | None,
    plan: int | None,
) -> None:
    """Record an amount for a task.

    stdplan progress record 3 120 --on 2011-06-30 --sector machinery

    It counts for the task's main indicator; --indicator chooses another one.
    """
    day = event_day(on)
    texts = {
        "task": str(task),
        "indicator": indicator,
        "date": day,
        "amount": amount,
        "sector": sector,
        "note": note,
    }
    with writing(ctx) as (catalogue, transaction):
        connection = catalogue.connection
        year = plans.choose_plan(connection, plan, int(day[:4])).year
        if plan is None and int(day[:4]) != year:
            make = how_to_make_plan(int(day[:4]), year)
            raise UsageProblem(t("{make}, or give another day with --on", make=make))
        plan_contents.check_task(connection, year, task)
        if on is None and int(day[:4]) != year:
            sentence = "today ({day}) is not in the plan's year {year}: give the day with --on"
            raise UsageProblem(t(sentence, day=day, year=year))
        known = _known_indicators(connection, year)
        row = read_amount_options(
            _with_sector_code(connection, texts), known, {"amount": "AMOUNT", "date": "--on"}
        )
        amount_id = amounts.record(transaction, row._asdict())
    [name] = [each.name for each in known.indicators if each.id == row.indicator]
    say(
        t(
            "recorded {amount} for {code} on {day} (id {id})",
            amount=row.amount,
            code=name,
            day=day,
            id=amount_id,
        )
    )


@writing_command(
    AMOUNT_ID,
    option("--amount", help="A decimal number above zero."),
    option("--on", metavar="DATE", help="When it happened."),
    OF_SECTOR,
    NOTE,
)
def edit(
    ctx: Context,
    amount_id: int,
    amount: str | None,
    on: str | None,
    sector: str | None,
    note: str | None,
) -> None:
    """Correct a recorded amount. Values that are not given stay unchanged."""
    texts = {"amount": amount, "date": on, "sector": sector, "note": note}
    with writing(ctx) as (catalogue, transaction):
        year = _plan_year(catalogue.connection, amount_id)
        if not any(text is not None for text in texts.values()):
            raise UsageProblem(t("nothing to change: give --amount, --on, --sector or --note"))
        values = read_amount_changes(
            _with_sector_code(catalogue.connection, texts),
            KnownIndicators(year, (), {}),
            {"date": "--on"},
        )
        amounts.edit(transaction, amount_id, values)
    say(t("changed {id}", id=amount_id))


@writing_command(AMOUNT_ID)
def remove(ctx: Context, amount_id: int) -> None:
    """Remove a recorded amount."""
    with writing(ctx) as (catalogue, transaction):
        _plan_year(catalogue.connection, amount_id)
        amounts.remove(transaction, amount_id)
    say(t("removed {id}", id=amount_id))


def _with_sector_code(
    connection: sqlite3.Connection, texts: dict[str, str | None]
) -> dict[str, str]:
    """Return the texts that were given, with the code of the sector in place of its name."""
    present = {name: text for name, text in texts.items() if text is not None}
    if "sector" in present:
        present["sector"] = code_arguments.sector(connection, present["sector"])
    return present


def _known_indicators(connection: sqlite3.Connection, year: int) -> KnownIndicators:
    """Return the indicators of the plan of a year by code and name."""
    indicators = tuple(
        KnownIndicator(
            each.id,
            each.task,
            (each.code, each.name_zh, each.name_en),
            each.main,
            each.measure in RATES,
        )
        for each in queries.plan_indicators(connection, year)
    )
    return KnownIndicators(year, indicators, {})


def _plan_year(connection: sqlite3.Connection, amount_id: int) -> int:
    """Return the year of the plan that an amount belongs to; raise Missing for an unknown id."""
    plan = queries.plan_of_amount(connection, amount_id)
    if plan is None:
        raise Missing(
            t("there is no amount {id}; list amounts with `stdplan progress list`", id=amount_id)
        )
    return plan
