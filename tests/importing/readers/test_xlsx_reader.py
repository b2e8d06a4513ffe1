"""readers/xlsx_reader.py: workbooks to rows; the value of a cell, the sheet that is read, and
errors."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from list_helpers import open_list
from stdplan.errors import BadData, UsageProblem
from stdplan.importing.readers import zip_parts
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ReadOptions, Skipped, SourceRow

HEADER = ("序号", "标准编号", "标准名称", "实施日期")
Sheet = list[tuple[object, ...]]


def read(path: Path, sheet: str | None = None) -> tuple[list[SourceRow], Skipped]:
    with open_list(str(path), ReadOptions(sheet=sheet)) as source:
        assert source.form == "xlsx"
        return list(source.iter_rows()), source.skipped


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a workbook of these sheets: `workbook(Sheet1=[HEADER, (1, "JB/T
    1-2011")])`."""

    def write(
        name: str = "list.xlsx", hidden: str = "", mac: bool = False, **sheets: Sheet
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        if mac:
            book.epoch = CALENDAR_MAC_1904
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            sheet.sheet_state = "hidden" if title == hidden else "visible"
            for row in rows:
                sheet.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        (" 车床 ", " 车床 "),
        ("第一行\n第二行", "第一行\n第二行"),
        ("第一行_x000D_\n第二行", "第一行\r\n第二行"),
        (date(2011, 5, 18), "2011-05-18"),
        (datetime(2011, 5, 18, 23, 59), "2011-05-18"),
        (2011, "2011"),
        (2011.0, "2011"),
        (18306.1, "18306.1"),
        (40681, "40681"),
        (0.25, "0.25"),
        (True, "TRUE"),
        (None, ""),
        (CellRichText("高强", TextBlock(InlineFont(b=True), "钢"), "丝"), "高强钢丝"),
    ],
)
@pytest.mark.parametrize("mac", [False, True])
def test_the_text_of_a_cell(workbook, value: object, read_as: str, mac: bool) -> None:
    [_, row], _ = read(workbook(mac=mac, 清单=[HEADER, (1, "JB/T 1-2011", value, "x")]))
    assert row.cells == ["1", "JB/T 1-2011", read_as, "x"]


def test_titles_sections_and_remarks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ("2011年第1批行业标准",), (), HEADER, ("一、化工行业",),
        (1, "HG/T 1-2011", "甲", date(2011, 5, 18)), ("注：以上标准自发布之日起实施",),
    ]:  # fmt: skip
        sheet.append(row)
    for merged in ("A1:D1", "A4:D4", "A6:D6"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "list.xlsx")
    [header, row], skipped = read(tmp_path / "list.xlsx")
    assert (header.line, row.line, row.section, row.sheet) == (3, 5, "一、化工行业", "")
    assert row.cells == ["1", "HG/T 1-2011", "甲", "2011-05-18"]
    assert skipped.counts == {"title": 1, "section": 1, "remark": 1}


def test_visible_sheets_with_a_header_are_read(workbook) -> None:
    sheets = {
        "说明": [("填表说明",), ("请勿改动表头",)],
        "隐藏": [HEADER, (1, "A")],
        "清单": [HEADER, (1, "B")],
        "2": [HEADER, (1, "C")],
    }
    path = workbook(hidden="隐藏", **sheets)
    rows, skipped = read(path)
    assert (rows[1].cells[1], rows[1].sheet) == ("B", "[清单]")
    assert skipped.examples == {"table": ["说明"], "hidden": ["隐藏"]}
    with open_lists(str(path), ReadOptions()) as lists:
        assert [[row.cells[1] for row in each.iter_rows()] for each in lists] == [
            ["标准编号", "B"],
            ["标准编号", "C"],
        ]
    # A name is tried before a position.
    for named, cell in (("隐藏", "A"), ("3", "B"), ("2", "C")):
        assert read(path, named)[0][1].cells[1] == cell
    for named in ("0", "5", "清"):
        with pytest.raises(UsageProblem, match="use one of 说明, 隐藏, 清单, 2"):
            read(path, named)


