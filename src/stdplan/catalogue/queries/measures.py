"""How indicators count: each measure of data/tasks.yaml as one function.

Rule: an indicator counts within the plan's year, up to the day asked about; a later withdrawal does
not subtract. A measure may have an argument behind a colon (`reviewed:revise`). Adding a measure is
a function and a line in MEASURES here, and its name in domain/measures.py.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.plans import PlanRules
from stdplan.catalogue.queries.select import any_of
from stdplan.domain.dates import cutoff

Count = int | float | None
# Families whose standards the plan sets out to make.
MADE = ("industry", "national")


@dataclass(frozen=True, slots=True)
class Window:
    """Where a measure looks: the plan's year up to the day."""

    connection: sqlite3.Connection
    plan: PlanRules
    day: date

    @property
    def last(self) -> str:
        """The last day that counts: the day asked about, within the plan's year.

        Before the year begins it is the day before, so that nothing counts.
        """
        year = self.plan.year
        return str(max(date(year, 1, 1) - timedelta(days=1), min(self.day, date(year, 12, 31))))

    def parameters(self) -> dict[str, object]:
        """What the SQL of measures may use besides its own."""
        return {
            **timeline.parameters(date.fromisoformat(self.last)),
            "plan": self.plan.year,
            "first": f"{self.plan.year}-01-01",
        }

    def number(self, sql: str, more: dict[str, object] | None = None) -> Count:
        """The one number that the SQL answers."""
        found: Count = self.connection.execute(
            sql, {**self.parameters(), **(more or {})}
        ).fetchone()[0]
        return found


def count(window: Window, measure: str) -> Count:
    """What the catalogue counts for a measure; None for what only people record."""
    name, _, argument = measure.partition(":")
    return MEASURES[name](window, argument)


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
_PUBLISHED = (
    f"s.number IS NOT NULL AND {_MADE} AND {_in_plan()}"
    f" AND {timeline.pad('s.published')} BETWEEN :first AND :day"
)
# A project has no family before it has a number.
_PROJECT = f"(s.family IS NULL OR {_MADE}) AND {_in_plan()}"


def published(window: Window, _: str) -> Count:
    """New and revised standards published, each number once (number is unique)."""
    return window.number(f"SELECT count(*) FROM standard s WHERE {_PUBLISHED}")


# Few records changed their stage or were reviewed within the year: they are looked up (IN), and not
# every record asked for its events (EXISTS).
_REACHED = (
    "s.id IN (SELECT c.standard FROM stage_change c WHERE c.stage = :stage"
    f" AND {timeline.pad('c.date')} BETWEEN :first AND :day)"
)
_REVIEWED = (
    f"SELECT v.standard FROM review v WHERE {timeline.pad('v.date')} BETWEEN :first AND :day"
)


def _reached(window: Window, stage: str, more: str = "1") -> Count:
    sql = f"SELECT count(*) FROM standard s WHERE {_PROJECT} AND {_REACHED} AND {more}"
    return window.number(sql, {"stage": stage})


def projects(window: Window, _: str) -> Count:
    """Projects approved (stage 10)."""
    return _reached(window, "10")


def submitted(window: Window, _: str) -> Count:
    """Projects submitted for approval (stage 50)."""
    return _reached(window, "50")


def priority_projects(window: Window, _: str) -> Count:
    """Projects approved (stage 10) in the plan's priority areas."""
    return _reached(
        window,
        "10",
        "EXISTS (SELECT 1 FROM standard_focus f JOIN plan_focus p ON p.focus = f.focus"
        " WHERE f.standard = s.id AND p.plan = :plan AND p.priority = 1)",
    )


def covered(window: Window, _: str) -> Count:
    """The plan's focus areas that have a standard or a project, neither ended."""
    return window.number(
        "SELECT count(DISTINCT f.focus) FROM plan_focus p"
        " JOIN standard_focus f ON f.focus = p.focus"
        f" JOIN standard s ON s.id = f.standard WHERE p.plan = :plan AND {timeline.there('s')}"
        f" AND {timeline.status('s')} NOT IN ('withdrawn', 'terminated')"
    )


def innovation(window: Window, kind: str) -> Count:
    """Standards published and projects approved that rest on innovation, of one kind or any."""
    return window.number(
        "SELECT count(*) FROM standard s WHERE EXISTS (SELECT 1 FROM json_each(s.innovation) j"
        " WHERE :kind IN ('', j.value))"
        f" AND (({_PUBLISHED}) OR ({_PROJECT} AND {_REACHED}))",
        {"kind": kind, "stage": "10"},
    )


# NEQ is a stated correspondence, not an adoption; an unknown degree is one.
_ADOPTS = "EXISTS (SELECT 1 FROM adopts a WHERE a.standard = s.id AND a.degree IS NOT 'NEQ')"


def adopted(window: Window, _: str) -> Count:
    """Standards published that adopt an international one (IDT, MOD, EQV, degree unknown)."""
    return window.number(f"SELECT count(*) FROM standard s WHERE {_PUBLISHED} AND {_ADOPTS}")


def adoption_rate(window: Window, _: str) -> Count:
    """Percent of the standards in force on the day that adopt an international one."""
    return window.number(
        f"SELECT round(100.0 * sum({_ADOPTS}) / count(*), 1) FROM standard s"
        f" WHERE {_MADE} AND {_in_plan()} AND {timeline.in_force('s')}"
    )


def _campaign(window: Window, done: bool) -> Count:
    """Standards of the plan's review families in force in the year whose age reaches the limit by
    the plan's cutoff day, the year's own reviews left aside; `done`: those reviewed in the year."""
    last = window.plan.cutoff_day
    more: dict[str, object] = {
        "cutoff": cutoff(last, window.plan.review_years).isoformat(),
        "end": last.isoformat(),
        "eve": f"{window.plan.year - 1}-12-31",
    }
    families = any_of("s.family", "family", window.plan.review_families, more)
    # Reviews held in the year do not change what its campaign has to review.
    since = timeline.counted_from("s", ":eve")
    return window.number(
        f"SELECT count(*) FROM standard s WHERE {families} AND s.amends IS NULL"
        f" AND coalesce({timeline.public('s')} <= :end, s.number IS NOT NULL)"
        f" AND coalesce({timeline.end('s')} > :first, 1)"
        f" AND {since} <= :cutoff" + (f" AND s.id IN ({_REVIEWED})" if done else ""),
        more,
    )


def campaign(window: Window, _: str) -> Count:
    """How many standards the year's review campaign has to review."""
    return _campaign(window, done=False)


def reviewed(window: Window, outcome: str) -> Count:
    """The campaign's standards reviewed in the year; with an outcome, all standards so reviewed."""
    if not outcome:
        return _campaign(window, done=True)
    more: dict[str, object] = {"outcome": outcome}
    families = any_of("s.family", "family", window.plan.review_families, more)
    return window.number(
        f"SELECT count(*) FROM standard s WHERE {families} AND s.id IN ({_REVIEWED}"
        " AND v.outcome = :outcome)",
        more,
    )


def by_hand(window: Window, _: str) -> Count:
    """Nothing that the catalogue counts: people record it."""
    return None


MEASURES: dict[str, Callable[[Window, str], Count]] = {
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
    # The work that is no standard is recorded by hand until the catalogue holds activities.
    "activity": by_hand,
}
