"""Run the program in this process or as a process of its own, and find the shipped lists."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from unittest.mock import patch

import stdplan
from parsers import parse_by_both
from stdplan import cli

EXAMPLES = Path(__file__).parents[1] / "examples"
FILED = EXAMPLES / "filed_2026_07.tsv"
WITHDRAWN = EXAMPLES / "withdrawn_2026_07.tsv"
REVIEWED = EXAMPLES / "review_results.csv"
AMOUNTS = EXAMPLES / "amounts_2011.csv"
ACTIVITIES = EXAMPLES / "activities_2011.csv"


@dataclass(frozen=True)
class Answer:
    """The result of a command: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """Return the cells of TSV output; the first row is the header."""
        return [line.split("\t") for line in self.out.splitlines()]


Run = Callable[..., Answer]
ListOf = Callable[..., str]


def run_app(*words: str, stdin: str | bytes | None = None) -> Answer:
    """Run `stdplan WORDS…` in this process. Errors for users become an exit code; a bug raises.

    Both parsers parse the command line, and must agree.
    """
    parse_by_both(words)
    typed = stdin.encode() if isinstance(stdin, str) else stdin or b""
    given, out, err = (_stream(content) for content in (typed, b"", b""))
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "stdin", given):
        code = cli.run(words)
    return Answer(code, _written(out), _written(err))


def _stream(content: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="backslashreplace")


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run `stdplan WORDS…` as a process of its own; `env` is added to the environment."""
    started = start(*words, **more)
    out, err = started.communicate(timeout=60)
    return subprocess.CompletedProcess(started.args, started.returncode, out, err)


def start(*words: str, env: dict[str, str] | None = None, **more: Any) -> subprocess.Popen[str]:
    """Start `stdplan WORDS…` as a process, and do not wait for its end."""
    source = str(Path(stdplan.__file__).parents[1])
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with interruptible():
        return subprocess.Popen(
            [sys.executable, "-m", "stdplan", *words],
            env={**os.environ, "PYTHONPATH": source, **(env or {})},
            **{"encoding": "utf-8", **streams, **more},
        )


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGINT end a process started in the block, even where this one ignores it (a shell has
    commands in the background ignore it) and would pass that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def wait_for_reader(process: subprocess.Popen[str], pipe: IO[str]) -> None:
    """Wait until the process has read all that a pipe holds and sleeps, waiting for more.

    Python looks for signals between its own instructions and when one wakes it. A signal that
    comes just before the process goes to sleep is noticed only when the sleep is over.
    """
    from fcntl import ioctl
    from termios import FIONREAD

    state = Path(f"/proc/{process.pid}/stat")
    if not state.exists():  # not Linux: the state of a process cannot be read
        time.sleep(0.5)
        return
    while process.poll() is None:
        unread = any(ioctl(pipe, FIONREAD, bytes(4)))
        if not unread and state.read_text().rpartition(")")[2].split()[0] == "S":
            break
        time.sleep(0.001)


# An example of every reading command, on a catalogue with the shipped lists. Tests of rules for all
# commands (imports, labels, documented keys) run each; one test fails if an example is missing.
READINGS = {
    "plans list": "plans list",
    "sectors list": "sectors list",
    "sectors show": "sectors show telecom",
    "focus list": "focus list",
    "focus show": "focus show telecom/internet-of-things",
    "focus overlaps": "focus overlaps",
    "tasks list": "tasks list",
    "tasks show": "tasks show 3",
    "standards list": "standards list",
    "standards show": "standards show JB/T 7547-1994",
    "standards check": "standards check {list}",
    "standards similar": "standards similar 数控机床",
    "standards classify": "standards classify",
    "standards import": "standards import {list}",
    "review due": "review due --year 2011",
    "review due --by sector": "review due --by sector --year 2011",
    "review due --by committee": "review due --by committee --year 2011",
    "review due --by department": "review due --by department --year 2011",
    "review import": "review import --on 2027-12-31 --set outcome=confirm {list}",
    "review list": "review list",
    "review calendar": "review calendar --from 2000 --to 2040",
    "review campaign": "review campaign --year 2011",
    "review campaign --by sector": "review campaign --year 2011 --by sector",
    "review campaign --by committee": "review campaign --year 2011 --by committee",
    "review campaign --by department": "review campaign --year 2011 --by department",
    "progress list": "progress list",
    "progress import": f"progress import {AMOUNTS}",
    "adoption report": "adoption report",
    "adoption report --by degree": "adoption report --by degree",
    "adoption report --by year": "adoption report --by year",
    "adoption stale": "adoption stale",
    "committees list": "committees list",
    "activities kinds": "activities kinds",
    "activities list": "activities list",
    "activities show": "activities show 1",
    "activities due": "activities due --within 99999",
    "activities import": "activities import {activities}",
    "report progress": "report progress",
    "report progress --forecast": "report progress --forecast",
    "report progress --by sector": "report progress --by sector --year 2011",
    "report progress --by driver": "report progress --by driver --year 2011",
    "report progress --by month": "report progress --by month --year 2011",
    "report sectors": "report sectors",
    "report counts": "report counts",
    "report coverage": "report coverage",
    "report levels": "report levels",
    "report stages": "report stages",
    "report moves": "report moves --since 2011",
    "report review": "report review --year 2011",
    "report changes": "report changes --entered-since 2000",
    "report year": "report year --year 2011",
    "report year --by sector": "report year --year 2011 --by sector",
    "report year --by department": "report year --year 2011 --by department",
    "report year --by committee": "report year --year 2011 --by committee",
    "report summary": "report summary --year 2011",
    "report digest": "report digest --since 1990 --ahead 36500",
    "sql --views": "sql --views",
    "config show": "config show",
    "history list": "history list --limit 3",
    "history show": "history show 2",
    "db info": "db info",
    "db check": "db check",
}

# What a command that changed more than one record says on stderr.
CAN_BE_UNDONE = "stdplan: `stdplan undo` takes this back\n"
# The records of the fixture `two_records`.
MACHINE, PROJECT = "JB/T 99999-2011", "2011-0123T-JB"


def shown(run: Run, number: str, *words: str) -> dict[str, Any]:
    """Return all fields of one record, as `standards show` prints them; `words`: more options."""
    [record] = json.loads(run("standards", "show", number, *words, "--json").out)
    assert isinstance(record, dict)
    return record
