"""queries/measures.py: how indicators count single records, in the plan's year 2011 and up to the
day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from record_helpers import load, numbered, project
from stdplan.catalogue import database
from stdplan.catalogue.queries import measure_figures, measures, plans
from stdplan.domain.measures import MEASURES
from stdplan.domain.standard_record import StandardRecord

Counted = Callable[..., float | None]


@pytest.fixture
def counted(db: Path) -> Counted:
    """Return a function that measures a catalogue of these records: `counted("published", record,
    …, on="2011-12-31")`."""

    def count(measure: str, *records: StandardRecord, on: str = "2011-12-31") -> float | None:
        catalogue = database.open_catalogue(db)
        with catalogue.operation("test") as work:
            load(work, records)
        plan = plans.choose_plan(catalogue.connection, 2011)
        window = measures.MeasureWindow(catalogue.connection, plan, date.fromisoformat(on))
        return measure_figures.count_measure(window, measure)

    return count


def standard(
    number: str = "JB/T 1-2011", published: str = "2011-05-18", **links: object
) -> StandardRecord:
    """Return a standard with its links: focus, adopts, stages, reviews, replaced_by."""
    record = numbered(number, published=published)
    for name in ("focus", "adopts", "stages", "reviews", "replaced_by"):
        getattr(record, name).extend(links.pop(name, []))
    record.values |= links
    return record


def reached(stage: str, day: str, **links: object) -> StandardRecord:
    """Return a project in machinery that reached a stage on a day."""
    record = project(sector="machinery", **links)
    record.stages = [(stage, day)]
    return record


PRIORITY = "telecom/internet-of-things"


def test_each_measure_has_a_function() -> None:
    assert set(measures.MEASURES) == set(MEASURES)


@pytest.mark.parametrize(
    ("record", "on", "count"),
    [
        (standard(), "2011-12-31", 1),
        (standard(), "2026-01-01", 1),
        (standard(), "2011-05-18", 1),
        (standard(), "2011-05-17", 0),
        (standard(), "2010-12-31", 0),
        (standard(published="2010-12-31"), "2011-12-31", 0),
        (standard(published="2011-01-01"), "2011-12-31", 1),
        (standard(published="2011-12-31"), "2011-12-31", 1),
        (standard(published="2012-01-01"), "2026-01-01", 0),
        (standard(published="2011"), "2011-01-01", 1),
        (standard(published="2011-12"), "2011-12-01", 1),
        # In force in 2011, but its day of publication is unknown.
        (numbered("JB/T 1-2011", effective="2011-06-01"), "2011-12-31", 0),
        # A withdrawal does not subtract, whether later or in the same year.
        (standard(withdrawn="2011-06-01"), "2011-12-31", 1),
        (standard("JB/T 1-2003/XG1-2011"), "2011-12-31", 0),
        (standard("GB/T 1-2011", sector="machinery"), "2011-12-31", 1),
        (standard("GB/T 1-2011"), "2011-12-31", 0),
        (standard("DB11/T 1-2011", sector="machinery"), "2011-12-31", 0),
        (standard("ISO 1:2011", sector="machinery"), "2011-12-31", 0),
        # A sector that is not in the plan, but a focus area of a sector that is.
        (standard("GB/T 1-2011", focus=[PRIORITY]), "2011-12-31", 1),
        (project(sector="machinery", published="2011-05-18"), "2011-12-31", 0),
    ],
)  # fmt: skip
def test_which_standards_count_as_published(
    counted: Counted, record: StandardRecord, on: str, count: int
) -> None:
    assert counted("published", record, on=on) == count


@pytest.mark.parametrize(
    ("measure", "record", "on", "count"),
    [
        ("projects", reached("10", "2011-01-01"), "2011-12-31", 1),
        ("projects", reached("10", "2011-06"), "2011-05-31", 0),
        ("projects", reached("10", "2010-12-31"), "2011-12-31", 0),
        ("projects", reached("20", "2011-05-18"), "2011-12-31", 0),
        ("projects", reached("10", "2011-05-18", terminated="2011-07-01"), "2011-12-31", 1),
        ("projects", reached("10", "2011-05-18", family="local"), "2011-12-31", 0),
        ("projects", standard(stages=[("10", "2011-01-05")]), "2011-12-31", 1),
        ("submitted", reached("50", "2011-12-31"), "2011-12-31", 1),
        ("submitted", reached("10", "2011-12-31"), "2011-12-31", 0),
        ("terminated", reached("10", "2010-05-18", terminated="2011-07-01"), "2011-07-01", 1),
        ("terminated", reached("10", "2010-05-18", terminated="2011-07-01"), "2011-06-30", 0),
        ("terminated", reached("10", "2010-05-18", terminated="2010-07-01"), "2011-12-31", 0),
        ("ended", standard("JB/T 1-2001", "2001-01-01", withdrawn="2011-07-01"), "2011-07-01", 1),
        ("ended", standard("JB/T 1-2001", "2001-01-01", withdrawn="2011-07-01"), "2011-06-30", 0),
        ("ended", standard("JB/T 1-2001", "2001-01-01", withdrawn="2010-07-01"), "2011-12-31", 0),
        ("ended", standard("DB11/T 1-2001", "2001-01-01", withdrawn="2011-07-01"),
         "2011-12-31", 0),
        ("ended:inferred", standard("JB/T 1-2001", "2001-01-01", withdrawn="2011-07-01"),
         "2011-12-31", 0),
        ("priority-projects", reached("10", "2011-05-18"), "2011-12-31", 0),
        ("priority-projects", standard(focus=[PRIORITY], stages=[("10", "2011-02")]),
         "2011-12-31", 1),
        ("innovation", standard(innovation=["patent"]), "2011-12-31", 1),
        ("innovation", reached("10", "2011-05-18", innovation=["patent"]), "2011-12-31", 1),
        ("innovation", standard(innovation=["patent"], stages=[("10", "2011-02")]),
         "2011-12-31", 1),
        ("innovation", standard(), "2011-12-31", 0),
        ("innovation:patent", standard(innovation=["patent"]), "2011-12-31", 1),
        ("innovation:research-project", standard(innovation=["patent"]), "2011-12-31", 0),
        ("adopted", standard(adopts=[("ISO 1", "IDT", None)]), "2011-12-31", 1),
        ("adopted", standard(adopts=[("ISO 1", None, None)]), "2011-12-31", 1),
        ("adopted", standard(adopts=[("ISO 1", "NEQ", None)]), "2011-12-31", 0),
        ("adopted", standard(adopts=[("ISO 1", "NEQ", None), ("ISO 2", "MOD", None)]),
         "2011-12-31", 1),
        ("adopted", standard(published="2012", adopts=[("ISO 1", "IDT", None)]), "2026-01-01", 0),
        ("covered", standard(focus=[PRIORITY]), "2011-12-31", 1),
        ("covered", standard(focus=[PRIORITY]), "2011-01-01", 0),
        ("covered", standard(focus=[PRIORITY], withdrawn="2011-12-31"), "2011-12-31", 0),
        ("covered", standard(focus=[PRIORITY], withdrawn="2012"), "2026-01-01", 1),
        ("recorded", standard(), "2011-12-31", None),
    ],
)  # fmt: skip
def test_measures_of_one_record(
    counted: Counted, measure: str, record: StandardRecord, on: str, count: int | None
) -> None:
    assert counted(measure, record, on=on) == count


def test_two_records_cover_one_focus_area_once(counted: Counted) -> None:
    both = standard(focus=[PRIORITY]), standard("YD/T 1-2011", focus=[PRIORITY])
    assert counted("covered", *both) == 1


def test_the_rate_of_adoption(counted: Counted) -> None:
    records = [
        standard("JB/T 1-2001", adopts=[("ISO 1", "MOD", None)]),
        standard("JB/T 2-2001", adopts=[("ISO 2", "NEQ", None)]),
        standard("JB/T 3-2001"),
        standard("JB/T 4-2001", adopts=[("ISO 4", "IDT", None)], withdrawn="2005"),
    ]
    assert counted("adoption-rate", *records) == 33.3
