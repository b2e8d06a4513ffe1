"""What the text of a document says about its lists: the number of the announcement, and its day.

Rule: it is proposed, never stored by itself. A paragraph counts only if it has nothing else, as in
the head of an announcement (`2026年第9号`) and below its text (`2026年6月1日`): a sentence may name
other announcements and other days. Two different ones are no proposal.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from stdplan.importing.readers.grids import Grid
from stdplan.light import lazy_pattern

_ANNOUNCEMENT = lazy_pattern(
    r"(?:.{0,40}公告)?[（(]?(\d{4})年第(\d{1,4})号[）)]?(?:[（(]总第\d{1,5}[号期][）)])?(?:公告)?"
)
_DAY = lazy_pattern(
    r"(?:(?:发布|公告|批准)(?:日期|时间)?[:：]?)?(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?"
)
# Titles of lists to whose standards the day of the document is no day of publication.
_OTHER_LISTS = lazy_pattern("废止|复审|计划|立项|征求意见|报批|转化|[Ww]ithdrawn|[Rr]eview")
_CHINESE = lazy_pattern("[〇○零一二三四五六七八九十]+")
_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": "0", "○": "0"}


def with_proposals(grids: Iterable[Grid], paragraphs: Iterable[str]) -> list[Grid]:
    """Return the tables of a document, with the values that its paragraphs propose."""
    proposed = proposed_values(paragraphs)
    return [
        grid if _OTHER_LISTS.search(grid.name) else grid._replace(proposed=proposed)
        for grid in grids
    ]


def proposed_values(paragraphs: Iterable[str]) -> Mapping[str, str]:
    """Return values for --set, by field, that the paragraphs of a document propose.

    >>> proposed_values(["公　告", "二〇二六年 第9号", "自2026年7月1日起实施。", "2026年6月1日"])
    {'announcement': '2026年第9号', 'published': '2026-06-01'}
    """
    announcements, days = set(), set()
    for paragraph in paragraphs:
        text = "".join(unicodedata.normalize("NFKC", paragraph).split())
        if len(text) > 100:
            continue
        text = _CHINESE.sub(lambda match: _in_digits(match.group()), text)
        if match := _ANNOUNCEMENT.fullmatch(text):
            announcements.add(f"{match[1]}年第{int(match[2])}号")
        elif match := _DAY.fullmatch(text):
            days.add(_day(*map(int, match.groups())))
    proposed = {}
    if len(announcements) == 1:
        proposed["announcement"] = announcements.pop()
    if len(days) == 1 and (day := days.pop()):
        proposed["published"] = day
    return proposed


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _in_digits(number: str) -> str:
    """Return a Chinese number as in dates in digits: 二〇二六 as 2026, 二十一 as 21."""
    tens, ten, ones = number.partition("十")
    if not ten:
        return "".join(_DIGITS[digit] for digit in number)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return number
    return (_DIGITS[tens] if tens else "1") + (_DIGITS[ones] if ones else "0")
