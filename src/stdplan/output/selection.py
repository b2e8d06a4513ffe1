"""What is written: the output options of a command, then the columns of its table that they choose.

`parse_output_options` parses the options, `select` checks them against a table.

Rule: wrong options are refused before anything is written, with the valid ones in the message.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from stdplan.domain.text import escape_unprintable, split_commas
from stdplan.errors import UsageProblem
from stdplan.i18n import LANGUAGES, t
from stdplan.light import NamedTuple
from stdplan.output.formats import CHOICES, FORMATS, Format, format_of_path
from stdplan.table import UNSORTABLE_KINDS, Column, Sort, Table

# Two names of stdout. If that is a file, it is continued and not replaced.
_STDOUT = ("-", "/dev/stdout")


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
            for standards in (has_standards(table), True):
                label = column_label(column, standards, code)
                keys.setdefault(label.lower(), column.name)
    return keys


def has_standards(table: Table) -> bool:
    """Return whether the records are standards. Only standards have a number that is a key: the
    number of a task is an integer."""
    return Column("number", "key") in table.columns


def _sort_by_keys(table: Table, sort: Sequence[Sort]) -> tuple[Sort, ...]:
    """Return the order of sorting with keys for labels.

    Raise UsageProblem for a column that does not exist or has no order.
    """
    sortable = [column for column in table.columns if column.kind not in UNSORTABLE_KINDS]
    table = table._replace(columns=tuple(sortable))
    return tuple(
        order._replace(column=key)
        for order in sort
        for key in field_keys(table, (order.column,), "--sort")
    )
