"""Inputs that do not end, or hardly: refused early, with bounded memory and disk space."""

import gzip
import io
from pathlib import Path
from unittest.mock import patch

import pytest

from helpers import Run
from list_helpers import open_list
from stdplan.commands import record_arguments
from stdplan.errors import BadData
from stdplan.importing.readers import encodings, text_files, xlsx_archive
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import open_text

MESSAGE = (
    "stdplan: error: standard input: over 100 bytes and no end; write the list to a file first\n"
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 100 bytes be the most of a pipe, and 40 the most of a line."""
    monkeypatch.setattr(text_files, "LONGEST_LINE", 40)
    monkeypatch.setattr(text_files, "_CHUNK", 16)
    monkeypatch.setattr(encodings, "_CHUNK", 16)
    monkeypatch.setattr(record_arguments, "_LARGEST_STDIN", 100)
    for function in (text_files.open_binary, text_files.open_file, text_files.open_text):
        plain = function.__wrapped__  # type: ignore[attr-defined]
        monkeypatch.setattr(plain, "__defaults__", (*plain.__defaults__[:-1], 100))


@pytest.mark.usefixtures("small")
def test_a_pipe_without_an_end(run: Run) -> None:
    rows = "标准编号\n" + "JB/T 1-2011\n" * 10
    assert run("standards", "import", "-", stdin=rows).err == MESSAGE
    assert run("standards", "remove", "-", stdin=rows).err == MESSAGE
    zipped = gzip.compress(rows.encode())
    assert run("standards", "import", "-", stdin=zipped).err == MESSAGE


@pytest.mark.usefixtures("small")
def test_a_row_without_an_end(run: Run) -> None:
    rows = "number\n" + "JB/T 1-2011," * 5
    answer = run("standards", "import", "-", stdin=rows)
    assert (answer.code, "the line is longer than 40 bytes" in answer.err) == (65, True)


@pytest.mark.usefixtures("small")
def test_json_may_be_one_line(run: Run) -> None:
    answer = run("standards", "import", "-", stdin='[{"number": "JB/T 1-2011", "title": "车床"}]')
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.usefixtures("small")
def test_a_long_line_of_a_file_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("number\nJB/T 1-2011\n" + "x" * 60)
    with (
        pytest.raises(BadData, match=r"list\.csv:3: the line is longer"),
        open_text(str(path)) as f,
    ):
        list(f.lines())


def test_a_compressed_pipe_is_read(run: Run) -> None:
    answer = run("standards", "import", "-", stdin=gzip.compress(b"number\nJB/T 1-2011\n"))
    assert (answer.code, answer.err) == (0, "")
    cut = gzip.compress(b"number\nJB/T 1-2011\n")[:-9]
    answer = run("standards", "import", "-", stdin=cut)
    assert (answer.code, "the compressed file is incomplete" in answer.err) == (65, True)


def test_a_workbook_whose_row_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_archive, "LONGEST_ROW", 100)
    monkeypatch.setattr(xlsx_archive, "_CHUNK", 16)
    row = b"<row><c><v>1</v></c></row>"
    sheet = io.BytesIO(row * 20 + b'<row r="1"/>' * 20)
    assert xlsx_archive._scan_sheet(sheet, "a.xlsx") == (xlsx_archive.SheetScan(), False)
    with pytest.raises(BadData, match="a row is longer than 100 bytes"):
        xlsx_archive._scan_sheet(io.BytesIO(row + b"<row>" * 40), "a.xlsx")


def test_a_full_temporary_folder_is_named(tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def write(self, chunk: object) -> int:
            raise OSError(28, "No space left on device")

    with (
        patch.object(text_files.tempfile, "TemporaryFile", Full),
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(b"number\n"))),
        pytest.raises(Exception, match=r"the temporary folder .* \(set TMPDIR to use another\)"),
        open_list("-", ReadOptions()),
    ):
        pytest.fail("the list must not be opened")
