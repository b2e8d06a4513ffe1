"""A query of the catalogue: the Source of a table, and the pieces of SQL that queries share.

Rule: SQL text comes from the modules of this folder and of `sql_rules.py`, never from a user. Users
give values, which are bound, and column names, which are looked up in `Query.expressions`.

Functions that return SQL put the values it needs into their argument `parameters`, the dictionary
of the statement that the caller is building.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence

from stdplan.domain.filters import Wanted
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Cell, Column, JsonForm, Kind, Records, Row, Sort, Table

if TYPE_CHECKING:
    from typing import Any, TypeAlias

Values: TypeAlias = "Sequence[Any] | Wanted"
_JSON_KINDS = ("list", "object", "records")
# Kinds that SQLite's JSON cannot write as we do: decimals (fewer digits), flags (0 and 1), records.
_CONVERTED_KINDS = ("decimal", "percent", "flag", "records")
# SQLite passes at most 100 arguments to a function, and an object has two for each column.
_MOST_JSON_COLUMNS = 50


class Links(NamedTuple):
    """The values of a list that are rows of another table.

    `value`: SQL of a value. `table`: the table and its alias. `where`: which of its rows belong to
    the record. `order`: what they are sorted by. `joins`: tables that the rest needs. `only`: a
    further condition.
    """

    value: str
    table: str
    where: str
    order: str
    joins: str = ""
    only: str = "1"

    def json(self) -> str:
        """Return SQL for the values as a JSON array; NULL without any."""
        return self._choose(
            f"json((SELECT json_array({self.value}) {self._from()}))",
            f"json((SELECT nullif(json_group_array(v), '[]') FROM ({self._sorted()})))",
        )

    def joined(self) -> str:
        """Return SQL for the values joined by `; `; NULL without any."""
        return self._choose(
            f"(SELECT {self.value} {self._from()})",
            f"(SELECT group_concat(v, '; ') FROM ({self._sorted()}))",
        )

    def _from(self) -> str:
        return f"FROM {self.table} {self.joins} WHERE {self.where} AND {self.only}"

    def _sorted(self) -> str:
        return f"SELECT {self.value} AS v {self._from()} ORDER BY {self.order}"

    def _choose(self, one: str, many: str) -> str:
        # For lists of a million records: an empty table is noticed once, and most records have at
        # most one link, which needs no sorting.
        count = f"SELECT count(*) FROM {self.table} WHERE {self.where}"
        return f"""CASE WHEN EXISTS (SELECT 1 FROM {self.table}) THEN
            CASE ({count}) WHEN 0 THEN NULL WHEN 1 THEN {one} ELSE {many} END
        END"""


class Query:
    """The query `WITH common SELECT expressions FROM tables WHERE where ORDER BY order`.

    `expressions` has the SQL of each column by its name. Only columns that are asked for are
    selected, so the others cost nothing. `where` are conditions that must all be true; `parameters`
    are the values of :names. `order` is the natural order; `sort_by` has another expression to sort
    a column by, since numbers sort by their parts and not as text. `common` are common tables by
    name, each evaluated once. `in_order`: the tables yield the rows in the natural order already.
    `links` has those columns of lists whose values are rows of another table; their expressions are
    `Links.json()`.

        query = Query(
            connection=connection,
            expressions={"number": "s.number", "title": "s.title"},
            columns=(Column("number", "key"), Column("title")),
            tables="standard s",
            where=("s.family = :family",),
            parameters={"family": "industry"},
            order="s.sort_key",
        )
        for number, title in query.fetch(["number", "title"], limit=10):
            print(number, title)
    """

    def __init__(
        self,
        *,
        connection: sqlite3.Connection,
        expressions: Mapping[str, str],
        columns: tuple[Column, ...],
        tables: str,
        where: Sequence[str] = (),
        parameters: Mapping[str, object] | None = None,
        order: str = "NULL",
        sort_by: Mapping[str, str] | None = None,
        common: Mapping[str, str] | None = None,
        in_order: bool = False,
        links: Mapping[str, Links] | None = None,
    ) -> None:
        self.connection = connection
        self.expressions = expressions
        self.columns = columns
        self.tables = tables
        self.where = where
        self.parameters = parameters or {}
        self.order = order
        self.sort_by = sort_by or {}
        self.common = common or {}
        self.in_order = in_order
        self.links = links or {}

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield the named columns of the rows; see Source."""
        selected = ", ".join(self.expressions[name] for name in names)
        rows = self._select(selected, sort, limit)
        kinds = self._kinds()
        json_cells = {
            index: kinds[name] for index, name in enumerate(names) if kinds[name] in _JSON_KINDS
        }
        return _decoded(rows, json_cells) if json_cells else rows

    def fetch_json(
        self,
        names: Sequence[str],
        sort: Sequence[Sort] = (),
        limit: int | None = None,
        form: JsonForm = "object",
    ) -> Iterator[tuple[str]] | None:
        """Yield the named columns of each row as one text of JSON; see JsonSource."""
        kinds = self._kinds()
        if len(names) > _MOST_JSON_COLUMNS or any(
            kinds[name] in _CONVERTED_KINDS for name in names
        ):
            return None
        if form == "object":
            cells = (f"'{name}', {self._nested_cell(name, kinds[name])}" for name in names)
            record = f"json_object({', '.join(cells)})"
        else:
            cells = (self._flat_cell(name, kinds[name]) for name in names)
            record = f"json_array({', '.join(cells)})"
        return self._select(f"{record} AS record", sort, limit)

    def total(self) -> int:
        """Return how many rows there are in all."""
        sql = f"{with_clause(self.common)}SELECT count(*){self._from()}"
        return int(self.connection.execute(sql, self.parameters).fetchone()[0])

    def narrowed(self, *conditions: str, **parameters: object) -> Query:
        """Return this query with more conditions, and the parameters they need."""
        return self.replaced(
            where=(*self.where, *conditions), parameters={**self.parameters, **parameters}
        )

    def with_columns(self, expressions: Mapping[str, str], lists: Sequence[str] = ()) -> Query:
        """Return this query with more columns; those in `lists` have several values."""
        columns = (Column(name, "list" if name in lists else "text") for name in expressions)
        return self.replaced(
            expressions={**self.expressions, **expressions}, columns=(*self.columns, *columns)
        )

    def replaced(self, **changes: Any) -> Query:
        """Return this query with other values for some of its parts, by their names."""
        return Query(**{**vars(self), **changes})

    def _select(self, selected: str, sort: Sequence[Sort], limit: int | None) -> Iterator[Any]:
        """Execute the query for these expressions (SQL); return its rows."""
        sql = f"{with_clause(self.common)}SELECT {selected}{self._from()}"
        if sort or not self.in_order:
            sql += f" ORDER BY {self._order_by(sort)}"
        if limit is not None:
            sql += f" LIMIT {limit:d}"
        return self.connection.execute(sql, self.parameters)

    def _flat_cell(self, name: str, kind: Kind) -> str:
        if name in self.links:
            return f"coalesce({self.links[name].joined()}, '')"
        return _flat(self.expressions[name], kind)

    def _nested_cell(self, name: str, kind: Kind) -> str:
        if name in self.links:
            return f"coalesce({self.expressions[name]}, json('[]'))"
        return _nested(self.expressions[name], kind)

    def _kinds(self) -> dict[str, Kind]:
        return {column.name: column.kind for column in self.columns}

    def _from(self) -> str:
        where = f" WHERE {' AND '.join(self.where)}" if self.where else ""
        return f" FROM {self.tables}{where}"

    def _order_by(self, sort: Sequence[Sort]) -> str:
        terms = []
        for column, descending in sort:
            expression = self.expressions[column]
            by = self.sort_by.get(column, expression)
            terms += [f"{expression} IS NULL", f"{by} DESC" if descending else by]
        return ", ".join([*terms, self.order])


