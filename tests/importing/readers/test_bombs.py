"""Small archives and documents that unpack, repeat or nest to more than a list can have.

Limits of single readers are tested with them; here are those that several readers share.
"""

import io
import struct
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from helpers import Run
from pdf_helpers import assembled, pdf_file
from stdplan.importing.readers import (
    archives,
    list_folders,
    pdf_limits,
    tabular,
    xlsx_archive,
    zip_parts,
)
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


@pytest.mark.parametrize("nested", [False, True])
def test_too_many_files_and_lists_that_are_read(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, nested: bool
) -> None:
    def packed(**members: bytes) -> bytes:
        inner = {f"{name}_zip": archive(**{name: data}) for name, data in members.items()}
        return archive(**(inner if nested else members))

    monkeypatch.setattr(list_folders, "MOST_LISTS", 2)
    line = refused(run, tmp_path, packed(a_csv=LIST, b_csv=LIST, c_csv=LIST))
    assert line.endswith("lists.zip: has over 2 lists: unpack it, and import a part of them")
    monkeypatch.setattr(list_folders, "MOST_FILES", 6)
    line = refused(run, tmp_path, packed(**{f"{name}_txt": b"x" for name in "abcdefg"}))
    assert line.endswith("lists.zip: has over 6 files; this is no archive of lists")


def test_a_long_path_is_shortened(tmp_path: Path, run: Run) -> None:
    assert len(refused(run, tmp_path, archive(**{"a" * 60_000 + "_txt": b"x"}))) < 1_000


def test_a_long_tag(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "LONGEST_TAG", 100_000)
    body = b"<a " + b" ".join(b'a%d=""' % number for number in range(30_000))
    content = archive(**{"word/document_xml": body + b"></a>"})
    assert "a tag is longer than 100000 bytes" in refused(run, tmp_path, content, "list.docx")


@pytest.mark.parametrize("part", ["word/document_xml", "content_xml"])
def test_elements_nested_too_deep(tmp_path: Path, run: Run, part: str) -> None:
    mime = b"application/vnd.oasis.opendocument.text" if part == "content_xml" else b""
    content = archive(mimetype=mime, **{part: b"<a>" * 2_000})
    assert "elements are nested too deep" in refused(run, tmp_path, content, "list")


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("styles", b"<a/>" * 200_001),
        ("workbook", b" " * 8_000_001),
        ("workbook", b"<sheet/>" * 1_001),
        ("sharedStrings", b"x" * 40_001),
    ],
)
def test_a_part_of_a_workbook_that_is_read_as_a_whole(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, part: str, xml: bytes
) -> None:
    monkeypatch.setattr(xlsx_archive, "LARGE_STRINGS", 40_000)
    line = refused(run, tmp_path, archive(**{f"xl/{part}_xml": xml}), "list.xlsx")
    assert f"its part xl/{part}.xml is too large for a list" in line


@pytest.mark.parametrize("name", ["list.csv", "list.tsv", "list.md"])
def test_a_million_columns(tmp_path: Path, run: Run, name: str) -> None:
    mark = {"csv": b",", "tsv": b"\t", "md": b"|"}[name[5:]]
    header = b"number" + mark + b"title" + mark + (b"x" + mark) * 1_000_000
    line = refused(run, tmp_path, header + b"\n|-|-|\nJB/T 1-2011", name)
    assert "this many columns: 100000" in line or "is longer than 1000000 bytes" in line


def test_cells_far_to_the_right(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "MOST_WIDE_CELLS", 1_000)
    workbook, binary = Workbook(), io.BytesIO()
    for number in range(60):
        workbook.active.append([f"JB/T {number}-2011", "x"] if number else ["number", "title"])
    for row in range(61, 65):
        workbook.active.cell(row, 400, "x")
    workbook.save(binary)
    line = refused(run, tmp_path, binary.getvalue(), "list.xlsx")
    assert ":63: too many rows with over 256 columns for a list" in line


def test_a_long_cell_is_not_searched_for_a_header(tmp_path: Path, run: Run) -> None:
    line = refused(run, tmp_path, b"number\n" + b"0" * 2_000_000, "list.csv")
    assert line.endswith(":2: a cell has more than a million characters")


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


PAGES = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>"}
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
LOOPS = {
    "a page that is its own parent": {2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"},
    "contents that are a reference to themselves": {4: b"4 0 R"},
    "contents of a length that is their own": {4: b"<</Length 4 0 R>>stream\nq\nendstream"},
}


@pytest.mark.parametrize("objects", LOOPS.values(), ids=LOOPS)
def test_pdf_objects_that_lead_to_themselves(
    tmp_path: Path, run: Run, objects: dict[int, bytes]
) -> None:
    content = assembled({**PAGES, 3: PAGE, **objects}, "")
    assert "list.pdf" in refused(run, tmp_path, content, "list.pdf")


def test_a_pdf_stream_of_ascii(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_limits, "LARGEST_ASCII85", 10_000)
    content = pdf_file([b"z" * 9_000], filters="/ASCII85Decode")
    line = refused(run, tmp_path, content, "list.pdf")
    assert "unpacks to over 10000 bytes" in line


def test_messages_show_the_beginning_of_long_values(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "list.csv"
    names = ",".join(f"x{number}" for number in range(1_000))
    path.write_text(f"number,title,{names}\nx-1{'x' * 100_000},y{',z' * 1_000}\n")
    note, columns = sorted(run("standards", "import", str(path)).err.splitlines(), key=len)
    assert note.endswith("stored as written: x-1" + "x" * 77 + "…")
    assert columns.endswith("x18, x19 and 980 more")
    path.write_text(f"number,title\n{'x' * 100_000},y\n")
    [line] = run("standards", "import", str(path)).err.splitlines()
    assert 'no numbers of standards ("' + "x" * 80 + '…"): ' in line
