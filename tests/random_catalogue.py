"""Random small catalogues for the rules of time: as rows, and as the lives that status.py reads.

Dates missing or known to the year or month, 29 February, stages, reviews of all outcomes, chains of
successors, also dated before what they replace.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from stdplan.domain import status
from stdplan.domain.dates import add_years, first_day
from stdplan.domain.status import Life, Reviewed

COLUMNS = ("published", "effective", "withdrawn", "terminated")
# Few days, so that events meet on one day and a year apart.
YEARS = (2000, 2001, 2004, 2005)
MONTH_DAYS = ("01-01", "02-28", "02-29", "03-01", "12-31")
PREFIXES = (4, 7, 10, 10, 10)


@dataclass(frozen=True)
class Drawn:
    """One record as its rows tell it; links are places in the catalogue."""

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
# Fewer still, so that a day and a month that begins with it meet.
EVENTS = st.sampled_from(["2001", "2001-01", "2001-01-01", "2004-03", "2004-03-01", "2005-02-28"])
PLACES = st.integers(0, 3)
OUTCOME = st.sampled_from(["confirm", "revise", "revise", "merge", "withdraw"])
STAGES = st.lists(st.tuples(EVENTS, st.sampled_from(["00", "10", "90", "90"])), max_size=3)
REVIEWS = st.lists(st.tuples(EVENTS, OUTCOME, PLACES), max_size=3)
REPLACES = st.lists(st.tuples(PLACES, st.sampled_from([False, False, True])), max_size=2)
# Anything goes, also what no list would say.
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
# Most standards: in force since a day, reviewed now and then.
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
    """The catalogue by plain SQL; keys are S0, S1 …"""
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
    """The same records as status.py reads them."""
    starts = [status.start(_life(catalogue, drawn, ())) for drawn in catalogue]
    made = []
    for place, drawn in enumerate(catalogue):
        wholly = [
            start
            for other, start in enumerate(starts)
            if start and other != place and dict(catalogue[other].replaces).get(place) is False
        ]
        made.append(_life(catalogue, drawn, tuple(wholly)))
    return made


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


def days(catalogue: list[Drawn], years: int, beside: int) -> list[date]:
    """Days on or beside events, and on or beside the days when a review falls due."""
    events = {date for drawn in catalogue for date in drawn.dates.values() if date}
    for drawn in catalogue:
        events |= {event[0] for event in (*drawn.stages, *drawn.reviews)}
        events |= {str(drawn.year)} if drawn.year else set()
    around = timedelta(beside)
    found = {add_years(first_day(day), n) + around for day in events for n in (0, years)}
    return sorted(found) or [date(2004, 2, 29)]
