"""The writer of previews at a terminal, with Rich: how a list was understood, a line for each
column.

Rule: nothing is lost without a sign. Facts are folded; names of columns and examples that do not
fit are cut, with `…` at the end. All that a terminal would obey is shown escaped.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from typing import NamedTuple, TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from stdplan.domain.text import escape_unprintable
from stdplan.output.consoles import terminal_console

_GAP = 2
_BETWEEN = " · "
_CUT = "…"
_LEAST_EXAMPLE = 10  # terminal cells; below that, fewer examples are shown
_LEAST_EXAMPLES = 28  # terminal cells of all examples; below that, they get a line of their own


class PreviewColumn(NamedTuple):
    """A column of a list: its header, what it feeds, its first cells.

    `read`: it is read. `whole`: its cells are numbers, codes or dates, which mean little in part.
    """

    header: str
    target: str
    examples: tuple[str, ...]
    read: bool = True
    whole: bool = False


class PreviewBlock(NamedTuple):
    """How one list was understood: a title, labels with texts, its columns, what was skipped."""

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[PreviewColumn]
    skipped: Sequence[tuple[str, str]] = ()


def write_previews(
    blocks: Sequence[PreviewBlock],
    last: str,
    out: TextIO,
    width: int | None = None,
    terminal: bool = True,
) -> None:
    """Write the blocks and a last line, which may be empty; `width`: that of the terminal."""
    width = width or shutil.get_terminal_size(_size(out)).columns
    console = terminal_console(out, terminal, width)
    for block in blocks:
        console.print(_text(block.title, "bold"))
        console.print(_pairs(block.facts, width))
        for line in _column_lines(block.columns, width):
            console.print(line)
        if block.skipped:
            console.print(_pairs(block.skipped, width))
        console.print()
    if last:
        console.print(_text(last))
        console.print()


def _size(out: TextIO) -> tuple[int, int]:
    """Return columns and lines of the terminal that `out` is; stdout may be a pipe."""
    try:
        return os.get_terminal_size(out.fileno())
    except OSError:
        return 80, 24


def _text(text: str, style: str = "") -> Text:
    return Text(escape_unprintable(text), style=style, overflow="fold")


def _pairs(pairs: Sequence[tuple[str, str]], width: int) -> RenderableType:
    """Return labels with texts behind them, folded; a label that repeats is shown once."""
    left = min(max(cell_len(label) for label, _ in pairs), width // 3)
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=left, overflow="fold")
    grid.add_column(max_width=max(1, width - left - _GAP), overflow="fold")
    before = ""
    for label, text in pairs:
        grid.add_row(_text("" if label == before else label, "dim"), _text(text))
        before = label
    return grid


def _column_lines(columns: Sequence[PreviewColumn], width: int) -> list[Text]:
    """Return a line for each column; two if the terminal is narrow."""
    headers = [escape_unprintable(column.header) for column in columns]
    targets = [escape_unprintable(column.target) for column in columns]
    left = min(max(map(cell_len, headers), default=0), max(12, width // 4))
    middle = min(max(map(cell_len, targets), default=0), max(16, width // 3))
    space = width - 2 * _GAP - left - middle - _GAP
    below = space < _LEAST_EXAMPLES
    lines = []
    for column, header, target in zip(columns, headers, targets, strict=True):
        style = "" if column.read else "dim"
        examples = [escape_unprintable(text) for text in column.examples]
        line = Text(" " * _GAP, style=style, overflow="ellipsis", no_wrap=True)
        if below:
            room = max(1, width - _GAP - 1 - cell_len(target))
            line.append(f"{cut(header, max(8, room), cell_len)} {target}")
            line.append("\n" + " " * 2 * _GAP)
            line.append(fit(examples, max(1, width - 2 * _GAP), cell_len, column.whole))
        else:
            line.append(_padded(header, left) + " " * _GAP, "bold" if column.read else "")
            line.append(_padded(target, middle) + " " * _GAP)
            line.append(fit(examples, space, cell_len, column.whole))
        line.rstrip()
        lines.append(line)
    return lines


def _padded(text: str, width: int) -> str:
    return set_cell_size(cut(text, width, cell_len), width)


# What fits into a line: pure arithmetic, with a function that measures texts.


def cut(text: str, width: int, measure: Callable[[str], int]) -> str:
    """Return a text, or as much of its beginning as fits with a sign that there is more."""
    if measure(text) <= width:
        return text
    kept = text
    while kept and measure(kept) + 1 > width:
        kept = kept[:-1]
    return kept.rstrip() + _CUT


def fit(
    examples: Sequence[str], width: int, measure: Callable[[str], int], whole: bool = False
) -> str:
    """Return the examples on one line: the longest ones are cut, and what is left out is shown as
    `…`. `whole`: rather leave out examples than cut them."""
    joined = _BETWEEN.join(examples)
    if measure(joined) <= width:
        return joined
    for count in range(len(examples), 1, -1):
        rest = _BETWEEN + _CUT if count < len(examples) else ""
        space = width - measure(rest) - measure(_BETWEEN) * (count - 1)
        lengths = [measure(text) for text in examples[:count]]
        limit = _limit(lengths, space)
        if limit >= (max(lengths) if whole else _LEAST_EXAMPLE):
            return _BETWEEN.join(cut(text, limit, measure) for text in examples[:count]) + rest
    rest = _BETWEEN + _CUT if len(examples) > 1 else ""
    return "" if not examples else cut(examples[0], max(1, width - measure(rest)), measure) + rest


def _limit(lengths: Sequence[int], space: int) -> int:
    """Return the greatest length to which all texts can be cut to need at most `space` in sum."""
    limit = 0
    for done, length in enumerate(sorted(lengths)):
        share = space // (len(lengths) - done)
        if length > share:
            return share
        space -= length
        limit = length
    return limit
