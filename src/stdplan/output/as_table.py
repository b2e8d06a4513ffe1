"""Tables for a person at a terminal; with progress_bar.py the only module that knows Rich.

Rule: nothing is lost and nothing is run. Every cell is a Text of visible characters (Rich would
read markup, emoji and escapes in plain strings); titles fold, numbers and dates stay whole, and
where the columns do not fit beside each other the fields stand below each other.

How wide each column of a terminal table is. Pure arithmetic; `measure` counts a text's cells.

Rule: a column never gets less than its minimum, so that no number is cut; where that is impossible
there is no table, and the caller shows one record below the other.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stdplan.output.cell_text import inner
from stdplan.output.formats import Style
from stdplan.output.labels import label, shown
from stdplan.table import Cell, Column, Kind, Row

Measure = Callable[[str], int]

# What may break over lines; everything else is a code, a date or a number.
FOLDING = frozenset(("text", "list", "object"))
# The least for a text or a heading, and the longest item of a list that is kept in one piece.
NARROWEST = 12
_ITEM = 32


def least(kind: Kind, head: str, texts: Sequence[str], measure: Measure) -> int:
    """The width below which a column may not go: its cells, and the longest word of its heading."""
    word = max(map(measure, head.split()), default=0)
    return max(_least_cells(kind, texts, measure), min(word, NARROWEST))


def _least_cells(kind: Kind, texts: Sequence[str], measure: Measure) -> int:
    longest = max(map(measure, texts))
    if kind not in FOLDING:
        return longest
    if kind == "list":
        # One more than the item, for the `;` after it.
        item = max(measure(item) + 1 for text in texts for item in text.split("; "))
        return min(longest, max(NARROWEST, min(_ITEM, item)))
    return min(longest, NARROWEST)


def widths(minima: Sequence[int], natural: Sequence[int], space: int) -> list[int] | None:
    """Widths between minimum and natural that fill at most `space`; None if the minima do not fit.

    What is left over goes to the narrowest column that wants more, so that a long note does not
    starve a title.
    """
    chosen = list(minima)
    spare = space - sum(chosen)
    if spare < 0:
        return None
    wanting = [place for place, width in enumerate(chosen) if width < natural[place]]
    while spare and wanting:
        place = min(wanting, key=chosen.__getitem__)
        chosen[place] += 1
        spare -= 1
        if chosen[place] == natural[place]:
            wanting.remove(place)
    return chosen


def by_items(text: str, width: int, measure: Measure) -> str:
    """A list joined by `; ` with line ends between items, so that no number in it breaks."""
    first, *items = text.split("; ")
    lines = [first]
    for item in items:
        # Three cells: the `; ` before it and the `;` that may follow.
        if measure(lines[-1]) + measure(item) + 3 <= width:
            lines[-1] += f"; {item}"
        else:
            lines[-1] += ";"
            lines.append(item)
    return "\n".join(lines)


_RIGHT = frozenset(("integer", "decimal", "percent"))
_GAP = 2
_QUIET = {"withdrawn": "dim", "terminated": "dim", "overdue": "bold"}


def write_table(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Print the rows as a table, or one below the other; return how many."""
    kept = list(rows)
    if not kept:
        return 0
    width = style.width or shutil.get_terminal_size((80, 24)).columns
    screen = _console(out, style.terminal, width)
    bar = "█░" if screen.encoding.startswith("utf") else "#."
    screen.print(_block(columns, kept, style, width, bar))
    return len(kept)


def _console(out: TextIO, terminal: bool, width: int) -> Console:
    plain = not terminal or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Console(
        file=out,
        width=width,
        # Never used, but without it Rich takes a dumb terminal to be 80 columns wide and cuts.
        height=24,
        force_terminal=terminal,
        force_jupyter=False,
        color_system=None if plain else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )


def _text(text: str, style: str = "") -> Text:
    return Text(text, style=style, overflow="fold")


def _cell(text: str, column: Column, width: int) -> Text:
    return _text(by_items(text, width, cell_len) if column.kind == "list" else text)


def _holds(cell: Cell) -> bool:
    return cell is not None and cell not in ("", [], {})


def _block(
    columns: Sequence[Column], rows: Sequence[Row], style: Style, width: int, bar: str
) -> RenderableType:
    """The rows without the columns that are empty in all of them: side by side if that fits."""
    filled = [
        place
        for place in range(len(columns))
        if style.whole or any(_holds(row[place]) for row in rows)
    ]
    columns = [columns[place] for place in filled]
    rows = [[row[place] for place in filled] for row in rows]
    if not style.single and all(column.kind != "records" for column in columns):
        for drawn in (bar, ""):
            table = _table(columns, rows, style, width, drawn)
            if table is not None:
                return table
    parts: list[RenderableType] = []
    for row in rows:
        parts += [Text(""), *_upright(columns, row, style, width, bar)]
    return Group(*parts[1:])


def _table(
    columns: Sequence[Column], rows: Sequence[Row], style: Style, width: int, bar: str
) -> Table | None:
    """The rows side by side; None if they do not fit without cutting a number."""
    heads = [
        label(column, style.standards, style.labels) if style.header else "" for column in columns
    ]
    cells = [[shown(*pair, bar) for pair in zip(row, columns, strict=True)] for row in rows]
    triples = list(zip(columns, heads, zip(*cells, strict=True), strict=True))
    minima = [least(column.kind, head, texts, cell_len) for column, head, texts in triples]
    natural = [max(cell_len(head), *map(cell_len, texts)) for _, head, texts in triples]
    chosen = widths(minima, natural, width - _GAP * (len(columns) - 1))
    if chosen is None:
        return None
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_header=style.header,
        header_style="bold",
    )
    for column, head, wide in zip(columns, heads, chosen, strict=True):
        justify: Literal["left", "right"] = "right" if column.kind in _RIGHT else "left"
        table.add_column(_text(head), width=wide, justify=justify, overflow="fold")
    for row, texts in zip(rows, cells, strict=True):
        quiet = next((_QUIET[cell] for cell in row if isinstance(cell, str) and cell in _QUIET), "")
        table.add_row(*map(_cell, texts, columns, chosen), style=quiet)
    return table


def _upright(
    columns: Sequence[Column], row: Row, style: Style, width: int, bar: str
) -> list[RenderableType]:
    """One record, a field a line, with the records within it as small tables below."""
    pairs = [pair for pair in zip(columns, row, strict=True) if _holds(pair[1])]
    fields = [
        (column, shown(cell, column, bar)) for column, cell in pairs if column.kind != "records"
    ]
    heads = [label(column, style.standards, style.labels) for column, _ in fields]
    whole = [cell_len(text) for column, text in fields if column.kind not in FOLDING]
    # The labels give way, down to a point, so that a number stays in one piece.
    room = max(NARROWEST, width - _GAP - max(whole, default=0))
    left = min(room, max(map(cell_len, heads), default=0))
    right = max(1, width - _GAP - left)
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=left, overflow="fold", style="bold")
    grid.add_column(max_width=right, overflow="fold")
    for head, (column, text) in zip(heads, fields, strict=True):
        grid.add_row(_text(head), _cell(text, column, right))
    parts: list[RenderableType] = [grid]
    for column, cell in pairs:
        if column.kind == "records":
            within = _block(
                *inner(cell, column.shown),
                style._replace(single=False, whole=False),
                width - _GAP,
                bar,
            )
            above = _text(label(column, style.standards, style.labels), "bold")
            parts += [above, Padding(within, (0, 0, 0, _GAP), expand=False)]
    return parts
