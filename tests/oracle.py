"""The date rules as an oracle: random small catalogues, and each record's status, stage and age.

The functions take one record as a `Life` and apply the rules plainly, with Python's dates. The
tests insert the same record as rows and compare the answers of catalogue/sql_rules.py. The status
itself comes from domain/status.py, so that Python has one rule for it.

The catalogues have dates missing or known to the year or month, 29 February, stages, reviews of all
outcomes, and chains of successors, also dated before what they replace.

Source: 行业标准管理办法 (a review at least every five years; the age, 标龄, counts from the day a
standard takes effect and starts again at a review that confirms it).
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from stdplan.domain.dates import add_years, cutoff, first_day
from stdplan.domain.status import status as status_on


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
    """Return S: effective, else published, else 1 January of the number's year (inferred)."""
    return life.effective or life.published or _number_day(life)


def published_by(life: Life) -> date | None:
    """Return the day from which it counts as published: published, else the day of `start`.

    A number alone does not make it published while its stages have not reached 60.
    """
    year = None if in_the_making(life) else _number_day(life)
    return life.published or life.effective or year


def in_the_making(life: Life) -> bool:
    """Return whether stages were recorded, and none of them is publication or later."""
    return bool(life.stages) and max(code for _, code in life.stages) < "60"


def _number_day(life: Life) -> date | None:
    return date(life.number_year, 1, 1) if life.number_year else None


def end(life: Life) -> date | None:
    """Return E: withdrawn, else the first start of a successor, which also replaces an inferred
    withdrawal."""
    first = min(life.successors, default=None)
    if life.withdrawn and not life.withdrawn_inferred:
        return life.withdrawn
    return first or life.withdrawn


def is_there(life: Life, day: date) -> bool:
    """Return whether the record exists on `day`: from its first known day; without any day,
    always."""
    known = [start(life), life.published, life.withdrawn, life.terminated]
    known += [on for on, _ in life.stages] + [review.day for review in life.reviews]
    days = [on for on in known if on]
    return not days or min(days) <= day


