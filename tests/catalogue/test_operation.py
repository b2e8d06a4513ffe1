"""One operation is one transaction and one entry of the log, even if it fails, is killed, or others
write."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from stdplan import errors
from stdplan.catalogue import database

SOURCE = Path(__file__).parents[2] / "src"


class Stop(Exception):
    """Raised in the middle of an operation."""


def python(code: str, db: Path) -> subprocess.Popen[str]:
    """Start another process that runs `code` with the catalogue `db` open."""
    head = (
        "import sys; from pathlib import Path; from stdplan.catalogue import database;"
        " catalogue = database.open_catalogue(Path(sys.argv[1]))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + code, str(db)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        text=True,
    )


def rows(db: Path, sql: str) -> list[tuple[object, ...]]:
    return database.open_catalogue(db).connection.execute(sql).fetchall()


INSERT = "INSERT INTO standard (key, sort_key, withdrawn_inferred) VALUES (?, '', 0)"


def test_an_operation_leaves_one_entry(db: Path) -> None:
    with database.open_catalogue(db).operation("stdplan standards add") as work:
        work.connection.execute(INSERT, ("A",))
        work.count("added")
        work.count("changed", 0)
    command, counts = rows(db, "SELECT command, counts FROM operation ORDER BY id DESC")[0]
    assert (command, json.loads(str(counts))) == ("stdplan standards add", {"added": 1})


@pytest.mark.parametrize("stop", [Stop, KeyboardInterrupt, SystemExit])
def test_an_operation_that_fails_changes_nothing(db: Path, stop: type[BaseException]) -> None:
    before = db.read_bytes()
    with pytest.raises(stop), database.open_catalogue(db).operation("test") as work:
        work.connection.execute(INSERT, ("A",))
        work.count("added")
        raise stop
    assert db.read_bytes() == before


def test_an_operation_without_changes_writes_nothing(db: Path) -> None:
    before = db.read_bytes()
    with database.open_catalogue(db).operation("test") as work:
        work.connection.execute("UPDATE sector SET name_en = 'x'")
    assert db.read_bytes() == before


def test_a_value_refused_by_the_schema_is_bad_data(db: Path) -> None:
    before = db.read_bytes()
    with pytest.raises(errors.BadData), database.open_catalogue(db).operation("test") as work:
        work.connection.execute("UPDATE sector SET kind = 'x'")
    assert db.read_bytes() == before


def test_a_catalogue_is_usable_after_a_failure(db: Path) -> None:
    catalogue = database.open_catalogue(db)
    with pytest.raises(Stop), catalogue.operation("test"):
        raise Stop
    with catalogue.operation("test") as work:
        work.connection.execute(INSERT, ("A",))
        work.count("added")
    assert rows(db, "SELECT key FROM standard") == [("A",)]


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_lock_of_another_writer_is_reported(
    db: Path, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(db, isolation_level=None)
    other.execute(f"BEGIN {lock}")
    with pytest.raises(errors.Locked), database.open_catalogue(db).operation("test"):
        pytest.fail("the body must not run")
    other.close()


def test_a_reader_that_blocks_the_commit_is_reported(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    before = db.read_bytes()
    other = sqlite3.connect(db, isolation_level=None)
    reading = other.execute("SELECT * FROM focus_area")
    reading.fetchone()
    with pytest.raises(errors.Locked), database.open_catalogue(db).operation("test") as work:
        work.connection.execute(INSERT, ("A",))
        work.count("added")
    other.close()
    assert db.read_bytes() == before


INCREMENT = """
for _ in range(40):
    with catalogue.operation("count") as work:
        read = work.connection.execute("SELECT project_months FROM plan").fetchone()[0]
        work.connection.execute("UPDATE plan SET project_months = ?", (read + 1,))
        work.count("changed")
"""


def test_two_writers_lose_no_change(db: Path) -> None:
    writers = [python(INCREMENT, db), python(INCREMENT, db)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert rows(db, "SELECT project_months FROM plan") == [(18 + 80,)]
    assert rows(db, "SELECT count(*) FROM operation WHERE command = 'count'") == [(80,)]


# With a cache of one page the changes reach the file long before the transaction ends.
SPILL = """
with catalogue.operation("test") as work:
    work.connection.execute("PRAGMA cache_size = 1")
    work.connection.execute("UPDATE focus_area SET phrase = phrase || hex(randomblob(2000))")
    print("ready", flush=True)
    import time; time.sleep(60)
"""


def test_the_changes_of_a_killed_writer_are_rolled_back(db: Path) -> None:
    before = db.read_bytes()
    writer = python(SPILL, db)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait(60)
    writer.stdout.close()
    assert db.read_bytes() != before, "nothing had reached the file: the test shows nothing"
    assert rows(db, "SELECT count(*) FROM focus_area WHERE length(phrase) > 4000") == [(0,)]
    assert db.read_bytes() == before
