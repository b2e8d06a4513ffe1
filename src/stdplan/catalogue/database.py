"""The catalogue's file: opening and creating it, and the one way to write.

Rules:
* A connection is opened read-write, because a read-only one cannot roll back what a killed writer
  left; opening never creates a file.
* The journal is a rollback journal with synchronous=FULL.
* An older file is migrated when it is opened, by whoever may write it; a copy of it is kept.
* Every write is one `operation()`: one transaction, begun with BEGIN IMMEDIATE, and one row of
  table operation.
* Errors of SQLite become errors of ours (driver_errors.py).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from stat import S_ISREG

from stdplan import errors
from stdplan.catalogue.driver_errors import error_of_driver, replaced_error
from stdplan.catalogue.sql_functions import add_functions
from stdplan.catalogue.sql_rules import RULES_VERSION
from stdplan.catalogue.transaction import Transaction
from stdplan.i18n import t
from stdplan.interrupts import Interrupted, note_stored
from stdplan.light import TYPE_CHECKING
from stdplan.long_work import long_work
from stdplan.platforms import sqlite_uri
from stdplan.unfinished import remove_leftovers

if TYPE_CHECKING:
    from pathlib import Path

    StrPath = str | os.PathLike[str]


APPLICATION_ID = 0x73746470  # "stdp": our files among other SQLite databases
# The version of the schema in models.py; migrations.py, which reading does not import, leads to it.
SCHEMA_VERSION = 6
LOWEST_SQLITE = (3, 35, 0)  # RETURNING, and JSON functions in every build we know
BUSY_SECONDS = 30


class Connection(sqlite3.Connection):
    """A connection on which only explicit SQL begins and ends transactions.

    SQLAlchemy calls `rollback` on a new connection, and `commit` by its own rules. Both would end
    the transaction of an operation too early, so they do nothing.
    """

    def commit(self) -> None:
        """Do nothing; `operation` executes COMMIT."""

    def rollback(self) -> None:
        """Do nothing; `operation` executes ROLLBACK."""


class Catalogue:
    """An open catalogue: `connection` for queries, `operation` for writing.

    Example::

        catalogue = open_catalogue(Path("catalogue.db"))
        with catalogue.operation("my script") as transaction:
            transaction.connection.execute("UPDATE standard SET note = NULL")
            transaction.count("changed")
    """

    def __init__(self, path: StrPath, connection: sqlite3.Connection) -> None:
        self._path = path
        self.connection = connection

    @property
    def path(self) -> Path:
        """The path of the file."""
        from pathlib import Path  # slow to import, and few commands need it

        return Path(self._path)

    @contextmanager
    def operation(self, command: str, undoing: bool = False) -> Iterator[Transaction]:
        """Run the body in one transaction, with one row of table operation: all of it or nothing.

        `command` is the command line for that row; `undoing`: it takes back another operation
        (undo.py). If the body counts no change, the transaction is rolled back and no row is
        written.
        """
        remove_leftovers(os.path.dirname(self._path))
        try:
            if undoing:  # within a transaction, the pragma has no effect
                self.connection.execute("PRAGMA foreign_keys = OFF")
            self.connection.execute("BEGIN IMMEDIATE")
            transaction = Transaction(self.connection)
            try:
                _refuse_replaced(self._path, self.connection)
                transaction.begin(undoing)
                yield transaction
                transaction.finish(command)
                if transaction.changed:
                    self._commit()
                else:
                    self.connection.execute("ROLLBACK")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                transaction.close()
                self.connection.execute("PRAGMA foreign_keys = ON")
        except Exception as error:
            # An error of SQLAlchemy has the driver's error as `orig`.
            cause = getattr(error, "orig", error)
            if isinstance(cause, sqlite3.Error):
                raise error_of_driver(cause, str(self._path)) from error
            raise

    def _commit(self) -> None:
        """Commit, and note that the changes are stored, even if a signal comes in between."""
        try:
            self.connection.execute("COMMIT")
        except Interrupted:
            if not self.connection.in_transaction:
                note_stored(self._path)
            raise
        note_stored(self._path)


def open_catalogue(path: StrPath, say: Callable[[str], None] = lambda sentence: None) -> Catalogue:
    """Open an existing catalogue, and migrate an older one.

    `say` is called with a sentence about a migration before it begins. Raise Missing (no such
    file), BadData (damaged, or not ours), TooNew, Locked or NoPermission; and any error of
    `back_up` if the copy of an older file cannot be written.
    """
    connection, version = open_unchanged(path)
    try:
        if version < SCHEMA_VERSION:
            _migrate(path, connection, version, say)
            _check(path, connection)  # a newer program may have migrated while this one waited
        if not _has_current_days(path, connection):
            _compute_days(path, connection)
        elif _has_pending_records(connection):
            _refresh_days(path, connection, say)
    except (sqlite3.Error, errors.StdplanError) as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise error_of_driver(error, str(path)) from error
        raise
    return Catalogue(path, connection)


def open_unchanged(path: StrPath) -> tuple[sqlite3.Connection, int]:
    """Open a catalogue of this or an older version, as it is; return its version, too.

    Raise Missing, BadData, TooNew, Locked or NoPermission.
    """
    try:
        is_file = S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise errors.Missing(
            t(
                "{path}: there is no such catalogue (create one with `stdplan --db FILE init`)",
                path=path,
            )
        ) from None
    except PermissionError:
        raise errors.NoPermission(t("{path}: cannot be opened", path=path)) from None
    if not is_file:
        raise errors.BadData(t("{path}: not a file", path=path))
    connection = None
    try:
        connection = _connect(path, "rw")
        return connection, _check(path, connection)
    except (sqlite3.Error, errors.StdplanError) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise error_of_driver(error, str(path)) from error
        raise


def open_reader(path: StrPath) -> sqlite3.Connection:
    """Open a second connection to a catalogue that is open already; it cannot write to the file.

    Raise Locked or NoPermission.
    """
    try:
        return _connect(path, "ro")
    except sqlite3.Error as error:
        raise error_of_driver(error, str(path)) from error


def create(path: StrPath, fill: Callable[[Transaction], None], command: str) -> None:
    """Create a catalogue and fill it by `fill`; it appears complete at `path`, or not at all.

    Raise CannotCreate if the file exists already or its folder cannot be written.
    """
    from pathlib import Path

    from stdplan.catalogue.backup import publish, writing_copy

    path = Path(path)
    if not path.parent.is_dir():
        why = t("no folder {folder}", folder=path.parent)
        raise errors.CannotCreate(t("{path}: cannot be created ({why})", path=path, why=why))
    try:
        with writing_copy(path) as unfinished:
            connection = _connect(unfinished, "rw")
            with closing(connection), Catalogue(path, connection).operation(command) as work:
                work.create_tables()
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                fill(work)
                # An operation that counts no change would roll the tables back.
                work.count("created")
            publish(unfinished, path)
    except errors.NoPermission as error:
        raise errors.CannotCreate(str(error)) from error


def _connect(path: StrPath, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        sqlite_uri(path, mode),
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        factory=Connection,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Triggers and views of a stranger's file may only call functions without side effects.
    connection.execute("PRAGMA trusted_schema = OFF")
    add_functions(connection)
    return connection


def open_to_read(path: StrPath) -> sqlite3.Connection | None:
    """Return a connection for completion, which must be silent; None if there is no catalogue.

    Nothing is created, migrated, written or waited for. An older file lacks indexes, so that
    questions would take long.
    """
    try:
        if not os.path.isfile(path):
            return None
        connection = sqlite3.connect(sqlite_uri(path, "ro"), uri=True, timeout=0)
        connection.execute("PRAGMA trusted_schema = OFF")
        [application] = connection.execute("PRAGMA application_id").fetchone()
        [version] = connection.execute("PRAGMA user_version").fetchone()
        if (application, version) == (APPLICATION_ID, SCHEMA_VERSION):
            return connection
        connection.close()
    except (sqlite3.Error, OSError, ValueError):
        pass
    return None


def _check(path: StrPath, connection: sqlite3.Connection) -> int:
    """Return the version of the file; raise an error if this program cannot use it."""
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
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < 1:
        raise errors.BadData(t("{path}: not a stdplan catalogue", path=path))
    if version > SCHEMA_VERSION:
        raise errors.TooNew(
            t(
                "{path}: written by a newer stdplan (the file has version {version}, this program"
                " {ours})",
                path=path,
                version=version,
                ours=SCHEMA_VERSION,
            )
        )
    return version


def _refuse_replaced(path: StrPath, connection: sqlite3.Connection) -> None:
    """Raise Locked if `db restore` has put an older version in the place of the open file."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, SCHEMA_VERSION):  # a new file has 0
        raise replaced_error(str(path))


