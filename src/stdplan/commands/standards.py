"""`stdplan standards`: the list of standards and projects, and one of them in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from sqlite3 import Connection

from stdplan.catalogue.queries import standards as queries
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.commands import code_arguments
from stdplan.commands.console import reading_titles, say
from stdplan.commands.context import Context, open_query, why_empty
from stdplan.commands.day_arguments import from_day, to_day
from stdplan.commands.filters import codes, sectors, texts
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import (
    AS_OF,
    COMMITTEES,
    DEPARTMENTS,
    FAMILIES_LISTED,
    NUMBERS,
    PLAN_YEAR,
    SECTORS,
    STATUS,
    YEAR,
)
from stdplan.commands.parameters import Parameter, filters, flag, option
from stdplan.commands.record_arguments import find_records
from stdplan.commands.text_arguments import search_texts
from stdplan.domain.answer_words import UNKNOWN_DEGREE
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
from stdplan.domain.filters import Wanted
from stdplan.domain.text import clean_code, escape_unprintable, split_commas
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING
from stdplan.table import Table

if TYPE_CHECKING:
    from typing import Any

_BRIEF = ("key", "title", "status", "published", "effective")
# For wider terminals. The key is the number, or the plan number of a project.
_MORE = (
    *("sector", "stage", "target_date", "ends", "replaced_by", "replaces", "family", "nature"),
    *("work", "adopts", "focus", "committee", "department", "title_en", "announcement", "ics"),
)


FILTERS = filters(
    SECTORS,
    option("--focus", many=True, metavar="CODE", help="Only this focus area."),
    FAMILIES_LISTED,
    option("--nature", many=True, metavar="N", help="mandatory, recommended, guidance."),
    option("--work", many=True, metavar="W", help="new or revise."),
    STATUS,
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
        "--prefix", many=True, metavar="LETTERS", help="The prefix of the number: JB, GB, T/CAS."
    ),
    option("--ics", many=True, metavar="CODE", help="How the ICS begins: 25 also finds 25.040.20."),
    option("--ccs", many=True, metavar="CODE", help="How the CCS begins: J also finds J50."),
    option(
        "--announcement", many=True, metavar="TEXT", help="Part of the number of the announcement."
    ),
    option(
        "--drafting-org",
        many=True,
        metavar="TEXT",
        help="Part of the name of a drafting organisation.",
    ),
    option(
        "--search", many=True, metavar="TEXT", help="Words of the title, or part of the number."
    ),
    option(
        "--target-year",
        type=int,
        quantity="year",
        many=True,
        metavar="YEAR",
        help="When the project should be done.",
    ),
)
# Options that limit a date on either side: `--published-from`, `--published-to`.
PERIODS = tuple(
    option(f"--{name}-{side}", metavar="DATE", help="Inclusive.")
    for name in ("published", "effective", "withdrawn", "ends")
    for side in ("from", "to")
)


@table_command(
    *FILTERS,
    *PERIODS,
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
    overdue: bool,
    as_of: str | None,
    year: int | None,
    plan: int | None,
    **by_filter: Any,
) -> Table:
    """List standards and projects as of a day. Repeat a filter to match any of its values.

    \b
    stdplan standards list --sector machinery --status in-force
    stdplan standards list --search 机床 --fields number,title,effective --sort effective:desc
    stdplan standards list --not-status withdrawn,terminated --without committee
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    chosen = _filters(connection, by_filter)._replace(overdue=overdue)
    search: Wanted = by_filter["search"]
    found = search.converted(search_texts, "--search")
    if found.values:
        chosen = chosen._replace(found=_find(connection, found.values))
    if found.excluded:
        chosen = chosen._replace(left_out=_find(connection, found.excluded))
    source = queries.list_standards(connection, query.day, chosen, query.plan.months())
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
    return Table(COLUMNS, source, notes=notes, empty=empty, brief=_BRIEF, more=_MORE)


