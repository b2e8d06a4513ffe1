"""Amounts recorded by hand: written, corrected and removed through the model."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from stdplan.catalogue.database import Transaction
from stdplan.catalogue.models import Progress


def record(work: Transaction, values: Mapping[str, object]) -> int:
    """Write an amount; its id."""
    made = Progress.checked(values)
    work.session.add(made)
    work.session.flush()
    work.count("added")
    assert made.id is not None, "the database numbers it"
    return made.id


def record_new(work: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Write those of the amounts that are not there yet; which of them were written.

    Amounts are the same where all they say is, the decimal by its value. Of several that are the
    same, as many are written as are more than the catalogue holds: so a list again adds nothing.
    """
    held = Counter(
        map(
            _said,
            work.connection.execute("SELECT indicator, date, amount, sector, note FROM progress"),
        )
    )
    added = []
    for row in rows:
        said = _said(row[name] for name in ("indicator", "date", "amount", "sector", "note"))
        held[said] -= 1
        added.append(held[said] < 0)
        if added[-1]:
            record(work, row)
    return added


def _said(cells: Iterable[Any]) -> tuple[Any, ...]:
    indicator, day, amount, sector, note = cells
    return indicator, day, Decimal(amount), sector, note


def edit(work: Transaction, identity: int, given: Mapping[str, object]) -> None:
    """Set what is given; the rest stays."""
    held = work.session.get_one(Progress, identity)
    checked = Progress.checked({**held.model_dump(), **given})
    for name in given:
        setattr(held, name, getattr(checked, name))
    work.count("changed")


def remove(work: Transaction, identity: int) -> None:
    """Take an amount out; its id is not used again."""
    work.session.delete(work.session.get_one(Progress, identity))
    work.count("removed")
