"""The reader of a list of standards: from file to records, with a message for every fault.

Rule: the whole file is read and checked before the catalogue is locked, and in constant memory.
"""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

from stdplan.domain.day_order import ContradictedDay
from stdplan.domain.standard_record import (
    ImpossibleConversion,
    ImpossibleEvent,
    NumberedRecord,
    RepeatedStandard,
)
from stdplan.domain.text import clean, escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.adjustments import AdjustmentList, is_adjustment_list, read_adjustments
from stdplan.importing.cell_values import CellError
from stdplan.importing.duplicates import merge_rows
from stdplan.importing.header_names import fold, has_other_standards
from stdplan.importing.headers import map_headers
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import standard_layout
from stdplan.importing.list_summary import ImportCallbacks, ListSummary
from stdplan.importing.number_column import lost_number
from stdplan.importing.parallel import parse_batches
from stdplan.importing.readers.rows import ListSource, SourceRow, iter_blocks
from stdplan.importing.rejects import OriginalList, with_evidence, without_reasons
from stdplan.importing.row_batches import Batch, BatchParser, ListSink, ParsedBatch
from stdplan.importing.standard_rows import KnownCodes
from stdplan.importing.understood import understand


def read_list(
    source: ListSource,
    known: KnownCodes,
    options: ImportOptions,
    day: date,
    sink: ListSink,
    callbacks: ImportCallbacks | None = None,
) -> ListSummary | AdjustmentList:
    """Read a list into the sink and return its summary; `day` is that of the import.

    The rows of a list that adjusts projects are returned with its summary, and none is staged.

    Rows with faults are rejected, never raised. Raise BadData if the list as a whole cannot be
    read.

    with Staging(connection) as staging:
        staging.begin()
        summary = read_list(source, codes, ImportOptions(), today(), staging)
    """
    with _without_collector():
        original = without_reasons(source)
        callbacks = callbacks or ImportCallbacks()
        callbacks.expected(source.expected_rows)
        if is_adjustment_list(original.head.cells, options.fields_in(original.head.cells)):
            return _adjustments(source, original, options, day, callbacks)
        return _Import(source, original, known, options, day, sink, callbacks).run()


def _adjustments(
    source: ListSource,
    original: OriginalList,
    options: ImportOptions,
    day: date,
    callbacks: ImportCallbacks,
) -> AdjustmentList:
    """Return a list that adjusts projects."""
    head = original.head
    callbacks.header(head.cells)
    summary = ListSummary(file=source.name, part=head.sheet, skipped=source.skipped)
    adjusted = read_adjustments(source, original, options, day.isoformat(), summary)
    callbacks.rows(summary.rows)
    return adjusted


