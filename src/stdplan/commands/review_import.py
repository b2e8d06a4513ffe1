"""`stdplan review import`: lists of review results (复审结论), recorded as reviews.

Rule: a standard has one result on one day. Rows that say the same, or fill each other's gaps, are
one review. Of rows that contradict each other every one is refused, whichever list it is in. A row
that contradicts a review recorded before changes it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stdplan.catalogue import reviews
from stdplan.catalogue.bulk_load import OnChange
from stdplan.catalogue.edition_rules import ended_by_edition
from stdplan.catalogue.queries.find_standard import NumberMatch, find_standard
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import import_report
from stdplan.commands.arguments import option_date
from stdplan.commands.context import Context, open_chosen_catalogue
from stdplan.commands.import_job import ImportJob, InMemoryKind
from stdplan.commands.import_options import (
    FAULT_OPTIONS,
    FILES,
    LIST_OPTIONS,
    FaultOptions,
    ListOptions,
    import_command,
)
from stdplan.commands.import_report import RESULT_COLUMNS, answer
from stdplan.commands.parameters import option
from stdplan.errors import BadData, Missing
from stdplan.i18n import t
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.reviews import ReviewList, ReviewRow, read_reviews
from stdplan.table import Table

# The fields in which two rows of one review may contradict each other.
_COMPARED = ("outcome", "into", "ends", "target_date")


class MatchedRow(NamedTuple):
    """A row whose standard was found: the index of its list, its index there, and its result."""

    list_index: int
    row_index: int
    result: ReviewRow


class PlannedReview(NamedTuple):
    """A review that is to be recorded."""

    standard: NumberMatch
    result: reviews.ReviewResult


def check_reviews(
    connection: sqlite3.Connection, lists: Sequence[ReviewList]
) -> list[list[PlannedReview]]:
    """Return the reviews of each list, in its order; refuse rows that cannot be recorded.

    A review with rows in several lists belongs to the first of them.
    """
    groups: dict[tuple[int, str], list[MatchedRow]] = {}
    standards: dict[int, NumberMatch] = {}
    for list_index, results in enumerate(lists):
        for index, result in list(results.good.items()):
            standard = _find_standard(connection, results, index, result)
            if standard is not None:
                standards[standard.id] = standard
                group = groups.setdefault((standard.id, result.date), [])
                group.append(MatchedRow(list_index, index, result))
    planned: list[list[PlannedReview]] = [[] for _ in lists]
    for (standard_id, _), rows in groups.items():
        good = rows if len(rows) == 1 else _without_contradictions(lists, rows)
        if good:
            review = PlannedReview(standards[standard_id], _merged([row.result for row in good]))
            planned[good[0].list_index].append(review)
    return planned


def _find_standard(
    connection: sqlite3.Connection, results: ReviewList, index: int, result: ReviewRow
) -> NumberMatch | None:
    """Return the standard of a row; refuse the row and return None if it cannot be reviewed."""
    try:
        # A review in a year is not about a later edition.
        match = find_standard(connection, result.number, int(result.date[:4]))
    except Missing:
        results.refuse(index, "number", t("is not in the catalogue"))
        return None
    except BadData:
        results.refuse(index, "number", t("matches several records"))
        return None
    if problem := reviews.find_problem(connection, match.id, _merged([result])):
        results.refuse(index, problem.field, problem.sentence)
        return None
    if result.outcome != "withdraw" and (
        end := ended_by_edition(connection, match.id, result.date)
    ):
        results.ended.add(f"{match.key} ({', '.join(end)})")
    if match.newest:
        results.undated.add(match.key)
    if match.former:
        results.renamed.add(f"{match.former} → {match.key}")
    return match


def _without_contradictions(
    lists: Sequence[ReviewList], rows: list[MatchedRow]
) -> list[MatchedRow]:
    """Return the rows that contradict no other row, and refuse the others."""
    good = []
    for row in rows:
        pairs = ((other, name) for other in rows for name in _COMPARED if _differ(row, other, name))
        other, name = next(pairs, (row, ""))
        if other is row:
            good.append(row)
            continue
        other_list = lists[other.list_index]
        problem = t(
            'contradicts {where} for the same standard, which has "{other}"',
            where=other_list.where(other.row_index),
            other=other_list.cell(other.row_index, name),
        )
        lists[row.list_index].refuse(row.row_index, name, problem)
    return good


def _differ(row: MatchedRow, other: MatchedRow, name: str) -> bool:
    ours, theirs = getattr(row.result, name), getattr(other.result, name)
    return None not in (ours, theirs) and ours != theirs


def _merged(rows: Sequence[ReviewRow]) -> reviews.ReviewResult:
    """Return the result of the rows of one review: the first value of each field, all notes."""

    def first_value(name: str) -> str | None:
        return next((value for row in rows if (value := getattr(row, name))), None)

    notes = dict.fromkeys(row.note for row in rows if row.note)
    note = "; ".join(notes) or None
    return reviews.ReviewResult(
        rows[0].outcome,
        rows[0].date,
        first_value("ends"),
        first_value("into"),
        note,
        first_value("target_date"),
    )


class ReviewsKind(InMemoryKind[ReviewList]):
    """Lists of review results; `on` is the day of rows without one, as ISO date."""

    def __init__(self, options: ImportOptions, on: str | None) -> None:
        super().__init__()
        self._options, self._on = options, on
        self._planned: list[list[PlannedReview]] = []

    def read_list(self, path: str, callbacks: ImportCallbacks) -> ReviewList:
        """Return the review results of one list."""
        return read_reviews(path, self._options, self._on, callbacks)

    def check(self, connection: sqlite3.Connection, callbacks: Sequence[ImportCallbacks]) -> None:
        """Refuse results that are impossible, or that contradict each other."""
        self._planned = check_reviews(connection, self.lists)
        super().check(connection, callbacks)

    def record(
        self, transaction: Transaction, index: int, on_change: OnChange | None
    ) -> tuple[int, int]:
        """Record the reviews of one list."""
        added, changed = 0, 0
        for review in self._planned[index]:
            saved = reviews.record(transaction, review.standard.id, review.result, replaces=True)
            added += saved.added
            changed += bool(saved.changes)
            if saved.contradicted:
                name = f"{review.standard.key} {review.result.date}"
                self.lists[index].changed_reviews.add(name)
            if on_change and not saved.nothing:
                on_change(review.standard.key, saved.changes)
            if saved.other_target:
                self.lists[index].other_targets.add(f"{review.standard.key} {saved.other_target}")
        return added, changed

    def notes(self, index: int) -> Iterator[str]:
        """Yield the notes on a list of review results."""
        return import_report.of_results(self.lists[index])


@import_command(
    FILES,
    option("--on", metavar="DATE", help="The day for rows without one."),
    *LIST_OPTIONS,
    *FAULT_OPTIONS,
    columns=RESULT_COLUMNS,
)
def import_results(
    ctx: Context, files: list[str], *, on: str | None, reading: ListOptions, faults: FaultOptions
) -> Table:
    """Import review outcomes (复审结论) from lists.

    \b
    stdplan review import results.xlsx --on 2011-12-15
    stdplan review import withdrawn.csv --on 2011-12-15 --set outcome=废止 --set ends=2012-01-01

    A row has the number of a standard in the catalogue, and an outcome: 继续有效, 修订, 整合 or
    废止. It is recorded as `review record` does. All files are one transaction: all rows are
    imported, or none. Importing again changes nothing. A row that contradicts a review recorded
    before, of the same standard and day, changes it.
    """
    day = None if on is None else option_date(on, "--on")
    kind = ReviewsKind(reading.import_options(reading.defaults()), day)
    results = ImportJob(open_chosen_catalogue(ctx), kind, faults.dry_run).run(
        files, faults.skip_bad
    )
    return answer(results, faults)
