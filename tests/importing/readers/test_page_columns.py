"""readers/page_columns.py: tables without rules between their columns."""

from collections.abc import Sequence

import pytest

from stdplan.errors import BadData
from stdplan.importing.readers import tabular
from stdplan.importing.readers.page_lines import Word, is_page_number, text_lines
from stdplan.importing.readers.plain_tables import PlainTables
from stdplan.importing.readers.rows import ReadOptions

SIZE = 10  # of the letters; Chinese ones are as wide as high, others half as wide
LEFTS = (50, 90, 220, 350)
HEADER = ("序号", "标准编号", "标准名称", "实施日期")
Rows = Sequence[Sequence[str]]


def words(rows: Rows, top: float = 100, padding: float = 4, middle: bool = False) -> list[Word]:
    """Return the words of rows of cells; lines of a cell are 12 points apart.

    `padding`: the space between rows. `middle`: cells stand in the middle of their row.
    """
    found = []
    for row in rows:
        height = 12 * max(cell.count("\n") + 1 for cell in row)
        for left, cell in zip(LEFTS, row, strict=False):
            lines = cell.split("\n")
            start = top + (height - 12 * len(lines)) / 2 if middle else top
            for index, line in enumerate(lines):
                found += placed(line, left, start + 12 * index)
        top += height + padding
    return found


def placed(line: str, left: float, top: float) -> list[Word]:
    found = []
    for text in line.split(" "):
        width = sum(SIZE / 2 if letter.isascii() else SIZE for letter in text)
        if text:
            found.append(Word(left, top, left + width, top + SIZE, text))
        left += width + SIZE / 2
    return found


def is_header(cells: Sequence[str]) -> bool:
    return tabular.find_header([(0, []), (1, list(cells))], ReadOptions()) is not None


def tables(*pages: Sequence[Word], rules: Sequence[float] = ()) -> list[list[list[str]]]:
    """Return the cells of the tables on these pages."""
    plain = PlainTables("list.pdf", is_header)
    for number, page in enumerate(pages, 1):
        plain.add_page(number, text_lines(page), rules)
    return [[cells for _, cells in found.table.lines()] for found in plain.tables()]


ROWS = (
    HEADER,
    ("1", "JB/T 1-2026", "超硬磨料制品\n取样方法", "2026-12-01"),
    ("2", "JB/T 2-2026", "通用规范", "2026-12-01"),
    ("3", "JB/T 3-2026", "磨料密度测定\n方法和要求及\n其他", "2026-12-01"),
)
MEANT = [[cell.replace("\n", "") for cell in row] for row in ROWS]


@pytest.mark.parametrize(("padding", "middle"), [(0, False), (4, False), (4, True)])
def test_columns_by_white_space(padding: float, middle: bool) -> None:
    assert tables(words(ROWS, padding=padding, middle=middle)) == [MEANT]


def test_three_rules_end_the_header_and_the_table() -> None:
    text = words(ROWS, padding=0) + placed("本表由秘书处编制 和解释", 50, 188)
    assert tables(text, rules=[98, 111, 186]) == [MEANT]


def test_a_header_of_two_lines_between_rules() -> None:
    header = ("序号", "标准编号", "标准名称", "实施\n日期")
    text = words([header, *ROWS[1:]], padding=0)
    assert tables(text, rules=[98, 123, 198]) == [MEANT]


def test_rows_between_rules() -> None:
    rules = [98, 111, 135, 147, 184]
    assert tables(words(ROWS, padding=0, middle=True), rules=rules) == [MEANT]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_two_pages(repeated: bool) -> None:
    second = words([HEADER, *ROWS[2:]] if repeated else ROWS[2:], padding=0)
    foot = placed("- 2 -", 200, 400)
    first, rest = tables(words(ROWS[:2], padding=0), [*second, *foot])
    assert first + rest[repeated:] == MEANT


def test_a_section_line_is_a_line_of_its_own() -> None:
    rows = [ROWS[0], ROWS[1], ("一、机械行业", "", "", ""), ROWS[2]]
    [found] = tables(words(rows))
    assert found[2] == ["一、机械行业", "", "", ""]


DOUBTFUL: dict[str, list[Word]] = {
    "text over two columns": words([*ROWS, ("4", "JB/T 4-2026", "超" * 14, "2026-12-01")]),
    "a name for two columns": words([(*HEADER[:2], "标准名称", ""), *ROWS[1:]]),
    "a row without a number": words([*ROWS[:3], ("3", "", "磨料密度", "2026-12-01"), ROWS[3]]),
    "two numbers in a row": words([*ROWS, ("4", "JB/T 4-2026\nJB/T 5-2026", "甲", "")], padding=0)
    + placed("乙", 220, 240),
    "the rest of a line that is not full": words(
        [ROWS[0], ("1", "JB/T 1-2026", "超硬\n磨料制品取样方法", "2026-12-01"), ROWS[2]], padding=0
    ),
    "a title in the middle of its row": words(
        [ROWS[2], ROWS[0], ROWS[2], ("1", "JB/T 1-2026", "超硬磨料\n制品取样\n方法", "")],
        padding=0,
        middle=True,
    ),
    "a header without rows": words([HEADER]),
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_refused(text: Sequence[Word]) -> None:
    with pytest.raises(BadData, match=r"list\.pdf: page 1: without rules it is not sure which"):
        tables(text)


def test_the_rest_of_a_row_alone_on_a_page() -> None:
    rows = [*ROWS[:2], ("2", "JB/T 2-2026", "超硬磨料制品", "2026-12-01")]
    _, rest = tables(words(rows), placed("取样方法", LEFTS[2], 100))
    assert rest == [["", "", "取样方法", ""]]
    _, *none = tables(words(rows), placed("附注", 300, 100))
    assert none == []


def test_prose_with_names_of_columns_is_no_table() -> None:
    assert tables(placed("标准编号、标准名称见附件", 50, 100), placed("JB/T 1-2026", 50, 100)) == []


@pytest.mark.parametrize("text", ["- 2 -", "第 2 页 共 10 页", "2", "Page 2 of 10", "2/10"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)
