"""Lists that are kept in memory as a whole: activities, amounts and review results.

A RowReader reads the cells of one row, field by field; an ImportedList has the rows of one list,
the values that were read from them, and their faults.

Rule: nothing in a row is lost. A cell that is no value of any field goes to the note, after its
header.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from stdplan.domain.fields import Field
from stdplan.domain.text import clean, escape_unprintable, shown
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.cell_evidence import CellEvidence
from stdplan.importing.cell_values import (
    CellError,
    CellReader,
    cell_reader,
    nameless_row,
    read_value,
)
from stdplan.importing.header_names import fold
from stdplan.importing.headers import ColumnMapping, HeaderMapping, map_headers
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import Layout
from stdplan.importing.list_summary import CountedNames, ImportCallbacks, ListSummary
from stdplan.importing.readers.rows import ListSource, SourceRow
from stdplan.importing.rejects import with_evidence, without_reasons
from stdplan.importing.row_values import RowValues
from stdplan.importing.understood import understand

_MOST_COLUMNS = 20  # whose names a message has
# The values of --set by field: a column that represents the option, and the text.
Defaults = Mapping[str, tuple[ColumnMapping, str]]


class RowReader:
    """The reader of the rows of one list; a subclass knows the kind of list.

    `kept`: headers of unknown columns in which a row has text. `strange`: cells of known columns
    that are no value of their field.
    """

    def __init__(
        self,
        columns: Iterable[ColumnMapping],
        unknown: Iterable[tuple[int, str]],
        defaults: Defaults,
    ) -> None:
        """`unknown` are the index and header of columns that no field is read from."""
        self._columns: list[tuple[ColumnMapping, CellReader]] = [
            (column, cell_reader(column)) for column in columns
        ]
        self._by_field = {column.field.name: column for column, _ in reversed(self._columns)}
        self._unknown = tuple(unknown)
        self._defaults = defaults
        self.kept: dict[str, None] = {}
        self.strange = CountedNames()

    def header(self, name: str) -> str:
        """Return the header of a field's column, else the option that gives the field."""
        if name in self._by_field:
            return self._by_field[name].header
        return self._defaults[name][0].header if name in self._defaults else name

    def has(self, name: str) -> bool:
        """Return whether a column of the list feeds the field."""
        return name in self._by_field

    def cell(self, name: str, cells: list[str]) -> str:
        """Return the text of a field as written in the row, else that of the option."""
        if name in self._by_field and (text := clean(cells[self._by_field[name].index])):
            return text
        return self._defaults[name][1] if name in self._defaults else ""

    def read_cells(self, cells: list[str]) -> RowValues:
        """Return the values of the cells of a row, and the faults of each cell."""
        row = RowValues()
        for column, read in self._columns:
            row.add(column, read(cells[column.index]))
        for index, header in self._unknown:
            row.keep(header, cells[index])
        return row

    def fill(self, row: RowValues, name: str) -> None:
        """Fill a field that the row does not give with the value of --set."""
        if name in self._defaults and name not in row.values:
            column, text = self._defaults[name]
            row.add(column, read_value(column.field, text, column.header))

    def require(self, row: RowValues, name: str, cells: Sequence[str] = ()) -> None:
        """Refuse a row without the field, unless the cell of the field has a fault already.

        `cells`: those of the row, where the field names what the row is about; the fault shows
        them.
        """
        header = self.header(name)
        if name in row.values or any(fault.column == header for fault in row.faults):
            return
        if cells:
            problem = t("the row names no standard, because it has no {header}", header=header)
            row.faults.append(nameless_row(t("row"), cells, problem))
        else:
            row.refuse(header, "", t("is empty"))

    def refuse(self, row: RowValues, name: str, cells: list[str], problem: str) -> None:
        """Add a fault of the cell of a field to the row."""
        row.refuse(self.header(name), self.cell(name, cells), problem)

    def note(self, row: RowValues) -> str | None:
        """Return the note of a row: its columns of notes, words in cells of dates, and cells
        without a field behind their headers."""
        self.kept |= dict.fromkeys(row.kept_headers())
        for words in row.strange:
            self.strange.add(words)
        notes = [str(value.value) for _, value in row.values.get("note", [])]
        notes += [*row.notes, *(f"{header}: {text}" for header, text in row.extra.items())]
        return "; ".join(dict.fromkeys(notes)) or None


class ListSpec(NamedTuple):
    """How lists of one kind are read.

    `settable`: the fields that --set may give. `missing`: called with the fields that have a
    column or an option, and the headers in the list; returns the end of a fault message, None if
    nothing is missing. `naming`: at least one of these fields must have a column. `by_cells`: the
    cells also decide which column has the numbers. `complete`: called with the mapping, the first
    cells and the headers of --map; returns the mapping with more columns.
    """

    layout: Layout
    settable: Mapping[str, Field]
    missing: Callable[[Collection[str], str], str | None]
    naming: Collection[str] = ()
    by_cells: bool = False
    complete: (
        Callable[[HeaderMapping, CellEvidence | None, Collection[str]], HeaderMapping] | None
    ) = None


