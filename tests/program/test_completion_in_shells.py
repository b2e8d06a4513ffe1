"""Completion at the prompt of real shells: what is on the line after TAB."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import program
from stdplan.completion.scripts import script_of

if sys.platform == "win32":
    pytest.skip("there are no terminals of this kind", allow_module_level=True)

from shell_helpers import Shell, is_there

pytestmark = pytest.mark.slow

# A line, and the line after TAB. Paths are those of the folder of the shell.
LINES = {
    "stdplan sta": "stdplan standards ",
    "stdplan review ca": "stdplan review ca",
    "stdplan review cal": "stdplan review calendar ",
    "stdplan standards list --sector mach": "stdplan standards list --sector machinery ",
    "stdplan standards list --sector=mach": "stdplan standards list --sector=machinery ",
    "stdplan standards list --limi": "stdplan standards list --limit ",
    "stdplan sectors --fields code,prefi": "stdplan sectors --fields code,prefixes ",
    "stdplan standards list --sort published:d": "stdplan standards list --sort published:desc ",
    "stdplan standards list -f jsonl": "stdplan standards list -f jsonl ",
    "stdplan standards show GB/T\\ 190": "stdplan standards show GB/T\\ 19001-2016 ",
    'stdplan standards show "GB/T 190': 'stdplan standards show "GB/T 19001-2016" ',
    "stdplan standards show 'GB/T 190": "stdplan standards show 'GB/T 19001-2016' ",
    "stdplan standards show GB/T 190": "stdplan standards show GB/T 19001-2016 ",
    "stdplan standards show GB/T 19": "stdplan standards show GB/T 19",
    'stdplan standards list --committee "*': 'stdplan standards list --committee "*" ',
    "stdplan standards list --committee=": "stdplan standards list --committee=\\* ",
    "stdplan review record JB/T 7547-1994 --outcome confi": (
        "stdplan review record JB/T 7547-1994 --outcome confirm "
    ),
    "stdplan activities add tra": "stdplan activities add training ",
    "stdplan focus show telecom/ipv": "stdplan focus show telecom/ipv6 ",
    "stdplan report progress --indicator 3.publ": (
        "stdplan report progress --indicator 3.published "
    ),
    "stdplan --lang zh sectors show 机": "stdplan --lang zh sectors show 机械 ",
    "stdplan --db other.db sectors show mach": "stdplan --db other.db sectors show mach",
    "stdplan --db oth": "stdplan --db other.txt ",
    "stdplan --db=oth": "stdplan --db=other.txt ",
    "stdplan standards import oth": "stdplan standards import other.txt ",
    "stdplan plans export 2011 -o fol": "stdplan plans export 2011 -o folder/",
    'stdplan standards import "a f': 'stdplan standards import "a file.txt" ',
    "stdplan standards import a\\ f": "stdplan standards import a\\ file.txt ",
    "stdplan standards import ~/oth": "stdplan standards import ~/other.txt ",
    "stdplan sectors > oth": "stdplan sectors > other.txt ",
    "stdplan sectors > x --js": "stdplan sectors > x --json ",
    "stdplan run ol": "stdplan run old ",
    "stdplan run old --by com": "stdplan run old --by committee ",
    "./bin/stdplan sectors show mach": "./bin/stdplan sectors show machinery ",
    "~/bin/stdplan sectors show mach": "~/bin/stdplan sectors show machinery ",
    "(stdplan sectors show mach": "(stdplan sectors show machinery ",
    "stdplan --install-completion zs": "stdplan --install-completion zsh ",
    "stdplan sectors | stdplan sta": "stdplan sectors | stdplan standards ",
    "stdplan nope mach": "stdplan nope mach",
}


SHELLS = ("bash", "zsh", "fish")
# What a start-up file of each shell has after --install-completion.
INSTALLED = {
    "bash": "source ~/.bashrc",
    "zsh": "source ~/.zshrc",
    "fish": "source $XDG_CONFIG_HOME/fish/completions/stdplan.fish",
}


@pytest.fixture(scope="module", params=SHELLS)
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    name: str = request.param
    shell = start(name, tmp_path_factory.mktemp(name), script_of(name))
    yield shell
    shell.close()


def start(name: str, folder: Path, script: str) -> Shell:
    """Start a shell with a catalogue and some files; `script`: what it runs first."""
    if not is_there(name):
        pytest.skip(f"{name} is not installed")
    db, listed = folder / "plan.db", folder / "other.txt"
    (folder / "folder").mkdir()
    (folder / "a file.txt").touch()
    settings = folder / "config" / "stdplan" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[questions]\nold = "review due --years 10"\n')
    listed.write_text(
        "标准编号,归口单位\nJB/T 7547-1994,\nGB/T 191-2008,*\nGB/T 19001-2016,\n", encoding="utf-8"
    )
    assert program("--db", str(db), "init").returncode == 0
    assert program("--db", str(db), "standards", "import", str(listed)).returncode == 0
    return Shell(name, folder, script, db)


@pytest.mark.parametrize(("typed", "line"), LINES.items(), ids=LINES)
def test_tab_completes_the_line(shell: Shell, typed: str, line: str) -> None:
    assert shell.complete(typed)[0] == line


def test_tab_in_the_middle_of_a_line(shell: Shell) -> None:
    line, _ = shell.complete("stdplan sectors show mach --json" + "\x02" * len(" --json"))
    assert " ".join(line.split()) == "stdplan sectors show machinery --json"


def test_what_is_possible_is_listed(shell: Shell) -> None:
    line, shown = shell.complete("stdplan review ", tabs=2)
    assert line.startswith("stdplan review ")
    for verb in ("due", "form", "record", "import", "list", "calendar", "campaign"):
        assert verb in shown
    if shell.name != "bash":
        assert "Record a review of one or more standards" in shown


def test_numbers_are_listed_with_their_rest(shell: Shell) -> None:
    _, shown = shell.complete("stdplan standards show GB/T ", tabs=2)
    assert "191-2008" in shown
    assert "19001-2016" in shown


@pytest.mark.parametrize("name", SHELLS)
def test_what_is_installed_works_at_each_tab(name: str, tmp_path: Path) -> None:
    script = f"stdplan --install-completion {name}\n{INSTALLED[name]}"
    shell = start(name, tmp_path, script)
    for _ in range(3):
        assert shell.complete("stdplan sectors show mach")[0] == "stdplan sectors show machinery "
    shell.close()


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_what_eval_runs_works(name: str, tmp_path: Path) -> None:
    shell = start(name, tmp_path, f'eval "$(stdplan --show-completion {name})"')
    assert shell.complete("stdplan sectors show mach")[0] == "stdplan sectors show machinery "
    shell.close()


def test_a_first_tab_creates_no_catalogue(tmp_path: Path) -> None:
    shell = start("bash", tmp_path, f"{script_of('bash')}\nunset STDPLAN_DB")
    line, _ = shell.complete("stdplan sectors show mach")
    assert line == "stdplan sectors show mach"
    assert not (tmp_path / "data").exists()
    shell.close()


@pytest.mark.parametrize("setting", ["-f", "+f"])
def test_bash_keeps_its_setting_of_patterns(tmp_path: Path, setting: str) -> None:
    answering = tmp_path / "stdplan"
    answering.write_text("#!/bin/sh\nprintf '\\n*\\n'\n")
    answering.chmod(0o755)
    commands = f"""
set {setting}
{script_of("bash")}
_stdplan_completion ./stdplan
echo "${{COMPREPLY[@]}}"
[[ $- == *f* ]] && echo -f || echo +f
"""
    shown = subprocess.run(
        ["bash", "--norc", "-c", commands], cwd=tmp_path, capture_output=True, check=True
    )
    assert shown.stdout.decode().split() == ["*", setting]
