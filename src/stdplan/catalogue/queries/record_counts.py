"""Counts of records by what they have in common: sector, family, nature, department, year …

Rule: a record counts once, in its own sector and not in those of its focus areas, so that the rows
add up to all records that exist on the day. Only combinations that records have are rows; what
lacks a value comes last. Spellings of one committee or department are one, as in `committees list`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.queries import reviews
from stdplan.catalogue.queries.committees import normalized_name
from stdplan.catalogue.queries.plans import PlanRules
from stdplan.catalogue.queries.query import Values, in_sector
from stdplan.catalogue.queries.units import UNITS
from stdplan.domain.codes import FAMILIES, NATURES, STATUSES, WORK
from stdplan.domain.numbers.model import natural_key
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Kind, Records


class _CountedBy(NamedTuple):
    """What records are counted by: SQL for its value, the kind of its column, and the order of its
    values, if it is not that of the text."""

    sql: str
    kind: Kind = "text"
    order: Sequence[str] = ()


_YEAR = "CASE WHEN l.public <= :day THEN CAST(substr(l.public, 1, 4) AS INTEGER) END"
PARTS = {
    "sector": _CountedBy("l.sector", "key"),
    "family": _CountedBy("l.family", "key", tuple(FAMILIES)),
    "nature": _CountedBy("s.nature", "key", tuple(NATURES)),
    "work": _CountedBy("s.work", "key", tuple(WORK)),
    "department": _CountedBy("s.department"),
    "committee": _CountedBy("s.committee"),
    "year": _CountedBy(_YEAR, "integer"),
}
DEFAULT_PARTS = ("sector", "family", "nature")


def _count_of(status: str) -> str:
    """Return the name of the column that counts the records of a status."""
    return status.replace("-", "_")


COUNTS = (
    Column("records", "integer"),
    *(Column(_count_of(status), "integer") for status in STATUSES),
    Column("overdue", "integer"),
    Column("due", "integer", context="number of standards"),
)


def count_columns(by: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of `count_records`."""
    return (*(Column(name, PARTS[name].kind) for name in by), *COUNTS)


def count_records(
    connection: sqlite3.Connection,
    plan: PlanRules,
    day: date,
    by: Sequence[str],
    sectors: Values = (),
) -> Records:
    """Return a row for each combination of values that records have on the day, with their numbers
    by status, the overdue projects, and the standards whose review is due.

    `by`: names of PARTS. `sectors`: only records in these sectors, also by their focus areas.

    count_records(connection, plan, date(2011, 12, 31), ["sector", "nature"])
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), **plan.months()}
    where = [sql_rules.is_known("l")]
    if sectors:
        where.append(in_sector(sectors, parameters, "l.sector", "l.standard"))
    due = reviews.is_due(reviews.plan_due_rule(plan, day), parameters)
    values = ", ".join(f"{PARTS[name].sql} AS part_{name}" for name in by)
    group = ", ".join(f"part_{name}" for name in by)
    rows = connection.execute(
        f"""
        SELECT {values}, {sql_rules.status("l")} AS status, count(*),
        sum(coalesce({project_rules.is_overdue("s", "l")}, 0)), sum({due})
        FROM life l
        JOIN standard s ON s.id = l.standard
        WHERE {" AND ".join(where)}
        GROUP BY {group}, status
        """,
        parameters,
    ).fetchall()
    for place, name in enumerate(by):
        if name in UNITS:
            rows = _one_spelling(rows, place)
    sums: defaultdict[tuple[Cell, ...], Counter[str]] = defaultdict(Counter)
    for *cells, status, records, overdue, standards_due in rows:
        numbers = {"records": records, _count_of(status): records}
        sums[tuple(cells)].update(numbers, overdue=overdue, due=standards_due)
    order = _value_orders(connection, plan, by)
    keys = sorted(
        sums, key=lambda cells: [_place(*pair) for pair in zip(cells, order, strict=True)]
    )
    counts = [column.name for column in COUNTS]
    return Records(
        count_columns(by), [[*key, *(sums[key][name] for name in counts)] for key in keys]
    )


def _one_spelling(rows: Sequence[Sequence[Cell]], place: int) -> list[tuple[Cell, ...]]:
    """Return the rows with one spelling of each unit: the one that most records have."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        *values, _, records, _, _ = row
        if (text := values[place]) is not None:
            spellings[normalized_name(str(text))][str(text)] += int(str(records))
    names = {
        folded: min(texts, key=lambda text: (-texts[text], text))
        for folded, texts in spellings.items()
    }
    return [(*row[:place], _name(row[place], names), *row[place + 1 :]) for row in rows]


def _name(text: Cell, names: dict[str, str]) -> str | None:
    folded = normalized_name(str(text or ""))
    return names[folded] if folded else None


def _value_orders(
    connection: sqlite3.Connection, plan: PlanRules, by: Sequence[str]
) -> list[Sequence[str]]:
    """Return the order of the values of each part; sectors have that of the plan."""
    sql = "SELECT sector FROM plan_sector WHERE plan = ? ORDER BY position"
    sectors = [code for (code,) in connection.execute(sql, (plan.year,))]
    return [sectors if name == "sector" else PARTS[name].order for name in by]


def _place(value: Cell, order: Sequence[str]) -> tuple[object, ...]:
    """Return what a value is sorted by: its place in the order, then its text; None comes last."""
    if value is None:
        return (2,)
    if value in order:
        return (0, order.index(str(value)))
    return (1, natural_key(str(value)))
