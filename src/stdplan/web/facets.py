"""Facets: how many rows of a view have each value of some columns.

Rule: the rows are read once for all columns; Datasette would read them once for each. The counts of
a question are kept until the catalogue changes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from operator import itemgetter
from typing import Any

from datasette.facets import Facet
from datasette.utils import (
    escape_sqlite,
    path_with_added_args,
    path_with_removed_args,
    sqlite_timelimit,
)

_ROWS = 10_000  # read at a time

Counts = dict[str, list[tuple[Any, int]]]


class ViewFacet(Facet):  # type: ignore[misc]
    """The facets of a view, as metadata names them: `{"view": "sector"}`."""

    type = "view"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the facets with their counts, and the columns for which counting took too long."""
        columns = [each["config"]["simple"] for each in self.get_configs()]
        if not columns or not hasattr(self.ds, "ask"):
            return [], []
        question = (self.sql, tuple(sorted(dict(self.params or {}).items())))
        kept: dict[Any, Counts] = self.ds.kept()
        if question not in kept:
            try:
                kept[question] = await self.ds.views.execute_fn(
                    lambda connection: self._count(connection, columns)
                )
            except sqlite3.OperationalError:
                return [], columns
        counts = kept[question]
        return [self._facet(column, counts[column]) for column in columns], []

    def _count(self, connection: sqlite3.Connection, columns: list[str]) -> Counts:
        counters: list[Counter[Any]] = [Counter() for _ in columns]
        names = ", ".join(map(escape_sqlite, columns))
        connection.row_factory, before = None, connection.row_factory
        try:
            with sqlite_timelimit(connection, self.ds.setting("sql_time_limit_ms")):
                cursor = connection.execute(
                    f"SELECT {names} FROM ({self.sql})",  # noqa: S608
                    self.params or {},
                )
                while rows := cursor.fetchmany(_ROWS):
                    for index, counter in enumerate(counters):
                        counter.update(map(itemgetter(index), rows))
        finally:
            connection.row_factory = before
        return {
            column: sorted(
                (pair for pair in counter.items() if pair[0] is not None),
                key=lambda pair: (-pair[1], str(pair[0])),
            )
            for column, counter in zip(columns, counters, strict=True)
        }

    def _facet(self, column: str, counts: list[tuple[Any, int]]) -> dict[str, Any]:
        """Return a facet as Datasette has it."""
        size = self.get_facet_size()
        pairs = self.get_querystring_pairs()
        results = []
        for value, count in counts[:size]:
            selected = (column, str(value)) in pairs
            change = path_with_removed_args if selected else path_with_added_args
            path = change(self.request, {column: str(value)})
            results.append(
                {
                    "value": value,
                    "label": value,
                    "count": count,
                    "toggle_url": self.ds.urls.path(path),
                    "selected": selected,
                }
            )
        return {
            "name": column,
            "type": self.type,
            "hideable": False,
            "toggle_url": None,
            "results": results,
            "truncated": len(counts) > size,
        }
