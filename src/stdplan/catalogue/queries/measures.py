"""How indicators count: each measure of data/tasks.yaml as one function that gives its rows.

Rule: an indicator counts within the plan's year, up to the day asked about; a later withdrawal does
not subtract. A measure may have an argument behind a colon (`reviewed:revise`). Adding a measure is
a function and a line in MEASURES here, and its name in domain/measures.py. Those of the review
campaign and of activities stand in measure_campaign.py and measure_activities.py.
"""

from collections.abc import Callable
from decimal import Decimal

from stdplan.catalogue.queries import counting, measure_activities, measure_window, timeline
from stdplan.catalogue.queries.adoption import ADOPTS
from stdplan.catalogue.queries.counting import Count, MeasureRows, standards
from stdplan.catalogue.queries.measure_campaign import campaign, reviewed
from stdplan.catalogue.queries.measure_window import Window

__all__ = ["MEASURES", "Count", "Window", "count", "cumulates", "rows", "target"]
# Families whose standards the plan sets out to make.
MADE = ("industry", "national")


def rows(window: Window, measure: str) -> MeasureRows | None:
    """What the catalogue counts for a measure, as rows; None for what only people record."""
    name, _, argument = measure.partition(":")
    return MEASURES[name](window, argument)


def count(window: Window, measure: str) -> Count:
    """The number of what the catalogue counts; None for what only people record."""
    found = rows(window, measure)
    return found and counting.whole(window.connection, found, window.parameters())


def cumulates(window: Window, measure: str) -> bool:
    """Whether a measure adds up over the year, by hand or by what happens, and so may be held
    against a straight line; how things stand on a day does not."""
    found = rows(window, measure)
    return found is None or not found.state


def target(window: Window, text: str | None) -> Decimal | None:
    """An indicator's target: a number, or what another measure counts."""
    if text is None:
        return None
    if text.partition(":")[0] in MEASURES:
        counted = count(window, text)
        return None if counted is None else Decimal(str(counted))
    return Decimal(text)


def _in_plan(s: str = "s") -> str:
    """In a sector of the plan, by its own or through its focus areas; no amendment."""
    return (
        f"{s}.amends IS NULL AND ({s}.sector IN (SELECT sector FROM plan_sector WHERE plan = :plan)"
        " OR EXISTS (SELECT 1 FROM standard_focus f JOIN focus_area a ON a.code = f.focus"
        " JOIN plan_sector ps ON ps.sector = a.sector AND ps.plan = :plan"
        f" WHERE f.standard = {s}.id))"
    )


_MADE = f"s.family IN ({', '.join(repr(family) for family in MADE)})"
_PUBLISHED = f"s.number IS NOT NULL AND {_MADE} AND {_in_plan()} AND {measure_window.published()}"
# A project has no family before it has a number.
_PROJECT = f"(s.family IS NULL OR {_MADE}) AND {_in_plan()}"


def published(window: Window, _: str) -> MeasureRows:
    """New and revised standards published, each number once (number is unique)."""
    return MeasureRows(standards(timeline.pad("s.published"), _PUBLISHED))


# Few records changed their stage within the year: they are looked up (IN), and not every record
# asked for its stages (EXISTS).
_WITHIN = f"c.stage = :stage AND {timeline.pad('c.date')} BETWEEN :first AND :day"
_REACHED = f"s.id IN (SELECT c.standard FROM stage_change c WHERE {_WITHIN})"
_REACHED_ON = (
    f"(SELECT min({timeline.pad('c.date')}) FROM stage_change c"
    f" WHERE c.standard = s.id AND {_WITHIN})"
)


def _reached(stage: str, more: str = "1") -> MeasureRows:
    where = f"{_PROJECT} AND {_REACHED} AND {more}"
    return MeasureRows(standards(_REACHED_ON, where), {"stage": stage})


def projects(window: Window, _: str) -> MeasureRows:
    """Projects approved (stage 10)."""
    return _reached("10")


def submitted(window: Window, _: str) -> MeasureRows:
    """Projects submitted for approval (stage 50)."""
    return _reached("50")


def priority_projects(window: Window, _: str) -> MeasureRows:
    """Projects approved (stage 10) in the plan's priority areas."""
    return _reached(
        "10",
        "EXISTS (SELECT 1 FROM standard_focus f JOIN plan_focus p ON p.focus = f.focus"
        " WHERE f.standard = s.id AND p.plan = :plan AND p.priority = 1)",
    )


def covered(window: Window, _: str) -> MeasureRows:
    """The plan's focus areas that have a standard or a project, neither ended, on the day."""
    sql = (
        "SELECT :day AS day, a.sector AS sector, NULL AS driver, 1 AS amount"
        " FROM plan_focus p JOIN focus_area a ON a.code = p.focus WHERE p.plan = :plan"
        " AND EXISTS (SELECT 1 FROM standard_focus f JOIN standard s ON s.id = f.standard"
        f" WHERE f.focus = p.focus AND {timeline.there('s')}"
        f" AND {timeline.status('s')} NOT IN ('withdrawn', 'terminated'))"
    )
    return MeasureRows(sql, state=True, drivers=False)


def innovation(window: Window, kind: str) -> MeasureRows:
    """Standards published and projects approved that rest on innovation, of one kind or any."""
    where = (
        "EXISTS (SELECT 1 FROM json_each(s.innovation) j WHERE :kind IN ('', j.value))"
        f" AND (({_PUBLISHED}) OR ({_PROJECT} AND {_REACHED}))"
    )
    # Approved and published within the year, it counts from the first of the two days.
    out = f"CASE WHEN {measure_window.published()} THEN {timeline.pad('s.published')} END"
    day = f"min(coalesce({out}, {_REACHED_ON}), coalesce({_REACHED_ON}, {out}))"
    return MeasureRows(standards(day, where), {"kind": kind, "stage": "10"})


def adopted(window: Window, _: str) -> MeasureRows:
    """Standards published that adopt an international one (IDT, MOD, EQV, degree unknown)."""
    where = f"{_PUBLISHED} AND {ADOPTS}"
    return MeasureRows(standards(timeline.pad("s.published"), where))


def adoption_rate(window: Window, _: str) -> MeasureRows:
    """Percent of the standards in force on the day that adopt an international one."""
    where = f"{_MADE} AND {_in_plan()} AND {timeline.in_force('s')}"
    sql = standards(":day", where, ADOPTS)
    return MeasureRows(sql, rate=True, state=True)


def by_hand(window: Window, _: str) -> None:
    """Nothing that the catalogue counts: people record it."""


MEASURES: dict[str, Callable[[Window, str], MeasureRows | None]] = {
    "published": published,
    "projects": projects,
    "submitted": submitted,
    "priority-projects": priority_projects,
    "covered": covered,
    "innovation": innovation,
    "adopted": adopted,
    "adoption-rate": adoption_rate,
    "campaign": campaign,
    "reviewed": reviewed,
    "recorded": by_hand,
    "activity": measure_activities.held,
    "closed": measure_activities.closed,
    "quantity": measure_activities.quantity,
    "organisations": measure_activities.organisations,
    "regions": measure_activities.regions,
}
