"""The writer of a Table in the format that was asked for: options, then columns, then rows.

`parse_output_options` parses the output options of a command, `select` checks them against a table,
and `emit` writes the rows.

Rule: data goes to stdout, everything else to stderr. A pipe gets every row whole; a terminal gets
what a person can read, and how to get the rest. Wrong options are refused before anything is
written, with the valid ones in the message.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.output.cell_text import convert_kinds, to_flag
from stdplan.output.formats import CHOICES, FORMATS, Format, Style, format_of_path
from stdplan.table import Column, Row, Sort, Source, Table

if TYPE_CHECKING:
    from typing import TextIO

# Two names of stdout. If that is a file, it is continued and not replaced.
_STDOUT = ("-", "/dev/stdout")
_UNSORTABLE = frozenset(("records", "object"))
# Rich prints about 1,300 rows a second, and nobody reads more than a few screens.
SHOWN = 300
# Characters; a table in a file has the width of a page, whatever the terminal.
_PAGE = 100


class OutputOptions(NamedTuple):
    """The output options of a command.

    `format`: the name of a format, or "auto". `output`: the path of the file to write, None for
    stdout. `labels`: the language of the header, None for keys. `limit`: a number of rows.
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

    def format_name(self, terminal: bool) -> str:
        """Return the name of the format; "auto" is a table on a terminal, else TSV."""
        if self.format == "auto":
            return "table" if terminal else "tsv"
        return self.format


def parse_output_options(
    *,
    format_: str,
    output: str | None,
    json_: bool,
    fields: str | None,
    sort: Sequence[str] | None,
    limit: int | None,
    no_header: bool,
    exit_code: bool,
    safe_csv: bool,
    bom: bool,
    labels: str | None,
) -> OutputOptions:
    """Return the options for their values on the command line.

    `--json` is `--format json`; without `--format`, the ending of the file of `--output` decides.
    Raise UsageProblem for options that contradict each other, and for an ending or an order of
    sorting that is not known.
    """
    if json_ and format_ not in ("auto", "json"):
        raise UsageProblem(t("--json and --format {form} cannot be used together", form=format_))
    name = "json" if json_ else format_
    if output in _STDOUT:
        output = None
    if output is not None and name == "auto":
        name = format_of_path(output)
    return OutputOptions(
        format=name,
        fields=() if fields is None else tuple(field.strip() for field in fields.split(",")),
        sort=tuple(_parse_sort(text) for value in sort or () for text in value.split(",")),
        limit=None if limit is None else min(limit, sys.maxsize),  # the largest that SQLite takes
        header=not no_header,
        exit_code=exit_code,
        safe_csv=safe_csv,
        bom=bom,
        labels=labels,
        output=output,
    )


def _parse_sort(text: str) -> Sort:
    name, _, direction = text.strip().partition(":")
    if direction not in ("", "asc", "desc"):
        raise UsageProblem(t('--sort: "{text}" is not FIELD, FIELD:asc or FIELD:desc', text=text))
    return Sort(name, direction == "desc")


class Selection(NamedTuple):
    """What is written: a format by its name, a form of the table, and columns of that form."""

    name: str
    format: Format
    table: Table
    columns: list[Column]


def select(table: Table, options: OutputOptions, terminal: bool = False) -> Selection:
    """Check the options against a table, and return what is to be written.

    The form of the table is its page or its events if the format takes these, else the table.
    Raise UsageProblem if the table and the options do not fit.
    """
    name = options.format_name(terminal)
    known = tuple(FORMATS) if table.events else CHOICES
    if name not in known:
        names = ", ".join(dict.fromkeys((*CHOICES, *known)))
        raise UsageProblem(
            t('--format: "{name}" is not valid; use one of {names}', name=name, names=names)
        )
    form = FORMATS[name]
    if form.events and options.fields:
        _refuse("--fields", name, [key for key, other in FORMATS.items() if not other.events])
    if options.bom and not form.bom:
        _refuse("--bom", name, [key for key, other in FORMATS.items() if other.bom])
    if options.labels and not form.header:
        _refuse("--labels", name, [key for key, other in FORMATS.items() if other.header])
    if form.binary and terminal:
        raise UsageProblem(
            t("{format} cannot be shown on a terminal: give a file with --output", format=name)
        )
    page = table.page if form.page else None
    table = page or table
    brief = table.brief if name == "table" or (page and name == "markdown") else ()
    columns = _columns(table, options.fields or brief, name, nests=form.nests or page is not None)
    _check_sort(table, options.sort)
    if form.events and table.events:
        return Selection(name, form, table.events, list(table.events.columns))
    return Selection(name, form, table, columns)


def _refuse(option: str, form: str, others: list[str]) -> None:
    raise UsageProblem(
        t(
            "{option} can be used only with {names}, not with {format}",
            option=option,
            names=", ".join(others),
            format=form,
        )
    )


