"""readers/doc_reader.py and compound_files.py: old Word documents, by a program that converts them.

A script stands in for LibreOffice, which is not installed everywhere."""

import os
import sys
from io import BytesIO
from pathlib import Path

import pytest

from stdplan.errors import BadData
from stdplan.importing.readers import doc_reader
from stdplan.importing.readers.compound_files import SIGNATURE, compound_kind
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ReadOptions
from word_helpers import document, tbl, tr


def compound(*streams: tuple[str, int], flags: int = 0) -> bytes:
    """Return the parts of a compound file that tell its kind: the names and kinds of its entries,
    and a document in its first sector."""
    header = SIGNATURE.ljust(30, b"\0") + (9).to_bytes(2, "little")
    document = bytes(10) + flags.to_bytes(2, "little")
    directory = b""
    for name, kind in streams:
        letters = name.encode("utf-16-le")
        entry = letters.ljust(64, b"\0") + (len(letters) + 2).to_bytes(2, "little") + bytes([kind])
        directory += entry.ljust(128, b"\0")
    return header.ljust(512, b"\0") + document.ljust(512, b"\0") + directory


STORAGE, STREAM = 1, 2
DETECTED = ReadOptions()
WORD = ("WordDocument", STREAM)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (compound(WORD), "word"),
        (compound(WORD, flags=0x100), "encrypted"),
        (compound(("Workbook", STREAM)), "excel"),
        (compound(("Book", STREAM)), "excel"),
        (compound(("EncryptedPackage", STREAM)), "encrypted"),
        (compound(WORD, ("Workbook", STREAM)), "excel"),
        (compound(WORD, ("ObjectPool", STORAGE), ("Workbook", STREAM)), "word"),
        (compound(("WordDocument", STORAGE), ("Bookshelf", STREAM)), "other"),
        (SIGNATURE, "other"),
    ],
)
def test_the_kind_of_a_compound_file(content: bytes, kind: str) -> None:
    assert compound_kind(BytesIO(content)) == kind


@pytest.fixture(params=[compound(WORD), rb"{\rtf1 }"], ids=["doc", "rtf"])
def old_document(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Return the path of an old Word document."""
    path = tmp_path / "list.doc"
    path.write_bytes(request.param)
    return str(path)


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Install a program as LibreOffice; `source` and `out` are its arguments, as paths."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    arguments = "source, out = Path(sys.argv[-1]), Path(sys.argv[-2])"
    program.write_text(
        f"#!{sys.executable}\nimport os, shutil, sys, time\nfrom pathlib import Path\n"
        f"{arguments}\n{script}\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


def test_a_document_is_converted(
    old_document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = document(tbl(tr("标准编号", "标准名称"), tr("JB/T 1-2011", "甲")))
    (tmp_path / "converted.docx").write_bytes(converted)
    script = f"shutil.copy({str(tmp_path / 'converted.docx')!r}, out / (source.stem + '.docx'))"
    install(tmp_path, monkeypatch, script)
    with open_lists(old_document, ReadOptions()) as lists:
        [source] = lists
        assert source.form == "doc"
        assert [row.cells for row in source.iter_rows()][1] == ["JB/T 1-2011", "甲"]


def fault(path: str, options: ReadOptions = DETECTED) -> str:
    """Return the message for a document that cannot be read."""
    with pytest.raises(BadData) as error, open_lists(path, options) as lists:
        list(lists)
    return str(error.value)


def test_without_the_program_the_message_gives_a_way(
    old_document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(doc_reader, "_PLACES", ())
    assert "install LibreOffice" in fault(old_document)
    assert "save it as docx" in fault(old_document)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are of POSIX")
@pytest.mark.parametrize(
    "script",
    ["sys.exit(1)", "(out / (source.stem + '.docx')).mkdir()", "os.fork() or time.sleep(99)"],
)
def test_a_program_that_fails_or_does_not_end(
    old_document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(doc_reader, "LONGEST_CONVERSION", 0.5)
    install(tmp_path, monkeypatch, script)
    assert "LibreOffice cannot read this document" in fault(old_document)


def test_a_file_of_another_form_is_not_given_to_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "sys.exit(0)")
    path = tmp_path / "list.doc"
    path.write_bytes(b"<html>")
    assert "not an old Word document" in fault(str(path), ReadOptions(form="doc"))


def test_a_password(old_document: str) -> None:
    Path(old_document).write_bytes(compound(WORD, flags=0x100))
    assert "a password protects this file" in fault(old_document)
