"""`stdplan standards import`: lists of adjustments (计划调整表), and extensions in plan lists."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import Answer, ListOf, Run, shown

PLAN = """\
计划号,项目名称,性质,完成年限,主要起草单位,归口单位
2012-0001T-JB,磨床,推荐,2013,丙所,甲标委
2012-0002T-JB,车床,推荐,2013,丙所,甲标委
2012-0003T-JB,铣床,强制,,丙所,甲标委
"""
GRINDER, LATHE, MILL = (f"2012-000{n}T-JB" for n in (1, 2, 3))


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on three projects of 1 March 2012."""
    assert run("standards", "import", "-", "--on", "2012-03-01", stdin=PLAN).code == 0
    return run


@pytest.fixture
def adjust(run: Run, a_list: ListOf) -> Any:
    """Return a function that imports a list on 1 April 2013."""

    def importing(*lines: str) -> Answer:
        return run("standards", "import", a_list(*lines), "--on", "2013-04-01")

    return importing


def counts(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return answer.rows[1][1:]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "计划号,项目名称,调整类型,原完成年限,延期至,调整原因",
            f"{GRINDER},磨床,延期,2013,2014-06,试验",
        ),
        ("计划号,项目名称,延期至,延期原因", f"{GRINDER},磨床,2014年6月,试验"),
        (
            "序号,计划编号,项目名称,原完成时间,调整后完成时间,变更原因",
            f"1,{GRINDER},磨床,2013年,2014.6,试验",
        ),
        ("计划号,调整内容,原因", f"{GRINDER},完成时间由2013年延期至2014年6月,试验"),
        ("项目计划号,变更事项,现完成年限,理由", f"{GRINDER},同意延期,2014/6,试验"),
        (
            "计划号,项目名称,变更内容,变更前,变更后,变更原因",
            f"{GRINDER},磨床,完成时间变更,2013,2014-06,试验",
        ),
        ("计划号,调整事项,调整前,调整后,原因", f"{GRINDER},完成时间,2013,2014-06,试验"),
        ("计划号,申请事项,是否同意,原因", f"{GRINDER},延期至2014年6月,同意,试验"),
    ],
)
def test_an_extension(adjust: Any, run: Run, lines: tuple[str, ...]) -> None:
    assert counts(adjust(*lines)) == ["1", "0", "1", "0", "0"]
    record = shown(run, GRINDER)
    assert (record["target_date"], record["first_target_date"]) == ("2014-06", "2013")
    assert record["extensions"] == [
        {"date": "2013-04-01", "target": "2014-06", "note": "试验", "document": None}
    ]
    assert record["extra"] == {}
    assert counts(adjust(*lines)) == ["1", "0", "0", "1", "0"]


def test_each_kind_of_adjustment(adjust: Any, run: Run) -> None:
    answer = adjust(
        "计划号,项目名称,调整类型,现项目名称,现起草单位,现归口单位,调整原因,批复文号,批准日期",
        f"{GRINDER},磨床,更名,外圆磨床,,,范围缩小,工信厅科〔2013〕9号,2013-03-20",
        f"{LATHE},车床,变更单位,,甲厂、乙院,乙标委,,,",
        f"{MILL},铣床,终止,,,,无必要,,2013-02-01",
    )
    assert counts(answer) == ["3", "0", "3", "0", "0"]
    assert f"1 project was renamed: {GRINDER}: 磨床 → 外圆磨床" in answer.err
    grinder, lathe, mill = (shown(run, key) for key in (GRINDER, LATHE, MILL))
    assert grinder["title"] == "外圆磨床"
    assert grinder["note"] == "原项目名称: 磨床; 调整原因: 范围缩小; 调整文号: 工信厅科〔2013〕9号"
    assert (lathe["drafting_orgs"], lathe["committee"]) == (["甲厂", "乙院"], "乙标委")
    assert lathe["note"] == "原起草单位: 丙所; 原归口单位: 甲标委"
    assert (mill["status"], mill["terminated"]) == ("terminated", "2013-02-01")
    changes = run("history", "show", "3", "--no-header").rows
    assert [GRINDER, "title", "磨床", "外圆磨床"] in changes


