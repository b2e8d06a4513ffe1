"""Dates as lists write them, kept as ISO text known to the day, month or year.

Rule: what is made of digits, separators and 年月日 is a real date or `BadDate`; what holds other
words is `NotADate`, and its reader keeps the words as a note. No century is ever guessed.

The many ways in which lists write dates; domain/dates.py reads the plain one.

Imported only when a text is not in the plain form: a short command has no time for it.
"""

import os
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from operator import itemgetter

from stdplan.domain.text import escape_unprintable
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
            t(
                'STDPLAN_TODAY: "{text}" is not a day (write 2011-05-18)',
                text=escape_unprintable(named),
            )
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


_FORMS = tuple(
    re.compile(form)
    for form in (
        "([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\\2([0-9]{1,2}))?)?",
        "([0-9]{4})年(?:()([0-9]{1,2})月(?:([0-9]{1,2})[日号]?)?)?",
        "([0-9]{4})()([0-9]{2})([0-9]{2})?",
    )
)
_TIME = re.compile(
    "[T ] *(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::[0-5][0-9](?:\\.[0-9]{1,9})?)?"
    " *(?P<zone>Z|(?P<sign>[+-])(?P<hours>[01][0-9]):?(?P<minutes>[0-5][0-9]))?$"
)
_DATE_LIKE = re.compile("[0-9T:/.年月日号 -]*[0-9][0-9T:/.年月日号 -]*")
# A day as spreadsheets count them (ECMA-376, the 1900 system), from 1950 to 2099, with its time.
_SERIAL = re.compile("([0-9]{5})(?:\\.[0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050
_BEFORE_SERIALS = date(1899, 12, 30)
# A moment in milliseconds, from 1973; the other meaning of twelve digits is 2011 05 18 00 00.
_EPOCH = re.compile("[0-9]{12,13}")
_MINUTE = re.compile(
    "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]"
)
_AROUND = re.compile(" *([-/.年月日号]) *")
_DASHES = str.maketrans("‐‒–—―−", "------")


def read_written(text: str) -> str:
    """The date that `text` writes, as ISO text; BadDate or NotADate."""
    folded = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    time = _TIME.search(folded)
    day = _AROUND.sub(itemgetter(1), folded[: time.start()] if time else folded)
    for form in _FORMS:
        if found := form.fullmatch(day):
            year, _, month, of_month = found.groups()
            read = checked(year, month, of_month)
            if time and not of_month:
                break
            return _day_in_china(read, time) if time and time["zone"] else read
    if (serial := _SERIAL.fullmatch(day)) and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        return _of_day(_BEFORE_SERIALS + timedelta(days=int(serial[1])))
    if _EPOCH.fullmatch(folded) and not _MINUTE.fullmatch(folded):
        return from_epoch(int(folded))
    if _DATE_LIKE.fullmatch(folded):
        raise BadDate(t("is not a date (write 2011-05-18, 2011-05 or 2011)"))
    raise NotADate(t("is not a date (write 2011-05-18, 2011-05 or 2011)"))


def from_epoch(milliseconds: int) -> str:
    """The day in China of a moment in milliseconds since 1970, as platforms' JSON writes dates."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
        return _of_day(moment.astimezone(_china()).date())
    except OverflowError:
        raise BadDate(outside()) from None


def _day_in_china(iso: str, time: re.Match[str]) -> str:
    """The day in China of a moment with a zone: `2011-05-17T16:00:00Z` is its 18 May."""
    ahead = timedelta(hours=int(time["hours"] or 0), minutes=int(time["minutes"] or 0))
    zone = timezone(-ahead if time["sign"] == "-" else ahead)
    clock = {"hour": int(time["hour"]), "minute": int(time["minute"])}
    moment = datetime.fromisoformat(iso).replace(tzinfo=zone, **clock)
    return _of_day(moment.astimezone(_china()).date())


@cache
def _china() -> tzinfo:
    """Asia/Shanghai, for its summer times of 1986 to 1991; eight hours where it is not known."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # no reading command needs it

    try:
        return ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=8))


def _of_day(day: date) -> str:
    return checked(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")
