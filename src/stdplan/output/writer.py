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

from stdplan.domain.text import escape_unprintable, split_commas
from stdplan.errors import UsageProblem
from stdplan.i18n import LANGUAGES, language, t, tn
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.output.cell_text import convert_kinds, to_flag
from stdplan.output.formats import CHOICES, FORMATS, Format, Heading, Style, format_of_path
from stdplan.table import Column, Row, Sort, Source, Table

if TYPE_CHECKING:
    from typing import TextIO

    from stdplan.output.names import Names, NameSource

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
    `pager`: the command to which a terminal sends what is longer than its screen; empty for none,
    None if the user names none.
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
    pager: str | None = ""

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
    no_pager: bool,
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
        fields=() if fields is None else tuple(map(str.strip, split_commas(fields))),
        sort=tuple(_parse_sort(text) for value in sort or () for text in split_commas(value)),
        limit=None if limit is None else min(limit, sys.maxsize),  # the largest that SQLite takes
        header=not no_header,
        exit_code=exit_code,
        safe_csv=safe_csv,
        bom=bom,
        labels=labels,
        output=output,
        pager="" if no_pager else None,
    )


def _parse_sort(text: str) -> Sort:
    name, _, direction = text.strip().replace("：", ":").partition(":")
    order = _ORDERS.get(direction.strip().lower())
    if order is None:
        raise UsageProblem(t('--sort: "{text}" is not FIELD, FIELD:asc or FIELD:desc', text=text))
    return Sort(name.strip(), order == "desc")


_ORDERS = {"": "asc", "asc": "asc", "desc": "desc", "升序": "asc", "降序": "desc"}


class Selection(NamedTuple):
    """What is written: a format by its name, a form of the table, columns of that form, and the
    order of sorting."""

    name: str
    format: Format
    table: Table
    columns: list[Column]
    sort: tuple[Sort, ...]


