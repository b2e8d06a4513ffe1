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
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

from stdplan.catalogue.life import refresh
from stdplan.domain.dates import add_years, cutoff, first_day
from stdplan.domain.day_order import Dated, is_older, link_problem
from stdplan.domain.status import UNKNOWN_DAY
from stdplan.domain.status import status as status_on


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review: its day, its outcome, whether it was decided, and the day its revision project
    ended without a standard."""

    day: date
    outcome: str
    project_terminated: date | None = None
    is_decided: bool = True


@dataclass(frozen=True, slots=True)
class Life:
    """All dated facts of one record.

    `successors`: start days of those that replace it wholly. `editions`: days on which the next
    editions of its number end it, and whether they say so (day of effect). `amended`: the end of
    the standard that it amends, with its basis. `edition`: the month or letter in its number.
    `conversions`: the days on which it got another nature, and its nature until then. `suspended`:
    from which day, and up to but not including which, the project was suspended. `listed`: the days
    of stage 60 by the words of lists; UNKNOWN_DAY says that it takes effect on an unknown day.
    """

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
    editions: tuple[tuple[date, bool], ...] = ()
    amended: tuple[date, str] | None = None
    by_hand: bool = False
    draft_stage: str | None = None
    edition: str | None = None
    nature: str | None = None
    conversions: tuple[tuple[date, str], ...] = ()
    suspended: tuple[tuple[date, date | None], ...] = ()
    listed: tuple[date, ...] = ()

    @property
    def decisions(self) -> tuple[Reviewed, ...]:
        """The reviews that have consequences."""
        return tuple(review for review in self.reviews if review.is_decided)


def start(life: Life) -> date | None:
    """Return the start: effective, else published, else 1 January of the number's year; UNKNOWN_DAY
    if it takes effect on an unknown day."""
    return UNKNOWN if awaits_effect(life) else dated_start(life)


def dated_start(life: Life) -> date | None:
    """Return the start by the dates alone."""
    return life.effective or life.published or _number_day(life)


def awaits_effect(life: Life) -> bool:
    """Return whether it takes effect on an unknown day."""
    return life.effective is None and UNKNOWN in life.listed


def _listed(life: Life) -> date | None:
    """Return the day of the list that calls it published."""
    return min((on for on in life.listed if on != UNKNOWN), default=None)


def published_by(life: Life) -> date | None:
    """Return the day from which it counts as published: published, else the day of `start`.

    A number alone does not make it published while its stages have not reached 60.
    """
    if life.draft_stage:
        return None
    year = None if in_the_making(life) else _number_day(life)
    listed = _listed(life)
    early = listed if listed and life.effective and listed < life.effective else None
    return life.published or early or life.effective or year or listed


def in_the_making(life: Life) -> bool:
    """Return whether it is a draft, or stages were recorded and none is publication or later."""
    if life.draft_stage:
        return True
    return bool(life.stages) and max(code for _, code in life.stages) < "60"


def _number_day(life: Life) -> date | None:
    """Return the first day of the number's year, or of its month (04/2011)."""
    month = int(life.edition) if life.edition and life.edition.isdigit() else 1
    return date(life.number_year, month, 1) if life.number_year else None


def nature(life: Life, day: date) -> str | None:
    """Return the nature on a day: before a conversion, a standard had another one."""
    later = [conversion for conversion in life.conversions if conversion[0] > day]
    return min(later)[1] if later else life.nature


def end_and_basis(life: Life) -> tuple[date, str] | None:
    """Return the end and its basis: a withdrawal, else a successor, else the next edition, else
    what the record amends, else an inferred withdrawal."""
    if life.withdrawn and not life.withdrawn_inferred:
        return life.withdrawn, "stated" if life.by_hand else "withdrawn"
    if life.successors:
        return min(life.successors), "successor"
    if life.editions:
        day = min(day for day, _ in life.editions)
        return day, "edition" if (day, True) in life.editions else "inferred"
    if life.amended:
        return life.amended
    return (life.withdrawn, "inferred") if life.withdrawn else None


