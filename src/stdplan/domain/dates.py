"""Dates as lists write them, kept as ISO text known to the day, month or year.

Rule: what is made of digits, separators and 年月日 is a real date or `BadDate`; what holds other
words is `NotADate`, and its reader keeps the words as a note. No century is ever guessed.
"""

import os
import re
from datetime import date

from stdplan.domain.cells import visible
from stdplan.errors import UsageProblem
from stdplan.i18n import t

FIRST_YEAR, LAST_YEAR = 1900, 2999


class BadDate(ValueError):
    """Written like a date, but no such date is; the message goes on from the quoted value."""


class NotADate(ValueError):
    """Words, not a date."""


_ISO = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read_date(text: str) -> str:
    """The date that `text` writes: `1987`, `1987-05` or `1987-05-18`; BadDate or NotADate."""
    if iso := _ISO.fullmatch(text):
        return checked(*iso.groups())
    from stdplan.domain.date_forms import read_written

    return read_written(text)


def first_day(text: str) -> date:
    """The day from which a date in our own form counts: 1987 counts from 1 January 1987."""
    return date.fromisoformat(pad(text))


def last_day(text: str) -> str:
    """The last day of a date in our own form, as a full ISO day: 2011-05 is up to 31 May 2011."""
    if len(text) == 10:
        return text
    year, month = int(text[:4]), int(text[5:] or 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1).isoformat()


def pad(text: str) -> str:
    """The first day of a date in our own form, as a full ISO day."""
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def add_years(day: date, years: int) -> date:
    """The same day of another year; 29 February is the 28th in a year without one."""
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.max if years > 0 else date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def cutoff(day: date, years: int) -> date:
    """The latest day c with c + `years` years <= `day`."""
    back = add_years(day, -years)
    leap = date(back.year, 3, 1).toordinal() - date(back.year, 2, 28).toordinal() == 2
    if leap and (day.month, day.day) == (2, 28) and add_years(date(back.year, 2, 29), years) <= day:
        return date(back.year, 2, 29)
    return back


def today() -> date:
    """The system's day, or the one that STDPLAN_TODAY names."""
    named = os.environ.get("STDPLAN_TODAY", "")
    if not named:
        return date.today()
    try:
        day = read_date(named)
    except ValueError:
        day = ""
    if len(day) < 10:
        raise UsageProblem(
            t('STDPLAN_TODAY: "{text}" is not a day (write 2011-05-18)', text=visible(named))
        )
    return date.fromisoformat(day)


def checked(year: str, month: str | None = None, day: str | None = None) -> str:
    """ISO text of a date that is real; BadDate where it is not."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise BadDate(outside())
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise BadDate(t("is not a day in the calendar" if day else "is not a month")) from None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def outside() -> str:
    """The problem of a year that no standard has."""
    return t(
        "is not a date (the year must lie between {first} and {last})",
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )
