"""`stdplan standards stage`: the stages of a project, from proposal to withdrawal."""

import pytest

from helpers import MACHINE, PROJECT, Run, shown


@pytest.fixture
def run(two_records: Run) -> Run:
    """Run the program on a catalogue with one standard and one project."""
    return two_records


def test_a_project_passes_all_stages(run: Run) -> None:
    move = ("standards", "stage", PROJECT)
    assert "40 examination on 2011-09-01" in run(*move, "40", "--on", "2011-09-01").err
    assert (shown(run, PROJECT)["stage"], shown(run, PROJECT)["status"]) == ("40", "planned")
    assert "give it with --number" in run(*move, "60").err
    assert run(*move, "60", "--number", "JB/T 5-2011", "--on", "2011-12-01").code == 0
    record = shown(run, "JB/T 5-2011")
    assert (record["plan_number"], record["published"]) == (PROJECT, "2011-12-01")
    assert (record["stage"], record["status"]) == ("60", "in-force")
    assert record["sector"] == "machinery"
    assert [change["stage"] for change in record["stages"]] == ["10", "40"]
    assert run("standards", "stage", "JB/T", "5-2011", "95", "--on", "2026-01-01").code == 0
    assert shown(run, PROJECT)["status"] == "withdrawn"


def test_an_existing_number_is_not_published_again(run: Run) -> None:
    assert run("standards", "stage", PROJECT, "60", "--number", MACHINE).code == 73
    assert shown(run, PROJECT)["status"] == "planned"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("40",), "NUMBER CODE"),
        ((PROJECT, "61"), 'CODE: "61" is not valid; use one of'),
        ((PROJECT, ""), 'CODE: "" is not valid; use one of'),
        ((PROJECT, "40", "--number", "JB/T 5-2011"), "--number can be used only with stage 60"),
        ((PROJECT, "60", "--number", ""), '--number: "" is empty'),
        ((PROJECT, "40", "--on", "2011-02-30"), '--on: "2011-02-30"'),
    ],
)
def test_invalid_stages_are_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    answer = run("standards", "stage", *words)
    assert answer.code == 2
    assert message in answer.err
