"""What the commands give the pages: answers to command lines, and how a page shows one.

commands/browse.py answers; this module turns an answer into cells, charts and files. Rule: an
answer is read as a whole while its catalogue is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from io import StringIO
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from stdplan.i18n import language, t
from stdplan.output.chart_figures import charts_to_draw
from stdplan.output.documents import cell_class, filled_columns, is_filled
from stdplan.output.formats import FORMATS, Style
from stdplan.output.labels import column_label, nested_table, without_codes
from stdplan.output.names import Names, NameSource
from stdplan.table import Cell, Chart, Column, Row, Table
from stdplan.web.cells import HeadCell, cell_markup, row_markup
from stdplan.web.words import rows_text

# Rows of a page; the files have all.
MOST_ROWS = 300
_BEYOND = 100_000


class TableAnswer(NamedTuple):
    """The answer to a command line: its table, what knows the names in it, and what the command
    writes to stderr."""

    table: Table
    source: NameSource | None
    stderr: StringIO

    def notes(self) -> list[str]:
        """Return the sentences about the answer, after its rows were read."""
        lines = self.stderr.getvalue().splitlines()
        return [*self.table.notes, *(line.removeprefix("stdplan: ") for line in lines)]


# Answers a command line, without `stdplan`, as long as its catalogue is open.
Ask = Callable[[Sequence[str]], AbstractContextManager[TableAnswer]]


class ChartImage(NamedTuple):
    """A chart as an element `svg`, and its caption."""

    svg: Markup
    caption: str


class PagePart(NamedTuple):
    """A table of a page: its title, headers and rows of cells, and how many rows there are."""

    title: str
    head: list[HeadCell]
    rows: list[list[Markup]]
    total: str = ""
    drawings: Sequence[ChartImage] = ()


class RecordPage(NamedTuple):
    """The page of a record: its fields with labels, and its lists."""

    title: str
    fields: list[tuple[str, Markup]]
    parts: list[PagePart]
    notes: list[str]


def drawings_of(charts: Sequence[Chart], names: Names, prefix: str) -> list[ChartImage]:
    """Return the charts of an answer that have something to draw. `prefix`: of their ids."""
    figures = charts_to_draw(Style(charts=tuple(charts), names=names), None)
    if not figures:
        return []
    # Imported here: it is slow, and few answers have charts.
    from stdplan.output.charts_svg import draw

    return [
        # draw() writes XML, in which all texts are escaped.
        ChartImage(Markup(draw(each, f"{prefix}-{number}")), each.title)
        for number, each in enumerate(figures, 1)
    ]


def list_part(
    answer: TableAnswer, title: str, whole: bool, prefix: str, most: int = MOST_ROWS
) -> PagePart:
    """Return the table of an answer. `whole`: all columns, not the main ones. `prefix`: of the ids
    of its charts; without one it has no charts."""
    table, names = answer.table, Names(answer.source, language())
    columns = list(table.columns)
    if table.brief and not whole:
        columns = [column for column in columns if column.name in table.brief]
    columns = without_codes([each for each in columns if each.kind not in ("records", "object")])
    keys = [column.name for column in columns]
    cells = table.source.fetch(keys, (), _BEYOND + 1)
    rows: list[Row] = list(islice(cells, most))
    rest = sum(1 for _ in cells)
    return PagePart(
        title,
        head_of(columns, table),
        [row_markup(columns, row, names) for row in rows],
        rows_text(min(len(rows) + rest, _BEYOND), len(rows) + rest > _BEYOND),
        drawings_of(table.charts, names, prefix) if prefix else (),
    )


def head_of(columns: Sequence[Column], table: Table) -> list[HeadCell]:
    """Return the headers of columns of an answer."""
    standards = any(column.name == "plan_number" for column in table.columns)
    return [
        HeadCell(column.heading or column_label(column, standards), cell_class(column))
        for column in columns
    ]


def record_page(answer: TableAnswer) -> RecordPage:
    """Return the page of the one record of an answer."""
    table, names = answer.table, Names(answer.source, language())
    columns = table.columns
    row = next(iter(table.source.fetch([column.name for column in columns])))
    by_name = {column.name: cell for column, cell in zip(columns, row, strict=True)}
    fields, parts = [], []
    for column, cell in zip(columns, row, strict=True):
        if not is_filled(cell) or (column.name == "key" and cell == by_name.get("number")):
            continue
        label = column_label(column, True)
        if column.kind == "records":
            parts.append(_nested_part(column, cell, label, names))
        else:
            fields.append((label, cell_markup(column, cell, names, True)))
    number = by_name.get("number") or by_name.get("plan_number")
    title = t("{number} {title}", number=number or "", title=by_name.get("title") or "").strip()
    return RecordPage(title, fields, parts, answer.notes())


def _nested_part(column: Column, cell: Cell, label: str, names: Names) -> PagePart:
    columns, rows = filled_columns(*nested_table(cell, column))
    head = [HeadCell(column_label(each, False), cell_class(each)) for each in columns]
    return PagePart(label, head, [row_markup(columns, row, names) for row in rows])


def as_file(answer: TableAnswer, form: str) -> str:
    """Return an answer as a file of the form csv or json, as the command writes it."""
    out = StringIO()
    columns = [
        column for column in answer.table.columns if FORMATS[form].nests or column.kind != "records"
    ]
    rows = answer.table.source.fetch([column.name for column in columns])
    FORMATS[form].load()(columns, rows, out, Style())
    return out.getvalue()
