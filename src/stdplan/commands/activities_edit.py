"""`stdplan activities add, edit, close, remove`: activities by hand, one option for each field.

Options are parsed like the cells of a list (importing/activities.py); activities are named by the
ids that `activities list` shows.
"""

from typing import Any

from stdplan.catalogue import activities
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activities import load_kinds
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import code_arguments
from stdplan.commands.activities import match_kind
from stdplan.commands.console import say
from stdplan.commands.context import Context, how_to_make_plan, writing
from stdplan.commands.day_arguments import event_day, option_date
from stdplan.commands.framework import writing_command
from stdplan.commands.options import ON, PLAN_YEAR
from stdplan.commands.parameters import Parameter, argument, option
from stdplan.commands.record_arguments import ids
from stdplan.commands.text_arguments import option_text
from stdplan.domain import activities as activity
from stdplan.domain.dates import today
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t, tn
from stdplan.importing.activities import parse_state, read_activity_options

ACTIVITY_IDS = argument(
    "activity_ids",
    many=True,
    metavar="ID...",
    help="The ids, as `activities list` shows them, or - for stdin.",
)


def _find_ids(transaction: Transaction, words: list[str]) -> list[int]:
    """Return the ids of activities, each once; raise Missing if one of them does not exist."""
    activity_ids = ids(words, "activities list")
    missing = activities.first_missing(transaction.connection, activity_ids)
    if missing is not None:
        raise Missing(
            t(
                "there is no activity {id}; list activities with `stdplan activities list`",
                id=missing,
            )
        )
    return activity_ids


def _already_in_state(
    transaction: Transaction, activity_ids: list[int], state: str | None
) -> list[int]:
    """Return those of the activities that have reached the state before, and so keep its day."""
    if not state:
        return []
    return [
        activity_id
        for activity_id in activity_ids
        if activities.has_reached(transaction.connection, activity_id, state)
    ]


def _say_day_kept(activity_ids: list[int]) -> None:
    """Print which activities keep the day of a state, if there are any."""
    if activity_ids:
        sentence = (
            "this state was already reached and keeps its day (change it with `activities edit"
            " --state --on`): {names}"
        )
        say(t(sentence, names=", ".join(map(str, activity_ids))))


_HELP = {
    "kind": "The kind, by code or name.",
    "title": "The title.",
    "date": "When it happened; `add`: default today, unless only --due or --closed is given.",
    "due": "The deadline.",
    "closed": "The day the activity was closed.",
    "state": "A word of your own; the plan's indicators count some of them.",
    "expires": "The last day of validity, such as that of a certificate.",
    "sector": "The sector.",
    "standard": "The standard or project concerned; it need not be in the catalogue.",
    "organisation": "The organisation concerned or taking part.",
    "person": "The person concerned or responsible.",
    "product": "The product concerned.",
    "region": "The province or other region.",
    "country": "The foreign country or body.",
    "quantity": "The quantity, in the unit of its kind: a decimal number above zero.",
    "reference": "The number of a document or certificate; identifies the activity in lists.",
    "note": "A note.",
}


def _field_option(name: str, kind: str, *more: str) -> Parameter:
    metavar = "DATE" if kind == "date" else "TEXT"
    return option(f"--{name}", *more, metavar=metavar, help=_HELP[name])


def _field_argument(name: str) -> Parameter:
    return argument(name, metavar=name.upper(), help=_HELP[name])


FIELD_OPTIONS = {field.name: _field_option(field.name, field.kind) for field in activity.FIELDS}
_OPTIONS_OF_ADD = {
    name: field for name, field in FIELD_OPTIONS.items() if name not in ("kind", "title")
} | {"date": _field_option("date", "date", "--on")}  # the state has no other day


@writing_command(
    _field_argument("kind"), _field_argument("title"), *_OPTIONS_OF_ADD.values(), PLAN_YEAR
)
def add(ctx: Context, kind: str, title: str, plan: int | None, **fields: Any) -> None:
    """Record an activity of a kind (`activities kinds` lists them).

    \b
    stdplan activities add training 标准化基础培训 --on 2011-06-20 --quantity 120
    stdplan activities add notification "Toy safety" --country EU --reference G/TBT/N/EU/1 --due \
2011-09-30
    """
    texts = {"title": title, **_given_texts(fields)}
    if not texts.keys() & {"date", "due", "closed"}:
        texts["date"] = str(today())
    with writing(ctx) as (catalogue, transaction):
        connection = catalogue.connection
        year = plans.choose_plan(connection, plan, today().year).year
        known = load_kinds(connection, year)
        values = _parse_options(transaction, {"kind": kind, **texts}, year)
        activity_id = activities.add(transaction, values)
        known_kind = known.find(values["kind"], activity.plan_year(values))
        day = values.get("date") or values.get("closed")
        has_own = day is not None and plans.has_plan(connection, int(day[:4]))
    what = activity.display_name(values, known_kind)
    say(t("recorded {what} (id {id})", what=what, id=activity_id))
    if known_kind and day and day[:4] != str(known_kind.plan):
        sentence = "{day} is not in the plan's year {year}: no indicator counts it"
        say(t(sentence, day=day, year=known_kind.plan))
        if not has_own:
            say(how_to_make_plan(int(day[:4]), known_kind.plan))


