"""Giving records focus areas, many at once."""

from collections.abc import Sequence

from stdplan.catalogue.work import Work


def place(work: Work, pairs: Sequence[tuple[str, str]]) -> int:
    """Add focus areas to records, both by their keys; the number of records that had them not."""
    changed = set()
    for key, focus in pairs:
        added = work.connection.execute(
            "INSERT OR IGNORE INTO standard_focus (standard, focus)"
            " SELECT id, ? FROM standard WHERE key = ?",
            (focus, key),
        )
        if added.rowcount:
            changed.add(key)
    work.count("changed", len(changed))
    return len(changed)
