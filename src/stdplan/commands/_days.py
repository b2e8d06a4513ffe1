"""Days of what has happened, as people give them."""

from stdplan.commands._context import event_day
from stdplan.domain.dates import pad, today
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def past_day(on: str | None) -> str:
    """The date of --on, else today, as ISO text; UsageProblem for one that lies ahead."""
    day = event_day(on)
    if pad(day) > today().isoformat():
        raise UsageProblem(
            t(
                "--on: {day} lies ahead (today is {today}): it has not happened yet",
                day=day,
                today=today(),
            )
        )
    return day