def _filters(connection: Connection, given: Mapping[str, Any]) -> StandardFilters:
    """Return the filters for the values of the options FILTERS and PERIODS, but for --search."""
    days: dict[str, Any] = {item.name: _day_of(item, given[item.name]) for item in PERIODS}
    return StandardFilters(
        sector=sectors(connection, given["sector"]),
        focus=given["focus"].converted(partial(code_arguments.focus_areas, connection), "--focus"),
        family=codes(FAMILIES, given["family"], "--family"),
        nature=codes(NATURES, given["nature"], "--nature"),
        work=codes(WORK, given["work"], "--work"),
        status=codes(STATUSES, given["status"], "--status"),
        stage=codes(STAGES, given["stage"], "--stage"),
        adoption=codes(_WITH_UNKNOWN, given["adoption"], "--adoption"),
        driver=given["driver"].converted(partial(code_arguments.drivers, connection), "--driver"),
        innovation=codes(INNOVATION, given["innovation"], "--innovation"),
        committee=texts(given["committee"], "--committee"),
        department=texts(given["department"], "--department"),
        prefix=given["prefix"].converted(_prefixes, "--prefix"),
        ics=given["ics"].converted(_classes, "--ics"),
        ccs=given["ccs"].converted(_classes, "--ccs"),
        announcement=texts(given["announcement"], "--announcement"),
        drafting_org=texts(given["drafting_org"], "--drafting-org"),
        target_year=given["target_year"].converted(_as_texts, "--target-year"),
    )._replace(**days)


def _day_of(period: Parameter, text: str | None) -> str | None:
    """Return the first or the last day of the date of an option of PERIODS as ISO text."""
    if text is None:
        return None
    day = from_day if period.name.endswith("_from") else to_day
    return day(text, period.flags[0])


def _find(connection: Connection, texts: Sequence[str]) -> bytearray:
    """Return the records that are found by one of the texts, as `StandardFilters.found`."""
    # Imported here: most lists do not search.
    from stdplan.catalogue.search_index import find_records
    from stdplan.domain.search import search_words

    wanted = [search_words(text) for text in texts]
    with reading_titles(lambda count: t("searching {count} titles", count=count)) as on_start:
        return find_records(connection, wanted, on_start)


_WITH_UNKNOWN: Words = DEGREES | UNKNOWN_DEGREE


def _prefixes(values: Sequence[str], option: str) -> tuple[str, ...]:
    """Return the prefixes of an option; a value may be several with commas between."""
    return tuple(_prefix(part) for text in values for part in split_commas(text))


def _prefix(prefix: str) -> str:
    """Return the prefix of a number without its nature: `JB` for `jb/t` in any width; `T/CAS`
    stays."""
    from unicodedata import normalize  # few lists are filtered by the prefix

    letters = normalize("NFKC", clean_code(prefix)).strip().upper()
    return letters if letters.startswith("T/") else letters.removesuffix("/T").removesuffix("/Z")


def _classes(values: Sequence[str], option: str) -> tuple[str, ...]:
    """Return how classes of ICS or CCS begin: `25.040`, `J50`, of several with commas between."""
    from unicodedata import normalize  # few lists are filtered by the class

    found = []
    for part in (part for text in values for part in split_commas(normalize("NFKC", text))):
        begins = "".join(part.split()).upper().rstrip(".")
        if not begins.replace(".", "").isalnum():
            sentence = '{option}: "{value}" is not the beginning of a class such as 25.040 or J50'
            raise UsageProblem(t(sentence, option=option, value=escape_unprintable(part)))
        found.append(begins)
    return tuple(found)


def _as_texts(numbers: Sequence[int], option: str) -> tuple[str, ...]:
    return tuple(map(str, numbers))


@table_command(NUMBERS, AS_OF, YEAR)
def show_standard(ctx: Context, numbers: list[str], as_of: str | None, year: int | None) -> Table:
    """Show standards as of a day, each with all that is known of it.

    \b
    stdplan standards show JB/T 7547-1994
    stdplan standards show jbt7547 --year 2011
    stdplan standards list --overdue --fields key | stdplan standards show - -f json

    It shows dates, age, stages, reviews, predecessors and successors.
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    matches = find_records(connection, numbers, query.day)
    standards = queries.show_standards(connection, matches, query.day)
    for match, is_known in zip(matches, standards.known, strict=True):
        if not is_known:
            say(t("{key} has its first date after {day}", key=match.key, day=query.day))
    return standards.table


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
