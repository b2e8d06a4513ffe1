"""Cells of web pages: names for codes, links for numbers, and data as text.

Rule: data is never markup. Where a name stands for a code, the code is the title of the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from stdplan.catalogue.queries.query import decoded_cell
from stdplan.domain.text import escape_unprintable
from stdplan.output.documents import display
from stdplan.output.names import Names
from stdplan.table import Cell, Column
from stdplan.web.addresses import standard_address

# Columns whose cells are numbers of standards, or keys of records.
_LINKED = frozenset(
    (
        *("number", "key", "record", "into", "project", "replaces", "replaced_by", "newer"),
        *("longest", "amends", "revises", "predecessor", "successor", "standard"),
    )
)
# Longer texts are cut in tables; the page of the standard has them.
_LONGEST = 300


class HeadCell(NamedTuple):
    """A header: its label, the class of its cells, and what the column means."""

    label: str
    kind: str
    title: str = ""


def cell_markup(column: Column, cell: Cell, names: Names, has_title: bool = False) -> Markup:
    """Return a cell as a person reads it.

    `has_title`: the row has a title, so that a record without a number needs none.
    """
    if cell is None or cell in ("", [], {}):
        return Markup("")
    if isinstance(cell, list):
        parts = [cell_markup(column, item, names) for item in cell]
        return Markup("; ").join(parts)
    is_linked = column.name in _LINKED and isinstance(cell, str)
    named_as = column._replace(name="record") if is_linked else column
    columns = (named_as, Column("title")) if has_title else (named_as,)
    named = next(iter(names.rows(columns, [(cell, "")])))[0]
    text = _short(_shown(named, column))
    if is_linked and isinstance(cell, str):
        address = standard_address(cell)
        return Markup('<a href="{}">{}</a>').format(address, text or _short(cell))
    if isinstance(cell, str) and named != cell and isinstance(named, str):
        return Markup('<span title="{}">{}</span>').format(escape_unprintable(cell), text)
    return escape(text)


def _shown(cell: Cell, column: Column) -> str:
    if isinstance(cell, dict):
        return escape_unprintable("; ".join(f"{key}: {value}" for key, value in cell.items()))
    return display(cell, column)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def stored_cell(column: Column, cell: Cell) -> Cell:
    """Return a cell of a view as the commands have it: values of JSON, flags."""
    if column.kind in ("list", "records") and isinstance(cell, str) and cell.startswith("["):
        items = _decoded(cell)
        return list(map(str, items)) if isinstance(items, list) else cell
    if column.kind == "object" and isinstance(cell, str) and cell.startswith("{"):
        values = _decoded(cell)
        return values if isinstance(values, dict) else cell
    if column.kind == "flag" and cell in (0, 1):
        return bool(cell)
    return cell


def _decoded(cell: str) -> object:
    """Return the values of a cell of JSON; None if it only looks like JSON."""
    try:
        return decoded_cell(cell)
    except ValueError:
        return None


def row_markup(columns: Sequence[Column], row: Sequence[Cell], names: Names) -> list[Markup]:
    """Return the cells of a row of an answer."""
    has_title = any(column.name == "title" for column in columns)
    return [
        cell_markup(column, cell, names, has_title)
        for column, cell in zip(columns, row, strict=True)
    ]
