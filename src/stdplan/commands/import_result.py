"""The answer of an import: a row for each list, and what is said of rows with faults."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stdplan.commands import import_rehearsal
from stdplan.commands._context import say
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.errors import BAD_DATA, BadData
from stdplan.i18n import t
from stdplan.importing.list_summary import Reading
from stdplan.table import Cell, Column, Records, Table

COLUMNS = (
    Column("file"),
    Column("read", "integer"),
    Column("added", "integer"),
    Column("changed", "integer"),
    Column("unchanged", "integer"),
    Column("rejected", "integer"),
)


class Rehearsed(Exception):
    """Ends the transaction of a rehearsal without keeping it."""


class Imported(NamedTuple):
    """What was read of a list and what became of it; `rehearsal` is empty unless --dry-run."""

    reading: Reading
    added: int
    changed: int
    rehearsal: Rehearsal


def refuse(readings: Sequence[Reading]) -> None:
    """BadData where a row has a fault."""
    rejected = sum(reading.rejected for reading in readings)
    if rejected:
        faults = tuple(line for reading in readings for line in reading.faults)
        more = sum(reading.fault_count for reading in readings) - len(faults)
        problem = t("nothing imported; rows with faults: {rows}", rows=rejected)
        raise BadData(problem, faults, more)


def _tell(imported: Imported, dry_run: bool, skip_bad: str | None) -> None:
    """Say what would become of a list, or where its rejected rows are."""
    reading = imported.reading
    if dry_run:
        for sentence in (*imported.rehearsal.sentences(reading.file), *reading.fault_lines()):
            say(sentence)
    elif reading.rejected:
        said_of = "{file}: {count} rows rejected, written to {path}"
        say(t(said_of, file=reading.file, count=reading.rejected, path=skip_bad))


def answer(
    lists: Sequence[Imported],
    notes: Iterable[Iterable[str]],
    dry_run: bool,
    skip_bad: str | None,
) -> Table:
    """The table of the command, with the exit code for what --dry-run found.

    Says the notes on each list before, and what would become of it or where its rejects are.
    """
    for one, sentences in zip(lists, notes, strict=True):
        for sentence in sentences:
            say(sentence)
        _tell(one, dry_run, skip_bad)
    rows: list[list[Cell]] = []
    for reading, added, changed, rehearsal in lists:
        # Rows that were joined with another one of their standard say nothing of their own.
        unchanged = reading.rows - reading.rejected - added - changed
        counts = (reading.rows, added, changed, unchanged, reading.rejected)
        rows.append([reading.file, *counts, *(rehearsal.cells() if dry_run else ())])
    if dry_run:
        say(t("--dry-run: nothing was changed"))
    columns = (*COLUMNS, *import_rehearsal.COLUMNS) if dry_run else COLUMNS
    brief = tuple(column.name for column in COLUMNS)
    faulty = dry_run and not skip_bad and any(one.reading.rejected for one in lists)
    return Table(columns, Records(columns, rows), brief=brief, code=BAD_DATA if faulty else 0)
