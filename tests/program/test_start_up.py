"""Start-up: a command imports no slow module that it does not need.

The tests look at `sys.modules`, never at the clock: times depend on the machine, imports do not.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

import stdplan
from helpers import READINGS
from stdplan.commands.context import default_path

pytestmark = pytest.mark.slow

SLOW = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "rich",
    "yaml",
    "openpyxl",
    "xlrd",
    "pygal",
    "docx",
    "datasette",
    "uvicorn",
    "jinja2",
}
# Modules of the standard library, and Typer, that a plain reading command does without.
LARGE = {
    *("typer", "typing", "inspect", "signal", "urllib", "pathlib", "dataclasses", "gettext"),
    *("platformdirs", "argparse", "platform", "tomllib"),
}
# The shortest commands do without these, too.
SMALLER = {"re", "enum", "decimal", "json", "unicodedata"}
# Run `main` on each command line, as `python -m stdplan` does, without the modules of stdplan and
# the slow packages that earlier command lines imported; print the exit code, the length of output
# and the packages that are imported at the end.
REPORT_IMPORTS = """
import io, json, os, sys

def leave(code):
    raise SystemExit(code)

os._exit = leave
db, slow, commands = json.loads(sys.argv[1])
results = {}
for words in commands:
    for name in list(sys.modules):
        if name.partition(".")[0] in ["stdplan", *slow]:
            del sys.modules[name]
    sys.argv = ["stdplan", "--db", db, *words.split()]
    sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    try:
        from stdplan.cli import main
        main()
    except SystemExit as end:
        packages = sorted({*sys.modules, *(name.partition(".")[0] for name in sys.modules)})
        sys.stdout.flush()
        written = sys.stdout.buffer.tell() + sys.stderr.buffer.tell()
        results[words] = end.code, written, packages
sys.__stdout__.write(json.dumps(results))
"""


def imported(db: Path, *commands: str) -> dict[str, set[str]]:
    """Return the packages and modules that each command has imported at its end."""
    source = str(Path(stdplan.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", REPORT_IMPORTS, json.dumps([str(db), sorted(SLOW), commands])],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONPATH": source, "STDPLAN_TODAY": "2026-11-22", "STDPLAN_LANG": "en"},
        check=True,
    )
    results = json.loads(done.stdout)
    assert not [words for words, (code, written, _) in results.items() if code or not written]
    return {words: set(packages) for words, (_, _, packages) in results.items()}


READING = [words for words in READINGS.values() if "import" not in words and "check" not in words]


def test_a_reading_command_imports_nothing_slow(loaded: Path) -> None:
    others = ("standards list -f csv", "standards list --json", "--help")
    imports = imported(loaded, *READING, *others)
    wrong = [
        f"{words}: {packages & SLOW}" for words, packages in imports.items() if packages & SLOW
    ]
    assert not wrong, "\n".join(wrong)


# Run `main` on a command line, as `python -m stdplan` does, and print the modules it imports.
REPORT_OWN_IMPORTS = """
import os, sys

def leave(code):
    sys.__stderr__.write(" ".join({*sys.modules} - before))
    sys.__stderr__.flush()
    end(code)

