"""What completion proposes from a catalogue: beginnings of numbers, plans, tasks, ids.

Rule: an index serves every question, so that a million records answer as fast as ten.
"""

from __future__ import annotations

import sqlite3

from stdplan.light import NamedTuple

# Up to so many keys are proposed. If there are more, only their common beginnings are.
_MOST = 40
_LAST = "\U0010ffff"
# In larger catalogues, texts without an index are not read.
_SMALL = 50_000


class Beginning(NamedTuple):
    """A key, or the beginning that several keys have. `title`: of a key."""

    text: str
    title: str = ""
    whole: bool = True


def keys_beginning(connection: sqlite3.Connection, beginning: str) -> list[Beginning]:
    """Return the keys that begin with a text. If there are more than forty, return the longest
    common beginning for each character that may come next."""
    rows = connection.execute(
        """
        SELECT key, title, sort_key
        FROM standard
        WHERE key BETWEEN :beginning AND :beginning || :last
        ORDER BY key
        LIMIT :most
        """,
        {"beginning": beginning, "last": _LAST, "most": _MOST + 1},
    ).fetchall()
    if len(rows) <= _MOST:
        rows.sort(key=lambda row: (row[2] or "", row[0]))
        return [Beginning(key, title or "") for key, title, _ in rows]
    first, last = rows[0][0], _last_key(connection, beginning)
    return _branches(connection, _common(first, last))


def _branches(connection: sqlite3.Connection, beginning: str) -> list[Beginning]:
    """Return how the keys with a beginning go on, by two looks into the index for each way."""
    found: list[Beginning] = []
    after = beginning
    including = ">="
    while len(found) < _MOST:
        row = connection.execute(
            f"""
            SELECT key, title
            FROM standard
            WHERE key {including} :after AND key <= :beginning || :last
            ORDER BY key
            LIMIT 1
            """,
            {"after": after, "beginning": beginning, "last": _LAST},
        ).fetchone()
        if row is None:
            break
        key, title = row
        including = ">"
        if key == beginning:
            found.append(Beginning(key, title or ""))
            after = key
            continue
        head = key[: len(beginning) + 1]
        last = _last_key(connection, head)
        after = head + _LAST
        whole = key == last
        text = key if whole else _common(key, last)
        found.append(Beginning(text, title or "" if whole else "", whole))
    return found


def _common(first: str, last: str) -> str:
    """Return the longest beginning of two texts."""
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((at for at, (one, other) in pairs if one != other), len(first))]


def _last_key(connection: sqlite3.Connection, beginning: str) -> str:
    row = connection.execute(
        """
        SELECT key
        FROM standard
        WHERE key BETWEEN :beginning AND :beginning || :last
        ORDER BY key DESC
        LIMIT 1
        """,
        {"beginning": beginning, "last": _LAST},
    ).fetchone()
    return str(row[0])


def plan_numbers_beginning(connection: sqlite3.Connection, beginning: str) -> list[Beginning]:
    """Return up to forty plan numbers that begin with a text."""
    rows = connection.execute(
        """
        SELECT plan_number, min(title)
        FROM standard
        WHERE plan_number BETWEEN :beginning AND :beginning || :last
        GROUP BY plan_number
        ORDER BY plan_number
        LIMIT :most
        """,
        {"beginning": beginning, "last": _LAST, "most": _MOST},
    )
    return [Beginning(number, title or "") for number, title in rows]


def units(connection: sqlite3.Connection, column: str) -> list[str]:
    """Return the committees or departments of a catalogue that is not large."""
    assert column in ("committee", "department")
    [largest] = connection.execute("SELECT max(id) FROM standard").fetchone()
    if (largest or 0) > _SMALL:
        return []
    rows = connection.execute(
        f"SELECT DISTINCT {column} FROM standard WHERE {column} IS NOT NULL ORDER BY {column}"
    )
    return [str(text) for (text,) in rows]


Described = tuple[int, str, str]  # a number, what it is in Chinese, what it is in English


def plans(connection: sqlite3.Connection) -> list[Described]:
    """Return the years of the plans, the newest first."""
    return connection.execute(
        "SELECT year, title_zh, title_en FROM plan ORDER BY year DESC"
    ).fetchall()


def tasks(connection: sqlite3.Connection) -> list[Described]:
    """Return the tasks of the newest plan."""
    return connection.execute(
        """
        SELECT number, title_zh, title_en
        FROM task
        WHERE plan = (SELECT max(year) FROM plan)
        ORDER BY number
        """
    ).fetchall()


_IDS = {
    "operation": "SELECT id, command, command FROM operation ORDER BY id DESC LIMIT :most",
    "review": """
        SELECT r.id, s.key || ' ' || r.date || ' ' || r.outcome,
            s.key || ' ' || r.date || ' ' || r.outcome
        FROM review r
        JOIN standard s ON s.id = r.standard
        ORDER BY r.id DESC
        LIMIT :most
        """,
    "amount": """
        SELECT p.id, p.date || ' ' || i.name_zh || ' ' || p.amount,
            p.date || ' ' || i.name_en || ' ' || p.amount
        FROM progress p
        JOIN indicator i ON i.id = p.indicator
        ORDER BY p.id DESC
        LIMIT :most
        """,
    "activity": "SELECT id, title, title FROM activity ORDER BY id DESC LIMIT :most",
}


def newest_ids(connection: sqlite3.Connection, kind: str) -> list[Described]:
    """Return the ids of the newest operations, reviews, amounts or activities."""
    return connection.execute(_IDS[kind], {"most": _MOST}).fetchall()
