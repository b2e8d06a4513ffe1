"""csv, tsv and semicolon files to rows of cells.

Rule: no row is read otherwise than it was written. A quote left open stops the reading and names
the line it opened on. Taken off is one thing only: the apostrophe that `--safe-csv` puts before a
formula.

A tsv has quoted cells only if every cell that begins with a quote is quoted as csv would have it
and holds no tab (a lost closing quote would swallow one); else a quote is a letter like others.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Literal

from stdplan.domain.text import unguarded
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.rows import BLOCK, Block, Form, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile, TextFile

DELIMITERS: dict[Form | None, str] = {"csv": ",", "tsv": "\t", "semicolon": ";"}
# A cell longer than this is a quote that was never closed; it bounds what is held in memory.
LONGEST_CELL = 1_000_000


def read_delimited(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow | Block]:
    """The rows of a file, its header first."""
    csv.field_size_limit(LONGEST_CELL)
    text = file.text(wanted.encoding)
    delimiter = DELIMITERS[wanted.form]
    quoted = delimiter != "\t" or _has_quoted_cells(text)
    yield from tabular.blocks(file, _grid(text, delimiter, quoted), wanted)


def _grid(
    file: TextFile, delimiter: str, quoted: bool
) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
    """The lines of cells in blocks, each with the lines of the file that they begin on."""
    reader = csv.reader(
        file.lines(),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    begins = 1
    while True:
        rows: list[list[str]] = []
        try:
            for cells in islice(reader, BLOCK):
                rows.append(cells)
        except csv.Error as error:
            begins = _begin_of_each(rows, begins)[-1]
            raise BadData(_explain(file, str(error), begins, delimiter)) from None
        if not rows:
            return
        ends = reader.line_num + 1
        plain = ends - begins == len(rows)
        places = range(begins, ends) if plain else _begin_of_each(rows, begins)[:-1]
        if "'" in "".join(chain.from_iterable(rows)):  # hardly ever, and this is quick to tell
            rows = [list(map(unguarded, cells)) for cells in rows]
        yield places, rows
        begins = ends


def _begin_of_each(rows: list[list[str]], begins: int) -> list[int]:
    """The line that each row begins on, and the one after them: cells may hold line ends."""
    lines = [begins]
    for text in map("\0".join, rows):
        ends = 0
        if "\n" in text or "\r" in text:
            ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        lines.append(lines[-1] + 1 + ends)
    return lines


def _explain(file: TextFile, reason: str, begins: int, delimiter: str) -> str:
    """What csv found wrong, in the words of somebody who looks at the file."""
    opened = _last_quote(islice(file.lines(), begins - 1, None), begins, delimiter)
    name, line = file.name, opened or begins
    if not opened:
        return t("{file}:{line}: a cell of over a million characters", file=name, line=line)
    if reason.startswith(("unexpected end", "field larger")):
        return t("{file}:{line}: a quote opens here and is never closed", file=name, line=line)
    return t(
        "{file}:{line}: a quoted cell goes on after its closing quote "
        "(a quote within a quoted cell is written twice)",
        file=name,
        line=line,
    )


def _last_quote(lines: Iterator[str], first: int, delimiter: str) -> int | None:
    """The line of the opening quote of the cell in which reading the row stopped."""
    state: Literal["start", "plain", "quoted", "closing"] = "start"
    opened, read = first, 0
    for line, text in enumerate(lines, first):
        for letter in text:
            if state == "quoted":
                state = "closing" if letter == '"' else state
            elif letter == delimiter:
                state = "start"
            elif letter == '"' and state in ("start", "closing"):
                opened = line if state == "start" else opened
                state = "quoted"
            elif state == "closing":
                return opened
            else:
                state = "plain"
        read += len(text)
        if read > LONGEST_CELL:
            break
    return opened if state in ("quoted", "closing") else None


def _has_quoted_cells(file: TextFile) -> bool:
    """See the rule at the head of this module."""
    if not any(line.startswith('"') or '\t"' in line for line in file.lines()):
        return False
    rows = csv.reader(file.lines(), delimiter="\t", strict=True)
    try:
        return not any("\t" in cell for row in rows for cell in row)
    except csv.Error:
        return False
