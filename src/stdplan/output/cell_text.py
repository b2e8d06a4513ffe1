"""A cell as plain text, and cells of one kind as what that kind says.

Rule: whole values; how a format guards them (quotes, escapes, a visible control character) is the
format's own business.

Records within a record as columns and rows, so that they can be shown as a small table.

Rule: their kinds are read from the cells, since no column says them; a short code stays whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import ExactNumber, guarded, unmistakable
from stdplan.table import Cell, Column, Kind, Row

# What JSON and YAML both take for a decimal number.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)


def plain(cell: object) -> str:
    """A cell for the formats without nesting: lists joined by `; `, objects as compact JSON."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        if any(isinstance(item, dict) for item in cell):
            return _compact(cell)
        return "; ".join(map(plain, cell))
    if isinstance(cell, dict):
        return _compact(cell) if cell else ""
    return str(cell)


# What csv and tsv look for before they ask for `with_guard`.
APOSTROPHE = "'"


def with_guard(texts: Sequence[str], row: Row, safe: bool) -> list[str]:
    """The texts of a row of csv or tsv as import takes them back; `safe`: formulas are guarded,
    but for negative numbers, which are none."""
    guard = guarded if safe else unmistakable
    return [
        text if isinstance(cell, int | float) else guard(text)
        for text, cell in zip(texts, row, strict=True)
    ]


def number(cell: Cell) -> Cell:
    """The text of a decimal as a number; a cell that is one, or is no number, as it is."""
    return ExactNumber(cell) if isinstance(cell, str) and _NUMBER.fullmatch(cell) else cell


def flag(cell: Cell) -> Cell:
    """SQLite knows no truth values: its 0 and 1 as false and true."""
    return cell if cell is None else bool(cell)


def converted(
    columns: Sequence[Column], rows: Iterator[Row], by_kind: Mapping[str, Callable[[Cell], Cell]]
) -> Iterator[Row]:
    """The rows with the cells of some kinds converted; the same iterator where there are none."""
    places = [
        (place, by_kind[column.kind])
        for place, column in enumerate(columns)
        if column.kind in by_kind
    ]
    return (_converted(row, places) for row in rows) if places else rows


def _converted(row: Row, places: list[tuple[int, Callable[[Cell], Cell]]]) -> Row:
    cells = list(row)
    for place, convert in places:
        cells[place] = convert(cells[place])
    return cells


def _compact(value: Any) -> str:
    # Imported here: most tables have no object in any cell, and then a pipe does without json.
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_CODE = 32


def inner(cell: object, shown: Sequence[str] = ()) -> tuple[list[Column], list[Row]]:
    """The columns (the `shown` keys, else every key in the order met) and rows of a list of
    records."""
    items = cell if isinstance(cell, list) else []
    records = [item for item in items if isinstance(item, dict)]
    names = list(shown or dict.fromkeys(name for record in records for name in record))
    rows: list[Row] = [[record.get(name) for name in names] for record in records]
    columns = [
        Column(name, _kind(name, [row[place] for row in rows])) for place, name in enumerate(names)
    ]
    return columns, rows


def _kind(name: str, cells: list[Cell]) -> Kind:
    if name in BY_NAME:
        return BY_NAME[name].kind
    if name == "percent":
        return "percent"
    filled = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, list) for cell in filled):
        return "list"
    if all(isinstance(cell, int | float) for cell in filled):
        return "decimal"
    codes = all(isinstance(cell, str) and cell.isascii() and len(cell) <= _CODE for cell in filled)
    return "key" if codes else "text"
