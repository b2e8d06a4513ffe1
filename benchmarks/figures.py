"""Format costs as cells of Markdown tables: seconds, ratios, megabytes, slopes.

Rule: a missing measurement is a dash, and so is a slope that is mostly noise.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from measure import Cost, least_megabytes

NOTHING = "–"
# If a command takes less than this share of the start-up time above it, the difference is noise.
_NOISE = 0.1


class Section(NamedTuple):
    """A table with a title; all cells are text."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the table, the first column aligned left and the others right."""
        rule = ["---", *["---:"] * (len(self.columns) - 1)]
        lines = [f"| {' | '.join(row)} |" for row in (self.columns, rule, *self.rows)]
        return "\n".join((f"### {self.title}", "", *lines))


Curve = Mapping[int, Cost | None]  # number of records: cost


def seconds(cost: Cost | None) -> str:
    """Return seconds with two decimals, or three below one second."""
    if cost is None:
        return NOTHING
    return f"{cost.seconds:.2f}" if cost.seconds >= 1 else f"{cost.seconds:.3f}"


def ratio(cost: Cost | None, unit: Cost | None) -> str:
    """Return the time as a multiple of the unit's time."""
    return f"{cost.seconds / unit.seconds:.2f}" if cost and unit else NOTHING


def megabytes(cost: Cost | None) -> str:
    """Return the peak memory, or `≤` and the runner's own if it is no higher than that."""
    if cost is None:
        return NOTHING
    least = least_megabytes()
    return f"≤ {least:.0f}" if cost.megabytes <= 1.05 * least else f"{cost.megabytes:.0f}"


def slope(curve: Curve, start: Cost | None = None) -> str:
    """Return the power of the number of records by which time grows; 1.00 is linear.

    It compares the smallest with the largest size measured. With `start`, that cost is subtracted
    from both first.
    """
    measured = sorted((size, cost.seconds) for size, cost in curve.items() if cost)
    if len(measured) < 2:
        return NOTHING
    (few, first), (many, last) = measured[0], measured[-1]
    own = start.seconds if start else 0.0
    if min(first, last) - own <= _NOISE * own:
        return NOTHING
    return f"{log((last - own) / (first - own)) / log(many / few):.2f}"


def slopes(
    title: str, own: Mapping[str, Curve], sqlite3: Mapping[str, Curve], start: Cost | None
) -> Section:
    """Return one row for each curve of stdplan; `start` is its start-up."""
    columns = ("", "slope", "without start-up", "`sqlite3`")
    rows = [
        (name, slope(curve), slope(curve, start), slope(sqlite3.get(name, {})))
        for name, curve in own.items()
    ]
    return Section(title, columns, rows)
