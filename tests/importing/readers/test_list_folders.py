"""readers/list_folders.py and archives.py: folders and zip archives of lists in any form."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers import Answer, Run
from list_helpers import faults, read
from stdplan.errors import BadData, UsageProblem
from stdplan.importing.readers import archives, zip_parts
from stdplan.importing.readers.archives import member_path
from word_helpers import document, p, tbl, tr

CSV = "标准编号,标准名称\nJB/T 1-2011,甲\n"
TEXT = "GB/T 5-2011 《丁》\nGB/T 6-2011 《戊》\n"


def workbook() -> bytes:
    """Return a workbook with two lists and another sheet."""
    book, binary = Workbook(), io.BytesIO()
    book.active.title = "制定"
    book.active.append(["标准编号", "标准名称"])
    book.active.append(["JB/T 2-2011", "乙"])
    second = book.create_sheet("废止")
    second.append(["标准编号", "废止日期"])
    second.append(["JB/T 3-1999", "2011-06-01"])
    book.create_sheet("说明").append(["填表说明"])
    book.save(binary)
    return binary.getvalue()


MEMBERS: Mapping[str, bytes | str] = {
    "来文/二/清单.txt": TEXT,
    "来文/一.csv": CSV.encode("gb18030"),
    "来文/计划.xlsx": workbook(),
    "来文/~$计划.xlsx": b"\x05admin" + bytes(159),
    "来文/.DS_Store": bytes(40),
    "__MACOSX/来文/._一.csv": bytes(40),
    "来文/公章.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "来文/说明.txt": "请于本月底前报送。\n联系人：某某\n",
}
COUNTS = [
    ("/来文/一.csv", "1"),
    ("/来文/计划.xlsx[制定]", "1"),
    ("/来文/计划.xlsx[废止]", "1"),
    ("/来文/二/清单.txt", "2"),
]


def write_folder(folder: Path, members: Mapping[str, bytes | str]) -> Path:
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def result_rows(answer: Answer, name: str) -> list[tuple[str, str]]:
    """Return the part behind the name of the folder, and the number of rows read, of each list."""
    return [(row[0].partition(name)[2], row[1]) for row in answer.rows[1:]]


def test_each_list_in_a_folder_is_a_row_of_the_result(tmp_path: Path, run: Run) -> None:
    answer = run("standards", "import", str(write_folder(tmp_path / "f", MEMBERS)))
    assert sorted(result_rows(answer, "/f")) == sorted(COUNTS)
    assert "3 hidden files or lock files were passed over: " in answer.err
    assert "~$计划.xlsx" in answer.err
    assert "2 files are no lists and were not read: " in answer.err
    assert "公章.png" in answer.err and "说明.txt" in answer.err
    assert '1 table without a known header was not read: "说明"' in answer.err


def test_a_zip_archive_is_read_as_its_folder(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "来文.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    answer = run("standards", "import", str(path))
    assert sorted(result_rows(answer, "来文.zip")) == sorted(COUNTS)
    again = run("standards", "import", str(path))
    assert [row[4] for row in again.rows[1:]] == [row[1] for row in answer.rows[1:]]


def test_names_of_windows_have_no_flag(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX/XXXX.csv", CSV)
    raw = "来文/清单.csv".encode("gb18030")
    path.write_bytes(path.read_bytes().replace(b"XXXX/XXXX.csv", raw))
    assert read(path)[0] == "csv"
    with zipfile.ZipFile(path) as archive:
        assert [member_path(member) for member in archive.infolist()] == ["来文/清单.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_path_of_a_member(encoding: str) -> None:
    member = zipfile.ZipInfo("来文\\清单.csv".encode(encoding).decode("cp437"))
    assert member_path(member) == "来文/清单.csv"


def test_the_unicode_path_of_a_member_counts() -> None:
    raw = b"list.csv"
    member = zipfile.ZipInfo("list.csv")
    name = "清单.csv".encode()
    checksum = zlib.crc32(raw).to_bytes(4, "little")
    member.extra = struct.pack("<HHB", 0x7075, 5 + len(name), 1) + checksum + name
    assert member_path(member) == "清单.csv"
    member.extra = struct.pack("<HHB", 0x7075, 5 + len(name), 1) + bytes(4) + name
    assert member_path(member) == "list.csv"


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    binary = io.BytesIO()
    with zipfile.ZipFile(binary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return binary.getvalue()


def test_an_archive_within_an_archive(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"one.zip": zipped({"list.csv": CSV}), "list.txt": TEXT}))
    assert result_rows(run("standards", "import", str(path)), "all.zip") == [
        ("/one.zip/list.csv", "1"),
        ("/list.txt", "2"),
    ]
    content = zipped({"list.csv": CSV})
    for _ in range(3):
        content = zipped({"more.zip": content})
    path.write_bytes(content)
    with pytest.raises(BadData, match="over 3 archives within each other"):
        read(path)


def test_a_workbook_named_zip_is_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    path.write_bytes(workbook())
    assert read(path)[0] == "xlsx"


def test_a_member_with_parent_folders_writes_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "list.zip"
    path.write_bytes(zipped({"../../evil.csv": CSV}))
    before = sorted(tmp_path.rglob("*"))
    assert run("standards", "import", str(path)).rows[1][1] == "1"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_fault_names_the_member(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "list.zip"
    path.write_bytes(zipped({"a/b.csv": "标准编号,实施日期\nJB/T 1-2011,2011-02-30\n"}))
    answer = run("standards", "import", str(path))
    assert (answer.code, "list.zip/a/b.csv:2: 实施日期:" in answer.err) == (65, True)


# --- Archives that are refused ---


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.zip"
    path.write_bytes(zipped({"list.csv": bytes(zip_parts.SMALL + 1)}))
    with pytest.raises(BadData, match=r"list\.zip: unpacks to \d+ bytes, too many for a list"):
        read(path)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    path.write_bytes(zipped({"a.csv": CSV, "b.csv": CSV}))
    with pytest.raises(BadData, match="has over 1 files"):
        read(path)


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"list.csv": CSV}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + flags] |= 1
    (tmp_path / "list.zip").write_bytes(content)
    with pytest.raises(BadData, match=r"list\.zip/list\.csv: a password protects this file"):
        read(tmp_path / "list.zip")


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path, whole = tmp_path / "list.zip", zipped({"list.csv": CSV * 100})
    for content in (whole[:60], whole.replace(whole[50:60], bytes(10))):
        path.write_bytes(content)
        with pytest.raises(BadData, match=r"list\.zip: the zip file is damaged \("):
            read(path)
    path.write_bytes(b"Rar!\x1a\x07\x01\x00")
    with pytest.raises(BadData, match="unpack it first"):
        read(path)


def test_a_damaged_list_in_a_folder_stops_the_import(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"a.csv": CSV, "b.xlsx": workbook()[:2000]})
    with pytest.raises(BadData, match=r"b\.xlsx: the file is damaged"):
        read(folder)
        run_all(folder)


def run_all(folder: Path) -> None:
    """Read all lists of a folder."""
    from stdplan.importing.readers.detect import open_lists
    from stdplan.importing.readers.rows import ReadOptions

    with open_lists(str(folder), ReadOptions()) as lists:
        for source in lists:
            list(source.iter_rows())


def test_a_folder_without_a_list(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="there is no file in it"):
        read(tmp_path)
    write_folder(tmp_path, {"readme.txt": "no list", ".hidden": ""})
    with pytest.raises(BadData, match=r"no file in it is a list: .*readme\.txt"):
        read(tmp_path)


def test_a_sheet_of_a_folder_is_not_chosen(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a.xlsx": workbook()})
    for wanted in ({"sheet": "废止"}, {"table": 2}):
        with pytest.raises(UsageProblem, match="has several files"):
            read(tmp_path, **wanted)


# --- Folders of records ---


def test_files_with_one_record_each_are_one_list(tmp_path: Path, run: Run) -> None:
    write_folder(
        tmp_path / "f",
        {
            "1.json": json.dumps({"number": "JB/T 1-2011", "title": "甲", "by": [{"number": "x"}]}),
            "2.json": json.dumps({"title": "乙", "number": "JB/T 2-2011"}),
            "package.json": json.dumps({"version": "1.0.0"}),
        },
    )
    answer = run("standards", "import", str(tmp_path / "f"))
    assert result_rows(answer, "/f") == [("", "2")]
    assert "package.json" in answer.err
    write_folder(
        tmp_path / "y",
        {
            "1.yaml": "number: JB/T 3-2011\ntitle: 丙\n",
            "b/2.yml": "number: JB/T 4-2011\ntitle: {zh: 丁}\n",
            "b/3.yml": "number: JB/T 5-2011\nnumber: JB/T 6-2011\n",
        },
    )
    assert faults(tmp_path / "y") == [(2, "/b/3.yml", 'the key "number" appears twice')]


def test_a_single_record_among_lists_is_a_list(tmp_path: Path, run: Run) -> None:
    write_folder(tmp_path / "f", {"1.yaml": "number: JB/T 3-2011\n", "2.csv": CSV})
    assert result_rows(run("standards", "import", str(tmp_path / "f")), "/f") == [
        ("/1.yaml", "1"),
        ("/2.csv", "1"),
    ]


LETTER = "<html><body><p>请于本月底前报送。</p></body></html>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.docx", document(p("请于本月底前报送。"))),
        ("letter.html", LETTER),
        ("letter.md", "| 联系人 | 处室 |\n|---|---|\n| 张三 | 一处 |\n"),
        ("letter.txt", "请于本月底前报送。\n"),
        ("empty.csv", ""),
        ("empty.yaml", ""),
    ],
)
def test_what_has_no_list_does_not_stop_the_others(
    tmp_path: Path, run: Run, name: str, content: bytes | str
) -> None:
    folder = write_folder(tmp_path / "f", {"list.csv": CSV, name: content})
    answer = run("standards", "import", str(folder))
    assert result_rows(answer, "/f") == [("/list.csv", "1")]
    assert "1 file is no list and was not read: " in answer.err and name in answer.err
    (folder / "list.csv").unlink()
    alone = run("standards", "import", str(folder))
    assert (alone.code, "no file in it is a list" in alone.err) == (65, True)


def test_rows_with_numbers_are_a_list_without_a_known_header(tmp_path: Path, run: Run) -> None:
    folder = write_folder(tmp_path / "f", {"a.csv": "kolom,naam\nJB/T 1-2011,甲\n合计,1项\n"})
    answer = run("standards", "import", str(folder))
    assert "a.csv" in answer.err and "no list" not in answer.err
    options = ("--map", "kolom=number", "--map", "naam=title")
    answer = run("standards", "import", str(folder), *options)
    assert result_rows(answer, "/f") == [("/a.csv", "1")]
    assert "1 remark skipped" in answer.err


def test_a_folder_of_amounts(tmp_path: Path, run: Run) -> None:
    amounts = "指标,日期,数量\n3.published,2011-05-01,12\n合计,,12\n"
    folder = write_folder(tmp_path / "f", {"a.csv": amounts, "letter.txt": "请报送。\n"})
    answer = run("progress", "import", str(folder))
    assert result_rows(answer, "/f") == [("/a.csv", "1")]


def test_nothing_is_proposed_for_one_file_of_a_folder(tmp_path: Path, run: Run) -> None:
    table = tbl(tr("标准编号", "标准名称"), tr("JB/T 1-2011", "车床"))
    content = document(p("2026年第9号") + table + p("二") + table)
    folder = write_folder(tmp_path / "f", {"a.docx": content})
    assert "--set" in run("standards", "import", str(folder / "a.docx")).err
    assert "--set" not in run("standards", "import", str(folder)).err


def test_reviews_in_a_folder(tmp_path: Path, run: Run) -> None:
    run("standards", "import", str(write_folder(tmp_path / "s", {"a.csv": CSV}) / "a.csv"))
    review = tbl(
        tr("标准编号", "复审结论"), tr("JB/T 1-2011", "继续有效"), tr("填表人：张三", "审核：")
    )
    folder = write_folder(tmp_path / "f", {"a.docx": document(review), "letter.html": LETTER})
    answer = run("review", "import", str(folder), "--on", "2016-06-01")
    assert result_rows(answer, "/f") == [("/a.docx", "1")]
    assert "1 remark skipped" in answer.err
