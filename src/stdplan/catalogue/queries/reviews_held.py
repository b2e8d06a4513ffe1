"""Reviews that were held, and what is still open of them."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries import ages, timeline
from stdplan.catalogue.queries.select import Select, any_of, in_sector
from stdplan.table import Column

COLUMNS = (
    Column("number", "key"), Column("title"), Column("date", "date"), Column("outcome", "key"),
    Column("into", "key"), Column("ends", "date"), Column("note"),
)  # fmt: skip


class HeldFilters(NamedTuple):
    """What `review list` may be narrowed by."""

    sector: Sequence[str] = ()
    outcome: Sequence[str] = ()
    open_only: bool = False


def held(connection: sqlite3.Connection, day: date, filters: HeldFilters) -> Select:
    """Reviews held up to the day, the newest first.

    Open: the last review of a standard still in force is a revision (whose project has not ended
    without a standard), a merger, or a withdrawal without a day.
    """
    parameters: dict[str, object] = dict(timeline.parameters(day))
    where = ["v.date <= :day"]
    if filters.outcome:
        where.append(any_of("v.outcome", "outcome", filters.outcome, parameters))
    if filters.sector:
        where.append(in_sector(filters.sector, parameters))
    if filters.open_only:
        where += [
            "v.outcome <> 'confirm' AND (v.outcome <> 'withdraw' OR v.ends IS NULL)",
            timeline.in_force("s"),
            f"NOT {ages.fell_through('v', 'p')}",
            "NOT EXISTS (SELECT 1 FROM review w WHERE w.standard = v.standard"
            f" AND w.date <= :day AND ({timeline.pad('w.date')}, w.id)"
            f" > ({timeline.pad('v.date')}, v.id))",
        ]
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "date": "v.date",
        "outcome": "v.outcome",
        "into": 'v."into"',
        "ends": "v.ends",
        "note": "v.note",
    }
    return Select(
        connection,
        expressions,
        COLUMNS,
        "review v JOIN standard s ON s.id = v.standard LEFT JOIN standard p ON p.id = v.project",
        tuple(where),
        parameters,
        f"{timeline.pad('v.date')} DESC, s.sort_key, v.id",
        {"number": "s.sort_key"},
    )
