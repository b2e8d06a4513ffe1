"""output/as_html.py: a page as a browser reads it, and how it is printed."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from helpers import Run
from page_helpers import Element, described, read_page
from stdplan.i18n import use_language
from stdplan.output.chart_figures import Figures
from stdplan.output.charts_svg import draw
from stdplan.output.documents import filled_columns
from stdplan.output.formats import Heading
from stdplan.output.page_style import COLOURS
from stdplan.output.selection import OutputOptions
from stdplan.output.writer import emit
from stdplan.table import Chart, ChartForm, Column, Records, Row, Table

COLUMNS = (Column("number", "key"), Column("title"), Column("age", "integer"))
HEADING = Heading("Standards due", ("as of 2011-06-30", "plan of 2011"))


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def page_text(table: Table, **options: Any) -> str:
    out = io.StringIO()
    form = OutputOptions(format="html", **options)
    emit(table, form, out, terminal=False, err=io.StringIO(), heading=lambda: HEADING)
    return out.getvalue()


def table_of(*rows: Row, columns: tuple[Column, ...] = COLUMNS, **more: Any) -> Table:
    return Table(columns, Records(columns, rows), **more)


def test_a_page_says_its_language_and_what_it_is() -> None:
    page = read_page(page_text(table_of(("JB/T 1-2001", "Gears", 10))))
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("title").text == "Standards due · as of 2011-06-30 · plan of 2011"
    assert page.one("h1").text == "Standards due"
    assert page.one("main").all("p")[0].text == "as of 2011-06-30 · plan of 2011"
    assert page.one("caption").text == "Standards due"


def test_a_chinese_page_has_chinese_headers() -> None:
    use_language("zh")
    page = read_page(page_text(table_of(("JB/T 1-2001", "齿轮", 10))))
    assert page.one("html").attributes["lang"] == "zh-CN"
    assert [head.text for head in page.one("thead").all("th")] == ["标准编号", "标准名称", "标龄"]
    labels = read_page(page_text(table_of(("JB/T 1-2001", "Gears", 10)), labels="en"))
    assert labels.one("html").attributes["lang"] == "en"


def test_headers_say_what_they_are_the_headers_of() -> None:
    page = read_page(page_text(table_of(("JB/T 1-2001", "Gears", 10), ("JB/T 2-2001", None, 9))))
    assert {head.attributes["scope"] for head in page.one("thead").all("th")} == {"col"}
    rows = page.one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["JB/T 1-2001", "JB/T 2-2001"]
    assert {row.one("th").attributes["scope"] for row in rows} == {"row"}
    assert [cell.text for cell in rows[1].all("td")] == ["", "9"]
    # Numbers are aligned on the right, also their header.
    assert [cell.attributes.get("class") for cell in rows[0].all("td")] == [None, "n"]
    assert page.one("thead").all("th")[2].attributes["class"] == "n"


HOSTILE = (
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "&lt;b&gt; &amp; &#60;",
    "</title><script>1</script>",
    "<!-- --><![CDATA[x]]>",
    "a\x1b[2J\u202eb\x00\n\tc",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_data_is_text_wherever_it_stands(text: str) -> None:
    """In cells, headers, titles, details, fields, lists, and in charts."""
    columns = (Column(text), Column("list", "records"))
    chart = Chart(text, Records((Column("a"), Column("b")), [(text, 1)]), "a", (Column("b"),))
    rows: list[Row] = [(text, [{"x": text, text: "y"}])]
    for table in (
        table_of((text, []), columns=columns, charts=(chart,)),
        table_of(*rows, columns=columns, charts=(chart,), single=True),
        Table(columns, Records(columns, rows), page=Table(columns, Records(columns, rows))),
    ):
        out = io.StringIO()
        heading = Heading(text, (text,))
        options = OutputOptions(format="html")
        emit(table, options, out, False, io.StringIO(), heading=lambda heading=heading: heading)
        written = out.getvalue()
        page = read_page(written)
        assert not page.all("script") + page.all("img") + page.all("b")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", written)
        visible = (
            text.replace("\x1b", r"\x1b").replace("\x00", r"\x00").replace("\u202e", r"\u202e")
        )
        visible = visible.replace("\n", r"\n").replace("\t", r"\t")
        assert visible in page.one("h1").text
        elements = [page]
        for element in elements:
            elements += [child for child in element.children if isinstance(child, Element)]
            assert not any(name.startswith("on") for name in element.attributes)


def test_a_page_needs_nothing_else() -> None:
    chart = Chart("x", Records(COLUMNS, [("a", "b", 3)]), "number", (Column("age", "integer"),))
    text = page_text(table_of(("a", "b", 3), charts=(chart,)))
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import", text)
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]


def test_a_page_prints_on_a4_with_its_header_on_every_sheet() -> None:
    text = page_text(table_of())
    for rule in ("@page{size:A4;", "table-header-group", "tr,figure,caption{break-inside:avoid}"):
        assert rule in text
    wide = tuple(Column(f"c{number}") for number in range(9))
    assert '<body class="wide">' in page_text(table_of(columns=wide))
    assert '<body class="wide">' not in text


def test_an_empty_answer_says_so() -> None:
    assert "nothing found" in read_page(page_text(table_of())).one("main").text
    assert "nothing found" in read_page(page_text(table_of(single=True))).one("main").text


def test_one_record_is_a_list_of_its_fields_and_a_table_for_each_list() -> None:
    columns = (Column("code", "key"), Column("note"), Column("stages", "records"))
    stages = [{"stage": "10", "days": 3}, {"stage": "20", "days": 14}]
    page = read_page(page_text(table_of(("A", None, stages), columns=columns, single=True)))
    assert page.one("h1").text == "Standards due: A"
    fields, listed = page.all("table")
    assert [row.text for row in fields.all("tr")] == ["CodeA"]  # without empty fields
    assert page.one("h2").text == "Stages"
    assert [row.text for row in listed.all("tr")] == ["StageDays", "proposal3", "preparatory14"]


def test_several_records_have_headings() -> None:
    columns = (Column("code", "key"), Column("stages", "records"))
    rows = (("A", [{"stage": "10"}]), ("B", [{"stage": "20"}]))
    page = read_page(page_text(table_of(*rows, columns=columns, single=True)))
    assert [heading.text for heading in page.all("h2")] == ["A", "B"]
    assert [heading.text for heading in page.all("h3")] == ["Stages", "Stages"]


# Charts.


def chart(form: ChartForm, *rows: Row, kind: Any = "integer") -> Element:
    columns = (Column("name"), Column("target", kind), Column("actual", kind))
    made = Chart("How far it is", Records(columns, rows), "name", columns[1:], form)
    return read_page(page_text(table_of(charts=(made,)))).one("svg")


FORMS: tuple[ChartForm, ...] = ("bars", "stacked", "columns", "lines")


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_is_an_image_with_a_name_and_its_figures(form: ChartForm) -> None:
    svg = chart(form, ("机械", 3, 1), ("电子", 4, None), ("None", 0, 2))
    assert svg.attributes["role"] == "img"
    names = str(svg.attributes["aria-labelledby"]).split()
    title, desc = svg.children[:2]
    assert isinstance(title, Element) and isinstance(desc, Element)
    assert [title.attributes["id"], desc.attributes["id"]] == names
    assert title.text == "How far it is"
    assert desc.text == "机械: Target 3, Actual 1; 电子: Target 4; None: Target 0, Actual 2"
    texts = [text.text for text in svg.all("text")]
    assert {"机械", "电子", "Target", "Actual"} <= set(texts)
    if form in ("bars", "columns"):
        assert {"3", "1", "4", "0", "2"} <= set(texts)


@pytest.mark.parametrize("form", FORMS)
def test_a_gap_is_not_drawn(form: ChartForm) -> None:
    """Five figures are five bars, or five dots of lines."""
    svg = chart(form, ("a", 3, 1), ("b", 4, None), ("c", 1, 2))
    tag, of_marks = ("circle", "dot") if form == "lines" else ("rect", "rect")
    kind = f"{of_marks} reactive tooltip-trigger"
    marks = [mark for mark in svg.all(tag) if mark.attributes.get("class") == kind]
    assert len(marks) == 5


def test_shares_go_up_to_the_whole() -> None:
    texts = [text.text for text in chart("bars", ("a", 3.5, 4), kind="percent").all("text")]
    assert {"3.5 %", "4 %", "100 %"} <= set(texts)


def test_a_chart_of_many_bars_has_the_longest_in_their_order() -> None:
    rows: list[Row] = [(f"name {number}", number % 50, 1) for number in range(100)]
    svg = chart("stacked", *rows)
    assert svg.one("title").text == "How far it is (the 40 largest)"
    shown = list(described(svg))
    assert shown == [f"name {n}" for n in range(100) if n % 50 >= 30]


def test_a_long_name_leaves_room_for_its_bar() -> None:
    svg = chart("bars", ("磨料粒度的测定方法" * 9, 1, 2))
    assert "磨料粒度的测定方法" * 2 + "…" in [text.text for text in svg.all("text")]
    assert svg.one("desc").text.startswith("磨料粒度的测定方法" * 9)


def test_of_many_months_some_are_named() -> None:
    months: list[Row] = [(f"{2011 + n // 12}-{n % 12 + 1:02}", 3, 1) for n in range(120)]
    texts = [text.text for text in chart("columns", *months).all("text")]
    named = [text for text in texts if text[:2] == "20"]
    assert named[0] == "2011-01"
    assert 10 <= len(named) <= 13


def test_a_chart_of_nothing_is_left_out() -> None:
    made = Chart("x", Records(COLUMNS, [("a", "b", 0)]), "number", COLUMNS[2:])
    assert not read_page(page_text(table_of(charts=(made,)))).all("figure")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("when", [0, 1], ids=["day", "night"])
def test_colours_have_enough_contrast(when: int) -> None:
    colours = {name: values[when] for name, values in COLOURS.items()}
    for ink in ("ink", "soft"):
        for behind in ("paper", "head"):
            assert contrast(colours[ink], colours[behind]) >= 4.5, (ink, behind)
    for number in range(6):
        assert contrast(colours[f"c{number}"], colours["paper"]) >= 3, number


# The program.


def asked(run: Run, *words: str) -> Element:
    answer = run(*words, "-f", "html")
    assert answer.code == 0, answer.err
    return read_page(answer.out)


def test_the_title_of_an_answer_has_the_day_and_the_plan(run_loaded: Run) -> None:
    page = asked(run_loaded, "review", "due", "--year", "2011")
    title = page.one("title").text
    assert title.startswith(
        "Standards due for review · as of 2011-12-31 · plan of 2011 · catalogue as changed on 20"
    )


def test_a_page_shows_names_and_the_main_columns(run_loaded: Run) -> None:
    listed = ("standards", "list", "--limit", "1")
    heads = [head.text for head in asked(run_loaded, *listed).one("thead").all("th")]
    assert heads == ["Key", "Title", "Status", "Published", "Effective"]
    page = asked(run_loaded, *listed, "--fields", "sector,family,note")
    assert [cell.text for cell in page.one("tbody").one("tr").children] == [  # type: ignore[union-attr]
        *("Petrochemicals and chemicals", "industry standard", "")
    ]


AGES = {
    "age_0_5": "under 5 years",
    "age_5_10": "5 to under 10 years",
    "age_10_up": "10 years or more",
    "no_age": "age unknown",
}


def test_the_chart_of_ages_has_the_figures_of_the_report(run_loaded: Run) -> None:
    words = ("report", "review", "--year", "2011")
    rows = json.loads(run_loaded(*words, "--json").out)
    drawn = described(asked(run_loaded, *words).one("svg"))
    assert drawn == {
        row["name"]: {label: row[key] for key, label in AGES.items()}
        for row in rows
        if any(row[key] for key in AGES)
    }
    [whole] = json.loads(run_loaded(*words, "--by", "all", "--json").out)
    drawn = described(asked(run_loaded, *words, "--by", "all").one("svg"))
    assert [list(figures.values()) for figures in drawn.values()] == [[whole[key]] for key in AGES]


def test_the_chart_of_counts_is_there_for_one_field(run_loaded: Run) -> None:
    words = ("report", "counts", "--year", "2011", "--by", "family")
    rows = json.loads(run_loaded(*words, "--json").out)
    drawn = described(asked(run_loaded, *words).one("svg"))
    assert [[*figures.values()] for figures in drawn.values()] == [
        [row[key] for key in ("planned", "upcoming", "in_force", "withdrawn")] for row in rows
    ]
    assert not asked(run_loaded, *words[:-1], "family,nature").all("svg")


def test_the_chart_of_progress_has_the_line(run_loaded: Run) -> None:
    words = ("report", "progress", "--as-of", "2011-06-30")
    rows = json.loads(run_loaded(*words, "--forecast", "--json").out)
    drawn = described(asked(run_loaded, *words).one("svg"))
    assert drawn == {
        row["name"]: {
            "percent of the target": row["percent"],
            "straight line to the target": round(100 * row["line"] / row["target"], 1),
        }
        for row in rows
        if row["target"]
    }


def test_the_chart_of_the_calendar_has_a_bar_for_each_month(run_loaded: Run) -> None:
    words = ("review", "calendar", "--from", "2000", "--to", "2040")
    rows = json.loads(run_loaded(*words, "--by", "month", "--json").out)
    drawn = described(asked(run_loaded, *words).one("svg"))
    assert drawn == {row["month"]: {"Due": row["due"]} for row in rows}


def test_the_chart_of_coverage_has_all_areas(run_loaded: Run) -> None:
    run_loaded("standards", "classify", "--apply")
    rows = json.loads(run_loaded("report", "coverage", "--json").out)
    drawn = described(asked(run_loaded, "report", "coverage").one("svg"))
    counts = [sum(figures[name] for figures in drawn.values()) for name in drawn["Machinery"]]
    empty = sum(row["none"] for row in rows)
    assert counts == [len(rows) - empty, empty]


def test_a_page_of_a_thousand_records_is_light(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    rows = (
        f"JB/T {n}-2001\t机械工业用磨料粒度的测定方法 第{n}部分：试验\n" for n in range(1, 1001)
    )
    path.write_text("标准编号\t标准名称\n" + "".join(rows), encoding="utf-8")
    run("standards", "import", str(path))
    text = run("standards", "list", "-f", "html").out
    assert text.count("<tr>") == 1001
    assert len(text.encode()) < 300_000


def test_the_same_answer_is_the_same_page(run_loaded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("report", "review", "--year", "2011", "-f", "html")
    first = run_loaded(*words).out
    monkeypatch.setenv("STDPLAN_TODAY", "2031-01-01")
    assert run_loaded(*words).out == first


def test_a_list_in_a_record_keeps_its_first_column_and_drops_empty_ones() -> None:
    department, standards = Column("department"), Column("standards", "integer")
    columns, rows = filled_columns((department, standards, Column("note")), [[None, 1, None]])
    assert (columns, rows) == ([department, standards], [[None, 1]])


@pytest.mark.parametrize("count", range(2, 10))
def test_the_names_of_all_series_are_within_the_chart(count: int) -> None:
    series: list[tuple[str, list[int | float | None]]] = [(f"s{n}", [n, 1]) for n in range(count)]
    chart = ElementTree.fromstring(draw(Figures("x", "stacked", ["a", "b"], series, False), "c"))
    height = float(chart.attrib["viewBox"].split()[3])
    assert len(list(legend_rows(chart))) == count
    assert max(legend_rows(chart)) < height - 5


def legend_rows(element: ElementTree.Element, above: float = 0) -> Iterator[float]:
    """Yield where the names in the legend of a chart end, from its top."""
    moved = re.search(r"translate\(\S+?,\s*(\S+)\)", element.get("transform", ""))
    above += float(moved[1]) if moved else 0
    if element.tag.endswith("}text") and (element.text or "").startswith("s"):
        yield above + float(element.attrib["y"])
    for child in element:
        yield from legend_rows(child, above)
