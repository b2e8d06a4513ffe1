"""`standards import --skip-bad`: good rows are imported, rejected rows go to a file, to be
corrected and imported."""

import csv
import gzip
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers import Answer, ListOf, Run

REASONS = ["file", "line", "section", "column", "value", "message"]
HEADER = "标准编号,标准名称,发布日期"
GOOD, BAD = "JB/T 1-2011,车床,2011-05-18", "JB/T 2-2011,磨床,2011-02-30"


@pytest.fixture
def rejects(tmp_path: Path) -> Path:
    """Return the path for rejected rows, in an empty folder, so that a test sees leftover files."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "rejects.csv"


def counts(answer: Answer) -> list[list[int]]:
    """Return the counts of each file: read, added, changed, unchanged, rejected; check that they
    add up."""
    assert answer.code == 0, answer.err
    result = [[int(cell) for cell in row[1:]] for row in answer.rows[1:]]
    assert all(read == sum(others) for read, *others in result)
    return result


def table(path: Path) -> list[list[str]]:
    """Return the cells of a file of rejects; the first row is the header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def corrected(path: Path, change: Callable[[list[str]], list[str]]) -> str:
    """Write the file with its rows changed under another name."""
    head, *rows = table(path)
    other = path.with_name("corrected.csv")
    with other.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *map(change, rows)])
    return str(other)


def with_day(row: list[str]) -> list[str]:
    """Return the row with a valid day."""
    return [cell.replace("2011-02-30", "2011-02-28") for cell in row]


def keys(run: Run) -> list[str]:
    """Return the keys of the catalogue."""
    return [key for [key] in run("standards", "list", "--fields", "key", "--no-header").rows]


def as_jsonl(*rows: str) -> str:
    names = HEADER.split(",")
    records = (dict(zip(names, row.split(","), strict=True)) for row in rows)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def as_xlsx(path: Path, *rows: str) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row.split(","))
    book.save(path)


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "xlsx", "csv.gz"])
def test_good_rows_are_imported_and_bad_ones_once_corrected(
    run: Run, tmp_path: Path, rejects: Path, form: str
) -> None:
    path, text = tmp_path / f"list.{form}", "\n".join((HEADER, GOOD, BAD)) + "\n"
    match form:
        case "xlsx":
            as_xlsx(path, GOOD, BAD)
        case "jsonl":
            path.write_text(as_jsonl(GOOD, BAD), encoding="utf-8")
        case "csv.gz":
            path.write_bytes(gzip.compress(text.encode()))
        case _:
            path.write_text(text.replace(",", "\t" if form == "tsv" else ","), encoding="utf-8")
    command = ("standards", "import", "--skip-bad", str(rejects))
    answer = run(*command, str(path))
    assert counts(answer) == [[2, 1, 0, 0, 1]]
    assert answer.err == f"stdplan: {path}: 1 row rejected, written to {rejects}\n"
    line = "2" if form == "jsonl" else "3"
    assert table(rejects) == [
        [*REASONS, *HEADER.split(",")],
        [str(path), line, "", "发布日期", "2011-02-30", "is not a day in the calendar",
         *BAD.split(",")],
    ]  # fmt: skip
    again = rejects.with_name("again.csv")
    answer = run("standards", "import", str(rejects), "--skip-bad", str(again))
    assert counts(answer) == [[1, 0, 0, 0, 1]]
    assert table(again)[1][6:] == BAD.split(",")
    answer = run("standards", "import", corrected(rejects, with_day), "--skip-bad", str(again))
    assert counts(answer) == [[1, 1, 0, 0, 0]]
    assert answer.err == ""
    assert keys(run) == ["JB/T 1-2011", "JB/T 2-2011"]


def test_lists_with_different_headers(run: Run, a_list: ListOf, rejects: Path) -> None:
    one = a_list(f"{HEADER},,经办人", f"{BAD},甲,张三", GOOD + ",,", name="one.csv")
    two = a_list("标准号,名称,批准日期", "JB/T 3-2011,铣床,2011-02-30", name="two.csv")
    given = ("--set", "nature=recommended")
    answer = run("standards", "import", one, two, *given, "--skip-bad", str(rejects))
    assert counts(answer) == [[2, 1, 0, 0, 1], [1, 0, 0, 0, 1]]
    assert table(rejects)[0][6:] == [
        *HEADER.split(","), "column 4", "经办人", "标准号", "名称", "批准日期",
    ]  # fmt: skip
    assert [row[0] for row in table(rejects)[1:]] == [one, two]
    answer = run("standards", "import", corrected(rejects, with_day), *given)
    assert counts(answer) == [[2, 2, 0, 0, 0]]
    fields = run("standards", "list", "--fields", "key,title,published,extra", "--no-header").rows
    assert fields[1:] == [
        ["JB/T 2-2011", "磨床", "2011-02-28", '{"column 4":"甲","经办人":"张三"}'],
        ["JB/T 3-2011", "铣床", "2011-02-28", ""],
    ]


