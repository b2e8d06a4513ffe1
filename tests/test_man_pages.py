"""There is a man page for each command, which `man` shows without a complaint."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from man_pages import write_pages
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun
from stdplan.i18n import use_language

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["en", "zh"])
def pages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Path]]:
    """Write the pages in a language."""
    yield write_pages(tmp_path_factory.mktemp("man"), request.param)
    use_language(None)


def test_each_command_has_a_page_with_its_options(pages: list[Path]) -> None:
    texts = {path.stem: path.read_text("utf-8") for path in pages}
    expected = {"stdplan"}
    for name in NOUNS:
        noun = find_noun(name)
        expected.add(f"stdplan-{name}")
        if isinstance(noun, CommandGroup):
            for verb in noun.verbs:
                expected.add(f"stdplan-{name}-{verb}")
                text = texts[f"stdplan-{name}-{verb}"].replace("\\-", "-")
                for item in noun.command(verb).parameters:
                    assert all(flag in text for flag in item.flags), (name, verb, item.name)
    assert set(texts) == expected


def test_man_shows_the_pages_without_a_warning(pages: list[Path]) -> None:
    if which("man") is None or which("groff") is None:
        pytest.skip("man is not installed")
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", *map(str, pages)]
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MANPAGER": "cat"}
    shown = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)
    warnings = [line for line in shown.stderr.splitlines() if "can't break line" not in line]
    assert (shown.returncode, warnings) == (0, [])
    assert "stdplan review due" in shown.stdout


def test_mandoc_finds_no_error(pages: list[Path]) -> None:
    if which("mandoc") is None:
        pytest.skip("mandoc is not installed")
    shown = subprocess.run(
        ["mandoc", "-Tlint", "-Werror", *map(str, pages)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (shown.returncode, shown.stdout) == (0, "")


def test_a_chinese_page_is_chinese(tmp_path: Path) -> None:
    write_pages(tmp_path, "zh")
    use_language(None)
    text = (tmp_path / "stdplan-run.1").read_text("utf-8")
    assert ".SH 选项" in text
    assert "运行配置文件中保存的查询" in text
