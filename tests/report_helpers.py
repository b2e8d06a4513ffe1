"""Random catalogues with everything that reports count, and their records as `standards list -f
json` has them.

The plan of 2011 is also stored as the plan of 2004, because the random records date from that time.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from oracle import CATALOGUES, Drawn, insert
from stdplan.catalogue.life import refresh
from stdplan.catalogue.queries import plans, standards
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.sql_functions import add_functions

YEAR = 2004
SECTORS = ["machinery", "telecom", None]
AREAS = ["telecom/internet-of-things", "telecom/ipv6", "machinery/basic-components"]
DRIVERS = ["quality-brands", "phasing-out", "of-no-plan"]
REFERENCES = ["ISO 1:2000", "IEC 2:2001", "ASTM D638-14", ""]


@dataclass(frozen=True)
class Served:
    """What a record gives besides its dates: sector, focus areas, drivers and references."""

    sector: str | None
    focus: list[str]
    driver: list[str]
    innovation: list[str]
    committee: str | None
    level: str | None
    benchmark: str | None
    adopts: dict[str, str | None]


SERVED = st.builds(
    Served,
    sector=st.sampled_from(SECTORS),
    focus=st.lists(st.sampled_from(AREAS), unique=True),
    driver=st.lists(st.sampled_from(DRIVERS), unique=True),
    innovation=st.lists(st.sampled_from(["patent", "research-project"]), unique=True),
    committee=st.sampled_from(["SAC/TC 1", "ＳＡＣ／ＴＣ　1", "SAC/TC1", None]),
    level=st.sampled_from(["国际先进", "国内先进", None]),
    benchmark=st.sampled_from(["ISO 1:2000", None]),
    adopts=st.dictionaries(
        st.sampled_from(REFERENCES), st.sampled_from(["IDT", "MOD", "EQV", "NEQ", None])
    ),
)
AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from(["3.published", "6.accepted", "1.covered"]),
        st.sampled_from(["2004", "2004-02", "2004-02-29", "2004-12-31"]),
        st.sampled_from(["0.1", "7", "12.50"]),
        st.sampled_from(["machinery", "rare-earth", None]),
    ),
    max_size=3,
)
WORLDS = st.tuples(CATALOGUES, st.lists(SERVED, min_size=4, max_size=4), AMOUNTS)


def of_2004(seeded: Path) -> sqlite3.Connection:
    """Open a seeded catalogue in memory, with the plan of 2011 stored as that of 2004 too."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    add_functions(memory)
    add_functions(memory)
    source_file = sqlite3.connect(seeded)
    source_file.backup(memory)
    source_file.close()
    for table in ("plan", "task", "driver", "plan_sector", "plan_focus", "indicator"):
        names = [row[1] for row in memory.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
        year = "year" if table == "plan" else "plan"
        copied = ", ".join("2004" if name == year else name for name in names)
        memory.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table}")
    return memory


def fill(
    connection: sqlite3.Connection,
    catalogue: list[Drawn],
    served: list[Served],
    amounts: list[tuple[str, str, str, str | None]],
) -> None:
    """Insert the records, what they serve, and the amounts that were recorded by hand."""
    insert(connection, catalogue)
    for place, one in enumerate(served[: len(catalogue)]):
        lists = [json.dumps(values) if values else None for values in (one.driver, one.innovation)]
        connection.execute(
            "UPDATE standard SET sector = ?, driver = ?, innovation = ?, committee = ?, level = ?,"
            " benchmark = ? WHERE id = ?",
            (one.sector, *lists, one.committee, one.level, one.benchmark, place),
        )
        connection.executemany(
            "INSERT INTO standard_focus (standard, focus) VALUES (?, ?)",
            [(place, code) for code in one.focus],
        )
        connection.executemany(
            "INSERT INTO adopts (standard, reference, degree, position) VALUES (?, ?, ?, 0)",
            [(place, *pair) for pair in one.adopts.items()],
        )
    refresh(connection)
    for code, day, amount, sector in amounts:
        connection.execute(
            "INSERT INTO progress (indicator, date, amount, sector)"
            " SELECT id, ?, ?, ? FROM indicator WHERE plan = ? AND code = ?",
            (day, amount, sector, YEAR, code),
        )


def plan(connection: sqlite3.Connection) -> plans.PlanRules:
    return plans.choose_plan(connection, YEAR)


def records(
    connection: sqlite3.Connection, day: date, filters: StandardFilters | None = None
) -> list[dict[str, Any]]:
    """Return the records that exist on the day, as `standards list -f json` writes them."""
    months = plan(connection).months()
    source = standards.list_standards(connection, day, filters or StandardFilters(), months)
    names = [column.name for column in source.columns]
    return [dict(zip(names, row, strict=True)) for row in source.fetch(names)]


def table(source: Any) -> list[dict[str, Any]]:
    """Return the rows of a report by key."""
    names = [column.name for column in source.columns]
    return [dict(zip(names, row, strict=True)) for row in source.fetch(names)]
