"""The search index in the file: the folded titles and numbers of all records, as blocks of text.

Rules:
* The answer is exact: a record is found if and only if its texts have all words
  (domain/search.py).
* A block has the texts of BLOCK row ids, a line for each id. The blocks of a million records are
  read in a few hundredths of a second, and words of any length are found. Much larger blocks take
  twice the time: each would get memory of its own from the system.
* Each block is stored twice. One has the parts of all texts that are in ASCII, the other has the
  texts with other letters. A word is looked for in one of the two.
* As with title_index.py, imports do not pay for the index: records that were added or changed since
  it was built are read each time. If they are many, it is rebuilt. A catalogue that cannot be
  written is read as a whole.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from stdplan.catalogue import title_index
from stdplan.catalogue.database import write_now
from stdplan.catalogue.title_index import OnRecords, OnStart, ignore_progress
from stdplan.domain.search import fold_all, has_all

BLOCK = 1024
Words = Sequence[str]
# The key is the number, or that of the plan. Two kinds of keys are made up.
_PARTS = """coalesce(s.title, ''), coalesce(s.title_en, ''), coalesce(s.plan_number, ''),
    CASE WHEN s.key GLOB 'title:*' OR s.key GLOB 'rev:*' THEN '' ELSE s.key END"""
_IN_BLOCK = (
    f"SELECT s.id, {_PARTS} FROM standard s WHERE s.id BETWEEN :first AND :last ORDER BY s.id"
)
_UNSEEN = f"""
    SELECT s.id, {_PARTS} FROM standard s WHERE s.id > :last
    UNION ALL
    SELECT s.id, {_PARTS} FROM search_changed c JOIN standard s ON s.id = c.standard
    WHERE s.id <= :last"""
# Between the texts of a record; folded texts have neither this nor line ends.
_BETWEEN = "\x1f"
_NOT_ASCII = re.compile("[^\x00-\x7f]+")


# Searching.


def find_records(
    connection: sqlite3.Connection,
    wanted: Sequence[Words],
    on_start: OnStart = lambda count: ignore_progress,
) -> bytearray:
    """Return a byte for each row id: 1 if the record has all words of one of the `wanted`, else 0.

    Build the index, or build it again, if it is behind. `on_start` is called if many records have
    to be read.

        found = find_records(connection, [search_words("液压机 技术条件")])
        print(found.count(1))
    """
    last = _last_indexed(connection)
    unseen = title_index.count_unindexed(connection, last, "search_changed")
    if title_index.is_behind(unseen, last) and rebuild(connection, on_start):
        unseen = 0
    # A read transaction: other processes may write meanwhile.
    connection.execute("BEGIN")
    try:
        last = _last_indexed(connection)
        found = _in_index(connection, last, wanted)
        on_records = on_start(unseen) if unseen > title_index.FEW else ignore_progress
        for record_id in _among_unseen(connection, last, wanted, on_records):
            if record_id >= len(found):
                found.extend(bytes(record_id + 1 - len(found)))
            found[record_id] = 1
    finally:
        connection.execute("ROLLBACK")
    return found


def _last_indexed(connection: sqlite3.Connection) -> int:
    """Return the greatest id in the index; 0 without an index."""
    row = connection.execute("SELECT last FROM search_index").fetchone()
    return 0 if row is None else int(row[0])


def _in_index(connection: sqlite3.Connection, last: int, wanted: Sequence[Words]) -> bytearray:
    """Return a byte for each id up to `last`: 1 for the indexed records that are found and have not
    changed since."""
    found = bytearray(last + 1)
    if not last:
        return found
    # The longest words are the rarest: the others are looked for only where these are.
    longest_first = [sorted(words, key=len, reverse=True) for words in wanted]
    for (block,) in connection.execute("SELECT block FROM search_text WHERE ascii").fetchall():
        read = _reader(connection, block)
        for words in longest_first:
            for line in _lines_with_all(words, read):
                if block * BLOCK + line <= last:  # always, unless the index is damaged
                    found[block * BLOCK + line] = 1
    for (record_id,) in connection.execute("SELECT standard FROM search_changed"):
        if record_id <= last:
            found[record_id] = 0
    return found


def _reader(connection: sqlite3.Connection, block: int) -> Callable[[bool], bytes]:
    """Return a function that reads the block's texts, those in ASCII or the others, once."""
    texts: dict[bool, bytes] = {}

    def read(ascii: bool) -> bytes:
        if ascii not in texts:
            texts[ascii] = _stored(connection, ascii, block)
        return texts[ascii]

    return read


def _stored(connection: sqlite3.Connection, ascii: bool, block: int) -> bytes:
    """Return what the index has of a block; empty if it has nothing."""
    sql = "SELECT CAST(texts AS BLOB) FROM search_text WHERE ascii = ? AND block = ?"
    row = connection.execute(sql, (ascii, block)).fetchone()
    return b"" if row is None else bytes(row[0])


