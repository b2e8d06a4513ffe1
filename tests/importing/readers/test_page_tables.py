"""readers/page_tables.py: tables over several pages, and cells with wrapped texts."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.importing.readers.page_tables import PageCell, PageTable, Row, join_lines, join_pages


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("JB/T\n3914-2026", "JB/T 3914-2026"),
        ("JB/T 3234-\n2012", "JB/T 3234-2012"),
        ("SJ/T 11460.6.1—\n2015", "SJ/T 11460.6.1—2015"),
        ("SJ/T\n11460.6.2-20\n25", "SJ/T 11460.6.2-2025"),
        ("ISO\n9138:201\n5，MOD", "ISO 9138:2015，MOD"),
        ("IEC 62595-\n2-4:2020\nMOD", "IEC 62595-2-4:2020 MOD"),
        ("非等效ISO\n9136-\n1:2004", "非等效ISO 9136-1:2004"),
        ("GB/\nT 1234-2020", "GB/T 1234-2020"),
        ("ISO/IEC 27001\n:2022", "ISO/IEC 27001:2022"),
        ("2026-\n12-01", "2026-12-01"),
        ("2026-12-\n01", "2026-12-01"),
        ("202\n6.12.01", "2026.12.01"),
        ("2026年12\n月1日", "2026年12月1日"),
        ("JB/T 1-2006\nJB/T 2-2006", "JB/T 1-2006\nJB/T 2-2006"),
        ("106812-2026\n106813-2026", "106812-2026\n106813-2026"),
        ("用LED性能\n规范", "用LED性能规范"),
        ("Test methods and\nrequirements", "Test methods and requirements"),
        ("non-\ndestructive testing", "non-destructive testing"),
        ("Part 1 -\nGeneral", "Part 1 - General"),
        ("Require\u00ad\nments", "Requirements"),
        ("序\n号", "序号"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_wrapped_lines_are_joined(printed: str, meant: str) -> None:
    assert join_lines(printed) == meant


@given(st.text(alphabet="甲乙丙丁，。（）", min_size=1), st.integers(1, 5))
def test_chinese_text_is_joined_as_it_was(text: str, width: int) -> None:
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    assert join_lines("\n".join(lines)) == text


def table(page: int, *rows: Sequence[str | PageCell | None], title: bool = False) -> PageTable:
    cells: list[Row] = [
        [PageCell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    ]
    borders = [10.0 * index for index in range(len(rows[0]) + 1)]
    return PageTable(page, f"[page {page}]", borders, cells, starts_anew=title)


def find_header(found: PageTable) -> int | None:
    """Return the index of the row with the header."""
    firsts = [row[0].text if row[0] else "" for row in found.rows]
    return firsts.index("序号") if "序号" in firsts else None


def days(*tables: PageTable) -> list[str]:
    return [cells[-1] for each in tables for _, cells in each.lines()]


HEADER = ("序号", "标准编号", "代替标准", "实施日期")


@pytest.mark.parametrize("rest", [1, 2])
@pytest.mark.parametrize("header", [(), (HEADER,)])
def test_the_rest_of_a_merged_cell_has_its_value(rest: int, header: Sequence[Row]) -> None:
    merged, empty = PageCell("2026-12-01", rows=2), PageCell("", rows=rest)
    first = table(1, HEADER, ("1", "A 1-2026", "", merged), ("2", "A 2-2026", "A 2-2020", merged))
    below = [(str(number), f"A {number}-2026", "", empty) for number in range(3, 3 + rest)]
    second = table(2, *header, *below, ("9", "A 9-2026", "", "2027-01-01"))
    assert join_pages([first, second], find_header) == []
    assert days(second) == ["2026-12-01"] * rest + ["2027-01-01"]
    assert (second.continues, second.first_line) == (True, 1 + len(header))


def test_the_value_of_a_merged_cell_may_be_on_its_second_page() -> None:
    above, below = PageCell("", rows=2), PageCell("2026-12-01", rows=2)
    first = table(1, HEADER, ("1", "A 1-2026", "", above), ("2", "A 2-2026", "", above))
    second = table(2, ("3", "A 3-2026", "", below), ("4", "A 4-2026", "", below))
    join_pages([first, second], find_header)
    assert days(first, second)[1:] == ["2026-12-01"] * 4


def test_an_empty_cell_stays_empty_in_a_column_that_has_some() -> None:
    first = table(1, HEADER, ("1", "A 1-2026", "A 1-2020", "2026"), ("2", "A 2-2026", "", "2026"))
    second = table(2, ("3", "A 3-2026", "", "2026"))
    assert join_pages([first, second], find_header) == []
    assert [cells[2] for _, cells in second.lines()] == [""]


def test_a_cell_that_may_be_merged_over_the_page_end_is_named() -> None:
    merged = PageCell("2026-12-01", rows=2)
    first = table(
        1, HEADER, ("1", "A 1-2026", "", ""), ("2", "A 2-2026", "", merged),
        ("3", "A 3-2026", "", merged)
    )  # fmt: skip
    second = table(2, ("4", "A 4-2026", "", ""), ("5", "A 5-2026", "", "2027-01-01"))
    assert join_pages([first, second], find_header) == ["[page 2]:1"]
    assert days(second) == ["", "2027-01-01"]


def test_a_row_over_a_page_end_keeps_the_merged_cell_below_it() -> None:
    merged, rest = PageCell("2026-12-01", rows=2), PageCell("", rows=2)
    first = table(1, HEADER, ("1", "A 1-2026", "", merged), ("2", "A 2-", "", merged))
    second = table(2, ("", "2026", "", rest), ("3", "A 3-2026", "", rest))
    join_pages([first, second], find_header)
    assert [cells[1] for _, cells in first.lines()][-1] == "A 2-2026"
    assert list(second.lines()) == [(2, ["3", "A 3-2026", "", "2026-12-01"])]


@pytest.mark.parametrize("title", [True, False])
def test_a_title_above_the_same_header_begins_another_list(title: bool) -> None:
    first = table(1, HEADER, ("1", "A 1-2026", "", "2026"))
    second = table(2, HEADER, ("1", "B 1-2026", "", "2027"), title=title)
    join_pages([first, second], find_header)
    assert second.continues is not title


def test_a_table_with_other_columns_does_not_continue() -> None:
    first = table(1, HEADER, ("1", "A 1-2026", "", "2026"))
    second = table(2, ("1", "remark"))
    join_pages([first, second], find_header)
    assert not second.continues
