"""The pages of docs/ tell the truth: what their console examples print is what they show."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("projects.md", "reviews.md")


def examples(page: str) -> list[tuple[str, str]]:
    """The commands of a page with what it shows of each, in their order."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return [
        example
        for block in re.findall(r"```console\n(.*?)```", text, re.S)
        for example in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    ]


@pytest.mark.parametrize("page", PAGES)
def test_console_examples_print_what_the_page_shows(
    page: str, seeded: Path, tmp_path: Path
) -> None:
    database = tmp_path / "docs.db"
    database.write_bytes(seeded.read_bytes())
    assert len(examples(page)) > 5
    for command, shown in examples(page):
        assert printed(command, database) == shown.rstrip(), command


def printed(command: str, database: Path) -> str:
    """What a command prints on both streams."""
    script = f'stdplan() {{ "{sys.executable}" -m stdplan "$@"; }}\n{command}\n'
    found = subprocess.run(
        ["bash", "-uc", script],
        cwd=ROOT,
        env={**os.environ, "STDPLAN_DB": str(database)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return found.stdout.rstrip()
