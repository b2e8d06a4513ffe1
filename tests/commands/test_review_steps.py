"""Reviews in two steps: a committee proposes, the department decides. Only a decision counts."""

import json
from itertools import permutations

import pytest

from helpers import ListOf, Run, shown

STANDARDS = """\
标准编号,标准名称,实施日期,归口单位
JB/T 1-2001,甲,2001-10-01,SAC/TC 1
JB/T 2-2001,乙,2001-10-01,SAC/TC 1
JB/T 3-2001,丙,2001-10-01,ＳＡＣ／ＴＣ 1
JB/T 4-2001,丁,2001-10-01,
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with four standards that are due."""
    assert run("standards", "import", "-", stdin=STANDARDS).code == 0
    return run


def record(run: Run, words: str) -> None:
    answer = run("review", "record", *words.split())
    assert answer.code == 0, answer.err


def due(run: Run, day: str) -> list[str]:
    """Return the numbers that are due on a day."""
    return run(
        "review", "due", "--as-of", day, "--fields", "number", "--no-header"
    ).out.splitlines()


def reviews(run: Run, *words: str, fields: str = "number,date,outcome,step") -> list[list[str]]:
    listed = run("review", "list", *words, "--fields", fields, "--no-header")
    assert listed.code == 0, listed.err
    return listed.rows


PROPOSED = "JB/T1-2001 --outcome confirm --proposed --on 2011-06-01"
DECIDED = "JB/T1-2001 --outcome withdraw --ends 2012-07-01 --on 2011-12-15"
LATER = "JB/T1-2001 --outcome revise --proposed --on 2012-03-01"
# On each day: status, age, whether it is due, how many reviews of the year are done.
DAYS = {
    "2011-05-31": ("in-force", "9", True, 0),
    "2011-06-01": ("in-force", "9", True, 0),
    "2011-12-14": ("in-force", "10", True, 0),
    "2011-12-15": ("in-force", "10", False, 1),
    "2012-06-30": ("in-force", "10", False, 0),
    "2012-07-01": ("withdrawn", "", False, 0),
}


@pytest.mark.parametrize("order", [*permutations([PROPOSED, DECIDED, LATER])])
def test_only_a_decision_counts_in_any_order_of_entry(run: Run, order: tuple[str, ...]) -> None:
    for words in order:
        record(run, words)
    for day, (status, age, is_due, done) in DAYS.items():
        fields = ("--fields", "status,age", "--no-header")
        answer = run("standards", "show", "JB/T 1-2001", "--as-of", day, *fields)
        assert answer.rows == [[status, age]], day
        assert ("JB/T 1-2001" in due(run, day)) == is_due, day
        words = ("--by", "all", "--as-of", day, "--fields", "done,decided", "--no-header")
        assert run("report", "review", *words).rows == [[str(done)] * 2], day
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66
    assert run("db", "check").out == ""


@pytest.mark.parametrize(
    "outcome",
    ["confirm", "revise", "withdraw --ends 2011-07-01", "merge --into JB/T2-2001", "amend"],
)
def test_a_proposal_has_no_consequence(run: Run, outcome: str) -> None:
    before = run("standards", "list", "--json").out, due(run, "2011-12-31")
    record(run, f"JB/T1-2001 --outcome {outcome} --proposed --on 2011-06-30")
    for words in ("edit 1 --on 2011-06-29", "remove 1"):
        assert (run("standards", "list", "--json").out, due(run, "2011-12-31")) == before
        assert run("review", *words.split()).code == 0
    assert (run("standards", "list", "--json").out, due(run, "2011-12-31")) == before


