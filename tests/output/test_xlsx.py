"""output/as_xlsx.py: a workbook as a spreadsheet program opens it."""

import io
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from stdplan.domain.text import escape_unprintable
from stdplan.errors import CannotCreate
from stdplan.output import as_xlsx
from stdplan.output.formats import Heading
from stdplan.output.selection import OutputOptions
from stdplan.output.writer import emit
from stdplan.table import Cell, Chart, Column, Kind, Records, Row, Table

COLUMNS = (Column("number", "key"), Column("title"), Column("published", "date"))


def workbook(table: Table, heading: Heading | None = None, **options: Any) -> Any:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    form = OutputOptions(format="xlsx", **options)
    emit(
        table,
        form,
        out,
        terminal=False,
        err=io.StringIO(),
        heading=lambda: heading or Heading("stdplan"),
    )
    out.flush()
    return load_workbook(io.BytesIO(raw.getvalue()))


def sheet(*rows: Row, columns: tuple[Column, ...] = COLUMNS, **options: Any) -> Any:
    return workbook(Table(columns, Records(columns, rows)), **options).active


def one(cell: Cell, kind: Kind = "text") -> Any:
    return sheet((cell,), columns=(Column("x", kind),), header=False)["A1"]


def test_the_layout_of_a_workbook() -> None:
    worksheet = sheet(
        ("JB/T 7547-1994", "磨料粒度测定方法" * 9, "1994-10-25"), ("0123", "车床", None)
    )
    assert [cell.value for cell in worksheet[1]] == ["number", "title", "published"]
    assert all(cell.font.b for cell in worksheet[1])
    assert not worksheet["A2"].font.b
    assert (worksheet.freeze_panes, worksheet.auto_filter.ref) == ("A2", "A1:C3")
    # As wide as the longest cell with a margin, in letters; a Chinese character counts twice; at
    # most 60.
    assert [worksheet.column_dimensions[letter].width for letter in "ABC"] == [16, 60, 12]


def test_without_a_header_nothing_is_frozen_or_filtered() -> None:
    worksheet = sheet(("0123", "车床", None), header=False)
    assert (worksheet.freeze_panes, worksheet.auto_filter.ref, worksheet["A1"].value) == (
        None,
        None,
        "0123",
    )


def test_a_header_is_above_its_numbers() -> None:
    columns = (Column("number", "key"), Column("age", "integer"), Column("share", "decimal"))
    worksheet = sheet(("JB/T 1-2001", 5, "33.3"), columns=columns)
    assert [cell.alignment.horizontal for cell in worksheet[1]] == [None, "right", "right"]


def folded(width: int, *rows: Row) -> list[int]:
    """Return the numbers of the columns that are folded in a sheet of so many."""
    columns = tuple(Column(f"c{index}", "list") for index in range(1, width + 1))
    worksheet = sheet(*rows, columns=columns)
    found = [each for each in worksheet.column_dimensions.values() if each.hidden]
    assert worksheet.sheet_format.outlineLevelCol == (1 if found else None)
    return [index for each in found for index in range(each.min, each.max + 1)]


def test_of_many_columns_those_without_a_value_are_folded() -> None:
    rows = [("a", None, "", *"b" * 9, [], 0, False, None), ("a", "", "", *"b" * 9, [], *"xyz")]
    assert folded(16, *rows) == [2, 3, 13]
    assert folded(15, *(row[:15] for row in rows)) == []
    assert folded(16) == []


def test_no_column_is_folded_before_all_rows_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(*"abcdefghijklmno", None)] * 3
    assert folded(16, *rows) == [16]
    monkeypatch.setattr(as_xlsx, "_KEPT", 2)
    assert folded(16, *rows) == []


HEADING = Heading("Standards due [2011]: R&D", ("as of 2011-06-30", "plan of 2011"))


def test_a_sheet_has_a_title_and_prints_across_with_its_header_on_every_page() -> None:
    book = workbook(Table(COLUMNS, Records(COLUMNS, [("1", "x", None)])), HEADING)
    worksheet = book.active
    assert book.properties.title == "Standards due [2011]: R&D"
    assert book.sheetnames == ["Standards due  2011   R&D"]  # without what a tab cannot have
    assert [cell.value for cell in worksheet[1]] == ["number", "title", "published"]
    setup = worksheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert worksheet.print_title_rows == "$1:$1"
    header = worksheet.oddHeader
    assert header.left.text == "Standards due [2011]: R&&D"
    assert header.right.text == "as of 2011-06-30 · plan of 2011"
    assert worksheet.oddFooter.right.text == "&P / &N"


