"""The terminal as Rich sees it: its colours, and the characters that it can show.

Rule: nothing in texts is interpreted. NO_COLOR and TERM=dumb switch colours off, FORCE_COLOR
switches them on, also in a pipe. On a terminal in another encoding than UTF-8, bars and rules are
ASCII.
"""

import os
from codecs import lookup
from typing import IO, Literal, TextIO

from rich.console import Console

from stdplan.streams import terminal_encoding

# The characters for the full and the empty part of a bar, and for a mark in it.
BLOCKS, ASCII_BLOCKS = "█░│", "#.|"


def has_blocks(out: IO[str], terminal: bool) -> bool:
    """Return whether bars and rules are drawn with more than ASCII: the stream and the terminal, if
    it is one, are in UTF-8. Others lack some of the characters, or get them in UTF-8."""
    encodings = [getattr(out, "encoding", None) or "utf-8"]
    if terminal:
        encodings.append(terminal_encoding())
    return all(lookup(encoding).name.startswith("utf") for encoding in encodings)


class _Console(Console):
    """A console that takes the encoding of the terminal, not that of our stream."""

    @property
    def encoding(self) -> str:
        """The encoding: by it, Rich chooses its bars and boxes."""
        return "utf-8" if has_blocks(self.file, self.is_terminal) else "ascii"


def terminal_console(out: TextIO, terminal: bool, width: int | None) -> Console:
    """Return a console of Rich that interprets nothing in texts."""
    coloured = wants_colour(terminal)
    return _Console(
        file=out,
        width=width,
        # Without a height, Rich assumes that a dumb terminal has 80 columns, and cuts.
        height=24,
        force_terminal=terminal or coloured,
        force_jupyter=False,
        color_system=_color_system(terminal) if coloured else None,
        no_color=False,  # decided here
        markup=False,
        emoji=False,
        highlight=False,
    )


def wants_colour(terminal: bool) -> bool:
    """Return whether the output has colours: on a terminal that knows some, or if FORCE_COLOR asks
    for them; not with NO_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    return _is_forced() or (terminal and not is_dumb())


def is_dumb() -> bool:
    """Return whether the terminal cannot move its cursor."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def _is_forced() -> bool:
    return os.environ.get("FORCE_COLOR", "") not in ("", "0")


def _color_system(terminal: bool) -> Literal["auto", "standard"]:
    """Return the colours that the terminal has, as Rich names them; the least if nothing is
    known."""
    return "auto" if terminal and not is_dumb() else "standard"
