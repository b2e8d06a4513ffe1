"""The one public face of output: a Table goes out in the format that was asked for.

Rule: data goes to stdout, everything else to stderr; a pipe gets every row whole, a terminal what a
person can read and how to get the rest.

What the common options of the reading commands say, and whether they go together.

Rule: wrong options are refused before anything is done; a refusal names what would be right.

Which columns go out, and by which they may be sorted.

Rule: a name that is not there is refused with the names that are; nothing asked for by name is
left out in silence.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.output.cell_text import converted, flag
from stdplan.output.formats import CHOICES, FORMATS, Style
from stdplan.table import Column, Row, Sort, Table

_UNSORTABLE = frozenset(("records", "object"))


def page_for(table: Table, name: str) -> Table | None:
    """The answer as one record with lists in it, if it has that form and the format takes it."""
    return table.page if FORMATS[name].page else None


def columns_for(table: Table, fields: Sequence[str], name: str) -> list[Column]:
    """The columns asked for, in that order, each once; else all that the format can show, or where
    a person reads it the table's brief ones."""
    page = page_for(table, name)
    nests = FORMATS[name].nests or page is not None
    read = name == "table" or (page is not None and name == "markdown")
    table = page or table
    if not fields and read and table.brief:
        fields = table.brief
    if not fields:
        return [column for column in table.columns if nests or column.kind != "records"]
    by_name = {column.name: column for column in table.columns}
    chosen = [_named(by_name, field, "--fields") for field in dict.fromkeys(fields)]
    for column in chosen:
        if column.kind == "records" and not nests:
            sentence = t(
                '--fields: "{name}" holds records, which {format} cannot show; {nesting} can',
                name=column.name,
                format=name,
                nesting=", ".join(key for key, form in FORMATS.items() if form.nests),
            )
            raise UsageProblem(sentence)
    return chosen


def check_sort(table: Table, sort: Sequence[Sort]) -> None:
    """Refuse to sort by a column that is not there or has no order."""
    by_name = {column.name: column for column in table.columns if column.kind not in _UNSORTABLE}
    for order in sort:
        _named(by_name, order.column, "--sort")


def _named(by_name: dict[str, Column], name: str, option: str) -> Column:
    if name in by_name:
        return by_name[name]
    sentence = t(
        '{option}: there is no field "{name}" to choose here; there are {names}',
        option=option,
        name=escape_unprintable(name),
        names=", ".join(by_name),
    )
    raise UsageProblem(sentence)


class Options(NamedTuple):
    """The common options. `output`: the file to write, None for stdout; `format` is then what its
    ending says, unless another was asked for. `labels`: the language of the header, None for keys.
    """

    format: str = "auto"
    fields: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    header: bool = True
    exit_code: bool = False
    safe_csv: bool = False
    bom: bool = False
    labels: str | None = None
    output: str | None = None

    def form(self, terminal: bool) -> str:
        """The name of the format; `auto` is a table on a terminal, else TSV."""
        if self.format == "auto":
            return "table" if terminal else "tsv"
        return self.format


def check(table: Table, options: Options, terminal: bool = False) -> None:
    """Refuse wrong options: UsageProblem names the valid ones."""
    name = options.form(terminal)
    known = tuple(FORMATS) if table.events else CHOICES
    if name not in known:
        names = ", ".join(dict.fromkeys((*CHOICES, *known)))
        raise UsageProblem(t('--format: "{name}" is none of {names}', name=name, names=names))
    form = FORMATS[name]
    if form.events and options.fields:
        _refuse("--fields", name, [key for key, other in FORMATS.items() if not other.events])
    if options.bom and not form.bom:
        _refuse("--bom", name, [key for key, other in FORMATS.items() if other.bom])
    if options.labels and not form.header:
        _refuse("--labels", name, [key for key, other in FORMATS.items() if other.header])
    if form.binary and terminal:
        raise UsageProblem(
            t("{format} is nothing for a terminal: name a file with --output", format=name)
        )
    columns_for(table, options.fields, name)
    check_sort(page_for(table, name) or table, options.sort)


def _refuse(option: str, form: str, others: list[str]) -> None:
    raise UsageProblem(
        t(
            "{option} goes with {names}, not with {format}",
            option=option,
            names=", ".join(others),
            format=form,
        )
    )


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
        sentence = tn("{file}: {count} row", "{file}: {count} rows", rows, file=file)
        _say(sentence, err)


def say_notes(table: Table, rows: int, err: TextIO, terminal: bool) -> None:
    """The table's notes, and, to a person only, why nothing was found."""
    for note in table.notes:
        _say(note, err)
    if terminal and not rows:
        _say(table.empty or t("nothing found"), err)


def _say(sentence: str, err: TextIO) -> None:
    err.write(f"stdplan: {escape_unprintable(sentence)}\n")


def _say_rest(rows: Iterator[Row], written: int, err: TextIO) -> None:
    rest = sum(1 for _ in rows)
    if rest:
        sentence = tn(
            "{count} more row; --limit {all} shows them all here, a pipe or a file takes them all",
            "{count} more rows; --limit {all} shows them all here, a pipe or a file takes them all",
            rest,
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