def test_charts_have_a_sheet_with_their_figures() -> None:
    columns = (Column("name"), Column("target", "integer"), Column("actual", "decimal"))
    rows: list[Row] = [("机械", 3, 1.5), ("=1+1", 4, None)]
    charts = tuple(
        Chart(title, Records(columns, rows), "name", columns[1:], "stacked", part)
        for title, part in (("One", ""), ("Two", "published"))
    )
    table = Table(
        COLUMNS, Records(COLUMNS, []), page=Table(COLUMNS, Records(COLUMNS, []), charts=charts)
    )
    book = workbook(table, HEADING)
    assert book.sheetnames[1] == "Charts"
    worksheet = book["Charts"]
    cells = [list(row) for row in worksheet.iter_rows(values_only=True) if any(row)]
    one = [["", "Target", "Actual"], ["机械", 3, 1.5], ["=1+1", 4, None]]
    assert [[cell or "" for cell in line] for line in cells] == [
        [cell or "" for cell in line]
        for title in ("One", "Two")
        for line in ([title, "", ""], *one)
    ]
    for chart, top in zip(worksheet._charts, (2, cells.index(["Two", None, None])), strict=True):
        series = chart.ser[0]
        first = series.val.numRef.f.rpartition("$")[0]
        assert first.startswith("'Charts'!$B$") and top
        assert [point.v for point in series.val.numRef.numCache.pt] == [3, 4]
        assert [point.v for point in series.cat.strRef.strCache.pt] == ["机械", "=1+1"]
        place = int(series.tx.strRef.f.rpartition("$")[2])
        assert worksheet.cell(place, 2).value == "Target"
        assert worksheet.cell(place + 1, 1).value == "机械"
    assert worksheet.page_setup.orientation == "landscape"


def test_an_answer_without_charts_is_one_sheet() -> None:
    assert len(workbook(Table(COLUMNS, Records(COLUMNS, []))).sheetnames) == 1


def test_an_empty_result_is_a_header() -> None:
    assert sheet().dimensions == "A1:C1"


@pytest.mark.parametrize(
    ("kind", "cell", "read"),
    [
        ("key", "GB/T 1.1-2020", "GB/T 1.1-2020"),
        ("key", "0123", "0123"),
        ("key", "1987", "1987"),
        ("key", "2011-05-18", "2011-05-18"),
        ("text", "1e5", "1e5"),
        ("text", "12%", "12%"),
        ("text", "TRUE", "TRUE"),
        ("text", "=1+1", "=1+1"),
        ("text", "#N/A", "#N/A"),
        ("text", "'=1", "'=1"),
        ("text", " a\n b ", " a\n b "),
        ("text", "a\x1b[31m\r", "a\\x1b[31m\\r"),
        ("date", "2011-05-18", datetime(2011, 5, 18)),
        ("date", "2011-05", "2011-05"),
        ("date", "2011", "2011"),
        ("date", "1900-01-01", "1900-01-01"),
        ("date", "2011-02-30", "2011-02-30"),
        ("integer", -7, -7),
        ("integer", 2**63 - 1, "9223372036854775807"),
        ("decimal", "3.10", 3.1),
        ("decimal", "120", 120),
        ("decimal", "0.12345678901234567", "0.12345678901234567"),
        ("percent", 12.5, 12.5),
        ("percent", float("inf"), "inf"),
        ("flag", 1, True),
        ("list", ["王一", "李二"], "王一; 李二"),
        ("list", [], None),
        ("object", {"序号": "7"}, '{"序号":"7"}'),
        ("object", {}, None),
    ],
)
def test_a_cell_has_the_type_of_its_column(kind: Kind, cell: Cell, read: object) -> None:
    worksheet = one(cell, kind)
    assert (worksheet.value, type(worksheet.value)) == (read, type(read))
    assert worksheet.data_type != "f"
    if isinstance(read, datetime):
        assert worksheet.number_format == "yyyy-mm-dd"


@settings(deadline=None, max_examples=30)
@given(st.text(min_size=1))
def test_any_text_is_read_back_unchanged_or_visible(text: str) -> None:
    assert escape_unprintable(one(text).value).replace("\\n", "\n") == escape_unprintable(
        text
    ).replace("\\n", "\n")


def test_an_error_of_a_too_long_cell_names_its_record() -> None:
    assert one("𠀀" * 16_383).value == "𠀀" * 16_383
    for text in ("磨" * 32_768, "𠀀" * 16_384):
        with pytest.raises(CannotCreate, match=r"JB/T 1-2011: title: .*32767 characters"):
            sheet(("JB/T 1-2011", text, None))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "_ROWS", 3)
    assert sheet(("1", "", None), ("2", "", None)).dimensions == "A1:C3"
    with pytest.raises(CannotCreate, match="can have at most 2 rows; use csv"):
        sheet(*[(str(n), "", None) for n in range(3)])


def test_no_temporary_file_is_left(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sheet(("1", "", None))
    with pytest.raises(CannotCreate):
        sheet(("1", "x" * 40_000, None))
    assert list(tmp_path.iterdir()) == []
