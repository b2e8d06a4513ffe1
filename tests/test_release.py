"""A release: one version, ranges of packages with files of both ends, two changelogs."""

import importlib.util
import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import pytest

import stdplan

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CHANGELOGS = {"en": ROOT / "CHANGELOG.md", "zh": ROOT / "CHANGELOG.zh-CN.md"}


def load_pin() -> Any:
    """Return constraints/pin.py as a module."""
    spec = importlib.util.spec_from_file_location("pin", ROOT / "constraints" / "pin.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pin = load_pin()


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers that compare, without zeros at its end."""
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


# --- The version ---


def test_the_version_stands_in_one_place() -> None:
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]
    assert metadata("stdplan")["Version"] == stdplan.__version__


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    for path in CHANGELOGS.values():
        releases = re.findall(r"^## (\S+)", path.read_text("utf-8"), re.M)
        assert releases[0] == stdplan.__version__, path.name


# --- The changelog ---


def entries(path: Path) -> list[tuple[str, int]]:
    """Return the level of each heading of a changelog, with the number of entries below it."""
    found: list[tuple[str, int]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            release = line if line.startswith("## ") else ""
            found.append((release or line.partition(" ")[0], 0))
        elif line.startswith("* "):
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return found


def test_both_changelogs_have_the_same_releases_sections_and_entries() -> None:
    assert entries(CHANGELOGS["zh"]) == entries(CHANGELOGS["en"])


def test_entries_of_both_changelogs_name_the_same_commands() -> None:
    """Compare what stands in backticks, but for messages: an entry of something else differs."""
    marked = {}
    for language, path in CHANGELOGS.items():
        texts = re.split(r"^\* ", path.read_text("utf-8"), flags=re.M)[1:]
        joined = (" ".join(text.split("\n\n")[0].split()) for text in texts)
        marked[language] = [
            sorted(
                code
                for code in re.findall(r"`([^`]+)`", text)
                if code.isascii() and '"' not in code and "(" not in code
            )
            for text in joined
        ]
    for number, (english, chinese) in enumerate(zip(marked["en"], marked["zh"], strict=True), 1):
        assert chinese == english, f"entry {number}"


# --- The ranges of packages ---


def test_each_package_has_a_lowest_and_a_first_excluded_version() -> None:
    assert {"typer", "sqlmodel", "pdfplumber"} <= pin.ranges().keys()
    with pytest.raises(ValueError, match="rich>=13: no range"):
        pin.ranges({"dependencies": ["rich>=13"]})


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    pinned = pin.pinned(ROOT / "constraints" / "lowest.txt")
    lower = {package: as_numbers(low) for package, (low, _) in pin.ranges().items()}
    assert {package: as_numbers(pinned[package]) for package in lower} == lower


def test_the_highest_versions_are_within_the_ranges() -> None:
    pinned = pin.pinned(ROOT / "constraints" / "highest.txt")
    for package, (low, excluded) in pin.ranges().items():
        version = as_numbers(pinned[package])
        assert as_numbers(low) <= version < as_numbers(excluded), package


def test_pythons_that_ci_tries_are_those_of_the_classifiers() -> None:
    tried = re.search(r"for minor in ([\d ]+);", (ROOT / ".ci" / "versions").read_text("utf-8"))
    assert tried
    minors = tried[1].split()
    assert PROJECT["requires-python"] == f">=3.{minors[0]}"
    named = re.findall(r":: 3\.(\d+)", " ".join(PROJECT["classifiers"]))
    # A classifier says that this Python was run, so the newest one may be missing.
    assert named == minors[: len(named)]
