"""Lists for the commands to read, written by the tests that need them."""

from pathlib import Path

import pytest

from kit import MACHINE, PROJECT, ListOf, Run


@pytest.fixture
def a_list(tmp_path: Path) -> ListOf:
    """Write a list and give its path: `a_list("标准编号,标准名称", "JB/T 1-2011,车床")`."""

    def write(*lines: str, name: str = "list.csv", encoding: str = "utf-8") -> str:
        path = tmp_path / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return str(path)

    return write


@pytest.fixture
def two_records(run: Run) -> Run:
    """The program on a catalogue with one standard (MACHINE) and one project (PROJECT)."""
    add = ("standards", "add")
    assert run(*add, *MACHINE.split(), "--title", "试验机", "--published", "2011").code == 0
    assert run(*add, PROJECT, "--title", "磨床", "--on", "2011-02-01").code == 0
    return run
