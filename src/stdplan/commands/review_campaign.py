"""`stdplan review campaign, include, exclude`: the members of a year's review campaign.

`include` adds standards to it and `exclude` leaves members out, by number or by list.

Rule: a decision counts from its day on, for the campaign of its year, and the later one of two
counts. All standards that are named are entered, or none.
"""

from __future__ import annotations

from datetime import date

from stdplan.catalogue.queries import campaign as members
from stdplan.catalogue.queries import plans
from stdplan.commands import code_arguments
from stdplan.commands.console import say
from stdplan.commands.context import Context, open_query, why_empty, writing
from stdplan.commands.day_arguments import full_event_day_with_notice, query_day
from stdplan.commands.filters import families, sectors, texts
from stdplan.commands.framework import table_command, writing_command
from stdplan.commands.options import (
    AS_OF,
    BY_UNIT,
    COMMITTEES,
    DEPARTMENTS,
    FAMILY,
    PLAN_YEAR,
    SECTORS,
    YEAR,
    YEARS,
)
from stdplan.commands.parameters import argument, filters, flag, option
from stdplan.commands.record_arguments import find_records
from stdplan.commands.text_arguments import option_text, search_texts
from stdplan.domain.dates import today
from stdplan.domain.filters import Wanted
from stdplan.errors import BadData, Missing, UsageProblem
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Table

if TYPE_CHECKING:
    import sqlite3

    from stdplan.catalogue.transaction import Transaction

# The columns that fit a terminal of 80 characters.
_BRIEF = ("number", "title", "age", "due", "done", "outcome")
_LEFT_OUT_BRIEF = ("number", "title", "age", "due", "left_out", "note")


