"""The answer of an import: a row for each list on stdout, notes for a person on stderr.

With --dry-run the answer also has the new records, the changes of fields and the rejected rows. The
notes on each list come from import_notes.py and standards_notes.py.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from stdplan.catalogue.bulk_load import RefusedEvent
from stdplan.catalogue.standard_writer import Change
from stdplan.commands import import_preview
from stdplan.commands.console import say
from stdplan.domain.text import escape_unprintable
from stdplan.errors import BAD_DATA, BadData
from stdplan.i18n import t, tn
from stdplan.importing.cell_values import CellError
from stdplan.importing.list_summary import ListSummary
from stdplan.table import Cell, Column, Records, Table

if TYPE_CHECKING:
    from stdplan.commands.import_options import FaultOptions

RESULT_COLUMNS = (
    Column("file"),
    Column("read", "integer"),
    Column("added", "integer"),
    Column("changed", "integer"),
    Column("unchanged", "integer"),
    Column("rejected", "integer"),
)
# Nested in json, jsonl and yaml only.
DRY_RUN_COLUMNS = (
    Column("new", "records"),
    Column("changes", "records"),
    Column("rejects", "records"),
)
_SHOWN = 20  # new records and changes that a person is shown


class DryRun(NamedTuple):
    """What an import would do with one list, as rows for nested output.

    `new`: keys of new records. `changes`: key, field, old and new value. `rejects`: line, column,
    value and message.
    """

    new: list[dict[str, object]]
    changes: list[dict[str, object]]
    rejects: list[dict[str, object]]

    def add_change(self, key: str, changes: tuple[Change, ...]) -> None:
        """Add a new record (without changes), or the changes of fields of a known one."""
        if not changes:
            self.new.append({"key": key})
        for field, old, new in changes:
            self.changes.append({"key": key, "field": field, "old": old, "new": new})

    def add_rejected(self, line: int, faults: list[CellError]) -> None:
        """Add the faults of a row."""
        for column, value, message in faults:
            self.rejects.append(
                {"line": line, "column": column, "value": value, "message": message}
            )

    def cells(self) -> list[Cell]:
        """Return the three lists, as cells for DRY_RUN_COLUMNS."""
        return [self.new, self.changes, self.rejects]

    def sentences(self, file: str) -> Iterator[str]:
        """Yield the first new records and changes as lines for a person."""
        if self.new:
            names = ", ".join(str(record["key"]) for record in self.new[:_SHOWN])
            yield t("{file}: new: {names}", file=file, names=names) + _more(len(self.new))
        for change in self.changes[:_SHOWN]:
            yield t(
                "{file}: {key}: {field}: {old} becomes {new}",
                file=file,
                key=change["key"],
                field=change["field"],
                old=_quoted(change["old"]),
                new=_quoted(change["new"]),
            )
        if len(self.changes) > _SHOWN:
            count = len(self.changes) - _SHOWN
            singular = "{file}: {count} more change (use -f json to see all)"
            plural = "{file}: {count} more changes (use -f json to see all)"
            yield tn(singular, plural, count, file=file)


def _more(count: int) -> str:
    return t(" and {count} more", count=count - _SHOWN) if count > _SHOWN else ""


def _quoted(value: object) -> str:
    return t("nothing") if value is None else f'"{value}"'


class ImportResult(NamedTuple):
    """What became of one list; `dry_run` is empty but for --dry-run."""

    summary: ListSummary
    added: int
    changed: int
    dry_run: DryRun
    notes: list[str]


def refuse_faults(summaries: Sequence[ListSummary]) -> None:
    """Raise BadData if a row of a list has a fault."""
    rejected = sum(summary.rejected for summary in summaries)
    if rejected:
        faults = tuple(line for summary in summaries for line in summary.faults)
        more = sum(summary.fault_count for summary in summaries) - len(faults)
        problem = t("nothing was imported; rows with errors: {rows}", rows=rejected)
        raise BadData(problem, faults, more)


def answer(
    results: Sequence[ImportResult], options: "FaultOptions", values: Mapping[str, str]
) -> Table:
    """Return the table of the command; its exit code is that of bad data if --dry-run found any.

    Write to stderr the notes on each list, and what would become of it or where its rejects are.
    With --dry-run, a terminal first shows how the lists were understood; `values` are those of
    --set and the like.
    """
    shown: set[str] = set()
    if options.dry_run and sys.stderr.isatty():
        shown = import_preview.show([result.summary for result in results], values)
    for result in results:
        for note in result.notes:
            if note not in shown:
                say(note)
        _say_outcome(result, options)
    rows: list[list[Cell]] = []
    for summary, added, changed, dry_run, _ in results:
        # Rows that were joined with another row of their standard count as unchanged.
        unchanged = summary.rows - summary.rejected - added - changed
        counts = (summary.rows, added, changed, unchanged, summary.rejected)
        rows.append(
            [summary.file + summary.part, *counts, *(dry_run.cells() if options.dry_run else ())]
        )
    if options.dry_run:
        say(t("--dry-run: nothing was changed"))
    columns = (*RESULT_COLUMNS, *DRY_RUN_COLUMNS) if options.dry_run else RESULT_COLUMNS
    brief = tuple(column.name for column in RESULT_COLUMNS)
    rejected = any(result.summary.rejected for result in results)
    faulty = options.dry_run and not options.skip_bad and rejected
    return Table(columns, Records(columns, rows), brief=brief, code=BAD_DATA if faulty else 0)


def _say_outcome(result: ImportResult, options: "FaultOptions") -> None:
    """Say what would become of a list, or where its rejected rows are."""
    summary = result.summary
    if options.dry_run:
        for sentence in (*result.dry_run.sentences(summary.file), *summary.fault_lines()):
            say(sentence)
    elif summary.rejected:
        singular = "{file}: {count} row rejected, written to {path}"
        plural = "{file}: {count} rows rejected, written to {path}"
        say(tn(singular, plural, summary.rejected, file=summary.file, path=options.skip_bad))


def refused_events(file: str, refused: Sequence[RefusedEvent]) -> BadData:
    """Return the error for rows that the catalogue contradicts; nothing was imported."""
    lines = [
        f"{file}{part}:{line}: {CellError(header, escape_unprintable(text), problem)}"
        for part, line, header, text, problem in refused[:_SHOWN]
    ]
    problem = t("nothing was imported; rows with errors: {rows}", rows=len(refused))
    return BadData(problem, tuple(lines), len(refused) - len(lines))
