"""`stdplan activities import`: lists of activities, from spreadsheets as they are."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activities import kinds
from stdplan.catalogue.queries.plans import by_name
from stdplan.commands import _wishes, import_notes
from stdplan.commands._activity_kinds import one_kind
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
from stdplan.commands.activities_run import Run
from stdplan.commands.import_result import COLUMNS, answer
from stdplan.importing.activities import Known
from stdplan.table import Table


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
    known = Known(
        kinds(connection, plans.choose(connection, plan).year), by_name(connection, "sector")
    )
    given = _wishes.given(connection, set_)
    if kind is not None:
        _wishes.said_once(given, "kind")
        given["kind"] = one_kind(known.kinds, kind, "--kind")
    elif "kind" in given:
        given["kind"] = one_kind(known.kinds, given["kind"], "--set kind")
    wishes = _wishes.wishes(map_, given, encoding, from_, sheet)
    run = Run(catalogue, wishes, known, dry_run)
    lists = run(files, skip_bad)
    return answer(lists, map(import_notes.of_activities, run.lists), dry_run, skip_bad)


command = Reading(import_activities, columns=COLUMNS)
