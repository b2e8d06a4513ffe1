"""`stdplan standards edit --number`: what names a standard follows it, and its old number still
finds it."""

from pathlib import Path

import pytest

from helpers import ListOf, Run, shown

LIST = """\
标准编号,标准名称,发布日期,代替标准,采用国际标准
JB/T 1-2001,甲,2001-05-01,JB/T 1-1991,
JB/T 2-2011,乙,2011-05-01,JB/T 1-2001,
JB/T 3-2005,丙,2005-05-01,,"JB/T 1-2001,MOD"
"""
RENAME = ("standards", "edit", "JB/T 1-2001", "--number", "JB/T 10-2001")


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with a standard that others name."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def test_what_names_a_standard_follows_it(run: Run) -> None:
    run("activities", "add", "training", "宣贯", "--standard", "JB/T 1-2001", "--on", "2011-06-20")
    merge = ("--outcome", "merge", "--into", "JB/T 1-2001", "--on", "2011-06-16")
    run("review", "record", "JB/T 3-2005", *merge)
    run("review", "record", "JB/T 1-2001", "--outcome", "revise", "--on", "2006-06-16")
    run("standards", "add", "GB/T 4-2010", "--adopts", "jb/t1-2001,IDT")
    run("standards", "edit", "JB/T 2-2011", "--clear", "replaces")
    run("review", "record", "JB/T 1-2001", "--outcome", "revise", "--on", "2010-06-16")
    assert run(*RENAME).code == 0
    assert shown(run, "JB/T 10-2001")["replaces"] == ["JB/T 1-1991"]
    assert shown(run, "JB/T 3-2005")["adopts"] == ["JB/T 10-2001,MOD"]
    assert shown(run, "GB/T 4-2010")["adopts"] == ["JB/T 10-2001,IDT"]
    assert shown(run, "JB/T 3-2005")["reviews"][0]["into"] == "JB/T 10-2001"
    assert shown(run, "rev:JB/T 10-2001")["replaces"] == ["JB/T 10-2001"]
    listed = run("activities", "list", "--fields", "standard", "--no-header")
    assert listed.out == "JB/T 10-2001\n"
    assert run("db", "check").out == ""
    run("review", "remove", "2", "3")
    assert run("standards", "show", "rev:JB/T 10-2001").code == 66


def test_the_old_number_says_what_it_is_now(run: Run) -> None:
    run(*RENAME)
    answer = run("standards", "show", "jbt1-2001", "--fields", "number", "--no-header")
    assert (answer.out, answer.err) == (
        "JB/T 10-2001\n",
        "stdplan: JB/T 1-2001 is now JB/T 10-2001\n",
    )
    record = shown(run, "JB/T 1-2001")
    assert record["former_numbers"] == [
        {"number": "JB/T 1-2001", "until": "2026-11-22", "kind": "former"}
    ]
    names = ["former_numbers", "suspensions", "extensions", "published_inferred"]
    assert list(record)[-4:] == names
    confirm = ("--outcome", "confirm", "--on", "2006-06-16")
    for words in (
        ("standards", "edit", "JB/T", "1-2001", "--note", "x"),
        ("standards", "stage", "JB/T 1-2001", "90", "--on", "2006-01-01"),
        ("review", "record", "JB/T 1-2001", "JB/T 2-2011", *confirm[:2]),
    ):
        answer = run(*words)
        assert (answer.code, "JB/T 1-2001 is now JB/T 10-2001" in answer.err) == (0, True)
    stdin = "number\nJB/T 1-2001\n"
    assert "is now JB/T 10-2001" in run("review", "record", "-", *confirm, stdin=stdin).err


def test_a_new_record_with_the_old_number_is_found_by_it(run: Run) -> None:
    run(*RENAME)
    assert run("standards", "add", "JB/T 1-2001", "--title", "新").code == 0
    answer = run("standards", "show", "JB/T 1-2001", "--fields", "title", "--no-header")
    assert (answer.out, answer.err) == ("新\n", "")


def test_renamed_twice_and_back(run: Run) -> None:
    run(*RENAME)
    run("standards", "edit", "JB/T 10-2001", "--number", "JB/T 11-2001")
    names = [each["number"] for each in shown(run, "JB/T 1-2001")["former_numbers"]]
    assert names == ["JB/T 1-2001", "JB/T 10-2001"]
    run("standards", "edit", "JB/T 11-2001", "--number", "JB/T 1-2001")
    names = [each["number"] for each in shown(run, "JB/T 10-2001")["former_numbers"]]
    assert names == ["JB/T 10-2001", "JB/T 11-2001"]


def test_a_number_that_several_standards_had_is_refused(run: Run) -> None:
    run(*RENAME)
    run("standards", "edit", "JB/T 2-2011", "--number", "JB/T 1-2001")
    run("standards", "edit", "JB/T 1-2001", "--number", "JB/T 12-2011")
    answer = run("standards", "show", "JB/T 1-2001")
    assert answer.code == 65
    assert '"JB/T 1-2001" matches several records: JB/T 10-2001, JB/T 12-2011' in answer.err


