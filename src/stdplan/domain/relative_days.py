"""Days and periods that are named from today: `7d`, `yesterday`, `last-month`, 上周.

Rule: options that read take them, options that record do not. A number of days, weeks, months or
years means so long ago, and so far ahead with a `+`. A week begins on Monday. The day of a month
that is too short for it is the last one.
"""

from __future__ import annotations

from datetime import date, timedelta
from unicodedata import normalize

from stdplan.domain.dates import add_years, last_day
from stdplan.domain.text import clean_code
from stdplan.light import lazy_pattern

Period = tuple[date, date]  # its first and its last day

_DAYS = {
    "today": 0, "yesterday": -1, "tomorrow": 1,
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1,
}  # fmt: skip
_WHICH = {"last": -1, "this": 0, "next": 1, "上": -1, "本": 0, "这": 0, "下": 1}
_UNITS = {
    "d": "day", "w": "week", "m": "month", "y": "year",
    "天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "年": "year",
    "季": "quarter", "季度": "quarter",
    "week": "week", "month": "month", "quarter": "quarter", "year": "year",
}  # fmt: skip
_YEARS = {"去年": -1, "今年": 0, "明年": 1}
_AMOUNT = lazy_pattern(r"(\+?)([0-9]{1,5})(?:([dwmy])|个?(天|日|周|星期|月|年)(前|后)?)")
_PERIOD = lazy_pattern(
    r"(last|this|next)-(week|month|quarter|year)|(上|本|这|下)个?(周|星期|月|季度?)"
)


def parse_relative(text: str, today: date) -> Period | None:
    """Return the first and the last day of what `text` names from today, None for other texts.

    Raise OverflowError if it is before the year 1 or after 9999.

    >>> parse_relative("last-month", date(2011, 3, 31))
    (datetime.date(2011, 2, 1), datetime.date(2011, 2, 28))
    >>> parse_relative("1m", date(2011, 3, 31))
    (datetime.date(2011, 2, 28), datetime.date(2011, 2, 28))
    """
    word = normalize("NFKC", clean_code(text)).lower()
    if word in _DAYS:
        day = today + timedelta(days=_DAYS[word])
        return day, day
    if word in _YEARS:
        return _period("year", _YEARS[word], today)
    if match := _AMOUNT.fullmatch(word):
        sign, digits, letter, unit, side = match.groups()
        ahead = bool(sign) or side == "后"
        day = _moved(today, _UNITS[letter or unit], int(digits) if ahead else -int(digits))
        return day, day
    if match := _PERIOD.fullmatch(word):
        which, unit = (match.group(1), match.group(2)) if match.group(1) else match.group(3, 4)
        return _period(_UNITS[unit], _WHICH[which], today)
    return None


def _moved(day: date, unit: str, count: int) -> date:
    """Return the day so many units later."""
    if unit == "day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(weeks=count)
    if unit == "year":
        return add_years(day, count)
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    last = date.fromisoformat(last_day(f"{year:04}-{month + 1:02}"))
    return min(date(year, month + 1, min(day.day, 28)) + timedelta(max(0, day.day - 28)), last)


def _period(unit: str, which: int, today: date) -> Period:
    """Return the first and the last day of a week, month, quarter or year: the last one (-1), this
    one (0) or the next one (1)."""
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=which)
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = _moved(start, "month", which * months)
    return first, _moved(first, "month", months) - timedelta(days=1)
