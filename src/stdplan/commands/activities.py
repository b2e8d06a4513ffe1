"""`stdplan activities`: the work for the tasks of the plan that is not a standard.

It lists activities, kinds, and deadlines that are near or past, and shows one activity. The options
that all commands of activities share are here, too.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from sqlite3 import Connection

from stdplan.catalogue.queries import activities as queries
from stdplan.commands.code_arguments import shown_option
from stdplan.commands.console import say
from stdplan.commands.context import Context, QueryContext, open_query
from stdplan.commands.day_arguments import from_day, to_day
from stdplan.commands.filters import sectors, texts
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, SECTORS, TASKS, YEAR
from stdplan.commands.parameters import argument, filters, flag, option
from stdplan.commands.record_arguments import edition_used
from stdplan.domain import activities
from stdplan.domain.activities import Kinds
from stdplan.domain.filters import Wanted
from stdplan.domain.text import escape_unprintable, split_commas
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Table


def match_kind(kinds: Kinds, text: str, option: str, year: int | None = None) -> str:
    """Return the code of the kind that a code or a name names.

    A kind of the plan of `year` comes before those of other plans. Raise UsageProblem, with the
    kinds of the plan asked for, if there is no such kind.
    """
    kind = kinds.find(text, year)
    if kind is None:
        from stdplan.domain.nearest import did_you_mean, nearest_codes

        raise UsageProblem(
            t(
                '{option}: "{value}" is not a kind of activity; known kinds: {codes}',
                option=shown_option(option),
                value=escape_unprintable(text),
                codes=kinds.choices() or t("none"),
            )
            + did_you_mean(nearest_codes(text, kinds.shown_by_name()))
        )
    return kind.code


def match_kinds(kinds: Kinds, texts: Sequence[str], option: str) -> tuple[str, ...]:
    """Return the codes of the kinds that the values of an option name, which may contain commas."""
    parts = [part.strip() for text in texts for part in split_commas(text)]
    return tuple(match_kind(kinds, part, option) for part in parts)


KIND = option("--kind", many=True, metavar="KIND", help="Only this kind; repeatable.")
ORGANISATION = option(
    "--organisation", many=True, metavar="TEXT", help="Part of the organisation's name."
)


def common_filters(
    query: QueryContext,
    kind: Wanted,
    task: Wanted,
    sector: Wanted,
    organisation: Wanted,
    plan: int | None,
) -> queries.ActivityFilters:
    """Return the filters that all lists of activities have.

    `plan`: the value of --plan, None without it. Raise UsageProblem for a value that is not known.
    """
    connection = query.catalogue.connection
    return queries.ActivityFilters(
        kind=kind.converted(
            partial(match_kinds, queries.load_kinds(connection, query.plan.year)), "--kind"
        ),
        task=task,
        sector=sectors(connection, sector),
        organisation=texts(organisation, "--organisation"),
        plan=plan,
    )


def option_texts(values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Return the texts of an option; raise UsageProblem for an empty one."""
    if any(not value.strip() for value in values or ()):
        raise UsageProblem(
            t('{option}: "{text}" counts as empty; give a value', option=option, text="")
        )
    return tuple(values or ())


# The columns that fit a terminal of 80 characters.
_LIST_BRIEF = ("id", "kind", "title", "date", "due", "state")


@table_command(AS_OF, YEAR, PLAN_YEAR)
def list_kinds(ctx: Context, as_of: str | None, year: int | None, plan: int | None) -> Table:
    """List the plan's kinds of activities.

    It shows how many activities of each kind there are in the plan's year, and their quantity in
    the unit of the kind.
    """
    query = open_query(ctx, as_of, year, plan)
    source = queries.count_by_kind(query.catalogue.connection, query.plan, query.day)
    empty = t("the plan of {year} has no kinds of activities", year=query.plan.year)
    brief = ("task", "code", "name", "unit", "count", "quantity")
    return Table(queries.KIND_COLUMNS, source, empty=empty, brief=brief)


