"""A whole plan as the catalogue has it, and the list of all plans.

Rule: the files of a stored plan (output/as_plan.py) are read as the same plan. What files cannot
have is left out: a second main indicator of a task, which the catalogue kept from earlier files,
and a prefix of two sectors in the one that does not get its numbers.
"""

from __future__ import annotations

import json
import sqlite3

from stdplan.catalogue.queries.plans import name_expression
from stdplan.catalogue.queries.query import Query
from stdplan.light import TYPE_CHECKING
from stdplan.table import Column

if TYPE_CHECKING:
    from stdplan.domain.plan_definition import Seeds

PLAN_COLUMNS = (
    Column("year", "integer"), Column("title"), Column("issuer"),
    Column("sectors", "integer"), Column("focus_areas", "integer"), Column("tasks", "integer"),
    Column("indicators", "integer"), Column("review_years", "integer"),
    Column("review_families", "list"), Column("review_cutoff", "key"),
    Column("project_months", "integer", label="project_months"),
    Column("mandatory_months", "integer"), Column("recommended_months", "integer"),
    Column("guidance_months", "integer"),
    Column("title_zh"), Column("title_en"), Column("issuer_zh"),
    Column("issuer_en"),
)  # fmt: skip
_COUNTED = {
    "sectors": "plan_sector",
    "focus_areas": "plan_focus",
    "tasks": "task",
    "indicators": "indicator",
}
_STORED = (
    "year", "review_years", "review_families", "review_cutoff", "project_months", "title_zh",
    "title_en", "issuer_zh", "issuer_en",
)  # fmt: skip


def list_plans(connection: sqlite3.Connection) -> Query:
    """Return the plans of the catalogue, the newest first."""
    counts = {
        name: f"(SELECT count(*) FROM {table} x WHERE x.plan = p.year)"
        for name, table in _COUNTED.items()
    }
    months = {
        f"{nature}_months": f"json_extract(p.nature_months, '$.{nature}')"
        for nature in ("mandatory", "recommended", "guidance")
    }
    return Query(
        connection=connection,
        expressions={
            **{name: f"p.{name}" for name in _STORED},
            "title": name_expression("p", "title"),
            "issuer": name_expression("p", "issuer"),
            **counts,
            **months,
        },
        columns=PLAN_COLUMNS,
        tables="plan p",
        order="p.year DESC",
    )


def number_targets(connection: sqlite3.Connection, plan: int) -> list[tuple[str, str, str, str]]:
    """Return code, name, target and unit of the indicators of a plan whose target is a number."""
    rows = connection.execute(
        f"""
        SELECT code, {name_expression("i")}, target, {name_expression("i", "unit")}
        FROM indicator i
        WHERE plan = ? AND target GLOB '*[0-9]*'
        ORDER BY task, position
        """,
        (plan,),
    )
    return rows.fetchall()


def texts_with(connection: sqlite3.Connection, plan: int, text: str) -> list[tuple[str, str]]:
    """Return table and code or number of the parts of a plan in whose texts a text occurs."""
    found: list[tuple[str, str]] = []
    for table, key, names in (
        ("theme", "number", ("title",)),
        ("task", "number", ("title", "summary")),
        ("indicator", "code", ("name",)),
        ("driver", "code", ("name",)),
        ("activity_kind", "code", ("name",)),
    ):
        columns = [f"{name}_{code}" for name in names for code in ("zh", "en")]
        rows = connection.execute(
            f"""
            SELECT {key} FROM {table}
            WHERE plan = ? AND instr({" || ' ' || ".join(columns)}, ?)
            ORDER BY id
            """,
            (plan, text),
        )
        found += [(table, str(number)) for (number,) in rows]
    return found


def plan_facts(connection: sqlite3.Connection, year: int) -> dict[str, str]:
    """Return titles and issuers of the plan of a year, by column."""
    names = ("title_zh", "title_en", "issuer_zh", "issuer_en")
    sql = f"SELECT {', '.join(names)} FROM plan WHERE year = ?"
    return dict(zip(names, connection.execute(sql, (year,)).fetchone(), strict=True))


def plan_sizes(connection: sqlite3.Connection, year: int) -> dict[str, int]:
    """Return how many sectors, focus_areas, tasks and indicators the plan of a year has."""
    counts = ", ".join(f"(SELECT count(*) FROM {x} WHERE plan = :year)" for x in _COUNTED.values())
    sizes = connection.execute(f"SELECT {counts}", {"year": year}).fetchone()
    return dict(zip(_COUNTED, sizes, strict=True))