def test_a_review_under_way_ends_with_the_decision(run: Run) -> None:
    run("standards", "stage", "JB/T 1-2001", "90", "--on", "2011-03-01")
    record(run, PROPOSED)
    record(run, DECIDED)
    stages = {
        day: run(
            "standards", "show", "JB/T1-2001", "--as-of", day, "--fields", "stage", "--no-header"
        ).rows
        for day in ("2011-03-01", "2011-12-14", "2011-12-15")
    }
    assert stages == {"2011-03-01": [["90"]], "2011-12-14": [["90"]], "2011-12-15": [["60"]]}
    moves = run("report", "moves", "--since", "2011-04-01", "--until", "2011-12-31", "--json")
    assert [(row["event"], row["date"]) for row in json.loads(moves.out)] == [
        ("reviewed", "2011-12-15")
    ]


def test_a_standard_has_one_review_a_day_and_step(run: Run) -> None:
    record(run, PROPOSED)
    record(run, "JB/T1-2001 --outcome revise --on 2011-06-01")
    again = run("review", "record", *PROPOSED.split())
    assert "1 was already recorded" in again.err
    other = run("review", "record", *PROPOSED.replace("confirm", "revise").split())
    assert other.code == 73
    assert "already has a proposal on 2011-06-01 (id 1)" in other.err
    assert run("db", "check").out == ""


# Decide.


def test_proposals_become_decisions(run: Run) -> None:
    record(run, "JB/T1-2001 --outcome confirm --proposed --on 2011-06-01 --note 适用")
    record(run, "JB/T2-2001 --outcome merge --into JB/T1-2001 --proposed --on 2011-06-01")
    record(run, "JB/T3-2001 --outcome confirm --proposed --on 2011-05-01")
    record(run, "JB/T3-2001 --outcome revise --proposed --on 2011-06-01")
    numbers = run("review", "list", "--proposed", "--open").out
    words = ("--announcement", "2011年第43号", "--on", "2011-12-15")
    answer = run("review", "decide", "-", *words, stdin=numbers)
    assert answer.err.splitlines()[:3] == [
        "stdplan: decided on 2011-12-15: confirm for 1 standard",
        "stdplan: decided on 2011-12-15: revise for 1 standard",
        "stdplan: decided on 2011-12-15: merge for 1 standard",
    ]
    fields = "number,outcome,into,note,document"
    assert reviews(run, "--decided", fields=fields) == [
        ["JB/T 1-2001", "confirm", "", "适用", "2011年第43号"],
        ["JB/T 2-2001", "merge", "JB/T 1-2001", "", "2011年第43号"],
        ["JB/T 3-2001", "revise", "", "", "2011年第43号"],
    ]
    assert len(reviews(run, "--proposed")) == 4
    assert reviews(run, "--proposed", "--open") == []
    assert len(reviews(run, "--proposed", "--open", "--as-of", "2011-12-14")) == 4
    assert due(run, "2011-12-31") == ["JB/T 4-2001"]
    assert shown(run, "rev:JB/T 3-2001")["status"] == "planned"
    run("undo")
    assert len(reviews(run, "--proposed", "--open")) == 4
    assert run("standards", "show", "rev:JB/T 3-2001").code == 66


def test_all_are_decided_or_none(run: Run) -> None:
    record(run, PROPOSED)
    answer = run("review", "decide", "JB/T1-2001", "JB/T2-2001", "JB/T3-2001")
    assert answer.code == 66
    assert "2 standards have no open proposal" in answer.err
    assert "JB/T 2-2001, JB/T 3-2001" in answer.err
    assert reviews(run, "--decided") == []


