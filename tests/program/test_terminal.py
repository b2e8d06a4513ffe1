"""The program at a terminal: a table as wide as it, numbers whole, and a word where there is
nothing."""

import os
from pathlib import Path

import pytest

from helpers import start

pytestmark = pytest.mark.slow

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")


def at_terminal(width: int, *words: str, env: dict[str, str] | None = None) -> str:
    """What a terminal so many columns wide gets of stdout and stderr."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, width))
    surroundings = {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(env or {})}
    process = start(*words, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings)
    os.close(theirs)
    read = b""
    while chunk := _read(ours):
        read += chunk
    os.close(ours)
    process.wait(timeout=60)
    return read.decode("utf-8").replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def wide(text: str) -> int:
    """The columns that a line takes."""
    from rich.cells import cell_len
    from rich.text import Text

    return cell_len(Text.from_ansi(text).plain)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("words", ["standards list --search 机床", "sectors", "report progress"])
def test_a_table_as_wide_as_the_terminal(loaded: Path, width: int, words: str) -> None:
    shown = at_terminal(width, "--db", str(loaded), *words.split())
    assert max(map(wide, shown.splitlines())) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_numbers_are_whole(loaded: Path, width: int) -> None:
    shown = at_terminal(width, "--db", str(loaded), "review", "due", "--year", "2011")
    for number in ("JB/T 5761-1991", "1992-10-01", "1997-10-01"):
        assert number in shown
    assert "…" not in shown


def test_many_rows_are_cut_and_it_says_so(loaded: Path) -> None:
    shown = at_terminal(120, "--db", str(loaded), "standards", "list")
    assert "43 more rows; --limit 343 shows them all here" in shown


def test_nothing_found_says_why(loaded: Path) -> None:
    shown = at_terminal(80, "--db", str(loaded), "standards", "list", "--search", "无此")
    assert shown == (
        "stdplan: no standard fits; other filters or another --as-of may find something\n"
    )
    assert at_terminal(80, "--db", str(loaded), "db", "check") == ""


def test_colour_unless_it_is_not_wanted(loaded: Path) -> None:
    sectors = ("--db", str(loaded), "sectors")
    assert "\x1b[" in at_terminal(80, *sectors)
    assert "\x1b[" not in at_terminal(80, *sectors, env={"NO_COLOR": "1"})
    assert "\x1b[" not in at_terminal(80, *sectors, env={"TERM": "dumb"})


def test_in_chinese(loaded: Path) -> None:
    shown = at_terminal(80, "--db", str(loaded), "--lang", "zh", "sectors", "show", "machinery")
    assert "机械" in shown


def test_a_file_is_told_to_the_person_and_no_workbook_is_shown(
    loaded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.tsv"
    words = ("--db", str(loaded), "standards", "list", "-o", str(path))
    assert at_terminal(80, *words) == f"stdplan: {path}: 343 rows\n"
    assert at_terminal(80, *words, "--limit", "1") == f"stdplan: {path}: 1 row\n"
    assert at_terminal(80, "--db", str(loaded), "sectors", "-f", "xlsx") == (
        "stdplan: error: xlsx is nothing for a terminal: name a file with --output\n"
    )