def test_columns_of_one_field_in_several_lists(run: Run, a_list: ListOf, rejects: Path) -> None:
    one = a_list(f"{HEADER},类别,性质", f"{BAD},强制,推荐", name="one.csv")
    two = a_list("名称,标准号,批准日期,类别", "铣床,JB/T 3-2011,2011-02-30,推荐", name="two.csv")
    run("standards", "import", one, two, "--skip-bad", str(rejects))
    run("standards", "import", corrected(rejects, with_day))
    result = run("standards", "list", "--fields", "key,title,nature,extra", "--no-header").rows
    assert result == [
        ["JB/T 2-2011", "磨床", "recommended", '{"类别":"mandatory"}'],
        ["JB/T 3-2011", "铣床", "recommended", ""],
    ]


def test_a_row_keeps_its_section(run: Run, a_list: ListOf, rejects: Path) -> None:
    path = a_list(HEADER, "一、钢铁", "二、化工行业", BAD, "三、其他", BAD.replace("T 2", "T 3"))
    run("standards", "import", path, "--skip-bad", str(rejects))
    assert [row[2] for row in table(rejects)[1:]] == ["二、化工行业", "三、其他"]
    run("standards", "import", corrected(rejects, with_day))
    result = run("standards", "list", "--fields", "key,sector", "--no-header").rows
    assert result == [["JB/T 2-2011", "petrochemicals"], ["JB/T 3-2011", "machinery"]]


def test_every_fault_of_a_row_is_reported(run: Run, a_list: ListOf, rejects: Path) -> None:
    path = a_list(f"{HEADER},nature", f"{BAD},x", f"{GOOD},")
    run("standards", "import", path, "--skip-bad", str(rejects))
    [row] = table(rejects)[1:]
    assert row[3:5] == ["发布日期; nature", "2011-02-30; x"]
    assert "is not a day in the calendar; is not valid; use one of mandatory" in row[5]


def test_a_row_longer_than_the_header_keeps_its_cells(
    run: Run, a_list: ListOf, rejects: Path
) -> None:
    path = a_list(HEADER, f"{GOOD},又一格", name="long.csv")
    command = ("standards", "import", "--skip-bad", str(rejects))
    assert counts(run(*command, path)) == [[1, 0, 0, 0, 1]]
    [row] = table(rejects)[1:]
    assert row[6:] == [*GOOD.split(","), "又一格"]
    assert run("standards", "import", str(rejects)).code == 65
    assert counts(run("standards", "import", corrected(rejects, lambda row: row[:-1])))[0][1] == 1


def test_the_later_of_contradictory_rows_is_rejected(
    run: Run, a_list: ListOf, rejects: Path
) -> None:
    other = GOOD.replace("05-18", "06-18")
    path = a_list(HEADER, "一、钢铁", GOOD, BAD, other)
    answer = run("standards", "import", path, "--skip-bad", str(rejects))
    assert counts(answer) == [[3, 1, 0, 0, 2]]
    assert answer.err.count("section line between the rows") == 1
    assert [row[1] for row in table(rejects)[1:]] == ["4", "5"]
    last = table(rejects)[-1]
    assert last[2:5] == ["一、钢铁", "published", "2011-06-18"]
    assert "contradicts line 3 for the same JB/T 1-2011" in last[5]
    assert last[6:] == other.split(",")
    for winner in ("first", "last"):
        words = ("--duplicates", winner, "--skip-bad", str(rejects))
        assert run("standards", "import", path, *words).rows[1][-1] == "1"
        assert len(table(rejects)) == 2


def test_a_broken_line_is_rejected_until_it_is_corrected(
    run: Run, tmp_path: Path, rejects: Path
) -> None:
    path, broken = tmp_path / "list.jsonl", '{"标准编号": "JB/T 2-2011", ' + "x" * 100
    path.write_text(as_jsonl(GOOD) + broken + "\n", encoding="utf-8")
    run("standards", "import", str(path), "--skip-bad", str(rejects))
    [row] = table(rejects)[1:]
    assert (row[1], row[4], row[6:]) == ("2", broken, ["", "", ""])
    assert run("standards", "import", str(rejects)).code == 65
    path = Path(corrected(rejects, lambda row: [*row[:6], *BAD.split(",")]))
    run("standards", "import", corrected(path, with_day))
    assert keys(run) == ["JB/T 1-2011", "JB/T 2-2011"]


