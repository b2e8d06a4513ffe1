"""`stdplan standards classify`: focus areas for records without one, from the words of titles."""

from typing import Annotated

import typer

from stdplan.catalogue.queries.classify import COLUMNS, Proposals
from stdplan.commands import _choices
from stdplan.commands._build import Reading
from stdplan.commands._context import Asked, ask, command_line, say, why_empty
from stdplan.commands._options import AsOf, PlanYear, Sectors, Year
from stdplan.i18n import t
from stdplan.table import Records, Table

_BRIEF = ("number", "title", "focus", "keyword")


def classify(
    ctx: typer.Context,
    sector: Sectors = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Give the records these focus areas.")
    ] = False,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Focus areas for records without one, from the areas' names and keywords in their titles.

    \b
    stdplan standards classify --sector machinery -o proposals.xlsx
    stdplan standards classify --apply

    Only areas of the plan, of the record's own sector or cross-cutting; what has ended is left
    alone. A record without a sector needs an area's name, or two of its keywords.
    """
    asked = ask(ctx, as_of, year, plan)
    connection = asked.catalogue.connection
    sectors = _choices.sectors(connection, sector)
    proposals = Proposals(connection, asked.plan.year, asked.day, sectors)
    empty = why_empty(asked, t("no title tells a focus area"))
    if apply:
        return Table(COLUMNS, _applied(asked, proposals), empty=empty, brief=_BRIEF)
    return Table(COLUMNS, proposals, empty=empty, brief=_BRIEF)


def _applied(asked: Asked, proposals: Proposals) -> Records:
    """Write all that is proposed, whatever of it is going to be shown."""
    # Here, because asking does without it.
    from stdplan.catalogue.standard_editing import place

    with asked.catalogue.operation(command_line()) as work:
        rows = list(proposals.rows())
        records = place(work, [(str(row[0]), str(row[3])) for row in rows])
    say(t("{records} records were given {areas} focus areas", records=records, areas=len(rows)))
    return Records(COLUMNS, rows)


command = Reading(classify, columns=COLUMNS)
