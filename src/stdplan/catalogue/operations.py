"""The entries of the history: which operation is the last one, which are undone, and which can be.

Rule: an operation is undone if another one undid it and was not undone itself.
"""

from __future__ import annotations

import sqlite3

from stdplan.catalogue.recording import CREATION, PRUNED, UPKEEP
from stdplan.errors import Missing
from stdplan.i18n import t
from stdplan.light import NamedTuple


class Entry(NamedTuple):
    """An operation of the history."""

    id: int
    command: str
    recording: str | None
    undoes: int | None


def last_operation(connection: sqlite3.Connection) -> int | None:
    """Return the id of the last operation that changed what users enter, None without any."""
    sql = "SELECT max(id) FROM operation WHERE recording IS NOT ?"
    row = connection.execute(sql, (UPKEEP,)).fetchone()
    return None if row[0] is None else int(row[0])


def undone_by(connection: sqlite3.Connection) -> dict[int, int]:
    """Return the operations that are undone now, each with the operation that undid it.

    An operation that was undone and redone is not among them.
    """
    undone: dict[int, int] = {}
    rows = connection.execute(
        "SELECT id, undoes FROM operation WHERE undoes IS NOT NULL ORDER BY id DESC"
    )
    for operation, target in rows:
        if operation not in undone:
            undone.setdefault(target, operation)
    return undone


def find(connection: sqlite3.Connection, operation: int) -> Entry:
    """Return an operation by its id; raise Missing if there is none."""
    row = connection.execute(
        "SELECT id, command, recording, undoes FROM operation WHERE id = ?", (operation,)
    ).fetchone()
    if row is None:
        sentence = "there is no operation {id}; list operations with `stdplan history`"
        raise Missing(t(sentence, id=operation))
    return Entry(*row)


def why_not_recorded(entry: Entry) -> str | None:
    """Return why the history does not have what an operation changed, None if it has."""
    reasons = {
        None: t("it was done before there was a history"),
        PRUNED: t("`history prune` removed it"),
        CREATION: t("it created the catalogue"),
        UPKEEP: t("it changed nothing that was entered"),
    }
    return reasons.get(entry.recording)
