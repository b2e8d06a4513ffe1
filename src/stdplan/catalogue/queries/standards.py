"""Standards: every field as SQL for a day, and the filters of `standards list`.

All of one standard on a day: its fields and its age; nested stages, reviews, chain, stale.

One record by what a person calls it: any key, in any written form, with or without its year.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan import errors
from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import adoption
from stdplan.catalogue.queries.query import (
    Query,
    any_of,
    contains_any,
    fetch_records,
    in_sector,
    json_list,
    single_record,
    with_clause,
)
from stdplan.domain.fields import COLUMNS, FIELDS
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t
from stdplan.table import Column, Table

NATURAL_ORDER = "s.sort_key, s.key"
SORT_BY = {"number": "s.sort_key", "key": "s.sort_key"}


class StandardFilters(NamedTuple):
    """What `standards list` may be narrowed by; several values of one filter mean or."""

    sector: Sequence[str] = ()
    focus: Sequence[str] = ()
    family: Sequence[str] = ()
    nature: Sequence[str] = ()
    work: Sequence[str] = ()
    status: Sequence[str] = ()
    stage: Sequence[str] = ()
    adoption: Sequence[str] = ()
    driver: Sequence[str] = ()
    innovation: Sequence[str] = ()
    committee: Sequence[str] = ()
    department: Sequence[str] = ()
    prefix: Sequence[str] = ()
    target_year: Sequence[str] = ()
    search: Sequence[str] = ()
    published_from: str | None = None
    published_to: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    overdue: bool = False


def field_expressions(s: str = "s") -> dict[str, str]:
    """Each field of domain/fields.py as an SQL expression over alias `s`."""
    made = {field.name: f"{s}.{field.name}" for field in FIELDS if field.home == "column"}
    made["focus"] = json_list("f.focus", f"standard_focus f WHERE f.standard = {s}.id ORDER BY 1")
    made["withdrawn"] = withdrawn_date(s)
    made["target_date"] = sql_rules.target_date(s)
    made["stage"] = sql_rules.stage(s)
    made["status"] = sql_rules.status(s)
    made["confirmed"] = sql_rules.confirmed(s)
    made["replaces"] = json_list(
        "CASE WHEN r.partial THEN '部分代替 ' || r.target ELSE r.target END",
        f"replaces r WHERE r.successor = {s}.key ORDER BY r.position, r.target",
    )
    made["replaced_by"] = json_list(
        "CASE WHEN r.partial THEN '部分代替 ' || r.successor ELSE r.successor END",
        "replaces r LEFT JOIN standard n ON n.key = r.successor"
        f" WHERE r.target = {s}.key AND (n.id IS NULL OR {sql_rules.is_known('n')})"
        " ORDER BY n.sort_key, r.successor",
    )
    made["adopts"] = json_list(
        "CASE WHEN a.word IS NOT NULL THEN trim(a.word || ' ' || a.reference)"
        " WHEN a.degree IS NOT NULL THEN a.reference || ',' || a.degree ELSE a.reference END",
        f"adopts a WHERE a.standard = {s}.id ORDER BY a.position, a.reference",
    )
    return {field.name: made[field.name] for field in FIELDS}


def withdrawn_date(s: str) -> str:
    """The day of withdrawal; a day that only stood in for one gives way to the successor's."""
    return (
        f"CASE WHEN {s}.withdrawn_inferred = 0 OR {sql_rules.successor_start_day(s)} IS NULL"
        f" THEN {s}.withdrawn END"
    )


def list_standards(
    connection: sqlite3.Connection, day: date, filters: StandardFilters, months: int
) -> Query:
    """The records that are there on `day` and pass the filters.

    `months`: how long a project may take where it has no target date (`--overdue`).
    """
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    where = [sql_rules.is_known("s"), *_conditions(filters, parameters)]
    if filters.overdue:
        where.append(sql_rules.is_overdue("s"))
        parameters["months"] = months
    return Query(
        connection,
        field_expressions(),
        COLUMNS,
        "standard s",
        tuple(where),
        parameters,
        NATURAL_ORDER,
        SORT_BY,
    )


