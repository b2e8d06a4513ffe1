"""What a person reads has names, and what a pipe reads has codes."""

import pytest

from helpers import ACTIVITIES, FILED, READINGS, Run
from stdplan.domain.answer_words import WORDS_OF_KEY

# Numbers may also be counts, and IDT is how people write the degree of an adoption.
CODES = {
    code for lists in WORDS_OF_KEY.values() for words in lists for code in words if code.islower()
}


def chinese_tables(run: Run, form: str) -> dict[str, list[list[str]]]:
    """Return the cells of each reading command, in Chinese."""
    return {
        name: [line.strip("| ").split(" | ") for line in answer.out.splitlines()]
        for name, command in READINGS.items()
        if (
            answer := run(
                *("--lang", "zh", *command.format(list=FILED, activities=ACTIVITIES).split()),
                *("-f", form),
            )
        )
    }


@pytest.mark.slow
def test_no_chinese_page_has_a_code(run_loaded: Run) -> None:
    assert run_loaded("activities", "import", str(ACTIVITIES)).code == 0
    assert run_loaded("review", "record", "JB/T 7547-1994", "--outcome", "revise").code == 0
    sectors = {row[0] for row in run_loaded("sectors", "list").rows[1:]}
    areas = {row[0] for row in run_loaded("focus", "list").rows[1:]}
    kinds = {row[1] for row in run_loaded("activities", "kinds").rows[1:]}
    codes = CODES | sectors | areas | kinds
    assert {"machinery", "in-force", "telecom/internet-of-things", "training"} <= codes
    found = {
        f"{name}: {cell}"
        for name, rows in chinese_tables(run_loaded, "markdown").items()
        for row in rows
        for cell in row
        # The names of checks are those that --skip takes, those of columns what a query has.
        if codes.intersection(cell.split("; ")) and not name.startswith(("db ", "sql --views"))
    }
    assert not found


def test_a_pipe_gets_codes_in_every_language(run_loaded: Run) -> None:
    words = ("standards", "list", "--fields", "number,status,sector,nature", "--limit", "1")
    for form in ("csv", "tsv", "json", "jsonl", "yaml"):
        answers = [run_loaded("--lang", lang, *words, "-f", form).out for lang in ("zh", "en")]
        assert answers[0] == answers[1], form
        assert "withdrawn" in answers[0]


def test_names_are_written_with_labels(run_loaded: Run) -> None:
    words = ("standards", "show", "JB/T 7547-1994", "--fields", "status,sector,nature,stage")
    zh = run_loaded(*words, "-f", "csv", "--labels", "zh").out
    assert zh == "标准状态,行业领域,性质,阶段\n废止,机械,推荐性,废止\n"
    en = run_loaded(*words, "-f", "csv", "--labels", "en").out
    assert en == "Status,Sector,Nature,Stage\nwithdrawn,Machinery,recommended,withdrawal\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--nature", "推荐性"),
        ("--nature", "推荐性标准"),
        ("--status", "作废"),
        ("--stage", "废止"),
        ("--sector", "机械"),
        ("--family", "行标"),
    ],
)
def test_filters_take_names_and_the_words_of_lists(run_loaded: Run, words: tuple[str, str]) -> None:
    [_, *rows] = run_loaded("standards", "list", *words, "--fields", "number").rows
    assert ["JB/T 7547-1994"] in rows


def test_fields_and_sort_take_labels(run_loaded: Run) -> None:
    def head(*words: str) -> list[str]:
        return run_loaded("standards", "list", "--limit", "1", *words).rows[0]

    assert head("--fields", "标准编号,标准状态,Sector") == ["number", "status", "sector"]
    by_label = run_loaded("standards", "list", "--sort", "实施日期:desc", "--fields", "number").out
    by_key = run_loaded("standards", "list", "--sort", "effective:desc", "--fields", "number").out
    assert by_label == by_key
    assert run_loaded("standards", "list", "--fields", "标准").code == 2
