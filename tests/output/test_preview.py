"""The preview of a list at a terminal: every column has a line, and nothing is lost without a
sign."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stdplan.domain.text import escape_unprintable
from stdplan.output.as_preview import PreviewBlock, PreviewColumn, cut, fit, write_previews

BLOCK = PreviewBlock(
    "list.csv",
    [("Form", "csv, encoding UTF-8"), ("Rows", "3 rows")],
    [
        PreviewColumn("标准编号", "→ number", ("GB/T 191-2008", "GB/T 192-2003"), whole=True),
        PreviewColumn("标准名称", "→ title", ("包装储运图示标志", "普通螺纹 基本牙型")),
        PreviewColumn("经办人", "→ extra", ("张三",)),
        PreviewColumn("序号", "(not read)", ("1", "2", "3"), read=False),
    ],
    [("Skipped", "1 remark skipped: 共3项"), ("Skipped", "2 hidden rows read")],
)


def show(*blocks: PreviewBlock, last: str = "", width: int = 80) -> list[str]:
    out = io.StringIO()
    write_previews(blocks, last, out, width, terminal=False)
    lines = out.getvalue().splitlines()
    assert all(cell_len(line) <= width for line in lines)
    return [line.rstrip() for line in lines]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_each_column_has_a_line(width: int) -> None:
    assert show(BLOCK, width=width) == [
        "list.csv",
        "Form  csv, encoding UTF-8",
        "Rows  3 rows",
        "  标准编号  → number    GB/T 191-2008 · GB/T 192-2003",
        "  标准名称  → title     包装储运图示标志 · 普通螺纹 基本牙型",
        "  经办人    → extra     张三",
        "  序号      (not read)  1 · 2 · 3",
        "Skipped  1 remark skipped: 共3项",
        "         2 hidden rows read",
        "",
    ]


def test_a_narrow_terminal_has_the_cells_on_a_line_of_their_own() -> None:
    assert show(BLOCK, width=40)[3:9] == [
        "  标准编号 → number",
        "    GB/T 191-2008 · GB/T 192-2003",
        "  标准名称 → title",
        "    包装储运图示标志 · 普通螺纹 基本牙型",
        "  经办人 → extra",
        "    张三",
    ]


def test_what_does_not_fit_ends_with_a_sign() -> None:
    long = "技术委员会或技术归口单位名称及其代号"
    column = PreviewColumn(long, "→ committee", ("全国机床标准化技术委员会" * 3, "甲"))
    [_, line, _] = show(BLOCK._replace(facts=[("Rows", "1")], columns=[column], skipped=[]))[1:]
    assert line.startswith("  技术委员会或技术归…   → committee  全国机床标准化技术委员会")
    assert line.endswith("… · 甲")


def test_more_lists_are_counted() -> None:
    assert show(BLOCK, BLOCK, last="… and 7 more lists")[-2:] == ["… and 7 more lists", ""]


@pytest.mark.parametrize("width", [40, 120])
def test_no_control_character_reaches_the_terminal(width: int) -> None:
    planted = "a\x1b[2J\x9b\u202ec"
    column = PreviewColumn(planted, planted, (planted, planted))
    lines = show(PreviewBlock(planted, [(planted, planted)], [column]), width=width)
    assert all(escape_unprintable(line) == line for line in lines)
    assert "\\x1b[2J" in "\n".join(lines)


NUMBERS = ["GB/T 191-2008", "GB/T 15629.11-2003", "JB/T 1-2011"]


@pytest.mark.parametrize(
    ("examples", "whole", "width", "shown"),
    [
        (NUMBERS, True, 80, "GB/T 191-2008 · GB/T 15629.11-2003 · JB/T 1-2011"),
        (NUMBERS, True, 40, "GB/T 191-2008 · GB/T 15629.11-2003 · …"),
        (NUMBERS, True, 30, "GB/T 191-2008 · …"),
        (NUMBERS, True, 12, "GB/T 19… · …"),
        (["包装储运图示标志", "普通螺纹"], False, 24, "包装储运图示… · 普通螺纹"),
        (["包装储运图示标志", "普通螺纹基本牙型"], False, 18, "包装储运图示… · …"),
        ([], False, 10, ""),
    ],
)
def test_long_texts_are_cut_and_numbers_left_out(
    examples: list[str], whole: bool, width: int, shown: str
) -> None:
    assert fit(examples, width, cell_len, whole) == shown


TEXTS = st.text(st.sampled_from("aA1 中文－·"), max_size=30)


@given(st.lists(TEXTS, max_size=3), st.integers(8, 80), st.booleans())
def test_examples_always_fit(examples: list[str], width: int, whole: bool) -> None:
    assert cell_len(fit(examples, width, cell_len, whole)) <= width


@given(TEXTS, st.integers(1, 40))
def test_a_cut_text_is_a_beginning_with_a_sign(text: str, width: int) -> None:
    shown = cut(text, width, cell_len)
    assert cell_len(shown) <= width
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
