"""The reasons of the operating system and of SQLite, in the language of the run."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import Run
from stdplan.i18n import use_language
from stdplan.reasons import _reasons, database_reason, system_reason


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language(None)


@pytest.mark.parametrize("number", _reasons())
def test_a_reason_of_the_system(language: str, number: int) -> None:
    english = os.strerror(number)
    reason = system_reason(OSError(number, english))
    assert (reason == english) == (language == "en")


def test_another_reason_stays_as_it_is(language: str) -> None:
    assert system_reason(OSError(errno.ENOEXEC, "Exec format error")) == "Exec format error"
    assert system_reason(OSError("a sentence")) == "a sentence"
    assert database_reason(ValueError("a sentence")) == "a sentence"


def test_a_reason_of_sqlite(language: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    path.write_text("no database" * 100)
    with pytest.raises(sqlite3.DatabaseError) as raised:
        sqlite3.connect(path).execute("SELECT * FROM sqlite_master")
    expected = {"en": "file is not a database", "zh": "不是 SQLite 文件"}[language]
    assert database_reason(raised.value) == expected


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("sectors -o nowhere/x.csv", "没有这个文件或文件夹"),
        ("plans export 2011 -o file.txt", "不是文件夹"),
        ("--db file.txt sectors", "不是 SQLite 文件"),
    ],
)
def test_a_chinese_message_has_a_chinese_reason(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("no catalogue " * 100)
    answer = run("--lang", "zh", *words.split())
    assert answer.code > 2
    assert sentence in answer.err
