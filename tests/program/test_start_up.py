"""Start-up: a command imports no slow module that it does not need.

The tests look at `sys.modules`, never at the clock: times depend on the machine, imports do not.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import stdplan
from helpers import READINGS

pytestmark = pytest.mark.slow

SLOW = {"sqlmodel", "sqlalchemy", "pydantic", "rich", "yaml", "openpyxl"}
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
def test_a_bulk_load_does_not_import_sqlmodel(
    loaded: Path, tmp_path: Path, noun: str, text: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    [imports] = imported(loaded, f"{noun} import {path} --dry-run").values()
    assert imports & {"sqlmodel", "sqlalchemy", "pydantic", "rich"} == set()


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
