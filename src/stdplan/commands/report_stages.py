"""`stdplan report stages` and `report moves`: projects on their way through the stages."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import stage_reports
from stdplan.commands import _choices
from stdplan.commands._build import Reading
from stdplan.commands._context import ask, why_empty
from stdplan.commands._given import any_date
from stdplan.commands._options import AsOf, Sectors, Year
from stdplan.domain.dates import last_day, pad
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Table

_BRIEF = ("stage", "name", "in_stage", "over_limit", "longest", "longest_days", "median_days")


def report_stages(
    ctx: typer.Context, sector: Sectors = None, as_of: AsOf = None, year: Year = None
) -> Table:
    """Time in each stage: projects in it now, and the days of those that left it.

    \b
    stdplan report stages --sector machinery

    Over the limit are those that are in a stage for longer than is usual (GB/T 16733).
    """
    asked = ask(ctx, as_of, year)
    connection = asked.catalogue.connection
    sectors = _choices.sectors(connection, sector)
    source = stage_reports.by_stage(connection, asked.day, sectors)
    return Table(stage_reports.STAGE_COLUMNS, source, brief=_BRIEF)


def report_moves(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="From this day on.", show_default=False)
    ],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Up to this day (else today).")
    ] = None,
    sector: Sectors = None,
) -> Table:
    """What moved: from stage to stage, published, terminated, withdrawn.

    \b
    stdplan report moves --since 2011-07-01 --until 2011-09-30

    Nothing after --until is seen.
    """
    first = pad(any_date(since, "--since"))
    asked = ask(ctx, None if until is None else last_day(any_date(until, "--until")))
    if first > asked.day.isoformat():
        raise UsageProblem(t("--since {since} is after {until}", since=first, until=asked.day))
    connection = asked.catalogue.connection
    source = stage_reports.moved(connection, first, asked.day, _choices.sectors(connection, sector))
    what = t("nothing moved from {since} to {until}", since=first, until=asked.day)
    return Table(stage_reports.MOVE_COLUMNS, source, empty=why_empty(asked, what))


stages = Reading(report_stages)
moves_since = Reading(report_moves)
