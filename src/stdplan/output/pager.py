"""The pager: what is longer than the screen of a terminal is shown by `less`, as git does it.

Rule: the command that the user names shows the output; with `cat` or an empty command there is no
pager. By default it is less, which leaves the text on the screen and its colours as they are
(LESS=FRX, unless LESS is set); without less there is no pager. It is no error if a pager ends
before it has read everything.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from stdplan.interrupts import Interrupted
from stdplan.platforms import continue_on_closed_pipe, end_on_closed_pipe, is_dumb_terminal

_NONE = ("", "cat")
# What less and lv do by default: git has the same.
_DEFAULTS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
# Characters by which the command is for the shell.
_FOR_SHELL = frozenset("|&;<>()$`\\\"'*?[#~=%\n")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)")


class PagerEnded(Exception):
    """The pager does not read any more: its user has seen enough."""


def pager_command(named: str | None) -> str | None:
    """Return the command of the pager that the user names, None for none.

    A terminal that cannot move its cursor has none, and a program that does not exist is none.
    """
    if is_dumb_terminal():
        return None
    if named is None:
        return "less" if shutil.which("less") else None
    command = named.strip()
    if command in _NONE:
        return None
    if not _FOR_SHELL.intersection(command) and shutil.which(command.split()[0]) is None:
        return None
    return command


@contextmanager
def paged(out: TextIO, named: str | None) -> Iterator[TextIO]:
    """Yield a stream for the terminal `out`: what is longer than its screen goes to the pager that
    the user names, None if they name none.

    At the end of the block, everything is written, and the user has left the pager. Writing raises
    PagerEnded if they left it before.
    """
    command = pager_command(named)
    if command is None:
        yield out
        out.flush()
        return
    stream = _PagedStream(out, command)
    try:
        yield stream  # type: ignore[misc]
    finally:
        stream.close()


class _PagedStream:
    """A stream that keeps what fits the screen, and starts the pager for more."""

    encoding = "utf-8"

    def __init__(self, out: TextIO, command: str) -> None:
        self._out = out
        self._command = command
        self._columns, self._lines = shutil.get_terminal_size((80, 24))
        self._kept: list[str] = []
        self._height = 0
        self._pager: subprocess.Popen[bytes] | None = None

    def isatty(self) -> bool:
        """Return that this is a terminal, as its reader sees it."""
        return True

    def fileno(self) -> int:
        """Return the descriptor of the terminal."""
        return self._out.fileno()

    def write(self, text: str) -> int:
        """Write a text; raise PagerEnded if nobody reads it."""
        if self._pager is None:
            self._kept.append(text)
            self._height += displayed_lines(text, self._columns)
            if self._height >= self._lines:  # the last line of the screen is for the prompt
                self._start()
        else:
            self._send(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: what is kept is shown at the end."""

    def close(self) -> None:
        """Show what is kept, or wait until the pager has ended."""
        if self._pager is None:
            self._out.write("".join(self._kept))
            self._out.flush()
            return
        interrupted = None
        while True:
            try:
                self._end_input(self._pager)
                self._pager.wait()
                break
            except Interrupted as signalled:
                # Ctrl-C is for the pager, too, which goes on. It has the terminal until it ends.
                interrupted = signalled
        end_on_closed_pipe()
        if interrupted is not None:
            raise interrupted

    def _start(self) -> None:
        self._out.flush()
        sys.stderr.flush()
        continue_on_closed_pipe()
        self._pager = subprocess.Popen(
            self._command,
            shell=True,
            stdin=subprocess.PIPE,
            env={**_DEFAULTS, **os.environ},
        )
        self._send("".join(self._kept))
        self._kept.clear()

    def _send(self, text: str) -> None:
        assert self._pager is not None and self._pager.stdin is not None
        try:
            self._pager.stdin.write(text.encode("utf-8", "backslashreplace"))
        except (BrokenPipeError, ValueError) as error:
            raise PagerEnded from error

    @staticmethod
    def _end_input(pager: subprocess.Popen[bytes]) -> None:
        assert pager.stdin is not None
        with suppress(BrokenPipeError, OSError):
            pager.stdin.close()


def displayed_lines(text: str, columns: int) -> int:
    """Return how many lines of a terminal a text fills; a long line is several."""
    lines = text.count("\n")
    for line in text.split("\n"):
        if len(line) * 2 > columns:
            shown = _ESCAPES.sub("", line)
            width = sum(2 if character >= "\u1100" else 1 for character in shown)
            lines += max(0, width - 1) // columns
    return lines
