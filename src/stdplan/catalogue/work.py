"""What the body of an operation holds: the connection, SQLModel's session over it, the counts.

The session is made only where it is used: bulk loads write through plain SQL and never pay for it.
"""

import json
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlmodel import Session


class Work:
    """One operation under way."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.counts: Counter[str] = Counter()
        self._engine: Engine | None = None
        self._session: Session | None = None

    @property
    def changed(self) -> bool:
        """Whether anything was counted as changed."""
        return any(self.counts.values())

    def count(self, what: str, number: int = 1) -> None:
        """Note that `number` things were added, changed, removed …"""
        self.counts[what] += number

    @property
    def session(self) -> "Session":
        """SQLModel's session, within this transaction."""
        if self._session is None:
            from sqlmodel import Session

            self._session = Session(self._bound(), autoflush=True)
        return self._session

    def create_tables(self) -> None:
        """All tables of the models, in an empty file."""
        from stdplan.catalogue.models import Model

        Model.metadata.create_all(self.session.connection())

    def finish(self, command: str) -> None:
        """Write what the session holds, and the entry for what was counted."""
        if self._session is not None:
            self._session.flush()
        if self.changed:
            self.connection.execute(
                "INSERT INTO operation (at, command, counts) VALUES (?, ?, ?)",
                (
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    command,
                    json.dumps({name: number for name, number in self.counts.items() if number}),
                ),
            )

    def close(self) -> None:
        """Let the session go; the transaction is over by now."""
        if self._session is not None:
            self._session.close()

    def _bound(self) -> "Engine":
        if self._engine is None:
            from sqlalchemy import StaticPool, create_engine

            # One connection, ours, and never given back: see store.Connection.
            self._engine = create_engine(
                "sqlite://",
                creator=lambda: self.connection,
                poolclass=StaticPool,
                pool_reset_on_return=None,
            )
        return self._engine
