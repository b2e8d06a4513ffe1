"""`stdplan standards import`: real lists into the catalogue, once or repeatedly."""

from pathlib import Path

import openpyxl
import pytest

from helpers import FILED, WITHDRAWN, Answer, ListOf, Run
from word_helpers import document, p, tbl, tr


def values(run: Run, fields: str, *options: str) -> list[list[str]]:
    """Return the named fields of all records, without a header."""
    return run("standards", "list", "--fields", fields, "--no-header", *options).rows


def counts(answer: Answer) -> list[list[str]]:
    """Return the counts of each file: read, added, changed, unchanged, rejected."""
    assert answer.code == 0, answer.err
    return [row[1:] for row in answer.rows[1:]]


def test_importing_the_shipped_bulletins_again_changes_nothing(run: Run) -> None:
    lists = ("standards", "import", str(FILED), str(WITHDRAWN))
    answer = run(*lists)
    assert answer.rows[0] == ["file", "read", "added", "changed", "unchanged", "rejected"]
    assert counts(answer) == [["161", "161", "0", "0", "0"], ["182", "182", "0", "0", "0"]]
    before = run("standards", "list", "-f", "csv").out
    assert counts(run(*lists)) == [["161", "0", "0", "161", "0"], ["182", "0", "0", "182", "0"]]
    assert run("standards", "list", "-f", "csv").out == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_detected(run: Run, a_list: ListOf, encoding: str) -> None:
    path = a_list("标准编号,标准名称", "JB/T 1-2011,车床", encoding=encoding)
    run("standards", "import", path)
    assert values(run, "number,title") == [["JB/T 1-2011", "车床"]]


def test_a_list_from_stdin(run: Run) -> None:
    answer = run("standards", "import", "-", "--from", "tsv", stdin="标准号\nJB/T 1-2011\n")
    assert answer.rows[1] == ["standard input", "1", "1", "0", "0", "0"]


