"""Rows of the catalogue from the files of a plan; applying the files again changes nothing.

Rule: rows that the files name are added and updated, none is removed, and what users recorded is
never touched. A sector or focus area of several plans is described by the newest of them. All rows
are validated by the plan_models.
"""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import select

from stdplan.catalogue import plan_models
from stdplan.catalogue.model_base import Model
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.plan_definition import Seeds


def apply_seeds(transaction: Transaction, seeds: Seeds) -> None:
    """Add and update the rows of the plan's tables; count them as added or changed."""
    rows: list[Model] = [plan_models.Plan.checked(seeds.tasks.plan)]
    rows += [plan_models.Theme.checked(row) for row in seeds.tasks.themes]
    rows += [plan_models.Task.checked(row) for row in seeds.tasks.tasks]
    rows += [plan_models.Indicator.checked(row) for row in seeds.tasks.indicators]
    rows += [plan_models.Driver.checked(row) for row in seeds.tasks.drivers]
    rows += [plan_models.ActivityKind.checked(row) for row in seeds.tasks.kinds]
    area_position = 0
    for order, sector in enumerate(seeds.sectors):
        facts = {
            name: getattr(sector, name)
            for name in ("code", "kind", "name_zh", "name_en", "prefixes")
        }
        rows.append(plan_models.Sector.checked(facts))
        position = {"plan": seeds.year, "sector": sector.code, "position": order}
        rows.append(plan_models.PlanSector.checked(position))
        for area in sector.areas:
            names = [name for name in type(area).__slots__ if name != "priority"]
            rows.append(
                plan_models.FocusArea.checked({name: getattr(area, name) for name in names})
            )
            membership = {"plan": seeds.year, "focus": area.code, "position": area_position}
            rows.append(plan_models.PlanFocus.checked({**membership, "priority": area.priority}))
            area_position += 1
    newer = _of_newer_plans(transaction, seeds.year)
    for row in rows:
        if isinstance(row, plan_models.Sector | plan_models.FocusArea) and row.code in newer:
            continue
        outcome = _upsert(transaction, row)
        if outcome != "same":
            transaction.count(outcome)


def _of_newer_plans(transaction: Transaction, year: int) -> set[str]:
    """Return the codes of sectors and focus areas that a newer plan has."""
    rows = transaction.connection.execute(
        "SELECT sector FROM plan_sector WHERE plan > :year"
        " UNION SELECT focus FROM plan_focus WHERE plan > :year",
        {"year": year},
    )
    return {code for (code,) in rows}


def _upsert(transaction: Transaction, row: Model) -> str:
    """Add a row or update the one with its key; return `added`, `changed` or `same`."""
    model = type(row)
    existing = transaction.session.exec(select(model).where(*_key(model, row))).first()
    if existing is None:
        transaction.session.add(row)
        # Flush each row, in this order, so that the rows it refers to exist.
        transaction.session.flush()
        return "added"
    changed = False
    for name in model.model_fields:
        value = getattr(row, name)
        if name != "id" and value != getattr(existing, name):
            setattr(existing, name, value)
            changed = True
    return "changed" if changed else "same"


def _key(model: type[Model], row: Model) -> list[Any]:
    """Return the condition for the row's key: the columns that are unique together."""
    constraints = model.__table__.constraints  # type: ignore[attr-defined]
    (unique,) = (c for c in constraints if isinstance(c, UniqueConstraint))
    return [getattr(model, c.name) == getattr(row, c.name) for c in unique.columns]
