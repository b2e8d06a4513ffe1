"""The writer of tables for a person at a terminal, with Rich.

Rule: nothing is lost and nothing is run. Every cell is a Text of visible characters, since Rich
would interpret markup, emoji and escapes in plain strings. Titles are folded, numbers and dates are
not: a column never gets less than its minimum. If the columns do not fit side by side, the records
are written one below the other, a field a line.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stdplan.output.consoles import ASCII_BLOCKS, BLOCKS, has_blocks, terminal_console
from stdplan.output.formats import Style
from stdplan.output.labels import column_label, display_text, nested_table
from stdplan.table import Cell, Column, Kind, Row

# Returns the width of a text in terminal cells.
Measure = Callable[[str], int]

# Kinds that may be folded; all others are codes, dates or numbers.
FOLDING = frozenset(("text", "list", "object"))
# In terminal cells: the minimum for a text or a heading, and for an item of a list.
NARROWEST = 12
_ITEM = 32
_RIGHT = frozenset(("integer", "decimal", "percent"))
_GAP = 2
# The box SIMPLE_HEAD of Rich, in ASCII.
_ASCII_HEAD = box.Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
# Styles of rows with such a cell.
_ROW_STYLES = {"withdrawn": "dim", "terminated": "dim", "overdue": "bold"}


def write_table(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows side by side, or one record below the other; return their number."""
    records = list(rows)
    if not records:
        return 0
    width = style.width or shutil.get_terminal_size((80, 24)).columns
    console = terminal_console(out, style.terminal, width)
    style = style._replace(blocks=has_blocks(out, style.terminal))
    bar = BLOCKS if style.blocks else ASCII_BLOCKS
    console.print(_block(columns, records, style, width, bar))
    if style.drawings:
        from stdplan.output.drawings import draw

        for drawing in style.drawings:
            lines = draw(drawing, style, width, bar)
            for line in [Text(""), *lines] if lines else []:
                line.rstrip()
                console.print(line)
    return len(records)


def _text(text: str, style: str = "") -> Text:
    return Text(text, style=style, overflow="fold")


def _cell(text: str, column: Column, width: int) -> Text:
    return _text(break_between_items(text, width, cell_len) if column.kind == "list" else text)


def _has_value(cell: Cell) -> bool:
    return cell is not None and cell not in ("", [], {})


def _block(
    columns: Sequence[Column], rows: Sequence[Row], style: Style, width: int, bar: str
) -> RenderableType:
    """Return the rows side by side if they fit, else one below the other.

    Columns that are empty in all rows are left out, unless they were asked for, or are the first,
    which says what the others are about; and optional ones for which there is no room.
    """
    optional = {*range(len(columns) - style.optional, len(columns))}
    filled = [
        index
        for index in range(len(columns))
        if style.whole or not index or any(_has_value(row[index]) for row in rows)
    ]
    columns = [columns[index] for index in filled]
    rows = [[row[index] for index in filled] for row in rows]
    styles = list(map(_row_style, rows))
    if style.names is not None:
        rows = list(style.names.rows(columns, rows))
        # Names of focus areas are long, unlike codes.
        columns = [
            column._replace(kind="text") if column == Column("focus", "key") else column
            for column in columns
        ]
    if optional:
        first = sum(index not in optional for index in filled)
        columns, rows = _with_room(columns, rows, first, style, width, bar)
    if not style.single and all(column.kind != "records" for column in columns):
        for characters in (bar, ""):  # percentages need less space without a bar
            table = _table(columns, rows, styles, style, width, characters)
            if table is not None:
                return table
    parts: list[RenderableType] = []
    for row in rows:
        parts += [Text(""), *_record(columns, row, style, width, bar)]
    return Group(*parts[1:])


# In terminal cells: titles longer than this are folded for the sake of another column.
_TITLE = 60


def _with_room(
    columns: Sequence[Column], rows: Sequence[Row], first: int, style: Style, width: int, bar: str
) -> tuple[list[Column], list[Row]]:
    """Return the columns and their rows without the optional ones for which there is no room; these
    begin at `first`, the most important one first."""

    def needed(index: int) -> int:
        column = columns[index]
        head = column_label(column, style.standards, style.labels) if style.header else ""
        texts = [display_text(row[index], column, bar) for row in rows]
        natural = max(cell_len(head), *map(cell_len, texts))
        least = minimum_width(column.kind, head, texts, cell_len)
        return max(least, min(natural, _TITLE)) if column.kind in FOLDING else natural

    kept = list(range(first))
    room = width - sum(needed(index) + _GAP for index in kept) + _GAP
    for index in range(first, len(columns)):
        if (space := needed(index) + _GAP) <= room:
            room -= space
            kept.append(index)
    return [columns[index] for index in kept], [[row[index] for index in kept] for row in rows]


