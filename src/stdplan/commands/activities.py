"""`stdplan activities`: the work that is no standard, for all tasks of the plan."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import activities as activity_kinds
from stdplan.catalogue.queries import activities as queries
from stdplan.commands._activity_filters import (
    Kind,
    Organisation,
    Task,
    Texts,
    common_filters,
    texts,
)
from stdplan.commands._build import Noun, Reading, Verbs
from stdplan.commands._context import ask
from stdplan.commands._given import any_date
from stdplan.commands._options import AsOf, PlanYear, Sectors, Year
from stdplan.domain import activities
from stdplan.domain.dates import last_day, pad
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t
from stdplan.table import Table

# What a terminal of 80 columns has room for.
_LIST_BRIEF = ("id", "kind", "title", "date", "due", "state")


def list_kinds(
    ctx: typer.Context, as_of: AsOf = None, year: Year = None, plan: PlanYear = None
) -> Table:
    """The kinds of work that the plan names, and how much of each there is within its year.

    The unit is what the quantity of such an activity is counted in.
    """
    asked = ask(ctx, as_of, year, plan)
    source = activity_kinds.counted(asked.catalogue.connection, asked.plan, asked.day)
    empty = t("the plan of {year} names no kinds of activities", year=asked.plan.year)
    brief = ("task", "code", "name", "unit", "count", "quantity")
    return Table(activity_kinds.COLUMNS, source, empty=empty, brief=brief)


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
    asked = ask(ctx, as_of, year, plan)
    if open_ and closed:
        raise UsageProblem(t("--open and --closed: give one of them"))
    filters = common_filters(asked, kind, task, sector, organisation, plan)._replace(
        standard=tuple(map(activities.standard, standard or ())),
        person=texts(person, "--person"),
        region=texts(region, "--region"),
        country=texts(country, "--country"),
        state=texts(state, "--state"),
        search=texts(search, "--search"),
        first=None if from_ is None else pad(any_date(from_, "--from")),
        last=None if to is None else last_day(any_date(to, "--to")),
        open=open_ if open_ or closed else None,
    )
    connection = asked.catalogue.connection
    source = queries.listed(connection, asked.plan.year, asked.day, filters)
    notes: tuple[str, ...] = ()
    if later := queries.not_there_yet(connection, asked.day):
        sentence = "{count} activities are dated after {day} and left out"
        notes = (t(sentence, count=later, day=asked.day),)
    if filters == queries.Filters():
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
    asked = ask(ctx, as_of, year, plan)
    filters = queries.Filters(id=identity)
    source = queries.listed(asked.catalogue.connection, asked.plan.year, asked.day, filters)
    table = Table(queries.SHOW_COLUMNS, source, single=True)
    if table.is_empty():
        sentence = "no activity {id} on {day}; `stdplan activities list` shows those there are"
        raise Missing(t(sentence, id=identity, day=asked.day))
    return table


def noun() -> Noun:
    """The group for the root command."""
    verbs: Verbs = {
        "kinds": Reading(list_kinds),
        "list": Reading(list_activities),
        "show": Reading(show_activity),
        "due": "activities_due:command",
        "add": "activities_edit:add",
        "edit": "activities_edit:edit",
        "close": "activities_close:close",
        "remove": "activities_close:remove",
        "import": "activities_import:command",
    }
    return Noun("activities", "The work that is no standard, for all tasks.", verbs, bare="list")