def _decoded(rows: Iterator[Row], json_cells: Mapping[int, str]) -> Iterator[Row]:
    """Yield the rows with Python values for cells of JSON, given by index and kind of column.

    NULL becomes an empty list or object.
    """
    empty: dict[int, Cell] = {
        index: {} if kind == "object" else [] for index, kind in json_cells.items()
    }
    for row in rows:
        cells = list(row)
        for index in json_cells:
            cell = cells[index]
            cells[index] = decoded_cell(cell) if isinstance(cell, str) else empty[index]
        yield cells


def decoded_cell(text: str) -> Cell:
    """Return the value of a text of JSON.

    A list of plain texts needs no JSON parser, which is slow to import.
    """
    if text.startswith('["') and text.endswith('"]') and "\\" not in text and len(text) > 3:
        values = text[2:-2].replace('", "', '","').split('","')
        if not any('"' in value for value in values):
            return values
    if text in ("[]", "{}"):
        return [] if text == "[]" else {}
    from json import loads

    cell: Cell = loads(text)
    return cell


def _nested(expression: str, kind: Kind) -> str:
    """Return SQL for a cell within a JSON object."""
    if kind == "list":
        return f"CASE WHEN {expression} IS NULL THEN json('[]') ELSE json({expression}) END"
    if kind == "object":
        return f"CASE WHEN {expression} IS NULL THEN json('{{}}') ELSE json({expression}) END"
    return expression


def _flat(expression: str, kind: Kind) -> str:
    """Return SQL for a cell as text: lists are joined, objects are JSON."""
    if kind == "list":
        values = f"SELECT group_concat(coalesce(value, ''), '; ') FROM json_each({expression})"
        expression = f"CASE WHEN {expression} IS NOT NULL THEN ({values}) END"
    elif kind == "object":
        expression = f"CASE WHEN {expression} <> '{{}}' THEN json({expression}) || '' END"
    # The writers count on texts: an expression may have a number whatever the kind of its column.
    return f"coalesce(CAST({expression} AS TEXT), '')"


