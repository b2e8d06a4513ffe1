"""`stdplan review import`: rows of review lists become reviews, with their consequences."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from helpers import REVIEWED, Answer, ListOf, Run, shown

HEADER = "序号,标准编号,标准名称,归口单位,复审结论,理由/备注,(修订)完成年限"
ON = ("--on", "2011-06-30")
STANDARDS = """\
标准编号,标准名称,实施日期
JB/T 1-1991,甲,1991-10-01
JB/T 1-2001,甲,2001-10-01
JB/T 2-2001,乙,2001-10-01
JB/T 3-2001,丙,2001-10-01
JB/T 4-2001,丁,2001-10-01
"""
RESULTS = (
    "1,JB/T 1-2001,甲,机械,继续有效,,",
    "2,JB/T 2-2001,乙,机械,修订,指标落后,2013",
    "3,JB/T 3-2001,丙,机械,整合,整合到 JB/T 1-2001,",
    "4,JB/T 4-2001,丁,机械,废止,,",
)


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with a few standards that are due."""
    assert run("standards", "import", "-", stdin=STANDARDS).code == 0
    return run


@pytest.fixture
def results(a_list: ListOf) -> str:
    """Write a list with each outcome."""
    return a_list(HEADER, *RESULTS, name="results.csv")


def counts(answer: Answer) -> list[str]:
    """Return the counts of one list: read, added, changed, unchanged, rejected."""
    assert answer.code == 0, answer.err
    return answer.rows[1][1:]


def stored_reviews(run: Run, *fields: str) -> list[list[str]]:
    """Return these fields of all reviews in the catalogue."""
    named = ",".join(fields or ("number", "outcome"))
    return run("review", "list", "--sort", "number", "--fields", named, "--no-header").rows


def due(run: Run, day: str) -> list[str]:
    """Return the numbers that are due on a day."""
    words = ("--as-of", day, "--fields", "number", "--no-header", "--sort", "number")
    return run("review", "due", *words).out.splitlines()


def test_each_outcome_has_its_consequence(run: Run, results: str) -> None:
    answer = run("review", "import", results, *ON)
    assert answer.rows[0] == ["file", "read", "added", "changed", "unchanged", "rejected"]
    assert counts(answer) == ["4", "4", "0", "0", "0"]
    assert stored_reviews(run, "number", "date", "outcome", "into", "note") == [
        ["JB/T 1-2001", "2011-06-30", "confirm", "", ""],
        ["JB/T 2-2001", "2011-06-30", "revise", "", "指标落后"],
        ["JB/T 3-2001", "2011-06-30", "merge", "JB/T 1-2001", "整合到 JB/T 1-2001"],
        ["JB/T 4-2001", "2011-06-30", "withdraw", "", ""],
    ]
    assert due(run, "2011-06-29") == [f"JB/T {n}-2001" for n in (1, 2, 3, 4)]
    assert due(run, "2011-06-30") == []
    assert due(run, "2016-06-30") == [f"JB/T {n}-2001" for n in (1, 2, 3, 4)]
    assert shown(run, "JB/T 1-2001")["confirmed"] == "2011-06-30"
    assert shown(run, "JB/T 4-2001")["status"] == "in-force"
    project = shown(run, "rev:JB/T 2-2001")
    assert (project["work"], project["target_date"]) == ("revise", "2013")
    assert project["replaces"] == ["JB/T 2-2001"]


def test_importing_a_list_again_changes_nothing(run: Run, results: str) -> None:
    run("review", "import", results, *ON)
    before = run("standards", "list").out, stored_reviews(run), run("db", "info", "--json").out
    assert counts(run("review", "import", results, *ON)) == ["4", "0", "0", "4", "0"]
    assert (
        run("standards", "list").out,
        stored_reviews(run),
        run("db", "info", "--json").out,
    ) == before


