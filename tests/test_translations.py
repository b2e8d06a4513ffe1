"""Every language has every message and no other, and changes only what a person reads.

`messages.py` finds the messages of the program and reports what a .po file lacks.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import messages
from helpers import Run, program, run_app
from stdplan.i18n import LANGUAGES, t, tn, use_language

SOURCE = messages.SOURCE


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Restore English: the language is global to the process, and later tests expect English."""
    yield
    use_language("en")


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """Return a folder for lists, and fill the catalogue of `run` with records of every kind."""
    messages.fill(run, tmp_path)
    return tmp_path


def test_every_language_has_all_messages_and_no_other(run: Run, folder: Path) -> None:
    used = messages.used(run, folder)
    paths = messages.files()
    assert paths
    for path in paths:
        problems = list(messages.problems(path, used))
        mend = "run `python tests/messages.py update`, then translate or review what it lists"
        assert not problems, "\n".join([f"{path}: {mend}", *problems])


@pytest.fixture
def po(tmp_path: Path) -> Callable[[str], Path]:
    """Write a .po file that has this text after its header."""

    def write(body: str) -> Path:
        path = tmp_path / "xx" / "zh" / "LC_MESSAGES" / "stdplan.po"
        path.parent.mkdir(parents=True)
        header = messages.HEADER.format(code="zh", plural="nplurals=1; plural=0")
        path.write_text(header + body, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "missing: 'a {file}'"),
        ('msgid "a {file}"\nmsgstr ""\n', "not translated: 'a {file}'"),
        ('#, fuzzy\nmsgid "a {file}"\nmsgstr "{file}"\n', "fuzzy (review it"),
        ('msgid "a {file}"\nmsgstr "{path}"\n', "other placeholders: 'a {file}'"),
        (
            'msgid "a {file}"\nmsgstr "{file}"\n\nmsgid "b"\nmsgstr "b"\n',
            "no longer used: 'b'",
        ),
    ],
)
def test_problems_are_found(body: str, problem: str, po: Callable[[str], Path]) -> None:
    used = Catalog()
    used.add("a {file}")
    [found] = messages.problems(po(body), used)
    assert found.startswith(problem)


def test_plural_forms_have_the_same_placeholders(po: Callable[[str], Path]) -> None:
    used = Catalog()
    used.add(("{count} row", "{count} rows"))
    path = po('msgid "{count} row"\nmsgid_plural "{count} rows"\nmsgstr[0] "{rows} 行"\n')
    [found] = messages.problems(path, used)
    assert found.startswith("other placeholders")


def test_update_keeps_translations_and_comments(po: Callable[[str], Path]) -> None:
    path = po('# Of a list.\nmsgid "b"\nmsgstr "乙"\n\nmsgid "gone"\nmsgstr "去"\n')
    used = Catalog()
    used.add("b")
    used.add(("{count} row", "{count} rows"))
    assert messages.update(path, used) == ["'gone': '去'"]
    assert path.read_text("utf-8").partition("\n\n")[2] == (
        '# Of a list.\nmsgid "b"\nmsgstr "乙"\n\n#, python-brace-format\n'
        'msgid "{count} row"\nmsgid_plural "{count} rows"\nmsgstr[0] ""\n\n'
    )


def test_the_files_are_as_update_writes_them(tmp_path: Path) -> None:
    for path in messages.files():
        copy = tmp_path / path.parts[-3] / "LC_MESSAGES" / path.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())
        messages.update(copy, messages.read(path))
        assert copy.read_text("utf-8") == path.read_text("utf-8"), "python tests/messages.py update"


@pytest.mark.slow
@pytest.mark.parametrize("words", messages.ASKED)
def test_keys_and_headers_are_not_translated(words: str, run: Run, folder: Path) -> None:
    def answer_in(language: str) -> tuple[set[str], str]:
        records = messages.answer(run, folder, words, "json", language)
        header = messages.answer(run, folder, words, "tsv", language).partition("\n")[0]
        if words.startswith("standards check"):  # its columns have labels, next to those of a list
            header = ""
        return set(messages.keys(json.loads(records), False)), header

    assert answer_in("zh") == answer_in("en")


def test_help_is_chinese(run: Run) -> None:
    assert "应复审的标准" in run("--lang", "zh", "review", "due", "--help").out
    assert "重点领域；可重复。" in run("--lang", "zh", "standards", "add", "--help").out
    root = run_app("--lang", "zh", "--help").out
    assert "推进标准化工作计划" in root
    assert "台账文件" in root


def test_help_has_no_space_between_chinese_words() -> None:
    """Help is wrapped at spaces, so a line end within a Chinese paragraph would become one."""
    [path] = [path for path in messages.files() if path.parts[-3] == "zh"]
    for message in messages.read(path):
        if "Help." in message.auto_comments and isinstance(message.string, str):
            for paragraph in message.string.split("\n\n"):
                assert "\n" not in paragraph or paragraph.startswith("\\b\n"), paragraph


def test_help_keeps_its_line_ends(run: Run) -> None:
    for language in ("en", "zh"):
        out = run("--lang", language, "standards", "list", "--help").out
        assert "\n  stdplan standards list --sector machinery --status in-force\n" in out
        assert "\\b" not in out


def test_errors_are_chinese(run: Run) -> None:
    answer = run("--lang", "zh", "review", "due", "--family", "planetary")
    assert answer.code == 2
    assert answer.err.startswith("stdplan: 错误: --family：“planetary”不在可选值之列：国家标准、")


