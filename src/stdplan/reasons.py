"""Why the operating system or SQLite refused something, in the language of this run.

Both say it in English only. Rule: a reason is recognized by its number; one without a translation
stays as it is.
"""

from __future__ import annotations

import errno

from stdplan.i18n import language, t


def system_reason(error: OSError) -> str:
    """Return why the operating system refused something: `No such file or directory`."""
    known = _reasons().get(error.errno or 0) if language() != "en" else None
    return known or error.strerror or str(error)


def _reasons() -> dict[int, str]:
    """Return the reasons that a person may meet, by their numbers."""
    return {
        errno.ENOENT: t("No such file or directory"),
        errno.EACCES: t("Permission denied"),
        errno.EPERM: t("Operation not permitted"),
        errno.EEXIST: t("File exists"),
        errno.ENOTDIR: t("Not a directory"),
        errno.EISDIR: t("Is a directory"),
        errno.ENOTEMPTY: t("Directory not empty"),
        errno.ENOSPC: t("No space left on device"),
        errno.EROFS: t("Read-only file system"),
        errno.EIO: t("Input/output error"),
        errno.EPIPE: t("Broken pipe"),
        errno.EBADF: t("Bad file descriptor"),
        errno.EBUSY: t("Device or resource busy"),
        errno.EFBIG: t("File too large"),
        errno.EINVAL: t("Invalid argument"),
        errno.ELOOP: t("Too many levels of symbolic links"),
        errno.EMFILE: t("Too many open files"),
        errno.ENAMETOOLONG: t("File name too long"),
        errno.ENOMEM: t("Cannot allocate memory"),
        errno.EXDEV: t("Invalid cross-device link"),
    }


def database_reason(error: Exception) -> str:
    """Return why SQLite refused something: `database disk image is malformed`."""
    if language() == "en":
        return str(error)
    # The low byte is the primary code; the rest is the extended code.
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    return _database_reasons().get(code) or str(error)


def _database_reasons() -> dict[int, str]:
    """Return the reasons by the primary codes of SQLite."""
    from sqlite3 import SQLITE_CORRUPT, SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_NOTADB

    return {
        SQLITE_CORRUPT: t("database disk image is malformed"),
        SQLITE_NOTADB: t("file is not a database"),
        SQLITE_IOERR: t("disk I/O error"),
        SQLITE_FULL: t("database or disk is full"),
        SQLITE_NOMEM: t("out of memory"),
    }
