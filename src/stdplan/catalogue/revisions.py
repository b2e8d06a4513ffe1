"""The project that a review with outcome revise opens, or finds.

Rule: reviews and projects come in any order, and come to the same.
"""

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.records import Writer
from stdplan.catalogue.work import Work
from stdplan.domain.dates import pad
from stdplan.domain.record import Record


def revision_project(work: Work, standard: int, day: str) -> int:
    """The record that is to replace the standard wholly, or did since; a new project in the
    preliminary stage if there was none on that day.

    Reviews and projects come in any order: it begins on the day of the review at the latest.
    """
    key, title, sector, family = work.connection.execute(
        "SELECT key, title, sector, family FROM standard WHERE id = ?", (standard,)
    ).fetchone()
    held = work.connection.execute(
        f"SELECT p.id, {timeline.start('p')} FROM replaces r JOIN standard p ON p.key = r.successor"
        " WHERE r.target = :key AND r.partial = 0 AND (p.number IS NOT NULL OR p.terminated IS NULL"
        f" OR {timeline.pad('p.terminated')} > :day)"
        " ORDER BY p.terminated IS NULL, p.terminated, p.id LIMIT 1",
        {"key": key, "day": pad(day)},
    ).fetchone()
    if held:
        _begin(work, int(held[0]), held[1], day)
        return int(held[0])
    values: dict[str, object] = {"work": "revise", "family": family, "sector": sector}
    if title:
        values["title"] = title
    work.count("projects opened")
    project = Record(
        _free_key(work, f"rev:{key}"), values, replaces=[(key, False)], stages=[("00", day)]
    )
    return Writer(work.connection).save(project).id


def _begin(work: Work, project: int, start: str | None, day: str) -> None:
    """Let a project begin (00) on the day of the review, if nothing is known of it by then."""
    dates = work.connection.execute("SELECT date FROM stage_change WHERE standard = ?", (project,))
    if min([pad(date) for (date,) in dates] + ([start] if start else []), default="9") > pad(day):
        work.connection.execute(
            "DELETE FROM stage_change WHERE standard = ? AND stage = '00'", (project,)
        )
        work.connection.execute(
            "INSERT INTO stage_change (standard, stage, date) VALUES (?, '00', ?)", (project, day)
        )


def _free_key(work: Work, key: str) -> str:
    """`rev:NUMBER`; `rev:NUMBER:2` for the second time, after the first project fell through."""
    place = 1
    while True:
        tried = key if place == 1 else f"{key}:{place}"
        sql = "SELECT 1 FROM standard WHERE key = ?"
        if work.connection.execute(sql, (tried,)).fetchone() is None:
            return tried
        place += 1
