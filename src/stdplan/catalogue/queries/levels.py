"""The level of what is in force, as its records say it, by sector; and how much has a benchmark."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import plans, timeline
from stdplan.catalogue.queries.select import Select, any_of
from stdplan.table import Column

COLUMNS = (
    Column("sector", "key"), Column("name"), Column("level"), Column("in_force", "integer"),
    Column("share", "percent"), Column("benchmarked", "integer"),
)  # fmt: skip


def by_sector(
    connection: sqlite3.Connection,
    plan: int,
    day: date,
    families: Sequence[str] = (),
    sectors: Sequence[str] = (),
) -> Select:
    """Standards in force, without amendments, of `families` (none: all) by sector and level.

    `share` is percent of the sector's; the row without a level is those whose record says none.
    """
    parameters: dict[str, object] = {**timeline.parameters(day), "plan": plan}
    where = [timeline.in_force("s"), "s.amends IS NULL"]
    if families:
        where.insert(0, any_of("s.family", "family", families, parameters))
    counts = (
        f"SELECT {plans.OWN_SECTOR} AS sector, s.level AS level, count(*) AS in_force,"
        " sum(s.benchmark IS NOT NULL) AS benchmarked"
        f" FROM standard s WHERE {' AND '.join(where)} GROUP BY 1, 2"
    )
    expressions = {
        "sector": "p.sector",
        "name": plans.named("c"),
        "level": "n.level",
        "in_force": "n.in_force",
        "share": "round(100.0 * n.in_force"
        " / (SELECT sum(m.in_force) FROM n m WHERE m.sector IS n.sector), 1)",
        "benchmarked": "n.benchmarked",
    }
    asked = ["n.in_force > 0"]
    if sectors:
        asked.append(any_of("p.sector", "sector", sectors, parameters))
    return Select(
        connection,
        expressions,
        COLUMNS,
        plans.WITH_REST,
        tuple(asked),
        parameters,
        "p.position, n.level IS NULL, n.level",
        common={"n": counts},
    )
