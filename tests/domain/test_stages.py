"""domain/stages.py: the order of stages is by their days, not by the order of entry."""

import pytest

from stdplan.domain.stages import StageDay, conflict, missing_stages

REACHED = [StageDay("10", "2011-02-01"), StageDay("40", "2011-09-01"), StageDay("60", "2011-12")]


@pytest.mark.parametrize(
    ("stage", "day", "other"),
    [
        ("20", "2011-02-01", None),
        ("20", "2011-09-01", None),
        ("20", "2011-01-31", "10"),
        ("20", "2011-09-02", "40"),
        ("00", "2011-02-01", None),
        ("00", "2011-02-02", "10"),
        ("50", "2011-08-31", "40"),
        # A month or a year may be any of its days.
        ("50", "2011-12-31", None),
        ("50", "2012-01-01", "60"),
        ("50", "2011", None),
        ("20", "2010", "10"),
        ("90", "2011-12-01", None),
        ("90", "2011-11-30", "60"),
        ("95", "2011-12-31", None),
        ("95", "2001-12-31", "60"),
        # Its own day does not count: it is corrected.
        ("10", "2010-01-01", None),
        ("10", "2011-10-01", "40"),
    ],
)
def test_conflicts_of_a_stage_with_others(stage: str, day: str, other: str | None) -> None:
    conflicting = conflict(StageDay(stage, day), REACHED)
    assert (conflicting and conflicting.stage) == other


@pytest.mark.parametrize(
    ("stage", "known", "adopts", "revises", "missing"),
    [
        ("10", "", False, False, ""),
        ("40", "10", False, False, "20 30"),
        ("40", "10", True, False, "30"),
        ("40", "10", False, True, ""),
        ("40", "10", True, True, ""),
        ("50", "", False, True, "10 40"),
        ("60", "00 10 20 30 40 50", False, False, ""),
        ("60", "20", False, False, "10 30 40 50"),
    ],
)
def test_stages_that_may_be_skipped(
    stage: str, known: str, adopts: bool, revises: bool, missing: str
) -> None:
    assert missing_stages(stage, known.split(), adopts, revises) == missing.split()