@pytest.mark.parametrize(
    ("others", "on", "code"),
    [
        ((), "2011-05-31", 66),  # before the proposal
        ((), "2011-06-01", 0),
        (("confirm --on 2011-05-31",), "2011-12-15", 0),
        (("confirm --on 2011-06-01",), "2011-12-15", 66),  # it has a decision
        (("revise --on 2012-01-01",), "2011-12-15", 0),  # a later one is not seen
        (("revise --on 2012-01-01",), "2012-01-01", 66),
        (("confirm --proposed --on 2012-02-01",), "2012-01-01", 0),
    ],
)
def test_an_open_proposal_has_no_decision_since(
    run: Run, others: tuple[str, ...], on: str, code: int
) -> None:
    record(run, PROPOSED)
    for words in others:
        record(run, f"JB/T1-2001 --outcome {words}")
    answer = run("review", "decide", "JB/T1-2001", "--on", on)
    assert answer.code == code, answer.err


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("归口单位复审意见,修订计划号", "修订,2011-0123T-JB"),
        ("归口单位复审意见,备注", "修订（计划号 2011-0123T-JB）,另见附件"),
        ("归口单位复审意见,计划编号,理由", "修订,2011-0123T-JB,指标落后"),
    ],
)
@pytest.mark.parametrize("under_way", [True, False])
def test_the_decision_joins_the_project_that_the_proposal_names(
    run: Run, a_list: ListOf, header: str, cells: str, under_way: bool
) -> None:
    if under_way:
        assert run("standards", "add", "2011-0123T-JB", "--on", "2010-11-01").code == 0
    imported(run, a_list, f"标准编号,{header}", f"JB/T 1-2001,{cells}")
    decided = run("review", "decide", "JB/T 1-2001", "--on", "2011-12-15")
    assert decided.code == 0, decided.err
    columns = ("--as-of", "2011-12-31", "--status", "planned", "--fields", "key,replaces")
    projects = run("standards", "list", *columns, "--no-header").rows
    assert projects == [["2011-0123T-JB" if under_way else "rev:JB/T 1-2001", "JB/T 1-2001"]]


def test_a_proposed_merger_may_leave_open_what_it_goes_into(run: Run, a_list: ListOf) -> None:
    imported(run, a_list, "标准编号,归口单位复审意见", "JB/T 1-2001,整合修订")
    assert reviews(run, fields="outcome,into,step") == [["merge", "", "proposed"]]
    refused = run("review", "decide", "JB/T 1-2001", "--on", "2011-12-15")
    assert refused.code == 2
    assert "JB/T 1-2001 does not say into which standard it is merged" in refused.err
    assert run("review", "edit", "1", "--into", "车床参数").code == 0
    assert run("review", "decide", "JB/T 1-2001", "--on", "2011-12-15").code == 0
    assert reviews(run, "--decided", fields="outcome,into") == [["merge", "车床参数"]]


def test_an_end_before_the_decision_is_refused(run: Run) -> None:
    record(run, "JB/T1-2001 --outcome withdraw --ends 2011-09-01 --proposed --on 2011-06-01")
    late = run("review", "decide", "JB/T1-2001", "--on", "2011-12-15")
    assert late.code == 2
    assert "JB/T 1-2001 is proposed to end on 2011-09-01, before the decision" in late.err
    assert run("review", "decide", "JB/T1-2001", "--on", "2011-08-01").code == 0
    assert shown(run, "JB/T 1-2001")["withdrawn"] == "2011-09-01"


def test_edit_keeps_the_step(run: Run) -> None:
    record(run, PROPOSED)
    words = ("--outcome", "revise", "--target", "2013", "--announcement", "1号")
    assert run("review", "edit", "1", *words).code == 0
    assert reviews(run, fields="outcome,step,document") == [["revise", "proposed", "1号"]]
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66
    run("review", "decide", "JB/T1-2001", "--on", "2011-12-15")
    assert shown(run, "rev:JB/T 1-2001")["target_date"] == "2013"
    assert run("review", "edit", "1", "--clear", "announcement").code == 0
    assert reviews(run, "--proposed", fields="document") == [[""]]


# Lists.


def imported(run: Run, a_list: ListOf, header: str, *rows: str, more: str = "") -> list[str]:
    """Import a list of results of 2011-06-30; return its counts and what stderr says."""
    path = a_list(header, *rows)
    answer = run("review", "import", path, "--on", "2011-06-30", *more.split())
    assert answer.code == 0, answer.err
    err = answer.err.replace(f"stdplan: {path}: ", "").strip()
    return [" ".join(answer.rows[1][1:]), *err.splitlines()]


