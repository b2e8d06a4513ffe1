"""`stdplan standards import`: lists into the catalogue, as they are."""

from typing import Annotated, Literal

import typer

from stdplan.catalogue import bulk
from stdplan.commands import _choices, import_notes
from stdplan.commands._build import Reading
from stdplan.commands._context import command_line, open_catalogue, say
from stdplan.commands._known import known
from stdplan.domain.dates import today
from stdplan.domain.table import Cell, Column, Records, Table
from stdplan.errors import BadData, UsageProblem
from stdplan.exchange.importer import Wishes, read_list
from stdplan.exchange.readers.rows import Form, Wanted
from stdplan.i18n import t

COLUMNS = (
    Column("file"),
    Column("read", "integer"),
    Column("added", "integer"),
    Column("changed", "integer"),
    Column("unchanged", "integer"),
    Column("rejected", "integer"),
)


class _Rehearsed(Exception):
    """Ends the transaction of --dry-run without keeping it."""


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
        Form | None,
        typer.Option("--from", help="The format, else by name or content."),
    ] = None,
    duplicates: Annotated[
        Literal["error", "first", "last"],
        typer.Option(help="When rows of one number contradict each other: which wins."),
    ] = "error",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything and say what would change.")
    ] = False,
) -> Table:
    """Take in lists of standards as bulletins and platforms publish them: csv and tsv.

    \b
    stdplan standards import filed.tsv
    stdplan standards import list.csv --set published=2011-05-18 --map 名称=title
    iconv -f gbk list.txt | stdplan standards import - --from tsv

    All files are one transaction: every row is taken in, or none. Importing again changes nothing.
    """
    if files.count("-") > 1:
        raise UsageProblem(t("- (stdin) can be read only once"))
    catalogue = open_catalogue(ctx)
    connection = catalogue.connection
    given = _pairs(set_, "--set")
    for name, own in (("sector", sector), ("focus", focus)):
        if own and name in given:
            raise UsageProblem(
                t("--{name} and --set {name} contradict each other: give one", name=name)
            )
    if sector is not None:
        given["sector"] = _choices.sector(connection, sector)
    elif "sector" in given:
        given["sector"] = _choices.sector(connection, given["sector"], "--set sector")
    if focus or "focus" in given:
        areas = focus or given["focus"].split(";")
        given["focus"] = "; ".join(_choices.focus_areas(connection, areas))
    if "driver" in given:
        codes_given = _choices.drivers(connection, given["driver"].split(";"), "--set driver")
        given["driver"] = "; ".join(codes_given)
    wishes = Wishes(Wanted(encoding, from_), _pairs(map_, "--map"), given, duplicates)
    names = known(connection)
    day = today()
    # All files are read and checked before the catalogue is locked.
    readings = [read_list(path, names, wishes, day.isoformat()) for path in files]
    faults = tuple(line for reading in readings for line in reading.messages())
    if faults:
        rows = sum(len({line for line, _ in reading.faults}) for reading in readings)
        raise BadData(t("nothing imported; rows with faults: {rows}", rows=rows), faults)
    result: list[list[Cell]] = []
    try:
        with catalogue.operation(command_line()) as work:
            for reading in readings:
                records = (draft.record for draft in reading.drafts.values())
                counts = bulk.load(work, records)
                counts["unchanged"] += reading.rows - len(reading.drafts)
                told = (counts[name] for name in ("added", "changed", "unchanged"))
                result.append([reading.file, reading.rows, *told, 0])
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        say(t("--dry-run: nothing was changed"))
    for reading in readings:
        for sentence in import_notes.sentences(reading, day):
            say(sentence)
    return Table(COLUMNS, Records(COLUMNS, result))


def _pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageProblem(
                t('{option}: "{text}" is not of the form NAME=VALUE', option=option, text=text)
            )
        if name.strip() in pairs:
            raise UsageProblem(
                t("{option}: {name} is given twice", option=option, name=name.strip())
            )
        pairs[name.strip()] = value.strip()
    return pairs


command = Reading(import_lists, columns=COLUMNS)
