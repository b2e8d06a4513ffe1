"""A copy of the catalogue in another file, for `db backup` and before a migration.

Rules:
* SQLite's backup API copies one moment of the catalogue, while other processes read and write.
* The copy gets its name when it is complete, checked and on the disk. It replaces a file only if
  that is asked for, and never the catalogue.
* Whoever may not read the catalogue may not read the copy either.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

from stdplan import errors
from stdplan.catalogue.recording import RECORDED_TABLES
from stdplan.i18n import t
from stdplan.long_work import long_work
from stdplan.platforms import replaces_open_files
from stdplan.reasons import system_reason
from stdplan.unfinished import final_path, unfinished_path

# Of a new file, less the umask: a catalogue is not for everyone.
FILE_MODE = 0o660
# Another process may be importing or migrating; a million records take half a minute.
_PATIENCE = 300  # seconds
_BUSY_SECONDS = 30  # as for other commands
# The primary codes of a file that SQLite cannot read as a database; ERROR is an impossible header.
DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
_PAGES = 10_000  # to copy at once
# What SQLite adds to the name of a database, for the files it keeps next to it.
_COMPANIONS = ("-journal", "-wal", "-shm")
# Tables that not all versions have; a migration creates them.
_LATER_TABLES = ("other_number", "suspension", "extension", "campaign_member")


def back_up(
    connection: sqlite3.Connection, catalogue: Path, target: Path, replace: bool = False
) -> None:
    """Write a copy of the catalogue to the file `target`; the connection is in no transaction.

    `replace`: `target` may be an existing file. Raise CannotCreate if the file exists or cannot be
    created, or if it is the catalogue, NoPermission if this user cannot write its folder,
    InputOutput if the disk is full, BadData if the catalogue is damaged.

        back_up(catalogue.connection, catalogue.path, Path("monday.db"))
    """
    _refuse_target(catalogue, target, replace)
    if replace:
        try:
            target = Path(final_path(target))
        except OSError as error:
            raise _not_created(target, error) from error
    with (
        _waiting_longer(connection),
        writing_copy(target, S_IMODE(catalogue.stat().st_mode)) as unfinished,
    ):
        copy(connection, unfinished, target)
        publish(unfinished, target, replace)


def _refuse_target(catalogue: Path, target: Path, replace: bool) -> None:
    """Raise CannotCreate if a copy cannot have the name `target`."""
    if target.exists():
        if not replace:
            raise errors.CannotCreate(t("{path}: already exists", path=target))
        if target.samefile(catalogue):
            raise errors.CannotCreate(t("{path}: this is the catalogue itself", path=target))
        if not target.is_file():
            raise errors.CannotCreate(t("{path}: not a file", path=target))
    # SQLite would take the copy for the journal of the catalogue.
    path, of_catalogue = (Path(os.path.realpath(name)) for name in (target, catalogue))
    if path.parent == of_catalogue.parent and path.name in companion_names(of_catalogue.name):
        raise errors.CannotCreate(
            t("{path}: SQLite uses this name for the journal of the catalogue", path=target)
        )


def companion_names(name: str) -> tuple[str, ...]:
    """Return the names of the files that SQLite keeps next to a database of this name."""
    return tuple(name + ending for ending in _COMPANIONS)


@contextmanager
def _waiting_longer(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the connection wait longer for a writer, until the block ends."""
    usual = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")


@contextmanager
def writing_copy(target: Path, mode: int = FILE_MODE) -> Iterator[Path]:
    """Yield the path of an empty file next to `target`, with at most the rights of `mode`.

    The block fills it and publishes it. After an error nothing is left. Errors of the system become
    CannotCreate, NoPermission or InputOutput, and name `target`.
    """
    unfinished = Path(unfinished_path(target.parent))
    try:
        try:
            create_file(unfinished, mode)
        except OSError as error:
            raise _not_created(target, error) from None
        try:
            yield unfinished
        except FileExistsError as error:
            raise _not_created(target, error) from None
        except OSError as error:
            raise _not_written(target, system_reason(error)) from error
    finally:
        for leftover in (unfinished.name, *companion_names(unfinished.name)):
            with suppress(OSError):
                unfinished.with_name(leftover).unlink(missing_ok=True)


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


