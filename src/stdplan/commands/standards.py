"""`stdplan standards`: the list of standards and projects, and one of them in full."""

from collections.abc import Sequence
from sqlite3 import Connection

from stdplan.catalogue.queries import standards as queries
from stdplan.commands import arguments
from stdplan.commands.arguments import from_day, search_texts, to_day
from stdplan.commands.console import reading_titles, say
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import (
    AS_OF,
    COMMITTEES,
    DEPARTMENTS,
    NUMBERS,
    PLAN_YEAR,
    SECTORS,
    YEAR,
)
from stdplan.commands.parameters import flag, option
from stdplan.domain.codes import (
    DEGREES,
    FAMILIES,
    INNOVATION,
    NATURES,
    STAGES,
    STATUSES,
    WORK,
    Words,
)
from stdplan.domain.fields import COLUMNS
from stdplan.i18n import t, tn
from stdplan.table import Table

_BRIEF = ("key", "title", "status", "published", "effective")


@table_command(
    SECTORS,
    option("--focus", many=True, metavar="CODE", help="Only this focus area."),
    option("--family", many=True, metavar="F", help="industry, national, local …"),
    option("--nature", many=True, metavar="N", help="mandatory, recommended, guidance."),
    option("--work", many=True, metavar="W", help="new or revise."),
    option(
        "--status",
        many=True,
        metavar="S",
        help="planned, upcoming, in-force, withdrawn, terminated, suspended.",
    ),
    option("--stage", many=True, metavar="CODE", help="A stage code from 00 to 95 (GB/T 16733)."),
    option(
        "--adoption",
        many=True,
        metavar="DEGREE",
        help="The degree of adoption: IDT, MOD, EQV, NEQ, unknown.",
    ),
    option("--driver", many=True, metavar="CODE", help="The urgent need that it serves."),
    option("--innovation", many=True, metavar="KIND", help="patent, research-project."),
    COMMITTEES,
    DEPARTMENTS,
    option(
        "--search", many=True, metavar="TEXT", help="Words of the title, or part of the number."
    ),
    option(
        "--prefix", many=True, metavar="LETTERS", help="The prefix of the number: JB, GB, T/CAS."
    ),
    option("--published-from", metavar="DATE", help="Inclusive."),
    option("--published-to", metavar="DATE", help="Inclusive."),
    option("--effective-from", metavar="DATE", help="Inclusive."),
    option("--effective-to", metavar="DATE", help="Inclusive."),
    option(
        "--target-year",
        type=int,
        many=True,
        metavar="YEAR",
        help="When the project should be done.",
    ),
    flag(
        "--overdue",
        help="Only projects past their target date (without one, past the plan's months).",
    ),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def list_standards(
    ctx: Context,
    sector: list[str] | None,
    focus: list[str] | None,
    family: list[str] | None,
    nature: list[str] | None,
    work: list[str] | None,
    status: list[str] | None,
    stage: list[str] | None,
    adoption: list[str] | None,
    driver: list[str] | None,
    innovation: list[str] | None,
    committee: list[str] | None,
    department: list[str] | None,
    search: list[str] | None,
    prefix: list[str] | None,
    published_from: str | None,
    published_to: str | None,
    effective_from: str | None,
    effective_to: str | None,
    target_year: list[int] | None,
    overdue: bool,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List standards and projects as of a day. Repeat a filter to match any of its values.

    \b
    stdplan standards list --sector machinery --status in-force
    stdplan standards list --search 机床 --fields number,title,effective --sort effective:desc
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    filters = queries.StandardFilters(
        sector=arguments.sectors(connection, sector),
        focus=arguments.focus_areas(connection, focus),
        family=arguments.codes(FAMILIES, family, "--family"),
        nature=arguments.codes(NATURES, nature, "--nature"),
        work=arguments.codes(WORK, work, "--work"),
        status=arguments.codes(STATUSES, status, "--status"),
        stage=arguments.codes(STAGES, stage, "--stage"),
        adoption=arguments.codes(_WITH_UNKNOWN, adoption, "--adoption"),
        driver=arguments.drivers(connection, driver),
        innovation=arguments.codes(INNOVATION, innovation, "--innovation"),
        committee=search_texts(committee, "--committee"),
        department=search_texts(department, "--department"),
        prefix=tuple(map(_prefix, prefix or ())),
        target_year=tuple(map(str, target_year or ())),
        published_from=_first_day(published_from, "--published-from"),
        published_to=_last_day(published_to, "--published-to"),
        effective_from=_first_day(effective_from, "--effective-from"),
        effective_to=_last_day(effective_to, "--effective-to"),
        overdue=overdue,
    )
    if texts := search_texts(search, "--search"):
        filters = filters._replace(found=_find(connection, texts))
    source = queries.list_standards(connection, query.day, filters, query.plan.months())
    later = queries.count_not_yet_known(connection, query.day)
    notes: tuple[str, ...] = ()
    if later:
        notes = (
            tn(
                "{count} record has its first date after {day} and is left out",
                "{count} records have their first date after {day} and are left out",
                later,
                day=query.day,
            ),
        )
    empty = why_empty(query, t("no standard matches"))
    return Table(COLUMNS, source, notes=notes, empty=empty, brief=_BRIEF)


def _find(connection: Connection, texts: Sequence[str]) -> bytearray:
    """Return the records that are found by one of the texts, as `StandardFilters.found`."""
    # Imported here: most lists do not search.
    from stdplan.catalogue.search_index import find_records
    from stdplan.domain.search import search_words

    wanted = [search_words(text) for text in texts]
    with reading_titles(lambda count: t("searching {count} titles", count=count)) as on_start:
        return find_records(connection, wanted, on_start)


_WITH_UNKNOWN: Words = {**DEGREES, "unknown": ("未知", "unknown")}


def _prefix(prefix: str) -> str:
    """Return the prefix of a number without its nature: `JB` for `jb/t`; `T/CAS` stays."""
    letters = prefix.strip().upper()
    return letters if letters.startswith("T/") else letters.removesuffix("/T").removesuffix("/Z")


def _first_day(text: str | None, option: str) -> str | None:
    """Return the first day of the date of an option: 2011-01-01 for `2011`."""
    return None if text is None else from_day(text, option)


def _last_day(text: str | None, option: str) -> str | None:
    """Return the last day of the date of an option: 2011-12-31 for `2011`."""
    return None if text is None else to_day(text, option)


@table_command(NUMBERS, AS_OF, YEAR)
def show_standard(ctx: Context, numbers: list[str], as_of: str | None, year: int | None) -> Table:
    """Show one standard as of a day.

    \b
    stdplan standards show JB/T 7547-1994
    stdplan standards show jbt7547 --year 2011

    It shows dates, age, stages, reviews, predecessors and successors.
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    match = arguments.find_record(connection, numbers, query.day)
    standard = queries.show_standard(connection, match, query.day)
    if not standard.is_known:
        say(t("{key} has its first date after {day}", key=match.key, day=query.day))
    return standard.table


noun = CommandGroup(
    "List, import and edit standards and projects.",
    {
        "list": list_standards,
        "show": show_standard,
        "check": "standards_check:check_lists",
        "similar": "standards_titles:find_similar",
        "classify": "standards_titles:classify",
        "add": "standards_edit:add",
        "edit": "standards_edit:edit",
        "stage": "standards_edit:stage",
        "suspend": "standards_projects:suspend",
        "resume": "standards_projects:resume",
        "extend": "standards_projects:extend",
        "remove": "standards_edit:remove",
        "convert": "standards_convert:convert",
        "import": "standards_import:import_lists",
    },
    bare="list",
)
