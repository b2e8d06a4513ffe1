"""The title index in the file: which records contain a piece of a title (domain/ngrams.py).

Rules:
* The index is derived from table standard and not updated when a record changes, so imports do not
  pay for it. Records that were added or changed since are searched each time; if they are many, the
  index is rebuilt.
* A catalogue that cannot be written is searched as a whole: the answer is the same, only slower.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from json import dumps
from typing import NamedTuple

from stdplan.catalogue.database import write_now
from stdplan.domain.ngrams import grams

IDS = "I"  # of array: four bytes
_LARGEST = 255  # a byte
# So many records that are not indexed are searched quickly enough, as a number or a share.
FEW, SHARE = 5_000, 0.01
_TITLES = "coalesce(title, '') || char(10) || coalesce(title_en, '')"
_TITLED = "coalesce(title, title_en) IS NOT NULL"
UNSEEN = (
    f"SELECT id, {_TITLES} FROM standard WHERE id > :last AND {_TITLED} UNION ALL"
    f" SELECT s.id, {_TITLES} FROM title_changed c JOIN standard s ON s.id = c.standard"
    f" WHERE s.id <= :last AND {_TITLED}"
)
OnRecords = Callable[[int], None]  # called with the number of records more that were read
OnStart = Callable[[int], OnRecords]  # called with the number of records to be read


class TitlePieces(NamedTuple):
    """The pieces of some records' titles, in memory: ids by piece, number of pieces by id."""

    ids: dict[str, "array[int]"]
    sizes: dict[int, int]

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[int, str]], on_records: OnRecords) -> "TitlePieces":
        """Index the titles of rows (id, titles)."""
        index = cls({}, {})
        for record_id, text in rows:
            pieces = grams(text)
            index.sizes[record_id] = min(len(pieces), _LARGEST)
            for piece in pieces:
                if piece in index.ids:
                    index.ids[piece].append(record_id)
                else:
                    index.ids[piece] = array(IDS, (record_id,))
            if len(index.sizes) % 1000 == 0:
                on_records(1000)
        return index


def wrong_pieces(connection: sqlite3.Connection) -> list[str]:
    """Return the pieces for which the file's index differs from the titles.

    Empty if the index is correct or there is none.
    """
    last, _ = index_state(connection)
    stale = {row[0] for row in connection.execute("SELECT standard FROM title_changed")}
    seen = connection.execute(
        f"SELECT id, {_TITLES} FROM standard WHERE id <= ? AND {_TITLED}"
        " AND id NOT IN (SELECT standard FROM title_changed)",
        (last,),
    )
    expected = TitlePieces.from_rows(seen, ignore_progress).ids
    actual = {
        piece: set(array(IDS, ids)) - stale
        for piece, ids in connection.execute("SELECT gram, ids FROM title_gram")
    }
    pieces = sorted(expected.keys() | actual.keys())
    return [piece for piece in pieces if actual.get(piece, set()) != set(expected.get(piece, ()))]


