"""The order of a project's stages, and how long each usually takes; pure.

Rule: stages may be entered in any order, so their days are compared: no stage has a day before that
of a lower stage or after that of a higher one. A date known to the year or month may be any of its
days, so a date is refused only if all of its days contradict.

Sources: GB/T 16733-1997 for the stages, those that may be skipped, and the usual limits. The limit
of 40 is the usual one; the standard does not state it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from stdplan.domain.day_order import is_before
from stdplan.light import NamedTuple

# The stages of a project before publication, and the months each takes at most. 00 has no limit,
# nor has 50: the clock of a project stops at its submission for approval.
MAKING: dict[str, int | None] = {"00": None, "10": 3, "20": 10, "30": 2, "40": 5, "50": None}
PUBLISHED, UNDER_REVIEW, ENDED = "60", "90", "95"


class StageDay(NamedTuple):
    """The code of a stage and its ISO date: `2011-05-18`, `2011-05` or `2011`."""

    stage: str
    day: str


def conflict(new: StageDay, existing: Iterable[StageDay]) -> StageDay | None:
    """Return the stage that contradicts `new`, None if no stage does.

    That is the highest lower stage with a later day, else the lowest higher stage with an earlier
    day.

    >>> conflict(StageDay("30", "2011-05"), [StageDay("20", "2011-06-01")])
    StageDay(stage='20', day='2011-06-01')
    """
    others = sorted(existing)
    for other in reversed(others):
        if other.stage < new.stage and is_before(new.day, other.day):
            return other
    for other in others:
        if other.stage > new.stage and is_before(other.day, new.day):
            return other
    return None


def missing_stages(stage: str, known: Collection[str], adopts: bool, revises: bool) -> list[str]:
    """Return the stages below `stage` that are not `known` and that the project may not skip.

    Every project may skip 00, one that adopts an international standard also 20, one that revises a
    standard also 20 and 30.
    """
    skipped = {"00"} | ({"20"} if adopts else set()) | ({"20", "30"} if revises else set())
    below = (code for code in MAKING if code < stage and code not in skipped)
    return [code for code in below if code not in known]
