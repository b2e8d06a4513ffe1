"""Commands that name records take many of them, also from stdin: all of them, or none."""

import json

import pytest

from helpers import MACHINE, PROJECT, Run

BOTH = (*MACHINE.split(), PROJECT)
STDIN = f"标准编号\t标准名称\n{MACHINE}\t试验机\n\n{PROJECT}\t磨床\n"
MISSING = f"{MACHINE}\n{PROJECT}\nJB/T 404-2011\n"

# Commands with the numbers in place of `-`.
WRITING = [
    ("standards", "edit", "-", "--department", "工信部"),
    ("standards", "remove", "-"),
    ("standards", "stage", "-", "90"),
]


def test_show_has_a_record_for_each_number(two_records: Run) -> None:
    records = json.loads(two_records("standards", "show", *BOTH, "--json").out)
    assert [record["key"] for record in records] == [MACHINE, PROJECT]
    assert [len(record["stages"]) for record in records] == [0, 1]
    piped = two_records("standards", "show", "-", "--json", stdin=STDIN).out
    assert json.loads(piped) == records
    rows = two_records("standards", "show", "-", "--fields", "key,title", stdin=STDIN).rows
    assert rows == [["key", "title"], [MACHINE, "试验机"], [PROJECT, "磨床"]]


def test_show_is_all_or_nothing(two_records: Run) -> None:
    answer = two_records("standards", "show", "-", stdin=MISSING)
    assert (answer.code, answer.out) == (66, "")
    assert "JB/T 404-2011" in answer.err


def test_a_terminal_shows_each_record_as_a_page(two_records: Run) -> None:
    page = two_records("standards", "show", *BOTH, "-f", "table").out
    assert page.index("试验机") < page.index("磨床")
    assert page.count("\n\n") >= 1


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_writing_is_rehearsed_and_all_or_nothing(two_records: Run, command: tuple[str]) -> None:
    before = two_records("standards", "list", "--json").out
    rehearsal = two_records(*command, "--dry-run", stdin=STDIN)
    assert rehearsal.rows[0] == ["key", "field", "old", "new"]
    assert {row[0] for row in rehearsal.rows[1:]} >= {PROJECT}
    answer = two_records(*command, stdin=MISSING)
    assert (answer.code, answer.out) == (66, "")
    assert two_records("standards", "list", "--json").out == before
    assert two_records(*command, stdin=STDIN).code == 0
    assert two_records("standards", "list", "--json").out != before


def test_activities_take_ids_from_stdin(two_records: Run) -> None:
    for title in ("甲", "乙"):
        two_records("activities", "add", "培训", title)
    ids = two_records("activities", "list", "--fields", "id").out
    edit = ("activities", "edit", "-", "--sector", "机械")
    assert len(two_records(*edit, "--dry-run", stdin=ids).rows) == 3
    assert two_records(*edit, stdin=ids).code == 0
    assert two_records("activities", "close", "-", stdin=ids).code == 0
    assert two_records("activities", "remove", "-", stdin=ids + "99\n").code == 66
    assert two_records("activities", "remove", "-", stdin=ids).code == 0
    assert two_records("activities", "list").rows[1:] == []
