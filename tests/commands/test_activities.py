"""`stdplan activities`: the activities of the plan's tasks, on any day."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from helpers import ACTIVITIES, CAN_BE_UNDONE, Run

COURSE = ("activities", "add", "training", "培训班")


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    """Return the records that an activities command prints."""
    answer = run("activities", *words, "--json")
    assert answer.code == 0, answer.err
    records = json.loads(answer.out)
    assert isinstance(records, list)
    return records


@pytest.fixture
def run_2011(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program on the example's activities, at the end of 2011."""
    monkeypatch.setenv("STDPLAN_TODAY", "2011-12-31")
    assert run("activities", "import", str(ACTIVITIES)).code == 0
    return run


def test_a_kind_by_code_or_either_name(run: Run) -> None:
    for name in ("training", "标准化培训", "Standardization training"):
        assert run("activities", "add", name, f"班 {name}", "--on", "2011-05-18").code == 0
    assert [row["kind"] for row in rows(run, "list")] == ["training"] * 3


def test_every_field_can_be_set(run: Run) -> None:
    words = (
        "--on 2011-05-18 --due 2011-06 --closed 2011-07-01 --state 完成 --expires 2014-05-17"
        " --sector 机械 --standard jbt7547-94 --organisation 协会 --person 王五 --product 机床"
        " --region 广东 --country 德国 --quantity 12.50 --reference 001 --note 首期"
    )
    answer = run(*COURSE, *words.split())
    assert answer.err == "stdplan: recorded training 001 (id 1)\n"
    assert run("activities", "--no-header").rows == [
        (
            "1 training 12 培训班 2011-05-18 2011-06 2011-07-01 完成 2014-05-17 machinery"
            " JB/T$7547-1994 协会 王五 机床 广东 德国 12.50 people 001 首期"
        ).replace("$", "\N{NO-BREAK SPACE}").replace(" ", "\t").replace("\N{NO-BREAK SPACE}", " ")
        .split("\t")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("add dance x", 2, 'KIND: "dance" is not a kind of activity; known kinds: framework, pre-'),
        ("add training x --on 2011-02-30", 2, '--date: "2011-02-30"'),
        ("add training x --on 开春", 2, '--date: "开春"'),
        ("add training x --due 待定", 2, '--due: "待定" is not a date'),
        ("add training x --quantity 0", 2, 'error: --quantity: "0" is not a number above zero'),
        (
            "add training x --standard JB/T 1-2011",
            2,
            "; here a number that contains a space needs quot",
        ),
        ("add training x --sector 天文", 2, '--sector: there is no sector "天文"'),
        ("add training x --note=", 2, '--note: "" counts as empty'),
        ("add training x --on 2011-05-18 --closed 2011-05-17", 2, "is before the date, 2011-05-18"),
        ("add training 培训班 --on 2011-05-18", 73, "is already recorded (id 1)"),
        ("edit 1", 2, "nothing to change"),
        ("edit 1 --clear title", 2, '--clear: there is no field "title" to clear'),
        (
            "edit 1 --clear due --due 2011",
            2,
            "--clear due cannot be used together with a value for due",
        ),
        ("edit 1 --expires 2011-04", 2, "is before the date, 2011-05-18"),
        ("edit 1 --on 2011-05-18", 2, "--on, the day of a state, can be used only with --state"),
        ("edit 1 --state x --on 2011-05-17", 2, '--on: "2011-05-17" is before the date, 2011-05'),
        ("edit 1 --state x --on 开春", 2, '--on: "开春"'),
        (
            "edit 9 --state x",
            66,
            "there is no activity 9; list activities with `stdplan activities list`",
        ),
        ("close 1 9", 66, "no activity 9"),
        ("close 1 --on 2011-05-17", 2, "is before the date, 2011-05-18"),
        ("remove 1 9", 66, "no activity 9"),
        ("show 9", 66, "no activity 9 on 2026-11-22"),
        ("list --open --closed", 2, "cannot be used together"),
        ("list --kind dance", 2, '--kind: "dance" is not a kind of activity'),
        ("list --person=", 2, "--person: give a text with letters or digits"),
        ("list --plan 1999", 66, "no plan of 1999"),
    ],
)
def test_invalid_values_are_refused(run: Run, words: str, code: int, message: str) -> None:
    assert run(*COURSE, "--on", "2011-05-18").code == 0
    before = rows(run, "list")
    answer = run("activities", *words.split(" "))
    assert answer.code == code, answer.err
    assert message in answer.err
    assert rows(run, "list") == before