def test_suspended_and_resumed(adjust: Any, run: Run) -> None:
    lines = ("计划号,调整类型,调整日期,调整原因", f"{GRINDER},冻结,2013-01-10,经费未落实")
    assert counts(adjust(*lines)) == ["1", "0", "1", "0", "0"]
    assert shown(run, GRINDER)["status"] == "suspended"
    assert counts(adjust(*lines)) == ["1", "0", "0", "1", "0"]
    assert counts(adjust("计划号,调整类型,调整日期", f"{GRINDER},恢复,2013-03-10")) == [
        "1", "0", "1", "0", "0",
    ]  # fmt: skip
    assert shown(run, GRINDER)["suspensions"] == [
        {"since": "2013-01-10", "until": "2013-03-10", "note": "经费未落实", "document": None}
    ]


def test_several_adjustments_of_one_project(adjust: Any, run: Run) -> None:
    answer = adjust(
        "计划号,调整内容",
        f"{GRINDER},名称变更为《外圆磨床》；完成时间延期至2014年12月；起草单位由丙所变更为甲厂",
    )
    assert counts(answer) == ["1", "0", "1", "0", "0"]
    record = shown(run, GRINDER)
    assert (record["title"], record["target_date"]) == ("外圆磨床", "2014-12")
    assert record["drafting_orgs"] == ["甲厂"]


def test_the_value_before_and_after(adjust: Any, run: Run) -> None:
    answer = adjust(
        "计划号,变更事项,变更前,变更后",
        f"{GRINDER},项目名称变更,磨床,外圆磨床",
        f"{LATHE},归口单位变更,甲标委,乙标委",
        f"{MILL},起草单位变更,丙所,甲厂、乙院",
    )
    assert counts(answer) == ["3", "0", "3", "0", "0"]
    assert shown(run, GRINDER)["title"] == "外圆磨床"
    assert shown(run, LATHE)["committee"] == "乙标委"
    assert shown(run, MILL)["drafting_orgs"] == ["甲厂", "乙院"]


def test_the_first_target_comes_from_the_list_if_none_is_known(adjust: Any, run: Run) -> None:
    adjust("计划号,原完成年限,延期至", f"{MILL},2013-12,2014")
    record = shown(run, MILL)
    assert (record["target_date"], record["first_target_date"]) == ("2014", "2013-12")


@pytest.mark.parametrize(
    "lines",
    [
        ("计划号,调整类型,延期至", f"{GRINDER},申请延期,2014"),
        ("计划号,项目名称,原完成年限,申请延期至", f"{GRINDER},磨床,2013,2014"),
        ("计划号,调整类型,延期至,是否同意", f"{GRINDER},延期,2014,不同意"),
        ("计划号,项目名称,申请事项,申请理由", f"{GRINDER},磨床,延期至2014年,试验"),
    ],
)
def test_a_request_changes_nothing(adjust: Any, run: Run, lines: tuple[str, ...]) -> None:
    before = shown(run, GRINDER)
    answer = adjust(*lines)
    assert counts(answer) == ["1", "0", "0", "1", "0"]
    assert f"1 request changes nothing: {GRINDER}" in answer.err
    assert shown(run, GRINDER) == before


@pytest.mark.parametrize(
    ("header", "row", "fault"),
    [
        (
            "计划号,调整类型,延期至",
            "2012-0009T-JB,延期,2014",
            '计划号: "2012-0009T-JB" is not in the catalogue',
        ),
        ("项目名称,调整类型,延期至", "无床,延期,2014", '项目名称: "无床" is not in the catalogue'),
        (
            "计划号,调整类型,延期至",
            f"{GRINDER},延期,",
            '调整类型: "延期" lacks the new value: 延期至',
        ),
        ("计划号,调整类型,延期至", f"{GRINDER},延期,明年", '延期至: "明年" names no year'),
        ("计划号,调整类型,现项目名称", f"{GRINDER},更名,", "lacks the new value: 现项目名称"),
        (
            "计划号,调整内容",
            f"{GRINDER},另行处理",
            '调整内容: "另行处理" names no known adjustment',
        ),
        ("计划号,调整内容", f"{GRINDER},不同意终止", "names no known adjustment"),
        (
            "计划号,调整内容,延期至",
            f"{GRINDER},终止,2014",
            "names adjustments that contradict each other",
        ),
        ("计划号,调整内容,延期至", f"{GRINDER},延期至2015年,2014", "contradicts the words"),
        ("计划号,调整类型,延期至", f"{GRINDER},,", "the row names no adjustment"),
        ("计划号,调整类型,变更后", f"{GRINDER},变更单位,甲厂", "is no value of the adjustment"),
        ("计划号,调整事项", f"{GRINDER},项目名称", "lacks the new value: 现项目名称"),
        ("计划号,调整类型,变更后", f"{GRINDER},终止,甲厂", "belongs to no adjustment of the row"),
        (
            "计划号,调整类型,延期至",
            f"{GRINDER},延期,2012",
            "is before its present target date, 2013",
        ),
        ("计划号,调整类型", f"{GRINDER},恢复", "it is not suspended on 2013-04-01"),
        ("计划号,调整类型,调整日期", f"{GRINDER},暂停,2011-01-01", "its first date is 2012-03-01"),
    ],
)
def test_what_cannot_be_read_or_is_impossible_is_refused(
    adjust: Any, run: Run, header: str, row: str, fault: str
) -> None:
    before = shown(run, GRINDER)
    answer = adjust(header, row)
    assert answer.code == 65
    assert ":2: " in answer.err and fault in answer.err, answer.err
    assert shown(run, GRINDER) == before


