"""What a review tells the project that it opened: its first day (00), its target date.

Rule: what is told of the project itself goes before, and of several reviews the first one tells.
Both are marked (`stage_change.review`, `review.aimed`), so that a review that turns out to have
opened another project takes along what it told.
"""

import sqlite3
from collections.abc import Collection, Iterable

from stdplan.catalogue import sql_rules

# The first day that is known of a project `p` without any review.
_DAYS = (
    sql_rules.pad(
        "(SELECT min(c.date) FROM stage_change c WHERE c.standard = p.id AND c.review IS NULL)"
    ),
    sql_rules.start("p"),
    sql_rules.pad("p.published"),
)
TOLD = "nullif(min({}), '9999')".format(", ".join(f"coalesce({day}, '9999')" for day in _DAYS))


def tie(connection: sqlite3.Connection, review: int, project: int) -> None:
    """Tie a review (its row) to a project; the one it was tied to gives back its target date."""
    connection.execute(
        "UPDATE standard SET target_date = NULL WHERE (id, target_date) ="
        " (SELECT project, target FROM review WHERE id = ? AND aimed)",
        (review,),
    )
    connection.execute("UPDATE review SET project = ?, aimed = 0 WHERE id = ?", (project, review))


def forget(connection: sqlite3.Connection, project: int, number: str) -> None:
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


def aim(connection: sqlite3.Connection, reviews: Iterable[int]) -> None:
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


def begin(connection: sqlite3.Connection, projects: Collection[int] | None = None) -> None:
    """Let projects (all, or some rows) begin on the day of their first review, if nothing is known
    of them by then."""
    marks = "1"
    if projects is not None:
        marks = f"project IN ({', '.join(map(str, sorted(projects)))})"
    wanted = (
        "SELECT project, date, id FROM (SELECT v.*, row_number() OVER (PARTITION BY project"
        f" ORDER BY {sql_rules.pad('date')}, date, id) AS place FROM review v"
        f" WHERE outcome = 'revise' AND project IS NOT NULL AND {marks}) v"
        f" JOIN (SELECT p.id AS row, {TOLD} AS told FROM standard p) ON row = project"
        f" WHERE place = 1 AND coalesce(told > {sql_rules.pad('date')}, 1) AND NOT EXISTS (SELECT 1"
        " FROM stage_change c WHERE c.standard = project AND c.stage = '00' AND c.review IS NULL)"
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
