"""How indicators count activities: in the plan's year, up to the day, and by the kinds of each
plan."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from helpers import Run
from stdplan.catalogue import activities, database
from stdplan.catalogue.queries import measure_figures, measures, plans

Counted = Callable[..., float | None]
Values = dict[str, str]


@pytest.fixture
def counted(db: Path) -> Counted:
    """Return a function that measures activities: `counted("activity:training", {…}, …,
    on="2011-12-31")`."""

    def count(measure: str, *given_values: Values, on: str = "2011-12-31") -> float | None:
        catalogue = database.open_catalogue(db)
        with catalogue.operation("test") as work:
            for place, values in enumerate(given_values):
                activities.add(work, {"kind": "training", "title": str(place), **values})
        window = measures.MeasureWindow(
            catalogue.connection,
            plans.choose_plan(catalogue.connection, 2011),
            date.fromisoformat(on),
        )
        return measure_figures.count_measure(window, measure)

    return count


@pytest.mark.parametrize(
    ("values", "on", "count"),
    [
        ({"date": "2011-05-18"}, "2011-12-31", 1),
        ({"date": "2011-05-18"}, "2011-05-18", 1),
        ({"date": "2011-05-18"}, "2011-05-17", 0),
        ({"date": "2011-05-18"}, "2010-12-31", 0),
        ({"date": "2011-05-18"}, "2026-01-01", 1),
        ({"date": "2010-12-31"}, "2011-12-31", 0),
        ({"date": "2012-01-01"}, "2026-01-01", 0),
        ({"date": "2011"}, "2011-01-01", 1),
        ({"date": "2011-12"}, "2011-12-01", 1),
        # Only planned: it does not count until it is closed.
        ({"due": "2011-05-18"}, "2011-12-31", 0),
        ({"due": "2011-05-18", "closed": "2011-06-01"}, "2011-12-31", 1),
        ({"due": "2011-05-18", "closed": "2011-06-01"}, "2011-05-31", 0),
        ({"expires": "2011-05-18"}, "2011-12-31", 0),
        # It counts on its date, whenever it was closed.
        ({"date": "2010-05-18", "closed": "2011-05-18"}, "2011-12-31", 0),
        ({"kind": "study", "date": "2011-05-18"}, "2011-12-31", 0),
    ],
)
def test_which_activities_count(counted: Counted, values: Values, on: str, count: int) -> None:
    assert counted("activity:training", values, on=on) == count


@pytest.mark.parametrize(
    ("values", "measure", "on", "count"),
    [
        ({"state": "accepted"}, "accepted", "2011-12-31", 1),
        ({"state": "accepted"}, "published", "2011-12-31", 0),
        ({"state": "accepted"}, "published,accepted", "2011-12-31", 1),
        ({"state": "accepted"}, "published, accepted", "2011-12-31", 1),
        ({}, "accepted", "2011-12-31", 0),
        # Its final state was reached on that day.
        ({"state": "accepted", "closed": "2011-06-01"}, "accepted", "2011-05-31", 0),
        ({"state": "accepted", "closed": "2011-06-01"}, "accepted", "2011-06-01", 1),
        ({"state": "accepted", "closed": "2012-06-01"}, "accepted", "2026-01-01", 0),
    ],
)
def test_states_count_from_the_day_they_are_reached(
    counted: Counted, values: Values, measure: str, on: str, count: int
) -> None:
    given_values = {"date": "2011-02-01", **values}
    assert counted(f"activity:training:{measure}", given_values, on=on) == count


@pytest.mark.parametrize(
    ("values", "on", "count"),
    [
        ({"date": "2011-02-01"}, "2011-12-31", 0),
        ({"date": "2010-02-01", "closed": "2011-06"}, "2011-06-01", 1),
        ({"closed": "2011-06-01"}, "2011-05-31", 0),
        ({"closed": "2012-06-01"}, "2026-01-01", 0),
    ],
)
def test_closed_activities(counted: Counted, values: Values, on: str, count: int) -> None:
    assert counted("closed:training", values, on=on) == count


def test_quantities_add_up_exactly(counted: Counted) -> None:
    amounts = [{"date": "2011-05", "quantity": amount} for amount in ("0.1", "0.2", "120")]
    later = {"date": "2012-05", "quantity": "7"}
    assert counted("quantity:training", *amounts, later, {"date": "2011-05"}) == 120.3


@pytest.mark.parametrize("name", ["organisation", "region"])
def test_each_organisation_and_region_counts_once(counted: Counted, name: str) -> None:
    given_values = [{"date": "2011-05", name: word} for word in ("甲", "甲", "乙")]
    assert (
        counted(
            f"{name}s:training", *given_values, {"date": "2011-05"}, {"date": "2012", name: "丙"}
        )
        == 2
    )


SECTORS = """\
plan: 2012
sectors:
  - code: robots
    kind: industry
    name_zh: 机器人
    name_en: Robots
    prefixes: [JR]
    focus_areas: []
