"""The measures of the year's review campaign."""

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.campaign import member, reviews
from stdplan.catalogue.queries.counting import MeasureRows, standards
from stdplan.catalogue.queries.measure_window import Window
from stdplan.catalogue.queries.select import any_of

# Few records were reviewed within the year: they are looked up (IN), and not every record asked for
# its reviews (EXISTS).
_HELD = reviews(":first", ":day")
_REVIEWED = f"SELECT v.standard {_HELD}"


def _reviewed_on(more: str = "1") -> str:
    """The day of the first review in the year."""
    return f"(SELECT min({timeline.pad('v.date')}) {_HELD} AND v.standard = s.id AND {more})"


def _campaign(window: Window, done: bool) -> MeasureRows:
    """Standards of the plan's review families in force in the year whose age reaches the limit by
    the plan's cutoff day, the year's own reviews left aside; `done`: those reviewed in the year."""
    more: dict[str, object] = {}
    where = member("s", window.plan.campaign(), more)
    if done:
        where += f" AND s.id IN ({_REVIEWED})"
    return MeasureRows(standards(_reviewed_on() if done else ":first", where), more, state=not done)


def campaign(window: Window, _: str) -> MeasureRows:
    """How many standards the year's review campaign has to review."""
    return _campaign(window, done=False)


def reviewed(window: Window, outcome: str) -> MeasureRows:
    """The campaign's standards reviewed in the year; with an outcome, all standards so reviewed."""
    if not outcome:
        return _campaign(window, done=True)
    more: dict[str, object] = {"outcome": outcome}
    families = any_of("s.family", "family", window.plan.review_families, more)
    so = "v.outcome = :outcome"
    where = f"{families} AND s.id IN ({_REVIEWED} AND {so})"
    return MeasureRows(standards(_reviewed_on(so), where), more)
