"""If the program is killed or interrupted, its operation is stored whole or not at all."""

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from helpers import Run, program, run_app, start, wait_for_reader
from schema_fixture import FIXTURES, load
from stdplan.catalogue.database import SCHEMA_VERSION

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
]
ROWS = 4000


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a list whose import takes half a second."""
    path = tmp_path_factory.mktemp("list") / "long.csv"
    rows = (f"JB/T {number}-2011,名称{number},2011-05-18\n" for number in range(1, ROWS + 1))
    path.write_text("标准编号,标准名称,实施日期\n" + "".join(rows), encoding="utf-8")
    return path


def count_standards(db: Path) -> int:
    """Check that the catalogue is sound, and return its number of standards."""
    assert run_app("--db", str(db), "db", "check").out == ""
    return len(run_app("--db", str(db), "standards", "list", "--fields", "key").rows) - 1


def test_a_kill_at_any_moment_leaves_all_or_nothing(
    seeded: Path, long_list: Path, tmp_path: Path
) -> None:
    began = time.monotonic()
    whole = Path(shutil.copy(seeded, tmp_path / "whole.db"))
    assert program("--db", str(whole), "standards", "import", str(long_list)).returncode == 0
    takes = time.monotonic() - began
    random.seed(13)
    for turn in range(6):
        db = Path(shutil.copy(seeded, tmp_path / f"{turn}.db"))
        process = start("--db", str(db), "standards", "import", str(long_list))
        time.sleep(takes * random.uniform(0.2, 1.0))
        process.kill()
        process.communicate(timeout=60)
        assert count_standards(db) in (0, ROWS)


def test_a_kill_at_any_moment_of_a_migration_leaves_the_old_file_or_the_new_one(
    tmp_path: Path,
) -> None:
    old = load(FIXTURES / "catalogue_v1.sql", tmp_path / "old.db")
    with sqlite3.connect(old) as connection:  # rows that take a while
        connection.execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 8000)"
            " INSERT INTO standard (key, title, extra, sort_key, withdrawn_inferred)"
            """ SELECT 'x' || n, 'x', '{"项目周期(月)": "24"}', 'x', 0 FROM n"""
        )
        expected = connection.execute("SELECT count(*) FROM standard").fetchone()[0]
    connection.close()
    began = time.monotonic()
    whole = Path(shutil.copy(old, tmp_path / "whole.db"))
    assert program("--db", str(whole), "sectors", "list").returncode == 0
    takes = time.monotonic() - began
    random.seed(13)
    for turn in range(6):
        folder = tmp_path / str(turn)
        folder.mkdir()
        db = Path(shutil.copy(old, folder / "plan.db"))
        process = start("--db", str(db), "sectors", "list")
        time.sleep(takes * random.uniform(0.1, 1.0))
        process.kill()
        process.communicate(timeout=60)
        # A copy that has its name is complete.
        for copy in folder.glob("*.bak"):
            with sqlite3.connect(copy) as connection:
                rows = connection.execute("SELECT count(*) FROM standard").fetchone()
            assert rows == (expected,)
        connection = sqlite3.connect(db)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        months = connection.execute(
            "SELECT count(*) FROM standard WHERE instr(extra, '项目周期') AND key LIKE 'x%'"
        ).fetchone()[0]
        connection.close()
        assert (version, months) in ((1, 8000), (SCHEMA_VERSION, 0))
        [facts] = json.loads(run_app("--db", str(db), "db", "info", "--json").out)
        assert facts["standards"] == expected


def test_a_catalogue_opens_after_a_kill_within_a_transaction(
    seeded: Path, long_list: Path, tmp_path: Path
) -> None:
    db = Path(shutil.copy(seeded, tmp_path / "plan.db"))
    journal = db.with_name("plan.db-journal")
    process = start("--db", str(db), "standards", "import", str(long_list))
    while not journal.exists() and process.poll() is None:
        time.sleep(0.001)
    process.kill()
    process.communicate(timeout=60)
    assert count_standards(db) in (0, ROWS)
    assert program("--db", str(db), "standards", "import", str(long_list)).returncode == 0
    assert count_standards(db) == ROWS


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interrupt_is_reported_by_message_and_exit_code(
    seeded: Path, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    db = Path(shutil.copy(seeded, tmp_path / "plan.db"))
    fifo = tmp_path / "list.csv"
    os.mkfifo(fifo)
    process = start("--db", str(db), "standards", "import", str(fifo))
    with fifo.open("w") as writing:  # opens once the program reads
        writing.write("标准编号\nJB/T 1-2011\n")
        writing.flush()
        wait_for_reader(process, writing)
        process.send_signal(sent)
        _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err == "stdplan: error: interrupted; nothing was changed\n"
    assert count_standards(db) == 0


def test_two_writers_wait_for_each_other(run: Run, db: Path) -> None:
    adding = [start("--db", str(db), "standards", "add", f"JB/T {n}-2011") for n in (1, 2, 3)]
    for process in adding:
        process.communicate(timeout=60)
    assert [process.returncode for process in adding] == [0, 0, 0]
    assert count_standards(db) == 3
