"""`--exit-code` of tables whose rows are there in any case, and the options that hints name."""

import re
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from helpers import ACTIVITIES, FILED, READINGS, Run, run_app
from stdplan.commands import framework
from stdplan.commands.framework import CommandGroup, find_noun
from stdplan.table import Table

# Tables of figures, on a day before everything and on one with something to count.
FIGURES = {
    "review due --by sector": ("1991", "2099"),
    "review campaign --by sector": ("1991", "2031"),
    "review campaign --by committee": ("1991", "2031"),
    "adoption report --by sector": ("1950", "2030"),
    "adoption report --by degree": ("1950", "2030"),
    "adoption report --by year": ("1950", "2030"),
    "report progress": ("1991", "2026"),
    "report progress --by sector": ("1991", "2011"),
    "report progress --by driver": ("1991", "2011"),
    "report progress --by month": ("1991", "2011"),
    "report review --by sector": ("1950", "2026"),
    "report review --by committee": ("1950", "2026"),
    "report review --by all": ("1950", "2026"),
    "report sectors": ("1950", "2026"),
    "report stages": ("1950", "2026"),
}


@pytest.fixture(scope="module")
def origin(loaded: Path, blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with something to count in 2011 and in 2026."""
    shutil.copy(loaded, blank)
    standard = ("standards", "add", "JB/T1-2011", "--published", "2011-03-01")
    run_blank(*standard, "--adopts", "ISO 9001:2008,IDT")
    run_blank("standards", "add", "2011-0001T-JB", "--title", "项目", "--on", "2011-03-01")
    return blank


@pytest.mark.parametrize("words", FIGURES)
def test_1_only_if_something_is_counted(run: Run, words: str) -> None:
    before, later = FIGURES[words]
    assert run(*words.split(), "--year", before, "--exit-code").code == 0
    assert run(*words.split(), "--year", later, "--exit-code").code == 1


def test_a_list_is_not_empty(run: Run) -> None:
    """Where rows are found, their figures do not matter."""
    assert run("report", "coverage", "--gaps", "--exit-code").code == 1
    assert run("sectors", "list", "--exit-code", "-f", "json").code == 1


COMMAND = re.compile("`[^`]*`")


@pytest.mark.parametrize("name", [name for name in READINGS if "--forecast" not in name])
def test_hints_name_options_of_the_command(
    seeded: Path, loaded: Path, tmp_path: Path, name: str
) -> None:
    """But for those in commands that the hint proposes (`…`)."""
    noun, verb = name.split()[:2]
    found = find_noun(noun)
    command = found.command(verb) if isinstance(found, CommandGroup) else found
    known = {flag for item in command.parameters for flag in item.flags}
    shown: list[Table] = []
    emit = framework.emit

    def noticed(table: Table, *more: object, **options: object) -> int:
        shown.append(table)
        return emit(table, *more, **options)  # type: ignore[arg-type]

    words = READINGS[name].format(list=FILED, activities=ACTIVITIES).split()
    for origin in (seeded, loaded):
        path = shutil.copy(origin, tmp_path / "plan.db")
        with patch.object(framework, "emit", noticed):
            run_app("--db", str(path), *words)
    for table in shown:
        for sentence in (*table.notes, table.empty):
            assert set(re.findall(r"--[a-z][a-z-]+", COMMAND.sub("", sentence))) <= known