def end(life: Life) -> date | None:
    """Return the end, the first day on which it is no longer in force."""
    ended = end_and_basis(life)
    return ended[0] if ended else None


def first_known(life: Life) -> date:
    """Return the first day that is known of a record, also that of a proposal; `date.min` if there
    is none."""
    known = [dated_start(life), _listed(life), life.published, life.withdrawn, life.terminated]
    known += [on for on, _ in life.stages] + [review.day for review in life.reviews]
    return min((on for on in known if on), default=date.min)


def is_there(life: Life, day: date) -> bool:
    """Return whether the record exists on `day`: from its first known day; without any day,
    always."""
    return first_known(life) <= day


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
        is_draft=life.draft_stage is not None,
        edition=life.edition,
        suspended=[(since.isoformat(), iso(until)) for since, until in life.suspended],
        listed=iso(_listed(life)),
        awaits_effect=awaits_effect(life),
    )


def stage(life: Life, day: date) -> str | None:
    """Return the stage code on `day`: 95 once ended, 60 once published (90 until a review under way
    is decided), else the latest stage change, else the stage that its number shows; None without
    either."""
    state = status(life, day)
    if state == "withdrawn":
        return "95"
    reached = max(((on, code) for on, code in life.stages if on <= day), default=None)
    if state in ("planned", "suspended", "terminated"):
        return reached[1] if reached else life.draft_stage
    opened = max((on for on, code in life.stages if code == "90" and on <= day), default=None)
    closed = any(opened and opened <= review.day <= day for review in life.decisions)
    return "90" if opened and not closed else "60"


def confirmed(life: Life, day: date) -> date | None:
    """Return the day of the last decision on or before `day` that confirmed it (继续有效)."""
    days = (r.day for r in life.decisions if r.outcome == "confirm" and r.day <= day)
    return max(days, default=None)


def counted_from(life: Life, day: date) -> tuple[date, str] | None:
    """Return the day the age counts from and its basis: confirmed, effective, published,
    number-year."""
    starts, again = dated_start(life), confirmed(life, day)
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
    """Return whether its review is due on `day`: in force, age reached, no decided review within
    the years before.

    A review with outcome revise does not count once its revision project was terminated. The caller
    excludes other families and amendments.
    """
    since = counted_from(life, day)
    if since is None or status(life, day) != "in-force" or not is_there(life, day):
        return False
    limit = cutoff(day, years)
    return since[0] <= limit and not any(
        limit < review.day <= day and not _was_terminated(review, day) for review in life.decisions
    )


def in_force_in(life: Life, numbered: bool, year: int) -> bool:
    """Return whether it is published by the end of the year, and has not ended when it begins. One
    with a number and no day at all is."""
    public, ends = published_by(life), end(life)
    published = public <= date(year, 12, 31) if public else numbered and not in_the_making(life)
    return published and (ends is None or ends > date(year, 1, 1))


def decided_by(entries: Sequence[tuple[str, bool]], life: Life, day: date) -> bool | None:
    """Return whether the last decision about the campaign of the day's year, up to the day, is that
    it is a member; None without one. Who is not published on the day, or does not exist yet, is
    none."""
    known = [
        (first_day(text), member)
        for text, member in entries
        if first_day(text).year == day.year and first_day(text) <= day
    ]
    if not known:
        return None
    public = published_by(life)
    return max(known)[1] and is_there(life, day) and (public is None or public <= day)


def _was_terminated(review: Reviewed, day: date) -> bool:
    ended = review.project_terminated
    return review.outcome == "revise" and ended is not None and ended <= day


UNKNOWN = date.fromisoformat(UNKNOWN_DAY)
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
    by_hand: bool
    family: str
    amends: int | None
    base: str
    consolidated: bool
    draft_stage: str | None
    edition: str | None
    conversions: dict[str, str]
    stages: list[tuple[str, str]]
    reviews: list[tuple[str, str, int, str]]
    replaces: list[tuple[int, bool]]
    suspensions: list[tuple[str, str | None]] = field(default_factory=list)
    campaigns: list[tuple[str, bool]] = field(default_factory=list)