def with_clause(common: Mapping[str, str]) -> str:
    """Return `WITH name AS MATERIALIZED (sql), …`, each table evaluated once; empty without any."""
    tables = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql in common.items())
    return f"WITH {tables} " if tables else ""


def evaluate_once(sql: str) -> str:
    """Return SQL for the rows of `sql` as a table whose columns are evaluated once for each row.

    Without the limit, SQLite replaces the names by their expressions, and evaluates them again at
    every reference.
    """
    return f"({sql} LIMIT -1)"


def is_empty(expression: str) -> str:
    """Return SQL for 1 if a field has no value; several values and objects are JSON."""
    return f"coalesce({expression}, '') IN ('', '[]', '{{}}')"


# Conditions of filters. `Values`: the values to find; a `Wanted` also has values to leave out.


def either(values: Values, condition: Callable[[Sequence[Any], str], str]) -> str:
    """Return SQL for 1 if values pass a filter.

    `condition` gets values and how the names of their parameters begin, and returns SQL for 1 if
    one of the values is there.
    """
    return values.condition(condition) if isinstance(values, Wanted) else condition(values, "")


def any_of(expression: str, name: str, values: Values, parameters: dict[str, object]) -> str:
    """Return `expression IN (:name0, :name1 …)`, with the values in `parameters`.

    None among the values stands for no value.
    """
    if isinstance(values, Wanted):
        return values.condition(
            lambda some, mark: any_of(expression, f"{mark}{name}", some, parameters)
        )
    known = [value for value in values if value is not None]
    names = [f"{name}{index}" for index in range(len(known))]
    parameters.update(zip(names, known, strict=True))
    found = f"{expression} IN ({', '.join(f':{name}' for name in names)})"
    return found if len(known) == len(values) else f"({found} OR {expression} IS NULL)"


def contains_any(column: str, name: str, values: Values, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if the column contains one of the texts; width, case, white space and
    punctuation do not matter."""
    if isinstance(values, Wanted):
        return values.condition(
            lambda some, mark: contains_any(column, f"{mark}{name}", some, parameters)
        )
    from stdplan.domain.search import folded

    return _any_has_all((column,), name, [[folded(str(text))] for text in values], parameters)


def has_words_of_any(
    columns: Sequence[str], name: str, values: Values, parameters: dict[str, object]
) -> str:
    """Return SQL for 1 if the columns together have all words of one of the texts to search for
    (domain/search.py)."""
    if isinstance(values, Wanted):
        return values.condition(
            lambda some, mark: has_words_of_any(columns, f"{mark}{name}", some, parameters)
        )
    # Imported here, and above: few questions search.
    from stdplan.domain.search import search_words

    wanted = [search_words(str(text)) for text in values]
    return _any_has_all(columns, name, wanted, parameters)


def _any_has_all(
    columns: Sequence[str],
    name: str,
    wanted: Sequence[Sequence[str]],
    parameters: dict[str, object],
) -> str:
    """Return SQL for 1 if for one of the `wanted` each of its folded words is in one of the
    columns."""
    alternatives = []
    for index, words in enumerate(wanted):
        conditions = []
        for place, word in enumerate(words):
            parameter = f"{name}{index}_{place}"
            parameters[parameter] = word
            found = [f"coalesce(instr(folded({column}), :{parameter}), 0)" for column in columns]
            conditions.append(f"({' OR '.join(found)})")
        alternatives.append(f"({' AND '.join(conditions)})")
    return f"({' OR '.join(alternatives)})"


def in_sector(
    values: Values,
    parameters: dict[str, object],
    sector: str = "s.sector",
    standard_id: str = "s.id",
    name: str = "sector",
) -> str:
    """Return SQL for 1 if a record is in one of the sectors, by its own or by a focus area.

    `sector`, `standard_id`: SQL for its own sector and its row id, by default of record `s`.
    `name`: that of the parameters.
    """
    if isinstance(values, Wanted):
        return values.condition(
            lambda some, mark: in_sector(some, parameters, sector, standard_id, f"{mark}{name}")
        )
    own = any_of(sector, name, values, parameters)
    of_area = any_of("a.sector", name, values, parameters)
    return f"""({own} OR EXISTS (
        SELECT 1
        FROM standard_focus f
        JOIN focus_area a ON a.code = f.focus
        WHERE f.standard = {standard_id} AND {of_area}
    ))"""


def fetch_records(
    connection: sqlite3.Connection, names: Sequence[str], sql: str, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    """Return the rows of `sql` as dictionaries with these names, for a cell of kind `records`."""
    return as_records(names, connection.execute(sql, parameters))


def as_records(names: Sequence[str], rows: Iterator[Row]) -> list[dict[str, object]]:
    """Return rows as dictionaries with these names, for a cell of kind `records`."""
    return [dict(zip(names, row, strict=True)) for row in rows]


def single_record(columns: tuple[Column, ...], row: list[Cell]) -> Table:
    """Return one record, the result of a `show` command, as a table."""
    return Table(columns, Records(columns, [row]), single=True)
