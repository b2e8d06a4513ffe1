"""The settings file: an option wins over the environment, that over the file."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import program, run_app
from stdplan import config
from stdplan.errors import BadData
from stdplan.i18n import use_language

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes the settings file, and names it."""

    def write_file(text: str | bytes) -> Path:
        path = tmp_path / "mine.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setenv("STDPLAN_CONFIG", str(path))
        return path

    return write_file


def shown() -> dict[str, tuple[str | None, str, str | None]]:
    """Return value, source and place of each setting."""
    rows = json.loads(run_app("config", "--json").out)
    return {row["setting"]: (row["value"], row["from"], row["place"]) for row in rows}


def test_without_a_file_all_is_default(tmp_path: Path) -> None:
    assert shown() == {
        "language": ("en", "environment", "STDPLAN_LANG"),
        "catalogue": (str(tmp_path / "home" / "stdplan" / "catalogue.db"), "default", None),
        "labels": (None, "default", None),
        "pager": shown()["pager"],
    }
    answer = run_app("config", "path")
    assert answer.out == f"{tmp_path / 'home' / 'stdplan' / 'config.toml'}\n"


def test_the_file_in_the_usual_place_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "home" / "stdplan" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('# mine\nlanguage = "zh"\n', "utf-8")
    monkeypatch.delenv("STDPLAN_LANG")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert shown()["language"] == ("zh", "file", f"{path}:2")
    assert run_app("sectors", "nothing").err
    assert "用法" not in run_app("--lang", "en", "config", "-f", "table").out


def test_an_option_wins_over_the_environment_and_that_over_the_file(
    write: Write, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(seeded, tmp_path / "mine.db")
    path = write('catalogue = "mine.db"\nlabels = "zh"\npager = ""\n')
    assert shown()["catalogue"] == (str(tmp_path / "mine.db"), "file", f"{path}:1")
    assert run_app("plans", "-f", "csv").out.startswith("年份,")
    assert shown()["pager"] == ("", "file", f"{path}:3")
    monkeypatch.setenv("STDPLAN_DB", str(seeded))
    monkeypatch.setenv("STDPLAN_LABELS", "")
    monkeypatch.setenv("STDPLAN_PAGER", "more")
    assert shown()["catalogue"] == (str(seeded), "environment", "STDPLAN_DB")
    assert shown()["labels"] == (None, "environment", "STDPLAN_LABELS")
    assert shown()["pager"] == ("more", "environment", "STDPLAN_PAGER")
    assert run_app("plans", "-f", "csv").out.startswith("year,")
    assert run_app("plans", "-f", "csv", "--labels", "en").out.startswith("Year,")
    rows = json.loads(run_app("--db", "x.db", "--lang", "zh", "config", "--json").out)
    assert [row["from"] for row in rows[:2]] == ["option", "option"]
    monkeypatch.setenv("STDPLAN_LABELS", "fr")
    assert run_app("plans", "-f", "csv").code == 2
    monkeypatch.setenv("STDPLAN_CONFIG", "")
    assert run_app("plans", "--json").code == 0


def test_a_catalogue_of_the_file_must_exist(write: Write) -> None:
    write('catalogue = "nowhere.db"\n')
    assert run_app("plans").code == 66


def test_the_pager_is_that_of_the_environment_last(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", "less")
    write("")
    config.load()
    assert config.pager() == ("less", "environment", "PAGER")
    write('pager = "less -RFX"')
    config.load()
    assert config.pager()[:2] == ("less -RFX", "file")
    monkeypatch.delenv("PAGER")
    write("")
    config.load()
    assert config.pager() == (None, "default", None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('\nlanguage = "fr"', ':2: language: "fr" is not valid; use one of zh, en'),
        ("labels = 3", ':1: labels: "3" is not a text'),
        ('a = 1\nlangauge = "zh"', ':1: a: "1" has no known key; use one of language, catalogue'),
        ('catalogue = ""', ':1: catalogue: "" is not a text'),
        ("language = zh", ':1: is not TOML: "language = zh" (Invalid value)'),
        (
            'language = "zh"\nlanguage = "en"',
            ':2: is not TOML: "language = "en"" (Cannot overwrite',
        ),
        ('x = """', ':1: is not TOML: "x = """"'),
        (b"# \xff\n", ":1: is not UTF-8 text"),
        ('questions = "x"', ':1: questions: "x" is not a table of command lines'),
        ("[questions]\n\nold = 3", ':3: questions.old: "3" is not a command line'),
        ('[questions]\nold = ""', ':2: questions.old: "" is not a command line'),
        ('[questions]\nold = "review \'due"', ':2: questions.old: "review \'due" has a quote that'),
        ('[questions]\nold = "--db x plans"', ':2: questions.old: "--db x plans" does not begin'),
        ('[questions]\nold = "run old"', ':2: questions.old: "run old" does not begin'),
        ('[questions]\n"-o" = "plans"', ':2: questions.-o: "plans" has a name that `run` takes'),
        ('questions = {old = ["plans", true]}', ':1: questions.old: "["plans", true]" is not a'),
        ("pager = true", ':1: pager: "true" is not a text'),
        ('langauge = "zh"', ':1: langauge: "zh" has no known key; use one of language, catalogue'),
        ("# 甲\u2028\nlabels = 1", ':2: labels: "1" is not a text'),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    write: Write, text: str | bytes, problem: str
) -> None:
    path = write(text)
    answer = run_app("plans")
    assert (answer.code, answer.out) == (65, "")
    [line] = answer.err.splitlines()
    assert line.startswith(f"stdplan: error: {path}{problem}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = " + "[" * 20_000, ": its values are nested too deeply"),
        ("#" * 1_000_001, ": over 1000000 bytes: too large for settings"),
        ("a = " + "x" * 500, f':1: is not TOML: "a = {"x" * 76}…" (Invalid value)'),
        (f'labels = "{"x" * 500}"', f':1: labels: "{"x" * 80}…" is not valid; use one of zh, en'),
    ],
)
def test_a_message_is_one_short_line(write: Write, text: str, problem: str) -> None:
    path = write(text)
    answer = run_app("plans")
    assert (answer.code, answer.err) == (65, f"stdplan: error: {path}{problem}\n")


