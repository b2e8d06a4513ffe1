"""What stops the clock of a project, and what moves its end: submission, suspension, extension, and
months by nature."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from helpers import ListOf, Run, shown

PLAN = "2011-0123T-JB"
SUSPEND = ("standards", "suspend", PLAN)
RESUME = ("standards", "resume", PLAN)
EXTEND = ("standards", "extend", PLAN)


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a project of 1 February 2011 with 18 months, to 1 August 2012."""
    assert run("standards", "add", PLAN, "--title", "试验机", "--on", "2011-02-01").code == 0
    return run


def on(run: Run, day: str, *options: str) -> dict[str, Any]:
    """Return the project as the list has it on a day, and whether it is overdue."""
    rows = json.loads(run("standards", "list", "--as-of", day, "--json").out)
    late = json.loads(run("standards", "list", "--overdue", "--as-of", day, "--json").out)
    [row] = [row for row in rows if row["plan_number"] == PLAN]
    return {**row, "overdue": any(other["plan_number"] == PLAN for other in late)}


def shown_on(run: Run, day: str) -> dict[str, Any]:
    """Return the project as `standards show` has it on a day."""
    [record] = json.loads(run("standards", "show", PLAN, "--as-of", day, "--json").out)
    return dict(record)


def overdue(run: Run, *days: str) -> list[bool]:
    return [on(run, day)["overdue"] for day in days]


def test_the_clock_stops_at_the_submission(run: Run) -> None:
    assert overdue(run, "2012-08-01", "2012-08-02") == [False, True]
    run("standards", "stage", PLAN, "50", "--on", "2012-09-01")
    assert overdue(run, "2012-08-02", "2012-08-31", "2012-09-01", "2014-01-01") == [
        True, True, False, False,
    ]  # fmt: skip
    [waiting] = [
        row
        for row in json.loads(run("report", "stages", "--as-of", "2014-01-01", "--json").out)
        if row["stage"] == "50"
    ]
    assert (waiting["in_stage"], waiting["limit_months"], waiting["over_limit"]) == (1, None, None)


@pytest.mark.parametrize(
    ("nature", "last"),
    [
        (None, "2012-08-01"),
        ("recommended", "2012-08-01"),
        ("mandatory", "2013-02-01"),
        ("guidance", "2012-08-01"),
    ],
)
def test_the_plan_has_months_by_nature(run: Run, nature: str | None, last: str) -> None:
    if nature:
        run("standards", "edit", PLAN, "--nature", nature)
    assert overdue(run, last, f"{last[:-1]}2") == [False, True]
    by_committee = ("committees", "list", "--as-of", f"{last[:-1]}2", "--json")
    run("standards", "edit", PLAN, "--committee", "SAC/TC 1")
    [committee] = json.loads(run(*by_committee).out)
    assert committee["overdue"] == 1


def test_its_own_months_come_before_those_of_its_nature(run: Run) -> None:
    run("standards", "edit", PLAN, "--nature", "mandatory", "--project-months", "12")
    assert overdue(run, "2012-02-01", "2012-02-02") == [False, True]


def test_without_a_proposal_the_first_stage_counts(run: Run) -> None:
    run("standards", "stage", PLAN, "20", "--on", "2011-05-01")
    run("standards", "stage", PLAN, "10", "--remove")
    assert overdue(run, "2012-11-01", "2012-11-02") == [False, True]


@pytest.mark.parametrize(
    ("given", "last"),
    [((), "2012-08-01"), (("--project-months", "20"), "2012-10-01"),
     (("--target-date", "2012"), "2012-12-31"), (("--target-date", "2012-06-15"), "2012-06-15")],
)  # fmt: skip
def test_suspended_days_do_not_count(run: Run, given: tuple[str, ...], last: str) -> None:
    """A suspension of 91 days moves the deadline by 91 days, however it is given."""
    if given:
        run("standards", "edit", PLAN, *given)
    assert run(*SUSPEND, "--on", "2012-03-01").code == 0
    assert [on(run, day)["status"] for day in ("2012-02-29", "2012-03-01", "2020-01-01")] == [
        "planned", "suspended", "suspended",
    ]  # fmt: skip
    assert overdue(run, "2012-03-01", "2020-01-01") == [False, False]
    assert run(*RESUME, "--on", "2012-05-31").code == 0
    assert on(run, "2012-05-30")["status"] == "suspended"
    assert on(run, "2012-05-31")["status"] == "planned"
    moved = date.fromisoformat(last) + timedelta(91)
    assert overdue(run, str(moved), str(moved + timedelta(1))) == [False, True]
    assert on(run, "2012-06-01")["first_target_date"] is None


