"""The order of a project's stages, and how long each usually takes; pure.

Rule: stages may be entered in any order, so the order is one of days: a stage has no day before
that of a lower one or after that of a higher one. A day known to the year or month may be any of
its days, so only what cannot be is refused.

Sources: GB/T 16733-1997 for the stages, what may be skipped, and the usual limits; those of 40 and
50 are what is generally given, not quoted from the standard.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from stdplan.domain.dates import first_day, last_day

# The stages of a project's making, and the months each usually takes at most; 00 has no limit.
MAKING: dict[str, int | None] = {"00": None, "10": 3, "20": 10, "30": 2, "40": 5, "50": 8}
PUBLISHED, UNDER_REVIEW, ENDED = "60", "90", "95"


class Reached(NamedTuple):
    """A stage and its day: `2011-05-18`, `2011-05` or `2011`."""

    stage: str
    day: str


def conflict(new: Reached, held: Iterable[Reached]) -> Reached | None:
    """What `new` cannot stand beside: the highest lower stage that came later, else the lowest
    higher one that came earlier; None where all is in order."""
    others = sorted(held)
    for other in reversed(others):
        if other.stage < new.stage and _before(new.day, other.day):
            return other
    for other in others:
        if other.stage > new.stage and _before(other.day, new.day):
            return other
    return None


def unsaid(stage: str, known: Collection[str], adopts: bool, revises: bool) -> list[str]:
    """The stages below `stage` that are not `known`, and that no project may skip.

    00 is nobody's duty; a project that adopts an international standard may skip 20, one that
    revises a standard 20 and 30.
    """
    skipped = {"00"} | ({"20"} if adopts else set()) | ({"20", "30"} if revises else set())
    below = (code for code in MAKING if code < stage and code not in skipped)
    return [code for code in below if code not in known]


def _before(one: str, other: str) -> bool:
    """Whether a day is surely before another."""
    return last_day(one) < first_day(other).isoformat()
