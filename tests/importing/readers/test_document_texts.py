"""readers/document_texts.py: lists in the paragraphs of a document or a web page."""

from pathlib import Path

import pytest

from list_helpers import faults, open_list, records
from stdplan.errors import BadData, NoList
from stdplan.importing.readers import document_texts
from stdplan.importing.readers.rows import ReadOptions
from word_helpers import document, p, tbl, tr

PARAGRAPHS = (
    *("公　告", "2026年第9号", "1. GB/T 191-2008 包装储运图示标志", "一、机械行业"),
    *("2. JB/T 3-2011《车床》 2011-05-18发布，代替 JB/T 3-1999", "GB/T 1.1-2020规定了标准的结构。"),
)
PAGE = (
    "<html><p>公　告</p><p>2026年第9号<ol><li>GB/T 191-2008 包装储运图示标志</ol>"
    "<h3>一、机械行业</h3>"
    "<div>2. JB/T 3-2011《车床》 2011-05-18发布，代替 JB/T 3-1999"
    "<br>GB/T 1.1-2020规定了标准的结构。</div>"
)
FRAMED = f"<html><table><tr><td>首页</td></tr><tr><td>{PAGE}</td></tr></table>"


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", document("".join(map(p, PARAGRAPHS)))), ("a.html", PAGE), ("b.html", FRAMED)],
)
def test_lines_that_begin_with_a_number_are_a_list(tmp_path: Path, name: str, content) -> None:
    path = write(tmp_path, name, content)
    assert records(path) == [
        {"number": "GB/T 191-2008", "title": "包装储运图示标志"},
        {
            "number": "JB/T 3-2011",
            "title": "车床",
            "published": "2011-05-18",
            "replaces": "代替 JB/T 3-1999",
        },
    ]
    with open_list(str(path), ReadOptions()) as source:
        assert [row.section for row in source.iter_rows()] == ["", "", "一、机械行业"]
    assert "GB/T 1.1-2020规定了标准的结构。" in source.skipped.examples["prose"]
    assert source.proposed["announcement"] == "2026年第9号"


def test_a_line_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    lines = ("GB/T 1-2020 甲", "GB/T 二-2020 乙", "GB/T 3-2020 丙 GB/T 4-2020 丁")
    path = write(tmp_path, "a.docx", document("".join(map(p, lines))))
    assert [(line, fault[:8]) for line, _, fault in faults(path)] == [
        (2, "begins l"),
        (3, "contains"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "".join(map(p, ("关于复审的函", "请报送 GB/T 1-2020 的复审结论。"))),
        p("GB/T 1.1-2020规定了标准的结构和起草规则。"),
        "",
    ],
)
def test_a_letter_is_no_list(tmp_path: Path, body: str) -> None:
    path = write(tmp_path, "a.docx", document(body))
    with pytest.raises(NoList), open_list(str(path), ReadOptions()):
        pass


def test_a_list_in_a_table_comes_first(tmp_path: Path) -> None:
    table = tbl(tr("标准编号", "标准名称"), tr("JB/T 1-2011", "车床"))
    path = write(tmp_path, "a.docx", document(p("GB/T 1-2020 甲") + table))
    assert records(path) == [{"标准编号": "JB/T 1-2011", "标准名称": "车床"}]


def test_too_many_paragraphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_texts, "MOST_PARAGRAPHS", 2)
    path = write(tmp_path, "a.docx", document(p("GB/T 1-2020 甲") * 2))
    with pytest.raises(BadData, match="over 2 paragraphs"), open_list(str(path), ReadOptions()):
        pass
