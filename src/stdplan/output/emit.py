"""The one public face of output: a Table goes out in the format that was asked for.

Rule: data goes to stdout, everything else to stderr; a pipe gets every row whole, a terminal what a
person can read and how to get the rest.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from stdplan.domain.text import visible
from stdplan.i18n import t
from stdplan.output.choose import columns_for, page_for
from stdplan.output.formats import FORMATS, Style
from stdplan.output.options import Options, check
from stdplan.output.plain import converted, flag
from stdplan.table import Column, Row, Table

# Rich prints about 1,300 rows a second, and nobody reads more than a few screens.
SHOWN = 300
# A table in a file is as wide as a page, whatever terminal it was made at.
_PAGE = 100


def emit(
    table: Table, options: Options, out: TextIO, terminal: bool, err: TextIO | None = None
) -> int:
    """Write the table to `out` and what is to be said of it to `err`; return the rows written."""
    err = sys.stderr if err is None else err
    check(table, options, terminal)
    name = options.form(terminal)
    form = FORMATS[name]
    if form.events and table.events:
        table = table.events._replace(notes=table.notes, empty=table.empty)
    columns = columns_for(table, options.fields, name)
    page = page_for(table, name)
    if page is not None:
        table = page._replace(notes=table.notes, empty=table.empty)
    names = [column.name for column in columns]
    rows = converted(
        columns, table.source.fetch(names, options.sort, options.limit), {"flag": flag}
    )
    capped = name == "table" and terminal and options.limit is None
    write = form.load()
    style = _style(table, options, terminal)._replace(page=page is not None)
    if options.bom:
        out.write("\ufeff")
    written = write(
        _headed(columns, style) if name != "table" else columns,
        islice(rows, SHOWN) if capped else rows,
        out.buffer if form.binary else out,
        style,
    )
    # So that on a terminal, what is said about the rows stands below them.
    out.flush()
    if capped:
        _say_rest(rows, written, err)
    say_notes(table, written, err, err.isatty())
    return written


def _headed(columns: Sequence[Column], style: Style) -> Sequence[Column]:
    """The columns under their labels where those are asked for; a table makes its own."""
    if style.labels is None:
        return columns
    from stdplan.output.labels import label

    named = (label(column, style.standards, style.labels) for column in columns)
    return [column._replace(name=name) for name, column in zip(named, columns, strict=True)]


def say_written(file: str, rows: int, err: TextIO) -> None:
    """Which file was written and how many rows it has, to a person only."""
    if err.isatty():
        sentence = t("{file}: 1 row" if rows == 1 else "{file}: {rows} rows", file=file, rows=rows)
        _say(sentence, err)


def say_notes(table: Table, rows: int, err: TextIO, terminal: bool) -> None:
    """The table's notes, and, to a person only, why nothing was found."""
    for note in table.notes:
        _say(note, err)
    if terminal and not rows:
        _say(table.empty or t("nothing found"), err)


def _say(sentence: str, err: TextIO) -> None:
    err.write(f"stdplan: {visible(sentence)}\n")


def _say_rest(rows: Iterator[Row], written: int, err: TextIO) -> None:
    rest = sum(1 for _ in rows)
    if rest:
        sentence = t(
            "{rest} more rows; --limit {all} shows them all here, a pipe or a file takes them all",
            rest=rest,
            all=written + rest,
        )
        _say(sentence, err)


def _style(table: Table, options: Options, terminal: bool) -> Style:
    return Style(
        header=options.header,
        safe_csv=options.safe_csv,
        single=table.single,
        # Only standards have a number that is a key; the number of a task is an integer.
        standards=Column("number", "key") in table.columns,
        terminal=terminal,
        whole=bool(options.fields),
        labels=options.labels,
        width=_PAGE if options.output else None,
    )
