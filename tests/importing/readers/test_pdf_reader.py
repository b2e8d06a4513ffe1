"""readers/pdf_reader.py: the tables with rules on the pages of PDF files."""

import builtins
import zlib
from pathlib import Path
from typing import Any

import pytest

from helpers import Run
from list_helpers import faults, open_list, read, records
from pdf_helpers import IMAGE, WIDTH, Box, Table, form, pdf_file, table_drawing, text_drawing
from stdplan.errors import BadData
from stdplan.importing.readers import pdf_limits
from stdplan.importing.readers.rows import ReadOptions

HEADER = ["序\n号", "标准编号", "标准名称", "代替标准", "实施日期"]
WIDTHS = [20, 80, 90, 80, 70]


def written(folder: Path, *drawings: str, **wanted: Any) -> Path:
    path = folder / "list.pdf"
    path.write_bytes(pdf_file(drawings, **wanted))
    return path


def test_a_table_with_wrapped_cells_and_section_lines(tmp_path: Path) -> None:
    table: Table = [
        HEADER,
        [Box("一、机械行业", columns=5), None, None, None, None],
        ["1", "JB/T\n15663-\n2026", "超硬磨料取样方\n法", "JB/T 3234-201\n2", "2026-\n12-01"],
        [Box("二、电子行业", columns=5), None, None, None, None],
        ["2", "SJ/T 1145\n8-2025", "LED背光组件", "", "2026-07-01"],
    ]
    path = written(tmp_path, text_drawing("附件1", 40, 790) + table_drawing(table, WIDTHS, 770))
    form_, rows = read(path)
    assert form_ == "pdf"
    assert [row.cells for row in rows] == [
        ["序号", "标准编号", "标准名称", "代替标准", "实施日期"],
        ["1", "JB/T 15663-2026", "超硬磨料取样方法", "JB/T 3234-2012", "2026-12-01"],
        ["2", "SJ/T 11458-2025", "LED背光组件", "", "2026-07-01"],
    ]
    assert [row.section for row in rows[1:]] == ["一、机械行业", "二、电子行业"]


def over_two_pages(second_header: bool) -> list[str]:
    """Return the drawings of a list in which a merged day goes on over the page end."""
    first: Table = [
        HEADER,
        ["1", "JB/T 1-2026", "甲", "JB/T 1-2006", "2026-12-01"],
        ["2", "JB/T 2-2026", "乙", "", Box("2027-01-01", rows=2)],
        ["3", "JB/T 3-2026", "丙", "", None],
    ]
    second: list[list[Box | str | None]] = [
        ["4", "JB/T 4-2026", "丁", "", Box("", rows=2)],
        ["5", "JB/T 5-2026", "戊", "", None],
        ["6", "JB/T 6-2026", "己", "JB/T 6-2006", "2027-02-01"],
    ]
    if second_header:
        second.insert(0, list(HEADER))
    return [table_drawing(first, WIDTHS), table_drawing(second, WIDTHS)]


@pytest.mark.parametrize("second_header", [True, False])
@pytest.mark.parametrize("turned", ["", "by its page", "sideways"])
def test_a_merged_day_holds_on_the_next_page(
    tmp_path: Path, second_header: bool, turned: str
) -> None:
    drawings = over_two_pages(second_header)
    if turned:
        drawings = [f"0 1 -1 0 {WIDTH} 0 cm {drawing}" for drawing in drawings]
    path = written(tmp_path, *drawings, rotated=turned == "by its page")
    found = records(path)
    assert [record["序号"] for record in found] == list("123456")
    assert [record["实施日期"] for record in found] == [
        "2026-12-01", "2027-01-01", "2027-01-01", "2027-01-01", "2027-01-01", "2027-02-01",
    ]  # fmt: skip
    assert [record.get("代替标准") for record in found[3:]] == [None, None, "JB/T 6-2006"]


