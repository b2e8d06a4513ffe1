"""Small archives and documents that unpack, repeat or nest to more than a list can have.

Limits of single readers are tested with them; here are those that several readers share.
"""

import io
import struct
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from helpers import Run
from stdplan.importing.readers import archives, zip_parts
from stdplan.importing.sections import section_level

LIST = b"number,title\nJB/T 1-2011,x\n"


def archive(**members: bytes) -> bytes:
    """Return a zip archive with these members, whose names get a dot for an underscore."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_", "."), data)
    return content.getvalue()


def overlapping(count: int, data: bytes) -> bytes:
    """Return an archive with many members that share the same compressed bytes."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(data) + packing.flush()
    sizes = struct.pack("<III", zlib.crc32(data), len(packed), len(data))
    out = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes
    out += struct.pack("<HH", 5, 0) + b"a.csv" + packed
    start = len(out)
    for number in range(count):
        name = b"%05d.csv" % number
        out += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        out += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    length = len(out) - start
    return out + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, length, start, 0)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 10,000 bytes be small, and a tenth of them be what they may unpack from."""
    monkeypatch.setattr(zip_parts, "SMALL", 10_000)
    monkeypatch.setattr(zip_parts, "HIGHEST_RATIO", 10)


def refused(run: Run, folder: Path, content: bytes, name: str = "lists.zip") -> str:
    """Return the one line with which a file is refused."""
    (folder / name).write_bytes(content)
    result = run("standards", "import", str(folder / name))
    [line] = result.err.splitlines()
    assert result.code == 65
    return line


@pytest.mark.usefixtures("small")
def test_archives_in_an_archive_count_together(tmp_path: Path, run: Run) -> None:
    inner = archive(a_csv=LIST + b"\n" * 8_000)  # small by itself
    members = {f"a{number}_zip": inner for number in range(10)}
    assert "unpacks to" in refused(run, tmp_path, archive(**members))


@pytest.mark.usefixtures("small")
def test_documents_in_an_archive_count_together(tmp_path: Path, run: Run) -> None:
    document = archive(word_document=b"", **{"word/document_xml": b"<a/>" + b" " * 8_000})
    members = {f"a{number}_docx": document for number in range(10)}
    assert refused(run, tmp_path, archive(**members))


@pytest.mark.usefixtures("small")
def test_members_that_share_their_bytes(tmp_path: Path, run: Run) -> None:
    noise = b"".join(b"%x" % (number * number) for number in range(400))  # compresses to a half
    assert "unpacks to" in refused(run, tmp_path, overlapping(50, noise))


def test_archives_nested_too_deep(tmp_path: Path, run: Run) -> None:
    content = LIST
    for _ in range(5):
        content = archive(a_zip=content)
    assert "over 3 archives within each other" in refused(run, tmp_path, content)


def test_too_many_members(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    content = archive(a_csv=LIST, b_csv=LIST, c_csv=LIST)
    assert "has over 2 files" in refused(run, tmp_path, content)


def test_a_binary_workbook_is_named(tmp_path: Path, run: Run) -> None:
    content = archive(**{"[Content_Types]_xml": b"<a/>", "xl/workbook_bin": b"x"})
    line = refused(run, tmp_path, content, "list.xlsb")
    assert line.endswith("list.xlsb: this is a binary workbook (xlsb): save it as xlsx")


DEEP = 100_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.json", b"[" * DEEP),
        ("list.json", b'{"a":' * DEEP),
        ("list.yaml", b"- number: " + b"[" * DEEP),
        ("list.html", b"<table><tr><td>" * DEEP),
        ("list.html", b"<table><tr><td>x<td colspan=1000000>y" * 10 + b"<p>" * DEEP),
    ],
)
def test_texts_nested_too_deep(tmp_path: Path, run: Run, name: str, content: bytes) -> None:
    assert "list." in refused(run, tmp_path, content, name)


def test_a_long_line_is_no_section_line() -> None:
    assert section_level("0" * 1_000_000) is None
