"""The programs that are measured, how each is called, and which of them are here.

Rule: a peer that is not here is left out, and said so; stdplan itself has to be installed for the
Python that runs the benchmarks.
"""

import platform
import shutil
import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from generate import TODAY

PYTHON = sys.executable
STDPLAN = (PYTHON, "-m", "stdplan")
# The same answers whenever and wherever the benchmarks are run.
ENVIRONMENT = {"STDPLAN_TODAY": TODAY.isoformat(), "STDPLAN_LANG": "en"}
HOW = {
    "sqlite3": "the package sqlite3 of the system",
    "sqlite-utils": "pip install 'stdplan[bench]'",
    "task": "the package taskwarrior of the system",
    "papis": "pipx install papis",
}


def find(name: str) -> str | None:
    """The program's path: beside this Python first, else on the PATH."""
    return shutil.which(name, path=str(Path(PYTHON).parent)) or shutil.which(name)


def missing() -> list[str]:
    """A sentence for each peer that is not here.

    Ends the program where stdplan is not.
    """
    if not find_spec("stdplan"):
        sys.exit("stdplan is not installed for this Python: pip install -e '.[dev,bench]'")
    return [
        f"{name} is not here and left out ({how})" for name, how in HOW.items() if not find(name)
    ]


def stdplan(catalogue: Path, *words: str) -> tuple[str, ...]:
    """A command of stdplan on this catalogue."""
    return (*STDPLAN, "--db", str(catalogue), *words)


def versions() -> list[str]:
    """Of everything that takes part."""
    told = [
        f"Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}",
        _first_line((*STDPLAN, "--version")),
    ]
    for name in HOW:
        if path := find(name):
            line = _first_line((path, "--version"))
            told.append(f"{name} {line.removeprefix(name).strip(', ').removeprefix('version ')}")
    return [told[0], *(" ".join(line.split()[:2]) for line in told[1:])]


def _first_line(command: tuple[str, ...]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout.splitlines() or [""])[0]
