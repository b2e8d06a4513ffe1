"""`stdplan progress import`: lists of amounts that the catalogue cannot count itself."""

import sqlite3
from collections.abc import Iterator

from stdplan.catalogue import amounts
from stdplan.catalogue.bulk_load import OnChange
from stdplan.catalogue.queries import plans, progress
from stdplan.catalogue.queries.code_names import codes_by_name
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import import_notes
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
from stdplan.domain.dates import today
from stdplan.domain.measures import RATES
from stdplan.importing.amounts import Amounts, KnownIndicator, KnownIndicators, read_amounts
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.readers.rows import ListSource
from stdplan.table import Table


class AmountsKind(InMemoryKind[Amounts]):
    """Lists of amounts; each amount is checked on its own, when it is read."""

    def __init__(self, options: ImportOptions, known: KnownIndicators) -> None:
        super().__init__(options)
        self._known = known
        self._codes = {indicator.id: indicator.names[0] for indicator in known.indicators}

    def read_list(self, source: ListSource, callbacks: ImportCallbacks) -> Amounts:
        """Return the amounts of one list."""
        return read_amounts(source, self.options, self._known, callbacks)

    def record(
        self, transaction: Transaction, index: int, on_change: OnChange | None
    ) -> tuple[int, int]:
        """Record the amounts of one list that the catalogue does not have yet."""
        rows = list(self.lists[index].good.values())
        new = amounts.record_new(transaction, [row._asdict() for row in rows])
        for row, added in zip(rows, new, strict=True):
            if on_change and added:
                on_change(f"{self._codes[row.indicator]} {row.date} {row.amount}", ())
        return sum(new), 0

    def notes(self, index: int) -> Iterator[str]:
        """Yield the notes on a list of amounts."""
        return import_notes.of_amounts(self.lists[index])


@import_command(FILES, *LIST_OPTIONS, *FAULT_OPTIONS, PLAN_YEAR, columns=RESULT_COLUMNS)
def import_amounts(
    ctx: Context, files: list[str], *, reading: ListOptions, faults: FaultOptions, plan: int | None
) -> Table:
    """Import amounts from lists.

    \b
    stdplan progress import june.xlsx --set date=2011-06-30
    stdplan progress list -f csv | stdplan --db other.db progress import -

    A row has an amount, a date, and an indicator by its code or name, or a task for its main one.
    It is recorded as `progress record` does. All files are one transaction: all rows are imported,
    or none. Importing again adds nothing.
    """
    catalogue = open_chosen_catalogue(ctx)
    connection = catalogue.connection
    known = known_indicators(connection, plans.choose_plan(connection, plan, today().year).year)
    options = reading.import_options(reading.defaults_with_codes(connection))
    kind = AmountsKind(options, known)
    results = ImportJob(catalogue, kind, faults.dry_run).run(
        files, faults.skip_bad, reading.save_map
    )
    return answer(results, faults, options.defaults)


def known_indicators(connection: sqlite3.Connection, year: int) -> KnownIndicators:
    """Return the indicators of the plan of a year, and the sectors."""
    indicators = tuple(
        KnownIndicator(id_, task, (code, zh, en), bool(main), measure in RATES)
        for id_, task, code, zh, en, main, measure in progress.plan_indicators(connection, year)
    )
    return KnownIndicators(year, indicators, codes_by_name(connection, "sector"))
