"""Amounts recorded by hand: exact decimals, as written, which SQLite's sum would round."""

import sqlite3
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue.queries.counting import Count
from stdplan.domain.dates import pad


class Amount(NamedTuple):
    """An amount of the indicator `code`; `day` is its first day in full, `sector` as recorded."""

    code: str
    day: str
    sector: str | None
    amount: Decimal


def recorded(connection: sqlite3.Connection, plan: int, last: str) -> list[Amount]:
    """What was recorded for a plan's indicators up to the day `last`."""
    rows = connection.execute(
        "SELECT i.code, g.date, g.sector, g.amount"
        " FROM progress g JOIN indicator i ON i.id = g.indicator WHERE i.plan = ? AND g.date <= ?",
        (plan, last),
    )
    return [Amount(code, pad(day), sector, Decimal(text)) for code, day, sector, text in rows]


def total(counted: Count, by_hand: Decimal) -> Decimal:
    """What was counted and what was recorded, together."""
    return Decimal(str(counted or 0)) + by_hand


def plain(value: Decimal | None) -> int | float | None:
    """A sum as a cell: a whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
