"""The projects that reviews with outcome revise opened, or found.

Rule: domain/review_projects.py tells which, from all reviews, links and days that are known; it is
asked again after every change of them, so that they may come in any order. What a review tells its
project (openings.py) goes where the review goes.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from stdplan.catalogue import openings, sql_rules
from stdplan.catalogue.joining import Pair, merge
from stdplan.catalogue.records import Writer
from stdplan.catalogue.work import Work
from stdplan.domain.dates import pad
from stdplan.domain.review_projects import NEVER, Project, is_own, opened_by, own_key, taker
from stdplan.domain.standard_record import Record


class _Review(NamedTuple):
    id: int
    day: str
    project: int | None
    target: str | None


def settle(work: Work, standard: int | None = None) -> list[Pair]:
    """Tie each review to its project: those of one standard (its row), or all.

    The projects of reviews that gave way to one with a name.
    """
    reviews, projects = _read(work.connection, standard)
    taken: list[Pair] = []
    for number in sorted(reviews.keys() | projects.keys()):
        taken += _settle(work, number, reviews[number], projects[number])
    touched = None
    if standard is not None:
        touched = {one.id for several in projects.values() for one in several}
        touched |= {one.project for several in reviews.values() for one in several if one.project}
    openings.begin(work.connection, touched)
    return taken


def _settle(
    work: Work, number: str, reviews: list[_Review], projects: list[Project]
) -> Iterable[Pair]:
    gone: dict[int, int] = {}  # what gives way, and to what
    if named := taker(projects):
        gone = {one.id: named.id for one in projects if one.spare}
        projects = [one for one in projects if not one.spare]
    tied = {}
    for review in reviews:
        project = opened_by(review.day, projects)
        if project is None:
            project = _make(work, number)
            projects.append(project)
        tied[review] = project.id
    if tied:
        last = tied[reviews[-1]]
        idle = (one for one in projects if one.spare and one.told == NEVER)
        gone |= {one.id: last for one in idle if one.id not in tied.values()}
    for review, identity in tied.items():
        if review.project != identity:
            openings.tie(work.connection, review.id, identity)
    for identity, to in gone.items():
        openings.forget(work.connection, identity, number)
        yield Pair(identity, to, merge(work.connection, identity, to))
    if any(review.target for review in reviews):
        openings.aim(work.connection, [review.id for review in reviews])


def _read(
    connection: sqlite3.Connection, standard: int | None
) -> tuple[dict[str, list[_Review]], dict[str, list[Project]]]:
    """The reviews, by their days, and the projects of the standards asked about."""
    names = {"standard": standard}
    one, own = (_ONE, "") if standard is not None else ("", _OWN)
    reviews: dict[str, list[_Review]] = defaultdict(list)
    for number, *review in connection.execute(_REVIEWS + one + _BY_DAY, names):
        reviews[number].append(_Review(*review))
    projects: dict[str, list[Project]] = defaultdict(list)
    for number, identity, key, *days in connection.execute(f"{_PROJECTS}{one} {own})", names):
        told, opened, ended = (pad(day) if day else NEVER for day in days)
        projects[number].append(Project(identity, key, told, opened, ended, is_own(key, number)))
    return reviews, projects


def _make(work: Work, number: str) -> Project:
    """A new project that a review opens, of what the standard tells."""
    title, sector, family = work.connection.execute(
        "SELECT title, sector, family FROM standard WHERE key = ?", (number,)
    ).fetchone()
    values: dict[str, object] = {"work": "revise", "family": family, "sector": sector}
    if title:
        values["title"] = title
    place, taken = 1, "SELECT 1 FROM standard WHERE key = ?"
    while work.connection.execute(taken, (own_key(number, place),)).fetchone():
        place += 1
    work.count("projects opened")
    record = Record(own_key(number, place), values, replaces=[(number, False)])
    return Project(Writer(work.connection).save(record).id, record.key, own=True)


_REVISED = (
    "FROM review v JOIN standard s ON s.id = v.standard"
    " WHERE v.outcome = 'revise' AND s.number IS NOT NULL"
)
_REVIEWS = f"SELECT s.key, v.id, {sql_rules.pad('v.date')} AS day, v.project, v.target {_REVISED}"
_BY_DAY = " ORDER BY day, v.date, v.id"
_ONE = " AND v.standard = :standard"
# Lists may bring a review's project without its review. `;` is the letter behind `:`.
_OWN = "UNION SELECT target FROM replaces WHERE successor >= 'rev:' AND successor < 'rev;'"
_PROJECTS = (
    f"SELECT r.target, p.id, p.key, {openings.TOLD},"
    " (SELECT min(c.date) FROM stage_change c WHERE c.standard = p.id AND c.review IS NOT NULL),"
    " iif(p.number IS NULL, p.terminated, NULL)"
    " FROM replaces r JOIN standard p ON p.key = r.successor WHERE r.partial = 0"
    f" AND p.key <> r.target AND r.target IN (SELECT s.key {_REVISED}"
)
