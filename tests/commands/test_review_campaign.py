"""`stdplan review campaign, include, exclude`: the members of a campaign, added and left out."""

import itertools
import json
from typing import Any

import pytest

from helpers import ListOf, Run

LIST = """\
标准编号,标准名称,发布日期,实施日期,归口单位,废止日期
JB/T 1-2001,甲,2001-06-01,2001-10-01,SAC/TC 1,
JB/T 2-2001,乙,2001-06-01,2001-10-01,SAC/TC 2,
JB/T 3-2009,丙,2009-06-01,2009-10-01,SAC/TC 1,
GB/T 4-2001,丁,2001-06-01,2001-10-01,,
JB/T 5-2001,戊,2001-06-01,2001-10-01,,2008-01-01
JB/T 6-2013,己,2013-01-01,2013-06-01,,
JB/T 7-2011,庚,2011-03-01,2012-01-01,,
JB/T 1-2001/XG1-2010,甲 第1号修改单,2010-01-01,2010-01-01,,
"""
PROJECTS = """\
计划号,项目名称,制修订,代替标准
2010-0001T-JB,乙,修订,JB/T 2-2001
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with two members of the campaign of 2011, JB/T 1 and 2."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    assert run("standards", "import", "--on", "2010-07-01", "-", stdin=PROJECTS).code == 0
    return run


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    rows = json.loads(run("review", "campaign", *(options or ("--year", "2011")), "--json").out)
    assert isinstance(rows, list)
    return rows


def numbers(run: Run, *options: str) -> list[str]:
    return [row["number"] for row in listed(run, *options)]


def figures(run: Run, *options: str) -> dict[str, Any]:
    words = options or ("--year", "2011")
    [row] = json.loads(run("report", "review", "--by", "all", "--json", *words).out)
    return {name: row[name] for name in ("campaign", "done", "rate", "added", "left_out")}


def include(run: Run, number: str, *options: str) -> None:
    answer = run("review", "include", number, "--year", "2011", *options)
    assert answer.code == 0, answer.err


def exclude(run: Run, number: str, *options: str) -> None:
    answer = run("review", "exclude", number, "--year", "2011", *options)
    assert answer.code == 0, answer.err


def test_the_members_with_their_age_and_reviews(run: Run) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "confirm", "--on", "2011-06-30")
    first, second = listed(run)
    assert first == {
        "number": "JB/T 1-2001", "title": "甲", "sector": "machinery", "committee": "SAC/TC 1",
        "department": None, "age": 10, "due": "2006-10-01", "done": "2011-06-30",
        "outcome": "confirm", "added": None, "left_out": None, "note": None,
    }  # fmt: skip
    assert (second["number"], second["done"], second["outcome"]) == ("JB/T 2-2001", None, None)
    assert [row["done"] for row in listed(run, "--as-of", "2011-06-29")] == [None, None]


def test_the_filters(run: Run) -> None:
    assert numbers(run, "--year", "2011", "--committee", "TC 2") == ["JB/T 2-2001"]
    assert numbers(run, "--year", "2011", "--sector", "steel") == []
    assert numbers(run, "--year", "2011", "--family", "national") == ["GB/T 4-2001"]
    assert numbers(run, "--year", "2011", "--years", "11") == []
    run("standards", "edit", "JB/T 2-2001", "--department", "装备工业司")
    assert numbers(run, "--year", "2011", "--department", "装备") == ["JB/T 2-2001"]
    counted = run("review", "campaign", "--year", "2011", "--by", "department", "--no-header")
    assert counted.rows == [
        ["装备工业司", "1", "0", "0.0", "0", "0"],
        ["", "1", "0", "0.0", "0", "0"],
    ]


def test_one_that_is_added_counts_in_every_figure(run: Run) -> None:
    include(run, "JB/T 3-2009", "--on", "2011-03-01", "--note", "提前复审")
    run("review", "record", "JB/T 3-2009", "--outcome", "revise", "--on", "2011-06-30")
    added = listed(run)[2]
    assert (added["number"], added["age"], added["due"]) == ("JB/T 3-2009", 2, "2014-10-01")
    assert (added["added"], added["note"], added["outcome"]) == ("2011-03-01", "提前复审", "revise")
    assert figures(run) == {"campaign": 3, "done": 1, "rate": 33.3, "added": 1, "left_out": 0}
    [row] = json.loads(
        run("report", "progress", "--year", "2011", "--indicator", "5.reviewed", "--json").out
    )
    assert (row["target"], row["counted"], row["percent"]) == (3, 1, 33.3)


def test_one_that_is_left_out_counts_in_none(run: Run) -> None:
    exclude(run, "JB/T 1-2001", "--on", "2011-03-01", "--note", "不再适用")
    assert numbers(run) == ["JB/T 2-2001"]
    assert figures(run) == {"campaign": 1, "done": 0, "rate": 0.0, "added": 0, "left_out": 1}
    [row] = listed(run, "--year", "2011", "--left-out")
    assert (row["number"], row["left_out"], row["note"]) == (
        "JB/T 1-2001",
        "2011-03-01",
        "不再适用",
    )
    # Its age is what it was.
    assert "JB/T 1-2001" in run("review", "due", "--year", "2011").out


def test_a_decision_counts_from_its_day_on_in_any_order_of_entry(run: Run) -> None:
    exclude(run, "JB/T 3-2009", "--on", "2011-09-01")
    include(run, "JB/T 3-2009", "--on", "2011-03-01")
    exclude(run, "JB/T 1-2001", "--on", "2011-03-01")
    include(run, "JB/T 1-2001", "--on", "2011-09-01")

    def on(day: str) -> list[str]:
        return [number[:6] for number in numbers(run, "--as-of", day)]

    assert on("2011-02-28") == ["JB/T 1", "JB/T 2"]
    assert on("2011-03-01") == on("2011-08-31") == ["JB/T 2", "JB/T 3"]
    assert on("2011-09-01") == on("2011-12-31") == ["JB/T 1", "JB/T 2"]
    assert figures(run, "--as-of", "2011-08-31")["added"] == 1
    assert figures(run)["added"] == figures(run)["left_out"] == 0
    # Other years have campaigns of their own.
    assert numbers(run, "--as-of", "2010-12-31") == ["JB/T 1-2001", "JB/T 2-2001"]


def test_the_target_by_month_follows_the_days_of_decisions(run: Run) -> None:
    include(run, "JB/T 3-2009", "--on", "2011-03-15")
    exclude(run, "JB/T 3-2009", "--on", "2011-09-01")
    targets = {}
    for month in ("02-28", "03-31", "08-31", "09-30"):
        [row] = json.loads(
            run(
                *("report", "progress", "--as-of", f"2011-{month}"),
                *("--indicator", "5.reviewed", "--json"),
            ).out
        )
        targets[month] = row["target"]
    assert targets == {"02-28": 2, "03-31": 3, "08-31": 3, "09-30": 2}


def test_the_opposite_decision_of_the_same_day_replaces_the_first(run: Run) -> None:
    include(run, "JB/T 3-2009", "--on", "2011-03-01", "--note", "误")
    exclude(run, "JB/T 3-2009", "--on", "2011-03-01")
    assert numbers(run) == ["JB/T 1-2001", "JB/T 2-2001"]
    assert figures(run)["left_out"] == 0


def test_the_same_again_changes_nothing(run: Run) -> None:
    include(run, "JB/T 3-2009", "--on", "2011-03-01", "--note", "提前复审")
    before = run("history").out
    again = run("review", "include", "JB/T 3-2009", "--year", "2011", "--on", "2011-03-01")
    assert again.err == "stdplan: 1 was already recorded\n"
    assert run("history").out == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_same_decision_of_a_later_day_counts_in_any_order_of_entry(
    run: Run, order: tuple[int, ...]
) -> None:
    decisions = [(include, "03-01"), (exclude, "04-01"), (include, "05-01")]
    for index in order:
        decide, day = decisions[index]
        decide(run, "JB/T 3-2009", "--on", f"2011-{day}", "--note", day)
    members = {
        day: "JB/T 3-2009" in numbers(run, "--as-of", f"2011-{day}")
        for day in ("02-28", "03-01", "04-01", "05-01")
    }
    assert members == {"02-28": False, "03-01": True, "04-01": False, "05-01": True}


def test_the_same_decision_of_a_later_day_keeps_the_reason(run: Run) -> None:
    include(run, "JB/T 3-2009", "--on", "2011-03-01", "--note", "提前复审")
    include(run, "JB/T 3-2009", "--on", "2011-05-01")
    [row] = json.loads(
        run(
            "review", "campaign", "--year", "2011", "--sort", "added", "-f", "json", "--limit", "1"
        ).out
    )
    assert (row["added"], row["note"]) == ("2011-05-01", "提前复审")


def test_undo_takes_a_decision_back(run: Run) -> None:
    exclude(run, "JB/T 1-2001", "--on", "2011-03-01")
    assert run("undo").code == 0
    assert numbers(run) == ["JB/T 1-2001", "JB/T 2-2001"]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("JB/T 5-2001", "JB/T 5-2001 ended on 2008-01-01: the campaign of 2011 cannot review it"),
        ("JB/T 6-2013", "JB/T 6-2013 is not published on 2011-06-30"),
        ("JB/T 7-2011", "JB/T 7-2011 begins on 2012-01-01: the campaign of 2011 cannot review it"),
        ("2010-0001T-JB", "2010-0001T-JB is a project; only standards can be reviewed"),
    ],
)
def test_what_the_year_cannot_review_is_refused(run: Run, number: str, message: str) -> None:
    words = ("JB/T 3-2009", number, "--year", "2011", "--on", "2011-06-30")
    answer = run("review", "include", *words)
    assert (answer.code, answer.err) == (2, f"stdplan: error: {message}\n")
    assert "JB/T 3-2009" not in numbers(run)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("JB/T 6-2013", "JB/T 6-2013 is not published on 2011-06-30"),
        ("2010-0001T-JB", "2010-0001T-JB is a project; only standards can be reviewed"),
    ],
)
def test_what_is_no_standard_yet_cannot_be_left_out(
    run: Run, a_list: ListOf, number: str, message: str
) -> None:
    words = ("--year", "2011", "--on", "2011-06-30")
    answer = run("review", "exclude", "JB/T 1-2001", number, *words)
    assert (answer.code, answer.err) == (2, f"stdplan: error: {message}\n")
    listed = run("review", "exclude", "--list", a_list("标准编号", "JB/T 1-2001", number), *words)
    assert listed.code == 65
    assert f':3: 标准编号: "{number}" {message}' in listed.err
    assert numbers(run) == ["JB/T 1-2001", "JB/T 2-2001"]


def test_one_that_ended_can_be_left_out(run: Run) -> None:
    assert run("review", "exclude", "JB/T 5-2001", "--year", "2011", "--on", "2011-06-30").code == 0


def test_other_families_and_amendments_can_be_added(run: Run) -> None:
    include(run, "GB/T 4-2001", "--on", "2011-03-01")
    include(run, "JB/T 1-2001/XG1-2010", "--on", "2011-03-01")
    assert numbers(run) == ["GB/T 4-2001", "JB/T 1-2001", "JB/T 1-2001/XG1-2010", "JB/T 2-2001"]
    # A family that is asked for has only the members of that family.
    assert figures(run, "--year", "2011", "--family", "industry")["campaign"] == 3


def test_the_year_of_a_decision_and_its_day(run: Run) -> None:
    answer = run("review", "include", "JB/T 3-2009", "--year", "2011")
    assert answer.err == "stdplan: added 1 standard to the campaign of 2011 on 2011-12-31\n"
    late = run("review", "include", "JB/T 3-2009", "--year", "2011", "--on", "2012-01-01")
    assert (late.code, "give a day up to 2011-12-31" in late.err) == (2, True)


def test_members_of_a_list_with_reasons(run: Run, tmp_path: Any) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "序号,标准编号,理由,标龄\n1,JB/T 1-2001,不再适用,10\n2,JB/T2-2001,,10\n", "utf-8"
    )
    words = ("review", "exclude", "--list", str(path), "--year", "2011", "--note", "会议决定")
    answer = run(*words)
    assert answer.code == 0
    assert 'columns that are not read: "标龄"' in answer.err
    rows = listed(run, "--year", "2011", "--left-out")
    assert [row["note"] for row in rows] == ["不再适用", "会议决定"]


def test_a_list_with_faults_changes_nothing(run: Run, tmp_path: Any) -> None:
    path = tmp_path / "list.csv"
    rows = ("JB/T 3-2009,早", "JB/T 404-2001,", "JB/T 5-2001,", "JB/T 3-2009,晚", ",缺")
    path.write_text("\n".join(("标准编号,理由", *rows)), "utf-8")
    answer = run("review", "include", "--list", str(path), "--year", "2011", "--on", "2011-06-30")
    assert answer.code == 65
    for fault in (
        'list.csv:3: 标准编号: "JB/T 404-2001" is not in the catalogue',
        'list.csv:4: 标准编号: "JB/T 5-2001" JB/T 5-2001 ended on 2008-01-01',
        'list.csv:5: 理由: "晚" contradicts',
        'list.csv:6: 标准编号: "" is empty',
    ):
        assert fault in answer.err
    assert figures(run)["added"] == 0


def test_numbers_from_a_pipe(run: Run) -> None:
    answer = run(
        *("review", "exclude", "-", "--year", "2011"), stdin="number\ttitle\nJB/T 1-2001\t甲\n"
    )
    assert answer.err == "stdplan: left 1 standard out of the campaign of 2011 on 2011-12-31\n"


def test_members_with_a_project_under_way(run: Run) -> None:
    without = ("--year", "2011", "--without-project")
    assert numbers(run, *without) == ["JB/T 1-2001"]
    assert len(numbers(run)) == 2
    answer = run(
        *("review", "exclude", "--with-project", "--year", "2011", "--on", "2011-02-01"),
        *("--note", "修订项目已立项"),
    )
    assert answer.code == 0
    assert numbers(run) == ["JB/T 1-2001"]
    # The list follows the day, the decision stays.
    run("standards", "edit", "2010-0001T-JB", "--terminated", "2011-06-01")
    run("review", "include", "JB/T 2-2001", "--year", "2011", "--on", "2011-07-01")
    assert numbers(run, *without) == ["JB/T 1-2001", "JB/T 2-2001"]


def test_a_project_that_a_review_opened_is_under_way(run: Run) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "revise", "--on", "2010-06-30")
    assert numbers(run, "--year", "2011", "--without-project") == []


def test_counts_by_sector_and_committee(run: Run) -> None:
    include(run, "GB/T 4-2001", "--on", "2011-03-01")
    exclude(run, "JB/T 2-2001", "--on", "2011-03-01")
    by_committee = listed(run, "--year", "2011", "--by", "committee")
    assert [tuple(row.values()) for row in by_committee] == [
        ("SAC/TC 1", 1, 0, 0.0, 0, 0),
        ("SAC/TC 2", 0, 0, None, 0, 1),
        (None, 1, 0, 0.0, 1, 0),
    ]
    # Two spellings of one committee are one.
    run("standards", "edit", "JB/T 2-2001", "--committee", "ＳＡＣ/TC　1")
    by_committee = listed(run, "--year", "2011", "--by", "committee")
    assert [row["left_out"] for row in by_committee] == [1, 0]
    by_sector = listed(run, "--year", "2011", "--by", "sector")
    assert [(row["sector"], row["campaign"], row["left_out"]) for row in by_sector] == [
        ("machinery", 1, 1),
        (None, 1, 0),
    ]


def test_membership_follows_a_new_number(run: Run) -> None:
    include(run, "JB/T 3-2009", "--on", "2011-03-01")
    run("standards", "edit", "JB/T 3-2009", "--number", "JB/T 33-2009")
    assert "JB/T 33-2009" in numbers(run)


@pytest.mark.parametrize(
    "words",
    [
        ("include", "--year", "2011"),
        ("exclude", "--year", "2011"),
        ("exclude", "JB/T 1-2001", "--with-project"),
        ("exclude", "JB/T 1-2001", "--sector", "machinery"),
        ("campaign", "--left-out", "--by", "sector"),
    ],
)
def test_options_that_contradict_each_other(run: Run, words: tuple[str, ...]) -> None:
    assert run("review", *words).code == 2
