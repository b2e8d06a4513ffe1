"""SQLite's errors as ours: which exit code, and a sentence without SQL in it."""

import sqlite3

from stdplan import errors
from stdplan.i18n import t


def damaged(path: str, why: str) -> errors.BadData:
    """A catalogue that holds what nobody can read."""
    return errors.BadData(
        t("{path}: damaged, or not a stdplan catalogue ({why})", path=path, why=why)
    )


def explain(fault: sqlite3.Error, path: str) -> errors.StdplanError:
    """The error a user sees for an error of the driver, at the catalogue `path`."""
    code = getattr(fault, "sqlite_errorcode", None)
    # The low byte is the primary code; the rest says where it happened.
    primary = None if code is None else code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return errors.Locked(t("{path}: somebody else is writing; try again", path=path))
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return errors.BadData(
            t("{path}: damaged, or not a stdplan catalogue ({why})", path=path, why=str(fault))
        )
    if "Could not decode" in str(fault):  # the driver's own, without a code
        return damaged(path, str(fault).partition(" with text")[0])
    if primary == sqlite3.SQLITE_FULL:
        return errors.InputOutput(t("{path}: the disk is full; nothing was changed", path=path))
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return errors.NoPermission(t("{path}: cannot be written (read-only)", path=path))
    if primary == sqlite3.SQLITE_CANTOPEN:
        return errors.NoPermission(t("{path}: cannot be opened", path=path))
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT):
        return errors.InputOutput(
            t("{path}: reading or writing failed ({why})", path=path, why=str(fault))
        )
    if isinstance(fault, sqlite3.IntegrityError):
        return errors.BadData(
            t("{path}: the catalogue refuses this ({why})", path=path, why=str(fault))
        )
    if isinstance(fault, sqlite3.DatabaseError) and "no such" in str(fault):
        return errors.BadData(
            t("{path}: damaged, or not a stdplan catalogue ({why})", path=path, why=str(fault))
        )
    return errors.StdplanError(t("a bug in stdplan: {why}", why=str(fault)))
