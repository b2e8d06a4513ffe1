"""Counts by the units that are responsible for standards: committees and departments.

Rule: spellings of one unit are one, as in `committees list`; its name is the spelling that most of
the counted standards have.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from stdplan.catalogue.queries import reviews
from stdplan.catalogue.queries.committees import normalized_name
from stdplan.domain.numbers.model import natural_key
from stdplan.light import TYPE_CHECKING
from stdplan.table import Cell, Column, Records

if TYPE_CHECKING:
    from typing import Any

UNITS = ("committee", "department")


def merge_spellings(rows: Iterable[Sequence[Any]]) -> list[tuple[str | None, list[Sequence[Any]]]]:
    """Return the units by name, with the counts of all spellings; the rows without a unit last.

    A row is a text and counts. The first count is the number of standards.

    >>> merge_spellings([("SAC/TC 1", 1), (None, 5), ("ＳＡＣ/TC 1", 2)])
    [('ＳＡＣ/TC 1', [(1,), (2,)]), (None, [(5,)])]
    """
    spellings: defaultdict[str, dict[str | None, Sequence[Any]]] = defaultdict(dict)
    for text, *counts in rows:
        spellings[normalized_name(text or "")][text] = tuple(counts)
    merged: list[tuple[str | None, list[Sequence[Any]]]] = []
    for name in sorted(spellings, key=_by_name):
        texts = spellings[name]
        text = min(texts, key=lambda text: (-texts[text][0], text or ""))
        merged.append((text if name else None, list(texts.values())))
    return merged


def by_unit(rows: Iterable[Sequence[Any]]) -> list[tuple[str | None, list[Sequence[Any]]]]:
    """Return rows that begin with a unit, by unit: by name, the rows without a unit last. Those of
    a unit keep their order.

    >>> by_unit([("B", 1), (None, 2), ("A", 3)])
    [('A', [('A', 3)]), ('B', [('B', 1)]), (None, [(None, 2)])]
    """
    groups: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        groups[normalized_name(row[0] or "")].append(row)
    units: list[tuple[str | None, list[Sequence[Any]]]] = []
    for name in sorted(groups, key=_by_name):
        spellings = Counter(row[0] for row in groups[name])
        unit = min(spellings, key=lambda text: (-spellings[text], text or ""))
        units.append((unit if name else None, groups[name]))
    return units


def _by_name(name: str) -> tuple[bool, Any]:
    """Return what names of units are sorted by; "" comes last."""
    return not name, natural_key(name)


def due_by_unit(connection: sqlite3.Connection, rule: reviews.DueRule, unit: str) -> Records:
    """Return the counts of reviews.due_by_sector() for each `unit` (one of UNITS)."""
    parameters = reviews.rule_parameters(rule)
    text = f"(SELECT u.{unit} FROM standard u WHERE u.id = a.standard)"
    counts = reviews.count_ages(
        rule, parameters, reviews.DUE_COUNTS, reviews.Grouping(unit, text, f"l.{unit}", unit)
    )
    rows: list[list[Cell]] = []
    counted = connection.execute(
        f"SELECT {unit}, in_force, due, oldest, aged, ages FROM ({counts})", parameters
    )
    for name, spelled in merge_spellings(counted):
        in_force, due, oldest, aged, ages = zip(*spelled, strict=True)
        share = round(100 * sum(due) / sum(in_force), 1)
        mean = round(sum(filter(None, ages)) / sum(aged), 1) if sum(aged) else None
        first = min(filter(None, oldest), default=None)
        rows.append([name, sum(in_force), sum(due), share, first, mean])
    columns = (Column(unit), *reviews.DUE_BY_SECTOR_COLUMNS[2:])
    return Records(columns, rows)