def test_days_in_a_stage_leave_out_suspended_days(run: Run) -> None:
    run(*SUSPEND, "--on", "2011-03-01", "--until", "2011-04-01")
    run("standards", "stage", PLAN, "20", "--on", "2011-05-01")
    stages = {row["stage"]: row["days"] for row in shown_on(run, "2011-05-31")["stages"]}
    assert stages == {"10": 58, "20": 30}
    [moved] = json.loads(run("report", "moves", "--since", "2011-05-01", "--json").out)
    assert (moved["stage"], moved["days"]) == ("20", 58)
    rows = json.loads(run("report", "stages", "--as-of", "2011-06-01", "--json").out)
    assert [row["mean_days"] for row in rows if row["stage"] == "10"] == [58]


@pytest.mark.parametrize(
    ("day", "over_limit", "suspended"),
    [("2011-05-01", 0, 0), ("2011-05-02", 1, 0), ("2011-05-10", 0, 1), ("2011-06-10", 1, 0)],
)
def test_the_limit_of_a_stage(run: Run, day: str, over_limit: int, suspended: int) -> None:
    run(*SUSPEND, "--on", "2011-05-10", "--until", "2011-06-10")
    [row] = [
        row
        for row in json.loads(run("report", "stages", "--as-of", day, "--json").out)
        if row["stage"] == "10"
    ]
    assert (row["in_stage"], row["over_limit"], row["suspended"]) == (1, over_limit, suspended)


def test_upcoming_deadlines_of_a_digest(run: Run) -> None:
    """A deadline moves with each suspended day, and none is ahead while the clock stands."""
    words = ("report", "digest", "--since", "2012-07-01", "--ahead", "40", "-f", "json")

    def due(until: str) -> list[str]:
        [record] = json.loads(run(*words, "--until", until).out)
        return [row["date"] for row in record["projects_due"]]

    assert due("2012-07-10") == ["2012-08-01"]
    run(*SUSPEND, "--on", "2012-07-10", "--until", "2012-07-20")
    assert (due("2012-07-09"), due("2012-07-10"), due("2012-07-20")) == (
        ["2012-08-01"], [], ["2012-08-11"],
    )  # fmt: skip
    run("standards", "stage", PLAN, "50", "--on", "2012-07-25")
    assert (due("2012-07-24"), due("2012-07-25")) == (["2012-08-11"], [])


def test_a_suspended_project_in_reports(run: Run) -> None:
    run("standards", "edit", PLAN, "--sector", "machinery", "--focus", "telecom/ipv6")
    run(*SUSPEND, "--on", "2012-03-01")
    words = ("report", "sectors", "--as-of", "2012-04-01", "--json")
    [sector] = [row for row in json.loads(run(*words).out) if row["sector"] == "machinery"]
    assert (sector["records"], sector["planned"], sector["suspended"]) == (1, 0, 1)
    [area] = json.loads(run("focus", "show", "telecom/ipv6", "--json").out)
    assert (area["projects"], area["standards"]) == (1, 0)
    listed = run("standards", "list", "--status", "暂停", "--fields", "key", "--no-header")
    assert listed.out == f"{PLAN}\n"


TARGETS = [
    ("2012-10-31", "2012-12", None, [False, True]),
    ("2012-11-01", "2013-06", "2012-12", [False, True]),
    ("2013-05-01", "2014", "2012-12", [False, True]),
]