def count_not_yet_known(connection: sqlite3.Connection, day: date) -> int:
    """How many records are first known after the day, and so left out."""
    sql = f"SELECT count(*) FROM ({sql_rules.select_not_yet_known('s.id')})"
    return int(connection.execute(sql, sql_rules.day_parameters(day)).fetchone()[0])


def is_absent(connection: sqlite3.Connection, key: str, day: date) -> bool:
    """Whether the record of this key is first known after the day."""
    sql = f"SELECT NOT ({sql_rules.is_known('s')}) FROM standard s WHERE s.key = :key"
    row = connection.execute(sql, {**sql_rules.day_parameters(day), "key": key}).fetchone()
    return bool(row[0])


def _conditions(filters: StandardFilters, into: dict[str, object]) -> list[str]:
    known = {
        "sector": lambda values: in_sector(values, into),
        "focus": lambda values: _linked("standard_focus", "k.focus", values, into),
        "adoption": lambda values: _linked("adopts", "coalesce(k.degree, 'unknown')", values, into),
        "driver": lambda values: _in_json("s.driver", "driver", values, into),
        "innovation": lambda values: _in_json("s.innovation", "innovation", values, into),
        "status": lambda values: any_of(sql_rules.status("s"), "status", values, into),
        "stage": lambda values: any_of(sql_rules.stage("s"), "stage", values, into),
        "committee": lambda values: contains_any(("s.committee",), "committee", values, into),
        "department": lambda values: contains_any(("s.department",), "department", values, into),
        "search": lambda values: contains_any(("s.title", "s.title_en"), "search", values, into),
        "target_year": lambda values: any_of(
            f"substr({sql_rules.target_date('s')}, 1, 4)", "ty", values, into
        ),
    }
    made = []
    for name, values in filters._asdict().items():
        if not values or isinstance(values, bool):
            continue
        if name in known:
            made.append(known[name](values))
        elif isinstance(values, str):
            column, side = name.rsplit("_", 1)
            into[name] = values
            day = sql_rules.first_day(f"s.{column}")
            made.append(f"{day} {'>=' if side == 'from' else '<='} :{name}")
        else:
            made.append(any_of(f"s.{name}", name, values, into))
    return made


def _linked(table: str, what: str, values: Sequence[str], into: dict[str, object]) -> str:
    found = any_of(what, table, values, into)
    return f"EXISTS (SELECT 1 FROM {table} k WHERE k.standard = s.id AND {found})"


def _in_json(column: str, name: str, values: Sequence[str], into: dict[str, object]) -> str:
    found = any_of("j.value", name, values, into)
    return f"EXISTS (SELECT 1 FROM json_each({column}) j WHERE {found})"


