"""Files that are not finished yet: how they are named, and what killed processes left of them.

Rule: a file is written under the name that `unfinished_path` returns, in the folder where it
belongs, and gets its own name when it is complete. Whoever writes it removes it after an error;
`remove_own` does so if a signal comes just then. The name contains the process and its host, so
that a later run can remove what a killed process left. A link stays: what it leads to
(`final_path`) is replaced.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from stat import S_ISDIR

from stdplan import platforms
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    StrPath = str | os.PathLike[str]

_BEGIN, _END = ".stdplan-", ".tmp"
# Whether a process of another host is alive is not known; nothing takes as long as this.
_SURELY_LEFT = 7 * 24 * 3600  # seconds
_own: list[str] = []


def unfinished_path(folder: StrPath) -> str:
    """Return the path of a new file in a folder, `.stdplan-PROCESS-HOST-RANDOM.tmp`.

    Remove what killed processes left there first.
    """
    remove_leftovers(folder)
    name = f"{_BEGIN}{os.getpid()}-{_host()}-{os.urandom(6).hex()}{_END}"
    _own.append(os.path.join(folder, name))
    return _own[-1]


def final_path(path: StrPath) -> str:
    """Return the path to which a file is written: that of what a link leads to, which may not
    exist yet.

    Raise OSError for a link that leads back to itself.
    """
    target = os.path.realpath(path)
    if os.path.islink(target):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), target)
    return target


def remove_own() -> None:
    """Remove the unfinished files of this process; call this at its end."""
    for path in _own:
        for left in (path, f"{path}-journal"):
            with suppress(OSError):
                _remove(left)


def remove_leftovers(folder: StrPath) -> None:
    """Remove the unfinished files of this user in a folder whose process has ended."""
    with suppress(OSError):
        for name in os.listdir(folder or os.curdir):
            if name.startswith(_BEGIN):
                path = os.path.join(folder, name)
                with suppress(OSError):  # another process may have removed it
                    if _is_left(name, os.lstat(path)):
                        _remove(path)


def _is_left(name: str, status: os.stat_result) -> bool:
    """Return whether a file was left by a process that has ended; False if that is not certain."""
    if platforms.is_of_another_user(status):
        return False
    stem, ending, rest = name.removeprefix(_BEGIN).partition(_END)
    process, *more = stem.split("-")
    # SQLite adds -journal to the name of the file it writes.
    if not ending or rest not in ("", "-journal") or len(more) != 2 or not process.isdecimal():
        return False
    alive = platforms.is_alive(int(process)) if more[0] == _host() else None
    if alive is not None:
        return not alive
    from time import time

    return time() - status.st_mtime > _SURELY_LEFT


def _host() -> str:
    """Return eight digits for this host."""
    from binascii import crc32

    return f"{crc32(platforms.host_name().encode('utf-8', 'surrogateescape')):08x}"


def _remove(path: str) -> None:
    """Remove a file, or a folder with its files."""
    if S_ISDIR(os.lstat(path).st_mode):
        from shutil import rmtree

        rmtree(path)
    else:
        os.unlink(path)
