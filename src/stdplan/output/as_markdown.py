"""A Markdown pipe table, to paste into a report or an issue.

Rule: a cell comes out literally: what Markdown or HTML would read as markup is escaped.

A record with lists in it as a Markdown page, to mail: a title, sentences, a heading a list.

Rule: as in as_markdown.py every text comes out literally. Headings and headers are what a person
reads, in the language of the run; a list without anything is left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.output.cell_text import inner, plain
from stdplan.output.formats import Style
from stdplan.output.labels import label
from stdplan.table import Cell, Column, Row

_RIGHT = frozenset(("integer", "decimal", "percent"))
# A lone bracket is harmless and common in titles; `](` makes a link or an image.
_MARKUP = re.compile(r"[|\\`*_~<&]|\]\(")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "](": "]\\("}


def write_markdown(
    columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style
) -> int:
    """Write the rows as a pipe table, or one record as a page; return how many."""
    if style.page:
        return write(columns, rows, out, style)
    if style.header:
        names = (column.name for column in columns)
        _line(out, (name if name.isidentifier() else literal(name) for name in names))
        _line(out, ("---:" if column.kind in _RIGHT else "---" for column in columns))
    count = 0
    for row in rows:
        count += 1
        _line(out, map(literal, row))
    return count


def _line(out: TextIO, cells: Iterator[str]) -> None:
    out.write("| " + " | ".join(cells) + " |\n")


def literal(cell: object) -> str:
    """A cell on one line, in which nothing is markup."""
    text = plain(cell)
    return _MARKUP.sub(_escape, text if text.isprintable() else escape_unprintable(text))


def _escape(found: re.Match[str]) -> str:
    return _ENTITIES.get(found.group()) or "\\" + found.group()


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
    write_markdown(named, picked, out, style._replace(page=False))


def _text(cell: Cell) -> str:
    """Text of a line of its own; a `#` at its end would close a heading."""
    return literal(cell).replace("#", "\\#")
