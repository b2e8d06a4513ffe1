"""All of one sector, focus area or task on a day, with what belongs to it nested."""

import sqlite3
from datetime import date

from stdplan.catalogue.queries import (
    activity_kinds,
    plan_lists,
    plans,
    progress,
    standards,
    timeline,
)
from stdplan.catalogue.queries.nested import records, single
from stdplan.catalogue.queries.select import in_sector
from stdplan.errors import Missing
from stdplan.i18n import t
from stdplan.table import Cell, Column, Row, Table

_AREA = ("code", "name", "phrase", "priority", "standards", "projects")


def sector(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """A sector with its focus areas, and its standards by stage and by status."""
    source = plan_lists.sectors(connection, plan, day)
    names = [column.name for column in plan_lists.SECTOR_COLUMNS]
    row = next((row for row in source.fetch(names) if row[0] == code), None)
    if row is None:
        raise Missing(t("the plan of {year} has no sector {code}", year=plan, code=code))
    areas = plan_lists.focus_areas(connection, plan, day, sectors=(code,))
    nested: list[Cell] = [
        [_area(area) for area in areas.fetch(_AREA)],
        _tally(connection, code, day, "stage", timeline.stage("s")),
        _tally(connection, code, day, "status", timeline.status("s")),
    ]
    extra = (
        Column("areas", "records"),
        Column("by_stage", "records"),
        Column("by_status", "records"),
    )
    return single((*plan_lists.SECTOR_COLUMNS, *extra), [*row, *nested])


def focus(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """A focus area: its keywords, areas of other sectors with its subject, its records."""
    areas = plan_lists.focus_areas(connection, plan, day, codes=(code,))
    row = next(iter(areas.fetch([column.name for column in plan_lists.FOCUS_COLUMNS])), None)
    if row is None:
        raise Missing(t("the plan of {year} has no focus area {code}", year=plan, code=code))
    keywords, note = connection.execute(
        "SELECT keywords, note FROM focus_area WHERE code = ?", (code,)
    ).fetchone()
    shares = records(
        connection,
        ("code", "sector", "name"),
        f"SELECT a.code, a.sector, {plans.named('a')} FROM focus_area a JOIN focus_area b"
        " ON b.subject = a.subject AND b.code <> a.code JOIN plan_focus p ON p.focus = a.code"
        " WHERE b.code = :key AND p.plan = :plan ORDER BY p.position",
        {"key": code, "plan": plan},
    )
    listed = standards.listed(connection, day, standards.Filters(focus=(code,)), 0)
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
    return single(
        (*plan_lists.FOCUS_COLUMNS, *extra), [*row, loads(keywords), note, shares, members]
    )


def task(connection: sqlite3.Connection, plan: plans.PlanRules, number: int, day: date) -> Table:
    """A task with its summary, its indicators on the day, its kinds, and what was recorded."""
    plan_lists.check_task(connection, plan.year, number)
    listed = plan_lists.tasks(connection, plan.year)
    names = [column.name for column in plan_lists.TASK_COLUMNS]
    row = next(row for row in listed.fetch(names) if row[0] == number)
    summary = connection.execute(
        f"SELECT {plans.named('k', 'summary')} FROM task k WHERE plan = ? AND number = ?",
        (plan.year, number),
    ).fetchone()[0]
    report = progress.report(connection, plan, day, progress.Wanted(number))
    report_names = [column.name for column in progress.REPORT_COLUMNS]
    indicators: list[dict[str, object]] = [
        dict(zip(report_names[1:], line[1:], strict=True)) for line in report.fetch(report_names)
    ]
    kind_names = ("code", "name", "unit", "count", "quantity")
    counted = activity_kinds.counted(connection, plan, day, number)
    kinds: list[dict[str, object]] = [
        dict(zip(kind_names, line, strict=True)) for line in counted.fetch(kind_names)
    ]
    drivers = records(
        connection,
        ("code", "name"),
        f"SELECT code, {plans.named('k')} FROM driver k"
        " WHERE plan = :plan AND task = :key ORDER BY position",
        {"key": number, "plan": plan.year},
    )
    by_hand = progress.recorded(connection, plan.year, number, day)
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
    return single(
        (*plan_lists.TASK_COLUMNS, *extra), [*row, summary, indicators, drivers, kinds, recorded]
    )


def _area(row: Row) -> dict[str, object]:
    area: dict[str, object] = dict(zip(_AREA, row, strict=True))
    return {**area, "priority": bool(area["priority"])}


def _tally(
    connection: sqlite3.Connection, sector: str, day: date, name: str, expression: str
) -> list[dict[str, object]]:
    into: dict[str, object] = dict(timeline.parameters(day))
    where = in_sector((sector,), into)
    rows = connection.execute(
        f"SELECT {expression} AS x, count(*) FROM standard s"
        f" WHERE {where} AND {timeline.there('s')} GROUP BY x ORDER BY x",
        into,
    )
    return [{name: code, "standards": number} for code, number in rows]