def _row_style(row: Row) -> str:
    words = (cell for cell in row if isinstance(cell, str) and cell in _ROW_STYLES)
    return next((_ROW_STYLES[word] for word in words), "")


def _table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    styles: Sequence[str],
    style: Style,
    width: int,
    bar: str,
) -> Table | None:
    """Return the rows side by side, each with its style; None if a number would be cut."""
    heads = [
        column_label(column, style.standards, style.labels) if style.header else ""
        for column in columns
    ]
    cells = [[display_text(*pair, bar) for pair in zip(row, columns, strict=True)] for row in rows]
    triples = list(zip(columns, heads, zip(*cells, strict=True), strict=True))
    minima = [minimum_width(column.kind, head, texts, cell_len) for column, head, texts in triples]
    natural = [max(cell_len(head), *map(cell_len, texts)) for _, head, texts in triples]
    widths = distribute_width(minima, natural, width - _GAP * (len(columns) - 1))
    if widths is None:
        return None
    table = Table(
        box=box.SIMPLE_HEAD if style.blocks else _ASCII_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_header=style.header,
        header_style="bold",
    )
    for column, head, column_width in zip(columns, heads, widths, strict=True):
        justify: Literal["left", "right"] = "right" if column.kind in _RIGHT else "left"
        table.add_column(_text(head), width=column_width, justify=justify, overflow="fold")
    for texts, row_style in zip(cells, styles, strict=True):
        table.add_row(*map(_cell, texts, columns, widths), style=row_style)
    return table


def _record(
    columns: Sequence[Column], row: Row, style: Style, width: int, bar: str
) -> list[RenderableType]:
    """Return one record, a field a line, with the records within it as small tables below."""
    pairs = [pair for pair in zip(columns, row, strict=True) if _has_value(pair[1])]
    fields = [
        (column, display_text(cell, column, bar))
        for column, cell in pairs
        if column.kind != "records"
    ]
    heads = [column_label(column, style.standards, style.labels) for column, _ in fields]
    unfolded = [cell_len(text) for column, text in fields if column.kind not in FOLDING]
    # Labels are folded, but not below the minimum, so that numbers are not.
    space = max(NARROWEST, width - _GAP - max(unfolded, default=0))
    left = min(space, max(map(cell_len, heads), default=0))
    right = max(1, width - _GAP - left)
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=left, overflow="fold", style="bold")
    grid.add_column(max_width=right, overflow="fold")
    for head, (column, text) in zip(heads, fields, strict=True):
        grid.add_row(_text(head), _cell(text, column, right))
    parts: list[RenderableType] = [grid]
    for column, cell in pairs:
        if column.kind == "records":
            table = _block(
                *nested_table(cell, column),
                style._replace(single=False, whole=False),
                width - _GAP,
                bar,
            )
            heading = _text(column_label(column, style.standards, style.labels), "bold")
            parts += [heading, Padding(table, (0, 0, 0, _GAP), expand=False)]
    return parts


# The widths of columns: pure arithmetic, with a function that measures texts.


def minimum_width(kind: Kind, head: str, texts: Sequence[str], measure: Measure) -> int:
    """Return the minimum for a column: for its cells, and for the longest word of its heading."""
    word = max(map(measure, head.split()), default=0)
    return max(_minimum_of_cells(kind, texts, measure), min(word, NARROWEST))


def _minimum_of_cells(kind: Kind, texts: Sequence[str], measure: Measure) -> int:
    longest = max(map(measure, texts))
    if kind not in FOLDING:
        return longest
    if kind == "list":
        # One more than the item, for the `;` after it.
        item = max(measure(item) + 1 for text in texts for item in text.split("; "))
        return min(longest, max(NARROWEST, min(_ITEM, item)))
    return min(longest, NARROWEST)


def distribute_width(minima: Sequence[int], natural: Sequence[int], space: int) -> list[int] | None:
    """Return widths between minimum and natural width that need at most `space` in sum.

    Space that is left goes to the narrowest column below its natural width, so that a long note
    does not take it from a title. Return None if the minima do not fit.
    """
    widths = list(minima)
    spare = space - sum(widths)
    if spare < 0:
        return None
    folded = [index for index, width in enumerate(widths) if width < natural[index]]
    while spare and folded:
        index = min(folded, key=widths.__getitem__)
        widths[index] += 1
        spare -= 1
        if widths[index] == natural[index]:
            folded.remove(index)
    return widths


def break_between_items(text: str, width: int, measure: Measure) -> str:
    """Break a list joined by `; ` into lines between its items, so that no number is broken."""
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
