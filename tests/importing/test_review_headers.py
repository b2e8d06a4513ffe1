"""importing/review_headers.py: headers that say more than a known one, letters and their legend."""

from pathlib import Path

import pytest

from helpers import Run
from stdplan.importing.review_headers import Legend, short_header

A, B, C = "JB/T 1-2001", "JB/T 2-2001", "JB/T 3-2001"


@pytest.mark.parametrize(
    ("header", "short"),
    [
        ("复审结论（继续有效/修订/废止）", "复审结论"),
        ("复审结论及理由", "复审结论"),
        ("归口单位复审意见及理由（简述）", "归口单位复审意见"),
        ("2026年复审结论", "复审结论"),
        ("本次複審結論", "复审结论"),
        ("理由", "理由"),
        ("标准编号", "标准编号"),
    ],
)
def test_short_headers(header: str, short: str) -> None:
    assert short_header(header) == short


@pytest.mark.parametrize(
    ("legend", "answer", "words"),
    [
        ("结论（A继续有效 B修订 C废止）", "B", "修订"),
        ("注：A—继续有效；B—修订", "ａ", "继续有效"),
        ("1.继续有效；2.修订；3.废止", "3", "废止"),
        ("A：继续有效，B：修订", "B（2027年）", "修订 (2027年)"),
        ("A confirm, B revise", "b", "revise"),
        # No legend: one letter, one word that is no answer, a letter with two meanings.
        ("A继续有效", "A", "A"),
        ("注：1.复审结论分为三种；2.修订的须填写完成年限", "2", "2"),
        ("A继续有效 A修订", "A", "A"),
        # Not one letter of the legend.
        ("A继续有效 B修订", "A/B", "A/B"),
        ("A继续有效 B修订", "E", "E"),
        ("A继续有效 B修订", "Abolish", "Abolish"),
    ],
)
def test_what_letters_mean(legend: str, answer: str, words: str) -> None:
    assert Legend([legend]).spelled_out(answer) == words


@pytest.fixture
def standards(run: Run) -> Run:
    rows = "\n".join(f"{number},产品{number},2001-06-01" for number in (A, B, C))
    assert run("standards", "import", "-", stdin=f"标准编号,标准名称,实施日期\n{rows}\n").code == 0
    return run


@pytest.mark.parametrize(
    ("header", "cells", "reviews"),
    [
        ("复审结论（继续有效/修订/废止）", "修订", "revise decided"),
        ("复审结论（标委会填写）", "修订", "revise proposed"),
        ("标委会复审结论（含理由）", "修订", "revise proposed"),
        ("处理结果", "修订", "revise decided"),
        ("处理方式建议", "修订", "revise proposed"),
        ("Conclusion", "revise", "revise decided"),
        ("结论代码（A继续有效 B修订）", "B", "revise decided"),
        ("归口单位意见,处室审核", "废止,同意", "withdraw decided, withdraw proposed"),
        ("归口单位意见,处室审核", "废止,修订", "revise decided, withdraw proposed"),
        ("归口单位意见,主管部门意见", "修订,同意归口单位意见", "revise decided, revise proposed"),
        ("归口单位意见,处室审核", "修订,张三", "revise proposed"),
    ],
)
def test_columns_of_answers(standards: Run, header: str, cells: str, reviews: str) -> None:
    text = f"标准编号,标准名称,{header}\n{A},产品,{cells}\n"
    assert standards("review", "import", "-", "--on", "2011-12-01", stdin=text).code == 0
    listed = standards("review", "list", "--fields", "outcome,step", "--no-header")
    assert ", ".join(sorted(" ".join(row) for row in listed.rows)) == reviews


@pytest.mark.parametrize("header", ["检查结果", "修订理由", "复审日期", "意见,处理结果"])
def test_columns_that_have_no_answers_for_certain(standards: Run, header: str) -> None:
    words = "合格" if header == "检查结果" else "修订"
    text = f"标准编号,标准名称,{header}\n{A},产品,{','.join([words] * (1 + header.count(',')))}\n"
    answer = standards("review", "import", "-", "--on", "2011-12-01", stdin=text)
    assert answer.code == 65
    assert "no column with the outcome" in answer.err


def test_a_legend_below_the_list(standards: Run, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        f"标准编号,复审意见,备注\n{A},A,\n{B},B,2027年\n{C},F,\n注：A—继续有效；B—修订；C—废止,,\n",
        encoding="utf-8",
    )
    answer = standards("review", "import", str(path), "--on", "2011-12-01")
    assert answer.code == 0
    assert f"ask the committee: {C} F" in answer.err
    listed = standards("review", "list", "--fields", "number,outcome", "--no-header")
    assert sorted(map(tuple, listed.rows)) == [(A, "confirm"), (B, "revise")]
