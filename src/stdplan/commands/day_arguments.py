"""Options whose values are days: a date, a month, a year, or a relative day such as `1d`.

`option` is always the name that messages use: `--as-of`.

Rule: a day of the future is accepted for an event, and named in a note.
"""

from __future__ import annotations

from datetime import date

from stdplan.commands.console import say
from stdplan.commands.text_arguments import wrong_value
from stdplan.domain.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    first_day,
    last_day,
    pad,
    parse_typed_date,
    today,
)
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def query_day(as_of: str | None, year: int | None = None) -> date:
    """Return the day of --as-of, else the last day of --year, else today."""
    if as_of is not None and year is not None:
        raise UsageProblem(t("--as-of and --year cannot be used together"))
    if year is not None:
        if not 1900 <= year <= 2999:
            raise UsageProblem(t("--year: {year} is not a year from 1900 to 2999", year=year))
        return date(year, 12, 31)
    return today() if as_of is None else date.fromisoformat(_asked_day(as_of, "--as-of"))


def _asked_day(text: str, option: str) -> str:
    """Return the day of an option that reads as ISO text; of a relative period, the last day."""
    relative = _relative(text, option)
    return relative[1] if relative else full_day(text, option).isoformat()


def from_day(text: str, option: str) -> str:
    """Return the first day of what an option that reads names as ISO text: 2011-05-01 for
    `2011-05`, and yesterday for `1d` (domain/relative_days.py)."""
    relative = _relative(text, option)
    return relative[0] if relative else pad(option_date(text, option))


def to_day(text: str, option: str) -> str:
    """Return the last day of what an option that reads names as ISO text: 2011-05-31 for
    `2011-05`."""
    relative = _relative(text, option)
    return relative[1] if relative else last_day(option_date(text, option))


def _relative(text: str, option: str) -> tuple[str, str] | None:
    """Return the first and the last day of a relative day or period, None for a date."""
    if text[:1].isdecimal() and text[-1:].isdecimal():
        return None
    from stdplan.domain.relative_days import parse_relative

    try:
        period = parse_relative(text, today())
    except OverflowError:
        problem = t("is not a day from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        raise wrong_value(option, text, problem) from None
    if period is None:
        return None
    first, last = period
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        problem = t("is not a day from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        raise wrong_value(option, text, problem)
    return first.isoformat(), last.isoformat()


def full_day(text: str, option: str) -> date:
    """Return the day of an option; raise UsageProblem for a year or a month alone."""
    iso = option_date(text, option)
    if len(iso) < 10:
        raise UsageProblem(
            t(
                '{option}: "{text}" is not a full date: write {iso}-… in full',
                option=option,
                text=text,
                iso=iso,
            )
        )
    return first_day(iso)


def option_date(text: str, option: str) -> str:
    """Return the date of an option as ISO text: a day, a month (2011-05) or a year (2011)."""
    try:
        return parse_typed_date(text)
    except ValueError as problem:
        raise wrong_value(option, text, problem) from None


def target_day(text: str, option: str) -> str:
    """Return the target date of an option as ISO text: a date, or as in lists the last day of a
    period in words, such as 2027年底 (domain/target_days.py)."""
    try:
        return parse_typed_date(text)
    except ValueError as problem:
        from stdplan.domain.target_days import read_target, without_year

        target = read_target(text)
        if target is not None and target.day:
            return target.day
        is_relative = target is not None and target.inferred
        raise wrong_value(option, text, without_year() if is_relative else problem) from None


def event_day(on: str | None) -> str:
    """Return the date of --on as ISO text (day, month or year), today without one."""
    return str(today()) if on is None else option_date(on, "--on")


def event_day_with_notice(on: str | None) -> str:
    """Return the date of --on as `event_day` does; say so if it lies ahead."""
    day = event_day(on)
    _notice_if_ahead(day)
    return day


def full_event_day_with_notice(on: str | None) -> date:
    """Return the day of --on, today without one; say so if it lies ahead.

    Raise UsageProblem for a year or a month alone.
    """
    day = today() if on is None else full_day(on, "--on")
    _notice_if_ahead(day.isoformat())
    return day


def _notice_if_ahead(day: str) -> None:
    if pad(day) > today().isoformat():
        say(
            t(
                "{day} is in the future (today is {today}); it counts from that day on",
                day=day,
                today=today(),
            )
        )
