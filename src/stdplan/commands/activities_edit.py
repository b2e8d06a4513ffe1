"""`stdplan activities add, edit`: activities by hand, one option for each field."""

from typing import Any

import typer

from stdplan.catalogue import activities
from stdplan.catalogue.database import Work
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activities import kinds
from stdplan.commands import _choices
from stdplan.commands._activity_ids import Identities, reached_before, say_kept, there
from stdplan.commands._activity_kinds import one_kind
from stdplan.commands._activity_options import (
    CLEAR,
    CTX,
    DATE_ON,
    OPTIONS,
    STATE_ON,
    argument,
    parameter,
)
from stdplan.commands._build import with_signature
from stdplan.commands._context import change, say
from stdplan.commands._given import any_date
from stdplan.commands._options import PlanYear
from stdplan.domain import activities as activity
from stdplan.domain.dates import today
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.activities import read


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


def edit(
    ctx: typer.Context,
    identities: list[int],
    on: str | None,
    clear: list[str] | None,
    **fields: Any,
) -> None:
    """Change fields of activities: what is given is set anew, what is not given stays.

    A state is one more, reached on its day (--on); those before it stay reached.

    \b
    stdplan activities edit 7 --state accepted --on 2011-09-30
    stdplan activities edit 7 --quantity 80 --clear due
    """
    texts, cleared = _given(fields), list(clear or ())
    if on is not None and "state" not in texts:
        raise UsageProblem(t("--on is the day of a state: it goes with --state"))
    day = None if on is None else any_date(on, "--on")
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
        there(work, identities)
        year = plans.choose(catalogue.connection, None).year
        given = {**_read(work, texts, year), **dict.fromkeys(cleared)}
        kept = [] if on else reached_before(work, identities, given.get("state"))
        every = dict.fromkeys(identities)
        changed = [one for one in every if activities.edit(work, one, given, day)]
    say_kept(kept)
    say(t("changed {count} of {all}", count=len(changed), all=len(set(identities))))


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


with_signature(
    add,
    [
        CTX,
        argument("kind"),
        argument("title"),
        *({**OPTIONS, "date": DATE_ON}[name] for name in OPTIONS if name not in ("kind", "title")),
        parameter("plan", PlanYear, None),
    ],
)
with_signature(
    edit,
    [
        CTX,
        parameter("identities", Identities),
        *OPTIONS.values(),
        STATE_ON,
        CLEAR,
    ],
)
