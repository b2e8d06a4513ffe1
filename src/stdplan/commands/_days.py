"""Days of what has happened, as people give them: one that lies ahead is taken, and said so."""

from datetime import date

from stdplan.commands._context import say
from stdplan.commands._given import event_day, whole_day
from stdplan.domain.dates import pad, today
from stdplan.i18n import t


def told_day(on: str | None) -> str:
    """The date of --on, else today, as ISO text."""
    day = event_day(on)
    _say_if_ahead(day)
    return day


def told_whole_day(on: str | None) -> date:
    """The day of --on, else today; UsageProblem for one that is no full day."""
    day = today() if on is None else whole_day(on, "--on")
    _say_if_ahead(day.isoformat())
    return day


def _say_if_ahead(day: str) -> None:
    if pad(day) > today().isoformat():
        say(
            t("{day} lies ahead (today is {today}); it counts from then on", day=day, today=today())
        )
