"""`standards import`: status words without a date, and what later lists make of them."""

import json

from helpers import ListOf, Run

STATUS = "title,status,stage"


def values(run: Run, fields: str, *options: str) -> list[list[str]]:
    """Return the named fields of all records, without a header."""
    return run("standards", "list", "--fields", fields, "--no-header", *options).rows


def test_a_list_of_titles_keeps_its_status_words(run: Run, a_list: ListOf) -> None:
    rows = ("甲,现行", "乙,published", "丙,in force", "丁,即将实施", "戊,Retired", "己,征求意见稿")
    answer = run("standards", "import", a_list("标准名称,状态", *rows), "--on", "2025-03-01")
    assert sorted(values(run, STATUS)) == [
        ["丁", "upcoming", "60"],
        ["丙", "in-force", "60"],
        ["乙", "in-force", "60"],
        ["己", "planned", "30"],
        ["戊", "withdrawn", "95"],
        ["甲", "in-force", "60"],
    ]
    assert "2025-03-01 stands for their publication: 甲, 乙, 丙" in answer.err
    assert "1 standard is upcoming, and its day of effect is unknown: 丁" in answer.err


def test_the_same_list_on_another_day_changes_nothing(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,标准名称,状态", ",甲,现行", ",乙,即将实施", "GB/T 1-2020,丙,即将实施")
    run("standards", "import", path, "--on", "2025-03-01")
    answer = run("standards", "import", path, "--on", "2025-06-01")
    assert answer.rows[-1][2:5] == ["0", "0", "3"]


def test_a_known_day_takes_the_place_of_the_inferred_one(run: Run, a_list: ListOf) -> None:
    header = "计划号,标准名称,状态,发布日期,实施日期"
    first = ("20200001-T-604,甲,现行,,", "20200002-T-604,乙,即将实施,,")
    later = ("20200001-T-604,甲,现行,2024-02-01,", "20200002-T-604,乙,,,2025-04-01")
    run("standards", "import", a_list(header, *first), "--on", "2025-03-01")
    [shown] = json.loads(run("standards", "show", "20200001-T-604", "--json").out)
    assert (shown["published"], shown["published_inferred"]) == (None, "2025-03-01")
    run("standards", "import", a_list(header, *later), "--on", "2025-05-01")
    [shown] = json.loads(run("standards", "show", "20200001-T-604", "--json").out)
    assert (shown["published"], shown["published_inferred"]) == ("2024-02-01", None)
    assert sorted(values(run, STATUS)) == [["乙", "in-force", "60"], ["甲", "in-force", "60"]]


def test_a_standard_that_awaits_its_effect_ends_no_other_one(run: Run, a_list: ListOf) -> None:
    rows = ("GB/T 1-2010,现行,", "GB/T 1-2020,即将实施,", "GB/T 8-2020,即将实施,GB/T 9-2010")
    path = a_list("标准编号,状态,代替标准", *rows, "GB/T 9-2010,现行,")
    run("standards", "import", path)
    assert values(run, "number,status") == [
        ["GB/T 1-2010", "in-force"],
        ["GB/T 1-2020", "upcoming"],
        ["GB/T 8-2020", "upcoming"],
        ["GB/T 9-2010", "in-force"],
    ]


def test_the_stages_of_a_project_do_not_hide_that_a_later_list_calls_it_current(
    run: Run, a_list: ListOf
) -> None:
    run("standards", "import", a_list("标准编号,状态", "GB/T 1-2024,报批稿"), "--on", "2024-03-01")
    assert values(run, "number,status") == [["GB/T 1-2024", "planned"]]
    run("standards", "import", a_list("标准编号,状态", "GB/T 1-2024,现行"), "--on", "2024-09-01")
    assert values(run, "number,status") == [["GB/T 1-2024", "in-force"]]
    assert values(run, "number,status", "--as-of", "2024-08-31") == [["GB/T 1-2024", "planned"]]


def test_an_inferred_publication_is_no_publication_of_the_year(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,状态,行业", "JB/T 1,即将实施,机械", "JB/T 2,现行,机械")
    run("standards", "import", path, "--on", "2011-03-01")
    rows = json.loads(run("report", "progress", "--year", "2011", "--json").out)
    assert {row["indicator"]: row["actual"] for row in rows}["3.published"] == 0


def test_words_of_our_own_list_come_back(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,标准名称,状态", ",甲,现行", ",乙,即将实施", "GB/T 1-2020,丙,即将实施")
    run("standards", "import", path)
    before = values(run, STATUS)
    exported = run("standards", "list", "-f", "csv").out.splitlines()
    run("standards", "remove", *(key for (key,) in values(run, "key")))
    run("standards", "import", a_list(*exported))
    assert values(run, STATUS) == before


def test_a_day_for_the_whole_list_publishes_no_project(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,状态", "GB/T 1-2020,现行", "GB/T 2-2020,征求意见稿")
    run("standards", "import", path, "--set", "published=2020-03-01")
    assert values(run, "number,status,published") == [
        ["GB/T 1-2020", "in-force", "2020-03-01"],
        ["GB/T 2-2020", "planned", ""],
    ]
