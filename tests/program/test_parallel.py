"""importing/parallel.py: several processes parse a long list with the same result as one, and all
of them end with the import."""

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
from list_helpers import open_list
from stdplan.catalogue import staging
from stdplan.catalogue.staging import Staging, StagingTables
from stdplan.domain.dates import today
from stdplan.domain.standard_record import RecordBatch
from stdplan.errors import InputOutput
from stdplan.importing import parallel
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.readers.rows import BLOCK_SIZE, ReadOptions
from stdplan.importing.row_batches import Batch, BatchParser
from stdplan.importing.standard_lists import ImportOptions, read_list
from stdplan.importing.standard_rows import KnownCodes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="workers run on Linux only"),
]
ROWS = BLOCK_SIZE * (parallel.MIN_BATCHES + 2) + 7
# The program with two workers. Each waits with its first batch until the process that started
# it has ended.
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

parallel.worker_count = lambda most: 2
BatchParser.parse = wait
main()
"""


@pytest.fixture
def a_long_list(tmp_path: Path) -> Path:
    """Write rows of all kinds: plain ones, words for the note, a fault in every thousandth row."""
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("标准编号,标准名称,实施日期,代替标准\n")
        for row in range(ROWS):
            day = "2011-02-30" if row % 1000 == 7 else "发布之日" if row % 10 == 3 else "2011-10-01"
            file.write(f"JB/T {row}-2011,车床 第{row}部分,{day},JB/T {row}-1999\n")
    return path


@pytest.fixture
def read(a_long_list: Path, seeded: Path) -> Iterator[Callable[[], tuple[ListSummary, list[Any]]]]:
    """Return a function that reads the list: its summary, and its staged rows with their links."""
    connection = sqlite3.connect(seeded, isolation_level=None)

    def staged() -> tuple[ListSummary, list[Any]]:
        with Staging(connection) as stage:
            stage.begin()
            known = KnownCodes({}, {}, {})
            with open_list(str(a_long_list), ReadOptions()) as source:
                summary = read_list(source, known, ImportOptions(), today(), stage)
            rows = connection.execute("SELECT * FROM staged ORDER BY n").fetchall()
            links = connection.execute("SELECT * FROM staged_replaces ORDER BY n").fetchall()
            assert stage.lists[-1].used >= {"number", "title", "note"}
        return summary, rows + links

    yield staged
    connection.close()


Read = Callable[[], tuple[ListSummary, list[Any]]]


def test_several_processes_give_the_same_result_as_one(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(parallel, "worker_count", lambda most: 0)
    alone, by_one = read()
    monkeypatch.setattr(parallel, "worker_count", lambda most: 3)
    together, by_three = read()
    assert together == alone
    assert alone.rejected == ROWS // 1000
    assert by_three == by_one
    assert not list(tmp_path.glob("stdplan-*"))


def test_the_importing_process_reports_a_bug_in_a_worker(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(self: BatchParser, batch: Batch) -> None:
        raise RuntimeError(f"at {batch.first}")

    monkeypatch.setattr(parallel, "worker_count", lambda most: 2)
    monkeypatch.setattr(BatchParser, "parse", parse)
    with pytest.raises(RuntimeError, match="at 1"):
        read()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_the_import_and_print_nothing(
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
    workers = wait_for_children(running)
    running.send_signal(number)
    _, stderr = running.communicate(timeout=60)
    assert running.returncode in (-number, 128 + number)
    assert "Traceback" not in stderr
    while any(Path(f"/proc/{pid}").exists() for pid in workers):  # this test ends only if they end
        time.sleep(0.01)


def wait_for_children(process: "subprocess.Popen[str]") -> list[int]:
    """Wait until the process has two child processes, and return their ids."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        if len(found := listed.read_text().split()) == 2:
            return [int(child) for child in found]
        time.sleep(0.01)
    raise AssertionError("no workers were started")


def test_the_death_of_a_worker_is_an_error(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(self: BatchParser, batch: Batch) -> None:
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does if memory runs out

    monkeypatch.setattr(parallel, "worker_count", lambda most: 2)
    monkeypatch.setattr(BatchParser, "parse", parse)
    with pytest.raises(InputOutput, match="not enough memory"):
        read()


def test_with_little_disk_space_one_process_parses_the_list(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "worker_count", lambda most: 2)
    monkeypatch.setattr(staging, "_WORKER_SPACE", 1 << 80)
    summary, _ = read()
    assert (summary.rows, summary.rejected) == (ROWS, ROWS // 1000)


def test_a_full_temporary_folder_is_named_in_the_error(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: StagingTables, first: int, rows: RecordBatch) -> set[str]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(parallel, "worker_count", lambda most: 2)
    monkeypatch.setattr(StagingTables, "insert_batch", full)
    with pytest.raises(InputOutput, match=r"the temporary folder .* is full \(set TMPDIR"):
        read()


def test_one_process_parses_the_list_if_fork_fails(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fork() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(parallel, "worker_count", lambda most: 2)
    monkeypatch.setattr(os, "fork", fork)
    summary, _ = read()
    assert (summary.rows, summary.rejected) == (ROWS, ROWS // 1000)
