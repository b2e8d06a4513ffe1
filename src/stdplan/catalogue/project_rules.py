"""The clock of a project as SQL expressions; sql_rules.py explains their form.

The clock runs from the day on which the plan of the project was issued (stage 10; without it, from
its first stage) to its submission for approval (stage 50). Suspended days do not count. A project
is due on its target date, else its own months (项目周期), else the plan's months after that day.

Rule: the months are stored as a list gives them, so that it does not matter whether they or the
proposal came first.
"""

from stdplan.catalogue.sql_rules import ALWAYS, days_between, first_day, is_suspended
from stdplan.domain.codes import NATURES

_SUBMITTED_STAGES = "'50', '60'"


def target_date(s: str) -> str:
    """Return SQL for the target date: that of the last extension up to :day, else the first one."""
    first = first_target_date(s)
    return (
        f"CASE WHEN {_is_extended(s)} THEN coalesce({_extended_to(s)}, {first}) ELSE ({first}) END"
    )


def first_target_date(s: str) -> str:
    """Return SQL for the target date as recorded, else the day on which the clock began plus the
    project's own months; NULL without them."""
    months = f"{s}.project_months"
    # Few records have months.
    return (
        f"CASE WHEN {s}.target_date IS NULL AND {months} IS NOT NULL"
        f" THEN {add_months(_clock_began(s), months)} ELSE {s}.target_date END"
    )


def extended_from(s: str) -> str:
    """Return SQL for the first target date of a project that was extended by :day, else NULL."""
    return (
        f"CASE WHEN {_is_extended(s)} AND {_extended_to(s)} IS NOT NULL"
        f" THEN {first_target_date(s)} END"
    )


def _last_extension(s: str, select: str) -> str:
    """Return a SELECT of the last extension `x` up to :day."""
    return f"""
        SELECT {select}
        FROM extension x
        WHERE x.standard = {s}.id AND x.date <= :day
        ORDER BY {first_day("x.date")} DESC, x.date DESC
        LIMIT 1
    """


def _is_extended(s: str) -> str:
    """Return SQL for 1 if the record has any extension: few have, and this costs little."""
    return f"{s}.id IN (SELECT standard FROM extension)"


def _extended_to(s: str) -> str:
    return f"({_last_extension(s, 'x.target')})"


def _clock_began(s: str) -> str:
    """Return SQL for the day on which the plan was issued, else that of the first stage; both up to
    :day."""
    day = first_day("c.date")
    return f"""(
        SELECT coalesce(min(CASE WHEN c.stage = '10' THEN {day} END), min({day}))
        FROM stage_change c
        WHERE c.standard = {s}.id AND c.date <= :day
    )"""


def is_overdue(s: str, life: str) -> str:
    """Return SQL for 1 if the record is a project past its deadline on :day, NULL if it has no
    deadline, else 0. Needs the parameters of `deadline`."""
    # CASE, because AND would compute the deadline of every record.
    return f"CASE WHEN {clock_runs(life)} THEN {deadline(s)} < :day ELSE 0 END"


def clock_runs(life: str) -> str:
    """Return SQL for 1 if the record is a project on :day that is neither submitted for approval
    nor suspended, else 0."""
    return f"""({is_open_project(life)} AND NOT {is_suspended(f"{life}.standard")}
        AND NOT EXISTS (
            SELECT 1
            FROM stage_change c
            WHERE c.standard = {life}.standard AND c.stage IN ({_SUBMITTED_STAGES})
            AND c.date <= :day
        ))"""


def is_open_project(life: str) -> str:
    """Return SQL for 1 if the record is a project on :day, neither published nor ended, else 0."""
    return (
        f"({life}.public > :day AND :day < {life}.ends AND coalesce({life}.terminated > :day, 1))"
    )


def suspended_days(standard: str, since: str, until: str) -> str:
    """Return SQL for the days from `since` to `until` (SQL for days up to :day) on which the record
    of a row id (SQL) was suspended."""
    began = f"max({first_day('u.since')}, {since})"
    ended = f"min(coalesce({first_day('u.until')}, {until}), {until})"
    return f"""(
        SELECT coalesce(sum(max(0, {days_between(began, ended)})), 0)
        FROM suspension u
        WHERE u.standard = {standard} AND u.since <= :day
    )"""


def deadline(s: str) -> str:
    """Return SQL for the last day of a project: its target date, else its own months, else the
    plan's months by nature after its clock began; NULL if it has none. Days on which it was
    suspended by :day move it; an extension takes account of those before it.

    Needs :months and for each nature :NATURE_months (`PlanRules.months`). A target known to the
    year or month is due by the end of it.
    """
    by_nature = " ".join(f"WHEN '{code}' THEN :{code}_months" for code in NATURES)
    months = f"coalesce({s}.project_months, CASE {s}.nature {by_nature} END, :months)"
    extension = _last_extension(
        s, f"1 AS rank, {_last_day('x.target')} AS day, {first_day('x.date')} AS since"
    )
    return f"""(
        SELECT date(d.day, '+' || {suspended_days(f"{s}.id", "d.since", ":day")} || ' days')
        FROM (
            SELECT * FROM ({extension})
            UNION ALL SELECT 2, {_last_day(f"{s}.target_date")}, {ALWAYS}
            UNION ALL
            SELECT 3, {add_months("b.began", months)}, b.began
            FROM (SELECT {_clock_began(s)} AS began) b
        ) d
        WHERE d.day IS NOT NULL
        ORDER BY d.rank
        LIMIT 1
    )"""


def add_months(day: str, months: str) -> str:
    """Return SQL for the same day of the month, `months` (SQL) after `day` (SQL); the last day of
    that month if it is shorter."""
    later = f"date({day}, '+' || {months} || ' months')"
    # SQLite goes on into the next month if there is no such day.
    return (
        f"CASE WHEN substr({later}, 9) < substr({day}, 9)"
        f" THEN date({later}, 'start of month', '-1 day') ELSE {later} END"
    )


def _last_day(expression: str) -> str:
    """Return SQL for the last day of a date that may be known to the year or month."""
    return (
        f"CASE length({expression}) WHEN 4 THEN {expression} || '-12-31'"
        f" WHEN 7 THEN date({expression} || '-01', '+1 month', '-1 day') ELSE {expression} END"
    )
