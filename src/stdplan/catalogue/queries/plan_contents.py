"""The contents of a plan: its sectors, focus areas and tasks, listed, and one by one.

Also the subjects that several sectors of a plan have in common, whose drafting has to be
coordinated.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from stdplan import errors
from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.query import (
    Query,
    Values,
    any_of,
    as_records,
    fetch_records,
    in_sector,
    single_record,
)
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.i18n import t
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Records, Table

SECTOR_COLUMNS = (
    Column("code", "key"), Column("name"), Column("name_zh"), Column("name_en"),
    Column("kind", "key"), Column("prefixes", "list"), Column("focus_areas", "integer"),
    Column("standards", "integer"),
)  # fmt: skip
FOCUS_COLUMNS = (
    Column("code", "key"), Column("sector", "key"), Column("name"), Column("name_zh"),
    Column("name_en"), Column("phrase"), Column("subject", "key"), Column("priority", "flag"),
    Column("standards", "integer"), Column("projects", "integer"),
)  # fmt: skip
TASK_COLUMNS = (
    Column("number", "integer"), Column("theme"), Column("title"), Column("title_zh"),
    Column("title_en"), Column("indicators", "integer"),
)  # fmt: skip
OVERLAP_COLUMNS = (
    Column("subject", "key"), Column("code", "key"), Column("sector", "key"), Column("name"),
    Column("standards", "integer"), Column("projects", "integer"), Column("drafting", "list"),
)  # fmt: skip


# Lists.


def list_sectors(connection: sqlite3.Connection, plan: int, day: date) -> Query:
    """Return the plan's sectors; `standards` is the number of records that `standards list
    --sector` lists on the day."""
    # A record counts once in each sector that it is in: by its own sector, and then those are added
    # that are in the sector only through a focus area.
    counts = f"""(
            SELECT sector, sum(n) AS n
            FROM (
                SELECT sector, count(*) AS n FROM life l
                WHERE {sql_rules.is_known("l")}
                GROUP BY sector
                UNION ALL SELECT a.sector, count(DISTINCT l.standard)
                FROM standard_focus f
                JOIN focus_area a ON a.code = f.focus
                JOIN life l ON l.standard = f.standard
                WHERE l.sector IS NOT a.sector AND {sql_rules.is_known("l")}
                GROUP BY a.sector
            )
            GROUP BY sector
        )"""
    return Query(
        connection=connection,
        expressions={
            "code": "c.code",
            "name": plans.name_expression("c"),
            "name_zh": "c.name_zh",
            "name_en": "c.name_en",
            "kind": "c.kind",
            "prefixes": "c.prefixes",
            "focus_areas": """(
                SELECT count(*)
                FROM plan_focus pf
                JOIN focus_area a ON a.code = pf.focus
                WHERE pf.plan = p.plan AND a.sector = c.code
            )""",
            "standards": "coalesce(counted.n, 0)",
        },
        columns=SECTOR_COLUMNS,
        tables=f"""plan_sector p
            JOIN sector c ON c.code = p.sector
            LEFT JOIN {counts} counted ON counted.sector = c.code""",
        where=("p.plan = :plan",),
        parameters={**sql_rules.day_parameters(day), "plan": plan},
        order="p.position",
    )


def list_focus_areas(
    connection: sqlite3.Connection,
    plan: int,
    day: date,
    sectors: Values = (),
    priority: bool = False,
    codes: Sequence[str] = (),
) -> Query:
    """Return the plan's focus areas: of some sectors, with some codes, or priority areas only.

    `projects` is the number of planned records, `standards` that of all others but terminated ones.
    """
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    count_by_status = f"""
        SELECT count(*)
        FROM standard_focus f
        JOIN life l ON l.standard = f.standard
        WHERE f.focus = a.code AND {sql_rules.is_known("l")} AND {sql_rules.status("l")}"""
    where = ["p.plan = :plan"]
    if sectors:
        where.append(any_of("a.sector", "sector", sectors, parameters))
    if codes:
        where.append(any_of("a.code", "code", codes, parameters))
    if priority:
        where.append("p.priority = 1")
    return Query(
        connection=connection,
        expressions={
            "code": "a.code",
            "sector": "a.sector",
            "name": plans.name_expression("a"),
            "name_zh": "a.name_zh",
            "name_en": "a.name_en",
            "phrase": "a.phrase",
            "subject": "a.subject",
            "priority": "p.priority",
            "standards": f"({count_by_status} NOT IN ('planned', 'suspended', 'terminated'))",
            "projects": f"({count_by_status} IN ('planned', 'suspended'))",
        },
        columns=FOCUS_COLUMNS,
        tables="plan_focus p JOIN focus_area a ON a.code = p.focus",
        where=where,
        parameters=parameters,
        order="p.position",
    )


def list_tasks(connection: sqlite3.Connection, plan: int) -> Query:
    """Return the plan's tasks; `theme` is the title of the theme that the task belongs to."""
    return Query(
        connection=connection,
        expressions={
            "number": "k.number",
            "theme": plans.name_expression("h", "title"),
            "title": plans.name_expression("k", "title"),
            "title_zh": "k.title_zh",
            "title_en": "k.title_en",
            "indicators": """(
                SELECT count(*)
                FROM indicator i
                WHERE i.plan = k.plan AND i.task = k.number
            )""",
        },
        columns=TASK_COLUMNS,
        tables="task k JOIN theme h ON h.plan = k.plan AND h.number = k.theme",
        where=("k.plan = :plan",),
        parameters={"plan": plan},
        order="k.number",
    )


def check_task(connection: sqlite3.Connection, plan: int, number: int) -> None:
    """Raise Missing, which names the tasks of the plan, if it has no task of that number."""
    numbers = [number for (number,) in list_tasks(connection, plan).fetch(["number"])]
    if number not in numbers:
        known = ", ".join(map(str, numbers)) or t("none")
        sentence = "the plan of {year} has no task {number}; its tasks: {known}"
        raise errors.Missing(t(sentence, year=plan, number=number, known=known))


# One sector, focus area or task, with its records as nested lists. The queries of these lists are
# imported where they are used, because the lists above need none of them.


def show_sector(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """Return a sector with its focus areas, and its standards by stage and by status.

    Raise Missing if the plan has no such sector.
    """
    sectors = list_sectors(connection, plan, day)
    names = [column.name for column in SECTOR_COLUMNS]
    row = next((row for row in sectors.fetch(names) if row[0] == code), None)
    if row is None:
        raise errors.Missing(t("the plan of {year} has no sector {code}", year=plan, code=code))
    area_names = ("code", "name", "phrase", "priority", "standards", "projects")
    areas = as_records(
        area_names, list_focus_areas(connection, plan, day, sectors=(code,)).fetch(area_names)
    )
    nested: dict[str, Cell] = {
        "areas": [{**area, "priority": bool(area["priority"])} for area in areas],
        "by_stage": _count_standards(connection, code, day, "stage", sql_rules.stage("l")),
        "by_status": _count_standards(connection, code, day, "status", sql_rules.status("l")),
    }
    nested_columns = (Column(name, "records") for name in nested)
    return single_record((*SECTOR_COLUMNS, *nested_columns), [*row, *nested.values()])


def _count_standards(
    connection: sqlite3.Connection, sector: str, day: date, name: str, expression: str
) -> list[dict[str, object]]:
    """Return the number of a sector's standards for each value of an expression."""
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    return fetch_records(
        connection,
        (name, "standards"),
        f"""
        SELECT {expression} AS x, count(*)
        FROM life l
        WHERE {in_sector((sector,), parameters, "l.sector", "l.standard")}
        AND {sql_rules.is_known("l")}
        GROUP BY x
        ORDER BY x
        """,
        parameters,
    )


def show_focus_area(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """Return a focus area with its keywords, the areas of other sectors with its subject, and its
    records.

    Raise Missing if the plan has no such area.
    """
    from stdplan.catalogue.queries import standards

    areas = list_focus_areas(connection, plan, day, codes=(code,))
    row = next(iter(areas.fetch([column.name for column in FOCUS_COLUMNS])), None)
    if row is None:
        raise errors.Missing(t("the plan of {year} has no focus area {code}", year=plan, code=code))
    keywords, note = connection.execute(
        "SELECT keywords, note FROM focus_area WHERE code = ?", (code,)
    ).fetchone()
    same_subject = fetch_records(
        connection,
        ("code", "sector", "name"),
        f"""
        SELECT a.code, a.sector, {plans.name_expression("a")}
        FROM focus_area a
        JOIN focus_area b ON b.subject = a.subject AND b.code <> a.code
        JOIN plan_focus p ON p.focus = a.code
        WHERE b.code = :key AND p.plan = :plan
        ORDER BY p.position
        """,
        {"key": code, "plan": plan},
    )
    members = standards.list_standards(connection, day, StandardFilters(focus=(code,)))
    names = ("number", "plan_number", "title", "stage", "status")
    from json import loads

    return single_record(
        (
            *FOCUS_COLUMNS,
            Column("keywords", "list"),
            Column("note"),
            Column("shares", "records"),
            Column("records", "records"),
        ),
        [*row, loads(keywords), note, same_subject, as_records(names, members.fetch(names))],
    )


def show_task(
    connection: sqlite3.Connection, plan: plans.PlanRules, number: int, day: date
) -> Table:
    """Return a task with its summary, its indicators on the day, its drivers, its kinds of
    activities, and the amounts recorded for it.

    Raise Missing if the plan has no such task.
    """
    from stdplan.catalogue.queries import activities, progress

    check_task(connection, plan.year, number)
    names = [column.name for column in TASK_COLUMNS]
    row = next(row for row in list_tasks(connection, plan.year).fetch(names) if row[0] == number)
    (summary,) = connection.execute(
        f"SELECT {plans.name_expression('k', 'summary')} FROM task k WHERE plan = ? AND number = ?",
        (plan.year, number),
    ).fetchone()
    indicators = progress.progress_report(
        connection, plan, day, progress.IndicatorFilter(task=(number,))
    )
    indicator_names = [column.name for column in progress.PROGRESS_COLUMNS if column.name != "task"]
    drivers = fetch_records(
        connection,
        ("code", "name"),
        f"""
        SELECT code, {plans.name_expression("k")}
        FROM driver k
        WHERE plan = :plan AND task = :key
        ORDER BY position
        """,
        {"key": number, "plan": plan.year},
    )
    kinds = activities.count_by_kind(connection, plan, day, number)
    kind_names = ("code", "name", "unit", "count", "quantity")
    amounts = progress.list_amounts(connection, plan.year, (number,), day)
    amount_names = ("id", "indicator", "date", "amount", "sector", "note")
    return single_record(
        (
            *TASK_COLUMNS,
            Column("summary"),
            Column("progress", "records"),
            Column("drivers", "records"),
            Column("activity_kinds", "records"),
            Column("recorded", "records"),
        ),
        [
            *row,
            summary,
            as_records(indicator_names, indicators.fetch(indicator_names)),
            drivers,
            as_records(kind_names, kinds.fetch(kind_names)),
            as_records(amount_names, amounts.fetch(amount_names)),
        ],
    )


# Subjects that several sectors have in common.


class _SubjectArea(NamedTuple):
    """A focus area with a subject: the cells of OVERLAP_COLUMNS but the last."""

    subject: str
    code: str
    sector: str
    name: Cell
    standards: Cell
    projects: Cell


def subject_overlaps(
    connection: sqlite3.Connection, plan: int, day: date, active: bool = False
) -> Records:
    """Return the focus areas whose subject has areas in several sectors, by subject.

    `drafting` lists the open projects of the area. `active`: only subjects for which several
    sectors have open projects. A single project that is in the areas of all of them needs no
    coordination.
    """
    query = list_focus_areas(connection, plan, day).narrowed("a.subject IS NOT NULL")
    areas = [
        _SubjectArea(str(subject), str(code), str(sector), *counts)
        for subject, code, sector, *counts in query.fetch(_SubjectArea._fields)
    ]
    areas.sort(key=lambda area: area.subject)
    drafting = _open_projects(connection, plan, day)
    rows = []
    for _, group in groupby(areas, key=lambda area: area.subject):
        subject_areas = list(group)
        if len(_sectors(subject_areas)) > 1 and (
            not active or _is_drafted_by_several(subject_areas, drafting)
        ):
            rows += [(*area, drafting.get(area.code, [])) for area in subject_areas]
    return Records(OVERLAP_COLUMNS, rows)


def _sectors(areas: Iterable[_SubjectArea]) -> set[str]:
    return {area.sector for area in areas}


def _is_drafted_by_several(
    areas: Sequence[_SubjectArea], drafting: Mapping[str, Sequence[str]]
) -> bool:
    """Return whether several sectors have open projects in these areas, and more than one."""
    active = [area for area in areas if area.code in drafting]
    projects = {key for area in active for key in drafting[area.code]}
    return len(_sectors(active)) > 1 and len(projects) > 1


def _open_projects(connection: sqlite3.Connection, plan: int, day: date) -> dict[str, list[str]]:
    """Return the keys of the open projects of each area with a subject, by the area's code."""
    rows = connection.execute(
        f"""
        SELECT f.focus, s.key
        FROM plan_focus p
        JOIN focus_area a ON a.code = p.focus
        JOIN standard_focus f ON f.focus = a.code
        JOIN standard s ON s.id = f.standard
        JOIN life l ON l.standard = s.id
        WHERE p.plan = :plan AND a.subject IS NOT NULL
        AND {sql_rules.is_known("l")}
        AND {project_rules.is_open_project("l")}
        ORDER BY s.sort_key, s.key
        """,
        {**sql_rules.day_parameters(day), "plan": plan},
    )
    projects: dict[str, list[str]] = {}
    for focus, key in rows:
        projects.setdefault(focus, []).append(key)
    return projects