def undated(**facts: Any) -> Drawn:
    """Return a standard with a number and these facts, and nothing else."""
    nothing: dict[str, Any] = dict.fromkeys(("year", "amends", "draft_stage", "edition"))
    nothing |= dict.fromkeys(("inferred", "by_hand", "consolidated"), False)
    nothing |= {name: [] for name in ("stages", "reviews", "replaces")}
    nothing |= {"numbered": True, "family": "industry", "base": "GB 1", "conversions": {}}
    dates = dict.fromkeys(COLUMNS) | facts.pop("dates", {})
    return Drawn(**nothing | {"dates": dates} | facts)


def _date(year: int, month_day: str, length: int) -> str:
    leap = year % 4 == 0
    return f"{year}-{'02-28' if month_day == '02-29' and not leap else month_day}"[:length]


DATES = st.sampled_from(sorted({_date(*parts) for parts in product(YEARS, MONTH_DAYS, PREFIXES)}))
# Even fewer, so that a day coincides with the month that begins with it.
EVENTS = st.sampled_from(["2001", "2001-01", "2001-01-01", "2004-03", "2004-03-01", "2005-02-28"])
PLACES = st.integers(0, 3)
EUROPEAN = ["EN 1", "DIN EN 1", "UNE-EN 1", "BS HD 1", "CEN/TS 1", "PD CLC/TR 1", "EN1"]
BASES = st.sampled_from(["GB 1", "GB 1"] * 4 + ["GB 2", "T/CEN 1", "Q/HD 1"] + EUROPEAN)
EDITIONS = st.sampled_from([None, None, "04", "10", "a", "B"])
OUTCOME = st.sampled_from(
    ["confirm", "confirm", "revise", "revise", "merge", "withdraw", "amend", "convert"]
)
STEP = st.sampled_from(["decided", "decided", "proposed"])
STAGES = st.lists(st.tuples(EVENTS, st.sampled_from(["00", "10", "90", "90"])), max_size=3)
# Stage 60 is that of a list's words.
STAGES_AND_WORDS = st.tuples(
    STAGES, st.lists(st.tuples(EVENTS | st.just(UNKNOWN_DAY), st.just("60")), max_size=2)
).map(lambda both: [*both[0], *both[1]])
REVIEWS = st.lists(st.tuples(EVENTS, OUTCOME, PLACES, STEP), max_size=3)
CONVERSIONS = st.dictionaries(
    st.sampled_from(["2001", "2004-03", "2005-02-28"]),
    st.sampled_from(["mandatory", "guidance"]),
    max_size=2,
)
SUSPENSIONS = st.lists(
    st.tuples(EVENTS, st.none() | EVENTS), max_size=2, unique_by=lambda suspension: suspension[0]
)
# Decisions about the campaign of the year of their day: a member, or left out.
CAMPAIGNS = st.lists(
    st.tuples(st.sampled_from(["2001-01-01", "2001-12-31", "2004-03-01"]), st.booleans()),
    max_size=2,
    unique_by=lambda entry: entry[0],
)
REPLACES = st.lists(st.tuples(PLACES, st.sampled_from([False, False, True])), max_size=2)
# Any combination, also those that no list contains.
_WILD = st.builds(
    Drawn,
    numbered=st.booleans(),
    year=st.none() | st.sampled_from(YEARS),
    dates=st.fixed_dictionaries({name: st.none() | DATES for name in COLUMNS}),
    inferred=st.booleans(),
    by_hand=st.booleans(),
    family=st.sampled_from(["industry", "national"]),
    amends=st.none() | st.none() | PLACES,
    base=BASES,
    consolidated=st.sampled_from([False, False, False, True]),
    draft_stage=st.sampled_from([None, None, None, "40"]),
    edition=EDITIONS,
    conversions=CONVERSIONS,
    stages=STAGES_AND_WORDS,
    reviews=REVIEWS,
    replaces=REPLACES,
    suspensions=SUSPENSIONS,
    campaigns=CAMPAIGNS,
)
# Like most standards: in force since a day, with a few reviews.
_USUAL = st.builds(
    Drawn,
    numbered=st.just(True),
    year=st.none() | st.sampled_from(YEARS),
    dates=DATES.map(lambda day: dict.fromkeys(COLUMNS) | {"effective": day}),
    inferred=st.just(False),
    by_hand=st.just(False),
    family=st.just("industry"),
    amends=st.none(),
    base=BASES,
    consolidated=st.just(False),
    draft_stage=st.just(None),
    edition=EDITIONS,
    conversions=CONVERSIONS,
    stages=STAGES,
    reviews=REVIEWS,
    replaces=REPLACES,
    campaigns=CAMPAIGNS,
)
# Revision projects that ended without a standard.
_PROJECT = st.builds(
    Drawn,
    numbered=st.just(False),
    year=st.none(),
    dates=EVENTS.map(lambda day: dict.fromkeys(COLUMNS) | {"terminated": day}),
    inferred=st.just(False),
    by_hand=st.just(False),
    family=st.just("industry"),
    amends=st.none(),
    base=BASES,
    consolidated=st.just(False),
    draft_stage=st.just(None),
    edition=EDITIONS,
    conversions=CONVERSIONS,
    stages=STAGES,
    reviews=st.just([]),
    replaces=REPLACES,
    suspensions=SUSPENSIONS,
    campaigns=CAMPAIGNS,
)
CATALOGUES = st.lists(_USUAL | _USUAL | _WILD | _PROJECT, min_size=2, max_size=4)


