"""`stdplan progress record, edit, remove`: amounts by hand, and their correction."""

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
Identity = Annotated[
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
    with writing(ctx) as (catalogue, work):
        connection = catalogue.connection
        if plan is None and plans.has_plan(connection, int(day[:4])):
            plan = int(day[:4])  # the plan of the day's year, where there are several
        rules_of_plan = plans.choose_plan(connection, plan)
        plan_contents.check_task(connection, rules_of_plan.year, task)
        code, identity = _indicator(connection, rules_of_plan.year, task, indicator)
        _within(rules_of_plan.year, day, on)
        row: dict[str, Any] = {"indicator": identity, "date": day, "amount": value}
        row["sector"] = None if sector is None else arguments.sector(connection, sector)
        row["note"] = None if note is None else option_text(note, "--note")
        made = amounts.record(work, row)
        say(
            t(
                "recorded {amount} for {code} on {day} (id {id})",
                amount=value,
                code=code,
                day=day,
                id=made,
            )
        )


def edit(
    ctx: typer.Context,
    identity: Identity,
    amount: Annotated[str | None, typer.Option(help="A decimal above zero.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="When it happened.")] = None,
    sector: OfSector = None,
    note: Note = None,
) -> None:
    """Correct an amount that was recorded; what is not given stays."""
    with writing(ctx) as (catalogue, work):
        plan = _plan_of(catalogue.connection, identity)
        given: dict[str, Any] = {}
        if amount is not None:
            given["amount"] = _amount(amount, "--amount")
        if on is not None:
            given["date"] = option_date(on, "--on")
            _within(plan, given["date"], on)
        if sector is not None:
            given["sector"] = arguments.sector(catalogue.connection, sector)
        if note is not None:
            given["note"] = option_text(note, "--note")
        if not given:
            raise UsageProblem(t("nothing to change: give --amount, --on, --sector or --note"))
        amounts.edit(work, identity, given)
    say(t("changed {id}", id=identity))


def remove(ctx: typer.Context, identity: Identity) -> None:
    """Remove an amount that was recorded."""
    with writing(ctx) as (catalogue, work):
        _plan_of(catalogue.connection, identity)
        amounts.remove(work, identity)
    say(t("removed {id}", id=identity))


def _amount(text: str, option: str) -> str:
    try:
        return validators.amount(text)
    except ValueError as fault:
        raise UsageProblem(f"{option}: {fault}") from None


def _indicator(
    connection: sqlite3.Connection, plan: int, task: int, code: str | None
) -> tuple[str, int]:
    """The code and row of an indicator of the task: the named one, else the main one."""
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


def _within(plan: int, day: str, on: str | None) -> None:
    """A day outside the plan's year would never count: refused."""
    if day[:4] == str(plan):
        return
    if on is None:
        raise UsageProblem(
            t(
                "today ({day}) is not in the plan's year {year}: give the day with --on",
                day=day,
                year=plan,
            )
        )
    raise UsageProblem(t("--on: {day} is not in the plan's year {year}", day=day, year=plan))


def _plan_of(connection: sqlite3.Connection, identity: int) -> int:
    plan = queries.plan_of_amount(connection, identity)
    if plan is None:
        raise Missing(t("no record {id}; `stdplan progress list` shows them", id=identity))
    return plan
