"""Records that are known by a title only, and the numbers that their list gives them later.

Rule: a list without numbers gives each record a key that is a hash of the list's name, the title
and the committee (standard_record.title_key). If the list comes again with numbers, the row with
the same three is the same standard, so the two records are merged, if the number is new in the
catalogue. If several rows have them, or the number is known already, the pairs stay apart and are
reported. A list that still has the row without a number means two records.
"""

import sqlite3
from collections.abc import Container
from typing import NamedTuple

from stdplan.catalogue.project_matching import MatchedProjects, Pair, merge
from stdplan.domain.standard_record import TITLE_KEY, title_key

# After all keys that begin with TITLE_KEY.
_AFTER = TITLE_KEY[:-1] + chr(ord(TITLE_KEY[-1]) + 1)
_TITLED = (
    "SELECT key, id, source FROM standard WHERE key >= :title AND key < :after"
    " AND number IS NULL AND plan_number IS NULL"
    " AND key NOT IN (SELECT key FROM staged WHERE n > :first AND n <= :last)"
)
_NUMBERED = (
    "SELECT s.key, s.title, s.committee, t.id FROM staged s"
    " JOIN standard t ON t.key = s.key WHERE s.n > :first AND s.n <= :last"
    " AND s.number IS NOT NULL AND s.title IS NOT NULL AND s.source = :source ORDER BY s.n"
)
# Stages that an import gave the record, because it took the standard for a project.
_DROP_STAGES = (
    "DELETE FROM stage_change WHERE standard = :titled AND review IS NULL AND stage < '60'"
    " AND (SELECT coalesce(published, effective) IS NULL AND number_year IS NOT NULL"
    " AND draft_stage IS NULL FROM standard WHERE id = :standard)"
)


class _Titled(NamedTuple):
    """A record with a title only, and the numbers and row ids of the standards that it may be."""

    id: int
    key: str
    standards: dict[int, str]


def match_titles(
    connection: sqlite3.Connection, rows: dict[str, int], new: Container[int]
) -> MatchedProjects:
    """Merge the records of a list that had only titles with the standards that its rows now name.

    `rows`: the numbers `first` and `last` of the staged rows; `new`: the row ids of records that
    the list has added. The first record of a pair counts as its project.
    """
    titles = {**rows, "title": TITLE_KEY, "after": _AFTER}
    records = connection.execute(_TITLED, titles).fetchall()
    titled = {key: _Titled(row_id, key, {}) for key, row_id, _ in records}
    for source in {source for _, _, source in records if source is not None}:
        numbered = connection.execute(_NUMBERED, {**rows, "source": source})
        for number, title, committee, standard in numbered:
            if record := titled.get(title_key(source, title, committee)):
                record.standards[standard] = number
    pairs, doubtful = [], []
    for record in titled.values():
        standard = next(iter(record.standards), 0)
        if len(record.standards) == 1 and standard in new:
            connection.execute(_DROP_STAGES, {"titled": record.id, "standard": standard})
            pairs.append(Pair(record.id, standard, merge(connection, record.id, standard)))
        else:
            doubtful += [(record.key, number) for number in record.standards.values()]
    return MatchedProjects(tuple(pairs), tuple(doubtful))
