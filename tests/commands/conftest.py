"""Fixtures of the commands: lists for import, and a catalogue with two records."""

import shutil
from pathlib import Path

import pytest

from helpers import MACHINE, PROJECT, ListOf, Run


@pytest.fixture
def a_list(tmp_path: Path) -> ListOf:
    """Return a function that writes a list and returns its path: `a_list("标准编号,标准名称", "JB/T
    1-2011,车床")`."""

    def write(*lines: str, name: str = "list.csv", encoding: str = "utf-8") -> str:
        path = tmp_path / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return str(path)

    return write


@pytest.fixture(scope="module")
def machine_and_project(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with one standard (MACHINE) and one project (PROJECT)."""
    add = ("standards", "add")
    assert run_blank(*add, *MACHINE.split(), "--title", "试验机", "--published", "2011").code == 0
    assert run_blank(*add, PROJECT, "--title", "磨床", "--on", "2011-02-01").code == 0
    return blank


@pytest.fixture
def two_records(machine_and_project: Path, db: Path, run: Run) -> Run:
    """Run the program on a copy of `machine_and_project`."""
    shutil.copy(machine_and_project, db)
    return run