def _lines_with_all(words: Words, read: Callable[[bool], bytes]) -> set[int]:
    """Return the numbers of the block's lines, from 0, that have all words."""
    lines: set[int] | None = None
    for word in words:
        these = set(_lines_with(word.encode(), read(word.isascii())))
        lines = these if lines is None else lines & these
        if not lines:
            break
    return lines or set()


def _lines_with(word: bytes, texts: bytes) -> Iterator[int]:
    """Yield the numbers of the lines that have a word."""
    line = end = 0
    at = texts.find(word)
    while at >= 0:
        line += texts.count(b"\n", end, at)
        yield line
        end = texts.find(b"\n", at)
        at = texts.find(word, end) if end >= 0 else -1


def _among_unseen(
    connection: sqlite3.Connection, last: int, wanted: Sequence[Words], on_records: OnRecords
) -> Iterator[int]:
    """Yield the ids of the records that are found among those not indexed."""
    cursor = connection.execute(_UNSEEN, {"last": last})
    while rows := cursor.fetchmany(1000):
        ids, columns = _folded(rows)
        for record_id, text in zip(ids, _joined(columns), strict=True):
            if any(has_all(text, words) for words in wanted):
                yield record_id
        on_records(len(rows))


def _folded(rows: Sequence[Sequence[Any]]) -> tuple[Sequence[int], list[list[str]]]:
    """Return the ids of rows (id, *_PARTS), and the folded texts of each column."""
    ids, *columns = zip(*rows, strict=True)
    return ids, list(map(fold_all, columns))


def _joined(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the texts of each row as one."""
    return map(_BETWEEN.join, zip(*columns, strict=True))


# Building and checking.


def rebuild(
    connection: sqlite3.Connection, on_start: OnStart = lambda count: ignore_progress
) -> bool:
    """Rebuild the index; return False if the file cannot be written now."""
    return write_now(connection, lambda: _fill(connection, on_start))


def clear(connection: sqlite3.Connection) -> None:
    """Remove the index; the next search builds it again."""
    for table in ("search_text", "search_index", "search_changed"):
        connection.execute(f"DELETE FROM {table}")


def _fill(connection: sqlite3.Connection, on_start: OnStart) -> None:
    clear(connection)
    last = connection.execute("SELECT coalesce(max(id), 0) FROM standard").fetchone()[0]
    on_records = on_start(last)
    for block in _blocks(connection):
        connection.executemany(
            "INSERT INTO search_text (ascii, block, texts) VALUES (?, ?, ?)",
            [(ascii, block, texts) for ascii, texts in _block_texts(connection, block, last)],
        )
        on_records(BLOCK)
    connection.execute("INSERT INTO search_index (last) VALUES (?)", (last,))


def _block_texts(
    connection: sqlite3.Connection, block: int, last: int
) -> Iterator[tuple[bool, bytes]]:
    """Yield what is stored of a block, of the records up to the id `last`: True and the parts in
    ASCII, False and the texts that have other letters."""
    first = block * BLOCK
    limits = {"first": first, "last": min(first + BLOCK - 1, last)}
    rows = connection.execute(_IN_BLOCK, limits).fetchall()
    ids, columns = _folded(rows) if rows else ((), [])

    def lines(columns: Sequence[Sequence[str]]) -> str:
        texts = [""] * BLOCK
        for record_id, text in zip(ids, _joined(columns), strict=True):
            texts[record_id - first] = text
        return "\n".join(texts)

    others = [["" if text.isascii() else text for text in texts] for texts in columns]
    for ascii, text in ((True, _NOT_ASCII.sub(_BETWEEN, lines(columns))), (False, lines(others))):
        while _BETWEEN * 2 in text:
            text = text.replace(_BETWEEN * 2, _BETWEEN)
        yield ascii, text.encode()


def _blocks(connection: sqlite3.Connection) -> list[int]:
    """Return the numbers of the blocks that have records."""
    sql = f"SELECT DISTINCT id / {BLOCK} FROM standard WHERE id > 0 ORDER BY 1"
    return [block for (block,) in connection.execute(sql)]


def wrong_records(connection: sqlite3.Connection) -> Iterator[int]:
    """Yield the ids for which the index differs from the records; none if there is no index."""
    last = _last_indexed(connection)
    changed = {row[0] for row in connection.execute("SELECT standard FROM search_changed")}
    stored = {row[0] for row in connection.execute("SELECT block FROM search_text")}
    for block in sorted(stored.union(_blocks(connection)) if last else ()):
        wrong: set[int] = set()
        for ascii, texts in _block_texts(connection, block, last):
            actual = _stored(connection, ascii, block)
            if actual == texts:
                continue
            lines = zip_longest(actual.split(b"\n"), texts.split(b"\n"), fillvalue=b"")
            wrong.update(line for line, (one, other) in enumerate(lines) if one != other)
        yield from sorted({block * BLOCK + line for line in wrong} - changed)
