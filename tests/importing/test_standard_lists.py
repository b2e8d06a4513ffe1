"""importing/standard_lists.py: a list file to records in the staging tables, with every fault
named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from list_helpers import RecordsInMemory, read_file
from stdplan.domain.standard_record import StandardRecord
from stdplan.errors import BadData, Missing, UsageProblem
from stdplan.importing.import_options import ImportOptions, parse_defaults
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.standard_rows import KnownCodes

KNOWN = KnownCodes(
    sectors={"machinery": "machinery", "机械": "machinery"},
    focus={"machinery/robots": "machinery/robots", "机器人": "machinery/robots"},
    drivers={"quality-brands": "quality-brands", "质量品牌": "quality-brands"},
)
DAY = date(2011, 6, 30)


class ReadList(NamedTuple):
    """The summary of a list, and its records."""

    summary: ListSummary
    records: dict[str, StandardRecord]


Read = Callable[..., ReadList]


@pytest.fixture
def read_lines(tmp_path: Path) -> Read:
    """Return a function that reads a list: `read_lines("标准编号", "JB/T 1-2011")`, with import
    options as keywords."""

    def read(*lines: str, **options: object) -> ReadList:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        records_in_memory = RecordsInMemory()
        import_options = ImportOptions(**options)  # type: ignore[arg-type]
        return ReadList(
            read_file(path, import_options, DAY, records_in_memory, KNOWN),
            records_in_memory.records,
        )

    return read


def faults(result: ReadList) -> list[str]:
    """Return the faults without the folder of the file."""
    return [line[line.index("list.csv") :] for line in result.summary.faults]


def test_a_row_becomes_a_record_with_its_key(read_lines: Read) -> None:
    result = read_lines("标准编号,标准名称,实施日期", "JBT 1—2011,车床,2011年10月1日")
    [(key, record)] = result.records.items()
    assert (result.summary.rows, key) == (1, "JB/T 1-2011")
    assert record.values["effective"] == "2011-10-01"
    assert record.values["source"] == "list.csv"


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("JB/T 1-2011,2011-0123T-JB,AB1,车床", "JB/T 1-2011"),
        (",2011-0123t-jb,AB1,车床", "2011-0123T-JB"),
        (",,AB1,车床", "AB1"),
        ("2011-0123T-JB,,,车床", "2011-0123T-JB"),
        ("住建部令第 37 号,,,办法", "住建部令第 37 号"),
    ],
)
def test_the_key_is_the_best_available_name(read_lines: Read, row: str, key: str) -> None:
    assert list(read_lines("标准编号,计划号,申报号,标准名称", row).records) == [key]


def test_without_a_number_the_key_consists_of_list_title_and_committee(read_lines: Read) -> None:
    rows = ("标准编号,标准名称,归口单位", ",车床,甲", ",车 床,甲", ",车床,乙")
    first, second = read_lines(*rows).records
    assert first.startswith("title:")
    assert first != second
    assert list(read_lines(*rows).records) == [first, second]


def test_every_fault_of_a_row_is_named(read_lines: Read) -> None:
    result = read_lines("标准编号,发布日期,nature", "JB/T 1-2011,2011-02-30,x", ",,")
    assert faults(result) == [
        'list.csv:2: 发布日期: "2011-02-30" is not a day in the calendar',
        (
            'list.csv:2: nature: "x" is not valid; use one of mandatory (强制性), recommended'
            " (推荐性), guidance (指导性技术文件)"
        ),
    ]
    assert result.records == {}


@pytest.mark.parametrize(
    ("header", "cell", "fault"),
    [
        ("标准编号", '"JB/T 1-2011,JB/T 2-2011"', "contains 2 numbers; a row must be one standard"),
        ("重点领域", "telecom/5g", '重点领域: "telecom/5g" is not in the catalogue'),
        ("driver", "x", 'driver: "x" is not in the catalogue'),
        ("extra", "{oops", "is not a JSON object of texts"),
        (
            "标准名称",
            "车\x07床",
            '标准名称: "车\\x07床" contains the character \\x07, which is not allowed',
        ),
        ("经办人", "张\x1b三", "contains the character \\x1b, which is not allowed"),
    ],
)
def test_invalid_cells(read_lines: Read, header: str, cell: str, fault: str) -> None:
    lines = ("计划号", "2011-0123T-JB") if header == "标准编号" else ("标准编号", "JB/T 1-2011")
    [message] = faults(read_lines(f"{lines[0]},{header}", f"{lines[1]},{cell}"))
    assert message.startswith(f"list.csv:2: {header}: ")
    assert fault in message


def test_a_row_without_number_and_title(read_lines: Read) -> None:
    assert faults(read_lines("标准编号,发布日期,备注", ",2011,见通知")) == [
        (
            'list.csv:2: row: "2011 见通知" the row identifies no standard: it has no number, plan'
            " number or title; --skip-bad REJECTS.csv imports the other rows"
        )
    ]


def test_a_sentence_in_the_column_of_numbers_is_no_standard(read_lines: Read) -> None:
    [fault] = faults(read_lines("标准编号,标准名称,备注", "JB/T 1-2011,车床,", "请各单位知悉,,"))
    assert fault.startswith(
        'list.csv:3: row: "请各单位知悉" the only text of the row is no number;'
    )
    assert not faults(read_lines("标准编号,标准名称,备注", "企业标准,车床,", "Q/甲 1,,"))


def test_a_row_longer_than_the_header(read_lines: Read) -> None:
    [message] = faults(read_lines("标准编号,标准名称", "JB/T 1-2011,车床,又一格"))
    assert message.endswith("the row has 3 cells, but the header has 2")


def test_a_sector_of_another_classification_is_stored(read_lines: Read) -> None:
    [record] = read_lines("标准编号,行业", "BB/T 1-2011,包装").records.values()
    assert record.values["extra"] == {"行业": "包装"}
    [known] = read_lines("标准编号,行业", "BB/T 1-2011,机械").records.values()
    assert known.values["sector"] == "machinery"


def test_the_line_of_a_row_after_a_cell_of_two_lines(read_lines: Read) -> None:
    result = read_lines(
        "标准编号,标准名称,发布日期", 'JB/T 1-2011,"车', '床",', "JB/T 2-2011,,2011-13"
    )
    [message] = faults(result)
    assert message.startswith("list.csv:4: ")


def test_a_file_that_cannot_be_read_as_a_list(read_lines: Read, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no such file"):
        read_file(tmp_path / "none.csv", ImportOptions(), DAY, RecordsInMemory(), KNOWN)
    with pytest.raises(BadData, match=r"list\.csv:1: there is no column with a number"):
        read_lines("a,b", "1,2")


def test_defaults_are_validated_once() -> None:
    assert set(parse_defaults({"published": "2011-05-18"})) == {"published"}
    for default, message in (
        ({"status": "现行"}, 'there is no field "status"'),
        ({"published": "2011-02-30"}, "2011-02-30"),
        ({"published": "soon"}, '"soon" is not a date'),
        ({"nature": "x"}, "use one of mandatory"),
    ):
        with pytest.raises(UsageProblem, match=message):
            parse_defaults(default)


def test_a_project_is_to_replace_what_its_list_calls_replaced(read_lines: Read) -> None:
    result = read_lines("计划号,项目名称,被代替标准号", "2011-0123T-JB,车床,JB/T 1-2001")
    [project] = result.records.values()
    assert project.replaces == [("JB/T 1-2001", False)]
    assert project.replaced_by == []


def test_a_standard_may_be_replaced_in_part(read_lines: Read) -> None:
    header = "标准编号,标准名称,被代替标准号,被部分代替"
    result = read_lines(header, "JB/T 1-2001,车床,,JB/T 2-2011", "JB/T 3-2001,钻床,JB/T 4-2011,")
    replaced_by = {key: record.replaced_by for key, record in result.records.items()}
    assert replaced_by == {
        "JB/T 1-2001": [("JB/T 2-2011", True)],
        "JB/T 3-2001": [("JB/T 4-2011", False)],
    }


def test_unknown_words_of_a_list_are_stored(read_lines: Read) -> None:
    result = read_lines("标准编号,状态", "JB/T 1-2011,暂停实施")
    [record] = result.records.values()
    assert record.values["extra"] == {"状态": "暂停实施"}
    assert result.summary.strange.names == ['JB/T 1-2011 状态 "暂停实施"']


def test_one_plan_number_may_cover_several_parts(read_lines: Read) -> None:
    parts = ("车床 第1部分", "车床 第2部分", "车床 第3部分")
    result = read_lines("计划号,项目名称", *(f"2011-0123T-JB,{part}" for part in parts))
    assert list(result.records) == [f"2011-0123T-JB: {part}" for part in parts]


def test_the_nature_of_a_list_counts_and_a_contradiction_is_reported(read_lines: Read) -> None:
    result = read_lines(
        "标准编号,属性", "JGJ 101-2015,推荐性", "GB 102-2015,强制性", "GB/T 103-2015,"
    )
    natures = [record.values["nature"] for record in result.records.values()]
    assert natures == ["recommended", "mandatory", "recommended"]
    assert result.summary.natures.names == ['JGJ 101-2015 属性 "推荐性"']
