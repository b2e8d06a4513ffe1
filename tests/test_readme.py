"""README is up to date in both languages: its console examples print what it shows, its links lead
to files, and the Chinese one has the sections and commands of the English one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs_examples import commands_of, levels_of

ROOT = Path(__file__).parents[1]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
each_language = pytest.mark.parametrize("language", list(READMES))


def text_of(language: str) -> str:
    return READMES[language].read_text("utf-8")


@pytest.mark.slow
@each_language
def test_console_examples_print_what_readme_shows(
    language: str, seeded: Path, tmp_path: Path
) -> None:
    database = tmp_path / "readme.db"
    database.write_bytes(seeded.read_bytes())
    examples = [
        example
        for block in re.findall(r"```console\n(.*?)```", text_of(language), re.S)
        for example in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    ]
    assert len(examples) >= 3
    for command, shown in examples:
        script = f'stdplan() {{ "{sys.executable}" -m stdplan "$@"; }}\n{command}\n'
        result = subprocess.run(
            ["bash", "-euc", script],
            cwd=ROOT,
            env={**os.environ, "STDPLAN_DB": str(database), "STDPLAN_LANG": language},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout.strip() == shown.strip()


@each_language
def test_links_lead_to_existing_files(language: str) -> None:
    links = re.findall(r"\]\(([\w/.-]+)\)", text_of(language))
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_each_language_is_linked_right_under_the_title_of_the_other() -> None:
    assert text_of("en").splitlines()[1] == "[中文](README.zh-CN.md)"
    assert text_of("zh").splitlines()[1] == "[English](README.md)"


def test_the_chinese_readme_has_the_sections_and_commands_of_the_english_one() -> None:
    chinese, english = text_of("zh"), text_of("en")
    assert commands_of(chinese) == commands_of(english)
    assert levels_of(chinese) == levels_of(english)
    # What sets the language is the only difference.
    added = {"export STDPLAN_LANG=zh", "STDPLAN_LANG=zh "}
    assert _commands_of_blocks(chinese, added) == _commands_of_blocks(english, added)


def test_the_chinese_readme_links_the_chinese_pages() -> None:
    linked = [re.findall(r"\]\(docs/([\w/.-]+\.md)\)", text_of(language)) for language in READMES]
    assert [f"zh/{page}" for page in linked[0]] == linked[1]


def _commands_of_blocks(text: str, added: set[str]) -> list[str]:
    """Return the lines of the blocks of commands, without comments, quoted texts and `added`."""
    blocks = re.findall(r"^```(?:sh|bat)\n(.*?)^```$", text, re.M | re.S)
    lines = [
        re.sub(r'\s+# .*$|"[^"]*"', "", line) for block in blocks for line in block.split("\n")
    ]
    for words in added:
        lines = [line.replace(words, "") for line in lines]
    return [line for line in lines if line]
