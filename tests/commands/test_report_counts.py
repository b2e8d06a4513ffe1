"""`stdplan report counts`: records by what they have in common, as `standards list` lists them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from helpers import Run, run_app

EVENTS = """
standards add JB/T1-2010 --title 车床 --published 2010-03-10 --department 工信部
standards add JB2-2003 --title 铣床 --published 2003-03-10 --department ＭＩＩＴ
standards add JB3-2003 --title 刨床 --published 2003-09-10 --withdrawn 2011-01-01 --department MIIT
standards add JB4-2004 --title 磨床 --published 2004-09-10 --department MIIT
standards add GB/T5-2011 --title 螺钉 --published 2011-05-10 --effective 2012-01-01
standards add HG/T6-2009 --title 硫酸 --published 2009-05-10
standards add 2009-0001T-JB --title 甲 --on 2009-02-01 --department MIIT
standards add 2011-0001T-HG --title 乙 --on 2011-02-01 --work revise
"""


@pytest.fixture(scope="module")
def origin(blank: Path) -> Path:
    """Create a catalogue with the records of EVENTS."""
    for line in EVENTS.strip().splitlines():
        answer = run_app("--db", str(blank), *line.split())
        assert answer.code == 0, answer.err
    return blank


def test_by_sector_family_and_nature(run: Run) -> None:
    assert run("report", "counts", "--year", "2011", "--no-header").rows == [
        # records planned upcoming in_force withdrawn terminated suspended overdue due
        ["petrochemicals", "industry", "recommended", "1", "0", "0", "1", "0", "0", "0", "0", "0"],
        ["petrochemicals", "industry", "", "1", "1", "0", "0", "0", "0", "0", "0", "0"],
        ["machinery", "industry", "mandatory", "3", "0", "0", "2", "1", "0", "0", "0", "2"],
        ["machinery", "industry", "recommended", "1", "0", "0", "1", "0", "0", "0", "0", "0"],
        ["machinery", "industry", "", "1", "1", "0", "0", "0", "0", "0", "1", "0"],
        ["", "national", "recommended", "1", "0", "1", "0", "0", "0", "0", "0", "0"],
    ]


def test_spellings_of_a_department_are_one(run: Run) -> None:
    words = ("--by", "主管部门", "--fields", "department,records,overdue", "--year", "2011")
    assert run("report", "counts", *words, "--no-header").rows == [
        ["MIIT", "4", "1"],
        ["工信部", "1", "0"],
        ["", "3", "0"],
    ]


@pytest.mark.parametrize("day", ["2003-06-30", "2010-12-31", "2011-06-30", "2026-11-22"])
@pytest.mark.parametrize("by", ["year,work", "family", "sector,nature"])
def test_the_rows_add_up_to_the_list(run: Run, day: str, by: str) -> None:
    rows = json.loads(run("report", "counts", "--by", by, "--as-of", day, "--json").out)
    records = json.loads(run("standards", "list", "--as-of", day, "--json").out)
    statuses = Counter(record["status"] for record in records)
    for status in ("planned", "upcoming", "in-force", "withdrawn"):
        assert sum(row[status.replace("-", "_")] for row in rows) == statuses[status]
    due = json.loads(run("review", "due", "--as-of", day, "--json").out)
    assert sum(row["due"] for row in rows) == len(due)
    overdue = json.loads(run("standards", "list", "--overdue", "--as-of", day, "--json").out)
    assert sum(row["overdue"] for row in rows) == len(overdue)


def test_only_some_sectors(run: Run) -> None:
    rows = run("report", "counts", "--by", "year", "--sector", "机械", "--no-header").rows
    assert [row[:2] for row in rows] == [["2003", "2"], ["2004", "1"], ["2010", "1"], ["", "1"]]


def test_an_unknown_field_is_named(run: Run) -> None:
    answer = run("report", "counts", "--by", "sector,colour")
    assert answer.code == 2
    assert '--by: "colour" is not valid; use one of sector (行业), family (标准级别)' in answer.err


def test_names_in_chinese(run: Run) -> None:
    answer = run("--lang", "zh", "report", "counts", "--year", "2011", "-f", "markdown")
    assert "| 机械 | 行业标准 | 强制性 | 3 |" in answer.out


def test_a_later_publication_has_no_year_yet(run: Run) -> None:
    run("standards", "stage", "2009-0001T-JB", "60", "--number", "JB/T7-2011", "--on", "2011-05-01")
    words = ("report", "counts", "--by", "year", "--fields", "year,planned", "--no-header")
    assert run(*words, "--as-of", "2011-04-30").rows[-1] == ["", "2"]
    assert run(*words, "--as-of", "2011-05-01").rows[-1] == ["", "1"]
