"""`stdplan standards import`: lists into the catalogue, as they are."""

from typing import Annotated, Literal

import typer

from stdplan.commands import import_options, import_report
from stdplan.commands.arguments import full_event_day_with_notice
from stdplan.commands.context import open_catalogue
from stdplan.commands.framework import TableCommand
from stdplan.commands.import_job import Run
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
from stdplan.commands.import_report import RESULT_COLUMNS, Imported, answer
from stdplan.table import Table


def import_lists(
    ctx: typer.Context,
    files: Files,
    sector: Annotated[
        str | None, typer.Option(metavar="CODE", help="The sector, where the list has none.")
    ] = None,
    focus: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A focus area of every row; repeatable."),
    ] = None,
    encoding: Encoding = None,
    map_: Map = None,
    set_: Set = None,
    from_: From = None,
    sheet: Sheet = None,
    duplicates: Annotated[
        Literal["error", "first", "last"],
        typer.Option(help="When rows of one number contradict each other: which wins."),
    ] = "error",
    on: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="The list's day: of stages it does not date, and the like (else today).",
        ),
    ] = None,
    skip_bad: SkipBad = None,
    dry_run: DryRun = False,
) -> Table:
    """Take in lists of standards as bulletins and platforms publish them.

    Tables (xlsx, csv, tsv, semicolon, markdown), plain lists of a standard a line, json, jsonl,
    yaml, Relaton and ISO Open Data, also packed with gzip.

    \b
    stdplan standards import filed.tsv
    stdplan standards import list.csv --set published=2011-05-18 --map 名称=title
    stdplan standards import plan.xlsx --on 2011-03-01
    iconv -f gbk list.txt | stdplan standards import - --from tsv

    All files are one transaction: every row is taken in, or none. Importing again changes nothing.
    """
    stdin_once(files)
    day = full_event_day_with_notice(on)
    catalogue = open_catalogue(ctx)
    given = import_options.given_standards(catalogue.connection, set_, sector, focus)
    wishes = import_options.wishes(map_, given, encoding, from_, sheet, duplicates)
    run = Run(catalogue, wishes, dry_run, day)
    lists, notes = [], []
    for (reading, outcome), rehearsal in zip(run(files, skip_bad), run.rehearsals, strict=True):
        lists.append(Imported(reading, outcome.added, outcome.changed, rehearsal))
        notes.append(import_report.of_standards(reading, outcome, run.day))
    return answer(lists, notes, dry_run, skip_bad)


command = TableCommand(import_lists, columns=RESULT_COLUMNS)
