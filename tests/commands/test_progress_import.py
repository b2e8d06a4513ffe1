"""`stdplan progress import`: each amount of a list is recorded once."""

import csv
from pathlib import Path

import pytest

from helpers import AMOUNTS, Answer, ListOf, Run

HEADER = "任务,指标,日期,数量,行业,备注"


def counts(answer: Answer) -> list[str]:
    """Return the counts of one list: read, added, changed, unchanged, rejected."""
    assert answer.code == 0, answer.err
    return answer.rows[1][1:]


def stored_rows(run: Run) -> list[list[str]]:
    return [row[1:] for row in run("progress", "list", "--no-header").rows]


def test_a_list_in_chinese(run: Run) -> None:
    assert counts(run("progress", "import", str(AMOUNTS))) == ["3", "3", "0", "0", "0"]
    assert stored_rows(run) == [
        ["6", "6.accepted", "2011-05", "3", "", ""],
        ["9", "9.people", "2011-05-18", "250.5", "telecom", ""],
        ["3", "3.projects", "2011-06-30", "120", "machinery", "上半年"],
    ]


def test_importing_a_list_again_adds_nothing(run: Run) -> None:
    run("progress", "import", str(AMOUNTS))
    assert counts(run("progress", "import", str(AMOUNTS))) == ["3", "0", "0", "3", "0"]
    assert len(stored_rows(run)) == 3


def test_two_equal_rows_of_one_list_are_two_amounts(run: Run, a_list: ListOf) -> None:
    path = a_list(HEADER, "3,,2011-06-30,1.50,,", "3,,2011-06-30,1.5,,")
    assert counts(run("progress", "import", path)) == ["2", "2", "0", "0", "0"]
    assert counts(run("progress", "import", path)) == ["2", "0", "0", "2", "0"]


@pytest.mark.parametrize("form", [("-f", "csv"), ("--json",), ("-f", "csv", "--labels", "zh")])
def test_the_output_of_progress_list_can_be_imported(
    run: Run, tmp_path: Path, form: tuple[str, ...]
) -> None:
    run("progress", "import", str(AMOUNTS))
    before, path = stored_rows(run), tmp_path / "own"
    path.write_text(run("progress", "list", *form).out, encoding="utf-8")
    assert counts(run("progress", "import", str(path))) == ["3", "0", "0", "3", "0"]
    for identity in ("1", "2", "3"):
        run("progress", "remove", identity)
    assert counts(run("progress", "import", str(path))) == ["3", "3", "0", "0", "0"]
    assert stored_rows(run) == before


def test_faults_are_named_and_nothing_is_recorded(run: Run, a_list: ListOf) -> None:
    path = a_list(
        HEADER,
        "3,,2011-06-30,120,,",
        "3,x,2012,0,机,",
        "4,4.rate,2011,1,,",
        "14,,2011,1,,",
        ",,待定,,,",
    )
    answer = run("progress", "import", path)
    assert (answer.code, stored_rows(run)) == (65, [])
    messages = [line.removeprefix(f"stdplan: error: {path}") for line in answer.err.splitlines()]
    assert messages[:9] == [
        ':3: 指标: "x" is not valid; use one of 3.projects, 3.published, 3.submitted',
        ':3: 日期: "2012" is not in the plan\'s year 2011',
        ':3: 行业: "机" is not in the catalogue\'s plans',
        ':3: 数量: "0" is not a number above zero',
        ':4: 指标: "4.rate" is a rate: amounts cannot be added to it',
        ':5: 任务: "14" is not valid; use one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13',
        ':6: 日期: "待定" is not a date (write 2011-05-18, 2011-05 or 2011)',
        ':6: 数量: "" is empty',
        ':6: 指标: "" is empty',
    ]


def test_skipped_rows_can_be_corrected_and_imported(
    run: Run, a_list: ListOf, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    path = a_list(HEADER, "3,,2011-06-30,120,,", "3,,2011-07-31,-5,,")
    answer = run("progress", "import", path, "--skip-bad", str(rejects))
    assert counts(answer) == ["2", "1", "0", "0", "1"]
    with rejects.open(encoding="utf-8", newline="") as file:
        assert [row["value"] for row in csv.DictReader(file)] == ["-5"]
    corrected = rejects.read_text("utf-8").replace(",-5,,", ",5,,")
    rejects.write_text(corrected, encoding="utf-8")
    assert counts(run("progress", "import", str(rejects))) == ["1", "1", "0", "0", "0"]


def test_set_gives_a_value_for_all_rows(run: Run, a_list: ListOf) -> None:
    path = a_list("完成数,单位意见", "7,同意")
    given = ("--set", "date=2011-06", "--set", "indicator=projects", "--set", "task=3")
    answer = run("progress", "import", path, *given, "--set", "sector=机械")
    assert counts(answer) == ["1", "1", "0", "0", "0"]
    assert "columns stored in the notes of the amounts: 单位意见" in answer.err
    assert stored_rows(run) == [["3", "3.projects", "2011-06", "7", "machinery", "单位意见: 同意"]]


def test_dry_run_reports_and_changes_nothing(run: Run) -> None:
    answer = run("progress", "import", str(AMOUNTS), "--dry-run")
    assert "new: 3.projects 2011-06-30 120" in answer.err
    assert stored_rows(run) == []


@pytest.mark.parametrize(
    ("header", "messages"),
    [("任务,日期", "no column with amount"), ("任务,数量", "no column with date"),
     ("日期,数量", "no column with indicator")],
)  # fmt: skip
def test_a_list_without_a_required_column(
    run: Run, a_list: ListOf, header: str, messages: str
) -> None:
    answer = run("progress", "import", a_list(header, "3,2011-01-01"))
    assert answer.code == 65
    assert messages in answer.err
