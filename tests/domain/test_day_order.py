"""Days that contradict each other, and impossible links between standards."""

import sqlite3

import pytest

from stdplan.catalogue import link_rules
from stdplan.domain.day_order import (
    Dated,
    days_before_publication,
    is_before,
    is_older,
    link_problem,
)


@pytest.mark.parametrize(
    ("date", "other", "expected"),
    [
        ("2001-05-17", "2001-05-18", True),
        ("2001-05-18", "2001-05-18", False),
        ("2001-05-19", "2001-05-18", False),
        ("2001-04-30", "2001-05", True),
        ("2001-05-01", "2001-05", False),
        ("2001", "2001-05", False),
        ("2001-05", "2001", False),
        ("2000-12-31", "2001", True),
        ("2000", "2001-01-01", True),
    ],
)
def test_dates_are_compared_at_the_coarser_precision(date: str, other: str, expected: bool) -> None:
    assert is_before(date, other) is expected


@pytest.mark.parametrize(
    ("published", "effective", "withdrawn", "confirmed", "expected"),
    [
        ("2001-01-01", "2001-06-01", "2005-01-01", "2004", ()),
        ("2001-01-01", "2001-06-01", "1999-01-01", None, ("withdrawn",)),
        ("2001-01-01", "2000-12-31", None, None, ("effective",)),
        ("2001-01-01", None, None, "2000", ("confirmed",)),
        ("2001-01-01", "2000", "1999", "1998", ("effective", "withdrawn", "confirmed")),
        # It never took effect.
        ("2001-01-01", "2002-01-01", "2001-06-01", None, ()),
        # A day within the month or year of the other one.
        ("2001-05", "2001", "2001-05-01", "2001", ()),
        # Without a publication there is nothing to compare with.
        (None, "2001-01-01", "1999-01-01", "1998", ()),
    ],
)
def test_nothing_comes_before_the_publication(
    published: str | None,
    effective: str | None,
    withdrawn: str | None,
    confirmed: str | None,
    expected: tuple[str, ...],
) -> None:
    days = {
        "published": published,
        "effective": effective,
        "withdrawn": withdrawn,
        "confirmed": confirmed,
    }
    assert days_before_publication(days) == expected


# One standard and another one: the first is older, neither is, or the second is.
ORDERED = [
    (Dated("2001-01-01"), Dated("2005-01-01"), 1),
    (Dated("2001"), Dated("2001-05-18"), 0),
    (Dated("2001-05"), Dated("2001-06-01"), 1),
    # The publication counts, also if the other one takes effect first.
    (Dated("2001-01-01", "2002-01-01"), Dated("2001-03-01", "2001-04-01"), 1),
    # Published together: the day of effect.
    (Dated("2001-01-01", "2001-02-01"), Dated("2001-01-01", "2001-06-01"), 1),
    (Dated("2001-01-01", "2001-02-01"), Dated("2001-01-01"), 0),
    # Without a publication: the day of effect, else the year of the number.
    (Dated(None, "2001-02-01"), Dated(None, "2001-03-01"), 1),
    (Dated(None, "2001-02-01", 2005), Dated("2001-03-01"), 1),
    (Dated(number_year=2001), Dated("2005-01-01", number_year=1999), 1),
    (Dated(number_year=2001), Dated("2001-05-18"), 0),
    (Dated(), Dated("2001-05-18"), 0),
    (Dated(), Dated(), 0),
]


@pytest.mark.parametrize(("one", "other", "order"), ORDERED)
def test_the_older_of_two(one: Dated, other: Dated, order: int) -> None:
    assert is_older(one, other) is (order == 1)
    assert not is_older(other, one)


def test_sql_says_the_same() -> None:
    connection = sqlite3.connect(":memory:")
    sql = f"""
        WITH one (published, effective, number_year) AS (VALUES (?, ?, ?)),
        other (published, effective, number_year) AS (VALUES (?, ?, ?))
        SELECT {link_rules.is_older("one", "other")} FROM one, other
    """
    dated = [standard for pair in ORDERED for standard in pair[:2]]
    for one in dated:
        for other in dated:
            answer = connection.execute(sql, (*one, *other)).fetchone()[0]
            assert bool(answer) == is_older(one, other), (one, other)


@pytest.mark.parametrize(
    ("successor", "new", "old", "in_circle", "problem"),
    [
        ("B", Dated("2005"), Dated("2001"), False, None),
        ("B", Dated("2001"), Dated("2005"), False, "older"),
        ("B", Dated("2001"), Dated("2001"), False, None),
        ("B", Dated(), Dated("2001"), False, None),
        ("A", Dated("2001"), Dated("2001"), False, "itself"),
        # Of two that replace each other, the later one replaces the earlier.
        ("B", Dated("2005"), Dated("2001"), True, None),
        ("B", Dated("2001"), Dated("2005"), True, "older"),
        ("B", Dated("2001"), Dated("2001"), True, "circle"),
        ("B", Dated(), Dated("2001"), True, "circle"),
    ],
)
def test_a_link_to_what_is_replaced(
    successor: str, new: Dated, old: Dated, in_circle: bool, problem: str | None
) -> None:
    assert link_problem(successor, "A", new, old, in_circle) == problem