def test_a_withdrawal_with_a_day_ends_the_standard(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,复审结论,复审日期,废止日期", "JB/T 4-2001,废止,2011-12-15,2012-01-01")
    assert counts(run("review", "import", path)) == ["1", "1", "0", "0", "0"]
    assert shown(run, "JB/T 4-2001")["withdrawn"] == "2012-01-01"
    assert "JB/T 4-2001" not in due(run, "2012-01-01")


def test_the_day_of_a_row_overrides_the_option(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,结论,复审日期", "JB/T 1-2001,有效,2010-05", "JB/T 2-2001,有效,")
    answer = run("review", "import", path)
    assert (answer.code, stored_reviews(run)) == (2, [])
    assert "give it with --on DATE" in answer.err
    run("review", "import", path, *ON)
    assert stored_reviews(run, "date") == [["2010-05"], ["2011-06-30"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_detected(run: Run, a_list: ListOf, encoding: str) -> None:
    path = a_list(HEADER, *RESULTS, encoding=encoding)
    assert counts(run("review", "import", path, *ON)) == ["4", "4", "0", "0", "0"]


def test_a_workbook_with_a_title_above_the_header(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["复审结论汇总表"], HEADER.split(","), RESULTS[1].split(",")):
        book.active.append(row)
    path = str(tmp_path / "results.xlsx")
    book.save(path)
    assert counts(run("review", "import", path, *ON)) == ["1", "1", "0", "0", "0"]
    assert stored_reviews(run) == [["JB/T 2-2001", "revise"]]


def test_a_number_without_year_is_the_newest_edition_of_that_day(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,复审结论,复审日期", "jbt1,继续有效,2011", "JB/T 1,继续有效,1999")
    answer = run("review", "import", path)
    assert (
        "2 numbers have no year; using the edition in force, else the newest: JB/T 1-2001"
        in answer.err
    )
    assert stored_reviews(run, "number", "date") == [
        ["JB/T 1-1991", "1999"],
        ["JB/T 1-2001", "2011"],
    ]


def test_an_open_revision_project_is_found_and_gets_its_target(run: Run, results: str) -> None:
    run("review", "record", "JB/T 2-2001", "--outcome", "revise", "--on", "2011-06-30")
    assert counts(run("review", "import", results, *ON)) == ["4", "3", "1", "0", "0"]
    assert shown(run, "rev:JB/T 2-2001")["target_date"] == "2013"
    assert run("standards", "list", "--status", "planned", "--no-header").out.count("\n") == 1


def test_a_project_keeps_its_target_date(run: Run, results: str) -> None:
    run("review", "import", results, *ON)
    run("standards", "edit", "rev:JB/T 2-2001", "--target-date", "2014")
    answer = run("review", "import", results, *ON)
    assert "1 revision project keeps its earlier target date: JB/T 2-2001 2014" in answer.err
    assert shown(run, "rev:JB/T 2-2001")["target_date"] == "2014"


def test_dry_run_reports_and_changes_nothing(run: Run, results: str) -> None:
    answer = run("review", "import", results, *ON, "--dry-run", "--json")
    [preview] = json.loads(answer.out)
    assert (preview["added"], preview["new"][0]) == (4, {"key": "JB/T 1-2001"})
    assert "--dry-run: nothing was changed" in answer.err
    assert stored_reviews(run) == []


FAULTY = (
    "标准编号,复审结论,废止日期,备注",
    "JB/T 1-2001,继续有效,,",
    "JB/T 99-2001,继续有效,,",
    "JB/T 2-2001,修订,,",
    "JB/T 2,继续有效,,",
    "JB/T 3-2001,整合,,内容重复",
    "JB/T 4-2001,废止,2011-01-01,",
    "JB/T 1-1991,修改,,",
)


def test_faults_are_named_and_nothing_is_recorded(run: Run, a_list: ListOf) -> None:
    path = a_list(*FAULTY)
    answer = run("review", "import", path, *ON)
    assert (answer.code, stored_reviews(run)) == (65, [])
    messages = [line.removeprefix(f"stdplan: error: {path}") for line in answer.err.splitlines()]
    assert messages[:5] == [
        ':3: 标准编号: "JB/T 99-2001" is not in the catalogue',
        f':4: 复审结论: "修订" contradicts {path}:5 for the same standard, which has "继续有效"',
        f':5: 复审结论: "继续有效" contradicts {path}:4 for the same standard, which has "修订"',
        (
            ':6: 复审结论: "整合" needs the standard that absorbs it: a column `into`, or'
            " 整合到 NUMBER"
        ),
        ':7: 废止日期: "2011-01-01" is before the review on 2011-06-30',
    ]
    assert messages[5].startswith(
        ':8: 复审结论: "修改" is not valid; use one of confirm (继续有效)'
    )
    assert run("review", "import", path, *ON, "--dry-run").code == 65


def test_skipped_rows_can_be_corrected_and_imported(
    run: Run, a_list: ListOf, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    answer = run("review", "import", a_list(*FAULTY), *ON, "--skip-bad", str(rejects))
    assert counts(answer) == ["7", "1", "0", "0", "6"]
    with rejects.open(encoding="utf-8", newline="") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["3", "4", "5", "6", "7", "8"]
    text = rejects.read_text(encoding="utf-8")
    for wrong, right in (
        ("JB/T 99-2001,继续有效", "JB/T 1,继续有效"),
        ("JB/T 2,继续有效", "JB/T 2,修订"),
        ("内容重复", "并入 JB/T 1-2001"),
        ("废止,2011-01-01", "废止,2012-01-01"),
        ("修改,,", "继续有效,,"),
    ):
        assert wrong in text
        text = text.replace(wrong, right)
    rejects.write_text(text, encoding="utf-8")
    assert counts(run("review", "import", str(rejects), *ON)) == ["6", "4", "0", "2", "0"]


def test_lists_that_contradict_each_other(run: Run, a_list: ListOf) -> None:
    one = a_list("标准编号,复审结论", "JB/T 1-2001,修订", name="one.csv")
    other = a_list("标准编号,复审结论", "JB/T 1-2001,废止", name="other.csv")
    answer = run("review", "import", one, other, *ON)
    assert (answer.code, stored_reviews(run)) == (65, [])
    assert f'{one}:2: 复审结论: "修订" contradicts {other}:2' in answer.err


@pytest.mark.parametrize(
    ("day", "number", "message"),
    [
        ("1991", "JB/T 1-2001", '--on: "1991" JB/T 1-2001 begins on 2001-10-01'),
        ("2011", "rev:JB/T 1-2001", "is a project; only standards can be reviewed"),
    ],
)
def test_impossible_reviews_are_refused(
    run: Run, a_list: ListOf, day: str, number: str, message: str
) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "revise", *ON)
    answer = run("review", "import", a_list("标准编号,结论", f"{number},修订"), "--on", day)
    assert (answer.code, len(stored_reviews(run))) == (65, 1)
    assert message in answer.err


def test_a_list_of_one_outcome_needs_no_column(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,标准名称", "JB/T 4-2001,丁")
    answer = run("review", "import", path, *ON)
    assert answer.code == 65
    assert (
        'there is no column with the outcome of a review (headers: "标准编号", "标准名称")'
        in answer.err
    )
    given = ("--set", "outcome=废止", "--set", "ends=2012-01-01")
    assert counts(run("review", "import", path, *ON, *given)) == ["1", "1", "0", "0", "0"]
    assert shown(run, "JB/T 4-2001")["ends"] == "2012-01-01"


def test_unknown_columns_are_stored_in_the_note(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "标准编号,复审结论,备注,投票", "JB/T 1-2001,继续有效,适用,全票", "JB/T 2-2001,有效,,"
    )
    answer = run("review", "import", path, *ON)
    assert "columns stored in the notes of the reviews: 投票" in answer.err
    assert stored_reviews(run, "note") == [["适用; 投票: 全票"], [""]]


@pytest.mark.parametrize("form", [("-f", "csv", "--labels", "zh"), ("-f", "xlsx"), ("--json",)])
def test_the_output_of_review_list_can_be_imported(
    run: Run, results: str, tmp_path: Path, form: tuple[str, ...]
) -> None:
    run("review", "import", results, *ON)
    path = str(tmp_path / "own")
    run("review", "list", *form, "-o", path)
    assert counts(run("review", "import", path)) == ["4", "0", "0", "4", "0"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("none.csv", 66),
        ("- -", 2),
        ("- --set date=2011", 2),
        ("- --set outcome=nope", 2),
        ("- --map 复审结论=nope", 2),
        ("- --on soon", 2),
        ("- --fields nope", 2),
    ],
)
def test_invalid_options_and_files_are_refused(run: Run, words: str, code: int) -> None:
    listed = "标准编号,复审结论,复审日期\nJB/T 1-2001,修订,2011\n"
    assert run("review", "import", *words.split(), stdin=listed).code == code
    assert stored_reviews(run) == []


def test_standards_import_names_the_command_for_conclusions(run: Run, results: str) -> None:
    answer = run("standards", "import", results)
    assert answer.code == 0
    assert "to import review outcomes, use `stdplan review import`" in answer.err
    assert shown(run, "JB/T 1-2001")["extra"]["复审结论"] == "继续有效"


def test_the_example(run_loaded: Run) -> None:
    answer = run_loaded("review", "import", str(REVIEWED), "--on", "2011-12-15")
    assert counts(answer) == ["12", "12", "0", "0", "0"]
