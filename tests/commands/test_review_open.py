"""`stdplan review list --open` on any day: reviews whose consequence is still awaited."""

import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,实施日期
JB/T 1-2001,甲,2001-10-01
JB/T 2-2001,乙,2001-10-01
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with two standards."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def review(run: Run, outcome: str, *more: str) -> None:
    on = ("--on", "2011-06-30")
    answer = run("review", "record", "JB/T 1-2001", "--outcome", outcome, *on, *more)
    assert answer.code == 0, answer.err


def is_open(run: Run, day: str) -> bool:
    return bool(run("review", "list", "--open", "--as-of", day, "--no-header").out)


def test_a_revision_until_its_successor_takes_effect(run: Run) -> None:
    review(run, "revise")
    moved = ("standards", "stage", "rev:JB/T 1-2001", "60", "--number", "JB/T 1-2013")
    assert run(*moved, "--on", "2013-01-01").code == 0
    run("standards", "edit", "JB/T 1-2013", "--effective", "2013-07-01")
    days = ("2011-06-29", "2011-06-30", "2013-06-30", "2013-07-01")
    assert [is_open(run, day) for day in days] == [False, True, True, False]


def test_a_revision_until_its_project_is_terminated(run: Run) -> None:
    review(run, "revise")
    run("standards", "stage", "rev:JB/T 1-2001", "95", "--on", "2012-05-18")
    assert [is_open(run, day) for day in ("2012-05-17", "2012-05-18")] == [True, False]


@pytest.mark.parametrize("target", ["JB/T 2-2001", "JB/T 99-2020"])
def test_a_merger_until_the_standard_ends(run: Run, target: str) -> None:
    """The standard it is merged into may be missing in the catalogue."""
    review(run, "merge", "--into", target)
    run("standards", "stage", "JB/T 1-2001", "95", "--on", "2014-01-01")
    days = ("2011-06-29", "2011-06-30", "2013-12-31", "2014-01-01")
    assert [is_open(run, day) for day in days] == [False, True, True, False]


def test_a_withdrawal_while_it_has_no_day(run: Run) -> None:
    review(run, "withdraw")
    assert is_open(run, "2011-12-31")
    review(run, "withdraw", "--ends", "2012-07-01")
    assert not is_open(run, "2011-12-31")


def test_a_later_review_closes_an_earlier_one(run: Run) -> None:
    review(run, "merge", "--into", "JB/T 2-2001")
    confirm = ("review", "record", "JB/T 1-2001", "--outcome", "confirm", "--on", "2012-06-30")
    assert run(*confirm).code == 0
    assert [is_open(run, day) for day in ("2012-06-29", "2012-06-30")] == [True, False]


def test_a_revision_is_tied_to_an_existing_successor(run: Run) -> None:
    add = ("standards", "add", "JB/T 1-2013", "--published", "2013-01-01")
    assert run(*add, "--replaces", "JB/T 1-2001").code == 0
    review(run, "revise")
    assert run("standards", "show", "rev:JB/T 1-2001").code == 66
    assert [is_open(run, day) for day in ("2012-12-31", "2013-01-01")] == [True, False]
    stage = ("--as-of", "2012-12-31", "--fields", "stage", "--no-header")
    assert run("standards", "show", "JB/T 1-2013", *stage).rows == [["00"]]


def test_a_project_begun_before_its_review_keeps_its_first_day(run: Run) -> None:
    review(run, "revise")
    add = ("standards", "add", "2011-0123T-JB", "--replaces", "JB/T 1-2001", "--on", "2011-02-01")
    assert run(*add).code == 0
    stage = ("--as-of", "2012-01-01", "--fields", "stage", "--no-header")
    assert run("standards", "show", "2011-0123T-JB", *stage).rows == [["10"]]


def test_a_project_opened_by_a_review_is_terminated_not_removed(run: Run) -> None:
    review(run, "revise")
    answer = run("standards", "remove", "rev:JB/T 1-2001")
    assert answer.code == 2
    assert "end it with `standards stage rev:JB/T 1-2001 95`" in answer.err
    assert run("standards", "remove", "JB/T 1-2001", "rev:JB/T 1-2001").code == 0
