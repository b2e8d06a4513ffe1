"""`stdplan standards`: the list of standards and projects, and one of them in full."""

from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from stdplan.catalogue.queries import standards as queries
from stdplan.commands import arguments
from stdplan.commands.arguments import from_day, search_texts, to_day
from stdplan.commands.console import reading_titles, say
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import (
    AS_OF,
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
from stdplan.domain.fields import COLUMNS, FIELDS
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Table

_BRIEF = ("key", "title", "status", "published", "effective")


# The filters that have a negation: `--not-sector`.
FILTERS = (
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
    option("--committee", many=True, metavar="TEXT", help="Part of the committee's name."),
    option("--department", many=True, metavar="TEXT", help="Part of the department's name."),
    option(
        "--prefix", many=True, metavar="LETTERS", help="The prefix of the number: JB, GB, T/CAS."
    ),
)
NEGATIONS = tuple(
    option(
        f"--not-{each.flags[0].removeprefix('--')}",
        many=True,
        metavar=each.metavar,
        help="Leave these out.",
    )
    for each in FILTERS
)


@table_command(
    *FILTERS,
    option(
        "--search", many=True, metavar="TEXT", help="Words of the title, or part of the number."
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
    option(
        "--without", many=True, metavar="FIELD", help="Only those in which this field is empty."
    ),
    *NEGATIONS,
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def list_standards(
    ctx: Context,
    search: list[str] | None,
    published_from: str | None,
    published_to: str | None,
    effective_from: str | None,
    effective_to: str | None,
    target_year: list[int] | None,
    overdue: bool,
    without: list[str] | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
    **by_filter: list[str] | None,
) -> Table:
    """List standards and projects as of a day. Repeat a filter to match any of its values.

    \b
    stdplan standards list --sector machinery --status in-force
    stdplan standards list --search 机床 --fields number,title,effective --sort effective:desc
    stdplan standards list --not-status withdrawn,terminated --without committee
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    filters = _filters(connection, by_filter)._replace(
        target_year=tuple(map(str, target_year or ())),
        published_from=_first_day(published_from, "--published-from"),
        published_to=_last_day(published_to, "--published-to"),
        effective_from=_first_day(effective_from, "--effective-from"),
        effective_to=_last_day(effective_to, "--effective-to"),
        overdue=overdue,
        without=_fields(without),
    )
    if texts := search_texts(search, "--search"):
        filters = filters._replace(found=_find(connection, texts))
    source = queries.list_standards(
        connection, query.day, filters, query.plan.months(), _filters(connection, by_filter, "not_")
    )
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


def _filters(
    connection: Connection, values: Mapping[str, list[str] | None], mark: str = ""
) -> queries.StandardFilters:
    """Return the filters for the values of the options; `mark`: `not_` for those that negate."""

    def given(name: str) -> tuple[list[str] | None, str]:
        return values[mark + name], f"--{mark}{name}".replace("_", "-")

    return queries.StandardFilters(
        sector=arguments.sectors(connection, *given("sector")),
        focus=arguments.focus_areas(connection, *given("focus")),
        family=arguments.codes(FAMILIES, *given("family")),
        nature=arguments.codes(NATURES, *given("nature")),
        work=arguments.codes(WORK, *given("work")),
        status=arguments.codes(STATUSES, *given("status")),
        stage=arguments.codes(STAGES, *given("stage")),
        adoption=arguments.codes(_WITH_UNKNOWN, *given("adoption")),
        driver=arguments.drivers(connection, *given("driver")),
        innovation=arguments.codes(INNOVATION, *given("innovation")),
        committee=search_texts(*given("committee")),
        department=search_texts(*given("department")),
        prefix=_prefixes(given("prefix")[0]),
    )


def _fields(names: list[str] | None) -> tuple[str, ...]:
    """Return the fields that --without names by their keys or labels."""
    keys = {name.lower(): field.name for field in FIELDS for name in field.headers}
    found = []
    for name in (part.strip() for text in names or () for part in text.split(",")):
        if name.lower() not in keys:
            raise UsageProblem(
                t(
                    '{option}: there is no field "{name}" here; use one of {names}',
                    option="--without",
                    name=escape_unprintable(name),
                    names=", ".join(field.name for field in FIELDS),
                )
            )
        found.append(keys[name.lower()])
    return tuple(dict.fromkeys(found))


def _find(connection: Connection, texts: Sequence[str]) -> bytearray:
    """Return the records that are found by one of the texts, as `StandardFilters.found`."""
    # Imported here: most lists do not search.
    from stdplan.catalogue.search_index import find_records
    from stdplan.domain.search import search_words

    wanted = [search_words(text) for text in texts]
    with reading_titles(lambda count: t("searching {count} titles", count=count)) as on_start:
        return find_records(connection, wanted, on_start)


_WITH_UNKNOWN: Words = {**DEGREES, "unknown": ("未知", "unknown")}


def _prefixes(values: Sequence[str] | None) -> tuple[str, ...]:
    """Return the prefixes of --prefix, which may be repeated or have commas between."""
    return tuple(_prefix(part) for text in values or () for part in text.split(","))


def _prefix(prefix: str) -> str:
    """Return the prefix of a number without its nature: `JB` for `jb/t` in any width; `T/CAS`
    stays."""
    from unicodedata import normalize  # few lists are filtered by the prefix

    letters = normalize("NFKC", clean_code(prefix)).strip().upper()
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
        "merge": "standards_merge:merge",
        "import": "standards_import:import_lists",
    },
    bare="list",
)
