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
        typer.Option("--by", help="A row for each sector, degree or year of publication."),
    ] = "sector",
    family: Families = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """The rate of adoption: of the standards in force, those that adopt an international one.

    \b
    stdplan adoption report --year 2011
    stdplan adoption report --by degree --family national

    A standard counts once, by its closest degree. NEQ is no adoption; foreign standards (ASTM, EN,
    JIS …) are counted apart.
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
    """Standards in force whose adopted edition is withdrawn or replaced, with the newer edition.

    Known is what the catalogue holds: `standards import` takes in ISO Open Data and Relaton.
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    source = adoption.stale_adoptions(connection, query.day, arguments.sectors(connection, sector))
    empty = t(
        "no adopted edition is known to be withdrawn or replaced; records of international"
        " standards tell (`stdplan standards import FILE`)"
    )
    return Table(adoption.STALE_COLUMNS, source, empty=empty, brief=_STALE_BRIEF)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs: Verbs = {"report": TableCommand(report), "stale": TableCommand(list_stale)}
    return CommandGroup("adoption", "Adoption of international standards.", verbs, bare="report")