def test_a_list_with_both_columns(run: Run, a_list: ListOf) -> None:
    header = "标准编号,归口单位复审意见,复审结论"
    rows = ("JB/T 1-2001,修订,继续有效", "JB/T 2-2001,废止,", "JB/T 3-2001,,修订", "JB/T 4-2001,,")
    assert imported(run, a_list, header, *rows) == [
        "4 3 0 1 0",
        "1 row has no answer, and nothing was recorded for it: JB/T 4-2001",
    ]
    assert reviews(run, fields="number,outcome,step") == [
        ["JB/T 1-2001", "confirm", "decided"],
        ["JB/T 1-2001", "revise", "proposed"],
        ["JB/T 2-2001", "withdraw", "proposed"],
        ["JB/T 3-2001", "revise", "decided"],
    ]
    assert imported(run, a_list, header, *rows)[0] == "4 0 0 4 0"


def test_only_proposals_are_recorded_as_such(run: Run, a_list: ListOf) -> None:
    note = (
        'recorded as proposals, because the outcomes are in the column "标委会意见"; if they are'
        ' decisions, use --map "标委会意见=outcome"'
    )
    row = "JB/T 1-2001,继续有效"
    assert imported(run, a_list, "标准编号,标委会意见", row) == ["1 1 0 0 0", note]
    assert reviews(run, fields="step") == [["proposed"]]
    mapped = imported(run, a_list, "标准编号,标委会意见", row, more="--map 标委会意见=outcome")
    assert mapped == ["1 1 0 0 0"]
    assert reviews(run, fields="step") == [["proposed"], ["decided"]]


def test_the_option_makes_proposals_of_all_outcomes(run: Run, a_list: ListOf) -> None:
    counts = imported(run, a_list, "标准编号,复审结论", "JB/T 1-2001,修订", more="--proposed")
    assert counts == ["1 1 0 0 0"]
    assert reviews(run, fields="step") == [["proposed"]]
    both = a_list("标准编号,复审意见,复审结论", "JB/T 1-2001,修订,修订")
    answer = run("review", "import", both, "--on", "2011", "--proposed")
    assert answer.code == 2
    assert "the list has proposals (复审意见) and decisions (复审结论)" in answer.err
    opinions = a_list("标准编号,复审意见", "JB/T 1-2001,")
    answer = run("review", "import", opinions, "--on", "2011", "--set", "outcome=修订")
    assert answer.code == 2


@pytest.mark.parametrize("word", ["暂缓", "未复审", "待定", "", "—"])
def test_what_puts_the_review_off_is_counted(run: Run, a_list: ListOf, word: str) -> None:
    counts, note = imported(run, a_list, "标准编号,复审结论", f"JB/T 1-2001,{word}")
    assert counts == "1 0 0 1 0"
    assert note.startswith("1 row has no answer, and nothing was recorded for it: JB/T 1-2001")
    assert reviews(run) == []


UNCLEAR = ["修改", "同意", "修订/废止", "不建议废止"]


@pytest.mark.parametrize("word", UNCLEAR)
def test_unclear_decisions_are_faults(run: Run, a_list: ListOf, word: str) -> None:
    path = a_list("标准编号,复审结论", f"JB/T 1-2001,{word}")
    answer = run("review", "import", path, "--on", "2011")
    assert answer.code == 65
    assert f'{path}:2: 复审结论: "{word}" is not valid' in answer.err
    assert reviews(run) == []


@pytest.mark.parametrize("word", UNCLEAR)
def test_unclear_proposals_are_named(run: Run, a_list: ListOf, word: str) -> None:
    """The committee has to be asked; its other answers are recorded."""
    rows = [f"JB/T 1-2001,{word},,2013", "JB/T 2-2001,继续有效,,", "JB/T 3-2001,,JB/T 1-2001,"]
    counts, *notes = imported(run, a_list, "标准编号,归口单位复审意见,整合到,完成年限", *rows)
    assert counts == "3 1 0 2 0"
    asked = "1 proposal means no outcome for certain, and nothing was recorded for it; ask the"
    assert f"{asked} committee: JB/T 1-2001 {word}" in notes
    no_answer = "1 row has no answer, and nothing was recorded for it"
    assert f"{no_answer}: JB/T 3-2001 整合到: JB/T 1-2001" in notes
    assert [row[0] for row in reviews(run)] == ["JB/T 2-2001"]


