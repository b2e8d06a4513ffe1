"""How a run may end before its command is done, and what it has stored by then.

Rule: every message about an early end says whether the catalogue has the changes. Ctrl-C, SIGTERM
and SIGHUP are exceptions, so transactions are rolled back and unfinished files are removed.
"""

from __future__ import annotations

import os

from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

_BY_SIGNAL = 128  # shells add this to the number of a signal
_received: int | None = None  # the number of a signal
_stored_in: str | None = None  # the path of a catalogue
_stored_file: int | None = None  # the inode that this path will have


class Interrupted(BaseException):
    """Ctrl-C was pressed, or SIGTERM or SIGHUP was sent to this process.

    Not a KeyboardInterrupt, for which Typer ends the program without a message.
    """


def prepare() -> None:
    """Turn signals into Interrupted; `nohup` and the like keep what they ask for."""
    # The core of `signal`, which needs the slow `enum` for the names of its numbers.
    import _signal  # type: ignore[import-not-found]

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):  # the last is Ctrl-Break of Windows
        number = getattr(_signal, name, None)
        usual = (_signal.SIG_DFL, _signal.default_int_handler)
        if number is not None and _signal.getsignal(number) in usual:
            _signal.signal(number, _interrupt)


def _interrupt(number: int, _: object) -> NoReturn:
    global _received
    _received = number
    raise Interrupted


def exit_code() -> int | None:
    """Return the exit code of a process that got a signal (130, 143 …), None if it got none."""
    return None if _received is None else _BY_SIGNAL + _received


def raise_if_interrupted() -> None:
    """Raise Interrupted if a signal came: SQLite may have turned its exception into another one."""
    if _received is not None:
        raise Interrupted


def note_stored(
    catalogue: str | os.PathLike[str] | None, unfinished: str | os.PathLike[str] | None = None
) -> None:
    """Note that this run has stored changes in a catalogue, or None.

    `unfinished`: the file that will be the catalogue; they are stored once it has this name.
    """
    global _stored_in, _stored_file
    _stored_file = None if unfinished is None else os.stat(unfinished).st_ino
    _stored_in = None if catalogue is None else os.fspath(catalogue)


def is_stored() -> bool:
    """Return whether this run has stored changes."""
    if _stored_in is None:
        return False
    try:
        found = os.stat(_stored_in).st_ino
    except OSError:
        return False
    return _stored_file in (None, found)


def interrupted_message() -> str:
    """Return the message of a run that a signal ended."""
    if is_stored():
        return t("interrupted; all changes are stored")
    return t("interrupted; nothing was changed")


def with_stored(problem: str) -> str:
    """Return the message of an error; if changes are stored, it says so."""
    return t("{problem}; all changes are stored", problem=problem) if is_stored() else problem
