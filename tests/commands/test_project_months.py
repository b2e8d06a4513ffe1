"""项目周期 (project months): the target date is this number of months after the proposal."""

from itertools import permutations
from pathlib import Path

import pytest

from helpers import PROJECT, ListOf, Run, shown

HEADER = "计划号,项目名称,{months}"


@pytest.fixture
def import_on(run: Run, a_list: ListOf, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that imports a list on a day."""

    def importing(day: str, *lines: str) -> str:
        monkeypatch.setenv("STDPLAN_TODAY", day)
        answer = run("standards", "import", a_list(*lines))
        monkeypatch.setenv("STDPLAN_TODAY", "2026-11-22")
        assert answer.code == 0, answer.err
        return answer.err

    return importing


def overdue(run: Run, day: str) -> bool:
    return bool(run("standards", "list", "--overdue", "--as-of", day, "--no-header").out)


@pytest.mark.parametrize("header", ["项目周期", "项目周期(月)", "项目周期（月）", "周期"])
@pytest.mark.parametrize("cell", ["24", "２４", "24个月", "24 月"])
def test_the_months_of_a_plan_list(run: Run, import_on: Run, header: str, cell: str) -> None:
    assert import_on("2011-02-01", f"计划号,项目名称,{header}", f"{PROJECT},磨床,{cell}") == ""
    record = shown(run, PROJECT)
    assert (record["target_date"], record["project_months"]) == ("2013-02-01", 24)
    assert record["extra"] == {}
    assert (overdue(run, "2013-02-01"), overdue(run, "2013-02-02")) == (False, True)


@pytest.mark.parametrize("months", ["", "—", "无"])
def test_the_default_is_the_eighteen_months_of_the_plan(
    run: Run, import_on: Run, months: str
) -> None:
    import_on("2011-02-01", HEADER.format(months="项目周期"), f"{PROJECT},磨床,{months}")
    assert shown(run, PROJECT)["target_date"] is None
    assert (overdue(run, "2012-08-01"), overdue(run, "2012-08-02")) == (False, True)


@pytest.mark.parametrize(
    ("proposed", "months", "target"),
    [
        ("2011-08-31", "18", "2013-02-28"),
        ("2010-08-31", "18", "2012-02-29"),
        ("2011-01-31", "1", "2011-02-28"),
        ("2011-12-31", "12", "2012-12-31"),
        ("2011-03-30", "6", "2011-09-30"),
    ],
)
def test_a_shorter_month_gives_its_last_day(
    run: Run, import_on: Run, proposed: str, months: str, target: str
) -> None:
    import_on(proposed, HEADER.format(months="周期"), f"{PROJECT},磨床,{months}")
    assert shown(run, PROJECT)["target_date"] == target


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_any_order(run: Run, import_on: Run, order: tuple[int, ...]) -> None:
    """A list with the months, one without, and the real day of the proposal entered by hand."""
    stage = ("standards", "stage", PROJECT, "10", "--on", "2011-02-01")
    steps = [
        lambda: import_on("2011-06-01", HEADER.format(months="周期"), f"{PROJECT},磨床,24"),
        lambda: import_on("2011-03-01", "计划号,项目名称,主管部门", f"{PROJECT},磨床,工信部"),
        lambda: run(*stage),
    ]
    if order[0] == 2:  # the project must exist before it gets a stage
        run("standards", "add", PROJECT, "--on", "2011-04-01")
    for step in order:
        steps[step]()
    record = shown(run, PROJECT)
    assert (record["target_date"], record["department"]) == ("2013-02-01", "工信部")


def test_a_given_target_date_is_not_changed(run: Run, import_on: Run) -> None:
    months = (HEADER.format(months="周期"), f"{PROJECT},磨床,24")
    import_on("2011-02-01", *months)
    assert run("standards", "edit", PROJECT, "--target-date", "2012").code == 0
    import_on("2011-03-01", *months)
    assert shown(run, PROJECT)["target_date"] == "2012"
    assert run("standards", "list", "--target-year", "2012", "--fields", "key").rows[1:]
    run("standards", "edit", PROJECT, "--clear", "target-date")
    assert run("standards", "list", "--target-year", "2013", "--fields", "key").rows[1:]


@pytest.mark.parametrize("cell", ["两年", "24.5", "0", "-3", "24-36", "1000"])
def test_an_invalid_number_of_months_is_a_fault(run: Run, a_list: ListOf, cell: str) -> None:
    path = a_list("计划号,项目名称,项目周期(月)", f"{PROJECT},磨床,{cell}")
    answer = run("standards", "import", path)
    assert answer.code == 65
    message = f'list.csv:2: 项目周期(月): "{cell}" is not a whole number of months'
    assert message in answer.err


def test_for_a_whole_list(run: Run, a_list: ListOf) -> None:
    path = a_list("计划号,项目名称", f"{PROJECT},磨床")
    assert run("standards", "import", path, "--set", "project_months=12").code == 0
    assert shown(run, PROJECT)["target_date"] == "2027-11-22"
    assert run("standards", "import", path, "--set", "project_months=soon").code == 2


def test_the_output_can_be_imported_again(run: Run, import_on: Run, tmp_path: Path) -> None:
    import_on("2011-02-01", HEADER.format(months="周期"), f"{PROJECT},磨床,24")
    path = str(tmp_path / "out.csv")
    run("standards", "list", "-o", path)
    run("standards", "remove", PROJECT)
    assert run("standards", "import", path).code == 0
    assert shown(run, PROJECT)["target_date"] == "2013-02-01"


def test_they_are_read_from_the_other_columns_of_an_older_output(run: Run, a_list: ListOf) -> None:
    older = '{"项目周期(月)": "24", "专业": "机床"}'.replace('"', '""')
    path = a_list("plan_number,title,extra", f'{PROJECT},磨床,"{older}"')
    assert run("standards", "import", path, "--on", "2011-02-01").code == 0
    record = shown(run, PROJECT)
    assert (record["project_months"], record["extra"]) == (24, {"专业": "机床"})
    assert record["target_date"] == "2013-02-01"


def test_by_hand(run: Run) -> None:
    run("standards", "add", PROJECT, "--project-months", "24", "--on", "2011-02-01")
    assert shown(run, PROJECT)["target_date"] == "2013-02-01"
    run("standards", "edit", PROJECT, "--project-months", "12个月")
    assert shown(run, PROJECT)["target_date"] == "2012-02-01"
    run("standards", "edit", PROJECT, "--clear", "project-months")
    assert shown(run, PROJECT)["project_months"] is None
    answer = run("standards", "edit", PROJECT, "--project-months", "0")
    assert (answer.code, "is not a whole number of months" in answer.err) == (2, True)


@pytest.mark.parametrize(
    "end", [("60", "--number", "JB/T 5-2014"), ("95",)], ids=["published", "terminated"]
)
def test_overdue_until_it_ended(run: Run, end: tuple[str, ...]) -> None:
    run("standards", "add", PROJECT, "--on", "2011-02-01")
    assert run("standards", "stage", PROJECT, *end, "--on", "2014-01-01").code == 0
    days = ("2012-08-01", "2012-08-02", "2013-12-31", "2014-01-01", "2026-01-01")
    assert [overdue(run, day) for day in days] == [False, True, True, False, False]
