"""`--output`: the extension gives the format, the file is written whole or not at all, and related
options."""

import csv
import gzip
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from openpyxl import load_workbook

from helpers import ACTIVITIES, FILED, READINGS, Answer, Run
from page_helpers import records_of_page
from stdplan.output.formats import FORMATS

LIST = ("standards", "list")
OLD = "what was there before\n"
# Formats with a header, which --labels can translate.
WITH_HEADER = ", ".join(name for name, form in FORMATS.items() if form.header)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the only file of a folder, which is to be replaced or to stay."""
    path = tmp_path / "out" / "list.csv"
    path.parent.mkdir()
    path.write_text(OLD, encoding="utf-8")
    return path


def stays(old: Path) -> bool:
    """Return whether the old file is unchanged, and alone in its folder."""
    return old.read_text("utf-8") == OLD and [*old.parent.iterdir()] == [old]


def records(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file of any format except a table."""
    text = path.read_bytes()
    match path.suffix:
        case ".csv":
            return list(csv.DictReader(io.StringIO(text.decode())))
        case ".tsv":
            return list(csv.DictReader(io.StringIO(text.decode()), delimiter="\t"))
        case ".json":
            return list(json.loads(text))
        case ".jsonl" | ".ndjson":
            return [json.loads(line) for line in text.splitlines()]
        case ".yaml" | ".yml":
            return list(yaml.safe_load(text))
        case ".md":
            rows = [line[2:-2].split(" | ") for line in text.decode().splitlines()]
            return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]
        case ".html" | ".htm":
            return [*records_of_page(text.decode())]
        case ".docx":
            [table] = docx.Document(str(path)).tables
            head, *lines = [[cell.text for cell in row.cells] for row in table.rows]
            return [dict(zip(head, line, strict=True)) for line in lines]
        case _:
            head, *rows = load_workbook(path).active.iter_rows(values_only=True)
            return [dict(zip(head, row, strict=True)) for row in rows]


# A table cannot be read back, and only one command writes a calendar.
ENDINGS = [
    ending
    for name, form in FORMATS.items()
    for ending in form.endings
    if name not in ("table", "ics")
]


HEADED = (".html", ".htm", ".docx")


