"""`stdplan report counts`: the numbers of records by sector, family, nature, department …"""

import re

from stdplan.catalogue.queries import record_counts
from stdplan.commands import arguments
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.framework import table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, SECTORS, YEAR
from stdplan.commands.parameters import option
from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Table

_DEFAULT = ("sector", "family", "nature")
_BRIEF = ("records", "planned", "upcoming", "in_force", "withdrawn", "overdue", "due")


@table_command(
    option(
        "--by",
        many=True,
        metavar="FIELD",
        help="A row for each value: sector, family, nature, work, department, committee or year"
        " (of publication); several with commas (default: sector,family,nature).",
    ),
    SECTORS,
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_counts(
    ctx: Context,
    by: list[str] | None,
    sector: list[str] | None,
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
    parts = _parts(by) or _DEFAULT
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    sectors = arguments.sectors(connection, sector)
    source = record_counts.count_records(connection, query.plan, query.day, parts, sectors)
    return Table(
        source.columns,
        source,
        empty=why_empty(query, t("the catalogue has no records")),
        brief=(*parts, *_BRIEF),
    )


# Other words for --by: the labels of the fields, and of what is no field.
_WORDS = {
    **{
        word.lower(): name
        for name in record_counts.PARTS
        if name in BY_NAME
        for word in (name, BY_NAME[name].zh, BY_NAME[name].en)
    },
    **dict.fromkeys(("year", "年份", "年度", "发布年份"), "year"),
}


def _parts(by: list[str] | None) -> tuple[str, ...]:
    """Return the fields of --by, each once; raise UsageProblem for an unknown one."""
    names: dict[str, None] = {}
    for text in by or ():
        for value in re.split("[,，、]", text):
            name = _WORDS.get(clean_code(value).lower())
            if name is None:
                sentence = '{option}: "{value}" is not valid; use one of {choices}'
                choices = ", ".join(record_counts.PARTS)
                shown = escape_unprintable(value)
                raise UsageProblem(t(sentence, option="--by", value=shown, choices=choices))
            names[name] = None
    return tuple(names)
