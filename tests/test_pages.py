"""Pages of docs/ with examples tell the truth: each prints what the page shows, in its order."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import stdplan

DOCS = Path(__file__).parents[1] / "docs"
_SOURCE = str(Path(stdplan.__file__).parents[1])
# A file that the reader is to write: its name in a line of its own, then what is in it.
_FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", re.S | re.M)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


def wrong_examples(page: str, folder: Path) -> list[str]:
    """The commands of a page that print something else than it shows, in this folder."""
    text = (DOCS / page).read_text("utf-8")
    for name, content in _FILE.findall(text):
        (folder / name).write_text(content, encoding="utf-8")
    wrong = []
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    for command, shown in (found for block in blocks for found in _COMMAND.findall(block)):
        script = f'stdplan() {{ "{sys.executable}" -m stdplan "$@"; }}\n{command}\n'
        answer = subprocess.run(
            ["bash", "-euc", script],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": _SOURCE, "STDPLAN_DB": "readers.db"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if answer.returncode or answer.stdout != shown:
            wrong.append(f"{command}\n{answer.stdout}")
    assert blocks
    return wrong


def test_your_own_plan(tmp_path: Path) -> None:
    assert wrong_examples("your-own-plan.md", tmp_path) == []


def test_similar(loaded: Path, tmp_path: Path) -> None:
    shutil.copy(loaded, tmp_path / "readers.db")
    assert wrong_examples("similar.md", tmp_path) == []
