"""readers/html_reader.py: web pages to rows; what counts as shown, encodings, limits."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_helpers import open_list, records
from stdplan.errors import BadData, StdplanError
from stdplan.importing.readers.detect import detect_form, open_lists
from stdplan.importing.readers.html_reader import find_page_tables
from stdplan.importing.readers.page_text import is_page, page_encoding
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile

HEADER = "<tr><th>序号<th>标准编号<th>标准名称<th>实施日期"


def page_file(page: str | bytes, name: str = "page.html") -> ListFile:
    """Return a file with this page."""
    content = page.encode() if isinstance(page, str) else page
    return ListFile(name, name, BytesIO(content))


def tables(page: str | bytes) -> list[list[list[str]]]:
    """Return the rows of each table of a page."""
    grids = find_page_tables(page_file(page), ReadOptions())
    return [[cells for _, cells in grid.lines()] for grid in grids]


def cell(content: str) -> str:
    """Return what is read of a cell."""
    [[_, [_, _, text, _]]] = tables(f"<table>{HEADER}<tr><td>1<td>A<td>{content}</td><td>x")
    return text


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        ("甲<br>乙", "甲\n乙"),
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("JB/T\n   \t1-2011", "JB/T 1-2011"),
        ("&nbsp;JB/T&nbsp;1&mdash;2011&#45;&#x4e00; ", "JB/T 1—2011-一"),
        ("<b>甲</b><span style='color:red'>乙</span>", "甲乙"),
        ("甲<span style='display: none'>0107<b>x</b></span>乙", "甲乙"),
        ("甲<div hidden>a<div>b</div>c</div>乙", "甲乙"),
        ("甲<span style='visibility:hidden'>x</span>", "甲"),
        ("甲<del>旧</del><ins>新</ins>", "甲新"),
        ("甲<!-- <td>乙 -->", "甲"),
        ("甲<script>var a='</td><td>乙';</script>", "甲"),
        ("甲<![if !supportLists]>1<![endif]>", "甲1"),
        ("甲<select><option>a<option>b</select><button>下载</button>", "甲"),
        ("漢<ruby>字<rt>zi</ruby>", "漢字"),
        ("多&shy;联<wbr>机", "多联机"),
        ("JB/T 1-2011<sup>1)</sup>", "JB/T 1-2011"),
        ("10<sup>6</sup>", "106"),
        ("<ol><li></ol>", "1."),
        ("<ol start=12><li><p> </p></ol>", "12."),
        ("<ol><li>JB/T 1-2011</ol>", "JB/T 1-2011"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("甲<table><tr><td>子<td>表</table>", "甲\n子 表"),
        ("a < b &lt;c&gt; R&D", "a < b <c> R&D"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(content: str, read_as: str) -> None:
    assert cell(content) == read_as


def test_end_tags_may_be_missing_and_merged_cells_hold_for_each_row() -> None:
    [rows] = tables(
        f"<table>{HEADER}"
        "<tr><td colspan=4><b>一、机械行业"
        "<tr><td>1<td><span>JB/T 1-2011<td>车床<td rowspan=2>2012-01-01"
        "<tr><td>2<td>JB/T 2-2011<td><p>铣床"
        "<tr><td rowspan=3>3<td>JB/T 3-2011<td rowspan=0>磨床<td>2013-01-01"
        "<tr></tr><tr><td>JB/T 4-2011<td>2014-01-01</table>"
    )
    assert rows[1:] == [
        ["一、机械行业", "", "", ""],
        ["1", "JB/T 1-2011", "车床", "2012-01-01"],
        ["2", "JB/T 2-2011", "铣床", "2012-01-01"],
        ["3", "JB/T 3-2011", "磨床", "2013-01-01"],
        ["3", "JB/T 4-2011", "磨床", "2014-01-01"],
    ]


def test_cells_that_are_not_shown_take_no_column() -> None:
    [rows] = tables(
        "<table><tr><th style='display:none'>id<th>标准编号<th>标准名称"
        "<tr><td style='display:none'>8a9f<td>JB/T 1-2011<td>车床"
        "<tr style='display:none'><td>模板<td>{{name}}"
        "<tr hidden><td>JB/T 2-2011<td>铣床"
        "<tbody style='display:none'><tr><td>JB/T 3-2011<td>磨床"
    )
    assert rows == [
        ["标准编号", "标准名称"],
        ["JB/T 1-2011", "车床"],
        ["JB/T 2-2011", "铣床"],
        ["JB/T 3-2011", "磨床"],
    ]


LAYOUT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>公告 <table></title>
<script>document.write("<table><tr><td>标准编号</td><td>标准名称</td></tr></table>")</script></head>
<body><table><tr><td><table><tr><td>首页</td><td>公告</td></tr></table></td></tr></table>
<table><tr><td><form><table><tr><td>标准编号</td><td><input name=code></td></tr>
<tr><td>标准名称</td><td><input type="text"></td></tr>
<tr><td>状态</td><td><select><option>现行</select></td></tr></table></form></td>
<td><h2>行业标准公告</h2><p>2011年第1号</p><p>下列标准自公布之日起实施：</p>
<table><caption>附件1</caption><tr><td>标准编号<td>标准名称<td>实施日期
<tr><td>JB/T 1-2011<td>车床<td>2012-01-01</table>
<h3>附件2 废止的标准</h3><table><tr><td>标准编号<td>标准名称<td>废止日期
<tr><td>JB/T 2-1999<td>铣床<td>2012-01-01</table>
<table style="display:none"><tr><td>标准编号<td>标准名称<tr><td>JB/T 3-2011<td>草稿</table>
</td></tr></table><table><tr><td>上一篇<td>下一篇</table></body></html>"""


