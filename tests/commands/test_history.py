"""`history`: what was done, and what each command changed."""

import json
import re
from collections.abc import Callable

import pytest

from helpers import MACHINE, PROJECT, ListOf, Run
from stdplan.commands.framework import NOUNS, CommandGroup, WritingCommand, find_noun
from stdplan.importing.plan_files import built_in_plan

Show = Callable[[int], list[list[str]]]


@pytest.fixture
def show(two_records: Run) -> Show:
    """Return a function that returns the changes of an operation: key, field, old, new."""

    def rows(operation: int) -> list[list[str]]:
        return two_records("history", "show", str(operation), "--no-header").rows

    return rows


def test_operations_are_listed_the_last_one_first(two_records: Run) -> None:
    [last, before, first] = json.loads(two_records("history", "-f", "json").out)
    assert [last["id"], before["id"], first["id"]] == [3, 2, 1]
    assert last["command"].startswith("stdplan")
    assert (last["counts"], last["undone_by"], last["undoes"]) == ({"added": 1}, None, None)
    assert first["counts"]["created"] == 1
    # The local time, with its distance from UTC.
    assert len(last["when"]) == len("2011-05-18T08:00:00+08:00")


@pytest.mark.parametrize(("code", "counts"), [("en", "added 1"), ("zh", "新增 1")])
def test_a_person_reads_counts_and_times(two_records: Run, code: str, counts: str) -> None:
    line = two_records(
        "--lang", code, "history", "--limit", "1", "-f", "markdown"
    ).out.splitlines()[2]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", cells[1])
    assert cells[3] == counts


def test_limit_and_since(two_records: Run) -> None:
    assert len(two_records("history", "--limit", "2", "--no-header").rows) == 2
    assert len(two_records("history", "--since", "2011", "--no-header").rows) == 3
    assert two_records("history", "--since", "2999", "--no-header").rows == []
    assert two_records("history", "--since", "soon").code == 2


def test_an_edit_is_shown_field_by_field(two_records: Run, show: Show) -> None:
    two_records("standards", "edit", MACHINE, "--title", "材料试验机", "--drafting-orgs", "甲院")
    assert show(4) == [
        [MACHINE, "title", "试验机", "材料试验机"],
        [MACHINE, "drafting_orgs", "", "甲院"],
    ]


def test_records_that_came_and_went(two_records: Run, show: Show) -> None:
    assert show(2) == [[MACHINE, "added", "", "试验机"]]
    two_records("standards", "remove", MACHINE)
    assert show(4) == [[MACHINE, "removed", "试验机", ""]]
    # The history still has what was added before.
    assert show(2) == [[MACHINE, "added", "", "试验机"]]


def test_what_belongs_to_a_record_is_a_value_of_a_field(two_records: Run, show: Show) -> None:
    run = two_records
    run("standards", "edit", MACHINE, "--replaces", "部分代替 JB/T 1-1999", "--adopts", "ISO 1,IDT")
    assert show(4) == [
        [MACHINE, "adopts", "", "ISO 1 IDT"],
        [MACHINE, "replaces", "", "部分代替 JB/T 1-1999"],
    ]
    run("standards", "stage", PROJECT, "20", "--on", "2011-03-01")
    assert show(5) == [[PROJECT, "stage", "", "20 2011-03-01"]]
    run(
        "review", "record", MACHINE, "--outcome", "withdraw", "--ends", "2030", "--on", "2020-01-02"
    )
    assert show(6) == [
        [MACHINE, "withdrawn", "", "2030"],
        [MACHINE, "review", "", "2020-01-02 withdraw ends=2030"],
    ]


def test_a_new_number_moves_what_follows_from_it(two_records: Run, show: Show) -> None:
    two_records("standards", "edit", MACHINE, "--number", "JB/T 99998-2011")
    changes = show(4)
    assert ["JB/T 99998-2011", "number", MACHINE, "JB/T 99998-2011"] in changes
    assert not {"key", "sort_key", "base"} & {field for _, field, _, _ in changes}


