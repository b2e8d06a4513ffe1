"""`stdplan report counts`: the numbers of records by sector, family, nature, department …"""

from stdplan.catalogue.queries import record_counts
from stdplan.commands.charts import count_charts
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.filters import sectors
from stdplan.commands.framework import table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, SECTORS, YEAR
from stdplan.commands.parameters import filters, unit_option
from stdplan.domain.filters import Wanted
from stdplan.i18n import t
from stdplan.table import Table

_BRIEF = ("records", "planned", "upcoming", "in_force", "withdrawn", "overdue", "due")


@table_command(
    unit_option(
        "--by",
        *record_counts.PARTS,
        many=True,
        help="A row for each value: sector, family, nature, work, department, committee or year"
        " (of publication); several with commas (default: sector,family,nature).",
    ),
    *filters(SECTORS),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_counts(
    ctx: Context,
    by: list[str] | None,
    sector: Wanted,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Count standards and projects by sector, family, nature, department and the like.

    \b
    stdplan report counts --year 2011
    stdplan report counts --by department --sort overdue:desc
    stdplan report counts --by year,nature --sector machinery

    It counts records by status, projects past their deadline, and standards whose review is due.
    The rows add up to all records that exist on the as-of day.
    """
    parts = by or record_counts.DEFAULT_PARTS
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    chosen = sectors(connection, sector)
    source = record_counts.count_records(connection, query.plan, query.day, parts, chosen)
    return Table(
        source.columns,
        source,
        empty=why_empty(query, t("the catalogue has no records")),
        brief=(*parts, *_BRIEF),
        charts=count_charts(source, parts[0]) if len(parts) == 1 else (),
    )