def test_the_lists_of_a_page_of_tables() -> None:
    grids = find_page_tables(page_file(LAYOUT), ReadOptions())
    assert [(grid.name, grid.place, grid.visible) for grid in grids] == [
        ("附件1", "[table 1]", True),
        ("附件2 废止的标准", "[table 2]", True),
        ("", "[table 3]", False),
    ]
    assert (grids[0].proposed, grids[1].proposed) == ({"announcement": "2011年第1号"}, {})
    file = page_file(LAYOUT)
    assert detect_form(file, ReadOptions()) == "html"


def test_each_list_of_a_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(LAYOUT, encoding="utf-8")
    with open_lists(str(path), ReadOptions()) as lists:
        rows = [[(row.sheet, row.cells[0]) for row in each.iter_rows()][1:] for each in lists]
    assert rows == [[("[table 1]", "JB/T 1-2011")], [("[table 2]", "JB/T 2-1999")]]
    assert records(path, table=3) == [{"标准编号": "JB/T 3-2011", "标准名称": "草稿"}]


def test_a_page_about_one_standard() -> None:
    [rows] = tables(
        "<table><tr><td colspan=4>基础信息"
        "<tr><th>标准号：<td>JB/T 1-2011<th>标准状态：<td>现行"
        "<tr><th>标准名称：<td colspan=3>车床<tr><th>实施日期<td>2012-01-01</table>"
    )
    assert rows == [
        ["标准号", "标准状态", "标准名称", "实施日期"],
        ["JB/T 1-2011", "现行", "车床", "2012-01-01"],
    ]


def test_a_row_with_fields_to_fill_in_is_no_row() -> None:
    [rows] = tables(
        f"<table><tr><td>标准编号<td><input><td>标准名称<td><input>{HEADER}"
        "<tr><td><input type=checkbox>1<td>JB/T 1-2011<td>车床<td><input type=text value=x>"
    )
    assert [row for row in rows if any(row)] == [
        ["序号", "标准编号", "标准名称", "实施日期"],
        ["1", "JB/T 1-2011", "车床", ""],
    ]


