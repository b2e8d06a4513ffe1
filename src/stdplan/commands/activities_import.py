"""`stdplan activities import`: lists of activities, from spreadsheets without changes to them."""

import sqlite3
from collections.abc import Iterator, Sequence

from stdplan.catalogue import activities
from stdplan.catalogue.bulk_load import OnChange
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activities import load_kinds
from stdplan.catalogue.queries.code_names import codes_by_name
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import import_notes
from stdplan.commands.activities import match_kind
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
from stdplan.commands.options import PLAN_YEAR
from stdplan.commands.parameters import option
from stdplan.domain.activities import display_name
from stdplan.domain.dates import today
from stdplan.importing.activities import Activities, KnownKinds, join_rows, read_activities
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.readers.rows import ListSource
from stdplan.table import Table


class ActivitiesKind(InMemoryKind[Activities]):
    """Lists of activities."""

    def __init__(self, options: ImportOptions, known: KnownKinds) -> None:
        super().__init__(options)
        self._known = known
        self._day = str(today())

    def read_list(self, source: ListSource, callbacks: ImportCallbacks) -> Activities:
        """Return the activities of one list."""
        return read_activities(source, self.options, self._known, callbacks)

    def check(self, connection: sqlite3.Connection, callbacks: Sequence[ImportCallbacks]) -> None:
        """Join the rows of one activity; refuse rows that contradict each other."""
        join_rows(self.lists)
        for rows in self.lists:
            for index, values in list(rows.good.items()):
                if problem := activities.contradiction(connection, values):
                    rows.refuse(index, *problem)
        super().check(connection, callbacks)

    def record(
        self, transaction: Transaction, index: int, on_change: OnChange | None
    ) -> tuple[int, int]:
        """Record the activities of one list."""
        added, changed = 0, 0
        for values in self.lists[index].good.values():
            saved = activities.import_row(transaction, values, self._day)
            added += saved.added
            changed += bool(saved.changes)
            if on_change and (saved.added or saved.changes):
                on_change(display_name(values), saved.changes)
        return added, changed

    def notes(self, index: int) -> Iterator[str]:
        """Yield the notes on a list of activities."""
        return import_notes.of_activities(self.lists[index])


@import_command(
    FILES,
    option("--kind", metavar="KIND", help="The kind for rows without one."),
    *LIST_OPTIONS,
    *FAULT_OPTIONS,
    PLAN_YEAR,
    columns=RESULT_COLUMNS,
)
def import_activities(
    ctx: Context,
    files: list[str],
    *,
    kind: str | None,
    reading: ListOptions,
    faults: FaultOptions,
    plan: int | None,
) -> Table:
    """Import lists of activities, the work other than standards.

    \b
    stdplan activities import activities.xlsx
    stdplan activities import certificates.csv --kind drafter-certificate --map 编号=reference

    A row has a title and a kind, by its code or name. All files are one transaction: all rows are
    imported, or none. Importing again changes nothing; a changed row updates its activity. An
    activity is identified by its kind and reference, or without a reference by what, when, who and
    where.
    """
    catalogue = open_chosen_catalogue(ctx)
    connection = catalogue.connection
    known = KnownKinds(
        load_kinds(connection, plans.choose_plan(connection, plan, today().year).year),
        codes_by_name(connection, "sector"),
    )
    defaults = reading.defaults_with_codes(connection)
    if kind is not None:
        reading.refuse_twice("kind")
        defaults["kind"] = match_kind(known.kinds, kind, "--kind")
    elif "kind" in defaults:
        defaults["kind"] = match_kind(known.kinds, defaults["kind"], reading.place("kind"))
    lists = ActivitiesKind(reading.import_options(defaults), known)
    results = ImportJob(catalogue, lists, faults.dry_run).run(
        files, faults.skip_bad, reading.save_map
    )
    return answer(results, faults, lists.options.defaults)
