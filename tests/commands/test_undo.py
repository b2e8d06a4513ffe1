"""`undo`: exact, refused with a reason, and an operation itself."""

import json
import sqlite3
from pathlib import Path

import pytest

from helpers import MACHINE, PROJECT, ListOf, Run, shown

TITLE = ("standards", "edit", MACHINE, "--title")


def title(run: Run) -> str:
    return str(shown(run, MACHINE)["title"])


def test_the_last_operation_and_back_again(two_records: Run) -> None:
    two_records(*TITLE, "新名")
    answer = two_records("undo")
    assert (answer.code, title(two_records)) == (0, "试验机")
    assert "undid operation 4: " in answer.err
    answer = two_records("undo")
    assert (answer.code, title(two_records)) == (0, "新名")
    assert answer.err == "stdplan: undid operation 5, which undid 4\n"
    listed = json.loads(two_records("history", "--limit", "3", "--json").out)
    assert [(row["id"], row["undone_by"], row["undoes"]) for row in listed] == [
        (6, None, 5),
        (5, 6, 4),
        (4, None, None),
    ]


def test_an_older_operation_if_nothing_is_in_the_way(two_records: Run) -> None:
    two_records(*TITLE, "新名")
    two_records("standards", "edit", PROJECT, "--title", "外圆磨床")
    assert two_records("undo", "4").code == 0
    assert title(two_records) == "试验机"
    assert shown(two_records, PROJECT)["title"] == "外圆磨床"


def test_a_later_change_of_the_same_record_is_in_the_way(two_records: Run) -> None:
    run = two_records
    run(*TITLE, "新名")
    run("standards", "edit", MACHINE, "--level", "国际先进")
    answer = run("undo", "4")
    assert (answer.code, answer.out, title(run)) == (1, "", "新名")
    assert "operation 4 cannot be undone: later operations changed the same rows: 5 (" in answer.err
    # It is no longer in the way once it is undone.
    assert (run("undo", "5").code, run("undo", "4").code) == (0, 0)
    assert title(run) == "试验机"


def test_later_rows_of_an_added_record_are_in_the_way(two_records: Run) -> None:
    run = two_records
    run("standards", "stage", PROJECT, "20", "--on", "2011-03-01")
    answer = run("undo", "3")
    assert answer.code == 1
    assert "later operations added rows that belong to what it added: 4 (" in answer.err
    assert shown(run, PROJECT)["stage"] == "20"


def test_a_redone_operation_is_in_the_way(two_records: Run) -> None:
    run = two_records
    run("review", "record", MACHINE, "--outcome", "confirm", "--on", "2020-01-02")
    run("undo")
    run("undo")
    assert "belong to what it added: 4 (" in run("undo", "2").err


def test_a_later_removal_is_in_the_way(two_records: Run) -> None:
    run = two_records
    run("review", "record", MACHINE, "--outcome", "confirm", "--on", "2020-01-02")
    run("undo")
    run("standards", "remove", MACHINE)
    answer = run("undo", "5")
    assert answer.code == 1
    assert "later operations removed what its rows belong to: 6 (" in answer.err


def test_a_key_that_was_taken_since_is_in_the_way(two_records: Run) -> None:
    run = two_records
    run("standards", "remove", MACHINE)
    run("standards", "add", MACHINE, "--title", "另一个")
    answer = run("undo", "4")
    assert answer.code == 1
    assert "later operations gave its key to another record: 5 (" in answer.err
    assert title(run) == "另一个"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE standard SET title = '别的程序' WHERE id = 1", 1),
        ("DELETE FROM standard WHERE id = 1", 1),
        ("UPDATE standard SET level = '国际先进' WHERE id = 1", 0),
    ],
)
def test_a_change_by_another_program(two_records: Run, db: Path, statement: str, code: int) -> None:
    two_records(*TITLE, "新名")
    connection = sqlite3.connect(db)
    connection.execute(statement)
    connection.commit()
    connection.close()
    answer = two_records("undo")
    assert answer.code == code
    assert ("another program changed the same rows" in answer.err) == bool(code)


def test_a_number_that_was_given_away_is_in_the_way(two_records: Run) -> None:
    run = two_records
    run("standards", "edit", MACHINE, "--number", "JB/T 2-2011")
    run("standards", "edit", PROJECT, "--level", "国际先进")
    run("standards", "add", MACHINE)
    answer = run("undo", "4")
    assert answer.code == 1
    assert "later operations gave its key to another record: 6 (" in answer.err
    assert (run("undo", "6").code, run("undo", "4").code) == (0, 0)
    assert title(run) == "试验机"


def test_what_cannot_be_undone(two_records: Run, db: Path) -> None:
    run = two_records
    assert run("undo", "99").code == 66
    answer = run("undo", "1")
    assert (answer.code, "it created the catalogue" in answer.err) == (1, True)
    assert (run("undo", "3").code, run("undo", "3").code) == (0, 0)
    assert "nothing to undo: operation 3 was undone by 4" in run("undo", "3").err
    connection = sqlite3.connect(db)
    connection.execute("UPDATE operation SET recording = NULL")
    connection.commit()
    connection.close()
    answer = run("undo", "2")
    assert (answer.code, "before there was a history" in answer.err) == (1, True)


def test_upkeep_is_passed_over(two_records: Run) -> None:
    two_records(*TITLE, "新名")
    two_records("db", "rebuild")
    assert two_records("undo").code == 0
    assert title(two_records) == "试验机"
    answer = two_records("undo", "5")
    assert (answer.code, "it changed nothing that was entered" in answer.err) == (1, True)


def test_an_import_is_undone_completely(two_records: Run, a_list: ListOf) -> None:
    before = two_records("standards", "list", "-f", "json").out
    rows = [f"JB/T {number}-2011,标准 {number},{MACHINE}" for number in range(1500)]
    path = a_list("标准编号,标准名称,代替标准", *rows)
    assert two_records("standards", "import", path).code == 0
    after = two_records("standards", "list", "-f", "json").out
    assert two_records("undo").code == 0
    assert two_records("standards", "list", "-f", "json").out == before
    assert two_records("undo").code == 0
    assert two_records("standards", "list", "-f", "json").out == after
    assert two_records("db", "check").out == ""


def test_a_title_is_found_again_after_an_undo(two_records: Run) -> None:
    assert two_records("standards", "list", "--search", "试验机", "--no-header").rows
    two_records("standards", "remove", MACHINE)
    assert not two_records("standards", "list", "--search", "试验机", "--no-header").rows
    two_records("undo")
    assert two_records("standards", "list", "--search", "试验机", "--no-header").rows
