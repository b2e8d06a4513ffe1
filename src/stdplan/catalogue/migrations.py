"""Migrations: numbered steps that bring an older catalogue to the schema of models.py.

Rule: a step is written once and never edited. Step n (from 1) brings a file from version n to
n + 1; a new file is created from the models at the newest version. All steps of one opening are one
transaction, `user_version` included, so a killed program leaves the old file unchanged.
"""

import sqlite3

# Each step: the statements to run, in order. Version 1 is the first release.
STEPS: tuple[tuple[str, ...], ...] = ()


def newest_version(steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """Return the version of the schema in models.py."""
    return 1 + len(steps)


def migrate(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Run the steps that a file lacks, in one transaction."""
    if _version(connection) >= newest_version(steps):
        return
    # A step that rebuilds a table drops the old one. With foreign keys on, that would delete the
    # rows that refer to it. The pragma has no effect within a transaction.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        _run(connection, steps)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _run(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again under the lock: another process may have migrated while we waited.
        for step in steps[_version(connection) - 1 :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {newest_version(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
