"""Records of a list into the catalogue, within one operation."""

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
