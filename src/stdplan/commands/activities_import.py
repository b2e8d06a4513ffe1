"""`stdplan activities import`: lists of activities, from spreadsheets as they are."""

from typing import Annotated

import typer

from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.activity_kinds import kinds
from stdplan.catalogue.queries.codes import by_name
from stdplan.commands import _choices, _wishes, import_notes
from stdplan.commands._activity_kinds import one_kind
from stdplan.commands._build import Reading
from stdplan.commands._context import open_catalogue, say
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
from stdplan.commands.import_result import COLUMNS, answer, tell
from stdplan.domain.table import Table
from stdplan.errors import UsageProblem
from stdplan.exchange.activity_rows import Known
from stdplan.exchange.readers.rows import Wanted
from stdplan.exchange.wishes import Wishes
from stdplan.i18n import t


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
    mapping, given = _wishes.pairs(map_, "--map"), _wishes.pairs(set_, "--set")
    if kind is not None and "kind" in given:
        raise UsageProblem(
            t("--{name} and --set {name} contradict each other: give one", name="kind")
        )
    if kind is not None:
        given["kind"] = one_kind(known.kinds, kind, "--kind")
    elif "kind" in given:
        given["kind"] = one_kind(known.kinds, given["kind"], "--set kind")
    if "sector" in given:
        given["sector"] = _choices.sector(connection, given["sector"], "--set sector")
    wishes = Wishes(Wanted(encoding, from_, sheet, tuple(mapping)), mapping, given)
    run = Run(catalogue, wishes, known, dry_run)
    lists = run(files, skip_bad)
    for one, found in zip(lists, run.lists, strict=True):
        for sentence in import_notes.of_activities(found):
            say(sentence)
        tell(one, dry_run, skip_bad)
    return answer(lists, dry_run, skip_bad)


command = Reading(import_activities, columns=COLUMNS)