def test_names_of_columns_are_chinese(run: Run) -> None:
    head = run("--lang", "zh", "sectors", "list", "-f", "table").out.splitlines()[0]
    assert head.split()[:3] == ["名称", "类型", "标准代号"]


@pytest.mark.parametrize(
    ("words", "key", "label"),
    [
        ("review due", "due", "应复审日期"),
        ("review due --by sector", "due", "应复审数"),
        ("review calendar", "due", "应复审数"),
        ("report coverage", "due", "应复审数"),
        ("committees list", "due", "应复审数"),
        ("activities list", "due", "截止日期"),
        ("report review", "rate", "复审完成率"),
        ("adoption report", "rate", "采标率"),
        ("adoption report", "adopted", "采标数"),
        ("adoption stale", "adopted", "所采标准"),
        ("review list", "ends", "废止日期"),
        ("standards list", "ends", "废止日期（含推算）"),
    ],
)
def test_a_key_with_several_meanings_has_a_label_for_each(
    words: str, key: str, label: str, run: Run
) -> None:
    def header(*options: str) -> list[str]:
        return run(*words.split(), "-f", "csv", *options).out.partition("\n")[0].split(",")

    assert dict(zip(header(), header("--labels", "zh"), strict=True))[key] == label
    assert dict(zip(header(), header("--labels", "en"), strict=True))[key] == key.capitalize()


def test_a_nested_list_has_the_meaning_of_its_column(run: Run) -> None:
    run("standards", "add", "JB/T 1-2000", "--published", "2000-01-01")
    review = "review record JB/T1-2000 --outcome withdraw --on 2011-06-01 --ends 2012-01-01"
    assert run(*review.split()).code == 0
    lines = run("--lang", "zh", "standards", "show", "JB/T 1-2000", "-f", "table").out.splitlines()
    [header] = [line.split() for line in lines if "复审结论" in line]
    assert header[:3] == ["日期", "复审结论", "废止日期"]
    run("standards", "add", "2011-0001T-JB", "--title", "试验机", "--on", "2011-01-01")
    suspend = "standards suspend 2011-0001T-JB --on 2011-06-01 --until 2011-09-01"
    assert run(*suspend.split()).code == 0
    shown = run("--lang", "zh", "standards", "show", "2011-0001T-JB", "-f", "table").out
    assert "暂停日期    恢复日期" in shown
    extend = "standards extend 2011-0001T-JB --target 2013-06 --on 2011-10-01"
    assert run(*extend.split()).code == 0
    shown = run("--lang", "zh", "standards", "show", "2011-0001T-JB", "-f", "table").out
    assert "日期        延期至" in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_english_loads_no_messages(language: str, db: Path) -> None:
    watched = (
        "import sys; from stdplan.cli import main\n"
        "def watch(event, args):\n"
        "    if event == 'open': print(args[0], file=sys.stderr)\n"
        "sys.addaudithook(watch)\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched, "--db", db, "sectors", "list"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SOURCE.parent), "STDPLAN_LANG": language},
        check=True,
    )
    assert ("stdplan.mo" in done.stderr) == (language == "zh")


def test_a_new_language_needs_only_a_folder(
    db: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = Path(shutil.copytree(SOURCE, tmp_path / "stdplan"))
    monkeypatch.setattr(messages, "LOCALE", package / "locale")

    def in_esperanto(*words: str) -> subprocess.CompletedProcess[str]:
        env = {"PYTHONPATH": str(tmp_path), "STDPLAN_LANG": "", "LC_ALL": "eo.UTF-8"}
        return program("--db", str(db), *words, env=env)

    path = messages.begin("eo")
    assert "Language: eo" in path.read_text("utf-8")
    assert "not translated: 'yes'" in list(messages.problems(path, messages.read(path)))
    languages = (*sorted({"eo", *LANGUAGES} - {"en"}), "en")
    assert "|".join(languages) in in_esperanto("--help").stdout
    [error] = in_esperanto("--lang", "xx", "sectors").stderr.splitlines()[-1:]
    assert error.endswith(f'"xx" is not valid; use one of {", ".join(languages)}')
    # Not compiled yet: English. Names in the data are English, too.
    table = in_esperanto("sectors", "list", "-f", "table").stdout
    assert table.splitlines()[0].split()[:3] == ["Code", "Name", "Kind"]

    text = path.read_text("utf-8")
    translated = text.replace('msgid "name"\nmsgstr ""', 'msgid "name"\nmsgstr "nomo"')
    path.write_text(translated, encoding="utf-8")
    messages.compile_changed()
    esperanto = in_esperanto("sectors", "list", "-f", "table").stdout
    assert esperanto.splitlines()[0].split()[:3] == ["Code", "Nomo", "Kind"]
    assert esperanto.splitlines()[1:] == table.splitlines()[1:]


def test_a_count_gets_the_matching_plural_form() -> None:
    def rows(count: int) -> str:
        return tn("{count} row of {file}", "{count} rows of {file}", count, file="a.csv")

    for language in ("en", "zh"):  # a message without a translation stays English
        use_language(language)
        assert [rows(0), rows(1), rows(2)] == [
            "0 rows of a.csv",
            "1 row of a.csv",
            "2 rows of a.csv",
        ]


def test_an_empty_message_stays_empty() -> None:
    use_language("zh")
    assert t("") == ""
