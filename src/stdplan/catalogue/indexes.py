"""Indexes of many rows: how they are built, and those of a table while many rows are added.

Rule: SQLite sorts the entries in pieces as large as its cache, and with other threads than the one
that reads only if there are several pieces. So a small cache builds an index in half the time.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_SORTED = 4_000  # KiB of entries that are sorted at once
_THREADS = 4


@contextmanager
def sorting_quickly(connection: sqlite3.Connection) -> Iterator[None]:
    """Within the block SQLite sorts in pieces, with as many threads as there are processors."""
    cache = connection.execute("PRAGMA main.cache_size").fetchone()[0]
    connection.execute(f"PRAGMA threads = {min(os.cpu_count() or 1, _THREADS)}")
    connection.execute(f"PRAGMA main.cache_size = -{_SORTED}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA main.cache_size = {cache}")
        connection.execute("PRAGMA threads = 0")


@contextmanager
def rebuilt(connection: sqlite3.Connection, tables: Sequence[str], rows: int) -> Iterator[None]:
    """Within the block the tables have no secondary indexes and no triggers, if `rows`, which are
    to be added to the first of them, are more than it holds.

    Sorting all entries once takes a third of the time of finding the place of each.
    """
    held = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {tables[0]} LIMIT {rows})")
    if held.fetchone()[0] >= rows:
        yield
        return
    marks = ", ".join("?" * len(tables))
    found = connection.execute(
        f"SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('index', 'trigger')"
        f" AND sql IS NOT NULL AND tbl_name IN ({marks}) ORDER BY type, name",
        tuple(tables),
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f'DROP {kind} main."{name}"')
    yield
    with sorting_quickly(connection):
        for _, _, sql in found:
            connection.execute(sql)
