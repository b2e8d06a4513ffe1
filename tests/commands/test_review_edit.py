"""`stdplan review edit`, `remove` and a second review of one day: mistakes are corrected with all
that followed from them."""

import json
import sqlite3
from pathlib import Path

import pytest

from helpers import Answer, ListOf, Run, shown

LIST = """\
标准编号,标准名称,实施日期
JB/T 1-2001,甲,2001-10-01
JB/T 2-2001,乙,2001-10-01
"""
ON = ("--on", "2011-06-16")


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with two standards that are due."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def record(run: Run, outcome: str, *more: str) -> Answer:
    return run("review", "record", "JB/T 1-2001", "--outcome", outcome, *(more or ON))


def stored(run: Run, *fields: str) -> list[list[str]]:
    named = ",".join(fields or ("number", "date", "outcome"))
    return run("review", "list", "--fields", named, "--no-header").rows


def figures(run: Run) -> dict[str, str]:
    """Return the actual figures of the indicators of task 5."""
    words = ("--task", "5", "--year", "2011", "--fields", "indicator,actual", "--no-header")
    return dict(run("report", "progress", *words).rows)


def due(run: Run) -> list[str]:
    words = ("--year", "2011", "--fields", "number", "--no-header")
    return run("review", "due", *words).out.splitlines()


# Remove.


def test_a_removed_confirmation_makes_it_due_again(run: Run) -> None:
    record(run, "confirm")
    assert (due(run), figures(run)["5.reviewed"]) == (["JB/T 2-2001"], "1")
    answer = run("review", "remove", "1")
    assert answer.err == "stdplan: removed 1 review: JB/T 1-2001 2011-06-16 confirm\n"
    assert (due(run), figures(run)["5.reviewed"]) == (["JB/T 1-2001", "JB/T 2-2001"], "0")


def test_a_review_is_named_by_its_standard_and_day(run: Run) -> None:
    record(run, "confirm")
    answer = run("review", "remove", "JB/T 1-2001", "JB/T 2-2001", *ON)
    assert answer.code == 66
    assert "JB/T 2-2001 has no review on 2011-06-16" in answer.err
    assert run("review", "remove", "JB/T 1-2001", *ON).code == 0
    assert stored(run) == []


def test_the_project_that_only_a_review_opened_goes_with_it(run: Run) -> None:
    record(run, "revise")
    answer = run("review", "remove", "1")
    assert "JB/T 1-2001: its revision project was removed" in answer.err
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66
    assert len(run("standards", "list", "--no-header").rows) == 2
    assert run("db", "check").code == 0


def test_a_project_goes_although_its_standard_changed_since(run: Run) -> None:
    record(run, "revise")
    run("standards", "edit", "JB/T 1-2001", "--title", "车床", "--sector", "steel")
    assert "its revision project was removed" in run("review", "remove", "1").err


@pytest.mark.parametrize(
    "words",
    [
        ("standards", "edit", "rev:JB/T 1-2001", "--committee", "SAC/TC 22"),
        ("standards", "edit", "rev:JB/T 1-2001", "--title", "数控车床"),
        ("standards", "stage", "rev:JB/T 1-2001", "20", "--on", "2011-09-01"),
        ("standards", "edit", "rev:JB/T 1-2001", "--replaces", "JB/T 1-2001; JB/T 2-2001"),
        ("activities", "add", "training", "宣贯", "--standard", "rev:JB/T 1-2001"),
    ],
)
def test_a_project_with_more_stays(run: Run, words: tuple[str, ...]) -> None:
    record(run, "revise")
    assert run(*words).code == 0
    answer = run("review", "remove", "1")
    assert "its revision project stays, because more was entered for it" in answer.err
    project = shown(run, "rev:JB/T 1-2001")
    assert "00" not in [stage["stage"] for stage in project["stages"]]
    assert run("standards", "remove", "rev:JB/T 1-2001").code == 0


