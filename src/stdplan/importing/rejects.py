"""The file of rejected rows (--skip-bad): a list that can be corrected and imported again.

Rule: each row has the cells of its list, behind six columns of reasons: where it came from and what
is wrong with it. A list that begins with these six columns is read without them, so the same
command imports the corrected file. If all own cells of a row are empty, its line could not be read,
and it is rejected again with the same value and message. The file is for a person: it begins with
the byte order mark by which Excel recognizes UTF-8.
"""

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from stat import S_ISREG
from typing import IO, NamedTuple, Self, TextIO

from stdplan.domain.text import unmistakable
from stdplan.i18n import t
from stdplan.importing.cell_evidence import CellEvidence, first_look, whole_look
from stdplan.importing.cell_values import CellError
from stdplan.importing.header_names import ColumnKey, column_keys
from stdplan.importing.readers.forms import READERS
from stdplan.importing.readers.rows import ERROR_CELLS, Block, ListSource, SourceRow, iter_rows

REASONS = ("file", "line", "section", "column", "value", "message")
_SECTION, _VALUE, _MESSAGE = map(REASONS.index, ("section", "value", "message"))


class Rejects:
    """The rejected rows of an import, which are written as csv at the end.

    The columns of all lists are known only then, so the rows wait in a temporary file; use this as
    a context.
    """

    def __init__(self, out: TextIO) -> None:
        """`out` is the file to write."""
        self._out = out
        self._rows: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._headers: dict[ColumnKey, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def begin(self, header: list[str]) -> None:
        """Add the columns of a list that is being read."""
        for column, name in zip(column_keys(header), header, strict=True):
            self._headers.setdefault(column, name or column[0])

    def add(self, file: str, header: list[str], row: SourceRow, faults: list[CellError]) -> None:
        """Add a row of a list, with its faults."""
        columns, values, messages = zip(*faults, strict=True)
        cells = row.cells
        if not row.cell_count:
            # The line could not be read: it has no cells, so all of it is the value.
            values, cells = tuple(cells), []
        reasons = [f"{file}{row.sheet}", str(row.line), row.section]
        reasons += ["; ".join(dict.fromkeys(texts)) for texts in (columns, values, messages)]
        # ASCII, because a cell may contain half a surrogate pair.
        json.dump([reasons, header, cells], self._rows)
        self._rows.write("\n")

    def write(self) -> None:
        """Write all rows, and wait until they are on the disk: the import is stored next."""
        self._out.write("\ufeff")
        writer = csv.writer(self._out)
        writer.writerow((*REASONS, *self._headers.values()))
        for row in self._table():
            writer.writerow(map(unmistakable, row))
        self._out.flush()
        with suppress(io.UnsupportedOperation):
            handle = self._out.fileno()
            if S_ISREG(os.fstat(handle).st_mode):
                os.fsync(handle)

    def _table(self) -> Iterator[list[str]]:
        self._rows.seek(0)
        for line in self._rows:
            reasons, header, cells = json.loads(line)
            by_column = dict(zip(column_keys(header), cells, strict=False))
            # Cells beyond the header are the fault of the row; they stay beyond it.
            beyond = cells[len(header) :]
            yield [*reasons, *(by_column.get(column, "") for column in self._headers), *beyond]


class OriginalList(NamedTuple):
    """A list without the columns of reasons: its header row, and the rows and blocks below it.

    `mixed`: it has the rows and columns of several lists: a file of rejects, or lists put together.
    """

    head: SourceRow
    pieces: Iterator[SourceRow | Block]
    mixed: bool

    @property
    def rows(self) -> Iterator[SourceRow]:
        """Return the rows below the header, one by one."""
        return iter_rows(self.pieces)


def with_evidence(
    source: ListSource, original: OriginalList
) -> tuple[OriginalList, CellEvidence | None]:
    """Return a list that was opened, and the first cells of its columns; None for these if the
    reader knows what the columns mean.

    The rows of a list that was put together are read twice: those of its last part count, too.
    """
    width = len(original.head.cells)
    if READERS[source.form].knows_columns:
        return original, None
    if original.mixed:
        evidence = whole_look(original.pieces, width)
        return without_reasons(source), evidence
    evidence, pieces = first_look(original.pieces, width)
    return original._replace(pieces=pieces), evidence


def without_reasons(source: ListSource) -> OriginalList:
    """Return the rows of a list; if it is a file of rejects, without the columns of reasons."""
    pieces = source.rows_and_blocks()
    head = next(iter_rows(pieces))
    if tuple(head.cells[: len(REASONS)]) != REASONS:
        return OriginalList(head, pieces, mixed=source.skipped.counts["list"] > 0)
    head = head._replace(cells=head.cells[len(REASONS) :])
    return OriginalList(head, map(_mended, iter_rows(pieces)), mixed=True)


def _mended(row: SourceRow) -> SourceRow:
    cells, fault = row.cells[len(REASONS) :], row.fault
    # An error value of a workbook is text in the csv.
    if error := next((cell for cell in cells if cell in ERROR_CELLS), None):
        fault = fault or t("the cell contains the error {error}", error=error)
    section = row.section or row.cells[_SECTION]
    if row.cells[_MESSAGE] and not any(map(str.strip, cells)):
        # The row had no cells that could be read, and it was not corrected.
        shown, problem = row.cells[_VALUE], row.cells[_MESSAGE]
        return row._replace(cells=[shown], cell_count=0, fault=problem, section=section)
    return row._replace(cells=cells, fault=fault, section=section)
