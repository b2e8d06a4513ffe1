"""Indexes of many rows: dropped before the rows are inserted, and built again at once. Indexes and
triggers that the file lost are created again.

Rule: they are built with a small cache. SQLite sorts in pieces as large as the cache, and uses
other threads only if there are several pieces. That halves the time.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_SORT_CACHE = 4_000  # KiB of index entries that are sorted at once
_SORT_THREADS = 4


@contextmanager
def sorting_quickly(connection: sqlite3.Connection) -> Iterator[None]:
    """Make SQLite sort in pieces within the block, with one thread for each processor."""
    cache = connection.execute("PRAGMA main.cache_size").fetchone()[0]
    connection.execute(f"PRAGMA threads = {min(os.cpu_count() or 1, _SORT_THREADS)}")
    connection.execute(f"PRAGMA main.cache_size = -{_SORT_CACHE}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA main.cache_size = {cache}")
        connection.execute("PRAGMA threads = 0")


@contextmanager
def rebuilding_indexes(
    connection: sqlite3.Connection, tables: Sequence[str], rows: int
) -> Iterator[None]:
    """Within the block, the tables have no secondary indexes and no triggers; then rebuild them.

    This happens only if the first table has fewer rows than the `rows` that the block adds: sorting
    all entries once takes a third of the time of inserting each where it belongs.
    """
    existing = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {tables[0]} LIMIT {rows})")
    if existing.fetchone()[0] >= rows:
        yield
        return
    marks = ", ".join("?" * len(tables))
    objects = connection.execute(
        f"SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('index', 'trigger')"
        f" AND sql IS NOT NULL AND tbl_name IN ({marks}) ORDER BY type, name",
        tuple(tables),
    ).fetchall()
    for kind, name, _ in objects:
        connection.execute(f'DROP {kind} main."{name}"')
    yield
    with sorting_quickly(connection):
        for _, _, sql in objects:
            connection.execute(sql)


def create_missing(connection: sqlite3.Connection) -> int:
    """Create the indexes and triggers that are missing, within a transaction; return how many."""
    from sqlalchemy import create_engine

    from stdplan.catalogue import derived_models, history_models, models, title_models
    from stdplan.catalogue.model_base import Model

    # They add their tables to the metadata.
    assert derived_models and history_models and models and title_models
    objects = "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger')"
    existing = {name for _, name, _ in connection.execute(objects)}
    with create_engine("sqlite://").begin() as new:
        Model.metadata.create_all(new)
        rows = new.exec_driver_sql(f"{objects} AND sql IS NOT NULL ORDER BY type, name").fetchall()
    missing = [sql for _, name, sql in rows if name not in existing]
    with sorting_quickly(connection):
        for sql in missing:
            connection.execute(sql)
    return len(missing)
