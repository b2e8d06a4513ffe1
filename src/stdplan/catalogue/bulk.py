"""Records of a list into the catalogue, within one operation."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from stdplan.catalogue.records import Writer
from stdplan.catalogue.work import Work
from stdplan.domain.record import Record


def load(work: Work, records: Iterable[Record]) -> Counter[str]:
    """Save the records; how many were added, changed and unchanged."""
    writer = Writer(work.connection)
    outcomes: Counter[str] = Counter()
    for record in records:
        saved = writer.save(record)
        outcomes["added" if saved.added else "changed" if saved.changes else "unchanged"] += 1
    work.count("added", outcomes["added"])
    work.count("changed", outcomes["changed"])
    return outcomes


def known_codes(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Codes of sectors, focus areas or drivers by code, and by names that only one has."""
    rows = connection.execute(f"SELECT code, name_zh, name_en FROM {table}").fetchall()
    codes: dict[str, set[str]] = {}
    for code, *names in rows:
        for name in names:
            codes.setdefault(name, set()).add(code)
    by_name = {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}
    return by_name | {row[0]: row[0] for row in rows}