@pytest.mark.parametrize(
    "text",
    [
        *("a = ", "a", "a = 1\na = 2", 'a = "x', "a = [1", "a = 1 2", "[a\n", "[a]\n[a]\n"),
        *(
            'a = "\\x"',
            'a = "\\uzzzz"',
            "a = 2011-02-30",
            "[[a\n",
            "a = {b = 1, b = 2}",
            "a = '''x",
        ),
        *("a = 1\n[a.b]\n", "a = {}\n[a.b]\n", "a = {b"),
    ],
)
def test_a_chinese_message_says_in_chinese_why_a_text_is_not_toml(write: Write, text: str) -> None:
    write(text)
    use_language("zh")
    try:
        with pytest.raises(BadData) as raised:
            config.load()
    finally:
        use_language(None)
    reason = str(raised.value).rpartition('"')[2]
    assert reason.startswith("（")
    assert not any(letter.isascii() and letter.isalpha() for letter in reason)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ('langauge = "zh"', '; did you mean "language"?'),
        (
            '[questions]\n到期 = "review due"',
            '; a name with other letters than a-z needs quotes: "…" = …',
        ),
        ('catalogue = "C:\\plans\\x.db"', "; a path with \\ needs single quotes: '…'"),
    ],
)
def test_a_message_says_what_to_write(write: Write, text: str, ending: str) -> None:
    write(text)
    answer = run_app("plans")
    assert (answer.code, answer.out) == (65, "")
    assert answer.err.endswith(f"{ending}\n")


@pytest.mark.parametrize("words", [("--lang", "zh", "plans"), ("--lang=zh", "run", "old")])
def test_a_faulty_file_is_named_in_the_language_of_the_line(
    write: Write, words: tuple[str, ...]
) -> None:
    path = write('language = "fr"')
    assert run_app(*words).err.startswith(f"stdplan: 错误: {path}:1：")
    write('language = "zh"\nlabels = 1')
    assert " is not a text" in run_app("--lang", "en", "plans").err


FAULTY = """
[questions]
a = "review due --yeers 3"
b = ["sql", "SELECT titel FROM standards"]
c = "standards show 99999"
d = "review due | head"
"two words" = "plans --sort nothing"
"""


