"""readers/odt_reader.py: OpenDocument texts to rows; what counts as text, and covered cells."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from stdplan.errors import BadData
from stdplan.importing.readers.detect import detect_form, open_lists
from stdplan.importing.readers.odt_reader import find_text_tables
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        **{name: name for name in ("office", "text", "table", "style")},
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)
HEADER = ("序号", "标准编号", "标准名称", "实施日期")
STYLES = """
<style:style style:name="Hidden"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Mark">
  <style:text-properties style:text-position="super 58%"/>
</style:style>
<text:list-style style:name="Han">
  <text:list-level-style-number text:level="1" style:num-suffix="、"
    style:num-format="一, 二, 三, ..."/>
</text:list-style>
<text:list-style style:name="Digits">
  <text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
</text:list-style>
"""


def document(body: str, start: str = "", mime: str = "text") -> bytes:
    """Return an OpenDocument file with this XML in its body."""
    binary = BytesIO()
    with ZipFile(binary, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{mime}")
        archive.writestr(
            "content.xml",
            f"{start}<office:document-content {NAMESPACES}>"
            f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return binary.getvalue()


def p(content: str) -> str:
    """Return a paragraph."""
    return f"<text:p>{content}</text:p>"


def tc(content: str = "", columns: int = 1, rows: int = 1, repeated: int = 1) -> str:
    """Return a cell."""
    return (
        f'<table:table-cell table:number-columns-spanned="{columns}"'
        f' table:number-rows-spanned="{rows}" table:number-columns-repeated="{repeated}">'
        f"{content if content.startswith('<t') else p(content)}</table:table-cell>"
    )


COVERED = "<table:covered-table-cell/>"


def tr(*cells: str, repeated: int = 1) -> str:
    """Return a row; a cell without markup is text."""
    content = "".join(cell if cell.startswith("<t") else tc(cell) for cell in cells)
    attribute = f'table:number-rows-repeated="{repeated}"'
    return f"<table:table-row {attribute}>{content}</table:table-row>"


def tbl(*rows: str) -> str:
    """Return a table whose first row is the header."""
    first, *others = rows
    head = f"<table:table-header-rows>{first}</table:table-header-rows>"
    return f"<table:table>{head}{''.join(others)}</table:table>"


def tables(body: str) -> list[list[list[str]]]:
    """Return the cells of all tables of a document."""
    file = ListFile("a.odt", "a.odt", BytesIO(document(body)))
    assert detect_form(file, ReadOptions()) == "odt"
    return [[cells for _, cells in grid.lines()] for grid in find_text_tables(file, ReadOptions())]


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (p("JB/T\n   1-2011"), "JB/T 1-2011"),
        (p('甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁'), "甲   乙 丙\n丁"),
        (p("甲<text:soft-page-break/>乙") + p("") + p("丙"), "甲乙\n丙"),
        ("<text:list><text:list-item>" + p("甲") + "</text:list-item></text:list>", "甲"),
        (p("甲<text:note><text:note-citation>1</text:note-citation></text:note>"), "甲"),
        (p("甲<office:annotation>" + p("乙") + "</office:annotation>"), "甲"),
        (p('甲<text:change-start text:change-id="a"/>乙<text:change text:change-id="b"/>'), "甲乙"),
        (p('甲<text:span text:style-name="Hidden">乙<text:span>丙</text:span></text:span>'), "甲"),
        (p('JB/T 1-2011<text:span text:style-name="Mark">a</text:span>'), "JB/T 1-2011"),
        (p('10 m<text:span text:style-name="Mark">2</text:span>'), "10 m2"),
        (p("<text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>jia</text:ruby-text>"
           "</text:ruby>"), "甲"),
        (p("甲<draw:frame><draw:text-box>" + p("附件") + "</draw:text-box></draw:frame>"), "甲"),
        (p("<draw:frame><svg:title>图</svg:title><draw:text-box>" + p("甲")
           + "</draw:text-box></draw:frame>"), "甲"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(content: str, read_as: str) -> None:
    assert tables(tbl(tr(tc(content)))) == [[[read_as]]]


def test_covered_cells() -> None:
    [rows] = tables(
        tbl(
            tr(*HEADER),
            tr(tc("一、机械行业", columns=4), COVERED * 3),
            tr("1", "A", "甲", tc("2026-07-01", rows=4)),
            tr("2", "B", "乙", COVERED),
            tr(tc("二、电子行业", columns=3), COVERED, COVERED, COVERED),
            tr("3", "C", tc("丙", rows=2), "<table:covered-table-cell>" + p("隐藏")
               + "</table:covered-table-cell>"),
            tr("4", "D", COVERED, "2026-08-01"),
        )
    )  # fmt: skip
    assert rows[1:] == [
        ["一、机械行业", "", "", ""],
        ["1", "A", "甲", "2026-07-01"],
        ["2", "B", "乙", "2026-07-01"],
        ["二、电子行业", "", "", ""],
        ["3", "C", "丙", "2026-07-01"],
        ["4", "D", "丙", "2026-08-01"],
    ]


def test_a_cell_over_several_rows_and_columns() -> None:
    [rows] = tables(
        tbl(
            tr(tc("序号", rows=2), tc("标准编号", rows=2), tc("代替标准", columns=2), COVERED),
            tr(COVERED, COVERED, "编号", "名称"),
            tr("1", "A", tc("无", columns=2, rows=2), COVERED),
            tr("2", "B", COVERED, COVERED),
        )
    )
    assert rows == [
        ["序号", "标准编号", "代替标准", ""],
        ["序号", "标准编号", "编号", "名称"],
        ["1", "A", "无", ""],
        ["2", "B", "无", ""],
    ]


def test_repeated_cells_and_rows() -> None:
    [rows] = tables(
        tbl(
            tr(*HEADER),
            tr("1", tc("", repeated=2), "x", repeated=2),
            tr(tc("", repeated=4), repeated=1_000_000),
        )
    )
    assert rows[1:] == [["1", "", "", "x"], ["1", "", "", "x"], ["", "", "", ""]]


def test_numbers_that_the_program_counts() -> None:
    def numbered(style: str, content: str = "", more: str = "") -> str:
        return (
            f'<text:list text:style-name="{style}" {more}><text:list-item>{p(content)}'
            f"{p('')}</text:list-item></text:list>"
        )

    goes_on = 'text:continue-numbering="true"'
    [rows] = tables(
        tbl(
            tr("序号", "标准编号", "标准名称"),
            tr(tc(numbered("Han", "其他行业"), columns=3), COVERED * 2),
            tr(tc(numbered("Digits")), tc(numbered("Digits", "JB/T 1-2011")), "甲"),
            tr(tc(numbered("Digits", more=goes_on)), "JB/T 2-2011", "乙"),
            tr(tc(numbered("Han", "电子行业", more=goes_on), columns=3), COVERED * 2),
            tr(tc(numbered("Digits")), "JB/T 3-2011", "丙"),
        )
    )
    assert [row[:2] for row in rows[1:]] == [
        ["一、其他行业", ""],
        ["1.", "JB/T 1-2011"],
        ["2.", "JB/T 2-2011"],
        ["二、电子行业", ""],
        ["1.", "JB/T 3-2011"],
    ]


def test_the_lists_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(
        document(
            "<text:tracked-changes>" + p("2025年第1号") + "</text:tracked-changes>"
            + p("公告") + p("2026年第11号") + p("2026年6月18日") + p("附件1")
            + tbl(tr(*HEADER), tr("1", "JB/T 1-2011", "甲", "x"))
            + p("附件2　废止的标准目录")
            + tbl(tr("签发", tc(tbl(tr(*HEADER), tr("1", "JB/T 2-2011", "乙", "y")))))
        )
    )  # fmt: skip
    with open_lists(str(path), ReadOptions()) as sources:
        lists = [
            (source.table, source.proposed, [row.cells[1] for row in source.iter_rows()])
            for source in sources
        ]
    proposed = {"announcement": "2026年第11号", "published": "2026-06-18"}
    assert lists == [
        (1, proposed, ["标准编号", "JB/T 1-2011"]),
        (2, {}, ["标准编号", "JB/T 2-2011"]),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (document(p("甲")), "there is no table"),
        (document(tbl(tr("甲")), start="<!DOCTYPE a>"), "declares a document type"),
        (document("<table:table>"), "the odt file is damaged"),
        (document(tbl(tr(tc("甲", columns=100_000)))), "many columns: 100000"),
        (document(tbl(tr(tc("甲", repeated=100_000)))), "many columns: 100000"),
        (document(tbl(tr("甲", repeated=2_000_000))), "many rows"),
        (document("<table:table><table:table-row><table:table-cell>" * 30), "over 20 tables"),
    ],
)
def test_documents_that_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(BadData, match=message):
        find_text_tables(ListFile("a.odt", "a.odt", BytesIO(content)), ReadOptions())


def test_a_drawing_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.odg"
    path.write_bytes(document("", mime="graphics"))
    with pytest.raises(BadData, match="OpenDocument"), open_lists(str(path), ReadOptions()):
        pass