def publish(unfinished: Path, path: Path, replace: bool = False) -> None:
    """Give the finished file its name, on the disk.

    Raise FileExistsError rather than replace a file, unless `replace`.
    """
    _sync(unfinished, os.O_RDWR)
    remove_stale_journals(path)
    if not replace:
        _link(unfinished, path)
    elif path.exists():
        with _unused(path):
            unfinished.replace(path)
    else:
        unfinished.replace(path)
    with suppress(OSError):  # Windows and some network drives cannot do this for a folder
        _sync(path.parent, os.O_RDONLY)


def _link(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        unfinished.replace(path)


@contextmanager
def _unused(path: Path) -> Iterator[None]:
    """Wait until no process reads or writes a database, and keep them out until the block ends.

    Opening it rolls back what a killed process left. No process uses any other file.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code == sqlite3.SQLITE_BUSY:
                sentence = "{path}: another process is writing; try again"
                raise errors.Locked(t(sentence, path=path)) from error
            if code not in DAMAGED:
                raise _not_written(path, str(error)) from error
        for name in companion_names(path.name):
            path.with_name(name).unlink(missing_ok=True)
        if not replaces_open_files():
            connection.close()
        yield


def remove_stale_journals(path: Path) -> None:
    """If a database does not exist, remove its journals: SQLite would apply them to a new one."""
    # In this order: a journal in use was created after its database.
    found = [name for name in companion_names(path.name) if path.with_name(name).exists()]
    if found and not path.exists():
        for name in found:
            path.with_name(name).unlink(missing_ok=True)


def copy(connection: sqlite3.Connection, unfinished: Path, target: Path) -> None:
    """Copy the catalogue into an empty file, and check the copy; errors name `target`."""
    # A read transaction is one moment of the catalogue. It waits for a writer as any reader does,
    # while the backup API alone would wait for ever.
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        written = sqlite3.connect(unfinished, isolation_level=None)
    except BaseException:
        _end(connection)
        raise
    with closing(written):
        try:
            try:
                copy_pages(connection, written, t("writing {file}", file=target))
            finally:
                _end(connection)
            with long_work(written, t("checking {file}", file=target)):
                why = damage(written)
        except sqlite3.OperationalError as error:
            raise _not_written(target, str(error)) from error
    if why is not None:
        sentence = "{path}: not written, because the catalogue is damaged ({why})"
        raise errors.BadData(t(sentence, path=target, why=why))


def copy_pages(connection: sqlite3.Connection, written: sqlite3.Connection, work: str) -> None:
    """Copy all pages of a database in one transaction of the other, unless a signal comes; `work`
    says so to a person who waits."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    left = pages

    with long_work(connection, work, pages) as advance:

        def count(_: int, remaining: int, __: int) -> None:
            nonlocal left
            advance(left - remaining)
            left = remaining

        # Python handles a signal in the function that is called between the steps.
        connection.backup(written, pages=_PAGES, progress=count)
    # Another program may have changed it; the mode is in the pages.
    written.execute("PRAGMA journal_mode = DELETE").fetchone()


def damage(connection: sqlite3.Connection) -> str | None:
    """Return the first damage that SQLite finds in the file, or a table that is missing; None if
    there is none."""
    finding = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if finding != "ok":
        return str(finding)
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    existing = {name for (name,) in rows}
    for table in (*RECORDED_TABLES, "operation"):
        if table not in existing and table not in _LATER_TABLES:
            return t("the table {name} is missing", name=table)
    return None


def _end(connection: sqlite3.Connection) -> None:
    """End a transaction that only reads; an error may have ended it."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _not_created(target: Path, error: OSError) -> errors.StdplanError:
    if isinstance(error, FileExistsError):
        return errors.CannotCreate(t("{path}: already exists", path=target))
    kind = errors.NoPermission if isinstance(error, PermissionError) else errors.CannotCreate
    return kind(t("{path}: cannot be created ({why})", path=target, why=system_reason(error)))


def _not_written(target: Path, why: str) -> errors.InputOutput:
    sentence = "{path}: cannot be written ({why}); nothing was changed"
    return errors.InputOutput(t(sentence, path=target, why=why))


def _sync(path: Path, mode: int) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
