"""`stdplan adoption`: rates by closest degree, and outdated adopted editions."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import Answer, Run, run_app, shown

LIST = """\
标准编号,标准名称,实施日期,采标情况
JB/T 1-2001,甲,2001-10-01,"ISO 9001:2000,IDT"
JB/T 2-2001,乙,2001-10-01,"ISO 2:1990,NEQ;ISO 3:1990,MOD"
JB/T 3-2001,丙,2001-10-01,采
JB/T 4-2001,丁,2001-10-01,"ASTM D638:2001,MOD"
JB/T 5-2001,戊,2001-10-01,"IEC 60601-1:2005+A2:2020,MOD"
JB/T 6-2001,己,2001-10-01,ISO 9001
JB/T 7-2001,庚,2001-10-01,"ISO 7:1990,NEQ"
JB/T 8-2001/XG1-2003,辛,2003-10-01,"ISO 8:1990,IDT"
GB/T 9-2001,壬,2001-10-01,"ISO 9001:2000,IDT"
"""
INTERNATIONAL = """\
标准编号,标准名称,发布日期,废止日期,代替标准
ISO 9001:2000,Quality 2000,2000-12-15,2008-11-15,
ISO 9001:2008,Quality 2008,2008-11-15,2015-09-15,
ISO 9001:2015,Quality 2015,2015-09-15,,
ISO 9001:2015/Amd 1:2024,Amendment,2024-02-23,,
ISO 3:1990,Preferred numbers,1990,2010-05-01,
IEC 60601-1:2005,Medical 2005,2005-12-15,,
ISO 4:2012,Medical taken over,2012-03-01,,IEC 60601-1:2005
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue of adopting and adopted standards."""
    for text in (LIST, INTERNATIONAL):
        answer = run("standards", "import", "-", stdin=text)
        assert answer.code == 0, answer.err
    return run


def stale(run: Run, day: str, *options: str) -> list[dict[str, Any]]:
    rows = json.loads(run("adoption", "stale", "--as-of", day, "--json", *options).out)
    assert isinstance(rows, list)
    return rows


def report(run: Run, *options: str) -> list[dict[str, Any]]:
    rows = json.loads(run("adoption", "report", "--year", "2011", "--json", *options).out)
    assert isinstance(rows, list)
    return rows


def test_a_standard_counts_once_by_its_closest_degree(run: Run) -> None:
    [machinery] = [row for row in report(run) if row["in_force"]]
    assert machinery == {
        "sector": "machinery",
        "name": "Machinery",
        "in_force": 7,
        "idt": 1,
        "mod": 2,
        "eqv": 0,
        "unknown": 2,
        "adopted": 5,
        "rate": 71.4,
        "neq": 1,
        "foreign": 1,
        "denominator": 7,
        "denominator_of": ["industry"],
    }


def test_other_families_are_an_option(run: Run) -> None:
    assert [row["in_force"] for row in report(run, "--family", "national", "--by", "year")] == [1]
    everything = report(run, "--family", "all", "--by", "degree")
    assert [(row["degree"], row["standards"]) for row in everything] == [
        ("IDT", 2), ("MOD", 2), ("EQV", 0), ("unknown", 2), ("NEQ", 1),
    ]  # fmt: skip


def test_the_indicators_count_foreign_standards_separately(run: Run) -> None:
    rows = json.loads(run("report", "progress", "--year", "2011", "--task", "4", "--json").out)
    [rate] = [row for row in rows if row["indicator"] == "4.rate"]
    assert rate["actual"] == 71.4


def test_a_rate_says_what_it_is_the_share_of(run: Run) -> None:
    rows = json.loads(run("report", "progress", "--year", "2011", "--json").out)
    stated = {
        row["indicator"]: (row["denominator"], row["denominator_of"])
        for row in rows
        if row["denominator"] is not None
    }
    # GB/T 9-2001 is in no sector of the plan.
    assert stated == {"4.rate": (7, ["industry", "national"])}
    for family, of, count in (("national", ["national"], 1), ("all", ["all"], 10)):
        by_year = report(run, "--family", family, "--by", "year")
        assert sum(row["denominator"] for row in by_year) == count
        by_degree = report(run, "--family", family, "--by", "degree")
        for row in by_year + by_degree:
            assert row["denominator_of"] == of
        assert {row["denominator"] for row in by_degree} == {count}


def test_the_newer_edition_of_that_day_is_named(run: Run) -> None:
    assert stale(run, "2008-11-14") == []
    [row] = stale(run, "2008-11-15", "--sector", "machinery")
    assert row == {
        "number": "JB/T 1-2001",
        "title": "甲",
        "sector": "machinery",
        "adopted": "ISO 9001:2000",
        "degree": "IDT",
        "state": "replaced",
        "newer": "ISO 9001:2008",
        "newer_title": "Quality 2008",
        "since": "2008-11-15",
    }
    newer = {row["number"]: row["newer"] for row in stale(run, "2026-01-01")}
    assert newer["JB/T 1-2001"] == "ISO 9001:2015"


def test_withdrawn_without_a_successor_and_replaced_along_the_chain(run: Run) -> None:
    rows = {row["number"]: row for row in stale(run, "2012-03-01")}
    assert rows["JB/T 2-2001"]["state"] == "withdrawn"
    assert (rows["JB/T 2-2001"]["newer"], rows["JB/T 2-2001"]["since"]) == (None, "2010-05-01")
    assert rows["JB/T 5-2001"]["adopted"] == "IEC 60601-1:2005+A2:2020"
    assert (rows["JB/T 5-2001"]["state"], rows["JB/T 5-2001"]["newer"]) == (
        "replaced",
        "ISO 4:2012",
    )
    assert "JB/T 5-2001" not in {row["number"] for row in stale(run, "2012-02-29")}


def test_undated_and_unknown_references_are_never_stale(run: Run) -> None:
    numbers = {row["number"] for row in stale(run, "2026-01-01")}
    assert numbers == {"JB/T 1-2001", "GB/T 9-2001", "JB/T 2-2001", "JB/T 5-2001"}


def test_a_later_edition_suffices_if_the_adopted_one_is_not_in_the_catalogue(run: Run) -> None:
    assert run("standards", "remove", "ISO 9001:2000").code == 0
    [row] = stale(run, "2009-01-01", "--sector", "machinery")
    assert (row["newer"], row["since"]) == ("ISO 9001:2008", "2008-11-15")


def test_only_standards_in_force_adopt(run: Run) -> None:
    run("standards", "stage", "JB/T 1-2001", "95", "--on", "2009-01-01")
    assert "JB/T 1-2001" not in {row["number"] for row in stale(run, "2010-01-01")}


def test_show_agrees_with_adoption_stale(run: Run) -> None:
    [row] = [row for row in stale(run, "2026-11-22") if row["number"] == "JB/T 1-2001"]
    [stale_row] = shown(run, "JB/T 1-2001")["stale"]
    assert stale_row == {name: row[name] for name in stale_row}
    assert shown(run, "JB/T 6-2001")["stale"] == []


COLUMNS = """\
标准编号,标准名称,国际标准号,采标程度
JB/T 1-2001,甲,ISO 1:2000;IEC 2:2001,IDT;MOD
JB/T 2-2001,乙,ISO 1:2000,部分采用
JB/T 3-2001,丙,,修改采用
JB/T 4-2001/ISO 4:2000,丁,,IDT
"""


def test_number_and_degree_in_two_columns(db: Path) -> None:
    def run(*words: str, stdin: str = "") -> Answer:
        return run_app("--db", str(db), *words, stdin=stdin)

    assert run("standards", "import", "-", stdin=COLUMNS).code == 0
    rows = json.loads(run("standards", "list", "--json").out)
    assert [row["adopts"] for row in rows] == [
        ["ISO 1:2000,IDT", "IEC 2:2001,MOD"],
        ["部分采用 ISO 1:2000"],
        ["MOD"],
        ["ISO 4:2000,IDT"],
    ]
    # What is written can be imported again.
    again = run("standards", "import", "-", stdin=run("standards", "list", "-f", "csv").out)
    assert (again.code, again.rows[1][1:]) == (0, ["4", "0", "0", "4", "0"])
    wrong = run("standards", "import", "-", stdin=COLUMNS.replace("IDT;MOD", "IDT;MOD;NEQ"))
    assert wrong.code == 65
    assert (
        'standard input:2: 采标程度: "IDT;MOD;NEQ" gives 3 degrees for 2 adopted standards'
        in wrong.err
    )


def test_a_plan_with_number_and_degree_in_two_columns(db: Path) -> None:
    plan = "计划号,项目名称,采标类型,对应国际标准\n2011-0001T-JB,甲,等同采用,ISO 1:2000\n"
    assert run_app("--db", str(db), "standards", "import", "-", stdin=plan).code == 0
    [row] = json.loads(run_app("--db", str(db), "standards", "list", "--json").out)
    assert row["adopts"] == ["ISO 1:2000,IDT"]


def test_partly_adopted_is_no_adoption(db: Path) -> None:
    """部分采用 has its word, and counts as a stated correspondence."""
    rows = "标准编号,标准名称,实施日期,采标情况\nJB/T 1-2001,甲,2001-10-01,部分采用ISO 1:2000\n"
    assert run_app("--db", str(db), "standards", "import", "-", stdin=rows).code == 0
    [row] = [row for row in report(lambda *words: run_app("--db", str(db), *words)) if row["neq"]]
    assert (row["in_force"], row["adopted"], row["rate"], row["neq"]) == (1, 0, 0.0, 1)
