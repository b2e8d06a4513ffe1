"""`standards import --on`: the day of a list is the day of its events without a date."""

from pathlib import Path

import pytest

from helpers import EXAMPLES, ListOf, Run, shown

PLAN = str(EXAMPLES / "plan_2011.csv")


def test_the_projects_of_a_plan_begin_on_the_day_of_the_list(run: Run) -> None:
    assert run("standards", "import", PLAN, "--on", "2011-03-01").code == 0
    begun = [{"stage": "10", "date": "2011-03-01"}]
    stages = shown(run, "2011-9001T-YD")["stages"]
    assert [{"stage": change["stage"], "date": change["date"]} for change in stages] == begun
    assert run("standards", "list", "--as-of", "2011-02-28", "--no-header").rows == []


def test_another_day_does_not_change_a_project_that_has_begun(run: Run) -> None:
    run("standards", "import", PLAN, "--on", "2011-03-01")
    for day in ("2011-02-01", "2011-04-01"):
        again = run("standards", "import", PLAN, "--on", day, "--no-header")
        assert again.rows[0][1:] == ["15", "0", "0", "15", "0"]


def test_a_withdrawal_without_a_day_is_on_the_day_of_the_list(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,标准名称,状态", "JB/T 1-1990,车床,废止")
    answer = run("standards", "import", path, "--on", "2011-03-01")
    assert "2011-03-01" in answer.err
    assert shown(run, "JB/T 1-1990")["withdrawn"] == "2011-03-01"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2011-03", '--on: "2011-03" is not a full date'),
        ("2011-02-30", '--on: "2011-02-30" is not a day'),
    ],
)
def test_invalid_days_are_refused(run: Run, tmp_path: Path, day: str, message: str) -> None:
    answer = run("standards", "import", str(tmp_path / "none.csv"), "--on", day)
    assert answer.code == 2
    assert message in answer.err
