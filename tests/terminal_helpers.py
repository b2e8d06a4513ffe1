"""Run the program at a terminal of some width, where the system has such terminals."""

import os
from contextlib import suppress

from helpers import start

with suppress(ImportError):  # Windows
    import pty
    import termios


def at_terminal(width: int, *words: str, env: dict[str, str] | None = None) -> str:
    """Return what the program prints to a terminal of this width, on stdout and stderr."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, width))
    surroundings = {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(env or {})}
    process = start(*words, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings)
    os.close(theirs)
    read = b""
    while chunk := _read(ours):
        read += chunk
    os.close(ours)
    process.wait(timeout=60)
    return read.decode("utf-8").replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # on Linux: the other end is closed
        return b""


def display_width(text: str) -> int:
    """Return the number of terminal columns of a line."""
    from rich.cells import cell_len
    from rich.text import Text

    return cell_len(Text.from_ansi(text).plain)