def key(place: int, drawn: Drawn) -> str:
    """Return the key of a record: S0, S1 …, of a consolidated text `S0+AMD1`."""
    return f"S{place}+AMD1" if drawn.consolidated else f"S{place}"


def insert(connection: sqlite3.Connection, catalogue: list[Drawn]) -> None:
    """Insert the catalogue with plain SQL, and compute the days of its records."""
    for sql, values in statements(catalogue):
        connection.execute(sql, values)
    refresh(connection)


def statements(catalogue: list[Drawn]) -> list[tuple[str, tuple[object, ...]]]:
    """Return the statements that insert the catalogue, each with its values."""
    keys = [key(place, drawn) for place, drawn in enumerate(catalogue)] + ["X"] * 4
    rows: list[tuple[str, tuple[object, ...]]] = []
    for place, drawn in enumerate(catalogue):
        values = (
            *(place, keys[place], keys[place] if drawn.numbered else None),
            drawn.year if drawn.numbered else None,
            *(drawn.dates[name] for name in COLUMNS),
            *(drawn.inferred, drawn.by_hand, drawn.family, drawn.base, drawn.edition),
            *(None if drawn.amends is None else keys[drawn.amends], keys[place]),
            drawn.draft_stage if drawn.numbered else None,
        )
        rows.append((_INSERT_STANDARD, values))
    for place, drawn in enumerate(catalogue):
        rows += [(_INSERT_STAGE, (place, *change)) for change in drawn.stages]
        rows += [(_INSERT_SUSPENSION, (place, *days)) for days in drawn.suspensions]
        rows += [
            (_INSERT_CONVERSION, (place, f"X{number}", day, before))
            for number, (day, before) in enumerate(drawn.conversions.items())
        ]
        rows += [
            (_INSERT_REVIEW, (place, day, outcome, _project(catalogue, project), step))
            for day, outcome, project, step in drawn.reviews
        ]
        rows += [
            (_INSERT_LINK, (keys[place], keys[target], partial))
            for target, partial in dict(drawn.replaces).items()
        ]
        rows += [
            (_INSERT_ENTRY, (int(day[:4]), place, day, member)) for day, member in drawn.campaigns
        ]
    return rows


