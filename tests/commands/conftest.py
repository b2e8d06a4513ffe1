"""Lists for the commands to read, written by the tests that need them."""

from pathlib import Path

import pytest

from kit import ListOf


@pytest.fixture
def a_list(tmp_path: Path) -> ListOf:
    """Write a list and give its path: `a_list("标准编号,标准名称", "JB/T 1-2011,车床")`."""

    def write(*lines: str, name: str = "list.csv", encoding: str = "utf-8") -> str:
        path = tmp_path / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return str(path)

    return write
