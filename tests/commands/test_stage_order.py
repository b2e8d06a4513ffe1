"""`stdplan standards stage` enforces the order of a project's stages, by their days."""

import json
from itertools import permutations

import pytest

from helpers import MACHINE, PROJECT, Run, shown

# The stages of a project, entered in any order.
LIFE = [("20", "2011-03-01"), ("40", "2011-09-01"), ("50", "2011-10-01")]


@pytest.fixture
def run(two_records: Run) -> Run:
    """Run the program on a catalogue with one standard, and a project begun on 2011-02-01."""
    return two_records


def stage(run: Run, code: str, on: str, *more: str) -> str:
    answer = run("standards", "stage", PROJECT, code, "--on", on, *more)
    assert answer.code == 0, answer.err
    return answer.err


@pytest.mark.parametrize("order", list(permutations(LIFE)))
def test_stages_may_be_entered_in_any_order(run: Run, order: list[tuple[str, str]]) -> None:
    for code, on in order:
        stage(run, code, on)
    reached = [(change["stage"], change["date"]) for change in shown(run, PROJECT)["stages"]]
    assert reached == [("10", "2011-02-01"), *LIFE]


def test_an_impossible_day_is_refused_with_advice(run: Run) -> None:
    stage(run, "40", "2011-09-01")
    before = run("standards", "show", PROJECT, "--json").out
    late = run("standards", "stage", PROJECT, "20", "--on", "2011-09-02")
    assert late.code == 2
    assert late.err == (
        f"stdplan: error: {PROJECT}: 20 preparatory on 2011-09-02 cannot be after 40 examination on"
        f" 2011-09-01; correct the latter with `standards stage {PROJECT} 40 --on DATE`\n"
    )
    early = run("standards", "stage", PROJECT, "30", "--on", "2010-12-31")
    correct = f"correct the latter with `standards stage {PROJECT} 10"
    assert f"cannot be before 10 proposal on 2011-02-01; {correct}" in early.err
    assert run("standards", "show", PROJECT, "--json").out == before
    assert "(was 2011-09-01)" in stage(run, "40", "2011-09-03")
    stage(run, "20", "2011-09-02")


def test_no_stage_is_before_the_first_or_after_the_last_day(run: Run) -> None:
    number = ("--number", "JB/T 5-2011")
    early = run("standards", "stage", PROJECT, "60", *number, "--on", "2010")
    assert (early.code, "before 10 proposal" in early.err) == (2, True)
    stage(run, "60", "2011-12-01", *number)
    withdrawn = run("standards", "stage", "JB/T 5-2011", "95", "--on", "2011-11-30")
    assert (withdrawn.code, "before 60 publication on 2011-12-01" in withdrawn.err) == (2, True)
    assert "standards edit JB/T 5-2011 --published" in withdrawn.err
    edited = run("standards", "edit", "JB/T 5-2011", "--withdrawn", "2011-11-30")
    assert (edited.code, "cannot be before 60" in edited.err) == (2, True)
    assert "cannot be after 60" in run("standards", "stage", PROJECT, "50", "--on", "2012-01").err


def test_a_terminated_project_has_no_further_stages(run: Run) -> None:
    assert "terminated on 2012-05-18" in stage(run, "95", "2012-05-18")
    assert shown(run, PROJECT)["terminated"] == "2012-05-18"
    refused = run("standards", "stage", PROJECT, "20", "--on", "2012-05-19")
    assert f"standards edit {PROJECT} --terminated" in refused.err
    assert run("standards", "edit", PROJECT, "--clear", "terminated").code == 0
    stage(run, "20", "2012-05-19")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((), "there is no date for 20 preparatory, 30 consultation"),
        (("--adopts", "ISO 1:2000 IDT"), "there is no date for 30 consultation"),
        (("--adopts", "ISO 1:2000 NEQ"), "there is no date for 20 preparatory, 30 consultation"),
        (("--work", "revise"), ""),
    ],
)
def test_missing_stages_are_reported(run: Run, fields: tuple[str, ...], message: str) -> None:
    if fields:
        run("standards", "edit", PROJECT, *fields)
    notes = stage(run, "40", "2011-09-01").splitlines()[1:]
    assert notes == ([f"stdplan: {PROJECT}: {message}"] if message else [])


def test_no_stages_are_missing_for_a_standard_without_a_project(run: Run) -> None:
    run("standards", "add", "JB/T 6-2011")
    answer = run("standards", "stage", "JB/T 6-2011", "60", "--on", "2011-05-18")
    assert answer.err == "stdplan: JB/T 6-2011: 60 publication on 2011-05-18\n"


def test_a_stage_entered_by_mistake_can_be_removed(run: Run) -> None:
    stage(run, "40", "2011-09-01")
    remove = ("standards", "stage", PROJECT, "40", "--remove")
    assert run(*remove, "--on", "2011-09-02").err == f"stdplan: {PROJECT}: nothing to change\n"
    assert run(*remove).err == f"stdplan: {PROJECT}: removed 40 examination\n"
    assert shown(run, PROJECT)["stage"] == "10"
    refused = run("standards", "stage", MACHINE, "60", "--remove")
    assert (refused.code, "standards edit --clear published" in refused.err) == (2, True)


def test_the_review_stage_can_be_entered_repeatedly(run: Run) -> None:
    for year in ("2016", "2021"):
        run("standards", "stage", MACHINE, "90", "--on", f"{year}-02-01")
        run("review", "record", MACHINE, "--outcome", "confirm", "--on", f"{year}-06-30")
    assert [change["date"] for change in shown(run, MACHINE)["stages"]] == [
        "2016-02-01",
        "2021-02-01",
    ]


@pytest.mark.parametrize(
    "words",
    [
        f"standards stage {PROJECT} 20 --on 2026-11-23",
        f"review record {MACHINE} --outcome confirm --on 2026-11-23",
        f"review record {MACHINE} --outcome confirm --on 2026-12",
    ],
)
def test_a_future_stage_counts_from_its_day(run: Run, words: str) -> None:
    before = run("standards", "list", "--json").out
    answer = run(*[word.replace("_", " ") for word in words.split()])
    assert (answer.code, "is in the future (today is 2026-11-22)" in answer.err) == (0, True)
    assert run("standards", "list", "--json").out == before
    later = run("standards", "list", "--json", "--as-of", "2027-01-01").out
    assert later != run("standards", "list", "--json", "--as-of", "2026-11-22").out


def test_publication_and_withdrawal_can_be_in_the_future(run: Run) -> None:
    stage(run, "60", "2027-01-01", "--number", "JB/T 5-2027")
    assert run("standards", "stage", "JB/T 5-2027", "95", "--on", "2030-01-01").code == 0
    assert json.loads(run("standards", "show", PROJECT, "--json").out)[0]["status"] == "planned"