end, os._exit, before = os._exit, leave, {*sys.modules}
from stdplan.cli import main
main()
"""


def own_imports(db: Path, words: str, **env: str) -> set[str]:
    """Return the modules that a command imports in a process of its own."""
    source = str(Path(stdplan.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", REPORT_OWN_IMPORTS, "--db", db, *words.split()],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": source, "STDPLAN_TODAY": "2026-11-22", "STDPLAN_LANG": "en", **env},
        check=True,
    )
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


# These import large modules: they read every record.
EVERY_RECORD = ("standards similar", "standards classify", "db info", "db check")


@pytest.mark.parametrize(
    "words", [words for words in READING if not words.startswith(EVERY_RECORD)]
)
def test_a_plain_reading_command_imports_no_large_module(loaded: Path, words: str) -> None:
    assert own_imports(loaded, words) & LARGE == set()


@pytest.mark.parametrize(
    "words",
    [
        "sectors",
        "sectors list --as-of 2026-11-22",
        "sectors show telecom",
        "focus list --sector=telecom",
        "tasks list",
        "review due",
        "review due --year 2026 --limit 3",
        "review list",
        "standards show JB/T 7547-1994",
        "adoption report",
        "--debug sectors",
    ],
)
def test_a_short_command_imports_next_to_nothing(loaded: Path, words: str) -> None:
    assert own_imports(loaded, words) & (LARGE | SMALLER) == set()


def test_help_and_other_languages_import_what_they_need(loaded: Path) -> None:
    assert "typer" in own_imports(loaded, "sectors --help")
    assert own_imports(loaded, "sectors", STDPLAN_LANG="zh") & LARGE == {"gettext"}


def test_the_default_catalogue_is_found_as_platformdirs_finds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for folder in ("/data", "relative", "", " "):
        monkeypatch.setenv("XDG_DATA_HOME", folder)
        expected = platformdirs.user_data_path("stdplan", appauthor=False) / "catalogue.db"
        assert Path(default_path()) == expected


def test_a_slow_import_is_detected(loaded: Path) -> None:
    imports = imported(loaded, "sectors -f xlsx", "sectors", "sectors -f yaml")
    assert [sorted(packages & SLOW) for packages in imports.values()] == [
        ["openpyxl"],
        [],
        ["yaml"],
    ]


@pytest.mark.parametrize(
    ("noun", "text"),
    [("standards", "标准编号\nJB/T 1-2011\n"), ("activities", "名称,类型\n甲,标准化培训\n")],
)
def test_a_bulk_load_imports_nothing_slow(
    loaded: Path, tmp_path: Path, noun: str, text: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    [imports] = imported(loaded, f"{noun} import {path} --dry-run").values()
    assert imports & SLOW == set()


def test_a_check_of_a_list_imports_nothing_slow(loaded: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("产品,标准\n泵,JB/T 1-2011\n阀,GB/T 2 阀门\n", encoding="utf-8")
    [modules] = imported(loaded, f"standards check {path} -f csv").values()
    readers = {f"stdplan.importing.{name}" for name in ("cell_values", "standard_rows", "reviews")}
    assert modules & (SLOW | readers) == set()


def test_a_list_in_another_form_imports_no_reader_of_documents_or_archives(
    loaded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号\nJB/T 1-2011\n", encoding="utf-8")
    [modules] = imported(loaded, f"standards import {path} --dry-run").values()
    own = {f"stdplan.importing.readers.{name}" for name in ("pdf_reader", "list_folders")}
    readers = ("document_", "docx", "html")
    assert {name for name in modules if any(part in name for part in readers)} == set()
    assert modules & {*own, "pdfplumber", "pdfminer", "subprocess", "xml"} == set()
    assert "stdplan.importing.readers.csv_reader" in modules


def test_an_import_of_standards_does_not_load_the_readers_of_other_lists(
    loaded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号,结论,甲\nJB/T 1-2011,继续有效,乙\n", encoding="utf-8")
    [modules] = imported(loaded, f"standards import {path} --dry-run").values()
    others = {f"stdplan.importing.{name}" for name in ("activities", "amounts", "reviews")}
    assert modules & others == set()
    assert "stdplan.importing.standard_lists" in modules


@pytest.mark.parametrize(
    "words",
    [
        "standards add JB/T 99999-2011 --title=甲 --published=2011-05-18",
        "standards edit JB/T 99998-2011 --effective=2011-10-01",
        "standards stage 2011-0123T-JB 20 --on=2011-09-01",
        "standards stage 2011-0123T-JB 60 --number=JB/T99997-2011 --on=2011-12-01",
        "standards remove JB/T 99998-2011",
    ],
)
def test_editing_standards_does_not_import_sqlmodel(
    loaded: Path, tmp_path: Path, words: str
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(loaded, copy)
    with sqlite3.connect(copy) as connection:
        connection.executemany(
            "INSERT INTO standard (key, number, plan_number, sort_key, withdrawn_inferred)"
            " VALUES (?, ?, ?, '', 0)",
            [
                ("JB/T 99998-2011", "JB/T 99998-2011", None),
                ("2011-0123T-JB", None, "2011-0123T-JB"),
            ],
        )
    [imports] = imported(copy, words).values()
    assert imports & {"sqlmodel", "sqlalchemy", "pydantic", "rich"} == set()
