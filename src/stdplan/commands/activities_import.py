"""`stdplan activities import`: lists of activities, from spreadsheets as they are.

Lists of activities into the catalogue: all read and checked, then told in one operation.
"""

from typing import Annotated

import typer

from stdplan.catalogue import activities
from stdplan.catalogue.database import Catalogue, Transaction
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activities import load_kinds
from stdplan.catalogue.queries.plans import codes_by_name
from stdplan.commands import import_options, import_report
from stdplan.commands.activities import match_kind
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
from stdplan.domain.activities import called
from stdplan.domain.dates import today
from stdplan.importing.activities import Activities, KnownKinds, join, read_activities
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import Expected
from stdplan.table import Table


class Run(KeptRun[Activities]):
    """One import of activities."""

    def __init__(
        self, catalogue: Catalogue, wishes: ImportOptions, known: KnownKinds, dry_run: bool
    ) -> None:
        super().__init__(catalogue, wishes, dry_run)
        self._known = known
        self._day = str(today())

    def read(self, path: str, expected: Expected) -> Activities:
        """The activities of one list."""
        return read_activities(path, self.wishes, self._known, expected)

    def check(self, work: Transaction) -> None:
        """Rows of one activity become one; those that contradict each other are refused."""
        join(self.lists)
        for one in self.lists:
            for place, values in list(one.good.items()):
                if problem := activities.impossible(work.connection, values):
                    one.refuse(place, *problem)

    def record(self, work: Transaction, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the activities of one list."""
        added, changed = 0, 0
        for values in self.lists[place].good.values():
            done = activities.tell(work, values, self._day)
            added += done.added
            changed += bool(done.changes)
            if done.added or done.changes:
                rehearsal.told(called(values), done.changes)
        return added, changed


def import_activities(
    ctx: typer.Context,
    files: Files,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="The kind of rows that give none.")
    ] = None,
    encoding: Encoding = None,
    map_: Map = None,
    set_: Set = None,
    from_: From = None,
    sheet: Sheet = None,
    skip_bad: SkipBad = None,
    dry_run: DryRun = False,
    plan: PlanYear = None,
) -> Table:
    """Take in lists of activities: the work that is no standard.

    \b
    stdplan activities import activities.xlsx
    stdplan activities import certificates.csv --kind drafter-certificate --map 编号=reference

    A row has a title and a kind, by its code or name. All files are one transaction: every row is
    taken in, or none. Importing again changes nothing; a changed row changes its fields. An
    activity is told by its kind and reference, else by what, when, who and where.
    """
    stdin_once(files)
    catalogue = open_catalogue(ctx)
    connection = catalogue.connection
    known = KnownKinds(
        load_kinds(connection, plans.choose_plan(connection, plan).year),
        codes_by_name(connection, "sector"),
    )
    given = import_options.given(connection, set_)
    if kind is not None:
        import_options.said_once(given, "kind")
        given["kind"] = match_kind(known.kinds, kind, "--kind")
    elif "kind" in given:
        given["kind"] = match_kind(known.kinds, given["kind"], "--set kind")
    wishes = import_options.wishes(map_, given, encoding, from_, sheet)
    run = Run(catalogue, wishes, known, dry_run)
    lists = run(files, skip_bad)
    return answer(lists, map(import_report.of_activities, run.lists), dry_run, skip_bad)


command = TableCommand(import_activities, columns=RESULT_COLUMNS)
