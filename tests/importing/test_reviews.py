"""importing/reviews.py: rows of review lists to review results, with every fault named."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_helpers import open_list
from stdplan.errors import BadData, UsageProblem
from stdplan.importing import layouts as layout_data
from stdplan.importing import review_answers
from stdplan.importing.headers import map_headers
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.review_rows import ReviewReader, ReviewRow, merge_target, stated_deadline
from stdplan.importing.reviews import ReviewList, read_reviews, review_layout
from stdplan.importing.standard_lists import ImportOptions

COLUMNS = "标准编号 复审结论 复审日期 废止日期 整合到 备注 (修订)完成年限"


def rows(text: str, columns: str = COLUMNS, **given: Any) -> tuple[ReviewRow, ...] | list[str]:
    """Return the reviews of a row below some columns, or its faults as texts."""
    cells, header = text.split("|"), columns.split(" ")
    cells += [""] * (len(header) - len(cells))
    plan = map_headers(header, layout=review_layout())
    result = ReviewReader(plan, {}, **{"on": None, **given}).result(cells)
    return result if isinstance(result, tuple) else [str(fault) for fault in result]


def row(text: str, columns: str = COLUMNS, **given: Any) -> ReviewRow | list[str]:
    """Return the only review of a row, or its faults as texts."""
    result = rows(text, columns, **given)
    if isinstance(result, list):
        return result
    [review] = result
    return review


A = "JB/T 1-2001"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (f"{A}|继续有效|2011-12-15", ReviewRow(A, "2011-12-15", "confirm")),
        (f"{A}|确认有效|2011年12月", ReviewRow(A, "2011-12", "confirm")),
        (f"{A}|修订|2011||||2013年", ReviewRow(A, "2011", "revise", target_date="2013")),
        (f"{A}|修订|2011||||待定", ReviewRow(A, "2011", "revise", note="(修订)完成年限: 待定")),
        (
            f"{A}|废止|2011-12-15|2012-01-01",
            ReviewRow(A, "2011-12-15", "withdraw", ends="2012-01-01"),
        ),
        (f"{A}|废止|2011|待定", ReviewRow(A, "2011", "withdraw", note="废止日期: 待定")),
        (f"{A}|自2012年1月1日起废止|2011", ReviewRow(A, "2011", "withdraw", ends="2012-01-01")),
        (f"{A}|建议并入JB/T 2-2001|2011", ReviewRow(A, "2011", "merge", into="JB/T 2-2001")),
        (f"{A}|整合|2011||jbt2-2001", ReviewRow(A, "2011", "merge", into="JB/T 2-2001")),
        (
            f"{A}|合并|2011|||与 JB/T 2-2001 合并",
            ReviewRow(A, "2011", "merge", into="JB/T 2-2001", note="与 JB/T 2-2001 合并"),
        ),
        (
            f"{A}|继续有效|2011|||适用|2013",
            ReviewRow(A, "2011", "confirm", note="适用; (修订)完成年限: 2013"),
        ),
    ],
)
def test_rows_become_results(text: str, result: ReviewRow) -> None:
    assert row(text) == result


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "|继续有效|2011",
            'row: "继续有效 2011" the row names no standard, because it has no 标准',
        ),
        (f"{A}||2011|2012-01-01", '复审结论: "" is empty'),
        (f"{A}||2011||JB/T 2-2001", '复审结论: "" is empty'),
        (f"{A}|修订|2011-02-30", '复审日期: "2011-02-30" is not a day in the calendar'),
        (f"{A}|修订|年底", '复审日期: "年底" is not a date (write 2011-05-18, 2011-05 or 2011)'),
        (f"{A}|废止|2011-12-15|2011-12-14", "is before the review on 2011-12-15"),
        (
            f"{A}|修订|2011-12-15||||2010",
            '(修订)完成年限: "2010" is before the review on 2011-12-15',
        ),
        (f"{A}|修订|2011-12-15||||2011年11月底前", "is before the review on 2011-12-15"),
        # A number of five digits is the day of a workbook: 1955-07-10.
        (f"{A}|修订|2011-12-15||||20280", '"20280" is before the standard of 2001'),
        (
            f"{A}|修订|2011|2012-01-01",
            '废止日期: "2012-01-01" can be given only with withdraw (废止)',
        ),
        (f"{A}|废止|2011||{A}", f'整合到: "{A}" can be given only with merge (整合)'),
        (f"{A}|整合|2011|||重复", '复审结论: "整合" needs the standard that absorbs it'),
        (f"{A}|修改|2011", '复审结论: "修改" is not valid; use one of confirm (继续有效)'),
        (f"{A}|取消|2011", '复审结论: "取消" is not valid; use one of confirm (继续有效)'),
        (f"{A}|不建议废止|2011", '复审结论: "不建议废止" is not valid; use one of confirm'),
    ],
)
def test_rows_with_faults(text: str, fault: str) -> None:
    faults = row(text)
    assert isinstance(faults, list)
    assert [fault in message for message in faults] == [True]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("建议修订，拟于2027年完成", "2027"),
        ("2028年底前修订", "2028"),
        ("修订，完成年限：2027年12月", "2027-12"),
        ("修订（2027年立项，2028年报批）", "2028"),
        ("2027年6月30日前完成修订", "2027-06-30"),
        # The beginning of a revision, an open limit, the past, two days, no day.
        ("列入2027年修订计划", None),
        ("修订（2028年）", None),
        ("2027年前完成", None),
        ("已于2024年完成", None),
        ("第一部分2027年完成，第二部分2028年完成", None),
        ("2027年13月完成", None),
    ],
)
def test_by_when_an_answer_says_that_a_revision_is_finished(words: str, day: str | None) -> None:
    assert stated_deadline(words, "2026-06-30") == day


TWO_STEPS = "标准编号 归口单位复审意见 复审结论 复审日期 意见日期 废止日期 文号 修订计划号"


@pytest.mark.parametrize(
    ("text", "reviews"),
    [
        (
            f"{A}|修订|继续有效|2011-12-15||||",
            (
                ReviewRow(A, "2011-12-15", "confirm"),
                ReviewRow(A, "2011-12-15", "revise", step="proposed"),
            ),
        ),
        (f"{A}|修订||2011-12-15", (ReviewRow(A, "2011-12-15", "revise", step="proposed"),)),
        (f"{A}|暂缓|继续有效|2011", (ReviewRow(A, "2011", "confirm"),)),
        (
            f"{A}|废止|废止|2011-12-15|2011-06-01|2012-01-01|43号",
            (
                ReviewRow(A, "2011-12-15", "withdraw", ends="2012-01-01", document="43号"),
                ReviewRow(A, "2011-06-01", "withdraw", step="proposed"),
            ),
        ),
        (
            f"{A}|废止||2011|2010-06||43号",
            (ReviewRow(A, "2010-06", "withdraw", step="proposed", document="43号"),),
        ),
        (
            f"{A}|修订|修订|2011||||2011-0123T-JB",
            (
                ReviewRow(A, "2011", "revise", project="2011-0123T-JB"),
                ReviewRow(A, "2011", "revise", note="修订计划号: 2011-0123T-JB", step="proposed"),
            ),
        ),
        (f"{A}|||2011", ()),
        (f"{A}|待定|暂缓|2011", ()),
    ],
)
def test_both_steps_in_a_row(text: str, reviews: tuple[ReviewRow, ...]) -> None:
    assert rows(text, TWO_STEPS) == reviews


def test_the_step_of_a_row_or_of_the_list() -> None:
    columns = "number outcome date step"
    proposed = ReviewRow(A, "2011", "confirm", step="proposed")
    assert row(f"{A}|confirm|2011|proposed", columns) == proposed
    assert row(f"{A}|confirm|2011|decided", columns, proposed=True) == ReviewRow(
        A, "2011", "confirm"
    )
    assert row(f"{A}|继续有效|2011", proposed=True) == proposed


CONVERSIONS = "标准编号 复审结论 复审日期 into 转化方向 into_family into_nature"


@pytest.mark.parametrize(
    ("text", "into", "family", "nature"),
    [
        (f"{A}|转化为推荐性|2011", None, None, "recommended"),
        (f"{A}|转化|2011||推荐性国家标准", None, "national", "recommended"),
        (f"{A}|转化|2011|推荐性国家标准", None, "national", "recommended"),
        (f"{A}|转化为国家标准|2011|GB/T 1-2012", "GB/T 1-2012", "national", None),
        (f"{A}|转化|2011|||团体标准|", None, "association", None),
        (f"{A}|转化|2011", None, None, None),
    ],
)
def test_what_a_conversion_leads_to(
    text: str, into: str | None, family: str | None, nature: str | None
) -> None:
    assert row(text, CONVERSIONS) == ReviewRow(
        A, "2011", "convert", into, into_family=family, into_nature=nature
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{A}|转化为推荐性|2011||||mandatory", 'contradicts "转化为推荐性"'),
        (f"{A}|转化为国家标准|2011||行业标准", 'contradicts "转化为国家标准"'),
        (f"{A}|转化|2011||待定", "names no family and no nature"),
        (f"{A}|修订|2011||||recommended", "can be given only with convert (转化)"),
    ],
)
def test_conversions_with_faults(text: str, fault: str) -> None:
    faults = row(text, CONVERSIONS)
    assert isinstance(faults, list)
    assert [fault in message for message in faults] == [True]


@pytest.mark.parametrize(
    ("text", "into"),
    [
        (f"{A}|整合|2011||《车床 参数》", "车床 参数"),
        (f"{A}|整合|2011||车床  系列", "车床 系列"),
        (f"{A}|整合|2011||整合到 JB/T 2-2001", "JB/T 2-2001"),
        (f"{A}|并入《车床 参数》|2011", "车床 参数"),
    ],
)
def test_a_merger_may_name_a_title(text: str, into: str) -> None:
    assert row(text) == ReviewRow(A, "2011", "merge", into)


def test_a_target_that_contradicts_the_answer() -> None:
    [fault] = row(f"{A}|并入 JB/T 3-2001|2011||JB/T 2-2001")
    assert '整合到: "JB/T 2-2001" contradicts "并入 JB/T 3-2001"' in fault


def test_a_row_needs_a_day() -> None:
    assert row(f"{A}|修订", on="2011-06") == ReviewRow(A, "2011-06", "revise")
    with pytest.raises(UsageProblem, match="--on DATE"):
        row(f"{A}|修订")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("整合到 JB/T 1-2011", "JB/T 1-2011"),
        ("内容重复，并入JB/T 1—2011《车床 参数》。", "JB/T 1-2011"),
        ("整合修订为《车床》（JB/T 1-2011）", "JB/T 1-2011"),
        ("与JB/T 1-2011整合", "JB/T 1-2011"),
        ("建议与 JB/T 1 合并修订", "JB/T 1"),
        ("纳入计划 2011-0123T-JB", None),
        ("整合到 2011-0123T-JB", "2011-0123T-JB"),
        ("与 JB/T 1-2011、JB/T 2-2011 整合", None),
        ("整合到新标准", None),
        ("代替 JB/T 1-2011", None),
        ("", None),
    ],
)
def test_the_target_of_a_merger_in_words(words: str, number: str | None) -> None:
    assert merge_target(words) == number


@given(st.text(alphabet="整合并入到与和、，。《》（） JB/T1-209x", max_size=60))
def test_any_words_name_one_number_or_none(words: str) -> None:
    number = merge_target(words)
    assert number is None or number.strip() == number != ""


@given(st.lists(st.text(max_size=12), min_size=7, max_size=7))
def test_any_cells_are_a_result_or_faults(cells: list[str]) -> None:
    result = rows("|".join(cell.replace("|", "") for cell in cells), on="2011")
    assert isinstance(result, tuple) or result


def read(path: Path, text: str, **options: dict[str, str]) -> ReviewList:
    path.write_text(text, encoding="utf-8")
    with open_list(str(path), ReadOptions()) as source:
        return read_reviews(source, ImportOptions(**options), "2011", ImportCallbacks())  # type: ignore[arg-type]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with pytest.raises(BadData, match=r"list\.csv:1: there is no column with a number \(headers"):
        read(path, "标准名称,复审结论\n甲,修订\n")
    with pytest.raises(
        BadData, match=r"list\.csv:1: there is no column with the outcome of a review"
    ):
        read(path, f"标准编号,标准名称\n{A},甲\n")
    assert len(read(path, f"标准编号,标准名称\n{A},甲\n", defaults={"outcome": "修订"}).good) == 1
    mapped = read(path, f"标准编号,评语\n{A},修订\n", mapping={"评语": "outcome"})
    assert mapped.good[0][0].outcome == "revise"


def test_a_new_header_needs_only_a_line_of_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = layout_data.FILE.read_text(encoding="utf-8")
    data = tmp_path / "layouts.yaml"
    data.write_text(
        text.replace("[结论, 复审结果,", "[最终意见, 结论, 复审结果,").replace(
            "[作废, 废除,", "[作废, 废除, 建议取消,"
        ),
        encoding="utf-8",
    )
    monkeypatch.setattr(layout_data, "FILE", data)
    known = (
        layout_data._data,
        layout_data.known_headers,
        review_layout,
        review_answers._words,
        review_answers.read_outcome,
    )
    for remembered in known:
        remembered.cache_clear()
    try:
        results = read(tmp_path / "list.csv", f"标准编号,最终意见\n{A},建议取消\n")
        assert results.good == {0: (ReviewRow(A, "2011", "withdraw"),)}
    finally:
        for remembered in known:
            remembered.cache_clear()
