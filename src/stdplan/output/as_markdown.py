"""The writer of Markdown: a pipe table, or a page for one record that contains lists.

A page has a title, sentences, and a heading with a table for each list; empty lists are left out.
Its headings and headers are labels in the language of the run. Rule: every text is literal, so what
Markdown or HTML would read as markup is escaped.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.output.cell_text import plain_text
from stdplan.output.formats import Style
from stdplan.output.labels import column_label, nested_table
from stdplan.table import NUMBER_KINDS, Cell, Column, Row

# A lone bracket is harmless and common in titles; `](` makes a link or an image.
_MARKUP = re.compile(r"[|\\`*_~<&]|\]\(")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "](": "]\\("}


def write_markdown(
    columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style
) -> int:
    """Write the rows as a pipe table, or each record as a page; return their number."""
    if style.page:
        return _write_page(columns, rows, out, style)
    if style.header:
        names = (column.name for column in columns)
        _write_line(out, (name if name.isidentifier() else _literal(name) for name in names))
        _write_line(out, ("---:" if column.kind in NUMBER_KINDS else "---" for column in columns))
    count = 0
    for row in rows:
        count += 1
        _write_line(out, map(_literal, row))
    return count


def _write_line(out: TextIO, cells: Iterator[str]) -> None:
    out.write("| " + " | ".join(cells) + " |\n")


def _literal(cell: object) -> str:
    """Return a cell as one line in which nothing is markup."""
    text = plain_text(cell)
    return _MARKUP.sub(_escape, text if text.isprintable() else escape_unprintable(text))


def _escape(match: re.Match[str]) -> str:
    return _ENTITIES.get(match.group()) or "\\" + match.group()


def _write_page(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write each record as a page, with its first text as the title; return their number."""
    count = 0
    for row in rows:
        count += 1
        filled = [pair for pair in zip(columns, row, strict=True) if pair[1] not in (None, "", [])]
        texts = [cell for column, cell in filled if column.kind != "records"]
        blocks = [("# " if index == 0 else "") + _block(cell) for index, cell in enumerate(texts)]
        out.write("\n\n".join(blocks) + "\n")
        for column, cell in filled:
            if column.kind == "records":
                _write_list(column, cell, out, style)
    return count


def _write_list(column: Column, cell: Cell, out: TextIO, style: Style) -> None:
    """Write a heading and a pipe table of the first column and of those that are not empty."""
    out.write(f"\n## {_block(column_label(column, style.standards, style.labels))}\n\n")
    columns, rows = nested_table(cell, column)
    filled = [
        index
        for index in range(len(columns))
        if index == 0 or any(row[index] not in (None, "", []) for row in rows)
    ]
    labelled = [
        Column(column_label(columns[index], style.standards, style.labels), columns[index].kind)
        for index in filled
    ]
    cells = ([row[index] for index in filled] for row in rows)
    write_markdown(labelled, cells, out, style._replace(page=False))


def _block(cell: Cell) -> str:
    """Return a cell as a heading or a paragraph; a `#` at its end would close a heading."""
    return _literal(cell).replace("#", "\\#")
