"""`stdplan adoption`: the share of standards in force that adopt international ones, and stale
adoptions."""

from typing import Annotated, Literal

import typer

from stdplan.catalogue.queries import adoption
from stdplan.commands import arguments
from stdplan.commands.context import open_query, why_empty
from stdplan.commands.framework import CommandGroup, TableCommand, Verbs
from stdplan.commands.options import AsOf, Families, PlanYear, Sectors, Year, families
from stdplan.i18n import t
from stdplan.table import Table

_REPORTS = {"sector": adoption.by_sector, "degree": adoption.by_degree, "year": adoption.by_year}
_BRIEF = ("in_force", "adopted", "rate", "neq", "foreign")
_STALE_BRIEF = ("number", "title", "adopted", "degree", "state", "newer", "since")


def report(
    ctx: typer.Context,
    by: Annotated[
        Literal["sector", "degree", "year"],
        typer.Option("--by", help="One row per sector, degree or year of publication."),
    ] = "sector",
    family: Families = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Show the adoption rate: the share of standards in force that adopt an international one.

    \b
    stdplan adoption report --year 2011
    stdplan adoption report --by degree --family national

    A standard counts once, by its closest degree. NEQ does not count as adoption; foreign standards
    (ASTM, EN, JIS …) are counted separately.
    """
    query = open_query(ctx, as_of, year, plan)
    scope = adoption.AdoptionScope(
        query.plan.year, query.day, families(family, query.plan.review_families)
    )
    source = _REPORTS[by](query.catalogue.connection, scope)
    empty = why_empty(query, t("no standard of these families is in force"))
    brief = () if by == "degree" else (by, *_BRIEF)
    return Table(adoption.ADOPTION_COLUMNS[by], source, empty=empty, brief=brief)


def list_stale(
    ctx: typer.Context, sector: Sectors = None, as_of: AsOf = None, year: Year = None
) -> Table:
    """List standards in force that adopt a withdrawn or replaced edition, with the newer edition.

    Only editions in the catalogue are considered: `standards import` reads ISO Open Data and
    Relaton.
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    source = adoption.stale_adoptions(connection, query.day, arguments.sectors(connection, sector))
    empty = t(
        "no adopted edition is known to be withdrawn or replaced; import records of international"
        " standards with `stdplan standards import FILE`"
    )
    return Table(adoption.STALE_COLUMNS, source, empty=empty, brief=_STALE_BRIEF)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs: Verbs = {"report": TableCommand(report), "stale": TableCommand(list_stale)}
    return CommandGroup(
        "adoption", "Report the adoption of international standards.", verbs, bare="report"
    )
