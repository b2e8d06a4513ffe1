"""Cells of a table as cells of a sheet.

Rule: a cell is what its column says. Full dates and numbers are dates and numbers to a spreadsheet;
numbers of standards and codes are text, whatever they look like, and nothing is a formula.
"""

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Any

from openpyxl.cell import WriteOnlyCell

from stdplan.domain.dates import first_day, read_date
from stdplan.domain.text import visible
from stdplan.errors import CannotCreate
from stdplan.i18n import t
from stdplan.output.plain import Number, number, plain
from stdplan.table import Cell, Column, Row

_LONGEST = 32_767
# What XML cannot hold, or gives back as something else.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBERS = frozenset(("integer", "decimal", "percent"))
# The digits that a spreadsheet keeps of a number.
_DIGITS = 15
# The first day on which all spreadsheets agree.
_FIRST_DAY = "1900-03-01"


class Cells:
    """The cells of one sheet."""

    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._columns = columns

    def of(self, row: Row) -> list[Any]:
        """What openpyxl is given for a row; CannotCreate for a text that no cell holds."""
        made: list[Any] = []
        for cell, column in zip(row, self._columns, strict=True):
            value = _value(cell, column)
            if isinstance(value, str) and value:
                value = self._text(value, column, row)
            made.append(value)
        return made

    def _text(self, text: str, column: Column, row: Row) -> Any:
        if _UNFIT.search(text):
            text = _UNFIT.sub(lambda found: visible(found.group()), text)
        # A letter outside of the first 65,536 counts twice.
        if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) > _LONGEST * 2:
            raise CannotCreate(
                t(
                    "{record}: {column}: a cell of xlsx holds {most} letters: choose csv",
                    record=plain(row[0]),
                    column=column.name,
                    most=_LONGEST,
                )
            )
        if text[0] not in "=#":
            return text
        # openpyxl takes such a text for a formula or an error, unless told what it is.
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell


def _value(cell: Cell, column: Column) -> str | int | float | date | None:
    if cell is None or isinstance(cell, bool):
        return cell
    if column.kind in _NUMBERS:
        return _number(cell)
    text = plain(cell)
    return _date(text) if column.kind == "date" else text


def _number(cell: Cell) -> str | int | float:
    """A number; as text where a spreadsheet would round it."""
    if isinstance(cell, float) and isfinite(cell):
        return cell
    exact = number(cell)
    if isinstance(exact, int | Number) and len(str(exact)) <= _DIGITS:
        return float(exact) if "." in str(exact) else int(exact)
    return plain(cell)


def _date(text: str) -> str | date:
    """A day; as text where it is known to the month or year only."""
    if len(text) < len(_FIRST_DAY) or text < _FIRST_DAY:
        return text
    try:
        return first_day(read_date(text))
    except ValueError:
        return text
