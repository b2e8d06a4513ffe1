"""All of one thing: a standard, a sector, a focus area, a task, with what belongs to it nested."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import plans, progress, standards, timeline
from stdplan.catalogue.queries.select import Select, in_sector
from stdplan.domain.fields import COLUMNS
from stdplan.domain.table import Cell, Column, Records, Row, Table

_AGE_COLUMNS = (Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"))
_CHAIN_LENGTH = 50


def standard(connection: sqlite3.Connection, key: str, day: date) -> Table:
    """All fields of the record, its age on the day, and nested its stages, reviews and chain."""
    columns = standards.expressions()
    since = timeline.counted_from("s")
    columns |= {
        "age": f"CASE WHEN {timeline.in_force('s')} THEN {timeline.age(since)} END",
        "counted_from": since,
        "basis": f"CASE WHEN {since} IS NOT NULL THEN {timeline.basis('s')} END",
        "withdrawn_inferred": "s.withdrawn_inferred",
    }
    shown = (*COLUMNS, *_AGE_COLUMNS, Column("withdrawn_inferred", "flag"))
    source = Select(
        connection,
        columns,
        shown,
        "standard s",
        ("s.key = :key",),
        {**timeline.parameters(day), "key": key},
    )
    row = list(next(iter(source.fetch([column.name for column in shown]))))
    nested = {
        "stages": _records(
            connection,
            ("stage", "date"),
            "SELECT c.stage, c.date FROM stage_change c JOIN standard s ON s.id = c.standard"
            " WHERE s.key = :key AND c.date <= :day ORDER BY c.date, c.stage",
            key,
            day,
        ),
        "reviews": _records(
            connection,
            ("date", "outcome", "into", "ends", "project", "note"),
            'SELECT v.date, v.outcome, v."into", v.ends, p.key, v.note FROM review v'
            " JOIN standard s ON s.id = v.standard LEFT JOIN standard p ON p.id = v.project"
            " WHERE s.key = :key AND v.date <= :day ORDER BY v.date, v.id",
            key,
            day,
        ),
        "chain": _chain(connection, key, day),
    }
    return _single(
        (*shown, *(Column(name, "records") for name in nested)), [*row, *nested.values()]
    )


def sector(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """A sector with its focus areas, and its standards by stage and by status."""
    source = plans.sectors(connection, plan, day)
    row = next(
        row for row in source.fetch([c.name for c in plans.SECTOR_COLUMNS]) if row[0] == code
    )
    areas = plans.focus_areas(connection, plan, day, sectors=(code,))
    names = ("code", "name", "phrase", "priority", "standards", "projects")
    nested: list[Cell] = [
        [_area(names, area) for area in areas.fetch(names)],
        _tally(connection, code, day, "stage", timeline.stage("s")),
        _tally(connection, code, day, "status", timeline.status("s")),
    ]
    extra = (
        Column("areas", "records"),
        Column("by_stage", "records"),
        Column("by_status", "records"),
    )
    return _single((*plans.SECTOR_COLUMNS, *extra), [*row, *nested])


def focus(connection: sqlite3.Connection, plan: int, code: str, day: date) -> Table:
    """A focus area: its keywords, areas of other sectors with its subject, its records."""
    areas = plans.focus_areas(connection, plan, day, codes=(code,))
    row = next(iter(areas.fetch([column.name for column in plans.FOCUS_COLUMNS])))
    keywords, note = connection.execute(
        "SELECT keywords, note FROM focus_area WHERE code = ?", (code,)
    ).fetchone()
    shares = _records(
        connection,
        ("code", "sector", "name"),
        f"SELECT a.code, a.sector, {plans.named('a')} FROM focus_area a JOIN focus_area b"
        " ON b.subject = a.subject AND b.code <> a.code JOIN plan_focus p ON p.focus = a.code"
        " WHERE b.code = :key AND p.plan = :plan ORDER BY p.position",
        code,
        day,
        plan=plan,
    )
    listed = standards.listed(connection, day, standards.Filters(focus=(code,)), 0)
    names = ("number", "plan_number", "title", "stage", "status")
    records: list[dict[str, object]] = [
        dict(zip(names, found, strict=True)) for found in listed.fetch(names)
    ]
    from json import loads

    extra = (
        Column("keywords", "list"),
        Column("note"),
        Column("shares", "records"),
        Column("records", "records"),
    )
    return _single((*plans.FOCUS_COLUMNS, *extra), [*row, loads(keywords), note, shares, records])


def task(connection: sqlite3.Connection, plan: plans.PlanRules, number: int, day: date) -> Table:
    """A task with its summary, its indicators on the day, its kinds, and what was recorded."""
    listed = plans.tasks(connection, plan.year)
    names = [column.name for column in plans.TASK_COLUMNS]
    row = next(row for row in listed.fetch(names) if row[0] == number)
    summary = connection.execute(
        f"SELECT {plans.named('k', 'summary')} FROM task k WHERE plan = ? AND number = ?",
        (plan.year, number),
    ).fetchone()[0]
    report = progress.report(connection, plan, day)
    report_names = [column.name for column in progress.REPORT_COLUMNS]
    indicators: list[dict[str, object]] = [
        dict(zip(report_names[1:], line[1:], strict=True))
        for line in report.fetch(report_names)
        if line[0] == number
    ]
    kinds = _records(
        connection,
        ("code", "name", "unit"),
        f"SELECT code, {plans.named('k')}, {plans.named('k', 'unit')} FROM activity_kind k"
        " WHERE plan = :plan AND task = :key ORDER BY position",
        number,
        day,
        plan=plan.year,
    )
    drivers = _records(
        connection,
        ("code", "name"),
        f"SELECT code, {plans.named('k')} FROM driver k"
        " WHERE plan = :plan AND task = :key ORDER BY position",
        number,
        day,
        plan=plan.year,
    )
    by_hand = progress.recorded(connection, plan.year, number, day)
    recorded_names = ("id", "indicator", "date", "amount", "sector", "note")
    recorded: list[dict[str, object]] = [
        dict(zip(recorded_names, line, strict=True)) for line in by_hand.fetch(recorded_names)
    ]
    # The count of indicators gives way to the indicators themselves.
    extra = (
        Column("summary"),
        Column("progress", "records"),
        Column("drivers", "records"),
        Column("activity_kinds", "records"),
        Column("recorded", "records"),
    )
    return _single(
        (*plans.TASK_COLUMNS, *extra), [*row, summary, indicators, drivers, kinds, recorded]
    )


def _area(names: Sequence[str], row: Row) -> dict[str, object]:
    area: dict[str, object] = dict(zip(names, row, strict=True))
    return {**area, "priority": bool(area["priority"])}


def _chain(connection: sqlite3.Connection, key: str, day: date) -> list[dict[str, object]]:
    """What it replaces and what replaced it, step by step, as far as links lead by the day."""
    made: list[dict[str, object]] = []
    backward = (
        "SELECT r.target, r.partial, o.title FROM replaces r"
        " LEFT JOIN standard o ON o.key = r.target WHERE r.successor = :key ORDER BY r.position"
    )
    forward = (
        "SELECT r.successor, r.partial, n.title FROM replaces r"
        " LEFT JOIN standard n ON n.key = r.successor"
        f" WHERE r.target = :key AND (n.id IS NULL OR {timeline.there('n')})"
        " ORDER BY n.sort_key, r.successor"
    )
    for direction, sql in (("replaces", backward), ("replaced_by", forward)):
        seen, steps = {key}, [(key, 0)]
        while steps and len(seen) < _CHAIN_LENGTH:
            name, depth = steps.pop(0)
            for target, partial, title in connection.execute(
                sql, {**timeline.parameters(day), "key": name}
            ):
                if target not in seen:
                    seen.add(target)
                    steps.append((target, depth + 1))
                    made.append(
                        {
                            "link": direction,
                            "steps": depth + 1,
                            "number": target,
                            "partial": bool(partial),
                            "title": title,
                        }
                    )
    return made


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


def _records(
    connection: sqlite3.Connection,
    names: tuple[str, ...],
    sql: str,
    key: str | int,
    day: date,
    **more: object,
) -> list[dict[str, object]]:
    rows = connection.execute(sql, {**timeline.parameters(day), "key": key, **more})
    return [dict(zip(names, row, strict=True)) for row in rows]


def _single(columns: tuple[Column, ...], row: list[Cell]) -> Table:
    return Table(columns, Records(columns, [row]), single=True)
