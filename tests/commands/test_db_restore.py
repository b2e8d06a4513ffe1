"""`stdplan db restore`: a checked backup takes the place of the catalogue, which is kept."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE

import pytest

from helpers import Run, run_app
from schema_fixture import FIXTURES, load
from stdplan.catalogue import database

KEPT = "plan.db.before-restore.bak"


@pytest.fixture
def monday(run: Run, tmp_path: Path) -> Path:
    """Return a backup of a catalogue with one standard; another one was added since."""
    path = tmp_path / "copies" / "monday.db"
    path.parent.mkdir()
    run("standards", "add", "JB/T 1-2011")
    assert run("db", "backup", str(path)).code == 0
    run("standards", "add", "JB/T 2-2011")
    return path


def rows(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def damage_the_header(db: Path) -> None:
    with db.open("r+b") as file:
        file.write(b"damage" * 20)


def cut_off(db: Path) -> None:
    os.truncate(db, 100_000)


def damage_a_page(db: Path) -> None:
    with db.open("r+b") as file:
        file.seek(8192)
        file.write(b"damage" * 500)


def leave_a_journal(db: Path) -> None:
    db.unlink()
    db.with_name("plan.db-journal").write_bytes(b"of the file that was removed" * 99)


@pytest.mark.parametrize(
    "harm", [damage_the_header, cut_off, damage_a_page, Path.unlink, leave_a_journal]
)
def test_a_drill(run: Run, db: Path, monday: Path, harm: Callable[[Path], None]) -> None:
    """Whatever happens to the catalogue, the backup brings back the same rows."""
    expected = rows(monday)
    harm(db)
    found = db.read_bytes() if db.exists() else None
    answer = run("db", "restore", str(monday))
    kept = f"; the old catalogue is kept as {KEPT}" if found else ""
    assert (answer.code, answer.err) == (0, f"stdplan: {db}: restored from {monday}{kept}\n")
    assert rows(db) == expected == rows(monday)
    assert run("db", "check").code == 0
    assert run("standards", "add", "JB/T 3-2011").code == 0
    if found:
        assert db.with_name(KEPT).read_bytes() == found
    assert not [*db.parent.glob("*-journal"), *db.parent.glob(".stdplan-*")]


def test_the_replaced_catalogue_is_kept_each_time(run: Run, db: Path, monday: Path) -> None:
    before = rows(db)
    run("db", "restore", str(monday))
    assert "plan.db.before-restore-2.bak" in run("db", "restore", str(monday)).err
    assert rows(db.with_name(KEPT)) == before
    run("db", "restore", str(db.with_name(KEPT)))
    assert rows(db) == before


def test_the_default_catalogue_can_be_restored(monday: Path, tmp_path: Path) -> None:
    answer = run_app("db", "restore", str(monday))
    path = tmp_path / "home" / "stdplan" / "catalogue.db"
    assert (answer.code, answer.err) == (0, f"stdplan: {path}: restored from {monday}\n")
    assert rows(path) == rows(monday)


def test_an_open_catalogue_has_the_new_rows(run: Run, db: Path, monday: Path) -> None:
    """Its pages are replaced in the same file, so whoever has it open goes on with it."""
    opened = database.open_catalogue(db)
    run("db", "restore", str(monday))
    assert opened.connection.execute("SELECT count(*) FROM standard").fetchone() == (1,)
    with opened.operation("after") as work:
        work.connection.execute("UPDATE standard SET note = 'x'")
        work.count("changed")
    assert run("db", "check").code == 0


def test_an_open_catalogue_is_not_written_in_an_older_version(
    run: Run, db: Path, tmp_path: Path
) -> None:
    old = load(FIXTURES / "catalogue_v4.sql", tmp_path / "old.db")
    opened = database.open_catalogue(db)
    assert run("db", "restore", str(old)).code == 0
    with pytest.raises(Exception, match="replaced by another one"), opened.operation("after"):
        pytest.fail("the body must not run")
    answer = run("sectors", "list")
    assert (answer.code, "converting the catalogue from version 4" in answer.err) == (0, True)


def test_a_process_that_is_writing_is_waited_for(
    run: Run, db: Path, monday: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    before = rows(db)
    writing = sqlite3.connect(db, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    answer = run("db", "restore", str(monday))
    assert (answer.code, "another process is writing" in answer.err) == (75, True)
    writing.execute("ROLLBACK")
    assert rows(db) == before
    assert not db.with_name(KEPT).exists()


def test_the_journal_of_a_killed_process_is_rolled_back_first(
    run: Run, db: Path, monday: Path
) -> None:
    before = rows(db)
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE focus_area SET phrase = 'half of a change'")
    hot = db.with_name("hot.db")
    for ending in ("", "-journal"):  # what a kill leaves, or the power
        shutil.copy(f"{db}{ending}", f"{hot}{ending}")
    connection.execute("ROLLBACK")
    assert run_app("--db", str(hot), "db", "restore", str(monday)).code == 0
    assert rows(hot) == rows(monday)
    assert rows(hot.with_name("hot.db.before-restore.bak")) == before


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (None, 66, "there is no such file"),
        (b"no catalogue", 65, "the file is damaged, or not a stdplan catalogue"),
        (b"", 65, "not a stdplan catalogue"),
    ],
)
def test_what_is_no_backup_is_refused(
    run: Run, db: Path, tmp_path: Path, content: bytes | None, code: int, message: str
) -> None:
    before = db.read_bytes()
    path = tmp_path / "wrong.db"
    if content is not None:
        path.write_bytes(content)
    answer = run("db", "restore", str(path))
    assert (answer.code, message in answer.err) == (code, True)
    assert db.read_bytes() == before
    assert not db.with_name(KEPT).exists()


def test_a_damaged_backup_is_refused(run: Run, db: Path, monday: Path) -> None:
    before = db.read_bytes()
    damage_a_page(monday)
    answer = run("db", "restore", str(monday))
    assert (answer.code, "is damaged" in answer.err) == (65, True)
    assert db.read_bytes() == before


def test_a_backup_without_a_table_is_refused(run: Run, db: Path, monday: Path) -> None:
    connection = sqlite3.connect(monday)
    connection.execute("DROP TABLE review")
    connection.close()
    before = db.read_bytes()
    answer = run("db", "restore", str(monday))
    assert (answer.code, "the table review is missing" in answer.err) == (65, True)
    assert db.read_bytes() == before


def test_the_journal_mode_of_a_backup_is_not_taken_over(run: Run, db: Path, monday: Path) -> None:
    connection = sqlite3.connect(monday)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert run("db", "restore", str(monday)).code == 0
    connection = sqlite3.connect(db)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_is_not_replaced(monday: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        answer = run_app("--db", str(path), "db", "restore", str(monday))
        assert (answer.code, "not a file" in answer.err) == (65, True)


def test_a_backup_of_a_newer_version_is_refused(run: Run, monday: Path) -> None:
    connection = sqlite3.connect(monday)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    answer = run("db", "restore", str(monday))
    assert (answer.code, "written by a newer stdplan" in answer.err) == (78, True)


def test_the_catalogue_cannot_be_restored_from_itself(run: Run, db: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.hardlink_to(db)
    answer = run("db", "restore", str(link))
    assert (answer.code, "this is the catalogue itself" in answer.err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("harm", [lambda db: None, damage_the_header])
def test_the_catalogue_keeps_its_mode(
    run: Run, db: Path, monday: Path, harm: Callable[[Path], None]
) -> None:
    db.chmod(0o600)
    monday.chmod(0o444)
    harm(db)
    assert run("db", "restore", str(monday)).code == 0
    assert S_IMODE(db.stat().st_mode) == S_IMODE(db.with_name(KEPT).stat().st_mode) == 0o600
    db.unlink()
    assert run("db", "restore", str(monday)).code == 0
    assert S_IMODE(db.stat().st_mode) == 0o640  # readable as the backup, and not by others
