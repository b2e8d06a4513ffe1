"""Unfinished files: a later run removes those of processes that have ended, and no others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import Run
from stdplan import unfinished
from stdplan.unfinished import remove_leftovers, remove_own, unfinished_path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process ids of POSIX")


@pytest.fixture
def ended() -> int:
    """Return the id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left_by(folder: Path, process: int, host: str | None = None, ending: str = "") -> Path:
    """Leave a file as a killed process does."""
    name = f".stdplan-{process}-{host or unfinished._host()}-0123456789ab.tmp{ending}"
    path = folder / name
    path.write_text("half of a file")
    return path


def test_a_file_of_a_process_that_has_ended_is_removed(tmp_path: Path, ended: int) -> None:
    left = [left_by(tmp_path, ended), left_by(tmp_path, ended, ending="-journal")]
    folder = tmp_path / f".stdplan-{ended}-{unfinished._host()}-ab.tmp"
    folder.mkdir()
    (folder / "book.xlsx").write_text("half of a workbook")
    mine = left_by(tmp_path, os.getpid())
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == [mine], left


@pytest.mark.parametrize(
    "name", [".stdplan-notes", ".stdplan-1.tmp", "stdplan-1-0-0.tmp", ".stdplan-x-0-0.tmp"]
)
def test_other_files_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("of somebody else")
    remove_leftovers(tmp_path)
    assert (tmp_path / name).exists()


def test_a_file_of_another_host_is_left_for_a_week(tmp_path: Path, ended: int) -> None:
    young, old = (left_by(tmp_path, ended, host) for host in ("00000000", "11111111"))
    long_ago = old.stat().st_mtime - 8 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == [young]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files")
def test_a_file_of_another_user_is_left_alone(tmp_path: Path, ended: int) -> None:
    left = left_by(tmp_path, ended)
    os.chown(left, 12345, -1)
    remove_leftovers(tmp_path)
    assert left.exists()


def test_a_process_removes_its_own_files_at_its_end(tmp_path: Path) -> None:
    path = Path(unfinished_path(tmp_path))
    path.write_text("half of a file")
    remove_own()
    assert not path.exists()


def test_the_next_run_removes_what_is_left(run: Run, db: Path, tmp_path: Path, ended: int) -> None:
    """Next to the catalogue if it writes, and where it writes a file."""
    folder = tmp_path / "lists"
    folder.mkdir()
    left = [left_by(db.parent, ended), left_by(folder, ended)]
    run("sectors", "list", "-o", str(folder / "sectors.csv"))
    assert [path.exists() for path in left] == [True, False]
    run("standards", "add", "JB/T 1-2011")
    assert [path.exists() for path in left] == [False, False]
