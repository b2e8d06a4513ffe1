"""Rows that name their project or record by its title only: in a list of progress, and in a list
that this program wrote for a person, without the keys of such records.

Rules:
* A row of a list of ours belongs to the only record without a number that has its title, and its
  committee if the list has these. So a list that comes back changes nothing.
* A list reports progress if one of its rows has a stage after the approval of the project (10), or
  the end, a suspension or an extension of a project. In other lists, a title without a number is
  a record of its own (title_records.py).
* A row of a list of progress belongs to the open project with the same folded title (fold_title).
  The title in the catalogue stays.
* If several projects have the title, or several rows mean the same project, the row stays a record
  of its own and is reported. So is one whose record an earlier import has made.
"""

import sqlite3
from collections import defaultdict
from typing import NamedTuple

from stdplan.domain.standard_record import TITLE_KEY
from stdplan.domain.text import fold_title

_APPROVED = "10"  # the stage of a project from the day of its plan on
_IN_LIST = "n > :first AND n <= :last"
_REPORTS_PROGRESS = (
    f"SELECT 1 FROM staged_stage WHERE {_IN_LIST} AND stage > :approved"
    f" UNION ALL SELECT 1 FROM staged_event WHERE {_IN_LIST}"
    f" UNION ALL SELECT 1 FROM staged WHERE {_IN_LIST} AND terminated IS NOT NULL LIMIT 1"
)
_ROWS = (
    f"SELECT n, key, title FROM staged WHERE {_IN_LIST} AND key >= :title AND key < :after"
    " AND number IS NULL AND plan_number IS NULL AND title IS NOT NULL"
    " AND published IS NULL AND effective IS NULL ORDER BY n"
)
_OWN_ROWS = (
    f"SELECT n, key, title, committee FROM staged WHERE {_IN_LIST} AND key >= :title"
    " AND key < :after AND number IS NULL AND plan_number IS NULL AND title IS NOT NULL ORDER BY n"
)
_RECORDS = (
    "SELECT key, title, committee FROM standard WHERE key >= :title AND key < :after"
    " AND number IS NULL AND title IS NOT NULL ORDER BY id"
)
_KNOWN_STAGES = (
    f"DELETE FROM staged_stage WHERE {_IN_LIST} AND stage = :approved AND EXISTS (SELECT 1"
    " FROM staged s JOIN standard t USING (key) LEFT JOIN stage_change h ON h.standard = t.id"
    " AND h.date <= staged_stage.date WHERE s.n = staged_stage.n"
    " AND (h.standard IS NOT NULL OR t.number IS NOT NULL))"
)
_KNOWN_ENDS = (
    f"UPDATE staged SET withdrawn = NULL, withdrawn_inferred = NULL WHERE {_IN_LIST}"
    " AND withdrawn_inferred AND EXISTS (SELECT 1 FROM standard t JOIN life ON life.standard = t.id"
    " WHERE t.key = staged.key AND life.ends <= staged.withdrawn)"
)
_NO_SOURCES = (
    f"UPDATE staged SET source = NULL WHERE {_IN_LIST} AND source IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM standard t WHERE t.key = staged.key AND t.source IS NULL)"
)
_OPEN_PROJECTS = (
    "SELECT key, title FROM standard WHERE number IS NULL AND terminated IS NULL"
    " AND title IS NOT NULL AND NOT (key >= :title AND key < :after) ORDER BY id"
)
# The keys and plan numbers of the rows that name their project otherwise.
_NAMED = (
    f"SELECT key FROM staged WHERE {_IN_LIST}"
    f" UNION SELECT plan_number FROM staged WHERE {_IN_LIST} AND plan_number IS NOT NULL"
)
# Projects whose approval is recorded on a later day than a stage in the list.
_LATE_APPROVALS = (
    "SELECT t.key, a.date, max(c.date) FROM staged_stage c JOIN staged s USING (n)"
    " JOIN standard t ON t.key = s.key"
    " JOIN stage_change a ON a.standard = t.id AND a.stage = :approved"
    f" WHERE {_IN_LIST} AND c.stage > :approved AND t.number IS NULL"
    " AND substr(c.date, 1, length(a.date)) < substr(a.date, 1, length(c.date))"
    " AND NOT EXISTS (SELECT 1 FROM stage_change o WHERE o.standard = t.id"
    " AND o.stage > :approved AND substr(o.date, 1, length(a.date)) >= a.date)"
    " GROUP BY t.id ORDER BY n"
)
# After all keys that begin with TITLE_KEY.
_AFTER = TITLE_KEY[:-1] + chr(ord(TITLE_KEY[-1]) + 1)


