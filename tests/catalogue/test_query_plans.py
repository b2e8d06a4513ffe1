"""What SQLite means to do where a question must not look at every record."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

from stdplan.catalogue.queries import plan_contents, standards

DAY = date(2011, 12, 31)


def steps(db: Path, ask: Callable[[sqlite3.Connection], object]) -> list[str]:
    """How SQLite goes about the last statement of `ask`."""
    connection, told = sqlite3.connect(db), list[str]()
    connection.set_trace_callback(told.append)
    ask(connection)
    connection.set_trace_callback(None)
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {told[-1]}")]


def scans(taken: list[str]) -> list[str]:
    """The steps that go through all of table standard, or all of an index of it."""
    return [step for step in taken if step.startswith(("SCAN s ", "SCAN standard "))]


def test_what_is_not_there_yet_is_found_by_the_index_of_its_start(seeded: Path) -> None:
    taken = steps(seeded, lambda connection: standards.count_not_yet_known(connection, DAY))
    assert sum("USING INDEX standard_start" in step for step in taken) == 2
    assert scans(taken) == []


def test_sectors_count_their_standards_in_an_index(seeded: Path) -> None:
    taken = steps(
        seeded,
        lambda connection: list(
            plan_contents.list_sectors(connection, 2011, DAY).fetch(["standards"])
        ),
    )
    assert scans(taken) == ["SCAN standard USING COVERING INDEX standard_sector"]
