"""The writer of web pages: one page that needs no script, no font and no other file.

A page has a heading, the charts, and a table with a caption, or for one record its fields and a
table for each list in it. Rule: data is text and never markup, whatever it looks like. The page
says its language, its tables say which cells are headers, and its colours have enough contrast in
light and in dark mode (WCAG 2 AA).
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import TextIO

from stdplan.i18n import t
from stdplan.output.chart_figures import charts_to_draw
from stdplan.output.documents import (
    PORTRAIT_COLUMNS,
    cell_class,
    display,
    document_language,
    filled_columns,
    is_filled,
    is_wide,
    label_of,
    record_lines,
    title_of_records,
)
from stdplan.output.formats import Style
from stdplan.output.labels import display_text, nested_table
from stdplan.output.page_style import PAGE_STYLE
from stdplan.table import Cell, Column, Row


def write_html(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a page with a table, or records as pages; return their number."""
    if style.page or style.single:
        return _write_records(columns, list(rows), out, style)
    _write_begin(out, style, style.heading.title, wide=len(columns) > PORTRAIT_COLUMNS)
    _write_charts(out, style)
    count = _write_table(columns, rows, out, style, style.heading.title)
    if not count:
        out.write(f"<p>{_text(t('nothing found'))}</p>\n")
    out.write("</main>\n</body>\n</html>\n")
    return count


def _write_begin(out: TextIO, style: Style, title: str, wide: bool) -> None:
    """Write the beginning of a page, up to its heading."""
    details = " · ".join(style.heading.details)
    printed = ' class="wide"' if wide else ""
    lang = document_language(style)
    whole = " · ".join((title, *style.heading.details))
    out.write(
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="generator" content="stdplan">\n<title>{_text(whole)}</title>\n'
        f"<style>\n{PAGE_STYLE}</style>\n</head>\n"
        f"<body{printed}>\n<main>\n<h1>{_text(title)}</h1>\n"
    )
    if details:
        out.write(f'<p class="details">{_text(details)}</p>\n')


def _write_records(columns: Sequence[Column], rows: list[Row], out: TextIO, style: Style) -> int:
    """Write records with all their lists; return their number."""
    wide = is_wide(columns, rows)
    _write_begin(out, style, title_of_records(columns, rows, style), wide)
    _write_charts(out, style)
    for row in rows:
        filled = [pair for pair in zip(columns, row, strict=True) if is_filled(pair[1])]
        fields = [pair for pair in filled if pair[0].kind != "records"]
        if len(rows) > 1:
            out.write(f"<h2>{_shown(fields[0][1], fields[0][0])}</h2>\n")
        if style.page:
            for column, cell in fields[1:]:
                out.write(f"<p>{_shown(cell, column)}</p>\n")
        else:
            _write_fields(fields, out, style)
        for column, cell in filled:
            if column.kind == "records":
                _write_list(column, cell, out, style, "h3" if len(rows) > 1 else "h2")
    if not rows:
        out.write(f"<p>{_text(t('nothing found'))}</p>\n")
    out.write("</main>\n</body>\n</html>\n")
    return len(rows)


def _write_fields(fields: Sequence[tuple[Column, Cell]], out: TextIO, style: Style) -> None:
    """Write the fields of a record, a line each."""
    out.write(f'<table class="fields">\n{_caption(style.heading.title)}\n<tbody>\n')
    for column, cell in fields:
        label = _text(label_of(column, style))
        out.write(f'<tr><th scope="row">{label}</th><td>{_shown(cell, column)}</td></tr>\n')
    out.write("</tbody>\n</table>\n")


def _write_list(column: Column, cell: Cell, out: TextIO, style: Style, level: str) -> None:
    """Write the heading, the charts and the table of a list in a record."""
    title = label_of(column, style)
    out.write(f"<section>\n<{level}>{_text(title)}</{level}>\n")
    _write_charts(out, style, column.name)
    columns, rows = filled_columns(*nested_table(cell, column))
    _write_table(columns, iter(rows), out, style, title)
    out.write("</section>\n")


def _write_table(
    columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style, caption: str
) -> int:
    """Write a table with a header on each printed page; return the number of rows."""
    out.write(f'<div class="table" role="region" tabindex="0" aria-label="{_text(caption)}">\n')
    out.write(f"<table>\n{_caption(caption)}\n")
    classes = [_class(column) for column in columns]
    if style.header:
        cells = (
            f'<th scope="col"{kind}>{_text(label_of(column, style))}</th>'
            for column, kind in zip(columns, classes, strict=True)
        )
        out.write(f"<thead>\n<tr>{''.join(cells)}</tr>\n</thead>\n")
    out.write("<tbody>\n")
    count = 0
    for row in rows:
        count += 1
        first, *others = zip(row, columns, classes, strict=True)
        # The first cell names the row.
        out.write(f'<tr><th scope="row"{first[2]}>{_shown(*first[:2])}</th>')
        cells = (f"<td{kind}>{_shown(cell, column)}</td>" for cell, column, kind in others)
        out.write("".join(cells) + "</tr>\n")
    out.write("</tbody>\n</table>\n</div>\n")
    return count


def _caption(text: str) -> str:
    """Return a caption for screen readers; hidden, because the heading above says the same."""
    return f'<caption class="unseen">{_text(text)}</caption>'


def _class(column: Column) -> str:
    """Return the attribute for the cells of a column."""
    name = cell_class(column)
    return f' class="{name}"' if name else ""


def _shown(cell: Cell, column: Column) -> str:
    """Return a cell as a person reads it; records are a line each."""
    if column.kind == "records":
        return "<br>".join(map(escape, record_lines(cell, column)))
    # A page shows several blanks as one.
    return escape(display(cell, column)).replace("  ", " &#160;")


def _text(text: str) -> str:
    return escape(display_text(text, Column("title"), ""))


def _write_charts(out: TextIO, style: Style, part: str = "") -> None:
    """Write the charts of the answer, or of a part of its page."""
    charts = charts_to_draw(style, part)
    if charts:
        # Imported here: it is slow, and few answers have charts.
        from stdplan.output.charts_svg import draw

        for number, figures in enumerate(charts, 1):
            name = f"chart-{part}-{number}" if part else f"chart-{number}"
            out.write(f"<figure>\n{draw(figures, name)}\n")
            out.write(f"<figcaption>{_text(figures.title)}</figcaption>\n</figure>\n")
