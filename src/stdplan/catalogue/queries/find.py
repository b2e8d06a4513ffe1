"""One record by what a person calls it: any key, in any written form, with or without its year."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from stdplan import errors
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import visible
from stdplan.i18n import t

# `Q/CSG 2 16 004-2019` is four words: no number has more.
_MOST_WORDS = 6


class Found(NamedTuple):
    """A record: its row id and key; `newest` says that the year was left out and this is the
    newest edition."""

    id: int
    key: str
    newest: bool = False


def find(connection: sqlite3.Connection, text: str, year: int = 9999) -> Found:
    """The record that `text` names; without its year, the newest edition up to `year`.

    Raises Missing, or BadData where it names several.
    """
    found = _look(connection, text, year)
    if found is None:
        raise errors.Missing(t('no standard "{text}" in the catalogue', text=visible(text)))
    return found


def find_words(
    connection: sqlite3.Connection, words: Sequence[str], year: int = 9999
) -> list[Found]:
    """The records that words of a command line name, where a number may be several words.

    From the left, the longest run of words that names a record is one number.
    """
    found = []
    rest = list(words)
    while rest:
        for length in range(min(_MOST_WORDS, len(rest)), 0, -1):
            text = " ".join(rest[:length])
            one = _look(connection, text, year)
            if one is not None:
                found.append(one)
                rest = rest[length:]
                break
        else:
            # The shortest run that reads as a number is what the message says is missing.
            lengths = range(1, min(_MOST_WORDS, len(rest)) + 1)
            length = next((n for n in lengths if parse(" ".join(rest[:n]))), len(rest))
            return [*found, find(connection, " ".join(rest[:length]), year)]
    return found


def _look(connection: sqlite3.Connection, text: str, year: int) -> Found | None:
    text = text.strip()
    number = parse(text)
    keys = [text, " ".join(text.split())]
    keys += [number.canonical] if number else []
    keys += [plan] if (plan := plan_number(text)) else []
    for key in dict.fromkeys(keys):
        row = connection.execute("SELECT id, key FROM standard WHERE key = ?", (key,)).fetchone()
        if row:
            return Found(*row)
    for key in dict.fromkeys(keys):
        rows = connection.execute(
            "SELECT id, key FROM standard WHERE plan_number = ? ORDER BY sort_key", (key,)
        ).fetchall()
        if len(rows) > 1:
            names = ", ".join(row[1] for row in rows)
            raise errors.BadData(
                t('"{text}" names several records: {names}', text=visible(text), names=names)
            )
        if rows:
            return Found(*rows[0])
    if number and number.year is None:
        # Editions sort together: what begins as the prefix and its first digits is looked through.
        begin = number.sort_key[: len(number.prefix) + 10]
        row = connection.execute(
            "SELECT id, key FROM standard WHERE sort_key BETWEEN ? AND ? || char(1114111)"
            " AND base = ? ORDER BY number_year > ?, number_year DESC, sort_key DESC LIMIT 1",
            (begin, begin, number.base, year),
        ).fetchone()
        if row:
            return Found(row[0], row[1], newest=True)
    return None