def test_another_review_keeps_the_project(run: Run) -> None:
    record(run, "revise")
    record(run, "revise", "--on", "2011-12-01")
    assert run("review", "remove", "1").code == 0
    [stage] = shown(run, "rev:JB/T 1-2001")["stages"]
    assert stage["date"] == "2011-12-01"
    run("review", "remove", "2")
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66


def test_a_project_of_two_standards_keeps_the_days_of_the_other_review(run: Run) -> None:
    run("standards", "add", "2012-0001T-JB", "--replaces", "JB/T 1-2001", "--replaces",
        "JB/T 2-2001", "--on", "2012-03-01")  # fmt: skip
    for number, day in (("1-2001", "2011-06-16"), ("2-2001", "2011-12-01")):
        run("review", "record", "JB/T", number, "--outcome", "revise", "--on", day)
    run("review", "edit", "2", "--target", "2013")
    run("review", "edit", "1", "--target", "2012")
    assert shown(run, "2012-0001T-JB")["target_date"] == "2012"
    run("review", "remove", "1")
    project = shown(run, "2012-0001T-JB")
    assert project["target_date"] == "2013"
    assert [stage["date"] for stage in project["stages"]] == ["2011-12-01", "2012-03-01"]


def test_a_removed_withdrawal_is_in_force_again(run: Run) -> None:
    record(run, "withdraw", *ON, "--ends", "2011-09-01")
    assert figures(run)["5.withdrawn"] == "1"
    answer = run("review", "remove", "1")
    assert "JB/T 1-2001: no longer withdrawn on 2011-09-01" in answer.err
    standard = shown(run, "JB/T 1-2001")
    assert (standard["status"], standard["withdrawn"], standard["ends"]) == ("in-force", None, None)
    assert figures(run)["5.withdrawn"] == "0"


@pytest.mark.parametrize("entered", ["2011-09-01", "2011-10-01"])
@pytest.mark.parametrize("first", [True, False])
def test_a_day_entered_by_hand_stays(run: Run, entered: str, first: bool) -> None:
    by_hand = ("standards", "edit", "JB/T 1-2001", "--withdrawn", entered)
    if first and entered == "2011-09-01":
        run(*by_hand)
    record(run, "withdraw", *ON, "--ends", "2011-09-01")
    if not first or entered != "2011-09-01":
        run(*by_hand)
    answer = run("review", "remove", "1")
    assert f"withdrawn on {entered}, as a list has it or somebody entered it" in answer.err
    assert shown(run, "JB/T 1-2001")["withdrawn"] == entered
    assert shown(run, "JB/T 1-2001")["ends_basis"] == "stated"


def test_a_day_that_a_list_gave_since_stays(run: Run) -> None:
    record(run, "withdraw", *ON, "--ends", "2011-09-01")
    run("standards", "import", "-", stdin="标准编号,废止日期\nJB/T 1-2001,2011-11-11\n")
    run("review", "remove", "1")
    assert shown(run, "JB/T 1-2001")["withdrawn"] == "2011-11-11"


@pytest.mark.parametrize("ends", ["2011-09-01", "2026-07-01"])
@pytest.mark.parametrize(
    "before", ["JB/T 1-2001,2026-07-01,", "JB/T 1-2001,,废止", "JB/T 1-2001,,现行"]
)
@pytest.mark.parametrize("added", [True, False])
def test_what_a_review_replaced_comes_back(run: Run, before: str, ends: str, added: bool) -> None:
    """Also if the list had the same day, or only said that it is withdrawn."""
    if added:
        run("standards", "remove", "JB/T 1-2001")
    listed = f"标准编号,废止日期,状态,实施日期\n{before},2001-10-01\n"
    assert run("standards", "import", "-", "--on", "2026-08-01", stdin=listed).code == 0
    shown_before = run("standards", "show", "JB/T 1-2001", "--json").out
    record(run, "withdraw", "--on", "2010-06-16", "--ends", "2010-12-01")
    record(run, "withdraw", *ON, "--ends", "2012-09-01")
    run("review", "remove", "1")
    run("review", "edit", "2", "--ends", ends)
    assert shown(run, "JB/T 1-2001")["withdrawn"] == ends
    run("review", "remove", "2")
    assert run("standards", "show", "JB/T 1-2001", "--json").out == shown_before


