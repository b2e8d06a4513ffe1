"""The catalogue as a database of Datasette: the views of `stdplan sql`, which nothing can change.

Four things keep Datasette from writing: it has no connection to write with, each connection is
opened read-only, `query_only` is set, and the authorizer of `stdplan sql` refuses every statement
that is not a question. Rule: only the views have pages; the tables of the file have none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

from datasette.database import Database

from stdplan.catalogue.database import open_reader
from stdplan.catalogue.user_query import authorize
from stdplan.catalogue.views import VIEWS, create_views, view_columns
from stdplan.table import Column

# The columns by which a view is narrowed down.
FACETS = {
    "standards": ("sector", "status", "family", "nature", "stage", "committee"),
    "statuses": ("sector", "status", "family"),
    "ages": ("sector", "family"),
    "in_sectors": ("sector", "own"),
    "in_areas": ("focus",),
    "reviews": ("outcome", "step", "sector", "open"),
    "reviews_due": ("sector", "age", "basis"),
    "projects": ("sector", "status", "stage", "family", "committee", "overdue"),
    "stages": ("sector", "stage"),
    "adoptions": ("sector", "degree", "foreign"),
    "indicators": ("task",),
    "progress": ("task",),
    "amounts": ("indicator", "sector"),
    "focus_areas": ("sector",),
    "activity_kinds": ("task",),
    "activities": ("kind", "state", "sector"),
    "changes": ("table", "field"),
}
# The columns that a page shows first; of other views it shows all.
MAIN_COLUMNS = {
    "standards": (
        *("number", "title", "sector", "status", "family", "nature", "stage", "published"),
        *("effective", "ends", "replaced_by", "age"),
    ),
    "reviews": ("number", "title", "sector", "date", "outcome", "step", "into", "ends", "open"),
    "reviews_due": ("number", "title", "sector", "age", "counted_from", "due", "committee"),
    "projects": (
        *("plan_number", "title", "sector", "status", "stage", "target_date", "deadline"),
        *("overdue", "committee", "key"),
    ),
    "indicators": ("task", "name", "unit", "main"),
    "activities": ("kind", "title", "date", "due", "state", "organisation", "sector", "standard"),
}
# Pragmas that Datasette asks for.
_DESCRIBING = ("schema_version", "data_version")


class ViewsDatabase(Database):  # type: ignore[misc]
    """The views of a day. Datasette opens a connection for each of its threads."""

    def __init__(self, site: Any, path: str, day: date) -> None:
        super().__init__(site, path=path, is_mutable=True)
        self.day = day
        with_columns = self.connect()
        try:
            self.columns_of = view_columns(with_columns, self.day)
        finally:
            with_columns.close()

    def column(self, view: str | None, name: str) -> Column:
        """Return the column of a view, or of any view; one of texts if none has it."""
        views = self.columns_of.values() if view is None else [self.columns_of.get(view, ())]
        found = (column for columns in views for column in columns if column.name == name)
        return next(found, Column(name))

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Return a connection that can only read."""
        if write:
            raise sqlite3.OperationalError("read-only")
        return open_reader(self.path)

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Create the views, then refuse everything but questions."""
        connection.execute("PRAGMA temp_store = MEMORY")
        create_views(connection, self.day)
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_authorize)

    async def execute(self, sql: str, *values: Any, **more: Any) -> Any:
        """Execute a question; Datasette would write each mistake of a user to stderr."""
        more["log_sql_errors"] = False
        return await super().execute(sql, *values, **more)

    async def execute_write_fn(self, fn: Callable[[Any], Any], block: bool = True) -> Any:
        """Refuse to write."""
        raise sqlite3.OperationalError("read-only")

    # What Datasette asks about the file: it has views and nothing else.

    async def table_names(self) -> list[str]:
        """Return no table."""
        return []

    async def hidden_table_names(self) -> list[str]:
        """Return no table."""
        return []

    async def table_exists(self, table: str) -> bool:
        """Return False: the tables of the file have no pages."""
        return False

    async def view_names(self) -> list[str]:
        """Return the names of the views."""
        return list(VIEWS)

    async def get_view_definition(self, view: str) -> str | None:
        """Return a text for a view, None for any other name."""
        return view if view in VIEWS else None

    async def get_table_definition(self, table: str, type_: str = "table") -> str | None:
        """Return None: no page shows how a table is made."""
        return None

    async def primary_keys(self, table: str) -> list[str]:
        """Return no column."""
        return []

    async def fts_table(self, table: str) -> str | None:
        """Return None: the search of stdplan is a question of its own."""
        return None

    async def get_all_foreign_keys(self) -> dict[str, Any]:
        """Return no key."""
        return {}

    async def foreign_keys_for_table(self, table: str) -> list[Any]:
        """Return no key."""
        return []


def _authorize(action: int, first: str | None, second: str | None, *more: str | None) -> int:
    """Return whether a statement may do something; Datasette asks for the versions of a file."""
    if action == sqlite3.SQLITE_PRAGMA and first in _DESCRIBING and second is None:
        return sqlite3.SQLITE_OK
    return authorize(action, first, second, *more)