def select(table: Table, options: OutputOptions, terminal: bool = False) -> Selection:
    """Check the options against a table, and return what is to be written.

    The form of the table is its page, sheet or events if the format takes these, else the table.
    Raise UsageProblem if the table and the options do not fit.
    """
    name = options.format_name(terminal)
    known = tuple(FORMATS) if table.events else CHOICES
    if name not in known:
        from stdplan.domain.nearest import did_you_mean, nearest

        names = ", ".join(dict.fromkeys((*CHOICES, *known)))
        raise UsageProblem(
            t('--format: "{name}" is not valid; use one of {names}', name=name, names=names)
            + did_you_mean(nearest(name, known))
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
    sheet = table.sheet if form.sheet and not options.fields else None
    table = page or sheet or table
    brief = table.brief if form.brief or (page and name == "markdown") else ()
    chosen = field_keys(table, options.fields, "--fields") or brief
    columns = _columns(table, chosen, name, nests=form.nests or page is not None)
    if form.names and not options.fields and not table.chosen:
        from stdplan.output.labels import without_codes

        columns = without_codes(columns)
    sort = _sort_by_keys(table, options.sort)
    if form.events and table.events:
        return Selection(name, form, table.events, list(table.events.columns), sort)
    return Selection(name, form, table, columns, sort)


def _refuse(option: str, form: str, others: list[str]) -> None:
    raise UsageProblem(
        t(
            "{option} can be used only with {names}, not with {format}",
            option=option,
            names=", ".join(others),
            format=form,
        )
    )


def _columns(table: Table, keys: Sequence[str], name: str, nests: bool) -> list[Column]:
    """Return the columns of these keys; without keys all that the format can show."""
    if not keys:
        return [column for column in table.columns if nests or column.kind != "records"]
    by_name = {column.name: column for column in table.columns}
    columns = [by_name[key] for key in keys]
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


def field_keys(table: Table, names: Sequence[str], option: str) -> list[str]:
    """Return the keys of columns, each once, for their keys or their labels in any language.

    Raise UsageProblem for a name that no column has.
    """
    if not names:
        return []
    keys = [column.name for column in table.columns]
    if not all(name in keys for name in names):
        keys_of = {**_keys_of_labels(table), **{key: key for key in keys}}
        for name in names:
            if name not in keys_of and name.lower() not in keys_of:
                _add_folded(keys_of, name)
            if name not in keys_of and name.lower() not in keys_of:
                from stdplan.domain.nearest import did_you_mean, nearest_codes

                sentence = t(
                    '{option}: there is no field "{name}" here; use one of {names}',
                    option=option,
                    name=escape_unprintable(name),
                    names=", ".join(keys),
                )
                raise UsageProblem(sentence + did_you_mean(nearest_codes(name, keys_of)))
        names = [keys_of.get(name) or keys_of[name.lower()] for name in names]
    return list(dict.fromkeys(names))


def _add_folded(keys_of: dict[str, str], name: str) -> None:
    """Add a name that differs from a key or label in width, case and punctuation only."""
    # Imported here: most names are written as the keys or labels are.
    from stdplan.domain.search import folded

    wanted = folded(name)
    found = {key for label, key in keys_of.items() if wanted and folded(label) == wanted}
    if len(found) == 1:
        keys_of[name] = found.pop()


def _keys_of_labels(table: Table) -> dict[str, str]:
    """Return the keys of the columns by their labels, in small letters. Keys go before labels, and
    the first of two columns with one label before the second."""
    from stdplan.output.labels import column_label

    keys: dict[str, str] = {}
    for code in LANGUAGES:
        for column in table.columns:
            for standards in (_has_standards(table), True):
                label = column_label(column, standards, code)
                keys.setdefault(label.lower(), column.name)
    return keys


def _has_standards(table: Table) -> bool:
    """Return whether the records are standards. Only standards have a number that is a key: the
    number of a task is an integer."""
    return Column("number", "key") in table.columns


def _sort_by_keys(table: Table, sort: Sequence[Sort]) -> tuple[Sort, ...]:
    """Return the order of sorting with keys for labels.

    Raise UsageProblem for a column that does not exist or has no order.
    """
    sortable = [column for column in table.columns if column.kind not in _UNSORTABLE]
    table = table._replace(columns=tuple(sortable))
    return tuple(
        order._replace(column=key)
        for order in sort
        for key in field_keys(table, (order.column,), "--sort")
    )


def emit(
    table: Table,
    options: OutputOptions,
    out: TextIO,
    terminal: bool,
    err: TextIO | None = None,
    names: NameSource | None = None,
    heading: Callable[[], Heading] | None = None,
) -> int:
    """Write a table to `out` and its notes to `err` (else stderr); return the number of rows.

    `terminal`: `out` is a terminal. `names`: what knows the names that plans define. `heading`:
    what makes the heading of a document. Raise UsageProblem as `select` does, before anything is
    written.

        columns = (Column("code"), Column("name"))
        table = Table(columns, Records(columns, [("50", "Machinery")]))
        emit(table, OutputOptions(format="csv"), sys.stdout, terminal=False)
    """
    err = sys.stderr if err is None else err
    name, form, shown, columns, sort = select(table, options, terminal)
    drawn = name == "table" and terminal and not options.fields
    optional = _optional_columns(shown, columns) if drawn else []
    columns = [*columns, *optional]
    keys = [column.name for column in columns]
    of_codes = _names(form, options, names)
    texts = None
    if of_codes is None:
        texts = _fetch_texts(shown.source, keys, options, sort, form)
    marked = of_codes is not None and form.names and _lacks_basis(shown, keys)
    read = [*keys, "ends_basis"] if marked else keys
    marks = next((d for d in shown.drawings if d.form == "marks"), None) if drawn else None
    if marks is not None:
        read = [*read, marks.labels]
    cells = iter(() if texts else shown.source.fetch(read, sort, options.limit))
    if marks is not None:
        from stdplan.output.drawings import mark_percents

        cells = mark_percents(marks, columns, cells)
    if of_codes is not None and marked:
        cells = of_codes.mark_inferred(columns, cells)
    rows = convert_kinds(columns, cells, {"flag": to_flag})
    if of_codes is not None and name != "table":  # a table needs the codes for its styles
        rows = of_codes.rows(columns, rows)
    capped = name == "table" and terminal and options.limit is None
    style = Style(
        header=options.header,
        safe_csv=options.safe_csv,
        single=shown.single,
        standards=_has_standards(shown),
        terminal=terminal,
        whole=bool(options.fields) or shown.chosen,
        labels=options.labels or _labels(form, shown is table.sheet),
        width=_PAGE if options.output else None,
        page=form.page and table.page is not None,
        names=of_codes,
        optional=len(optional),
    )
    if drawn and options.header and options.limit is None:
        style = style._replace(drawings=shown.drawings)
    if form.headed:
        style = _as_document(style, table, names)
        if heading is not None:
            style = style._replace(heading=heading())
    # Formats for the eye make their own labels.
    labelled = columns if form.brief else _with_labels(columns, style)

    def write(out: TextIO) -> int:
        if options.bom:
            out.write("\ufeff")
        stream = out.buffer if form.binary else out
        if texts:
            return form.load_texts()(labelled, texts, stream, style)
        return form.load()(labelled, islice(rows, SHOWN) if capped else rows, stream, style)

    paged = terminal and options.pager != ""
    written = _write_paged(write, out, options.pager) if paged else write(out)
    # On a terminal, messages about the rows come below the rows.
    out.flush()
    if written is None:  # the user has seen enough
        say_notes(table, 1, err, err.isatty())
        return 1
    if capped:
        _say_rest(rows, written, err)
    say_notes(table, written, err, err.isatty())
    return written


def _write_paged(write: Callable[[TextIO], int], out: TextIO, pager: str | None) -> int | None:
    """Write to a terminal by way of the pager; return the number of rows, None if the user left the
    pager before the last one."""
    from stdplan.output.pager import PagerEnded, paged

    try:
        with paged(out, pager) as stream:
            return write(stream)
    except PagerEnded:
        return None


# The width of a terminal for which `brief` is made, and the least that a column more needs.
_BRIEF_WIDTH, _LEAST_COLUMN = 80, 6
# Columns that repeat what a brief table has, or that its formatting uses.
_NEVER_MORE = frozenset(("key", "code", "name", "name_zh", "name_en", "title_zh", "ends_basis"))


def _optional_columns(table: Table, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a wide terminal shows after these if there is room."""
    from shutil import get_terminal_size

    room = get_terminal_size((_BRIEF_WIDTH, 24)).columns - _BRIEF_WIDTH
    if room <= 0 or not table.brief or table.single:
        return []
    by_name = {column.name: column for column in table.columns}
    keys = table.more or tuple(key for key in by_name if key not in _NEVER_MORE)
    shown = {column.name for column in columns}
    found = [by_name[key] for key in keys if key in by_name and key not in shown]
    found = [column for column in found if column.kind not in ("records", "object")]
    return found[: room // _LEAST_COLUMN]


def _lacks_basis(table: Table, keys: Sequence[str]) -> bool:
    """Return whether columns have the end of a standard, but not whether it is only inferred."""
    ends = {"withdrawn", "ends"}.intersection(keys)
    return bool(ends) and "ends_basis" not in keys and Column("ends_basis", "key") in table.columns


def _as_document(style: Style, table: Table, source: NameSource | None) -> Style:
    """Return the style of a document, with its charts and the names that they show."""
    from stdplan.output.names import Names

    charts = table.charts or (() if table.page is None else table.page.charts)
    names = style.names or Names(source, style.labels or language())
    return style._replace(charts=charts, names=names)


def _labels(form: Format, is_sheet: bool) -> str | None:
    """Return the language of the labels without --labels, None for keys."""
    if is_sheet:  # next to the headers of a list
        return language()
    return language() if form.names and language() != "en" else None


def _names(form: Format, options: OutputOptions, source: NameSource | None) -> Names | None:
    """Return the names for codes if a person reads the output; None if it has codes."""
    if not form.names and options.labels is None:
        return None
    from stdplan.output.names import Names

    return Names(source, options.labels or language(), exact=not form.names)


def _fetch_texts(
    source: Source,
    names: Sequence[str],
    options: OutputOptions,
    sort: Sequence[Sort],
    form: Format,
) -> Iterator[tuple[str]] | None:
    """Return the rows as texts of JSON; None if the format or the source has none.

    None also with --safe-csv, which does not guard numbers: these texts do not tell them apart.
    """
    # Not isinstance: JsonSource is a protocol for type checkers only.
    fetch: Callable[..., Iterator[tuple[str]] | None] | None = getattr(source, "fetch_json", None)
    if form.texts is None or options.safe_csv or fetch is None:
        return None
    return fetch(names, sort, options.limit, form.texts)


def _with_labels(columns: Sequence[Column], style: Style) -> Sequence[Column]:
    """Return the columns with labels for names if these are asked for (a table makes its own)."""
    if style.labels is None:
        return columns
    from stdplan.output.labels import column_label

    return [
        column._replace(
            name=column_label(column, style.standards, style.labels)
            if column.heading is None
            else column.heading
        )
        for column in columns
    ]


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
