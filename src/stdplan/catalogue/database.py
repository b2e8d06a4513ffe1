"""The file itself: opening, creating, and the one way to write.

Rules: a connection is opened read-write (a read-only one cannot roll back what a killed writer
left) and never creates a file; the journal is a rollback journal with synchronous=FULL; every write
is one `operation()`: one transaction taken with BEGIN IMMEDIATE and one entry in table operation.

What the body of an operation holds: the connection, SQLModel's session over it, the counts.

The session is made only where it is used: bulk loads write through plain SQL and never pay for it.

Rules of the domain that SQL may ask: functions of every connection that database.py opens.

Rule: only what SQL cannot say itself; each is looked up once a text, and its module is imported
when a question first needs it.

SQLite's errors as ours: which exit code, and a sentence without SQL in it.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from stdplan import errors
from stdplan.catalogue import migrations
from stdplan.i18n import t

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlmodel import Session


def register(connection: sqlite3.Connection) -> None:
    """`is_foreign(reference)`: whether it is a foreign advanced standard, see domain/adoption;
    `exact_sum(amount)`: of decimals as written, which SQLite's own sum would round."""
    connection.create_function("is_foreign", 1, _is_foreign, deterministic=True)
    connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]


@lru_cache(100_000)
def _is_foreign(reference: str) -> bool:
    from stdplan.domain.adoption import is_foreign

    return is_foreign(reference)


class _ExactSum:
    def __init__(self) -> None:
        self._total = Decimal(0)

    def step(self, amount: str | float) -> None:
        self._total += Decimal(str(amount))

    def finalize(self) -> int | float:
        whole = self._total == self._total.to_integral_value()
        return int(self._total) if whole else float(self._total)


def damaged(path: str, why: str) -> errors.BadData:
    """A catalogue that holds what nobody can read."""
    return errors.BadData(
        t("{path}: damaged, or not a stdplan catalogue ({why})", path=path, why=why)
    )


def explain(fault: sqlite3.Error, path: str) -> errors.StdplanError:
    """The error a user sees for an error of the driver, at the catalogue `path`."""
    code = getattr(fault, "sqlite_errorcode", None)
    # The low byte is the primary code; the rest says where it happened.
    primary = None if code is None else code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return errors.Locked(t("{path}: somebody else is writing; try again", path=path))
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return errors.BadData(
            t("{path}: damaged, or not a stdplan catalogue ({why})", path=path, why=str(fault))
        )
    if "Could not decode" in str(fault):  # the driver's own, without a code
        return damaged(path, str(fault).partition(" with text")[0])
    if primary == sqlite3.SQLITE_FULL:
        return errors.InputOutput(t("{path}: the disk is full; nothing was changed", path=path))
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return errors.NoPermission(t("{path}: cannot be written (read-only)", path=path))
    if primary == sqlite3.SQLITE_CANTOPEN:
        return errors.NoPermission(t("{path}: cannot be opened", path=path))
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT):
        return errors.InputOutput(
            t("{path}: reading or writing failed ({why})", path=path, why=str(fault))
        )
    if isinstance(fault, sqlite3.IntegrityError):
        return errors.BadData(
            t("{path}: the catalogue refuses this ({why})", path=path, why=str(fault))
        )
    if isinstance(fault, sqlite3.DatabaseError) and "no such" in str(fault):
        return errors.BadData(
            t("{path}: damaged, or not a stdplan catalogue ({why})", path=path, why=str(fault))
        )
    return errors.StdplanError(t("a bug in stdplan: {why}", why=str(fault)))


APPLICATION_ID = 0x73746470  # "stdp": tells our files from other people's databases
LOWEST_SQLITE = (3, 35, 0)  # RETURNING, and JSON functions in every build we know
BUSY_SECONDS = 30


class Connection(sqlite3.Connection):
    """A connection whose transactions only explicit SQL begins and ends.

    SQLAlchemy rolls back when it first meets a connection, and commits when it thinks fit: both
    would end the transaction of an operation half way.
    """

    def commit(self) -> None:
        """Nothing: `operation` says COMMIT."""

    def rollback(self) -> None:
        """Nothing: `operation` says ROLLBACK."""


