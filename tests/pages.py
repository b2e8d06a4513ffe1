"""Pages with examples: run their commands, and write what these print under each of them.

Rule: the commands of a page run in their order, on 22 November 2026, in English, in a folder of
their own that holds the shipped examples and the files that the page has its reader write (a line
"`name`:", then a block with its content). STDPLAN_DB names `plan.db` there, which the commands of
BEGIN have made, or nobody yet.

    python tests/pages.py docs/tasks.md            writes the page anew
    python tests/pages.py --check docs/tasks.md    exits with 1 where it would change
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import stdplan

_INIT = "stdplan init"
_LOADED = (
    _INIT,
    "stdplan standards import examples/filed_2026_07.tsv examples/withdrawn_2026_07.tsv",
    "stdplan activities import examples/activities_2011.csv",
)
# What the reader of a page has done before.
BEGIN = {
    "projects.md": (_INIT,),
    "reviews.md": (_INIT,),
    "reports.md": _LOADED,
    "similar.md": _LOADED,
    "tasks.md": (),
    "your-own-plan.md": (),
}
_SOURCE = Path(stdplan.__file__).parents[1]
_EXAMPLES = Path(__file__).parents[1] / "examples"
_FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", re.S | re.M)
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.S | re.M)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


def refreshed(text: str, folder: Path, begin: Sequence[str] = ()) -> str:
    """The page with what its commands print now; `folder` is where they run, after those of
    `begin`.

    What commands say on stdout and stderr is shown together, as on a terminal, without blanks at
    the ends of lines; blank lines between two commands stay.
    """
    shutil.copytree(_EXAMPLES, folder / "examples")
    for command in begin:
        printed(command, folder)
    for name, content in _FILE.findall(text):
        (folder / name).write_text(content, encoding="utf-8")

    def anew(example: re.Match[str]) -> str:
        command, shown = example.groups()
        blank = shown[len(shown.rstrip("\n")) + 1 :] if shown.strip() else shown
        answer = re.sub(r"[ \t]+$", "", printed(command, folder), flags=re.M)
        return f"$ {command}\n{answer}{blank}"

    return _CONSOLE.sub(lambda block: _COMMAND.sub(anew, block.group()), text)


def printed(command: str, folder: Path) -> str:
    """What a command line prints in this folder, on both streams."""
    script = f'stdplan() {{ "{sys.executable}" -m stdplan "$@"; }}\n{command}\n'
    mine = {name: value for name, value in os.environ.items() if not name.startswith("STDPLAN_")}
    answer = subprocess.run(
        ["bash", "-uc", script],
        cwd=folder,
        env={
            **mine,
            "PYTHONPATH": str(_SOURCE),
            "STDPLAN_DB": "plan.db",
            "STDPLAN_LANG": "en",
            "STDPLAN_TODAY": "2026-11-22",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return answer.stdout


def main() -> int:
    """Write the pages anew, or tell whether that is needed; the exit code."""
    parser = argparse.ArgumentParser(description="Write what the commands of pages print.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a page is stale")
    parser.add_argument("pages", nargs="+", type=Path, help="pages with console examples")
    given = parser.parse_args()
    stale = 0
    for page in given.pages:
        text = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            now = refreshed(text, Path(folder), BEGIN.get(page.name, ()))
        if now == text:
            continue
        stale = 1
        sys.stderr.write(f"{page}: {'is stale' if given.check else 'written anew'}\n")
        if not given.check:
            page.write_text(now, encoding="utf-8")
    return stale if given.check else 0


if __name__ == "__main__":
    sys.exit(main())