def test_activities_amounts_and_plans(two_records: Run, show: Show) -> None:
    run = two_records
    run("activities", "add", "training", "培训", "--on", "2011-06-20", "--state", "筹备")
    run("activities", "edit", "1", "--state", "完成", "--on", "2011-07-01")
    run("progress", "record", "3", "12", "--on", "2011-06-30")
    run("progress", "edit", "1", "--amount", "13")
    assert show(4) == [["activity 1", "added", "", "培训"]]
    assert show(5) == [["activity 1", "state", "", "完成 2011-07-01"]]
    assert show(6) == [["progress 1", "added", "", "12"]]
    assert show(7) == [["progress 1", "amount", "12", "13"]]


def test_an_import_is_shown_by_its_records(two_records: Run, show: Show, a_list: ListOf) -> None:
    path = a_list("标准编号,标准名称,采标情况", f'{MACHINE},新名,"ISO 1,MOD"', "JB/T 2-2011,新增,")
    two_records("standards", "import", path)
    assert show(4) == [
        [MACHINE, "title", "试验机", "新名"],
        [MACHINE, "source", "", "list.csv"],
        ["JB/T 2-2011", "added", "", "新增"],
        [MACHINE, "adopts", "", "ISO 1 MOD"],
    ]


def test_a_project_that_becomes_a_standard(two_records: Run, show: Show, a_list: ListOf) -> None:
    two_records("standards", "stage", PROJECT, "20", "--on", "2011-03-01")
    path = a_list("标准编号,标准名称,发布日期", "JB/T 2-2012,磨床,2012-01-01")
    two_records("standards", "import", path)
    assert show(5) == [
        [PROJECT, "removed", "磨床", ""],
        ["JB/T 2-2012", "added", "", "磨床"],
    ]


def test_a_link_that_becomes_partial(two_records: Run, show: Show) -> None:
    edit = ("standards", "edit", MACHINE, "--replaces")
    two_records(*edit, "JB/T 1-1999")
    two_records(*edit, "部分代替 JB/T 1-1999")
    assert [MACHINE, "replaces", "", "部分代替 JB/T 1-1999"] in show(5)
    two_records("standards", "remove", MACHINE)
    assert show(6) == [[MACHINE, "removed", "试验机", ""]]


def test_a_removed_amount_keeps_its_id(two_records: Run, show: Show) -> None:
    two_records("progress", "record", "3", "12", "--on", "2011-06-30")
    two_records("progress", "remove", "1")
    assert show(5) == [["progress 1", "removed", "12", ""]]


def test_an_operation_that_does_not_exist(two_records: Run) -> None:
    answer = two_records("history", "show", "99")
    assert (answer.code, answer.out) == (66, "")
    assert "there is no operation 99; list operations with `stdplan history`" in answer.err


def test_pruning_forgets_changes_and_keeps_the_list(two_records: Run) -> None:
    run = two_records
    run("standards", "edit", MACHINE, "--title", "新名")
    assert "nothing to forget before 2011-01-01" in run("history", "prune", "--before", "2011").err
    answer = run("history", "prune", "--before", "2999-01-01")
    assert "3 operations before 2999-01-01 cannot be undone any more; freed: 1 change" in answer.err
    assert len(run("history", "list", "--no-header").rows) == 5
    shown = run("history", "show", "4", "--no-header")
    assert shown.out == ""
    assert "`history prune` removed it" in shown.err
    answer = run("undo", "4")
    assert answer.code == 1
    assert "cannot be undone: `history prune` removed it" in answer.err


# --dry-run


def rows_of_next_plan(year: int, sector: str) -> list[list[str]]:
    """Return the changes that make the plan of a year from the shipped one, with one sector."""
    plan = built_in_plan()
    parts = plan.tasks
    [areas] = [each.areas for each in plan.sectors if each.code == sector]
    title = str(parts.plan["title_zh"]).replace("2011", str(year))
    added = [
        (f"plan {year}", title),
        *((f"theme {year}/{row['number']}", row["title_zh"]) for row in parts.themes),
        *((f"task {year}/{row['number']}", row["title_zh"]) for row in parts.tasks),
        *((f"indicator {year}/{row['code']}", row["name_zh"]) for row in parts.indicators),
        *((f"driver {year}/{row['code']}", row["name_zh"]) for row in parts.drivers),
        *((f"activity_kind {year}/{row['code']}", row["name_zh"]) for row in parts.kinds),
        (f"plan_sector {year}/{sector}", 0),
        *((f"plan_focus {year}/{area.code}", place) for place, area in enumerate(areas)),
    ]
    return [[key, "added", "", str(value)] for key, value in added]