def test_a_row_with_a_fault_has_no_review_at_all(run: Run, a_list: ListOf) -> None:
    header = "标准编号,复审意见,复审结论"
    path = a_list(header, "JB/T 1-2001,修订,继续有效", "JB/T 1-2001,废止,继续有效")
    answer = run("review", "import", path, "--on", "2011")
    assert answer.code == 65
    assert f'{path}:2: 复审意见: "修订" contradicts {path}:3' in answer.err
    rejects = path.replace(".csv", "-bad.csv")
    assert run("review", "import", path, "--on", "2011", "--skip-bad", rejects).code == 0
    assert reviews(run) == []


@pytest.mark.parametrize("form", ["-f csv", "-f csv --labels zh", "-f csv --labels en", "--json"])
def test_the_list_of_reviews_is_imported_back(run: Run, a_list: ListOf, form: str) -> None:
    for words in (
        "JB/T1-2001 --outcome confirm --proposed --on 2011-06-01 --note 适用",
        "JB/T1-2001 --outcome confirm --on 2011-06-01 --announcement 43号",
        "JB/T2-2001 --outcome convert --into-nature recommended --into-family national",
        "JB/T3-2001 --outcome merge --into 车床参数 --proposed",
        "JB/T4-2001 --outcome amend",
    ):
        record(run, words)
    listed = run("review", "list", *form.split()).out
    ids = run("review", "list", "--fields", "id", "--no-header").out
    assert run("review", "remove", "-", stdin=ids).code == 0
    answer = run("review", "import", "-", stdin=listed)
    assert (answer.code, answer.rows[1][1:]) == (0, ["5", "5", "0", "0", "0"]), answer.err
    again = run("review", "list", *form.split()).out
    names = ("number", "date", "outcome", "into", "note", "step", "document", "into_family")
    if form == "--json":
        one, other = (
            [[row[name] for name in names] for row in json.loads(text)] for text in (listed, again)
        )
        assert sorted(one, key=str) == sorted(other, key=str)
    assert len(again.splitlines()) == len(listed.splitlines())


# Figures.


def test_who_has_answered(run: Run) -> None:
    record(run, "JB/T1-2001 --outcome confirm --proposed --on 2011-06-01")
    record(run, "JB/T1-2001 --outcome confirm --on 2011-12-01")
    record(run, "JB/T2-2001 --outcome revise --proposed --on 2011-06-01")
    record(run, "JB/T3-2001 --outcome revise --proposed --on 2010-06-01")
    fields = "committee,campaign,decided,proposed,unanswered,reviews"
    words = ("--year", "2011", "--by", "committee", "--fields", fields, "--no-header")
    assert run("report", "review", *words).rows == [
        ["SAC/TC 1", "3", "1", "1", "1", "1"],
        ["", "1", "0", "0", "1", "0"],
    ]
    fields = "done,decided,proposed,unanswered"
    words = ("--by", "all", "--fields", fields, "--no-header")
    for day, counts in (
        ("2011-05-31", ["0", "0", "0", "4"]),
        ("2011-06-01", ["0", "0", "2", "2"]),
        ("2011-12-31", ["1", "1", "1", "2"]),
        ("2010-12-31", ["0", "0", "1", "3"]),
    ):
        assert run("report", "review", "--as-of", day, *words).rows == [counts], day


def test_a_digest_has_decisions_only(run: Run) -> None:
    record(run, PROPOSED)
    record(run, DECIDED)
    words = ("report", "digest", "--since", "2011-01-01", "--until", "2011-12-31", "--json")
    [digest] = json.loads(run(*words).out)
    assert [review["date"] for review in digest["reviewed"]] == ["2011-12-15"]