def test_a_message_names_the_page(tmp_path: Path, run: Run) -> None:
    drawings = over_two_pages(True)
    month, none = ("2027-02".encode("utf-16-be").hex(), "2027-13".encode("utf-16-be").hex())
    drawings[1] = drawings[1].replace(month, none)
    result = run("standards", "import", str(written(tmp_path, *drawings)))
    assert 'list.pdf[page 2]:4: 实施日期: "2027-13-01"' in result.err
    assert result.code == 65


def test_a_row_that_breaks_at_the_page_end_is_one(tmp_path: Path) -> None:
    first: Table = [
        HEADER,
        ["1", "JB/T 1-2026", "甲", "", "2026-12-01"],
        ["2", "JB/T 2345-", "超硬磨料", "", "2026-12-01"],
    ]
    second: Table = [
        ["", "2026", "取样方法", "", ""],
        ["3", "JB/T 3-2026", "丙", "", "2026-12-01"],
    ]
    path = written(tmp_path, table_drawing(first, WIDTHS), table_drawing(second, WIDTHS))
    assert [(record["标准编号"], record["标准名称"]) for record in records(path)] == [
        ("JB/T 1-2026", "甲"),
        ("JB/T 2345-2026", "超硬磨料取样方法"),
        ("JB/T 3-2026", "丙"),
    ]


def test_a_table_without_borders_at_its_sides(tmp_path: Path) -> None:
    table: Table = [HEADER, ["1", "JB/T 1-2026", "甲", "", "2026-12-01"]]
    [record] = records(written(tmp_path, table_drawing(table, WIDTHS, sides=False)))
    assert record["标准编号"] == "JB/T 1-2026"
    assert record["实施日期"] == "2026-12-01"


def test_a_table_without_rules_and_the_text_around_it(tmp_path: Path, run: Run) -> None:
    texts = [
        text_drawing("公　告", 40, 800),
        text_drawing("2026年第9号", 40, 790),
        text_drawing("2026年6月1日", 40, 780),
    ]
    rows = (HEADER[1:], ("JB/T1-2026", "甲", "", "2026-12-01"), ("JB/T2-2026", "乙", "", ""))
    for number, row in enumerate(rows):
        texts += [
            text_drawing(cell, 40 + 80 * index, 700 - 9 * number) for index, cell in enumerate(row)
        ]
    path = written(tmp_path, "\n".join(texts))
    assert [record["标准名称"] for record in records(path)] == ["甲", "乙"]
    note = "add --set announcement=2026年第9号 --set published=2026-06-01"
    assert note in run("standards", "import", str(path)).err


def test_a_mark_printed_across_a_border_belongs_to_its_text(tmp_path: Path) -> None:
    table: Table = [HEADER, ["1", "JB/T 1-2026", "超" * 17 + "）", "", "2026-12-01"]]
    [record] = records(written(tmp_path, table_drawing(table, WIDTHS)))
    assert record["标准名称"] == "超" * 17 + "）"


def test_each_table_with_a_header_is_a_list(tmp_path: Path, run: Run) -> None:
    upper: Table = [HEADER, ["1", "JB/T 1-2026", "甲", "", "2026-12-01"]]
    lower: Table = [
        ["序号", "标准编号", "标准名称", "废止日期"],
        ["1", "JB/T 9-1999", "乙", "2026-07-01"],
    ]
    path = written(
        tmp_path,
        table_drawing(upper, WIDTHS) + text_drawing("附件2", 40, 700)
        + table_drawing(lower, [20, 80, 90, 70], 690),
    )  # fmt: skip
    result = run("standards", "import", str(path))
    assert [(row[0].rpartition("list.pdf")[2], row[1]) for row in result.rows[1:]] == [
        ("[page 1, table 1]", "1"),
        ("[page 1, table 2]", "1"),
    ]