def test_a_workbook_without_a_list(workbook) -> None:
    assert read(workbook(a=[("x", "y")]))[0][0].cells == ["x", "y"]
    with pytest.raises(BadData, match="the file is empty"):
        read(workbook(a=[]))


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Return the workbook with one of its parts changed."""
    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_a_wrong_dimension_hides_nothing(workbook) -> None:
    path = workbook(a=[HEADER, (1, "JB/T 1-2011", "甲", "乙"), (2, "JB/T 2-2011")])
    rewritten(path, SHEET, lambda xml: xml.replace(b'ref="A1:D3"', b'ref="A1"'))
    rows, _ = read(path)
    assert [(row.line, row.cells[1], row.cell_count) for row in rows[1:]] == [
        (2, "JB/T 1-2011", 4),
        (3, "JB/T 2-2011", 2),
    ]


def test_shared_strings(workbook) -> None:
    """Excel writes texts as positions in a table; the cells after them have a style and no
    value."""
    path = workbook(a=[])
    rows = "".join(f'<row><c t="s"><v>{n}</v></c><c s="0"/><c s="0"/></row>' for n in (0, 1))
    rewritten(
        path, SHEET, lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    )
    read_aloud = '<rPh sb="0" eb="1"><t>biao</t></rPh>'
    texts = f"<si><t>标准编号</t>{read_aloud}</si><si><r><t>JB/T </t></r><r><t>1-2011</t></r></si>"
    table = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    rewritten(path, "xl/sharedStrings.xml", lambda _: table.encode())
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/></Types>'
    rewritten(path, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", part.encode()))
    assert [row.cells for row in read(path)[0]] == [["标准编号"], ["JB/T 1-2011"]]


@pytest.mark.parametrize("error", ["#N/A", "#REF!"])
def test_an_error_in_a_cell_is_a_fault_of_its_row(workbook, error: str) -> None:
    rows, _ = read(workbook(a=[HEADER, (1, "JB/T 1-2011", error), (2, "JB/T 2-2011", "乙")]))
    assert [row.fault for row in rows[1:]] == [f"the cell contains the error {error}", None]


def test_a_formula_is_its_value_or_else_a_fault(workbook) -> None:
    path = workbook(a=[HEADER, (1, "=1", "=2", "=3"), (2, "=4"), (3, "B")])

    def compute(xml: bytes) -> bytes:
        xml = xml.replace(b"<v></v>", b"<v />")  # openpyxl writes XML by lxml where it is there
        for formula, value in ((b"1", b"A"), (b"2", b""), (b"3", b"x")):
            cell = b"<f>" + formula + b"</f><v />"
            assert cell in xml
            xml = xml.replace(cell, cell.replace(b"<v />", b"<v>" + value + b"</v>"))
        return xml.replace(b"><f>", b' t="str"><f>', 3)

    rows, _ = read(rewritten(path, SHEET, compute))
    assert rows[1].cells == ["1", "A", "", "x"]
    assert [row.fault is None for row in rows[1:]] == [True, False, True]
    assert "never computed" in str(rows[2].fault)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda xml: xml[:-40]),
        (SHEET, lambda xml: xml.replace(b't="n"><v>1</v>', b't="s"><v>99</v>')),
        (SHEET, lambda xml: xml.replace(b't="n"><v>1</v>', b't="n"><v>x</v>')),
        (SHEET, lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml.partition(b"?>")[2]),
        ("[Content_Types].xml", lambda xml: b"<a/>"),
    ],
)
def test_damaged_workbooks(workbook, part: str, change) -> None:
    path = rewritten(workbook(a=[HEADER, (1, "JB/T 1-2011")]), part, change)
    with pytest.raises(BadData, match=r"list\.xlsx: the file is damaged, or not a workbook"):
        read(path)


def test_a_damaged_style_prints_nothing(workbook, capsys: pytest.CaptureFixture[str]) -> None:
    """openpyxl prints a warning, but stdout is for data."""
    path = workbook(a=[HEADER])
    rewritten(path, "xl/styles.xml", lambda xml: re.sub(b'xfId="0" (?=builtin)', b'xfId="7" ', xml))
    with suppress(BadData):
        read(path)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("cut", [5, 200, -30])
def test_truncated_workbooks(workbook, cut: int) -> None:
    path = workbook(a=[HEADER])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BadData, match="is damaged"):
        read(path)


def test_an_archive_that_is_not_a_workbook(tmp_path: Path) -> None:
    content = BytesIO()
    with ZipFile(content, "w") as made:
        made.writestr("[Content_Types].xml", "")
    (tmp_path / "list.zip").write_bytes(content.getvalue())
    with pytest.raises(BadData, match="not a workbook that can be read"):
        read(tmp_path / "list.zip")


def test_a_decompression_bomb_is_refused(workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(a=[HEADER])
    rewritten(path, SHEET, lambda xml: xml + b" " * 3_000_000)
    monkeypatch.setattr(zip_parts, "SMALL", 1_000_000)
    with pytest.raises(BadData, match="too many for a list"):
        read(path)


def test_too_many_rows_are_refused(workbook) -> None:
    path = workbook(a=[HEADER, (1, "JB/T 1-2011")])
    rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="2">', b'<row r="99999999999">'))
    with pytest.raises(BadData, match="a sheet cannot have this many rows"):
        read(path)


cells = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="_#"))


@pytest.mark.slow
@settings(suppress_health_check=list(HealthCheck), max_examples=50)
@given(st.lists(st.tuples(cells, cells, cells), max_size=5))
def test_any_table_is_read_back(tmp_path: Path, table) -> None:
    """Texts cell for cell; a number keeps rows from being section lines or remarks."""
    book = openpyxl.Workbook()
    book.active.append(["序号", "标准编号", "标准名称", "状态", "备注"])
    for place, row in enumerate(table, 2):
        for column, text in enumerate(("1", "JB/T 1-2011", *row), 1):
            cell = book.active.cell(place, column)
            cell.value, cell.data_type = text, "s"  # also text that looks like a formula
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert [tuple(row.cells[2:]) for row in read(path)[0]][1:] == table


def test_an_open_document_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "list.odp"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(BadData, match="this is an OpenDocument file: save it as xlsx or csv"):
        read(path)


def test_the_lock_file_of_an_open_workbook(tmp_path: Path) -> None:
    (tmp_path / "~$list.xlsx").write_bytes(b"\x05Excel" + bytes(159))
    with pytest.raises(BadData, match=r"~\$list\.xlsx: this is a lock file"):
        read(tmp_path / "~$list.xlsx")


def styled(path: Path, formats: dict[str, str], *merged: str, hidden: tuple[int, ...] = ()) -> Path:
    """Give cells number formats, merge blocks of cells and hide rows."""
    book = openpyxl.load_workbook(path)
    for cell, number_format in formats.items():
        book.active[cell].number_format = number_format
    for block in merged:
        book.active.merge_cells(block)
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    return path


def test_a_merged_block_has_its_value_in_each_row(workbook) -> None:
    rows = [HEADER, *((n, f"JB/T {n}-2011", "甲", "2011-05-18") for n in (1, 2, 3)), (4, "B")]
    path = styled(workbook(a=rows), {}, "D2:D4", "C3:C4", "A6:D9")
    rows, skipped = read(path)
    assert [row.cells[2:] for row in rows[1:]] == [["甲", "2011-05-18"]] * 3 + [["", ""]]
    assert not skipped.counts


@pytest.mark.parametrize(
    ("value", "number_format", "read_as"),
    [
        (107, "0000", "0107"),
        (107, "00000;-00000", "00107"),
        (107, '"T"0000', "T0107"),
        (1.1, "0.00", "1.10"),
        (1.126, "0.00", "1.126"),
        (2011, "0.00", "2011"),
        (12000, "#,##0.00", "12000"),
        (18, '0"个月"', "18"),
        (date(2011, 5, 18), 'yyyy"年"m"月"', "2011-05-18"),
        (date(2011, 5, 18), '[$-804]yyyy"年"m"月"d"日"', "2011-05-18"),
        (date(2011, 5, 18), "yyyy\\年m\\月", "2011-05-18"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(
    workbook, value: object, number_format: str, read_as: str
) -> None:
    path = styled(workbook(a=[HEADER, (value, "JB/T 1-2011")]), {"A2": number_format})
    assert read(path)[0][1].cells[0] == read_as
    # A workbook with formulas is read in another way.
    book = openpyxl.load_workbook(path)
    book.active["E2"] = "=1"
    book.save(path)
    rewritten(path, SHEET, lambda xml: re.sub(b"<f>1</f><v ?/?>(</v>)?", b"<f>1</f><v>1</v>", xml))
    assert read(path)[0][1].cells[0] == read_as


def test_chinese_dates_that_have_only_a_number(workbook) -> None:
    """Excel in Chinese gives yyyy"年"m"月"d"日" the number 31, without a text."""
    path = styled(workbook(a=[HEADER, (40681, "JB/T 1-2011")]), {"A2": "0000"})
    rewritten(
        path,
        "xl/styles.xml",
        lambda xml: re.sub(b'(<xf [^>]*)numFmtId="164"', rb'\1numFmtId="31"', xml),
    )
    assert read(path)[0][1].cells[0] == "2011-05-18"


def test_hidden_rows_are_read_and_counted(workbook) -> None:
    rows = [HEADER, *((n, f"JB/T {n}-2011", "甲") for n in range(1, 5)), ()]
    path = styled(workbook(a=rows), {}, hidden=(3, 4, 9))
    rows, skipped = read(path)
    assert len(rows) == 5
    assert skipped.counts == {"hidden row": 2}
    assert skipped.examples["hidden row"][0] == "2 JB/T 2-2011 甲"
    with open_list(str(path), ReadOptions(visible_only=True)) as source:
        assert [row.line for row in source.iter_rows()] == [1, 2, 5]
    assert source.skipped.counts == {"left out": 2}


def test_rows_without_numbers_may_be_hidden(workbook) -> None:
    path = workbook(a=[HEADER, (1, "JB/T 1-2011"), (2, "JB/T 2-2011")])
    plain = (
        b'<row><c t="inlineStr"><is><t>x</t></is></c><c t="inlineStr"><is><t>B</t></is></c></row>'
    )
    hidden = plain.replace(b"<row", b"<row spans='1:2' hidden='true'")
    rewritten(
        path, SHEET, lambda xml: xml.replace(b"</sheetData>", plain + hidden + b"</sheetData>")
    )
    rows, skipped = read(path)
    assert (len(rows), skipped.examples) == (5, {"hidden row": ["x B"]})
    assert rows[4].line == 5


def test_columns_beyond_the_header(workbook) -> None:
    rows = [(n, f"JB/T {n}-2011", "甲", "2011") for n in range(1, 60)]
    path = workbook(a=[HEADER, (*rows[0], "手册", "x"), *rows, (9, "B", "", "", "", "", "迟")])
    header, first, *_, last = read(path)[0]
    assert header.cells == [*HEADER, "", ""]
    assert first.cells[4:] == ["手册", "x"]
    assert last.fault == (
        "the row has 7 cells, but the header has 6; to keep the next column, use --map"
        ' "column 7=extra"'
    )
    with open_list(str(path), ReadOptions(mapped_headers=("Column 7",))) as source:
        assert [row.fault for row in source.iter_rows()] == [None] * 62


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ("计划表",),
        ("序号", "标准编号", "标准名称", "代替标准", None, "备注"),
        (None, None, None, "全部", "部分", None),
        (1, "JB/T 1-2011", "甲", "JB/T 1-2000", "JB/T 2-2000", None),
        ("序号", "标准编号", "标准名称", "代替标准", None, "备注"),
        (None, None, None, "全部", "部分", None),
        (2, "JB/T 2-2011", "乙", None, None, "x"),
    ]:
        sheet.append(row)
    for block in ("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "D5:E5"):
        sheet.merge_cells(block)
    book.save(tmp_path / "list.xlsx")
    [header, *rows], skipped = read(tmp_path / "list.xlsx")
    assert header.cells[3:] == ["代替标准 \n全部", "代替标准 \n部分", "备注"]
    assert [row.line for row in rows] == [4, 7]
    assert skipped.counts == {"title": 1, "header": 2}
