"""Conversions of cells for the output formats: to plain text, numbers and flags.

Rule: values are complete. Each format decides itself how it quotes and escapes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from stdplan.domain.text import ExactNumber, guarded, unmistakable
from stdplan.light import TYPE_CHECKING, lazy_pattern
from stdplan.table import Cell, Column, Row

if TYPE_CHECKING:
    from typing import Any

# Decimal numbers that JSON and YAML both know.
_NUMBER = lazy_pattern(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def plain_text(cell: object) -> str:
    """Return a cell as text: lists are joined by `; `, objects and records are compact JSON."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        if any(isinstance(item, dict) for item in cell):
            return _compact(cell)
        return "; ".join(map(plain_text, cell))
    if isinstance(cell, dict):
        return _compact(cell) if cell else ""
    return str(cell)


# Only rows with an apostrophe need `guard_cells`, unless formulas are guarded.
APOSTROPHE = "'"


def guard_cells(texts: Sequence[str], row: Row, safe: bool) -> list[str]:
    """Return the texts of a row of CSV or TSV in the form that import reads back.

    `safe`: texts that a spreadsheet would run as formulas get an apostrophe; cells that are numbers
    do not. Without it, only texts that look as if they had one already get one more.
    """
    guard = guarded if safe else unmistakable
    return [
        text if isinstance(cell, int | float) else guard(text)
        for text, cell in zip(texts, row, strict=True)
    ]


def to_number(cell: Cell) -> Cell:
    """Return the text of a decimal number as ExactNumber, any other cell unchanged."""
    return ExactNumber(cell) if isinstance(cell, str) and _NUMBER.fullmatch(cell) else cell


def to_flag(cell: Cell) -> Cell:
    """Return False or True for 0 or 1, which SQLite has for flags; None stays."""
    return cell if cell is None else bool(cell)


def convert_kinds(
    columns: Sequence[Column], rows: Iterator[Row], by_kind: Mapping[str, Callable[[Cell], Cell]]
) -> Iterator[Row]:
    """Return the rows with the cells of some kinds converted."""
    converters = [
        (index, by_kind[column.kind])
        for index, column in enumerate(columns)
        if column.kind in by_kind
    ]
    return (_convert(row, converters) for row in rows) if converters else rows


def _convert(row: Row, converters: list[tuple[int, Callable[[Cell], Cell]]]) -> Row:
    cells = list(row)
    for index, convert in converters:
        cells[index] = convert(cells[index])
    return cells


def _compact(value: Any) -> str:
    # Imported here: most tables have no objects, and a pipe then needs no json.
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
