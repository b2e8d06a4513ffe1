"""The program at a terminal: a table of its width, unbroken numbers, and a message if nothing
matches."""

from pathlib import Path

import pytest

from terminal_helpers import at_terminal, display_width

pytestmark = pytest.mark.slow

pytest.importorskip("pty")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("words", ["standards list --search 机床", "sectors", "report progress"])
def test_a_table_fits_the_terminal(loaded: Path, width: int, words: str) -> None:
    shown = at_terminal(width, "--db", str(loaded), *words.split())
    assert max(map(display_width, shown.splitlines())) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_numbers_are_not_broken(loaded: Path, width: int) -> None:
    shown = at_terminal(width, "--db", str(loaded), "review", "due", "--year", "2011")
    for number in ("JB/T 5761-1991", "1992-10-01", "1997-10-01"):
        assert number in shown
    assert "…" not in shown


def test_a_long_table_is_cut_with_a_note(loaded: Path) -> None:
    shown = at_terminal(120, "--db", str(loaded), "standards", "list")
    assert "43 more rows; use --limit 343 to show all rows here" in shown


def test_an_empty_result_is_explained(loaded: Path) -> None:
    shown = at_terminal(80, "--db", str(loaded), "standards", "list", "--search", "无此")
    assert shown == ("stdplan: no standard matches; try other filters or another --as-of\n")
    assert at_terminal(80, "--db", str(loaded), "db", "check") == ""


def test_colour_can_be_switched_off(loaded: Path) -> None:
    sectors = ("--db", str(loaded), "sectors")
    assert "\x1b[" in at_terminal(80, *sectors)
    assert "\x1b[" not in at_terminal(80, *sectors, env={"NO_COLOR": "1"})
    assert "\x1b[" not in at_terminal(80, *sectors, env={"TERM": "dumb"})


def test_headings_are_chinese_in_chinese(loaded: Path) -> None:
    shown = at_terminal(80, "--db", str(loaded), "--lang", "zh", "sectors", "show", "machinery")
    assert "机械" in shown


def test_a_written_file_is_reported_and_a_workbook_is_not_shown(
    loaded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.tsv"
    words = ("--db", str(loaded), "standards", "list", "-o", str(path))
    assert at_terminal(80, *words) == f"stdplan: {path}: 343 rows\n"
    assert at_terminal(80, *words, "--limit", "1") == f"stdplan: {path}: 1 row\n"
    assert at_terminal(80, "--db", str(loaded), "sectors", "-f", "xlsx") == (
        "stdplan: error: xlsx cannot be shown on a terminal: give a file with --output\n"
    )
