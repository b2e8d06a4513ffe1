"""The rules of a project's clock as an oracle: target, deadline, overdue, days in a stage.

The clock runs from the day on which the plan was issued (stage 10; without it, from the first
stage) to the submission for approval (stage 50). Suspended days do not count. The rules are applied
plainly, with Python's dates; tests/catalogue/test_project_clock.py compares them with
catalogue/project_rules.py.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from stdplan.domain.dates import first_day

PLAN_MONTHS = {"months": 18, "mandatory": 24, "recommended": None, "guidance": 12}


@dataclass(frozen=True)
class Project:
    """A project as its rows give it; dates may be known to the month or year.

    `suspensions`: since and until (None: no end), which do not overlap. `extensions`: the day of
    each, and its target.
    """

    stages: tuple[tuple[str, str], ...] = ()
    target: str | None = None
    months: int | None = None
    nature: str | None = None
    suspensions: tuple[tuple[str, str | None], ...] = ()
    extensions: tuple[tuple[str, str], ...] = ()
    terminated: str | None = None


def is_suspended(project: Project, day: date) -> bool:
    """Return whether it is suspended on the day."""
    return any(
        first_day(since) <= day and (until is None or day < first_day(until))
        for since, until in project.suspensions
    )


def suspended_days(project: Project, since: date, until: date) -> int:
    """Return on how many days from `since` to the day before `until` it was suspended."""
    days = (since + timedelta(n) for n in range((until - since).days))
    return sum(is_suspended(project, day) for day in days)


def target(project: Project, day: date) -> str | None:
    """Return the target date on the day: that of the last extension, else the first one."""
    granted = _granted(project, day)
    return granted[1] if granted else first_target(project, day)


def first_target(project: Project, day: date) -> str | None:
    """Return the target date before any extension: as recorded, else by its own months."""
    began = clock_began(project, day)
    if project.target or project.months is None or began is None:
        return project.target
    return add_months(began, project.months).isoformat()


def clock_began(project: Project, day: date) -> date | None:
    """Return the day on which the clock began, as far as is known on the day."""
    reached = [(first_day(on), stage) for on, stage in project.stages if first_day(on) <= day]
    issued = [on for on, stage in reached if stage == "10"]
    return min(issued or [on for on, _ in reached], default=None)


def deadline(project: Project, day: date) -> date | None:
    """Return the last day of the project, as far as is known on the day."""
    began = clock_began(project, day)
    if granted := _granted(project, day):
        # The department knew of the suspended days before it.
        last, since = last_day(granted[1]), first_day(granted[0])
    elif project.target:
        last, since = last_day(project.target), date(1999, 1, 1)
    elif began:
        months = project.months or PLAN_MONTHS.get(project.nature or "") or PLAN_MONTHS["months"]
        last, since = add_months(began, int(months or 0)), began
    else:
        return None
    return last + timedelta(suspended_days(project, since, day))


def is_overdue(project: Project, day: date) -> bool | None:
    """Return whether it is overdue on the day; None if it has no deadline."""
    submitted = any(stage == "50" and first_day(on) <= day for on, stage in project.stages)
    ended = project.terminated is not None and first_day(project.terminated) <= day
    if submitted or ended or is_suspended(project, day):
        return False
    last = deadline(project, day)
    return None if last is None else last < day


def _granted(project: Project, day: date) -> tuple[str, str] | None:
    known = [extension for extension in project.extensions if first_day(extension[0]) <= day]
    return max(known, key=lambda extension: (first_day(extension[0]), extension[0]), default=None)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, `months` later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(text: str) -> date:
    """Return the last day of a date that may be known to the month or year."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:] or 12)
    return date(year, month, calendar.monthrange(year, month)[1])
