"""Days of what has happened, as people give them."""

from datetime import date

from stdplan.commands._context import event_day, whole_day
from stdplan.domain.dates import pad, today
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def past_day(on: str | None) -> str:
    """The date of --on, else today, as ISO text; UsageProblem for one that lies ahead."""
    day = event_day(on)
    _happened(day)
    return day


def past_whole_day(on: str | None) -> date:
    """The day of --on, else today; UsageProblem for one that lies ahead or is no full day."""
    day = today() if on is None else whole_day(on, "--on")
    _happened(day.isoformat())
    return day


def _happened(day: str) -> None:
    if pad(day) > today().isoformat():
        raise UsageProblem(
            t(
                "--on: {day} lies ahead (today is {today}): it has not happened yet",
                day=day,
                today=today(),
            )
        )
