"""The day by which a project is to be completed, as plans say it in words: 2026年底, 第四季度.

Rule: a period means its last day, with or without 前 (2026年上半年前). A text without a year (年底)
has a meaning only with the year of the plan; the caller has it, and says that it was inferred. What
is not certain (2026年初, 2026年前, 12月) has no meaning here.
"""

from __future__ import annotations

import re
import unicodedata

from stdplan.domain.dates import LAST_YEAR, BadDate, last_day, valid_date
from stdplan.domain.text import clean_code
from stdplan.i18n import t
from stdplan.light import NamedTuple


class Target(NamedTuple):
    """What a text says: a day, or a number of months from the beginning of the project.

    `inferred`: the text has no year of its own.
    """

    day: str = ""
    months: int = 0
    inferred: bool = False


_LEAD = (
    r"(?:计划于?|拟于?|预计于?|力争|争取|确保|要求|应|于|在|至|到|截至|截止到?|最迟|不晚于|"
    r"BY|BEFORE|UNTIL|NOLATERTHAN|THE|:)*"
)
_TAIL = (
    r"(?P<tail>(?:[之以]?前|[之以]?内|期间|为?止)?(?:全部|基本)?"
    r"(?:完成报批|完成|报批|上报|结束|提交|发布)?)[。.;]?"
)
_YEAR = "(?:19|20)[0-9]{2}"
_MONTH = "1[0-2]|0?[1-9]"
_PARTS_OF_YEAR = (
    r"(?P<half>[上下])半年|H(?P<half_digit>[12])"
    r"|第?(?P<quarter>[一二三四1-4])个?季度?|Q(?P<quarter_digit>[1-4])"
)
_PARTS_OF_MONTH = "(?:月份?)?(?P<third>底|末|上旬|中旬|下旬)"
_FORMS = tuple(
    re.compile(f"{_LEAD}{form}{_TAIL}")
    for form in (
        # A range ends with its second date: 2026-2027年, 2026年1月至2027年6月, 2026年1-12月.
        rf"(?:(?P<first>{_YEAR})(?:[年./-](?:{_MONTH})月?|年)?[-~至到])?"
        rf"(?P<year>{_YEAR})(?:年度?|[./-](?=[QH0-9]))?"
        rf"(?:{_PARTS_OF_YEAR}|(?<=[年./-])(?P<month>{_MONTH})(?:{_PARTS_OF_MONTH}|月份?)?"
        r"|(?P<end>年?[底末终]|全年))?",
        rf"(?P<year>{_YEAR})[年./-](?:{_MONTH})月?[-~至到](?P<month>{_MONTH})月",
        rf"(?:{_PARTS_OF_YEAR}|(?P<end>ENDOF|END|YEAR))[/,-]?(?P<year>{_YEAR})",
        # Without a year.
        rf"(?P<relative>本年度?|今年|当年度?|明年|次年|下年度?)?(?:{_PARTS_OF_YEAR}"
        rf"|(?P<month>{_MONTH}){_PARTS_OF_MONTH}|(?P<end>年?[底末]|年内|年度内|全年))",
        r"(?P<relative>本年度?|今年|当年度?|明年|次年|下年度?)(?P<end>)",
    )
)
_DAY = re.compile(
    rf"{_LEAD}(?P<year>{_YEAR})[年./-](?P<month>{_MONTH})[月./-](?P<day>[0-9]{{1,2}})[日号]?{_TAIL}"
)
_DURATION = re.compile(
    r"(?:自?(?:计划|项目|任务)?(?:下达|立项|批准|启动)(?:之日)?[起后]?)?"
    r"(?P<count>[0-9]{1,3}|[一二两兩三四五六七八九十])个?"
    r"(?P<unit>(?<=个)月|MONTHS?|年|YEARS?)(?:[之以]?内)?(?:完成)?"
)
_DIGITS = dict(zip("一二三四五六七八九十两兩", (*range(1, 11), 2, 2), strict=True))
_LAST_DAYS = {"上旬": "10", "中旬": "20"}
_NEXT_YEAR = ("明年", "次年", "下年", "下年度")
_MOST_MONTHS = 120


def read_target(text: str, year: int | None = None) -> Target | None:
    """Return the target that a text states in words, None if it states none for certain.

    `year`: that of the plan, for texts without one; without it, their target has no day.

    >>> read_target("2026年上半年").day, read_target("年底前", 2026).day
    ('2026-06-30', '2026-12-31')
    >>> read_target("12个月").months
    12
    """
    folded = unicodedata.normalize("NFKC", clean_code(text)).upper()
    folded = "".join(folded.split()).translate(_DASHES)
    if match := _DURATION.fullmatch(folded):
        count = _number(match["count"])
        months = count if match["unit"].startswith(("月", "M")) else count * 12
        return Target(months=months) if 0 < months <= _MOST_MONTHS else None
    if match := _DAY.fullmatch(folded):
        return _day(match["year"], match["month"], match["day"])
    for form in _FORMS:
        if match := form.fullmatch(folded):
            return _end_of_period(match.groupdict(), folded, year)
    return None


def without_year() -> str:
    """Return what is wrong with a target that needs a year and has none (年底)."""
    return t("names no year (write 2027年底)")


_DASHES = str.maketrans("‐‒–—―−─", "-------")


def _end_of_period(part: dict[str, str | None], text: str, year: int | None) -> Target | None:
    stated = part.get("year")
    if stated is None:
        if year is None:
            return Target(inferred=True)
        year += part.get("relative") in _NEXT_YEAR
    elif int(part.get("first") or 0) > int(stated):
        return None
    quarter = part.get("quarter") or part.get("quarter_digit")
    half = part.get("half") or part.get("half_digit")
    month = part.get("month")
    if stated and not (quarter or half or month or part.get("end")) and "前" in text:
        return None  # the end of that year, or of the year before
    if quarter:
        month = str(_number(quarter) * 3)
    elif half:
        month = "6" if half in "上1" else "12"
    return _day(stated or str(year), month or "12", _LAST_DAYS.get(part.get("third") or ""), stated)


def _day(year: str, month: str, day: str | None, stated: str | None = "") -> Target | None:
    """Return the target on a day, or on the last day of a month; None if there is no such day."""
    try:
        iso = last_day(valid_date(year, month, day))
    except BadDate:
        return None
    return Target(iso, inferred=stated is None) if int(year) < LAST_YEAR else None


def _number(digits: str) -> int:
    return _DIGITS[digits] if digits in _DIGITS else int(digits)