class ByTitle(NamedTuple):
    """The keys of the projects that rows name by their titles, and pairs (title, keys of projects)
    of the rows that stay apart."""

    projects: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, tuple[str, ...]], ...] = ()


def find_records(connection: sqlite3.Connection, rows: dict[str, int], has_committee: bool) -> None:
    """Give the staged rows first < n <= last that have only a title, of a list of ours, the key of
    the record in the catalogue with that title; `has_committee`: and with that committee."""
    names = {**rows, "title": TITLE_KEY, "after": _AFTER}
    titled = connection.execute(_OWN_ROWS, names).fetchall()
    if not titled:
        return
    records: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    for key, title, committee in connection.execute(_RECORDS, names):
        records[fold_title(title), committee if has_committee else None].append(key)
    keys = {key for _, key, _, _ in titled}
    meant: defaultdict[str, list[int]] = defaultdict(list)
    for n, key, title, committee in titled:
        found = records.get((fold_title(title), committee if has_committee else None), [])
        if len(found) == 1 and key not in found and found[0] not in keys:
            meant[found[0]].append(n)
    sql = "UPDATE staged SET key = ? WHERE n = ?"
    connection.executemany(sql, [(key, own[0]) for key, own in meant.items() if len(own) == 1])


def forget_states(connection: sqlite3.Connection, rows: dict[str, int], has_stages: bool) -> None:
    """Remove what a list of ours does not say, but what follows from its words or its name: stage
    10 (在研) of a standard, or of a project whose stage is known, the unknown day of withdrawal
    (废止) of a standard whose end is known, the source of a record that was entered by hand.

    `has_stages`: the list has a column of stages, so it does say them.
    """
    if not has_stages:
        connection.execute(_KNOWN_STAGES, {**rows, "approved": _APPROVED})
    connection.execute(_KNOWN_ENDS, rows)
    connection.execute(_NO_SOURCES, rows)


def find_projects(connection: sqlite3.Connection, rows: dict[str, int]) -> ByTitle:
    """Give the staged rows first < n <= last that have only a title the key of the open project
    with that title."""
    names = {**rows, "approved": _APPROVED, "title": TITLE_KEY, "after": _AFTER}
    titled = connection.execute(_ROWS, names).fetchall()
    if not titled or not connection.execute(_REPORTS_PROGRESS, names).fetchone():
        return ByTitle()
    projects: defaultdict[str, list[str]] = defaultdict(list)
    for key, title in connection.execute(_OPEN_PROJECTS, names):
        projects[fold_title(title)].append(key)
    named = {key for (key,) in connection.execute(_NAMED, names)}
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for n, _, title in titled:
        rows_of[fold_title(title)].append(n)
    found, doubtful = [], []
    for n, key, title in titled:
        folded = fold_title(title)
        meant = projects.get(folded, [])
        known = connection.execute("SELECT 1 FROM standard WHERE key = ?", (key,)).fetchone()
        if known or not meant:
            continue
        if len(meant) > 1 or len(rows_of[folded]) > 1 or meant[0] in named:
            doubtful.append((title, tuple(meant)))
            continue
        sql = "UPDATE staged SET key = ?, title = NULL WHERE n = ?"
        connection.execute(sql, (meant[0], n))
        found.append(meant[0])
    return ByTitle(tuple(found), tuple(doubtful))


def late_approvals(
    connection: sqlite3.Connection, rows: dict[str, int]
) -> tuple[tuple[str, str, str], ...]:
    """Return (key, day of approval, day of the stage) of projects that stay in stage 10 although
    the rows give them a further stage, because the approval is recorded on a later day."""
    names = {**rows, "approved": _APPROVED}
    return tuple(connection.execute(_LATE_APPROVALS, names).fetchall())
