"""`stdplan review import`: lists of review results (复审结论), recorded as reviews."""

from typing import Annotated

import typer

from stdplan.commands import _wishes, import_notes
from stdplan.commands._build import Reading
from stdplan.commands._context import open_catalogue
from stdplan.commands._given import any_date
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
from stdplan.commands.import_result import COLUMNS, answer
from stdplan.commands.review_run import Run
from stdplan.table import Table


def import_results(
    ctx: typer.Context,
    files: Files,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of rows that give none.")
    ] = None,
    encoding: Encoding = None,
    map_: Map = None,
    set_: Set = None,
    from_: From = None,
    sheet: Sheet = None,
    skip_bad: SkipBad = None,
    dry_run: DryRun = False,
) -> Table:
    """Record the results of reviews that lists give (复审结论), each as `review record` does.

    \b
    stdplan review import results.xlsx --on 2011-12-15
    stdplan review import withdrawn.csv --on 2011-12-15 --set outcome=废止 --set ends=2012-01-01

    A row names a standard of the catalogue and its outcome: 继续有效, 修订, 整合 or 废止. All files
    are one transaction: every row is taken in, or none. Importing again changes nothing.
    """
    stdin_once(files)
    day = None if on is None else any_date(on, "--on")
    wishes = _wishes.wishes(map_, _wishes.pairs(set_, "--set"), encoding, from_, sheet)
    run = Run(open_catalogue(ctx), wishes, day, dry_run)
    lists = run(files, skip_bad)
    return answer(lists, map(import_notes.of_results, run.lists), dry_run, skip_bad)


command = Reading(import_results, columns=COLUMNS)
