"""Lists that were put together to one file: a byte order mark within it begins a list."""

import codecs
from pathlib import Path

import pytest

from list_helpers import faults, read, records
from stdplan.errors import BadData

BOM = codecs.BOM_UTF8
ONE = "标准编号,标准名称\nGB/T 1-2011,甲\n".encode()
TWO = "标准名称,标准号,备注\n乙,GB/T 2-2011,注\n".encode()
BOTH = [
    {"标准编号": "GB/T 1-2011", "标准名称": "甲"},
    {"标准号": "GB/T 2-2011", "标准名称": "乙", "备注": "注"},
]


def written(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        ONE + BOM + TWO,
        BOM + ONE + BOM + TWO,
        ONE.rstrip() + BOM + TWO,  # without a line end
        ONE.replace(b"\n", b"\r\n") + BOM + b'"' + TWO.replace(b",", b'",', 1),
        ONE + BOM + "附件2\n\n".encode() + TWO,
        ONE.decode().encode("utf-16") + TWO.decode().encode("utf-16"),
        b"".join(("\ufeff" + text.decode()).encode("gb18030") for text in (ONE, TWO)),
    ],
)
def test_each_list_is_read_by_its_own_header(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    assert records(path) == BOTH
    assert [row.line for row in read(path)[1]][:2] == [1, 2]


def test_an_empty_list_before_others_is_skipped(tmp_path: Path) -> None:
    path = written(tmp_path, BOM + b"\n" + BOM + ONE + BOM + TWO)
    assert records(path) == BOTH
    assert [row.line for row in read(path)[1]][:2] == [2, 3]


def test_lines_are_those_of_the_file_and_each_list_has_its_width(tmp_path: Path) -> None:
    content = ONE + BOM + TWO + "丙,GB/T 3-2011,注,多\n".encode()
    path = written(tmp_path, content)
    assert [row.line for row in read(path)[1]] == [1, 2, 4, 5]
    assert faults(path) == [(5, "", "the row has 4 cells, but the header has 3")]


def test_a_mark_before_a_row_is_removed(tmp_path: Path) -> None:
    content = ONE + BOM + b"GB/T 2-2011,a\n" + BOM + b"\nGB/T 3-2011,b" + BOM + b"c\n"
    rows = records(written(tmp_path, content))
    assert [tuple(row.values()) for row in rows] == [
        ("GB/T 1-2011", "甲"), ("GB/T 2-2011", "a"), ("GB/T 3-2011", "bc")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ONE + BOM + b"a,b\nGB/T 2-2011,c\n", "list.csv:3: another list begins here"),
        (ONE + BOM + b'[{"number": "GB/T 2-2011"}]\n', "list.csv:3: another list begins here"),
        (ONE + BOM + b"key,number,title\n" + TWO, "list.csv:3: only one of two lists"),
        (ONE + TWO.decode().encode("utf-16"), "list.csv:3: from here on, the file is"),
        (ONE.decode().encode("utf-16") + BOM + TWO, "list.csv:3: from here on, the file is"),
        (ONE.decode().encode("gbk") + BOM + b"\xd2\xd2\n", "list.csv:3: from here on, the file is"),
        (
            codecs.BOM_UTF16_LE + ONE.decode().encode("utf-16-le")
            + codecs.BOM_UTF16_BE + TWO.decode().encode("utf-16-be"),
            "list.csv:3: from here on, the file is in another encoding than UTF-16",
        ),
    ],
)  # fmt: skip
def test_a_file_in_which_no_list_can_begin_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    with pytest.raises(BadData) as raised:
        read(written(tmp_path, content))
    assert message in str(raised.value)


def test_lists_of_objects_lines_and_tables_go_on(tmp_path: Path) -> None:
    jsonl = b'{"number":"GB/T 1-2011"}\n{"number":"GB/T 2-2011"}\n'
    yaml = b"- number: GB/T 1-2011\n"
    table = b"| number | title |\n|---|---|\n| GB/T 1-2011 | a |\n"
    text = "GB/T 1-2011 《甲》\n".encode()
    for name, content, count in (
        ("list.jsonl", jsonl + BOM + jsonl, 4),
        ("list.yaml", yaml + BOM + yaml, 2),
        ("list.md", table + BOM + table, 2),
        ("list.txt", text + BOM + text, 2),
    ):
        rows = records(written(tmp_path, content, name))
        assert len(rows) == count, name
        assert all(row["number"].startswith("GB/T ") for row in rows)


def test_a_second_json_document_is_refused(tmp_path: Path) -> None:
    content = b'[{"number":"GB/T 1-2011"}]\n'
    with pytest.raises(BadData, match=r"list\.json:2:1: this is not JSON"):
        read(written(tmp_path, content + BOM + content, "list.json"))
