"""The one public face of output: a Table goes out in the format that was asked for.

Rule: data goes to stdout, everything else to stderr; a pipe gets every row whole, a terminal what a
person can read and how to get the rest.
"""

import sys
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, TextIO

from stdplan.domain.cells import visible
from stdplan.domain.table import Column, Row, Sort, Table
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.output.choose import check_sort, columns_for
from stdplan.output.formats import CHOICES, FORMATS, Style
from stdplan.output.plain import converted, flag

# Rich prints about 1,300 rows a second, and nobody reads more than a few screens.
SHOWN = 300


class Options(NamedTuple):
    """What the common options of the reading commands say."""

    format: str = "auto"
    fields: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    header: bool = True
    exit_code: bool = False
    safe_csv: bool = False


def check(table: Table, options: Options) -> None:
    """Refuse wrong options before anything is done: UsageProblem names the valid ones."""
    name = "tsv" if options.format == "auto" else options.format
    if name not in FORMATS:
        raise UsageProblem(
            t('--format: "{name}" is none of {names}', name=name, names=", ".join(CHOICES))
        )
    columns_for(table, options.fields, name)
    check_sort(table, options.sort)


def emit(
    table: Table, options: Options, out: TextIO, terminal: bool, err: TextIO | None = None
) -> int:
    """Write the table to `out` and what is to be said of it to `err`; return the rows written."""
    err = sys.stderr if err is None else err
    name = options.format
    if name == "auto":
        name = "table" if terminal else "tsv"
    check(table, options)
    columns = columns_for(table, options.fields, name)
    names = [column.name for column in columns]
    rows = converted(
        columns, table.source.fetch(names, options.sort, options.limit), {"flag": flag}
    )
    capped = name == "table" and terminal and options.limit is None
    write = FORMATS[name].load()
    style = _style(table, options, terminal)
    written = write(columns, islice(rows, SHOWN) if capped else rows, out, style)
    # So that on a terminal, what is said about the rows stands below them.
    out.flush()
    if capped:
        _say_rest(rows, written, err)
    say_notes(table, written, err, err.isatty())
    return written


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
    )