def test_extensions_move_the_target_from_their_day_on(run: Run) -> None:
    run("standards", "edit", PLAN, "--target-date", "2012-12")
    # In any order of entry.
    assert run(*EXTEND, "--target", "2014", "--on", "2013-05-01").code == 0
    words = ("--on", "2012-11-01", "--note", "试验未完成", "--announcement", "工信厅科〔2012〕1号")
    assert run(*EXTEND, "--target", "2013-06", *words).code == 0
    for day, target, first, _ in TARGETS:
        row = on(run, day)
        assert (row["target_date"], row["first_target_date"]) == (target, first), day
    assert overdue(run, "2013-01-01", "2013-06-30", "2013-07-01", "2014-12-31", "2015-01-01") == [
        False, False, False, False, True,
    ]  # fmt: skip
    record = shown_on(run, "2012-12-01")
    assert record["extensions"] == [
        {"date": "2012-11-01", "target": "2013-06", "note": "试验未完成",
         "document": "工信厅科〔2012〕1号"}
    ]  # fmt: skip
    listed = ("standards", "list", "--target-year", "2013", "--fields", "key", "--no-header")
    assert run(*listed, "--as-of", "2013-01-01").out == f"{PLAN}\n"
    assert run(*listed, "--as-of", "2012-10-01").out == ""


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("2013年底", "2013-12-31"),
        ("2013年上半年", "2013-06-30"),
        ("２０１３年第三季度", "2013-09-30"),
        ("2013年12月底前", "2013-12-31"),
        ("2013年6月30日前", "2013-06-30"),
        ("2013年12月", "2013-12"),
    ],
)
def test_an_extension_takes_the_words_of_lists(run: Run, words: str, target: str) -> None:
    answer = run(*EXTEND, "--target", words, "--on", "2012-06-01")
    assert answer.err == f"stdplan: {PLAN}: extended to {target} on 2012-06-01\n"
    assert shown(run, PLAN)["extensions"][0]["target"] == target


def test_suspended_days_before_an_extension_are_in_it(run: Run) -> None:
    run(*SUSPEND, "--on", "2012-01-01", "--until", "2012-04-01")
    run(*EXTEND, "--target", "2013-06-30", "--on", "2012-06-01")
    assert overdue(run, "2013-06-30", "2013-07-01") == [False, True]
    run(*SUSPEND, "--on", "2012-07-01", "--until", "2012-07-11")
    assert overdue(run, "2013-07-10", "2013-07-11") == [False, True]


def test_the_same_again_changes_nothing(run: Run) -> None:
    for words in (
        (*SUSPEND, "--on", "2012-03-01", "--note", "等待"),
        (*RESUME, "--on", "2012-06-01"),
        (*EXTEND, "--target", "2013", "--on", "2012-06-01"),
    ):
        assert run(*words).code == 0
        again = run(*words)
        assert (again.code, again.err) == (0, "stdplan: nothing to change for 1 project\n")
    later = run(*EXTEND, "--target", "2013", "--on", "2012-07-01")
    assert (later.code, len(shown(run, PLAN)["extensions"])) == (0, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("suspend --on 2012-04-01", "suspended since 2012-03-01 already"),
        ("suspend --on 2012-01-01", "is suspended from 2012-03-01 on; give an earlier end"),
        ("suspend --on 2013-01-01 --until 2012-12-31", "is not after 2013-01-01"),
        ("suspend --on 2010-12-31", "its first date is 2011-02-01"),
        ("resume --on 2012-07-01", "it was resumed on 2012-06-01; correct that"),
        ("resume --on 2012-02-01", "it was resumed on 2012-06-01; correct that"),
        ("extend --target 2012 --on 2012-10-01", "2012 is before its present target date, 2013"),
        ("extend --target 2014 --on 2012-09-01", "it was extended to 2013 on 2012-09-01"),
        ("extend --target 2015 --on 2012-08-01", "2015 is not before 2013"),
        ("extend --on 2012-08-01", "--target DATE"),
        ("extend --target soon", '--target: "soon" is not a date'),
        ("extend --target 年底", '--target: "年底" names no year (write 2027年底)'),
        ("extend --target 12个月", '--target: "12个月" is not a date'),
        ("suspend --remove --note x", "--remove cannot be used with --note"),
    ],
)
def test_what_is_impossible_is_refused(run: Run, words: str, message: str) -> None:
    run(*SUSPEND, "--on", "2012-03-01", "--until", "2012-06-01")
    run(*EXTEND, "--target", "2013", "--on", "2012-09-01")
    before = shown(run, PLAN)
    verb, *options = words.split()
    answer = run("standards", verb, PLAN, *options)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert shown(run, PLAN) == before


@pytest.mark.parametrize("verb", ["suspend", "resume", "extend --target 2030"])
def test_only_projects(run: Run, verb: str) -> None:
    run("standards", "add", "JB/T 1-2011", "--published", "2011-01-01")
    answer = run("standards", *verb.split()[:1], "JB/T 1-2011", *verb.split()[1:])
    assert (answer.code, "it is published" in answer.err) == (2, True)
    run("standards", "stage", PLAN, "95", "--on", "2012-01-01")
    ended = run("standards", *verb.split()[:1], PLAN, *verb.split()[1:], "--on", "2012-06-01")
    assert (ended.code, "it was terminated on 2012-01-01" in ended.err) == (2, True)
    # All of them, or none.
    keys = f"{PLAN}\nJB/T 1-2011\n"
    words = (*verb.split(), "--on", "2011-06-01")
    assert run("standards", words[0], "-", *words[1:], stdin=keys).code == 2
    assert shown(run, PLAN)["suspensions"] == []


