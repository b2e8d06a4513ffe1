"""Rules of the domain that SQL may ask: functions of every connection that store.py opens.

Rule: only what SQL cannot say itself; each is looked up once a text, and its module is imported
when a question first needs it.
"""

import sqlite3
from decimal import Decimal
from functools import lru_cache


def register(connection: sqlite3.Connection) -> None:
    """`is_foreign(reference)`: whether it is a foreign advanced standard, see domain/adoption;
    `exact_sum(amount)`: of decimals as written, which SQLite's own sum would round."""
    connection.create_function("is_foreign", 1, _is_foreign, deterministic=True)
    connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]


@lru_cache(100_000)
def _is_foreign(reference: str) -> bool:
    from stdplan.domain.adoption import is_foreign

    return is_foreign(reference)


class _ExactSum:
    def __init__(self) -> None:
        self._total = Decimal(0)

    def step(self, amount: str | float) -> None:
        self._total += Decimal(str(amount))

    def finalize(self) -> int | float:
        whole = self._total == self._total.to_integral_value()
        return int(self._total) if whole else float(self._total)