_INSERT_STANDARD = (
    "INSERT INTO standard (id, key, number, number_year, published, effective, withdrawn,"
    " terminated, withdrawn_inferred, withdrawn_by_hand, family, base, edition, amends, sort_key,"
    " draft_stage, nature)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'recommended')"
)
_INSERT_STAGE = "INSERT INTO stage_change (standard, date, stage) VALUES (?, ?, ?)"
_INSERT_CONVERSION = (
    "INSERT INTO other_number (standard, number, kind, until, nature)"
    " VALUES (?, ?, 'converted', ?, ?)"
)
_INSERT_SUSPENSION = "INSERT INTO suspension (standard, since, until) VALUES (?, ?, ?)"
_INSERT_REVIEW = (
    "INSERT INTO review (standard, date, outcome, project, step) VALUES (?, ?, ?, ?, ?)"
)
_INSERT_ENTRY = "INSERT INTO campaign_member (year, standard, date, member) VALUES (?, ?, ?, ?)"
_INSERT_LINK = (
    "INSERT OR REPLACE INTO replaces (successor, target, partial, position) VALUES (?, ?, ?, 0)"
)


def _project(catalogue: list[Drawn], place: int) -> int | None:
    return place if place < len(catalogue) else None


def _day(text: str | None) -> date | None:
    return first_day(text) if text else None


def lives(catalogue: list[Drawn]) -> list[Life]:
    """Return the facts of the same records, with those that follow from other records."""
    alone = [_life(catalogue, drawn) for drawn in catalogue]
    starts = [None if awaits_effect(life) else dated_start(life) for life in alone]
    links = counting_links(catalogue)
    records = []
    for place, drawn in enumerate(catalogue):
        wholly = [
            other_start
            for other, other_start in enumerate(starts)
            if other_start
            and links.get((other, place)) is False
            and not (catalogue[other].numbered and catalogue[other].draft_stage)
        ]
        record = replace(_life(catalogue, drawn), successors=tuple(wholly))
        records.append(replace(record, editions=_next_editions(catalogue, place, links)))
    return [
        replace(record, amended=_amended(catalogue, drawn, records))
        for record, drawn in zip(records, catalogue, strict=True)
    ]


def counting_links(catalogue: list[Drawn]) -> dict[tuple[int, int], bool]:
    """Return the links that count between records of the catalogue, by the places of successor and
    target, and whether they are partial."""
    dated = [
        Dated(
            drawn.dates["published"],
            drawn.dates["effective"],
            drawn.year if drawn.numbered else None,
        )
        for drawn in catalogue
    ]
    links = {
        (place, target): partial
        for place, drawn in enumerate(catalogue)
        for target, partial in dict(drawn.replaces).items()
        if target < len(catalogue)
    }
    possible = [(new, old) for new, old in links if not is_older(dated[new], dated[old])]

    def replaces(new: int, old: int) -> bool:
        """Return whether one record replaces the other, directly or through others."""
        found, rest = set[int](), [new]
        while rest:
            place = rest.pop()
            following = {target for source, target in possible if source == place}
            rest += following - found
            found |= following
        return old in found

    return {
        (new, old): partial
        for (new, old), partial in links.items()
        if not link_problem(str(new), str(old), dated[new], dated[old], replaces(old, new))
    }


def _next_editions(
    catalogue: list[Drawn], place: int, links: dict[tuple[int, int], bool]
) -> tuple[tuple[date, bool], ...]:
    """Return the days on which other editions end a record, and whether they say so: editions of
    one base and family, later, published, and not replacing it in part."""
    drawn = catalogue[place]
    editions = []
    for other_place, other in enumerate(catalogue):
        theirs = _life(catalogue, other)
        day, own_day = dated_start(theirs), dated_start(_life(catalogue, drawn))
        if (
            _is_edition(drawn)
            and _is_edition(other)
            and (drawn.base, drawn.family) == (other.base, other.family)
            and day is not None
            and own_day is not None
            and _is_later(theirs, _life(catalogue, drawn))
            and published_by(theirs) is not None
            and not awaits_effect(theirs)
            and theirs.terminated is None
            and not (theirs.withdrawn and not theirs.withdrawn_inferred and theirs.withdrawn <= day)
            and links.get((other_place, place)) is not True
        ):
            begins = day if theirs.effective or theirs.published else _after_dated(catalogue, other)
            editions.append(
                (max(begins or day, day, own_day), theirs.effective is not None and day > own_day)
            )
    return tuple(editions)