def test_a_column_of_kinds_next_to_the_progress(adjust: Any, run: Run) -> None:
    answer = adjust("计划号,进展情况,调整类型", f"{GRINDER},起草,终止")
    assert counts(answer) == ["1", "0", "1", "0", "0"]
    record = shown(run, GRINDER)
    assert (record["status"], record["note"]) == ("terminated", "调整原因: 进展情况: 起草")


def test_remarks_on_changes_are_no_list_of_adjustments(adjust: Any, run: Run) -> None:
    answer = adjust("计划号,进展情况,变更情况", f"{GRINDER},起草,", f"{LATHE},起草,已报备")
    assert counts(answer) == ["2", "0", "2", "0", "0"]
    assert shown(run, LATHE)["extra"] == {"变更情况": "已报备"}


def test_good_rows_with_skip_bad(run: Run, a_list: ListOf, tmp_path: Any) -> None:
    path = a_list("计划号,调整类型", f"{GRINDER},终止", "2012-0009T-JB,终止")
    rejects = tmp_path / "rejects.csv"
    words = ("standards", "import", path, "--on", "2013-04-01", "--skip-bad", str(rejects))
    assert counts(run(*words)) == ["2", "0", "1", "0", "1"]
    assert "2012-0009T-JB" in rejects.read_text("utf-8-sig")
    assert shown(run, GRINDER)["status"] == "terminated"


def test_dry_run(run: Run, a_list: ListOf) -> None:
    path = a_list("计划号,调整类型,延期至", f"{GRINDER},延期,2014")
    answer = run("standards", "import", path, "--on", "2013-04-01", "--dry-run", "--json")
    [result] = json.loads(answer.out)
    assert result["changes"] == [
        {"key": GRINDER, "field": "extended", "old": None, "new": "2013-04-01 2014"}
    ]
    assert shown(run, GRINDER)["extensions"] == []


def test_a_plan_and_its_adjustments_in_one_command(run: Run, a_list: ListOf, tmp_path: Any) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("计划号,项目名称\n2012-0008T-JB,镗床\n", "utf-8")
    adjusted = a_list("计划号,调整类型,延期至", "2012-0008T-JB,延期,2015")
    answer = run("standards", "import", str(plan), adjusted, "--on", "2013-04-01")
    assert answer.code == 0, answer.err
    assert shown(run, "2012-0008T-JB")["target_date"] == "2015"


PROGRESS = "计划号,项目名称,性质,完成年限,进展情况,延期至,延期原因"


def test_extensions_and_suspensions_in_a_list_of_progress(adjust: Any, run: Run) -> None:
    lines = (
        PROGRESS,
        f"{GRINDER},磨床,推荐,2013,起草,2014年6月,试验",
        f"{LATHE},车床,推荐,2013,暂停,,",
        f"{MILL},铣床,强制,2013,起草中，申请延期至2014年12月,,".replace("，", "；"),
    )
    answer = adjust(*lines)
    assert counts(answer) == ["3", "0", "3", "0", "0"]
    grinder, lathe, mill = (shown(run, key) for key in (GRINDER, LATHE, MILL))
    assert (grinder["stage"], grinder["target_date"], grinder["extensions"][0]["note"]) == (
        "20", "2014-06", "试验",
    )  # fmt: skip
    assert (lathe["status"], mill["stage"], mill["extensions"]) == ("suspended", "20", [])
    assert f"1 request changes nothing: {MILL}" in answer.err
    assert counts(adjust(*lines)) == ["3", "0", "0", "3", "0"]


