"""Format costs as cells of Markdown tables: seconds, ratios, megabytes, slopes.

Rule: a missing measurement is a dash. Ratios and slopes compare CPU time, which other work on the
machine changes least, or the elapsed time where several processes share the work.
"""

from collections.abc import Callable, Mapping, Sequence
from math import log
from typing import NamedTuple

from measure import Cost, least_megabytes

NOTHING = "–"
Curve = Mapping[int, Cost | None]  # number of records: cost
Time = Callable[[Cost], float]


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


class Comparison(NamedTuple):
    """What a command costs at each size, and what its unit costs, if it has one."""

    title: str
    own: Curve
    against: str = ""
    unit: Curve | None = None
    goal: str = ""


def by_size(
    title: str, comparisons: Sequence[Comparison], sizes: Sequence[int], time: Time
) -> Section:
    """Return a row for each comparison: its ratio at each size, and its cost at the largest."""
    ratios = (f"× at {size:,}" for size in sizes)
    columns = ("", "against", *ratios, "goal", "CPU s", "s", "peak MB", "slope")
    rows = []
    for name, own, against, unit, goal in comparisons:
        largest = own.get(max((size for size, cost in own.items() if cost), default=0))
        cells = (ratio(own.get(size), (unit or {}).get(size), time) for size in sizes)
        rows.append((name, against, *cells, goal, *costs(largest), slope(own, time)))
    return Section(title, columns, rows)


def costs(cost: Cost | None) -> tuple[str, str, str]:
    """Return CPU seconds, elapsed seconds and megabytes."""
    if cost is None:
        return NOTHING, NOTHING, NOTHING
    return _seconds(cost.cpu), _seconds(cost.elapsed), _megabytes(cost)


def ratio(cost: Cost | None, unit: Cost | None, time: Time) -> str:
    """Return the time as a multiple of the unit's time."""
    return f"{time(cost) / time(unit):.2f}" if cost and unit else NOTHING


def slope(curve: Curve, time: Time) -> str:
    """Return the power of the number of records by which time grows; 1.00 is linear.

    It compares the smallest with the largest size measured.
    """
    measured = sorted((size, time(cost)) for size, cost in curve.items() if cost)
    if len(measured) < 2:
        return NOTHING
    (few, first), (many, last) = measured[0], measured[-1]
    return f"{log(last / first) / log(many / few):.2f}"


def _seconds(value: float) -> str:
    """Return two decimals, or three below one second."""
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _megabytes(cost: Cost) -> str:
    """Return the peak memory, or `≤` and the runner's own if it is no higher than that."""
    least = least_megabytes()
    return f"≤ {least:.0f}" if cost.megabytes <= 1.05 * least else f"{cost.megabytes:.0f}"
