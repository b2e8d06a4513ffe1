"""Run the program at a terminal of some width, where the system has such terminals."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from helpers import start

with suppress(ImportError):  # Windows
    import fcntl
    import pty
    import termios


# Nobody would leave the pager.
SURROUNDINGS = {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", "STDPLAN_PAGER": ""}


def at_terminal(width: int, *words: str, env: dict[str, str] | None = None) -> str:
    """Return what the program prints to a terminal of this width, on stdout and stderr."""
    return answer_at_terminal(width, *words, env=env)[0]


def answer_at_terminal(
    width: int, *words: str, env: dict[str, str] | None = None
) -> tuple[str, int]:
    """Return what the program prints to a terminal of 24 lines of this width, and its exit code."""
    with session_at_terminal(width, *words, env=env) as (process, ours):
        read = b""
        while chunk := read_chunk(ours):
            read += chunk
        code = process.wait(timeout=60)
    return read.decode("utf-8").replace("\r\n", "\n"), code


@contextmanager
def session_at_terminal(
    width: int, *words: str, env: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the program in the foreground of a terminal of its own, and yield the process and our
    end of the terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, width))
    surroundings = {**SURROUNDINGS, **(env or {})}
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = start(*words, env=surroundings, preexec_fn=_take_terminal, **streams)
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait(timeout=60)
        os.close(ours)


def _take_terminal() -> None:
    """Make stdin the terminal of a new session, so that Ctrl-C reaches all of its processes."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def read_until(descriptor: int, text: bytes) -> bytes:
    """Read the terminal until it has shown this text; fail if it ends before."""
    seen = b""
    while text not in seen:
        chunk = read_chunk(descriptor)
        assert chunk, seen
        seen += chunk
    return seen


def read_chunk(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # on Linux: the other end is closed
        return b""


def display_width(text: str) -> int:
    """Return the number of terminal columns of a line."""
    from rich.cells import cell_len
    from rich.text import Text

    return cell_len(Text.from_ansi(text).plain)
