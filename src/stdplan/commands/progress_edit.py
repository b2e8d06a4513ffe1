"""`stdplan progress record, edit, remove`: record amounts by hand, and correct them."""

import sqlite3
from typing import Annotated, Any

import typer

from stdplan.catalogue import amounts
from stdplan.catalogue.queries import plan_contents, plans
from stdplan.catalogue.queries import progress as queries
from stdplan.commands import arguments
from stdplan.commands.arguments import event_day, option_date, option_text
from stdplan.commands.console import say
from stdplan.commands.context import writing
from stdplan.commands.options import Note, On, PlanYear
from stdplan.domain import validators
from stdplan.domain.measures import RATES
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t

Amount = Annotated[
    str, typer.Argument(help="A decimal above zero.", show_default=False, metavar="AMOUNT")
]
OfIndicator = Annotated[
    str | None,
    typer.Option("--indicator", metavar="CODE", help="Which indicator (else the task's main one)."),
]
OfSector = Annotated[
    str | None, typer.Option("--sector", metavar="CODE", help="The sector it belongs to.")
]
AmountId = Annotated[
    int, typer.Argument(metavar="ID", help="As `progress list` shows it.", show_default=False)
]


def record(
    ctx: typer.Context,
    task: Annotated[int, typer.Argument(help="Number of the task.", show_default=False)],
    amount: Amount,
    indicator: OfIndicator = None,
    on: On = None,
    sector: OfSector = None,
    note: Note = None,
    plan: PlanYear = None,
) -> None:
    """Record an amount for a task: its main indicator, or another one of it.

    stdplan progress record 3 120 --on 2011-06-30 --sector machinery
    """
    value = _amount(amount, "AMOUNT")
    day = event_day(on)
    with writing(ctx) as (catalogue, transaction):
        connection = catalogue.connection
        if plan is None and plans.has_plan(connection, int(day[:4])):
            plan = int(day[:4])  # the plan of the day's year, where there are several
        year = plans.choose_plan(connection, plan).year
        plan_contents.check_task(connection, year, task)
        code, indicator_id = _indicator(connection, year, task, indicator)
        _check_year(year, day, on)
        row: dict[str, Any] = {"indicator": indicator_id, "date": day, "amount": value}
        row["sector"] = None if sector is None else arguments.sector(connection, sector)
        row["note"] = None if note is None else option_text(note, "--note")
        amount_id = amounts.record(transaction, row)
        say(
            t(
                "recorded {amount} for {code} on {day} (id {id})",
                amount=value,
                code=code,
                day=day,
                id=amount_id,
            )
        )


def edit(
    ctx: typer.Context,
    amount_id: AmountId,
    amount: Annotated[str | None, typer.Option(help="A decimal above zero.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="When it happened.")] = None,
    sector: OfSector = None,
    note: Note = None,
) -> None:
    """Correct an amount that was recorded; what is not given stays."""
    with writing(ctx) as (catalogue, transaction):
        year = _plan_year(catalogue.connection, amount_id)
        values: dict[str, Any] = {}
        if amount is not None:
            values["amount"] = _amount(amount, "--amount")
        if on is not None:
            values["date"] = option_date(on, "--on")
            _check_year(year, values["date"], on)
        if sector is not None:
            values["sector"] = arguments.sector(catalogue.connection, sector)
        if note is not None:
            values["note"] = option_text(note, "--note")
        if not values:
            raise UsageProblem(t("nothing to change: give --amount, --on, --sector or --note"))
        amounts.edit(transaction, amount_id, values)
    say(t("changed {id}", id=amount_id))


def remove(ctx: typer.Context, amount_id: AmountId) -> None:
    """Remove an amount that was recorded."""
    with writing(ctx) as (catalogue, transaction):
        _plan_year(catalogue.connection, amount_id)
        amounts.remove(transaction, amount_id)
    say(t("removed {id}", id=amount_id))


def _amount(text: str, option: str) -> str:
    try:
        return validators.amount(text)
    except ValueError as fault:
        raise UsageProblem(f"{option}: {fault}") from None


def _indicator(
    connection: sqlite3.Connection, plan: int, task: int, code: str | None
) -> tuple[str, int]:
    """Return code and row id of an indicator of the task: the named one, else the main one."""
    indicators = queries.plan_indicators(connection, plan, task)
    for each in indicators:
        if each.main if code is None else each.code in (code, f"{task}.{code}"):
            if each.measure in RATES:
                raise UsageProblem(
                    t(
                        "--indicator: {code} is a rate: amounts cannot be added to it",
                        code=each.code,
                    )
                )
            return each.code, each.id
    codes = ", ".join(each.code for each in indicators)
    raise UsageProblem(
        t(
            '--indicator: task {task} has no "{code}"; it has {codes}',
            task=task,
            code=code,
            codes=codes,
        )
    )


def _check_year(year: int, day: str, on: str | None) -> None:
    """Raise UsageProblem for a day outside the plan's year, which would never count."""
    if day[:4] == str(year):
        return
    if on is None:
        raise UsageProblem(
            t(
                "today ({day}) is not in the plan's year {year}: give the day with --on",
                day=day,
                year=year,
            )
        )
    raise UsageProblem(t("--on: {day} is not in the plan's year {year}", day=day, year=year))


def _plan_year(connection: sqlite3.Connection, amount_id: int) -> int:
    """Return the year of the plan that an amount belongs to; raise Missing for an unknown id."""
    plan = queries.plan_of_amount(connection, amount_id)
    if plan is None:
        raise Missing(t("no record {id}; `stdplan progress list` shows them", id=amount_id))
    return plan