@pytest.mark.parametrize("ending", [*ENDINGS, ".CSV"])
def test_the_extension_gives_the_format(run_loaded: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list{ending}"
    answer = run_loaded(*LIST, "--fields", "number,published", "-o", str(path))
    assert answer == Answer(0, "", "")
    written = records(path.rename(path.with_suffix(ending.lower())))
    assert len(written) == 343  # all rows: only a terminal shows part of them
    # A document has labels.
    keys = ["Standard number", "Published"] if ending in HEADED else ["number", "published"]
    assert all(list(record) == keys for record in written)


def test_a_txt_is_the_table_of_a_terminal_a_hundred_columns_wide(
    run_loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    path = tmp_path / "list.txt"
    assert run_loaded(*LIST, "-o", str(path)).code == 0
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].split()[:3] == ["Key", "Title", "Status"]
    assert lines[1] == "─" * 100
    assert len(lines) > 343
    assert "\x1b" not in "".join(lines)


def test_the_format_option_overrides_the_extension(run_loaded: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    run_loaded(*LIST, "-o", str(path), "--json", "--limit", "1")
    assert len(json.loads(path.read_text("utf-8"))) == 1
    unknown = tmp_path / "list.data"
    assert run_loaded(*LIST, "-o", str(unknown), "-f", "csv").code == 0
    assert unknown.read_text("utf-8").startswith("key,number,")


def test_gz_is_compressed(run_loaded: Run, tmp_path: Path) -> None:
    packed, plain = tmp_path / "list.csv.gz", tmp_path / "list.csv"
    run_loaded(*LIST, "-o", str(packed))
    run_loaded(*LIST, "-o", str(plain))
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    again = packed.read_bytes()
    run_loaded(*LIST, "-o", str(packed))
    assert packed.read_bytes() == again
    book = tmp_path / "list.xlsx.gz"
    run_loaded(*LIST, "-o", str(book))
    assert gzip.decompress(book.read_bytes()).startswith(b"PK")


def test_a_dash_is_stdout(run_loaded: Run) -> None:
    for name in ("-", "/dev/stdout"):
        assert run_loaded(*LIST, "--fields", "number", "-o", name).rows[0] == ["number"]


@pytest.mark.parametrize("name", READINGS)
def test_every_reading_command_writes_files(run_loaded: Run, old: Path, name: str) -> None:
    words = READINGS[name].format(list=FILED, activities=ACTIVITIES).split()
    answer = run_loaded(*words, "-o", str(old))
    assert (answer.code, answer.out) == (0, "")
    assert old.read_text("utf-8") != OLD
    assert [*old.parent.iterdir()] == [old]


def test_exit_code_works_with_a_file_too(run_loaded: Run, old: Path) -> None:
    assert run_loaded(*LIST, "--exit-code", "-o", str(old)).code == 1
    assert len(records(old)) == 343


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "-o list.foo",
            'error: --output: "list.foo" does not end in one of .txt, .tsv, .csv, .json, ',
        ),
        ("-o list.gz", '--output: "list.gz" does not end in one'),
        ("-o {old} --fields numbr", '--fields: there is no field "numbr"'),
        ("-o {old} --sort titel", '--sort: there is no field "titel"'),
        ("-o {old} --format xml", '--format: "xml" is not valid; use one of'),
        ("-o {old} --status odd", '--status: "odd" is not valid; use one of'),
        ("-o {old} --json --bom", "--bom can be used only with tsv, csv, not with json"),
        ("-o {old} -f xlsx --bom", "--bom can be used only with tsv, csv, not with xlsx"),
        (
            "-o {old} -f yaml --labels zh",
            f"--labels can be used only with {WITH_HEADER}, not with yaml",
        ),
    ],
)
def test_wrong_options_are_refused_before_writing(
    run_loaded: Run, old: Path, words: str, message: str
) -> None:
    answer = run_loaded(*LIST, *words.format(old=old).split())
    assert answer.code == 2
    assert message in answer.err
    assert stays(old)


def test_an_impossible_path_is_an_error(run_loaded: Run, old: Path) -> None:
    folder, missing = old.parent, old.parent / "none" / "list.csv"
    within = old / "list.csv"
    for path, message in (
        (folder, "this is a folder, not a file"),
        (missing, "cannot be created (No such file or directory)"),
        (within, "cannot be created (Not a directory)"),
    ):
        answer = run_loaded(*LIST, "-f", "csv", "-o", str(path))
        assert (answer.code, answer.err) == (73, f"stdplan: error: {path}: {message}\n")
    assert stays(old)


def test_nothing_is_imported_if_the_result_cannot_be_written(run: Run, old: Path) -> None:
    answer = run("standards", "import", str(FILED), "-o", str(old.parent / "none" / "x.csv"))
    assert answer.code == 73
    assert run(*LIST).rows[1:] == []


def test_the_catalogue_is_not_overwritten(run: Run, db: Path) -> None:
    before = db.read_bytes()
    link = db.with_name("link.csv")
    link.symlink_to(db)
    for path in (db, link):
        answer = run(*LIST, "-f", "csv", "-o", str(path))
        assert answer.code == 2
        assert answer.err == f"stdplan: error: --output: {path} is the catalogue itself\n"
    assert db.read_bytes() == before


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize(
    "words",
    [
        "standards list -f csv -o {file}",
        "standards import {list} --skip-bad {file}",
        "standards import {list} --save-map {file}",
    ],
)
def test_no_file_has_the_name_of_a_journal_of_the_catalogue(
    run: Run, db: Path, ending: str, words: str
) -> None:
    file = f"{db}{ending}"
    answer = run(*words.format(file=file, list=FILED).split())
    assert answer.code == 2
    assert answer.err.startswith(f"stdplan: error: {file}: SQLite uses this name")
    assert not Path(file).exists()


