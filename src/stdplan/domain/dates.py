"""Dates as lists write them, parsed to ISO text that is known to the day, month or year.

Rule: text made of digits, separators and 年月日 is a date that exists, or BadDate; text with other
words is NotADate, and its reader keeps the words in the note. The century is never guessed. Days as
other countries write them are parsed by written_days.py.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from operator import itemgetter

from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING, lazy_pattern

if TYPE_CHECKING:
    import re

FIRST_YEAR, LAST_YEAR = 1900, 2999


class BadDate(ValueError):
    """Text in the form of a date that does not exist.

    The message continues a sentence after the quoted text: "is not a day in the calendar".
    """


class NotADate(ValueError):
    """The text is words, not a date; the message has the form of BadDate's."""


def parse_date(text: str, republic: bool = False) -> str:
    """Return the date in `text` as ISO text: `1987`, `1987-05` or `1987-05-18`.

    `republic`: years of three digits count from 1912, as in lists of Taiwan.

    Raise BadDate if it looks like a date and is none, NotADate if it contains other words.

    >>> parse_date("2011年5月18日")
    '2011-05-18'
    """
    year, month, day = text[:4], text[5:7], text[8:]
    digits = year + month + day
    if len(text) == 10 and text[4] == text[7] == "-" and digits.isdecimal() and digits.isascii():
        return valid_date(year, month, day)
    return parse_written_date(text, republic)


def parse_typed_date(text: str) -> str:
    """Return the date that a person typed, as `parse_date` does; raise NotADate for a count."""
    if is_counted(text):
        raise NotADate(t("is not a date (write 2011-05-18, 2011-05 or 2011)"))
    return parse_date(text)


def is_counted(text: str) -> bool:
    """Return whether a date is a number of days or milliseconds, as only programs write it.

    20280 in a list is a day of 1955; typed by a person it is a slip.

    >>> is_counted("20280"), is_counted("2028"), is_counted("20280101")
    (True, False, False)
    """
    digits = text.strip().partition(".")[0]
    # A pattern would import `re`. Twelve digits may be a day with hour and minute.
    return digits.isdecimal() and len(digits) in (5, 13)


def first_day(text: str) -> date:
    """Return the first day of an ISO date: 1 January 1987 for `1987`."""
    return date.fromisoformat(pad(text))


def last_day(text: str) -> str:
    """Return the last day of an ISO date as ISO text: `2011-05-31` for `2011-05`."""
    if len(text) == 10:
        return text
    year, month = int(text[:4]), int(text[5:] or 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1).isoformat()


