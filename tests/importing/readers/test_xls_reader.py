"""readers/xls_reader.py: old workbooks to rows; values of cells, hidden rows, other files."""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from list_helpers import read
from stdplan.errors import BadData
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ReadOptions

HEADER = ("序号", "标准编号", "标准名称", "实施日期")


def style(number_format: str) -> xlwt.XFStyle:
    made = xlwt.XFStyle()
    made.num_format_str = number_format
    return made


def save(path: Path, rows: list[tuple[object, ...]], **options: bool) -> Path:
    """Write a workbook; a value may be a pair of value and number format."""
    book = xlwt.Workbook()
    for name, value in options.items():
        setattr(book, name, value)
    sheet = book.add_sheet("清单")
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            value, number_format = cell if isinstance(cell, tuple) else (cell, "General")
            sheet.write(line, column, value, style(number_format))
    book.save(str(path))
    return path


@pytest.mark.parametrize(
    ("value", "number_format", "read_as"),
    [
        (" 车床 ", "General", " 车床 "),
        (107, "0000", "0107"),
        (1.1, "0.00", "1.10"),
        (107, '"T"0000', "T0107"),
        (2011, "General", "2011"),
        (2011, "0.00", "2011"),
        (0.85, "0%", "0.85"),
        (18306.1, "General", "18306.1"),
        (True, "General", "TRUE"),
        (date(2011, 5, 18), "yyyy-mm-dd", "2011-05-18"),
        (date(2011, 5, 18), 'yyyy"年"m"月"d"日"', "2011-05-18"),
        (datetime(2011, 5, 18, 23, 59), 'yyyy"年"m"月"', "2011-05-18"),
        (time(12, 30), "hh:mm", "12:30:00"),
    ],
)
@pytest.mark.parametrize("mac", [False, True])
def test_the_text_of_a_cell(
    tmp_path: Path, value: object, number_format: str, read_as: str, mac: bool
) -> None:
    rows = [HEADER, (1, "JB/T 1-2011", (value, number_format), "x")]
    form, [_, row] = read(save(tmp_path / "list.xls", rows, dates_1904=mac))
    assert (form, row.cells) == ("xls", ["1", "JB/T 1-2011", read_as, "x"])


def test_rich_text_errors_and_formulas(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("清单")
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name)
    for line in (1, 2, 3):
        sheet.write(line, 1, f"JB/T {line}-2011")
    sheet.write_rich_text(1, 2, ["高强", ("钢", xlwt.easyfont("bold true")), "丝"])
    sheet.write(2, 2, xlwt.Formula('"a"&"b"'))
    sheet.row(3).set_cell_error(2, 42)  # #N/A
    book.save(str(tmp_path / "list.xls"))
    _, [_, rich, formula, error] = read(tmp_path / "list.xls")
    assert (rich.cells[2], rich.fault) == ("高强钢丝", None)
    assert "never computed" in str(formula.fault)
    assert error.fault == "the cell contains the error #N/A"


def test_merged_cells_hidden_rows_and_sheets(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("代码").visibility = 1
    sheet = book.add_sheet("计划")
    sheet.write_merge(0, 0, 0, 3, "计划汇总表")
    for column, name in enumerate(HEADER):
        sheet.write(1, column, name)
    for line in (2, 3, 4):
        sheet.write(line, 1, f"JB/T {line}-2011")
    sheet.write_merge(2, 4, 3, 3, "2011-05-18")
    sheet.row(3).hidden = True
    book.add_sheet("废止").write(0, 0, "标准编号")
    book.save(str(tmp_path / "list.xls"))
    with open_lists(str(tmp_path / "list.xls"), ReadOptions()) as lists:
        first = next(lists)
        rows = list(first.iter_rows())
        second = next(lists)
    assert [row.cells[1::2] for row in rows[1:]] == [
        [f"JB/T {line}-2011", "2011-05-18"] for line in (2, 3, 4)
    ]
    assert (rows[0].line, rows[0].sheet) == (2, "[计划]")
    assert first.skipped.counts == {"hidden": 1, "title": 1, "hidden row": 1}
    assert not second.skipped.counts
    _, visible = read(tmp_path / "list.xls", visible_only=True)
    assert [row.line for row in visible] == [2, 3, 5]


def test_files_that_are_no_workbooks(tmp_path: Path) -> None:
    path = save(tmp_path / "list.xls", [HEADER, (1, "JB/T 1-2011", "甲", "2011")])
    content = path.read_bytes()
    for damaged in (content[:700], content[:-3000], content.replace(b"\x09\x08", b"\x00\x00")):
        path.write_bytes(damaged)
        with pytest.raises(BadData, match=r"list\.xls: "):
            read(path)
    path.write_bytes(content.replace(*(n.encode("utf-16-le") for n in ("Workbook", "Werkbook"))))
    with pytest.raises(BadData, match="save it as docx, xlsx or csv"):
        read(path)


def test_a_password(tmp_path: Path) -> None:
    begin = bytes.fromhex("0908100000060500bb0dcc07c1c0010006060000")
    password = bytes.fromhex("2f0006000000") + b"\x59\xb3\x0a\x9a"
    stream = BytesIO()
    XlsDoc().save(stream, begin + password + bytes.fromhex("0a000000") + bytes(4096))
    (tmp_path / "list.xls").write_bytes(stream.getvalue())
    with pytest.raises(BadData, match=r"list\.xls: a password protects this file"):
        read(tmp_path / "list.xls")