ADD_REVIEW = f"review record {MACHINE} --outcome confirm --on 2020-01-02"
ADD_AMOUNT = "progress record 3 12 --on 2011-06-30"
ADD_ACTIVITY = "activities add training 培训 --on 2011-06-20"
# Commands, what comes before them, and what they would change.
SUSPEND = f"standards suspend {PROJECT} --on 2012-03-01 --note 等待"
REHEARSALS: list[tuple[str, str, list[list[str]]]] = [
    ("", f"standards edit {MACHINE} --title 新名", [[MACHINE, "title", "试验机", "新名"]]),
    ("", "standards add JB/T 1-2011 --title 车床", [["JB/T 1-2011", "added", "", "车床"]]),
    ("", f"standards remove {MACHINE}", [[MACHINE, "removed", "试验机", ""]]),
    (
        "",
        f"standards stage {PROJECT} 20 --on 2011-03-01",
        [[PROJECT, "stage", "", "20 2011-03-01"]],
    ),
    (
        "standards add GB 5-2008",
        "standards convert GB 5-2008 --number GB/T5-2008 --on 2017-03-23",
        [
            ["GB/T 5-2008", "number", "GB 5-2008", "GB/T 5-2008"],
            ["GB/T 5-2008", "nature", "mandatory", "recommended"],
            [
                *("GB/T 5-2008", "other_number", ""),
                "GB 5-2008 until=2017-03-23 kind=converted nature=mandatory",
            ],
        ],
    ),
    ("", SUSPEND, [[PROJECT, "suspended", "", "2012-03-01 note=等待"]]),
    (
        SUSPEND,
        f"standards resume {PROJECT} --on 2012-06-01",
        [[PROJECT, "suspended", "2012-03-01 note=等待", "2012-03-01 until=2012-06-01 note=等待"]],
    ),
    (
        "",
        f"standards extend {PROJECT} --target 2013 --on 2012-03-01",
        [[PROJECT, "extended", "", "2012-03-01 2013"]],
    ),
    (
        "standards add 2012-0009T-JB --title 试验机 --on 2012-02-01 --level 国际先进",
        f"standards merge 2012-0009T-JB --into {PROJECT} --on 2012-03-01",
        [
            [PROJECT, "level", "", "国际先进"],
            ["2012-0009T-JB", "removed", "试验机", ""],
            [PROJECT, "other_number", "", "2012-0009T-JB until=2012-03-01 kind=former"],
        ],
    ),
    ("", ADD_REVIEW, [[MACHINE, "review", "", "2020-01-02 confirm"]]),
    (
        ADD_REVIEW,
        "review edit 1 --note 会审",
        [[MACHINE, "review", "2020-01-02 confirm", "2020-01-02 confirm note=会审"]],
    ),
    (ADD_REVIEW, "review remove 1", [[MACHINE, "review", "2020-01-02 confirm", ""]]),
    (
        "",
        f"review include {MACHINE} --year 2012 --on 2012-01-02 --note 试点",
        [[MACHINE, "campaign", "", "2012 member=1 date=2012-01-02 note=试点"]],
    ),
    (
        f"review include {MACHINE} --year 2012 --on 2012-01-02",
        f"review exclude {MACHINE} --year 2012 --on 2012-01-02",
        [[MACHINE, "campaign", "2012 member=1 date=2012-01-02", "2012 member=0 date=2012-01-02"]],
    ),
    (
        f"{ADD_REVIEW} --proposed",
        f"review decide {MACHINE} --on 2020-06-01 --announcement 43号",
        [[MACHINE, "review", "", "2020-06-01 confirm document=43号"]],
    ),
    (
        f"{ADD_REVIEW} --proposed",
        "review edit 1 --announcement 1号",
        [
            [
                MACHINE,
                "review",
                "2020-01-02 confirm step=proposed",
                "2020-01-02 confirm document=1号 step=proposed",
            ]
        ],
    ),
    ("", ADD_AMOUNT, [["progress 1", "added", "", "12"]]),
    (ADD_AMOUNT, "progress edit 1 --amount 13", [["progress 1", "amount", "12", "13"]]),
    (ADD_AMOUNT, "progress remove 1", [["progress 1", "removed", "12", ""]]),
    ("", ADD_ACTIVITY, [["activity 1", "added", "", "培训"]]),
    (ADD_ACTIVITY, "activities edit 1 --title 宣贯", [["activity 1", "title", "培训", "宣贯"]]),
    (
        ADD_ACTIVITY,
        "activities close 1 --on 2011-07-01",
        [["activity 1", "closed", "", "2011-07-01"]],
    ),
    (ADD_ACTIVITY, "activities remove 1", [["activity 1", "removed", "培训", ""]]),
    (
        "",
        "plans edit 2011 --issuer-en MIIT --nature-months guidance=6",
        [
            ["plan 2011", "issuer_en", "Ministry of Industry and Information Technology", "MIIT"],
            ["plan 2011", "nature_months", "mandatory=24; recommended=18", "guidance=6"],
        ],
    ),
    (
        "",
        "plans target 3.projects 2800 --plan 2011",
        [["indicator 2011/3.projects", "target", "3000", "2800"]],
    ),
    ("", "plans new 2027 --sectors gold", rows_of_next_plan(2027, "gold")),
    ("", "undo", [[PROJECT, "removed", "磨床", ""]]),
]


