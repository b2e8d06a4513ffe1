"""Faults of the system: all of a command is stored or nothing, and it says which.

A few rounds of each kind; `python tests/fault_loops.py` runs as many as one likes.
"""

import os
import random
import shutil
import sqlite3
import subprocess
from pathlib import Path
from stat import S_IMODE

import pytest

from fault_loops import CASES, FAULTS, Loop
from helpers import Run, program, run_app, start
from stdplan.output import atomic_file

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX"),
]
FAULTY = "标准编号,实施日期\nJB/T 1-2011,2011-05-18\nJB/T 2-2011,2011-02-30\n"


ROUNDS = [
    ("import", "system"),
    ("record", "interrupt"),
    ("init", "kill"),
    ("migrate", "kill"),
    ("undo", "full"),
    ("backup-force", "full"),
    ("restore", "system"),
    ("restore-lost", "interrupt"),
]


@pytest.mark.parametrize(("name", "fault"), ROUNDS)
def test_a_fault_at_any_moment(tmp_path: Path, name: str, fault: str) -> None:
    if fault not in FAULTS:
        pytest.skip("needs strace")
    [case] = [case for case in CASES if case.name == name]
    random.seed(13)
    assert list(FAULTS[fault](Loop(case, tmp_path), 1))


def test_six_processes_create_the_same_catalogue(tmp_path: Path) -> None:
    db = tmp_path / "plan.db"
    running = [start("--db", str(db), "init") for _ in range(6)]
    messages = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 6, messages
    assert sum("created a catalogue" in message for message in messages) == 1
    assert run_app("--db", str(db), "db", "check").code == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.db"]


def test_a_catalogue_is_backed_up_and_restored_while_others_write(db: Path, tmp_path: Path) -> None:
    """What a process reported as stored is in the catalogue, or in one that was kept."""
    monday = tmp_path / "monday.db"
    assert program("--db", str(db), "db", "backup", str(monday)).returncode == 0
    adding = [start("--db", str(db), "standards", "add", f"JB/T {n}-2011") for n in range(1, 5)]
    others = [
        start("--db", str(db), "db", "backup", str(tmp_path / "tuesday.db")),
        start("--db", str(db), "db", "restore", str(monday)),
    ]
    adding += [start("--db", str(db), "standards", "add", f"JB/T {n}-2011") for n in range(5, 9)]
    messages = [process.communicate(timeout=60)[1] for process in [*adding, *others]]
    assert [process.returncode for process in [*adding, *others]] == [0] * 10, messages
    stored = set()
    for path in (db, db.with_name("plan.db.before-restore.bak")):
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        stored |= {key for (key,) in connection.execute("SELECT key FROM standard")}
        connection.close()
    assert stored == {f"JB/T {n}-2011" for n in range(1, 9)}


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    """Also the journal of SQLite, while a process writes."""
    (tmp_path / "list.csv").write_text(FAULTY, encoding="utf-8")

    def group_only() -> None:
        os.umask(0o007)

    for words in (
        "init",
        "standards import list.csv --skip-bad rejects.csv",
        "db backup monday.db",
        "db restore monday.db",
    ):
        more = {"cwd": tmp_path, "preexec_fn": group_only}
        assert program("--db", "plan.db", *words.split(), **more).returncode == 0
    connection = sqlite3.connect(tmp_path / "plan.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE standard SET note = 'x'")
    names = [
        *("plan.db", "plan.db-journal", "plan.db.before-restore.bak"),
        *("monday.db", "rejects.csv"),
    ]
    modes = {name: oct(S_IMODE((tmp_path / name).stat().st_mode)) for name in names}
    connection.close()
    assert modes == dict.fromkeys(names, "0o660")


@pytest.mark.parametrize("what", ["rejects.csv", "counts.csv"])
def test_a_file_that_cannot_be_renamed_is_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The list is stored by then, so the command cannot simply be repeated."""

    def replace(self: Path, target: Path) -> None:
        if target.name == what:
            raise PermissionError(13, "Permission denied")
        self.rename(target)

    monkeypatch.setattr(atomic_file.Path, "replace", replace)
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "list.csv").write_text(FAULTY, encoding="utf-8")
    rejects, counts = lists / "rejects.csv", lists / "counts.csv"
    answer = run(
        *("standards", "import", str(lists / "list.csv")),
        *("--skip-bad", str(rejects), "-o", str(counts)),
    )
    stem, suffix = what.split(".")
    [kept] = lists.glob(f"{stem}.*.{suffix}")
    expected = (
        f"{lists / what}: cannot be renamed (Permission denied); what belongs there is in {kept};"
        " all changes are stored"
    )
    assert (answer.code, answer.err.splitlines()[-1]) == (74, f"stdplan: error: {expected}")
    assert ("JB/T 2-2011" in kept.read_text()) == (what == "rejects.csv")
    assert run("standards", "show", "JB/T 1-2011").code == 0
    assert not list(lists.glob(".stdplan-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_lost_output_does_not_hide_that_the_list_is_stored(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号\nJB/T 1-2011\n", encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        answer = program("--db", str(db), "standards", "import", str(path), stdout=full)
    problem = "stdout: No space left on device; all changes are stored"
    assert (answer.returncode, answer.stderr) == (74, f"stdplan: error: {problem}\n")


ENDLESS = {
    "no row ends": ("cat /dev/zero", "over 16777216 bytes and no end"),
    "one long line": ("yes | tr -d '\\n'", "the line is longer than 16777216 bytes"),
    "no text": ("cat /dev/urandom", "over 16777216 bytes and no end"),
    "a bomb": ("cat /dev/zero | gzip -1", "over 16777216 bytes and no end"),
}


@pytest.mark.skipif(not shutil.which("yes"), reason="needs yes")
@pytest.mark.parametrize("kind", ENDLESS)
def test_an_endless_input_is_refused(db: Path, kind: str) -> None:
    command, message = ENDLESS[kind]
    with subprocess.Popen(command, shell=True, stdout=subprocess.PIPE) as endless:
        answer = program("--db", str(db), "standards", "import", "-", stdin=endless.stdout)
        assert endless.stdout is not None
        endless.stdout.close()
    assert (answer.returncode, answer.stderr.count("\n")) == (65, 1)
    assert message in answer.stderr


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
@pytest.mark.parametrize(
    "words", ["standards import /dev/zero", "init --sectors /dev/zero --tasks /dev/zero"]
)
def test_a_device_is_an_endless_input(db: Path, words: str) -> None:
    answer = program("--db", str(db), *words.split())
    assert (answer.returncode, answer.stderr.count("\n")) == (65, 1)
