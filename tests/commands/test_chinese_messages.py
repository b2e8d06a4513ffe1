"""Messages in Chinese are wholly Chinese, and name records and codes as people do."""

import re
from collections.abc import Callable

import pytest

from helpers import MACHINE, PROJECT, ListOf, Run

# What may be in Latin letters: what is typed, and numbers of standards and plans.
ALLOWED = re.compile(
    r"`[^`]*`"
    r"|stdplan( --db .*)?"  # the command of an operation
    r"|--[a-z-]+"
    r"|\b[0-9]+\.[a-z]+ (?=[\u4e00-\u9fff])"  # what may be typed, before its name
    r"|[\w.-]+\.(?:csv|xlsx|db)"
    r"|(?:[A-Z]+/)?[A-Z]+ ?[0-9][0-9.-]*"
    r"|[0-9]{4}-[0-9]{4}T-[A-Z]{2}"
    r"|\b(?:NUMBER|KIND|CODE|INDICATOR|ID|IDT|MOD|EQV|NEQ|GB/T|GB)\b"
)
# Commands with their usual messages: of success, of what is to be looked at, and of faults.
# {untitled} is the key of a project without a number.
COMMANDS = [
    "standards import {list}",
    "standards import {list} --dry-run",
    "standards import {faulty}",
    "standards stage {untitled} 征求意见",
    "standards stage {untitled} 20 --on 2026-12-30",
    "standards stage {untitled} 60",
    "standards stage {untitled} 不知道",
    "standards stage {untitled} 95",
    "standards edit {untitled} --department 部",
    "standards edit {untitled} --published 2010",
    "standards edit {untitled} --number 2011-0123T-JB",
    "standards suspend {untitled}",
    "standards resume {untitled}",
    "standards extend {untitled} --target 2028",
    "standards remove {untitled}",
    "standards show {untitled} --as-of 2001-01-01",
    "standards add --title 一项",
    "standards add {untitled} --title 一项",
    "standards add JB/T 9-2020 --title 一项 --published 2020",
    "standards convert JB/T 1-2001 --number JB/T 1.1-2001 --on 2011-06-01",
    "standards edit JB/T 1-2001 --withdrawn 1999",
    "standards edit JB/T 1-2001 --published 2011-02-30",
    "standards edit JB/T 1-2001 --sector 不知道",
    "standards edit JB/T 1-2001 --focus 汽车电子",
    "standards edit JB/T 1-2001 --nature 不知道",
    "standards edit JB/T 1-2001 --family 不知道",
    "standards list --status 不知道",
    "standards list --driver 不知道",
    "review record {untitled} --outcome 继续",
    "review record JB/T 1-2001 --outcome 拟修订",
    "review record JB/T 1-2001 --outcome 不知道",
    "review record JB/T 1-2001 --outcome 转化为团体标准 --into-family 国标",
    "review record JB/T 1-2001 --outcome 整合",
    "review record JB/T 1-2001 --outcome 继续 --proposed",
    "review decide JB/T 1-2001",
    "review due",
    "progress record 3 120 --on 2011-06-30",
    "progress record 3 120 --on 2011-06-30 --indicator 不知道",
    "activities add 培训 甲",
    "activities add 不知道 甲",
    "plans new 2012 --from 2011",
    "plans target 3.projects 2800 --plan 2011",
    "report digest --since 2011-01-01",
    "report moves --since 2001-01-01",
    "report changes --entered-since 2011-01-01",
    "db check --skip 不知道",
    "undo",
]
LIST = (
    "标准编号,计划号,标准名称,标准状态,代替标准",
    "JB/T 1-2001,,车床,现行,",
    "JB/T 3-2001,,磨床,废止,",
    ",,没有号码的项目,在研,",
    ",,没有号码的项目二,在研,JB/T 1-2001",
)


@pytest.fixture
def untitled(two_records: Run, a_list: ListOf) -> tuple[Run, Callable[[str], list[str]]]:
    """Return the program on a catalogue with a project that has only a title, and a function that
    fills the words of a command."""
    path = a_list(*LIST)
    assert two_records("standards", "import", path).code == 0
    found = two_records("standards", "list", "--search", "没有号码的项目", "--fields", "key")
    faulty = a_list(LIST[0], "JB/T 4-2001,,车床,现行,JB/T 4-2001", ",,,现行,", name="faulty.csv")
    names = {"untitled": found.rows[1][0], "list": path, "faulty": faulty}
    assert names["untitled"].startswith("title:")
    return two_records, lambda command: [word.format(**names) for word in command.split()]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_another_language(
    untitled: tuple[Run, Callable[[str], list[str]]], command: str
) -> None:
    run, words = untitled
    answer = run("--lang", "zh", *words(command))
    assert answer.code in (0, 1, 2, 65, 66, 73), answer.err
    lines = [re.sub(r"\S*/(?=[\w.]+\.csv)", "", line) for line in answer.err.splitlines()]
    assert not [line for line in lines if re.search("[A-Za-z]{2}", ALLOWED.sub("", line))]


def test_a_message_has_the_title_of_a_record_without_a_number(
    untitled: tuple[Run, Callable[[str], list[str]]],
) -> None:
    run, words = untitled
    answer = run("--lang", "zh", *words("standards stage {untitled} 30 --on 2026-11-22"))
    assert answer.err.splitlines()[0] == "stdplan: 《没有号码的项目》：30 征求意见（2026-11-22）"
    answer = run(*words("standards stage {untitled} 40 --on 2026-11-21"))
    assert answer.err.startswith('stdplan: error: "没有号码的项目": 40 examination')
    # A command that is to be typed needs the key.
    assert "`standards stage title:" in answer.err
    answer = run(*words("standards remove {untitled}"))
    assert answer.err == 'stdplan: removed "没有号码的项目"\n'


def test_a_message_names_a_revision_project_by_its_standard(two_records: Run) -> None:
    two_records("review", "record", *MACHINE.split(), "--outcome", "revise", "--on", "2011-06-30")
    words = ("standards", "stage", f"rev:{MACHINE}", "20", "--on", "2011-07-01")
    assert two_records("--lang", "zh", *words).err.startswith(f"stdplan: {MACHINE}（修订项目）：20")
    assert two_records(*words).err.startswith(f"stdplan: revision of {MACHINE}: nothing")


def test_names_that_several_areas_have_are_told_apart(two_records: Run) -> None:
    words = ("standards", "list", "--focus", "汽车电子")
    names = "Motor vehicles/Automotive electronics, Electronics/Automotive electronics"
    assert f"matches several: {names}\n" in two_records(*words).err
    assert "汽车/汽车电子、电子/汽车电子\n" in two_records("--lang", "zh", *words).err


def test_the_history_counts_in_chinese(two_records: Run) -> None:
    two_records("standards", "edit", PROJECT, "--note", "甲")
    words = ("history", "--limit", "1", "--fields", "counts", "-f")
    assert "更改 1" in two_records("--lang", "zh", *words, "table").out
    assert two_records("--lang", "zh", *words, "json").out == '[{"counts": {"changed": 1}}]\n'


def test_checks_have_chinese_names(two_records: Run) -> None:
    table = two_records("--lang", "zh", "db", "check", "--list", "-f", "markdown").out
    assert "| 暂停次序 | 错误 |" in table
    assert two_records("db", "check", "--skip", "暂停次序,file").code == 0