@pytest.mark.parametrize(
    ("name", "code", "place", "command"),
    [
        ("a", 2, 3, "review due --yeers 3"),
        ("b", 2, 4, "sql 'SELECT titel FROM standards'"),
        ("c", 66, 5, "standards show 99999"),
        ("d", 2, 6, "review due '|' head"),
        ("two words", 2, 7, "plans --sort nothing"),
    ],
)
def test_an_error_of_a_saved_question_names_it(
    write: Write, loaded: Path, name: str, code: int, place: int, command: str
) -> None:
    path = write(FAULTY)
    answer = run_app("--db", str(loaded), "run", name)
    assert (answer.code, answer.out) == (code, "")
    *_, last = answer.err.splitlines()
    assert last == f'stdplan: the saved question "{name}" is `{command}` ({path}:{place})'


def test_the_nearest_question_is_named(write: Write) -> None:
    write('[questions]\nmachines = "plans"\n')
    assert run_app("run", "machine").err.endswith('; did you mean "machines"?\n')


def test_a_file_without_questions_is_named(write: Write) -> None:
    path = write('language = "en"')
    missing = run_app("run", "old")
    assert missing.code == 2
    assert missing.err.endswith(f'run: there is no question "old"; {path} has no questions\n')


def test_without_settings_no_question_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STDPLAN_CONFIG", "")
    why = "STDPLAN_CONFIG is empty, so no settings are read\n"
    answer = run_app("run", "old")
    assert (answer.code, answer.err.partition("; ")[2]) == (2, why)
    assert run_app("run", "-f", "table").code == 0
    assert run_app("config", "path").err == f"stdplan: {why}"


def test_a_file_that_is_named_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STDPLAN_CONFIG", str(tmp_path / "none.toml"))
    assert run_app("plans").code == 66
    monkeypatch.setenv("STDPLAN_CONFIG", str(tmp_path))
    assert run_app("plans").code == 77


def test_a_file_that_cannot_be_opened_is_named_in_the_language_of_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STDPLAN_CONFIG", str(tmp_path))
    monkeypatch.setenv("STDPLAN_LANG", "zh")
    answer = program("plans")
    assert answer.stderr == f"stdplan: 错误: {tmp_path}：无法打开（是文件夹）\n"


QUESTIONS = """
[questions]
machines = "standards list --sector machinery"
words = ["sql", "select count(*) as n from standards where title like '% %'"]
"""


def test_a_saved_question_runs_with_more_options(write: Write, loaded: Path) -> None:
    write(QUESTIONS)
    db = ("--db", str(loaded))
    plain = run_app(*db, "standards", "list", "--sector", "machinery", "--limit", "3")
    assert run_app(*db, "run", "machines", "--limit", "3") == plain
    assert run_app(*db, "run", "words").out.startswith("n\n")
    listed = json.loads(run_app("run", "--json").out)
    assert [row["name"] for row in listed] == ["machines", "words"]
    assert run_app(*db, "run", "machines", "--nothing").code == 2
    missing = run_app(*db, "run", "other")
    assert missing.code == 2
    assert 'there is no question "other"' in missing.err
    assert "machines, words" in missing.err


@pytest.mark.slow
def test_the_history_has_what_a_question_ran(write: Write, seeded: Path, tmp_path: Path) -> None:
    db = shutil.copy(seeded, tmp_path / "mine.db")
    write('[questions]\ndone = "progress record 3 1"\n')
    assert program("--db", str(db), "run", "done", "--on", "2011-06-30").returncode == 0
    last = program("--db", str(db), "history", "--limit", "1", "--json").stdout
    assert json.loads(last)[0]["command"].endswith("progress record 3 1 --on 2011-06-30")


def test_a_question_keeps_the_words_after_it(write: Write) -> None:
    from stdplan.commands.run import with_saved_question

    write(QUESTIONS)
    config.load()
    line = with_saved_question(["--db=x", "--lang", "zh", "run", "machines", "-f", "csv"])
    assert line[:3] == ["--db=x", "--lang", "zh"]
    assert line[3:] == ["standards", "list", "--sector", "machinery", "-f", "csv"]
    assert with_saved_question(["review", "run", "x"]) == ["review", "run", "x"]
    assert with_saved_question(["run", "--json"]) == ["run", "--json"]
