"""The rule of the next edition, as SQL: which records are editions of one number, and which of two
is the later one. life.py applies it to the end of standards.

Rules (docs/time.md explains them with examples):
* Editions have one base and one family, and each has a year. Amendments, drafts, consolidated and
  other versions of a text are no editions. EN standards, and other documents of the European
  bodies, are exempt with their national adoptions: two editions of them may be valid at one time.
* GB 9-2007 and GB/T 9-2007 are no editions of each other: the number of a standard was converted.
* The later year is the later edition, if its start is not earlier. Within a year the days decide.
  If one of the two has no day, or both start on one day, the month or the letter of the number
  decides (column `edition`).
* An edition that never takes effect ends nothing.

In each function `s`, `old` and `new` are aliases of table standard.
"""

import sqlite3

from stdplan.catalogue.sql_rules import awaits_effect, first_day, start_day
from stdplan.domain.codes import VERSION_MARKS

# Words in the numbers of European documents and of their national adoptions: EN 1, UNE-EN 1,
# DIN EN ISO 1, BS HD 60364-1, CEN/TS 1, PD CLC/TR 1, DIN CEN ISO/TS 1, DIN V ENV 1, CWA 1.
_EUROPEAN = ("EN", "ENV", "HD", "CEN", "CENELEC", "CLC", "CWA", "PREN", "FPREN", "PRENV", "PRHD")
# Letters that each of these words has: a cheap test first.
_SOME_LETTERS = ("EN", "HD", "CLC", "CWA")


def is_edition(s: str) -> str:
    """Return SQL for 1 if the rule of the next edition may apply to the record, else 0."""
    return f"({has_editions(s)} AND NOT {_is_european(s)})"


def has_editions(s: str) -> str:
    """Return SQL for 1 if the record is an edition of its number, else 0. European documents are,
    although no edition of them ends another one.

    Consolidated texts have a `+` in their number (IEC 60050-151:2001+AMD1:2013 CSV). Other versions
    of the text of an edition have marks of IEC at the end (IEC 60335-1:2020 EXV-CMV).
    """
    marks = ", ".join(f"'{mark}'" for mark in VERSION_MARKS)
    end, before_end = f"substr({s}.number, -3)", f"substr({s}.number, -4, 1)"
    return (
        f"({s}.number_year IS NOT NULL AND {s}.amends IS NULL AND {s}.draft_stage IS NULL"
        f" AND {s}.number NOT LIKE '%+%'"
        f" AND NOT ({end} IN ({marks}) AND {before_end} IN (' ', '-')))"
    )


def _is_european(s: str) -> str:
    some = " OR ".join(f"{s}.base LIKE '%{letters}%'" for letters in _SOME_LETTERS)
    # A blank, a slash or a digit may follow the word: EN 1, CEN/TS 1, EN50155.
    words = f"' ' || upper(replace({s}.base, '-', ' '))"
    exact = " OR ".join(f"{words} GLOB '* {word}[ /0-9]*'" for word in _EUROPEAN)
    return f"(({some}) AND ({exact}))"


def takes_effect(s: str) -> str:
    """Return SQL for 1 if a record with a number is published and takes effect on some day, else 0.

    It does not if it was withdrawn on or before its start, if its project was terminated, or if its
    day of effect is unknown (awaits_effect).
    """
    withdrawn = f"({first_day(f'{s}.withdrawn')} <= {start_day(s)} AND {s}.withdrawn_inferred = 0)"
    return f"""(
        {s}.terminated IS NULL AND NOT coalesce({withdrawn}, 0) AND NOT {awaits_effect(s)}
        AND (
            {s}.published IS NOT NULL OR {s}.effective IS NOT NULL
            OR (SELECT coalesce(max(c.stage), '60') FROM stage_change c WHERE c.standard = {s}.id)
            >= '60'
        )
    )"""


