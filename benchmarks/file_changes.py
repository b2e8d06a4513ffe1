"""Count how many files of the package a command runs, and how often a run changes files.

    python benchmarks/file_changes.py                        # five commands
    python benchmarks/file_changes.py standards list         # any other command
    python benchmarks/file_changes.py --files review due     # with its files, in order of first use

Someone who follows a run in the source opens every file, and turns to another one at each change.
The columns are:

* files: different files of the package in which a function was called;
* changes: calls of a function whose file is not that of the function called before it. The first
  call counts as a change, a return does not;
* modules: modules of the package that the run imported, after `stdplan.cli`.

The counter uses the `call` events of `sys.setprofile`. It counts functions and lambdas: no bodies
of modules and classes, no comprehensions or generator expressions (since Python 3.12 most of these
are no calls), and nothing that runs while a module is being imported.

Each command runs in a process of its own, through the Typer app, with its output in a pipe, on a
copy of a catalogue that contains the plan and the two bulletins of `examples/`. The day is
2026-11-22 and the language English. README.md next to this file has the last figures.
"""

import argparse
import inspect
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

_EXAMPLES = Path(__file__).parents[1] / "examples"
_BULLETINS = ("filed_2026_07.tsv", "withdrawn_2026_07.tsv")
_ENVIRONMENT = {"STDPLAN_TODAY": "2026-11-22", "STDPLAN_LANG": "en"}
_LIST = """\
标准编号,标准名称,发布日期,实施日期
JB/T 1-2011,甲,2011-05-18,2011-10-01
JB/T 2-2011,乙,2011-05-18,2011-10-01
"""
_LIST_NAME = "two_rows.csv"
_NEW = "JB/T 99999-2011"
COMMANDS = {
    "review due": ("review", "due"),
    "standards show": ("standards", "show", "JB/T 7547-1994"),
    "standards import": ("standards", "import", _LIST_NAME),
    "standards add": ("standards", "add", _NEW, "--sector", "machinery", "--published=2011-05-18"),
    "report progress": ("report", "progress"),
}
_COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


class Count(NamedTuple):
    """The result of one run: files by first use, with the number of calls in each."""

    calls: dict[str, int]
    changes: int
    modules: int


class _Counter:
    """A profile function that counts the calls of functions in files below a folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._importing = 0
        self._last = ""
        self.calls: dict[str, int] = {}
        self.changes = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if code.co_name == "<module>":
            self._importing += {"call": 1, "return": -1}.get(event, 0)
            return
        # Only functions have the flag; class bodies do not.
        is_function = code.co_flags & inspect.CO_OPTIMIZED
        if event != "call" or self._importing or not is_function:
            return
        if code.co_name in _COMPREHENSIONS or not code.co_filename.startswith(self._folder):
            return
        file = code.co_filename.removeprefix(self._folder)
        self.calls[file] = self.calls.get(file, 0) + 1
        self.changes += file != self._last
        self._last = file


def count_here(words: Sequence[str]) -> Count:
    """Run a command in this process and count; call this once per process."""
    from stdplan import cli

    before = _modules()
    counter = _Counter(_package())
    sys.setprofile(counter)
    try:
        code = cli.run(words)
    finally:
        sys.setprofile(None)
    if code:
        sys.exit(code)
    return Count(counter.calls, counter.changes, _modules() - before)


def count(words: Sequence[str], catalogue: Path) -> Count:
    """Run a command in a new process, in the folder of this copy of the catalogue."""
    result = catalogue.with_name("count.json")
    own = (sys.executable, __file__, "--result", str(result), "--db", str(catalogue))
    _run((*own, *words), catalogue.parent)
    return Count(*json.loads(result.read_text(encoding="utf-8")))


def _package() -> str:
    spec = find_spec("stdplan")
    if spec is None or spec.origin is None:
        sys.exit("stdplan is not installed for this Python: pip install -e '.[dev,bench]'")
    return f"{Path(spec.origin).parent}{os.sep}"


def _modules() -> int:
    return sum(name.partition(".")[0] == "stdplan" for name in sys.modules)


def _run(command: Sequence[str], folder: Path) -> None:
    """Raise SystemExit, with what the command wrote to stderr, if it fails."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **_ENVIRONMENT}, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}")


def _prepare(folder: Path) -> Path:
    """Make a catalogue with the plan and two bulletins, and the list of two rows next to it."""
    (folder / _LIST_NAME).write_text(_LIST, encoding="utf-8")
    catalogue = folder / "prepared.db"
    bulletins = [str(_EXAMPLES / name) for name in _BULLETINS]
    for words in (["init"], ["standards", "import", *bulletins]):
        _run((sys.executable, "-m", "stdplan", "--db", str(catalogue), *words), folder)
    return catalogue


def main() -> None:
    """Print the counts as a Markdown table; with --files also the files, with their calls."""
    if sys.argv[1:2] == ["--result"]:  # the new process of count()
        result = json.dumps(count_here(sys.argv[3:]))
        Path(sys.argv[2]).write_text(result, encoding="utf-8")
        return
    parser = argparse.ArgumentParser(description="Count files and changes of file in a run.")
    parser.add_argument("--files", action="store_true", help="also list the files")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="instead of the five commands")
    options = parser.parse_args()
    commands = {" ".join(options.command): tuple(options.command)} if options.command else COMMANDS
    _package()
    with tempfile.TemporaryDirectory(prefix="stdplan-file-changes-") as name:
        folder = Path(name)
        prepared = _prepare(folder)
        counts = {
            title: count(words, Path(shutil.copy(prepared, folder / "catalogue.db")))
            for title, words in commands.items()
        }
    print("| command | files | changes | modules |", "| --- | ---: | ---: | ---: |", sep="\n")
    for title, (calls, changes, modules) in counts.items():
        print(f"| `{title}` | {len(calls)} | {changes} | {modules} |")
    if options.files:
        for title, (calls, _, _) in counts.items():
            print(f"\n{title}:", *(f"{times:6} {file}" for file, times in calls.items()), sep="\n")


if __name__ == "__main__":
    main()
