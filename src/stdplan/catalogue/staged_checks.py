"""Find the days of a staged list that contradict the catalogue, and its impossible links.

Rule: an impossible day is a fault of its cell, whether both days come from the list or one is known
already. The days that an import supplies itself, for stages and for withdrawals without a day, are
not faults. An impossible link is stored and reported; it has no effect (link_rules.py).
"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from stdplan.catalogue import link_rules
from stdplan.catalogue.edition_rules import next_edition
from stdplan.catalogue.sql_rules import NEVER, is_before
from stdplan.domain.day_order import ContradictedDay, days_before_publication


def contradicted_days(connection: sqlite3.Connection, first: int) -> Iterator[ContradictedDay]:
    """Yield the days of the staged rows that follow row `first` that contradict a day of the
    catalogue, or of a list that was staged before."""
    if not first and not connection.execute("SELECT 1 FROM standard LIMIT 1").fetchone():
        return
    rows = connection.execute(_days(first), {"first": first})
    for n, key, published, *days in rows:
        own = dict(zip(("effective", "withdrawn"), days[:2], strict=True))
        known = dict(
            zip(("published", "effective", "withdrawn", "confirmed"), days[2:], strict=True)
        )
        if published:
            known = {name: day for name, day in known.items() if not own.get(name)}
            for name in days_before_publication({**known, "published": published}):
                yield ContradictedDay(n - first, key, "published", name, known[name])
        else:
            for name in days_before_publication({**own, "published": known["published"]}):
                yield ContradictedDay(n - first, key, name, "published", known["published"])
    for n, key, published in connection.execute(_reviews(first), {"first": first}):
        yield ContradictedDay(n - first, key, "confirmed", "published", published)


_OWN = ("effective", "withdrawn")
_KNOWN = ("published", "effective", "withdrawn", "confirmed")


def _days(first: int) -> str:
    """Return a SELECT of the rows that may contradict what is known: row, its days, known days."""
    reviewed = f"""(
        SELECT v.date
        FROM review v
        WHERE v.standard = t.id AND {is_before("v.date", "s.published")}
        LIMIT 1
    )"""
    if first:
        reviewed = f"""coalesce({reviewed}, (
            SELECT v.date
            FROM staged b
            CROSS JOIN staged_review v ON v.n = b.n
            WHERE b.key = s.key AND b.n <= :first AND {is_before("v.date", "s.published")}
            LIMIT 1
        ))"""
    columns = {
        "n": "s.n",
        "key": "s.key",
        "published": "s.published",
        "effective": "s.effective",
        "withdrawn": _stated("s"),
        "known_published": _known("published", first),
        "known_effective": _known("effective", first),
        "known_withdrawn": _known("withdrawn", first),
        "known_review": reviewed,
    }
    return f"""
        SELECT *
        FROM (
            SELECT {", ".join(f"{sql} AS {name}" for name, sql in columns.items())}
            FROM staged s
            {_join(first)}
            WHERE s.n > :first
        )
        WHERE CASE WHEN published IS NULL
            THEN {is_before("effective", "known_published")}
            OR {is_before("withdrawn", "known_published")}
            ELSE effective IS NULL AND {is_before("known_effective", "published")}
            OR withdrawn IS NULL AND {is_before("known_withdrawn", "published")}
            OR known_review IS NOT NULL
        END
        ORDER BY n
    """


def _reviews(first: int) -> str:
    """Return a SELECT of the rows with a review before the known publication: row, publication."""
    return f"""
        SELECT DISTINCT n, key, known
        FROM (
            SELECT s.n, s.key, v.date, {_known("published", first)} AS known
            FROM staged_review v
            CROSS JOIN staged s ON s.n = v.n
            {_join(first)}
            WHERE v.n > :first AND s.published IS NULL
        )
        WHERE {is_before("date", "known")}
        ORDER BY n
    """


def _join(first: int) -> str:
    """Return the JOIN of the record of staged row `s`, which a list before may have, too."""
    return f"{'LEFT' if first else 'CROSS'} JOIN standard t ON t.key = s.key"


def _stated(s: str) -> str:
    """Return SQL for a day of withdrawal; NULL for one that only stands for an unknown one."""
    return f"CASE WHEN coalesce({s}.withdrawn_inferred, 0) = 0 THEN {s}.withdrawn END"


def _known(field: str, first: int) -> str:
    """Return SQL for the day that is known of row `s` without its list: the last one of the lists
    that were staged before, else that of the catalogue, alias `t`."""
    in_catalogue, staged = (
        _stated(alias) if field == "withdrawn" else f"{alias}.{field}" for alias in ("t", "b")
    )
    if not first:
        return in_catalogue
    return f"""coalesce(
        (
            SELECT {staged}
            FROM staged b
            WHERE b.key = s.key AND b.n <= :first AND {staged} IS NOT NULL
            ORDER BY b.n DESC
            LIMIT 1
        ),
        {in_catalogue}
    )"""


class ImpossibleLinks(NamedTuple):
    """Impossible links of one kind: their number, and the first few as (successor, target)."""

    number: int
    first: tuple[tuple[str, str], ...]


_FIRST_LINKS = 5


def impossible_links(
    connection: sqlite3.Connection, first: int, last: int
) -> dict[str, ImpossibleLinks]:
    """Return the impossible links from and to the records of the staged rows first < n <= last.

    Call this after the rows were loaded.
    """
    (links,) = connection.execute("SELECT count(*) FROM replaces").fetchone()
    in_list = "SELECT g.key FROM staged g WHERE g.n > :first AND g.n <= :last"
    if last - first < links:
        # Few records: their links are looked up.
        ends = (f"e.{end} IN ({in_list})" for end in ("successor", "target"))
        where = f"r.id IN (SELECT e.id FROM replaces e WHERE {' OR '.join(ends)})"
    else:
        ends = (f"EXISTS ({in_list} AND g.key = r.{end})" for end in ("successor", "target"))
        where = f"({' OR '.join(ends)})"
    rows = connection.execute(
        f"{link_rules.select_impossible()} AND {where} ORDER BY r.id",
        {"first": first, "last": last},
    )
    found: dict[str, ImpossibleLinks] = {}
    for successor, target, problem in rows:
        count, names = found.get(problem, ImpossibleLinks(0, ()))
        if count < _FIRST_LINKS:
            names += ((successor, target),)
        found[problem] = ImpossibleLinks(count + 1, names)
    return found


class EndedByEdition(NamedTuple):
    """A standard that a list calls in force, its end, and the next edition that ended it."""

    key: str
    ends: str
    edition: str


def ended_by_edition(
    connection: sqlite3.Connection, first: int, last: int, day: str
) -> list[EndedByEdition]:
    """Return the standards that the staged rows first < n <= last call in force, although their
    next edition ended them by a day (ISO).

    Call this after the days of the records were computed.
    """
    rows = connection.execute(
        f"""
        SELECT s.key, l.ends, {next_edition("s", "l")} AS next_key
        FROM life l
        CROSS JOIN standard s ON s.id = l.standard
        CROSS JOIN staged g ON g.key = s.key
        WHERE l.ends < {NEVER} AND l.ends <= :day AND l.ends_basis IN ('edition', 'inferred')
        AND g.in_force IS NOT NULL AND g.n > :first AND g.n <= :last AND next_key IS NOT NULL
        ORDER BY g.n
        """,
        {"first": first, "last": last, "day": day},
    )
    return [EndedByEdition(*row) for row in rows]
