"""Columns as a person reads them: their labels, in one language, and small tables within cells.

Rule: labels are translated. names.py has the names of codes.
"""

from collections.abc import Sequence
from typing import Self

from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import in_context, in_language, language, t
from stdplan.output.cell_text import plain_text
from stdplan.table import Cell, Column, Kind, Row

_BAR = 10
# Columns whose names are in a column `name` of the same table.
_NAMED = ("focus", "indicator", "stage", "sector", "driver", "measure")


def column_label(column: Column, standards: bool, code: str | None = None) -> str:
    """Return the label of a column, in the language `code` ("zh" or "en"), else that of the run.

    `standards`: the records are standards, so the labels of their fields apply.
    """
    code = code or language()
    key = column.label or column.name
    field = BY_NAME.get(key) if standards or column.label else None
    name = key.replace("_", " ")
    text = in_context(code, name, column.context)
    if text is None and field is not None and (column.label or field.kind == column.kind):
        text = field.zh if code == "zh" else field.en
    text = text or in_language(code, name)
    return escape_unprintable(text[:1].upper() + text[1:])


class MarkedPercent(float):
    """A percentage with a mark in its bar, at another percentage."""

    def __new__(cls, value: float, mark: float) -> Self:
        """Return the percentage `value`, marked at `mark`."""
        marked = super().__new__(cls, value)
        marked.mark = mark
        return marked

    mark: float


def display_text(cell: object, column: Column, bar: str) -> str:
    """Return a cell as a person reads it, with all that a terminal would obey escaped.

    `bar`: the characters for the full and the empty part of a bar, which a percentage gets, and for
    a mark in it; empty for no bars.
    """
    if isinstance(cell, bool):
        return t("yes") if cell else t("no")
    if column.kind == "percent" and isinstance(cell, int | float):
        return _percent(cell, bar)
    return escape_unprintable(plain_text(cell))


def _percent(value: float, bar: str) -> str:
    number = f"{value:.1f} %"
    if not bar:
        return number
    full = min(_BAR, max(0, int(value * _BAR / 100)))
    drawn = bar[0] * full + bar[1] * (_BAR - full)
    if isinstance(value, MarkedPercent):
        place = min(_BAR - 1, max(0, int(value.mark * _BAR / 100)))
        drawn = drawn[:place] + bar[2] + drawn[place + 1 :]
    return f"{drawn} {number:>7}"


def without_codes(columns: Sequence[Column]) -> list[Column]:
    """Return the columns without codes whose names have a column of their own.

    That column gets the label of the codes. A list of codes keeps them, but not in Chinese: there
    the names are what a person types.
    """
    keys = [column.name for column in columns]
    if "name" in keys and "code" in keys:
        return [column for column in columns if column.name != "code" or language() != "zh"]
    named = next((key for key in _NAMED if key in keys), None)
    if named is None or "name" not in keys:
        return list(columns)
    return [
        column._replace(label=named) if column.name == "name" else column
        for column in columns
        if column.name != named
    ]


# A text of ASCII letters up to this length may be a code, which is never folded.
_CODE = 32


def nested_table(cell: object, column: Column) -> tuple[list[Column], list[Row]]:
    """Return the columns and the rows of a cell of records, to show it as a small table.

    The columns are the `shown` keys of the cell's column, else all keys in the order of their first
    use, in the context of that column; names.py says which codes are left out. Since no column says
    the kinds of their cells, the cells decide.
    """
    items = cell if isinstance(cell, list) else []
    records = [item for item in items if isinstance(item, dict)]
    keys = list(column.shown or dict.fromkeys(key for record in records for key in record))
    columns = without_codes([Column(key, context=column.context) for key in keys])
    rows: list[Row] = [[record.get(column.name) for column in columns] for record in records]
    columns = [
        column._replace(kind=_kind(column.name, [row[index] for row in rows]))
        for index, column in enumerate(columns)
    ]
    return columns, rows


def _kind(name: str, cells: list[Cell]) -> Kind:
    """Return the kind of the field with this name, else a kind that fits all cells."""
    if name in BY_NAME:
        return BY_NAME[name].kind
    if name in ("percent", "rate"):
        return "percent"
    filled = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, list) for cell in filled):
        return "list"
    if all(isinstance(cell, int | float) for cell in filled):
        return "decimal"
    codes = all(isinstance(cell, str) and cell.isascii() and len(cell) <= _CODE for cell in filled)
    return "key" if codes else "text"
