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


def test_an_open_year_alone_is_no_number(run: Run) -> None:
    listed = "标准编号,标准名称\nGB/T 202X,戊法\nJB 202×,己法\nGB/T 2021,庚法\n"
    assert run("standards", "import", "-", stdin=listed).code == 0
    found = run(
        "standards", "list", "--search", "法", "--fields", "number,title,status", "--no-header"
    ).rows
    assert {title: (number, status) for number, title, status in found} == {
        "戊法": ("", "planned"), "己法": ("", "planned"), "庚法": ("GB/T 2021", "in-force")
    }  # fmt: skip


def test_a_status_word_leaves_a_draft_its_stage(run: Run) -> None:
    listed = "标准编号,标准名称,状态\nISO/FDIS 9002,戊,planned\nISO/CD 9003,己,terminated\n"
    assert run("standards", "import", "-", stdin=listed).code == 0
    found = [shown(run, number) for number in ("ISO/FDIS 9002", "ISO/CD 9003")]
    assert [(each["status"], each["stage"]) for each in found] == [
        ("planned", "50"), ("terminated", "30")
    ]  # fmt: skip


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


def test_the_second_number_of_a_record_finds_it_in_any_order(run: Run) -> None:
    # The list that has both numbers may come after one that has only the second.
    for number in ("HG/T 6-2022", "JB/T 5-2022 HG/T 6-2022", "JB/T 5-2022"):
        run("standards", "import", "-", stdin=f"标准编号,标准名称\n{number},庚\n")
    for number in ("JB/T 5-2022", "HG/T 6-2022"):
        assert shown(run, number)["number"] == "HG/T 6-2022"
    assert run("db", "check").out == ""


REAPPROVED = ["ASTM E8-16,t,2016-02-01", "ASTM E8-16(2021),t,2021-05-01"]


@pytest.mark.parametrize(
    "lists", [[REAPPROVED], *([[row] for row in rows] for rows in (REAPPROVED, REAPPROVED[::-1]))]
)
def test_a_reapproved_standard_is_one_record_with_a_review(
    run: Run, lists: list[list[str]]
) -> None:
    for rows in lists:
        stdin = "标准编号,标准名称,发布日期\n" + "\n".join(rows)
        assert run("standards", "import", "-", stdin=stdin).code == 0
    record = shown(run, "ASTM E8-16(2021)")
    assert (record["number"], record["published"]) == ("ASTM E8-16", "2016-02-01")
    assert [(v["date"], v["outcome"]) for v in record["reviews"]] == [("2021-05-01", "confirm")]
    for day, age in (("2021-04-30", 5), ("2021-05-01", 0), ("2026-04-30", 4)):
        assert shown(run, "ASTM E8-16", "--as-of", day)["age"] == age


@pytest.mark.parametrize(
    ("number", "published", "known", "confirmed"),
    [
        ("ASTM E8-16(2021)", "2021-05-01", None, "2021-05-01"),
        ("ASTM E8-16(2021)", "2016-02-01", "2016-02-01", "2021"),
        ("ASTM E8-16(2021)", "", None, "2021"),
        ("YB/T 36-1992(2005)", "2005-06", None, "2005-06"),
        ("ASTM E8-16(2016)", "2016-02-01", "2016-02-01", "2016"),
    ],
)
def test_a_day_in_the_year_of_the_review_is_that_of_the_review(
    run: Run, number: str, published: str, known: str | None, confirmed: str
) -> None:
    run("standards", "import", "-", stdin=f"标准编号,标准名称,发布日期\n{number},t,{published}\n")
    record = shown(run, number)
    assert (record["published"], record["reviews"][0]["date"]) == (known, confirmed)


def test_guidance_without_a_number_is_no_occupational_health(run: Run) -> None:
    project = "计划号,标准编号,标准名称\n20230002-Z-604,GB/Z XXXXX—XXXX,丁\n"
    run("standards", "import", "-", stdin=project)
    assert shown(run, "20230002-Z-604")["nature"] == "guidance"


def test_metrology_of_a_ministry_is_left_out_of_the_figures(run: Run) -> None:
    rows = "".join(
        f"{number},t,2011-01-01,制定,机械\n"
        for number in ("JJG(交通) 64-2011", "JJF(机械) 1-2011", "JJF(浙) 1-2011", "GJB/J 1-2011")
    )
    run("standards", "import", "-", stdin=f"标准编号,标准名称,发布日期,制修订,行业\n{rows}")
    figures = run("report", "progress", "--year", "2011", "--fields", "indicator,counted").rows
    assert ["3.published", "0"] in figures
    assert "JJ" not in run("review", "due", "--as-of", "2020-01-01").out


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
    derived = "prefix, number_year, base, sort_key, amends, edition, draft_stage, published"
    connection.execute(f"CREATE TABLE standard ({columns}, {derived})")
    connection.execute("CREATE TABLE replaces (successor, target, partial, position)")
    connection.execute("CREATE TABLE adopts (standard, reference, degree, word)")
    connection.execute('CREATE TABLE review (standard, date, outcome, step, "into")')
    connection.execute("CREATE TABLE activity (standard)")
    rows = [
        ("JJG(交通) 064-2016", "industry", "JJG(交通)", None),
        ("ASTM E8-16(2021)", "other", "ASTM", None),
        ("GJB 9001C-2017", "national", "GJB", None),
        ("ASTM D638-14", "other", "ASTM", None),
        ("GB 50016-2014", "national", "GB", "备注; 2018年版"),
    ]
    connection.executemany(
        "INSERT INTO standard (key, number, family, prefix, note) VALUES (?1, ?1, ?2, ?3, ?4)", rows
    )
    connection.execute("UPDATE standard SET published = '2021-05-01' WHERE prefix = 'ASTM'")
    renumber(connection)
    found = connection.execute(
        "SELECT family, base, number_year, edition, note, partial_revision FROM standard"
    ).fetchall()
    assert found == [
        ("metrology", "JJG(交通) 064", 2016, None, None, None),
        ("other", "ASTM E8", 2016, None, None, None),
        ("military", "GJB 9001", 2017, "C", None, None),
        ("other", "ASTM D638", 2014, None, None, None),
        ("national", "GB 50016", 2014, None, "备注", 2018),
    ]
    of_astm = connection.execute("SELECT key, published FROM standard WHERE base = 'ASTM E8'")
    assert of_astm.fetchone() == ("ASTM E8-16", None)
    reviewed = connection.execute("SELECT standard, date, outcome, step FROM review").fetchall()
    assert reviewed == [(2, "2021-05-01", "confirm", "decided")]
    assert number_columns("x", None)["draft_stage"] is None
