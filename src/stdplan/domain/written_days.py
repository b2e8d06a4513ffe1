"""Days as lists outside China write them: 01.05.2001, 1 May 2001, 平成13年5月1日, 民國90年5月1日.

Rule: nothing is guessed. 05/01/2001 may have the day or the month first, so it is no date;
25/01/2001 can only have the day first. Dots always have the day first. A year of three digits is
one of the republic of 1912 only where the caller knows that the list counts so.
"""

# ruff: noqa: SIM905  (lists of words read best as one text)

from __future__ import annotations

from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING, lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR_LAST = lazy_pattern("([0-9]{1,2})([-/.])([0-9]{1,2})\\2([0-9]{4})(?: ?г\\.?| ?года)?")
_MONTH_AND_YEAR = lazy_pattern("(0?[1-9]|1[0-2])[./]((?:19|20)[0-9]{2})")
_KOREAN = lazy_pattern(
    "([0-9]{4})년(?: ?([0-9]{1,2})월(?: ?([0-9]{1,2})일)?)?"
    "|([0-9]{4})\\. ?([0-9]{1,2})\\. ?(?:([0-9]{1,2})\\.)?"
)
_ERA = lazy_pattern(
    "(明治|大正|昭和|平成|令和|[MTSHR](?=[0-9]))([0-9]{1,2}|元)"
    "(?:年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?|[./-]([0-9]{1,2})[./-]([0-9]{1,2}))"
)
# The year before the first one, and the last year, of each era.
_ERAS = {
    "明治": (1867, 1912), "大正": (1911, 1926), "昭和": (1925, 1989), "平成": (1988, 2019),
    "令和": (2018, 2099),
}  # fmt: skip
_ERA_LETTERS = dict(zip("MTSHR", _ERAS, strict=True))
_REPUBLIC = lazy_pattern(
    "(?:中華民國|中华民国|民國|民国) ?([0-9]{1,3})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?"
)
_YEAR_OF_REPUBLIC = lazy_pattern(
    "(1[0-9]{2})(?:([-/.])([0-9]{1,2})(?:\\2([0-9]{1,2}))?|年(?:()([0-9]{1,2})月(?:([0-9]{1,2})日)?)?)"
)
_BEFORE_REPUBLIC = 1911
_NAMED_MONTH = lazy_pattern(
    "(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\\.)?[ -](?:de |of )?)?"
    "(?P<month>[^\\W\\d_]{3,10})\\.?(?:[ -](?P<day_behind>[0-9]{1,2})(?:st|nd|rd|th)?,)?,?"
    "[ -](?P<year>[0-9]{4})(?: ?г\\.?| ?года)?"
    "|(?P<year_first>[0-9]{4})[ -](?P<month_behind>[^\\W\\d_]{3,10})\\.?"
    "(?:[ -](?P<day_last>[0-9]{1,2}))?"
)
# Short names of the months in English, German, French and Russian, with which full names begin.
_MONTHS = tuple(
    names.split()
    for names in (
        "jan янв", "feb fév fev фев", "mar mär mrz мар", "apr avr апр", "may mai май мая",
        "jun juin июн", "jul juil июл", "aug aoû aou авг", "sep сен", "oct okt окт", "nov ноя",
        "dec dez déc дек",
    )
)  # fmt: skip
_FULL_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "januar februar märz mai juni juli oktober dezember janvier février fevrier mars avril juin "
    "juillet août aout septembre octobre novembre décembre decembre января февраля марта апреля "
    "мая июня июля августа сентября октября ноября декабря январь февраль март апрель май июнь "
    "июль август сентябрь октябрь ноябрь декабрь sept".split()
)

# Year, month and day in digits; None for what the text does not say. They may not exist.
Parts = tuple[str, "str | None", "str | None"]


class UncertainDay(ValueError):
    """A text that may be one of two days, or of no day of its era; the message has the form of
    BadDate's."""


def parse_other_day(text: str, republic: bool = False) -> Parts | None:
    """Return the parts of the date in a text in half width, None if it has no such form.

    `republic`: years of three digits count from 1912.

    Raise UncertainDay if the parts are not certain.

    >>> parse_other_day("1.5.2001"), parse_other_day("1 May 2001"), parse_other_day("平成13年5月")
    (('2001', '5', '1'), ('2001', '5', '1'), ('2001', '5', None))
    """
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(*match.groups())
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return match[2], match[1], None
    if match := _KOREAN.fullmatch(text):
        year, month, day = match.groups()[:3] if match[1] else match.groups()[3:]
        return year, month, day
    if match := _ERA.fullmatch(text.replace(" ", "")):
        return _year_of_era(*match.groups())
    if match := _REPUBLIC.fullmatch(text.replace(" ", "")):
        return str(_BEFORE_REPUBLIC + int(match[1])), match[2], match[3]
    if republic and (match := _YEAR_OF_REPUBLIC.fullmatch(text.replace(" ", ""))):
        year = str(_BEFORE_REPUBLIC + int(match[1]))
        return year, match[3] or match[6], match[4] or match[7]
    if match := _NAMED_MONTH.fullmatch(text):
        month = _month(match["month"] or match["month_behind"])
        if month is None:
            return None
        day = match["day"] or match["day_behind"] or match["day_last"]
        return match["year"] or match["year_first"], month, day
    return None


def _year_last(first: str, separator: str, second: str, year: str) -> Parts:
    if separator == "." or int(first) > 12 or first.zfill(2) == second.zfill(2):
        return year, second, first
    if int(second) > 12:
        return year, first, second
    raise UncertainDay(t("may have the day or the month first (write 2011-05-18)"))


_ORDERED = lazy_pattern("([0-9]{1,2})[/-]([0-9]{1,2})[/-][0-9]{4}")


def day_order(texts: Iterable[str]) -> str:
    """Return what all days of a list have first, "day" or "month"; "" if none says so, or if they
    differ.

    >>> day_order(["08/04/2011", "15/01/2016"]), day_order(["08/04/2011"])
    ('day', '')
    """
    orders = {
        "day" if int(match[1]) > 12 else "month"
        for text in texts
        if (match := _ORDERED.fullmatch(text)) and max(int(match[1]), int(match[2])) > 12
    }
    return orders.pop() if len(orders) == 1 else ""


def in_order(text: str, order: str) -> str:
    """Return a day of a list with the order that day_order() found as `2011-04-08`; any other text
    unchanged.

    Raise UncertainDay if the day has the other order: then the list has both.

    >>> in_order("08/04/2011", "day"), in_order("2011", "day")
    ('2011-04-08', '2011')
    """
    match = _ORDERED.fullmatch(text)
    if not order or match is None:
        return text
    first, second = int(match[1]), int(match[2])
    day, month = (first, second) if order == "day" else (second, first)
    if month > 12 >= day:
        raise UncertainDay(
            t("has the day and the month in another order than other days of the list")
        )
    return f"{text[-4:]}-{month:02}-{day:02}"


def _year_of_era(
    era: str, year: str, month: str | None, day: str | None, *numbers: str | None
) -> Parts:
    before, last = _ERAS[_ERA_LETTERS.get(era, era)]
    counted = before + (1 if year == "元" else int(year))
    if not before < counted <= last:
        raise UncertainDay(t("is not a year of its era"))
    return str(counted), month or numbers[0], day or numbers[1]


def _month(word: str) -> str | None:
    """Return the number of a month by its name or the first letters of it."""
    folded = word.casefold()
    for number, starts in enumerate(_MONTHS, 1):
        if folded in starts or (folded in _FULL_MONTHS and folded.startswith(tuple(starts))):
            return str(number)
    return None
