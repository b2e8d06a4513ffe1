"""`stdplan standards import`: lists of standards, in the forms in which they are published."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from stdplan.catalogue import life
from stdplan.catalogue.bulk_load import LoadResult, OnChange, load
from stdplan.catalogue.staged_checks import (
    ImpossibleLinks,
    ended_by_edition,
    impossible_links,
)
from stdplan.catalogue.staging import Staging
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import code_arguments, import_notes, import_report, standards_notes
from stdplan.commands.adjustments_import import check_adjustments, record_adjustments
from stdplan.commands.context import Context, open_chosen_catalogue
from stdplan.commands.day_arguments import full_event_day_with_notice
from stdplan.commands.import_job import ImportJob, ImportKind
from stdplan.commands.import_options import (
    FAULT_OPTIONS,
    FILES,
    LIST_OPTIONS,
    FaultOptions,
    ListOptions,
    import_command,
    known_codes,
)
from stdplan.commands.import_report import RESULT_COLUMNS, answer
from stdplan.commands.parameters import option
from stdplan.importing.adjustments import AdjustmentList
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.readers.rows import ListSource
from stdplan.importing.standard_lists import read_list
from stdplan.importing.standard_rows import KnownCodes
from stdplan.table import Table


class StandardsKind(ImportKind):
    """Lists of standards: staged in temporary tables, since they may have a million rows."""

    def __init__(
        self, connection: sqlite3.Connection, codes: KnownCodes, options: ImportOptions, day: date
    ) -> None:
        """`day` dates the stages and withdrawals that the lists do not date."""
        self.summaries = []
        self.options, self._codes, self._day = options, codes, day
        self._staging = self.context = Staging(connection)
        self._adjusted: list[AdjustmentList | None] = []
        self._outcomes: list[LoadResult] = []
        self._impossible: list[dict[str, ImpossibleLinks]] = []

    def read(self, source: ListSource, callbacks: ImportCallbacks) -> None:
        """Read a list into the staging tables."""
        self._staging.begin()
        read = read_list(source, self._codes, self.options, self._day, self._staging, callbacks)
        self._adjusted.append(read if isinstance(read, AdjustmentList) else None)
        self.summaries.append(read.summary if isinstance(read, AdjustmentList) else read)

    def finish_reading(self) -> None:
        """End the transaction of the staging tables."""
        self._staging.close_reading()
        # Rows of standards are checked when they are read, adjustments of projects by trial.
        self.checks_in_operation = any(self._adjusted)

    def check(self, connection: sqlite3.Connection, callbacks: Sequence[ImportCallbacks]) -> None:
        """Refuse adjustments of projects that are impossible."""
        if any(self._adjusted):
            check_adjustments(connection, self._adjusted, self._staging)
        for adjusted, callback in zip(self._adjusted, callbacks, strict=True):
            if adjusted:
                adjusted.report_faults(callback)

    def record(
        self, transaction: Transaction, index: int, on_change: OnChange | None
    ) -> tuple[int, int]:
        """Load a staged list into the catalogue."""
        if adjusted := self._adjusted[index]:
            self._outcomes.append(LoadResult(0, 0, 0))
            self._impossible.append({})
            return 0, record_adjustments(transaction, adjusted, on_change)
        staged = self._staging.lists[index]
        own = self.summaries[index].own
        outcome = load(transaction, self._staging, staged, on_change, own)
        self._outcomes.append(outcome)
        if outcome.refused:
            raise import_report.refused_events(self.summaries[index].file, outcome.refused)
        self._impossible.append(impossible_links(transaction.connection, staged.first, staged.last))
        return outcome.added, outcome.changed

    def notes(self, index: int) -> Iterator[str]:
        """Yield the notes on a list of standards."""
        if adjusted := self._adjusted[index]:
            yield from import_notes.of_adjustments(adjusted)
            return
        yield from standards_notes.of_standards(
            self.summaries[index], self._outcomes[index], self._day
        )
        yield from standards_notes.of_impossible_links(
            self.summaries[index], self._impossible[index]
        )

    def last_notes(self, transaction: Transaction) -> Iterator[tuple[int, str]]:
        """Yield the notes on standards that a list calls in force, but whose next edition ended
        them."""
        if not any("in_force" in staged.used for staged in self._staging.lists):
            return
        life.refresh(transaction.connection)
        for index, staged in enumerate(self._staging.lists):
            ended = ended_by_edition(
                transaction.connection, staged.first, staged.last, self._day.isoformat()
            )
            for note in standards_notes.of_ended_editions(self.summaries[index], ended):
                yield index, note


@import_command(
    FILES,
    option("--sector", metavar="CODE", help="The sector for rows without one."),
    option("--focus", many=True, metavar="CODE", help="A focus area for every row; repeatable."),
    *LIST_OPTIONS,
    option(
        "--duplicates",
        choices=("error", "first", "last"),
        default="error",
        help="Which row wins if rows for the same number contradict each other.",
    ),
    option(
        "--on",
        metavar="DAY",
        help="The list's day, for stages and the like without a date (default: today).",
    ),
    *FAULT_OPTIONS,
    columns=RESULT_COLUMNS,
)
def import_lists(
    ctx: Context,
    files: list[str],
    *,
    sector: str | None,
    focus: list[str] | None,
    reading: ListOptions,
    duplicates: Literal["error", "first", "last"],
    on: str | None,
    faults: FaultOptions,
) -> Table:
    """Import lists of standards as they are published.

    Reads what ministries and platforms publish: workbooks (xlsx, xls, ods), documents (docx, odt,
    doc), web pages, PDF files (with stdplan[pdf]), csv, tsv, markdown, plain lists, json, jsonl,
    yaml, Relaton and ISO Open Data, also in folders, zip archives or compressed with gzip.

    \b
    stdplan standards import filed.tsv
    stdplan standards import list.csv --set published=2011-05-18 --map 名称=title
    stdplan standards import plan.xlsx --on 2011-03-01
    iconv -f gbk list.txt | stdplan standards import - --from tsv

    All files are one transaction: all rows are imported, or none. Importing again changes nothing.
    """
    day = full_event_day_with_notice(on)
    catalogue = open_chosen_catalogue(ctx)
    defaults = _defaults(catalogue.connection, reading, sector, focus)
    options = reading.import_options(defaults, duplicates)
    # Read before staging begins: within its transaction, reading would lock the catalogue.
    codes = known_codes(catalogue.connection)
    kind = StandardsKind(catalogue.connection, codes, options, day)
    results = ImportJob(catalogue, kind, faults.dry_run).run(
        files, faults.skip_bad, reading.save_map
    )
    return answer(results, faults, options.defaults)


def _defaults(
    connection: sqlite3.Connection,
    reading: ListOptions,
    sector: str | None,
    focus: list[str] | None,
) -> dict[str, str]:
    """Return the values of --set, --sector and --focus by field, with codes instead of names."""
    defaults = reading.defaults_with_codes(connection)
    for name, value in (("sector", sector), ("focus", focus)):
        if value:
            reading.refuse_twice(name)
    if sector is not None:
        defaults["sector"] = code_arguments.sector(connection, sector)
    if focus or "focus" in defaults:
        areas = focus or defaults["focus"].split(";")
        place = "--focus" if focus else reading.place("focus")
        defaults["focus"] = "; ".join(code_arguments.focus_areas(connection, areas, place))
    if "driver" in defaults:
        codes = code_arguments.drivers(
            connection, defaults["driver"].split(";"), reading.place("driver")
        )
        defaults["driver"] = "; ".join(codes)
    return defaults
