"""A user's own plan in addition to the shipped one: other sectors, tasks and rules."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from helpers import FILED, WITHDRAWN, Run, run_app

FILES = Path(__file__).parents[1] / "fixtures" / "plan_2012"
SECTORS, TASKS = FILES / "sectors.yaml", FILES / "tasks.yaml"
OWN = ("init", "--sectors", str(SECTORS), "--tasks", str(TASKS))
# Commands that depend on a plan, with the same output whatever other plans exist.
OF_A_PLAN = (
    "tasks list",
    "tasks show 3",
    "report progress",
    "review due",
    "focus overlaps",
    "standards list --overdue",
    "progress list",
)


@pytest.fixture(scope="module")
def two_plans(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue that was used with the plan of 2011 before that of 2012 was added."""
    for words in (
        "standards add GB/T1-2008 --title 砂轮 --published 2008-06-30 --sector machinery",
        "standards add JB/T2-2011 --published 2011-05-18 --focus machinery/basic-components",
        "standards add 2011-0001T-JB --title 机器人 --on 2011-03-01 --focus telecom/td-lte",
        "progress record 3 120 --on 2011-06-30",
    ):
        assert run_blank(*words.split()).code == 0, words
    assert run_blank(*OWN).code == 0
    return blank


@pytest.fixture
def both(two_plans: Path, db: Path, run: Run) -> Run:
    """Run the program on a copy of `two_plans`."""
    shutil.copy(two_plans, db)
    return run