class OpenList(NamedTuple):
    """An open list: its header, what its columns mean, the values of --set, and its rows."""

    summary: ListSummary
    header: list[str]
    mapping: HeaderMapping
    defaults: Defaults
    rows: Iterator[SourceRow]


def read_header(
    source: ListSource, options: ImportOptions, spec: ListSpec, callbacks: ImportCallbacks
) -> OpenList:
    """Read the header of a list.

    Raise BadData if the list as a whole cannot be read, UsageProblem for wrong options.
    """
    defaults = options.parse_defaults(spec.settable)
    callbacks.expected(source.expected_rows)
    original = without_reasons(source)
    head, evidence = original.head, None
    callbacks.header(head.cells)
    where = f"{source.name}{head.sheet}:{head.line}"
    if spec.by_cells:
        original, evidence = with_evidence(source, original)

    def mapped(chosen: Mapping[str, str]) -> HeaderMapping:
        mixed = original.mixed
        mapping = map_headers(head.cells, chosen, where, spec.layout, mixed, spec.naming, evidence)
        own = set(map(fold, chosen))
        return spec.complete(mapping, evidence, own) if spec.complete else mapping

    mapping = options.map_columns(head.cells, spec.layout, mapped)
    names = [name.replace("\n", "") for name in head.cells]
    present = {column.field.name for column in mapping.columns} | set(defaults)
    seen = _shown_names(list(filter(None, names)))
    if problem := spec.missing(present, seen):
        raise BadData(f"{where}: {problem}")
    summary = ListSummary(
        file=source.name, part=head.sheet, skipped=source.skipped, column_notes=mapping.notes
    )
    summary.understood, original = understand(source, original, mapping, options)
    return OpenList(summary, head.cells, mapping, defaults, original.rows)


def _shown_names(names: Sequence[str]) -> str:
    """Return the names of columns for a message: the first ones of a list that has very many."""
    first = t(", ").join(f'"{shown(name)}"' for name in names[:_MOST_COLUMNS])
    return first if len(names) <= _MOST_COLUMNS else f"{first}…"


ParsedT = TypeVar("ParsedT")


@dataclass(slots=True)
class ImportedList(Generic[ParsedT]):
    """One list: its header and rows, and what was read from them.

    `good` has the parsed rows and `faults` the faults of the others, both by the row's index in
    `rows`. Rows may be refused after they were read; report_faults() then reports all faults in
    the order of the list.
    """

    summary: ListSummary
    header: list[str]
    reader: RowReader
    rows: list[SourceRow] = field(default_factory=list)
    good: dict[int, ParsedT] = field(default_factory=dict)
    faults: dict[int, list[CellError]] = field(default_factory=dict)

    def add_rows(
        self,
        rows: Iterable[SourceRow],
        parse: Callable[[list[str]], ParsedT | list[CellError]],
    ) -> None:
        """Add all rows; `parse` makes a value or faults from the cells of each."""
        for index, row in enumerate(rows):
            self.rows.append(row)
            self.summary.rows += 1
            parsed = _unreadable(row) or parse(row.cells)
            if isinstance(parsed, list):
                self.faults[index] = parsed
            else:
                self.good[index] = parsed
        self.summary.unknown = tuple(self.reader.kept)

    def refuse(self, index: int, name: str, problem: str) -> None:
        """Refuse a row after all, for the cell of the field `name`."""
        self.good.pop(index, None)
        text = escape_unprintable(self.cell(index, name))
        fault = CellError(self.reader.header(name), text, problem)
        self.faults.setdefault(index, []).append(fault)

    def cell(self, index: int, name: str) -> str:
        """Return the text of a field of a row, as written."""
        return self.reader.cell(name, self.rows[index].cells)

    def where(self, index: int) -> str:
        """Return the file and line of a row, for messages: `list.csv:3`."""
        row = self.rows[index]
        return f"{self.summary.file}{row.sheet}:{row.line}"

    def report_faults(self, callbacks: ImportCallbacks) -> None:
        """Report all rows with faults, in the order of the list."""
        for index, faults in sorted(self.faults.items()):
            self.summary.reject([f"{self.where(index)}: {fault}" for fault in faults])
            callbacks.rejected(self.summary, self.header, self.rows[index], faults)


def _unreadable(row: SourceRow) -> list[CellError]:
    """Return the fault of a row that its reader could not read, [] for any other row."""
    if not row.fault:
        return []
    return [CellError(t("row"), shown("\t".join(row.cells)), row.fault)]