@table_command(
    flag("--left-out", help="The standards that were left out by hand, in place of the members."),
    flag("--without-project", help="Only members without a project of revision under way."),
    *filters(SECTORS, FAMILY, COMMITTEES, DEPARTMENTS),
    YEARS,
    BY_UNIT,
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def campaign(
    ctx: Context,
    left_out: bool,
    without_project: bool,
    sector: Wanted,
    family: Wanted,
    committee: Wanted,
    department: Wanted,
    years: int | None,
    by: str | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """List the standards that the review campaign of a year has to review.

    \b
    stdplan review campaign --year 2011
    stdplan review campaign --year 2011 --without-project --by committee

    A standard belongs to it by its age on the plan's cutoff day, or because `review include` added
    it; `review exclude` leaves one out. The year is that of the as-of day; what happened after that
    day does not count.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    rule = query.plan.campaign(query.day.year)._replace(
        years=query.plan.review_years if years is None else years,
        families=families(family, query.plan.review_families),
        added_families=families(family, ()),
    )
    chosen = members.MemberFilters(
        sectors(connection, sector),
        texts(committee, "--committee"),
        False if without_project else None,
        texts(department, "--department"),
    )
    if left_out and by:
        raise UsageProblem(t("--left-out cannot be used with --by, which counts them"))
    empty = why_empty(query, t("the campaign of {year} has no such standard", year=query.day.year))
    if by == "sector":
        counts = members.members_by_sector(connection, query.plan.year, rule, query.day, chosen)
        return Table(counts.columns, counts, empty=empty, figures=("campaign",))
    if by in ("committee", "department"):
        rows = members.members_by_unit(connection, rule, query.day, chosen, by)
        return Table(rows.columns, rows, empty=empty, figures=("campaign",))
    source = members.list_members(connection, rule, query.day, chosen, left_out)
    added, excluded = members.count_entries(connection, rule, query.day)
    notes = []
    if added and not left_out:
        notes.append(
            tn(
                "{count} standard of the campaign was added by hand",
                "{count} standards of the campaign were added by hand",
                added,
            )
        )
    if excluded and not left_out:
        notes.append(
            tn(
                "{count} standard is left out of the campaign (--left-out shows it)",
                "{count} standards are left out of the campaign (--left-out shows them)",
                excluded,
            )
        )
    brief = _LEFT_OUT_BRIEF if left_out else _BRIEF
    return Table(source.columns, source, notes=tuple(notes), empty=empty, brief=brief)


# Adding and leaving out.

_NUMBERS = argument(
    "numbers",
    required=False,
    many=True,
    metavar="NUMBER...",
    help="Numbers in any form (no quotes needed for spaces), or - for stdin.",
)
_LIST = option(
    "--list",
    name="list_",
    metavar="FILE",
    help="A list with a column of numbers and, if need be, one of reasons (理由).",
)
_CAMPAIGN_YEAR = option(
    "--year", type=int, quantity="year", help="The year of the campaign (default: that of the day)."
)
_CAMPAIGN_DAY = option(
    "--on",
    metavar="DATE",
    help="When it was decided (default: today, at most the last day of the year).",
)
_REASON = option("--note", metavar="TEXT", help="The reason.")


@writing_command(_NUMBERS, _LIST, _CAMPAIGN_YEAR, _CAMPAIGN_DAY, _REASON)
def include(
    ctx: Context,
    numbers: list[str] | None,
    list_: str | None,
    year: int | None,
    on: str | None,
    note: str | None,
) -> None:
    """Add standards to the review campaign of a year, whatever their age.

    \b
    stdplan review include JB/T 7547-1994 --year 2011 --note 提前复审
    stdplan review include --list younger.xlsx --year 2011 --on 2011-03-01

    A standard that was left out is a member again. One that is not in force in the year, or a
    project, is refused.
    """
    chosen = _chosen_campaign(year, on)
    reason = None if note is None else option_text(note, "--note")
    if not numbers and list_ is None:
        raise UsageProblem(t("give numbers, - for stdin, or --list FILE"))
    with writing(ctx) as (_, transaction):
        decided = _find_named(transaction.connection, numbers, list_, chosen, True, reason)
        stored = _store(transaction, chosen, True, decided)
    if stored:
        say(
            tn(
                "added {count} standard to the campaign of {year} on {day}",
                "added {count} standards to the campaign of {year} on {day}",
                len(stored),
                year=chosen.year,
                day=chosen.day,
            )
        )
    if members_before := [decision for decision in stored if decision.was_member]:
        say(t("members of the campaign already: {names}", names=_names(members_before)))
    _say_known(len(decided) - len(stored))


@writing_command(
    _NUMBERS,
    _LIST,
    flag("--with-project", help="All members with a project of revision under way."),
    SECTORS,
    COMMITTEES,
    _CAMPAIGN_YEAR,
    _CAMPAIGN_DAY,
    _REASON,
)
def exclude(
    ctx: Context,
    numbers: list[str] | None,
    list_: str | None,
    with_project: bool,
    sector: list[str] | None,
    committee: list[str] | None,
    year: int | None,
    on: str | None,
    note: str | None,
) -> None:
    """Leave standards out of the review campaign of a year.

    \b
    stdplan review exclude JB/T 7547-1994 --year 2011 --note 即将废止
    stdplan review exclude --with-project --year 2011 --on 2011-02-01 --note 修订项目已立项

    `review include` takes it back. --sector and --committee narrow down --with-project. A standard
    that is left out keeps its age: `review due` still lists it.
    """
    chosen = _chosen_campaign(year, on)
    reason = None if note is None else option_text(note, "--note")
    if bool(numbers or list_ is not None) == with_project:
        raise UsageProblem(t("give numbers, - for stdin, --list FILE, or --with-project"))
    if (sector or committee) and not with_project:
        raise UsageProblem(t("--sector and --committee can be used only with --with-project"))
    with writing(ctx) as (_, transaction):
        connection = transaction.connection
        if with_project:
            filters = members.MemberFilters(
                code_arguments.sectors(connection, sector),
                search_texts(committee, "--committee"),
                with_project=True,
            )
            found = _find_members(connection, chosen, filters)
            decided = {standard: Decision(key, reason) for standard, key in found.items()}
        else:
            decided = _find_named(connection, numbers, list_, chosen, False, reason)
        stored = _store(transaction, chosen, False, decided)
    if stored:
        say(
            tn(
                "left {count} standard out of the campaign of {year} on {day}",
                "left {count} standards out of the campaign of {year} on {day}",
                len(stored),
                year=chosen.year,
                day=chosen.day,
            )
        )
    if with_project and not decided:
        say(t("no member has a project of revision under way: nothing to do"))
    if others := [decision for decision in stored if not decision.was_member]:
        say(t("not members of the campaign before: {names}", names=_names(others)))
    _say_known(len(decided) - len(stored))


class _ChosenCampaign(NamedTuple):
    """The year of a campaign, and the day of a decision about it."""

    year: int
    day: date


class Decision(NamedTuple):
    """A decision about the standard with this key: its reason, and whether the standard was a
    member of the campaign before."""

    key: str
    reason: str | None
    was_member: bool = False


def _chosen_campaign(year: int | None, on: str | None) -> _ChosenCampaign:
    """Return the campaign of --year, and the day of --on; raise UsageProblem for a day after it."""
    day = today() if on is None else full_event_day_with_notice(on)
    year = day.year if year is None else query_day(None, year).year
    last = date(year, 12, 31)
    if on is None:
        return _ChosenCampaign(year, min(day, last))
    if day > last:
        sentence = "--on: {day} is after the campaign of {year}: give a day up to {last}"
        raise UsageProblem(t(sentence, day=day, year=year, last=last))
    return _ChosenCampaign(year, day)


def _find_members(
    connection: sqlite3.Connection, chosen: _ChosenCampaign, filters: members.MemberFilters
) -> dict[int, str]:
    """Return the keys of the members on the day of the decision, by their row ids."""
    rule = plans.choose_plan(connection, None, chosen.year).campaign(chosen.year)
    return members.find_members(connection, rule, chosen.day, filters)


def _find_named(
    connection: sqlite3.Connection,
    numbers: list[str] | None,
    list_: str | None,
    chosen: _ChosenCampaign,
    member: bool,
    reason: str | None,
) -> dict[int, Decision]:
    """Return a decision about each standard that the words and the list name, by its row id.

    Raise UsageProblem or BadData with each standard that cannot be added or left out.
    """
    from stdplan.catalogue.campaign_members import why_refused

    found = find_records(connection, numbers, chosen.day) if numbers else []
    decided = {standard.id: Decision(standard.key, reason) for standard in found}
    problems = [
        problem
        for standard in decided
        if (problem := why_refused(connection, standard, *chosen, member))
    ]
    if problems:
        raise UsageProblem("; ".join(problems))
    if list_ is not None:
        decided |= _find_listed(connection, list_, chosen, member, reason)
    return decided


def _find_listed(
    connection: sqlite3.Connection,
    path: str,
    chosen: _ChosenCampaign,
    member: bool,
    reason: str | None,
) -> dict[int, Decision]:
    """Return a decision about each standard of a list, by its row id; a reason in the list takes
    precedence over `reason`. Raise BadData with each row that has a fault."""
    from stdplan.catalogue.campaign_members import why_refused
    from stdplan.catalogue.queries.find_standard import find_standard
    from stdplan.importing.campaign_lists import read_members

    rows = read_members(path)
    decided: dict[int, Decision] = {}
    first_rows: dict[int, int] = {}
    for index, row in list(rows.good.items()):
        try:
            match = find_standard(connection, row.number, chosen.day)
        except Missing:
            rows.refuse(index, "number", t("is not in the catalogue"))
            continue
        except BadData:
            rows.refuse(index, "number", t("matches several records"))
            continue
        if problem := why_refused(connection, match.id, *chosen, member):
            rows.refuse(index, "number", problem)
            continue
        first = first_rows.setdefault(match.id, index)
        if rows.good[first].note != row.note:
            sentence = 'contradicts {where} for the same standard, which has "{other}"'
            other = rows.cell(first, "note")
            rows.refuse(index, "note", t(sentence, where=rows.where(first), other=other))
        decided[match.id] = Decision(match.key, row.note or reason)
    rows.raise_faults()
    for note in rows.summary.column_notes:
        say(f"{rows.summary.file}: {note}")
    if rows.summary.unknown:
        names = t(", ").join(f'"{header}"' for header in rows.summary.unknown)
        say(t("{file}: columns that are not read: {names}", file=rows.summary.file, names=names))
    return decided


def _store(
    transaction: Transaction, chosen: _ChosenCampaign, member: bool, decided: dict[int, Decision]
) -> list[Decision]:
    """Store the decisions; return those that are new."""
    from stdplan.catalogue.campaign_members import enter

    before = _find_members(transaction.connection, chosen, members.MemberFilters())
    return [
        decision._replace(was_member=standard in before)
        for standard, decision in decided.items()
        if enter(transaction, *chosen, standard, member, decision.reason)
    ]


_SHOWN = 20  # standards that a person is shown


def _names(decisions: list[Decision]) -> str:
    """Return the keys of the standards of decisions, at most _SHOWN of them."""
    names = ", ".join(decision.key for decision in decisions[:_SHOWN])
    if len(decisions) > _SHOWN:
        names += t(" and {count} more", count=len(decisions) - _SHOWN)
    return names


def _say_known(count: int) -> None:
    if count:
        say(tn("{count} was already recorded", "{count} were already recorded", count))
