"""Drafts, partial revisions and second numbers in lists and by hand."""

import sqlite3

import pytest

from helpers import Run, shown
from stdplan.catalogue.renumber import renumber
from stdplan.domain.standard_record import number_columns

LIST = """\
标准编号,标准名称,发布日期,实施日期
LS/T 1301—2022 GC/T 1801—2022,甲,2022-01-01,2022-07-01
GB/T ××××—202×（征求意见稿）,乙,,
GB/T ××××—××××,丙,,
GB/T 1234-202X,丁,,
GB/T 5678-2024（报批稿）,戊,,
GB 50016-2014（2018年版）,己,2014-08-27,2015-05-01
ISO/DIS 9001:2025,庚,2025-01-01,
GJB 9001B-2009,辛,2009-01-01,2010-01-01
GJB 9001C-2017,壬,2017-05-18,2017-07-01
GJB/Z 9001-2018,癸,2018-05-18,2018-07-01
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with the list."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


@pytest.mark.parametrize(
    ("number", "stage"),
    [("GB/T 1234-202X", "10"), ("GB/T 5678-2024", "50"), ("ISO/DIS 9001", "40")],
)
def test_a_draft_is_planned_whatever_its_days(run: Run, number: str, stage: str) -> None:
    record = shown(run, number)
    assert (record["status"], record["stage"]) == ("planned", stage)


def test_a_number_in_signs_is_no_number(run: Run) -> None:
    fields = ("--fields", "key,number,family,stage", "--no-header")
    (first,) = run("standards", "list", "--search", "乙", *fields).rows
    (second,) = run("standards", "list", "--search", "丙", *fields).rows
    assert first[0] != second[0]
    assert (first[1:], second[1:]) == (["", "national", "30"], ["", "national", "10"])


def test_a_published_draft_is_in_force(run: Run) -> None:
    published = "标准编号,标准名称,发布日期\nGB/T 5678-2024,戊,2024-05-01\n"
    assert run("standards", "import", "-", stdin=published).code == 0
    assert shown(run, "GB/T 5678-2024")["status"] == "in-force"


def test_both_numbers_find_the_standard(run: Run) -> None:
    assert shown(run, "GC/T 1801-2022")["number"] == "LS/T 1301-2022"
    again = "标准编号,备注\nGC/T 1801-2022,说明\n"
    assert run("standards", "import", "-", stdin=again).code == 0
    assert shown(run, "LS/T 1301-2022")["note"] == "说明"
    run("standards", "add", "JB/T 8-2022 HG/T 9-2022")
    assert shown(run, "HG/T 9-2022")["number"] == "JB/T 8-2022"
    assert run("db", "check").out == ""


def test_editions_by_letter_end_each_other(run: Run) -> None:
    assert shown(run, "GJB 9001B-2009")["ends"] == "2017-07-01"
    assert shown(run, "GJB 9001C-2017")["ends"] is None
    assert shown(run, "GJB/Z 9001-2018")["status"] == "in-force"


def test_a_partial_revision_is_kept_with_its_year(run: Run) -> None:
    assert shown(run, "GB 50016-2014")["partial_revision"] == 2018


def test_the_same_list_changes_nothing(run: Run) -> None:
    row = run("standards", "import", "-", "--no-header", stdin=LIST).rows[0]
    assert row[2:5] == ["0", "0", "10"]
    assert run("db", "check").out == ""


def test_numbers_of_an_older_file_are_parsed_again() -> None:
    connection = sqlite3.connect(":memory:")
    columns = "id INTEGER PRIMARY KEY, key, number, family, nature, note, partial_revision"
    derived = "prefix, number_year, base, sort_key, amends, edition, draft_stage"
    connection.execute(f"CREATE TABLE standard ({columns}, {derived})")
    rows = [
        ("GJB 9001C-2017", "national", "GJB", None),
        ("ASTM D638-14", "other", "ASTM", None),
        ("GB 50016-2014", "national", "GB", "备注; 2018年版"),
    ]
    connection.executemany(
        "INSERT INTO standard (key, number, family, prefix, note) VALUES (?1, ?1, ?2, ?3, ?4)", rows
    )
    renumber(connection)
    found = connection.execute(
        "SELECT family, base, number_year, edition, note, partial_revision FROM standard"
    ).fetchall()
    assert found == [
        ("military", "GJB 9001", 2017, "C", None, None),
        ("other", "ASTM D638", 2014, None, None, None),
        ("national", "GB 50016", 2014, None, "备注", 2018),
    ]
    assert number_columns("x", None)["draft_stage"] is None