def test_the_default_day_is_today_which_is_outside_the_plans_year(run: Run) -> None:
    answer = run(*COURSE)
    assert "2026-11-22 is not in the plan's year 2011: no indicator counts it" in answer.err
    assert "make one with `stdplan plans new 2026 --from 2011`" in answer.err
    assert rows(run, "list")[0]["date"] == "2026-11-22"


def test_a_planned_activity_has_no_date(run: Run) -> None:
    run(*COURSE, "--due", "2011-09-01")
    assert rows(run, "list", "--as-of", "1999-01-01")[0]["date"] is None


def test_edit_sets_and_clears(run: Run) -> None:
    run(*COURSE, "--on", "2011-05-18", "--due", "2011-06-01", "--note", "甲")
    words = ("edit", "1", "--quantity", "80", "--note", "乙", "--clear", "due")
    assert run("activities", *words).err == "stdplan: changed 1 of 1\n"
    [row] = rows(run, "list")
    assert (row["quantity"], row["note"], row["due"]) == (80, "乙", None)
    assert run("activities", *words).err == "stdplan: changed 0 of 1\n"


def test_edit_refuses_to_make_two_equal_activities(run: Run) -> None:
    run(*COURSE, "--reference", "1")
    run(*COURSE, "--reference", "2")
    answer = run("activities", "edit", "2", "--reference", "1")
    assert (answer.code, answer.err) == (
        73,
        "stdplan: error: training 1 is already recorded (id 1)\n",
    )


def test_before_it_is_closed_an_activity_is_open_in_its_former_state(run: Run) -> None:
    run(*COURSE, "--on", "2011-03-01", "--state", "筹备")
    assert run("activities", "close", "1", "--on", "2011-05-18", "--state", "完成").code == 0
    assert "1 was already closed" in run("activities", "close", "1").err
    for day, closed, state in (("2011-05-17", None, "筹备"), ("2011-05-18", "2011-05-18", "完成")):
        [row] = rows(run, "list", "--as-of", day)
        assert (row["closed"], row["state"]) == (closed, state)
        assert len(rows(run, "list", "--as-of", day, "--open")) == (closed is None)
        assert len(rows(run, "list", "--as-of", day, "--closed")) == (closed is not None)
        assert len(rows(run, "list", "--as-of", day, "--state", "完成")) == (closed is not None)


def test_an_activity_does_not_exist_before_its_date(run: Run) -> None:
    run(*COURSE, "--on", "2011-05")
    early = run("activities", "list", "--as-of", "2011-04-30")
    assert len(early.rows) == 1
    assert "1 activity dated after 2011-04-30 is left out" in early.err
    assert run("activities", "show", "1", "--as-of", "2011-04-30").code == 66
    assert run("activities", "show", "1", "--as-of", "2011-05-01").code == 0


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("--task 6", 2),
        ("--task 6 --task 7", 4),
        ("--kind 国际标准提案,notification", 4),
        ("--kind proposal --state accepted", 1),
        ("--sector 轻工", 3),
        ("--organisation 协会", 5),
        ("--person 王", 1),
        ("--region 江苏", 1),
        ("--country 欧盟 --country 美国", 2),
        ("--standard jb/t7688.5-95", 1),
        ("--search 通报", 2),
        ("--from 2011-11", 1),
        ("--from 2011-03 --to 2011-03", 3),
        ("--open", 11),
        ("--closed", 7),
        ("--plan 2011", 18),
    ],
)
def test_filters(run_2011: Run, words: str, count: int) -> None:
    assert len(rows(run_2011, "list", *words.split())) == count


