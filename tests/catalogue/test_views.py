"""The views have the rows and figures of the commands, on random catalogues and for any day."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import Drawn, days
from report_helpers import WORLDS, fill, of_2004, plan, records, table
from stdplan.catalogue.queries import (
    adoption,
    plan_contents,
    progress,
    review_list,
    reviews,
)
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.views import VIEWS, create_views, list_columns, view_columns
from stdplan.domain import view_words

DAYS = st.integers(0, 400)


@pytest.fixture(scope="module")
def connection(seeded: Path) -> Iterator[sqlite3.Connection]:
    memory = of_2004(seeded)
    yield memory
    memory.close()


@contextmanager
def filled(connection: sqlite3.Connection, world: Any) -> Iterator[list[Drawn]]:
    """Insert a random catalogue, and take it back at the end."""
    connection.execute("BEGIN")
    try:
        fill(connection, *world)
        yield world[0]
    finally:
        connection.execute("ROLLBACK")


class Views:
    """The views of a day; their rows by SQL, with lists as lists."""

    def __init__(self, connection: sqlite3.Connection, day: date) -> None:
        self.connection, self.day = connection, day

    def rows(self, sql: str) -> list[dict[str, Any]]:
        views = [name for name in VIEWS if name in sql]
        create_views(self.connection, self.day, plan(self.connection), views)
        try:
            cursor = self.connection.execute(sql, {"day": str(self.day)})
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        finally:
            for name in views:  # other queries mean the tables
                self.connection.execute(f"DROP VIEW temp.{name}")

    def all_of(self, view: str, like: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of a view with the keys and kinds of other rows."""
        names = ", ".join(f'"{name}"' for name in like[0]) if like else "*"
        found = self.rows(f"SELECT {names} FROM {view}")
        return [{name: as_cell(cell, like[0][name]) for name, cell in row.items()} for row in found]


def as_cell(cell: Any, other: Any) -> Any:
    """Return a cell as commands have it: lists and objects are JSON in the views."""
    if isinstance(other, list | dict):
        return type(other)() if cell is None else json.loads(cell)
    return cell


def same(found: list[dict[str, Any]], listed: list[dict[str, Any]]) -> bool:
    """Return whether the rows are the same, in any order."""
    return sorted(map(repr, found)) == sorted(map(repr, listed))


@pytest.mark.slow
@given(WORLDS, DAYS, st.integers(0, 30))
@settings(max_examples=25)
def test_views_have_the_rows_of_the_commands(
    connection: sqlite3.Connection, world: Any, place: int, offset: int
) -> None:
    with filled(connection, world) as catalogue:
        possible = days(catalogue, 5, offset % 3)
        day = possible[place % len(possible)]
        rules = plan(connection)
        views = Views(connection, day)
        due = reviews.list_due_standards(connection, reviews.plan_due_rule(rules, day))
        no_filter = review_list.ReviewFilters()
        for view, listed in (
            ("standards", records(connection, day)),
            ("reviews_due", table(due)),
            ("reviews", table(review_list.list_reviews(connection, day, no_filter))),
            ("progress", table(progress.progress_report(connection, rules, day))),
            ("sectors", table(plan_contents.list_sectors(connection, rules.year, day))),
            ("focus_areas", table(plan_contents.list_focus_areas(connection, rules.year, day))),
            ("amounts", table(progress.list_amounts(connection, rules.year, day=day))),
        ):
            if view == "amounts":  # the command has the text that was recorded
                listed = [{**row, "amount": as_number(row["amount"])} for row in listed]
            assert same(views.all_of(view, listed), listed), view


def as_number(text: str) -> int | float:
    number = float(text)
    return int(number) if number == int(number) else number


@pytest.mark.slow
@given(WORLDS, DAYS, st.integers(0, 2))
@settings(max_examples=25)
def test_spans_of_status_and_age_are_those_of_any_day(
    connection: sqlite3.Connection, world: Any, place: int, offset: int
) -> None:
    with filled(connection, world) as catalogue:
        possible = days(catalogue, 5, offset)
        day = possible[place % len(possible)]
        # The views are those of a much earlier day: spans do not depend on it.
        views = Views(connection, date(1980, 1, 1))
        on_day = f"coalesce(since, '') <= '{day}' AND '{day}' < coalesce(until, '9999')"
        found = views.rows(f"SELECT key, status FROM statuses WHERE {on_day}")
        listed = records(connection, day)
        assert same(found, [{"key": row["key"], "status": row["status"]} for row in listed])

        rule = reviews.DueRule(day, 3)
        due = reviews.list_due_standards(connection, rule)
        counted = views.rows(
            f"""
            SELECT a.key FROM ages a JOIN statuses t ON t.key = a.key
            WHERE {on_day.replace("since", "a.since").replace("until", "a.until")}
            AND {on_day.replace("since", "t.since").replace("until", "t.until")}
            AND t.status = 'in-force' AND NOT a.amendment AND a.reset <= '{day}'
            AND CASE WHEN a.reset LIKE '%-02-29' THEN date(a.reset, '+3 years', '-1 day')
                ELSE date(a.reset, '+3 years') END <= '{day}'
            """
        )
        assert {row["key"] for row in counted} == {number for (number,) in due.fetch(["number"])}


