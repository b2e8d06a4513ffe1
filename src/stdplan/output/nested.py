"""Records within a record as columns and rows, so that they can be shown as a small table.

Rule: their kinds are read from the cells, since no column says them; a short code stays whole.
"""

from collections.abc import Sequence

from stdplan.domain.fields import BY_NAME
from stdplan.table import Cell, Column, Kind, Row

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
