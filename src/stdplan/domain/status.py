"""The rules of time, pure: what a standard is on day D, and whether its review is due.

Rule: an answer for D never sees an event after D. Days are `datetime.date`; a date known to the
year or month only counts from its first day (`dates.first_day`). sql_rules.py and sql_rules.py of
catalogue/queries say the same in SQL for a million records at once, and a test holds the two
against each other.

Sources: 行业标准管理办法 (a review at least every five years; the age, 标龄, counts from the day a
standard takes effect and starts again at a review that confirms it).
"""

from dataclasses import dataclass
from datetime import date

from stdplan.domain.dates import add_years, cutoff


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review: its day, its outcome, and the day its revision project ended without a standard."""

    day: date
    outcome: str
    project_terminated: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """All dated facts of one record. `successors`: start days of those that replace it wholly."""

    number_year: int | None = None
    has_number: bool = True
    published: date | None = None
    effective: date | None = None
    withdrawn: date | None = None
    withdrawn_inferred: bool = False
    terminated: date | None = None
    stages: tuple[tuple[date, str], ...] = ()
    reviews: tuple[Reviewed, ...] = ()
    successors: tuple[date, ...] = ()


def start(life: Life) -> date | None:
    """S: effective, else published, else 1 January of the number's year (inferred)."""
    return life.effective or life.published or _number_day(life)


def published_by(life: Life) -> date | None:
    """The day from which it counts as published: published, else what `start` falls back to.

    A number alone does not make it published while its stages have not come to 60.
    """
    year = None if in_the_making(life) else _number_day(life)
    return life.published or life.effective or year


def in_the_making(life: Life) -> bool:
    """Whether stages were recorded, and none of them is publication or later."""
    return bool(life.stages) and max(code for _, code in life.stages) < "60"


def _number_day(life: Life) -> date | None:
    return date(life.number_year, 1, 1) if life.number_year else None


def end(life: Life) -> date | None:
    """E: withdrawn, else the first start of a successor; an inferred withdrawal yields to that."""
    first = min(life.successors, default=None)
    if life.withdrawn and not life.withdrawn_inferred:
        return life.withdrawn
    return first or life.withdrawn


def is_there(life: Life, day: date) -> bool:
    """Whether the record exists on `day`: from its first known day; without any day, always."""
    known = [start(life), life.published, life.withdrawn, life.terminated]
    known += [on for on, _ in life.stages] + [review.day for review in life.reviews]
    days = [on for on in known if on]
    return not days or min(days) <= day


def status(life: Life, day: date) -> str:
    """planned, upcoming, in-force, withdrawn or terminated; for a record that is there."""
    ends, public, starts = end(life), published_by(life), start(life)
    if ends and ends <= day:
        return "withdrawn"
    not_public = public > day if public else not life.has_number or in_the_making(life)
    if not_public:
        return "terminated" if life.terminated and life.terminated <= day else "planned"
    return "upcoming" if starts and starts > day else "in-force"


def stage(life: Life, day: date) -> str | None:
    """The stage code on `day`: 95 once ended, 60 once published (90 while under review), else the
    latest stage change; None for a project whose stages nobody recorded."""
    state = status(life, day)
    if state == "withdrawn":
        return "95"
    held = max(((on, code) for on, code in life.stages if on <= day), default=None)
    if state in ("planned", "terminated"):
        return held[1] if held else None
    opened = max((on for on, code in life.stages if code == "90" and on <= day), default=None)
    closed = any(opened and opened <= review.day <= day for review in life.reviews)
    return "90" if opened and not closed else "60"


def confirmed(life: Life, day: date) -> date | None:
    """The last review on or before `day` that confirmed it (继续有效)."""
    days = (r.day for r in life.reviews if r.outcome == "confirm" and r.day <= day)
    return max(days, default=None)


def counted_from(life: Life, day: date) -> tuple[date, str] | None:
    """The day the age counts from and its basis: confirmed, effective, published, number-year."""
    starts, again = start(life), confirmed(life, day)
    if again and (starts is None or again > starts):
        return again, "confirmed"
    if starts is None:
        return None
    basis = "effective" if life.effective else "published" if life.published else "number-year"
    return starts, basis


def age(since: date, day: date) -> int:
    """Whole years from `since` to `day`; 0 before it. 29 February counts to 28 February."""
    years = day.year - since.year
    if years > 0 and add_years(since, years) > day:
        years -= 1
    return max(0, years)


def is_due(life: Life, day: date, years: int) -> bool:
    """Whether its review is due on `day`: in force, age reached, no review within the years before.

    A review with outcome revise does not count once its revision project was terminated. Families
    and amendments are the caller's to leave out.
    """
    since = counted_from(life, day)
    if since is None or status(life, day) != "in-force" or not is_there(life, day):
        return False
    limit = cutoff(day, years)
    return since[0] <= limit and not any(
        limit < review.day <= day and not _fell_through(review, day) for review in life.reviews
    )


def _fell_through(review: Reviewed, day: date) -> bool:
    ended = review.project_terminated
    return review.outcome == "revise" and ended is not None and ended <= day
