"""A Markdown pipe table, to paste into a report or an issue.

Rule: a cell comes out literally: what Markdown or HTML would read as markup is escaped.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from stdplan.domain.text import visible
from stdplan.output.formats import Style
from stdplan.output.plain import plain
from stdplan.table import Column, Row

_RIGHT = frozenset(("integer", "decimal", "percent"))
# A lone bracket is harmless and common in titles; `](` makes a link or an image.
_MARKUP = re.compile(r"[|\\`*_~<&]|\]\(")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "](": "]\\("}


def write(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a pipe table, or one record as a page; return how many."""
    if style.page:
        from stdplan.output.as_markdown_page import write as write_page

        return write_page(columns, rows, out, style)
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
    return _MARKUP.sub(_escape, text if text.isprintable() else visible(text))


def _escape(found: re.Match[str]) -> str:
    return _ENTITIES.get(found.group()) or "\\" + found.group()
