"""`stdplan progress import`: lists of amounts for what the catalogue does not hold."""

import typer

from stdplan.catalogue.database import Catalogue
from stdplan.catalogue.queries import plans, progress
from stdplan.catalogue.queries.plans import by_name
from stdplan.commands import _wishes, import_notes
from stdplan.commands._build import Reading
from stdplan.commands._context import open_catalogue
from stdplan.commands._list_options import (
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
from stdplan.commands._options import PlanYear
from stdplan.commands.import_result import COLUMNS, answer
from stdplan.commands.progress_run import Run
from stdplan.domain.measures import RATES
from stdplan.importing.amounts import Indicator, Known
from stdplan.table import Table


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
    known = _known(catalogue, plans.choose(catalogue.connection, plan).year)
    given = _wishes.given(catalogue.connection, set_)
    wishes = _wishes.wishes(map_, given, encoding, from_, sheet)
    run = Run(catalogue, wishes, known, dry_run)
    lists = run(files, skip_bad)
    return answer(lists, map(import_notes.of_amounts, run.lists), dry_run, skip_bad)


def _known(catalogue: Catalogue, year: int) -> Known:
    indicators = tuple(
        Indicator(identity, task, (code, zh, en), bool(main), measure in RATES)
        for identity, task, code, zh, en, main, measure in progress.named_indicators(
            catalogue.connection, year
        )
    )
    return Known(year, indicators, by_name(catalogue.connection, "sector"))


command = Reading(import_amounts, columns=COLUMNS)
