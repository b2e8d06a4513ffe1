"""The program at a terminal: a table of its width, unbroken numbers, and a message if nothing
matches."""

import shutil
from pathlib import Path

import pytest

from helpers import program, run_app
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


def test_a_wide_terminal_shows_more_columns_and_the_usual_one_does_not(loaded: Path) -> None:
    due = ("--db", str(loaded), "review", "due", "--year", "2011", "--limit", "2")
    plain = {"NO_COLOR": "1"}
    heads = [
        at_terminal(width, *due, env=plain).splitlines()[0].split("  ") for width in (80, 100, 200)
    ]
    heads = [[head.strip() for head in line if head.strip()] for line in heads]
    assert heads[0][:2] == ["Standard number", "Title"]
    assert "Sector" not in heads[0]
    assert heads[1] == [*heads[0], "Sector"]
    assert heads[2] == [*heads[1], "Department", "Basis", "Status"]
    # Asked for, there are no others.
    assert "Sector" not in at_terminal(200, *due, "--fields", "number,title")


def test_more_columns_never_fold_the_usual_ones(loaded: Path) -> None:
    words = ("--db", str(loaded), "standards", "list", "--search", "机床")
    for width in (81, 97, 120, 150, 200):
        shown = at_terminal(width, *words)
        assert max(map(display_width, shown.splitlines())) <= width
        if width >= 120:
            assert len(shown.splitlines()) == len(at_terminal(250, *words).splitlines())


def test_progress_has_the_straight_line_in_its_bars(loaded: Path) -> None:
    shown = at_terminal(80, "--db", str(loaded), "report", "progress", "--as-of", "2011-07-02")
    [published] = [line for line in shown.splitlines() if line.startswith("Standards published  ")]
    assert published.split()[-3:] == ["░░░░░│░░░░", "0.0", "%"]
    assert shown.splitlines()[-1] == "│ straight line to the target: 50 %"
    ascii_ = at_terminal(
        80, "--db", str(loaded), "report", "progress", "--as-of", "2011-07-02", env={"LANG": "C"}
    )
    assert ".....|....   0.0 %" in ascii_
    assert not set(ascii_) & set("█░│─")


def test_reports_have_their_drawings(loaded: Path) -> None:
    def last_lines(*words: str) -> list[str]:
        shown = at_terminal(80, "--db", str(loaded), "--lang", "zh", *words, env={"NO_COLOR": "1"})
        return [line for line in shown.splitlines() if not line.startswith("stdplan:")]

    ages = last_lines("report", "review", "--as-of", "2026-11-22")
    assert ages[-5] == "现行标准的标龄"
    assert ages[-4].startswith("不满 5 年         ████")
    assert ages[-4].endswith(" 58  100.0 %")
    months = last_lines("review", "calendar", "--from", "2030-01-01", "--to", "2031-12-31")
    assert months[-3].split() == [*(f"{month}月" for month in range(1, 13))]
    assert months[-2].startswith("2031 ·")
    assert months[-1].startswith("· 0   ░ 1")


def test_coverage_is_a_map_of_the_areas(loaded: Path, tmp_path: Path) -> None:
    path, file = Path(shutil.copy(loaded, tmp_path / "plan.db")), tmp_path / "list.csv"
    text = "计划号,标准名称,重点领域\n2011-0001T-JB,甲,rare-earth/hydrogen-storage\n"
    area = run_app("--db", str(path), "focus", "list", "-f", "csv", "--fields", "code", "--limit=1")
    file.write_text(text.replace("rare-earth/hydrogen-storage", area.out.split()[1]), "utf-8")
    assert run_app("--db", str(path), "standards", "import", str(file)).code == 0
    shown = at_terminal(80, "--db", str(path), "report", "coverage", env={"NO_COLOR": "1"})
    lines = shown.splitlines()
    [first] = [line for line in lines if line.startswith("Petrochemicals and chemic…")]
    assert first.startswith("Petrochemicals and chemic…  ░1  ·   ·")
    assert "· 0   ░ 1 or more" in shown


@pytest.mark.parametrize(
    "words", [("--fields", "sector,in_force"), ("--limit", "2"), ("--no-header",)]
)
def test_who_asks_for_a_part_gets_no_drawing(loaded: Path, words: tuple[str, ...]) -> None:
    report = ("--db", str(loaded), "report", "review")
    assert "Ages of" in at_terminal(80, *report)
    assert "Ages of" not in at_terminal(80, *report, *words)


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
    assert "\x1b[" in at_terminal(80, *sectors, env={"TERM": "dumb", "FORCE_COLOR": "1"})
    pipe = program(*sectors, "-f", "table", env={"FORCE_COLOR": "1"})
    assert "\x1b[" in pipe.stdout
    assert "\x1b[" not in program(*sectors, env={"FORCE_COLOR": "1"}).stdout


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
