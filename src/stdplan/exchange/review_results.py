"""A file of review results (复审结论), read and checked as far as the file itself tells.

Rule: whether the catalogue holds a standard, and whether it can have been reviewed, others find
out; they refuse rows here as well, so that all faults of a list stand in its order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from stdplan.domain.cells import visible
from stdplan.errors import BadData
from stdplan.exchange.layouts import HeaderPlan, headers
from stdplan.exchange.readers.rows import RawRow
from stdplan.exchange.readers.source import open_list
from stdplan.exchange.reading import Reading, Tally
from stdplan.exchange.rejects import listed
from stdplan.exchange.review_fields import SETTABLE, reviews
from stdplan.exchange.review_rows import Result, ResultRows
from stdplan.exchange.values import Fault
from stdplan.exchange.wishes import Wishes, checked_given
from stdplan.i18n import t


@dataclass(slots=True)
class Results:
    """One list: its `header` and `rows`, and the results and faults by their place among them.

    `undated`: numbers without their year, told by what they were taken as. `aimed`: standards whose
    revision keeps another target date.
    """

    reading: Reading
    header: list[str]
    columns: ResultRows
    rows: list[RawRow] = field(default_factory=list)
    good: dict[int, Result] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    undated: Tally = field(default_factory=Tally)
    aimed: Tally = field(default_factory=Tally)

    def refuse(self, place: int, name: str, problem: str) -> None:
        """A row is at fault after all, in the column that tells the field `name`."""
        self.good.pop(place, None)
        fault = Fault(self.columns.header(name), visible(self.cell(place, name)), problem)
        self.faults.setdefault(place, []).append(fault)

    def cell(self, place: int, name: str) -> str:
        """What a row has in the column of a field, as written."""
        return self.columns.cell(name, self.rows[place].cells)

    def where(self, place: int) -> str:
        """What messages call a row: `list.csv:3`."""
        row = self.rows[place]
        return f"{self.reading.file}{row.part}:{row.line}"

    def close(self) -> None:
        """Tell the reading of all faults, in the order of the list."""
        for place, faults in sorted(self.faults.items()):
            self.reading.reject([f"{self.where(place)}: {fault}" for fault in faults])


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
        results = Results(reading, head.cells, ResultRows(plan, given, on))
        for row in whole.rows:
            _take(results, row)
        reading.unknown = tuple(results.columns.kept)
    return results


def _take(results: Results, row: RawRow) -> None:
    place = len(results.rows)
    results.rows.append(row)
    results.reading.rows += 1
    if row.fault:
        fault = Fault(t("row"), visible("\t".join(row.cells))[:80], row.fault)
        results.faults[place] = [fault]
        return
    result = results.columns.result(row.cells)
    if isinstance(result, Result):
        results.good[place] = result
    else:
        results.faults[place] = result


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
