"""readers/tick_columns.py: columns of ticks become one column of words."""

from pathlib import Path

import pytest

from list_helpers import read

TWO_ROWS = "序号,标准编号,复审结论,,,备注\n,,继续有效,修订,废止,\n"
ONE_ROW = "序号,标准编号,继续有效,修订,废止,备注\n"


@pytest.mark.parametrize("header", [TWO_ROWS, ONE_ROW])
@pytest.mark.parametrize(
    ("ticks", "answer"),
    [
        ("√,,", "继续有效"),
        (",✓ ,", "修订"),
        (",,✔", "废止"),
        ("□,☑,□", "修订"),
        ("×,否,是", "废止"),
        ("-,/,Y", "废止"),
        ("0,１,", "修订"),
        (",√（2028年完成）,", "修订（2028年完成）"),
        (",√修订,", "修订"),
        ("√,√,", "继续有效；修订"),
        (",2028年,", "修订（2028年）"),
        (",R,", "修订"),
        (",,ü", "废止"),
        (",,", ""),
    ],
)
def test_the_word_of_a_tick(tmp_path: Path, header: str, ticks: str, answer: str) -> None:
    first = "1,JB/T 1-2011,√,,,\n" * 50  # ticks only, as far as columns of ticks are looked for
    path = tmp_path / "list.csv"
    path.write_text(f"{header}{first}2,JB/T 2-2011,{ticks},x\n", encoding="utf-8")
    head, *rows = read(path)[1]
    assert head.cells == ["序号", "标准编号", "复审结论", "备注"]
    assert rows[0].cells == ["1", "JB/T 1-2011", "继续有效", ""]
    assert rows[-1].cells == ["2", "JB/T 2-2011", answer, "x"]
    assert not any(row.fault for row in rows)


@pytest.mark.parametrize(("words", "columns"), [("继续有效,修订,废止", 2), ("修订,废止,备注", 4)])
def test_nothing_is_ticked(tmp_path: Path, words: str, columns: int) -> None:
    """Three outcomes are columns of ticks before anybody has answered; two may be anything."""
    path = tmp_path / "list.csv"
    path.write_text(f"标准编号,{words}\nJB/T 1-2011,,,\nJB/T 2-2011,,,\n", encoding="utf-8")
    assert len(read(path)[1][0].cells) == columns


def test_some_words_and_totals_are_among_the_ticks(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows_ = "1,JB/T 1-2011,√,,,\n2,JB/T 2-2011,,补充安全要求,,\n3,JB/T 3-2011,,,√,\n合计,,1,1,1,\n"
    path.write_text(ONE_ROW + rows_, encoding="utf-8")
    _, *rows = read(path)[1]
    assert [row.cells[2] for row in rows][:3] == ["继续有效", "修订（补充安全要求）", "废止"]


def test_several_groups_and_short_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "计划号,性质,,制修订,,名称\n,强制,推荐,制定,修订,\n1,√,,,√,甲\n2,,√,√,,乙\n3,√\n",
        encoding="utf-8",
    )
    head, *rows = read(path)[1]
    assert head.cells == ["计划号", "性质", "制修订", "名称"]
    assert [row.cells for row in rows] == [
        ["1", "强制", "修订", "甲"],
        ["2", "推荐", "制定", "乙"],
        ["3", "强制", "", ""],
    ]


def test_words_are_ticks_below_outcomes_only(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for title, columns in (("复审结论", 4), ("公开", 5)):
        path.write_text(
            f"序号,标准编号,{title},,备注\n,,继续有效,修订,\n1,A,V,,\n", encoding="utf-8"
        )
        assert len(read(path)[1][0].cells) == columns


@pytest.mark.parametrize(
    "text",
    [
        "标准编号,复审结论,,备注\n,意见,结论,\nJB/T 1-2011,√ 修订,继续有效,\n",
        "标准编号,修订,废止\nJB/T 1-2011,2011-05-18,\n",
        "标准编号,修订,名称\nJB/T 1-2011,√,甲\n",
    ],
)
def test_other_columns(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    header = read(path)[1][0]
    assert len(header.cells) == text.split("\n")[0].count(",") + 1


def test_the_column_of_the_target_is_none_of_ticks(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    header = "标准编号,继续有效,整合,整合到的标准号"
    path.write_text(f"{header}\nJB/T 1-2011,,√,JB/T 2-2011\nJB/T 2-2011,√,,\n", encoding="utf-8")
    head, *rows = read(path)[1]
    assert head.cells == ["标准编号", "复审结论", "整合到的标准号"]
    assert [row.cells[1:] for row in rows] == [["整合", "JB/T 2-2011"], ["继续有效", ""]]


def test_other_columns_between_outcomes(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    header = "标准编号,继续有效,修订,修订完成年限,废止,废止理由"
    rows = "JB/T 1-2011,√,,,,\nJB/T 2-2011,,2028年,,,\nJB/T 3-2011,否,,,是,停产\n"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    head, *below = read(path)[1]
    assert head.cells == ["标准编号", "复审结论", "修订完成年限", "废止理由"]
    assert [row.cells[1:] for row in below] == [
        ["继续有效", "", ""],
        ["修订（2028年）", "", ""],
        ["废止", "", "停产"],
    ]
