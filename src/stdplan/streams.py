"""The program's streams: UTF-8, quiet at a closed pipe, and checked at the end.

Rule: what goes to stdout arrives or is missed aloud; what goes to stderr cannot fail a command.
"""

import os
import signal
import sys
from contextlib import suppress
from typing import Any


def prepare() -> None:
    """Make the streams what the rest of the program takes for granted."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends us quietly, with 141
    _use_utf8()
    if sys.stderr is None:  # `2>&-`: there is nobody to tell, which is no reason to fail
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr = IgnoreWriteErrors(sys.stderr)


def lost() -> str | None:
    """Flush both streams; why stdout did not arrive, None where all is well."""
    why = None
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as fault:
        why = fault.strerror
    sys.stderr.flush()
    return why


class IgnoreWriteErrors:
    """stderr that cannot fail a command: where nobody can be told, the exit code still tells."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write if that is possible."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush if that is possible."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _use_utf8() -> None:
    """Begin again in UTF-8 where Python was told ASCII (LC_ALL=POSIX with PYTHONUTF8=0): the
    arguments and the names of files would be unreadable."""
    if sys.getfilesystemencoding() == "ascii" and sys.executable and hasattr(os, "execve"):
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONUTF8": "1"})
