"""A table: what every reading command answers with, and every output format takes.

Columns say what their cells are; rows come from a Source that can sort, cut and pick columns where
that is cheapest (in SQL for a catalogue of a million records, in memory for a few).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

# key: a number or code, never cut or folded on a terminal. list: several values. object: a dict.
# records: a list of dicts, which only the formats that nest (json, jsonl, yaml, terminal) show;
# markdown those of a page.
# flag: true or false. percent: 12.5 means 12.5 %. decimal: an exact number, at most as written.
Kind = Literal[
    "key", "text", "date", "integer", "decimal", "percent", "flag", "list", "object", "records"
]
Cell = str | int | float | bool | list[str] | dict[str, str] | Sequence[Mapping[str, object]] | None
Row = Sequence[Cell]


class Column(NamedTuple):
    """A column: its key (the name in every format) and the kind of its cells.

    `shown`: of records, the keys that a person looks at; none: all.
    """

    name: str
    kind: Kind = "text"
    shown: tuple[str, ...] = ()


class Sort(NamedTuple):
    """Sort by a column, ascending unless `descending`; empty cells come last either way."""

    column: str
    descending: bool = False


class Source(Protocol):
    """Where rows come from."""

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """The named columns of the rows, sorted (else in the natural order), at most `limit`."""
        ...


class Table(NamedTuple):
    """Columns and where their rows come from.

    `single`: the one record of a `show` command. `notes`: sentences for stderr (what was left out).
    `empty`: why there may be nothing here and what to do next, said on a terminal only.
    `brief`: the columns that a terminal shows unless others are asked for; none: all.
    `code`: the exit code once it is written, where the answer is not what was hoped for.
    `events`: the same answer as days of a calendar, for the format that only such answers have.
    `page`: the same answer as one record with lists within it, for the formats that can show it as
    a page with a heading for each; `brief` is then what a person reads of it.
    """

    columns: tuple[Column, ...]
    source: Source
    single: bool = False
    notes: tuple[str, ...] = ()
    empty: str = ""
    brief: tuple[str, ...] = ()
    code: int = 0
    events: "Table | None" = None
    page: "Table | None" = None

    def is_empty(self) -> bool:
        """Whether there is no row at all."""
        return next(iter(self.source.fetch([self.columns[0].name], (), 1)), None) is None


class Records(NamedTuple):
    """Rows in memory, for answers that are small by nature (19 sectors, 13 tasks)."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """See Source."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        rows = list(self.rows)
        for order in reversed(sort):
            place = places[order.column]
            filled = [row for row in rows if row[place] is not None]
            blank = [row for row in rows if row[place] is None]
            filled.sort(key=lambda row: _sortable(row[place]), reverse=order.descending)
            rows = filled + blank
        picked = [places[name] for name in names]
        for row in rows if limit is None else rows[:limit]:
            yield tuple(row[place] for place in picked)


def _sortable(cell: Cell) -> tuple[int, float, str]:
    """Numbers before words, each by its own order."""
    if isinstance(cell, int | float):
        return (0, cell, "")
    return (1, 0.0, "; ".join(map(str, cell)) if isinstance(cell, list) else str(cell))
