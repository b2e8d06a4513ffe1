"""Lists that are to be checked: the numbers of cells, and the column that they are in."""

from pathlib import Path

import pytest

from stdplan.errors import BadData, UsageProblem
from stdplan.importing.checked_lists import CheckedList, numbers_in, read_checked_list
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ReadOptions


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("GB/T 191—2008", ["GB/T 191-2008"]),
        # A number with its title.
        ("GB/T 191—2008 包装储运图示标志", ["GB/T 191-2008 包装储运图示标志"]),
        ("GB/T 191-2008《包装储运图示标志》", ["GB/T 191-2008 包装储运图示标志"]),
        ("《包装储运图示标志》GB/T 191-2008", ["GB/T 191-2008 包装储运图示标志"]),
        ("包装储运图示标志（GB/T 191-2008）", ["GB/T 191-2008 包装储运图示标志"]),
        ("包装储运图示标志 GB/T 191-2008", ["GB/T 191-2008 包装储运图示标志"]),
        ("GB/T 191-2008\n包装储运图示标志", ["GB/T 191-2008 包装储运图示标志"]),
        ("1. GB/T 191-2008 包装储运图示标志", ["GB/T 191-2008 包装储运图示标志"]),
        ("ISO 780:2015 Packaging", ["ISO 780:2015 Packaging"]),
        # Two numbers of one standard.
        ("GB/T 19001-2016/ISO 9001:2015", ["GB/T 19001-2016"]),
        ("GB/T 19001-2016 idt ISO 9001:2015", ["GB/T 19001-2016"]),
        ("LS/T 1301-2022 GC/T 1801-2022", ["LS/T 1301-2022"]),
        ("GBZ2.2-2007代替GBZ2-2002", ["GBZ 2.2-2007"]),
        # Several standards.
        ("ISO 13485:2016/GB/T 42061-2022", ["ISO 13485:2016", "GB/T 42061-2022"]),
        ("GB/T 1.1-2020、GB/T 191-2008", ["GB/T 1.1-2020", "GB/T 191-2008"]),
        ("GB/T 1.1-2020\nGB/T 191-2008", ["GB/T 1.1-2020", "GB/T 191-2008"]),
        ("JB/T 5000.1-2007、5000.2-2007", ["JB/T 5000.1-2007", "JB/T 5000.2-2007"]),
        ("GB/T 191-2008，4208-2017", ["GB/T 191-2008", "GB/T 4208-2017"]),
        ("GB/T 5226.1、5226.2", ["GB/T 5226.1", "GB/T 5226.2"]),
        ("GB/T 10095.1-2008、.2-2008", ["GB/T 10095.1-2008", "GB/T 10095.2-2008"]),
        # Whose number the second is, is not certain: it has an answer of its own.
        ("GB/T 191-2008，5226.1", ["GB/T 191-2008", ""]),
        ("GB/T 191-2008，7.1", ["GB/T 191-2008"]),  # a clause
        # The year of the edition in brackets or after other words.
        ("GB/T 1.1（2009版）", ["GB/T 1.1-2009"]),
        ("GB/T 1.1(2009)、GB/T 191（2008年版）", ["GB/T 1.1-2009", "GB/T 191-2008"]),
        ("ISO 9001 (2008)", ["ISO 9001:2008"]),
        ("GB/T 191—二〇〇八", ["GB/T 191-2008"]),
        # In full width or lower case, among other words.
        ("按ＧＢ／Ｔ　１９１－２００８执行", ["GB/T 191-2008"]),
        ("按gb/t191-2008执行", ["GB/T 191-2008"]),
        ("包装储运图示标志 gb/t 191-2008", ["GB/T 191-2008 包装储运图示标志"]),
        # The size of a part.
        ("GB/T 5783 M8×20", ["GB/T 5783"]),
        ("GB/T 5783-2016 M8×20", ["GB/T 5783-2016"]),
        ("GB/T 191-2008 标志；GB/T 1.1-2020 导则", ["GB/T 191-2008 标志", "GB/T 1.1-2020 导则"]),
        # Among other words.
        ("符合 GB/T 191-2008", ["GB/T 191-2008"]),
        ("按GB/T 191-2008和GB/T 1-2020执行", ["GB/T 191-2008", "GB/T 1-2020"]),
        ("（GB/T 191-2008）*", ["GB/T 191-2008"]),
        ("《GB/T 191-2008 包装储运图示标志》", ["GB/T 191-2008 包装储运图示标志"]),
        ("IEC 62368-1:2018 Ed.3", ["IEC 62368-1:2018"]),
        ("Q/ABC 001-2020 企业标准", ["Q/ABC 001-2020"]),
        ("GB/T 2423 系列标准", ["GB/T 2423"]),
        # Without a year, of a project, of a draft.
        ("GB/T 191", ["GB/T 191"]),
        ("20230390-T-339", ["20230390-T-339"]),
        ("GB/T 191-202X", ["GB/T 191-202X"]),
        # No number.
        ("住建部令第 37 号", [""]),
        ("按图纸", [""]),
        ("/", [""]),
        ("", [""]),
    ],
)
def test_the_numbers_of_a_cell(cell: str, numbers: list[str]) -> None:
    found = []
    for each in numbers_in(cell):
        number = each.number.canonical if each.number else each.plan_number
        found.append(" ".join(filter(None, (number, each.title))))
    assert found == numbers


