"""A running operation: its connection, its counts, what it records, and its entry in the history.

Rule: an operation that counts no change leaves no trace. One that does computes the days of the
records that it changed (life.py) and writes its entry, in the same transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import UTC, datetime

from stdplan.catalogue.recording import CREATION, KEPT, Recording
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlmodel import Session


class Transaction:
    """A running operation: the connection, the counts, and SQLModel's session.

    The session is created on first use, because bulk loads write plain SQL and need none.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.counts: Counter[str] = Counter()
        # Whether the history has what changes: see recording.py.
        self.recorded = KEPT
        # The operation that this one takes back.
        self.undoes: int | None = None
        self._recording: Recording | None = None
        self._engine: Engine | None = None
        self._session: Session | None = None

    @property
    def changed(self) -> bool:
        """Whether any change was counted."""
        return any(self.counts.values())

    def count(self, what: str, number: int = 1) -> None:
        """Add `number` to the count of `what`: added, changed, removed …"""
        self.counts[what] += number

    @property
    def session(self) -> Session:
        """The session of SQLModel in this transaction."""
        if self._session is None:
            from sqlmodel import Session

            self._session = Session(self._sqlalchemy_engine(), autoflush=True)
        return self._session

    def create_tables(self) -> None:
        """Create all tables of the models in an empty file."""
        from stdplan.catalogue import derived_models, history_models, life, models, title_models
        from stdplan.catalogue.model_base import Model

        # They add their tables to the metadata.
        assert derived_models and history_models and models and title_models
        Model.metadata.create_all(self.session.connection())
        self.recorded = CREATION
        life.set_rules_version(self.connection)

    def begin(self, undoing: bool) -> None:
        """Begin to record what changes, unless the file is being created."""
        if self.connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            self._recording = Recording(self.connection, old_ids_return=undoing)

    def rehearse(self) -> int:
        """End the recording of an operation that is to be rolled back; return its id."""
        assert self._recording is not None, "only a new file is not recorded"
        if self._session is not None:
            self._session.flush()
        self._recording.end()
        return self._recording.operation

    def finish(self, command: str) -> None:
        """Flush the session; if anything was counted, compute the days of the records that changed
        (life.py), and write the row of table operation."""
        if self._session is not None:
            self._session.flush()
        if self.changed:
            import json

            from stdplan.catalogue import life

            if self._recording is not None:
                self._recording.end()
            life.refresh(self.connection)
            self.connection.execute(
                """
                INSERT INTO operation (id, at, command, counts, recording, undoes)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                (
                    self._recording.operation if self._recording else None,
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    command,
                    json.dumps({name: number for name, number in self.counts.items() if number}),
                    self.recorded,
                    self.undoes,
                ),
            )

    def close(self) -> None:
        """Close the session, after the end of the transaction."""
        if self._session is not None:
            self._session.close()

    def _sqlalchemy_engine(self) -> Engine:
        if self._engine is None:
            from sqlalchemy import StaticPool, create_engine

            # Always our own connection, never returned to a pool; see Connection.
            self._engine = create_engine(
                "sqlite://",
                creator=lambda: self.connection,
                poolclass=StaticPool,
                pool_reset_on_return=None,
            )
        return self._engine