def test_a_scan_is_named(tmp_path: Path, run: Run) -> None:
    with pytest.raises(BadData, match="this is a scan, pictures of pages without text"):
        read(written(tmp_path, IMAGE, IMAGE))
    with pytest.raises(BadData, match="there is no table in this PDF file"):
        read(written(tmp_path, text_drawing("JB/T 1-2026 甲", 40, 700)))
    table: Table = [HEADER, ["1", "JB/T 1-2026", "甲", "", "2026-12-01"]]
    result = run("standards", "import", str(written(tmp_path, table_drawing(table, WIDTHS), IMAGE)))
    assert '1 page is a picture without text and was not read: "2"' in result.err


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    whole = pdf_file(over_two_pages(True))
    path = tmp_path / "list.pdf"
    start = whole.rindex(b">>stream") + 20
    broken = whole[:start] + bytes(20) + whole[start + 20 :]
    for content in (whole[:200], whole[: len(whole) // 2], broken, b"%PDF-1.4\n%%EOF"):
        path.write_bytes(content)
        with pytest.raises(BadData, match=r"list.pdf: the PDF file is damaged \("):
            read(path)


def test_a_file_with_a_password_is_one_line(tmp_path: Path) -> None:
    encrypted = (
        f"/ID[<{'00' * 16}><{'00' * 16}>]"
        f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>"
    )
    path = written(tmp_path, *over_two_pages(True), trailer=encrypted)
    with pytest.raises(BadData, match="a password protects this file: save it without"):
        read(path)


def test_without_the_extra_the_message_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = builtins.__import__

    def without_pdfplumber(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "pdfplumber":
            raise ImportError(name)
        return original(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_pdfplumber)
    with pytest.raises(BadData, match=r"pip install 'stdplan\[pdf\]'"):
        read(written(tmp_path, IMAGE))


# --- Files that unpack to too much ---


def test_a_stream_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    once = zlib.compress(bytes(pdf_limits.LARGEST_STREAM + 1))
    path = tmp_path / "list.pdf"
    twice = zlib.compress(once)
    for content, filters in ((once, "/FlateDecode"), (twice, "[/FlateDecode/FlateDecode]")):
        path.write_bytes(pdf_file([content], filters=filters))
        with pytest.raises(BadData, match="unpacks to over 64000000 bytes"):
            read(path)


def test_forms_that_draw_each_other_many_times_are_refused(tmp_path: Path) -> None:
    forms = [form(f"/X{number + 1} Do " * 10) for number in range(10, 18)] + [form("q Q")]
    path = tmp_path / "list.pdf"
    path.write_bytes(pdf_file(["/X10 Do"], more=forms))
    with pytest.raises(BadData, match="unpacks to over"):
        read(path)


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_limits, "LAST_PAGE", 3)
    with pytest.raises(BadData, match="has over 3 pages"):
        read(written(tmp_path, *["q Q"] * 4))


def test_a_crowded_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_limits, "CHARACTERS", 10)
    with pytest.raises(BadData, match="page 1 has too much on it"):
        read(written(tmp_path, text_drawing("甲" * 11, 40, 700)))
    monkeypatch.setattr(pdf_limits, "LINES", 10)
    for drawing in ("0 0 m 9 9 l S\n" * 6, "0 0 m " + "9 9 l " * 10 + "S", IMAGE * 11):
        with pytest.raises(BadData, match="page 2 has too much on it"):
            read(written(tmp_path, "q Q", drawing))


def test_characters_that_the_font_does_not_name_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table: Table = [
        HEADER,
        ["1", "JB/T 1-2026", "甲(cid:17)", "", "2026-12-01"],
        ["2", "JB/T 2-2026", "乙", "", "2026-12-01"],
    ]
    path = written(tmp_path, table_drawing(table, WIDTHS))
    assert [record["标准名称"] for record in records(path)] == ["乙"]
    [(line, _, problem)] = faults(path)
    assert line == 2 and "does not say which character" in problem
    unreadable: Table = [["(cid:1)"] * 5, ["(cid:2)"] * 5]
    with pytest.raises(BadData, match="the fonts of this PDF file do not say"):
        read(written(tmp_path, table_drawing(unreadable, WIDTHS)))


def test_pdfplumber_is_as_before_after_a_file_was_read(tmp_path: Path) -> None:
    from pdfminer import pdftypes

    with open_list(str(written(tmp_path, *over_two_pages(True))), ReadOptions()) as source:
        list(source.iter_rows())
    assert vars(pdftypes)["zlib"] is zlib
