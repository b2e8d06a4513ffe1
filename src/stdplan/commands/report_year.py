"""`stdplan report year`: the account of a year, against the year before and the targets."""

from stdplan.catalogue.queries import year_report
from stdplan.commands.charts import year_charts
from stdplan.commands.context import Context, note_other_plan, open_query
from stdplan.commands.framework import table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, YEAR
from stdplan.commands.parameters import unit_option
from stdplan.domain.dates import add_years
from stdplan.i18n import t
from stdplan.table import Table

# The figures of the year; those of the year before have `_before` at their end.
_COUNTS = tuple(
    column.name
    for column in year_report.PART_COLUMNS["department"][1:]
    if not column.name.endswith("_before")
)
_BRIEF = ("projects", "submitted", "published", "reviewed", "ended")
_BRIEFS = {
    "sector": ("sector", "name", *_BRIEF),
    "department": ("department", *_BRIEF),
    "committee": ("committee", *_BRIEF),
}


@table_command(
    unit_option(
        "--by",
        *("department", "sector", "committee"),
        help="One row per department, sector or committee, with the figures of both years.",
    ),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_year(
    ctx: Context, by: str | None, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """Show the account of a year against the year before and the targets.

    \b
    stdplan report year --year 2011
    stdplan report year --year 2011 --by department -o year.xlsx

    It counts projects approved and submitted, standards published, reviewed and ended, and projects
    terminated, of the plan's sectors, up to the as-of day. The year before is counted up to the
    same day of that year.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    notes, before = note_other_plan(query), add_years(query.day, -1)
    if (query.day.month, query.day.day) != (12, 31):
        sentence = "the year before is counted up to {day}"
        notes = (*notes, t(sentence, day=before))
    if by is None:
        account = year_report.year_account(connection, query.plan, query.day)
        drawn = year_charts(account, str(query.day), str(before))
        return Table(account.columns, account, notes=notes, figures=("actual",), charts=drawn)
    parts = year_report.year_by_part(connection, query.plan, query.day, by)
    empty = t("nothing counts in {year} or the year before", year=query.day.year)
    return Table(parts.columns, parts, notes=notes, empty=empty, brief=_BRIEFS[by], figures=_COUNTS)
