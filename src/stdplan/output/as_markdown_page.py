"""A record with lists in it as a Markdown page, to mail: a title, sentences, a heading a list.

Rule: as in as_markdown.py every text comes out literally. Headings and headers are what a person
reads, in the language of the run; a list without anything is left out.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.output import as_markdown
from stdplan.output.formats import Style
from stdplan.output.labels import label
from stdplan.output.nested import inner
from stdplan.table import Cell, Column, Row


def write(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write each record as a page, its first text as the title; return how many."""
    count = 0
    for row in rows:
        count += 1
        filled = [pair for pair in zip(columns, row, strict=True) if pair[1] not in (None, "", [])]
        texts = [cell for column, cell in filled if column.kind != "records"]
        blocks = [("# " if place == 0 else "") + _text(cell) for place, cell in enumerate(texts)]
        out.write("\n\n".join(blocks) + "\n")
        for column, cell in filled:
            if column.kind == "records":
                _list(column, cell, out, style)
    return count


def _list(column: Column, cell: Cell, out: TextIO, style: Style) -> None:
    """A heading and a pipe table of the columns in which there is anything."""
    out.write(f"\n## {_text(label(column, style.standards, style.labels))}\n\n")
    columns, rows = inner(cell, column.shown)
    places = [
        place
        for place in range(len(columns))
        if any(row[place] not in (None, "", []) for row in rows)
    ]
    named = [
        Column(label(columns[place], style.standards, style.labels), columns[place].kind)
        for place in places
    ]
    picked = ([row[place] for place in places] for row in rows)
    as_markdown.write(named, picked, out, style._replace(page=False))


def _text(cell: Cell) -> str:
    """Text of a line of its own; a `#` at its end would close a heading."""
    return as_markdown.literal(cell).replace("#", "\\#")
