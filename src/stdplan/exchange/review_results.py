"""A file of review results (复审结论), read and checked as far as the file itself tells.

Rule: whether the catalogue holds a standard, and whether it can have been reviewed, others find
out; they refuse rows here as well, so that all faults of a list stand in its order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from stdplan.domain.cells import visible
from stdplan.errors import BadData
from stdplan.exchange.kept_list import KeptList, unreadable
from stdplan.exchange.layouts import HeaderPlan, headers
from stdplan.exchange.readers.source import open_list
from stdplan.exchange.reading import Reading, Tally
from stdplan.exchange.rejects import listed
from stdplan.exchange.review_fields import SETTABLE, reviews
from stdplan.exchange.review_rows import Result, ResultRows
from stdplan.exchange.wishes import Wishes, checked_given
from stdplan.i18n import t


@dataclass(slots=True)
class Results(KeptList[Result]):
    """One list of results.

    `undated`: numbers without their year, told by what they were taken as. `aimed`: standards whose
    revision keeps another target date.
    """

    undated: Tally = field(default_factory=Tally)
    aimed: Tally = field(default_factory=Tally)


def read_results(
    path: str,
    wishes: Wishes,
    on: str | None,
    expected: Callable[[int | None], None] = lambda rows: None,
) -> Results:
    """All rows of the list at `path`; `on` is the day of those that give none.

    Raises BadData where the file as a whole cannot be read, Missing where there is none,
    UsageProblem for wrong options and where a row has no day at all.
    """
    given = checked_given(wishes.given, SETTABLE)
    with open_list(path, wishes.wanted) as source:
        expected(source.expected)
        head, _, mixed = whole = listed(source)
        where = f"{source.name}{head.part}:{head.line}"
        plan = headers(head.cells, wishes.mapping, where, reviews(), mixed)
        _check(plan, wishes, where, head.cells)
        reading = Reading(file=source.name, part=head.part, skipped=source.skipped)
        columns = ResultRows(plan, given, on)
        results = Results(reading, head.cells, columns)
        for row in whole.rows:
            results.add(row, unreadable(row) or columns.result(row.cells))
        reading.unknown = tuple(columns.kept)
    return results


def _check(plan: HeaderPlan, wishes: Wishes, where: str, header: list[str]) -> None:
    """A list of results says which standards, and with which outcome."""
    told = {feed.field.name for feed in plan.feeds} | set(wishes.given)
    seen = t(", ").join(f'"{visible(name)}"' for name in header if name)
    if "number" not in told:
        problem = t(
            "no column with a number (headers seen: {seen}); "
            "say which it is with --map HEADER=number",
            seen=seen,
        )
        raise BadData(f"{where}: {problem}")
    if "outcome" not in told:
        problem = t(
            "no column with the outcome of a review (headers seen: {seen}); say which it is with "
            "--map HEADER=outcome, or --set outcome=confirm for all rows "
            "(`standards import` takes in lists of standards)",
            seen=seen,
        )
        raise BadData(f"{where}: {problem}")