def read(folder: Path, text: str, **mapping: str) -> CheckedList:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    options = ReadOptions(mapped_headers=tuple(mapping))
    with open_lists(str(path), options) as lists:
        return read_checked_list(next(lists), ImportOptions(options, mapping))


def numbers_of(checked: CheckedList) -> list[list[str]]:
    return [[each.text for each in row.numbers] for row in checked.rows]


@pytest.mark.parametrize(
    "text",
    [
        "产品,标准编号,负责人\n泵,GB/T 191-2008,张三\n阀,GB/T 1-2020,李四\n",
        # A header that is not known: the column whose cells are numbers.
        "产品,适用标准,负责人\nP-100,GB/T 191-2008,张三\nP-200,GB/T 1-2020,李四\n",
        # A known header above a row counter, and the numbers elsewhere.
        "标准号,适用依据\n1,GB/T 191-2008\n2,GB/T 1-2020\n",
        # Columns of other standards are none of the list's.
        "代替标准,适用依据\nGB/T 191-2000,GB/T 191-2008\nGB/T 1-2009,GB/T 1-2020\n",
        # The first row is no header, although its cell has more than a number.
        "产品,适用标准\n泵,GB/T 191-2008 标志\n阀,GB/T 1-2020\n",
        # Without a header.
        "泵,GB/T 191-2008\n阀,GB/T 1-2020\n",
    ],
)
def test_the_column_of_numbers_is_found(tmp_path: Path, text: str) -> None:
    rows = read(tmp_path, text).rows
    found = [[each.number.canonical for each in row.numbers if each.number] for row in rows]
    assert found == [["GB/T 191-2008"], ["GB/T 1-2020"]]


def test_lines_above_the_header_are_no_rows(tmp_path: Path) -> None:
    text = "我公司适用标准\n产品,适用标准\n泵,GB/T 191-2008/ISO 780:1997\n阀,GB/T 1、GB/T 2\n"
    checked = read(tmp_path, text)
    assert checked.header == ["产品", "适用标准"]
    assert [row.line for row in checked.rows] == [3, 4]


def test_map_chooses_the_column(tmp_path: Path) -> None:
    text = "现用,拟用\nGB/T 191-2000,GB/T 191-2008\n"
    assert numbers_of(read(tmp_path, text, 现用="number")) == [["GB/T 191-2000"]]
    assert numbers_of(read(tmp_path, text, 拟用="number")) == [["GB/T 191-2008"]]


def test_every_row_and_cell_is_kept(tmp_path: Path) -> None:
    text = "标准编号,备注,备注\nGB/T 1-2020,甲,\nGB/T 1-2020,甲,乙\n按图纸,,\n,丙,\n"
    checked = read(tmp_path, text)
    assert checked.header == ["标准编号", "备注", "备注"]
    assert [row.cells for row in checked.rows] == [
        ["GB/T 1-2020", "甲", ""],
        ["GB/T 1-2020", "甲", "乙"],
        ["按图纸", "", ""],
        ["", "丙", ""],
    ]
    assert [row.line for row in checked.rows] == [2, 3, 4, 5]


def test_an_empty_number_is_filled_from_the_plan_number(tmp_path: Path) -> None:
    checked = read(tmp_path, "标准编号,计划号,名称\nGB/T 1-2020,,甲\n,20230390-T-339,乙\n")
    assert [row.numbers[0].plan_number for row in checked.rows] == [None, "20230390-T-339"]
    assert [row.title for row in checked.rows] == ["甲", "乙"]


def test_a_row_that_is_too_long_keeps_its_fault(tmp_path: Path) -> None:
    [row] = read(tmp_path, "标准编号,备注\nGB/T 1-2020,甲,乙\n").rows
    assert row.fault == "the row has 3 cells, but the header has 2"


def test_a_list_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"no column with a number.*--map HEADER=number"):
        read(tmp_path, "产品,负责人\n泵,张三\n")


def test_a_wrong_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match='there is no field "nummer"'):
        read(tmp_path, "产品,标准\n泵,GB/T 1-2020\n", 标准="nummer")
    with pytest.raises(BadData, match='"依据": there is no such column'):
        read(tmp_path, "产品,标准\n泵,GB/T 1-2020\n", 依据="number")
