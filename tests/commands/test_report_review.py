"""`stdplan report review`: campaign, backlog, ages and outcomes of a year."""

import json
from typing import Any

import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,实施日期
JB/T 1-2001,甲,2001-10-01
JB/T 2-2006,乙,2006-12-31
JB/T 3-2007,丙,2007-01-01
JB/T 4-1998,丁,
YB/T 5-2001,戊,2001-10-01
QX/T 6-2001,己,2001-10-01
GB/T 7-2001,庚,2001-10-01
JB/T 1-2001/XG1-2003,甲 第1号修改单,2003-01-01
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with three standards reviewed in 2011."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    for number, outcome, day in (
        ("JB/T 1-2001", "confirm", "2011-06-30"),
        ("JB/T 4-1998", "revise", "2011-09-30"),
        ("YB/T 5-2001", "confirm", "2011-12-31"),
    ):
        assert run("review", "record", number, "--outcome", outcome, "--on", day).code == 0
    return run


def total(run: Run, *options: str) -> dict[str, Any]:
    [row] = json.loads(run("report", "review", "--by", "all", "--json", *options).out)
    assert isinstance(row, dict)
    return row


def test_the_figures_of_a_year(run: Run) -> None:
    assert total(run, "--year", "2011") == {
        "campaign": 5, "done": 3, "rate": 60.0, "backlog": 2, "in_force": 6, "age_0_5": 3,
        "age_5_10": 1, "age_10_up": 2, "no_age": 0, "mean_age": 5.3, "reviews": 3,
        "confirm": 66.7, "revise": 33.3, "merge": 0.0, "withdraw": 0.0, "amend": 0.0,
        "convert": 0.0, "added": 0, "left_out": 0, "decided": 3, "proposed": 0,
        "unanswered": 2,
    }  # fmt: skip


def test_up_to_the_day(run: Run) -> None:
    figures = total(run, "--as-of", "2011-09-29")
    assert (figures["campaign"], figures["done"], figures["reviews"], figures["confirm"]) == (
        5,
        1,
        1,
        100,
    )
    # On that day JB/T 2-2006 is not five years old, and JB/T 4-1998 is not reviewed yet.
    assert figures["backlog"] == 3


def test_a_past_and_a_future_year(run: Run) -> None:
    early = total(run, "--year", "2006")
    assert (early["campaign"], early["done"], early["reviews"], early["merge"]) == (4, 0, 0, None)
    late = total(run, "--year", "2036")
    assert (late["campaign"], late["backlog"], late["age_10_up"]) == (6, 6, 6)


def test_by_sector_adds_up(run: Run) -> None:
    rows = json.loads(run("report", "review", "--year", "2011", "--json").out)
    by_sector = {row["sector"]: row for row in rows}
    machinery = by_sector["machinery"]
    assert (machinery["campaign"], machinery["done"], machinery["rate"]) == (3, 2, 66.7)
    assert (machinery["confirm"], machinery["revise"]) == (50.0, 50.0)
    assert (by_sector[None]["campaign"], by_sector[None]["backlog"]) == (1, 1)
    assert by_sector["telecom"]["rate"] is None
    whole = total(run, "--year", "2011")
    for name in ("campaign", "done", "backlog", "in_force", "age_10_up", "reviews"):
        assert sum(row[name] for row in rows) == whole[name]


def test_it_agrees_with_the_indicator_and_with_review_due(run: Run) -> None:
    whole = total(run, "--year", "2011")
    indicators = json.loads(run("report", "progress", "--year", "2011", "--json").out)
    [reviewed] = [row for row in indicators if row["indicator"] == "5.reviewed"]
    assert (reviewed["target"], reviewed["counted"]) == (whole["campaign"], whole["done"])
    assert len(run("review", "due", "--year", "2011", "--no-header").rows) == whole["backlog"]


def test_other_families_and_ages(run: Run) -> None:
    assert total(run, "--year", "2011", "--family", "national")["campaign"] == 1
    assert total(run, "--year", "2011", "--family", "all")["campaign"] == 6
    assert total(run, "--year", "2011", "--years", "10")["campaign"] == 4


def test_an_empty_catalogue_has_nothing_to_review(run: Run) -> None:
    numbers = run("standards", "list", "--fields", "key", "--no-header").out
    run("standards", "remove", "-", stdin=numbers)
    figures = total(run, "--year", "2011")
    assert (figures["campaign"], figures["rate"], figures["mean_age"]) == (0, None, None)