def _after_dated(catalogue: list[Drawn], drawn: Drawn) -> date | None:
    """Return the last start of the editions of its year that come before one without a day."""
    own = _life(catalogue, drawn)
    days = []
    for other in catalogue:
        theirs = _life(catalogue, other)
        if (
            _is_edition(other)
            and (drawn.base, drawn.family) == (other.base, other.family)
            and theirs.number_year == own.number_year
            and (theirs.edition or "") <= (own.edition or "")
            and (theirs.effective or theirs.published)
        ):
            days.append(theirs.effective or theirs.published)
    return max((day for day in days if day), default=None)


def _is_later(new: Life, old: Life) -> bool:
    """Return whether one record is a later edition than the other: by the year and by their days,
    and within a year without days, or on the same day, by the month or letter."""
    numbers = [(each.number_year or 0, each.edition or "") for each in (old, new)]
    year, old_year = new.number_year or 0, old.number_year or 0
    if year < old_year or numbers[0] == numbers[1]:
        return False
    dated = [bool(each.effective or each.published) for each in (old, new)]
    if dated_start(new) == dated_start(old) or not dated[1] or (year == old_year and not dated[0]):
        return numbers[1] > numbers[0]
    return (dated_start(new) or date.min) > (dated_start(old) or date.min)


def _is_edition(drawn: Drawn) -> bool:
    return (
        drawn.numbered
        and drawn.year is not None
        and drawn.amends is None
        and not drawn.consolidated
        and drawn.draft_stage is None
        and drawn.base not in EUROPEAN
    )


def _amended(catalogue: list[Drawn], drawn: Drawn, records: list[Life]) -> tuple[date, str] | None:
    if drawn.amends is None or drawn.amends >= len(catalogue):
        return None
    if catalogue[drawn.amends].amends is not None:
        return None
    return end_and_basis(records[drawn.amends])


def _life(catalogue: list[Drawn], drawn: Drawn) -> Life:
    """Return the facts of one record alone."""
    ended = [_day(other.dates["terminated"]) for other in catalogue] + [None] * 4
    return Life(
        number_year=drawn.year if drawn.numbered else None,
        has_number=drawn.numbered,
        **{name: _day(drawn.dates[name]) for name in COLUMNS},  # type: ignore[arg-type]
        withdrawn_inferred=drawn.inferred,
        by_hand=drawn.by_hand,
        draft_stage=drawn.draft_stage if drawn.numbered else None,
        edition=drawn.edition if drawn.numbered else None,
        nature="recommended",
        conversions=tuple((first_day(day), before) for day, before in drawn.conversions.items()),
        stages=tuple((first_day(day), stage) for day, stage in drawn.stages if stage != "60"),
        listed=tuple(first_day(day) for day, stage in drawn.stages if stage == "60"),
        reviews=tuple(
            Reviewed(first_day(day), outcome, ended[project], step == "decided")
            for day, outcome, project, step in drawn.reviews
        ),
        suspended=tuple((first_day(since), _day(until)) for since, until in drawn.suspensions),
    )


def days(catalogue: list[Drawn], years: int, offset: int) -> list[date]:
    """Return days on events, and on days when a review falls due, or `offset` days from them."""
    events = {date for drawn in catalogue for date in drawn.dates.values() if date}
    for drawn in catalogue:
        events |= {event[0] for event in (*drawn.stages, *drawn.reviews, *drawn.campaigns)}
        events -= {UNKNOWN_DAY}
        events |= {day for days in drawn.suspensions for day in days if day}
        events |= {str(drawn.year)} if drawn.year else set()
    around = timedelta(offset)
    all_days = {add_years(first_day(day), n) + around for day in events for n in (0, years)}
    return sorted(all_days) or [date(2004, 2, 29)]
