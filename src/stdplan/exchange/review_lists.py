"""A file of review results (复审结论), read and checked as far as the file itself tells.

Rule: whether the catalogue holds a standard, and whether it can have been reviewed, others find
out; they refuse rows here as well, so that all faults of a list stand in its order.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from stdplan.exchange.kept_list import Expected, KeptList, ListKind, opened
from stdplan.exchange.layout_data import NAMING
from stdplan.exchange.reading import Tally
from stdplan.exchange.review_fields import SETTABLE, reviews
from stdplan.exchange.review_rows import ResultRows, ReviewRow
from stdplan.exchange.wishes import Wishes
from stdplan.i18n import t


@dataclass(slots=True)
class Results(KeptList[ReviewRow]):
    """One list of results.

    `undated`: numbers without their year, told by what they were taken as. `aimed`: standards whose
    revision keeps another target date.
    """

    undated: Tally = field(default_factory=Tally)
    aimed: Tally = field(default_factory=Tally)


def read_results(path: str, wishes: Wishes, on: str | None, expected: Expected) -> Results:
    """All rows of the list at `path`; `on` is the day of those that give none.

    Raises what `kept_list.opened` does, and UsageProblem where a row has no day at all.
    """
    with opened(path, wishes, ListKind(reviews(), SETTABLE, _missing, NAMING), expected) as one:
        columns = ResultRows(one.plan, one.given, on)
        results = Results(one.reading, one.header, columns)
        results.take(one.rows, columns.result)
    return results


def _missing(told: Collection[str], seen: str) -> str | None:
    """A list of results says which standards, and with which outcome."""
    if "number" not in told:
        return t(
            "no column with a number (headers seen: {seen}); "
            "say which it is with --map HEADER=number",
            seen=seen,
        )
    if "outcome" not in told:
        return t(
            "no column with the outcome of a review (headers seen: {seen}); say which it is with "
            "--map HEADER=outcome, or --set outcome=confirm for all rows "
            "(`standards import` takes in lists of standards)",
            seen=seen,
        )
    return None
