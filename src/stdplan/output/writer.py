"""The writer of a Table: its rows in the format that was asked for, then its notes.

Rule: data goes to stdout, everything else to stderr. A pipe gets every row whole; a terminal gets
what a person can read, and how to get the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from stdplan.domain.text import escape_unprintable
from stdplan.i18n import language, t, tn
from stdplan.light import TYPE_CHECKING
from stdplan.output.cell_text import convert_kinds, to_flag
from stdplan.output.formats import Format, Heading, Style
from stdplan.output.selection import OutputOptions, Selection, has_standards, select
from stdplan.table import Column, Row, Sort, Source, Table

if TYPE_CHECKING:
    from typing import TextIO

    from stdplan.output.names import Names, NameSource

# Rich prints about 1,300 rows a second, and nobody reads more than a few screens.
SHOWN = 300
# Characters; a table in a file has the width of a page, whatever the terminal.
_PAGE = 100


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
    chosen = select(table, options, terminal)
    name, form, shown, columns, sort = chosen
    drawn = name == "table" and terminal and not options.fields
    optional = _optional_columns(shown, columns) if drawn else []
    columns = [*columns, *optional]
    of_codes = _names(form, options, names)
    texts = None
    if of_codes is None:
        keys = [column.name for column in columns]
        texts = _fetch_texts(shown.source, keys, options, sort, form)
    rows: Iterator[Row] = iter(())
    if texts is None:
        rows = _rows(chosen._replace(columns=columns), options, of_codes, drawn)
    capped = name == "table" and terminal and options.limit is None
    style = _style(table, chosen, options, terminal)
    style = style._replace(names=of_codes, optional=len(optional))
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


def _rows(
    chosen: Selection, options: OutputOptions, names: Names | None, drawn: bool
) -> Iterator[Row]:
    """Return the rows of a selection, converted for its format.

    `names`: those of codes, if a person reads the rows. `drawn`: percents get a drawing.
    """
    keys = [column.name for column in chosen.columns]
    marked = names is not None and chosen.format.names and _lacks_basis(chosen.table, keys)
    read = [*keys, "ends_basis"] if marked else keys
    drawings = chosen.table.drawings if drawn else ()
    marks = next((drawing for drawing in drawings if drawing.form == "marks"), None)
    if marks is not None:
        read = [*read, marks.labels]
    rows = chosen.table.source.fetch(read, chosen.sort, options.limit)
    if marks is not None:
        from stdplan.output.drawings import mark_percents

        rows = mark_percents(marks, chosen.columns, rows)
    if names is not None and marked:
        rows = names.mark_inferred(chosen.columns, rows)
    rows = convert_kinds(chosen.columns, rows, {"flag": to_flag})
    if names is not None and chosen.name != "table":  # a table needs the codes for its styles
        rows = names.rows(chosen.columns, rows)
    return rows


def _style(table: Table, chosen: Selection, options: OutputOptions, terminal: bool) -> Style:
    """Return how a selection of a table is written."""
    form, shown = chosen.format, chosen.table
    return Style(
        header=options.header,
        safe_csv=options.safe_csv,
        single=shown.single,
        standards=has_standards(shown),
        terminal=terminal,
        whole=bool(options.fields) or shown.chosen,
        labels=options.labels or _labels(form, shown is table.sheet),
        width=_PAGE if options.output else None,
        page=form.page and table.page is not None,
    )


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