def test_a_withdrawal_of_before_the_history_goes(run: Run, db: Path) -> None:
    record(run, "withdraw", *ON, "--ends", "2011-09-01")
    with sqlite3.connect(db) as connection:
        connection.execute("DELETE FROM row_change")
        connection.execute("DELETE FROM rows_added")
    run("review", "remove", "1")
    assert shown(run, "JB/T 1-2001")["status"] == "in-force"


def test_several_ids_and_ids_from_a_pipe(run: Run) -> None:
    for outcome, day in (("confirm", "2009"), ("confirm", "2010"), ("merge", "2011")):
        into = ("--into", "JB/T 2-2001") if outcome == "merge" else ()
        record(run, outcome, "--on", day, *into)
    listed = run("review", "list", "--outcome", "merge", "--fields", "id").out
    answer = run("review", "remove", "-", stdin=listed)
    assert answer.err == "stdplan: removed 1 review: JB/T 1-2001 2011 merge\n"
    assert run("review", "remove", "1", "2").code == 0
    assert stored(run) == []
    nothing = run("review", "remove", "-", stdin="登记号\n")
    assert (nothing.code, nothing.err) == (0, "stdplan: no ids on stdin: nothing to do\n")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("remove 1 99", 66, "no review 99; list reviews with `stdplan review list`"),
        ("edit 99 --note x", 66, "no review 99; list reviews with `stdplan review list`"),
        ("remove JB/T", 2, 'ID: "JB/T" is not an id; `stdplan review list` shows them'),
        ("remove 1 -", 2, "- (ids from stdin) cannot be combined with other ids"),
        ("edit 1", 2, "nothing to change"),
        ("edit 1 --clear outcome", 2, "use one of ends, into, target, note"),
        ("edit 1 --clear note --note x", 2, "--clear note cannot be used together"),
        ("edit 1 --outcome merge", 2, "--outcome merge needs --into"),
        ("edit 1 --target 2013", 2, '--target: "2013" can be given only with revise'),
        ("edit 1 --ends 2013", 2, '--ends: "2013" can be given only with withdraw'),
        ("edit 1 --into JB/T", 2, '--into: "JB/T" can be given only with merge'),
        ("edit 1 --outcome revise --target soon", 2, '--target: "soon" is not a date'),
        ("edit 1 --outcome withdraw --ends 2001", 2, "is before the review"),
        ("edit 1 --outcome revise --target 1999", 2, '--target: "1999" is before the'),
        ("edit 1 --on 1991", 2, "begins on 2001-10-01"),
    ],
)
def test_a_wrong_argument_changes_nothing(run: Run, words: str, code: int, message: str) -> None:
    record(run, "confirm")
    before = run("review", "list", "--json").out
    answer = run("review", *words.split(" "))
    assert (answer.code, message in answer.err) == (code, True), answer.err
    assert run("review", "list", "--json").out == before


# Edit.


def test_another_outcome_moves_the_consequences(run: Run) -> None:
    record(run, "withdraw", *ON, "--ends", "2011-09-01", "--note", "淘汰")
    answer = run("review", "edit", "1", "--outcome", "修订", "--target", "2013")
    assert answer.err.splitlines()[:2] == [
        "stdplan: JB/T 1-2001: no longer withdrawn on 2011-09-01",
        "stdplan: changed 1 of 1",
    ]
    project = shown(run, "rev:JB/T 1-2001")
    assert (project["target_date"], project["stages"][0]["date"]) == ("2013", "2011-06-16")
    answer = run("review", "edit", "1", "--outcome", "confirm")
    assert "its revision project was removed" in answer.err
    assert stored(run, "outcome", "ends", "note") == [["confirm", "", "淘汰"]]
    assert shown(run, "JB/T 1-2001")["confirmed"] == "2011-06-16"


