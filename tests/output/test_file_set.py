"""output/file_set.py: names of files from any text, and files that appear together."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.errors import CannotCreate, InputOutput, NoPermission
from stdplan.output.file_set import file_names, write_together


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("全国机床标准化技术委员会（SAC/TC 22）", "全国机床标准化技术委员会（SAC_TC 22）"),
        ("a:b*c?d\\e|f<g>", "a_b_c_d_e_f_g_"),
        ('"甲"、乙', "_甲_、乙"),
        ("..甲...", "甲"),
        ("..", "_"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("甲\n乙\t丙\x00", "甲 乙 丙"),
        ("", "_"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("-o", "_-o"),
        ("~$甲", "_~$甲"),
    ],
)
def test_the_name_of_a_text(text: str, name: str) -> None:
    assert file_names([text], ".xlsx") == [f"{name}.xlsx"]


def test_names_that_a_system_may_take_for_one() -> None:
    texts = ["SAC/TC 1", "sac_tc 1", "SAC_TC 1-2", "ＳＡＣ_TC 1", "é", "e\u0301"]
    assert file_names(texts, "") == [
        "SAC_TC 1", "sac_tc 1-2", "SAC_TC 1-2-2", "ＳＡＣ_TC 1-3", "é", "é-2",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=300), max_size=6))
def test_any_texts(texts: list[str]) -> None:
    texts = [text.encode(errors="ignore").decode() for text in texts]
    names = file_names(texts, ".xlsx")
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names}
    assert len(folded) == len(names) == len(texts)
    for name in names:
        assert not set(name) & set('/\\:*?"<>|') and name.isprintable()
        assert len(name.encode()) < 256 and name[0] not in " .-~"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folder_is_created_and_the_same_files_stay(tmp_path: Path) -> None:
    folder, files = tmp_path / "a" / "b", {"x": b"1", "y": b"2"}
    write_together(str(folder), files, False)
    write_together(str(folder), files, False)
    assert contents(folder) == files


def test_other_files_are_refused_or_replaced(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(CannotCreate, match="x; --force"):
        write_together(str(tmp_path), {"x": b"1", "y": b"2"}, False)
    assert contents(tmp_path) == {"x": b"old"}
    write_together(str(tmp_path), {"x": b"1", "y": b"2"}, True)
    assert contents(tmp_path) == {"x": b"1", "y": b"2"}


@pytest.mark.parametrize("replace", [True, False])
def test_after_a_failure_the_folder_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    folder = tmp_path / "forms"
    if replace:
        folder.mkdir()
        (folder / "x").write_bytes(b"old")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "y":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(InputOutput, match="No space left"):
        write_together(str(folder), {"x": b"1", "y": b"2"}, replace)
    assert folder.exists() == replace
    assert not replace or contents(folder) == {"x": b"old"}


def test_a_file_or_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotCreate, match="not a folder"):
        write_together(str(tmp_path / "file"), {"x": b"1"}, True)
    with pytest.raises(CannotCreate, match="cannot be created"):
        write_together(str(tmp_path / "file" / "forms"), {"x": b"1"}, True)
    (tmp_path / "y").mkdir()
    with pytest.raises((CannotCreate, NoPermission), match="folder"):
        write_together(str(tmp_path), {"x": b"1", "y": b"2"}, True)
    assert not (tmp_path / "x").exists()
