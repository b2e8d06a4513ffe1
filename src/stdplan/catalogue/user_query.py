"""A query that a user wrote in SQL: it reads the views, and can change nothing.

Three things keep it from writing: the connection is opened read-only, `query_only` is set, and an
authorizer refuses every statement but SELECT, EXPLAIN and the pragmas that describe tables. It may
also read the tables of the file; only the views stay as they are from version to version.

Rule: a mistake in the SQL is a UsageProblem with SQLite's own message and the nearest name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice

from stdplan.catalogue.database import Catalogue, open_reader
from stdplan.catalogue.queries.plans import PlanRules
from stdplan.catalogue.queries.query import decoded_cell
from stdplan.catalogue.views import VIEWS, create_views, view_columns
from stdplan.domain.fields import BY_NAME
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.interrupts import exit_code
from stdplan.light import TYPE_CHECKING, lazy_pattern
from stdplan.reasons import query_reason
from stdplan.table import NUMBER_KINDS, Cell, Column, Kind, Records, Row, Sort

if TYPE_CHECKING:
    from typing import Any

# What an authorizer may allow: numbers of SQLite.
_ALLOWED_ACTIONS = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE))
_REFUSED_FUNCTIONS = frozenset(("load_extension", "writefile", "readfile", "edit"))
# Pragmas that only describe; others may change the connection.
_ALLOWED_PRAGMAS = frozenset(
    (
        *("table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"),
        *("foreign_key_list", "database_list", "function_list", "collation_list", "pragma_list"),
        *("compile_options",),
    )
)
# Pragmas that change something if they get a value.
_ALLOWED_WITHOUT_VALUE = frozenset(("user_version", "application_id", "data_version", "encoding"))
_LARGEST_VALUE = 100_000_000  # bytes
# Steps of SQLite between two looks for a signal: some milliseconds.
_STEPS = 100_000
# Primary codes of errors that are mistakes in the query, not of the file.
_MISTAKES = frozenset(
    (
        *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_TOOBIG),
        *(sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE),
    )
)
_UNKNOWN = lazy_pattern(r"no such (column|table|function): (.+)")
_NAMED = lazy_pattern(
    r'(?s)near "(.+)": syntax error'
    r'|(?:unrecognized token: "|no such \w+: |ambiguous column name: )(.+?)"?\Z'
)
_PLACES_TRIED = 50
_ROWS_SEEN = 100
_UNBOUND = lazy_pattern(r"supply a value for binding (?:parameter )?:?(\w+)")


class UserQuery:
    """The answer to a query, as a Source; `columns` are those that it selects.

    A column with the name of a column of a view is of its kind, so that it gets its label and the
    names of its codes.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        sql: str,
        day: date,
        plan: PlanRules,
        values: Mapping[str, object],
    ) -> None:
        """Begin to execute the query; raise UsageProblem if it has a mistake."""
        self._catalogue, self._day, self._plan = catalogue, day, plan
        self._sql = sql
        folded = sql.casefold()
        # Only the views and columns that the SQL may mean are created.
        self._views = [name for name in VIEWS if name in folded]
        connection = open_reader(str(catalogue.path))
        connection.execute("PRAGMA temp_store = MEMORY")
        create_views(connection, day, plan, self._views, sql)
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
        connection.set_authorizer(authorize)
        # SQLite calls it while it works, so that Python notices Ctrl-C.
        connection.set_progress_handler(lambda: 0, _STEPS)
        given = _Values({"day": day.isoformat(), **values})
        try:
            self._cursor = connection.execute(sql, given)
            self._first = _first_rows(self._cursor)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise self._mistake(error) from error
        given.refuse_unused(values)
        if self._cursor.description is None:
            raise UsageProblem(t("QUERY: there is no statement in it"))
        self.columns = self._columns([name for name, *_ in self._cursor.description])

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield rows; see Source. The query is executed once, so they can be fetched once."""
        if sort:
            yield from Records(self.columns, list(self._rows())).fetch(names, sort, limit)
            return
        keys = [column.name for column in self.columns]
        picked = [keys.index(name) for name in names]
        rows = self._rows()
        if picked == list(range(len(keys))):
            yield from islice(rows, limit)
            return
        for row in islice(rows, limit):
            yield [row[index] for index in picked]

    def _rows(self) -> Iterator[Row]:
        converters = [
            (index, _CONVERTERS[column.kind])
            for index, column in enumerate(self.columns)
            if column.kind in _CONVERTERS
        ]
        try:
            for row in chain(self._first, self._cursor):
                cells = [cell if cell.__class__ in _USUAL else _unusual(cell) for cell in row]
                for index, convert in converters:
                    cells[index] = convert(cells[index])
                yield cells
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise self._mistake(error) from error

    def _columns(self, names: Sequence[str]) -> tuple[Column, ...]:
        """Return the columns of the answer; raise UsageProblem if two have one name."""
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            sentence = 'QUERY: two columns are called "{name}"; name one with AS'
            raise UsageProblem(t(sentence, name=twice[0]))
        known: dict[str, Column] = {}
        for columns in self._known_columns(self._views).values():
            for column in columns:
                known.setdefault(column.name, column)
        first = [
            next((row[index] for row in self._first if row[index] is not None), None)
            for index in range(len(names))
        ]
        return tuple(
            _column(name, cell, known.get(name)) for name, cell in zip(names, first, strict=True)
        )

    def _known_columns(self, views: Collection[str]) -> dict[str, tuple[Column, ...]]:
        return view_columns(self._catalogue.connection, self._day, self._plan, views)

    def _mistake(self, error: Exception) -> Exception:
        """Return the UsageProblem for a mistake in the query; any other error as it is."""
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF
        if exit_code() is not None or (primary is not None and primary not in _MISTAKES):
            return error
        why = query_reason(str(error))
        if primary == sqlite3.SQLITE_AUTH or "authoriz" in str(error):
            return UsageProblem(t("QUERY: it may only read: SELECT and EXPLAIN ({why})", why=why))
        if found := _UNBOUND.search(str(error)):
            sentence = "QUERY: :{name} has no value; give one with --param {name}=VALUE"
            return UsageProblem(t(sentence, name=found[1]))
        if "has no name" in str(error):
            return UsageProblem(t("QUERY: write :NAME instead of ?, and give --param NAME=VALUE"))
        place = _place_of(str(error), self._sql)
        if place is None:
            return UsageProblem(t("QUERY: {why}", why=why) + self._nearest(str(error)))
        line, column = place
        sentence = "QUERY: line {line}, column {column}: {why}"
        problem = t(sentence, line=line, column=column, why=why)
        return UsageProblem(problem + self._nearest(str(error)))

    def _nearest(self, problem: str) -> str:
        """Return what to add to a problem with an unknown name: the nearest ones."""
        found = _UNKNOWN.match(problem)
        if found is None or found[1] == "function":
            return ""
        # Imported here: only errors need it.
        from stdplan.domain.nearest import did_you_mean, nearest

        name = found[2].rpartition(".")[2]
        if found[1] == "table":
            known = list(VIEWS)
        else:
            columns = self._known_columns(self._views or VIEWS)
            known = list(dict.fromkeys(each.name for of in columns.values() for each in of))
        if near := nearest(name, known):
            return did_you_mean(near)
        if found[1] == "table":
            return t("; the views are {names}", names=", ".join(VIEWS))
        return t("; `stdplan sql --views` lists the columns")


def _first_rows(cursor: sqlite3.Cursor) -> list[Row]:
    """Return the first rows, up to the one in which the last column gets a value: the values show
    the kinds of the columns."""
    rows: list[Row] = []
    empty: set[int] | None = None
    for row in islice(cursor, _ROWS_SEEN):
        rows.append(row)
        empty = {at for at in (range(len(row)) if empty is None else empty) if row[at] is None}
        if not empty:
            break
    return rows


def _place_of(problem: str, sql: str) -> tuple[int, int] | None:
    """Return the line and the column that a problem is about, from 1.

    None for a query of one line, and if that is not certain. SQLite names only a word. A syntax
    error is at the first one that makes the text before it invalid.
    """
    found = _NAMED.match(problem)
    if found is None or "\n" not in sql.strip():
        return None
    import re

    word = found[1] or found[2]
    pattern = re.escape(word)
    if word.isidentifier():
        pattern = rf"\b{pattern}\b"
    places = [match.start() for match in islice(re.finditer(pattern, sql), _PLACES_TRIED + 1)]
    if len(places) > _PLACES_TRIED:
        return None
    if found[1]:
        places = [at for at in places if _is_error(sql[: at + len(word)], problem)][:1]
    if len(places) != 1:
        return None
    before = sql[: places[0]]
    return before.count("\n") + 1, places[0] - before.rfind("\n")


def _is_error(sql: str, problem: str) -> bool:
    """Return whether SQLite finds a syntax error in the beginning of a query, too."""
    connection = sqlite3.connect(":memory:")
    connection.set_progress_handler(lambda: 1, 1)  # a query without the error does not run
    try:
        connection.execute(sql)
    except sqlite3.Error as error:
        return str(error) == problem
    finally:
        connection.close()
    return False


class _Values(dict[str, object]):
    """The values of :parameters; it notes which ones the query has."""

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self._used: set[str] = set()

    def __getitem__(self, name: str) -> object:
        self._used.add(name)
        return super().__getitem__(name)

    def refuse_unused(self, given: Collection[str]) -> None:
        """Raise UsageProblem if the query has no parameter for a value."""
        for name in given:
            if name not in self._used:
                raise UsageProblem(t("--param: the query has no :{name}", name=name))


def authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Return whether a statement may do something; see sqlite3.Connection.set_authorizer."""
    if action in _ALLOWED_ACTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = (second or "").lower() not in _REFUSED_FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        name = (first or "").lower()
        allowed = name in _ALLOWED_PRAGMAS or (name in _ALLOWED_WITHOUT_VALUE and second is None)
    else:
        # Functions that return tables, such as json_each, ask for this when they are first used. A
        # statement of the user that does it is refused by SQLite itself.
        allowed = action == sqlite3.SQLITE_UPDATE and first == "sqlite_master"
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