def test_what_the_styles_of_a_page_hide() -> None:
    [rows] = tables(
        """<style>/* x */ @import url(a.css); td.key, .a b { display : none }
        #old{visibility:hidden} .shown{display:none} .shown{display:block}
        @media print { .noprint { display:none } } .wide { display: nonexistent }</style>"""
        "<table><tr><th>标准编号<th>标准名称"
        "<tr><td>JB/T 1-2011<td class='x key'>7<td class=noprint>车床<i id=old>旧</i>"
        "<b class='shown wide'>甲</b>"
    )
    assert rows[1] == ["JB/T 1-2011", "车床甲"]


def test_a_web_archive_has_its_pages_encoded(tmp_path: Path) -> None:
    body = f"<html><table>{HEADER}<tr><td>1<td>JB/T 1-2011<td>车床<td></table>".encode("gbk")
    lines = [
        b"From: <Saved by Blink>",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related; boundary="--x"',
        b"",
        b"----x",
        b"Content-Type: text/html; charset=gb2312",
        b"Content-Transfer-Encoding: base64",
        b"",
        b64encode(body),
        b"----x",
        b"Content-Type: image/png",
        b"",
        b"",
        b"----x--",
    ]
    path = tmp_path / "page.mht"
    path.write_bytes(b"\r\n".join(lines))
    assert records(path) == [{"序号": "1", "标准编号": "JB/T 1-2011", "标准名称": "车床"}]
    path.write_bytes(b"\r\n".join(lines[:4]))
    with pytest.raises(BadData, match="there is no page in this web archive"):
        records(path)


def test_a_table_of_tags_within_markdown(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text(f"# 清单\n\n<table>{HEADER}\n<tr><td>1<td>JB/T 1-2011</table>\n", "utf-8")
    assert records(path) == [{"序号": "1", "标准编号": "JB/T 1-2011"}]


@pytest.mark.parametrize(
    "pager",
    [
        "<td colspan=3>共 35 条 第1页 下一页",
        "<td><a>1</a><td><a>2</a><td>3",
        "<td colspan=3><table><tr><td>1<td><a>2</a><td>...</table>",
    ],
)
def test_what_leads_to_other_pages_is_no_row(pager: str) -> None:
    [rows] = tables(
        "<table><tr><th>标准编号<th>标准名称<th>状态<tr><td>JB/T 1-2011<td>车床<td>现行"
        f"<tr>{pager}</table>"
    )
    assert [row for row in rows if any(row)][1:] == [["JB/T 1-2011", "车床", "现行"]]


# --- Encodings ---

PAGE = "<html><meta http-equiv=Content-Type content='text/html; charset={}'><table><tr><td>{}"
CHINESE = "标准名称镕"


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (PAGE.format("gb2312", CHINESE).encode("gb18030"), CHINESE),
        (PAGE.format("GBK", CHINESE).encode("utf-8"), CHINESE),
        (PAGE.format("utf-8", CHINESE).encode("gbk"), CHINESE),
        (PAGE.format("iso-8859-1", "标准名称").encode("gbk"), "标准名称"),
        (PAGE.format("iso-8859-1", "für Öl").encode("cp1252"), "für Öl"),
        (PAGE.format("big5", "標準名稱").encode("big5"), "標準名稱"),
        (PAGE.format("Shift_JIS", "規格名称").encode("cp932"), "規格名称"),
        (PAGE.format("euc-kr", "규격명").encode("euc-kr"), "규격명"),
        (PAGE.format("unicode", CHINESE).encode("utf-16"), CHINESE),
        (PAGE.format("x-unknown", CHINESE).encode("utf-8-sig"), CHINESE),
        (PAGE.format("hex", CHINESE).encode("gbk"), CHINESE),
        (f"<?xml version='1.0' encoding='GB2312'?>\n<html><table><td>{CHINESE}".encode("gbk"),
         CHINESE),
    ],
)  # fmt: skip
def test_the_encoding_of_a_page(content: bytes, read_as: str) -> None:
    file = page_file(content)
    assert is_page(file)
    text = "".join(file.text(page_encoding(file)).chunks(1000))
    assert text.endswith(f"<td>{read_as}")