def test_a_list_with_the_old_number_changes_the_renamed_standard(run: Run) -> None:
    run(*RENAME)
    again = run("standards", "import", "-", stdin=LIST)
    assert again.rows[1][1:] == ["3", "0", "0", "3", "0"]
    assert "1 row names a standard by its former number: JB/T 1-2001 → JB/T 10-2001" in again.err
    changed = LIST.replace("甲", "车床")
    assert run("standards", "import", "-", stdin=changed).rows[1][1:] == [*"30120"]
    assert shown(run, "JB/T 10-2001")["title"] == "车床"
    assert run("standards", "list", "--no-header", "--fields", "number").out.split("\n")[:-1] == [
        "JB/T 2-2011", "JB/T 3-2005", "JB/T 10-2001",
    ]  # fmt: skip


def test_a_list_with_the_old_and_the_present_number(
    run: Run, a_list: ListOf, tmp_path: Path
) -> None:
    """Each import would change the title to that of the other row."""
    run(*RENAME)
    listed = a_list("标准编号,标准名称", "JB/T 1-2001,旧名", "JB/T 10-2001,新名", "JB/T 2-2011,乙")
    again = run("standards", "import", listed)
    assert again.code == 65
    fault = '2: 标准编号: "JB/T 1-2001" is now JB/T 10-2001, which is in line 3'
    assert fault in again.err
    assert shown(run, "JB/T 10-2001")["title"] == "甲"
    for changed in "10":
        answer = run("standards", "import", listed, "--skip-bad", str(tmp_path / "bad.csv"))
        assert answer.rows[1][1:] == ["3", "0", changed, str(2 - int(changed)), "1"]
        assert shown(run, "JB/T 10-2001")["title"] == "新名"
    # Two former numbers of one standard.
    run("standards", "edit", "JB/T 10-2001", "--number", "JB/T 11-2001")
    again = run("standards", "import", listed)
    assert '3: 标准编号: "JB/T 10-2001" is now JB/T 11-2001, which is in line 2' in again.err


def test_a_list_does_not_change_the_nature_back(run: Run) -> None:
    listed = "标准编号,标准名称\nGB 5-2008,玩具\n"
    run("standards", "import", "-", stdin=listed)
    run("standards", "edit", "GB 5-2008", "--number", "GB/T 5-2008")
    assert run("standards", "import", "-", stdin=listed).rows[1][1:] == [*"10010"]
    assert shown(run, "GB/T 5-2008")["nature"] == "recommended"


def test_lists_of_reviews_and_activities_with_the_old_number(run: Run, a_list: ListOf) -> None:
    activities = a_list("工作类型,标题,日期,标准编号", "training,宣贯,2011-06-20,JB/T 1-2001")
    run("activities", "import", activities)
    run(*RENAME)
    assert run("activities", "import", activities).rows[1][1:] == [*"10010"]
    of_standard = ("--standard", "jbt1-2001", "--fields", "standard", "--no-header")
    assert run("activities", "list", *of_standard).out == "JB/T 10-2001\n"
    reviews = a_list("标准编号,复审结论", "JB/T 1-2001,继续有效")
    answer = run("review", "import", reviews, "--on", "2006-06-16")
    assert "names a standard by its former number: JB/T 1-2001 → JB/T 10-2001" in answer.err
    assert shown(run, "JB/T 10-2001")["confirmed"] == "2006-06-16"


def test_a_review_merges_into_the_present_number(run: Run, a_list: ListOf) -> None:
    run(*RENAME)
    merge = ("--outcome", "merge", "--on", "2011-06-16", "--into", "JB/T 1-2001")
    run("review", "record", "JB/T 2-2011", "--outcome", "confirm", "--on", "2011-06-16")
    run("review", "edit", "1", *merge[:2], *merge[4:])
    run("review", "record", "JB/T 3-2005", *merge)
    into = ("review", "list", "--fields", "into", "--no-header")
    assert run(*into).out == "JB/T 10-2001\n" * 2
    into_itself = "JB/T 10-2001 cannot be merged into itself"
    answer = run("review", "record", "JB/T 10-2001", *merge)
    assert (answer.code, answer.err) == (2, f"stdplan: error: {into_itself}\n")
    reviews = a_list("标准编号,复审结论,备注", "JB/T 10-2001,整合,整合到JB/T 1-2001")
    answer = run("review", "import", reviews, "--on", "2011-06-16")
    assert answer.code == 65
    assert into_itself in answer.err


def test_a_published_project_is_found_by_its_plan_number(run: Run) -> None:
    run("standards", "add", "2011-0123T-JB", "--title", "磨床", "--on", "2011-02-01")
    run("activities", "add", "training", "宣贯", "--standard", "2011-0123T-JB")
    run("standards", "stage", "2011-0123T-JB", "60", "--number", "JB/T 9-2012", "--on", "2012-05")
    assert shown(run, "2011-0123T-JB")["former_numbers"] == []
    listed = run("activities", "list", "--fields", "standard", "--no-header")
    assert listed.out == "2011-0123T-JB\n"