# Cells.

_USUAL = frozenset((str, int, type(None)))


def _unusual(cell: Any) -> Cell:
    """Return a cell that JSON can write: bytes as hexadecimal digits, infinity as text."""
    if isinstance(cell, bytes):
        return cell.hex()
    number: float = cell
    return number if -1e308 < number < 1e308 or abs(number) < float("inf") else str(number)


def _column(name: str, cell: object, known: Column | None) -> Column:
    """Return a column of the answer for its first value, and for the column of a view of this name.

    That one is not meant if the cell is of another kind, as in `count(*) AS due`. Flags stay 0 and
    1, because `sum(overdue) AS overdue` looks like one.
    """
    is_number = isinstance(cell, int | float)
    if known is None or known.kind == "flag":
        return Column(name, "integer" if is_number else "text")
    if known.kind == "records":
        return known._replace(kind="list")
    if cell is not None and is_number != (known.kind in NUMBER_KINDS):
        return Column(name, "integer" if is_number else "text")
    field = BY_NAME.get(name)
    if field is not None and field.kind == known.kind and not known.context:
        return known._replace(label=name)
    return known


def _several(cell: Cell) -> Cell:
    """Return the values of a cell of JSON; a cell that has none stays."""
    if cell is None:
        return []
    if isinstance(cell, str) and cell.startswith("[") and cell.endswith("]"):
        try:
            values = decoded_cell(cell)
        except ValueError:
            return cell
        return values
    return cell


def _object(cell: Cell) -> Cell:
    if cell is None:
        return {}
    return decoded_cell(cell) if isinstance(cell, str) and cell.startswith("{") else cell


_CONVERTERS: dict[Kind, Callable[[Cell], Cell]] = {"list": _several, "object": _object}
