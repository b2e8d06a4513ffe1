"""The filters of reports on records: which standards and projects an answer is about."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from stdplan.catalogue.queries.query import Query, Values, contains_any, in_sector
from stdplan.light import NamedTuple


class RecordFilters(NamedTuple):
    """Only records in these sectors, of these committees and departments (parts of their names),
    and with these keys (None: with any); several values of one filter mean or."""

    sectors: Values = ()
    committees: Values = ()
    departments: Values = ()
    keys: Sequence[str] | None = None

    def any(self) -> bool:
        """Return whether there is a filter."""
        return bool(self.sectors) or not self.only_sectors()

    def only_sectors(self) -> bool:
        """Return whether there is no other filter than sectors."""
        return not (self.committees or self.departments or self.keys is not None)

    def narrow(self, query: Query) -> Query:
        """Return a query of records `s` with the conditions of the filters."""
        parameters: dict[str, object] = {}
        conditions = self.conditions(query.connection, parameters)
        return query.narrowed(*conditions, **parameters)

    def conditions(
        self,
        connection: sqlite3.Connection,
        parameters: dict[str, object],
        record: str = "s",
        standard_id: str = "s.id",
    ) -> list[str]:
        """Return the SQL conditions on a record; `record`: an alias with the columns key, sector,
        committee and department. `standard_id`: SQL for the row id of the standard.

        A connection has one set of keys at a time.
        """
        where = []
        if self.sectors:
            where.append(in_sector(self.sectors, parameters, f"{record}.sector", standard_id))
        for name, values in (("committee", self.committees), ("department", self.departments)):
            if values:
                where.append(contains_any(f"{record}.{name}", name, values, parameters))
        if self.keys is not None:
            connection.execute("DROP TABLE IF EXISTS temp.wanted_key")
            connection.execute("CREATE TEMP TABLE wanted_key (key PRIMARY KEY)")
            rows = [(key,) for key in self.keys]
            connection.executemany("INSERT OR IGNORE INTO temp.wanted_key VALUES (?)", rows)
            where.append(f"{record}.key IN (SELECT key FROM temp.wanted_key)")
        return where


NO_FILTERS = RecordFilters()
