"""Subjects that stand under several sectors of a plan, whose drafting has to be coordinated."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.plan_lists import focus_areas
from stdplan.table import Column, Records, Row

_AREA = ("subject", "code", "sector", "name", "standards", "projects")
_SUBJECT, _CODE, _SECTOR = 0, 1, 2
COLUMNS = (
    Column("subject", "key"), Column("code", "key"), Column("sector", "key"), Column("name"),
    Column("standards", "integer"), Column("projects", "integer"), Column("drafting", "list"),
)  # fmt: skip


def overlaps(connection: sqlite3.Connection, plan: int, day: date, active: bool = False) -> Records:
    """A row for each area of such a subject, side by side; `drafting` are its open projects.

    `active`: only subjects on which more than one sector has an open project; one project that
    stands in the areas of all of them has nobody to be coordinated with.
    """
    source = focus_areas(connection, plan, day)
    shared = source._replace(where=(*source.where, "a.subject IS NOT NULL"))
    areas = sorted(shared.fetch(_AREA), key=lambda row: str(row[_SUBJECT]))
    drafting = _drafting(connection, plan, day)
    rows = [
        (*row, drafting.get(str(row[_CODE]), []))
        for _, found in groupby(areas, key=lambda row: row[_SUBJECT])
        if len(_sectors(subject := list(found))) > 1
        and (not active or _are_several(subject, drafting))
        for row in subject
    ]
    return Records(COLUMNS, rows)


def _sectors(areas: Iterable[Row]) -> set[str]:
    return {str(row[_SECTOR]) for row in areas}


def _are_several(areas: Sequence[Row], drafting: Mapping[str, Sequence[str]]) -> bool:
    """Whether several sectors draft here, and not on one project alone."""
    active = [row for row in areas if str(row[_CODE]) in drafting]
    projects = {key for row in active for key in drafting[str(row[_CODE])]}
    return len(_sectors(active)) > 1 and len(projects) > 1


def _drafting(connection: sqlite3.Connection, plan: int, day: date) -> dict[str, list[str]]:
    """The open projects of each area with a subject, by their keys."""
    rows = connection.execute(
        "SELECT f.focus, s.key FROM plan_focus p JOIN focus_area a ON a.code = p.focus"
        " JOIN standard_focus f ON f.focus = a.code JOIN standard s ON s.id = f.standard"
        " WHERE p.plan = :plan AND a.subject IS NOT NULL"
        f" AND {timeline.there('s')} AND {timeline.status('s')} = 'planned'"
        " ORDER BY s.sort_key, s.key",
        {**timeline.parameters(day), "plan": plan},
    )
    found: dict[str, list[str]] = {}
    for focus, key in rows:
        found.setdefault(focus, []).append(key)
    return found
