"""readers/csv_reader.py: csv and tsv to rows; what was written is read back, and errors name their
line."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from list_helpers import open_list
from stdplan.errors import BadData
from stdplan.importing.readers.rows import ReadOptions, SourceRow


def read(path: str) -> list[SourceRow]:
    """Return all rows of a file; the first is the header."""
    with open_list(path, ReadOptions()) as source:
        return list(source.iter_rows())


HEADER = "序号,标准编号,标准名称,实施日期\n"


@pytest.fixture
def rows(tmp_path: Path):
    """Return a function that reads a text as a file of this name: (line, cells) of each row below
    the header."""

    def reading(text: str, name: str = "list.csv") -> list[tuple[int, list[str]]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return [(row.line, row.cells) for row in read(str(path))][1:]

    return reading


def test_rows_have_the_line_on_which_they_begin(rows) -> None:
    text = HEADER + '1,JB/T 1-2011,"磨料\n磨具",2011-05-18\n\n,,,\n2,JB/T 2-2011,"""金""刚石",\n'
    assert rows(text) == [
        (2, ["1", "JB/T 1-2011", "磨料\n磨具", "2011-05-18"]),
        (6, ["2", "JB/T 2-2011", '"金"刚石', ""]),
    ]


@pytest.mark.parametrize("name", ["list.tsv", "list.txt", "list", "list.csv"])
def test_tabs_are_detected_by_name_or_by_content(rows, name: str) -> None:
    assert rows("标准编号\t标准名称\nJB/T 1-2011\t磨料, 磨具\n", name) == [
        (2, ["JB/T 1-2011", "磨料, 磨具"])
    ]


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('"磨料"', "磨料"),
        ('"磨料\n磨具"', "磨料\n磨具"),
        ('"""金""刚石"', '"金"刚石'),
        ('"金"刚石', '"金"刚石'),
        ('"金刚石', '"金刚石'),
        ('5" 砂轮', '5" 砂轮'),
    ],
)
def test_a_tsv_is_quoted_only_if_all_its_quotes_match(rows, cell: str, read_as: str) -> None:
    text = f"标准编号\t标准名称\t状态\nJB/T 1-2011\t{cell}\t现行\nJB/T 2-2011\t磨具\t现行\n"
    assert rows(text, "list.tsv")[0] == (2, ["JB/T 1-2011", read_as, "现行"])


def test_a_lost_closing_quote_in_a_tsv_swallows_nothing(rows) -> None:
    text = '标准编号\t标准名称\nJB/T 1-2011\t"磨料\nJB/T 2-2011\t磨具\nJB/T 3-2011\t刚玉"\n'
    assert [cells[1] for _, cells in rows(text, "list.tsv")] == ['"磨料', "磨具", '刚玉"']


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEADER + '1,JB/T 1-2011,磨料,\n2,JB/T 2-2011,"磨具,\n3,JB/T 3-2011,x,\n',
            ":3: a quote opens",
        ),
        (HEADER + '1,"a\nb","c\n' + "d\n" * 600_000, ":3: a quote opens"),
        (HEADER + '1,"JB/T 1-2011,磨料,\n2,"JB/T 2-2011",磨具,\n', ":2: a quoted cell continues"),
        (HEADER + '1,"a""b",5",""c\n', ":2: a quoted cell continues"),
        (HEADER + "1," + "磨" * 1_000_001 + "\n", ":2: a cell has more than a million"),
        ("", ": the file is empty"),
        ("\n \n,,\n", ": the file is empty"),
        (HEADER + "1,\0,,\n", ":2: there is a NUL"),
    ],
)
def test_an_error_names_its_line(rows, text: str, message: str) -> None:
    with pytest.raises(BadData, match=message):
        rows(text)


def test_rows_longer_and_shorter_than_the_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "标准编号,标准名称,状态,,\nA,磨料\nB,磨具,现行,,\nC,刚玉,现行,,,多,\n", encoding="utf-8"
    )
    header, short, even, long = read(str(path))
    assert header.cells == ["标准编号", "标准名称", "状态"]
    assert (short.cells, short.cell_count, short.fault) == (["A", "磨料", ""], 2, None)
    assert (even.cells, even.fault) == (["B", "磨具", "现行"], None)
    assert (long.line, long.fault) == (4, "the row has 7 cells, but the header has 3")


cells = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff"), max_size=8
) | st.text("'=+-@\t\r1", max_size=4)


@settings(suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(cells, cells, cells), max_size=5),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_csv_writes_is_read_back(tmp_path: Path, table, encoding: str, quoting: int) -> None:
    """Cell for cell, in every encoding, except for an apostrophe that guards a formula: `'=1` is
    read as `=1`. A first column of 标 keeps rows from being blank."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=quoting)
    writer.writerow(["标准编号", "标准名称", "状态", "备注"])
    writer.writerows(["标", *row] for row in table)
    path = tmp_path / "list.csv"
    path.write_bytes(written.getvalue().encode(encoding))
    expected = [tuple(re.sub(r"^'(?='*[=+\-@\t\r])", "", cell) for cell in row) for row in table]
    assert [tuple(row.cells[1:]) for row in read(str(path))][1:] == expected
