"""`stdplan progress import`: lists of amounts for what the catalogue does not hold.

Lists of amounts into the catalogue: all read and checked, then recorded in one operation.
"""

import typer

from stdplan.catalogue import amounts as recording
from stdplan.catalogue.database import Catalogue, Transaction
from stdplan.catalogue.queries import plans, progress
from stdplan.catalogue.queries.plans import codes_by_name
from stdplan.commands import import_options, import_report
from stdplan.commands.context import open_catalogue
from stdplan.commands.framework import TableCommand
from stdplan.commands.import_job import KeptRun
from stdplan.commands.import_options import (
    DryRun,
    Encoding,
    Files,
    From,
    Map,
    Set,
    Sheet,
    SkipBad,
    stdin_once,
)
from stdplan.commands.import_report import RESULT_COLUMNS, Rehearsal, answer
from stdplan.commands.options import PlanYear
from stdplan.domain.measures import RATES
from stdplan.importing.amounts import Amounts, KnownIndicator, KnownIndicators, read_amounts
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import Expected
from stdplan.table import Table


class Run(KeptRun[Amounts]):
    """One import of amounts."""

    def __init__(
        self, catalogue: Catalogue, wishes: ImportOptions, known: KnownIndicators, dry_run: bool
    ) -> None:
        super().__init__(catalogue, wishes, dry_run)
        self._known = known
        self._codes = {one.id: one.names[0] for one in known.indicators}

    def read(self, path: str, expected: Expected) -> Amounts:
        """The amounts of one list."""
        return read_amounts(path, self.wishes, self._known, expected)

    def check(self, work: Transaction) -> None:
        """Nothing: an amount stands by itself."""

    def record(self, work: Transaction, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the amounts of one list that are not there yet."""
        amounts = list(self.lists[place].good.values())
        new = recording.record_new(work, [amount._asdict() for amount in amounts])
        for amount, added in zip(amounts, new, strict=True):
            if added:
                code = self._codes[amount.indicator]
                rehearsal.told(f"{code} {amount.date} {amount.amount}", ())
        return sum(new), 0


def import_amounts(
    ctx: typer.Context,
    files: Files,
    encoding: Encoding = None,
    map_: Map = None,
    set_: Set = None,
    from_: From = None,
    sheet: Sheet = None,
    skip_bad: SkipBad = None,
    dry_run: DryRun = False,
    plan: PlanYear = None,
) -> Table:
    """Record the amounts that lists give, each as `progress record` does.

    \b
    stdplan progress import june.xlsx --set date=2011-06-30
    stdplan progress list -f csv | stdplan --db other.db progress import -

    A row has an amount, a date, and an indicator by its code or name, or a task for its main one.
    All files are one transaction: all rows go in, or none. Importing again adds nothing.
    """
    stdin_once(files)
    catalogue = open_catalogue(ctx)
    known = _known(catalogue, plans.choose_plan(catalogue.connection, plan).year)
    given = import_options.given(catalogue.connection, set_)
    wishes = import_options.wishes(map_, given, encoding, from_, sheet)
    run = Run(catalogue, wishes, known, dry_run)
    lists = run(files, skip_bad)
    return answer(lists, map(import_report.of_amounts, run.lists), dry_run, skip_bad)


def _known(catalogue: Catalogue, year: int) -> KnownIndicators:
    indicators = tuple(
        KnownIndicator(identity, task, (code, zh, en), bool(main), measure in RATES)
        for identity, task, code, zh, en, main, measure in progress.plan_indicators(
            catalogue.connection, year
        )
    )
    return KnownIndicators(year, indicators, codes_by_name(catalogue.connection, "sector"))


command = TableCommand(import_amounts, columns=RESULT_COLUMNS)
