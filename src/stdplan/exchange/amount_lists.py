"""A file of amounts recorded by hand, read and checked as far as the file itself tells."""

from collections.abc import Collection

from stdplan.exchange.amount_fields import SETTABLE, amounts
from stdplan.exchange.amount_rows import Amount, AmountRows, Known
from stdplan.exchange.kept_list import Expected, KeptList, ListKind, opened
from stdplan.exchange.wishes import Wishes
from stdplan.i18n import t

Amounts = KeptList[Amount]


def read_amounts(path: str, wishes: Wishes, known: Known, expected: Expected) -> Amounts:
    """All rows of the list at `path`; raises what `kept_list.opened` does."""
    with opened(path, wishes, ListKind(amounts(), SETTABLE, _missing), expected) as one:
        columns = AmountRows(one.plan, one.given, known)
        found: Amounts = KeptList(one.reading, one.header, columns)
        found.take(one.rows, columns.amount)
    return found


def _missing(told: Collection[str], seen: str) -> str | None:
    """A list of amounts says how much, when, and of what."""
    for names in (("amount",), ("date",), ("indicator", "task")):
        if not any(name in told for name in names):
            return t(
                "no column with {field} (headers seen: {seen}); say which it is with "
                "--map HEADER={field}",
                field=names[0],
                seen=seen,
            )
    return None