@contextmanager
def _without_collector() -> Iterator[None]:
    """Switch off the search for reference cycles: a list makes none, and it takes a fifth of the
    time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


# What the catalogue has against a row; its cell is not found yet.
KnownFault = ContradictedDay | RepeatedStandard | ImpossibleConversion | ImpossibleEvent
# A fault of a cell, or one whose cell is not found yet.
LateFault = CellError | KnownFault


def _of_rejected(key: str) -> CellError:
    """Return the fault of a row that was merged with one that is rejected."""
    problem = t("is rejected together with another row for the same standard")
    return CellError("number", escape_unprintable(key), problem)


def _of_repeated(repeated: RepeatedStandard) -> str:
    """Return the problem of a row that names the standard of another row by a former number."""
    return t(
        "is now {new}, which is in line {line}",
        new=escape_unprintable(repeated.number),
        line=f"{repeated.part}{':' if repeated.part else ''}{repeated.line}",
    )


def _against_known(day: ContradictedDay) -> str:
    """Return the problem of a day that contradicts one that is known already."""
    if day.known_field == "published":
        sentence = (
            "is before the publication on {day}, which is known already; correct that with"
            " `standards edit {key} --published DATE`"
        )
    elif day.known_field == "effective":
        sentence = (
            "is after the day of effect, {day}, which is known already; correct that with"
            " `standards edit {key} --effective DATE`"
        )
    elif day.known_field == "withdrawn":
        sentence = (
            "is after the withdrawal on {day}, which is known already; correct that with"
            " `standards edit {key} --withdrawn DATE`"
        )
    else:
        sentence = "is after the review of {key} on {day}, which is known already"
    return t(sentence, key=escape_unprintable(day.key), day=day.day)


class _Import:
    """The import of one list into the sink."""

    def __init__(
        self,
        source: ListSource,
        original: OriginalList,
        known: KnownCodes,
        options: ImportOptions,
        day: date,
        sink: ListSink,
        callbacks: ImportCallbacks,
    ) -> None:
        self.source, self.options, self.day = source, options, day
        self.sink, self.callbacks = sink, callbacks
        self.summary = ListSummary(file=source.name)
        original, evidence = with_evidence(source, original)
        head = original.head
        self.summary.part, self.summary.skipped = head.sheet, source.skipped
        self.header = head.cells
        callbacks.header(self.header)
        self.where = f"{source.name}{head.sheet}:{head.line}"
        mapping = options.map_columns(
            self.header,
            standard_layout(),
            lambda chosen: map_headers(
                self.header, chosen, self.where, mixed=original.mixed, evidence=evidence
            ),
        )
        self.summary.understood, original = understand(source, original, mapping, options)
        self.pieces = original.pieces
        self.summary.column_notes = mapping.notes
        self.columns = {column.field.name: column for column in reversed(mapping.columns)}
        self.summary.own = frozenset(self.columns) if mapping.own else frozenset()
        self.summary.unknown = tuple(header for _, header in mapping.unknown)
        name = source.name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        defaults = options.parse_defaults()
        self.defaults = defaults
        self.summary.proposed = self._proposed()
        self.parser = BatchParser(mapping, known, defaults, name, day)

    def run(self) -> ListSummary:
        """Read all rows, merge those of one standard, and compare their days with known ones."""
        with closing(parse_batches(self.parser, self._batches(), self.sink)) as batches:
            for batch in batches:
                self._add(batch)
        self._refuse_lost_numbers()
        late: dict[int, list[LateFault]] = {}
        merged: dict[int, list[NumberedRecord]] = {}
        for group in self.sink.groups_with_one_key():
            result = merge_rows(group, self.options.duplicates)
            self.summary.add_merge(result)
            self.sink.replace_records(group, result.rows.values())
            late |= {row.position: list(faults) for row, faults in result.faults}
            for record in result.rows.values():
                merged[record.position] = [row for row in group if row.position not in late]
        known: list[KnownFault] = [
            *self.sink.contradicted_days(),
            *self.sink.repeated_standards(),
            *self.sink.impossible_conversions(),
            *self.sink.impossible_events(),
        ]
        if known:
            self.sink.remove_rows(dict.fromkeys(fault.position for fault in known))
        for fault in known:
            late.setdefault(fault.position, []).append(fault)
            for other in merged.get(fault.position, ()):
                if other.position != fault.position and other.record.key == fault.key:
                    late.setdefault(other.position, [_of_rejected(fault.key)])
        if late:
            # These faults are known only now, so the rows are read once more.
            for position, row in enumerate(without_reasons(self.source).rows, 1):
                if faults := late.get(position):
                    self._reject(row, [self._fault(row, fault) for fault in faults])
        return self.summary

    def _refuse_lost_numbers(self) -> None:
        """Raise BadData if a row has no number, but one of its other cells is a number."""
        chosen = set(map(fold, self.options.fields_in(self.header)))
        for header, number in self.summary.lost_numbers.items():
            column = self.columns.get("title") if not header else None
            name = column.header if column else header
            if fold(name) not in chosen and not has_other_standards(name):
                problem = lost_number(name, number, "title" if column else "")
                raise BadData(f"{self.where}: {problem}")

    def _proposed(self) -> list[str]:
        """Return options for what the text around the list says, and the list does not.

        An announcement of new standards says nothing about those that it withdraws, and the day of
        a list of projects is no day of publication.
        """
        given = {*self.columns, *self.defaults}
        proposed = self.source.proposed.items()
        values = [f"{field}={value}" for field, value in proposed if field not in given]
        if not values or "withdrawn" in self.columns or "number" not in self.columns:
            return []
        table = [] if self.source.table is None else [f"--table {self.source.table}"]
        return [*table, *(f"--set {value}" for value in values)]

    def _fault(self, row: SourceRow, fault: LateFault) -> CellError:
        """Return a fault that was found late as one of a cell of its row."""
        if isinstance(fault, CellError):
            return fault
        if isinstance(fault, ImpossibleEvent):
            column = self.columns.get(fault.header)
            header = column.header if column else fault.header
            return CellError(header, escape_unprintable(fault.text), fault.problem)
        if isinstance(fault, RepeatedStandard):
            name, problem = "number", _of_repeated(fault)
        elif isinstance(fault, ImpossibleConversion):
            name, problem = "number", fault.problem
        else:
            name, problem = fault.field, _against_known(fault)
        column = self.columns.get(name)
        if name == "number" and not (column and clean(row.cells[column.index])):
            others = ("old_number", "plan_number")
            column = next(
                (self.columns[other] for other in others if other in self.columns), column
            )
        text = clean(row.cells[column.index]) if column else ""
        if not text and name in self.defaults:
            column, text = self.defaults[name]
        header = column.header if column else name
        return CellError(header, escape_unprintable(text), problem)

    def _batches(self) -> Iterator[Batch]:
        first = 1
        for block in iter_blocks(self.pieces, len(self.header)):
            yield Batch(first, block)
            first += len(block.lines)

    def _add(self, batch: ParsedBatch) -> None:
        self.summary.rows += batch.length
        self.summary.extend(batch.notes)
        for row, faults in batch.rejected:
            self._reject(row, faults)
        self.sink.set_row_count(self.summary.rows)
        self.callbacks.rows(batch.length)

    def _reject(self, row: SourceRow, faults: list[CellError]) -> None:
        where = f"{self.summary.file}{row.sheet}:{row.line}"
        self.summary.reject([f"{where}: {fault}" for fault in faults])
        self.callbacks.rejected(self.summary, self.header, row, faults)
