"""The numbers of the catalogue that are most like one that it does not have.

Rule: every question is served by the index of bases or of plan numbers, so that a catalogue of a
million records answers at once. The nearest are other editions and natures of the same number,
then numbers with one digit more, less or changed, or two digits swapped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from stdplan.domain.nearest import nearest

_MOST = 3
# A catalogue has some hundred prefixes; each costs a look into the index.
_MOST_PREFIXES = 400
# Longer texts are prose.
_LONGEST = 40


def nearest_numbers(connection: sqlite3.Connection, text: str) -> list[str]:
    """Return up to three keys of records whose numbers are most like a text."""
    from stdplan.domain.numbers import parse, plan_number

    text = text.strip()
    if len(text) > _LONGEST:
        return []
    if plan := plan_number(text):
        return _plan_numbers(connection, plan)
    number = parse(text)
    digits, _, year = text.partition("-")
    if number is None and digits.replace(".", "").isdecimal():  # 7547, 19001-2016
        bases = [f"{prefix} {digits}" for prefix in prefixes(connection)]
        return _with_bases(connection, bases, "", int(year) if year.isdecimal() else None)
    if number is None:
        return []
    prefix, _, rest = number.base.partition(" ")
    same = _with_bases(connection, [number.base], number.base, number.year)
    if same:
        return same
    bases = [f"{prefix} {changed}" for changed in one_digit_off(rest)]
    known = prefixes(connection)
    swapped = [other for other in known if sorted(other) == sorted(prefix)]  # BG for GB
    bases += [f"{other} {rest}" for other in (*swapped, *nearest(prefix, known))]
    return _with_bases(connection, bases, number.base, number.year)


def one_digit_off(text: str) -> Iterator[str]:
    """Yield the texts that differ from one by a digit, or by two neighbours that are swapped.

    >>> "7457" in set(one_digit_off("7547")), "75470" in set(one_digit_off("7547"))
    (True, True)
    """
    for index, letter in enumerate(text):
        before, after = text[:index], text[index + 1 :]
        if letter.isdecimal():
            yield from (before + digit + after for digit in "0123456789" if digit != letter)
            yield before + after
            if after[:1].isdecimal() and after[0] != letter:
                yield before + after[0] + letter + after[1:]
            yield from (before + letter + digit + after for digit in "0123456789")


def _with_bases(
    connection: sqlite3.Connection, bases: Iterable[str], own: str, year: int | None
) -> list[str]:
    """Return the keys of records with one of these bases: of the `own` base and of the year that
    is nearest first."""
    wanted = list(dict.fromkeys(bases))
    rows = connection.execute(
        f"""
        SELECT key, base, number_year
        FROM standard
        WHERE base IN ({", ".join("?" * len(wanted))})
        LIMIT 200
        """,
        wanted,
    ).fetchall()

    def distance(row: tuple[str, str, int | None]) -> tuple[bool, int, str]:
        key, base, other = row
        return base != own, 0 if year is None else abs((other or 0) - year), key

    return [key for key, *_ in sorted(rows, key=distance)[:_MOST]]


def _plan_numbers(connection: sqlite3.Connection, number: str) -> list[str]:
    wanted = list(dict.fromkeys(one_digit_off(number)))
    rows = connection.execute(
        f"""
        SELECT DISTINCT plan_number
        FROM standard
        WHERE plan_number IN ({", ".join("?" * len(wanted))})
        ORDER BY plan_number
        LIMIT {_MOST}
        """,
        wanted,
    )
    return [number for (number,) in rows]


def prefixes(connection: sqlite3.Connection) -> list[str]:
    """Return the prefixes of all numbers, by one look into the index for each."""
    found: list[str] = []
    after = ""
    while len(found) < _MOST_PREFIXES:
        row = connection.execute(
            "SELECT base FROM standard WHERE base > ? ORDER BY base LIMIT 1", (after,)
        ).fetchone()
        if row is None:
            break
        found.append(row[0].partition(" ")[0])
        after = f"{found[-1]} \U0010ffff"
    return found