def is_later(new: str, old: str) -> str:
    """Return SQL for 1 if `new` is the later one of two editions, else 0.

    Both need the columns `start` (start_day) and `dated` (1 if that is the day of effect or
    publication) in addition to those of table standard.
    """
    later_in_number = (
        f"(({new}.number_year, coalesce({new}.edition, ''))"
        f" > ({old}.number_year, coalesce({old}.edition, '')))"
    )
    return f"""CASE
        WHEN {new}.number_year < {old}.number_year THEN 0
        WHEN {new}.number_year = {old}.number_year AND {new}.edition IS {old}.edition THEN 0
        WHEN {new}.start = {old}.start OR NOT {new}.dated THEN {later_in_number}
        WHEN {new}.number_year = {old}.number_year AND NOT {old}.dated THEN {later_in_number}
        ELSE {new}.start > {old}.start
    END"""


def day_of_edition(start: str) -> str:
    """Return SQL for the start of an edition `s`. One without a day follows those of its year that
    come before it and have one: ASTM E84-23b begins after E84-23a. `start`: SQL for start_day."""
    # Few editions have no day: the others are looked up for them. A window over all candidates
    # would keep SQLite from joining them by an index.
    return f"""CASE
        WHEN coalesce(s.effective, s.published) IS NOT NULL THEN {start}
        ELSE max({start}, coalesce((
            SELECT max({start_day("x")})
            FROM standard x
            WHERE x.base = s.base AND x.family IS s.family AND x.number_year = s.number_year
            AND coalesce(x.edition, '') <= coalesce(s.edition, '')
            AND coalesce(x.effective, x.published) IS NOT NULL AND {is_edition("x")}
        ), ''))
    END"""


def end_and_basis(new: str, old: str) -> str:
    """Return SQL for the day on which a later edition ends an older one, and the basis of that end.

    Without a day of effect, or if both start on one day, the end is inferred.
    """
    return (
        f"max({new}.begins, {old}.start) || CASE"
        f" WHEN {new}.effective IS NOT NULL AND {new}.start > {old}.start THEN 'edition'"
        " ELSE 'inferred' END"
    )


def next_edition(s: str, life: str) -> str:
    """Return SQL for the key of the edition that ended record `s` by this rule; NULL if none is
    found. `life`: its row of table life."""
    return f"""(
        SELECT n.key
        FROM standard n
        WHERE n.base = {s}.base AND n.family IS {s}.family AND n.id <> {s}.id
        AND n.number_year >= {s}.number_year AND {is_edition("n")}
        AND {start_day("n")} = {life}.ends
        ORDER BY n.number_year, n.edition
        LIMIT 1
    )"""


def ended_by_edition(
    connection: sqlite3.Connection, standard: int, day: str
) -> tuple[str, str] | None:
    """Return the end of a standard (row id) and the edition that ended it by this rule, on or
    before a day (ISO); None if none did."""
    row = connection.execute(
        f"""
        SELECT l.ends, {next_edition("s", "l")}
        FROM life l
        JOIN standard s ON s.id = l.standard
        WHERE l.standard = ? AND l.ends <= ? AND l.ends_basis IN ('edition', 'inferred')
        """,
        (standard, day),
    ).fetchone()
    return row if row and row[1] else None


# An amendment may name what it amends by another nature: GB 9-2007/XG1-2010 amends GB/T 9-2007,
# if that was converted.
def amended_numbers(number: str) -> str:
    """Return SQL for the three numbers that a standard may have by its nature, GB 9-2007,
    GB/T 9-2007 and GB/Z 9-2007, as a list in brackets; `number`: SQL for one of them."""
    plain = f"replace(replace({number}, '/T ', ' '), '/Z ', ' ')"
    code = f"substr({plain}, 1, instr({plain}, ' ') - 1)"
    rest = f"substr({plain}, instr({plain}, ' '))"
    return f"({plain}, {code} || '/T' || {rest}, {code} || '/Z' || {rest})"
