"""A backup put in the place of the catalogue, for `db restore`.

Rules:
* The backup is checked before anything is touched. It may be of an older version: the next command
  migrates it.
* The catalogue that is replaced is kept next to it, under another name.
* Other processes may have the catalogue open. So its pages are replaced in one transaction of
  SQLite: it waits for the others, they see the old pages or the new ones, and the journal of a
  killed process is rolled back first. Only a catalogue that does not exist, or that SQLite cannot
  open, is replaced by renaming a new file.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from shutil import copyfileobj
from stat import S_IMODE
from typing import BinaryIO

from stdplan import errors
from stdplan.catalogue import backup, database
from stdplan.catalogue.driver_errors import damaged_error, error_of_driver
from stdplan.i18n import t
from stdplan.interrupts import Interrupted, note_stored
from stdplan.long_work import long_work
from stdplan.platforms import give_to

_OWNER = 0o600  # may read and write what is restored, whatever the mode of the backup


def restore(source: Path, catalogue: Path) -> Path | None:
    """Replace the catalogue by the backup `source`; return where the old one is kept, if any.

    Raise Missing, BadData or TooNew if the backup cannot be used, BadData if the catalogue is not a
    file, Locked if it is in use for half a minute, CannotCreate, NoPermission or InputOutput if it
    cannot be written.

        restore(Path("monday.db"), Path("catalogue.db"))
    """
    catalogue = Path(os.path.realpath(catalogue))
    if catalogue.exists() and not catalogue.is_file():
        raise errors.BadData(t("{path}: not a file", path=catalogue))
    with closing(_open_backup(source, catalogue)) as backed_up:
        if not catalogue.exists():
            mode = S_IMODE(source.stat().st_mode) | _OWNER
            _write_new_file(backed_up, catalogue, mode)
            return None
        old = catalogue.stat()
        # Opened before SQLite opens the file, and closed after it: this process loses its locks on
        # a file when it closes it for the first time.
        with catalogue.open("rb") as content, closing(_connect(catalogue)) as connection:
            if _lock(connection):
                kept = _keep(content, catalogue)
                _replace_pages(backed_up, connection, catalogue, kept)
                return kept
        with catalogue.open("rb") as content:
            kept = _keep(content, catalogue)
        _write_new_file(backed_up, catalogue, S_IMODE(old.st_mode), old)
        return kept


def _open_backup(source: Path, catalogue: Path) -> sqlite3.Connection:
    """Open the backup and check it; what is checked cannot change while it is open."""
    if not source.exists():
        raise errors.Missing(t("{file}: there is no such file", file=source))
    if catalogue.exists() and source.samefile(catalogue):
        raise errors.UsageProblem(t("{path}: this is the catalogue itself", path=source))
    connection, _ = database.open_unchanged(source)
    try:
        connection.execute("BEGIN")
        with long_work(connection, t("checking {file}", file=source)):
            why = backup.damage(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise error_of_driver(error, str(source)) from error
    except BaseException:
        connection.close()
        raise
    if why is not None:
        connection.close()
        raise damaged_error(str(source), why)
    return connection


def _connect(catalogue: Path) -> sqlite3.Connection:
    return sqlite3.connect(catalogue, isolation_level=None, timeout=database.BUSY_SECONDS)


def _lock(connection: sqlite3.Connection) -> bool:
    """Wait until no process uses the catalogue, and lock it until the connection is closed.

    Return False if SQLite cannot open it.
    """
    try:
        connection.execute("BEGIN EXCLUSIVE")
        # Only now: in this mode SQLite would wait for others without letting them finish.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in backup.DAMAGED:
            raise
        return False
    return True


def _keep(content: BinaryIO, catalogue: Path) -> Path:
    """Copy the bytes of the catalogue, damaged or not, to a file next to it; return its path."""
    kept = backup.free_name(catalogue, "before-restore")
    with backup.writing_copy(kept, S_IMODE(catalogue.stat().st_mode)) as unfinished:
        with unfinished.open("wb") as copy:
            copyfileobj(content, copy, 1 << 20)
        backup.publish(unfinished, kept)
    return kept


def _replace_pages(
    backed_up: sqlite3.Connection, connection: sqlite3.Connection, catalogue: Path, kept: Path
) -> None:
    """Replace all pages of the locked catalogue; after an error, they are as they were."""
    before = _schema_version(connection)
    try:
        backup.copy_pages(backed_up, connection, t("restoring {file}", file=catalogue))
    except Interrupted:  # it may have come just after the last step
        if _schema_version(connection) == before:
            kept.unlink()
        else:
            note_stored(catalogue)
        raise
    except BaseException:
        with suppress(OSError):
            kept.unlink()
        raise
    note_stored(catalogue)


def _schema_version(connection: sqlite3.Connection) -> int:
    """Return a number that SQLite increases whenever it replaces all pages."""
    return int(connection.execute("PRAGMA schema_version").fetchone()[0])


def _write_new_file(
    backed_up: sqlite3.Connection, catalogue: Path, mode: int, old: os.stat_result | None = None
) -> None:
    """Write the catalogue as a new file, which appears when it is complete.

    `old` describes the file that it replaces: the same users may read and write the new one.
    """
    with backup.writing_copy(catalogue, mode) as unfinished:
        if old is not None:
            unfinished.chmod(mode)  # the umask may have taken some of it
            give_to(unfinished, old)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            backup.copy_pages(backed_up, connection, t("restoring {file}", file=catalogue))
        note_stored(catalogue, unfinished)
        backup.publish(unfinished, catalogue, replace=old is not None)
