"""A table: what every reading command returns, and what every output format writes.

Columns say what their cells are. Rows come from a Source, which sorts, limits and picks columns
where that is cheapest: in SQL for a catalogue of a million records, in memory for a few rows.

    columns = (Column("number", "key"), Column("title"))
    table = Table(columns, Records(columns, [("JB/T 9-2011", "Gears")]))
    list(table.source.fetch(["title"], sort=[Sort("number")], limit=1))  # [("Gears",)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from stdplan.light import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

# The kinds of cells:
# key: a number or code, never cut or folded on a terminal
# list: several values
# object: a dict
# records: a list of dicts, only for formats that nest (json, jsonl, yaml, table; markdown in pages)
# flag: true or false
# percent: 12.5 means 12.5 %
# decimal: an exact number, with no more digits than were written
Kind: TypeAlias = """Literal[
    "key", "text", "date", "integer", "decimal", "percent", "flag", "list", "object", "records"
]"""
NUMBER_KINDS = frozenset(("integer", "decimal", "percent"))
# The kinds of cells that have no order.
UNSORTABLE_KINDS = frozenset(("records", "object"))
Cell = str | int | float | bool | list[str] | dict[str, str] | Sequence[Mapping[str, object]] | None
Row = Sequence[Cell]


class Column(NamedTuple):
    """A column: its key, which is its name in every format, and the kind of its cells.

    `shown`: for records, the keys that a person sees; empty for all. `context`: what the key means
    in this table, if it means something else in other tables; it chooses the label. `label`: the
    key whose label the column has, if not its own. `heading`: its header in every language, of a
    column that comes from a list.
    """

    name: str
    kind: Kind = "text"
    shown: tuple[str, ...] = ()
    context: str = ""
    label: str = ""
    heading: str | None = None


class Sort(NamedTuple):
    """Sort by a column, ascending unless `descending`. Empty cells always come last."""

    column: str
    descending: bool = False


# The forms of charts; see Chart.
ChartForm: TypeAlias = 'Literal["bars", "stacked", "columns", "lines"]'
# Those for a terminal. marks: signs in the bars of the table, whose rows `labels` identifies.
# histogram: bars, with shares. heat: a shade for each row, a line for each value of `labels`.
# months: a line for each year, with a shade for each month, which `labels` has.
DrawingForm: TypeAlias = 'Literal["marks", "histogram", "heat", "months"]'


class Source(Protocol):
    """An object that returns rows."""

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield rows with the named columns, at most `limit`, in their own order without `sort`."""


# What one text of JSON has of a row.
# object: a compact object with the cells by the names of their columns
# texts: an array of texts, empty for NULL; lists are joined by `; `, and objects are JSON
JsonForm: TypeAlias = 'Literal["object", "texts"]'


class JsonSource(Source, Protocol):
    """A source that can also return each row as one text of JSON.

    For many rows, that takes much less time than a Python object for each cell.
    """

    def fetch_json(
        self,
        names: Sequence[str],
        sort: Sequence[Sort] = (),
        limit: int | None = None,
        form: JsonForm = "object",
    ) -> Iterator[tuple[str]] | None:
        """Yield the same rows as `fetch`, each as one text; None if only `fetch` has these columns.

        JSON may escape a character or not.
        """


class Chart(NamedTuple):
    """A picture of some figures of an answer, for the formats that draw.

    `title`: what it shows. `source`: its rows, which are asked for only if it is drawn. `labels`:
    the column that names each group of bars, or each point of a line. `series`: the columns of
    figures, in their order; with the kind percent they are shares.
    `form`: bars are horizontal, `stacked` ones end to end, `columns` stand upright, and `lines` run
    over time. `part`: the list of a page that it belongs to.
    """

    title: str
    source: Source
    labels: str
    series: tuple[Column, ...]
    form: ChartForm = "bars"
    part: str = ""


class Drawing(NamedTuple):
    """A picture of characters of some figures, which a terminal shows below the table.

    `title`, `source` and `labels` are as for Chart; `figure` is the column of figures.
    """

    form: DrawingForm
    title: str
    source: Source
    labels: str
    figure: str


class Computed(NamedTuple):
    """A source whose rows in memory are computed when they are asked for."""

    columns: tuple[Column, ...]
    compute: Callable[[], Sequence[Row]]

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield rows; see Source."""
        return Records(self.columns, self.compute()).fetch(names, sort, limit)


class Table(NamedTuple):
    """Columns and the source of their rows.

    `single`: it is the one record of a `show` command. `notes`: sentences for stderr, for example
    what was left out. `empty`: why there may be no rows and what to do next, for a terminal.
    `brief`: the columns that a terminal shows by default; empty for all. `code`: the exit code
    after it is written; not 0 if the command did not do all that was asked, or if it found errors.
    `figures`: the columns of its figures, if the rows are there whether or not there is something
    to count: then --exit-code finds something only if one of these figures is not 0. `findings`:
    how many rows --exit-code counts, None for all.
    `events`: the same answer as days of a calendar, for the format ics. `page`: the same answer as
    one record that contains lists, for the formats that show it as a page with a heading for each
    list; `brief` of the page is then what a person reads. `sheet`: the same rows with the columns
    of a list before them, for the formats of spreadsheets; --fields chooses among `columns`.
    `charts`: pictures of its figures. `chosen`: the user chose the columns, so all of them are
    shown, as with --fields. `drawings`: pictures for a terminal. `more`: the columns that a wide
    terminal shows after those of `brief`, the most important one first; empty for all others, in
    their order.
    """

    columns: tuple[Column, ...]
    source: Source
    single: bool = False
    notes: tuple[str, ...] = ()
    empty: str = ""
    brief: tuple[str, ...] = ()
    code: int = 0
    events: Table | None = None
    page: Table | None = None
    figures: tuple[str, ...] = ()
    findings: int | None = None
    sheet: Table | None = None
    charts: tuple[Chart, ...] = ()
    chosen: bool = False
    drawings: tuple[Drawing, ...] = ()
    more: tuple[str, ...] = ()

    def finds(self) -> bool:
        """Return whether --exit-code finds something in the rows that were written."""
        if self.findings is not None:
            return self.findings > 0
        if not self.figures:
            return True
        return any(any(row) for row in self.source.fetch(self.figures))

    def is_empty(self) -> bool:
        """Return whether there are no rows."""
        return next(iter(self.source.fetch([self.columns[0].name], (), 1)), None) is None


class Records(NamedTuple):
    """A source of rows in memory, for small answers (19 sectors, 13 tasks)."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield rows; see Source."""
        indexes = {column.name: index for index, column in enumerate(self.columns)}
        rows = list(self.rows)
        for order in reversed(sort):
            index = indexes[order.column]
            filled = [row for row in rows if row[index] is not None]
            blank = [row for row in rows if row[index] is None]
            filled.sort(key=lambda row: _sort_key(row[index]), reverse=order.descending)
            rows = filled + blank
        picked = [indexes[name] for name in names]
        for row in rows if limit is None else rows[:limit]:
            yield tuple(row[index] for index in picked)


def _sort_key(cell: Cell) -> tuple[int, float, str]:
    """Return a key that sorts numbers before texts."""
    if isinstance(cell, int | float):
        return (0, cell, "")
    return (1, 0.0, "; ".join(map(str, cell)) if isinstance(cell, list) else str(cell))
