"""`stdplan review import`: lists of review results (复审结论, 复审意见), recorded as reviews.

Rule: a standard has one review on one day in one step. Rows that say the same, or fill each other's
gaps, are one review. Of rows that contradict each other every one is refused, whichever list it is
in. A row that contradicts a review recorded before changes it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from stdplan.catalogue import reviews
from stdplan.catalogue.bulk_load import OnChange
from stdplan.catalogue.edition_rules import ended_by_edition
from stdplan.catalogue.queries.find_standard import NumberMatch, find_standard
from stdplan.catalogue.review_projects import is_under_way, projects_under_way
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import import_notes
from stdplan.commands.context import Context, open_chosen_catalogue
from stdplan.commands.day_arguments import option_date
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
from stdplan.commands.parameters import flag, option
from stdplan.commands.review_arguments import result_of
from stdplan.domain.dates import last_day
from stdplan.errors import BadData, Missing
from stdplan.i18n import t
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.readers.rows import ListSource
from stdplan.importing.review_rows import ReviewRow
from stdplan.importing.reviews import ReviewList, read_reviews
from stdplan.table import Table

# The fields in which two rows of one review may contradict each other.
_COMPARED = ("outcome", "into", "ends", "target_date", "document", "into_family", "into_nature")


class MatchedReview(NamedTuple):
    """A review of a row whose standard was found: the index of its list, its row, its values."""

    list_index: int
    row_index: int
    review: ReviewRow


class PlannedReview(NamedTuple):
    """A review that is to be recorded: its standard, the row that gives it, its values.

    `project`: the row id of the project under way that it names.
    """

    standard: NumberMatch
    row_index: int
    result: reviews.ReviewResult
    project: int | None = None


def check_reviews(
    connection: sqlite3.Connection, lists: Sequence[ReviewList]
) -> list[list[PlannedReview]]:
    """Return the reviews of each list, in its order; refuse rows that cannot be recorded.

    A review with rows in several lists belongs to the first of them.
    """
    groups: dict[tuple[int, str, str], list[MatchedReview]] = {}
    standards: dict[int, NumberMatch] = {}
    for list_index, results in enumerate(lists):
        for index, row in list(results.good.items()):
            standard = _find_standard(connection, results, index, row)
            if standard is not None:
                standards[standard.id] = standard
                for review in row:
                    group = groups.setdefault((standard.id, review.date, review.step), [])
                    group.append(MatchedReview(list_index, index, review))
    for rows in groups.values():
        if rows[1:]:
            _refuse_contradictions(lists, rows)
    planned: list[list[PlannedReview]] = [[] for _ in lists]
    for (standard_id, *_), rows in groups.items():
        good = [row for row in rows if row.row_index in lists[row.list_index].good]
        if good:
            first, values = good[0], _merged([row.review for row in good])
            results, standard = lists[first.list_index], standards[standard_id]
            project = None
            if values.project or values.under_way:
                project = _find_project(connection, results, standard, values)
                if project is None and values.project:
                    note = results.review_reader.with_plan_number(values.note, values.project)
                    values = replace(values, note=note)
            planned[first.list_index].append(
                PlannedReview(standard, first.row_index, result_of(values), project)
            )
    return planned


def _find_standard(
    connection: sqlite3.Connection, results: ReviewList, index: int, row: Sequence[ReviewRow]
) -> NumberMatch | None:
    """Return the standard of a row; refuse the row and return None if it cannot be reviewed.

    A row without an answer needs no standard.
    """
    if not row:
        return None
    try:
        # A review on a day is not about a later edition.
        match = find_standard(connection, row[0].number, date.fromisoformat(last_day(row[0].date)))
    except Missing:
        results.refuse(index, "number", t("is not in the catalogue"))
        return None
    except BadData:
        results.refuse(index, "number", t("matches several records"))
        return None
    for review in row:
        if problem := reviews.find_problem(connection, match.id, result_of(review)):
            results.refuse(index, review.field_of(problem.field), problem.sentence)
            return None
    for review in row:
        end = ended_by_edition(connection, match.id, review.date)
        if end and review.outcome != "withdraw":
            results.ended.add(f"{match.key} ({', '.join(end)})")
            break
    if match.undated:
        results.undated.add(match.key)
    if match.former:
        results.renamed.add(f"{match.former} → {match.key}")
    return match


def _find_project(
    connection: sqlite3.Connection, results: ReviewList, standard: NumberMatch, review: ReviewRow
) -> int | None:
    """Return the row id of the project under way that a revision names or has, and note what the
    catalogue does not have."""
    if review.project is None:
        projects = projects_under_way(connection, standard.key)
        if not projects:
            results.no_project.add(standard.key)
        elif projects[1:]:
            results.several_projects.add(f"{standard.key} ({', '.join(projects)})")
        return None  # the only project is that of the review anyway
    try:
        project = find_standard(connection, review.project).id
    except (Missing, BadData):
        project = None
    if project is None or not is_under_way(connection, project):
        results.unknown_projects.add(f"{standard.key} ({review.project})")
        return None
    return project


def _refuse_contradictions(lists: Sequence[ReviewList], rows: Sequence[MatchedReview]) -> None:
    """Refuse the rows of one review that contradict each other."""
    for row in rows:
        pairs = ((other, name) for other in rows for name in _COMPARED if _differ(row, other, name))
        other, name = next(pairs, (row, ""))
        if other is row:
            continue
        other_list = lists[other.list_index]
        problem = t(
            'contradicts {where} for the same standard, which has "{other}"',
            where=other_list.where(other.row_index),
            other=other_list.cell(other.row_index, other.review.field_of(name)),
        )
        lists[row.list_index].refuse(row.row_index, row.review.field_of(name), problem)


def _differ(row: MatchedReview, other: MatchedReview, name: str) -> bool:
    ours, theirs = getattr(row.review, name), getattr(other.review, name)
    return None not in (ours, theirs) and ours != theirs


def _merged(rows: Sequence[ReviewRow]) -> ReviewRow:
    """Return the review that several rows are about: the first value of each field, all notes."""
    if not rows[1:]:
        return rows[0]
    values: dict[str, Any] = {}
    for name in (*_COMPARED, "project"):
        values[name] = next((value for row in rows if (value := getattr(row, name))), None)
    notes = dict.fromkeys(row.note for row in rows if row.note)
    values |= {
        "note": "; ".join(notes) or None,
        "under_way": any(row.under_way for row in rows),
    }
    return replace(rows[0], **values)


class ReviewsKind(InMemoryKind[ReviewList]):
    """Lists of review results; `on` is the day of rows without one, as ISO date. If `proposed`, all
    outcomes are proposals."""

    def __init__(self, options: ImportOptions, on: str | None, proposed: bool) -> None:
        super().__init__(options)
        self._on, self._proposed = on, proposed
        self._planned: list[list[PlannedReview]] = []

    def read_list(self, source: ListSource, callbacks: ImportCallbacks) -> ReviewList:
        """Return the review results of one list."""
        return read_reviews(source, self.options, self._on, callbacks, self._proposed)

    def check(self, connection: sqlite3.Connection, callbacks: Sequence[ImportCallbacks]) -> None:
        """Refuse results that are impossible, or that contradict each other."""
        self._planned = check_reviews(connection, self.lists)
        super().check(connection, callbacks)

    def record(
        self, transaction: Transaction, index: int, on_change: OnChange | None
    ) -> tuple[int, int]:
        """Record the reviews of one list. A row counts once, also if it has two reviews."""
        results = self.lists[index]
        added, changed = set[int](), set[int]()
        for review in self._planned[index]:
            standard, result = review.standard, review.result
            saved = reviews.record(
                transaction, standard.id, result, replaces=True, project=review.project
            )
            if saved.added:
                added.add(review.row_index)
            if saved.changes:
                changed.add(review.row_index)
            if saved.contradicted:
                results.changed_reviews.add(f"{standard.key} {result.date}")
            if on_change and not saved.nothing:
                on_change(standard.key, saved.changes)
            if saved.other_target:
                results.other_targets.add(f"{standard.key} {saved.other_target}")
            if saved.other_project:
                results.other_projects.add(f"{standard.key} ({saved.other_project})")
        return len(added), len(changed - added)

    def notes(self, index: int) -> Iterator[str]:
        """Yield the notes on a list of review results."""
        mixed = any(results.has_proposals for results in self.lists)
        return import_notes.of_results(self.lists[index], mixed)


@import_command(
    FILES,
    option("--on", metavar="DATE", help="The day for rows without one."),
    flag("--proposed", help="The outcomes of the list are proposals of committees."),
    *LIST_OPTIONS,
    *FAULT_OPTIONS,
    columns=RESULT_COLUMNS,
)
def import_results(
    ctx: Context,
    files: list[str],
    *,
    on: str | None,
    proposed: bool,
    reading: ListOptions,
    faults: FaultOptions,
) -> Table:
    """Import review outcomes (复审结论) and proposals (复审意见) from lists.

    \b
    stdplan review import results.xlsx --on 2011-12-15
    stdplan review import returned/ --on 2011-06-30
    stdplan review import answers.xlsx --on 2011-06-30 --proposed
    stdplan review import withdrawn.csv --on 2011-12-15 --set outcome=废止 --set ends=2012-01-01

    A row has the number of a standard in the catalogue, and an outcome, a proposal or both:
    继续有效, 修订, 整合, 废止, 修改单 or 转化. It is recorded as `review record` does. All files
    are one transaction: all rows are imported, or none. Importing again changes nothing. A row that
    contradicts a review recorded before, of the same standard, day and step, changes it.

    The outcomes of a form that `review form` wrote are proposals, and so are those of a list with a
    title such as 复审意见汇总表. A row without an answer, and a proposal that means no outcome for
    certain, are named, and nothing is recorded for them.
    """
    day = None if on is None else option_date(on, "--on")
    kind = ReviewsKind(reading.import_options(reading.defaults()), day, proposed)
    results = ImportJob(open_chosen_catalogue(ctx), kind, faults.dry_run).run(
        files, faults.skip_bad, reading.save_map
    )
    return answer(results, faults, kind.options.defaults)
