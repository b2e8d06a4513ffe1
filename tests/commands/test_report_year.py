"""`stdplan report year`: the account of a year, which agrees with the other reports."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from helpers import Run, run_app

# One command a line. `committee`: two spellings of one.
EVENTS = """
standards add JB/T1-2010 --title 车床 --published 2010-03-10 --department 工信部
standards add JB/T2-2011 --title 铣床 --published 2011-03-10 --department 工信部 --committee SAC/TC1
standards add JB/T3-2011 --title 刨床 --published 2011-09-10 --department 工信部
standards add YB/T4-2011 --title 钢 --published 2011-05-10 --department 能源局
standards add JB/T5-2000 --title 磨床 --effective 2000-01-01 --withdrawn 2011-04-01
standards edit JB/T3-2011 --committee ＳＡＣ/TC1
standards edit JB/T5-2000 --committee SAC/TC1
standards add JB/T6-2000 --title 钻床 --effective 2000-01-01
standards add QB/T7-2001 --title 纸 --published 2001-01-01
standards add QB/T7-2011 --title 纸 --published 2011-03-05
standards add 2010-0001T-JB --title 甲 --on 2010-02-01
standards add 2011-0001T-JB --title 乙 --on 2011-02-01 --department 能源局
standards add 2011-0002T-JB --title 丙 --on 2011-10-01
standards stage 2010-0001T-JB 50 --on 2011-06-01
standards stage 2011-0001T-JB 95 --on 2011-07-01
review record JB/T6-2000 --outcome confirm --on 2011-06-30
progress record 3 7 --indicator 3.published --on 2011-03-01 --sector machinery
progress record 3 20 --on 2011-04-01
"""
COUNTS = ("projects", "submitted", "published", "reviewed", "ended", "ended_inferred", "terminated")


@pytest.fixture(scope="module")
def origin(blank: Path) -> Path:
    """Create a catalogue with the events of EVENTS."""
    for line in EVENTS.strip().splitlines():
        answer = run_app("--db", str(blank), *line.split())
        assert answer.code == 0, answer.err
    return blank


def account(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run("report", "year", *words, "--json")
    assert answer.code == 0, answer.err
    rows = json.loads(answer.out)
    assert isinstance(rows, list)
    return rows


def test_against_the_year_before_and_the_targets(run: Run) -> None:
    rows = account(run, "--year", "2011")
    cells = ("measure", "actual", "before", "change", "target", "percent")
    assert [tuple(row[name] for name in cells) for row in rows] == [
        # Two counted and twenty recorded by hand; four and seven.
        ("projects", 22, 1, 21, 3000, 0.7),
        ("submitted", 1, 0, 1, None, None),
        ("published", 11, 1, 10, 3000, 0.4),
        ("reviewed", 1, 0, 1, 3, 33.3),
        ("ended", 1, 0, 1, None, None),
        ("ended_inferred", 1, 0, 1, None, None),
        ("terminated", 1, 0, 1, None, None),
    ]


def test_up_to_a_day(run: Run) -> None:
    """The year before is counted up to the same day."""
    answer = run("report", "year", "--as-of", "2011-03-09", "--json")
    rows = {row["measure"]: (row["actual"], row["before"]) for row in json.loads(answer.out)}
    assert (rows["projects"], rows["published"]) == ((1, 1), (8, 0))
    assert answer.err == "stdplan: the year before is counted up to 2010-03-09\n"


def test_the_figures_are_those_of_report_progress(run: Run) -> None:
    for day in ("2011-03-31", "2011-12-31"):
        progress = json.loads(run("report", "progress", "--as-of", day, "--json").out)
        indicators = {row["indicator"]: row for row in progress}
        for row in account(run, "--as-of", day):
            code = {"reviewed": "5.reviewed"}.get(row["measure"], f"3.{row['measure']}")
            if code in indicators:
                for name in ("actual", "target", "percent"):
                    assert row[name] == indicators[code][name], (code, name)


def test_the_sectors_are_those_of_report_progress(run: Run) -> None:
    words = ("report", "progress", "--year", "2011", "--by", "sector", "--json")
    by_sector = {
        (row["indicator"], row["sector"]): row["actual"]
        for row in json.loads(run(*words, "--task", "3").out)
    }
    rows = account(run, "--year", "2011", "--by", "sector")
    assert [row["sector"] for row in rows][:2] == ["petrochemicals", "steel"]
    figures = {
        (f"3.{name}", row["sector"]): row[name]
        for row in rows
        for name in ("projects", "submitted", "published")
        if row["sector"] or row[name]
    }
    assert figures == by_sector


@pytest.mark.parametrize("by", ["sector", "department", "committee"])
def test_the_rows_add_up(run: Run, by: str) -> None:
    parts = account(run, "--year", "2011", "--by", by)
    for row in account(run, "--year", "2011"):
        name = row["measure"]
        assert sum(part[name] for part in parts) == row["actual"], name
        assert sum(part[f"{name}_before"] for part in parts) == row["before"], name


def test_departments_and_committees(run: Run) -> None:
    rows = account(run, "--year", "2011", "--by", "department")
    shown = [(row["department"], row["published"], row["published_before"]) for row in rows]
    assert shown == [("工信部", 2, 1), ("能源局", 1, 0), (None, 8, 0)]
    assert [row["terminated"] for row in rows] == [0, 1, 0]
    rows = account(run, "--year", "2011", "--by", "committee")
    assert [(row["committee"], row["published"], row["ended"]) for row in rows] == [
        ("SAC/TC1", 2, 1),
        (None, 9, 0),
    ]


def test_a_year_without_a_plan_has_no_targets(run: Run) -> None:
    answer = run("report", "year", "--year", "2012", "--json")
    [projects, *_] = json.loads(answer.out)
    # What was recorded by hand for the plan of the year before counts there.
    assert (projects["actual"], projects["before"], projects["target"]) == (0, 22, None)
    assert answer.err == "stdplan: these are the figures of the plan of 2011\n"


def test_as_a_table_a_page_and_a_workbook(run: Run, tmp_path: Path) -> None:
    page = run("--lang", "zh", "report", "year", "--year", "2011", "-f", "markdown").out
    assert page.startswith("| 统计项目 | 实际完成 | 上年 | 增减 | 目标 | 完成率 |\n")
    assert "\n| 下达计划项目 | 22 | 1 | 21 | 3000 | 0.7 |\n" in page
    shown = run("report", "year", "--year", "2011", "-f", "table").out
    assert shown.splitlines()[2].startswith("projects approved")
    path = tmp_path / "year.xlsx"
    words = ("--by", "department", "--labels", "zh", "-o", str(path))
    assert run("report", "year", "--year", "2011", *words).code == 0
    header, first, *_ = load_workbook(path).active.iter_rows(values_only=True)
    assert header[:4] == ("主管部门", "下达计划项目", "下达计划项目（上年）", "报批项目")
    assert first[:3] == ("工信部", 0, 0)


def test_exit_code_and_an_empty_year(run: Run) -> None:
    for words in ((), ("--by", "sector"), ("--by", "committee")):
        assert run("report", "year", "--year", "2011", *words, "--exit-code").code == 1
        assert run("report", "year", "--year", "1995", *words, "--exit-code").code == 0
    assert account(run, "--year", "1995", "--by", "department") == []
