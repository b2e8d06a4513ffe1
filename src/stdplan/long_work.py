"""Work that takes long in a large catalogue, shown to a person who waits for it.

    with long_work(connection, t("checking"), total=len(checks)) as advance:
        for check in checks:
            check()
            advance(1)

Rule: the work says what it does and how far it is. Only the start of the program knows whether
a person watches; nothing is shown in a pipe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from stdplan.interrupts import Interrupted
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import TypeAlias

Advance: TypeAlias = "Callable[[int], None]"
# Shows a name and a total, None if it is not known, until its block ends.
Display: TypeAlias = "Callable[[str, int | None], AbstractContextManager[Advance]]"

# Pages: what is done in a smaller file takes no longer than a moment.
_SMALL = 500
# Instructions of SQLite between two signs of life.
_INSTRUCTIONS = 200_000
_display: Display | None = None


def show_by(display: Display | None) -> None:
    """Show long work by this function from now on; None shows nothing."""
    global _display
    _display = display


@contextmanager
def long_work(
    connection: sqlite3.Connection, name: str, total: int | None = None
) -> Iterator[Advance]:
    """Show the work of the block on a large catalogue; yield the function that counts its progress.

    Without a total, and within a long statement, only time is shown. Ctrl-C ends a statement that
    is shown.
    """
    if _display is None or _is_small(connection):
        yield _ignore
        return
    with _display(name, total) as advance:

        def ends_statement() -> bool:
            """Show a sign of life; return whether SQLite has to end the statement.

            SQLite ends it by an error of its own. An exception would not get through SQLite, and
            Python would write a traceback of it.
            """
            try:
                advance(0)
            except Interrupted:
                return True
            return False

        connection.set_progress_handler(ends_statement, _INSTRUCTIONS)
        try:
            yield advance
        finally:
            connection.set_progress_handler(None, 0)


def _ignore(count: int) -> None:
    pass


def _is_small(connection: sqlite3.Connection) -> bool:
    with suppress(sqlite3.Error):
        return int(connection.execute("PRAGMA page_count").fetchone()[0]) < _SMALL
    return True
