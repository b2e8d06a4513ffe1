"""A record by what names it: its number in any written form, with or without the year, its plan
number, its key, or a former number.

Rule: a number without its year means the edition in force on a day, else the newest one that exists
on it, in every command and list. The caller reports which one it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan import errors
from stdplan.catalogue import sql_rules
from stdplan.domain.dates import today
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.i18n import t
from stdplan.light import NamedTuple

# `Q/CSG 2 16 004-2019` is four words: no number has more than six.
_MOST_WORDS = 6


class NumberMatch(NamedTuple):
    """The record that a number names: its row id and key.

    `undated`: the number had no year. `in_force`: this edition is in force on the day; else it is
    the newest one. `former`: the number, if the record had it before it was renamed.
    """

    id: int
    key: str
    undated: bool = False
    in_force: bool = False
    former: str | None = None


def find_standard(
    connection: sqlite3.Connection, text: str, day: date | None = None
) -> NumberMatch:
    """Return the record that `text` names; `day`: for a number without its year, by default today.

    Raise Missing if there is none, BadData if the text is the plan number of several records.

        match = find_standard(connection, "jb/t7547")
        print(match.key)
    """
    match = _look_up(connection, text, day or today())
    if match is None:
        from stdplan.catalogue.queries.nearest_numbers import nearest_numbers
        from stdplan.domain.nearest import did_you_mean

        raise errors.Missing(
            t('there is no standard "{text}" in the catalogue', text=escape_unprintable(text))
            + did_you_mean(nearest_numbers(connection, text))
        )
    return match


def find_standards(
    connection: sqlite3.Connection, words: Sequence[str], day: date | None = None
) -> list[NumberMatch]:
    """Return the records that the words of a command line name; a number may be several words.

    From the left, the longest run of words that names a record is one number. Raise as
    `find_standard` does.
    """
    matches = []
    day = day or today()
    rest = list(words)
    while rest:
        for length in range(min(_MOST_WORDS, len(rest)), 0, -1):
            text = " ".join(rest[:length])
            match = _look_up(connection, text, day)
            if match is not None and not (length > 1 and _has_several(text, match)):
                matches.append(match)
                rest = rest[length:]
                break
        else:
            from stdplan.domain.numbers import parse

            # The message names the shortest run that is a number, else all words.
            lengths = range(1, min(_MOST_WORDS, len(rest)) + 1)
            length = next((n for n in lengths if parse(" ".join(rest[:n]))), len(rest))
            return [*matches, find_standard(connection, " ".join(rest[:length]), day)]
    return matches


def _has_several(text: str, match: NumberMatch) -> bool:
    """Return whether a text that names a record has another number: JB/T 1-2011 JB/T 2-2011."""
    if text == match.key:
        return False
    from stdplan.domain.numbers import parse

    number = parse(text)
    return number is not None and bool(number.also)


def _look_up(connection: sqlite3.Connection, text: str, day: date) -> NumberMatch | None:
    """Return the record with this key, else with this plan number, else the one that had this
    number before, else an edition of this number without its year."""
    text = text.strip()
    # First as it is written: older catalogues have keys with invisible characters.
    keys = [text, " ".join(clean_code(text).split())]
    if match := _with_key(connection, keys):
        return match
    # Imported here: a number in the form of the catalogue needs no parser.
    from stdplan.domain.numbers import parse, plan_number

    number = parse(text)
    parsed = [number.canonical] if number else []
    parsed += [plan] if (plan := plan_number(text)) else []
    if match := _with_key(connection, parsed):
        return match
    for key in dict.fromkeys(keys + parsed):
        matches = with_plan_number(connection, key) or _with_former_number(connection, key)
        if len(matches) > 1:
            names = ", ".join(match.key for match in matches)
            raise errors.BadData(
                t(
                    '"{text}" matches several records: {names}',
                    text=escape_unprintable(text),
                    names=names,
                )
            )
        if matches:
            return matches[0]
    if number and number.year is None:
        # Editions sort together: those that begin with the prefix and its first digits are read.
        beginning = number.sort_key[: len(number.prefix) + 10]
        row = connection.execute(
            f"""
            SELECT s.id, s.key, {sql_rules.is_in_force("l")}
            FROM standard s
            LEFT JOIN life l ON l.standard = s.id
            WHERE s.sort_key BETWEEN :beginning AND :beginning || char(1114111) AND s.base = :base
            ORDER BY s.draft_stage IS NOT NULL, ({sql_rules.is_in_force("l")}) IS NOT TRUE,
            ({sql_rules.is_known("l")}) IS NOT TRUE, s.number_year > :year,
            s.number_year DESC, s.sort_key DESC
            LIMIT 1
            """,
            {
                "beginning": beginning,
                "base": number.base,
                "day": day.isoformat(),
                "year": day.year,
            },
        ).fetchone()
        if row:
            standard_id, key, in_force = row
            return NumberMatch(standard_id, key, undated=True, in_force=bool(in_force))
    return None


def _with_key(connection: sqlite3.Connection, keys: Sequence[str]) -> NumberMatch | None:
    """Return the record with the first of these keys that the catalogue has."""
    for key in dict.fromkeys(keys):
        row = connection.execute("SELECT id, key FROM standard WHERE key = ?", (key,)).fetchone()
        if row:
            return NumberMatch(*row)
    return None


def with_plan_number(connection: sqlite3.Connection, number: str) -> list[NumberMatch]:
    """Return the records with this plan number."""
    rows = connection.execute(
        """
        SELECT id, key
        FROM standard
        WHERE plan_number = ?
        ORDER BY sort_key
        """,
        (number,),
    )
    return [NumberMatch(*row) for row in rows]


def _with_former_number(connection: sqlite3.Connection, number: str) -> list[NumberMatch]:
    """Return the records that had this number before they were renamed, or have it, too."""
    rows = connection.execute(
        """
        SELECT s.id, s.key, f.kind
        FROM other_number f
        JOIN standard s ON s.id = f.standard
        WHERE f.number = ?
        ORDER BY s.sort_key
        """,
        (number,),
    )
    return [
        NumberMatch(id_, key, former=None if kind == "second" else number)
        for id_, key, kind in rows
    ]
