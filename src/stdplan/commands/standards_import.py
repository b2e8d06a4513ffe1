"""`stdplan standards import`: lists into the catalogue, as they are."""

from typing import Annotated, Literal

import typer

from stdplan.commands import _wishes, import_notes, import_rehearsal
from stdplan.commands._build import Reading
from stdplan.commands._context import open_catalogue, say
from stdplan.commands.import_run import Run
from stdplan.domain.table import Cell, Column, Records, Table
from stdplan.errors import BAD_DATA, UsageProblem
from stdplan.exchange.importer import Wishes
from stdplan.exchange.readers.rows import Wanted
from stdplan.exchange.readers.source import FORMS
from stdplan.i18n import t

COLUMNS = (
    Column("file"),
    Column("read", "integer"),
    Column("added", "integer"),
    Column("changed", "integer"),
    Column("unchanged", "integer"),
    Column("rejected", "integer"),
)


def import_lists(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Lists, or - for stdin.", show_default=False),
    ],
    sector: Annotated[
        str | None, typer.Option(metavar="CODE", help="The sector, where the list has none.")
    ] = None,
    focus: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A focus area of every row; repeatable."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Else found by content: utf-8, gb18030, utf-16."),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADER=FIELD",
            help="What a column means; HEADER= leaves it aside; repeatable.",
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="A value for rows that give none; repeatable."
        ),
    ] = None,
    from_: Annotated[
        Literal[FORMS] | None,  # type: ignore[valid-type]
        typer.Option("--from", help="The format, else by content."),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The sheet of a workbook, by name or number; else the first list."
        ),
    ] = None,
    duplicates: Annotated[
        Literal["error", "first", "last"],
        typer.Option(help="When rows of one number contradict each other: which wins."),
    ] = "error",
    skip_bad: Annotated[
        str | None,
        typer.Option(
            "--skip-bad",
            metavar="REJECTS",
            help="Take in the good rows; write the others, with the reasons, to this csv.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything and say what would change.")
    ] = False,
) -> Table:
    """Take in lists of standards as bulletins and platforms publish them.

    Tables (xlsx, csv, tsv, semicolon, markdown) and plain lists of a standard a line, also packed
    with gzip.

    \b
    stdplan standards import filed.tsv
    stdplan standards import list.csv --set published=2011-05-18 --map 名称=title
    iconv -f gbk list.txt | stdplan standards import - --from tsv

    All files are one transaction: every row is taken in, or none. Importing again changes nothing.
    """
    if files.count("-") > 1:
        raise UsageProblem(t("- (stdin) can be read only once"))
    catalogue = open_catalogue(ctx)
    said = _wishes.given(catalogue.connection, set_, sector, focus)
    mapping = _wishes.pairs(map_, "--map")
    wanted = Wanted(encoding, from_, sheet, tuple(mapping))
    run = Run(catalogue, Wishes(wanted, mapping, said, duplicates), dry_run)
    results = run(files, skip_bad)
    rows: list[list[Cell]] = []
    for (reading, outcome), rehearsal in zip(results, run.rehearsals, strict=True):
        for sentence in import_notes.sentences(reading, outcome, run.day):
            say(sentence)
        # Rows that were joined with another one of their standard say nothing of their own.
        unchanged = reading.rows - reading.rejected - outcome.added - outcome.changed
        counts = (reading.rows, outcome.added, outcome.changed, unchanged, reading.rejected)
        rows.append([reading.file, *counts, *rehearsal.cells()])
        if dry_run:
            for sentence in (*rehearsal.sentences(reading.file), *reading.fault_lines()):
                say(sentence)
        elif reading.rejected:
            said_of = "{file}: {count} rows rejected, written to {path}"
            say(t(said_of, file=reading.file, count=reading.rejected, path=skip_bad))
    if dry_run:
        say(t("--dry-run: nothing was changed"))
    columns = (*COLUMNS, *import_rehearsal.COLUMNS) if dry_run else COLUMNS
    brief = tuple(column.name for column in COLUMNS)
    faulty = dry_run and not skip_bad and any(reading.rejected for reading, _ in results)
    return Table(columns, Records(columns, rows), brief=brief, code=BAD_DATA if faulty else 0)


command = Reading(import_lists, columns=COLUMNS)
