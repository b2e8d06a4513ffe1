"""Rows that were not taken in, with the reasons, as a list that can be mended and imported.

Rule: a row stands as its list has it, behind six columns that say where it came from and what is
wrong with it. A list that begins with these six is read without them, so a mended one goes in with
the same command. A row whose own columns are empty is still what its value and message say.
"""

import csv
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, NamedTuple, Self, TextIO

from stdplan.domain.text import unmistakable
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.headers import fold, unnamed
from stdplan.importing.readers.rows import ERROR_CELLS, Block, ListSource, SourceRow, iter_rows

REASONS = ("file", "line", "section", "column", "value", "message")
_SECTION, _VALUE, _MESSAGE = map(REASONS.index, ("section", "value", "message"))
# A column: its header, folded, or what headers.py calls one without; and how many of that header
# stand before it.
_Column = tuple[str, int]


class Rejects:
    """The rejected rows of an import under way; a context, since they wait in a file of their own:
    the columns of all lists are known only at the end."""

    def __init__(self, out: TextIO) -> None:
        """`out`: the file that gets them as csv."""
        self._out = out
        self._rows: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._headers: dict[_Column, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def begin(self, header: list[str]) -> None:
        """A list with this header is read."""
        for column, name in zip(_columns(header), header, strict=True):
            self._headers.setdefault(column, name or column[0])

    def add(self, file: str, header: list[str], row: SourceRow, faults: list[CellError]) -> None:
        """A row with faults."""
        columns, values, messages = zip(*faults, strict=True)
        cells = row.cells
        if (
            not row.cell_count
        ):  # a line that could not be read: it has no cells, so all of it is shown
            values, cells = tuple(cells), []
        reasons = [f"{file}{row.sheet}", str(row.line), row.section]
        reasons += ["; ".join(dict.fromkeys(texts)) for texts in (columns, values, messages)]
        json.dump([reasons, header, cells], self._rows)  # ascii: a cell may hold half a character
        self._rows.write("\n")

    def write(self) -> None:
        """Write everything; nothing of it is still on its way to the file when this ends."""
        writer = csv.writer(self._out)
        writer.writerow((*REASONS, *self._headers.values()))
        for row in self._table():
            writer.writerow(map(unmistakable, row))
        self._out.flush()

    def _table(self) -> Iterator[list[str]]:
        self._rows.seek(0)
        for line in self._rows:
            reasons, header, cells = json.loads(line)
            held = dict(zip(_columns(header), cells, strict=False))
            # Cells beyond the header are what is wrong: they stay beyond it.
            beyond = cells[len(header) :]
            yield [*reasons, *(held.get(column, "") for column in self._headers), *beyond]


class Listed(NamedTuple):
    """A list as it was before any of it was rejected: its header row and what stands below.

    `mended`: it is a file of rejects, which holds rows of several lists side by side.
    """

    head: SourceRow
    pieces: Iterator[SourceRow | Block]
    mended: bool

    @property
    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header, one by one."""
        return iter_rows(self.pieces)


def listed(source: ListSource) -> Listed:
    """The rows of a list, without the reasons where they were rejected before."""
    pieces = source.rows_and_blocks()
    head = next(iter_rows(pieces))
    if tuple(head.cells[: len(REASONS)]) != REASONS:
        return Listed(head, pieces, mended=False)
    head = head._replace(cells=head.cells[len(REASONS) :])
    return Listed(head, map(_mended, iter_rows(pieces)), mended=True)


def _mended(row: SourceRow) -> SourceRow:
    cells, fault = row.cells[len(REASONS) :], row.fault
    # What a workbook could not say, a csv says as text.
    if error := next((cell for cell in cells if cell in ERROR_CELLS), None):
        fault = fault or t("a cell holds the error {error}", error=error)
    section = row.section or row.cells[_SECTION]
    if row.cells[_MESSAGE] and not any(map(str.strip, cells)):
        # It had no cells that could be read, and nobody has mended it: it stays as it was.
        shown, problem = row.cells[_VALUE], row.cells[_MESSAGE]
        return row._replace(cells=[shown], cell_count=0, fault=problem, section=section)
    return row._replace(cells=cells, fault=fault, section=section)


def _columns(header: list[str]) -> list[_Column]:
    seen: Counter[str] = Counter()
    columns = []
    for place, name in enumerate(header, 1):
        folded = fold(name) or unnamed(place)
        columns.append((folded, seen[folded]))
        seen[folded] += 1
    return columns
