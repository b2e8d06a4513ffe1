"""What `show` answers are made of: one record, with lists of records nested in it."""

import sqlite3
from collections.abc import Mapping

from stdplan.table import Cell, Column, Records, Table


def records(
    connection: sqlite3.Connection,
    names: tuple[str, ...],
    sql: str,
    parameters: Mapping[str, object],
) -> list[dict[str, object]]:
    """The rows of `sql` as records with these names."""
    rows = connection.execute(sql, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def single(columns: tuple[Column, ...], row: list[Cell]) -> Table:
    """The one record as a table."""
    return Table(columns, Records(columns, [row]), single=True)
