"""The pages of docs/ tell the truth: what their console examples print is what they show."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import stdplan

ROOT = Path(__file__).parents[1]
# The page, and the fixture of the catalogue that its reader has; "" where there is none yet.
PAGES = {
    "projects.md": "seeded",
    "reviews.md": "seeded",
    "reports.md": "loaded",
    "similar.md": "loaded",
    "your-own-plan.md": "",
}
_BLOCK = re.compile(r"```console\n(.*?)```", re.S)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)
# A file that the reader is to write: its name in a line of its own, then what is in it.
_FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", re.S | re.M)


@pytest.mark.parametrize("page", PAGES)
def test_examples_print_what_the_page_shows(
    page: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    if PAGES[page]:
        shutil.copy(request.getfixturevalue(PAGES[page]), tmp_path / "readers.db")
    for name, content in _FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    commands = [found for block in _BLOCK.findall(text) for found in _COMMAND.findall(block)]
    assert commands
    for command, shown in commands:
        # Pages have no blanks at their ends.
        assert printed(command, tmp_path).rstrip() == shown.rstrip(), command


def printed(command: str, folder: Path) -> str:
    """What a command prints on both streams, in the reader's folder."""
    source = str(Path(stdplan.__file__).parents[1])
    found = subprocess.run(
        ["bash", "-uc", f'stdplan() {{ "{sys.executable}" -m stdplan "$@"; }}\n{command}\n'],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": source, "STDPLAN_DB": "readers.db"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return found.stdout
