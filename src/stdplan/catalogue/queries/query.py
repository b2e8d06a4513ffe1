"""A question to the catalogue as a Source: SQL is built for the columns, order and limit asked for.

Expressions come from the modules of this folder, never from a user: users give values (bound) and
names (looked up in `expressions`).

What `show` answers are made of: one record, with lists of records nested in it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stdplan.table import Cell, Column, Records, Row, Sort, Table

_JSON_KINDS = ("list", "object", "records")


class Query(NamedTuple):
    """WITH … SELECT expressions FROM … WHERE … ORDER BY …

    `order` is the natural order; `sort_by` gives another expression to sort a column by (numbers
    sort by their parts, not by their letters). `common` are tables by name that are worked out
    once, however often the rest says the name.
    """

    connection: sqlite3.Connection
    expressions: Mapping[str, str]
    columns: tuple[Column, ...]
    tables: str
    where: tuple[str, ...] = ()
    parameters: Mapping[str, object] = {}
    order: str = "1"
    sort_by: Mapping[str, str] = {}
    common: Mapping[str, str] = {}

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """See Source."""
        picked = ", ".join(self.expressions[name] for name in names)
        sql = (
            f"{with_clause(self.common)}SELECT {picked} FROM {self.tables}{self._where()}"
            f" ORDER BY {self._order(sort)}"
        )
        if limit is not None:
            sql += f" LIMIT {limit:d}"
        rows = self.connection.execute(sql, self.parameters)
        kinds = {column.name: column.kind for column in self.columns}
        coded = [place for place, name in enumerate(names) if kinds[name] in _JSON_KINDS]
        return _decoded(rows, {place: kinds[names[place]] for place in coded}) if coded else rows

    def total(self) -> int:
        """How many rows there are in all."""
        sql = f"{with_clause(self.common)}SELECT count(*) FROM {self.tables}{self._where()}"
        return int(self.connection.execute(sql, self.parameters).fetchone()[0])

    def _where(self) -> str:
        return f" WHERE {' AND '.join(self.where)}" if self.where else ""

    def _order(self, sort: Sequence[Sort]) -> str:
        terms = []
        for wish in sort:
            expression = self.expressions[wish.column]
            by = self.sort_by.get(wish.column, expression)
            direction = " DESC" if wish.descending else ""
            terms += [f"{expression} IS NULL", f"{by}{direction}"]
        return ", ".join([*terms, self.order])


def _decoded(rows: Iterator[Row], coded: Mapping[int, str]) -> Iterator[Row]:
    """Rows with JSON cells as Python values; for none an empty list or object."""
    from json import loads

    nothing: dict[int, Cell] = {
        place: {} if kind == "object" else [] for place, kind in coded.items()
    }
    for row in rows:
        cells = list(row)
        for place in coded:
            cell = cells[place]
            cells[place] = loads(cell) if isinstance(cell, str) else nothing[place]
        yield cells


def with_clause(common: Mapping[str, str]) -> str:
    """WITH these tables, each worked out once; nothing without any."""
    tables = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql in common.items())
    return f"WITH {tables} " if tables else ""


def evaluate_once(sql: str) -> str:
    """The rows of `sql` as a table whose columns are each worked out once a row.

    Without a limit SQLite puts the expressions in the place of their names, and works them out
    again wherever the question around them says a name.
    """
    return f"({sql} LIMIT -1)"


def any_of(expression: str, name: str, values: Sequence[object], into: dict[str, object]) -> str:
    """`expression IN (:name0, :name1 …)`, with the values bound in `into`."""
    places = []
    for index, value in enumerate(values):
        into[f"{name}{index}"] = value
        places.append(f":{name}{index}")
    return f"{expression} IN ({', '.join(places)})"


def contains_any(
    columns: tuple[str, ...], name: str, values: Sequence[str], into: dict[str, object]
) -> str:
    """Any of the texts within any of the columns; letters of either case."""
    tests = []
    for index, value in enumerate(values):
        into[f"{name}{index}"] = f"%{_escape_like(value)}%"
        tests += [f"{column} LIKE :{name}{index} ESCAPE '\\'" for column in columns]
    return f"({' OR '.join(tests)})"


def _escape_like(text: str) -> str:
    for letter in "\\%_":
        text = text.replace(letter, "\\" + letter)
    return text


def in_sector(values: Sequence[str], into: dict[str, object]) -> str:
    """In one of the sectors, by its own or through one of its focus areas."""
    own = any_of("s.sector", "sector", values, into)
    through = any_of("a.sector", "sector", values, into)
    return (
        f"({own} OR EXISTS (SELECT 1 FROM standard_focus f JOIN focus_area a ON a.code = f.focus"
        f" WHERE f.standard = s.id AND {through}))"
    )


def json_list(values: str, tables: str) -> str:
    """A JSON array of `values`, in the order of the rows of `tables`; NULL for none."""
    return f"(SELECT nullif(json_group_array(v), '[]') FROM (SELECT {values} AS v FROM {tables}))"


def fetch_records(
    connection: sqlite3.Connection,
    names: tuple[str, ...],
    sql: str,
    parameters: Mapping[str, object],
) -> list[dict[str, object]]:
    """The rows of `sql` as records with these names."""
    rows = connection.execute(sql, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def single_record(columns: tuple[Column, ...], row: list[Cell]) -> Table:
    """The one record as a table."""
    return Table(columns, Records(columns, [row]), single=True)
