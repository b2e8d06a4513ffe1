"""The reader of csv, tsv and semicolon files.

Rule: every cell is read as it was written. A quote that is never closed stops the reading with
the line on which it opens. The only thing removed is the apostrophe that `--safe-csv` writes before
a formula.

A tsv has quoted cells only if every cell that starts with a quote is quoted as in csv and contains
no tab, because a missing closing quote would swallow tabs. Otherwise a quote is an ordinary
character.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import Literal

from stdplan.domain.text import has_meaningless, unescape_unprintable, unguarded
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.joined_lists import MARK, MarkedLine, joined_rows
from stdplan.importing.readers.rows import (
    BLOCK_SIZE,
    Block,
    Form,
    ReadOptions,
    Skipped,
    SourceRow,
)
from stdplan.importing.readers.text_files import ListFile, TextFile

DELIMITERS: dict[Form, str] = {"csv": ",", "tsv": "\t", "semicolon": ";"}
Rows = list[list[str]]
GridBlock = tuple[Sequence[int], Rows]  # the line on which each row begins, the rows
# A longer cell is a quote that was never closed. The limit also bounds the memory used.
LONGEST_CELL = 1_000_000


def read_delimited(file: ListFile, options: ReadOptions) -> Iterator[SourceRow | Block]:
    """Yield the header row, then the rows of a csv, tsv or semicolon file, ordinary ones in blocks.

    `options.form` gives the delimiter. Raise BadData for an empty file, a quote that is never
    closed, or text after a closing quote.

        >>> from io import BytesIO
        >>> from stdplan.importing.readers.rows import iter_rows
        >>> text = "标准号,标准名称\\nJB/T 1-2011,车床"
        >>> file = ListFile("a.csv", "a.csv", BytesIO(text.encode()))
        >>> [row.cells for row in iter_rows(read_delimited(file, ReadOptions(form="csv")))]
        [['标准号', '标准名称'], ['JB/T 1-2011', '车床']]
    """
    csv.field_size_limit(LONGEST_CELL)
    text = file.text(options.encoding)
    delimiter = DELIMITERS[options.form or "csv"]
    quoted = delimiter != "\t" or _has_quoted_cells(text)
    read = partial(_grid, text, delimiter, quoted)
    if text.has_inner_mark():
        yield from joined_rows(file, partial(_marked_lines, text, read), options)
        return
    yield from tabular.table_blocks(file, read(text.lines(), file.skipped), options)


def _marked_lines(
    file: TextFile, read: Callable[[Iterator[str]], Iterator[GridBlock]]
) -> Iterator[MarkedLine]:
    """Yield the rows one by one; `read` makes them of lines of the file."""
    marked: set[int] = set()

    def lines() -> Iterator[str]:
        for number, line in enumerate(file.lines(), 1):
            if line.startswith(MARK):
                marked.add(number)
            yield line.lstrip(MARK)

    for numbers, rows in read(lines()):
        for number, cells in zip(numbers, rows, strict=True):
            yield MarkedLine(number in marked, number, cells)


def _grid(
    file: TextFile,
    delimiter: str,
    quoted: bool,
    lines_of_text: Iterator[str],
    skipped: Skipped | None = None,
) -> Iterator[GridBlock]:
    """Yield the rows of cells in blocks, each with the lines on which its rows begin.

    With `skipped`, characters that mean nothing are removed and counted.
    """
    reader = csv.reader(
        lines_of_text,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    first_line = 1
    while True:
        rows: Rows = []
        try:
            for cells in islice(reader, BLOCK_SIZE):
                rows.append(cells)
        except csv.Error as error:
            line = _row_lines(rows, first_line)[-1]
            raise BadData(_explain(file, str(error), line, delimiter)) from None
        if not rows:
            return
        next_line = reader.line_num + 1
        one_line_each = next_line - first_line == len(rows)
        lines = range(first_line, next_line) if one_line_each else _row_lines(rows, first_line)[:-1]
        together = "".join(chain.from_iterable(rows))  # quick to check for what is rare
        if "'" in together:
            rows = [list(map(unguarded, cells)) for cells in rows]
        if delimiter == "\t" and "\\" in together:
            rows = [list(map(unescape_unprintable, cells)) for cells in rows]
            together = "".join(chain.from_iterable(rows))
        if skipped is not None and has_meaningless(together):
            rows = list(map(skipped.visible, rows))
        yield lines, rows
        first_line = next_line


def _row_lines(rows: list[list[str]], first_line: int) -> list[int]:
    """Return the line on which each row begins, and the line after the last row.

    Quoted cells may contain line ends.
    """
    lines = [first_line]
    for text in map("\0".join, rows):
        line_ends = 0
        if "\n" in text or "\r" in text:
            line_ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        lines.append(lines[-1] + 1 + line_ends)
    return lines


def _explain(file: TextFile, reason: str, line: int, delimiter: str) -> str:
    """Return a message for an error of the csv module, with the line to look at."""
    quote_line = _open_quote_line(islice(file.lines(), line - 1, None), line, delimiter)
    if not quote_line:
        return t(
            "{file}:{line}: a cell has more than a million characters", file=file.name, line=line
        )
    if reason.startswith(("unexpected end", "field larger")):
        return t(
            "{file}:{line}: a quote opens here and is never closed", file=file.name, line=quote_line
        )
    return t(
        "{file}:{line}: a quoted cell continues after its closing quote (write a quote within a"
        " quoted cell twice)",
        file=file.name,
        line=quote_line,
    )


def _open_quote_line(lines: Iterator[str], first_line: int, delimiter: str) -> int | None:
    """Return the line of the opening quote of the cell that csv could not read, or None.

    `lines` starts with the row that csv could not read.
    """
    state: Literal["start", "plain", "quoted", "closing"] = "start"
    quote_line, characters = first_line, 0
    for line, text in enumerate(lines, first_line):
        for character in text:
            if state == "quoted":
                state = "closing" if character == '"' else state
            elif character == delimiter:
                state = "start"
            elif character == '"' and state in ("start", "closing"):
                quote_line = line if state == "start" else quote_line
                state = "quoted"
            elif state == "closing":
                return quote_line
            else:
                state = "plain"
        characters += len(text)
        if characters > LONGEST_CELL:
            break
    return quote_line if state in ("quoted", "closing") else None


def _has_quoted_cells(file: TextFile) -> bool:
    """Return whether a tsv has quoted cells, by the rule at the head of this module."""
    if not any(line.startswith('"') or '\t"' in line for line in file.lines()):
        return False
    rows = csv.reader(file.lines(), delimiter="\t", strict=True)
    try:
        return not any("\t" in cell for row in rows for cell in row)
    except csv.Error:
        return False