def _migrate(
    path: StrPath, connection: sqlite3.Connection, version: int, say: Callable[[str], None]
) -> None:
    """Bring a file of an older version to SCHEMA_VERSION; a copy of the old file stays next to it.

    Raise NoPermission if this user cannot write the file or its folder.
    """
    # Imported here: reading a file of this version needs neither.
    from pathlib import Path

    from stdplan.catalogue import backup, migrations

    path = Path(path)

    copy = None

    def keep_copy() -> None:
        nonlocal copy
        copy = backup.free_name(path, f"before-v{SCHEMA_VERSION}")
        # The backup API does not copy from a connection that writes.
        with closing(_connect(path, "rw")) as reading:
            backup.back_up(reading, path, copy)
        say(
            t(
                "{path}: converting the catalogue from version {version} to {ours}; the old file is"
                " kept as {copy}",
                path=path,
                version=version,
                ours=SCHEMA_VERSION,
                copy=copy.name,
            )
        )

    sentence = t(
        "{path}: the catalogue has the older version {version}, this program needs {ours}."
        " Somebody who can write the file and its folder must open it once, for example"
        " with `stdplan --db {path} db info`",
        path=path,
        version=version,
        ours=SCHEMA_VERSION,
    )
    try:
        with _must_be_writable(sentence):
            migrations.migrate(connection, prepare=keep_copy, finish=_finish_migration)
    except BaseException:
        if copy is not None:  # the old file is as it was
            with suppress(OSError):
                os.unlink(copy)
        raise


