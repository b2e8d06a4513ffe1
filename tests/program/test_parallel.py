"""Long lists are drafted by several processes: the same comes out, and none outlives the import."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import interruptible
from stdplan.catalogue import staging
from stdplan.catalogue.staging import Staging, StagingTables
from stdplan.domain.dates import today
from stdplan.domain.standard_record import RecordBatch
from stdplan.errors import InputOutput
from stdplan.importing import parallel
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.readers.rows import BLOCK_SIZE
from stdplan.importing.row_batches import Batch, BatchParser
from stdplan.importing.standard_lists import ImportOptions, read_list
from stdplan.importing.standard_rows import KnownCodes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody helps"),
]
ROWS = BLOCK_SIZE * (parallel.MIN_BATCHES + 2) + 7
# The program with two helpers, each of which waits with its first batch until the process that
# began it is gone.
WAITING = """
import os, time
from stdplan.cli import main
from stdplan.importing import parallel
from stdplan.importing.row_batches import BatchParser

first, parse = os.getpid(), BatchParser.parse

def wait(self, batch):
    while os.getppid() == first:
        time.sleep(0.01)
    return parse(self, batch)

parallel._worker_count = lambda: 2
BatchParser.parse = wait
main()
"""


@pytest.fixture
def a_long_list(tmp_path: Path) -> Path:
    """Rows of all kinds: plain ones, words for the note, a fault in every thousandth."""
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("标准编号,标准名称,实施日期,代替标准\n")
        for row in range(ROWS):
            day = "2011-02-30" if row % 1000 == 7 else "发布之日" if row % 10 == 3 else "2011-10-01"
            file.write(f"JB/T {row}-2011,车床 第{row}部分,{day},JB/T {row}-1999\n")
    return path


@pytest.fixture
def read(a_long_list: Path, seeded: Path) -> Iterator[Callable[[], tuple[ListSummary, list[Any]]]]:
    """Read the list: what is told of it, and what is staged of it, with its links."""
    connection = sqlite3.connect(seeded, isolation_level=None)

    def staged() -> tuple[ListSummary, list[Any]]:
        with Staging(connection) as stage:
            stage.begin()
            known = KnownCodes({}, {}, {})
            reading = read_list(str(a_long_list), known, ImportOptions(), today(), stage)
            rows = connection.execute("SELECT * FROM staged ORDER BY n").fetchall()
            links = connection.execute("SELECT * FROM staged_replaces ORDER BY n").fetchall()
            assert stage.lists[-1].used >= {"number", "title", "note"}
        return reading, rows + links

    yield staged
    connection.close()


Read = Callable[[], tuple[ListSummary, list[Any]]]


def test_several_processes_give_what_one_gives(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(parallel, "_worker_count", lambda: 0)
    alone, by_one = read()
    monkeypatch.setattr(parallel, "_worker_count", lambda: 3)
    together, by_three = read()
    assert together == alone
    assert alone.rejected == ROWS // 1000
    assert by_three == by_one
    assert not list(tmp_path.glob("stdplan-*"))


def test_a_bug_in_a_helper_is_told_by_the_process_that_asked(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(self: BatchParser, batch: Batch) -> None:
        raise RuntimeError(f"at {batch.first}")

    monkeypatch.setattr(parallel, "_worker_count", lambda: 2)
    monkeypatch.setattr(BatchParser, "parse", parse)
    with pytest.raises(RuntimeError, match="at 1"):
        read()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_helpers_end_with_the_import_and_say_nothing(
    a_long_list: Path, seeded: Path, number: int
) -> None:
    words = ("--db", str(seeded), "standards", "import", str(a_long_list))
    with interruptible():
        running = subprocess.Popen(
            [sys.executable, "-c", WAITING, *words],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    helpers = wait_for_children(running)
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert running.returncode in (-number, 128 + number)
    assert "Traceback" not in said
    while any(Path(f"/proc/{pid}").exists() for pid in helpers):  # they end, or this test does not
        time.sleep(0.01)


def wait_for_children(process: "subprocess.Popen[str]") -> list[int]:
    """The processes that the process has begun, once there are two."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        if len(found := listed.read_text().split()) == 2:
            return [int(child) for child in found]
        time.sleep(0.01)
    raise AssertionError("no helpers were begun")


def test_a_helper_that_is_killed_is_told(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(self: BatchParser, batch: Batch) -> None:
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does when memory is short

    monkeypatch.setattr(parallel, "_worker_count", lambda: 2)
    monkeypatch.setattr(BatchParser, "parse", parse)
    with pytest.raises(InputOutput, match="not enough memory"):
        read()


def test_where_there_is_little_room_it_is_drafted_alone(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_worker_count", lambda: 2)
    monkeypatch.setattr(staging, "_WORKER_SPACE", 1 << 80)
    reading, _ = read()
    assert (reading.rows, reading.rejected) == (ROWS, ROWS // 1000)


def test_a_temporary_folder_that_is_full_is_told_as_what_it_is(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: StagingTables, first: int, rows: RecordBatch) -> set[str]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(parallel, "_worker_count", lambda: 2)
    monkeypatch.setattr(StagingTables, "insert_batch", full)
    with pytest.raises(InputOutput, match=r"the temporary folder .* is full \(TMPDIR names"):
        read()


def test_without_processes_it_is_drafted_alone(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(parallel, "_worker_count", lambda: 2)
    monkeypatch.setattr(os, "fork", fork)
    reading, _ = read()
    assert (reading.rows, reading.rejected) == (ROWS, ROWS // 1000)
