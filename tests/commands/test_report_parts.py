"""`stdplan report progress --by`, `coverage`, `levels` and `committees`, with their options."""

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
    """Create a catalogue with a few records and an amount."""
    for words in ADDED:
        answer = run_blank("standards", "add", *words.split())
        assert answer.code == 0, answer.err
    words = ("--indicator", "published", "--on", "2011-03-01", "--sector", "telecom")
    run_blank("progress", "record", "3", "28", *words)
    return blank


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run(*words, "--json", "--year", "2011")
    assert answer.code == 0, answer.err
    result = json.loads(answer.out)
    assert isinstance(result, list)
    return result


PUBLISHED = ("report", "progress", "--indicator", "3.published")


def test_by_sector_has_every_sector_of_the_plan(run: Run) -> None:
    result = rows(run, *PUBLISHED, "--by", "sector")
    assert len(result) == 19
    counted = {row["sector"]: (row["counted"], row["recorded"]) for row in result}
    assert (counted["machinery"], counted["telecom"]) == ((1, 0), (1, 28))


def test_by_driver_a_record_counts_for_each_of_its_drivers(run: Run) -> None:
    result = {row["driver"]: row["actual"] for row in rows(run, *PUBLISHED, "--by", "driver")}
    assert (result["quality-brands"], result["phasing-out"], result[None]) == (2, 1, 28)


def test_by_driver_has_only_indicators_that_count_records(run: Run) -> None:
    shown = {row["indicator"] for row in rows(run, "report", "progress", "--by", "driver")}
    assert "3.published" in shown
    assert not {"1.covered", "6.accepted"} & shown


def test_by_month_against_the_straight_line(run: Run) -> None:
    result = rows(run, *PUBLISHED, "--by", "month")
    assert [row["month"] for row in result] == [f"2011-{month:02d}" for month in range(1, 13)]
    assert [row["total"] for row in result[:6]] == [0, 1, 29, 29, 30, 30]
    assert (result[0]["line"], result[-1]["line"]) == (254.8, 3000)
    assert (result[2]["forecast"], result[-1]["forecast"]) == (117.6, 30)


def test_the_month_of_the_day_ends_on_it(run: Run) -> None:
    words = (*PUBLISHED, "--by", "month", "--as-of", "2011-03-15", "--json")
    last = json.loads(run(*words).out)[-1]
    assert (last["month"], last["line"]) == ("2011-03", round(3000 * 74 / 365, 1))


def test_before_the_year_there_are_no_months(run: Run) -> None:
    assert json.loads(run(*PUBLISHED, "--by", "month", "--as-of", "2010-12-31", "--json").out) == []


def test_only_indicators_that_add_up_have_a_forecast(run: Run) -> None:
    result = {row["indicator"]: row for row in rows(run, "report", "progress", "--forecast")}
    assert (result["3.published"]["line"], result["3.published"]["forecast"]) == (3000, 30)
    assert (result["4.rate"]["line"], result["4.rate"]["forecast"]) == (None, None)
    assert (result["1.covered"]["actual"], result["1.covered"]["forecast"]) == (2, None)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("--by month --forecast", 2, "--forecast cannot be used with --by"),
        ("--indicator 3.x", 2, '--indicator: there is no indicator "3.x"; use one of'),
        ("--task 14", 66, "has no task 14"),
        ("--by colour", 2, "colour"),
    ],
)
def test_invalid_options_are_refused(run: Run, words: str, code: int, message: str) -> None:
    answer = run("report", "progress", *words.split())
    assert answer.code == code
    assert message in answer.err


def test_a_task_and_indicators_are_filters(run: Run) -> None:
    assert {row["task"] for row in rows(run, "report", "progress", "--task", "5")} == {5}
    words = ("report", "progress", "--indicator", "3.projects,9.people", "--by", "sector")
    assert {row["indicator"] for row in rows(run, *words)} == {"3.projects", "9.people"}


def test_coverage_and_its_gaps(run: Run) -> None:
    every = rows(run, "report", "coverage", "--sector", "telecom")
    covered = {row["focus"]: row for row in every if not row["none"]}
    assert set(covered) == {"telecom/internet-of-things", "telecom/ipv6"}
    assert covered["telecom/internet-of-things"]["published"] == 1
    assert covered["telecom/ipv6"]["projects"] == 1
    gaps = run("report", "coverage", "--sector", "telecom", "--gaps", "--year", "2011")
    assert f"{len(every) - 2} of {len(every)} focus areas have neither" in gaps.err
    assert len(gaps.rows) - 1 == len(every) - 2
    priority = rows(run, "report", "coverage", "--priority")
    assert priority
    assert all(row["priority"] for row in priority)


def test_levels_are_those_of_the_records(run: Run) -> None:
    result = rows(run, "report", "levels", "--sector", "machinery")
    assert [
        (row["level"], row["in_force"], row["share"], row["benchmarked"]) for row in result
    ] == [
        ("国内先进", 1, 50.0, 0),
        ("国际先进", 1, 50.0, 1),
    ]


def test_committees_have_their_columns_only(run: Run) -> None:
    run("standards", "add", "JB/T 4-2001", "--committee", "SAC/TC 1")
    result = {row["committee"]: row for row in rows(run, "committees")}
    assert list(result) == ["SAC/TC 1", "SAC/TC1"]
    one = result["SAC/TC1"]
    assert one["sectors"] == ["machinery"]
    counts = [one[name] for name in ("records", "in_force", "projects", "overdue", "due")]
    assert counts == [3, 2, 1, 1, 1]
    assert one["published"] == 1
    assert "1 record names no committee" in run("committees", "--year", "2011").err