@writing_command(
    ACTIVITY_IDS,
    *FIELD_OPTIONS.values(),
    option(
        "--on",
        metavar="DATE",
        help="The day the state was reached (default: the day of `closed`, or today).",
    ),
    option("--clear", many=True, metavar="FIELD", help="Clear this field; repeatable."),
)
def edit(
    ctx: Context,
    activity_ids: list[str],
    on: str | None,
    clear: list[str] | None,
    **fields: Any,
) -> None:
    """Change fields of activities. Fields that are not given keep their values.

    --state adds a state, reached on the day that --on gives; earlier states are kept.

    \b
    stdplan activities edit 7 --state accepted --on 2011-09-30
    stdplan activities edit 7 --quantity 80 --clear due
    """
    texts, cleared = _given_texts(fields), list(clear or ())
    if on is not None and "state" not in texts:
        raise UsageProblem(t("--on, the day of a state, can be used only with --state"))
    day = None if on is None else option_date(on, "--on")
    for name in cleared:
        if name not in activity.BY_NAME or name in ("kind", "title"):
            names = ", ".join(name for name in activity.BY_NAME if name not in ("kind", "title"))
            sentence = '--clear: there is no field "{name}" to clear; use one of {names}'
            raise UsageProblem(t(sentence, name=name, names=names))
        if name in texts:
            raise UsageProblem(
                t("--clear {name} cannot be used together with a value for {name}", name=name)
            )
    if not texts and not cleared:
        raise UsageProblem(t("nothing to change: give a field, or --clear FIELD"))
    with writing(ctx) as (catalogue, transaction):
        ids = _find_ids(transaction, activity_ids)
        year = plans.choose_plan(catalogue.connection, None, today().year).year
        changes = {**_parse_options(transaction, texts, year), **dict.fromkeys(cleared)}
        unmoved = [] if on else _already_in_state(transaction, ids, changes.get("state"))
        changed = [
            activity_id
            for activity_id in ids
            if activities.edit(transaction, activity_id, changes, day)
        ]
    _say_day_kept(unmoved)
    if ids:
        say(t("changed {count} of {all}", count=len(changed), all=len(ids)))


def _given_texts(fields: dict[str, Any]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text is not None}


def _parse_options(transaction: Transaction, texts: dict[str, str], plan: int) -> dict[str, str]:
    """Return the values of options, parsed like the cells of a list."""
    connection = transaction.connection
    if "sector" in texts:
        texts = {**texts, "sector": code_arguments.sector(connection, texts["sector"])}
    known = load_kinds(connection, plan)
    if "kind" in texts:
        days = {name: option_date(texts[name], f"--{name}") for name in _DAYS if name in texts}
        kind = match_kind(known, texts["kind"], "KIND", activity.plan_year(days))
        texts = {**texts, "kind": kind}
    return read_activity_options(texts, known)


_DAYS = ("date", "due", "closed")


@writing_command(ACTIVITY_IDS, ON, option("--state", metavar="WORD", help="The final state."))
def close(ctx: Context, activity_ids: list[str], on: str | None, state: str | None) -> None:
    """Close activities on a day."""
    day = event_day(on)
    changes: dict[str, str | None] = {"closed": day}
    if state is not None:
        changes["state"] = parse_state(option_text(state, "--state"))
    with writing(ctx) as (_, transaction):
        ids = _find_ids(transaction, activity_ids)
        open_ids = [
            activity_id for activity_id in ids if not activities.is_closed(transaction, activity_id)
        ]
        unmoved = _already_in_state(transaction, open_ids, changes.get("state"))
        for activity_id in open_ids:
            activities.edit(transaction, activity_id, changes)
    _say_day_kept(unmoved)
    if open_ids:
        say(t("closed on {day}: {count}", day=day, count=len(open_ids)))
    if rest := len(ids) - len(open_ids):
        singular = "{count} was already closed (change the day with `activities edit --closed`)"
        plural = "{count} were already closed (change the day with `activities edit --closed`)"
        say(tn(singular, plural, rest))


@writing_command(ACTIVITY_IDS)
def remove(ctx: Context, activity_ids: list[str]) -> None:
    """Remove activities: all of them, or none."""
    with writing(ctx) as (_, transaction):
        ids = _find_ids(transaction, activity_ids)
        for activity_id in ids:
            activities.remove(transaction, activity_id)
    if ids:
        say(t("removed {names}", names=t(", ").join(map(str, ids))))
