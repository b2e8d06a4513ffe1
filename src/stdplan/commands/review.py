"""`stdplan review`: what is due for review, and the reviews held."""

from typing import Annotated, Literal

import typer

from stdplan.catalogue.queries import reviews
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.commands import _choices
from stdplan.commands._build import Noun, Reading, Verbs
from stdplan.commands._context import ask, why_empty
from stdplan.commands._families import Families, Years, families
from stdplan.commands._options import AsOf, PlanYear, Sectors, Year
from stdplan.domain.codes import OUTCOMES, choices
from stdplan.i18n import t
from stdplan.table import Table

# On a terminal; everything that is due is in force.
_BRIEF = ("number", "title", "age", "counted_from", "due", "overdue_days")


def due(
    ctx: typer.Context,
    years: Years = None,
    sector: Sectors = None,
    family: Families = None,
    by: Annotated[
        Literal["sector"] | None, typer.Option("--by", help="Counts by sector instead of a list.")
    ] = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Standards whose review is due, oldest first.

    \b
    stdplan review due --year 2011                    at the end of 2011
    stdplan review due --sector machinery --json
    stdplan review due | cut -f1 | stdplan review record - --outcome confirm

    Due is what is in force, took effect (or was last confirmed) so many years ago, and was not
    reviewed since.
    """
    asked = ask(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    rule = DueRule(
        asked.day,
        asked.plan.review_years if years is None else years,
        families(family, asked.plan.review_families),
        _choices.sectors(connection, sector),
    )
    notes = []
    others, dayless = reviews.left_out(connection, rule)
    if others:
        notes.append(
            t("{count} more are due in other families (--family all shows them)", count=others)
        )
    if dayless:
        notes.append(t("{count} in force have no day at all to count an age from", count=dayless))
    if by == "sector":
        source = reviews.due_by_sector(connection, rule, asked.plan.year)
        return Table(reviews.BY_SECTOR_COLUMNS, source, notes=tuple(notes))
    empty = why_empty(asked, t("nothing is due on {day}", day=asked.day))
    source = reviews.due(connection, rule)
    return Table(reviews.DUE_COLUMNS, source, notes=tuple(notes), empty=empty, brief=_BRIEF)


def list_reviews(
    ctx: typer.Context,
    open_: Annotated[
        bool, typer.Option("--open", help="Only those whose consequence is still awaited.")
    ] = False,
    sector: Sectors = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="OUTCOME", help=f"{', '.join(OUTCOMES)}; repeatable."),
    ] = None,
    as_of: AsOf = None,
    year: Year = None,
) -> Table:
    """Reviews held, the newest first.

    Open are revisions without a successor in force, mergers, and withdrawals that are proposed
    only.
    """
    asked = ask(ctx, as_of, year)
    connection = asked.catalogue.connection
    filters = reviews.HeldFilters(
        _choices.sectors(connection, sector), _choices.codes(OUTCOMES, outcome, "--outcome"), open_
    )
    narrowed = open_ or sector or outcome
    empty = (
        t("no review fits; without filters there may be some")
        if narrowed
        else t(
            "no reviews; `stdplan review record NUMBER --outcome …` records one ({outcomes})",
            outcomes=choices(OUTCOMES),
        )
    )
    return Table(reviews.REVIEW_COLUMNS, reviews.held(connection, asked.day, filters), empty=empty)


def noun() -> Noun:
    """The group for the root command."""
    verbs: Verbs = {
        "due": Reading(due),
        "record": "review_record:record",
        "import": "review_import:command",
        "list": Reading(list_reviews),
        "calendar": "review_calendar:calendar",
    }
    return Noun("review", "What is due for review, and reviews held.", verbs, bare="list")
