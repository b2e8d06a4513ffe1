"""A large import that is killed just before its commit, and one that is read from a pipe."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import stdplan
from helpers import program, run_app, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX"),
]
ROWS = 3000
# Run the program, but stop it when the list is loaded and nothing is committed. With a cache
# of one page the changes are in the file by then, either before or after the indexes are rebuilt.
STOPPED = """
import sys, time
from contextlib import contextmanager
from stdplan.catalogue import bulk_load, life, project_matching
from stdplan.cli import main

@contextmanager
def rebuilt(connection, tables, rows, real=bulk_load.rebuilding_indexes):
    connection.execute("PRAGMA main.cache_size = 1")
    with real(connection, tables, rows):
        yield
        if step == "indexes":
            stop(connection)

def stop(connection, *_):
    print(connection.execute("SELECT count(*) FROM standard").fetchone()[0], flush=True)
    time.sleep(60)

step = sys.argv.pop(1)
bulk_load.rebuilding_indexes = rebuilt
if step == "joining":
    project_matching.match_projects = stop
if step == "days":
    life.set_rules_version = stop
main()
"""


def facts(db: Path) -> tuple[set[tuple[str, ...]], list[tuple[object, ...]]]:
    """Return the tables and indexes of a sound catalogue, and the keys of its standards."""
    assert run_app("--db", str(db), "db", "check").out == ""
    connection = sqlite3.connect(db)
    schema = set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))
    keys = connection.execute("SELECT key FROM standard ORDER BY key").fetchall()
    connection.close()
    return schema, keys


@pytest.mark.parametrize("step", ["indexes", "joining", "days"])
def test_a_kill_before_the_commit_leaves_nothing_of_the_list(
    db: Path, tmp_path: Path, step: str
) -> None:
    assert run_app("--db", str(db), "standards", "add", "JB/T 1-2010").code == 0
    before, facts_before = db.read_bytes(), facts(db)
    path = tmp_path / "list.csv"
    rows = (f"JB/T {number}-2011,名称{number}\n" for number in range(1, ROWS))
    path.write_text("标准编号,标准名称\n" + "".join(rows), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED, step, "--db", str(db), "standards", "import", str(path)],
        env={**os.environ, "PYTHONPATH": str(Path(stdplan.__file__).parents[1])},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"{ROWS}\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert db.read_bytes() != before, "nothing had reached the file: the test shows nothing"
    assert facts(db) == facts_before
    assert program("--db", str(db), "standards", "import", str(path)).returncode == 0
    schema, keys = facts(db)
    assert (schema, len(keys)) == (facts_before[0], ROWS)


def test_other_processes_can_write_while_a_list_is_read_from_a_pipe(
    db: Path, tmp_path: Path
) -> None:
    fifo = tmp_path / "list.csv"
    os.mkfifo(fifo)
    process = start("--db", str(db), "standards", "import", str(fifo))
    with fifo.open("w", encoding="utf-8") as writing:  # opens once the program reads
        # More than a pipe can buffer: once all is written, some rows are in the staging tables.
        writing.write("标准编号\n" + "".join(f"JB/T {n}-2011\n" for n in range(1, 20_000)))
        writing.flush()
        assert run_app("--db", str(db), "standards", "add", "JB/T 1-2012").code == 0
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(facts(db)[1]) == 20_000


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_catalogue_in_a_read_only_folder_is_not_changed(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    plan_db = Path(db.rename(folder / "plan.db"))
    before = plan_db.read_bytes()
    folder.chmod(0o500)
    try:
        result = run_app(
            "--db", str(plan_db), "standards", "import", "-", stdin="标准编号\nJB/T 1-2011"
        )
    finally:
        folder.chmod(0o700)
    assert (result.code, plan_db.read_bytes()) == (77, before)
