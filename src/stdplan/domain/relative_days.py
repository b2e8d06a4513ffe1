"""Days and periods that are named from today: `7d`, `yesterday`, `last-month`, `last-friday`, 上周.

Rule: options that read take them, options that record do not. A number of days, weeks, months or
years means so long ago, and so far ahead with a `+`. A week begins on Monday. The day of a month
that is too short for it is the last one. `last-friday` is the last Friday before today, and
`next-friday` the first one after it; 上周五 is the Friday of last week. `q3`, 三季度 and 上半年 are
parts of this year. 2024年 is that year, a date.
"""

from __future__ import annotations

from datetime import date, timedelta
from unicodedata import normalize

from stdplan.domain.dates import FIRST_YEAR, LAST_YEAR, add_years, last_day
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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = lazy_pattern(
    rf"(last|this|next)-({'|'.join(_WEEKDAYS)})|(?:(上|本|这|下)个?)?(?:周|星期|礼拜)([一二三四五六日天])"
)
# Parts of the present year: the first month and the number of months.
_PARTS = {
    "上半年": (1, 6), "下半年": (7, 6),
    **{f"q{n}": (3 * n - 2, 3) for n in range(1, 5)},
    **{f"{prefix}{digit}季度": (3 * n - 2, 3)
       for prefix in ("", "第") for n, digit in enumerate("一二三四", 1)},
}  # fmt: skip
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
    if word in _PARTS:
        month, months = _PARTS[word]
        first = date(today.year, month, 1)
        return first, _moved(first, "month", months) - timedelta(days=1)
    if match := _AMOUNT.fullmatch(word):
        sign, digits, letter, unit, side = match.groups()
        if unit == "年" and not sign and not side and FIRST_YEAR <= int(digits) <= LAST_YEAR:
            return None  # 2024年 is a year
        ahead = bool(sign) or side == "后"
        day = _moved(today, _UNITS[letter or unit], int(digits) if ahead else -int(digits))
        return day, day
    if match := _PERIOD.fullmatch(word):
        which, unit = (match.group(1), match.group(2)) if match.group(1) else match.group(3, 4)
        return _period(_UNITS[unit], _WHICH[which], today)
    if match := _WEEKDAY.fullmatch(word):
        day = _weekday(match.groups(), today)
        return day, day
    return None


def _weekday(words: tuple[str | None, ...], today: date) -> date:
    """Return the day of a week that words name, such as `last` and `friday`, or 上 and 五."""
    which, english, relative, chinese = words
    monday = today - timedelta(days=today.weekday())
    if english is None:
        place = "一二三四五六日".index((chinese or "").replace("天", "日"))
        return monday + timedelta(days=place, weeks=_WHICH[relative or "本"])
    place = _WEEKDAYS.index(english)
    if which == "last":  # at least one day ago
        return today - timedelta(days=(today.weekday() - place - 1) % 7 + 1)
    if which == "next":
        return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)
    return monday + timedelta(days=place)


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
