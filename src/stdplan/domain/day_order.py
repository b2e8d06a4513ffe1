"""Which days of a standard contradict each other, and which of two standards is the older; pure.

Rule: dates are compared at the coarser precision, because a date known to the year or month may be
any of its days: 2001 contradicts no day of 2001.

* A standard does not take effect, and is not withdrawn or reviewed, before its publication. It may
  be withdrawn before it takes effect; then it never does.
* A standard is not replaced, wholly or in part, by an older one or by itself. Of two that replace
  each other, the later one replaces the earlier. If neither is later, neither link counts; the same
  applies to a longer circle.

catalogue/link_rules.py states the rule of links in SQL, for all links at once. Only tests call
`link_problem`: they compare the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from stdplan.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

# What cannot come before the publication: `confirmed` stands for any review.
AFTER_PUBLICATION = ("effective", "withdrawn", "confirmed")


def is_before(date: str, other: str) -> bool:
    """Return whether every day of an ISO date is before every day of another one.

    >>> is_before("2001", "2001-05"), is_before("2001-04-30", "2001-05")
    (False, True)
    """
    return date[: len(other)] < other[: len(date)]


def days_before_publication(days: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return those fields of AFTER_PUBLICATION whose day is before the day `published`.

    >>> days_before_publication({"published": "2001-05", "effective": "2001-04-30"})
    ('effective',)
    """
    published = days.get("published")
    if not published:
        return ()
    return tuple(
        name
        for name in AFTER_PUBLICATION
        if (day := days.get(name)) is not None and is_before(day, published)
    )


class ContradictedDay(NamedTuple):
    """A day of a list that contradicts one that is known of its standard already.

    `position`: the row of the list, from 1. `field`: the field of its day. `known_field` and `day`:
    the other day and its field. One of the fields is `published`, `confirmed` is any review.
    """

    position: int
    key: str
    field: str
    known_field: str
    day: str


class Dated(NamedTuple):
    """The days by which standards are ordered: ISO dates, and the year of the number."""

    published: str | None = None
    effective: str | None = None
    number_year: int | None = None


def is_older(one: Dated, other: Dated) -> bool:
    """Return whether one standard is older than the other; False if their days do not tell.

    The publication decides, else the day of effect, else the year of the number. If that is one day
    for both, the days of effect decide.

    >>> is_older(Dated("2001-01-01"), Dated("2005")), is_older(Dated("2005-02"), Dated("2005"))
    (True, False)
    """
    day, other_day = _day(one), _day(other)
    if day and other_day:
        if is_before(day, other_day):
            return True
        if is_before(other_day, day):
            return False
    return bool(one.effective and other.effective and is_before(one.effective, other.effective))


def _day(standard: Dated) -> str | None:
    year = standard.number_year
    return standard.published or standard.effective or (str(year) if year else None)


LinkProblem: TypeAlias = "Literal['itself', 'older', 'circle']"


def link_problem(
    successor: str, target: str, new: Dated, old: Dated, in_circle: bool
) -> LinkProblem | None:
    """Return why the link of a successor (key, days) to what it replaces is impossible, else
    None.

    `in_circle`: the target replaces the successor, too, directly or through others, by links whose
    successor is not older.
    """
    if successor == target:
        return "itself"
    if is_older(old, new):
        return None
    if is_older(new, old):
        return "older"
    return "circle" if in_circle else None
