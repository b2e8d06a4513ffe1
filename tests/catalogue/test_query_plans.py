"""Queries that must not scan every record use an index, by SQLite's query plan."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

from stdplan.catalogue.queries import plan_contents, standards

DAY = date(2011, 12, 31)


def steps(db: Path, ask: Callable[[sqlite3.Connection], object]) -> list[str]:
    """Return the steps of SQLite's query plan for the last statement of `ask`."""
    connection, statements = sqlite3.connect(db), list[str]()
    connection.set_trace_callback(statements.append)
    ask(connection)
    connection.set_trace_callback(None)
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]


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
