"""readers/text_files.py: bytes to text in the encodings of real lists, detected by content."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.errors import BadData, InputOutput, Missing, NoPermission, UsageProblem
from stdplan.importing.readers import text_files
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.encodings import (
    UncertainEncoding,
    detect_encoding,
    find_decode_failure,
)
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import open_text

LIST = (
    "标准编号\t标准名称\t批准日期\r\nJB/T 3234-2026\t超硬磨料拉丝模用人造金刚石聚晶\t2026-06-01\r\n"
)
ENCODINGS = {
    "utf-8": LIST.encode(),
    "utf-8 with BOM": LIST.encode("utf-8-sig"),
    "gb18030": LIST.encode("gb18030"),
    "utf-16 with BOM": LIST.encode("utf-16"),
    "utf-16 big end first": b"\xfe\xff" + LIST.encode("utf-16-be"),
    "utf-16 without BOM": LIST.encode("utf-16-le"),
    "utf-16 big end first without BOM": LIST.encode("utf-16-be"),
}


def read(path: Path | str, encoding: str | None = None) -> str:
    with open_text(str(path), encoding) as file:
        read = "".join(file.lines())
        assert read == "".join(file.lines())  # it can be read again
        return read


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings_are_detected_by_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    assert read(path) == LIST


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("gbk", "gb2312"), ("gb18030", "cp936"), ("big5", "Big5"), ("utf-16-le", "utf-16-le")],
)
def test_the_encoding_can_be_given(tmp_path: Path, encoding: str, named: str) -> None:
    path = tmp_path / "list"
    path.write_bytes("中文,1\n".encode(encoding))
    assert read(path, named) == "中文,1\n"


@pytest.mark.parametrize("named", ["utf-88", "base64", "a\0b"])
def test_an_unknown_encoding_is_refused(tmp_path: Path, named: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(b"1")
    with pytest.raises(UsageProblem, match="--encoding"):
        read(path, named)


def test_one_damaged_byte_does_not_turn_a_file_into_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    content = bytearray("标准编号,标准名称\nJB/T 1-2011,磨料\nJB/T 2-2011,磨具\n".encode())
    position = content.rindex("磨具".encode())
    content[position] = 0xFF
    path.write_bytes(content)
    with pytest.raises(BadData) as error:
        read(path)
    assert str(error.value).startswith(f"{path}:3: byte 0xFF at offset {position} is not UTF-8")


def test_bytes_in_no_known_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("编号,名称\n".encode("gb18030") + b"a,\xff\n")
    with pytest.raises(BadData, match=r":2: byte 0xFF at offset 12 is not GB18030"):
        read(path)


def test_bytes_that_are_not_in_the_given_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\rb\r" + "编号".encode("gb18030"))
    with pytest.raises(BadData, match=":3: byte 0xB1 at offset 4 is not UTF-8"):
        read(path, "utf8")


def test_a_nul_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"number,title\nJB/T 1-2011,\0\n")
    with pytest.raises(BadData, match=":2: there is a NUL"):
        read(path)


@pytest.mark.slow
@given(st.integers(0, 3), st.binary(max_size=4))
def test_an_error_in_any_chunk_has_its_position(shift: int, tail: bytes) -> None:
    before = b"a" * shift + "标准".encode() * 200_000
    wrong = find_decode_failure(io.BytesIO(before + b"\n\xff" + tail), "utf-8")
    assert wrong == (2, 0xFF, len(before) + 1)


@given(
    st.binary(max_size=200)
    | st.text(max_size=50).map(lambda text: text.encode("gb18030", "replace"))
)
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    try:
        encoding, wrong = detect_encoding(io.BytesIO(content))
    except UncertainEncoding as doubt:
        assert all(map(content.decode, doubt.codecs))
        return
    if wrong:
        with pytest.raises(UnicodeDecodeError):
            content.decode(encoding)
    else:
        content.decode(encoding)


def test_stdin_and_pipes_can_be_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LIST.encode("gb18030"))))
    assert read("-") == LIST
    end, pipe = os.pipe()
    os.write(pipe, LIST.encode("utf-16"))
    os.close(pipe)
    assert read(f"/dev/fd/{end}") == LIST
    os.close(end)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Missing, match="no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(InputOutput, match="folder"):
        read(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(text_files, "_open_named", refuse)
    with pytest.raises(NoPermission):
        read(tmp_path / "list.csv")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that cannot be read")
@pytest.mark.parametrize("form", [None, "csv", "xlsx", "docx", "pdf", "json", "yaml", "ods", "xls"])
def test_an_error_of_reading_names_the_file(form: str | None) -> None:
    refused = pytest.raises(InputOutput, match="/proc/self/mem: cannot be read: Input/output error")
    with refused, open_lists("/proc/self/mem", ReadOptions(form=form)) as lists:
        list(lists)
