"""`stdplan init` creates a catalogue, updates its plan, and adds the plan of another year."""

import json
import sqlite3
from pathlib import Path

import pytest

from helpers import Run, run_app

SECTORS = """\
plan: 2012
sectors:
  - code: machinery
    kind: industry
    name_zh: 机械工业
    name_en: Machine building
    prefixes: [JB]
    focus_areas:
      - {code: robots, name_zh: 机器人, name_en: Robots, phrase: 工业机器人, keywords: [机器人]}
"""
TASKS = """\
plan:
  year: 2012
  title_zh: 二〇一二年计划
  title_en: The plan of 2012
  issuer_zh: 某部
  issuer_en: A ministry
  review: {years: 4, families: [industry, national], cutoff: 06-30}
  project_months: 24
themes:
  - {number: 1, title_zh: 制定, title_en: Making}
tasks:
  - number: 1
    theme: 1
    title_zh: 标准
    title_en: Standards
    summary_zh: 制定标准。
    summary_en: Make standards.
    main: 1.published
    indicators:
      - {code: 1.published, name_zh: 标准, name_en: Standards, unit_zh: 项, unit_en: items,
         measure: published, target: 10}
"""


@pytest.fixture
def own_plan(tmp_path: Path) -> list[str]:
    """Return `--sectors FILE --tasks FILE` of a plan of 2012."""
    sectors, tasks = tmp_path / "sectors.yaml", tmp_path / "tasks.yaml"
    sectors.write_text(SECTORS, encoding="utf-8")
    tasks.write_text(TASKS, encoding="utf-8")
    return ["--sectors", str(sectors), "--tasks", str(tasks)]


def test_a_named_catalogue_is_created_by_init_only(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    answer = run_app("--db", str(path), "sectors", "list")
    assert answer.code == 66
    assert "there is no such catalogue (create one with `stdplan --db FILE init`)" in answer.err
    assert not path.exists()
    answer = run_app("--db", str(path), "init")
    assert answer.err == f"stdplan: created a catalogue with the plan of 2011: {path}\n"
    assert len(run_app("--db", str(path), "sectors", "list").rows) == 20
    assert [file.name for file in tmp_path.iterdir()] == ["plan.db"]


def test_running_init_again_changes_nothing(run: Run, db: Path) -> None:
    before = db.read_bytes()
    answer = run("init")
    assert answer.err == f"stdplan: plan of 2011 in {db}: 0 added, 0 changed\n"
    assert db.read_bytes() == before


def test_an_update_of_the_plan_keeps_the_recorded_data(run: Run, db: Path) -> None:
    run("progress", "record", "3", "120", "--on", "2011-06-30")
    run("standards", "add", "JB/T 1-2011", "--focus", "machinery/basic-components")
    listed = run("standards", "list", "-f", "csv").out
    connection = sqlite3.connect(db)
    connection.execute("UPDATE sector SET name_en = 'Old' WHERE code = 'machinery'")
    connection.execute("DELETE FROM plan_focus WHERE focus = 'machinery/basic-components'")
    connection.commit()
    connection.close()
    assert "1 added, 1 changed" in run("init").err
    assert len(run("progress", "list").rows) == 2
    assert run("standards", "list", "-f", "csv").out == listed
    assert run("db", "check").code == 0


def test_a_second_plan_is_added_to_the_first(run: Run, own_plan: list[str]) -> None:
    run("progress", "record", "3", "120", "--on", "2011-06-30")
    assert run("init", *own_plan).code == 0
    assert [row[0] for row in run("sectors", "--no-header").rows] == ["machinery"]
    [area] = json.loads(run("focus", "list", "--json").out)
    assert area["code"] == "machinery/robots"
    assert len(run("sectors", "--plan", "2011", "--no-header").rows) == 19
    assert len(run("focus", "--plan", "2011", "--no-header").rows) == 216
    assert run("report", "progress", "--year", "2012", "--no-header").rows[0][4] == "10"
    assert len(run("progress", "list", "--plan", "2011").rows) == 2
    assert len(run("progress", "list").rows) == 1


def test_its_review_rule_applies_to_its_year(run: Run, own_plan: list[str]) -> None:
    run("init", *own_plan)
    run("standards", "add", "GB/T 1-2008", "--effective", "2008-06-30")
    assert len(run("review", "due", "--year", "2012", "--no-header").rows) == 1
    assert len(run("review", "due", "--as-of", "2012-06-29", "--no-header").rows) == 0
    assert len(run("review", "due", "--year", "2013", "--plan", "2011", "--no-header").rows) == 0


@pytest.mark.parametrize("options", [slice(0, 2), slice(2, 4)])
def test_a_plan_needs_both_files(run: Run, own_plan: list[str], options: slice) -> None:
    answer = run("init", *own_plan[options])
    assert answer.code == 2
    assert "--sectors and --tasks must be used together" in answer.err


def test_a_plan_with_a_fault_changes_nothing(run: Run, db: Path, own_plan: list[str]) -> None:
    Path(own_plan[1]).write_text(SECTORS.replace("[JB]", "[jb]"), encoding="utf-8")
    before = db.read_bytes()
    answer = run("init", *own_plan)
    assert answer.code == 65
    assert 'sectors.yaml:7: prefix: "jb" is not a valid prefix' in answer.err
    assert db.read_bytes() == before


def test_all_faults_of_a_plan_are_reported(run: Run, own_plan: list[str]) -> None:
    Path(own_plan[1]).write_text(SECTORS.replace("[JB]", "[jb]"), encoding="utf-8")
    Path(own_plan[3]).write_text(TASKS.replace("theme: 1", "theme: one"), encoding="utf-8")
    answer = run("init", *own_plan)
    assert answer.code == 65
    assert answer.err == (
        f'stdplan: error: {own_plan[1]}:7: prefix: "jb" is not a valid prefix\n'
        f'stdplan: error: {own_plan[3]}:13: theme: "one" is not a whole number from 1 to 2999\n'
        "stdplan: error: the plan has errors\n"
    )


def test_a_missing_folder(tmp_path: Path) -> None:
    answer = run_app("--db", str(tmp_path / "none" / "plan.db"), "init")
    assert answer.code == 73
    assert "no folder" in answer.err
