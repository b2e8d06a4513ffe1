"""`stdplan activities`: the work that is no standard, for all tasks of the plan.

`stdplan activities due`: deadlines and ends of validity that are near or past.

Options by which lists of activities are narrowed, and what they come to.

Kinds of activities given with arguments and options, to their codes.
"""

from collections.abc import Sequence
from typing import Annotated

import typer

from stdplan.catalogue.queries import activities as queries
from stdplan.commands import arguments
from stdplan.commands.arguments import option_date
from stdplan.commands.context import QueryContext, open_query
from stdplan.commands.framework import CommandGroup, TableCommand, Verbs
from stdplan.commands.options import AsOf, PlanYear, Sectors, Year
from stdplan.domain import activities
from stdplan.domain.activities import Kinds
from stdplan.domain.dates import last_day, pad
from stdplan.domain.text import escape_unprintable
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Table


def match_kind(kinds: Kinds, text: str, option: str, year: int | None = None) -> str:
    """The code of a kind given by code or name, of the plan of `year` before others; UsageProblem
    names those of the plan asked for."""
    kind = kinds.find(text, year)
    if kind is None:
        raise UsageProblem(
            t(
                '{option}: "{value}" is no kind of activity; there are {codes}',
                option=option,
                value=escape_unprintable(text),
                codes=kinds.codes() or t("none"),
            )
        )
    return kind.code


def match_kinds(kinds: Kinds, texts: Sequence[str] | None) -> tuple[str, ...]:
    """The codes of kinds that --kind names; it may be repeated, or hold several with commas."""
    parts = [part.strip() for text in texts or () for part in text.split(",")]
    return tuple(match_kind(kinds, part, "--kind") for part in parts)


Texts = list[str] | None
Kind = Annotated[
    Texts, typer.Option("--kind", metavar="KIND", help="Only this kind; repeat for several.")
]
Task = Annotated[
    list[int] | None,
    typer.Option("--task", metavar="NUMBER", help="Only this task; repeat for several."),
]
Organisation = Annotated[
    Texts, typer.Option("--organisation", metavar="TEXT", help="Part of the organisation's name.")
]
Person = Annotated[
    Texts, typer.Option("--person", metavar="TEXT", help="Part of the person's name.")
]
Region = Annotated[
    Texts, typer.Option("--region", metavar="TEXT", help="Part of the region's name.")
]
Country = Annotated[
    Texts, typer.Option("--country", metavar="TEXT", help="Part of the country's name.")
]


def common_filters(
    asked: QueryContext,
    kind: Texts,
    task: list[int] | None,
    sector: Texts,
    organisation: Texts,
    plan: int | None,
) -> queries.ActivityFilters:
    """The filters that every list of activities has; UsageProblem names the option at fault.

    `plan`: what --plan says, None where it was not given.
    """
    connection = asked.catalogue.connection
    return queries.ActivityFilters(
        kind=match_kinds(queries.kinds(connection, asked.plan.year), kind),
        task=tuple(task or ()),
        sector=arguments.sectors(connection, sector),
        organisation=option_texts(organisation, "--organisation"),
        plan=plan,
    )