def _finish_migration(connection: sqlite3.Connection) -> None:
    """Compute again what follows from numbers, then the days of records."""
    from stdplan.catalogue import life
    from stdplan.catalogue.renumber import renumber

    renumber(connection)
    life.create(connection)


def _has_current_days(path: StrPath, connection: sqlite3.Connection) -> bool:
    """Return whether the days of records follow the rules of this program; raise TooNew if they
    follow newer ones."""
    try:
        version = connection.execute("SELECT max(version) FROM life_rules").fetchone()[0]
        for table in ("life", "age_period", "life_pending"):
            connection.execute(f"SELECT 1 FROM {table} LIMIT 1")
    except sqlite3.OperationalError:  # no such table
        return False
    if version is not None and version > RULES_VERSION:
        raise errors.TooNew(t("{path}: its days follow the rules of a newer stdplan", path=path))
    return bool(version == RULES_VERSION)


def _has_pending_records(connection: sqlite3.Connection) -> bool:
    """Return whether another program changed or inserted records, whose days are not computed."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM life_pending)"
        " OR (SELECT max(id) FROM standard) > (SELECT coalesce(max(standard), -1) FROM life)"
    ).fetchone()
    return bool(row[0])


def _refresh_days(
    path: StrPath, connection: sqlite3.Connection, say: Callable[[str], None]
) -> None:
    """Compute the days of records that another program changed; say so if it is impossible now."""
    from stdplan.catalogue import life

    if not write_now(connection, lambda: life.refresh(connection)):
        sentence = (
            "{path}: another program changed records; answers use their old days until somebody who"
            " can write the file opens it"
        )
        say(t(sentence, path=path))


def write_now(connection: sqlite3.Connection, write: Callable[[], None]) -> bool:
    """Store what a question derived from the records, by `write`, in one transaction.

    Return False if the file cannot be written now: it is read-only, the disk is full, or another
    process is writing. A question does not wait for that process.
    """
    waiting = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {waiting}")
    try:
        write()
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            return False
        raise
    return True


def _compute_days(path: StrPath, connection: sqlite3.Connection) -> None:
    """Compute the days of all records by the rules of this program.

    Raise NoPermission if this user cannot write the file.
    """
    from stdplan.catalogue import life

    sentence = t(
        "{path}: its days follow the rules of an older stdplan. Somebody who can write the file"
        " must open it once, for example with `stdplan --db {path} db info`",
        path=path,
    )
    with _must_be_writable(sentence):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done it while this one waited.
            if not _has_current_days(path, connection):
                with long_work(connection, t("computing the days of the records")):
                    life.create(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _must_be_writable(sentence: str) -> Iterator[None]:
    """Raise NoPermission with the sentence if this user cannot write the file."""
    try:
        yield
    except (sqlite3.OperationalError, errors.NoPermission) as error:
        if isinstance(error, sqlite3.Error) and not isinstance(
            error_of_driver(error, ""), errors.NoPermission
        ):
            raise
        raise errors.NoPermission(sentence) from error
