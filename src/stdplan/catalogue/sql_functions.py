"""Our SQL functions, which every connection to a catalogue has.

Rule: a function exists only for what SQL cannot compute. The modules that it needs are imported on
its first use.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache


def add_functions(connection: sqlite3.Connection) -> None:
    """Add our SQL functions to a connection.

    `is_foreign(reference)`: whether it is a foreign advanced standard, see domain/adoption.py.
    `folded(text)`: the text without differences that do not matter, see domain/search.py.
    `classes(text)`: the classes of ICS or CCS in a text, each after a `;`, see domain/search.py.
    `text_number(text)`: a number that stands for the text in an index; NULL for NULL.
    `percentage(amount, whole)`: to one decimal, rounded as Python does; NULL without a whole.
    `exact_sum(amount)`: the sum of decimals in text, which SQLite's own sum would round.
    """
    connection.create_function("is_foreign", 1, _is_foreign, deterministic=True)
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_function("classes", 1, _classes, deterministic=True)
    connection.create_function("text_number", 1, _text_number, deterministic=True)
    connection.create_function("percentage", 2, _percentage, deterministic=True)
    connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]


@lru_cache(10_000)
def _is_foreign(reference: str) -> bool:
    from stdplan.domain.adoption import is_foreign

    return is_foreign(reference)


@lru_cache(10_000)
def _text_number(text: str | None) -> int | None:
    """Return 63 bits of a digest, so that the number of a text is always the same one."""
    from hashlib import blake2b

    if text is None:
        return None
    digest = blake2b(str(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


@lru_cache(10_000)  # a column of names has few different ones
def _folded(text: str | None) -> str | None:
    from stdplan.domain.search import folded

    return None if text is None else folded(str(text))


@lru_cache(10_000)  # as above
def _classes(text: str | None) -> str | None:
    from stdplan.domain.search import classes

    return None if text is None else "".join(f";{each}" for each in classes(str(text)))


def _percentage(amount: float | None, whole: float | None) -> float | None:
    from decimal import Decimal

    if amount is None or not whole:
        return None
    return round(float(100 * Decimal(str(amount)) / Decimal(str(whole))), 1)


class _ExactSum:
    def __init__(self) -> None:
        from decimal import Decimal

        self._decimal = Decimal
        self._total = Decimal(0)

    def step(self, amount: str | float | None) -> None:
        if amount is None:  # the sum of no rows
            return
        self._total += self._decimal(str(amount))

    def finalize(self) -> int | float:
        whole = self._total == self._total.to_integral_value()
        return int(self._total) if whole else float(self._total)
