"""The status (domain/status.py) and the stage (oracle.py) of a standard on a day, and the day from
which its age counts."""

from datetime import date

import pytest

from oracle import Life, Reviewed, confirmed, counted_from, is_there, stage, status
from stdplan.domain.dates import first_day


def on(text: str) -> date:
    """Return a day as the catalogue stores it: known to the day, month or year."""
    return first_day(text)


# Published in May 2001, in force since 1 October 2001, replaced on 1 March 2011.
USUAL = Life(
    2001, published=on("2001-05"), effective=on("2001-10-01"), successors=(on("2011-03-01"),)
)
# A project: approved in 2009, in stage drafting since June 2010, ended without a standard on 2
# February 2012.
PROJECT = Life(
    has_number=False,
    stages=((on("2009"), "10"), (on("2010-06"), "20")),
    terminated=on("2012-02-02"),
)
# Withdrawn (废止) in a list without a day: the day of import is used.
INFERRED_WITHDRAWAL = Life(1994, withdrawn=on("2026-07-01"), withdrawn_inferred=True)
REPLACED = Life(
    1994, withdrawn=on("2026-07-01"), withdrawn_inferred=True, successors=(on("2012-05-01"),)
)
# Withdrawn (废止) on a known day: a successor's day does not change it.
ENDED = Life(1994, withdrawn=on("2005-01-01"), successors=(on("2003-01-01"),))
UNDER_REVIEW = Life(
    2001,
    effective=on("2001-10-01"),
    stages=((on("2006-03-01"), "90"), (on("2011-03-01"), "90")),
    reviews=(Reviewed(on("2006-09-01"), "confirm"),),
)
DATELESS = Life(None)
UNNUMBERED = Life(None, has_number=False)


@pytest.mark.parametrize(
    ("life", "day", "expected"),
    [
        (USUAL, "2001-05-01", ("upcoming", "60")),
        (USUAL, "2001-09-30", ("upcoming", "60")),
        (USUAL, "2001-10-01", ("in-force", "60")),
        (USUAL, "2011-02-28", ("in-force", "60")),
        (USUAL, "2011-03-01", ("withdrawn", "95")),
        (PROJECT, "2009-01-01", ("planned", "10")),
        (PROJECT, "2010-05-31", ("planned", "10")),
        (PROJECT, "2010-06-01", ("planned", "20")),
        (PROJECT, "2012-02-02", ("terminated", "20")),
        (UNNUMBERED, "2011-05-18", ("planned", None)),
        (DATELESS, "2011-05-18", ("in-force", "60")),
        (INFERRED_WITHDRAWAL, "2026-06-30", ("in-force", "60")),
        (INFERRED_WITHDRAWAL, "2026-07-01", ("withdrawn", "95")),
        (REPLACED, "2012-04-30", ("in-force", "60")),
        (REPLACED, "2012-05-01", ("withdrawn", "95")),
        (ENDED, "2004-12-31", ("in-force", "60")),
        (ENDED, "2005-01-01", ("withdrawn", "95")),
        (UNDER_REVIEW, "2006-08-31", ("in-force", "90")),
        (UNDER_REVIEW, "2006-09-01", ("in-force", "60")),
        (UNDER_REVIEW, "2011-03-01", ("in-force", "90")),
    ],
)
def test_status_and_stage(life: Life, day: str, expected: tuple[str, str | None]) -> None:
    assert (status(life, on(day)), stage(life, on(day))) == expected


@pytest.mark.parametrize(
    ("life", "day", "there"),
    [
        (USUAL, "2001-04-30", False),
        (USUAL, "2001-05-01", True),
        (Life(2001, published=on("2001-05-18")), "2001-01-01", False),
        (Life(2001), "2000-12-31", False),
        (Life(2001), "2001-01-01", True),
        (PROJECT, "2008-12-31", False),
        (DATELESS, "1900-01-01", True),
        (Life(None, reviews=(Reviewed(on("2011-05"), "revise"),)), "2011-04-30", False),
        (Life(None, withdrawn=on("2011-05")), "2011-04-30", False),
    ],
)
def test_first_known_day(life: Life, day: str, there: bool) -> None:
    assert is_there(life, on(day)) is there


CONFIRMED = Life(
    2001,
    published=on("2001-05-18"),
    effective=on("2001-10-01"),
    reviews=(
        Reviewed(on("2006-04"), "confirm"),
        Reviewed(on("2010-01-05"), "revise"),
        Reviewed(on("2011-02-01"), "confirm"),
    ),
)


@pytest.mark.parametrize(
    ("life", "day", "expected"),
    [
        (CONFIRMED, "2006-03-31", ("2001-10-01", "effective")),
        (CONFIRMED, "2006-04-01", ("2006-04-01", "confirmed")),
        (
            CONFIRMED,
            "2011-01-31",
            ("2006-04-01", "confirmed"),
        ),  # the outcome revise does not restart the age
        (CONFIRMED, "2011-02-01", ("2011-02-01", "confirmed")),
        (Life(2001, published=on("2001-05")), "2011-01-01", ("2001-05-01", "published")),
        (Life(2001), "2011-01-01", ("2001-01-01", "number-year")),
        # Confirmed before it took effect: the later day counts.
        (
            Life(2001, effective=on("2002"), reviews=(Reviewed(on("2001-12"), "confirm"),)),
            "2011-01-01",
            ("2002-01-01", "effective"),
        ),
        (Life(None, reviews=CONFIRMED.reviews), "2011-01-01", ("2006-04-01", "confirmed")),
    ],
)
def test_counted_from(life: Life, day: str, expected: tuple[str, str]) -> None:
    assert counted_from(life, on(day)) == (on(expected[0]), expected[1])


def test_without_any_date_there_is_no_age() -> None:
    assert counted_from(DATELESS, on("2011-01-01")) is None


def test_confirmed_ignores_later_reviews() -> None:
    assert confirmed(CONFIRMED, on("2011-01-31")) == on("2006-04-01")
