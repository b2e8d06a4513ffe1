"""What a plan names: its sectors, focus areas and tasks.

All of one sector, focus area or task on a day, with what belongs to it nested.

Subjects that stand under several sectors of a plan, whose drafting has to be coordinated.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from stdplan import errors
from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import activities, plans, progress, standards
from stdplan.catalogue.queries.query import Query, any_of, fetch_records, in_sector, single_record
from stdplan.errors import Missing
from stdplan.i18n import t
from stdplan.table import Cell, Column, Records, Row, Table

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


def list_sectors(connection: sqlite3.Connection, plan: int, day: date) -> Query:
    """The plan's sectors; `standards` counts what `standards list --sector` lists on the day."""
    # A record counts once in each sector it is in. Those that have it as their own are counted in
    # the index, and the few that are not there yet taken off; then come those that are in it
    # through focus areas alone.
    counted = (
        "(SELECT sector, sum(n) AS n FROM ("
        "SELECT sector, count(*) AS n FROM standard GROUP BY sector"
        f" UNION ALL {sql_rules.select_not_yet_known('s.sector, -1')}"
        " UNION ALL SELECT a.sector, count(DISTINCT s.id) FROM standard_focus f"
        " JOIN focus_area a ON a.code = f.focus JOIN standard s ON s.id = f.standard"
        f" WHERE s.sector IS NOT a.sector AND {sql_rules.is_known('s')} GROUP BY a.sector"
        ") GROUP BY sector)"
    )
    expressions = {
        "code": "c.code",
        "name": plans.name_expression("c"),
        "name_zh": "c.name_zh",
        "name_en": "c.name_en",
        "kind": "c.kind",
        "prefixes": "c.prefixes",
        "focus_areas": "(SELECT count(*) FROM plan_focus pf JOIN focus_area a ON a.code = pf.focus"
        " WHERE pf.plan = p.plan AND a.sector = c.code)",
        "standards": "coalesce(counted.n, 0)",
    }
    return Query(
        connection,
        expressions,
        SECTOR_COLUMNS,
        f"plan_sector p JOIN sector c ON c.code = p.sector LEFT JOIN {counted} counted"
        " ON counted.sector = c.code",
        ("p.plan = :plan",),
        {**sql_rules.day_parameters(day), "plan": plan},
        "p.position",
    )


def list_focus_areas(
    connection: sqlite3.Connection,
    plan: int,
    day: date,
    sectors: tuple[str, ...] = (),
    priority: bool = False,
    codes: tuple[str, ...] = (),
) -> Query:
    """The plan's focus areas; `projects` counts records in the making, `standards` all others."""
    parameters: dict[str, object] = {**sql_rules.day_parameters(day), "plan": plan}
    members = (
        "(SELECT count(*) FROM standard_focus f JOIN standard s ON s.id = f.standard"
        f" WHERE f.focus = a.code AND {sql_rules.is_known('s')} AND {sql_rules.status('s')}"
    )
    expressions = {
        "code": "a.code",
        "sector": "a.sector",
        "name": plans.name_expression("a"),
        "name_zh": "a.name_zh",
        "name_en": "a.name_en",
        "phrase": "a.phrase",
        "subject": "a.subject",
        "priority": "p.priority",
        "standards": f"{members} NOT IN ('planned', 'terminated'))",
        "projects": f"{members} = 'planned')",
    }
    where = ["p.plan = :plan"]
    if sectors:
        where.append(any_of("a.sector", "sector", sectors, parameters))
    if codes:
        where.append(any_of("a.code", "code", codes, parameters))
    if priority:
        where.append("p.priority = 1")
    return Query(
        connection,
        expressions,
        FOCUS_COLUMNS,
        "plan_focus p JOIN focus_area a ON a.code = p.focus",
        tuple(where),
        parameters,
        "p.position",
    )


