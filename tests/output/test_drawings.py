"""Drawings of a terminal: signs and figures, folded to its width, in blocks or in ASCII."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stdplan.i18n import use_language
from stdplan.output.consoles import ASCII_BLOCKS, BLOCKS
from stdplan.output.drawings import draw, mark_percents
from stdplan.output.formats import Style
from stdplan.output.labels import display_text
from stdplan.table import Cell, Column, Drawing, DrawingForm, Records, Row

COLUMNS = (Column("label"), Column("figure", "integer"))


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def drawn(form: DrawingForm, rows: Sequence[Row], width: int = 60, bar: str = BLOCKS) -> list[str]:
    drawing = Drawing(form, "Title", Records(COLUMNS, rows), "label", "figure")
    return [line.plain.rstrip() for line in draw(drawing, Style(), width, bar)]


def test_a_histogram_has_bars_figures_and_shares() -> None:
    rows = [("under 5 years", 1), ("10 years or more", 999), ("unknown", 0)]
    assert drawn("histogram", rows, 50) == [
        "Title",
        "under 5 years     █                      1   0.1 %",
        "10 years or more  ███████████████████  999  99.9 %",
        "unknown                                  0   0.0 %",
    ]


def test_a_heat_map_has_a_line_for_each_sector_and_folds_it() -> None:
    rows = [("机械", 1), ("机械", 0), ("机械", 40), ("Steel and more", 7), ("机械", 2)]
    assert drawn("heat", rows, 36) == [
        "Title",
        "机械          ░ 1  ·    █40  ▒ 2",
        "Steel and m…  ▓ 7",
        "· 0   ░ 1   ▒ 2–6   ▓ 7–39   █ 40 or more",
    ]


def test_months_are_folded_where_the_terminal_is_narrow() -> None:
    rows = [(f"2027-{month:02d}", month % 5) for month in range(3, 13)]
    lines = drawn("months", rows, 80)
    assert lines[1].split() == [
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    ]
    assert len(lines) == 4
    narrow = drawn("months", rows, 40)
    assert narrow[1].split() == ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    assert [line[:4] for line in narrow[2::2]] == ["2027", "2027"]


def test_without_figures_nothing_is_drawn() -> None:
    assert drawn("heat", [("机械", 0)]) == drawn("histogram", []) == []


@given(
    st.sampled_from(["histogram", "heat"]),
    st.lists(
        st.tuples(st.sampled_from(["机械", "Machinery", "石化化工行业"]), st.integers(0, 10**6)),
        max_size=40,
    ),
    st.integers(50, 200),
    st.sampled_from([BLOCKS, ASCII_BLOCKS]),
)
def test_drawings_fit_and_are_ascii_where_they_must(
    form: DrawingForm, rows: list[Row], width: int, bar: str
) -> None:
    *lines, last = drawn(form, rows, width, bar) or [""]
    assert all(cell_len(line) <= width for line in lines)
    if bar == ASCII_BLOCKS:
        assert not set("".join([*lines, last])) & set("█░▒▓·│")


def test_the_straight_line_is_a_mark_in_the_bar_of_its_own_row() -> None:
    marks = Drawing(
        "marks", "line", Records(COLUMNS, [("b", 50.0), ("c", 100.0)]), "label", "figure"
    )
    columns = [Column("name"), Column("percent", "percent")]
    rows: list[Row] = [("甲", 20.0, "a"), ("乙", 20.0, "b"), ("丙", 130.0, "c"), ("丁", None, "b")]
    cells: list[list[Cell]] = list(mark_percents(marks, columns, iter(rows)))
    assert [display_text(row[1], columns[1], BLOCKS) for row in cells] == [
        "██░░░░░░░░  20.0 %",
        "██░░░│░░░░  20.0 %",
        "█████████│ 130.0 %",
        "",
    ]
    assert display_text(cells[1][1], columns[1], ASCII_BLOCKS) == "##...|....  20.0 %"
