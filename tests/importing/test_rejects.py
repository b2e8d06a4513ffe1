"""importing/rejects.py: rejected rows are written as csv, and read back as in their own list."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_helpers import open_list
from stdplan.domain.text import has_meaningless
from stdplan.importing.cell_values import CellError
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.rejects import REASONS, Rejects, without_reasons

FAULTS = [CellError("标准编号", "x", "is wrong"), CellError("日期", "y", "is wrong")]


def written(*lists: tuple[list[str], list[SourceRow]]) -> str:
    """Return the file of the rejected rows of some lists, each with its header."""
    out = StringIO(newline="")
    with Rejects(out) as rejects:
        for header, rows in lists:
            rejects.begin(header)
            for row in rows:
                rejects.add("list.csv", header, row, FAULTS)
        rejects.write()
    return out.getvalue()


def back(path: Path, text: str) -> tuple[list[str], list[SourceRow], bool]:
    """Return the header and the rows as import reads them, and whether they were rejected
    before."""
    path.write_bytes(text.encode())
    with open_list(str(path), ReadOptions(form="csv")) as source:
        head, rows, rejected_before = without_reasons(source)
        return head.cells, list(rows), rejected_before


def test_a_row_follows_its_reasons() -> None:
    row = SourceRow(7, ["JB/T 1-2011", "甲"], 2, sheet="[一月]", section="一、钢铁")
    assert list(
        csv.reader(StringIO(written((["标准编号", "名称"], [row])).removeprefix("\ufeff")))
    ) == [
        [*REASONS, "标准编号", "名称"],
        ["list.csv[一月]", "7", "一、钢铁", "标准编号; 日期", "x; y", "is wrong", *row.cells],
    ]


def test_columns_of_several_lists_are_merged(tmp_path: Path) -> None:
    one = (["标准编号", "", "操作", "操作"], [SourceRow(2, ["A", "b", "c", "d"], 4)])
    two = ([" 标准 编号", "名称"], [SourceRow(2, ["E", "f"], 2)])
    header, rows, rejected_before = back(tmp_path / "rejects.csv", written(one, two))
    assert header == ["标准编号", "column 2", "操作", "操作", "名称"]
    assert [row.cells for row in rows] == [["A", "b", "c", "d", ""], ["E", "", "", "", "f"]]
    assert rejected_before


def test_a_broken_line_is_written_whole() -> None:
    row = SourceRow(7, ["{" * 200], 0, "is broken")
    [_, shown] = csv.reader(StringIO(written((["标准编号"], [row]))))
    assert shown[4:] == ["{" * 200, "is wrong", ""]


def test_a_broken_line_is_read_back_until_it_is_corrected(tmp_path: Path) -> None:
    text = written((["标准编号"], [SourceRow(7, ["{1"], 0, "is broken", section="一、钢铁")]))
    _, [row], _ = back(tmp_path / "rejects.csv", text)
    assert (row.cells, row.cell_count, row.fault, row.section) == (
        ["{1"],
        0,
        "is wrong",
        "一、钢铁",
    )
    _, [row], _ = back(tmp_path / "rejects.csv", text.rstrip("\r\n") + "JB/T 1-2011\r\n")
    assert (row.cells, row.cell_count > 0, row.fault) == (["JB/T 1-2011"], True, None)


def test_a_list_that_was_never_rejected_is_not_changed(tmp_path: Path) -> None:
    header, [row], rejected_before = back(tmp_path / "list.csv", "file,标准编号\na,JB/T 1-2011\n")
    assert (header, row.cells, row.line, rejected_before) == (
        ["file", "标准编号"],
        ["a", "JB/T 1-2011"],
        2,
        False,
    )


# Readers remove characters that mean nothing; test_invisible.py has the rule.
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
CELLS = st.text(LETTERS.filter(lambda letter: not has_meaningless(letter)), max_size=12)


# An empty row is not a row of a list.
ROWS = st.tuples(CELLS, CELLS, CELLS).filter(lambda row: any(map(str.strip, row)))


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_cells_are_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "rejects.csv"
    raw = [SourceRow(line, list(row), 3) for line, row in enumerate(rows, 2)]
    _, found, _ = back(path, written((["标准编号", "名称", "备注"], raw)))
    assert [row.cells for row in found] == [row.cells for row in raw]
