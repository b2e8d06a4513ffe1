"""The progress of an import is shown on a terminal, and nowhere else."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers import program, run_app, start, wait_for_reader

pytestmark = pytest.mark.slow

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")
ROWS = 6000
HEADER = "标准编号,标准名称,实施日期\n"
HIDDEN, SHOWN = b"\x1b[?25l", b"\x1b[?25h"
COUNTS = "file\tread\tadded\tchanged\tunchanged\trejected\n{path}\t{rows}\t{rows}\t0\t0\t0\n"


@pytest.fixture
def db(seeded: Path, tmp_path: Path) -> Path:
    """Return the path of this test's own seeded catalogue."""
    return Path(shutil.copy(seeded, tmp_path / "plan.db"))


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    """Write a list of several batches, `long.csv`. The program runs in its folder: next to a long
    path the terminal has no room for the rate."""
    path = tmp_path / "long.csv"
    path.write_text(HEADER + rows(), encoding="utf-8")
    return path


def rows() -> str:
    """Yield the lines of such a list."""
    return "".join(f"JB/T {serial}-2011,名称{serial},2011\n" for serial in range(1, ROWS + 1))


@contextmanager
def with_terminal(*words: str, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the program with a terminal for stderr alone, and return our end of the terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 120))
    process = start(*words, stderr=theirs, env={"TERM": "xterm-256color"}, cwd=cwd)
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.communicate()
        os.close(ours)


def read(descriptor: int, until: Callable[[bytes], bool] = lambda seen: False) -> bytes:
    """Read the terminal until it shows this text, or to its end."""
    seen = b""
    while not until(seen):
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # on Linux: the other end is closed
            break
        if not chunk:
            break
        seen += chunk
    return seen


def test_a_terminal_shows_rows_and_rate_and_stdout_does_not(db: Path, long_list: Path) -> None:
    words = ("--db", str(db), "standards", "import", long_list.name)
    with with_terminal(*words, cwd=long_list.parent) as (process, terminal):
        seen = read(terminal)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"6,000 rows, " in seen
    assert b" a second" in seen
    assert seen.count(HIDDEN) == seen.count(SHOWN) == 1
    assert out == COUNTS.format(path=long_list.name, rows=ROWS)


def test_a_pipe_shows_no_progress(db: Path, long_list: Path) -> None:
    answer = program("--db", str(db), "standards", "import", str(long_list))
    assert answer.stderr == ""
    assert answer.stdout == COUNTS.format(path=long_list, rows=ROWS)


def test_an_interrupt_restores_the_cursor_and_changes_nothing(db: Path, tmp_path: Path) -> None:
    before, rejects = db.read_bytes(), tmp_path / "out" / "rejects.csv"
    rejects.parent.mkdir()
    rejects.write_text("old", encoding="utf-8")
    fifo = tmp_path / "list.csv"
    os.mkfifo(fifo)
    words = ("standards", "import", str(fifo), "--skip-bad", str(rejects))
    with (
        with_terminal("--db", str(db), *words, cwd=tmp_path) as (process, terminal),
        fifo.open("w", encoding="utf-8") as writing,  # opens once the program reads
    ):
        writing.write(HEADER + rows())
        writing.flush()
        seen = read(terminal, lambda seen: HIDDEN in seen)
        wait_for_reader(process, writing)
        process.send_signal(signal.SIGINT)
        seen += read(terminal)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in seen
    assert seen.rindex(SHOWN) > seen.rindex(HIDDEN)
    assert db.read_bytes() == before
    assert [*rejects.parent.iterdir()] == [rejects]
    assert rejects.read_text("utf-8") == "old"
    assert run_app("--db", str(db), "db", "check").out == ""
