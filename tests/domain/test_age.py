"""The age of a standard (domain/dates.py, oracle.py): whole years, the cutoff day, and whether a
review is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle import Life, Reviewed, age, is_due
from stdplan.domain.dates import add_years, cutoff, first_day

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


def on(text: str) -> date:
    """Return a day as the catalogue stores it: known to the day, month or year."""
    return first_day(text)


@pytest.mark.parametrize(
    ("since", "day", "years"),
    [
        ("2006-05-18", "2011-05-17", 4),
        ("2006-05-18", "2011-05-18", 5),
        ("2006", "2010-12-31", 4),
        ("2006", "2011-01-01", 5),
        ("2008-02-29", "2013-02-27", 4),
        ("2008-02-29", "2013-02-28", 5),
        ("2008-02-29", "2012-02-28", 3),
        ("2008-02-29", "2012-02-29", 4),
        ("2007-02-28", "2012-02-28", 5),
        ("2007-03-01", "2012-02-29", 4),
        ("2012-01-01", "2011-05-18", 0),
    ],
)
def test_age(since: str, day: str, years: int) -> None:
    assert age(on(since), on(day)) == years


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("2011-12-31", 5, "2006-12-31"),
        ("2012-02-29", 5, "2007-02-28"),
        ("2012-02-29", 4, "2008-02-29"),
        ("2013-02-28", 5, "2008-02-29"),
        ("2012-02-28", 4, "2008-02-28"),
        ("2013-03-01", 5, "2008-03-01"),
    ],
)
def test_cutoff(day: str, years: int, expected: str) -> None:
    assert cutoff(on(day), years) == on(expected)


LEAP_DAYS = st.integers(1904, 2996).map(lambda year: date(year - year % 4, 2, 28))
NEAR_LEAP_DAYS = st.tuples(LEAP_DAYS, st.integers(0, 2)).map(lambda t: t[0] + timedelta(t[1]))


@given(DAYS | NEAR_LEAP_DAYS, st.integers(1, 60))
def test_cutoff_is_the_latest_day_of_that_age(day: date, years: int) -> None:
    latest = cutoff(day, years)
    assert add_years(latest, years) <= day < add_years(latest + timedelta(1), years)


@given(DAYS | NEAR_LEAP_DAYS, DAYS | NEAR_LEAP_DAYS, st.integers(1, 60))
def test_age_reaches_n_on_the_nth_anniversary(since: date, day: date, years: int) -> None:
    assert (age(since, day) >= years) == (add_years(since, years) <= day)


def with_reviews(*reviews: Reviewed) -> Life:
    """Return a standard in force since 18 May 2000, with these reviews."""
    return Life(2000, effective=on("2000-05-18"), reviews=reviews)


FELL_THROUGH = Reviewed(on("2004-06-01"), "revise", project_terminated=on("2006-01-01"))


@pytest.mark.parametrize(
    ("life", "day", "due"),
    [
        (with_reviews(), "2005-05-17", False),
        (with_reviews(), "2005-05-18", True),
        (Life(2000), "2005-01-01", True),
        (with_reviews(Reviewed(on("2001-06"), "confirm")), "2006-05-31", False),
        (with_reviews(Reviewed(on("2001-06"), "confirm")), "2006-06-01", True),
        # Any outcome postpones the next review; only confirm restarts the age.
        (with_reviews(Reviewed(on("2004-06"), "revise")), "2009-05-31", False),
        (with_reviews(Reviewed(on("2004-06"), "revise")), "2009-06-01", True),
        (with_reviews(Reviewed(on("2004-06"), "merge")), "2009-05-31", False),
        (with_reviews(Reviewed(on("2004-06"), "withdraw")), "2009-05-31", False),
        # A revision that ended without a standard does not count from that day on.
        (with_reviews(FELL_THROUGH), "2005-12-31", False),
        (with_reviews(FELL_THROUGH), "2006-01-01", True),
        # Events after the day asked about are ignored.
        (with_reviews(Reviewed(on("2005-06-01"), "confirm")), "2005-05-31", True),
        (Life(2000, effective=on("2000-05-18"), withdrawn=on("2006")), "2005-12-31", True),
        (Life(2000, effective=on("2000-05-18"), withdrawn=on("2006")), "2006-01-01", False),
        (Life(2000, published=on("2000"), effective=on("2012")), "2011-01-01", False),
        (Life(2000, effective=on("2000-02-29")), "2005-02-27", False),
        (Life(2000, effective=on("2000-02-29")), "2005-02-28", True),
        (Life(1999, effective=on("1999-02-28")), "2004-02-29", True),
        (Life(has_number=False), "2020-01-01", False),
        (Life(), "2020-01-01", False),
    ],
)
def test_is_due_after_five_years(life: Life, day: str, due: bool) -> None:
    assert is_due(life, on(day), 5) is due