def pad(text: str) -> str:
    """Return the first day of an ISO date as ISO text: `2011-05-01` for `2011-05`."""
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def add_years(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes the 28th if the year has none."""
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.max if years > 0 else date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def cutoff(day: date, years: int) -> date:
    """Return the latest day c with c + `years` years <= `day`."""
    back = add_years(day, -years)
    leap = date(back.year, 3, 1).toordinal() - date(back.year, 2, 28).toordinal() == 2
    if leap and (day.month, day.day) == (2, 28) and add_years(date(back.year, 2, 29), years) <= day:
        return date(back.year, 2, 29)
    return back


def today() -> date:
    """Return the day of STDPLAN_TODAY if it is set, else that of the system."""
    named = os.environ.get("STDPLAN_TODAY", "")
    if not named:
        return date.today()
    try:
        day = parse_date(named)
    except ValueError:
        day = ""
    if len(day) < 10:
        raise UsageProblem(
            t(
                'STDPLAN_TODAY: "{text}" is not a full date (write 2011-05-18)',
                text=escape_unprintable(named),
            )
        )
    return date.fromisoformat(day)


def valid_date(year: str, month: str | None = None, day: str | None = None) -> str:
    """Return a date as ISO text; raise BadDate if it does not exist."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise BadDate(year_out_of_range())
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise BadDate(t("is not a day in the calendar" if day else "is not a month")) from None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def year_out_of_range() -> str:
    """Return the message for a year outside FIRST_YEAR to LAST_YEAR."""
    return t(
        "is not a date (the year must lie between {first} and {last})",
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


# Dates in other forms than ISO.
_FORMS = (
    lazy_pattern("([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\\2([0-9]{1,2}))?)?"),
    lazy_pattern("([0-9]{4})年(?:()([0-9]{1,2})月(?:([0-9]{1,2})[日号]?)?)?"),
    lazy_pattern("([0-9]{4})()([0-9]{2})([0-9]{2})?"),
)
_TIME = lazy_pattern(
    "[T ] *(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::[0-5][0-9](?:\\.[0-9]{1,9})?)?"
    " *(?P<zone>Z|(?P<sign>[+-])(?P<hours>[01][0-9]):?(?P<minutes>[0-5][0-9]))?$"
)
_DATE_LIKE = lazy_pattern("[0-9T:/.年月日号 -]*[0-9][0-9T:/.年月日号 -]*")
# A day as spreadsheets count them (ECMA-376, the 1900 system), from 1950 to 2099, with its time.
_SERIAL = lazy_pattern("([0-9]{5})(?:\\.[0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050
_BEFORE_SERIALS = date(1899, 12, 30)
# Milliseconds since 1970, from 1973 on. Twelve digits may also mean 2011 05 18 00 00 (_MINUTE).
_EPOCH = lazy_pattern("[0-9]{12,13}")
_MINUTE = lazy_pattern(
    "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]"
)
_SPACES_AROUND = lazy_pattern(" *([-/.年月日号]) *")
_DASHES = str.maketrans("‐‒–—―−", "------")


def parse_written_date(text: str, republic: bool = False) -> str:
    """Return the date in `text`, in any form that lists use; see `parse_date`."""
    import unicodedata

    folded = unicodedata.normalize("NFKC", clean_code(text)).translate(_DASHES)
    folded = " ".join(folded.split())
    time = _TIME.search(folded)
    day = _SPACES_AROUND.sub(itemgetter(1), folded[: time.start()] if time else folded)
    for form in _FORMS:
        if match := form.fullmatch(day):
            year, _, month, day_of_month = match.groups()
            iso = valid_date(year, month, day_of_month)
            if time and not day_of_month:
                break
            return _day_in_china(iso, time) if time and time["zone"] else iso
    serial = _SERIAL.fullmatch(day)
    if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        return _iso(_BEFORE_SERIALS + timedelta(days=int(serial[1])))
    if _EPOCH.fullmatch(folded) and not _MINUTE.fullmatch(folded):
        return from_epoch(int(folded))
    if other := _parse_other_day(day.strip() if time else folded, republic):
        return other
    if _DATE_LIKE.fullmatch(folded):
        raise BadDate(t("is not a date (write 2011-05-18, 2011-05 or 2011)"))
    raise NotADate(t("is not a date (write 2011-05-18, 2011-05 or 2011)"))


def _parse_other_day(text: str, republic: bool) -> str | None:
    from stdplan.domain.written_days import UncertainDay, parse_other_day  # few lists need it

    try:
        parts = parse_other_day(text, republic)
    except UncertainDay as error:
        raise BadDate(str(error)) from None
    return valid_date(*parts) if parts else None


def from_epoch(milliseconds: int) -> str:
    """Return the day in China of a time in milliseconds since 1970, as JSON of platforms has it."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
        return _iso(moment.astimezone(_china()).date())
    except OverflowError:
        raise BadDate(year_out_of_range()) from None


def _day_in_china(iso: str, time: re.Match[str]) -> str:
    """Return the day in China of a time with a zone: 18 May for `2011-05-17T16:00:00Z`."""
    ahead = timedelta(hours=int(time["hours"] or 0), minutes=int(time["minutes"] or 0))
    zone = timezone(-ahead if time["sign"] == "-" else ahead)
    clock = {"hour": int(time["hour"]), "minute": int(time["minute"])}
    moment = datetime.fromisoformat(iso).replace(tzinfo=zone, **clock)
    return _iso(moment.astimezone(_china()).date())


@cache
def _china() -> tzinfo:
    """Return Asia/Shanghai, which had summer time from 1986 to 1991, else a fixed UTC+8."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # no reading command needs it

    try:
        return ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=8))


def _iso(day: date) -> str:
    return valid_date(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")
