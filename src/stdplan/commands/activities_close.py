"""`stdplan activities close, remove`: activities that are done with, or were a mistake."""

from typing import Annotated

import typer

from stdplan.catalogue import activities
from stdplan.commands._activity_ids import Identities, reached_before, say_kept, there
from stdplan.commands._context import change, say
from stdplan.commands._given import event_day, some_text
from stdplan.commands._options import On
from stdplan.i18n import t
from stdplan.importing.activities import state as known_state


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
        there(work, identities)
        open_ = [one for one in dict.fromkeys(identities) if not activities.closed(work, one)]
        kept = reached_before(work, open_, given.get("state"))
        for one in open_:
            activities.edit(work, one, given)
    say_kept(kept)
    if open_:
        say(t("closed on {day}: {count}", day=day, count=len(open_)))
    if rest := len(set(identities)) - len(open_):
        sentence = "{count} were closed already (`activities edit --closed` gives another day)"
        say(t(sentence, count=rest))


def remove(ctx: typer.Context, identities: Identities) -> None:
    """Remove activities: all of them, or none."""
    with change(ctx) as (_, work):
        there(work, identities)
        for one in dict.fromkeys(identities):
            activities.remove(work, one)
    say(t("removed {names}", names=", ".join(map(str, dict.fromkeys(identities)))))
