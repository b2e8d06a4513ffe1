"""Lists of progress (进展情况表): projects named by their titles, a column for each stage."""

import pytest

from helpers import ListOf, Run

HEADER = "序号,项目名称,征求意见时间,审查时间,报批时间"
PLAN = ("计划号,项目名称", "2026-0001T-JB,离心泵", "2026-0002T-JB,球阀", "2026-0003T-HG,球阀")


@pytest.fixture
def planned(run: Run, a_list: ListOf) -> Run:
    """Return a run with three projects, approved on 1 February; two have the same title."""
    assert run("standards", "import", a_list(*PLAN), "--on", "2026-02-01").code == 0
    return run


def projects(run: Run) -> list[list[str]]:
    """Return key, title and stage of all records."""
    return run("standards", "list", "--fields", "key,title,stage", "--no-header").rows


@pytest.mark.parametrize("title", ["离心泵", "离 心 泵", "《离心泵》"])
def test_a_title_names_the_project(planned: Run, a_list: ListOf, title: str) -> None:
    answer = planned("standards", "import", a_list(HEADER, f"1,{title},2026-05-01,2026年8月,"))
    assert "1 row belongs to the project with its title: 2026-0001T-JB" in answer.err
    assert projects(planned)[0] == ["2026-0001T-JB", "离心泵", "40"]
    assert len(projects(planned)) == 3


def test_the_list_again_changes_nothing(planned: Run, a_list: ListOf) -> None:
    path = a_list(HEADER, "1,离心泵,2026-05-01,,")
    planned("standards", "import", path)
    assert planned("standards", "import", path, "--no-header").rows[0][1:] == [
        "1", "0", "0", "1", "0",
    ]  # fmt: skip


def test_a_title_of_two_projects_is_named(planned: Run, a_list: ListOf) -> None:
    answer = planned("standards", "import", a_list(HEADER, "1,球阀,2026-05-01,,"))
    assert '"球阀" / 2026-0002T-JB, 2026-0003T-HG' in answer.err
    assert [stage for key, _, stage in projects(planned) if key.startswith("2026")] == ["10"] * 3


def test_two_rows_do_not_share_a_project(planned: Run, a_list: ListOf) -> None:
    rows = ("2026-0001T-JB,离心泵,2026-05-01", ",离心泵,2026-06-01")
    answer = planned("standards", "import", a_list("计划号,项目名称,征求意见时间", *rows))
    assert '"离心泵" / 2026-0001T-JB' in answer.err


def test_a_list_of_new_projects_adds_them(planned: Run, a_list: ListOf) -> None:
    answer = planned("standards", "import", a_list("项目名称,性质", "离心泵,推荐"))
    assert "belongs to" not in answer.err
    assert len(projects(planned)) == 4


def test_a_later_approval_is_named(planned: Run, a_list: ListOf) -> None:
    planned("standards", "stage", "2026-0001T-JB", "10", "--on", "2026-11-01")
    row = "1,离心泵,2026-05-01,2026-08-01,"
    answer = planned("standards", "import", a_list(HEADER, row))
    assert "1 project stays in stage 10" in answer.err
    assert "2026-0001T-JB (2026-11-01, 2026-08-01)" in answer.err
    planned("standards", "stage", "2026-0001T-JB", "10", "--on", "2026-02-01")
    assert projects(planned)[0][2] == "40"
    assert "stage 10" not in planned("standards", "import", a_list(HEADER, row)).err


def test_days_that_are_not_in_order_are_stored_and_named(planned: Run, a_list: ListOf) -> None:
    path = a_list(
        HEADER, "1,离心泵,2026-05-01,2026-04-01,2026-06-01", "2,齿轮泵,2026-05-01,2026-05-01,"
    )
    answer = planned("standards", "import", path, "--no-header")
    assert answer.rows[0][1:] == ["2", "1", "1", "0", "0"]
    [note] = [line for line in answer.err.splitlines() if "in order" in line]
    assert note.endswith(
        "1 project has days of stages that are not in order, stored as written (correct one with"
        " `standards stage NUMBER CODE --on DATE`): 离心泵 (征求意见时间 2026-05-01,"
        " 审查时间 2026-04-01)"
    )


@pytest.mark.parametrize("header", ["调整", "项目调整", "调整情况", "变更情况"])
def test_adjustments_stand_next_to_the_stages(planned: Run, a_list: ListOf, header: str) -> None:
    path = a_list(
        f"计划号,征求意见时间,{header}",
        "2026-0001T-JB,2026-05-01,延期至2027年12月",
        "2026-0002T-JB,2026-06-01,终止",
        "2026-0003T-HG,2026-06-01,",
    )
    assert planned("standards", "import", path).code == 0
    fields = "stage,target_date,status"
    assert planned("standards", "list", "--fields", fields, "--no-header").rows == [
        ["30", "2027-12", "planned"],
        ["30", "", "terminated"],
        ["30", "", "planned"],
    ]
