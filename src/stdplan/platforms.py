"""What differs between Linux, macOS and Windows: the only module that asks which system this is.

Rules:
* A function here says what the rest of the program needs; no other module looks at `sys.platform`
  or `os.name`.
* It is no error if a system does not answer: the program goes on without the answer.
* It imports nothing that is slow, and nothing of stdplan: i18n.py needs it to find a language.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

# Errors of Windows: another program has the file, or a part of it, open for itself.
_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33
_LANGUAGE_NAMES = 0x8  # MUI_LANGUAGE_NAME: zh-CN, not 0804
# Windows takes a path with one of these beginnings letter by letter.
_VERBATIM = ("\\\\?\\", "\\\\.\\")
# The preferences of a user of macOS, below the home folder.
_PREFERENCES = "~/Library/Preferences/.GlobalPreferences.plist"


def is_windows() -> bool:
    """Return whether this is Windows."""
    return sys.platform == "win32"


def preferred_languages() -> list[str]:
    """Return the languages that the user chose in the settings of the system: zh-CN, en-US.

    [] on Linux, where the environment has the language, and if there is no answer.
    """
    with suppress(OSError, AttributeError, ValueError):
        if sys.platform == "win32":
            return _windows_languages()
        if sys.platform == "darwin":
            return _macos_languages()
    return []


def _windows_languages() -> list[str]:
    """Return the display languages of the user; the first one is that of the menus."""
    import ctypes

    ask = ctypes.windll.kernel32.GetUserPreferredUILanguages  # type: ignore[attr-defined]
    count, size = ctypes.c_ulong(), ctypes.c_ulong()
    # Without a buffer, it returns how many characters it needs.
    if not ask(_LANGUAGE_NAMES, ctypes.byref(count), None, ctypes.byref(size)):
        return []
    names = ctypes.create_unicode_buffer(size.value)
    if not ask(_LANGUAGE_NAMES, ctypes.byref(count), names, ctypes.byref(size)):
        return []
    return [name for name in "".join(names[:]).split("\0") if name]


def _macos_languages() -> list[str]:
    """Return the languages of the system settings (`defaults read -g AppleLanguages`)."""
    import plistlib

    with open(os.path.expanduser(_PREFERENCES), "rb") as file:
        names = plistlib.load(file, fmt=plistlib.FMT_BINARY).get("AppleLanguages")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def data_folder(program: str) -> str:
    """Return the folder for the data that a program keeps for this user."""
    if sys.platform == "linux":
        return os.path.join(_linux_folder("XDG_DATA_HOME", "~/.local/share"), program)
    from platformdirs import user_data_dir

    return user_data_dir(program, appauthor=False)


def config_folder(program: str) -> str:
    """Return the folder for the settings of a program for this user."""
    if sys.platform == "linux":
        return os.path.join(_linux_folder("XDG_CONFIG_HOME", "~/.config"), program)
    from platformdirs import user_config_dir

    return user_config_dir(program, appauthor=False)


def _linux_folder(variable: str, usual: str) -> str:
    """Return a folder as platformdirs finds it, which is slow to import."""
    folder = os.environ.get(variable, "")
    return folder if os.path.isabs(folder) else os.path.expanduser(usual)


def sqlite_uri(path: str | os.PathLike[str], mode: str) -> str:
    r"""Return the URI of a database file for SQLite; `mode`: how it is opened, `ro` or `rw`.

    A share of Windows needs four slashes: between two and three, SQLite looks for a host, and
    takes none. `\\server\plans\plan.db` is `file:////server/plans/plan.db?mode=rw`.
    """
    if is_windows():
        import ntpath

        name = ntpath.abspath(path)
        if name.startswith(_VERBATIM):
            begin = "file:"
        else:
            name = name.replace("\\", "/")
            begin = "file://" if name.startswith("/") else "file:///"
    else:
        begin, name = "file://", os.path.join(os.getcwd(), path)
    name = name.replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return f"{begin}{name}?mode={mode}"


def is_in_use(error: OSError) -> bool:
    """Return whether a file was refused because another program has it open."""
    busy = (errno.EBUSY, errno.ETXTBSY)
    violation = getattr(error, "winerror", None) in (_SHARING_VIOLATION, _LOCK_VIOLATION)
    return violation or error.errno in busy


def replaces_open_files() -> bool:
    """Return whether a file can be replaced while a program has it open; not on Windows."""
    return not is_windows()


def is_closed_pipe(error: OSError) -> bool:
    """Return whether the program at the other end of a pipe has ended: Windows says EINVAL."""
    closed = is_windows() and error.errno == errno.EINVAL and error.filename is None
    return closed or isinstance(error, BrokenPipeError)


def stream_encoding(encoding: str, is_terminal: bool) -> str:
    """Return the encoding for a stream that Python opened with `encoding`.

    A console gets what it can show (on Windows that is all of Unicode, else its locale says so),
    and PYTHONIOENCODING is obeyed. Everything else is UTF-8, whatever the system.
    """
    return encoding if is_terminal or os.environ.get("PYTHONIOENCODING") else "utf-8"


def end_on_closed_pipe() -> None:
    """Let the program end quietly when nobody reads its output (`| head`), where signals do so."""
    # The core of `signal`, which needs the slow `enum` for the names of its numbers.
    import _signal  # type: ignore[import-not-found]

    if hasattr(_signal, "SIGPIPE"):
        _signal.signal(_signal.SIGPIPE, _signal.SIG_DFL)


def continue_on_closed_pipe() -> None:
    """Let the program go on if a pipe or a connection is closed at its other end: writing raises
    BrokenPipeError."""
    import _signal

    if hasattr(_signal, "SIGPIPE"):
        _signal.signal(_signal.SIGPIPE, _signal.SIG_IGN)


def console_encoding() -> str | None:
    """Return the encoding of the console of Windows; None elsewhere, where the locale says it."""
    return os.device_encoding(1) if is_windows() else None


def is_dumb_terminal() -> bool:
    """Return whether the terminal cannot move its cursor. On Windows, consoles can."""
    return not is_windows() and os.environ.get("TERM", "") in ("", "dumb", "unknown")


def is_desktop() -> bool:
    """Return whether there is a desktop that can open a browser."""
    if is_windows() or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_of_another_user(status: os.stat_result) -> bool:
    """Return whether a file belongs to another user; False where that is not known (Windows)."""
    return hasattr(os, "geteuid") and status.st_uid != os.geteuid()


def give_to(path: str | os.PathLike[str], owner: os.stat_result) -> None:
    """Give a file to the user and the group of another one, if this user may do that."""
    if hasattr(os, "chown"):  # Windows has rights of the folder instead
        with suppress(OSError):
            os.chown(path, owner.st_uid, owner.st_gid)


def is_alive(process: int) -> bool | None:
    """Return whether a process of this host runs; None where one cannot ask (Windows)."""
    if os.name != "posix" or is_windows():  # os.kill of Windows would end the process
        return None
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it belongs to another user
        return True
    return True


def host_name() -> str:
    """Return the name of this host; containers with processes of their own are hosts, too."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    with suppress(OSError):
        name += str(os.stat("/proc/self/ns/pid").st_ino)
    return name


def worker_count(most: int) -> int:
    """Return how many worker processes parse a long list: 0 where a fork is not safe.

    macOS may crash after a fork, and Windows has none. Only Linux has workers: twice the number of
    processors, because a worker waits half of the time.
    """
    if sys.platform != "linux":
        return 0
    cores = len(os.sched_getaffinity(0))
    return min(2 * cores, most) if cores > 1 else 0


def end_group(process: int) -> bool:
    """Kill a process that leads a group, with all that it started; return whether that is possible
    here."""
    if not hasattr(os, "killpg"):
        return False
    from signal import SIGKILL

    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, SIGKILL)
    return True
