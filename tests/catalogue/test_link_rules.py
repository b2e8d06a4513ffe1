"""Impossible links count for nothing, in whatever order days and links become known."""

import sqlite3
from collections import defaultdict

import pytest

from stdplan.catalogue import life, link_rules
from stdplan.domain.day_order import Dated, is_older, link_problem

# Standards with the day of their publication (None: unknown), links (successor, target), and the
# impossible links.
CASES = {
    "later": ({"A": "2001", "B": "2005"}, ["BA"], {}),
    "older": ({"A": "2001", "B": "2005"}, ["AB"], {"AB": "older"}),
    "within a year": ({"A": "2001", "B": "2001-05"}, ["AB"], {}),
    "each other": ({"A": "2001", "B": "2005"}, ["AB", "BA"], {"AB": "older"}),
    "each other on one day": (
        {"A": "2001", "B": "2001"},
        ["AB", "BA"],
        {"AB": "circle", "BA": "circle"},
    ),
    "each other without a day": (
        {"A": "2001", "B": None},
        ["AB", "BA"],
        {"AB": "circle", "BA": "circle"},
    ),
    "itself": ({"A": "2001"}, ["AA"], {"AA": "itself"}),
    "a circle": (
        {"A": "2001", "B": "2001", "C": "2001"},
        ["AB", "BC", "CA"],
        {"AB": "circle", "BC": "circle", "CA": "circle"},
    ),
    "a circle with days": (
        {"A": "2001", "B": "2002", "C": "2003"},
        ["AB", "BC", "CA"],
        {"AB": "older", "BC": "older"},
    ),
    "a link into a circle": (
        {"A": "2001", "B": "2001", "C": "2001"},
        ["AB", "BA", "CA"],
        {"AB": "circle", "BA": "circle"},
    ),
    # An impossible link has no effect on another one, either.
    "an impossible link in a circle": (
        {"A": "2001", "B": "2001", "C": "2005"},
        ["AB", "BC", "CA"],
        {"BC": "older"},
    ),
}


def problems(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the impossible links, and why; check that SQL and Python agree."""
    found = {new + old: why for new, old, why in connection.execute(link_rules.select_impossible())}
    assert found == problems_in_python(connection)
    return found


def problems_in_python(connection: sqlite3.Connection) -> dict[str, str]:
    sql = "SELECT key, published, effective, number_year FROM standard"
    known = {key: Dated(*days) for key, *days in connection.execute(sql)}
    days = defaultdict(Dated, known)
    links = connection.execute("SELECT successor, target FROM replaces").fetchall()

    def replaced_by(key: str, seen: set[str]) -> set[str]:
        """Return `seen` and what a record replaces, directly or through others."""
        for successor, target in links:
            leads_on = successor == key and not is_older(days[successor], days[target])
            if leads_on and target not in seen:
                seen.add(target)
                if target in known:
                    replaced_by(target, seen)
        return seen

    found = {}
    for new, old in links:
        in_circle = new in replaced_by(old, set())
        if why := link_problem(new, old, days[new], days[old], in_circle):
            found[new + old] = why
    return found


def add_record(connection: sqlite3.Connection, key: str) -> None:
    connection.execute(
        "INSERT INTO standard (key, number, sort_key, withdrawn_inferred) VALUES (?, ?, ?, 0)",
        (key, key, key),
    )


def add_link(connection: sqlite3.Connection, link: str) -> None:
    connection.execute(
        "INSERT INTO replaces (successor, target, partial, position) VALUES (?, ?, 0, 0)",
        tuple(link),
    )


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_ends_nothing(connection: sqlite3.Connection, name: str) -> None:
    """Records, days and links come in any order; the days are computed after each."""
    days, links, impossible = CASES[name]

    def set_day(connection: sqlite3.Connection, key: str) -> None:
        connection.execute("UPDATE standard SET published = ? WHERE key = ?", (days[key], key))

    records = [(add_record, key) for key in days]
    dates = [(set_day, key) for key in days]
    linked = [(add_link, link) for link in links]
    ended = {link[1] for link in links if link not in impossible and days[link[0]]}
    for steps in (
        [*records, *dates, *linked],
        [*records, *linked, *dates],
        [*linked, *records, *dates],
        [*linked, *(step for pair in zip(records, dates, strict=True) for step in pair)],
    ):
        connection.execute("BEGIN")
        for step, value in steps:
            step(connection, value)
            life.refresh(connection)
            assert list(life.differing_records(connection)) == []
        assert problems(connection) == impossible
        sql = "SELECT key FROM standard JOIN life ON standard = id WHERE ends_basis = 'successor'"
        assert {key for (key,) in connection.execute(sql)} == ended
        # A link that goes may change what the others mean.
        for link in links:
            sql = "DELETE FROM replaces WHERE (successor, target) = (?, ?)"
            connection.execute(sql, tuple(link))
            life.refresh(connection)
            assert list(life.differing_records(connection)) == []
        connection.execute("ROLLBACK")


def test_two_replace_each_other_and_only_one_is_known(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    add_record(connection, "A")
    for link in ("AX", "XA"):
        add_link(connection, link)
    assert problems(connection) == {"AX": "circle", "XA": "circle"}
    connection.execute("ROLLBACK")
