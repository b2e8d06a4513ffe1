"""Faults in long loops: kills, errors of the system and full disks at any moment of a command.

    python tests/fault_loops.py --rounds 200
    python tests/fault_loops.py --rounds 20 --only restore --fault kill

Every command is run once without a fault. Then it is run again and again in a fresh folder, with a
fault in each run, and the catalogue must be as before the command or as after it: as after it if
the command reported success, as before it if it reported an error without a word about stored
changes. `tests/program/test_faults.py` runs a few rounds of each kind.
"""

import argparse
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STDPLAN = [sys.executable, "-m", "stdplan"]
# System calls that change files. Those that read fail in the same places.
CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,rename,link,unlink,mkdir,chmod,fchmod"
ROWS = 1500
Contents = dict[str, list[str] | None]


@dataclass(frozen=True)
class Case:
    """A command, and the files that it changes; `prepare` fills the folder in which it runs."""

    name: str
    words: tuple[str, ...]
    databases: tuple[str, ...]
    prepare: Callable[[Path], None]


def environment() -> dict[str, str]:
    """Return an environment in which the program runs from the sources, in English."""
    source = str(ROOT / "src")
    fixed = {"STDPLAN_LANG": "en", "STDPLAN_TODAY": "2026-11-22", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, "PYTHONPATH": source, **fixed}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, which must succeed."""
    command = [*STDPLAN, *words]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )


def _with_catalogue(folder: Path) -> None:
    run(folder, "--db", "plan.db", "init")
    run(folder, "--db", "plan.db", "standards", "add", "JB/T 1-2001", "--published", "2001-01-01")


def _with_list(folder: Path) -> None:
    _with_catalogue(folder)
    rows = [f"JB/T {number}-2011,名称{number},2011-05-18\n" for number in range(1, ROWS)]
    rows[7] = "JB/T 7-2011,名称,2011-02-30\n"
    text = "标准编号,标准名称,实施日期\n" + "".join(rows)
    (folder / "list.csv").write_text(text, encoding="utf-8")
    (folder / "counts.csv").write_text("old", encoding="utf-8")


def _with_backup(folder: Path) -> None:
    _with_catalogue(folder)
    run(folder, "--db", "plan.db", "db", "backup", "monday.db")
    run(folder, "--db", "plan.db", "standards", "add", "JB/T 2-2011")


def _without_catalogue(folder: Path) -> None:
    _with_backup(folder)
    (folder / "plan.db").unlink()
    (folder / "plan.db-journal").write_bytes(b"of a catalogue that was removed" * 99)


def _with_damage(folder: Path) -> None:
    _with_backup(folder)
    with (folder / "plan.db").open("r+b") as file:
        file.write(b"damage" * 99)


def _with_old_version(folder: Path) -> None:
    from schema_fixture import FIXTURES, load

    load(FIXTURES / "catalogue_v1.sql", folder / "plan.db")


_PLAN = ("--db", "plan.db")
_REVIEW = ("review", "record", "JB/T 1-2001", "--outcome", "confirm", "--on", "2011-01-01")
_IMPORT = ("standards", "import", "list.csv", "--skip-bad", "rejects.csv", "-o", "counts.csv")
CASES = (
    Case("import", (*_PLAN, *_IMPORT), ("plan.db",), _with_list),
    Case("record", (*_PLAN, *_REVIEW), ("plan.db",), _with_catalogue),
    Case("init", (*_PLAN, "init"), ("plan.db",), lambda folder: None),
    Case("migrate", (*_PLAN, "sectors", "list"), ("plan.db",), _with_old_version),
    Case("undo", (*_PLAN, "undo"), ("plan.db",), _with_backup),
    Case("backup", (*_PLAN, "db", "backup", "new.db"), ("plan.db", "new.db"), _with_catalogue),
    Case(
        "backup-force",
        (*_PLAN, "db", "backup", "--force", "monday.db"),
        ("plan.db", "monday.db"),
        _with_backup,
    ),
    Case("restore", (*_PLAN, "db", "restore", "monday.db"), ("plan.db",), _with_backup),
    Case("restore-lost", (*_PLAN, "db", "restore", "monday.db"), ("plan.db",), _without_catalogue),
    Case("restore-damaged", (*_PLAN, "db", "restore", "monday.db"), ("plan.db",), _with_damage),
)


def contents(folder: Path, case: Case) -> Contents:
    """Return the rows of each database of a case, None if it does not exist or is no database."""
    return {name: _rows(folder / name) for name in case.databases}


def _rows(path: Path) -> list[str] | None:
    if not path.exists():
        return None
    connection = sqlite3.connect(path)
    try:
        damage = connection.execute("PRAGMA integrity_check").fetchall()
        assert damage == [("ok",)], f"{path}: {damage}"
        dump = list(connection.iterdump())
    except sqlite3.DatabaseError as error:
        assert "file is not a database" in str(error), f"{path}: {error}"
        return None
    finally:
        connection.close()
    # Moments differ from run to run, and so does the order of indexes.
    return sorted(re.sub(r"'20\d\d-\d\d-\d\dT[^']*'", "?", line) for line in dump)


class Failure(Exception):
    """A fault left a catalogue, a file or a message as it must not be."""


class Loop:
    """Runs one case with faults, each time in a copy of the same folder."""

    def __init__(self, case: Case, work: Path) -> None:
        self.case = case
        self._work = work
        self._origin = work / "origin"
        self._origin.mkdir()
        case.prepare(self._origin)
        self.before = contents(self.fresh_folder(), case)
        folder = self.fresh_folder()
        began = time.monotonic()
        run(folder, *case.words)
        self.takes = time.monotonic() - began
        self.after = contents(folder, case)

    def fresh_folder(self) -> Path:
        """Return a folder with the files before the command."""
        folder = self._work / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._origin, folder)
        (folder / "tmp").mkdir()
        return folder

    def start(self, folder: Path, *prefix: str, **more: object) -> "subprocess.Popen[str]":
        """Start the command, by the command line `prefix` if there is one."""
        return subprocess.Popen(
            [*prefix, *STDPLAN, *self.case.words],
            cwd=folder,
            env={**environment(), "TMPDIR": str(folder / "tmp")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,  # type: ignore[call-overload]
        )

    def check(self, folder: Path, code: int, err: str, what: str) -> None:
        """Raise Failure unless all of the command is stored or nothing, as it reported."""
        name = f"{self.case.name}, {what}: exit code {code}, {err!r}"
        try:
            now = contents(folder, self.case)
        except AssertionError as damage:
            raise Failure(f"{name}: {damage}") from None
        if now not in (self.before, self.after):
            raise Failure(f"{name}: neither all nor nothing is stored")
        if code == 0 and now != self.after:
            raise Failure(f"{name}: success is reported, but nothing is stored")
        # Of the catalogue: a backup may have been written.
        if "nothing was changed" in err and now["plan.db"] != self.before["plan.db"]:
            raise Failure(f"{name}: the changes are stored")
        if "all changes are stored" in err and now != self.after:
            raise Failure(f"{name}: nothing is stored")
        # A migration is no change of what was entered, so no message speaks of it.
        silent = code > 0 and "all changes are stored" not in err and self.case.name != "migrate"
        if silent and now["plan.db"] != self.before["plan.db"]:
            raise Failure(f"{name}: the changes are stored, and no message says so")
        if "Traceback" in err or "a bug in stdplan" in err:
            raise Failure(f"{name}: {err}")

    def check_next_run(self, folder: Path, what: str) -> None:
        """Raise Failure if the next run does not work, or leaves an unfinished file."""
        retry = subprocess.run(
            [*STDPLAN, *self.case.words],
            cwd=folder,
            env={**environment(), "TMPDIR": str(folder / "tmp")},
            capture_output=True,
            text=True,
            check=False,
        )
        # A backup that exists is refused, which is as it must be.
        if retry.returncode not in (0, 73):
            raise Failure(f"{self.case.name}, {what}: the next run: {retry.stderr}")
        self.check_leftovers(folder, f"{what}, and the next run")

    def check_leftovers(self, folder: Path, what: str) -> None:
        """Raise Failure if an unfinished file was left."""
        left = [str(path) for path in folder.rglob(".stdplan-*")]
        if left:
            raise Failure(f"{self.case.name}, {what}: left are {left}")


def kill(loop: Loop, rounds: int) -> Iterator[str]:
    """Kill the command at random moments."""
    for _ in range(rounds):
        folder = loop.fresh_folder()
        process = loop.start(folder)
        moment = random.uniform(0.0, 1.1) * loop.takes
        time.sleep(moment)
        process.kill()
        _, err = process.communicate()
        what = f"killed after {moment:.3f} s"
        loop.check(folder, process.returncode, err, what)
        loop.check_next_run(folder, what)
        yield what


def interrupt(loop: Loop, rounds: int) -> Iterator[str]:
    """Send SIGINT or SIGTERM at random moments after the start of Python."""
    for turn in range(rounds):
        folder = loop.fresh_folder()
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        process = loop.start(folder)
        moment = random.uniform(0.3, 1.1) * loop.takes
        time.sleep(moment)
        process.send_signal(number)
        _, err = process.communicate()
        what = f"signal {number} after {moment:.3f} s"
        loop.check(folder, process.returncode, err, what)
        if process.returncode not in (0, 128 + number):
            raise Failure(f"{loop.case.name}, {what}: exit code {process.returncode}, {err}")
        loop.check_leftovers(folder, what)
        yield what


def system(loop: Loop, rounds: int) -> Iterator[str]:
    """Let the Nth system call fail, or kill the command there, for each N as long as there is one.

    If there are more than `rounds`, they are chosen at random.
    """
    for fault in ("error=EIO", "error=ENOSPC", "signal=KILL"):
        last = _count_calls(loop)
        numbers = range(1, last + 1)
        for number in sorted(random.sample(numbers, min(rounds, last))):
            folder = loop.fresh_folder()
            rule = f"inject={CALLS}:{fault}:when={number}"
            process = loop.start(folder, *_STRACE, "/dev/null", "-e", rule)
            _, err = process.communicate()
            what = f"{fault} at call {number} of {last}"
            code = process.returncode
            loop.check(folder, code, err, what)
            if "error" in fault:
                if code not in (0, 65, 73, 74):
                    raise Failure(f"{loop.case.name}, {what}: exit code {code}, {err!r}")
                errors = [line for line in err.splitlines() if "error: " in line]
                if code and len(errors) > 1:
                    raise Failure(f"{loop.case.name}, {what}: {err!r}")
            loop.check_next_run(folder, what)
            yield what


_STRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o")


def _count_calls(loop: Loop) -> int:
    log = loop.fresh_folder() / "tmp" / "strace.log"
    process = loop.start(log.parent.parent, *_STRACE, str(log))
    process.communicate()
    return log.read_text(errors="replace").count("(")


def full(loop: Loop, rounds: int) -> Iterator[str]:
    """Let no file become larger than a random number of bytes, as on a full disk."""
    for _ in range(rounds):
        folder = loop.fresh_folder()
        limit = random.randrange(1, 900_000)

        def limit_files(most: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        process = loop.start(folder, preexec_fn=limit_files)
        _, err = process.communicate()
        what = f"files of at most {limit} bytes"
        loop.check(folder, process.returncode, err, what)
        if process.returncode not in (0, 73, 74):
            raise Failure(f"{loop.case.name}, {what}: exit code {process.returncode}, {err}")
        loop.check_leftovers(folder, what)
        yield what


FAULTS: dict[str, Callable[[Loop, int], Iterator[str]]] = {
    "kill": kill,
    "interrupt": interrupt,
    "full": full,
    **({"system": system} if shutil.which("strace") else {}),
}


def main() -> int:
    """Run the loops that the command line names; return 1 if any fault does harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", choices=[case.name for case in CASES], action="append")
    parser.add_argument("--fault", choices=list(FAULTS), action="append")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    failures = 0
    for case in CASES:
        if options.only and case.name not in options.only:
            continue
        for fault in options.fault or FAULTS:
            random.seed(options.seed)
            with tempfile.TemporaryDirectory() as work:
                done = 0
                try:
                    loop = Loop(case, Path(work))
                    for _ in FAULTS[fault](loop, options.rounds):
                        done += 1
                    print(f"{case.name}, {fault}: {done} rounds")
                except Failure as failure:
                    failures += 1
                    print(f"FAILED after {done} rounds: {failure}")
            sys.stdout.flush()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
