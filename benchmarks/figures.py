"""Costs as the cells of Markdown tables: seconds, ratios, megabytes, slopes.

Rule: what was not measured is a dash, and so is a slope that is mostly noise.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from measure import Cost, least_megabytes

NOTHING = "–"
# Above the start-up a command must cost so much of it, or the difference is noise.
_NOISE = 0.1


class Section(NamedTuple):
    """A table with its title; cells are texts."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """The first column to the left, all figures to the right."""
        rule = ["---", *["---:"] * (len(self.columns) - 1)]
        lines = [f"| {' | '.join(row)} |" for row in (self.columns, rule, *self.rows)]
        return "\n".join((f"### {self.title}", "", *lines))


Curve = Mapping[int, Cost | None]  # by the number of records


def seconds(cost: Cost | None) -> str:
    """Two figures behind the point for what takes seconds, three for less."""
    if cost is None:
        return NOTHING
    return f"{cost.seconds:.2f}" if cost.seconds >= 1 else f"{cost.seconds:.3f}"


def ratio(cost: Cost | None, unit: Cost | None) -> str:
    """How many times the unit's seconds."""
    return f"{cost.seconds / unit.seconds:.2f}" if cost and unit else NOTHING


def megabytes(cost: Cost | None) -> str:
    """The peak; what is no more than the runner's own cannot be told."""
    if cost is None:
        return NOTHING
    least = least_megabytes()
    return f"≤ {least:.0f}" if cost.megabytes <= 1.05 * least else f"{cost.megabytes:.0f}"


def slope(curve: Curve, start: Cost | None = None) -> str:
    """The power of the number of records by which the time grows, from the smallest size measured
    to the largest: 1.00 is linear. With `start`, of the time above that."""
    measured = sorted((size, cost.seconds) for size, cost in curve.items() if cost)
    if len(measured) < 2:
        return NOTHING
    (few, first), (many, last) = measured[0], measured[-1]
    own = start.seconds if start else 0.0
    if min(first, last) - own <= _NOISE * own:
        return NOTHING
    return f"{log((last - own) / (first - own)) / log(many / few):.2f}"


def slopes(
    title: str, own: Mapping[str, Curve], beside: Mapping[str, Curve], start: Cost | None
) -> Section:
    """One row for each curve of stdplan; `start` is its start-up, `beside` has those of sqlite3."""
    columns = ("", "slope", "without start-up", "`sqlite3`")
    rows = [
        (name, slope(curve), slope(curve, start), slope(beside.get(name, {})))
        for name, curve in own.items()
    ]
    return Section(title, columns, rows)