_AGE_COLUMNS = (Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"))
_CHAIN_LENGTH = 50


def show_standard(connection: sqlite3.Connection, key: str, day: date) -> Table:
    """All fields of the record, its age on the day, and nested its stages, reviews, chain and those
    of its adoptions that are stale."""
    columns = field_expressions()
    since = sql_rules.counted_from("s")
    columns |= {
        "age": f"CASE WHEN {sql_rules.is_in_force('s')} THEN {sql_rules.age(since)} END",
        "counted_from": since,
        "basis": f"CASE WHEN {since} IS NOT NULL THEN {sql_rules.basis('s', since)} END",
        "ends": sql_rules.end_day("s"),
        "withdrawn_inferred": "s.withdrawn_inferred",
    }
    shown = (*COLUMNS, *_AGE_COLUMNS, Column("ends", "date"), Column("withdrawn_inferred", "flag"))
    source = Query(
        connection,
        columns,
        shown,
        "standard s",
        ("s.key = :key",),
        {**sql_rules.day_parameters(day), "key": key},
    )
    row = list(next(iter(source.fetch([column.name for column in shown]))))
    asked = {**sql_rules.day_parameters(day), "key": key}
    nested = {
        "stages": fetch_records(
            connection,
            ("stage", "date", "days"),
            f"{with_clause(sql_rules.stage_steps('s.key = :key'))}SELECT c.stage, c.date,"
            f" {sql_rules.days_between('t.day', 'coalesce(t.left, :day)')}"
            " FROM stage_change c JOIN standard s ON s.id = c.standard"
            " LEFT JOIN step t ON (t.id, t.stage, t.date) = (c.standard, c.stage, c.date)"
            " WHERE s.key = :key AND c.date <= :day ORDER BY c.date, c.stage",
            asked,
        ),
        "reviews": fetch_records(
            connection,
            ("date", "outcome", "into", "ends", "project", "note"),
            'SELECT v.date, v.outcome, v."into", v.ends, p.key, v.note FROM review v'
            " JOIN standard s ON s.id = v.standard LEFT JOIN standard p ON p.id = v.project"
            " WHERE s.key = :key AND v.date <= :day ORDER BY v.date, v.id",
            asked,
        ),
        "chain": _chain(connection, key, day),
        "stale": adoption.stale_adoptions_of(connection, key, day),
    }
    return single_record(
        (*shown, *(Column(name, "records") for name in nested)), [*row, *nested.values()]
    )


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
        f" WHERE r.target = :key AND (n.id IS NULL OR {sql_rules.is_known('n')})"
        " ORDER BY n.sort_key, r.successor"
    )
    for direction, sql in (("replaces", backward), ("replaced_by", forward)):
        seen, steps = {key}, [(key, 0)]
        while steps and len(seen) < _CHAIN_LENGTH:
            name, depth = steps.pop(0)
            for target, partial, title in connection.execute(
                sql, {**sql_rules.day_parameters(day), "key": name}
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


# `Q/CSG 2 16 004-2019` is four words: no number has more.
_MOST_WORDS = 6


class NumberMatch(NamedTuple):
    """A record: its row id and key; `newest` says that the year was left out and this is the
    newest edition."""

    id: int
    key: str
    newest: bool = False


def find_standard(connection: sqlite3.Connection, text: str, year: int = 9999) -> NumberMatch:
    """The record that `text` names; without its year, the newest edition up to `year`.

    Raises Missing, or BadData where it names several.
    """
    found = _look(connection, text, year)
    if found is None:
        raise errors.Missing(
            t('no standard "{text}" in the catalogue', text=escape_unprintable(text))
        )
    return found


def find_standards(
    connection: sqlite3.Connection, words: Sequence[str], year: int = 9999
) -> list[NumberMatch]:
    """The records that words of a command line name, where a number may be several words.

    From the left, the longest run of words that names a record is one number.
    """
    found = []
    rest = list(words)
    while rest:
        for length in range(min(_MOST_WORDS, len(rest)), 0, -1):
            text = " ".join(rest[:length])
            one = _look(connection, text, year)
            if one is not None:
                found.append(one)
                rest = rest[length:]
                break
        else:
            # The shortest run that reads as a number is what the message says is missing.
            lengths = range(1, min(_MOST_WORDS, len(rest)) + 1)
            length = next((n for n in lengths if parse(" ".join(rest[:n]))), len(rest))
            return [*found, find_standard(connection, " ".join(rest[:length]), year)]
    return found


def _look(connection: sqlite3.Connection, text: str, year: int) -> NumberMatch | None:
    text = text.strip()
    number = parse(text)
    keys = [text, " ".join(text.split())]
    keys += [number.canonical] if number else []
    keys += [plan] if (plan := plan_number(text)) else []
    for key in dict.fromkeys(keys):
        row = connection.execute("SELECT id, key FROM standard WHERE key = ?", (key,)).fetchone()
        if row:
            return NumberMatch(*row)
    for key in dict.fromkeys(keys):
        rows = connection.execute(
            "SELECT id, key FROM standard WHERE plan_number = ? ORDER BY sort_key", (key,)
        ).fetchall()
        if len(rows) > 1:
            names = ", ".join(row[1] for row in rows)
            raise errors.BadData(
                t(
                    '"{text}" names several records: {names}',
                    text=escape_unprintable(text),
                    names=names,
                )
            )
        if rows:
            return NumberMatch(*rows[0])
    if number and number.year is None:
        # Editions sort together: what begins as the prefix and its first digits is looked through.
        begin = number.sort_key[: len(number.prefix) + 10]
        row = connection.execute(
            "SELECT id, key FROM standard WHERE sort_key BETWEEN ? AND ? || char(1114111)"
            " AND base = ? ORDER BY number_year > ?, number_year DESC, sort_key DESC LIMIT 1",
            (begin, begin, number.base, year),
        ).fetchone()
        if row:
            return NumberMatch(row[0], row[1], newest=True)
    return None
