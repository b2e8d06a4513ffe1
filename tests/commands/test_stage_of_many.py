"""`standards stage` moves all records that it names, or none."""

import pytest

from helpers import Run

PLANS = "2011-0001T-JB", "2011-0002T-JB"


@pytest.fixture
def projects(run: Run) -> Run:
    """Two projects that were proposed in 2011."""
    for number in PLANS:
        assert run("standards", "add", number, "--title", "车床", "--on", "2011-01-05").code == 0
    return run


def stages(run: Run) -> list[str]:
    """Return the stages of the projects."""
    words = ("standards", "list", "--fields", "stage", "--no-header")
    return [row[0] for row in run(*words).rows]


def test_several_numbers_or_those_of_stdin(projects: Run) -> None:
    answer = projects("standards", "stage", *PLANS, "30", "--on", "2011-06-01")
    assert answer.code == 0
    assert stages(projects) == ["30", "30"]
    stdin = "key\n" + "\n".join(PLANS) + "\n"
    projects("standards", "stage", "-", "审查", "--on", "2011-09-01", stdin=stdin)
    assert stages(projects) == ["40", "40"]


def test_all_or_none(projects: Run) -> None:
    projects("standards", "stage", PLANS[1], "40", "--on", "2011-09-01")
    answer = projects("standards", "stage", *PLANS, "50", "--on", "2011-08-01")
    assert answer.code == 2
    assert PLANS[1] in answer.err
    assert stages(projects) == ["10", "40"]


def test_only_one_record_gets_a_number(projects: Run) -> None:
    answer = projects("standards", "stage", *PLANS, "60", "--number", "JB/T 1-2011")
    assert answer.code == 2
    assert answer.err.startswith("stdplan: error: give one number; these were given: ")