def test_no_list_is_overwritten(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    lists = folder / "list.csv"
    lists.write_text("number\nJB/T 1-2011\n")
    before = lists.read_bytes()
    for words in (
        f"standards check {lists} -o {lists}",
        f"standards check {folder} -o {lists}",
        f"standards import {folder} -o {lists}",
        f"standards import {folder} --skip-bad {lists}",
        f"report digest --since 2011 --numbers {lists} -o {lists}",
    ):
        answer = run(*words.split())
        assert answer.code == 2, words
        assert re.search("is the list itself|are the same file", answer.err), words
    assert lists.read_bytes() == before
    assert run("standards", "check", str(folder), "-o", str(folder / "new.csv")).code == 0


def test_a_link_is_followed_and_the_mode_is_preserved(
    run_loaded: Run, old: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(old)
    old.chmod(0o604)
    assert run_loaded(*LIST, "-o", str(link)).code == 0
    assert link.is_symlink()
    assert len(records(old)) == 343
    assert old.stat().st_mode & 0o777 == 0o604


@pytest.mark.parametrize("links", [("a.csv",), ("a.csv", "b.csv"), ("a.csv", "b.csv", "c.csv")])
def test_links_that_lead_back_to_themselves_are_refused(
    run_loaded: Run, tmp_path: Path, links: tuple[str, ...]
) -> None:
    for name, target in zip(links, links[1:] + links[:1], strict=True):
        (tmp_path / name).symlink_to(tmp_path / target)
    path = tmp_path / links[0]
    answer = run_loaded(*LIST, "-o", str(path))
    why = "cannot be created (Too many levels of symbolic links)"
    assert (answer.code, answer.err) == (73, f"stdplan: error: {path}: {why}\n")
    assert all((tmp_path / name).is_symlink() for name in links)


def test_a_new_file_has_the_default_mode(run_loaded: Run, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        run_loaded(*LIST, "-o", str(tmp_path / "list.csv"))
    finally:
        os.umask(before)
    assert (tmp_path / "list.csv").stat().st_mode & 0o777 == 0o640


def test_bom(run_loaded: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    run_loaded(*LIST, "--fields", "number", "--bom", "-o", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber\n")
    assert run_loaded(*LIST, "--fields", "number", "--bom").out.startswith("\ufeffnumber\n")
    assert run_loaded("standards", "import", str(path), "--dry-run").rows[1][4] == "343"


def test_the_language_of_labels_is_independent_of_the_messages(run_loaded: Run) -> None:
    fields = ("--fields", "number,replaces,adopts,extra,filing_number", "--limit", "0")
    zh, en = (
        "标准编号,代替标准,采标情况,其他栏目,备案号\n",
        ("Standard number,Replaces,Adopts,Other columns,Filing number\n"),
    )
    for language in ("zh", "en"):
        for labels, head in (("zh", zh), ("en", en)):
            words = ("--lang", language, *LIST, *fields, "-f", "csv", "--labels", labels)
            assert run_loaded(*words).out == head
    due = run_loaded("review", "due", "--year", "2011", "--labels", "zh").rows[0]
    assert due[:4] == ["标准编号", "标准名称", "行业领域", "标准状态"]
    table = run_loaded("standards", "show", "JB/T 7547-1994", "-f", "table", "--labels", "zh").out
    assert "实施日期" in table
    assert "阶段" in table


@pytest.mark.slow
def test_no_two_columns_have_the_same_label(run_loaded: Run) -> None:
    wrong = []
    for name, command in READINGS.items():
        words = command.format(list=FILED, activities=ACTIVITIES).split()
        for labels in ("zh", "en"):
            [head, *_] = run_loaded(*words, "--labels", labels, "-f", "tsv").rows or [[]]
            if not head or len(set(head)) < len(head):
                wrong.append(f"{name} --labels {labels}: {head}")
    assert not wrong, "\n".join(wrong)


def test_a_list_being_read_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号\nJB/T 1-2011\n", encoding="utf-8")
    answer = run("standards", "import", str(path), "-o", str(path))
    assert answer.code == 2
    assert answer.err == f"stdplan: error: --output: {path} is the list itself\n"
    assert path.read_text(encoding="utf-8") == "标准编号\nJB/T 1-2011\n"