def test_many_at_once(run: Run) -> None:
    run("standards", "add", "2011-0124T-JB", "--on", "2011-02-01")
    keys = f"{PLAN}\n2011-0124T-JB\n"
    answer = run("standards", "suspend", "-", "--on", "2012-01-01", stdin=keys)
    assert "2 projects suspended (suspended on 2012-01-01)" in answer.err


def test_corrections(run: Run) -> None:
    run(*SUSPEND, "--on", "2012-03-01", "--until", "2012-06-01")
    assert run(*RESUME, "--remove").code == 0
    assert on(run, "2012-07-01")["status"] == "suspended"
    assert run(*RESUME, "--on", "2012-08-01").code == 0
    assert run(*SUSPEND, "--remove", "--on", "2012-03-01").code == 0
    assert shown(run, PLAN)["suspensions"] == []
    run(*EXTEND, "--target", "2013", "--on", "2012-03-01")
    assert run(*EXTEND, "--remove").code == 0
    assert shown(run, PLAN)["extensions"] == []
    nothing = run(*EXTEND, "--remove")
    assert (nothing.code, nothing.err) == (0, "stdplan: nothing to change for 1 project\n")


@pytest.mark.parametrize(
    ("word", "command"),
    [("冻结", "suspend"), ("暂停", "suspend"), ("恢复", "resume"), ("延期", "extend"),
     ("终止", "stage 2011-0123T-JB 95")],
)  # fmt: skip
def test_a_word_that_is_no_stage_names_the_command(run: Run, word: str, command: str) -> None:
    answer = run("standards", "stage", PLAN, word)
    assert answer.code == 2
    assert f'"{word}" is no stage: use `standards {command}' in answer.err


def test_they_move_along_with_the_project(run: Run) -> None:
    """A published standard with the title of an open project is that project."""
    run("standards", "edit", PLAN, "--target-date", "2012")
    run(*SUSPEND, "--on", "2012-03-01", "--until", "2012-06-01")
    run(*EXTEND, "--target", "2013", "--on", "2012-06-01")
    listed = "标准编号,标准名称,发布日期\nJB/T 1-2013,试验机,2013-05-01\n"
    assert run("standards", "import", "-", stdin=listed).code == 0
    record = shown(run, "JB/T 1-2013")
    assert (record["plan_number"], record["first_target_date"]) == (PLAN, "2012")
    assert [row["since"] for row in record["suspensions"]] == ["2012-03-01"]
    assert [row["target"] for row in record["extensions"]] == ["2013"]


NEW = "2024-0130T-JB"


@pytest.mark.parametrize("header", ["下达日期", "下达时间", "立项日期", "计划下达日期"])
@pytest.mark.parametrize("progress", ["", "已立项", "已完成征求意见"])
def test_a_plan_list_has_the_day_on_which_the_plan_was_issued(
    run: Run, a_list: ListOf, header: str, progress: str
) -> None:
    path = a_list(f"计划号,项目名称,{header},进展情况", f"{NEW},磨床,2024-01-15,{progress}")
    run("standards", "import", path, "--on", "2024-12-01")
    stages = [(each["stage"], each["date"]) for each in shown(run, NEW)["stages"]]
    later = [("30", "2024-12-01")] if "征求意见" in progress else []
    assert stages == [("10", "2024-01-15"), *later]
    assert run("standards", "import", path, "--on", "2024-12-01").rows[1][2:4] == ["0", "0"]


def test_a_plan_issued_is_no_stage_of_a_standard_without_days(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,立项日期", "JB/T 1-2011,2009-01-15"))
    record = shown(run, "JB/T 1-2011")
    assert (record["status"], record["extra"]) == ("in-force", {"立项日期": "2009-01-15"})


def test_a_wrong_day_of_issue_is_a_fault(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list("计划号,下达日期", f"{NEW},2024-13-01"))
    assert answer.code == 65
    assert ':2: 下达日期: "2024-13-01" is not a day' in answer.err