def stored_plan(connection: sqlite3.Connection, year: int) -> Seeds:
    """Return the plan of a year, which the catalogue has, with its sectors as they are described
    now."""
    from stdplan.domain.plan_definition import SeedArea, Seeds, SeedSector, SeedTasks

    areas: dict[str, list[SeedArea]] = {}
    for row in _rows(
        connection,
        """
        SELECT a.code, a.sector, a.name_zh, a.name_en, a.phrase, a.subject, p.priority, a.keywords,
        a.note
        FROM plan_focus p
        JOIN focus_area a ON a.code = p.focus
        WHERE p.plan = ?
        ORDER BY p.position, p.id
        """,
        year,
    ):
        row.update(priority=bool(row["priority"]), keywords=json.loads(str(row["keywords"])))
        areas.setdefault(str(row["sector"]), []).append(SeedArea(**row))  # type: ignore[arg-type]
    sectors = []
    others = _prefixes_of_others(connection, year)
    for row in _rows(
        connection,
        """
        SELECT c.code, c.kind, c.name_zh, c.name_en, c.prefixes
        FROM plan_sector p
        JOIN sector c ON c.code = p.sector
        WHERE p.plan = ?
        ORDER BY p.position, p.id
        """,
        year,
    ):
        code = str(row["code"])
        prefixes = [name for name in json.loads(str(row["prefixes"])) if (code, name) not in others]
        row.update(prefixes=prefixes, areas=areas.get(code, []))
        sectors.append(SeedSector(**row))  # type: ignore[arg-type]
    return Seeds(
        year,
        sectors,
        SeedTasks(
            _plan(connection, year),
            _part(connection, "theme", "number", year),
            _part(connection, "task", "number", year),
            _indicators(connection, year),
            _part(connection, "driver", "task, position, id", year),
            _part(connection, "activity_kind", "task, position, id", year),
        ),
    )


def left_out_prefixes(connection: sqlite3.Connection, year: int) -> list[tuple[str, str]]:
    """Return sector and prefix where numbers with a prefix of a sector of the plan belong to
    another sector of the plan; files with both would be refused."""
    return sorted(_prefixes_of_others(connection, year))


def _prefixes_of_others(connection: sqlite3.Connection, year: int) -> set[tuple[str, str]]:
    # The order is that of standard_writer.sector_of_prefix: the last sector has the numbers.
    owners: dict[str, str] = {}
    others = set()
    for code, prefixes in connection.execute(
        """
        SELECT c.code, c.prefixes
        FROM sector c
        JOIN plan_sector p ON p.sector = c.code
        WHERE c.code IN (SELECT sector FROM plan_sector WHERE plan = ?)
        GROUP BY c.code
        ORDER BY max(p.plan), c.code
        """,
        (year,),
    ):
        for prefix in json.loads(prefixes):
            if prefix in owners:
                others.add((owners[prefix], prefix))
            owners[prefix] = code
    return others


def _rows(connection: sqlite3.Connection, sql: str, year: int) -> list[dict[str, object]]:
    cursor = connection.execute(sql, (year,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _part(
    connection: sqlite3.Connection, table: str, order: str, year: int
) -> list[dict[str, object]]:
    """Return the rows of a table of the plan, without their ids."""
    rows = _rows(connection, f"SELECT * FROM {table} WHERE plan = ? ORDER BY {order}", year)
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def _plan(connection: sqlite3.Connection, year: int) -> dict[str, object]:
    [row] = _rows(connection, "SELECT * FROM plan WHERE year = ?", year)
    months = row["nature_months"]
    row.update(
        review_families=json.loads(str(row["review_families"])),
        nature_months=None if months is None else json.loads(str(months)),
    )
    return {name: value for name, value in row.items() if name != "id"}


def _indicators(connection: sqlite3.Connection, year: int) -> list[dict[str, object]]:
    """Return the indicators of the plan; each task has a main one."""
    rows = _part(connection, "indicator", "task, position, id", year)
    with_main: set[object] = set()
    for row in rows:
        row["main"] = bool(row["main"]) and row["task"] not in with_main
        if row["main"]:
            with_main.add(row["task"])
    return rows
