"""The pipeline by sector: how many records stand in each stage and status on a day."""

import sqlite3
from datetime import date

from stdplan.catalogue.queries import plans, timeline
from stdplan.catalogue.queries.select import Select, once
from stdplan.domain.codes import STAGES, STATUSES
from stdplan.table import Column

_STAGE_COLUMNS = {f"stage_{code}": code for code in STAGES}
_STATUS_COLUMNS = {status.replace("-", "_"): status for status in STATUSES}
COLUMNS = (
    Column("sector", "key"),
    Column("name"),
    Column("records", "integer"),
    *(Column(name, "integer") for name in (*_STAGE_COLUMNS, "no_stage", *_STATUS_COLUMNS)),
)


def by_sector(connection: sqlite3.Connection, plan: int, day: date) -> Select:
    """For each of the plan's sectors, and for records of no sector of it: stages and statuses.

    A record is counted once, in its own sector; focus areas in other sectors do not count here, so
    that the rows add up to the catalogue.
    """
    tallies = [
        *(f"sum(stage = '{code}') AS {name}" for name, code in _STAGE_COLUMNS.items()),
        "sum(stage IS NULL) AS no_stage",
        *(f"sum(status = '{code}') AS {name}" for name, code in _STATUS_COLUMNS.items()),
    ]
    facts = (
        f"SELECT {plans.OWN_SECTOR} AS sector, {timeline.stage('s')} AS stage,"
        f" {timeline.status('s')} AS status FROM standard s WHERE {timeline.there('s')}"
    )
    counts = (
        f"SELECT sector, count(*) AS records, {', '.join(tallies)} FROM {once(facts)}"
        " GROUP BY sector"
    )
    names = ("records", *_STAGE_COLUMNS, "no_stage", *_STATUS_COLUMNS)
    return Select(
        connection,
        {
            "sector": "p.sector",
            "name": plans.named("c"),
            **{name: f"coalesce(n.{name}, 0)" for name in names},
        },
        COLUMNS,
        plans.WITH_REST,
        parameters={**timeline.parameters(day), "plan": plan},
        order="p.position",
        common={"n": counts},
    )