def test_a_line_of_a_plain_list_is_rejected_again_unchanged(
    run: Run, a_list: ListOf, rejects: Path
) -> None:
    line = "JB/T 7254—20l1 《减速机》"
    path = a_list("JB/T 1-2011 《车床》", line, name="list.txt")
    run("standards", "import", path, "--skip-bad", str(rejects))
    again = rejects.with_name("again.csv")
    answer = run("standards", "import", str(rejects), "--skip-bad", str(again))
    assert counts(answer) == [[1, 0, 0, 0, 1]]
    assert table(again)[1][4:] == table(rejects)[1][4:]
    assert table(again)[1][4] == line
    cells = {"number": "JB/T 7254-2011", "title": "减速机"}
    names = table(again)[0][6:]
    good = corrected(again, lambda row: [*row[:6], *(cells.get(name, "") for name in names)])
    assert counts(run("standards", "import", good)) == [[1, 1, 0, 0, 0]]
    assert keys(run) == ["JB/T 1-2011", "JB/T 7254-2011"]


def test_an_error_value_of_a_workbook_is_rejected_again(
    run: Run, tmp_path: Path, rejects: Path
) -> None:
    path = tmp_path / "list.xlsx"
    as_xlsx(path, GOOD, BAD.replace("磨床", "#N/A"))
    run("standards", "import", str(path), "--skip-bad", str(rejects))
    assert table(rejects)[1][6:] == ["JB/T 2-2011", "#N/A", "2011-02-30"]
    answer = run("standards", "import", corrected(rejects, with_day))
    assert answer.code == 65
    assert "the cell contains the error #N/A" in answer.err


@pytest.mark.parametrize(
    "title", ["'=1", "=1", "a\rb", 'a"b', "a,b", "a\nb", "' 车床 '", "''-1", "车\t床", "\ud800"]
)
def test_cells_are_read_back_unchanged(run: Run, tmp_path: Path, rejects: Path, title: str) -> None:
    path = tmp_path / "list.jsonl"
    record = {"标准编号": "JB/T 2-2011", "标准名称": title, "发布日期": "2011-02-30"}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    run("standards", "import", str(path), "--skip-bad", str(rejects))
    path.write_text(json.dumps({**record, "发布日期": "2011-02-28"}) + "\n", encoding="utf-8")
    straight = run("standards", "import", str(path)).code
    direct = run("standards", "list", "--fields", "title", "-f", "json").out
    run("standards", "remove", "JB/T 2-2011")
    run("standards", "import", corrected(rejects, with_day))
    # A lone surrogate cannot be written; it is escaped.
    if not straight:
        assert run("standards", "list", "--fields", "title", "-f", "json").out == direct


def test_without_faults_there_is_only_a_header(run: Run, a_list: ListOf, rejects: Path) -> None:
    answer = run("standards", "import", a_list(HEADER, GOOD), "--skip-bad", str(rejects))
    assert (answer.code, answer.err) == (0, "")
    assert table(rejects) == [[*REASONS, *HEADER.split(",")]]
    assert counts(run("standards", "import", str(rejects))) == [[0] * 5]


def test_options_are_combined_with_skip_bad(run: Run, a_list: ListOf, rejects: Path) -> None:
    path = a_list("编码,标准名称,发布日期", GOOD, BAD)
    given = ("--map", "编码=number", "--sector", "steel", "--focus", "gold/cyanide-management")
    command = ("standards", "import", *given, "--set", "note=甲", "--skip-bad", str(rejects))
    assert counts(run(*command, path)) == [[2, 1, 0, 0, 1]]
    again = corrected(rejects, with_day)
    assert counts(run(*command, again)) == [[1, 1, 0, 0, 0]]
    result = run("standards", "list", "--fields", "key,sector,focus,note", "--no-header").rows
    assert [row[1:] for row in result] == [["steel", "gold/cyanide-management", "甲"]] * 2


