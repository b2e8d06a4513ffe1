"""The stored days of records (catalogue/life.py): whatever the order of changes, they are those of
oracle.py, and those that a computation of all records gives."""

import random
import sqlite3
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from oracle import CATALOGUES, Drawn, lives, statements
from stdplan.catalogue import life

CHANGES = (
    "UPDATE standard SET effective = :day WHERE id = :one",
    "UPDATE standard SET published = :day WHERE id = :one",
    "UPDATE standard SET withdrawn = :day, withdrawn_inferred = :flag WHERE id = :one",
    "UPDATE standard SET terminated = :day WHERE id = :one",
    "UPDATE standard SET family = 'national', sector = 'steel' WHERE id = :one",
    "UPDATE standard SET base = 'GB 2', number_year = 2005 WHERE id = :one",
    "UPDATE standard SET amends = (SELECT key FROM standard WHERE id = :other) WHERE id = :one",
    "UPDATE standard SET key = 'Z' || id, number = iif(number IS NULL, NULL, 'Z' || id)"
    " WHERE id = :one",
    "UPDATE replaces SET partial = NOT partial",
    "UPDATE OR IGNORE replaces SET target = (SELECT key FROM standard WHERE id = :other)",
    "DELETE FROM replaces WHERE target = (SELECT key FROM standard WHERE id = :other)",
    "INSERT OR REPLACE INTO replaces (successor, target, partial, position)"
    " SELECT n.key, s.key, :flag, 0 FROM standard n JOIN standard s"
    " WHERE n.id = :one AND s.id = :other",
    "UPDATE review SET date = :day WHERE standard = :one",
    "UPDATE review SET outcome = 'confirm' WHERE standard = :one",
    "UPDATE review SET standard = :other WHERE standard = :one",
    "DELETE FROM review WHERE standard = :one",
    "UPDATE stage_change SET stage = '90' WHERE standard = :one",
    "DELETE FROM stage_change WHERE standard = :one",
    "DELETE FROM standard WHERE id = :one",
)
ROW = st.integers(0, 3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(CHANGES),
        st.fixed_dictionaries(
            {
                "day": st.sampled_from(["2000", "2001-06", "2004-02-29", "2005-12-31"]),
                "flag": st.booleans(),
                "one": ROW,
                "other": ROW,
            }
        ),
        st.booleans(),
    ),
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=300)
@given(CATALOGUES, STEPS, st.randoms(use_true_random=False))
def test_changes_in_any_order(
    connection: sqlite3.Connection,
    catalogue: list[Drawn],
    steps: list[tuple[str, dict[str, object], bool]],
    order: random.Random,
) -> None:
    """Insert the rows of a catalogue in a random order, change some, and refresh now and then."""
    rows = statements(catalogue)
    records, others = rows[: len(catalogue)], rows[len(catalogue) :]
    order.shuffle(others)
    connection.execute("BEGIN")
    try:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for sql, values in (*records, *others):
            connection.execute(sql, values)
            if order.random() < 0.3:
                life.refresh(connection)
        life.refresh(connection)
        assert list(life.differing_records(connection)) == []
        assert _stored(connection) == _expected(catalogue)
        for sql, parameters, refreshed in steps:
            connection.execute(sql, parameters)
            if refreshed:
                life.refresh(connection)
        life.refresh(connection)
        assert list(life.differing_records(connection)) == []
        before = _stored(connection)
        life.rebuild(connection)
        assert _stored(connection) == before
    finally:
        connection.execute("ROLLBACK")


def _stored(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT standard, known, public, starts, ends, ends_basis FROM life ORDER BY standard"
    ).fetchall()


def _expected(catalogue: list[Drawn]) -> list[tuple[object, ...]]:
    """Return the rows of `_stored` by the rules of oracle.py."""
    rows: list[tuple[object, ...]] = []
    for place, record in enumerate(lives(catalogue)):
        ended = oracle.end_and_basis(record)
        known = oracle.first_known(record)
        public = oracle.published_by(record)
        never_public = oracle.in_the_making(record) or not record.has_number
        public_day = public or (date.max if never_public else known)
        starts = max(oracle.start(record) or public_day, public_day)
        days = (_day(day) for day in (known, public_day, starts))
        rows.append(
            (place, *days, str(ended[0]) if ended else "9999-12-31", ended[1] if ended else None)
        )
    return rows


def _day(day: date) -> str:
    """Return the stored text of a day; `date.min` stands for a record without any day."""
    return "0000-01-01" if day == date.min else str(day)
