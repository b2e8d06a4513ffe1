"""Fixtures for tests of the catalogue without the command line."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from stdplan.catalogue.sql_functions import add_functions


@pytest.fixture(scope="module")
def connection(seeded: Path) -> Iterator[sqlite3.Connection]:
    """Open a seeded catalogue in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    add_functions(memory)
    source = sqlite3.connect(seeded)
    source.backup(memory)
    source.close()
    yield memory
    memory.close()
