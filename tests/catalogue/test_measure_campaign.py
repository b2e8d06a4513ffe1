"""The review campaign of 2011: the standards it has to review, and those that were reviewed."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from helpers import Run
from record_helpers import load, numbered
from stdplan.catalogue import database
from stdplan.catalogue.queries import measure_figures, measures, plans
from stdplan.domain.standard_record import StandardRecord

Campaign = Callable[[StandardRecord, str], tuple[float | None, float | None]]


@pytest.fixture
def campaign(db: Path) -> Campaign:
    """Return a function that counts, for a catalogue of one record on a day, the standards to
    review and those reviewed."""

    def count(record: StandardRecord, on: str) -> tuple[float | None, float | None]:
        catalogue = database.open_catalogue(db)
        with catalogue.operation("test") as work:
            load(work, [record])
        plan = plans.choose_plan(catalogue.connection, 2011)
        window = measures.MeasureWindow(catalogue.connection, plan, date.fromisoformat(on))
        return measure_figures.count_measure(window, "campaign"), measure_figures.count_measure(
            window, "reviewed"
        )

    return count


def old(*reviews: tuple[str, str], number: str = "JB/T 1-2000", **values: object) -> StandardRecord:
    """Return a standard with its reviews (date, outcome)."""
    record = numbered(number, **values)
    record.reviews = list(reviews)
    return record


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        # Old enough by 31 December 2011.
        (old(), (1, 0)),
        (old(effective="2006-12-31"), (1, 0)),
        (old(effective="2007-01-01"), (0, 0)),
        # Reviews of earlier years restart the age; those of the year itself do not.
        (old(("2006-12-31", "confirm")), (1, 0)),
        (old(("2010-12-31", "confirm")), (0, 0)),
        (old(("2010-12-31", "revise")), (1, 0)),
        (old(("2011-01-01", "confirm")), (1, 1)),
        (old(("2011-12-31", "confirm")), (1, 1)),
        (old(("2011-06", "withdraw")), (1, 1)),
        (old(("2012-01-01", "confirm")), (1, 0)),
        (old(("2011-06-01", "confirm"), effective="2009"), (0, 0)),
        # In force in the year, even if only on its first day.
        (old(withdrawn="2011-01-01"), (0, 0)),
        (old(withdrawn="2011-01-02"), (1, 0)),
        (old(withdrawn="2026-07-01", withdrawn_inferred=True), (1, 0)),
        # The plan reviews industry standards; amendments are reviewed with the standard they amend.
        (old(number="GB/T 1-2000"), (0, 0)),
        (old(number="JB/T 1-2000/XG1-2003"), (0, 0)),
        # Without a date there is no age.
        (old(number="企标 甲", family="industry"), (0, 0)),
    ],
)
def test_which_standards_belong_to_the_campaign(
    campaign: Campaign, record: StandardRecord, expected: tuple[int, int]
) -> None:
    assert campaign(record, "2026-11-22") == expected


@pytest.mark.parametrize(("on", "reviewed"), [("2011-05-17", 0), ("2011-05-18", 1)])
def test_reviewed_up_to_the_day(campaign: Campaign, on: str, reviewed: int) -> None:
    assert campaign(old(("2011-05-18", "merge")), on) == (1, reviewed)


@pytest.mark.parametrize(
    ("record", "count"),
    [
        (old(("2011-05-18", "revise")), 1),
        (old(("2011-05-18", "confirm")), 0),
        (old(("2010-05-18", "revise")), 0),
        (old(("2011-05-18", "revise"), ("2011-06-18", "revise")), 1),
        # An outcome counts for every industry standard, also one too young for the campaign.
        (old(("2011-05-18", "revise"), effective="2010"), 1),
        (old(("2011-05-18", "revise"), number="GB/T 1-2000"), 0),
    ],
)
def test_reviewed_with_an_outcome(db: Path, record: StandardRecord, count: int) -> None:
    catalogue = database.open_catalogue(db)
    with catalogue.operation("test") as work:
        load(work, [record])
    plan = plans.choose_plan(catalogue.connection, 2011)
    window = measures.MeasureWindow(catalogue.connection, plan, date(2011, 12, 31))
    assert measure_figures.count_measure(window, "reviewed:revise") == count


def test_later_events_are_ignored_before_the_plans_year(run: Run) -> None:
    """The status and the campaign are those of the day asked about."""
    words = [
        "standards",
        "add",
        "JB/T1-2003",
        "--published",
        "2003",
        "--focus",
        "machinery/basic-components",
    ]
    assert run(*words).code == 0

    def figures(day: str) -> list[object]:
        answer = run("report", "progress", "--as-of", day, "--plan", "2011", "--json").out
        by_code = {row["indicator"]: row for row in json.loads(answer)}
        return [by_code["1.covered"]["counted"], by_code["5.reviewed"]["target"]]

    assert figures("2002-12-31") == [0, 0]
    assert figures("2003-01-01") == figures("2010-12-31") == figures("2011-12-31") == [1, 1]