@pytest.mark.parametrize(
    ("name", "content", "page"),
    [
        ("a.xls", "  <!-- saved from url=(0014)about:internet -->\n<HTML>", True),
        ("a.xls", "<div><table border=1><tr>", True),
        ("a.csv", "<table>\n", True),
        ("a.md", "<div align=center>\n\n| 标准编号 |\n|---|\n", False),
        ("a.csv", "标准编号,标准名称\n<table>,b\n", False),
        ("a.xls", "<?xml version='1.0'?><Workbook>", False),
    ],
)
def test_what_is_a_page(name: str, content: str, page: bool) -> None:
    assert is_page(page_file(content, name)) == page


# --- What no list can have ---

START = f"<html><table>{HEADER}<tr><td>1<td>JB/T 1-2011<td>车床<td>"


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("<table><tr><td>" * 30, "over 20 tables within each other"),
        ("<td>" * 1001, "cannot have this many columns"),
        ("</table><table><tr><td>a" * 10_001, "over 10000 tables"),
        ("<tr>" + "<td rowspan=65534>a" * 900 + "<tr><td>b" * 2300, "over 2000000 cells"),
        ("x" * 1_000_001, "a text of over 1000000 characters"),
        ("<!-- " + "x" * 100, "page.html:1: something begins here that does not end"),
        ("<script>document.write('<tr>", "ends within <script>"),
        ("<a href='" + "x" * 100, "something begins here that does not end"),
        ("\0", "NUL character"),
        ("<td " + "a=1 " * 20_000 + ">", "a tag with over 10000 attributes"),
    ],
)
def test_pages_that_are_no_list(rest: str, message: str) -> None:
    with pytest.raises(BadData, match=message):
        tables(START + rest)


@pytest.mark.parametrize(
    "rest",
    ["<tr><td colspan=1000000>一、机械行业", "<tr><td rowspan=99999999>2<td>x<td>y<td>z"],
)
def test_spans_beyond_all_measure_are_cut(rest: str) -> None:
    [rows] = tables(START + rest + "<tr><td>JB/T 3-2011" * 3)
    assert len(rows) == 6
    assert {len(row) for row in rows} <= {4, 5}


def test_a_page_without_a_table() -> None:
    with pytest.raises(BadData, match="there is no table"):
        tables("<html><p>车床 JB/T 1-2011")


TAGS = st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=2>", "<td colspan=3>",
     "<caption>", "</caption>", "<tbody>", "<td hidden>", "<tr hidden>", "<div hidden>", "</div>",
     "<p>", "<ol>", "<li>", "</ol>", "<br>", "<select>", "</select>", "<input>", "<h1>", "</h1>",
     "<script>", "</script>", "标准编号", "JB/T 1-2011", "&nbsp;", "<table hidden>", "<!-- -->"]
)  # fmt: skip


@given(st.lists(TAGS | st.text("<>/!-&;'\"= a", max_size=5), max_size=40))
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    try:
        for rows in tables("<html>" + "".join(parts)):
            assert all(isinstance(text, str) for row in rows for text in row)
    except StdplanError as error:
        assert str(error)


HIDDEN = """<table><tr><th>标准编号<th>标准名称<tr><td>GB/T 1-2020<td>甲
<tr style="display: none"><td>GB/T 2-2020<td>乙<tr hidden><td>GB/T 3-2020<td>丙</table>"""


@pytest.mark.parametrize(
    ("visible_only", "kind", "count"), [(False, "hidden row", 3), (True, "left out", 1)]
)
def test_hidden_rows_are_counted(tmp_path: Path, visible_only: bool, kind: str, count: int) -> None:
    path = tmp_path / "list.html"
    path.write_text(HIDDEN, encoding="utf-8")
    with open_list(str(path), ReadOptions(visible_only=visible_only)) as source:
        assert len(list(source.iter_rows())) == 1 + count
    assert source.skipped.examples == {kind: ["GB/T 2-2020 乙", "GB/T 3-2020 丙"]}
