"""A copy of the catalogue in another file, for `db backup` and before a migration.

Rules:
* SQLite's backup API copies one moment of the catalogue, while other processes read and write.
* The copy gets its name when it is complete, checked and on the disk. It never replaces a file.
* Whoever may not read the catalogue may not read the copy either.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from stdplan import errors
from stdplan.i18n import t

# Of a new file, less the umask: a catalogue is not for everyone.
FILE_MODE = 0o660


def back_up(connection: sqlite3.Connection, catalogue: Path, target: Path) -> None:
    """Write a copy of the catalogue to the file `target`; the connection is in no transaction.

    Raise CannotCreate if the file exists or cannot be created, NoPermission if this user cannot
    write its folder, InputOutput if the disk is full, BadData if the catalogue is damaged.

        back_up(catalogue.connection, catalogue.path, Path("monday.db"))
    """
    unfinished = target.with_name(f".{target.name}.{os.urandom(6).hex()}.tmp")
    try:
        if target.exists():
            raise FileExistsError
        create_file(unfinished, S_IMODE(catalogue.stat().st_mode))
    except OSError as error:
        raise _not_created(target, error) from None
    try:
        _copy(connection, unfinished, target)
        _sync(unfinished, os.O_RDWR)
        publish(unfinished, target)
        with suppress(OSError):  # Windows and some network drives cannot do this for a folder
            _sync(target.parent, os.O_RDONLY)
    except FileExistsError as error:
        raise _not_created(target, error) from None
    except OSError as error:
        raise _not_written(target, error.strerror or str(error)) from error
    finally:
        for leftover in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def free_name(catalogue: Path, why: str) -> Path:
    """Return the first unused name among `catalogue.db.WHY.bak`, `catalogue.db.WHY-2.bak` …"""
    path, count = catalogue.with_name(f"{catalogue.name}.{why}.bak"), 1
    while path.exists():
        count += 1
        path = catalogue.with_name(f"{catalogue.name}.{why}-{count}.bak")
    return path


def create_file(path: Path, mode: int = FILE_MODE) -> None:
    """Create an empty file that nobody may use beyond FILE_MODE, `mode` and the umask."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode & FILE_MODE))


def publish(unfinished: Path, path: Path) -> None:
    """Give the finished file its name; raise FileExistsError rather than replace a file."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        unfinished.replace(path)


def _copy(connection: sqlite3.Connection, unfinished: Path, target: Path) -> None:
    """Copy the catalogue into an empty file, and check the copy; errors name `target`."""
    # A read transaction is one moment of the catalogue. It waits for a writer as any reader does,
    # while the backup API alone would wait for ever.
    connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    copy = sqlite3.connect(unfinished, isolation_level=None)
    try:
        try:
            connection.backup(copy)
        finally:
            connection.execute("ROLLBACK")
        findings = [message for (message,) in copy.execute("PRAGMA integrity_check")]
    except sqlite3.OperationalError as error:
        raise _not_written(target, str(error)) from error
    finally:
        copy.close()
    if findings != ["ok"]:
        sentence = "{path}: not written, because the catalogue is damaged ({why})"
        raise errors.BadData(t(sentence, path=target, why=findings[0]))


def _not_created(target: Path, error: OSError) -> errors.StdplanError:
    if isinstance(error, FileExistsError):
        return errors.CannotCreate(t("{path}: already exists", path=target))
    kind = errors.NoPermission if isinstance(error, PermissionError) else errors.CannotCreate
    return kind(t("{path}: cannot be created ({why})", path=target, why=error.strerror))


def _not_written(target: Path, why: str) -> errors.InputOutput:
    sentence = "{path}: the copy cannot be written ({why}); nothing was changed"
    return errors.InputOutput(t(sentence, path=target, why=why))


def _sync(path: Path, mode: int) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
