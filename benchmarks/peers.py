"""The programs that are measured, how to call them, and which of them are installed.

Rule: a peer that is not installed is left out and reported; stdplan itself must be installed for
the Python that runs the benchmarks.
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
# The same answers on any day and machine. Python works as usual: it keeps compiled modules, and
# buffers output.
ENVIRONMENT = {
    "STDPLAN_TODAY": TODAY.isoformat(),
    "STDPLAN_LANG": "en",
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONUNBUFFERED": "",
}
HOW = {
    "sqlite3": "system package sqlite3",
    "sqlite-utils": "pip install 'stdplan[bench]'",
    "task": "system package taskwarrior",
    "papis": "pipx install papis",
}


def find(name: str) -> str | None:
    """Return the path of a program: next to this Python, else on the PATH, else None."""
    return shutil.which(name, path=str(Path(PYTHON).parent)) or shutil.which(name)


def missing() -> list[str]:
    """Return a sentence for each peer that is not installed.

    Exit if stdplan itself is not installed.
    """
    if not find_spec("stdplan"):
        sys.exit("stdplan is not installed for this Python: pip install -e '.[dev,bench]'")
    return [f"{name} is not installed ({how})" for name, how in HOW.items() if not find(name)]


def stdplan(catalogue: Path, *words: str) -> tuple[str, ...]:
    """Return the command line of stdplan for this catalogue."""
    return (*STDPLAN, "--db", str(catalogue), *words)


def versions() -> list[str]:
    """Return name and version of everything that is measured."""
    lines = [
        f"Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}",
        _first_line((*STDPLAN, "--version")),
    ]
    for name in HOW:
        if path := find(name):
            line = _first_line((path, "--version"))
            lines.append(f"{name} {line.removeprefix(name).strip(', ').removeprefix('version ')}")
    return [lines[0], *(" ".join(line.split()[:2]) for line in lines[1:])]


def _first_line(command: tuple[str, ...]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout.splitlines() or [""])[0]
