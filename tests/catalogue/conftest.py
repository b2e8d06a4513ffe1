"""What tests of the catalogue by itself begin with."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def connection(seeded: Path) -> Iterator[sqlite3.Connection]:
    """A seeded catalogue in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    held = sqlite3.connect(seeded)
    held.backup(memory)
    held.close()
    yield memory
    memory.close()
