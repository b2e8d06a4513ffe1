"""How a list was understood: what each column feeds, and its first cells as written and as read."""

from pathlib import Path

import pytest

from list_helpers import open_list
from stdplan.importing.headers import map_headers
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.rejects import without_reasons
from stdplan.importing.understood import Example, Understood, understand


def understood(path: Path, *lines: str, encoding: str = "utf-8") -> Understood:
    """Return how a list with these lines is understood; none of its rows is lost."""
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    with open_list(str(path), ReadOptions()) as source:
        original = without_reasons(source)
        mapping = map_headers(original.head.cells)
        found, original = understand(source, original, mapping, ImportOptions())
        assert [row.line for row in original.rows] == list(range(2, len(lines) + 1))
    return found


@pytest.mark.parametrize(
    ("header", "cell", "read"),
    [
        ("标准编号", "JB/T 1—2011", "JB/T 1-2011"),
        ("标准编号", "JB/T 1-2011", ""),
        ("标准名称", "车床", ""),
        ("实施日期", "2011年5月18日", "2011-05-18"),
        ("实施日期", "另行通知", "note"),
        ("状态", "现行", "in force"),
        ("状态", "见附件", "extra"),
        ("代替标准", "JB/T 1—1999；部分代替JB/T 2-1999", "JB/T 1-1999; JB/T 2-1999"),
        ("起草单位", "甲厂、乙厂", ""),
        ("采标情况", "等同采用ISO 1:2000", "ISO 1:2000 IDT"),
        ("经办人", "张三", ""),
    ],
)
def test_a_cell_is_shown_as_read_if_that_differs(
    header: str, cell: str, read: str, tmp_path: Path
) -> None:
    found = understood(tmp_path / "list.tsv", f"计划号\t{header}", f"2011-0001T-JB\t{cell}")
    assert [*found.columns[-1].examples()] == [Example(cell, read)]


def test_a_fault_is_shown_as_such(tmp_path: Path) -> None:
    found = understood(tmp_path / "list.csv", "标准编号,实施日期", "JB/T 1-2011,2011-02-30")
    assert [*found.columns[1].examples()] == [Example("2011-02-30", fault=True)]


def test_the_first_different_cells_of_each_column(tmp_path: Path) -> None:
    rows = [f"JB/T {number}-2011,{number % 2 or '—'},x" for number in range(1, 500)]
    found = understood(tmp_path / "list.csv", "标准编号,备注,序号", *rows, encoding="gb18030")
    assert (found.form, found.encoding, found.line, found.looked_at) == ("csv", "gb18030", 1, 200)
    assert [(column.field, column.cells) for column in found.columns] == [
        ("number", ("JB/T 1-2011", "JB/T 2-2011", "JB/T 3-2011")),
        ("note", ("1",)),
        ("", ("x",)),
    ]


def test_our_own_computed_columns_are_named(tmp_path: Path) -> None:
    found = understood(tmp_path / "own.csv", "key,number,ends", "JB/T 1-2011,JB/T 1-2011,")
    assert [(column.header, column.computed) for column in found.columns] == [
        ("key", False),
        ("number", False),
        ("ends", True),
    ]


def test_a_list_of_objects_has_no_header_line(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"标准编号": "JB/T 1-2011"}]', "utf-8")
    with open_list(str(path), ReadOptions()) as source:
        original = without_reasons(source)
        mapping = map_headers(original.head.cells)
        found, _ = understand(source, original, mapping, ImportOptions())
    assert (found.form, found.line, found.place) == ("json", 0, None)
