"""The index of titles in the file: which records have a piece of a title (domain/ngrams.py).

Rules: it is derived from table standard and never written by a change of it, so that imports do not
pay for it. Records that came or changed since it was made are looked through each time; where they
are many, the index is made anew. A catalogue that cannot be written is looked through as a whole:
the answer is the same, only slower. queries/titles.py asks it.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterable
from typing import NamedTuple

from stdplan.domain.ngrams import grams

IDS = "I"  # of array: four bytes
_LARGEST = 255  # a byte
# So many records that the index does not know are looked through in a moment.
FEW, SHARE = 5_000, 0.01
_TITLES = "coalesce(title, '') || char(10) || coalesce(title_en, '')"
_TITLED = "coalesce(title, title_en) IS NOT NULL"
UNSEEN = (
    f"SELECT id, {_TITLES} FROM standard WHERE id > :last AND {_TITLED} UNION ALL"
    f" SELECT s.id, {_TITLES} FROM title_changed c JOIN standard s ON s.id = c.standard"
    f" WHERE s.id <= :last AND {_TITLED}"
)
Looked = Callable[[int], None]  # so many records more were looked at
Beginning = Callable[[int], Looked]  # so many are going to be


class Titles(NamedTuple):
    """The pieces of some records' titles, in memory."""

    ids: dict[str, "array[int]"]
    sizes: dict[int, int]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, str]], told: Looked) -> "Titles":
        """The pieces of these records; rows are (id, titles)."""
        made = cls({}, {})
        for identity, text in rows:
            pieces = grams(text)
            made.sizes[identity] = min(len(pieces), _LARGEST)
            for piece in pieces:
                if piece in made.ids:
                    made.ids[piece].append(identity)
                else:
                    made.ids[piece] = array(IDS, (identity,))
            if len(made.sizes) % 1000 == 0:
                told(1000)
        return made


def wrong(connection: sqlite3.Connection) -> list[str]:
    """The pieces of which the file's index does not hold what the titles tell; none if all is
    well, or there is no index."""
    last, _ = stored(connection)
    stale = {row[0] for row in connection.execute("SELECT standard FROM title_changed")}
    seen = connection.execute(
        f"SELECT id, {_TITLES} FROM standard WHERE id <= ? AND {_TITLED}"
        " AND id NOT IN (SELECT standard FROM title_changed)",
        (last,),
    )
    told = Titles.of(seen, nothing).ids
    held = {
        piece: set(array(IDS, ids)) - stale
        for piece, ids in connection.execute("SELECT gram, ids FROM title_gram")
    }
    pieces = sorted(told.keys() | held.keys())
    return [piece for piece in pieces if held.get(piece, set()) != set(told.get(piece, ()))]


def stored(connection: sqlite3.Connection) -> tuple[int, int]:
    """The last id that the file's index has seen, and of how many records; 0 without one."""
    row = connection.execute("SELECT last, records FROM title_index").fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def unseen(connection: sqlite3.Connection, last: int) -> int:
    """About how many records it does not know: those with a later id, and those changed since."""
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM standard").fetchone()[0]
    changed = connection.execute("SELECT count(*) FROM title_changed").fetchone()[0]
    return int(newest) - last + int(changed)


def make(connection: sqlite3.Connection, beginning: Beginning) -> bool:
    """Make the file's index anew; False where the file cannot be written now."""
    waiting = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:  # read-only, or somebody else is writing
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {waiting}")
    try:
        _fill(connection, beginning)
        connection.execute("COMMIT")
    except BaseException as fault:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(fault, sqlite3.OperationalError):  # no room for it
            return False
        raise
    return True


def _fill(connection: sqlite3.Connection, beginning: Beginning) -> None:
    for table in ("title_gram", "title_index", "title_changed"):
        connection.execute(f"DELETE FROM {table}")
    last = connection.execute("SELECT coalesce(max(id), 0) FROM standard").fetchone()[0]
    rows = connection.execute(UNSEEN, {"last": 0})
    made = Titles.of(rows, beginning(last))
    sizes = bytearray(last + 1)
    for identity, size in made.sizes.items():
        sizes[identity] = size
    connection.executemany(
        "INSERT INTO title_gram (gram, ids) VALUES (?, ?)",
        ((piece, made.ids[piece].tobytes()) for piece in sorted(made.ids)),
    )
    connection.execute(
        "INSERT INTO title_index (last, records, sizes) VALUES (?, ?, ?)",
        (last, len(made.sizes), bytes(sizes)),
    )


def nothing(count: int) -> None:
    """Nobody is told."""
