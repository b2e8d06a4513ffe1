"""Standards: every field as SQL for a day, and the filters of `standards list`."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries import ages, projects, timeline
from stdplan.catalogue.queries.select import Select, any_of, contains, in_sector, json_list
from stdplan.domain.fields import COLUMNS, FIELDS

NATURAL_ORDER = "s.sort_key, s.key"
SORT_BY = {"number": "s.sort_key", "key": "s.sort_key"}


class Filters(NamedTuple):
    """What `standards list` may be narrowed by; several values of one filter mean or."""

    sector: Sequence[str] = ()
    focus: Sequence[str] = ()
    family: Sequence[str] = ()
    nature: Sequence[str] = ()
    work: Sequence[str] = ()
    status: Sequence[str] = ()
    stage: Sequence[str] = ()
    adoption: Sequence[str] = ()
    driver: Sequence[str] = ()
    innovation: Sequence[str] = ()
    committee: Sequence[str] = ()
    department: Sequence[str] = ()
    prefix: Sequence[str] = ()
    target_year: Sequence[str] = ()
    search: Sequence[str] = ()
    published_from: str | None = None
    published_to: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    overdue: bool = False


def expressions(s: str = "s") -> dict[str, str]:
    """Each field of domain/fields.py as an SQL expression over alias `s`."""
    made = {field.name: f"{s}.{field.name}" for field in FIELDS if field.home == "column"}
    made["focus"] = json_list("f.focus", f"standard_focus f WHERE f.standard = {s}.id ORDER BY 1")
    made["withdrawn"] = withdrawn(s)
    made["target_date"] = projects.target(s)
    made["stage"] = timeline.stage(s)
    made["status"] = timeline.status(s)
    made["confirmed"] = ages.confirmed(s)
    made["replaces"] = json_list(
        "CASE WHEN r.partial THEN '部分代替 ' || r.target ELSE r.target END",
        f"replaces r WHERE r.successor = {s}.key ORDER BY r.position, r.target",
    )
    made["replaced_by"] = json_list(
        "CASE WHEN r.partial THEN '部分代替 ' || r.successor ELSE r.successor END",
        "replaces r LEFT JOIN standard n ON n.key = r.successor"
        f" WHERE r.target = {s}.key AND (n.id IS NULL OR {timeline.there('n')})"
        " ORDER BY n.sort_key, r.successor",
    )
    made["adopts"] = json_list(
        "CASE WHEN a.word IS NOT NULL THEN trim(a.word || ' ' || a.reference)"
        " WHEN a.degree IS NOT NULL THEN a.reference || ',' || a.degree ELSE a.reference END",
        f"adopts a WHERE a.standard = {s}.id ORDER BY a.position, a.reference",
    )
    return {field.name: made[field.name] for field in FIELDS}


def withdrawn(s: str) -> str:
    """The day of withdrawal; a day that only stood in for one gives way to the successor's."""
    return (
        f"CASE WHEN {s}.withdrawn_inferred = 0 OR {timeline.successor_start(s)} IS NULL"
        f" THEN {s}.withdrawn END"
    )


def listed(connection: sqlite3.Connection, day: date, filters: Filters, months: int) -> Select:
    """The records that are there on `day` and pass the filters.

    `months`: how long a project may take where it has no target date (`--overdue`).
    """
    parameters: dict[str, object] = dict(timeline.parameters(day))
    where = [timeline.there("s"), *_conditions(filters, parameters)]
    if filters.overdue:
        where.append(projects.overdue("s"))
        parameters["months"] = months
    return Select(
        connection,
        expressions(),
        COLUMNS,
        "standard s",
        tuple(where),
        parameters,
        NATURAL_ORDER,
        SORT_BY,
    )


def not_there_yet(connection: sqlite3.Connection, day: date) -> int:
    """How many records are first known after the day, and so left out."""
    sql = f"SELECT count(*) FROM ({timeline.not_there('s.id')})"
    return int(connection.execute(sql, timeline.parameters(day)).fetchone()[0])


def is_absent(connection: sqlite3.Connection, key: str, day: date) -> bool:
    """Whether the record of this key is first known after the day."""
    sql = f"SELECT NOT ({timeline.there('s')}) FROM standard s WHERE s.key = :key"
    row = connection.execute(sql, {**timeline.parameters(day), "key": key}).fetchone()
    return bool(row[0])


def _conditions(filters: Filters, into: dict[str, object]) -> list[str]:
    known = {
        "sector": lambda values: in_sector(values, into),
        "focus": lambda values: _linked("standard_focus", "k.focus", values, into),
        "adoption": lambda values: _linked("adopts", "coalesce(k.degree, 'unknown')", values, into),
        "driver": lambda values: _in_json("s.driver", "driver", values, into),
        "innovation": lambda values: _in_json("s.innovation", "innovation", values, into),
        "status": lambda values: any_of(timeline.status("s"), "status", values, into),
        "stage": lambda values: any_of(timeline.stage("s"), "stage", values, into),
        "committee": lambda values: contains(("s.committee",), "committee", values, into),
        "department": lambda values: contains(("s.department",), "department", values, into),
        "search": lambda values: contains(("s.title", "s.title_en"), "search", values, into),
        "target_year": lambda values: any_of(
            f"substr({projects.target('s')}, 1, 4)", "ty", values, into
        ),
    }
    made = []
    for name, values in filters._asdict().items():
        if not values or isinstance(values, bool):
            continue
        if name in known:
            made.append(known[name](values))
        elif isinstance(values, str):
            column, side = name.rsplit("_", 1)
            into[name] = values
            day = timeline.pad(f"s.{column}")
            made.append(f"{day} {'>=' if side == 'from' else '<='} :{name}")
        else:
            made.append(any_of(f"s.{name}", name, values, into))
    return made


def _linked(table: str, what: str, values: Sequence[str], into: dict[str, object]) -> str:
    found = any_of(what, table, values, into)
    return f"EXISTS (SELECT 1 FROM {table} k WHERE k.standard = s.id AND {found})"


def _in_json(column: str, name: str, values: Sequence[str], into: dict[str, object]) -> str:
    found = any_of("j.value", name, values, into)
    return f"EXISTS (SELECT 1 FROM json_each({column}) j WHERE {found})"
