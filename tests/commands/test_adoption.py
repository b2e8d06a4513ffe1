"""`stdplan adoption`: rates by closest degree, and outdated adopted editions."""

import json
from typing import Any

import pytest

from helpers import Run, shown

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
    }


def test_other_families_are_an_option(run: Run) -> None:
    assert [row["in_force"] for row in report(run, "--family", "national", "--by", "year")] == [1]
    everything = report(run, "--family", "all", "--by", "degree")
    assert [(row["degree"], row["standards"]) for row in everything] == [
        ("IDT", 2), ("MOD", 2), ("EQV", 0), ("unknown", 2), ("NEQ", 1),
    ]  # fmt: skip


def test_the_indicators_count_foreign_standards_separately(run: Run) -> None:
    rows = json.loads(run("report", "progress", "--year", "2011", "--task", "4", "--json").out)
    assert [row["actual"] for row in rows if row["indicator"] == "4.rate"] == [71.4]


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