def test_kinds_are_counted_in_the_plans_year_up_to_the_day(run_2011: Run) -> None:
    def counted(*words: str) -> tuple[int, float]:
        [row] = [row for row in rows(run_2011, "kinds", *words) if row["code"] == "training"]
        return row["count"], row["quantity"]

    run_2011(*COURSE, "--on", "2011-06-01", "--quantity", "0.5")
    run_2011(*COURSE, "--on", "2012-06-01", "--quantity", "7")
    assert counted() == (2, 120.5)
    assert counted("--as-of", "2011-05-31") == (1, 120)
    assert counted("--as-of", "2010-12-31") == (0, 0)
    assert counted("--as-of", "2026-01-01") == (2, 120.5)


def test_tasks_show_names_its_kinds_with_counts(run_2011: Run) -> None:
    [task] = json.loads(run_2011("tasks", "show", "12", "--json").out)
    assert task["activity_kinds"][0] == {
        "code": "training",
        "name": "Standardization training",
        "unit": "people",
        "count": 1,
        "quantity": 120,
    }


def test_due_lists_deadlines_and_ends_of_validity(run_2011: Run) -> None:
    due = rows(run_2011, "due")
    assert [(row["id"], row["which"], row["until"], row["days"]) for row in due] == [
        (1, "due", "2011-10-31", -61),
        (8, "due", "2012-01-13", 13),
        (17, "expires", "2012-01-20", 20),
    ]
    assert [row["id"] for row in rows(run_2011, "due", "--within", "13")] == [1, 8]
    assert [row["id"] for row in rows(run_2011, "due", "--within", "99999999999")][-1] == 10
    assert [row["id"] for row in rows(run_2011, "due", "--task", "12")] == [17]


def test_due_on_an_earlier_day(run_2011: Run) -> None:
    # The comments on 7 were sent on 2011-07-01, four days before the deadline.
    for day, records in (("2011-06-30", [7]), ("2011-07-01", [])):
        words = ("due", "--as-of", day, "--kind", "notification")
        assert [row["id"] for row in rows(run_2011, *words)] == records


def test_an_end_of_validity_is_due_until_the_activity_is_closed(run_2011: Run) -> None:
    def days_left(day: str) -> list[int]:
        words = ("due", "--as-of", day, "--kind", "drafter-certificate")
        return [row["days"] for row in rows(run_2011, *words)]

    assert (days_left("2012-01-19"), days_left("2012-01-21")) == ([1], [-1])
    run_2011("activities", "close", "17", "--on", "2011-09-02")
    assert (days_left("2012-01-19"), days_left("2012-01-20"), days_left("2012-01-21")) == (
        [1],
        [0],
        [],
    )


def test_the_id_of_a_removed_activity_is_not_used_again(run: Run) -> None:
    run(*COURSE)
    run(*COURSE, "--reference", "2")
    assert run("activities", "remove", "1", "2").err == f"stdplan: removed 1, 2\n{CAN_BE_UNDONE}"
    assert "(id 3)" in run(*COURSE).err


def test_the_file_is_checked(run: Run, db: Path) -> None:
    run(*COURSE, "--on", "2011-05-18")
    assert run("db", "check").code == 0
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE activity SET kind = 'dance', closed = '2011-05-17'")
    records = run("db", "check", "--no-header")
    assert records.code == 1
    assert [row[:2] for row in records.rows] == [["activities", "activity 1"]] * 2
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE activity SET closed = '2011-05-99'")
    assert ["dates", "activity 1"] in [row[:2] for row in run("db", "check").rows]