@pytest.mark.parametrize(
    ("target", "code", "message"),
    [
        ("list.csv", 2, "is the list itself"),
        ("./out/../list.csv", 2, "is the list itself"),
        ("plan.db", 2, "is the catalogue itself"),
        ("out", 73, "this is a folder"),
        ("none/rejects.csv", 73, "cannot be created"),
    ],
)
def test_an_impossible_path_is_refused_before_anything_is_read(
    run: Run, a_list: ListOf, tmp_path: Path, rejects: Path, target: str, code: int, message: str
) -> None:
    path = a_list("nothing that is a header")  # reading it would be a different error
    before = {file: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    answer = run("standards", "import", path, "--skip-bad", str(tmp_path / target))
    assert answer.code == code
    assert message in answer.err
    assert {file: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()} == before
    assert [*rejects.parent.iterdir()] == []


def test_a_path_that_is_used_otherwise_is_refused(run: Run, a_list: ListOf, rejects: Path) -> None:
    words = ("standards", "import", a_list(HEADER, GOOD, BAD), "--skip-bad")
    answer = run(*words, "-")
    assert (answer.code, "give a file name" in answer.err) == (2, True)
    answer = run(*words, str(rejects), "-o", str(rejects))
    assert (answer.code, "--output and --skip-bad are the same file" in answer.err) == (2, True)
    assert [*rejects.parent.iterdir()] == []
    assert keys(run) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission(run: Run, a_list: ListOf, rejects: Path) -> None:
    rejects.parent.chmod(0o500)
    answer = run("standards", "import", a_list("x"), "--skip-bad", str(rejects))
    assert answer.code == 77


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit(143), ValueError])
@pytest.mark.parametrize(
    "where", ["importing.row_batches.RowParser.parse", "importing.rejects.Rejects._table",
              "commands.standards_import.load"],
)  # fmt: skip
def test_an_interruption_changes_nothing(
    run: Run, a_list: ListOf, rejects: Path, monkeypatch: pytest.MonkeyPatch, where: str, stop: Any
) -> None:
    rejects.write_text("old", encoding="utf-8")

    def stopping(*_: object) -> None:
        raise stop

    monkeypatch.setattr(f"stdplan.{where}", stopping)
    words = ("standards", "import", a_list(HEADER, GOOD, BAD), "--skip-bad", str(rejects))
    with suppress(KeyboardInterrupt, ValueError):
        assert run(*words).code != 0
    assert rejects.read_text("utf-8") == "old"
    assert [*rejects.parent.iterdir()] == [rejects]
    assert keys(run) == []


def test_an_existing_file_is_replaced_and_a_device_is_written(
    run: Run, a_list: ListOf, rejects: Path
) -> None:
    rejects.write_text("old", encoding="utf-8")
    path = a_list(HEADER, GOOD, BAD)
    assert run("standards", "import", path, "--skip-bad", str(rejects)).code == 0
    assert len(table(rejects)) == 2
    assert [*rejects.parent.iterdir()] == [rejects]
    if os.name == "posix":
        assert run("standards", "import", path, "--skip-bad", os.devnull).code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk of Linux")
def test_nothing_is_imported_if_rejects_cannot_be_written(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list(HEADER, GOOD, BAD), "--skip-bad", "/dev/full")
    assert (answer.code, answer.out) == (74, "")
    assert "/dev/full: reading or writing failed" in answer.err
    assert keys(run) == []


def test_one_list_that_cannot_be_read_stops_all(run: Run, a_list: ListOf, rejects: Path) -> None:
    path = a_list(HEADER, GOOD, BAD)
    answer = run("standards", "import", path, "none.csv", "--skip-bad", str(rejects))
    assert answer.code == 66
    assert [*rejects.parent.iterdir()] == []
    assert keys(run) == []


def test_the_same_list_twice_in_one_command(run: Run, a_list: ListOf, rejects: Path) -> None:
    path = a_list(HEADER, GOOD, BAD)
    answer = run("standards", "import", path, path, "--skip-bad", str(rejects))
    assert counts(answer) == [[2, 1, 0, 0, 1], [2, 0, 0, 1, 1]]


def test_a_dry_run_writes_nothing(run: Run, a_list: ListOf, db: Path, rejects: Path) -> None:
    before = db.read_bytes()
    path = a_list(HEADER, GOOD, BAD)
    answer = run("standards", "import", path, "--skip-bad", str(rejects), "--dry-run")
    assert counts(answer) == [[2, 1, 0, 0, 1]]
    assert 'list.csv:3: 发布日期: "2011-02-30"' in answer.err
    assert not rejects.exists()
    assert db.read_bytes() == before
