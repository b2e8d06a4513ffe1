"""An inferred day of withdrawal is marked wherever a person reads it, and is no news."""

import pytest

from helpers import ListOf, Run


@pytest.fixture
def inferred(run: Run, a_list: ListOf) -> Run:
    """A standard of which a list said only that it is withdrawn."""
    head = "标准编号,标准名称,发布日期"
    run("standards", "import", a_list(head, "JB/T 1-2001,车床,2001-01-01"))
    withdrawn = a_list("标准编号,标准名称,标准状态", "JB/T 1-2001,车床,废止")
    assert run("standards", "import", withdrawn).code == 0
    return run


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize(("lang", "cell"), [("zh", "（推算）"), ("en", " (inferred)")])
def test_a_person_sees_that_the_day_is_inferred(
    inferred: Run, form: str, lang: str, cell: str
) -> None:
    words = ("--lang", lang, "standards", "list", "--fields", "key,withdrawn,ends", "-f", form)
    assert inferred(*words).out.count(f"2026-11-22{cell}") == 2


def test_the_basis_marks_it_where_it_is_shown(inferred: Run) -> None:
    words = ("standards", "list", "--fields", "withdrawn,ends_basis", "-f", "markdown")
    assert "| 2026-11-22 | inferred |" in inferred(*words).out


def test_a_pipe_and_a_file_with_labels_have_the_plain_day(inferred: Run) -> None:
    words = ("standards", "list", "--fields", "withdrawn")
    assert inferred(*words).rows == [["withdrawn"], ["2026-11-22"]]
    assert inferred(*words, "-f", "csv", "--labels", "zh").rows[1] == ["2026-11-22"]


def test_the_history_marks_it(inferred: Run) -> None:
    words = ("history", "show", "3")
    assert inferred(*words).rows[1] == ["JB/T 1-2001", "withdrawn", "", "2026-11-22 inferred"]
    assert "2026-11-22 推算" in inferred("--lang", "zh", *words, "-f", "table").out
    inferred("standards", "edit", "JB/T", "1-2001", "--withdrawn", "2026-11-22")
    change = ["JB/T 1-2001", "withdrawn", "2026-11-22 inferred", "2026-11-22"]
    assert inferred("history", "show", "4").rows[1:] == [change]


def test_moves_leave_it_out_and_count_it(inferred: Run) -> None:
    words = ("report", "moves", "--since", "2026-11-01")
    answer = inferred(*words)
    assert answer.rows[1:] == []
    assert answer.err == "stdplan: 1 standard ended on an inferred day and is left out\n"
    inferred("standards", "edit", "JB/T", "1-2001", "--withdrawn", "2026-11-20")
    assert [row[5] for row in inferred(*words).rows[1:]] == ["withdrawn"]
