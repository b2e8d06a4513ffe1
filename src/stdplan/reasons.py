"""Why the operating system, SQLite or a parser refused something, in the language of this run.

They say it in English only. Rule: a reason is recognized by its number, or by its words where it
has no number; one without a translation stays as it is.
"""

from __future__ import annotations

import errno

from stdplan.i18n import language, t
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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


def query_reason(text: str) -> str:
    """Return why SQLite does not take the text of a query: `no such column: x`."""
    return text if language() == "en" else translated(text, _QUERY_REASONS) or text


def toml_reason(text: str) -> str:
    """Return why a text is not TOML, without the place: `Invalid value`."""
    return text if language() == "en" else translated(text, _TOML_REASONS) or text


def translated(text: str, reasons: Mapping[str, Callable[..., str]]) -> str | None:
    """Return the translation of a reason with what is named in it; None if the table has none.

    The tables have patterns of English sentences, and functions that write the translation with the
    groups of the pattern.
    """
    import re

    for pattern, write in reasons.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return write(*found.groups())
    return None


_QUERY_REASONS: Mapping[str, Callable[..., str]] = {
    "no such table: (.+)": lambda name: t("no such table: {name}", name=name),
    "no such column: (.+)": lambda name: t("no such column: {name}", name=name),
    "no such function: (.+)": lambda name: t("no such function: {name}", name=name),
    "ambiguous column name: (.+)": lambda name: t("ambiguous column name: {name}", name=name),
    'near "(.+)": syntax error': lambda text: t('near "{text}": syntax error', text=text),
    'unrecognized token: "(.+)"': lambda text: t('unrecognized token: "{text}"', text=text),
    "incomplete input": lambda: t("incomplete input"),
    "You can only execute one statement at a time.?": lambda: t("only one statement is allowed"),
    r"wrong number of arguments to function (.+)\(\)": lambda name: t(
        "wrong number of arguments to function {name}()", name=name
    ),
    r"misuse of aggregate(?: function|:) (.+?)(?:\(\))?": lambda name: t(
        "misuse of aggregate function {name}()", name=name
    ),
    "integer overflow": lambda: t("integer overflow"),
    "malformed JSON": lambda: t("malformed JSON"),
    "datatype mismatch": lambda: t("datatype mismatch"),
    "string or blob too big": lambda: t("string or blob too big"),
    "not authorized|authorization denied": lambda: t("not authorized"),
    "not authorized to use function: (.+)": lambda name: t(
        "not authorized to use function: {name}", name=name
    ),
    r"sub-select returns (\d+) columns - expected (\d+)": lambda number, expected: t(
        "sub-select returns {number} columns - expected {expected}",
        number=number,
        expected=expected,
    ),
    "SELECTs to the left and right of (.+) do not have the same number of result columns": (
        lambda name: t(
            "SELECTs to the left and right of {name} have different numbers of columns", name=name
        )
    ),
    "Could not decode to UTF-8 column '(.+)' with text .*": lambda name: t(
        "column {name} has a text that is not UTF-8", name=name
    ),
}
_TOML_REASONS: Mapping[str, Callable[..., str]] = {
    "Invalid value|Invalid date or datetime": lambda: t("invalid value"),
    "Invalid statement": lambda: t("invalid statement"),
    "Cannot overwrite a value|Duplicate inline table key .+": lambda: t(
        "a key that has a value already"
    ),
    "Cannot declare .+ twice|Cannot (?:mutate immutable|redefine) namespace .+": (
        lambda: t("a table that is there already")
    ),
    "Expected '=' after a key in a key/value pair": lambda: t("no = after a key"),
    "Expected newline or end of document after a statement": lambda: t("something after the value"),
    "(?:Illegal|Found invalid) character '(.+)'": lambda text: t(
        "character {text} is not allowed", text=text
    ),
    r"Unterminated string|Expected ['\"]+": lambda: t("a text without a closing quote"),
    "Unclosed array": lambda: t("a list without a closing bracket"),
    "Unclosed inline table": lambda: t("a table without a closing brace"),
    r"Expected '\]+' at the end of an? \w+ declaration": lambda: t(
        "no ] after the name of a table"
    ),
    "Invalid initial character for a key part": lambda: t("no name of a key"),
    "Escaped character is not a Unicode scalar value": lambda: t("an escape that is no character"),
    r"Unescaped '\\' in a string|Invalid hex value": lambda: t("an unknown escape in a text"),
}
