"""When reviews fall due after a day, by month and sector, and each of them for a calendar.

Rule: as the catalogue stands on the day: no event after it is seen. A standard falls due when it is
as many years old as `domain.age.is_due` asks, and as many have passed since its last review.
"""

import sqlite3
from typing import NamedTuple

from stdplan.catalogue.queries import ages, due, plans, timeline
from stdplan.catalogue.queries.due import DueRule
from stdplan.catalogue.queries.select import Select, once
from stdplan.i18n import t
from stdplan.table import Column

BY_MONTH_COLUMNS = (Column("month", "key"), Column("due", "integer"))
COLUMNS = (
    Column("month", "key"), Column("sector", "key"), Column("name"), Column("due", "integer"),
)  # fmt: skip
# What output/as_ics.py takes.
EVENT_COLUMNS = (
    Column("uid", "key"), Column("summary"), Column("category"), Column("start", "date"),
    Column("stamp", "date"),
)  # fmt: skip


class Span(NamedTuple):
    """From one ISO day to another, both among them."""

    first: str
    last: str


def by_month(
    connection: sqlite3.Connection, rule: DueRule, span: Span, plan: int, sectors: bool = True
) -> Select:
    """How many fall due in each month, by sector or in all; a row only where there are some."""
    coming, parameters = _coming(rule, plan)
    parameters |= span._asdict()
    group = "1, 2" if sectors else "1"
    counts = (
        f"SELECT substr(due, 1, 7) AS month, {'sector' if sectors else 'NULL'} AS sector,"
        f" count(*) AS due FROM {coming} WHERE due BETWEEN :first AND :last GROUP BY {group}"
    )
    return Select(
        connection,
        {"month": "n.month", "sector": "n.sector", "name": plans.named("c"), "due": "n.due"},
        COLUMNS if sectors else BY_MONTH_COLUMNS,
        "n LEFT JOIN plan_sector p ON p.plan = :plan AND p.sector = n.sector"
        " LEFT JOIN sector c ON c.code = n.sector",
        parameters=parameters,
        order="n.month, p.position IS NULL, p.position",
        common={"n": counts},
    )


def events(connection: sqlite3.Connection, rule: DueRule, span: Span, plan: int) -> Select:
    """Each review that falls due, as a day in a calendar."""
    coming, parameters = _coming(rule, plan)
    parameters |= {**span._asdict(), "review": t("Review due")}
    return Select(
        connection,
        {
            # Of the standard alone: its day in a calendar moves when it was reviewed.
            "uid": "'review ' || s.key",
            "summary": "trim(:review || ' ' || s.key || ' ' || coalesce(s.title, ''))",
            "category": plans.named("c"),
            "start": "d.due",
            "stamp": ":day",
        },
        EVENT_COLUMNS,
        f"{coming} d JOIN standard s ON s.id = d.id LEFT JOIN sector c ON c.code = d.sector",
        ("d.due BETWEEN :first AND :last",),
        parameters,
        "d.due, s.sort_key, s.key",
    )


def due_before(connection: sqlite3.Connection, rule: DueRule, first: str, plan: int) -> int:
    """How many fall due before the first day."""
    coming, parameters = _coming(rule, plan)
    sql = f"SELECT count(*) FROM {coming} WHERE due < :first"
    return int(connection.execute(sql, {**parameters, "first": first}).fetchone()[0])


def _coming(rule: DueRule, plan: int) -> tuple[str, dict[str, object]]:
    """A table of what will fall due (id, sector of the plan, due), and its parameters."""
    parameters: dict[str, object] = {"plan": plan}
    where = due.candidates(rule, parameters, timeline.in_force_or_upcoming("s"))
    facts = once(
        f"SELECT s.id, {plans.OWN_SECTOR} AS sector, {ages.counted_from('s')} AS since,"
        f" {ages.last_review('s')} AS reviewed FROM standard s WHERE {where}"
    )
    falls_due = f"max({ages.due_day('since')}, coalesce({ages.due_day('reviewed')}, ''))"
    return once(f"SELECT id, sector, {falls_due} AS due FROM {facts}"), parameters
