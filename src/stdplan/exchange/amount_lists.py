"""A file of amounts recorded by hand, read and checked as far as the file itself tells."""

from collections.abc import Callable

from stdplan.domain.cells import visible
from stdplan.errors import BadData
from stdplan.exchange.amount_fields import SETTABLE, amounts
from stdplan.exchange.amount_rows import Amount, AmountRows, Known
from stdplan.exchange.kept_list import KeptList, unreadable
from stdplan.exchange.layouts import HeaderPlan, headers
from stdplan.exchange.readers.source import open_list
from stdplan.exchange.reading import Reading
from stdplan.exchange.rejects import listed
from stdplan.exchange.wishes import Wishes, checked_given
from stdplan.i18n import t

Amounts = KeptList[Amount]


def read_amounts(
    path: str,
    wishes: Wishes,
    known: Known,
    expected: Callable[[int | None], None] = lambda rows: None,
) -> Amounts:
    """All rows of the list at `path`.

    Raises BadData where the file as a whole cannot be read, Missing where there is none,
    UsageProblem for wrong options.
    """
    given = checked_given(wishes.given, SETTABLE)
    with open_list(path, wishes.wanted) as source:
        expected(source.expected)
        head, _, mixed = whole = listed(source)
        where = f"{source.name}{head.part}:{head.line}"
        plan = headers(head.cells, wishes.mapping, where, amounts(), mixed, naming=())
        _check(plan, wishes, where, head.cells)
        reading = Reading(file=source.name, part=head.part, skipped=source.skipped)
        columns = AmountRows(plan, given, known)
        found: Amounts = KeptList(reading, head.cells, columns)
        for row in whole.rows:
            found.add(row, unreadable(row) or columns.amount(row.cells))
        reading.unknown = tuple(columns.kept)
    return found


def _check(plan: HeaderPlan, wishes: Wishes, where: str, header: list[str]) -> None:
    """A list of amounts says how much, when, and of what."""
    told = {feed.field.name for feed in plan.feeds} | set(wishes.given)
    for names in (("amount",), ("date",), ("indicator", "task")):
        if told.isdisjoint(names):
            problem = t(
                "no column with {field} (headers seen: {seen}); say which it is with "
                "--map HEADER={field}",
                field=names[0],
                seen=t(", ").join(f'"{visible(name)}"' for name in header if name),
            )
            raise BadData(f"{where}: {problem}")
