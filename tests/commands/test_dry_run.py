"""`standards import --dry-run`: everything is checked and reported, nothing is changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import Answer, ListOf, Run

HEADER = "标准编号,标准名称,发布日期"
EXISTING = "JB/T 1-2011,车床,2011-05-18"
CHANGED = "JB/T 1-2011,车床,2011-06-18"
NEW = "JB/T 2-2011,磨床,2011-05-18"
BAD = "JB/T 3-2011,铣床,2011-02-30"
COUNTS = {"read": 3, "added": 1, "changed": 1, "unchanged": 0, "rejected": 1}


@pytest.fixture
def preview(run: Run, a_list: ListOf, db: Path) -> Run:
    """Return a function that previews an import of rows into a catalogue of one standard, and
    checks that the file stays the same."""
    assert run("standards", "import", a_list(HEADER, EXISTING)).code == 0
    before = db.read_bytes()

    def previewed(*rows: str, options: tuple[str, ...] = ()) -> Answer:
        answer = run("standards", "import", a_list(HEADER, *rows), "--dry-run", *options)
        assert db.read_bytes() == before
        assert [file for file in db.parent.iterdir() if file.name.startswith("plan.db-")] == []
        return answer

    return previewed


def summary_of(answer: Answer) -> dict[str, Any]:
    """Return the JSON object of the one list, without its name."""
    [found] = json.loads(answer.out)
    assert found.pop("file").endswith("list.csv")
    return dict(found)


def test_json_lists_every_new_changed_and_rejected_record(preview: Run) -> None:
    answer = preview(CHANGED, NEW, BAD, options=("-f", "json"))
    assert answer.code == 65
    assert summary_of(answer) == {
        **COUNTS,
        "new": [{"key": "JB/T 2-2011"}],
        "changes": [
            {"key": "JB/T 1-2011", "field": "published", "old": "2011-05-18", "new": "2011-06-18"}
        ],
        "rejects": [
            {
                "line": 4,
                "column": "发布日期",
                "value": "2011-02-30",
                "message": "is not a day in the calendar",
            }
        ],
    }


@pytest.mark.parametrize("form", ["table", "tsv", "csv"])
def test_stderr_reports_the_same_to_a_person(preview: Run, form: str) -> None:
    answer = preview(CHANGED, NEW, BAD, options=("-f", form))
    assert answer.code == 65
    assert [line.partition("list.csv:")[2] for line in answer.err.splitlines()[:3]] == [
        " new: JB/T 2-2011",
        ' JB/T 1-2011: published: "2011-05-18" becomes "2011-06-18"',
        '4: 发布日期: "2011-02-30" is not a day in the calendar',
    ]
    assert answer.err.endswith("stdplan: --dry-run: nothing was changed\n")
    assert "2011-06-18" not in answer.out


def test_without_faults_the_exit_code_is_0(preview: Run) -> None:
    answer = preview(NEW, EXISTING)
    assert answer.code == 0
    assert answer.rows[1][1:] == ["2", "1", "0", "1", "0"]


def test_with_skip_bad_faults_give_exit_code_0(preview: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    answer = preview(CHANGED, NEW, BAD, options=("-f", "json", "--skip-bad", str(rejects)))
    assert answer.code == 0
    assert {name: summary_of(answer)[name] for name in COUNTS} == COUNTS
    assert not rejects.exists()


def test_rows_that_contradict_each_other_are_rejected(preview: Run) -> None:
    answer = preview(NEW, NEW.replace("05-18", "06-18"), options=("-f", "json"))
    assert answer.code == 65
    [reject] = summary_of(answer)["rejects"]
    assert (reject["line"], reject["column"], reject["value"]) == (3, "published", "2011-06-18")


def test_of_many_records_the_first_are_printed_and_json_has_all(preview: Run, run: Run) -> None:
    rows = [f"JB/T {serial}-2012,甲,2012" for serial in range(30)]
    answer = preview(*rows)
    assert "JB/T 19-2012 and 10 more" in answer.err
    assert len(summary_of(preview(*rows, options=("-f", "json")))["new"]) == 30


def test_many_changes_are_counted(run: Run, a_list: ListOf) -> None:
    rows = [f"JB/T {serial}-2012,甲,2012" for serial in range(30)]
    run("standards", "import", a_list(HEADER, *rows))
    path = a_list(HEADER, *(row.replace("甲", "乙") for row in rows))
    answer = run("standards", "import", path, "--dry-run")
    assert answer.rows[1][1:] == ["30", "0", "30", "0", "0"]
    assert answer.err.count('title: "甲" becomes "乙"') == 20
    assert "10 more changes (use -f json to see all)" in answer.err
    all_of_them = summary_of(run("standards", "import", path, "--dry-run", "-f", "json"))["changes"]
    assert len(all_of_them) == 30


def test_the_import_does_what_the_preview_printed(run: Run, a_list: ListOf, preview: Run) -> None:
    previewed = preview(CHANGED, NEW).rows
    assert run("standards", "import", a_list(HEADER, CHANGED, NEW)).rows == previewed


def test_a_project_that_gets_its_number_is_not_a_new_record(run: Run, tmp_path: Path) -> None:
    """The preview of an announcement shows which project takes which number."""
    fields = ("--title", "数控车床", "--plan-number", "2011-0123T-JB")
    assert run("standards", "add", "2011-0123T-JB", *fields).code == 0
    path = tmp_path / "approved.csv"
    rows = ("JB/T 1-2011,数控车床,2011-10-01", "JB/T 2-2011,铣床,2011-10-01")
    path.write_text("\n".join(("标准编号,标准名称,发布日期", *rows)), encoding="utf-8")
    answer = run("standards", "import", str(path), "--dry-run", "-f", "json")
    [result] = json.loads(answer.out)
    assert (result["added"], result["changed"]) == (1, 1)
    assert result["new"] == [{"key": "JB/T 2-2011"}]
    assert result["changes"] == [
        {"key": "2011-0123T-JB", "field": "number", "old": None, "new": "JB/T 1-2011"}
    ]


def test_a_project_that_continues_one_opened_by_a_review(run: Run, tmp_path: Path) -> None:
    """It is not a new record, and has no number yet."""
    assert run("standards", "add", "JB/T 4000-1998", "--title", "车床").code == 0
    review = ("JB/T 4000-1998", "--outcome", "revise", "--on", "2008-02-29")
    assert run("review", "record", *review).code == 0
    path = tmp_path / "plan.csv"
    path.write_text("计划号,项目名称,代替标准\n2011-0777T-JB,车床,JB/T 4000-1998", encoding="utf-8")
    answer = run("standards", "import", str(path), "--dry-run", "-f", "json")
    [result] = json.loads(answer.out)
    assert (result["added"], result["changed"], result["new"]) == (0, 1, [])
    assert result["changes"] == [
        {"key": "rev:JB/T 4000-1998", "field": "key", "old": "rev:JB/T 4000-1998"}
        | {"new": "2011-0777T-JB"}
    ]
