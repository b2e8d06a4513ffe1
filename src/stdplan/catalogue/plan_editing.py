"""Plans by hand: a plan from another one, the target of an indicator, the rules of a plan.

Rule: a plan made from another one has copies of its rows. Sectors and focus areas are shared, so
nothing about them changes, and neither does what was recorded.
"""

import sqlite3
from collections.abc import Mapping, Sequence

from stdplan.catalogue.transaction import Transaction

# The tables of a plan's own rows, in the order in which they refer to each other.
_OWN = ("theme", "task", "indicator", "driver", "activity_kind")


def copy_plan(
    transaction: Transaction,
    source: int,
    year: int,
    facts: Mapping[str, str],
    sectors: Sequence[str] = (),
) -> None:
    """Add the plan of a year as a copy of another one; count its rows as added.

    `facts`: columns of the plan that have another value: titles, issuers, the cutoff day.
    `sectors`: the codes of its only sectors, in their order; by default those of the other plan.
    The areas of a sector that the other plan does not have are those of the newest plan with it.

        copy_plan(transaction, 2026, 2027, {"title_zh": "2027年计划"}, ["machinery"])
    """
    connection = transaction.connection
    _copy_rows(transaction, "plan", "year", source, {**facts, "year": year})
    for table in _OWN:
        _copy_rows(transaction, table, "plan", source, {"plan": year})
    if not sectors:
        for table in ("plan_sector", "plan_focus"):
            _copy_rows(transaction, table, "plan", source, {"plan": year})
        return
    areas = [area for sector in sectors for area in _areas(connection, sector, source)]
    connection.executemany(
        "INSERT INTO plan_sector (plan, sector, position) VALUES (?, ?, ?)",
        [(year, sector, position) for position, sector in enumerate(sectors)],
    )
    connection.executemany(
        "INSERT INTO plan_focus (plan, focus, position, priority) VALUES (?, ?, ?, ?)",
        [(year, focus, position, priority) for position, (focus, priority) in enumerate(areas)],
    )
    transaction.count("added", len(sectors) + len(areas))


def _copy_rows(
    transaction: Transaction, table: str, key: str, source: int, changes: Mapping[str, object]
) -> None:
    """Add a copy of each row of the plan, with other values in some columns."""
    connection = transaction.connection
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        if name != "id"
    ]
    values = ", ".join(f":{name}" if name in changes else name for name in names)
    added = connection.execute(
        f"INSERT INTO {table} ({', '.join(names)})"
        f" SELECT {values} FROM {table} WHERE {key} = :source ORDER BY id",
        {**changes, "source": source},
    )
    transaction.count("added", added.rowcount)


def _areas(connection: sqlite3.Connection, sector: str, source: int) -> list[tuple[str, int]]:
    """Return the areas of a sector in a plan, with their priority; if the plan does not have the
    sector, those of the newest plan that has it."""
    rows: list[tuple[str, int]] = connection.execute(
        """
        SELECT p.focus, p.priority
        FROM plan_focus p
        JOIN focus_area a ON a.code = p.focus
        WHERE a.sector = :sector AND p.plan = (
            SELECT plan FROM plan_sector WHERE sector = :sector ORDER BY plan <> :source, plan DESC
        )
        ORDER BY p.position, p.id
        """,
        {"sector": sector, "source": source},
    ).fetchall()
    return rows


def set_target(transaction: Transaction, year: int, indicator: str, target: str | None) -> bool:
    """Set the target of an indicator: a number, a measure, or None; return whether it changed."""
    changed = transaction.connection.execute(
        "UPDATE indicator SET target = ? WHERE plan = ? AND code = ? AND target IS NOT ?",
        (target, year, indicator, target),
    ).rowcount
    transaction.count("changed", changed)
    return bool(changed)


def edit_plan(transaction: Transaction, year: int, facts: Mapping[str, object]) -> bool:
    """Change columns of the plan of a year; return whether any value changed.

    Raise UsageProblem for a value that is not valid.
    """
    from sqlmodel import select

    from stdplan.catalogue.plan_models import Plan

    plan = transaction.session.exec(select(Plan).where(Plan.year == year)).one()
    checked = Plan.checked({**plan.model_dump(exclude={"id"}), **facts})
    changed = [name for name in facts if getattr(plan, name) != getattr(checked, name)]
    for name in changed:
        setattr(plan, name, getattr(checked, name))
    if changed:
        transaction.session.flush()
        transaction.count("changed")
    return bool(changed)
