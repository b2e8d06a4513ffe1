"""The measures of the year's review campaign."""

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.counting import Rows, standards
from stdplan.catalogue.queries.measure_window import Window
from stdplan.catalogue.queries.select import any_of
from stdplan.domain.dates import cutoff

# Few records were reviewed within the year: they are looked up (IN), and not every record asked for
# its reviews (EXISTS).
_HELD = f"{timeline.pad('v.date')} BETWEEN :first AND :day"
_REVIEWED = f"SELECT v.standard FROM review v WHERE {_HELD}"


def _reviewed_on(more: str = "1") -> str:
    """The day of the first review in the year."""
    return (
        f"(SELECT min({timeline.pad('v.date')}) FROM review v"
        f" WHERE v.standard = s.id AND {_HELD} AND {more})"
    )


def _campaign(window: Window, done: bool) -> Rows:
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
    where = (
        f"{families} AND s.amends IS NULL"
        f" AND coalesce({timeline.public('s')} <= :end, s.number IS NOT NULL)"
        f" AND coalesce({timeline.end('s')} > :first, 1)"
        f" AND {since} <= :cutoff" + (f" AND s.id IN ({_REVIEWED})" if done else "")
    )
    return Rows(standards(_reviewed_on() if done else ":first", where), more, state=not done)


def campaign(window: Window, _: str) -> Rows:
    """How many standards the year's review campaign has to review."""
    return _campaign(window, done=False)


def reviewed(window: Window, outcome: str) -> Rows:
    """The campaign's standards reviewed in the year; with an outcome, all standards so reviewed."""
    if not outcome:
        return _campaign(window, done=True)
    more: dict[str, object] = {"outcome": outcome}
    families = any_of("s.family", "family", window.plan.review_families, more)
    so = "v.outcome = :outcome"
    where = f"{families} AND s.id IN ({_REVIEWED} AND {so})"
    return Rows(standards(_reviewed_on(so), where), more)
