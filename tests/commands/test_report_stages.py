"""`stdplan report stages` and `report moves`: the time in stages, and changes of stage."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import Run, shown

# Plan number, stages with their days; the number that stage 60 gives it.
PROJECTS = {
    "2011-0001T-JB": "10=2011-01-01 20=2011-01-31 60=2011-12-01",
    "2011-0002T-JB": "10=2011-01-01 20=2011-01-11",
    "2011-0003T-JB": "10=2011-01-01 95=2011-03-02",
    "2011-0004T-YB": "10=2011-02-01",
}


@pytest.fixture(scope="module")
def origin(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with four projects in different stages."""
    for plan, life in PROJECTS.items():
        first, *rest = [step.split("=") for step in life.split()]
        assert run_blank("standards", "add", plan, "--title", plan, "--on", first[1]).code == 0
        for code, day in rest:
            number = ("--number", "JB/T 1-2011") if code == "60" else ()
            moved = run_blank("standards", "stage", plan, code, "--on", day, *number)
            assert moved.code == 0, moved.err
    return blank


def stages(run: Run, *options: str) -> dict[str, dict[str, Any]]:
    rows = json.loads(run("report", "stages", "--json", *options).out)
    return {row.pop("stage"): row for row in rows}


def test_time_in_each_stage(run: Run) -> None:
    result = stages(run, "--as-of", "2011-06-01")
    assert list(result) == ["00", "10", "20", "30", "40", "50"]
    assert result["10"] == {
        "name": "proposal", "limit_months": 3, "in_stage": 1, "over_limit": 1,
        "longest": "2011-0004T-YB", "longest_days": 120, "left": 3, "mean_days": 33.3,
        "median_days": 30.0, "suspended": 0,
    }  # fmt: skip
    assert (result["20"]["in_stage"], result["20"]["longest"]) == (2, "2011-0002T-JB")
    assert (result["20"]["over_limit"], result["20"]["median_days"]) == (0, None)
    assert (result["00"]["limit_months"], result["00"]["over_limit"]) == (None, None)


def test_a_limit_is_passed_on_the_day_after(run: Run) -> None:
    assert stages(run, "--as-of", "2011-05-01")["10"]["over_limit"] == 0
    assert stages(run, "--as-of", "2011-05-02")["10"]["over_limit"] == 1


def test_publication_ends_a_stage(run: Run) -> None:
    result = stages(run, "--year", "2011")["20"]
    assert (result["in_stage"], result["left"], result["mean_days"]) == (1, 1, 304.0)


def test_the_stages_of_one_sector(run: Run) -> None:
    result = stages(run, "--as-of", "2011-06-01", "--sector", "machinery")["10"]
    assert (result["in_stage"], result["left"]) == (0, 3)


def test_show_has_the_days_in_each_stage(run: Run) -> None:
    days_in_stages = [(step["stage"], step["days"]) for step in shown(run, "JB/T 1-2011")["stages"]]
    assert days_in_stages == [("10", 30), ("20", 304)]
    still = json.loads(run("standards", "show", "2011-0002T-JB", "--year", "2011", "--json").out)
    assert [step["days"] for step in still[0]["stages"]] == [10, 354]


MOVED = """\
number title sector from_stage stage event date days
2011-0002T-JB 2011-0002T-JB machinery 10 20 staged 2011-01-11 10
JB/T_1-2011 2011-0001T-JB machinery 10 20 staged 2011-01-31 30
2011-0004T-YB 2011-0004T-YB steel - 10 staged 2011-02-01 -
2011-0003T-JB 2011-0003T-JB machinery 10 - terminated 2011-03-02 60
"""


def test_moves_since_a_day(run: Run) -> None:
    answer = run("report", "moves", "--since", "2011-01-02", "--until", "2011-03")
    lines = [" ".join(cell.replace(" ", "_") or "-" for cell in row) for row in answer.rows]
    assert lines == MOVED.splitlines()
    steel = run("report", "moves", "--since", "2011", "--sector", "steel", "--no-header")
    assert [row[0] for row in steel.rows] == ["2011-0004T-YB"]


def test_publication_review_and_withdrawal_are_moves(run: Run) -> None:
    run("standards", "stage", "JB/T 1-2011", "90", "--on", "2016-03-01")
    run("review", "record", "JB/T 1-2011", "--outcome", "confirm", "--on", "2016-06-30")
    run("standards", "add", "JB/T 1-2020", "--published", "2020-05", "--replaces", "JB/T 1-2011")
    answer = run("report", "moves", "--since", "2011-12-01", "--no-header")
    assert [row[:1] + row[3:] for row in answer.rows] == [
        ["JB/T 1-2011", "20", "60", "published", "2011-12-01", "304"],
        ["JB/T 1-2011", "60", "90", "staged", "2016-03-01", "1552"],
        ["JB/T 1-2011", "90", "60", "reviewed", "2016-06-30", "121"],
        ["JB/T 1-2011", "60", "95", "withdrawn", "2020-05-01", "1401"],
        ["JB/T 1-2020", "", "60", "published", "2020-05", ""],
    ]


def test_moves_need_days_in_order(run: Run) -> None:
    answer = run("report", "moves", "--since", "2012", "--until", "2011")
    assert (answer.code, "--since: 2012-01-01 is after 2011-12-31" in answer.err) == (2, True)
    assert run("report", "moves").code == 2
