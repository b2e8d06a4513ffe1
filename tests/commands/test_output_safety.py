"""Data is printed whole and never interpreted: markup, emoji, formulas, control characters."""

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest

from helpers import ListOf, Run

TITLE = "[draft] x[/b] :100: =1+1 [link=http://a]b"
ESCAPE = "a\x1b[31mb"


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with one standard that has a dangerous title."""
    assert run("standards", "add", "JB/T 1-2011", "--title", TITLE).code == 0
    return run


@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "yaml", "markdown"])
def test_a_title_is_whole_in_every_format(run: Run, form: str) -> None:
    out = run("standards", "list", "--fields", "title", "-f", form).out
    read: dict[str, Callable[[str], str]] = {
        "csv": lambda text: list(csv.reader(StringIO(text)))[1][0],
        "json": lambda text: str(json.loads(text)[0]["title"]),
        "jsonl": lambda text: str(json.loads(text)["title"]),
        "markdown": lambda text: text.replace("\\", ""),
    }
    shown = read.get(form, lambda text: text)(out)
    assert TITLE in shown
    assert "\x1b" not in out


def test_safe_csv_guards_formulas(run: Run) -> None:
    run("standards", "edit", "JB/T 1-2011", "--title", "=1+1")
    title = ("standards", "list", "--fields", "title", "--no-header", "-f", "csv")
    assert run(*title).out == "=1+1\n"
    assert run(*title, "--safe-csv").out == "'=1+1\n"


@pytest.mark.parametrize(
    "words",
    [
        ("standards", "add", "JB/T 2-2011", "--title", ESCAPE),
        ("standards", "add", ESCAPE),
        ("standards", "edit", "JB/T 1-2011", "--note", ESCAPE),
        ("standards", "edit", "JB/T 1-2011", "--drafters", f"张三;{ESCAPE}"),
        ("standards", "stage", "JB/T 1-2011", "60", "--number", ESCAPE),
        ("progress", "record", "3", "1", "--on", "2011", "--note", ESCAPE),
        ("progress", "edit", "1", "--note", ESCAPE),
        ("review", "record", "JB/T 1-2011", "--outcome", "confirm", "--note", ESCAPE),
        ("review", "record", "JB/T 1-2011", "--outcome", "merge", "--into", ESCAPE),
    ],
)
def test_a_control_character_is_refused_by_hand(run: Run, words: tuple[str, ...]) -> None:
    run("progress", "record", "3", "1", "--on", "2011")
    answer = run(*words)
    assert answer.code == 2
    assert "a\\x1b[31mb" in answer.err
    assert "\x1b" not in answer.err


@pytest.mark.parametrize("header", ["标准名称", "经办人", "代替标准", "采标情况", "发布日期"])
def test_a_control_character_is_refused_in_a_list(run: Run, a_list: ListOf, header: str) -> None:
    answer = run("standards", "import", a_list(f"标准编号,{header}", f"JB/T 3-2011,{ESCAPE}"))
    assert answer.code == 65
    assert f'list.csv:2: {header}: "a\\x1b[31mb"' in answer.err
    assert "\x1b" not in answer.err


def test_control_characters_of_a_header_are_escaped(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list(f"标准编号,{ESCAPE}", "JB/T 3-2011,x"))
    assert "\x1b" not in answer.err + answer.out


def test_control_characters_of_arguments_are_escaped(run: Run) -> None:
    for words in (("standards", "show", ESCAPE), ("sectors", "show", ESCAPE), ("focus", ESCAPE)):
        answer = run(*words)
        assert answer.code in (2, 66)
        assert "\x1b" not in answer.err
