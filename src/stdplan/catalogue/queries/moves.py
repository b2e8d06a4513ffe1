"""What moved from stage to stage within some days: projects on their way, and how they ended."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import timeline, way
from stdplan.catalogue.queries.select import Select, in_sector
from stdplan.table import Column

COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("from_stage", "key"),
    Column("stage", "key"), Column("event", "key"), Column("date", "date"),
    Column("days", "integer"),
)  # fmt: skip


def moved(
    connection: sqlite3.Connection, since: str, until: date, sectors: Sequence[str] = ()
) -> Select:
    """Each step within the days, `since` (an ISO day) and `until` among them, in their order.

    `event`: staged, published, reviewed (a review under way came to its end), withdrawn,
    terminated. `days`: how long it was in the stage before.
    """
    parameters: dict[str, object] = {**timeline.parameters(until), "since": since}
    of = f"s.id IN ({_touched()})"
    if sectors:
        of += f" AND {in_sector(sectors, parameters)}"
    expressions = {
        "number": "s.key",
        "title": "s.title",
        "sector": "s.sector",
        "from_stage": "t.before",
        "stage": f"nullif(t.stage, '{way.TERMINATED}')",
        "event": f"CASE WHEN t.stage = '{way.TERMINATED}' THEN 'terminated'"
        " WHEN t.stage = '95' THEN 'withdrawn' WHEN t.stage <> '60' THEN 'staged'"
        " WHEN t.before = '90' THEN 'reviewed' ELSE 'published' END",
        "date": "t.date",
        "days": way.days("t.since", "t.day"),
    }
    return Select(
        connection,
        expressions,
        COLUMNS,
        "step t JOIN standard s ON s.id = t.id",
        ("t.day BETWEEN :since AND :day",),
        parameters,
        "t.day, s.sort_key, s.key, t.stage",
        {"number": "s.sort_key"},
        way.steps(of),
    )


def _touched() -> str:
    """The ids of records to which something may have happened within the days.

    Few, so that no other record is asked for its way.
    """
    within = "BETWEEN :since AND :day"
    return (
        f"SELECT standard FROM stage_change WHERE {timeline.pad('date')} {within}"
        f" UNION SELECT standard FROM review WHERE {timeline.pad('date')} {within}"
        f" UNION SELECT id FROM standard p WHERE {timeline.public('p')} {within}"
        f" OR {timeline.pad('p.terminated')} {within} OR {timeline.pad('p.withdrawn')} {within}"
        " UNION SELECT o.id FROM standard n JOIN replaces r ON r.successor = n.key"
        f" JOIN standard o ON o.key = r.target WHERE {timeline.start('n')} {within}"
    )
