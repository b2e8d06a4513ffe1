"""Errors of SQLite as errors of ours.

Rule: a sentence names the file and has no SQL; the class of the error has the exit code.
"""

from __future__ import annotations

import sqlite3

from stdplan import errors
from stdplan.i18n import t
from stdplan.reasons import database_reason


def damaged_error(path: str, why: str) -> errors.BadData:
    """Return a BadData that says that the catalogue cannot be read."""
    return errors.BadData(
        t("{path}: the file is damaged, or not a stdplan catalogue ({why})", path=path, why=why)
    )


def error_of_driver(error: sqlite3.Error, path: str) -> errors.StdplanError:
    """Return our error for an error of the driver, for the catalogue at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code; the rest is the extended code.
    primary = None if code is None else code & 0xFF
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return replaced_error(path)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return errors.Locked(t("{path}: another process is writing; try again", path=path))
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged_error(path, database_reason(error))
    if "Could not decode" in str(error):  # the driver's own, without a code
        return damaged_error(path, str(error).partition(" with text")[0])
    if primary == sqlite3.SQLITE_FULL:
        return errors.InputOutput(t("{path}: the disk is full; nothing was changed", path=path))
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return errors.NoPermission(t("{path}: cannot be written (read-only)", path=path))
    if primary == sqlite3.SQLITE_CANTOPEN:
        return errors.NoPermission(t("{path}: cannot be opened", path=path))
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT):
        return errors.InputOutput(
            t(
                "{path}: reading or writing failed ({why}); nothing was changed",
                path=path,
                why=database_reason(error),
            )
        )
    if isinstance(error, sqlite3.IntegrityError):
        return errors.BadData(
            t("{path}: the catalogue does not allow this ({why})", path=path, why=str(error))
        )
    # A table is missing, a cell of several values is not JSON, the file's header is damaged, or a
    # trigger that is not ours calls what it may not.
    damages = ("no such", "malformed JSON", "JSON cannot hold", "unsupported file", "unsafe use")
    if isinstance(error, sqlite3.DatabaseError) and any(text in str(error) for text in damages):
        return damaged_error(path, str(error))
    return errors.StdplanError(t("a bug in stdplan: {why}", why=str(error)))


def replaced_error(path: str) -> errors.StdplanError:
    """Return a Locked that says that another catalogue is in the place of an open one."""
    sentence = "{path}: the catalogue was replaced by another one; nothing was changed, try again"
    return errors.Locked(t(sentence, path=path))