def test_a_list_of_confirmations_leaves_proposals_alone(run: Run) -> None:
    record(run, "JB/T1-2001 --outcome withdraw --proposed --on 2011-06-01")
    listed = "标准编号,确认日期\nJB/T 1-2001,2011-06-01\n"
    answer = run("standards", "import", "-", "--map", "确认日期=confirmed", stdin=listed)
    assert answer.code == 0, answer.err
    assert reviews(run, fields="outcome,step") == [["withdraw", "proposed"], ["confirm", "decided"]]
    assert shown(run, "JB/T 1-2001")["confirmed"] == "2011-06-01"


def test_the_steps_in_all_about_a_standard(run: Run) -> None:
    record(run, PROPOSED)
    run("review", "decide", "JB/T1-2001", "--on", "2011-12-15", "--announcement", "43号")
    steps = [
        (review["step"], review["document"]) for review in shown(run, "JB/T 1-2001")["reviews"]
    ]
    assert steps == [("proposed", None), ("decided", "43号")]


def test_proposed_and_decided_exclude_each_other(run: Run) -> None:
    assert run("review", "list", "--proposed", "--decided").code == 2


def steps(run: Run, *words: str) -> list[list[str]]:
    return reviews(run, *words, fields="number,step")


PROPOSED_1, DECIDED_1 = [["JB/T 1-2001", "proposed"]], [["JB/T 1-2001", "decided"]]


@pytest.mark.parametrize(
    ("title", "header", "listed", "note"),
    [
        ("2011年标准复审意见汇总表", "复审结论", PROPOSED_1, "--set step=decided"),
        ("关于征求标准复审处理意见的函", "复审结论", PROPOSED_1, "--set step=decided"),
        ("SAC/TC 1 归口单位意见", "结论", PROPOSED_1, "--set step=decided"),
        ("2011年标准复审结论汇总表", "复审结论", DECIDED_1, ""),
        ("工业和信息化部公告", "复审结论", DECIDED_1, ""),
        ("附件1", "复审结论", DECIDED_1, ""),
        ("复审结论征求意见汇总表", "复审结论", DECIDED_1, "speaks of proposals, too"),
        ("2011年标准复审意见汇总表", "最终结论", DECIDED_1, ""),
    ],
)
def test_a_title_says_whether_a_list_has_proposals(
    run: Run, a_list: ListOf, title: str, header: str, listed: list[list[str]], note: str
) -> None:
    path = a_list(f"{title},,\n标准编号,标准名称,{header}\nJB/T 1-2001,甲,继续有效\n")
    answer = run("review", "import", path, "--on", "2011-06-01")
    assert answer.code == 0, answer.err
    assert steps(run) == listed
    assert note in answer.err
    assert ("recorded as" in answer.err) == bool(note)


def test_set_step_overrides_the_title(run: Run, a_list: ListOf) -> None:
    path = a_list("标准复审意见汇总表,\n标准编号,复审结论\nJB/T 1-2001,继续有效\n")
    answer = run("review", "import", path, "--on", "2011-06-01", "--set", "step=decided")
    assert answer.code == 0, answer.err
    assert "recorded as" not in answer.err
    assert steps(run) == DECIDED_1


def test_decisions_next_to_proposals_are_named(run: Run, a_list: ListOf) -> None:
    own = a_list("标准编号,复审结论\nJB/T 1-2001,继续有效\n", name="own.csv")
    alone = run("review", "import", own, "--on", "2011-06-01", "--dry-run")
    assert "recorded as" not in alone.err
    other = a_list("标准编号,复审意见\nJB/T 2-2001,废止\n", name="other.csv")
    answer = run("review", "import", own, other, "--on", "2011-06-01")
    assert answer.code == 0, answer.err
    (note,) = (line for line in answer.err.splitlines() if "as decisions, because" in line)
    assert "own.csv" in note
    assert "--proposed makes proposals" in note
    assert steps(run, "--sort", "number") == [*DECIDED_1, ["JB/T 2-2001", "proposed"]]
