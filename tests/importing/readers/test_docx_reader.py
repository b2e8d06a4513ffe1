"""readers/docx_reader.py: Word documents to rows; what counts as text, merged cells, tables within
tables, and damaged files."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdplan.errors import BadData
from stdplan.importing.readers.detect import detect_form, open_lists
from stdplan.importing.readers.docx_reader import find_word_tables
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile
from word_helpers import CONTINUED, START, document, p, r, span, tbl, tc, tr

HEADER = ("序号", "标准编号", "标准名称", "实施日期")


def tables(body: str, **parts: str) -> list[list[list[str]]]:
    """Return the cells of all tables of a document."""
    file = ListFile("a.docx", "a.docx", BytesIO(document(body, **parts)))
    assert detect_form(file, ReadOptions()) == "docx"
    return [[cells for _, cells in grid.lines()] for grid in find_word_tables(file, ReadOptions())]


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (p("JB/", r("T 1"), "<w:r><w:noBreakHyphen/></w:r>", r("2011")), "JB/T 1-2011"),
        (p("JB/T 1", "<w:r><w:softHyphen/></w:r>", "0-2011"), "JB/T 10-2011"),
        (p(r("甲"), "<w:r><w:br/></w:r>", r("乙")), "甲\n乙"),
        (p("JB/T", "<w:r><w:tab/></w:r>", "1-2011"), "JB/T 1-2011"),
        (p("甲", properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>'), "甲"),
        (p("甲") + p() + p("乙"), "甲\n乙"),
        (p("甲", f'<w:ins w:id="1">{r("乙")}</w:ins>'), "甲乙"),
        (p("甲", '<w:del w:id="1"><w:r><w:delText>乙</w:delText></w:r></w:del>'), "甲"),
        (p(f"<w:moveFrom>{r('乙')}</w:moveFrom>", f"<w:moveTo>{r('甲')}</w:moveTo>"), "甲"),
        (p("甲", r("乙", "<w:vanish/>"), r("丙", '<w:vanish w:val="0"/>')), "甲丙"),
        (p("甲", properties="<w:rPr><w:vanish/></w:rPr>"), "甲"),
        (p("甲", '<w:r><w:footnoteReference w:id="2"/></w:r>'), "甲"),
        (p("甲", '<w:r><w:footnoteReference w:customMarkFollows="1"/><w:t>*</w:t></w:r>'), "甲"),
        (p("JB/T 1-2011", r("1)", '<w:vertAlign w:val="superscript"/>')), "JB/T 1-2011"),
        (p("10 m", r("2", '<w:vertAlign w:val="superscript"/>')), "10 m2"),
        (p('<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>'), "✓"),
        (p("<m:oMath><m:r><m:t>H</m:t></m:r></m:oMath>"), "H"),
        (p("<w:ruby><w:rt><w:r><w:t>jia</w:t></w:r></w:rt></w:ruby>", "甲"), "甲"),
        (p('<w:hyperlink w:anchor="a">' + r("甲") + "</w:hyperlink>"), "甲"),
        (p("<w:r><w:instrText>PAGE</w:instrText></w:r>", r("3")), "3"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + p("甲") + "</w:sdtContent></w:sdt>", "甲"),
        (
            p("甲") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + p("单击此处输入文字") + "</w:sdtContent></w:sdt>",
            "甲",
        ),
        (
            p("<mc:AlternateContent><mc:Choice><w:r><w:t>甲</w:t></w:r></mc:Choice>"
            "<mc:Fallback><w:r><w:t>甲</w:t></w:r></mc:Fallback></mc:AlternateContent>"),
            "甲",
        ),
        (p("甲", "<w:r><w:txbxContent>" + p("附件") + "</w:txbxContent></w:r>"), "甲"),
        (p("<w:r><w:pict><w:txbxContent>" + p("甲") + "</w:txbxContent></w:pict></w:r>"), "甲"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(content: str, read_as: str) -> None:
    [[[cell]]] = tables(tbl(tr(f"<w:tc>{content}</w:tc>")))
    assert cell == read_as


def test_merged_cells_hold_for_each_row_and_section_lines_for_none() -> None:
    [rows] = tables(
        tbl(
            tr(*HEADER),
            tr("1", "A", "甲", tc("2026-07-01", START)),
            tr("2", "B", "乙", tc("", CONTINUED)),
            tr(tc("二、电子行业", span(3)), tc("", CONTINUED)),
            tr("3", "C", "丙", tc("隐藏的文字", CONTINUED)),
            tr("4", "D", "丁", tc("2026-08-01", START)),
        )
    )
    assert rows[1:] == [
        ["1", "A", "甲", "2026-07-01"],
        ["2", "B", "乙", "2026-07-01"],
        ["二、电子行业", "", "", ""],
        ["3", "C", "丙", "2026-07-01"],
        ["4", "D", "丁", "2026-08-01"],
    ]


def test_cells_whose_borders_were_dragged_are_still_in_their_columns() -> None:
    def dragged(cells: tuple[str, ...], spans: tuple[int, ...]) -> str:
        return tr(*(tc(cell, span(n)) for cell, n in zip(cells, spans, strict=True)))

    [rows] = tables(
        tbl(
            dragged(HEADER, (1, 2, 1, 1)),
            dragged(("1", "A", "甲", "x"), (1, 1, 2, 1)),
            dragged(("2", "B", "乙", "y"), (2, 1, 1, 1)),
            dragged(("合计", "2"), (3, 2)),
        )
    )
    assert rows == [
        list(HEADER),
        ["1", "A", "甲", "x"],
        ["2", "B", "乙", "y"],
        ["合计", "", "2", ""],
    ]


def test_cells_that_a_row_does_not_have() -> None:
    [rows] = tables(
        tbl(
            tr(*HEADER),
            tr("A", "甲", "x", properties='<w:gridBefore w:val="1"/>'),
            tr("2", "B", properties='<w:gridAfter w:val="2"/>'),
            tr("3", "C", tc("丙", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")),
        )
    )
    assert rows[1:] == [["", "A", "甲", "x"], ["2", "B", "", ""], ["3", "C", "丙", ""]]


def test_deleted_rows_and_cells_are_left_out() -> None:
    [rows] = tables(
        tbl(
            tr(*HEADER),
            tr("1", "A", "甲", "x", properties='<w:del w:id="1"/>'),
            tr("2", "B", tc("旧", "<w:cellDel/>"), "乙", "y", properties='<w:ins w:id="2"/>'),
        )
    )
    assert rows[1:] == [["2", "B", "乙", "y"]]


def test_controls_around_rows_and_cells() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    [rows] = tables(control(tbl(tr("a", "b"), control(tr("1", control(tc("甲")))))))
    assert rows == [["a", "b"], ["1", "甲"]]


def test_a_header_of_two_rows() -> None:
    upper = tr(tc("序号", START), tc("标准编号", START), tc("代替标准", span(2)))
    lower = tr(tc("", CONTINUED), tc("", CONTINUED), "编号", "名称")
    [rows] = tables(tbl(upper, lower, tr("1", "JB/T 1-2011", "JB/T 1-1999", "甲")))
    assert rows == [
        ["序号", "标准编号", "代替标准", ""],
        ["序号", "标准编号", "编号", "名称"],
        ["1", "JB/T 1-2011", "JB/T 1-1999", "甲"],
    ]


def test_a_header_over_several_columns_has_the_text_of_all() -> None:
    [rows] = tables(
        tbl(
            tr("序号", "标准编号", tc("采标情况", span(2))),
            tr("1", "JB/T 1-2011", "ISO 1:2000", "MOD"),
            tr("2", "JB/T 2-2011", "", ""),
        )
    )
    assert [row[2:] for row in rows] == [["采标情况"], ["ISO 1:2000 MOD"], [""]]


def test_tables_within_tables() -> None:
    letter = tbl(tr("工业和信息化部"), tr("2026年6月1日"))
    inner = tbl(tr(*HEADER), tr("1", "JB/T 1-2011", tc(p("甲") + tbl(tr("型号", "A"))), "x"))
    layout = tbl(tr(tc(p("附件1") + letter)), tr(tc(p("附件2") + inner + p())))
    [_, rows] = tables(layout)
    assert rows == [list(HEADER), ["1", "JB/T 1-2011", "甲\n型号 A", "x"]]


def read(tmp_path: Path, body: str, **parts: str) -> tuple[list[list[list[str]]], list[str]]:
    """Return the rows of the lists of a document, and the tables that are no list."""
    path = tmp_path / "a.docx"
    path.write_bytes(document(body, **parts))
    with open_lists(str(path), ReadOptions()) as sources:
        lists = list(sources)
        rows = [[[row.sheet, *row.cells] for row in source.iter_rows()] for source in lists]
        return rows, lists[0].skipped.examples.get("table", [])


def test_a_split_table_is_one_list(tmp_path: Path) -> None:
    lists, skipped = read(
        tmp_path,
        p("公　告") + tbl(tr("签发人", "王某")) + p("附件1") + p("标准目录")
        + tbl(tr(*HEADER), tr("1", "A", "甲", "x")) + p() + tbl(tr("2", "B", "乙", "y"))
        + p("续表1") + tbl(tr(*HEADER), tr("3", "C", "丙", "z"))
        + p("附件2") + tbl(tr(*HEADER), tr("4", "D", "丁", "z"))
        + p("以上标准由机械工业出版社出版。") + tbl(tr("5", "E", "戊", "z")),
    )  # fmt: skip
    assert [[row[:3] for row in rows[1:]] for rows in lists] == [
        [["[table 2]", "1", "A"], ["[table 3]", "2", "B"], ["[table 4]", "3", "C"]],
        [["[table 5]", "4", "D"]],
    ]
    assert skipped == ["公　告", "以上标准由机械工业出版社出版。"]


def level(number: int, form: str, text: str) -> str:
    """Return the definition of a level of a list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def test_each_list_counts_its_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    rows = tr(*HEADER), tr(tc("一、机械行业", span(4))), tr("1", "JB/T 1-2011", "甲", "x")
    path.write_bytes(document(tbl(*rows) + p("附件2") + tbl(*rows, tr(*HEADER))))
    with open_lists(str(path), ReadOptions()) as sources:
        counts = []
        for source in sources:
            assert len(list(source.iter_rows())) == 2
            counts.append(source.skipped.counts)
    assert counts == [{"section": 1}, {"section": 1, "header": 1}]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "decimal", "%2")
    + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_numbers_that_word_counts() -> None:
    def numbered(level: int, content: str = "", number: int = 7) -> str:
        numbering = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        return p(content, properties=f"<w:numPr>{numbering}</w:numPr>")

    [rows] = tables(
        tbl(
            tr("序号", "标准编号", "标准名称"),
            tr(tc(numbered(0, "其他行业"), span(3))),
            tr(tc(numbered(1)), tc(numbered(1, "JB/T 1-2011")), "甲"),
            tr(tc(numbered(0, "电子行业"), span(3))),
            tr(tc(numbered(1)), "JB/T 2-2011", "乙"),
            tr(tc(numbered(1, number=8)), "JB/T 3-2011", "丙"),
        ),
        numbering=NUMBERING,
    )
    assert [row[:2] for row in rows[1:]] == [
        ["一、其他行业", ""],
        ["1", "JB/T 1-2011"],
        ["二、电子行业", ""],
        ["1", "JB/T 2-2011"],
        ["5", "JB/T 3-2011"],
    ]


