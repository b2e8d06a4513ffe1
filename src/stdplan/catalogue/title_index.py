"""The index of titles in the file: which records have a piece of a title (domain/ngrams.py).

Rules: it is derived from table standard and never written by a change of it, so that imports do not
pay for it. Records that came or changed since it was made are looked through each time; where they
are many, the index is made anew. A catalogue that cannot be written is looked through as a whole:
the answer is the same, only slower. queries/titles.py asks it.

The pieces of all titles at this moment: what the file's index has, and what came since.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from json import dumps
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


def is_unseen_title(connection: sqlite3.Connection, last: int) -> int:
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


class Index:
    """The pieces of all titles: those that the file's index has, and the rest in memory."""

    def __init__(
        self, connection: sqlite3.Connection, beginning: Beginning, anew: bool = False
    ) -> None:
        self._connection = connection
        last, records = stored(connection)
        unseen = is_unseen_title(connection, last)
        behind = unseen > FEW + SHARE * records
        if (anew or behind) and make(connection, beginning):
            unseen = 0
        # All that follows is of one moment, whoever writes meanwhile.
        connection.execute("BEGIN")
        last, self._records = stored(connection)
        # What the index has of a record that was changed since, counts no more.
        changed = connection.execute("SELECT standard, titles FROM title_changed").fetchall()
        self._stale = {identity for identity, _ in changed}
        self._gone = Counter(piece for _, text in changed for piece in grams(text))
        told = beginning(unseen) if unseen > FEW else nothing
        fresh = connection.execute(UNSEEN, {"last": last})
        self._fresh = Titles.of(fresh, told)
        row = connection.execute("SELECT sizes FROM title_index").fetchone()
        self._sizes: bytes = row[0] if row else b""
        stale = sum(1 for _, text in changed if text.strip())
        self.records = self._records - stale + len(self._fresh.sizes)

    def let_go(self) -> None:
        """Let others write again, once everything is answered."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def counts(self, pieces: Iterable[str]) -> dict[str, int]:
        """In how many records each of the pieces stands."""
        wanted = list(pieces)
        found = dict.fromkeys(wanted, 0)
        found.update(_lengths(self._connection, wanted))
        for piece in wanted:
            found[piece] += len(self._fresh.ids.get(piece, ())) - self._gone[piece]
        return found

    def ids(self, piece: str) -> Iterator[int]:
        """The records in which the piece stands."""
        row = self._connection.execute(
            "SELECT ids FROM title_gram WHERE gram = ?", (piece,)
        ).fetchone()
        if row:
            yield from (i for i in array(IDS, row[0]) if i not in self._stale)
        yield from self._fresh.ids.get(piece, ())

    def size(self, identity: int) -> int:
        """How many pieces a record's titles have; 255 stands for more, too."""
        held = self._fresh.sizes.get(identity)
        return self._sizes[identity] if held is None else held

    def containing(self, letter: str) -> list[str]:
        """The pieces that have a letter."""
        found = self._connection.execute(
            "SELECT gram FROM title_gram WHERE instr(gram, ?)", (letter,)
        )
        return [row[0] for row in found] + [piece for piece in self._fresh.ids if letter in piece]


def _lengths(connection: sqlite3.Connection, pieces: list[str]) -> Iterator[tuple[str, int]]:
    return connection.execute(
        f"SELECT gram, length(ids) / {array(IDS).itemsize} FROM title_gram"
        " WHERE gram IN (SELECT value FROM json_each(?))",
        (dumps(pieces),),
    )
