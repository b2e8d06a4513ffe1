"""catalogue/database.py: opening and creating the file, and errors of files that cannot be used."""

import os
import sqlite3
from pathlib import Path
from stat import S_IMODE

import pytest

from stdplan import errors
from stdplan.catalogue import database
from stdplan.catalogue.plan_models import Theme
from stdplan.catalogue.transaction import Transaction
from stdplan.errors import StdplanError


def nothing(_: Transaction) -> None:
    """Create a catalogue without a plan."""


def failure(path: Path) -> StdplanError:
    """Return the error of opening `path`."""
    with pytest.raises(StdplanError) as raised:
        database.open_catalogue(path)
    return raised.value


def foreign_database(path: Path, user_version: int = 1, application_id: int = 0) -> Path:
    """Create a database of another program."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE standard (key TEXT)")
    connection.execute(f"PRAGMA user_version = {user_version}")
    connection.execute(f"PRAGMA application_id = {application_id}")
    connection.close()
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "missing.db"
    assert failure(path).exit_code == errors.MISSING
    assert not path.exists()


def test_a_database_of_another_program(tmp_path: Path) -> None:
    assert failure(foreign_database(tmp_path / "bookmarks.db")).exit_code == errors.BAD_DATA


@pytest.mark.parametrize("content", [b"", b"x", b"number,title\n" * 500, b"SQLite format 3\0"])
def test_a_file_that_is_not_a_database_is_not_changed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert failure(path).exit_code == errors.BAD_DATA
    assert path.read_bytes() == content


def test_a_truncated_catalogue(db: Path) -> None:
    db.write_bytes(db.read_bytes()[:6000])
    with pytest.raises(errors.BadData), database.open_catalogue(db).operation("test") as work:
        work.connection.execute("SELECT count(*) FROM focus_area").fetchall()


def test_a_folder(tmp_path: Path) -> None:
    assert failure(tmp_path).exit_code == errors.BAD_DATA


def test_a_newer_catalogue(tmp_path: Path) -> None:
    path = foreign_database(tmp_path / "new.db", 99, database.APPLICATION_ID)
    refused = failure(path)
    assert refused.exit_code == errors.TOO_NEW
    assert "version 99" in str(refused)


@pytest.mark.parametrize("name", ["a?mode=ro.db", "100%25.db", "a#b.db", "a b.db", "标准 库.db"])
def test_any_file_name_can_be_opened(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    database.create(path, nothing, "init")
    opened = database.open_catalogue(path)
    assert opened.connection.execute("SELECT count(*) FROM standard").fetchone() == (0,)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_relative_path_can_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database.create(Path("plan.db"), nothing, "init")
    database.open_catalogue(Path("plan.db"))
    assert (tmp_path / "plan.db").is_file()


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", refuse)
    refused = failure(tmp_path / "closed" / "plan.db")
    monkeypatch.undo()
    assert refused.exit_code == errors.NO_PERMISSION


@pytest.mark.parametrize("through", ["plain SQL", "the session"])
def test_a_read_only_file(db: Path, monkeypatch: pytest.MonkeyPatch, through: str) -> None:
    # SQLite falls back to this mode if the system refuses to write; it never refuses root.
    connect = database._connect
    monkeypatch.setattr(database, "_connect", lambda path, mode: connect(path, "ro"))
    catalogue = database.open_catalogue(db)
    assert catalogue.connection.execute("SELECT count(*) FROM sector").fetchone() == (19,)
    with pytest.raises(errors.NoPermission), catalogue.operation("test") as work:
        if through == "plain SQL":
            work.connection.execute("DELETE FROM sector")
        else:
            work.session.add(Theme(plan=2011, number=9, title_zh="x", title_en="x"))
        work.count("changed")


@pytest.mark.parametrize("path_text", ["plan.db", "no folder/plan.db"])
def test_creating_at_an_impossible_path(db: Path, path_text: str) -> None:
    before = db.read_bytes()
    with pytest.raises(errors.CannotCreate):
        database.create(db.parent / path_text, nothing, "init")
    assert db.read_bytes() == before
    assert [file.name for file in db.parent.iterdir()] == ["plan.db"]


def test_a_failed_creation_leaves_no_file(tmp_path: Path) -> None:
    def fail(work: Transaction) -> None:
        raise errors.BadData("no")

    with pytest.raises(errors.BadData):
        database.create(tmp_path / "plan.db", fail, "init")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize(("umask", "mode"), [(0o000, 0o660), (0o022, 0o640), (0o077, 0o600)])
def test_a_new_file_is_closed_to_others(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        database.create(tmp_path / "plan.db", nothing, "init")
    finally:
        os.umask(before)
    assert S_IMODE((tmp_path / "plan.db").stat().st_mode) == mode