def test_every_visible_sheet_with_a_list_is_read(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, day in (("一月", 40681), ("二月", "2011-02-30")):
        sheet = book.create_sheet(title)
        sheet.append(["标准编号", "标准名称", "实施日期"])
        sheet.append(["JB/T 1-2011", "车床", day])
    path = str(tmp_path / "list.xlsx")
    book.save(path)
    answer = run("standards", "import", path)
    assert 'list.xlsx[二月]:2: 实施日期: "2011-02-30" is not a day' in answer.err
    assert values(run, "number,effective") == []
    run("standards", "import", path, "--sheet", "一月")
    assert values(run, "number,effective") == [["JB/T 1-2011", "2011-05-18"]]
    book["二月"]["A2"], book["二月"]["C2"] = "JB/T 2-2011", "2011-06-01"
    book.save(path)
    answer = run("standards", "import", path)
    assert [(row[0], *row[1:4]) for row in answer.rows[1:]] == [
        (f"{path}[一月]", "1", "0", "0"),
        (f"{path}[二月]", "1", "1", "0"),
    ]
    assert run("standards", "import", path, "--sheet", "三月").code == 2


def test_what_the_text_of_a_document_says_is_proposed(run: Run, tmp_path: Path) -> None:
    new = tbl(tr("标准编号", "标准名称"), tr("JB/T 1-2026", "甲"))
    old = tbl(tr("标准编号", "标准名称", "废止日期"), tr("JB/T 2-1999", "乙", "2026-09-01"))
    plan = tbl(tr("计划号", "标准名称"), tr("2026-0001T-JB", "丙"))
    head = p("2026年第9号") + p("2026年6月1日")
    path = tmp_path / "list.docx"
    path.write_bytes(document(head + new + p("附件2") + old + p("附件3") + plan))
    answer = run("standards", "import", str(path))
    proposed = "--table 1 --set announcement=2026年第9号 --set published=2026-06-01"
    assert f"list.docx[table 1]: to store what the text around the list says, add {proposed}\n" in (
        answer.err
    )
    assert answer.err.count("--set") == 2
    answer = run("standards", "import", str(path), *proposed.split())
    assert "--set" not in answer.err
    stored = values(run, "number,announcement,published")
    assert ["JB/T 1-2026", "2026年第9号", "2026-06-01"] in stored


def test_a_plain_list(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("一、钢铁\n1. YB/T 1-2011 《钢丝》 代替 YB/T 1-1990\n", encoding="utf-8")
    run("standards", "import", str(path))
    assert values(run, "number,title,sector,replaces") == [
        ["YB/T 1-2011", "钢丝", "steel", "YB/T 1-1990"]
    ]


def test_a_changed_row_changes_its_fields_and_an_empty_cell_erases_nothing(
    run: Run, a_list: ListOf
) -> None:
    run("standards", "import", a_list("标准号,标准名称,性质", "T/CAS 1-2011,车床,推荐"))
    answer = run("standards", "import", a_list("标准号,标准名称,实施日期", "T/CAS 1-2011,,2012"))
    assert counts(answer) == [["1", "0", "1", "0", "0"]]
    assert values(run, "title,nature,effective") == [["车床", "recommended", "2012"]]


def test_set_gives_values_missing_in_the_list(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "标准编号,实施日期,批准日期", "JB/T 1-2011,2011-10-01,", "JB/T 2-2011,,2011-05-20"
    )
    options = ("--set", "published=2011-05-18", "--set", "announcement=2011年第12号")
    run("standards", "import", path, *options)
    assert values(run, "number,published,announcement") == [
        ["JB/T 1-2011", "2011-05-18", "2011年第12号"],
        ["JB/T 2-2011", "2011-05-20", "2011年第12号"],
    ]


def test_map_gives_the_meaning_of_a_column(run: Run, a_list: ListOf) -> None:
    path = a_list("编码,标准名称,内部", "JB/T 1-2011,车床,x")
    answer = run("standards", "import", path, "--map", "编码=number", "--map", "内部=")
    assert answer.err == ""
    assert values(run, "number,title,extra") == [["JB/T 1-2011", "车床", ""]]


def test_sector_and_focus_for_every_row(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号", "YS/T 1-2011")
    run("standards", "import", path, "--sector", "黄金", "--focus", "gold/cyanide-management")
    assert values(run, "sector,focus") == [["gold", "gold/cyanide-management"]]


def test_dry_run_reports_changes_and_makes_none(run: Run) -> None:
    answer = run("standards", "import", str(FILED), "--dry-run")
    assert counts(answer) == [["161", "161", "0", "0", "0"]]
    assert "--dry-run: nothing was changed" in answer.err
    assert values(run, "number") == []


def test_predecessors_are_linked_in_any_order(run: Run, a_list: ListOf) -> None:
    new = a_list("标准号,代替标准,实施日期", "JB/T 1-2011,JB/T 1-2001,2011-10-01", name="new.csv")
    old = a_list("标准号,实施日期", "JB/T 1-2001,2002-01-01", name="old.csv")
    linked = [["JB/T 1-2001", "withdrawn", "JB/T 1-2011"], ["JB/T 1-2011", "in-force", ""]]
    run("standards", "import", new, old)
    assert values(run, "number,status,replaced_by") == linked
    run("standards", "remove", "JB/T 1-2001", "JB/T 1-2011")
    run("standards", "import", old)
    run("standards", "import", new)
    assert values(run, "number,status,replaced_by") == linked


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--set nope=1", '--set: there is no field "nope"; use one of number'),
        ("--set published", '--set: "published" is not of the form NAME=VALUE'),
        ("--set published=soon", '--set published: "soon" is not a date'),
        ("--map 标准编号=nope", "use one of key, number"),
        ("--sector=", '--sector: there is no sector ""'),
        ("--encoding klingon", "utf-8, gb18030, utf-16"),
        ("--duplicates both", "use one of error, first, last"),
        ("- -", "- (stdin) can be read only once"),
    ],
)
def test_invalid_options_are_refused(run: Run, a_list: ListOf, words: str, message: str) -> None:
    answer = run("standards", "import", a_list("标准编号", "JB/T 1-2011"), *words.split(" "))
    assert answer.code == 2
    assert message in answer.err
    assert values(run, "number") == []


def test_missing_and_empty_files(run: Run, a_list: ListOf) -> None:
    assert run("standards", "import", "none.csv").code == 66
    assert run("standards", "import", a_list("a,b", "1,2")).code == 65
    assert counts(run("standards", "import", a_list("标准编号"))) == [["0"] * 5]


@pytest.mark.parametrize("wrong", ["--fields nope", "-f xml", "--sort nope"])
def test_a_wrong_output_option_is_refused_before_the_import(
    run: Run, a_list: ListOf, wrong: str
) -> None:
    answer = run("standards", "import", a_list("标准编号", "JB/T 1-2011"), *wrong.split())
    assert answer.code == 2
    assert run("standards", "list", "--no-header").out == ""


@pytest.mark.parametrize(
    "options",
    ["--set sector=nope", "--set note=a --set note=b", "--sector machinery --set sector=telecom",
     "--map 标准编号=number --map 标准编号=key"],
)  # fmt: skip
def test_contradictory_and_useless_options_are_refused(
    run: Run, a_list: ListOf, options: str
) -> None:
    answer = run("standards", "import", a_list("标准编号", "JB/T 1-2011"), *options.split())
    assert answer.code == 2
    assert run("standards", "list", "--no-header").out == ""
