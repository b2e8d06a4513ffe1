"""`stdplan standards merge`: two plan numbers of one project."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import ListOf, Run, run_app

FIRST, SECOND, STANDARD = "2026-0101T-JB", "2026-0155T-JB", "JB/T 1-2026"
EVENTS = f"""
standards add {FIRST} --title 机器人 --on 2026-02-01 --committee SAC/TC1
standards add {SECOND} --title 工业机器人 --on 2026-03-01 --target-date 2027 --replaces JB/T9-1999
standards stage {SECOND} 30 --on 2026-06-01
activities add review-meeting 会审 --date 2026-06-10 --standard {SECOND}
standards add {STANDARD} --title 机床 --published 2026-05-01
"""


@pytest.fixture(scope="module")
def origin(blank: Path) -> Path:
    """Create a catalogue with the records of EVENTS."""
    for line in EVENTS.strip().splitlines():
        words = line.replace("JB/T 1", "JB/T1").split()
        answer = run_app("--db", str(blank), *words)
        assert answer.code == 0, answer.err
    return blank


def record(run: Run, number: str) -> dict[str, Any]:
    [found] = json.loads(run("standards", "show", number, "--json").out)
    assert isinstance(found, dict)
    return found


def test_the_record_that_remains_takes_what_it_lacks(run: Run) -> None:
    answer = run("standards", "merge", SECOND, "--into", FIRST)
    assert answer.code == 0
    assert f"{SECOND} is now part of {FIRST}" in answer.err
    merged = record(run, SECOND)
    assert (merged["key"], merged["title"], merged["target_date"]) == (FIRST, "机器人", "2027")
    assert [(stage["stage"], stage["date"]) for stage in merged["stages"]] == [
        ("10", "2026-02-01"),
        ("30", "2026-06-01"),
    ]
    assert merged["replaces"] == ["JB/T 9-1999"]
    [activity] = json.loads(run("activities", "list", "--json").out)
    assert activity["standard"] == FIRST
    assert run("db", "check").code == 0


def test_a_list_may_have_the_merged_plan_number(run: Run, a_list: ListOf) -> None:
    run("standards", "merge", SECOND, "--into", FIRST)
    path = a_list("计划号,项目名称,审查时间", f"{SECOND},机器人,2026-07-01")
    assert run("standards", "import", path, "--no-header").rows[0][1:] == ["1", "0", "1", "0", "0"]
    assert (record(run, FIRST)["plan_number"], record(run, FIRST)["stage"]) == (FIRST, "40")


def test_a_list_with_both_plan_numbers_is_refused(run: Run, a_list: ListOf) -> None:
    run("standards", "merge", SECOND, "--into", FIRST)
    path = a_list("计划号,项目名称", f"{FIRST},机器人", f"{SECOND},工业机器人")
    answer = run("standards", "import", path)
    assert answer.code == 65
    assert f'3: 计划号: "{SECOND}" is now {FIRST}, which is in line 2' in answer.err


def test_undo_brings_both_back(run: Run) -> None:
    before = run("standards", "list").out, run("activities", "list").out
    run("standards", "merge", SECOND, "--into", FIRST)
    assert run("undo").code == 0
    assert (run("standards", "list").out, run("activities", "list").out) == before
    assert record(run, SECOND)["key"] == SECOND


def test_a_rehearsal_changes_nothing(run: Run) -> None:
    before = run("standards", "list").out
    answer = run("standards", "merge", SECOND, "--into", FIRST, "--dry-run")
    assert (answer.code, run("standards", "list").out) == (0, before)
    assert [SECOND, "removed"] in [row[:2] for row in answer.rows]


@pytest.mark.parametrize(
    ("numbers", "into", "problem"),
    [
        (STANDARD, FIRST, f"{STANDARD} is no project: only projects can be merged"),
        (FIRST, FIRST, f"{FIRST} is that record itself"),
        (SECOND, STANDARD, f"{SECOND} is in stage 30 on 2026-06-01, which contradicts stage 60"),
    ],
)
def test_what_cannot_be_merged(run: Run, numbers: str, into: str, problem: str) -> None:
    before = run("standards", "list").out
    answer = run("standards", "merge", numbers, "--into", into)
    assert answer.code == 2
    assert problem in answer.err
    assert run("standards", "list").out == before


@pytest.mark.parametrize(
    ("numbers", "into", "day", "first"),
    [
        (SECOND, FIRST, "2026-02-28", (SECOND, "2026-03-01")),
        (SECOND, FIRST, "2026-02", (SECOND, "2026-03-01")),
        (FIRST, SECOND, "2026-02-15", (SECOND, "2026-03-01")),
        (FIRST, STANDARD, "2026-04-30", (STANDARD, "2026-05-01")),
        (SECOND, FIRST, "2026-03-01", None),
        (SECOND, FIRST, "2026-03", None),
        (SECOND, FIRST, "2026", None),
    ],
)
def test_nothing_is_merged_before_it_begins(
    run: Run, numbers: str, into: str, day: str, first: tuple[str, str] | None
) -> None:
    before = run("standards", "list").out
    answer = run("standards", "merge", numbers, "--into", into, "--on", day)
    if first is None:
        assert answer.code == 0
        return
    key, begins = first
    problem = f"{key} cannot be merged on {day}, before its first date, {begins}"
    assert (answer.code, answer.err) == (2, f"stdplan: error: {problem}\n")
    assert run("standards", "list").out == before