def test_another_day_moves_age_and_project(run: Run) -> None:
    record(run, "revise")
    run("review", "edit", "1", "--on", "2010-05")
    assert shown(run, "rev:JB/T 1-2001")["stages"][0]["date"] == "2010-05"
    run("review", "edit", "1", "--outcome", "confirm")
    assert shown(run, "JB/T 1-2001")["confirmed"] == "2010-05"


def test_another_end_moves_the_withdrawal(run: Run) -> None:
    record(run, "withdraw", *ON, "--ends", "2011-09-01")
    answer = run("review", "edit", "1", "--ends", "2012-01-01")
    assert "JB/T 1-2001: withdrawn on 2012-01-01 (was 2011-09-01)" in answer.err
    assert shown(run, "JB/T 1-2001")["ends"] == "2012-01-01"
    run("review", "edit", "1", "--clear", "ends")
    assert shown(run, "JB/T 1-2001")["status"] == "in-force"
    assert run("review", "list", "--open", "--fields", "outcome", "--no-header").rows == [
        ["withdraw"]
    ]


def test_the_last_review_names_the_end(run: Run) -> None:
    record(run, "withdraw", "--on", "2012-05-01", "--ends", "2012-12-01")
    record(run, "withdraw", "--on", "2011-05-01", "--ends", "2011-12-01")
    assert shown(run, "JB/T 1-2001")["withdrawn"] == "2012-12-01"
    run("review", "remove", "1")
    assert shown(run, "JB/T 1-2001")["withdrawn"] == "2011-12-01"


def test_an_edit_without_a_change(run: Run) -> None:
    record(run, "confirm")
    assert run("review", "edit", "1", "--outcome", "confirm").err == "stdplan: changed 0 of 1\n"


def test_several_reviews_are_edited_at_once(run: Run) -> None:
    run("review", "record", "JB/T 1-2001", "JB/T 2-2001", "--outcome", "withdraw", *ON)
    answer = run("review", "edit", "-", "--outcome", "confirm", stdin="id\n1\n2\n")
    assert answer.err == "stdplan: changed 2 of 2\nstdplan: `stdplan undo` takes this back\n"
    assert [row[2] for row in stored(run)] == ["confirm", "confirm"]


# A second review of one day.


