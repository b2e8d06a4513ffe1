"""`stdplan review record` and `list`: reviews, and the consequence of each outcome."""

import json
from typing import Any

import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,实施日期
JB/T 1-2001,甲,2001-10-01
JB/T 2-2001,乙,2001-10-01
"""
ON = ("--on", "2011-06-30")


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with two standards that are due."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def due(run: Run, day: str) -> list[str]:
    """Return the numbers that are due on a day."""
    return run(
        "review", "due", "--as-of", day, "--fields", "number", "--no-header"
    ).out.splitlines()


def opened(run: Run) -> list[list[str]]:
    """Return the reviews whose consequence is still awaited: number and outcome."""
    return run("review", "list", "--open", "--fields", "number,outcome", "--no-header").rows


def show(run: Run, number: str) -> dict[str, Any]:
    [record] = json.loads(run("standards", "show", number, "--json").out)
    assert isinstance(record, dict)
    return record


def test_confirm_restarts_the_age(run: Run) -> None:
    answer = run("review", "record", "JB/T", "1-2001", "--outcome", "confirm", *ON)
    assert answer.err == "stdplan: recorded on 2011-06-30: confirm for 1 standard\n"
    assert due(run, "2016-06-29") == ["JB/T 2-2001"]
    assert due(run, "2016-06-30") == ["JB/T 2-2001", "JB/T 1-2001"]
    assert show(run, "JB/T 1-2001")["confirmed"] == "2011-06-30"
    assert opened(run) == []


def test_revise_opens_a_project_and_keeps_it_in_force(run: Run) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "修订", *ON)
    assert opened(run) == [["JB/T 1-2001", "revise"]]
    project = show(run, "rev:JB/T 1-2001")
    assert (project["status"], project["work"]) == ("planned", "revise")
    assert project["replaces"] == ["JB/T 1-2001"]
    assert show(run, "JB/T 1-2001")["status"] == "in-force"
    moved = ("standards", "stage", "rev:JB/T 1-2001", "60", "--number", "JB/T 1-2012")
    assert run(*moved, "--on", "2012-01-01").code == 0
    assert show(run, "JB/T 1-2001")["status"] == "withdrawn"
    assert opened(run) == []


def test_a_terminated_revision_makes_it_due_again(run: Run) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "revise", *ON)
    assert due(run, "2012-12-31") == ["JB/T 2-2001"]
    run("standards", "edit", "rev:JB/T", "1-2001", "--terminated", "2012-05-18")
    assert due(run, "2012-12-31") == ["JB/T 1-2001", "JB/T 2-2001"]
    assert due(run, "2012-05-17") == ["JB/T 2-2001"]


def test_merge_names_the_standard_it_is_merged_into(run: Run) -> None:
    merge = ("review", "record", "JB/T 1-2001", "--outcome", "merge", *ON)
    assert run(*merge).code == 2
    assert run(*merge, "--into", "jbt 2—2001").code == 0
    assert show(run, "JB/T 1-2001")["reviews"][0]["into"] == "JB/T 2-2001"
    assert opened(run) == [["JB/T 1-2001", "merge"]]


def test_withdraw_ends_it_on_a_day_or_remains_open(run: Run) -> None:
    withdraw = ("review", "record", "JB/T 1-2001", "--outcome", "废止", *ON)
    run(*withdraw)
    assert opened(run) == [["JB/T 1-2001", "withdraw"]]
    assert show(run, "JB/T 1-2001")["status"] == "in-force"
    run(*withdraw, "--ends", "2012-01-01")
    assert opened(run) == []
    assert show(run, "JB/T 1-2001")["withdrawn"] == "2012-01-01"


def test_the_same_review_is_not_recorded_twice(run: Run) -> None:
    record = ("review", "record", "JB/T 1-2001", "--outcome", "confirm", *ON)
    run(*record)
    assert "1 was already recorded" in run(*record).err
    assert len(run("review", "list", "--no-header").rows) == 1


def test_numbers_from_the_output_of_review_due(run: Run) -> None:
    listed = run("review", "due", "--as-of", "2011-06-30").out
    answer = run("review", "record", "-", "--outcome", "confirm", *ON, stdin=listed)
    assert "confirm for 2 standards" in answer.err
    assert due(run, "2011-06-30") == []
    nothing = run("review", "record", "-", "--outcome", "confirm", stdin="number\n")
    assert (nothing.code, nothing.err) == (0, "stdplan: no numbers on stdin: nothing to do\n")


@pytest.mark.parametrize("header", ["", "number\n", "\ufeff标准编号\t标准名称\n"])
def test_numbers_from_a_column_of_any_list(run: Run, header: str) -> None:
    listed = f"{header}JB/T1-2001\t甲\r\n\nJB/T 2-2001\n"
    answer = run("review", "record", "-", "--outcome", "confirm", *ON, stdin=listed)
    assert "confirm for 2 standards" in answer.err


def test_the_list_has_the_newest_first(run: Run) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "confirm", "--on", "2006", "--note", "五年")
    run("review", "record", "JB/T 2-2001", "--outcome", "revise", *ON)
    answer = run("review", "list")
    names = ["number", "title", "date", "outcome", "into", "ends", "note", "id", "step", "document"]
    names += ["into_family", "into_nature", "committee", "department"]
    assert answer.rows[0] == names
    assert [row[2] for row in answer.rows[1:]] == ["2011-06-30", "2006"]
    only = run("review", "list", "--outcome", "继续有效", "--no-header")
    [row] = only.rows
    assert row[:8] == ["JB/T 1-2001", "甲", "2006", "confirm", "", "", "五年", "1"]
    assert row[8:] == ["decided", "", "", "", "", ""]
    assert len(run("review", "list", "--as-of", "2010-01-01").rows) == 2


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("JB/T1-2001 --outcome x", 2, "confirm (继续有效), revise (修订), merge (整合)"),
        ("JB/T1-2001 --outcome confirm,revise", 2, "is not valid"),
        (
            "JB/T1-2001 --outcome confirm --ends 2012",
            2,
            '--ends: "2012" can be given only with withdraw',
        ),
        ("JB/T1-2001 --outcome withdraw --on 2012 --ends 2011", 2, "is before the review"),
        ("JB/T1-2001 --outcome confirm --on soon", 2, '--on: "soon" is not a date'),
        ("JB/T1-2001 --outcome confirm --note=", 2, '--note: "" counts as empty'),
        ("JB/T1-2001 JB/T9-2001 --outcome confirm", 66, 'no standard "JB/T9-2001"'),
    ],
)
def test_a_wrong_argument_records_nothing(run: Run, words: str, code: int, message: str) -> None:
    answer = run("review", "record", *words.split(" "))
    assert answer.code == code
    assert message in answer.err
    assert len(run("review", "list").rows) == 1


@pytest.mark.parametrize(
    "words",
    ["rev:JB/T 3-1995 --outcome confirm", "JB/T 3-1995 --outcome confirm --on 1990-01-01",
     "JB/T 3-1995 --outcome merge --into JBT3-1995"],
)  # fmt: skip
def test_impossible_reviews_are_refused(run: Run, words: str) -> None:
    run("standards", "add", "JB/T 3-1995")
    run("review", "record", "JB/T 3-1995", "--outcome", "revise", "--on", "2010-01-01")
    before = run("review", "list", "--json").out
    assert run("review", "record", *words.split(" ")).code == 2
    assert run("review", "list", "--json").out == before
