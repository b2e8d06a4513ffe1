"""readers/tabular.py: where the header of a table is, which lines are not rows, delimiters,
compressed files."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from list_helpers import open_list
from stdplan.domain.text import has_meaningless, unmistakable
from stdplan.errors import BadData, UsageProblem
from stdplan.importing.readers import text_files
from stdplan.importing.readers.rows import ReadOptions, Skipped, SourceRow
from stdplan.importing.sections import section_level, sector_of_section

SECTORS = {"petrochemicals": "petrochemicals", "石化化工": "petrochemicals", "steel": "steel"}


def read(path: Path, wanted: ReadOptions | None = None) -> tuple[str, list[SourceRow], Skipped]:
    """Return the format that was detected, the rows with the header first, and the skipped
    lines."""
    with open_list(str(path), wanted or ReadOptions()) as source:
        return source.form, list(source.iter_rows()), source.skipped


@pytest.fixture
def table(tmp_path: Path):
    """Return a function that reads lines as a file: its format, rows and skipped lines."""

    def reading(*lines: str, name: str = "list.csv", **wanted: object):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        return read(path, ReadOptions(**wanted))  # type: ignore[arg-type]

    return reading


def test_titles_above_the_header_are_not_rows(table) -> None:
    _, rows, skipped = table(
        "附件1,,", "2011年第1批行业标准,,", ",,", "序号,标准编号,标准名称", "1,JB/T 1-2011,车床"
    )
    assert [(row.line, row.cells[1]) for row in rows] == [(4, "标准编号"), (5, "JB/T 1-2011")]
    assert skipped.examples["title"] == ["附件1", "2011年第1批行业标准"]


@pytest.mark.parametrize(
    "lines",
    [
        ("标准编号", "JB/T 1-2011"),
        ("标准编号,经办人", "JB/T 1-2011,张三"),
        # No line names a standard: the message shows the first line.
        ("编码,名字", "JB/T 1-2011,车床"),
        # Rows without a header are not taken for titles.
        ("JB/T 1-2011,车床", "JB/T 2-2011,铣床", "标准编号,标准名称"),
    ],
)
def test_without_a_known_header_the_first_line_is_the_header(table, lines: tuple[str, ...]) -> None:
    _, rows, skipped = table(*lines)
    assert (rows[0].line, len(rows), skipped.counts) == (1, len(lines), {})


def test_a_header_named_by_map_is_found(table) -> None:
    _, rows, _ = table("一览表", "编码,名字", "JB/T 1-2011,车床", mapped_headers=("编码", "名字"))
    assert rows[0].line == 2


def test_a_section_line_applies_to_the_rows_below_it(table) -> None:
    _, rows, skipped = table(
        "序号,标准编号,标准名称",
        "一、化工行业（共2项）,,",
        ",（一）强制性标准,",
        "1,HG 1-2011,甲",
        "（二）推荐性标准",
        "2,HG/T 2-2011,乙",
        "钢铁行业,钢铁行业,钢铁行业",
        "3,YB/T 3-2011,丙",
    )
    assert [row.section for row in rows[1:]] == [
        "一、化工行业（共2项） / （一）强制性标准",
        "一、化工行业（共2项） / （二）推荐性标准",
        "钢铁行业",
    ]
    assert skipped.counts == {"section": 4}


def test_remarks_totals_and_repeated_headers_are_reported(table) -> None:
    _, rows, skipped = table(
        "序号,标准编号,标准名称",
        "1,JB/T 1-2011,车床",
        "序号,标准编号,标准名称",
        "2,JB/T 2-2011,铣床",
        "合计,2项,",
        "注：本表自发布之日起施行,,",
    )
    assert [row.cells[1] for row in rows[1:]] == ["JB/T 1-2011", "JB/T 2-2011"]
    assert skipped.counts == {"header": 1, "remark": 2}
    assert skipped.examples["remark"] == ["合计 2项", "注：本表自发布之日起施行"]


@pytest.mark.parametrize(
    "line",
    ["注1 甲", "备注：乙", "（共12项）", "以下空白", "第 1 页 共 3 页", "Note: c", "说明：丁"],
)
def test_lines_that_are_remarks(table, line: str) -> None:
    _, rows, skipped = table("标准编号,标准名称", "JB/T 1-2011,车床", line)
    assert (len(rows), skipped.examples["remark"]) == (2, [line])


@pytest.mark.parametrize(
    "line", ["车床,,", ",JB/T 1-2011,", "注塑机,,", "1,三,", "合计,JB/T 1-2011,", "二维码,,"]
)
def test_any_other_line_is_a_row(table, line: str) -> None:
    _, rows, skipped = table("标准名称,标准编号,备注", line)
    assert [",".join(row.cells) for row in rows[1:]] == [line]
    assert skipped.counts == {}


def test_in_a_narrow_table_a_single_text_is_a_row(table) -> None:
    _, rows, _ = table("标准编号,标准名称", ",一、化工行业")
    assert rows[1].cells == ["", "一、化工行业"]


@pytest.mark.parametrize(
    ("text", "depth", "sector"),
    [
        ("一、化工行业", 1, "petrochemicals"),
        ("十二、石油化工（12项）", 1, "petrochemicals"),
        ("（一）冶金标准 共3项", 2, "steel"),
        ("第一部分 石化化工", 0, "petrochemicals"),
        ("二. 包装行业", 1, None),
        ("化工", 1, "petrochemicals"),
        ("二、化工行业 / （一）强制性标准", 1, "petrochemicals"),
        # A sector that is not in the plan.
        ("三、机械行业", 1, None),
        ("车床", None, None),
        ("行业", None, None),
    ],
)
def test_sections_and_their_sectors(text: str, depth: int | None, sector: str | None) -> None:
    assert (section_level(text), sector_of_section(text, SECTORS)) == (depth, sector)


@pytest.mark.parametrize("name", ["list.csv", "list.txt", "list.tsv", "list"])
@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (("标准编号;标准名称", "JB/T 1-2011;车床, 铣床"), "semicolon"),
        (("2011年第1批, 共1项", "标准编号\t标准名称", "JB/T 1-2011\t车床; 铣床"), "tsv"),
        (('附件1\t,"",', "标准编号,标准名称", "JB/T 1-2011,车床"), "csv"),
    ],
)
def test_the_delimiter_is_detected_by_the_header(table, name: str, lines, form: str) -> None:
    detected, rows, _ = table(*lines, name=name)
    assert detected == form
    assert rows[0].cells == ["标准编号", "标准名称"]


def test_from_overrides_the_detected_format(table) -> None:
    detected, rows, _ = table("标准编号;标准名称", "A;B", form="csv")
    assert (detected, rows[1].cells) == ("csv", ["A;B"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 512, "save it as docx, xlsx or csv"),
        (b"%PDF-1.7\n", "the PDF file is damaged"),
        ("\n<HTML><p>车床</p>".encode(), "there is no table"),
    ],
)
def test_files_without_a_list(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    with pytest.raises(BadData, match=message):
        read(path)


def test_a_sheet_is_only_for_workbooks(table) -> None:
    with pytest.raises(UsageProblem, match="is not a workbook"):
        table("标准编号", sheet="1")


LIST = "标准编号\t标准名称\nJB/T 1-2011\t车床\n"


@pytest.mark.parametrize("name", ["list.tsv.gz", "list.csv", "list"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_compressed_lists_are_detected_by_content(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(LIST.encode(encoding)))
    form, rows, _ = read(path)
    assert (form, rows[1].cells) == ("tsv", ["JB/T 1-2011", "车床"])


def test_a_compressed_list_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    packed_list = io.BytesIO(gzip.compress(LIST.encode()))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(packed_list))
    assert len(read(Path("-"))[1]) == 2


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda content: content[:-9], "is incomplete"),
        (lambda content: content[:12] + b"\xff\xff" + content[14:], "is damaged"),
        (lambda content: content[:-8] + b"\0\0\0\0" + content[-4:], "is damaged"),
        (lambda content: content + b"more", "is damaged"),
        (lambda content: content[:2], "is incomplete"),
    ],
)
def test_damaged_compressed_lists(tmp_path: Path, spoil, message: str) -> None:
    path = tmp_path / "list.gz"
    path.write_bytes(spoil(gzip.compress(LIST.encode())))
    with pytest.raises(BadData, match=message):
        read(path)


def test_a_decompression_bomb_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(text_files, "SMALL", 2_000_000)
    monkeypatch.setattr(text_files, "HIGHEST_RATIO", 500)
    path = tmp_path / "list.gz"
    path.write_bytes(gzip.compress(b" " * 8_000_000))
    with pytest.raises(BadData, match="unpacks to over"):
        read(path)


letters = st.characters(exclude_categories=("Cs", "Cc"))
cells = st.text(letters.filter(lambda letter: not has_meaningless(letter)))


@settings(suppress_health_check=list(HealthCheck))
@example(rows=[("", "", "\ufffe")], delimiter=",")
@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=5), delimiter=st.sampled_from(",;\t"))
def test_any_table_is_read_back(tmp_path: Path, rows, delimiter: str) -> None:
    """Below a title, with each delimiter; a number keeps rows from being section lines or
    remarks."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["附件1"])
    writer.writerow(["序号", "标准编号", "标准名称", "状态", "备注"])
    rows = [tuple(cell.replace("\t", "") for cell in row) for row in rows]
    # As in our own csv: an apostrophe before a formula would be removed.
    writer.writerows([str(n), "JB/T 1-2011", *map(unmistakable, row)] for n, row in enumerate(rows))
    path = tmp_path / "list.txt"
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    form, detected, _ = read(path)
    assert form == {",": "csv", ";": "semicolon", "\t": "tsv"}[delimiter]
    assert [tuple(row.cells[2:]) for row in detected[1:]] == rows


@pytest.mark.parametrize(
    "lines",
    [
        ("标准号,GB/T 1-2020", "标准名称,车床"),
        ("登记表,", "标准名称,车床", "标准号,GB/T 1-2020"),
        ("标准号,GB/T 1-2020,标准名称,车床",),
    ],
)
def test_a_form_about_one_standard_is_no_list(table, lines: tuple[str, ...]) -> None:
    with pytest.raises(BadData, match="this is a form about one standard"):
        table(*lines)