def test_no_list_reverts_an_extension(adjust: Any, run: Run) -> None:
    adjust("计划号,调整类型,延期至", f"{GRINDER},延期,2014")
    for listed in (PLAN, run("standards", "list", "-f", "csv").out):
        again = run("standards", "import", "-", "--on", "2013-05-01", stdin=listed)
        assert counts(again) == ["3", "0", "0", "3", "0"], again.err
        assert shown(run, GRINDER)["target_date"] == "2014"
    other = PLAN.replace("推荐,2013", "推荐,2016", 1)
    answer = run("standards", "import", "-", "--on", "2013-05-01", stdin=other)
    assert answer.code == 65
    assert '2: 完成年限: "2016" is neither its first target date nor one' in answer.err
    before = PLAN.replace("推荐,2013", "推荐,2012", 1).replace("归口单位", "延期至", 1)
    assert run("standards", "import", "-", stdin=before).code == 65


def test_a_published_standard_is_no_project(adjust: Any, run: Run) -> None:
    run("standards", "stage", GRINDER, "60", "--number", "JB/T 1-2013", "--on", "2013-03-01")
    answer = adjust(PROGRESS, f"{GRINDER},磨床,推荐,2013,,2014年6月,试验")
    assert answer.code == 0
    assert "because the record is no project on that day: 2012-0001T-JB" in answer.err


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"{LATHE},车床,推荐,2013,起草中,2012-12,", "is before its present target date, 2013"),
        (f"{LATHE},车床,推荐,2014,起草中,2013-12,", "is before its present target date, 2014"),
        ("2012-0008T-JB,新床,推荐,2014,,2013-12,", "is before its present target date, 2014"),
        ("2012-0008T-JB,新床,推荐,,,2012-12,", "is before the day of the extension, 2013-04-01"),
        (f"{GRINDER},磨床,推荐,2015,起草中,,", "is neither its first target date nor one"),
    ],
)
def test_an_impossible_extension_is_a_fault_of_its_row(
    adjust: Any, run: Run, a_list: ListOf, tmp_path: Path, row: str, fault: str
) -> None:
    """So --skip-bad leaves it out, and the corrected row can be imported."""
    adjust("计划号,调整类型,延期至", f"{GRINDER},延期,2014")
    listed = a_list(PROGRESS, f"{MILL},铣床,强制,2013,起草中,2014-12,试验", row)
    command = ("standards", "import", listed, "--on", "2013-04-01")
    answer = run(*command)
    column = "完成年限" if GRINDER in row else "延期至"
    assert answer.code == 65
    assert f":3: {column}: " in answer.err and fault in answer.err, answer.err
    assert shown(run, MILL)["target_date"] is None
    rejects = tmp_path / "rejects.csv"
    answer = run(*command, "--skip-bad", str(rejects))
    assert counts(answer) == ["2", "0", "1", "0", "1"]
    assert shown(run, MILL)["target_date"] == "2014-12"
    mended = rejects.read_text("utf-8-sig")
    assert fault in mended
    for wrong in ("2012-12", "2013-12", "2015"):
        mended = mended.replace(f",{wrong},", ",2014-12," if "-" in wrong else ",2014,")
    rejects.write_text(mended, "utf-8")
    again = run("standards", "import", str(rejects), "--on", "2013-04-01")
    assert again.code == 0, again.err


def test_impossible_words_of_progress_are_faults_of_their_rows(
    run: Run, a_list: ListOf, tmp_path: Path
) -> None:
    run("standards", "suspend", MILL, "--on", "2013-06-01")
    listed = a_list(
        "计划号,项目名称,进展情况",
        f"{GRINDER},磨床,暂停",
        f"{LATHE},车床,延期至2013年6月",
        f"{MILL},铣床,暂停",
    )
    command = ("standards", "import", listed, "--on", "2013-05-01")
    answer = run(*command, "--skip-bad", str(tmp_path / "rejects.csv"))
    assert counts(answer) == ["3", "0", "1", "0", "2"]
    rejects = (tmp_path / "rejects.csv").read_text("utf-8-sig")
    assert "is before its present target date, 2013" in rejects
    assert "it is suspended from 2013-06-01 on" in rejects
    assert shown(run, GRINDER, "--as-of", "2013-05-01")["status"] == "suspended"
