"""output/as_docx.py: a document as Word reads it, its charts, and its bytes."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from helpers import Run
from stdplan.i18n import use_language
from stdplan.output.as_docx import column_widths
from stdplan.output.formats import Heading
from stdplan.output.selection import OutputOptions
from stdplan.output.writer import emit
from stdplan.table import Chart, ChartForm, Column, Records, Row, Table

COLUMNS = (Column("number", "key"), Column("title"), Column("age", "integer"))
HEADING = Heading("Standards due", ("as of 2011-06-30", "plan of 2011"))
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def document_bytes(table: Table, heading: Heading = HEADING, **options: Any) -> bytes:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    form = OutputOptions(format="docx", **options)
    emit(table, form, out, terminal=False, err=io.StringIO(), heading=lambda: heading)
    out.flush()
    return raw.getvalue()


def opened(table: Table, heading: Heading = HEADING, **options: Any) -> Any:
    return docx.Document(io.BytesIO(document_bytes(table, heading, **options)))


def table_of(*rows: Row, columns: tuple[Column, ...] = COLUMNS, **more: Any) -> Table:
    return Table(columns, Records(columns, rows), **more)


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_document_says_what_it_is() -> None:
    document = opened(table_of(("JB/T 1-2001", "Gears", 10)))
    title, details = document.paragraphs[:2]
    assert (title.text, title.style.name) == ("Standards due", "Title")
    assert details.text == "as of 2011-06-30 · plan of 2011"
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Standards due", "stdplan")
    assert properties.language == "en"


def test_latin_letters_are_never_chinese() -> None:
    # As Chinese, a number or a day would be broken anywhere.
    use_language("zh")
    languages = opened(table_of(("JB/T 1-2001", "齿轮", 10))).styles.element.iter(qn("w:lang"))
    found = {(each.get(qn("w:val")), each.get(qn("w:eastAsia"))) for each in languages}
    assert found == {("en-US", "zh-CN")}


def test_a_table_has_labels_and_numbers_on_the_right() -> None:
    [table] = opened(table_of(("JB/T 1-2001", "Gears", 10), ("JB/T 2-2001", None, 9))).tables
    assert texts(table) == [
        ["Standard number", "Title", "Age"],
        ["JB/T 1-2001", "Gears", "10"],
        ["JB/T 2-2001", "", "9"],
    ]
    for row in table.rows:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert [side is not None and side.name for side in sides] == [False, False, "RIGHT"]


def test_the_header_is_repeated_and_rows_are_whole() -> None:
    [table] = opened(table_of(("JB/T 1-2001", "Gears", 10))).tables
    marks = [{mark.tag for mark in row._tr.trPr} for row in table.rows]
    whole, repeated = qn("w:cantSplit"), qn("w:tblHeader")
    assert marks == [{whole, repeated}, {whole}]


def test_the_paper_is_a4_and_lies_across_for_many_columns() -> None:
    wide = tuple(Column(f"c{number}") for number in range(9))
    sizes = []
    for columns in (COLUMNS, wide):
        section = opened(table_of(columns=columns)).sections[0]
        sizes.append((round(section.page_width.mm), round(section.page_height.mm)))
    assert sizes == [(210, 297), (297, 210)]


HOSTILE = (
    '<w:fldSimple w:instr="DDE"/>',
    "]]>&amp;&#x0;",
    "=1+1",
    "a\x1b[2J\u202eb\x00\ufffe\n\tc",
    '" descr="x',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_data_is_text_wherever_it_stands(text: str) -> None:
    columns = (Column(text), Column("list", "records"))
    chart = Chart(text, Records((Column("a"), Column("b")), [(text, 1)]), "a", (Column("b"),))
    rows: list[Row] = [(text, [{"x": text}])]
    pages = Table(columns, Records(columns, rows), page=Table(columns, Records(columns, rows)))
    lists = table_of(*rows, columns=columns, single=True, charts=(chart,))
    visible = text.replace("\x1b", r"\x1b").replace("\x00", r"\x00").replace("\u202e", r"\u202e")
    visible = visible.replace("\n", r"\n").replace("\t", r"\t").replace("\ufffe", r"\ufffe")
    for table in (table_of(*rows, columns=columns, charts=(chart,)), lists, pages):
        document = opened(table, Heading(text, (text,)))
        assert visible in document.paragraphs[0].text
        assert visible in [
            cell for table in document.tables for row in texts(table) for cell in row
        ]
        fields = [*document.element.body.iter(qn("w:fldSimple"), qn("w:hyperlink"))]
        assert not fields


def test_records_have_headings() -> None:
    columns = (Column("code", "key"), Column("note"), Column("stages", "records"))
    stages = [{"stage": "10", "days": 3}, {"stage": "20", "days": 14}]
    document = opened(table_of(("A", None, stages), columns=columns, single=True))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name[:1] in "HT"]
    assert headings == [("Title", "Standards due: A"), ("Heading 1", "Stages")]
    fields, listed = document.tables
    assert texts(fields) == [["Code", "A"]]
    assert texts(listed) == [["Stage", "Days"], ["proposal", "3"], ["preparatory", "14"]]


def test_an_empty_answer_says_so() -> None:
    assert opened(table_of()).paragraphs[-1].text == "nothing found"


def test_codes_get_the_width_they_need() -> None:
    rows = [("JB/T 10000.10-2001", "机械" * 60, "10")] * 3
    number, title, age = column_widths(COLUMNS, rows, 9638)
    assert number + title + age <= 9638
    assert number > 2000 > age > 400
    assert title > 4000
    # Where nothing can be folded, all columns are narrower.
    keys = tuple(Column(f"c{index}", "key") for index in range(20))
    assert sum(column_widths(keys, [["JB/T 10000.10-2001"] * 20], 9638)) <= 9638


def test_a_word_is_not_broken_and_a_header_may_have_two_lines() -> None:
    texts = tuple(Column(f"c{index}") for index in range(8))
    rows = [("GB/T 90001-2018、GB/T 90002-2018", *["说明" * 20] * 7)]
    number, *others = column_widths(texts, rows, 9638, ["执行标准"] * 8)
    assert number > len("90001-2018") * 132 + 260
    assert 1000 < min(others) == max(others) < number
    codes = tuple(Column(f"c{index}", "key") for index in range(8))
    assert column_widths(codes, [["现行"] * 8], 9638, ["新标准实施日期"] * 8) == [9638 // 8] * 8


# Charts.


def charts(written: bytes) -> Iterator[tuple[dict[str, dict[str, float]], list[list[Any]]]]:
    """Yield the figures in each chart of a document, and the cells of its workbook."""
    archive = zipfile.ZipFile(io.BytesIO(written))
    for name in sorted(archive.namelist()):
        if name.startswith("word/charts/chart"):
            root = ElementTree.fromstring(archive.read(name))
            book = archive.read(name.replace("charts", "embeddings").replace(".xml", ".xlsx"))
            rows = load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)
            yield figures_of(root), [list(row) for row in rows]


def figures_of(root: ElementTree.Element) -> dict[str, dict[str, float]]:
    """Return the figures that a chart has in itself: by group, then by series."""
    groups: dict[str, dict[str, float]] = {}
    for series in root.iter(f"{C}ser"):
        label = series.findtext(f"{C}tx//{C}v") or ""
        names = [value.text or "" for value in series.findall(f"{C}cat//{C}v")]
        for point in series.findall(f"{C}val//{C}pt"):
            group = groups.setdefault(names[int(point.attrib["idx"])], {})
            group[label] = float(point.findtext(f"{C}v") or "")
    return groups


FORMS: tuple[ChartForm, ...] = ("bars", "stacked", "columns", "lines")


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_has_its_figures_and_a_workbook_with_them(form: ChartForm) -> None:
    columns = (Column("name"), Column("target", "integer"), Column("actual", "decimal"))
    rows: list[Row] = [("机械", 3, 1.5), ("=1+1", 4, None)]
    chart = Chart("How far it is", Records(columns, rows), "name", columns[1:], form)
    written = document_bytes(table_of(charts=(chart,)))
    [(figures, cells)] = charts(written)
    assert figures == {"机械": {"Target": 3, "Actual": 1.5}, "=1+1": {"Target": 4}}
    assert cells == [[None, "Target", "Actual"], ["机械", 3, 1.5], ["=1+1", 4, None]]
    document = docx.Document(io.BytesIO(written))
    [picture] = document.element.body.iter(qn("wp:docPr"))
    assert picture.get("title") == "How far it is"
    assert picture.get("descr") == "机械: Target 3, Actual 1.5; =1+1: Target 4"


# The program.


def written_by(run: Run, path: Path, *words: str) -> bytes:
    answer = run(*words, "-o", str(path))
    assert answer.code == 0, answer.err
    return path.read_bytes()


def test_the_charts_of_reports_are_those_of_json(run_loaded: Run, tmp_path: Path) -> None:
    words = ("report", "review", "--year", "2011")
    [(figures, _)] = charts(written_by(run_loaded, tmp_path / "a.docx", *words))
    rows = json.loads(run_loaded(*words, "--json").out)
    ages = ("age_0_5", "age_5_10", "age_10_up", "no_age")
    assert {name: list(group.values()) for name, group in figures.items()} == {
        row["name"]: [row[age] for age in ages] for row in rows if any(row[age] for age in ages)
    }


def test_the_digest_is_a_document_with_a_chart(run_loaded: Run, tmp_path: Path) -> None:
    words = ("report", "digest", "--since", "2026-04", "--until", "2026-04")
    written = written_by(run_loaded, tmp_path / "digest.docx", *words)
    [(figures, _)] = charts(written)
    assert figures == {"Rare earths": {"Standards": 9}, "Building materials": {"Standards": 1}}
    document = docx.Document(io.BytesIO(written))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Published", "By department", "By sector"]


def test_import_reads_a_document_back(run_loaded: Run, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    fields = "number,title,published,effective"
    written_by(run_loaded, path, "standards", "list", "--fields", fields, "--prefix", "JB/T")
    answer = run("standards", "import", str(path))
    assert answer.code == 0, answer.err
    again = run("standards", "list", "--fields", fields).out
    assert again == run_loaded("standards", "list", "--fields", fields, "--prefix", "JB/T").out


@pytest.mark.parametrize("form", ["docx", "xlsx"])
@pytest.mark.parametrize(
    "words", ["report progress --as-of 2011-06-30", "standards list --limit 9"]
)
def test_the_same_answer_is_the_same_bytes(
    run_loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, words: str
) -> None:
    first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    written_by(run_loaded, first, *words.split(), "--as-of", "2011-06-30")
    # Long after, by the clock that zip archives look at.
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setenv("STDPLAN_TODAY", "2033-05-18")
    written_by(run_loaded, second, *words.split(), "--as-of", "2011-06-30")
    assert second.read_bytes() == first.read_bytes()
    for archive in archives(first.read_bytes()):
        assert {member.date_time[0] for member in archive.infolist()} == {2000}
        core = archive.read("docProps/core.xml").decode()
        assert core.count("2000-01-01T00:00:00Z") == 2


def archives(written: bytes) -> Iterator[zipfile.ZipFile]:
    """Yield an archive and those within it."""
    archive = zipfile.ZipFile(io.BytesIO(written))
    yield archive
    for name in archive.namelist():
        if name.endswith(".xlsx"):
            yield from archives(archive.read(name))
