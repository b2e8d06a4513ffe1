"""The streams of the program: quiet when a pipe is closed, and checked at the end.

Files and pipes get UTF-8 with the same line ends on every system; a console gets its own encoding,
with escapes for characters that this lacks.

Rule: output to stdout arrives, or the program reports that it did not. Output to stderr never makes
a command fail.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from stdplan.light import TYPE_CHECKING
from stdplan.platforms import (
    console_encoding,
    end_on_closed_pipe,
    is_closed_pipe,
    stream_encoding,
)

if TYPE_CHECKING:
    from typing import Any


def prepare() -> None:
    """Set up the streams; call this once, before anything is written."""
    end_on_closed_pipe()  # `| head` ends the program with 141
    _use_utf8()
    if sys.stdout is not None:
        global _declared
        _declared = sys.stdout.encoding
    if sys.stderr is None:  # `2>&-`: nobody reads the messages, which is no reason to fail
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None:
            encoding = stream_encoding(stream.encoding, stream.isatty())
            # Without `newline`, Windows would write the line ends of csv as \r\r\n.
            stream.reconfigure(  # type: ignore[union-attr]
                encoding=encoding, errors="backslashreplace", newline="\n"
            )
    sys.stderr = IgnoreWriteErrors(sys.stderr)


_declared: str | None = None  # the encoding that Python has chosen for stdout


def terminal_encoding() -> str:
    """Return the encoding of the terminal, which says which characters it can show.

    It is that of PYTHONIOENCODING, of the console of Windows, or of the locale; UTF-8 without one.
    """
    if os.environ.get("PYTHONIOENCODING", "").partition(":")[0]:
        found = _declared
    else:
        found = console_encoding() or _locale_encoding()
    try:
        "".encode(found or "utf-8")
    except LookupError:
        return "utf-8"
    return found or "utf-8"


def _locale_encoding() -> str | None:
    """Return the encoding of the locale in the environment, None if it does not say.

    Not that of Python, which replaces the locale C by one with UTF-8.
    """
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    if os.environ.get("LANG") in _NO_LOCALE and os.environ.get("LC_CTYPE") in _REPLACEMENTS:
        names.remove("LC_CTYPE")  # set by Python
    locale = next(filter(None, map(os.environ.get, names)), "")
    if locale in _NO_LOCALE:
        return "ascii"
    return locale.partition("@")[0].partition(".")[2] or None


_NO_LOCALE = ("C", "POSIX")
# What Python puts in the place of these (PEP 538).
_REPLACEMENTS = ("C.UTF-8", "C.utf8", "UTF-8")


def flush() -> OSError | None:
    """Flush both streams; return the error by which output to stdout was lost, None without."""
    problem = None
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        problem = None if is_closed_pipe(error) else error
    sys.stderr.flush()
    return problem


class IgnoreWriteErrors:
    """A stream whose errors are ignored: without stderr, the exit code still says what happened."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text if that is possible; return its length."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush the stream if that is possible."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _use_utf8() -> None:
    """Start the program again in UTF-8 mode if Python uses ASCII (LC_ALL=POSIX, PYTHONUTF8=0).

    Otherwise arguments and names of files outside of ASCII could not be read.
    """
    if sys.getfilesystemencoding() == "ascii" and sys.executable:
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONUTF8": "1"})
