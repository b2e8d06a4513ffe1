"""Every command and option has help, in English and in Chinese."""

import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import version

import pytest

from helpers import program, run_app
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun


def all_commands() -> Iterator[tuple[str, ...]]:
    """Return the words of every command: `init`, `sectors`, `sectors list` …"""
    for name in NOUNS:
        yield (name,)
        noun = find_noun(name)
        if isinstance(noun, CommandGroup):
            yield from ((name, verb) for verb in noun.verbs)


ALL = list(all_commands())


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    for option in ("--help", "-h"):
        answer = run_app(*words, option)
        assert answer.code == 0
        assert answer.err == ""
    usage, _, sentence, *_ = answer.out.splitlines()
    assert usage.startswith(f"Usage: stdplan {' '.join(words)}"), usage
    assert sentence.strip()[:1].isupper(), "the first line says what it does"


@pytest.mark.parametrize("words", [pair for pair in ALL if len(pair) == 2], ids=" ".join)
def test_every_option_has_help(words: tuple[str, ...]) -> None:
    lines = run_app(*words, "--help").out.split("Options:")[1].splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("  -"):
            explained = len(line.strip().split("  ")) > 1 or following.startswith(" " * 6)
            assert explained, line


def test_the_help_of_the_program_lists_every_noun() -> None:
    done = program("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    listed = done.stdout.split("Commands:")[1]
    names = [line.split()[0] for line in listed.splitlines() if line[2:3].strip()]
    assert names == list(NOUNS)
    assert program("-h").stdout == done.stdout


def test_help_keeps_brackets() -> None:
    assert "--sort FIELD[:desc]" in run_app("standards", "list", "--help").out


def test_help_keeps_the_lines_of_examples() -> None:
    out = run_app("review", "due", "--help").out
    assert "\n  stdplan review due --sector machinery --json\n" in out


def test_help_follows_the_language() -> None:
    for language in ("zh", "en"):
        assert run_app("--lang", language, "standards", "--help").code == 0


@pytest.mark.parametrize("words", ["nope", "standards nope", "review due --nope"])
def test_an_unknown_command_is_refused(words: str) -> None:
    done = program(*words.split())
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Try 'stdplan" in done.stderr


def test_the_program_without_a_command_shows_its_help() -> None:
    done = program()
    assert done.returncode == 2
    assert "Commands:" in done.stderr


def test_the_version_is_printed() -> None:
    python = ".".join(map(str, sys.version_info[:3]))
    assert program("--version").stdout == (
        f"stdplan {version('stdplan')} (SQLite {sqlite3.sqlite_version}, Python {python})\n"
    )