def writing_commands() -> set[str]:
    """Return `noun verb` of every command with --dry-run."""
    found = set()
    for name in NOUNS:
        noun = find_noun(name)
        verbs = noun.verbs if isinstance(noun, CommandGroup) else {"": noun}
        for verb in verbs:
            command = noun.command(verb) if isinstance(noun, CommandGroup) else noun
            if isinstance(command, WritingCommand):
                found.add(f"{name} {verb}".strip())
    return found


def test_every_command_that_changes_records_is_rehearsed() -> None:
    lines = [line.split() for _, line, _ in REHEARSALS]
    assert {" ".join(words[: 1 if words[0] == "undo" else 2]) for words in lines} == (
        writing_commands()
    )


@pytest.mark.parametrize(("before", "line", "changes"), REHEARSALS)
def test_dry_run_shows_what_would_change(
    two_records: Run, before: str, line: str, changes: list[list[str]]
) -> None:
    if before:
        assert two_records(*before.split()).code == 0
    history = two_records("history").out
    answer = two_records(*line.split(), "--dry-run")
    assert answer.rows == [["key", "field", "old", "new"], *changes]
    assert (answer.code, answer.err) == (0, "stdplan: --dry-run: nothing was changed\n")
    assert two_records("history").out == history


def test_dry_run_as_json(two_records: Run) -> None:
    words = ("standards", "edit", MACHINE, "--title", "新名")
    [change] = json.loads(two_records(*words, "--dry-run", "--json").out)
    assert change == {"key": MACHINE, "field": "title", "old": "试验机", "new": "新名"}
    assert two_records(*words, "--json").code == 2


def test_dry_run_of_what_changes_nothing_or_is_refused(two_records: Run) -> None:
    words = ("standards", "edit", MACHINE, "--dry-run", "--no-such-option")
    assert two_records(*words).code == 2
    words = ("standards", "edit", MACHINE, "--title", "试验机", "--dry-run")
    assert two_records(*words).rows == [["key", "field", "old", "new"]]
    assert two_records("standards", "remove", "JB/T 5-2011", "--dry-run").code == 66


def test_a_bulk_change_says_that_it_can_be_undone(two_records: Run) -> None:
    one = two_records("standards", "edit", MACHINE, "--level", "国际先进")
    assert one.err == "stdplan: changed 1 of 1\n"
    keys = f"{MACHINE}\n{PROJECT}\n"
    both = two_records("standards", "edit", "-", "--level", "国内先进", stdin=keys)
    assert both.err == "stdplan: changed 2 of 2\nstdplan: `stdplan undo` takes this back\n"
