"""readers/ods_reader.py: OpenDocument workbooks to rows; values, repeats, hidden rows, bombs."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from list_helpers import read
from stdplan.errors import BadData
from stdplan.importing.readers import ods_reader
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ReadOptions

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("table", "table"),
        ("text", "text"),
        ("draw", "drawing"),
    )
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
HIDDEN = (
    '<style:style style:name="h" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def text(value: str, **attributes: object) -> str:
    """Return a cell of text."""
    given = "".join(
        f' table:{name.replace("_", "-")}="{each}"' for name, each in attributes.items()
    )
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string"{given}>{paragraphs}</table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    """Return a row; a cell is text or XML."""
    made = "".join(cell if cell.startswith("<") else text(cell) for cell in cells)
    return f"<table:table-row {attributes}>{made}</table:table-row>"


HEADER = row("序号", "标准编号", "标准名称", "实施日期")


def save(path: Path, *sheets: str, manifest: str = "", head: str = "") -> Path:
    """Write a workbook; a sheet is the XML of its rows, or of a whole table."""
    tables = "".join(
        sheet if "<table:table " in sheet else f'<table:table table:name="a">{sheet}</table:table>'
        for sheet in sheets
    )
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {NAMESPACES} {CALC}>'
        f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('office:value-type="float" office:value="107"><text:p>0107</text:p>', "0107"),
        ('office:value-type="float" office:value="1.1"><text:p>1.10</text:p>', "1.10"),
        ('office:value-type="float" office:value="2027"><text:p>2027</text:p>', "2027"),
        ('office:value-type="float" office:value="2027"><text:p>2,027.00</text:p>', "2027"),
        ('office:value-type="float" office:value="1.123"><text:p>1.1</text:p>', "1.123"),
        ('office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>', "0.85"),
        ('office:value-type="float" office:value="x"><text:p>7</text:p>', "7"),
        ('office:value-type="string"><text:p>2028年</text:p>', "2028年"),
        (
            'office:value-type="date" office:date-value="2011-05-18T23:59:00">'
            "<text:p>2011年5月</text:p>",
            "2011-05-18",
        ),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>是</text:p>', "TRUE"),
        ('office:value-type="string"><text:p>车<text:s text:c="2"/>床</text:p>', "车  床"),
        ('office:value-type="string"><text:p>车\n 床</text:p><text:p>甲</text:p>', "车 床\n甲"),
        ("><text:p>a<text:line-break/>b<text:tab/>c</text:p>", "a\nb c"),
        (
            'office:value-type="string"><office:annotation><text:p>批注</text:p>'
            "</office:annotation><text:p>车<text:span>床</text:span></text:p>",
            "车床",
        ),
        ("><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>", ""),
        ('table:formula="of:=1" office:value-type="string" office:string-value="">', ""),
    ],
)
def test_the_text_of_a_cell(tmp_path: Path, cell: str, read_as: str) -> None:
    cells = row("1", "JB/T 1-2011", f"<table:table-cell {cell}</table:table-cell>", "x")
    form, [_, line] = read(save(tmp_path / "list.ods", HEADER + cells))
    assert (form, line.cells) == ("ods", ["1", "JB/T 1-2011", read_as, "x"])


def test_errors_and_formulas(tmp_path: Path) -> None:
    error = '<table:table-cell calcext:value-type="error" office:value-type="string">{}'
    cells = [
        error.format("<text:p>#N/A</text:p></table:table-cell>"),
        error.format("<text:p>Err:508</text:p></table:table-cell>"),
        '<table:table-cell table:formula="of:=1+1"/>',
    ]
    rows = "".join(row("1", f"JB/T {line}-2011", cell) for line, cell in enumerate(cells, 1))
    _, [_, *lines] = read(save(tmp_path / "list.ods", HEADER + rows))
    assert [str(line.fault).partition(":")[0] for line in lines] == [
        "the cell contains the error #N/A",
        "the cell contains the error #VALUE!",
        "a formula was never computed",
    ]


def test_repeated_merged_and_hidden_rows(tmp_path: Path) -> None:
    day = text("2011-05-18", number_rows_spanned=3, number_columns_spanned=1)
    blank = '<table:table-cell table:number-columns-repeated="16370"/>'
    covered = '<table:covered-table-cell office:value-type="string"><text:p>x</text:p>'
    sheet = (
        "<table:table-header-rows>"
        + row(text("计划", number_columns_spanned=4), "<table:covered-table-cell/>" * 3)
        + HEADER
        + "</table:table-header-rows>"
        + row("1", "JB/T 1-2011", text("甲"), day, blank)
        + row(
            "2",
            "JB/T 2-2011",
            text("乙"),
            covered + "</table:covered-table-cell>",
            attributes='table:visibility="filter"',
        )
        + row("3", "JB/T 3-2011", text("丙"), "<table:covered-table-cell/>")
        + row(blank, attributes='table:number-rows-repeated="1048000"')
        + row("4", "JB/T 4-2011", text("x", number_columns_repeated=2))
    )
    path = save(tmp_path / "list.ods", sheet)
    with open_lists(str(path), ReadOptions()) as lists:
        source = next(lists)
        rows = list(source.iter_rows())
    assert [line.cells[2:] for line in rows[1:]] == [
        ["甲", "2011-05-18"],
        ["乙", "2011-05-18"],
        ["丙", "2011-05-18"],
        ["x", "x"],
    ]
    assert [line.line for line in rows] == [2, 3, 4, 5, 1048006]
    assert source.skipped.counts == {"title": 1, "hidden row": 1}
    _, visible = read(path, visible_only=True)
    assert [line.line for line in visible] == [2, 3, 5, 1048006]


def test_hidden_sheets_and_tables_in_tables(tmp_path: Path) -> None:
    def table(name: str, rows: str, attributes: str = "") -> str:
        return f'<table:table table:name="{name}" {attributes}>{rows}</table:table>'

    nested = f"<table:table-cell>{table('innen', HEADER)}<text:p>甲</text:p></table:table-cell>"
    path = save(
        tmp_path / "list.ods",
        table("旧稿", HEADER + row("1", "A"), 'table:style-name="h"'),
        table("计划", HEADER + row("1", "JB/T 1-2011", nested)),
        table("废止", HEADER + row("1", "JB/T 2-2011")),
    )
    with open_lists(str(path), ReadOptions()) as lists:
        found = [[line.cells[1:3] for line in source.iter_rows()][1:] for source in lists]
    assert found == [[["JB/T 1-2011", "甲"]], [["JB/T 2-2011", ""]]]
    assert read(path, sheet="旧稿")[1][1].cells[1] == "A"


def test_what_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.ods"
    many = 'table:number-rows-repeated="1048575"'
    entity = '<!DOCTYPE a [<!ENTITY b "c">]>'
    deep = "<text:p>" * 1000 + "</text:p>" * 1000
    monkeypatch.setattr(ods_reader, "LONGEST_ROW", 1000)
    for options, problem in (
        ({"manifest": "<manifest:encryption-data/>"}, "a password protects this file"),
        ({"head": entity}, "declares a document type"),
    ):
        with pytest.raises(BadData, match=problem):
            read(save(path, HEADER, **options))
    for cells, problem in (
        (row(attributes=many) + row("1", "A"), "a sheet cannot have this many rows"),
        (row("1", "A", attributes=many), "are repeated"),
        (row("1", text("A", number_columns_repeated=16384)), "this many columns"),
        (row("1", text("A", number_columns_repeated=9999), attributes=many), "are repeated"),
        (row("1", "A" * 1001), "a row is longer than 1000"),
        (row("1", f"<table:table-cell>{deep}</table:table-cell>"), "nested too deep"),
    ):
        with pytest.raises(BadData, match=problem):
            read(save(path, HEADER + cells))
    with pytest.raises(BadData, match="more than 200 sheets"):
        read(save(path, HEADER, *['<table:table table:name="b"/>'] * 200))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadData, match=r"list\.ods"):
        read(path)
