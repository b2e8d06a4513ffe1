"""When a project should be done, and whether it is late, in SQL; as in timeline.py.

Rule: a project is done by its target date, else by its own months (项目周期) from its proposal,
else by the plan's months from its first stage. Its own months are kept beside the record as a list
gives them, so that it does not matter which of them and the proposal came first.
"""

from stdplan.catalogue.queries import timeline
from stdplan.domain.fields import PROJECT_MONTHS


def target(s: str) -> str:
    """The target date: as recorded, else the day of the proposal and the project's own months."""
    months = f"json_extract({s}.extra, '$.\"{PROJECT_MONTHS.zh}\"')"
    proposed = (
        f"(SELECT min({timeline.pad('c.date')}) FROM stage_change c"
        f" WHERE c.standard = {s}.id AND c.stage = '10' AND c.date <= :day)"
    )
    # Most records have no other columns, and of the others few have this one.
    return (
        f"CASE WHEN {s}.target_date IS NULL AND instr({s}.extra, '{PROJECT_MONTHS.zh}')"
        f" THEN {months_later(proposed, months)} ELSE {s}.target_date END"
    )


def overdue(s: str) -> str:
    """Whether a project is past its deadline."""
    return f"({in_the_making(s)} AND {deadline(s)} < :day)"


def in_the_making(s: str) -> str:
    """Whether it is a project on the day, neither published nor ended."""
    # What is published, as most is, need not be asked for its status.
    return f"({timeline.not_public(s)} AND {timeline.status(s)} = 'planned')"


def deadline(s: str) -> str:
    """The last day of a project: its target date, else :months from its first stage.

    A target known to the year or month only is due by the end of it.
    """
    began = f"(SELECT min({timeline.pad('c.date')}) FROM stage_change c WHERE c.standard = {s}.id)"
    return f"coalesce({_last_day(target(s))}, {months_later(began, ':months')})"


def months_later(day: str, months: str) -> str:
    """The same day of the month so many months later, the last one where there is no such day."""
    later = f"date({day}, '+' || {months} || ' months')"
    # Where there is none, SQLite goes on into the next month.
    return (
        f"CASE WHEN substr({later}, 9) < substr({day}, 9)"
        f" THEN date({later}, 'start of month', '-1 day') ELSE {later} END"
    )


def _last_day(date: str) -> str:
    return (
        f"CASE length({date}) WHEN 4 THEN {date} || '-12-31'"
        f" WHEN 7 THEN date({date} || '-01', '+1 month', '-1 day') ELSE {date} END"
    )
