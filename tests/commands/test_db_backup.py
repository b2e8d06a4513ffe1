"""`stdplan db backup`: a checked copy of the catalogue in a new file."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from stat import S_IMODE

import pytest

from helpers import Run, run_app
from stdplan.catalogue import backup, database


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return the path of a copy in a folder of its own."""
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies" / "monday.db"


def rows(path: Path) -> list[str]:
    return list(sqlite3.connect(path).iterdump())


def test_the_copy_has_the_same_rows(run: Run, db: Path, copy: Path) -> None:
    run("standards", "add", "JB/T 1-2011")
    answer = run("db", "backup", str(copy))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"stdplan: {copy}: a copy of {db}\n"
    assert rows(copy) == rows(db)
    assert [file.name for file in copy.parent.iterdir()] == ["monday.db"]
    assert run_app("--db", str(copy), "db", "check").code == 0


def test_it_never_replaces_a_file(run: Run, db: Path, copy: Path) -> None:
    copy.write_text("Sunday")
    answer = run("db", "backup", str(copy))
    assert (answer.code, answer.err) == (73, f"stdplan: error: {copy}: already exists\n")
    assert copy.read_text() == "Sunday"
    before = db.read_bytes()
    assert run("db", "backup", str(db)).code == 73
    assert db.read_bytes() == before


def test_force_replaces_a_file(run: Run, db: Path, copy: Path) -> None:
    copy.write_text("Sunday")
    answer = run("db", "backup", "--force", str(copy))
    assert (answer.code, answer.err) == (0, f"stdplan: {copy}: a copy of {db}\n")
    assert rows(copy) == rows(db)
    run("standards", "add", "JB/T 1-2011")
    # What a killed process left would be applied to the new file.
    copy.with_name("monday.db-journal").write_bytes(b"of the old copy" * 99)
    assert run("db", "backup", "--force", str(copy)).code == 0
    assert rows(copy) == rows(db)
    assert [file.name for file in copy.parent.iterdir()] == ["monday.db"]


def test_force_needs_no_file(run: Run, db: Path, copy: Path) -> None:
    assert run("db", "backup", "--force", str(copy)).code == 0
    assert rows(copy) == rows(db)


def test_a_copy_that_fails_leaves_the_old_one(
    run: Run, db: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, mode: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    copy.write_text("Sunday")
    monkeypatch.setattr(backup, "_sync", full)
    answer = run("db", "backup", "--force", str(copy))
    expected = f"{copy}: cannot be written (No space left on device); nothing was changed"
    assert (answer.code, answer.err) == (74, f"stdplan: error: {expected}\n")
    assert copy.read_text() == "Sunday"
    assert [file.name for file in copy.parent.iterdir()] == ["monday.db"]


@pytest.mark.parametrize("name", ["plan.db", "hard.db", "soft.db", "../here/plan.db"])
def test_it_is_never_written_over_the_catalogue(db: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    plan = Path(shutil.copy(db, folder / "plan.db"))
    (folder / "hard.db").hardlink_to(plan)
    (folder / "soft.db").symlink_to(plan)
    before = plan.read_bytes()
    answer = run_app("--db", str(plan), "db", "backup", "--force", str(folder / name))
    assert (answer.code, "this is the catalogue itself" in answer.err) == (73, True)
    assert plan.read_bytes() == before


def test_a_link_to_itself_is_no_name_for_a_copy(run: Run, copy: Path) -> None:
    link = copy.with_name("loop.db")
    link.symlink_to(link)
    answer = run("db", "backup", "--force", str(link))
    assert (answer.code, "cannot be created" in answer.err) == (73, True)
    assert link.is_symlink()


def test_the_journal_of_the_catalogue_is_no_name_for_a_copy(run: Run, db: Path) -> None:
    answer = run("db", "backup", f"{db}-journal")
    assert (answer.code, "SQLite uses this name" in answer.err) == (73, True)


def test_into_a_folder_that_does_not_exist(run: Run, copy: Path) -> None:
    answer = run("db", "backup", str(copy.parent / "nowhere" / "monday.db"))
    assert (answer.code, "cannot be created" in answer.err) == (73, True)


def test_another_process_may_be_writing(run: Run, db: Path, copy: Path) -> None:
    """The copy is the catalogue before the other operation."""
    before = rows(db)
    writing = sqlite3.connect(db, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("UPDATE plan SET project_months = 99")
    assert run("db", "backup", str(copy)).code == 0
    writing.execute("COMMIT")
    assert rows(copy) == before


def test_a_catalogue_that_cannot_be_written(
    run: Run, db: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = database._connect
    monkeypatch.setattr(database, "_connect", lambda path, _: connect(path, "ro"))
    assert run("db", "backup", str(copy)).code == 0
    assert rows(copy) == rows(db)


def test_a_damaged_catalogue_is_not_copied(run: Run, db: Path, copy: Path) -> None:
    connection = sqlite3.connect(db)
    connection.executescript(
        "PRAGMA ignore_check_constraints = ON; UPDATE sector SET kind = 'moon';"
    )
    connection.close()
    answer = run("db", "backup", str(copy))
    assert answer.code == 65
    assert "not written, because the catalogue is damaged (CHECK" in answer.err
    assert [file.name for file in copy.parent.iterdir()] == []


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_who_may_not_read_the_catalogue_may_not_read_the_copy(
    run: Run, db: Path, copy: Path
) -> None:
    db.chmod(0o600)
    assert run("db", "backup", str(copy)).code == 0
    assert S_IMODE(copy.stat().st_mode) == 0o600
