"""Tables at a terminal of some width: no text is lost or interpreted, and no number is broken."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import use_language
from stdplan.output.as_table import break_between_items, distribute_width, write_table
from stdplan.output.formats import Style
from stdplan.output.selection import OutputOptions
from stdplan.output.writer import emit
from stdplan.table import Column, Records, Row, Table

LONG = "GB/T 15629.11-2003/XG1-2006"
TITLE = "信息技术 系统间远程通信和信息交换 局域网和城域网 特定要求 第11部分：无线局域网"
COLUMNS = tuple(
    BY_NAME[name].column for name in ("number", "title", "status", "published", "replaces", "note")
)
ROWS: list[Row] = [
    (LONG, TITLE, "in-force", "2006-01-07", [LONG, "GB/T 15629.11-2003"], None),
    ("JB/T 1-2000", "磨料", "withdrawn", "2000", [], None),
]


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def show(rows: list[Row], columns: tuple[Column, ...] = COLUMNS, **style: object) -> str:
    width = int(str(style.setdefault("width", 120)))
    out = io.StringIO()
    count = write_table(columns, iter(rows), out, Style(**style))  # type: ignore[arg-type]
    assert count == len(rows)
    lines = out.getvalue().splitlines()
    assert all(cell_len(re.sub("\x1b\\[[0-9;]*m", "", line)) <= width for line in lines)
    return "\n".join(line.rstrip() for line in lines)


def test_a_wide_terminal_shows_a_table_with_folded_titles() -> None:
    assert show(ROWS, width=120, standards=True) == (
        "Standard number              Title                              Status     "
        "Published   Replaces\n" + "─" * 120 + "\n"
        f"{LONG}  信息技术 系统间远程通信和信息交换  in-force   2006-01-07  {LONG};\n"
        "                             局域网和城域网 特定要求                                   "
        "GB/T 15629.11-2003\n"
        "                             第11部分：无线局域网\n"
        "JB/T 1-2000                  磨料                               withdrawn  2000"
    )


def test_a_narrow_terminal_shows_the_fields_below_each_other() -> None:
    assert show(ROWS, width=60, standards=True) == (
        f"Standard number  {LONG}\n"
        "Title            信息技术 系统间远程通信和信息交换\n"
        "                 局域网和城域网 特定要求\n"
        "                 第11部分：无线局域网\n"
        "Status           in-force\n"
        "Published        2006-01-07\n"
        f"Replaces         {LONG};\n"
        "                 GB/T 15629.11-2003\n"
        "\n"
        "Standard number  JB/T 1-2000\n"
        "Title            磨料\n"
        "Status           withdrawn\n"
        "Published        2000"
    )


def test_one_record_with_nested_records() -> None:
    columns = (Column("number", "key"), Column("age", "integer"), Column("stages", "records"))
    stages: list[dict[str, object]] = [
        {"stage": "10", "date": "2009-03"},
        {"stage": "60", "date": "2011-05-18", "note": "磨料"},
    ]
    assert show([("JB/T 1-2011", 5, stages)], columns, single=True, standards=True) == (
        "Standard number  JB/T 1-2011\n"
        "Age              5\n"
        "Stages\n"
        "  Stage  Date        Note\n"
        "  ───────────────────────\n"
        "  10     2009-03\n"
        "  60     2011-05-18  磨料"
    )


def test_percentages_have_bars_if_there_is_room() -> None:
    columns = (Column("code", "key"), Column("percent", "percent"), Column("done", "flag"))
    rows: list[Row] = [("a", 42.1, True), ("b", 250, False), ("c", None, None)]
    assert show(rows, columns) == (
        "Code             Percent  Done\n"
        "──────────────────────────────\n"
        "a     ████░░░░░░  42.1 %  yes\n"
        "b     ██████████ 250.0 %  no\n"
        "c"
    )
    assert show(rows, columns, width=20).splitlines()[2] == "a      42.1 %  yes"


def test_a_stream_that_is_not_utf8_gets_ascii() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    write_table((Column("percent", "percent"),), iter([(42.1,)]), out, Style(width=60))
    out.flush()
    assert "####......  42.1 %" in raw.getvalue().decode("ascii")


@pytest.mark.parametrize("width", [60, 120])
def test_a_tricky_title_is_shown_whole(width: int) -> None:
    title = "[draft] x[/b] :100: =1+1"
    assert title in show([(title, 1)], (Column("title"), Column("age", "integer")), width=width)


@pytest.mark.parametrize("single", [True, False])
def test_no_control_character_reaches_the_terminal(single: bool) -> None:
    planted = "a\x1b[2J\x1b]8;;http://x\x07b\x9b\u202ec\u200bd\n"
    columns = (Column("title"), Column(planted), Column("extra", "object"))
    text = show([(planted, planted, {planted: planted})], columns, single=single)
    assert all(letter == "\n" or escape_unprintable(letter) == letter for letter in text)
    assert "\\x1b[2J" in text


def test_labels_are_in_the_language_of_the_run() -> None:
    use_language("zh")
    text = show(ROWS, standards=True)
    assert text.split()[:5] == ["标准编号", "标准名称", "标准状态", "发布日期", "代替标准"]


def test_a_task_number_is_not_called_a_standard_number() -> None:
    assert show([(5, "复审")], (Column("number", "integer"), Column("title"))).startswith("Number")


def test_a_terminal_shows_some_rows_and_how_to_get_the_rest() -> None:
    columns = (Column("number", "key"),)
    many = Table(columns, Records(columns, [(f"JB/T {number}",) for number in range(1000)]))
    out, err = io.StringIO(), io.StringIO()
    assert emit(many, OutputOptions(), out, terminal=True, err=err) == 300
    assert err.getvalue().startswith("stdplan: 700 more rows; use --limit 1000 to show all rows")
    err = io.StringIO()
    assert emit(many, OutputOptions(limit=1000), out, terminal=True, err=err) == 1000
    assert emit(many, OutputOptions(format="table"), out, terminal=False, err=err) == 1000
    assert err.getvalue() == ""


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_escapes_can_be_switched_off(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1m" in show(ROWS, terminal=True)
    monkeypatch.setenv(name, value)
    # A dumb terminal is not therefore 80 columns wide.
    assert show(ROWS, terminal=True) == show(ROWS)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), min_size=1), st.integers(0, 300))
def test_widths_respect_minima_wanted_widths_and_space(
    pairs: list[tuple[int, int]], space: int
) -> None:
    minima = [low for low, _ in pairs]
    natural = [low + more for low, more in pairs]
    chosen = distribute_width(minima, natural, space)
    if chosen is None:
        assert sum(minima) > space
    else:
        assert sum(chosen) == min(space, sum(natural))
        bounds = zip(minima, chosen, natural, strict=True)
        assert all(low <= width <= high for low, width, high in bounds)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.from_regex("[A-Z]{1,3}/T [0-9]{1,5}", fullmatch=True), min_size=1))
def test_no_number_in_a_list_breaks(numbers: list[str]) -> None:
    lines = break_between_items("; ".join(numbers), 24, len).split("\n")
    assert [item for line in lines for item in re.split("; ?", line) if item] == numbers
    assert all(len(line) <= 24 for line in lines)