def list_tasks(connection: sqlite3.Connection, plan: int) -> Query:
    """The plan's tasks; `theme` is the title of the part it stands in."""
    expressions = {
        "number": "k.number",
        "theme": plans.name_expression("h", "title"),
        "title": plans.name_expression("k", "title"),
        "title_zh": "k.title_zh",
        "title_en": "k.title_en",
        "indicators": "(SELECT count(*) FROM indicator i"
        " WHERE i.plan = k.plan AND i.task = k.number)",
    }
    return Query(
        connection,
        expressions,
        TASK_COLUMNS,
        "task k JOIN theme h ON h.plan = k.plan AND h.number = k.theme",
        ("k.plan = :plan",),
        {"plan": plan},
        "k.number",
    )


def check_task(connection: sqlite3.Connection, plan: int, number: int) -> None:
    """Raise Missing, naming the tasks there are, where the plan has no task of that number."""
    numbers = [row[0] for row in list_tasks(connection, plan).fetch(["number"])]
    if number not in numbers:
        known = ", ".join(map(str, numbers)) or t("none")
        sentence = "the plan of {year} has no task {number} (there are: {known})"
        raise errors.Missing(t(sentence, year=plan, number=number, known=known))


_AREA = ("code", "name", "phrase", "priority", "standards", "projects")


