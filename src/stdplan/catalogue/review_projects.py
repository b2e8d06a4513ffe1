"""The projects that reviews with outcome revise opened, or found.

Rule: domain/review_projects.py tells which, from all reviews, links and days that are known; it is
asked again after every change of them, so that they may come in any order. What a review tells its
project (review_projects.py) goes where the review goes.

What a review tells the project that it opened: its first day (00), its target date.

Rule: what is told of the project itself goes before, and of several reviews the first one tells.
Both are marked (`stage_change.review`, `review.aimed`), so that a review that turns out to have
opened another project takes along what it told.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.database import Transaction
from stdplan.catalogue.project_matching import Pair, merge
from stdplan.catalogue.standard_writer import StandardWriter
from stdplan.domain.dates import pad
from stdplan.domain.review_projects import NEVER, Project, is_own, opened_by, own_key, taker
from stdplan.domain.standard_record import StandardRecord

# The first day that is known of a project `p` without any review.
_DAYS = (
    sql_rules.first_day(
        "(SELECT min(c.date) FROM stage_change c WHERE c.standard = p.id AND c.review IS NULL)"
    ),
    sql_rules.start_day("p"),
    sql_rules.first_day("p.published"),
)
TOLD = "nullif(min({}), '9999')".format(", ".join(f"coalesce({day}, '9999')" for day in _DAYS))


def link(connection: sqlite3.Connection, review: int, project: int) -> None:
    """Tie a review (its row) to a project; the one it was tied to gives back its target date."""
    connection.execute(
        "UPDATE standard SET target_date = NULL WHERE (id, target_date) ="
        " (SELECT project, target FROM review WHERE id = ? AND aimed)",
        (review,),
    )
    connection.execute("UPDATE review SET project = ?, aimed = 0 WHERE id = ?", (project, review))


def unlink(connection: sqlite3.Connection, project: int, number: str) -> None:
    """Take out of a review's own project what it has of the review, and of the standard."""
    connection.execute(
        "DELETE FROM stage_change WHERE standard = ? AND review IS NOT NULL", (project,)
    )
    connection.execute(
        "UPDATE standard AS p SET work = nullif(p.work, 'revise'),"
        " title = nullif(p.title, s.title), sector = nullif(p.sector, s.sector)"
        " FROM standard s WHERE p.id = ? AND s.key = ?",
        (project, number),
    )


def set_target_dates(connection: sqlite3.Connection, reviews: Iterable[int]) -> None:
    """Give projects the target dates that reviews tell, in their order, where they have none of
    their own."""
    told = set()
    for review in reviews:
        project, target, aimed = connection.execute(
            "SELECT project, target, aimed FROM review WHERE id = ?", (review,)
        ).fetchone()
        if target is None or project in told:
            continue
        told.add(project)
        if aimed:
            continue
        # Its own target date stays, that of a later review does not.
        connection.execute(
            "UPDATE standard SET target_date = NULL WHERE (id, target_date) IN"
            " (SELECT project, target FROM review WHERE project = ? AND aimed)",
            (project,),
        )
        connection.execute("UPDATE review SET aimed = 0 WHERE project = ?", (project,))
        given = connection.execute(
            "UPDATE standard SET target_date = ? WHERE id = ? AND target_date IS NULL",
            (target, project),
        )
        connection.execute("UPDATE review SET aimed = ? WHERE id = ?", (given.rowcount, review))


def set_first_days(connection: sqlite3.Connection, projects: Collection[int] | None = None) -> None:
    """Let projects (all, or some rows) begin on the day of their first review, if nothing is known
    of them by then."""
    marks = "1"
    if projects is not None:
        marks = f"project IN ({', '.join(map(str, sorted(projects)))})"
    wanted = (
        "SELECT project, date, id FROM (SELECT v.*, row_number() OVER (PARTITION BY project"
        f" ORDER BY {sql_rules.first_day('date')}, date, id) AS place FROM review v"
        f" WHERE outcome = 'revise' AND project IS NOT NULL AND {marks}) v"
        f" JOIN (SELECT p.id AS row, {TOLD} AS told FROM standard p) ON row = project"
        f" WHERE place = 1 AND coalesce(told > {sql_rules.first_day('date')}, 1)"
        " AND NOT EXISTS (SELECT 1 FROM stage_change c"
        " WHERE c.standard = project AND c.stage = '00' AND c.review IS NULL)"
    )
    of = marks.replace("project", "standard")
    connection.execute(
        f"DELETE FROM stage_change WHERE review IS NOT NULL AND {of}"
        f" AND (standard, date, review) NOT IN ({wanted})"
    )
    connection.execute(
        "INSERT INTO stage_change (standard, stage, date, review)"
        f" SELECT project, '00', date, id FROM ({wanted}) WHERE NOT EXISTS (SELECT 1"
        " FROM stage_change c WHERE c.standard = project AND c.review IS NOT NULL)"
    )


class _Review(NamedTuple):
    id: int
    day: str
    project: int | None
    target: str | None


def sync_review_projects(work: Transaction, standard: int | None = None) -> list[Pair]:
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
    set_first_days(work.connection, touched)
    return taken


def _settle(
    work: Transaction, number: str, reviews: list[_Review], projects: list[Project]
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
            link(work.connection, review.id, identity)
    for identity, to in gone.items():
        unlink(work.connection, identity, number)
        yield Pair(identity, to, merge(work.connection, identity, to))
    if any(review.target for review in reviews):
        set_target_dates(work.connection, [review.id for review in reviews])


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


def _make(work: Transaction, number: str) -> Project:
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
    record = StandardRecord(own_key(number, place), values, replaces=[(number, False)])
    return Project(StandardWriter(work.connection).save(record).id, record.key, own=True)


_REVISED = (
    "FROM review v JOIN standard s ON s.id = v.standard"
    " WHERE v.outcome = 'revise' AND s.number IS NOT NULL"
)
_REVIEWS = (
    f"SELECT s.key, v.id, {sql_rules.first_day('v.date')} AS day, v.project, v.target {_REVISED}"
)
_BY_DAY = " ORDER BY day, v.date, v.id"
_ONE = " AND v.standard = :standard"
# Lists may bring a review's project without its review. `;` is the letter behind `:`.
_OWN = "UNION SELECT target FROM replaces WHERE successor >= 'rev:' AND successor < 'rev;'"
_PROJECTS = (
    f"SELECT r.target, p.id, p.key, {TOLD},"
    " (SELECT min(c.date) FROM stage_change c WHERE c.standard = p.id AND c.review IS NOT NULL),"
    " iif(p.number IS NULL, p.terminated, NULL)"
    " FROM replaces r JOIN standard p ON p.key = r.successor WHERE r.partial = 0"
    f" AND p.key <> r.target AND r.target IN (SELECT s.key {_REVISED}"
)