def records(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run(*words, "--json")
    assert answer.code == 0, answer.err
    rows: list[dict[str, Any]] = json.loads(answer.out)
    return rows


def codes(run: Run, *words: str) -> list[str]:
    return [row["code"] for row in records(run, *words)]


def test_which_plan_is_used(both: Run) -> None:
    own = ["machinery", "electronics", "packaging", "quality"]
    assert codes(both, "sectors") == own  # the newest
    assert codes(both, "sectors", "--plan", "2012") == own
    assert codes(both, "sectors", "--year", "2012") == own
    assert len(codes(both, "sectors", "--plan", "2011")) == 19
    assert len(codes(both, "sectors", "--year", "2011")) == 19
    assert len(codes(both, "sectors", "--year", "2011", "--plan", "2012")) == 4
    assert [row["number"] for row in records(both, "tasks")] == [1, 2, 3, 4]
    assert len(records(both, "tasks", "--plan", "2011")) == 13
    assert len(codes(both, "sectors", "--as-of", "2011-06-30")) == 19
    assert codes(both, "sectors", "--as-of", "2012-06-30") == own


@pytest.mark.parametrize("words", ["report progress", "sectors list", "review due"])
def test_a_missing_plan_is_an_error(both: Run, words: str) -> None:
    answer = both(*words.split(), "--plan", "2010")
    assert answer.code == 66
    assert "the catalogue has no plan of 2010; its plans: 2012, 2011" in answer.err


def test_codes_of_one_plan_are_unknown_in_another(both: Run) -> None:
    assert "the plan of 2012 has no sector gold" in both("sectors", "show", "gold").err
    assert "has no task 5; its tasks: 1, 2, 3, 4" in both("tasks", "show", "5").err
    missing = both("focus", "show", "machinery/grinding-tools", "--plan", "2011")
    assert "the plan of 2011 has no focus area machinery/grinding-tools" in missing.err


def test_a_new_plan_does_not_change_the_output_of_an_older_one(run: Run) -> None:
    run("standards", "import", str(FILED), str(WITHDRAWN))
    run(
        "standards", "add", "2011-0001T-SJ", "--focus", "telecom/internet-of-things", "--on", "2011"
    )
    commands = [(*words.split(), "--plan", "2011", "--json") for words in OF_A_PLAN]
    before = {words: run(*words).out for words in commands}
    assert run(*OWN).code == 0
    assert {words: run(*words).out for words in commands} == before


def test_priority_depends_on_the_plan(both: Run) -> None:
    def priority(plan: str) -> list[str]:
        return codes(both, "focus", "--priority", "--plan", plan)

    assert priority("2012") == ["machinery/intelligent-manufacturing-equipment"]
    assert len(priority("2011")) == 6
    add = ("standards", "add", "2012-0001T-SJ", "--on", "2012-02-01", "--focus")
    assert both(*add, "electronics/internet-of-things").code == 0
    [own] = [row for row in records(both, "report", "progress") if row["indicator"] == "1.priority"]
    assert own["counted"] == 0


def test_shared_sectors_keep_the_recorded_data(both: Run) -> None:
    [machinery] = [row for row in records(both, "sectors") if row["code"] == "machinery"]
    assert (machinery["name"], machinery["standards"]) == ("Machinery and equipment", 3)
    listed = records(both, "standards", "list", "--focus", "machinery/basic-components")
    assert [row["key"] for row in listed] == ["JB/T 2-2011"]


def test_shared_sectors_are_described_by_the_newest_plan(both: Run) -> None:
    again = both("init")
    assert "0 added, 0 changed" in again.err
    [machinery] = [row for row in records(both, "sectors") if row["code"] == "machinery"]
    assert machinery["name_zh"] == "机械装备"


def test_prefixes_belong_to_the_sector_of_the_newest_plan(run: Run, tmp_path: Path) -> None:
    moved = tmp_path / "sectors.yaml"
    text = SECTORS.read_text("utf-8")
    moved.write_text(text.replace("[BB]", "[QB]"), encoding="utf-8")
    assert run("init", "--sectors", str(moved), "--tasks", str(TASKS)).code == 0
    run("standards", "add", "QB/T 1-2012")
    assert records(run, "standards", "show", "QB/T 1-2012")[0]["sector"] == "packaging"


def test_the_review_rule_of_the_plan(both: Run) -> None:
    def due(*when: str) -> list[str]:
        return [row["number"] for row in records(both, "review", "due", *when)]

    # Three years, national ones too.
    assert due("--as-of", "2012-06-30") == ["GB/T 1-2008"]
    assert due("--as-of", "2012-06-30", "--plan", "2011") == []
    campaign = {row["indicator"]: row["target"] for row in records(both, "report", "progress")}
    assert campaign["2.reviewed"] == 1


def test_the_project_months_of_the_plan(both: Run) -> None:
    def overdue(plan: str) -> int:
        return len(records(both, "standards", "--overdue", "--as-of", "2012-05-01", "--plan", plan))

    assert (overdue("2012"), overdue("2011")) == (1, 0)  # 12 months and 18


def test_amounts_belong_to_the_plan_of_their_day(both: Run) -> None:
    assert both("progress", "record", "3", "30", "--on", "2012-02-01").code == 0
    assert both("progress", "record", "3", "5", "--on", "2011-12-31").code == 0
    assert [row["indicator"] for row in records(both, "progress")] == ["3.people"]
    assert len(records(both, "progress", "list", "--plan", "2011")) == 2
    refused = both("progress", "record", "3", "5", "--on", "2011-12-31", "--plan", "2012")
    assert '--on: "2011-12-31" is not in the plan\'s year 2012' in refused.err


def test_drivers_and_overlaps_of_the_plan(both: Run) -> None:
    assert both("standards", "edit", "JB/T 2-2011", "--driver", "export").code == 0
    assert {row["subject"] for row in records(both, "focus", "overlaps")} == {"superhard-materials"}
    drivers = records(both, "tasks", "show", "1")[0]["drivers"]
    assert [driver["code"] for driver in drivers] == ["quality-brand", "export"]


def test_classify_uses_the_areas_of_the_plan_only(both: Run) -> None:
    def proposed(plan: str) -> list[str]:
        return [row["focus"] for row in records(both, "standards", "classify", "--plan", plan)]

    assert proposed("2012") == ["machinery/grinding-tools"]
    assert proposed("2011") == []


def test_a_catalogue_with_this_plan_only(tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return run_app("--db", str(tmp_path / "own.db"), *words)

    assert "created a catalogue with the plan of 2012" in run(*OWN).err
    assert len(codes(run, "sectors")) == 4
    for words in ("report progress", "report sectors", "review due --by sector", "focus overlaps"):
        assert run(*words.split()).code == 0
    assert run("db", "check").code == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            SECTORS,
            "kind: area",
            "kind: region",
            r'kind: "region" is neither industry nor area',
        ),
        (SECTORS, "[BB]", "[JB]", r'prefix: "JB" appears twice'),
        (
            SECTORS,
            "plan: 2012",
            "plan: 2013",
            r"the plan is of 2013 here, but of 2012 in tasks.yaml",
        ),
        (SECTORS, "priority: true", "priority: 1", r'priority: "1" is neither true nor false'),
        (TASKS, "years: 3", "years: three", r'years: "three" is not a whole number'),
        (TASKS, "06-30", "02-30", r'cutoff: "02-30" is not a day of 2012'),
        (TASKS, "[national, ", "[provincial, ", r'families: there is no family "provincial"'),
        (TASKS, "target: 4", "target: four", r"target: .*four"),
        (
            TASKS,
            "measure: recorded",
            "measure: visits",
            r'measure: "visits" is not valid; use one of',
        ),
        (TASKS, "activity:course", "activity:trip", r'measure: "activity:trip": .* "trip"'),
        (TASKS, "main: 4.visits", "main: 4.calls", r"main: .* no indicator \"4.calls\""),
    ],
)
def test_a_fault_names_file_line_and_value(
    run: Run, db: Path, tmp_path: Path, file: Path, old: str, new: str, fault: str
) -> None:
    for original in (SECTORS, TASKS):
        text = original.read_text("utf-8")
        (tmp_path / original.name).write_text(
            text.replace(old, new) if original == file else text, encoding="utf-8"
        )
    before = db.read_bytes()
    [line] = [n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if old in text]
    answer = run(
        "init",
        "--sectors",
        str(tmp_path / "sectors.yaml"),
        "--tasks",
        str(tmp_path / "tasks.yaml"),
    )
    assert answer.code == 65
    assert re.search(f"{re.escape(file.name)}:{line}: {fault}", answer.err), answer.err
    assert db.read_bytes() == before