def option_texts(values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """The texts of an option; an empty one fits everything, and so is a mistake."""
    if any(not value.strip() for value in values or ()):
        raise UsageProblem(t('{option}: "{text}" says nothing', option=option, text=""))
    return tuple(values or ())


# What a terminal of 80 columns has room for.
_LIST_BRIEF = ("id", "kind", "title", "date", "due", "state")


def list_kinds(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """The kinds of work that the plan names, and how much of each there is within its year.

    The unit is what the quantity of such an activity is counted in.
    """
    asked = open_query(ctx, as_of, year, plan)
    source = queries.counted(asked.catalogue.connection, asked.plan, asked.day)
    empty = t("the plan of {year} names no kinds of activities", year=asked.plan.year)
    brief = ("task", "code", "name", "unit", "count", "quantity")
    return Table(queries.COLUMNS, source, empty=empty, brief=brief)


def list_activities(
    ctx: typer.Context,
    kind: Kind = None,
    task: Task = None,
    sector: Sectors = None,
    standard: Annotated[
        Texts, typer.Option(metavar="NUMBER", help="Linked to this standard or project.")
    ] = None,
    organisation: Organisation = None,
    person: Annotated[
        Texts, typer.Option(metavar="TEXT", help="Part of the person's name.")
    ] = None,
    region: Annotated[
        Texts, typer.Option(metavar="TEXT", help="Part of the region's name.")
    ] = None,
    country: Annotated[
        Texts, typer.Option(metavar="TEXT", help="Part of the country's name.")
    ] = None,
    state: Annotated[
        Texts, typer.Option(metavar="WORD", help="In this state on the day; repeat for several.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only those not closed.")] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Only those closed.")] = False,
    search: Annotated[
        Texts, typer.Option(metavar="TEXT", help="Part of the title or the note.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Inclusive.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Inclusive.")] = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Activities that there are on the day, by their day. Filters repeat and mean or.

    \b
    stdplan activities list --task 6 --open
    stdplan activities list --kind training --from 2011-07 --to 2011-09

    An activity is there from its date on, one without a date from the beginning; closed later than
    the day, it was open then. Those of all plans are listed; --plan narrows it to one.
    """
    asked = open_query(ctx, as_of, year, plan)
    if open_ and closed:
        raise UsageProblem(t("--open and --closed: give one of them"))
    filters = common_filters(asked, kind, task, sector, organisation, plan)._replace(
        standard=tuple(map(activities.standard, standard or ())),
        person=option_texts(person, "--person"),
        region=option_texts(region, "--region"),
        country=option_texts(country, "--country"),
        state=option_texts(state, "--state"),
        search=option_texts(search, "--search"),
        first=None if from_ is None else pad(option_date(from_, "--from")),
        last=None if to is None else last_day(option_date(to, "--to")),
        open=open_ if open_ or closed else None,
    )
    connection = asked.catalogue.connection
    source = queries.listed(connection, asked.plan.year, asked.day, filters)
    notes: tuple[str, ...] = ()
    if later := queries.not_there_yet(connection, asked.day):
        singular = "{count} activity is dated after {day} and left out"
        plural = "{count} activities are dated after {day} and left out"
        notes = (tn(singular, plural, later, day=asked.day),)
    if filters == queries.ActivityFilters():
        empty = t("no activities; `stdplan activities add KIND TITLE` records one")
    else:
        empty = t("no activity fits; without filters there may be some")
    return Table(queries.LIST_COLUMNS, source, notes=notes, empty=empty, brief=_LIST_BRIEF)


def show_activity(
    ctx: typer.Context,
    identity: Annotated[
        int, typer.Argument(metavar="ID", help="As `activities list` shows it.", show_default=False)
    ],
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """All of one activity on the day, with the states that it has reached."""
    asked = open_query(ctx, as_of, year, plan)
    filters = queries.ActivityFilters(id=identity)
    source = queries.listed(asked.catalogue.connection, asked.plan.year, asked.day, filters)
    table = Table(queries.SHOW_COLUMNS, source, single=True)
    if table.is_empty():
        sentence = "no activity {id} on {day}; `stdplan activities list` shows those there are"
        raise Missing(t(sentence, id=identity, day=asked.day))
    return table


# What a terminal of 80 columns has room for.
_BRIEF = ("id", "kind", "title", "which", "until", "days")


def due(
    ctx: typer.Context,
    within: Annotated[int, typer.Option(min=0, metavar="DAYS", help="So many days ahead.")] = 30,
    kind: Kind = None,
    task: Task = None,
    sector: Sectors = None,
    organisation: Organisation = None,
    as_of: AsOf = None,
    year: Year = None,
    plan: PlanYear = None,
) -> Table:
    """Deadlines and ends of validity that are near or past, the most overdue first.

    A deadline (due) counts while the activity is open. An end of validity (expires) that lies ahead
    counts also when it is closed; one that has passed, until it is closed. The days are negative
    once it is past.
    """
    asked = open_query(ctx, as_of, year, plan)
    filters = common_filters(asked, kind, task, sector, organisation, plan)
    connection = asked.catalogue.connection
    source = queries.due(connection, asked.plan.year, asked.day, within, filters)
    singular = "nothing is due within {count} day of {day}; --within looks further ahead"
    plural = "nothing is due within {count} days of {day}; --within looks further ahead"
    empty = tn(singular, plural, within, day=asked.day)
    return Table(queries.DUE_COLUMNS, source, empty=empty, brief=_BRIEF)


command = TableCommand(due)


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs: Verbs = {
        "kinds": TableCommand(list_kinds),
        "list": TableCommand(list_activities),
        "show": TableCommand(show_activity),
        "due": command,
        "add": "activities_edit:add",
        "edit": "activities_edit:edit",
        "close": "activities_edit:close",
        "remove": "activities_edit:remove",
        "import": "activities_import:command",
    }
    return CommandGroup(
        "activities", "The work that is no standard, for all tasks.", verbs, bare="list"
    )
