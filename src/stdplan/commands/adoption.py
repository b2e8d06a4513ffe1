"""`stdplan adoption`: the share of standards in force that adopt international ones, and stale
adoptions."""

from stdplan.catalogue.queries import adoption
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.filters import families, sectors
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, FAMILY, PLAN_YEAR, SECTORS, YEAR
from stdplan.commands.parameters import filters, unit_option
from stdplan.domain.filters import Wanted
from stdplan.i18n import t
from stdplan.table import Table

_REPORTS = {"sector": adoption.by_sector, "degree": adoption.by_degree, "year": adoption.by_year}
_BRIEF = ("in_force", "adopted", "rate", "neq", "foreign")
_STALE_BRIEF = ("number", "title", "adopted", "degree", "state", "newer", "since")


@table_command(
    unit_option(
        "--by",
        *("sector", "degree", "year"),
        default="sector",
        help="One row per sector, degree or year of publication.",
    ),
    *filters(FAMILY),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report(
    ctx: Context,
    by: str,
    family: Wanted,
    as_of: str | None,
    year: int | None,
    plan: int | None,
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
    figures = ("standards",) if by == "degree" else ("in_force",)
    return Table(adoption.ADOPTION_COLUMNS[by], source, empty=empty, brief=brief, figures=figures)


@table_command(*filters(SECTORS), AS_OF, YEAR)
def list_stale(ctx: Context, sector: Wanted, as_of: str | None, year: int | None) -> Table:
    """List standards in force that adopt a withdrawn or replaced edition, with the newer edition.

    Only editions in the catalogue are considered: `standards import` reads ISO Open Data and
    Relaton.
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    source = adoption.stale_adoptions(connection, query.day, sectors(connection, sector))
    empty = t(
        "no adopted edition is known to be withdrawn or replaced; import records of international"
        " standards with `stdplan standards import FILE`"
    )
    return Table(adoption.STALE_COLUMNS, source, empty=empty, brief=_STALE_BRIEF)


noun = CommandGroup(
    "Report the adoption of international standards.",
    {"report": report, "stale": list_stale},
    bare="report",
)
