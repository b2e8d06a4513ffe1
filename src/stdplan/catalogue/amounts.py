"""Amounts recorded for indicators: added, corrected and removed through the model."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from stdplan.catalogue.models import Progress
from stdplan.catalogue.transaction import Transaction


def record(transaction: Transaction, values: Mapping[str, object]) -> int:
    """Add an amount; return its id."""
    row = Progress.checked(values)
    transaction.session.add(row)
    transaction.session.flush()
    transaction.count("added")
    assert row.id is not None, "SQLite assigns it"
    return row.id


def record_new(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Add the amounts that the catalogue lacks; return for each row whether it was added.

    Two amounts are the same if all their values are equal, the decimal by its value. If a list has
    the same amount several times, only as many are added as the catalogue lacks. So importing a
    list again adds nothing.
    """
    existing = Counter(
        map(
            _identity,
            transaction.connection.execute(
                "SELECT indicator, date, amount, sector, note FROM progress"
            ),
        )
    )
    added = []
    for row in rows:
        identity = _identity(
            row[name] for name in ("indicator", "date", "amount", "sector", "note")
        )
        existing[identity] -= 1
        added.append(existing[identity] < 0)
        if added[-1]:
            record(transaction, row)
    return added


def _identity(cells: Iterable[Any]) -> tuple[Any, ...]:
    indicator, day, amount, sector, note = cells
    return indicator, day, Decimal(amount), sector, note


def edit(transaction: Transaction, amount_id: int, values: Mapping[str, object]) -> None:
    """Set fields of an amount; the others stay unchanged."""
    row = transaction.session.get_one(Progress, amount_id)
    checked = Progress.checked({**row.model_dump(), **values})
    for name in values:
        setattr(row, name, getattr(checked, name))
    transaction.count("changed")


def remove(transaction: Transaction, amount_id: int) -> None:
    """Remove an amount; its id is not used again."""
    transaction.session.delete(transaction.session.get_one(Progress, amount_id))
    transaction.count("removed")
