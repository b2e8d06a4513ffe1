"""`stdplan report`: indicators against their targets, and the pipeline by sector."""

import json
from typing import Any

import pytest

from helpers import Run

LIST = """\
标准编号,计划号,标准名称,发布日期,实施日期,采标情况,创新成果
JB/T 1-2011,,甲,2011-05-18,2011-10-01,"ISO 1:2000,IDT",专利
QB/T 2-2011,,乙,2011-12-20,2012-03-01,"ISO 2:2000,NEQ",
GB/T 3-2011,,丙,2011-12-20,2012-03-01,,
JB/T 4-2010,,丁,2010-12-31,2011-03-01,,
JB/T 1-2011/XG1-2011,,甲 第1号修改单,2011-11-01,2011-11-01,,
JB/T 5-2001,,戊,2001-05-18,2001-10-01,,
JB/T 6-2006,,己,2006-12-31,2006-12-31,,
,2011-0123T-JB,庚,,,,科研项目
"""


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program on a catalogue of a year's work, as if imported in March 2011."""
    monkeypatch.setenv("STDPLAN_TODAY", "2011-03-01")
    assert run("standards", "import", "-", stdin=LIST).code == 0
    monkeypatch.setenv("STDPLAN_TODAY", "2026-11-22")
    return run


def progress(run: Run, *options: str) -> dict[str, dict[str, Any]]:
    """Return the rows of `report progress` by indicator."""
    rows = json.loads(run("report", "progress", "--json", *options).out)
    return {row["indicator"]: row for row in rows}


def test_every_indicator_in_the_order_of_the_tasks(run: Run) -> None:
    answer = run("report", "progress")
    header = "task indicator name unit target counted recorded actual percent"
    assert answer.rows[0] == [*header.split(), "denominator", "denominator_of"]
    tasks = [int(row[0]) for row in answer.rows[1:]]
    assert tasks == sorted(tasks)
    assert set(tasks) == set(range(1, 14))


def test_published_counts_each_number_once_and_no_amendment(run: Run) -> None:
    run("progress", "record", "3", "1498", "--indicator", "published", "--on", "2011-06-30")
    run("standards", "edit", "GB/T 3-2011", "--sector", "machinery")
    published = progress(run)["3.published"]
    assert (published["target"], published["counted"], published["recorded"]) == (3000, 3, 1498)
    assert (published["actual"], published["percent"]) == (1501, 50.0)


def test_a_standard_outside_the_sectors_of_the_plan_does_not_count(run: Run) -> None:
    assert progress(run)["3.published"]["counted"] == 2


def test_a_later_withdrawal_does_not_subtract(run: Run) -> None:
    run("standards", "stage", "JB/T 1-2011", "95", "--on", "2011-12-01")
    assert progress(run)["3.published"]["counted"] == 2


def test_only_events_up_to_the_day_count(run: Run) -> None:
    run("progress", "record", "3", "5", "--indicator", "published", "--on", "2011-06-30")
    early, none = progress(run, "--as-of", "2011-06-29"), progress(run, "--as-of", "2010-12-31")
    assert (early["3.published"]["counted"], early["3.published"]["recorded"]) == (1, 0)
    assert none["3.published"]["actual"] == 0
    assert progress(run, "--year", "2026")["3.published"]["actual"] == 7


def test_the_other_measures(run: Run) -> None:
    run("standards", "edit", "2011-0123T-JB", "--sector", "machinery")
    report = progress(run)
    assert report["3.projects"]["counted"] == 1
    assert report["2.patents"]["counted"] == 1
    assert report["2.research-projects"]["counted"] == 1
    assert report["4.adopted"]["counted"] == 1
    assert report["3.published"]["percent"] == 0.1
    assert report["3.submitted"]["percent"] is None


def test_the_two_readings_of_the_target(run: Run) -> None:
    """The press report of February 2012: 2,973 plan projects issued, 2,275 standards published."""
    run("progress", "record", "3", "2972", "--on", "2011-12-31")  # one project is in the catalogue
    run("progress", "record", "3", "2273", "--indicator", "3.published", "--on", "2011-12-31")
    run("standards", "edit", "2011-0123T-JB", "--sector", "machinery")
    rows = json.loads(run("report", "progress", "--year", "2011", "--task", "3", "--json").out)
    assert [(row["indicator"], row["target"], row["actual"], row["percent"]) for row in rows] == [
        ("3.projects", 3000, 2973, 99.1),
        ("3.published", 3000, 2275, 75.8),
        ("3.submitted", None, 0, None),
    ]


def test_the_campaign_is_the_target_of_the_reviews(run: Run) -> None:
    assert progress(run)["5.reviewed"]["target"] == 2
    run("review", "record", "JB/T 5-2001", "--outcome", "confirm", "--on", "2011-06-30")
    reviewed = progress(run)["5.reviewed"]
    assert (reviewed["target"], reviewed["counted"], reviewed["percent"]) == (2, 1, 50.0)


def test_sectors_add_up_to_the_catalogue(run: Run) -> None:
    rows = json.loads(run("report", "sectors", "--json").out)
    assert sum(row["records"] for row in rows) == 8
    [machinery] = [row for row in rows if row["sector"] == "machinery"]
    assert (machinery["records"], machinery["stage_60"], machinery["in_force"]) == (6, 5, 5)
    # A plan number of the ministry contains its industry: 2011-0123T-JB.
    assert (machinery["stage_10"], machinery["planned"]) == (1, 1)
    assert rows[-1]["sector"] is None


def test_a_missing_plan_is_an_error(run: Run) -> None:
    answer = run("report", "progress", "--plan", "1999")
    assert answer.code == 66
    assert "the catalogue has no plan of 1999; its plans: 2011" in answer.err