def test_a_contradicting_review_is_refused_by_hand(run: Run) -> None:
    record(run, "confirm")
    answer = run("review", "record", "JB/T 2-2001", "JB/T 1-2001", "--outcome", "revise", *ON)
    assert answer.code == 73
    assert (
        "JB/T 1-2001 already has a review on 2011-06-16 (id 1): confirm; correct it with"
        " `stdplan review edit 1`" in answer.err
    )
    assert stored(run) == [["JB/T 1-2001", "2011-06-16", "confirm"]]
    other_day = run("review", "record", "JB/T 1-2001", "--outcome", "revise", "--on", "2011-06")
    assert other_day.code == 0
    assert run("review", "edit", "2", "--on", "2011-06-16").code == 73


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("withdraw", "--ends", "2011-09-01"), ("withdraw", "--ends", "2011-10-01")),
        (("merge", "--into", "JB/T 2-2001"), ("merge", "--into", "JB/T 3-2001")),
        (("withdraw", "--ends", "2011-09-01"), ("confirm",)),
    ],
)
def test_what_contradicts(run: Run, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    record(run, *first, *ON)
    before = run("review", "list").out, run("standards", "list").out
    assert record(run, *second, *ON).code == 73
    assert (run("review", "list").out, run("standards", "list").out) == before


def test_a_review_that_adds_what_was_missing_completes_the_first(run: Run) -> None:
    record(run, "withdraw")
    assert record(run, "withdraw", *ON, "--ends", "2011-09-01", "--note", "x").code == 0
    assert stored(run, "outcome", "ends", "note") == [["withdraw", "2011-09-01", "x"]]
    assert shown(run, "JB/T 1-2001")["withdrawn"] == "2011-09-01"
    assert "1 was already recorded" in record(run, "withdraw").err


def test_a_later_import_changes_the_first_review(run: Run, a_list: ListOf) -> None:
    first = a_list("标准编号,复审结论,废止日期", "JB/T 1-2001,废止,2011-09-01", name="r1.csv")
    second = a_list("标准编号,复审结论", "JB/T 1-2001,继续有效", name="r2.csv")
    run("review", "import", first, *ON)
    rehearsal = run("review", "import", second, *ON, "--dry-run", "--json")
    [counts] = json.loads(rehearsal.out)
    assert counts["changes"] == [
        {"key": "JB/T 1-2001", "field": field, "old": old, "new": new}
        for field, old, new in (
            ("outcome", "withdraw", "confirm"),
            ("ends", "2011-09-01", None),
            ("withdrawn", "2011-09-01", None),
        )
    ]
    assert stored(run) == [["JB/T 1-2001", "2011-06-16", "withdraw"]]
    answer = run("review", "import", second, *ON, "--no-header")
    assert answer.rows[0][1:] == ["1", "0", "1", "0", "0"]
    assert "1 review recorded before was changed: JB/T 1-2001 2011-06-16" in answer.err
    assert stored(run) == [["JB/T 1-2001", "2011-06-16", "confirm"]]
    assert (figures(run)["5.reviewed"], figures(run)["5.withdrawn"]) == ("1", "0")
    assert shown(run, "JB/T 1-2001")["status"] == "in-force"
    assert run("review", "import", second, *ON, "--no-header").rows[0][1:] == [*"10010"]


def test_a_later_import_erases_nothing(run: Run, a_list: ListOf) -> None:
    record(run, "withdraw", *ON, "--ends", "2011-09-01", "--note", "x")
    again = a_list("标准编号,复审结论,备注", "JB/T 1-2001,废止,")
    assert run("review", "import", again, *ON, "--no-header").rows[0][1:] == [*"10010"]
    assert stored(run, "ends", "note") == [["2011-09-01", "x"]]


def test_a_later_import_changes_the_target_date(run: Run, a_list: ListOf) -> None:
    for target in ("2012", "2013"):
        path = a_list("标准编号,复审结论,完成年限", f"JB/T 1-2001,修订,{target}")
        run("review", "import", path, *ON)
        assert shown(run, "rev:JB/T 1-2001")["target_date"] == target


@pytest.mark.parametrize(
    "first", [("withdraw", "--ends", "2011-09-01"), ("withdraw",), ("revise",)]
)
def test_a_confirmed_cell_changes_no_other_outcome(run: Run, first: tuple[str, ...]) -> None:
    record(run, *first, *ON)
    before = run("review", "list").out, run("standards", "list").out
    listed = "标准编号,确认日期\nJB/T 1-2001,2011-06-16\nJB/T 2-2001,2011-06-16\n"
    answer = run("standards", "import", "-", "--map", "确认日期=confirmed", stdin=listed)
    assert answer.rows[1][1:] == ["2", "0", "1", "1", "0"]
    assert (
        "1 confirmation not recorded, because another outcome is stored for that day:"
        f" JB/T 1-2001 2011-06-16 {first[0]}" in answer.err
    )
    run("review", "remove", "2")
    assert (run("review", "list").out, run("standards", "list").out) == before


def test_check_names_several_reviews_of_one_day(run: Run, db: Path) -> None:
    """Older programs stored them."""
    record(run, "confirm")
    with sqlite3.connect(db) as connection:
        connection.execute(
            "INSERT INTO review (standard, date, outcome) VALUES (1, '2011-06-16', 'withdraw')"
        )
    answer = run("db", "check", "--no-header")
    assert answer.code == 1
    assert answer.rows == [
        [
            "contradicting-reviews",
            "JB/T 1-2001",
            "two reviews of 2011-06-16 contradict each other: confirm (id 1), withdraw (id 2);"
            " correct them with `review edit` or `review remove`",
            "error",
        ]
    ]
    assert "already recorded" in record(run, "withdraw").err
    assert run("review", "edit", "1", "--note", "x").code == 0
    run("review", "remove", "2")
    assert run("db", "check").code == 0