def show_sector(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """A sector with its focus areas, and its standards by stage and by status."""
    source = list_sectors(connection, plan, day)
    names = [column.name for column in SECTOR_COLUMNS]
    row = next((row for row in source.fetch(names) if row[0] == code), None)
    if row is None:
        raise Missing(t("the plan of {year} has no sector {code}", year=plan, code=code))
    areas = list_focus_areas(connection, plan, day, sectors=(code,))
    nested: list[Cell] = [
        [_area(area) for area in areas.fetch(_AREA)],
        _tally(connection, code, day, "stage", sql_rules.stage("s")),
        _tally(connection, code, day, "status", sql_rules.status("s")),
    ]
    extra = (
        Column("areas", "records"),
        Column("by_stage", "records"),
        Column("by_status", "records"),
    )
    return single_record((*SECTOR_COLUMNS, *extra), [*row, *nested])


def show_focus_area(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """A focus area: its keywords, areas of other sectors with its subject, its records."""
    areas = list_focus_areas(connection, plan, day, codes=(code,))
    row = next(iter(areas.fetch([column.name for column in FOCUS_COLUMNS])), None)
    if row is None:
        raise Missing(t("the plan of {year} has no focus area {code}", year=plan, code=code))
    keywords, note = connection.execute(
        "SELECT keywords, note FROM focus_area WHERE code = ?", (code,)
    ).fetchone()
    shares = fetch_records(
        connection,
        ("code", "sector", "name"),
        f"SELECT a.code, a.sector, {plans.name_expression('a')} FROM focus_area a JOIN focus_area b"
        " ON b.subject = a.subject AND b.code <> a.code JOIN plan_focus p ON p.focus = a.code"
        " WHERE b.code = :key AND p.plan = :plan ORDER BY p.position",
        {"key": code, "plan": plan},
    )
    listed = standards.list_standards(connection, day, standards.StandardFilters(focus=(code,)), 0)
    names = ("number", "plan_number", "title", "stage", "status")
    members: list[dict[str, object]] = [
        dict(zip(names, found, strict=True)) for found in listed.fetch(names)
    ]
    from json import loads

    extra = (
        Column("keywords", "list"),
        Column("note"),
        Column("shares", "records"),
        Column("records", "records"),
    )
    return single_record((*FOCUS_COLUMNS, *extra), [*row, loads(keywords), note, shares, members])


def show_task(
    connection: sqlite3.Connection, plan: plans.PlanRules, number: int, day: date
) -> Table:
    """A task with its summary, its indicators on the day, its kinds, and what was recorded."""
    check_task(connection, plan.year, number)
    listed = list_tasks(connection, plan.year)
    names = [column.name for column in TASK_COLUMNS]
    row = next(row for row in listed.fetch(names) if row[0] == number)
    summary = connection.execute(
        f"SELECT {plans.name_expression('k', 'summary')} FROM task k WHERE plan = ? AND number = ?",
        (plan.year, number),
    ).fetchone()[0]
    report = progress.progress_report(connection, plan, day, progress.IndicatorFilter(number))
    report_names = [column.name for column in progress.PROGRESS_COLUMNS]
    indicators: list[dict[str, object]] = [
        dict(zip(report_names[1:], line[1:], strict=True)) for line in report.fetch(report_names)
    ]
    kind_names = ("code", "name", "unit", "count", "quantity")
    counted = activities.count_by_kind(connection, plan, day, number)
    kinds: list[dict[str, object]] = [
        dict(zip(kind_names, line, strict=True)) for line in counted.fetch(kind_names)
    ]
    drivers = fetch_records(
        connection,
        ("code", "name"),
        f"SELECT code, {plans.name_expression('k')} FROM driver k"
        " WHERE plan = :plan AND task = :key ORDER BY position",
        {"key": number, "plan": plan.year},
    )
    by_hand = progress.list_amounts(connection, plan.year, number, day)
    recorded_names = ("id", "indicator", "date", "amount", "sector", "note")
    recorded: list[dict[str, object]] = [
        dict(zip(recorded_names, line, strict=True)) for line in by_hand.fetch(recorded_names)
    ]
    extra = (
        Column("summary"),
        Column("progress", "records"),
        Column("drivers", "records"),
        Column("activity_kinds", "records"),
        Column("recorded", "records"),
    )
    return single_record(
        (*TASK_COLUMNS, *extra), [*row, summary, indicators, drivers, kinds, recorded]
    )


def _area(row: Row) -> dict[str, object]:
    area: dict[str, object] = dict(zip(_AREA, row, strict=True))
    return {**area, "priority": bool(area["priority"])}


def _tally(
    connection: sqlite3.Connection, sector: str, day: date, name: str, expression: str
) -> list[dict[str, object]]:
    into: dict[str, object] = dict(sql_rules.day_parameters(day))
    where = in_sector((sector,), into)
    rows = connection.execute(
        f"SELECT {expression} AS x, count(*) FROM standard s"
        f" WHERE {where} AND {sql_rules.is_known('s')} GROUP BY x ORDER BY x",
        into,
    )
    return [{name: code, "standards": number} for code, number in rows]


_OVERLAP_AREA = ("subject", "code", "sector", "name", "standards", "projects")
_SUBJECT, _CODE, _SECTOR = 0, 1, 2
OVERLAP_COLUMNS = (
    Column("subject", "key"), Column("code", "key"), Column("sector", "key"), Column("name"),
    Column("standards", "integer"), Column("projects", "integer"), Column("drafting", "list"),
)  # fmt: skip


def overlaps(connection: sqlite3.Connection, plan: int, day: date, active: bool = False) -> Records:
    """A row for each area of such a subject, side by side; `drafting` are its open projects.

    `active`: only subjects on which more than one sector has an open project; one project that
    stands in the areas of all of them has nobody to be coordinated with.
    """
    source = list_focus_areas(connection, plan, day)
    shared = source._replace(where=(*source.where, "a.subject IS NOT NULL"))
    areas = sorted(shared.fetch(_OVERLAP_AREA), key=lambda row: str(row[_SUBJECT]))
    drafting = _drafting(connection, plan, day)
    rows = [
        (*row, drafting.get(str(row[_CODE]), []))
        for _, found in groupby(areas, key=lambda row: row[_SUBJECT])
        if len(_sectors(subject := list(found))) > 1
        and (not active or _are_several(subject, drafting))
        for row in subject
    ]
    return Records(OVERLAP_COLUMNS, rows)


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
        f" AND {sql_rules.is_known('s')} AND {sql_rules.status('s')} = 'planned'"
        " ORDER BY s.sort_key, s.key",
        {**sql_rules.day_parameters(day), "plan": plan},
    )
    found: dict[str, list[str]] = {}
    for focus, key in rows:
        found.setdefault(focus, []).append(key)
    return found
