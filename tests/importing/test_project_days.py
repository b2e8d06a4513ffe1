"""importing/project_days.py: days of stages, and target dates in words, in lists of projects."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from list_helpers import RecordsInMemory, read_file
from stdplan.domain.standard_record import StandardRecord
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.standard_rows import KnownCodes

DAY = date(2025, 6, 30)
Read = Callable[[str, str], tuple[StandardRecord, ListSummary]]


@pytest.fixture
def read_row(tmp_path: Path) -> Read:
    """Return a function that reads a list of one row."""

    def read(header: str, row: str) -> tuple[StandardRecord, ListSummary]:
        path = tmp_path / "list.csv"
        path.write_text(f"{header}\n{row}\n", encoding="utf-8")
        records = RecordsInMemory()
        known = KnownCodes(sectors={}, focus={}, drivers={})
        summary = read_file(path, ImportOptions(), DAY, records, known)
        assert isinstance(summary, ListSummary)
        assert not summary.faults
        return next(iter(records.records.values())), summary

    return read


NUMBER = "2024-0001T-JB"


@pytest.mark.parametrize(
    ("header", "row", "stages"),
    [
        # One column for each stage.
        (
            "计划号,下达日期,启动时间,征求意见时间,送审时间,报批时间",
            f"{NUMBER},2024-01-05,2024-03,2024年5月10日,2024/8/1,2025-01-02",
            {"10": "2024-01-05", "20": "2024-03", "30": "2024-05-10", "40": "2024-08-01",
             "50": "2025-01-02"},
        ),
        ("计划号,审查日期", f"{NUMBER},2024-08-01", {"40": "2024-08-01"}),
        (
            "计划号,起草,征求意见,送审,审查,报批",
            f"{NUMBER},2024-03,2024-05,2024-08,2024-09,",
            {"20": "2024-03", "30": "2024-05", "40": "2024-08"},
        ),
        (
            "计划号,各阶段完成时间,\n,起草,征求意见",
            f"{NUMBER},2024-03,2024-05",
            {"20": "2024-03", "30": "2024-05"},
        ),
        # The present stage was reached on the day of its column, else on the day of the import.
        ("计划号,阶段,征求意见时间", f"{NUMBER},征求意见,2024-05-10", {"30": "2024-05-10"}),
        (
            "计划号,阶段,征求意见时间",
            f"{NUMBER},审查,2024-05-10",
            {"30": "2024-05-10", "40": "2025-06-30"},
        ),
        # A column of days next to that of the stage.
        ("计划号,阶段,完成日期", f"{NUMBER},审查,2024年8月", {"40": "2024-08"}),
        ("计划号,项目状态,日期", f"{NUMBER},征求意见,2024-05-10", {"30": "2024-05-10"}),
        ("计划号,进展情况,进展日期", f"{NUMBER},已报批,2025-01-02", {"50": "2025-01-02"}),
        ("计划号,进展日期,进展情况", f"{NUMBER},2025-01-02,已报批", {"50": "2025-01-02"}),
        # Nothing is known but that there is a project.
        ("计划号,征求意见时间", f"{NUMBER},", {"10": "2025-06-30"}),
    ],
)  # fmt: skip
def test_days_of_stages(read_row: Read, header: str, row: str, stages: dict[str, str]) -> None:
    record, _ = read_row(header, row)
    assert dict(record.stages) == stages
    assert "target_date" not in record.values


@pytest.mark.parametrize(
    ("header", "row", "kept"),
    [
        ("计划号,报批时间", f"{NUMBER},2026-01-01", {"报批时间": "2026-01-01"}),
        ("计划号,阶段,完成日期", f"{NUMBER},审查,2026-01-01", {"完成日期": "2026-01-01"}),
        ("计划号,审查时间", f"{NUMBER},第三季度", {"审查时间": "第三季度"}),
        ("计划号,审查时间", f"{NUMBER},2024.3-2024.5", {"审查时间": "2024.3-2024.5"}),
        ("计划号,阶段,日期", f"{NUMBER},,2024-05-10", {"日期": "2024-05-10"}),
        ("标准编号,审查时间", "JB/T 1-2024,2024-05-10", {"审查时间": "2024-05-10"}),
    ],
    ids=["after the import", "of the stage, after it", "words", "range", "no stage", "standard"],
)
def test_a_day_that_is_none_of_a_stage_stays_as_it_is(
    read_row: Read, header: str, row: str, kept: dict[str, str]
) -> None:
    record, _ = read_row(header, row)
    assert record.values["extra"] == kept
    assert not {day for _, day in record.stages} - {"2025-06-30"}


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ("终止,2024-08-01", "terminated", "2024-08-01"),
        ("发布,2024-08-01", "published", "2024-08-01"),
    ],
)
def test_the_end_of_a_project_has_the_day_of_its_stage(
    read_row: Read, row: str, name: str, value: str
) -> None:
    record, _ = read_row("标准编号,计划号,阶段,完成日期", f"JB/T 1-2024,{NUMBER},{row}")
    assert record.values[name] == value


@pytest.mark.parametrize(
    ("header", "row", "name", "value"),
    [
        ("计划号,完成年限", f"{NUMBER},2026年底", "target_date", "2026-12-31"),
        ("计划号,完成日期", f"{NUMBER},2026-2027年", "target_date", "2027-12-31"),
        ("计划号,完成时限", f"{NUMBER},18个月", "project_months", 18),
        ("计划号,完成时限,项目周期", f"{NUMBER},18个月,24", "project_months", 24),
        # The year of the day on which the plan was issued, of the plan, of the import.
        ("计划号,完成年限,下达日期", f"{NUMBER},年底,2023-05-10", "target_date", "2023-12-31"),
        ("计划号,完成年限", f"{NUMBER},上半年", "target_date", "2024-06-30"),
        ("项目名称,完成年限", "车床,第三季度", "target_date", "2025-09-30"),
    ],
)
def test_words_of_time_are_target_dates(
    read_row: Read, header: str, row: str, name: str, value: object
) -> None:
    record, _ = read_row(header, row)
    assert record.values[name] == value


def test_a_year_that_is_inferred_is_reported(read_row: Read) -> None:
    record, summary = read_row("计划号,完成年限", f"{NUMBER},年底前")
    assert record.values["note"] == "完成年限: 年底前"
    assert summary.inferred_targets.names == [f"{NUMBER}: 年底前 → 2024-12-31"]


def test_other_words_stay_in_the_note(read_row: Read) -> None:
    record, summary = read_row("计划号,完成年限", f"{NUMBER},2026年初")
    assert "target_date" not in record.values
    assert record.values["note"] == "完成年限: 2026年初"
    assert summary.undated.names == [f"{NUMBER}: 2026年初"]


@pytest.mark.parametrize(
    ("header", "row", "named"),
    [
        (
            "计划号,征求意见时间,审查时间,报批时间",
            f"{NUMBER},2024-05-01,2024-04-01,2024-06-01",
            "征求意见时间 2024-05-01, 审查时间 2024-04-01",
        ),
        ("计划号,审查时间,下达日期", f"{NUMBER},2024-04,2024-05-01",
         "下达日期 2024-05-01, 审查时间 2024-04"),
        ("计划号,报批时间,标准编号,发布日期", f"{NUMBER},2024-06-01,JB/T 1-2024,2024-05-01",
         "报批时间 2024-06-01, 发布日期 2024-05-01"),
        ("计划号,阶段,完成日期,征求意见时间", f"{NUMBER},审查,2024-04-01,2024-05-01",
         "征求意见时间 2024-05-01, 完成日期 2024-04-01"),
        # In order, within one month, or not stored as a stage.
        ("计划号,征求意见时间,审查时间", f"{NUMBER},2024-05-01,2024-05-01", None),
        ("计划号,征求意见时间,审查时间", f"{NUMBER},2024-05-20,2024-05", None),
        ("计划号,征求意见时间,审查时间", f"{NUMBER},2026-05-01,2024-05-01", None),
        # The day of the import stands for that of the stage.
        ("计划号,阶段,审查时间", f"{NUMBER},征求意见,2024-05-10", None),
    ],
)  # fmt: skip
def test_days_of_stages_that_are_not_in_order_are_named(
    read_row: Read, header: str, row: str, named: str | None
) -> None:
    _, summary = read_row(header, row)
    name = "JB/T 1-2024" if "标准编号" in header else NUMBER
    assert summary.out_of_order.names == ([f"{name} ({named})"] if named else [])


def test_the_first_edition_counts_where_there_is_no_later_one(read_row: Read) -> None:
    header = "規格番号,規格名称,制定年月日,改正年月日"
    record, _ = read_row(header, "JIS Z 8301:2019,規格票,1951-10-31,2019年2月20日")
    assert record.values["published"] == "2019-02-20"
    assert record.values["extra"] == {"制定年月日": "1951-10-31"}
    record, _ = read_row(header, "JIS Q 9001:2015,品質,平成27年11月20日,")
    assert record.values["published"] == "2015-11-20"


def test_a_list_in_traditional_chinese_may_count_years_from_1912(read_row: Read) -> None:
    record, _ = read_row(
        "標準編號,標準名稱,公布日期,實施日期", "CNS 1-2021,車床,2021-05-01,110/06/01"
    )
    assert record.values["effective"] == "2021-06-01"
