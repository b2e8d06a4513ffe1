"""`stdplan activities add, edit, close, remove`: activities by hand, one option for each field."""

from typing import Annotated, Any

import typer

from stdplan.catalogue import activities
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activity_kinds import kinds
from stdplan.catalogue.work import Work
from stdplan.commands import _choices
from stdplan.commands._activity_kinds import one_kind
from stdplan.commands._activity_options import CLEAR, CTX, OPTIONS, argument, parameter
from stdplan.commands._build import with_signature
from stdplan.commands._context import change, say
from stdplan.commands._given import any_date, event_day, some_text
from stdplan.commands._options import On, PlanYear
from stdplan.domain import activity
from stdplan.domain.dates import today
from stdplan.errors import Missing, UsageProblem
from stdplan.exchange.activity_by_hand import read
from stdplan.exchange.activity_fields import state as known_state
from stdplan.i18n import t

Identities = Annotated[
    list[int],
    typer.Argument(metavar="ID...", help="As `activities list` shows them.", show_default=False),
]


def add(ctx: typer.Context, kind: str, title: str, plan: int | None, **fields: Any) -> None:
    """Record an activity of a kind (`activities kinds` lists them).

    \b
    stdplan activities add training 标准化基础培训 --on 2011-06-20 --quantity 120
    stdplan activities add notification "Toy safety" --country EU --reference G/TBT/N/EU/1 --due \
2011-09-30
    """
    texts = {"title": title, **_given(fields)}
    if not texts.keys() & {"date", "due", "closed"}:
        texts["date"] = str(today())
    with change(ctx) as (catalogue, work):
        connection = catalogue.connection
        year = plans.choose(connection, plan).year
        known = kinds(connection, year)
        values = _read(work, {"kind": kind, **texts}, year)
        made = activities.add(work, values)
        held = known.find(values["kind"], activity.year(values))
    say(t("recorded {what} (id {id})", what=activity.called(values), id=made))
    day = values.get("date") or values.get("closed")
    if held and day and day[:4] != str(held.plan):
        sentence = "{day} is not in the plan's year {year}: no indicator counts it"
        say(t(sentence, day=day, year=held.plan))


def edit(ctx: typer.Context, identities: list[int], clear: list[str] | None, **fields: Any) -> None:
    """Change fields of activities: what is given is set anew, what is not given stays.

    stdplan activities edit 7 --state accepted --clear due
    """
    texts, cleared = _given(fields), list(clear or ())
    for name in cleared:
        if name not in activity.BY_NAME or name in ("kind", "title"):
            names = ", ".join(name for name in activity.BY_NAME if name not in ("kind", "title"))
            sentence = '--clear: there is no field "{name}" to clear; there are {names}'
            raise UsageProblem(t(sentence, name=name, names=names))
        if name in texts:
            raise UsageProblem(t("--clear {name} and a value for it contradict", name=name))
    if not texts and not cleared:
        raise UsageProblem(t("nothing to change: give a field, or --clear FIELD"))
    with change(ctx) as (catalogue, work):
        _there(work, identities)
        year = plans.choose(catalogue.connection, None).year
        given = {**_read(work, texts, year), **dict.fromkeys(cleared)}
        changed = [one for one in dict.fromkeys(identities) if activities.edit(work, one, given)]
    say(t("changed {count} of {all}", count=len(changed), all=len(set(identities))))


def close(
    ctx: typer.Context,
    identities: Identities,
    on: On = None,
    state: Annotated[
        str | None, typer.Option(metavar="WORD", help="The state in which it ends.")
    ] = None,
) -> None:
    """Close activities: they are done with from this day on."""
    day = event_day(on)
    given: dict[str, str | None] = {"closed": day}
    if state is not None:
        given["state"] = known_state(some_text(state, "--state"))
    with change(ctx) as (_, work):
        _there(work, identities)
        open_ = [one for one in dict.fromkeys(identities) if not activities.closed(work, one)]
        for one in open_:
            activities.edit(work, one, given)
    if open_:
        say(t("closed on {day}: {count}", day=day, count=len(open_)))
    if rest := len(set(identities)) - len(open_):
        sentence = "{count} were closed already (`activities edit --closed` gives another day)"
        say(t(sentence, count=rest))


def remove(ctx: typer.Context, identities: Identities) -> None:
    """Remove activities: all of them, or none."""
    with change(ctx) as (_, work):
        _there(work, identities)
        for one in dict.fromkeys(identities):
            activities.remove(work, one)
    say(t("removed {names}", names=", ".join(map(str, dict.fromkeys(identities)))))


def _given(fields: dict[str, Any]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text is not None}


def _read(work: Work, texts: dict[str, str], plan: int) -> dict[str, str]:
    """The values of options, by the rules of a list's cells."""
    connection = work.connection
    if "sector" in texts:
        texts = {**texts, "sector": _choices.sector(connection, texts["sector"])}
    known = kinds(connection, plan)
    if "kind" in texts:
        days = {name: any_date(texts[name], f"--{name}") for name in _DAYS if name in texts}
        kind = one_kind(known, texts["kind"], "KIND", activity.year(days))
        texts = {**texts, "kind": kind}
    return read(texts, known)


_DAYS = ("date", "due", "closed")


def _there(work: Work, identities: list[int]) -> None:
    gone = activities.missing(work.connection, identities)
    if gone is not None:
        raise Missing(t("no activity {id}; `stdplan activities list` shows them", id=gone))


with_signature(
    add,
    [
        CTX,
        argument("kind"),
        argument("title"),
        *(option for name, option in OPTIONS.items() if name not in ("kind", "title")),
        parameter("plan", PlanYear, None),
    ],
)
with_signature(
    edit,
    [
        CTX,
        parameter("identities", Identities),
        *OPTIONS.values(),
        CLEAR,
    ],
)