def fault(content: bytes) -> str:
    """Return the message for a document that cannot be read."""
    with pytest.raises(BadData) as error:
        find_word_tables(ListFile("a.docx", "a.docx", BytesIO(content)), ReadOptions())
    return str(error.value)


ENTITIES = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (document(p("甲")), "there is no table"),
        (document(tbl(tr("", ""))), "there is no table"),
        (document(tbl(tr("a")))[:-30], "is damaged"),
        (document("<w:tbl>"), "is damaged"),
        (document(tbl(tr("&b;")), start=ENTITIES), "declares a document type"),
        (document("<w:tbl><w:tr><w:tc>" * 30), "over 20 tables within each other"),
        (document(tbl(tr(tc("a", span(1_000_000))))), "many columns: 1000000"),
        (document(tbl("<w:tr>" + "<w:tc/>" * 1_001 + "</w:tr>")), "many columns: 1001"),
        (document(tbl(tr(r"x" * 1_000_001))), "over 1000000 characters"),
        (document("<w:tbl>" + "<w:tr/>" * 1_048_577 + "</w:tbl>"), "many rows: 1048577"),
        (document(p(" " * 25_000_000)), "too many for a list"),
    ],
)  # fmt: skip
def test_documents_that_are_refused(content: bytes, message: str) -> None:
    assert message in fault(content)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2_000), st.binary(max_size=20))
def test_a_damaged_document_is_one_message(position: int, wrong: bytes) -> None:
    content = document(tbl(tr(*HEADER), tr("1", "JB/T 1-2011", "甲")))
    damaged = content[:position] + wrong + content[position + len(wrong) :]
    try:
        find_word_tables(ListFile("a.docx", "a.docx", BytesIO(damaged)), ReadOptions())
    except BadData as error:
        assert "\n" not in str(error)
