"""Rules of every reading command: it has an example, and docs/output.md documents its keys."""

import json
import re
import shutil
from pathlib import Path

import pytest

from helpers import ACTIVITIES, FILED, READINGS, Run
from stdplan.commands.framework import NOUNS, CommandGroup, TableCommand, find_noun
from stdplan.output.formats import CHOICES

PAGE = (Path(__file__).parents[1] / "docs" / "output.md").read_text("utf-8")
DOCUMENTED = dict(re.findall(r"\*\*([a-z]+ [a-z]+)\*\*: `([^`]+)`", PAGE))
# Variants of a command by an option: `**report progress --by month**: …`.
VARIANTS = dict(re.findall(r"\*\*([a-z]+ [a-z]+ --[a-z -]+)\*\*: `([^`]+)`", PAGE))
BY_SECTOR = re.findall(r"`--by sector`:\s+`([^`]+)`", PAGE)


def reading_verbs() -> set[str]:
    """Return `noun verb` of every command that prints a table."""
    verbs = set()
    for name in NOUNS:
        noun = find_noun(name)
        for verb in noun.verbs if isinstance(noun, CommandGroup) else ():
            if isinstance(noun.command(verb), TableCommand):
                verbs.add(f"{name} {verb}")
    return verbs


def test_each_command_has_an_example() -> None:
    assert reading_verbs() == {key for key in READINGS if "--" not in key}


def test_each_command_is_documented_with_its_keys() -> None:
    shown = {key for key in READINGS if "show" not in key and "--" not in key}
    assert DOCUMENTED.keys() == shown


@pytest.fixture(scope="module")
def origin(loaded: Path, blank: Path, run_blank: Run) -> Path:
    """Create a catalogue in which every command has rows to print."""
    shutil.copy(loaded, blank)
    for words in (
        "review record JB/T_7547-1994 --outcome confirm --on 2011-06-30",
        "progress record 3 1 --on 2011-06-30",
        "standards add JB/T_1-2009 --adopts ISO_9001:2008,IDT",
        "standards add ISO_9001:2015 --committee ISO/TC_176",
        "activities add training 培训 --on 2011-06-30 --due 2011-09-30",
    ):
        assert run_blank(*[word.replace("_", " ") for word in words.split()]).code == 0, words
    return blank


@pytest.mark.parametrize("name", [*DOCUMENTED, *VARIANTS, "review due --by sector"])
def test_the_documented_keys_are_those_of_json(run: Run, name: str) -> None:
    documented = {**DOCUMENTED, **VARIANTS, "review due --by sector": BY_SECTOR[0]}[name]
    words = READINGS[name].format(list=FILED, activities=ACTIVITIES).split()
    answer = run(*words, "--no-header" if name == "db check" else "--json")
    if name == "db check":  # it prints no rows for a sound catalogue
        assert (answer.code, answer.out) == (0, "")
    else:
        assert list(json.loads(answer.out)[0]) == documented.split()


def test_the_documented_formats_are_the_existing_ones() -> None:
    table = PAGE[PAGE.index("| format |") : PAGE.index("Fields of several values")]
    named = re.findall(r"^\| `(\w+)`", table, re.M)
    assert named == list(CHOICES)