class Catalogue:
    """An open catalogue: `connection` to ask, `operation` to write."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @contextmanager
    def operation(self, command: str) -> "Iterator[Transaction]":
        """One transaction and one entry: all of it happens, or nothing.

        `command` is the command line for the entry. Where the body counts no change, the file is
        left as it was and no entry is made.
        """

        try:
            self.connection.execute("BEGIN IMMEDIATE")
            work = Transaction(self.connection)
            try:
                yield work
                work.finish(command)
                self.connection.execute("COMMIT" if work.changed else "ROLLBACK")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                work.close()
        except Exception as fault:
            # SQLAlchemy hands on the driver's error as `orig` of its own.
            cause = getattr(fault, "orig", fault)
            if isinstance(cause, sqlite3.Error):
                raise explain(cause, str(self.path)) from fault
            raise


def open_catalogue(path: Path) -> Catalogue:
    """Open an existing catalogue, migrating an older one.

    Raises Missing (no such file), BadData (damaged, or not ours), TooNew, Locked, NoPermission.
    """
    try:
        is_file = S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise errors.Missing(
            t("{path}: no such catalogue (`stdplan --db FILE init` creates one)", path=path)
        ) from None
    except PermissionError:
        raise errors.NoPermission(t("{path}: cannot be opened", path=path)) from None
    if not is_file:
        raise errors.BadData(t("{path}: not a file", path=path))
    connection = None
    try:
        connection = _connect(path, "rw")
        _check(path, connection)
        migrations.migrate(connection)
    except (sqlite3.Error, errors.StdplanError) as fault:
        if connection is not None:
            connection.close()
        if isinstance(fault, sqlite3.Error):
            raise explain(fault, str(path)) from fault
        raise
    return Catalogue(path, connection)


def create(path: Path, fill: "Callable[[Transaction], None]", command: str) -> None:
    """Make a new catalogue, filled by `fill`; it appears whole at `path`, or not at all.

    Raises CannotCreate where the file exists already or its folder cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        connection = _connect(unfinished, "rwc")
        with Catalogue(unfinished, connection).operation(command) as work:
            work.create_tables()
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {migrations.newest()}")
            fill(work)
            # So that an operation which counts nothing else does not roll the tables back.
            work.count("created")
        connection.close()
        _put_in_place(unfinished, path)
    except FileExistsError:
        raise errors.CannotCreate(t("{path}: exists already", path=path)) from None
    except PermissionError:
        raise errors.NoPermission(t("{path}: cannot be opened", path=path)) from None
    except (sqlite3.OperationalError, OSError) as fault:
        raise errors.CannotCreate(
            t("{path}: cannot be created ({why})", path=path, why=_reason(fault, path))
        ) from fault
    finally:
        for left in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # as_uri quotes what a URI would read as its own: `?`, `#`, `%`.
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, factory=Connection
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    register(connection)
    return connection


def _check(path: Path, connection: sqlite3.Connection) -> None:
    if sqlite3.sqlite_version_info < LOWEST_SQLITE:
        raise errors.StdplanError(
            t(
                "SQLite {found} is too old: {lowest} or newer is needed",
                found=sqlite3.sqlite_version,
                lowest=".".join(map(str, LOWEST_SQLITE)),
            )
        )
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise errors.BadData(t("{path}: not a stdplan catalogue", path=path))
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < 1:
        raise errors.BadData(t("{path}: not a stdplan catalogue", path=path))
    if version > migrations.newest():
        raise errors.TooNew(
            t(
                "{path}: written by a newer stdplan (version {version} of the file, {ours} here)",
                path=path,
                version=version,
                ours=migrations.newest(),
            )
        )


def _put_in_place(unfinished: Path, path: Path) -> None:
    """Give the finished file its name, never over another one."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        unfinished.replace(path)


def _reason(fault: Exception, path: Path) -> str:
    if not path.parent.is_dir():
        return t("no folder {folder}", folder=path.parent)
    return getattr(fault, "strerror", None) or str(fault)


class Transaction:
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
