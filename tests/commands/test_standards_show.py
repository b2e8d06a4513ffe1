"""`stdplan standards show`: one standard, however it is written, on any day."""

import json
from typing import Any

import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,代替标准,发布日期,实施日期,采标情况
JB/T 7-1994,试验机,,1994-05-18,1995-01-01,
JB/T 7-2004,试验机,JB/T 7-1994,2004-05-18,2005-01-01,
JB/T 7-2011,试验机,JB/T 7-2004;部分代替 JB/T 8-2001,2011-05-18,2012-01-01,ISO 7500-1:2004 MOD
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with three editions of a standard."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def show(run: Run, *words: str) -> dict[str, Any]:
    """Return the one record that `standards show WORDS… --json` prints."""
    answer = run("standards", "show", *words, "--json")
    assert answer.code == 0, answer.err
    [record] = json.loads(answer.out)
    assert isinstance(record, dict)
    return record


@pytest.mark.parametrize(
    "words", ["JB/T 7-2004", "jb/t7-2004", "JBT 7—2004", "ＪＢ／Ｔ　７－２００４", "JB/T  7--2004"]
)
def test_a_number_in_any_form(run: Run, words: str) -> None:
    assert show(run, words)["number"] == "JB/T 7-2004"


def test_a_number_may_be_two_words(run: Run) -> None:
    assert show(run, "JB/T", "7-2004")["number"] == "JB/T 7-2004"


def test_without_a_year_it_is_the_newest_edition_with_a_note(run: Run) -> None:
    answer = run("standards", "show", "JB/T 7", "--fields", "number")
    assert answer.rows == [["number"], ["JB/T 7-2011"]]
    assert "the number has no year; using the edition in force, JB/T 7-2011" in answer.err


def test_the_chain_of_editions(run: Run) -> None:
    oldest, middle = show(run, "JB/T 7-1994"), show(run, "JB/T 7-2004")
    assert [(link["link"], link["steps"], link["number"]) for link in oldest["chain"]] == [
        ("replaced_by", 1, "JB/T 7-2004"),
        ("replaced_by", 2, "JB/T 7-2011"),
    ]
    assert middle["replaces"] == ["JB/T 7-1994"]
    assert middle["replaced_by"] == ["JB/T 7-2011"]
    assert middle["status"] == "withdrawn"


def test_a_partial_replacement_is_marked(run: Run) -> None:
    assert show(run, "JB/T 7-2011")["replaces"] == ["JB/T 7-2004", "部分代替 JB/T 8-2001"]


def test_its_age_and_the_basis_of_its_age(run: Run) -> None:
    record = show(run, "JB/T 7-2011")
    assert (record["age"], record["counted_from"], record["basis"]) == (
        14,
        "2012-01-01",
        "effective",
    )
    assert run("review", "record", "JB/T 7-2011", "--outcome", "confirm", "--on", "2017").code == 0
    record = show(run, "JB/T 7-2011")
    assert (record["age"], record["counted_from"], record["basis"]) == (
        9,
        "2017-01-01",
        "confirmed",
    )
    assert [review["outcome"] for review in record["reviews"]] == ["confirm"]


def test_as_it_was_at_the_end_of_a_year(run: Run) -> None:
    assert show(run, "JB/T 7-2004", "--year", "2011")["status"] == "in-force"
    assert show(run, "JB/T 7-2011", "--year", "2011")["status"] == "upcoming"
    assert show(run, "JB/T 7-2004", "--as-of", "2012-01-01")["status"] == "withdrawn"


def test_a_record_of_the_future_is_shown_with_a_note(run: Run) -> None:
    answer = run("standards", "show", "JB/T 7-2011", "--year", "2001", "--fields", "number")
    assert answer.rows[1] == ["JB/T 7-2011"]
    assert "JB/T 7-2011 has its first date after 2001-12-31" in answer.err


def test_its_adopted_standards(run: Run) -> None:
    assert show(run, "JB/T 7-2011")["adopts"] == ["ISO 7500-1:2004,MOD"]


def test_a_pipe_gets_the_fields_without_nested_records(run: Run) -> None:
    answer = run("standards", "show", "JB/T 7-2011")
    assert "chain" not in answer.rows[0]
    assert len(answer.rows) == 2
    assert len(answer.rows[0]) == len(answer.rows[1])


@pytest.mark.parametrize("words", ["JB/T 7-2012", "无此标准", "2011-0123T-JB"])
def test_a_missing_standard_is_an_error(run: Run, words: str) -> None:
    answer = run("standards", "show", words)
    assert answer.code == 66
    assert f'no standard "{words}" in the catalogue' in answer.err
