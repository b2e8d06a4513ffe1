"""README is up to date: its console examples print what it shows, and its links lead to files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.slow
def test_console_examples_print_what_readme_shows(seeded: Path, tmp_path: Path) -> None:
    database = tmp_path / "readme.db"
    database.write_bytes(seeded.read_bytes())
    examples = [
        example
        for block in re.findall(r"```console\n(.*?)```", README, re.S)
        for example in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    ]
    assert len(examples) >= 3
    for command, shown in examples:
        script = f'stdplan() {{ "{sys.executable}" -m stdplan "$@"; }}\n{command}\n'
        result = subprocess.run(
            ["bash", "-euc", script],
            cwd=ROOT,
            env={**os.environ, "STDPLAN_DB": str(database)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout.strip() == shown.strip()


def test_links_lead_to_existing_files() -> None:
    links = re.findall(r"\]\(([\w/.-]+)\)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link
