"""Chinese has every sentence and no other, and only what a person reads changes with the language.

Sentences are found in the source: what t() is given, docstrings and help of the commands as they
are built, and the names of columns that the commands answer with.
"""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import typer

import stdplan
from kit import ACTIVITIES, READINGS, Run, run_app
from stdplan import cli
from stdplan.domain.fields import BY_NAME
from stdplan.i18n import use_language
from stdplan.i18n_zh import (
    SENTENCES,
    activities,
    digest,
    faults,
    help,
    labels,
    life,
    notes,
    plan_reports,
    similar,
)

SOURCE = Path(stdplan.__file__).parent
# These give t() what is found in other ways: help, and names of columns.
COMPUTED = {"framework.py", "cli.py", "labels.py"}
# `db check` is silent when all is well.
_ASKED = [words for words in READINGS.values() if words != "db check"]


def given_to_t(tree: ast.AST) -> Iterator[str | None]:
    """What a module gives t(): the texts, also of a name or a choice; None where it is computed."""
    named: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(texts(node.value))
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            name = getattr(getattr(node.target, "elts", [node.target])[0], "id", "")
            rows = [getattr(row, "elts", [row])[0] for row in node.iter.elts]
            named.setdefault(name, []).extend(text for row in rows for text in texts(row))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t":
            said = node.args[0]
            found = named.get(said.id, []) if isinstance(said, ast.Name) else texts(said)
            yield from found or [None]


def texts(node: ast.AST) -> list[str]:
    """The text of a literal, the two of a choice between literals."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def of_messages() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        for text in given_to_t(ast.parse(path.read_text("utf-8"))):
            assert text or path.name in COMPUTED, f"{path}: t() of a text that nobody finds"
            if text:
                yield text


def of_help() -> Iterator[str]:
    yield from of_command(typer.main.get_command(cli.app))
    for name in cli.COMMANDS:
        made = import_module(f"stdplan.commands.{name}")
        if not hasattr(made, "noun"):
            yield from of_function(name, made.command)
            continue
        noun = made.noun()
        yield noun.help
        for verb, function in noun._verbs.items():
            if isinstance(function, str):
                place, _, attribute = function.partition(":")
                function = getattr(import_module(f"stdplan.commands.{place}"), attribute)
            yield from of_function(verb, function)


def of_function(name: str, function: Any) -> Iterator[str]:
    from stdplan.commands.framework import build

    yield getdoc(function) or ""
    fields = tuple(f"{field.zh}: " for field in BY_NAME.values())  # translated by their labels
    yield from (text for text in of_command(build(name, function)) if not text.startswith(fields))


def of_command(command: Any) -> Iterator[str]:
    typers_own = ("install_completion", "show_completion")
    helps = (option.help for option in command.params if option.name not in typers_own)
    yield from filter(None, [command.help, *helps])


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """The language is the process's: later tests of this run expect English."""
    yield
    use_language("en")


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Run:
    """A catalogue that has something of everything; gives the stdout of a reading command."""
    path = tmp_path / "list.csv"
    path.write_text("标准编号\nJB/T 9-2011\n", encoding="utf-8")
    for words in (
        "standards add JB/T7547-1994 --replaces JB/T7547-1984 --focus telecom/internet-of-things",
        "standards edit JB/T7547-1994 --sector telecom",
        "standards add JB/T2-2011 --published 2011-05-18 --title 数控机床",
        "standards add JB/T3-2000 --committee SAC/TC1",
        "standards add JB/T9-2011 --adopts ISO9001:2008,IDT",
        "standards add ISO9001:2015 --published 2015",
        "standards stage JB/T7547-1994 90 --on 2011-02-01",
        "review record JB/T7547-1994 --outcome revise --on 2011-03-01",
        "progress record 3 7 --on 2011-03-01",
        "activities add training 培训 --on 2011-03-01 --due 2011-09-30",
    ):
        assert run(*words.split()).code == 0, words

    def answer(language: str, words: str, form: str) -> str:
        split = words.format(list=path, activities=ACTIVITIES).split()
        return str(run("--lang", language, *split, "-f", form).out)

    return answer


def keys(value: Any, standard: bool) -> Iterator[str]:
    """All keys of a JSON answer that a terminal would label with t(), as it labels them."""
    for record in value if isinstance(value, list) else [value]:
        if isinstance(record, dict):
            for name, cell in record.items():
                if not (standard and name in BY_NAME):
                    yield name.replace("_", " ")
                if name != "extra":  # its keys are headers of a list: data
                    yield from keys(cell, standard)


def of_columns(ask: Run) -> Iterator[str]:
    for words in _ASKED:
        answer = json.loads(ask("en", words, "json"))
        records = answer if isinstance(answer, list) else [answer]
        standards = any(isinstance(record.get("number"), str) for record in records)
        yield from keys(answer, standards)
    yield from ("check", "record", "message")  # of `db check`, which has nothing to say here
    yield from ("part", "what", "replaced by")  # of the digest, as rows and of what ended


def test_every_sentence_has_its_chinese_and_none_is_left_over(ask: Run) -> None:
    said = {*of_messages(), *of_help(), *of_columns(ask)}
    assert said - SENTENCES.keys() == set(), "without Chinese"
    assert SENTENCES.keys() - said == set(), "said nowhere any more"


def test_no_sentence_has_two_translations() -> None:
    parts = (
        help.HELP,
        labels.LABELS,
        faults.FAULTS,
        notes.NOTES,
        activities.ACTIVITIES,
        plan_reports.PLAN_REPORTS,
        life.LIFE,
        similar.SIMILAR,
        digest.DIGEST,
    )
    assert sum(map(len, parts)) == len(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_places_agree(sentence: str) -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert places(SENTENCES[sentence]) == places(sentence)


@pytest.mark.parametrize("words", _ASKED)
def test_keys_and_headers_stay(words: str, ask: Run) -> None:
    def asked(language: str) -> tuple[set[str], str]:
        found = set(keys(json.loads(ask(language, words, "json")), False))
        return found, ask(language, words, "tsv").partition("\n")[0]

    assert asked("zh") == asked("en")


def test_help_is_chinese(run: Run) -> None:
    assert "应复审的标准" in run("--lang", "zh", "review", "due", "--help").out
    assert "重点领域；可重复。" in run("--lang", "zh", "standards", "add", "--help").out
    root = run_app("--lang", "zh", "--help").out
    assert "推进标准化工作计划" in root
    assert "台账文件" in root


def test_errors_are_chinese(run: Run) -> None:
    answer = run("--lang", "zh", "review", "due", "--family", "planetary")
    assert answer.code == 2
    assert answer.err.startswith("stdplan: 错误: --family：“planetary”不在可选值之列：national")


def test_names_of_columns_are_chinese(run: Run) -> None:
    head = run("--lang", "zh", "sectors", "list", "-f", "table").out.splitlines()[0]
    assert head.split()[:3] == ["代码", "名称", "类型"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_chinese_is_read_only_where_it_is_spoken(language: str, db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "stdplan", "--db", db, "sectors", "list"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SOURCE.parent), "STDPLAN_LANG": language},
        check=True,
    )
    assert ("stdplan.i18n_zh" in done.stderr) == (language == "zh")
