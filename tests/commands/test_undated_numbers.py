"""A number without its year means the same edition in every command."""

import pytest

from helpers import Run


@pytest.fixture
def editions(run: Run) -> Run:
    """Three editions: from 2001, from 2017, and one that takes effect in 2030."""
    rows = "JB/T 9-2001,甲,2001-01-01\nJB/T 9-2016,甲,2017-01-01\nJB/T 9-2026,甲,2030-01-01\n"
    run("standards", "import", "-", stdin="标准编号,标准名称,实施日期\n" + rows)
    return run


@pytest.mark.parametrize(
    ("words", "edition"),
    [
        ("standards show JB/T 9", "JB/T 9-2016"),
        ("standards show JB/T 9 --as-of 2012-01-01", "JB/T 9-2001"),
        ("standards show JB/T 9 --as-of 2031-01-01", "JB/T 9-2026"),
        ("standards similar JB/T 9", "JB/T 9-2016"),
        ("standards edit JB/T 9 --note x", "JB/T 9-2016"),
        ("review record JB/T 9 --outcome confirm", "JB/T 9-2016"),
        ("review record JB/T 9 --outcome confirm --on 2012-01-01", "JB/T 9-2001"),
        ("review record JB/T 9 --outcome confirm --on 2012", "JB/T 9-2001"),
        ("review exclude JB/T 9 --year 2012", "JB/T 9-2001"),
    ],
)
def test_the_edition_in_force_on_the_day(editions: Run, words: str, edition: str) -> None:
    answer = editions(*words.split())
    assert answer.code == 0, answer.err
    assert f"the number has no year; using the edition in force, {edition}\n" in answer.err


def test_the_activities_of_an_edition(editions: Run) -> None:
    for number in ("JB/T 9-2001", "JB/T 9-2016", "JB/T 9-2026"):
        answer = editions("activities", "add", "training", number, "--standard", number)
        assert answer.code == 0, answer.err
    words = ("activities", "list", "--fields", "title", "--standard", "JB/T 9")
    answer = editions(*words)
    assert answer.rows == [["title"], ["JB/T 9-2016"]]
    assert answer.err.startswith("stdplan: the number has no year; using the edition in force")
    assert editions(*words, "--as-of", "2031-01-01").rows[1:] == [["JB/T 9-2026"]]


def test_a_list_means_the_same(editions: Run) -> None:
    text = "标准编号,复审结论\nJB/T 9,继续有效\n"
    answer = editions("review", "import", "-", "--on", "2012-01-01", stdin=text)
    assert "using the edition in force, else the newest: JB/T 9-2001" in answer.err
    [_, row] = editions("review", "list").rows
    assert row[0] == "JB/T 9-2001"


def test_without_an_edition_in_force_the_newest_one(run: Run) -> None:
    rows = "JB/T 9-2001,甲,2001-01-01,2010-01-01\nJB/T 9-2005,甲,2005-06-01,2011-01-01\n"
    run("standards", "import", "-", stdin="标准编号,标准名称,实施日期,废止日期\n" + rows)
    answer = run("standards", "show", "JB/T 9")
    assert "the number has no year; using the newest edition, JB/T 9-2005\n" in answer.err
