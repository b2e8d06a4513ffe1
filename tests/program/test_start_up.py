"""What a reading command in a pipe imports: nothing that is slow and not needed.

On `sys.modules`, never on the clock: start-up times are of machines, imports are of the program.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import stdplan
from kit import READINGS

SLOW = {"sqlmodel", "sqlalchemy", "pydantic", "rich", "yaml", "openpyxl"}
# Runs the program as `python -m stdplan` does, and says on stderr what it had imported by the end.
TELL = """
import os, sys
leave = os._exit
def tell(code):
    sys.stderr.write(" ".join(sorted(sys.modules)))
    sys.stderr.flush()
    leave(code)
os._exit = tell
from stdplan.cli import main
main()
"""


def imported(db: Path, words: str) -> set[str]:
    """The packages and modules that a command had imported when it ended."""
    source = str(Path(stdplan.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", TELL, "--db", str(db), *words.split()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": source, "STDPLAN_TODAY": "2026-11-22", "STDPLAN_LANG": "en"},
        check=True,
    )
    assert done.stdout
    modules = set(done.stderr.splitlines()[-1].split())
    return modules | {name.partition(".")[0] for name in modules}


READING = [words for words in READINGS.values() if "import" not in words and "check" not in words]


@pytest.mark.parametrize(
    "words", [*READING, "standards list -f csv", "standards list --json", "--help"]
)
def test_a_reading_command_imports_nothing_slow(loaded: Path, words: str) -> None:
    assert imported(loaded, words) & SLOW == set()


@pytest.mark.parametrize(
    ("noun", "text"),
    [("standards", "标准编号\nJB/T 1-2011\n"), ("activities", "名称,类型\n甲,标准化培训\n")],
)
def test_a_bulk_load_does_without_sqlmodel(
    loaded: Path, tmp_path: Path, noun: str, text: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    found = imported(loaded, f"{noun} import {path} --dry-run")
    assert found & {"sqlmodel", "sqlalchemy", "pydantic", "rich"} == set()


def test_an_import_of_standards_does_not_load_the_readers_of_other_lists(
    loaded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号,结论,甲\nJB/T 1-2011,继续有效,乙\n", encoding="utf-8")
    modules = imported(loaded, f"standards import {path} --dry-run")
    others = {f"stdplan.importing.{name}" for name in ("activities", "amounts", "reviews")}
    assert modules & others == set()
    assert "stdplan.importing.standard_lists" in modules