def _columns(table: Table, fields: Sequence[str], name: str, nests: bool) -> list[Column]:
    """Return the columns of these names, each once; without names all that the format can show."""
    if not fields:
        return [column for column in table.columns if nests or column.kind != "records"]
    by_name = {column.name: column for column in table.columns}
    columns = [_find(by_name, field, "--fields") for field in dict.fromkeys(fields)]
    for column in columns:
        if column.kind == "records" and not nests:
            sentence = t(
                '--fields: "{name}" contains records, which {format} cannot show; use one of'
                " {nesting}",
                name=column.name,
                format=name,
                nesting=", ".join(key for key, form in FORMATS.items() if form.nests),
            )
            raise UsageProblem(sentence)
    return columns


def _check_sort(table: Table, sort: Sequence[Sort]) -> None:
    """Raise UsageProblem for a column that does not exist or has no order."""
    by_name = {column.name: column for column in table.columns if column.kind not in _UNSORTABLE}
    for order in sort:
        _find(by_name, order.column, "--sort")


def _find(by_name: dict[str, Column], name: str, option: str) -> Column:
    if name in by_name:
        return by_name[name]
    sentence = t(
        '{option}: there is no field "{name}" here; use one of {names}',
        option=option,
        name=escape_unprintable(name),
        names=", ".join(by_name),
    )
    raise UsageProblem(sentence)


def emit(
    table: Table, options: OutputOptions, out: TextIO, terminal: bool, err: TextIO | None = None
) -> int:
    """Write a table to `out` and its notes to `err` (else stderr); return the number of rows.

    `terminal`: `out` is a terminal. Raise UsageProblem as `select` does, before anything is
    written.

        columns = (Column("code"), Column("name"))
        table = Table(columns, Records(columns, [("50", "Machinery")]))
        emit(table, OutputOptions(format="csv"), sys.stdout, terminal=False)
    """
    err = sys.stderr if err is None else err
    name, form, shown, columns = select(table, options, terminal)
    names = [column.name for column in columns]
    texts = _fetch_texts(shown.source, names, options, form)
    cells = () if texts else shown.source.fetch(names, options.sort, options.limit)
    rows = convert_kinds(columns, iter(cells), {"flag": to_flag})
    capped = name == "table" and terminal and options.limit is None
    style = Style(
        header=options.header,
        safe_csv=options.safe_csv,
        single=shown.single,
        # Only standards have a number that is a key; the number of a task is an integer.
        standards=Column("number", "key") in shown.columns,
        terminal=terminal,
        whole=bool(options.fields),
        labels=options.labels,
        width=_PAGE if options.output else None,
        page=form.page and table.page is not None,
    )
    if options.bom:
        out.write("\ufeff")
    labelled = columns if name == "table" else _with_labels(columns, style)
    stream = out.buffer if form.binary else out
    if texts:
        written = form.load_texts()(labelled, texts, stream, style)
    else:
        shown_rows = islice(rows, SHOWN) if capped else rows
        written = form.load()(labelled, shown_rows, stream, style)
    # On a terminal, messages about the rows come below the rows.
    out.flush()
    if capped:
        _say_rest(rows, written, err)
    say_notes(table, written, err, err.isatty())
    return written


def _fetch_texts(
    source: Source, names: Sequence[str], options: OutputOptions, form: Format
) -> Iterator[tuple[str]] | None:
    """Return the rows as texts of JSON; None if the format or the source has none.

    None also with --safe-csv, which does not guard numbers: these texts do not tell them apart.
    """
    # Not isinstance: JsonSource is a protocol for type checkers only.
    fetch: Callable[..., Iterator[tuple[str]] | None] | None = getattr(source, "fetch_json", None)
    if form.texts is None or options.safe_csv or fetch is None:
        return None
    return fetch(names, options.sort, options.limit, form.texts)


def _with_labels(columns: Sequence[Column], style: Style) -> Sequence[Column]:
    """Return the columns with labels for names if these are asked for (a table makes its own)."""
    if style.labels is None:
        return columns
    from stdplan.output.labels import column_label

    names = (column_label(column, style.standards, style.labels) for column in columns)
    return [column._replace(name=name) for name, column in zip(names, columns, strict=True)]


def say_written(file: str, rows: int, err: TextIO) -> None:
    """Say which file was written and how many rows it has, if `err` is a terminal."""
    if err.isatty():
        sentence = tn("{file}: {count} row", "{file}: {count} rows", rows, file=file)
        _say(sentence, err)


def say_notes(table: Table, rows: int, err: TextIO, terminal: bool) -> None:
    """Write the notes of the table and, on a terminal, why there are no rows."""
    for note in table.notes:
        _say(note, err)
    if terminal and not rows:
        _say(table.empty or t("nothing found"), err)


def _say_rest(rows: Iterator[Row], written: int, err: TextIO) -> None:
    """Say how many rows are left, if any."""
    rest = sum(1 for _ in rows)
    if rest:
        sentence = tn(
            "{count} more row; use --limit {all} to show all rows here, or write to a pipe or a"
            " file",
            "{count} more rows; use --limit {all} to show all rows here, or write to a pipe or a"
            " file",
            rest,
            all=written + rest,
        )
        _say(sentence, err)


def _say(sentence: str, err: TextIO) -> None:
    err.write(f"stdplan: {escape_unprintable(sentence)}\n")
