"""Numbered steps that bring an older catalogue to the schema of models/.

Rule: a step is written once and never edited. Step n (counting from 1) brings a file from version n
to n + 1; a fresh file is made by the models and starts at the newest version. All steps of one
opening are one transaction, `user_version` included, so a killed program leaves the old file.
"""

import sqlite3

# Each step: the statements to run, in order. Version 1 is the first release.
STEPS: tuple[tuple[str, ...], ...] = ()


def newest(steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """The version that the models describe."""
    return 1 + len(steps)


def migrate(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Run the steps that the file lacks, in one transaction; nothing happens where none are."""
    if _version(connection) >= newest(steps):
        return
    # A step that makes a table anew drops the old one, and with foreign keys on that would take
    # along the rows that point to it. The pragma only acts outside a transaction.
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
        connection.execute(f"PRAGMA user_version = {newest(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
