"""Queries that must not scan every record use an index, by SQLite's query plan."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stdplan.catalogue import life
from stdplan.catalogue.queries import (
    adoption,
    committees,
    measure_figures,
    measures,
    plan_contents,
    plans,
    review_report,
    reviews,
    sector_reports,
    standards,
)
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.catalogue.sql_functions import add_functions

DAY = date(2011, 12, 31)


def steps(db: Path, ask: Callable[[sqlite3.Connection], object]) -> list[str]:
    """Return the steps of SQLite's query plan for the last statement of `ask`."""
    return every_step(db, ask)[-1]


def every_step(db: Path, ask: Callable[[sqlite3.Connection], object]) -> list[list[str]]:
    """Return the steps of SQLite's query plan for each statement of `ask`."""
    connection, statements = sqlite3.connect(db), list[str]()
    add_functions(connection)
    connection.set_trace_callback(statements.append)
    ask(connection)
    connection.set_trace_callback(None)
    return [
        [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        for statement in statements
    ]


def scans(plan_steps: list[str]) -> list[str]:
    """Return the steps that scan a table with a row for each standard, or one of its indexes."""
    return [step for step in plan_steps if step.startswith(("SCAN s ", "SCAN l ", "SCAN life "))]


def test_records_not_yet_known_are_found_by_an_index(seeded: Path) -> None:
    plan_steps = steps(seeded, lambda connection: standards.count_not_yet_known(connection, DAY))
    assert plan_steps == ["SEARCH l USING COVERING INDEX life_public (public>?)"]


def test_standards_of_sectors_are_counted_in_an_index(seeded: Path) -> None:
    plan_steps = steps(
        seeded,
        lambda connection: list(
            plan_contents.list_sectors(connection, 2011, DAY).fetch(["standards"])
        ),
    )
    assert scans(plan_steps) == ["SCAN l USING COVERING INDEX life_sector"]


RULE = DueRule(DAY, years=5, families=("industry",))
SPAN = reviews.DaySpan("2012-01-01", "2012-12-31")


def _review_report(connection: sqlite3.Connection) -> Query:
    campaign = plans.choose_plan(connection, 2011).campaign()
    return review_report.review_report(connection, 2011, campaign, DAY)


def _measure(connection: sqlite3.Connection, name: str) -> object:
    window = measures.MeasureWindow(connection, plans.choose_plan(connection, 2011), DAY)
    return measure_figures.count_measure(window, name)


BY_SECTOR: dict[str, Callable[[sqlite3.Connection], object]] = {
    "review due --by sector": lambda c: list(
        reviews.due_by_sector(c, RULE, 2011).fetch(["sector", "due", "mean_age"])
    ),
    "report review": lambda c: list(_review_report(c).fetch(["sector", "campaign", "backlog"])),
    "report sectors": lambda c: list(
        sector_reports.pipeline_by_sector(c, 2011, DAY).fetch(["sector", "in_force"])
    ),
    "adoption report": lambda c: list(
        adoption.by_sector(c, adoption.AdoptionScope(2011, DAY, ("industry",))).fetch(["idt"])
    ),
    "campaign": lambda c: _measure(c, "campaign"),
    "adoption-rate": lambda c: _measure(c, "adoption-rate"),
}


@pytest.mark.parametrize("report", BY_SECTOR)
def test_reports_read_only_the_index_of_sectors(seeded: Path, report: str) -> None:
    """The table of records is not read; only projects are looked up: in table `life`, and in table
    `standard` (alias d) for the stage of a draft."""
    plan_steps = steps(seeded, BY_SECTOR[report])
    assert "USING COVERING INDEX life_sector" in " ".join(plan_steps)
    assert all("INDEX life_sector" in step for step in scans(plan_steps))
    assert not [step for step in plan_steps if "life_due" in step or "SEARCH s " in step]


@pytest.mark.parametrize("families", [("industry",), ()])
def test_what_is_due_comes_from_an_index_in_its_order(
    seeded: Path, families: tuple[str, ...]
) -> None:
    rule = RULE._replace(families=families)
    plan_steps = steps(
        seeded,
        lambda connection: list(
            reviews.list_due_standards(connection, rule).fetch(["number", "due"], limit=100)
        ),
    )
    assert scans(plan_steps) == []
    assert not [step for step in plan_steps if step == "USE TEMP B-TREE FOR ORDER BY"]


def test_what_falls_due_comes_from_an_index(seeded: Path) -> None:
    plan_steps = steps(
        seeded,
        lambda connection: list(
            reviews.due_by_month(connection, RULE, SPAN, 2011).fetch(["month", "due"])
        ),
    )
    assert scans(plan_steps) == []


def test_what_was_published_in_the_year_comes_from_an_index(seeded: Path) -> None:
    plan_steps = steps(seeded, lambda connection: _measure(connection, "published"))
    assert "SEARCH l USING INDEX life_public (public>? AND public<?)" in "\n".join(plan_steps)


def test_records_of_committees_are_counted_in_an_index(seeded: Path) -> None:
    """Only projects, and what was published in the year, are looked up in table `standard`."""

    def ask(connection: sqlite3.Connection) -> object:
        plan = plans.choose_plan(connection, 2011)
        return committees.committee_load(connection, plan, DAY)

    all_steps = [step for plan_steps in every_step(seeded, ask) for step in plan_steps]
    assert scans(all_steps) == ["SCAN l USING COVERING INDEX life_sector"]


@pytest.mark.parametrize("only_pending", [False, True])
def test_editions_are_joined_by_an_index(seeded: Path, only_pending: bool) -> None:
    """Without it, each edition of a number would be compared with all editions of the catalogue."""
    sql = life._insert_lives("life", only_pending)
    connection = sqlite3.connect(seeded)
    add_functions(connection)
    plan_steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    connection.close()
    assert not [step for step in plan_steps if step.startswith("SCAN n")]
    assert [step for step in plan_steps if step.startswith("SEARCH n USING AUTOMATIC")]
