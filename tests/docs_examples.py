"""Run the commands on pages of the documentation, and write their output under each of them.

Rule: the commands of a page run in order, on 22 November 2026, in a new folder: those of docs/ in
English, those of docs/zh/ in Chinese. The folder contains the shipped examples, the lists of
list_builders.py that the commands name, and the files that the page tells its reader to write (a
line "`name`:", then a block with the content). STDPLAN_DB is `plan.db` in that folder; the commands
in BEGIN create it, or the page itself does. SETTINGS has the pages for which this is different. A
page without STDPLAN_DB uses the default catalogue, in a data folder of its own, which the page
shows as `~/.local/share`.

    python tests/docs_examples.py docs/tasks.md            updates the page
    python tests/docs_examples.py --check docs/tasks.md    exits with 1 if the page is out of date
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import stdplan
from list_builders import BUILDERS
from stdplan import cli

_INIT = "stdplan init"
_LOADED = (
    _INIT,
    "stdplan standards import examples/filed_2026_07.tsv examples/withdrawn_2026_07.tsv",
    "stdplan activities import examples/activities_2011.csv",
)
# Commands that run before those of the page.
BEGIN = {
    "company.md": (_INIT,),
    "completion.md": _LOADED,
    "data-engineer.md": (),
    "field-guide.md": (),
    "lists.md": (_INIT,),
    "officer.md": (),
    "pipelines.md": _LOADED,
    "projects.md": (_INIT,),
    "reviews.md": (_INIT,),
    "reports.md": _LOADED,
    "similar.md": _LOADED,
    "tasks.md": (),
    "tour.md": (),
    "validity.md": (_INIT,),
    "views.md": _LOADED,
    "your-own-plan.md": (),
}
# Settings of pages other than the usual ones, and other programs that pages run.
SETTINGS = {"officer.md": {"STDPLAN_DB": ""}, "pipelines.md": {"PAGER": "less"}}
PROGRAMS = {"data-engineer.md": ("jq", "make"), "pipelines.md": ("jq", "make")}
# Python packages of which pages show the use.
PACKAGES = {"pipelines.md": ("pandas", "duckdb", "sqlite_utils")}
_USUAL = {"STDPLAN_DB": "plan.db", "STDPLAN_TODAY": "2026-11-22"}
_PYTHON = str(Path(sys.executable).parent)
_SOURCE = Path(stdplan.__file__).parents[1]
_EXAMPLES = Path(__file__).parents[1] / "examples"
_FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", re.S | re.M)
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.S | re.M)
# Characters with a meaning to a shell.
_FOR_SHELL = re.compile(r"[|&;<>()$`*?~#!\\{\[]")
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


def language_of(page: Path) -> str:
    """Return the language in which the commands of a page run: `zh` in docs/zh/, else `en`."""
    return "zh" if page.parent.name == "zh" else "en"


def commands_of(text: str) -> list[str]:
    """Return the command lines of the console examples of a page, in order."""
    return [command for block in _CONSOLE.findall(text) for command, _ in _COMMAND.findall(block)]


def levels_of(text: str) -> list[str]:
    """Return the marks of the headings of a page, in order: `#`, `##`, `###`."""
    return re.findall(r"^(#+) ", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)


def refreshed(text: str, folder: Path, page: str = "", language: str = "en") -> str:
    """Return the text of a page with the present output of its commands in a language; they run in
    `folder`, after those in BEGIN.

    stdout and stderr are shown together, as on a terminal, without blanks at the ends of lines.
    Blank lines between two commands are kept.
    """
    shutil.copytree(_EXAMPLES, folder / "examples")
    settings = {**_USUAL, **SETTINGS.get(page, {}), "STDPLAN_LANG": language}
    for command in BEGIN.get(page, ()):
        printed(command, folder, settings)
    words = {word for command, _ in _COMMAND.findall(text) for word in command.split()}
    for name in words & BUILDERS.keys():
        BUILDERS[name](folder / name)
    for name, content in _FILE.findall(text):
        (folder / name).write_text(content, encoding="utf-8")

    def run(example: re.Match[str]) -> str:
        command, shown = example.groups()
        blank = shown[len(shown.rstrip("\n")) + 1 :] if shown.strip() else shown
        output = re.sub(r"[ \t]+$", "", printed(command, folder, settings), flags=re.M)
        return f"$ {command}\n{output}{blank}"

    return _CONSOLE.sub(lambda block: _COMMAND.sub(run, block.group()), text)


def printed(command: str, folder: Path, settings: Mapping[str, str]) -> str:
    """Run a command line in this folder, with settings, and return its output on both streams.

    A plain `stdplan …` runs in this process, which is much faster than starting the program. A line
    that needs a shell (a pipe, another program) runs in bash. Its PATH has the program, so that
    scripts and makefiles find it.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        # `make test` must not change what `make` prints on a page.
        if not name.startswith(("STDPLAN_", "MAKE", "MFLAGS"))
    }
    data = folder.resolve() / "data"
    env = {**inherited, "PYTHONPATH": str(_SOURCE), "XDG_DATA_HOME": str(data), **settings}
    env["XDG_CONFIG_HOME"] = str(data)
    if command.startswith("stdplan ") and not _FOR_SHELL.search(command):
        with chdir(folder), patch.dict(os.environ, env, clear=True):
            output = _run_here(shlex.split(command)[1:])
        return output.replace(str(data), "~/.local/share")
    program = data / "bin" / "stdplan"
    if not program.exists():
        program.parent.mkdir(parents=True, exist_ok=True)
        script = f'#!/bin/sh\nexec "{sys.executable}" -m stdplan "$@"\n'
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)
    result = subprocess.run(
        ["bash", "-uc", command],
        cwd=folder,
        env={**env, "PATH": os.pathsep.join((str(program.parent), _PYTHON, env["PATH"]))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    # A terminal shows nothing for the byte order mark of rejects.
    return result.stdout.replace(str(data), "~/.local/share").replace("\ufeff", "")


def _run_here(words: Sequence[str]) -> str:
    """Run the program in this process and return its output in the order in which a pipe gets it:
    stdout when its buffer is flushed, stderr line by line."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        open(out.fileno(), "w", encoding="utf-8", buffering=1, closefd=False) as err,
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "argv", ["stdplan", *words]),
    ):
        cli.run(words)
        out.seek(0)
        return out.read()


def main() -> int:
    """Update the pages, or only check them, and return the exit code."""
    parser = argparse.ArgumentParser(description="Write the output of the commands on pages.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 if a page is out of date"
    )
    parser.add_argument("pages", nargs="+", type=Path, help="pages with console examples")
    options = parser.parse_args()
    stale = 0
    for page in options.pages:
        text = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            now = refreshed(text, Path(folder), page.name, language_of(page))
        if now == text:
            continue
        stale = 1
        sys.stderr.write(f"{page}: {'is out of date' if options.check else 'updated'}\n")
        if not options.check:
            page.write_text(now, encoding="utf-8")
    return stale if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
