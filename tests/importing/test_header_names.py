"""importing/header_names.py: columns without a header, of one name, and headers of two rows."""

from pathlib import Path

import pytest

from list_helpers import read
from stdplan.errors import BadData
from stdplan.importing.header_names import continues_header, join_header
from stdplan.importing.headers import map_headers


def fields(header: list[str], mapping: dict[str, str] | None = None) -> dict[str, str]:
    """Return the field of each column, `extra` for a column without one."""
    mapped = map_headers(header, mapping)
    found = {column.header: column.field.name for column in mapped.columns}
    return found | {name: "extra" for _, name in mapped.unknown}


def test_a_column_without_a_header_has_a_name() -> None:
    header = ["标准编号", "", "名称", ""]
    assert fields(header) == {
        "标准编号": "number", "名称": "title", "column 2": "extra", "column 4": "extra"
    }  # fmt: skip
    assert fields(header, {"Column 2": "note", "column 4": ""}) == {
        "标准编号": "number", "名称": "title", "column 2": "note"
    }  # fmt: skip
    with pytest.raises(BadData, match='--map "column 3": there is no such column'):
        fields(header, {"column 3": "note"})


@pytest.mark.parametrize(
    ("mapping", "notes"),
    [
        ({"备注#2": "extra"}, {"备注": "note", "备注#2": "extra"}),
        ({"备注": "extra", "备注#2": "note"}, {"备注": "extra", "备注#2": "note"}),
        ({"备注#1": "extra", "备注#2": "note"}, {"备注": "extra", "备注#2": "note"}),
        ({"备注": "note"}, {"备注": "note", "备注#2": "note"}),
        ({"备注#2": ""}, {"备注": "note"}),
        ({"备注": ""}, {}),
    ],
)
def test_two_columns_with_one_header(mapping: dict[str, str], notes: dict[str, str]) -> None:
    found = fields(["标准编号", "备注", "备 注"], mapping)
    del found["标准编号"]
    assert {name.replace(" ", ""): field for name, field in found.items()} == notes


def test_two_columns_with_one_header_are_refused() -> None:
    advice = 'map the second with --map "备注#2=FIELD", or keep it with --map "备注#2=extra"'
    for mapping in ({}, {"备注#1": "extra"}):
        with pytest.raises(BadData, match=advice):
            fields(["标准编号", "备注", "备注"], mapping)
    with pytest.raises(BadData, match='--map "备注#3": there is no such column'):
        fields(["标准编号", "备注", "备注"], {"备注": "extra", "备注#3": "extra"})


@pytest.mark.parametrize(
    ("upper", "lower", "found"),
    [
        # A title over two columns: blank cells, or repeated texts.
        ("编号,代替标准,,名称", ",全部,部分,", True),
        ("编号,代替标准,代替标准,名称", "编号,全部,部分,名称", True),
        ("编号,日期,,", ",发布,实施,废止", True),
        # Rows, titles, and headers of one row.
        ("编号,代替标准,,名称", "1,全部,部分,", False),
        ("编号,代替标准,,名称", ",2011-05-18,2012,", False),
        ("编号,代替标准,名称", ",全部,部分", False),
        ("编号,代替标准,,名称", ",全部,,", False),
        ("行业标准目录,,,", "编号,名称,发布日期,实施日期", False),
        ("编号,代替标准,,名称", ",,,", False),
        ("编号,代替标准,,名称", "一、化工行业,,,", False),
    ],
)
def test_the_second_row_of_a_header(upper: str, lower: str, found: bool) -> None:
    assert continues_header(upper.split(","), lower.split(",")) == found


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("标准,,日期,", "编号,名称,发布,实施", ["number", "title", "published", "effective"]),
        ("序号,标准信息,,状态", ",标准编号,标准名称,", ["number", "title", "status"]),
        ("标准编号,代替标准,,", ",全部,部分,名称", ["number", "replaces", "replaces", "extra"]),
        ("标准编号,代替标准,", ",标准编号,标准名称", ["number", "replaces", "extra"]),
        ("标准编号,归口单位,", ",名称,代号", ["number", "committee", "extra"]),
        ("标准编号,采用国际标准,", ",编号,程度", ["number", "adopts", "adopts"]),
        ("标准编号,承担单位,", ",名称,联系人", ["number", "drafting_orgs", "extra"]),
        ("标准编号,被修订标准,", ",标准编号,标准名称", ["number", "replaces", "extra"]),
    ],
)
def test_what_a_joined_header_means(upper: str, lower: str, expected: list[str]) -> None:
    header = join_header(upper.split(","), lower.split(","))
    mapped = map_headers(header)
    columns = [(column.index, column.field.name) for column in mapped.columns]
    columns += [(index, "extra") for index, _ in mapped.unknown]
    assert [name for _, name in sorted(columns)] == expected


def test_a_header_of_two_rows_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "某局,,,\n,标准信息,,备注\n序号,标准编号,标准名称,\n1,JB/T 1-2011,甲,\n2,JB/T 2-2011,乙,x\n"
    )
    header, *rows = read(path)[1]
    assert (header.line, header.cells[3]) == (2, "备注")
    assert [(row.line, row.cells[1]) for row in rows] == [(4, "JB/T 1-2011"), (5, "JB/T 2-2011")]
    assert fields(header.cells)["标准信息 标准编号"] == "number"


def test_a_text_with_columns_without_a_header(tmp_path: Path) -> None:
    """A cell beyond the header is a fault in a text: a comma may be missing its quotes."""
    path = tmp_path / "list.csv"
    path.write_text("标准编号,标准名称,,\nA,甲,手册,\nB,乙,,\nC,丙\nD,丁,,,x\n")
    header, *rows = read(path)[1]
    assert header.cells == ["标准编号", "标准名称", ""]
    assert [row.cells for row in rows[:3]] == [
        ["A", "甲", "手册"],
        ["B", "乙", ""],
        ["C", "丙", ""],
    ]
    assert rows[3].fault == "the row has 5 cells, but the header has 3"