@pytest.mark.slow
@given(WORLDS, DAYS)
@settings(max_examples=25)
def test_filters_in_sql_count_what_the_options_count(
    connection: sqlite3.Connection, world: Any, place: int
) -> None:
    with filled(connection, world) as catalogue:
        possible = days(catalogue, 5, 0)
        day = possible[place % len(possible)]
        views = Views(connection, day)
        in_machinery = StandardFilters(sector=["machinery"])
        listed = {row["key"] for row in records(connection, day, in_machinery)}
        found = views.rows("SELECT DISTINCT key FROM in_sectors WHERE sector = 'machinery'")
        assert {row["key"] for row in found} == listed

        late = StandardFilters(overdue=True)
        listed = {row["key"] for row in records(connection, day, late)}
        found = views.rows("SELECT key FROM projects WHERE overdue")
        assert {row["key"] for row in found} == listed

        for step, condition in (("decided", "IS NOT 'proposed'"), ("proposed", "= 'proposed'")):
            filters = review_list.ReviewFilters(open_only=True, step=step)
            ids = {row["id"] for row in table(review_list.list_reviews(connection, day, filters))}
            found = views.rows(f"SELECT id FROM reviews WHERE open AND step {condition}")
            assert {row["id"] for row in found} == ids

        scope = adoption.AdoptionScope(plan(connection).year, day, ())
        degrees = {
            row["degree"]: row["foreign"] for row in table(adoption.by_degree(connection, scope))
        }
        on_day = "since <= :day AND coalesce(until, '9999') > :day"
        found = views.rows(
            f'SELECT DISTINCT key, degree FROM adoptions WHERE "foreign" AND {on_day}'
        )
        closest = {}
        for row in sorted(found, key=lambda row: list(degrees).index(row["degree"])):
            closest.setdefault(row["key"], row["degree"])
        assert Counter(closest.values()) == Counter(
            {degree: count for degree, count in degrees.items() if count}
        )


def test_a_day_has_the_columns_of_every_view_and_what_they_mean(
    connection: sqlite3.Connection,
) -> None:
    columns = view_columns(connection, date(2011, 12, 31))
    assert list(columns) == list(VIEWS) == list(view_words.VIEWS)
    listed = table(list_columns(connection, date(2011, 12, 31), plan(connection)))
    assert all(row["meaning"] for row in listed)
    assert len(listed) == len(columns) + sum(map(len, columns.values()))


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT * FROM standards WHERE key = 'x'", "standard_key"),
        ("SELECT * FROM statuses WHERE key = 'x'", "standard_key"),
        ("SELECT * FROM ages WHERE key = 'x'", "standard_key"),
        ("SELECT * FROM reviews r JOIN standards s ON s.key = r.key", "standard_key"),
        ("SELECT count(*) FROM standards WHERE sector = 'x'", "life_sector"),
    ],
)
def test_conditions_use_an_index(connection: sqlite3.Connection, sql: str, index: str) -> None:
    plans = Views(connection, date(2011, 12, 31)).rows(f"EXPLAIN QUERY PLAN {sql}")
    steps = [row["detail"] for row in plans]
    assert any(index in step for step in steps)
    assert not {"life", "l", "s", "standard"} & {
        step.split()[1] for step in steps if step.startswith("SCAN ")
    }


def test_no_view_or_column_disappears(connection: sqlite3.Connection) -> None:
    """The fixture has what was released. A new view or column is added to it by hand."""
    fixture = Path(__file__).parents[1] / "fixtures" / "views.txt"
    now = view_columns(connection, date(2011, 12, 31))
    for line in fixture.read_text("utf-8").splitlines():
        view, _, names = line.partition(": ")
        assert set(names.split()) <= {column.name for column in now[view]}, view


def test_columns_compare_numbers_with_texts_of_digits(connection: sqlite3.Connection) -> None:
    views = Views(connection, date(2011, 12, 31))
    for view, columns in view_columns(connection, date(2011, 12, 31)).items():
        differing = " OR ".join(f'"{column.name}" <> "{column.name}" || \'\'' for column in columns)
        assert not views.rows(f"SELECT * FROM {view} WHERE {differing}"), view