def status(life: Life, day: date) -> str:
    """Return the status on `day`, for a record that exists then."""

    def iso(value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    return status_on(
        day.isoformat(),
        published=iso(life.published),
        effective=iso(life.effective),
        withdrawn=iso(end(life)),
        terminated=iso(life.terminated),
        number_year=life.number_year,
        has_number=life.has_number,
        highest_stage=max((code for _, code in life.stages), default=None),
    )


def stage(life: Life, day: date) -> str | None:
    """Return the stage code on `day`: 95 once ended, 60 once published (90 while under review),
    else the latest stage change; None for a project without recorded stages."""
    state = status(life, day)
    if state == "withdrawn":
        return "95"
    reached = max(((on, code) for on, code in life.stages if on <= day), default=None)
    if state in ("planned", "terminated"):
        return reached[1] if reached else None
    opened = max((on for on, code in life.stages if code == "90" and on <= day), default=None)
    closed = any(opened and opened <= review.day <= day for review in life.reviews)
    return "90" if opened and not closed else "60"


def confirmed(life: Life, day: date) -> date | None:
    """Return the day of the last review on or before `day` that confirmed it (继续有效)."""
    days = (r.day for r in life.reviews if r.outcome == "confirm" and r.day <= day)
    return max(days, default=None)


def counted_from(life: Life, day: date) -> tuple[date, str] | None:
    """Return the day the age counts from and its basis: confirmed, effective, published,
    number-year."""
    starts, again = start(life), confirmed(life, day)
    if again and (starts is None or again > starts):
        return again, "confirmed"
    if starts is None:
        return None
    basis = "effective" if life.effective else "published" if life.published else "number-year"
    return starts, basis


def age(since: date, day: date) -> int:
    """Return the whole years from `since` to `day`; 0 before it. 29 February counts to 28
    February."""
    years = day.year - since.year
    if years > 0 and add_years(since, years) > day:
        years -= 1
    return max(0, years)


def is_due(life: Life, day: date, years: int) -> bool:
    """Return whether its review is due on `day`: in force, age reached, no review within the years
    before.

    A review with outcome revise does not count once its revision project was terminated. The caller
    excludes other families and amendments.
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


COLUMNS = ("published", "effective", "withdrawn", "terminated")
# Few days, so that events fall on the same day or a year apart.
YEARS = (2000, 2001, 2004, 2005)
MONTH_DAYS = ("01-01", "02-28", "02-29", "03-01", "12-31")
PREFIXES = (4, 7, 10, 10, 10)


@dataclass(frozen=True)
class Drawn:
    """One record as its rows give it; links are positions in the catalogue."""

    numbered: bool
    year: int | None
    dates: dict[str, str | None]
    inferred: bool
    family: str
    amendment: bool
    stages: list[tuple[str, str]]
    reviews: list[tuple[str, str, int]]
    replaces: list[tuple[int, bool]]


def _date(year: int, month_day: str, length: int) -> str:
    leap = year % 4 == 0
    return f"{year}-{'02-28' if month_day == '02-29' and not leap else month_day}"[:length]


DATES = st.sampled_from(sorted({_date(*parts) for parts in product(YEARS, MONTH_DAYS, PREFIXES)}))
# Even fewer, so that a day coincides with the month that begins with it.
EVENTS = st.sampled_from(["2001", "2001-01", "2001-01-01", "2004-03", "2004-03-01", "2005-02-28"])
PLACES = st.integers(0, 3)
OUTCOME = st.sampled_from(["confirm", "revise", "revise", "merge", "withdraw"])
STAGES = st.lists(st.tuples(EVENTS, st.sampled_from(["00", "10", "90", "90"])), max_size=3)
REVIEWS = st.lists(st.tuples(EVENTS, OUTCOME, PLACES), max_size=3)
REPLACES = st.lists(st.tuples(PLACES, st.sampled_from([False, False, True])), max_size=2)
# Any combination, also those that no list contains.
_WILD = st.builds(
    Drawn,
    numbered=st.booleans(),
    year=st.none() | st.sampled_from(YEARS),
    dates=st.fixed_dictionaries({name: st.none() | DATES for name in COLUMNS}),
    inferred=st.booleans(),
    family=st.sampled_from(["industry", "national"]),
    amendment=st.sampled_from([False, False, True]),
    stages=STAGES,
    reviews=REVIEWS,
    replaces=REPLACES,
)
# Like most standards: in force since a day, with a few reviews.
_USUAL = st.builds(
    Drawn,
    numbered=st.just(True),
    year=st.none(),
    dates=DATES.map(lambda day: dict.fromkeys(COLUMNS) | {"effective": day}),
    inferred=st.just(False),
    family=st.just("industry"),
    amendment=st.just(False),
    stages=STAGES,
    reviews=REVIEWS,
    replaces=REPLACES,
)
# Revision projects that ended without a standard.
_PROJECT = st.builds(
    Drawn,
    numbered=st.just(False),
    year=st.none(),
    dates=EVENTS.map(lambda day: dict.fromkeys(COLUMNS) | {"terminated": day}),
    inferred=st.just(False),
    family=st.just("industry"),
    amendment=st.just(False),
    stages=STAGES,
    reviews=st.just([]),
    replaces=REPLACES,
)
CATALOGUES = st.lists(_USUAL | _USUAL | _WILD | _PROJECT, min_size=2, max_size=4)


def insert(connection: sqlite3.Connection, catalogue: list[Drawn]) -> None:
    """Insert the catalogue with plain SQL; keys are S0, S1 …"""
    for place, drawn in enumerate(catalogue):
        key = f"S{place}"
        connection.execute(
            "INSERT INTO standard (id, key, number, number_year, published, effective, withdrawn,"
            " terminated, withdrawn_inferred, family, amends, sort_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(place, key, key if drawn.numbered else None),
                drawn.year if drawn.numbered else None,
                *(drawn.dates[name] for name in COLUMNS),
                *(drawn.inferred, drawn.family, "X" if drawn.amendment else None, key),
            ),
        )
    for place, drawn in enumerate(catalogue):
        connection.executemany(
            "INSERT INTO stage_change (standard, date, stage) VALUES (?, ?, ?)",
            [(place, *change) for change in drawn.stages],
        )
        connection.executemany(
            "INSERT INTO review (standard, date, outcome, project) VALUES (?, ?, ?, ?)",
            [
                (place, day, outcome, project if project < len(catalogue) else None)
                for day, outcome, project in drawn.reviews
            ],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO replaces (successor, target, partial, position)"
            " VALUES (?, ?, ?, 0)",
            [(f"S{place}", f"S{target}", partial) for target, partial in drawn.replaces],
        )


def _day(text: str | None) -> date | None:
    return first_day(text) if text else None


def lives(catalogue: list[Drawn]) -> list[Life]:
    """Return the same records as status.py reads them."""
    starts = [start(_life(catalogue, drawn, ())) for drawn in catalogue]
    records = []
    for place, drawn in enumerate(catalogue):
        wholly = [
            start
            for other, start in enumerate(starts)
            if start and other != place and dict(catalogue[other].replaces).get(place) is False
        ]
        records.append(_life(catalogue, drawn, tuple(wholly)))
    return records


def _life(catalogue: list[Drawn], drawn: Drawn, successors: tuple[date, ...]) -> Life:
    ended = [_day(other.dates["terminated"]) for other in catalogue] + [None] * 4
    return Life(
        number_year=drawn.year if drawn.numbered else None,
        has_number=drawn.numbered,
        **{name: _day(drawn.dates[name]) for name in COLUMNS},  # type: ignore[arg-type]
        withdrawn_inferred=drawn.inferred,
        stages=tuple((first_day(day), stage) for day, stage in drawn.stages),
        reviews=tuple(
            Reviewed(first_day(day), outcome, ended[project])
            for day, outcome, project in drawn.reviews
        ),
        successors=successors,
    )


def days(catalogue: list[Drawn], years: int, offset: int) -> list[date]:
    """Return days on events, and on days when a review falls due, or `offset` days from them."""
    events = {date for drawn in catalogue for date in drawn.dates.values() if date}
    for drawn in catalogue:
        events |= {event[0] for event in (*drawn.stages, *drawn.reviews)}
        events |= {str(drawn.year)} if drawn.year else set()
    around = timedelta(offset)
    all_days = {add_years(first_day(day), n) + around for day in events for n in (0, years)}
    return sorted(all_days) or [date(2004, 2, 29)]
