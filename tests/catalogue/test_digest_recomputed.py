"""queries/digest.py: each part of a digest is recomputed in Python from the output of other
commands."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from oracle import EVENTS, Drawn, days, lives
from report_helpers import WORLDS, fill, of_2004, plan, records, table
from stdplan.catalogue.queries import activities, progress, review_list, reviews, stage_reports
from stdplan.catalogue.queries.digest import (
    DigestPart,
    Period,
    coming_parts,
    count_inferred_ends,
    past_parts,
)
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.domain.dates import first_day, pad

DAY = st.none() | EVENTS
WORK = st.lists(st.tuples(DAY, DAY, DAY, DAY), max_size=4)
RECORDS = list[dict[str, Any]]


@pytest.fixture(scope="module")
def connection(seeded: Path) -> Iterator[sqlite3.Connection]:
    memory = of_2004(seeded)
    yield memory
    memory.close()


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORLDS, WORK, st.sampled_from([0, 59, 400]), st.sampled_from([0, 30, 700]))
def test_each_part(
    connection: sqlite3.Connection,
    world: tuple[Any, Any, Any],
    work: list[Any],
    length: int,
    further: int,
) -> None:
    catalogue, served, amounts = world
    connection.execute("BEGIN")
    try:
        fill(connection, catalogue, served, amounts)
        connection.execute("UPDATE standard SET department = sector")
        connection.executemany(
            "INSERT INTO activity (kind, title, date, due, closed, expires)"
            " VALUES ('training', ?, ?, ?, ?, ?)",
            [(f"work {place}", *row) for place, row in enumerate(work)],
        )
        for day in sorted({*days(catalogue, 5, 0)[::4], date(2004, 3, 1)}):
            time = Period(day - timedelta(length), day, further)
            of_plan = plan(connection)
            parts = (
                *past_parts(connection, of_plan, time),
                *coming_parts(connection, of_plan, time),
            )
            by_part = {part.name: _records(part) for part in parts}
            _moves(connection, catalogue, time, by_part)
            _events(connection, catalogue, time, by_part)
            _activities(connection, time, by_part)
            _projects(connection, catalogue, time, by_part)
            _reviews_due(connection, time, by_part)
            _progress(connection, time, by_part)
    finally:
        connection.execute("ROLLBACK")


def _records(part: DigestPart) -> RECORDS:
    return [dict(zip(part.keys, row, strict=True)) for row in part.rows]


def _pairs(rows: RECORDS, second: str = "number") -> list[tuple[str, Any]]:
    return sorted((pad(row["date"]), row[second]) for row in rows)


def _within(time: Period, text: str | None) -> bool:
    return text is not None and time.since <= first_day(text) <= time.until


def _ahead(time: Period, text: str | None) -> bool:
    return text is not None and time.until <= first_day(text) <= time.limit


def _moves(
    connection: sqlite3.Connection,
    catalogue: list[Drawn],
    time: Period,
    by_part: dict[str, RECORDS],
) -> None:
    """Compare with the rows of `report moves` for existing records, without publications that have
    no day."""
    moved = table(stage_reports.list_moves(connection, str(time.since), time.until))
    listed = {row["key"]: row for row in records(connection, time.until)}
    known = [
        row
        for row in moved
        if row["number"] in listed
        and (row["event"] != "published" or listed[row["number"]]["published"])
        and (row["event"] != "withdrawn" or listed[row["number"]]["ends_basis"] != "inferred")
    ]
    for event in ("published", "withdrawn", "staged", "terminated"):
        assert _pairs(by_part[event]) == _pairs([row for row in known if row["event"] == event])
    inferred = [
        row
        for row in listed.values()
        if row["ends_basis"] == "inferred" and _within(time, row["ends"])
    ]
    assert count_inferred_ends(connection, time) == len(inferred)
    keys = [oracle.key(place, drawn) for place, drawn in enumerate(catalogue)]
    for row in by_part["withdrawn"]:
        ended = listed[row["number"]]
        if ended["ends_basis"] == "edition":
            [successor] = row["replaced_by"]
            new, old = (catalogue[keys.index(each)] for each in (successor, row["number"]))
            assert (new.base, new.family) == (old.base, old.family)
            assert pad(listed[successor]["effective"]) == ended["ends"]
        else:
            assert row["replaced_by"] == ended["replaced_by"]
    for key in ("department", "sector"):
        counted = Counter(listed[row["number"]][key] for row in by_part["published"])
        assert {row[key]: row["standards"] for row in by_part[f"by_{key}"]} == counted


def _events(
    connection: sqlite3.Connection,
    catalogue: list[Drawn],
    time: Period,
    by_part: dict[str, RECORDS],
) -> None:
    """Compare with the standards that come into force by oracle.py, and with the rows of `review
    list`."""
    began = []
    for place, life in enumerate(lives(catalogue)):
        start, end, public = life.effective, oracle.end(life), oracle.published_by(life)
        if start and time.since <= start <= time.until and public and public <= time.until:
            began += (
                [(str(start), oracle.key(place, catalogue[place]))]
                if end is None or end > start
                else []
            )
    assert _pairs(by_part["effective"]) == sorted(began)
    _ahead_of(catalogue, time, by_part)
    listed = table(review_list.list_reviews(connection, time.until, review_list.ReviewFilters()))
    decided = [row for row in listed if row["step"] == "decided"]
    some = [row for row in decided if _within(time, row["date"])]
    assert _pairs(by_part["reviewed"], "outcome") == _pairs(some, "outcome")


def _ahead_of(catalogue: list[Drawn], time: Period, by_part: dict[str, RECORDS]) -> None:
    """Compare with the starts and ends by oracle.py after the last day, of what is published."""
    begin = []
    ends = set()
    for place, life in enumerate(lives(catalogue)):
        start, end, public = life.effective, oracle.end(life), oracle.published_by(life)
        key = oracle.key(place, catalogue[place])
        if public is None or public > time.until:
            continue
        if start and time.until < start <= time.limit and (end is None or end > start):
            begin.append((str(start), key))
        if end is not None and time.until < end <= time.limit:
            ends.add((str(end), key))
    assert _pairs(by_part["effective_ahead"]) == sorted(begin)
    # Ends that nobody knew on the last day, and inferred ones, are left out.
    assert set(_pairs(by_part["ends_ahead"])) <= ends


def _activities(connection: sqlite3.Connection, time: Period, by_part: dict[str, RECORDS]) -> None:
    """Compare with the rows of `activities list`."""
    plan_year, none = plan(connection).year, activities.ActivityFilters()
    listed = table(activities.list_activities(connection, plan_year, time.until, none))
    for part, column, chosen in (
        ("activities_held", "date", [row for row in listed if _within(time, row["date"])]),
        ("activities_closed", "closed", [row for row in listed if _within(time, row["closed"])]),
        (
            "activities_due",
            "due",
            [row for row in listed if not row["closed"] and _ahead(time, row["due"])],
        ),
        ("expiring", "expires", [row for row in listed if _ahead(time, row["expires"])]),
    ):
        expected = sorted((pad(row[column]), row["id"]) for row in chosen)
        assert _pairs(by_part[part], "id") == expected


def _projects(
    connection: sqlite3.Connection,
    catalogue: list[Drawn],
    time: Period,
    by_part: dict[str, RECORDS],
) -> None:
    """Compare with deadlines the plan's number of months after the first stage; no project has a
    target date."""
    months = plan(connection).project_months
    due = []
    for row in records(connection, time.until):
        entered = catalogue[int(row["key"][1:].partition("+")[0])].stages
        stages = [pad(day) for day, stage in entered if stage != "60"]
        if row["status"] == "planned" and stages:
            sql = "SELECT date(?, ? || ' months')"
            [deadline] = connection.execute(sql, (min(stages), months)).fetchone()
            due += [(deadline, row["key"])] if _ahead(time, deadline) else []
    assert _pairs(by_part["projects_due"]) == sorted(due)


def _reviews_due(connection: sqlite3.Connection, time: Period, by_part: dict[str, RECORDS]) -> None:
    """Compare with the counts of `review calendar`."""
    rules = plan(connection)
    rule = DueRule(time.until, rules.review_years, rules.review_families)
    span = reviews.DaySpan(str(time.until), str(time.limit))
    counted = table(reviews.due_by_month(connection, rule, span, rules.year, sectors=False))
    months = Counter(row["date"][:7] for row in by_part["reviews_due"])
    assert {row["month"]: row["due"] for row in counted} == months
    assert all(_ahead(time, row["date"]) for row in by_part["reviews_due"])


def _progress(connection: sqlite3.Connection, time: Period, by_part: dict[str, RECORDS]) -> None:
    """Compare with the difference of two results of `report progress`."""
    rules = plan(connection)
    last = table(progress.progress_report(connection, rules, time.until))
    eve = table(progress.progress_report(connection, rules, time.since - timedelta(1)))
    expected = {
        now["indicator"]: (old["actual"], now["actual"])
        for old, now in zip(eve, last, strict=True)
        if old["actual"] != now["actual"] and time.since.year <= rules.year <= time.until.year
    }
    figures = {row["indicator"]: (row["before"], row["actual"]) for row in by_part["progress"]}
    assert figures == expected
    for row in by_part["progress"]:
        assert row["change"] == pytest.approx(row["actual"] - row["before"])
