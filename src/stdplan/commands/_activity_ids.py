"""Activities given by their ids, for the commands that change them."""

from typing import Annotated

import typer

from stdplan.catalogue import activities
from stdplan.catalogue.database import Work
from stdplan.commands._context import say
from stdplan.errors import Missing
from stdplan.i18n import t

Identities = Annotated[
    list[int],
    typer.Argument(metavar="ID...", help="As `activities list` shows them.", show_default=False),
]


def there(work: Work, identities: list[int]) -> None:
    """Missing where one of the activities is not there."""
    gone = activities.missing(work.connection, identities)
    if gone is not None:
        raise Missing(t("no activity {id}; `stdplan activities list` shows them", id=gone))


def reached_before(work: Work, identities: list[int], state: str | None) -> list[int]:
    """Which of the activities have reached the state before, so that it keeps its day."""
    every = dict.fromkeys(identities)
    return [one for one in every if state and activities.reached(work.connection, one, state)]


def say_kept(kept: list[int]) -> None:
    """Tell that activities keep the day of a state, if there are any."""
    if kept:
        sentence = (
            "reached this state before, which keeps its day (`activities edit --state --on` gives"
            " another): {names}"
        )
        say(t(sentence, names=", ".join(map(str, kept))))