"""
TASKS = """\
plan:
  year: 2012
  title_zh: 计划
  title_en: Plan
  issuer_zh: 部
  issuer_en: Ministry
  review: {years: 5, families: [industry], cutoff: 12-31}
  project_months: 18
themes:
  - {number: 1, title_zh: 做, title_en: Do}
tasks:
  - number: 1
    theme: 1
    title_zh: 做
    title_en: Do
    summary_zh: 做
    summary_en: Do
    main: 1.seminars
    indicators:
      - code: 1.seminars
        name_zh: 研讨会
        name_en: Seminars
        unit_zh: 次
        unit_en: times
        measure: activity:seminar
        target: 4
      - code: 1.people
        name_zh: 人数
        name_en: People
        unit_zh: 人
        unit_en: heads
        measure: quantity:training
    activity_kinds:
      - {code: seminar, name_zh: 研讨会, name_en: Seminar, unit_zh: 次, unit_en: times}
      - {code: training, name_zh: 培训, name_en: Course, unit_zh: 人, unit_en: heads}
"""


@pytest.fixture
def run_two(run: Run, tmp_path: Path) -> Run:
    """Run the program with a second plan, of 2012: it has a new kind, and one with a code of
    2011."""
    (tmp_path / "s.yaml").write_text(SECTORS, "utf-8")
    (tmp_path / "t.yaml").write_text(TASKS, "utf-8")
    files = ("--sectors", str(tmp_path / "s.yaml"), "--tasks", str(tmp_path / "t.yaml"))
    assert run("init", *files).code == 0
    return run


def test_a_new_kind_needs_only_a_line_of_the_plan(run_two: Run) -> None:
    assert run_two("activities", "add", "研讨会", "第一次", "--on", "2012-03-01").code == 0
    progress = run_two("report", "progress", "--fields", "indicator,target,counted").rows
    assert ["1.seminars", "4", "1"] in progress


def test_an_activity_belongs_to_the_plan_of_its_year(run_two: Run) -> None:
    for day in ("2011-05-18", "2012-05-18", "2013-05-18"):
        words = ("training", day, "--on", day, "--quantity", "3")
        assert run_two("activities", "add", *words).code == 0
    listed = ("activities", "list", "--fields", "title,task,unit", "--no-header")
    in_2011, in_2012 = ["2011-05-18", "12", "people"], ["2012-05-18", "1", "heads"]
    # 2013 has no plan: the plan asked for is used, else the newest.
    assert run_two(*listed).rows == [in_2011, in_2012, ["2013-05-18", "1", "heads"]]
    of_2011 = run_two(*listed, "--plan", "2011").rows
    assert of_2011 == [in_2011, ["2013-05-18", "12", "people"]]
    assert run_two(*listed, "--task", "1").rows[0] == in_2012
    for year, counted in (("2011", "3"), ("2012", "3")):
        code = {"2011": "12.people", "2012": "1.people"}[year]
        words = ("report", "progress", "--plan", year, "--fields", "indicator,counted")
        assert [code, counted] in run_two(*words).rows


def test_a_kind_has_the_name_of_the_plan_of_its_year(run_two: Run) -> None:
    assert run_two("activities", "add", "Course", "x", "--on", "2012-05-18").code == 0
    # If the plan does not have the name, a kind of another plan is meant.
    assert run_two("activities", "add", "标准化培训", "y", "--on", "2012-05-18").code == 0
    kinds = run_two("activities", "list", "--fields", "kind", "--no-header").rows
    assert kinds == [["training"], ["training"]]
    unknown = run_two("activities", "add", "dance", "z")
    assert '"dance" is not a kind of activity; known kinds: seminar, training' in unknown.err