@table_command(
    *filters(
        KIND,
        TASKS,
        SECTORS,
        option("--standard", many=True, metavar="NUMBER", help="Only this standard or project."),
        ORGANISATION,
        option("--person", many=True, metavar="TEXT", help="Part of the person's name."),
        option("--region", many=True, metavar="TEXT", help="Part of the region's name."),
        option("--country", many=True, metavar="TEXT", help="Part of the country's name."),
        option(
            "--state", many=True, metavar="WORD", help="Only this state, as of the day; repeatable."
        ),
        option("--search", many=True, metavar="TEXT", help="Words of the title or the note."),
    ),
    flag("--open", name="open_", help="Only activities that are not closed."),
    flag("--closed", help="Only closed activities."),
    option("--from", name="from_", metavar="DATE", help="Inclusive."),
    option("--to", metavar="DATE", help="Inclusive."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def list_activities(
    ctx: Context,
    kind: Wanted,
    task: Wanted,
    sector: Wanted,
    standard: Wanted,
    organisation: Wanted,
    person: Wanted,
    region: Wanted,
    country: Wanted,
    state: Wanted,
    search: Wanted,
    open_: bool,
    closed: bool,
    from_: str | None,
    to: str | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List activities as of a day, by date. Repeat a filter to match any of its values.

    \b
    stdplan activities list --task 6 --open
    stdplan activities list --kind training --from 2011-07 --to 2011-09

    An activity is listed from its date on, or always if it has no date. If it was closed after the
    day, it counts as open. Activities of all plans are listed; --plan limits the list to one.
    """
    query = open_query(ctx, as_of, year, plan)
    if open_ and closed:
        raise UsageProblem(t("--open and --closed cannot be used together"))
    chosen = common_filters(query, kind, task, sector, organisation, plan)._replace(
        standard=standard.converted(
            lambda numbers, _: _present_numbers(query.catalogue.connection, numbers, query.day),
            "--standard",
        ),
        person=texts(person, "--person"),
        region=texts(region, "--region"),
        country=texts(country, "--country"),
        state=state.converted(option_texts, "--state"),
        search=texts(search, "--search"),
        first=None if from_ is None else from_day(from_, "--from"),
        last=None if to is None else to_day(to, "--to"),
        open=open_ if open_ or closed else None,
    )
    connection = query.catalogue.connection
    source = queries.list_activities(connection, query.plan.year, query.day, chosen)
    notes: tuple[str, ...] = ()
    if later := queries.count_not_yet_known(connection, query.day):
        singular = "{count} activity dated after {day} is left out"
        plural = "{count} activities dated after {day} are left out"
        notes = (tn(singular, plural, later, day=query.day),)
    if not any(chosen) and chosen.open is None:
        empty = t("there are no activities; record one with `stdplan activities add KIND TITLE`")
    else:
        empty = t("no activity matches; try without filters")
    return Table(queries.ACTIVITY_COLUMNS, source, notes=notes, empty=empty, brief=_LIST_BRIEF)


def _present_numbers(connection: Connection, numbers: Sequence[str], day: date) -> tuple[str, ...]:
    """Return the canonical numbers, those of renamed standards as they are now.

    A number without its year means the edition that it means in all commands, and itself: an
    activity may have it as it was entered.
    """
    if not numbers:
        return ()
    # Imported here: most lists need no numbers.
    from stdplan.catalogue.other_numbers import current_number
    from stdplan.catalogue.queries.find_standard import find_standard

    found = []
    for number in numbers:
        found.append(current_number(connection, activities.canonical_standard(number)))
        with suppress(Missing):
            record = find_standard(connection, number, day)
            if record.undated:
                say(edition_used(record))
                found.append(record.key)
    return tuple(found)


@table_command(
    argument("activity_id", type=int, metavar="ID", help="The id, as `activities list` shows it."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def show_activity(
    ctx: Context, activity_id: int, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """Show one activity as of a day, with its states."""
    query = open_query(ctx, as_of, year, plan)
    only = queries.ActivityFilters(id=activity_id)
    source = queries.list_activities(query.catalogue.connection, query.plan.year, query.day, only)
    table = Table(queries.ACTIVITY_SHOW_COLUMNS, source, single=True)
    if table.is_empty():
        sentence = (
            "there is no activity {id} on {day}; list activities with `stdplan activities list`"
        )
        raise Missing(t(sentence, id=activity_id, day=query.day))
    return table


_DUE_BRIEF = ("id", "kind", "title", "which", "until", "days")


@table_command(
    option(
        "--within",
        type=int,
        quantity="days",
        default=30,
        least=0,
        metavar="DAYS",
        help="Look this many days ahead.",
    ),
    *filters(KIND, TASKS, SECTORS, ORGANISATION),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def due(
    ctx: Context,
    within: int,
    kind: Wanted,
    task: Wanted,
    sector: Wanted,
    organisation: Wanted,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List deadlines and expiry dates that are near or past.

    A deadline (due) is listed while the activity is open. A future expiry date (expires) is listed
    even if the activity is closed, a past one until the activity is closed. The days are negative
    once the date is past; the most overdue come first.
    """
    query = open_query(ctx, as_of, year, plan)
    chosen = common_filters(query, kind, task, sector, organisation, plan)
    connection = query.catalogue.connection
    source = queries.list_due_activities(connection, query.plan.year, query.day, within, chosen)
    singular = "nothing is due within {count} day of {day}; look further ahead with --within"
    plural = "nothing is due within {count} days of {day}; look further ahead with --within"
    empty = tn(singular, plural, within, day=query.day)
    return Table(queries.ACTIVITY_DUE_COLUMNS, source, empty=empty, brief=_DUE_BRIEF)


noun = CommandGroup(
    "Record and list work other than standards, for all tasks.",
    {
        "kinds": list_kinds,
        "list": list_activities,
        "show": show_activity,
        "due": due,
        "add": "activities_edit:add",
        "edit": "activities_edit:edit",
        "close": "activities_edit:close",
        "remove": "activities_edit:remove",
        "import": "activities_import:import_activities",
    },
    bare="list",
)
