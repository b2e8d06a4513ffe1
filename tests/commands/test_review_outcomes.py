"""The outcomes amend and convert, mergers into a title, and revisions of a project under way."""

import pytest

from helpers import ListOf, Run, shown

STANDARDS = """\
标准编号,标准名称,实施日期
JB/T 1-2001,甲,2001-10-01
JB/T 2-2001,乙,2001-10-01
GB 3-2001,丙,2001-10-01
"""
ON = ("--on", "2011-06-30")
PLAN = "2011-0123T-JB"


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with three standards that are due."""
    assert run("standards", "import", "-", stdin=STANDARDS).code == 0
    return run


def record(run: Run, *words: str) -> str:
    answer = run("review", "record", *words, *ON)
    assert answer.code == 0, answer.err
    return answer.err


def is_open(run: Run, day: str) -> bool:
    return bool(run("review", "list", "--open", "--as-of", day, "--no-header").out)


def is_due(run: Run, number: str, day: str) -> bool:
    words = ("--family", "all", "--fields", "number", "--no-header")
    return number in run("review", "due", "--as-of", day, *words).out.splitlines()


@pytest.mark.parametrize("outcome", ["amend", "convert"])
def test_the_age_goes_on_and_the_next_review_is_postponed(run: Run, outcome: str) -> None:
    record(run, "JB/T 1-2001", "--outcome", outcome)
    assert run("standards", "list", "--status", "planned", "--no-header").out == ""
    record_on_day = shown(run, "JB/T 1-2001")
    assert (record_on_day["status"], record_on_day["counted_from"]) == ("in-force", "2001-10-01")
    days = ("2011-06-29", "2011-06-30", "2016-06-29", "2016-06-30")
    assert [is_due(run, "JB/T 1-2001", day) for day in days] == [True, False, False, True]


@pytest.mark.parametrize("outcome", ["修改单", "局部修订"])
def test_an_amendment_is_open_until_it_is_published(run: Run, a_list: ListOf, outcome: str) -> None:
    path = a_list("标准编号,复审结论", f"JB/T 1-2001,{outcome}")
    assert run("review", "import", path, *ON).code == 0
    assert shown(run, "JB/T 1-2001")["reviews"][0]["outcome"] == "amend"
    amendment = ("standards", "add", "JB/T 1-2001/XG1-2012", "--published", "2012-03-01")
    assert run(*amendment).code == 0
    days = ("2011-06-29", "2011-06-30", "2012-02-29", "2012-03-01")
    assert [is_open(run, day) for day in days] == [False, True, True, False]


def test_an_older_amendment_does_not_count(run: Run) -> None:
    run("standards", "add", "JB/T 1-2001/XG1-2003", "--published", "2003-03-01")
    record(run, "JB/T 1-2001", "--outcome", "amend")
    assert is_open(run, "2011-12-31")


def test_a_conversion_is_open_until_the_standard_is_of_that_nature(run: Run) -> None:
    record(run, "GB 3-2001", "--outcome", "转化", "--into-nature", "推荐性")
    words = ("--fields", "outcome,into_family,into_nature", "--no-header")
    assert run("review", "list", *words).rows == [["convert", "", "recommended"]]
    assert is_open(run, "2017-12-31")
    assert run("standards", "edit", "GB 3-2001", "--nature", "recommended").code == 0
    assert not is_open(run, "2017-12-31")


def test_a_conversion_is_open_until_the_standard_ends(run: Run) -> None:
    into = ("--into-family", "national", "--into", "gb/t 4-2012")
    record(run, "JB/T 1-2001", "--outcome", "convert", *into)
    add = ("standards", "add", "GB/T 4-2012", "--effective", "2012-03-01")
    assert run(*add, "--replaces", "JB/T 1-2001").code == 0
    days = ("2011-06-29", "2011-06-30", "2012-02-29", "2012-03-01")
    assert [is_open(run, day) for day in days] == [False, True, True, False]
    assert shown(run, "JB/T 1-2001")["reviews"][0]["into"] == "GB/T 4-2012"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--outcome revise --into-nature recommended", "can be given only with convert (转化)"),
        ("--outcome confirm --into GB/T1-2012", "only with merge (整合), convert (转化)"),
        ("--outcome convert --into-nature no", '--into-nature: "no" is not valid'),
        ("--outcome convert --into-family no", '--into-family: "no" is not valid'),
        ("--outcome amend --ends 2012", "can be given only with withdraw (废止)"),
        ("--outcome merge --into=", 'into: "" counts as empty'),
        ("--outcome confirm --announcement=", 'announcement: "" counts as empty'),
        (f"--outcome confirm --project {PLAN}", "--project can be given only with a decided"),
        (f"--outcome revise --proposed --project {PLAN}", "only with a decided revision"),
    ],
)
def test_a_wrong_argument_records_nothing(run: Run, words: str, message: str) -> None:
    answer = run("review", "record", "JB/T1-2001", *words.split())
    assert answer.code == 2
    assert message in answer.err
    assert run("review", "list", "--no-header").out == ""


def test_a_merger_into_a_title(run: Run) -> None:
    record(run, "JB/T 1-2001", "--outcome", "merge", "--into", "车床  参数")
    assert shown(run, "JB/T 1-2001")["reviews"][0]["into"] == "车床 参数"
    assert is_open(run, "2011-12-31")


def test_another_outcome_drops_what_the_old_one_has(run: Run) -> None:
    record(run, "JB/T 1-2001", "--outcome", "convert", "--into-nature", "mandatory", "--into", "X")
    assert run("review", "edit", "1", "--outcome", "merge").code == 2
    assert run("review", "edit", "1", "--outcome", "merge", "--into", "JB/T2-2001").code == 0
    words = ("--fields", "outcome,into,into_nature", "--no-header")
    assert run("review", "list", *words).rows == [["merge", "JB/T 2-2001", ""]]


# Revisions of a project that is under way.


def add_project(run: Run, number: str = PLAN, *words: str) -> None:
    assert run("standards", "add", number, *words, "--on", "2011-02-01").code == 0


def test_a_revision_joins_the_named_project(run: Run) -> None:
    add_project(run)
    record(run, "JB/T 1-2001", "JB/T 2-2001", "--outcome", "revise", "--project", PLAN)
    assert shown(run, PLAN)["replaces"] == ["JB/T 1-2001", "JB/T 2-2001"]
    assert shown(run, "JB/T 1-2001")["reviews"][0]["project"] == PLAN
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66
    assert run("undo").code == 0
    assert shown(run, PLAN)["replaces"] == []


def test_a_recorded_revision_joins_it_later(run: Run) -> None:
    add_project(run)
    record(run, "JB/T 1-2001", "--outcome", "revise")
    assert shown(run, "JB/T 1-2001")["reviews"][0]["project"] == "rev:JB/T 1-2001"
    words = ("JB/T 1-2001", "--outcome", "revise", "--project", PLAN)
    assert "recorded on 2011-06-30" in record(run, *words)
    assert shown(run, "JB/T 1-2001")["reviews"][0]["project"] == PLAN
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66
    assert "was already recorded" in record(run, *words)


def test_a_project_that_began_first_is_named(run: Run) -> None:
    add_project(run, "2010-0001T-JB", "--replaces", "JB/T 1-2001")
    run("standards", "stage", "2010-0001T-JB", "10", "--on", "2010-01-01")
    add_project(run)
    err = record(run, "JB/T 1-2001", "--outcome", "revise", "--project", PLAN)
    assert "JB/T 1-2001: the project of its revision is 2010-0001T-JB, which began first" in err


@pytest.mark.parametrize(
    ("before", "code", "message"),
    [
        ((), 66, f'there is no standard "{PLAN}"'),
        (("60", "--number", "JB/T 9-2011"), 2, "JB/T 9-2011 is no project under way"),
        (("95",), 2, f"{PLAN} is no project under way"),
    ],
)
def test_a_project_that_is_not_under_way_is_refused(
    run: Run, before: tuple[str, ...], code: int, message: str
) -> None:
    if before:
        add_project(run)
        assert run("standards", "stage", PLAN, *before, "--on", "2011-03-01").code == 0
    answer = run("review", "record", "JB/T1-2001", "--outcome", "revise", "--project", PLAN, *ON)
    assert (answer.code, message in answer.err) == (code, True), answer.err


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("标准编号,复审结论,修订计划号", f"JB/T 1-2001,修订,{PLAN}"),
        ("标准编号,复审结论", f'JB/T 1-2001,"修订，计划号：{PLAN}"'),
    ],
)
def test_a_list_names_the_project(run: Run, a_list: ListOf, header: str, row: str) -> None:
    path = a_list(header, row)
    answer = run("review", "import", path, *ON)
    assert (
        "1 revision names a project that is not under way in the catalogue; its plan number is"
        in (answer.err)
    )
    assert PLAN in str(shown(run, "JB/T 1-2001")["reviews"][0]["note"])
    run("undo")
    add_project(run)
    assert run("review", "import", path, *ON).code == 0
    assert shown(run, "JB/T 1-2001")["reviews"][0]["project"] == PLAN
    assert shown(run, PLAN)["replaces"] == ["JB/T 1-2001"]


@pytest.mark.parametrize(
    ("projects", "note"),
    [
        ((), "1 revision is under way, but the catalogue has no project; one was opened"),
        ((PLAN,), ""),
        ((PLAN, "2011-0124T-JB"), "1 revision is under way in several projects"),
    ],
)
def test_a_list_says_that_the_revision_is_under_way(
    run: Run, a_list: ListOf, projects: tuple[str, ...], note: str
) -> None:
    for number in projects:
        add_project(run, number, "--replaces", "JB/T 1-2001")
    answer = run("review", "import", a_list("标准编号,结论", "JB/T 1-2001,正在修订"), *ON)
    assert (answer.code, note in answer.err) == (0, True), answer.err
    assert note or not answer.err
    project = shown(run, "JB/T 1-2001")["reviews"][0]["project"]
    assert project == (projects[0] if projects else "rev:JB/T 1-2001")
