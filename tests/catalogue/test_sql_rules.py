"""catalogue/sql_rules.py: the SQL of the date rules agrees with oracle.py for each record, on any
day."""

import sqlite3
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from oracle import CATALOGUES, Drawn, Life, days, insert, lives
from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import reviews, standards
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.domain.dates import add_years
from stdplan.table import Column


def _facts(life: Life, day: date) -> tuple[object, ...]:
    """Return the facts of a record by oracle.py, in the order of the columns of `ASKED`."""
    status, since = oracle.status(life, day), oracle.counted_from(life, day)
    there = oracle.is_there(life, day)
    confirmed = oracle.confirmed(life, day)
    return (
        there,
        status,
        oracle.stage(life, day),
        confirmed and str(confirmed),
        there and status == "in-force",
        since and str(since[0]),
        since and oracle.age(since[0], day),
        since and since[1],
        *(map(str, ended) if (ended := oracle.end_and_basis(life)) else (None, None)),
        oracle.nature(life, day),
    )


SINCE = sql_rules.counted_from("s")
ASKED = {
    "there": sql_rules.is_known("l"),
    "status": sql_rules.status("l"),
    "stage": sql_rules.stage("l"),
    "confirmed": sql_rules.first_day(sql_rules.confirmed("s")),
    "in_force": sql_rules.is_in_force("l"),
    "since": SINCE,
    "age": f"CASE WHEN {SINCE} IS NOT NULL THEN {sql_rules.age(SINCE)} END",
    "basis": f"CASE WHEN {SINCE} IS NOT NULL THEN {sql_rules.basis('s', SINCE)} END",
    "ends": f"nullif(l.ends, {sql_rules.NEVER})",
    "ends_basis": "l.ends_basis",
}


def _due(catalogue: list[Drawn], lived: list[Life], day: date, years: int) -> list[object]:
    rows = []
    for place, (drawn, life) in enumerate(zip(catalogue, lived, strict=True)):
        since = oracle.counted_from(life, day)
        if since and drawn.amends is None and oracle.is_due(life, day, years):
            due = add_years(since[0], years)
            facts = (oracle.age(since[0], day), str(since[0]), since[1], str(due), (day - due).days)
            rows.append((drawn.family, oracle.key(place, drawn), *facts))
    return sorted(rows, key=lambda row: (row[3], row[1]))


DUE = ("number", "age", "counted_from", "basis", "due", "overdue_days")


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CATALOGUES, st.integers(1, 5), st.integers(-1, 1))
def test_sql_agrees_with_the_rules(
    connection: sqlite3.Connection, catalogue: list[Drawn], years: int, offset: int
) -> None:
    connection.execute("BEGIN")
    try:
        insert(connection, catalogue)
        for day in days(catalogue, years, offset):
            _compare(connection, catalogue, day, years)
    finally:
        connection.execute("ROLLBACK")


def _compare(connection: sqlite3.Connection, catalogue: list[Drawn], day: date, years: int) -> None:
    lived = lives(catalogue)
    expected = [_facts(life, day) for life in lived]
    query = Query(
        connection=connection,
        expressions={**ASKED, "nature": standards.field_expressions(connection)["nature"]},
        columns=tuple(map(Column, (*ASKED, "nature"))),
        tables=standards.STANDARDS,
        parameters=sql_rules.day_parameters(day),
        order="s.id",
    )
    for facts, wanted in zip(query.fetch([*ASKED, "nature"]), expected, strict=True):
        # Nothing is asked of a record that does not exist yet.
        assert facts == wanted if wanted[0] else not facts[0], day

    listed = standards.list_standards(connection, day, StandardFilters()).fetch(["key"])
    assert [row[0] for row in listed] == [
        oracle.key(n, catalogue[n]) for n, fact in enumerate(expected) if fact[0]
    ]
    assert standards.count_not_yet_known(connection, day) == sum(not fact[0] for fact in expected)

    rule = DueRule(day, years, ["industry"])
    everyone = _due(catalogue, lived, day, years)
    ours = [row[1:] for row in everyone if row[0] == "industry"]
    assert list(reviews.list_due_standards(connection, rule).fetch(DUE)) == ours, day

    in_force = [
        fact
        for drawn, fact in zip(catalogue, expected, strict=True)
        if fact[4] and drawn.family == "industry" and drawn.amends is None
    ]
    dateless = sum(fact[5] is None for fact in in_force)
    assert reviews.count_left_out(connection, rule) == (len(everyone) - len(ours), dateless)

    by_sector = reviews.due_by_sector(connection, rule, 2011).fetch(["in_force", "due"])
    sums = [sum(counts) for counts in zip(*by_sector, strict=True)]
    assert sums == [len(in_force), len(ours)], day