def index_state(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the greatest id in the file's index, and its number of records; 0 without index."""
    row = connection.execute("SELECT last, records FROM title_index").fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def count_unindexed(
    connection: sqlite3.Connection, last: int, changed_table: str = "title_changed"
) -> int:
    """Return about how many records are not indexed: those with a greater id or changed since."""
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM standard").fetchone()[0]
    changed = connection.execute(f"SELECT count(*) FROM {changed_table}").fetchone()[0]
    return int(newest) - last + int(changed)


def is_behind(unindexed: int, records: int) -> bool:
    """Return whether so many records are not indexed that an index of `records` is rebuilt."""
    return unindexed > FEW + SHARE * records


def clear(connection: sqlite3.Connection) -> None:
    """Remove the index; the next question that needs it builds it again."""
    for table in ("title_gram", "title_index", "title_changed"):
        connection.execute(f"DELETE FROM {table}")


def _fill(connection: sqlite3.Connection, on_start: OnStart) -> None:
    clear(connection)
    last = connection.execute("SELECT coalesce(max(id), 0) FROM standard").fetchone()[0]
    rows = connection.execute(UNSEEN, {"last": 0})
    titles = TitlePieces.from_rows(rows, on_start(last))
    sizes = bytearray(last + 1)
    for record_id, size in titles.sizes.items():
        sizes[record_id] = size
    connection.executemany(
        "INSERT INTO title_gram (gram, ids) VALUES (?, ?)",
        ((piece, titles.ids[piece].tobytes()) for piece in sorted(titles.ids)),
    )
    connection.execute(
        "INSERT INTO title_index (last, records, sizes) VALUES (?, ?, ?)",
        (last, len(titles.sizes), bytes(sizes)),
    )


def ignore_progress(count: int) -> None:
    """Ignore the progress of reading."""


class TitleSearch:
    """The pieces of all titles at one moment: the file's index, and the rest in memory."""

    def __init__(
        self, connection: sqlite3.Connection, on_start: OnStart, rebuild_now: bool = False
    ) -> None:
        self._connection = connection
        last, records = index_state(connection)
        unseen = count_unindexed(connection, last)
        if (rebuild_now or is_behind(unseen, records)) and write_now(
            connection, lambda: _fill(connection, on_start)
        ):
            unseen = 0
        # A read transaction: other processes may write meanwhile.
        connection.execute("BEGIN")
        last, self._records = index_state(connection)
        # The indexed pieces of changed records no longer count.
        changed = connection.execute("SELECT standard, titles FROM title_changed").fetchall()
        self._stale = {record_id for record_id, _ in changed}
        self._gone = Counter(piece for _, text in changed for piece in grams(text))
        on_records = on_start(unseen) if unseen > FEW else ignore_progress
        fresh = connection.execute(UNSEEN, {"last": last})
        self._fresh = TitlePieces.from_rows(fresh, on_records)
        row = connection.execute("SELECT sizes FROM title_index").fetchone()
        self._sizes: bytes = row[0] if row else b""
        stale = sum(1 for _, text in changed if text.strip())
        self.records = self._records - stale + len(self._fresh.sizes)

    def close(self) -> None:
        """End the read transaction, so that others can write."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def record_counts(self, pieces: Iterable[str]) -> dict[str, int]:
        """Return the number of records that contain each of the pieces."""
        wanted = list(pieces)
        totals = dict.fromkeys(wanted, 0)
        totals.update(_lengths(self._connection, wanted))
        for piece in wanted:
            totals[piece] += len(self._fresh.ids.get(piece, ())) - self._gone[piece]
        return totals

    def record_ids(self, piece: str) -> Iterator[int]:
        """Yield the ids of the records that contain the piece."""
        row = self._connection.execute(
            "SELECT ids FROM title_gram WHERE gram = ?", (piece,)
        ).fetchone()
        if row:
            yield from (i for i in array(IDS, row[0]) if i not in self._stale)
        yield from self._fresh.ids.get(piece, ())

    def piece_count(self, record_id: int) -> int:
        """Return the number of pieces of a record's titles, at most 255."""
        fresh = self._fresh.sizes.get(record_id)
        return self._sizes[record_id] if fresh is None else fresh

    def pieces_with_letter(self, letter: str) -> list[str]:
        """Return the pieces that contain a letter."""
        rows = self._connection.execute(
            "SELECT gram FROM title_gram WHERE instr(gram, ?)", (letter,)
        )
        return [row[0] for row in rows] + [piece for piece in self._fresh.ids if letter in piece]


def _lengths(connection: sqlite3.Connection, pieces: list[str]) -> Iterator[tuple[str, int]]:
    return connection.execute(
        f"SELECT gram, length(ids) / {array(IDS).itemsize} FROM title_gram"
        " WHERE gram IN (SELECT value FROM json_each(?))",
        (dumps(pieces),),
    )
