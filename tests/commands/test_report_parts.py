"""Reports of progress in parts, of coverage, levels and committees: what their options ask."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import Run

ADDED = (
    "JB/T 1-2011 --title 甲 --published 2011-05-18 --driver quality-brands --committee ＳＡＣ/TC１"
    " --level 国际先进 --benchmark ISO --focus telecom/internet-of-things",
    "JB/T 2-2001 --title 乙 --published 2001-05-18 --committee SAC/TC1 --level 国内先进",
    "YD/T 3-2011 --title 丙 --published 2011-02-18 --driver quality-brands --driver phasing-out",
    "2011-0123T-JB --title 丁 --on 2010-02-01 --committee SAC/TC1 --focus telecom/ipv6",
)


@pytest.fixture(scope="module")
def origin(blank: Path, run_blank: Run) -> Path:
    """A catalogue with a few records and an amount."""
    for words in ADDED:
        answer = run_blank("standards", "add", *words.split())
        assert answer.code == 0, answer.err
    run_blank("progress", "record", "3", "28", "--on", "2011-03-01", "--sector", "telecom")
    return blank


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run(*words, "--json", "--year", "2011")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    assert isinstance(found, list)
    return found


PUBLISHED = ("report", "progress", "--indicator", "3.published")


def test_by_sector_has_every_sector_of_the_plan(run: Run) -> None:
    found = rows(run, *PUBLISHED, "--by", "sector")
    assert len(found) == 19
    counted = {row["sector"]: (row["counted"], row["recorded"]) for row in found}
    assert (counted["machinery"], counted["telecom"]) == ((1, 0), (1, 28))


def test_by_driver_what_serves_several_counts_for_each(run: Run) -> None:
    found = {row["driver"]: row["actual"] for row in rows(run, *PUBLISHED, "--by", "driver")}
    assert (found["quality-brands"], found["phasing-out"], found[None]) == (2, 1, 28)


def test_by_driver_only_what_counts_records(run: Run) -> None:
    shown = {row["indicator"] for row in rows(run, "report", "progress", "--by", "driver")}
    assert "3.published" in shown
    assert not {"1.covered", "6.accepted"} & shown


def test_by_month_against_the_straight_line(run: Run) -> None:
    found = rows(run, *PUBLISHED, "--by", "month")
    assert [row["month"] for row in found] == [f"2011-{month:02d}" for month in range(1, 13)]
    assert [row["total"] for row in found[:6]] == [0, 1, 29, 29, 30, 30]
    assert (found[0]["line"], found[-1]["line"]) == (254.8, 3000)
    assert (found[2]["forecast"], found[-1]["forecast"]) == (117.6, 30)


def test_the_month_of_the_day_ends_on_it(run: Run) -> None:
    words = (*PUBLISHED, "--by", "month", "--as-of", "2011-03-15", "--json")
    last = json.loads(run(*words).out)[-1]
    assert (last["month"], last["line"]) == ("2011-03", round(3000 * 74 / 365, 1))


def test_before_the_year_there_are_no_months(run: Run) -> None:
    assert json.loads(run(*PUBLISHED, "--by", "month", "--as-of", "2010-12-31", "--json").out) == []


def test_forecast_is_for_what_adds_up(run: Run) -> None:
    found = {row["indicator"]: row for row in rows(run, "report", "progress", "--forecast")}
    assert (found["3.published"]["line"], found["3.published"]["forecast"]) == (3000, 30)
    assert (found["4.rate"]["line"], found["4.rate"]["forecast"]) == (None, None)
    assert (found["1.covered"]["actual"], found["1.covered"]["forecast"]) == (2, None)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--by month --forecast", 2, "--forecast goes without --by"),
        ("--indicator 3.x", 2, '--indicator: no indicator "3.x"; there are'),
        ("--task 14", 66, "has no task 14"),
        ("--by colour", 2, "colour"),
    ],
)
def test_what_cannot_be_asked(run: Run, words: str, code: int, said: str) -> None:
    answer = run("report", "progress", *words.split())
    assert answer.code == code
    assert said in answer.err


def test_a_task_and_indicators_narrow(run: Run) -> None:
    assert {row["task"] for row in rows(run, "report", "progress", "--task", "5")} == {5}
    words = ("report", "progress", "--indicator", "3.projects,9.people", "--by", "sector")
    assert {row["indicator"] for row in rows(run, *words)} == {"3.projects", "9.people"}


def test_coverage_and_its_gaps(run: Run) -> None:
    every = rows(run, "report", "coverage", "--sector", "telecom")
    held = {row["focus"]: row for row in every if not row["none"]}
    assert set(held) == {"telecom/internet-of-things", "telecom/ipv6"}
    assert held["telecom/internet-of-things"]["published"] == 1
    assert held["telecom/ipv6"]["projects"] == 1
    gaps = run("report", "coverage", "--sector", "telecom", "--gaps", "--year", "2011")
    assert f"{len(every) - 2} of {len(every)} focus areas have neither" in gaps.err
    assert len(gaps.rows) - 1 == len(every) - 2
    priority = rows(run, "report", "coverage", "--priority")
    assert priority
    assert all(row["priority"] for row in priority)


def test_levels_say_what_records_say(run: Run) -> None:
    found = rows(run, "report", "levels", "--sector", "machinery")
    assert [(row["level"], row["in_force"], row["share"], row["benchmarked"]) for row in found] == [
        ("国内先进", 1, 50.0, 0),
        ("国际先进", 1, 50.0, 1),
    ]


def test_committees_by_width_alone(run: Run) -> None:
    run("standards", "add", "JB/T 4-2001", "--committee", "SAC/TC 1")
    found = {row["committee"]: row for row in rows(run, "committees")}
    assert list(found) == ["SAC/TC 1", "SAC/TC1"]
    one = found["SAC/TC1"]
    assert one["sectors"] == ["machinery"]
    counts = [one[name] for name in ("records", "in_force", "projects", "overdue", "due")]
    assert counts == [3, 2, 1, 1, 1]
    assert one["published"] == 1
    assert "1 record names no committee" in run("committees", "--year", "2011").err
