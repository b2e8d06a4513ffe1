"""The pieces of all titles at this moment: what the file's index has, and what came since."""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from json import dumps

from stdplan.catalogue import titles
from stdplan.domain.ngrams import grams


class Index:
    """The pieces of all titles: those that the file's index has, and the rest in memory."""

    def __init__(
        self, connection: sqlite3.Connection, beginning: titles.Beginning, anew: bool = False
    ) -> None:
        self._connection = connection
        last, records = titles.stored(connection)
        unseen = titles.unseen(connection, last)
        behind = unseen > titles.FEW + titles.SHARE * records
        if (anew or behind) and titles.make(connection, beginning):
            unseen = 0
        # All that follows is of one moment, whoever writes meanwhile.
        connection.execute("BEGIN")
        last, self._records = titles.stored(connection)
        # What the index has of a record that was changed since, counts no more.
        changed = connection.execute("SELECT standard, titles FROM title_changed").fetchall()
        self._stale = {identity for identity, _ in changed}
        self._gone = Counter(piece for _, text in changed for piece in grams(text))
        told = beginning(unseen) if unseen > titles.FEW else titles.nothing
        fresh = connection.execute(titles.UNSEEN, {"last": last})
        self._fresh = titles.Titles.of(fresh, told)
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
            yield from (i for i in array(titles.IDS, row[0]) if i not in self._stale)
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
        f"SELECT gram, length(ids) / {array(titles.IDS).itemsize} FROM title_gram"
        " WHERE gram IN (SELECT value FROM json_each(?))",
        (dumps(pieces),),
    )
