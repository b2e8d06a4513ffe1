"""All of one standard on a day: its fields and its age; nested stages, reviews, chain, stale."""

import sqlite3
from datetime import date

from stdplan.catalogue.queries import ages, stale, standards, timeline, way
from stdplan.catalogue.queries.nested import records, single
from stdplan.catalogue.queries.select import Select, with_tables
from stdplan.domain.fields import COLUMNS
from stdplan.table import Column, Table

_AGE_COLUMNS = (Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"))
_CHAIN_LENGTH = 50


def standard(connection: sqlite3.Connection, key: str, day: date) -> Table:
    """All fields of the record, its age on the day, and nested its stages, reviews, chain and those
    of its adoptions that are stale."""
    columns = standards.expressions()
    since = ages.counted_from("s")
    columns |= {
        "age": f"CASE WHEN {timeline.in_force('s')} THEN {ages.age(since)} END",
        "counted_from": since,
        "basis": f"CASE WHEN {since} IS NOT NULL THEN {ages.basis('s', since)} END",
        "ends": timeline.end("s"),
        "withdrawn_inferred": "s.withdrawn_inferred",
    }
    shown = (*COLUMNS, *_AGE_COLUMNS, Column("ends", "date"), Column("withdrawn_inferred", "flag"))
    source = Select(
        connection,
        columns,
        shown,
        "standard s",
        ("s.key = :key",),
        {**timeline.parameters(day), "key": key},
    )
    row = list(next(iter(source.fetch([column.name for column in shown]))))
    asked = {**timeline.parameters(day), "key": key}
    nested = {
        "stages": records(
            connection,
            ("stage", "date", "days"),
            f"{with_tables(way.steps('s.key = :key'))}SELECT c.stage, c.date,"
            f" {way.days('t.day', 'coalesce(t.left, :day)')}"
            " FROM stage_change c JOIN standard s ON s.id = c.standard"
            " LEFT JOIN step t ON (t.id, t.stage, t.date) = (c.standard, c.stage, c.date)"
            " WHERE s.key = :key AND c.date <= :day ORDER BY c.date, c.stage",
            asked,
        ),
        "reviews": records(
            connection,
            ("date", "outcome", "into", "ends", "project", "note"),
            'SELECT v.date, v.outcome, v."into", v.ends, p.key, v.note FROM review v'
            " JOIN standard s ON s.id = v.standard LEFT JOIN standard p ON p.id = v.project"
            " WHERE s.key = :key AND v.date <= :day ORDER BY v.date, v.id",
            asked,
        ),
        "chain": _chain(connection, key, day),
        "stale": stale.of_standard(connection, key, day),
    }
    return single((*shown, *(Column(name, "records") for name in nested)), [*row, *nested.values()])


def _chain(connection: sqlite3.Connection, key: str, day: date) -> list[dict[str, object]]:
    """What it replaces and what replaced it, step by step, as far as links lead by the day."""
    made: list[dict[str, object]] = []
    backward = (
        "SELECT r.target, r.partial, o.title FROM replaces r"
        " LEFT JOIN standard o ON o.key = r.target WHERE r.successor = :key"
        " ORDER BY r.position, r.target"
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
