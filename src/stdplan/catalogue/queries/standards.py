"""Standards: the list with its filters, and one record in full.

Rule: every field is SQL for the day asked about; a record that does not exist yet on that day is
not listed. find_standard.py finds a record by its number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from stdplan import errors
from stdplan.catalogue import link_rules, project_rules, sql_rules, step_rules
from stdplan.catalogue.queries.find_standard import NumberMatch
from stdplan.catalogue.queries.query import (
    Links,
    Query,
    fetch_records,
    with_clause,
)
from stdplan.catalogue.queries.standard_filters import StandardFilters, conditions, is_found
from stdplan.domain.fields import COLUMNS, FIELDS
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Records, Row, Table

# `FROM` without the word: the records `s`, with their days `l`.
STANDARDS = "standard s JOIN life l ON l.standard = s.id"
NATURAL_ORDER = "s.sort_key, s.key"
SORT_BY = {"number": "s.sort_key", "key": "s.sort_key"}

# The list.


def list_standards(
    connection: sqlite3.Connection,
    day: date,
    filters: StandardFilters,
    months: Mapping[str, object] = {},
) -> Query:
    """Return the records that exist on `day` and pass the filters, by number.

    `months`: `PlanRules.months`, how long a project may take, for the filter `overdue`.

        filters = StandardFilters(sector=["machinery"], status=["in-force"])
        query = list_standards(connection, date(2011, 6, 30), filters, plan.months())
        for number, title in query.fetch(["number", "title"]):
            print(number, title)
    """
    parameters: dict[str, object] = dict(sql_rules.day_parameters(day))
    expressions = field_expressions(connection)
    where = [sql_rules.is_known("l"), *conditions(filters, parameters, expressions)]
    if filters.found is not None:
        where.insert(0, is_found(filters.found, "found", parameters))
    if filters.left_out is not None:
        where.append(f"NOT {is_found(filters.left_out, 'left_out', parameters)}")
    if filters.overdue:
        where.append(project_rules.is_overdue("s", "l"))
        parameters |= months
    return Query(
        connection=connection,
        expressions=expressions,
        columns=COLUMNS,
        tables=STANDARDS,
        where=where,
        parameters=parameters,
        order=NATURAL_ORDER,
        sort_by=SORT_BY,
        links=field_links(),
    )


def count_not_yet_known(connection: sqlite3.Connection, day: date) -> int:
    """Return how many records do not exist on the day yet, and so are left out of lists."""
    sql = f"SELECT count(*) FROM life l WHERE {sql_rules.IS_NOT_YET_KNOWN}"
    return int(connection.execute(sql, sql_rules.day_parameters(day)).fetchone()[0])


def field_expressions(connection: sqlite3.Connection) -> dict[str, str]:
    """Return SQL for each field of domain/fields.py, over the tables STANDARDS."""
    s = "s"
    expressions = {field.name: f"{s}.{field.name}" for field in FIELDS if field.home == "column"}
    expressions |= {
        # An inferred day of withdrawal is not shown if another day is the end.
        "withdrawn": f"""CASE
            WHEN s.withdrawn_inferred = 0 OR {sql_rules.first_day("s.withdrawn")} = l.ends
            THEN s.withdrawn
        END""",
        "nature": _nature(connection),
        "target_date": project_rules.target_date(s),
        "stage": sql_rules.stage("l"),
        "status": sql_rules.status("l"),
        "confirmed": sql_rules.confirmed(s),
        "ends": f"nullif(l.ends, {sql_rules.NEVER})",
        "ends_basis": "l.ends_basis",
        "first_target_date": project_rules.extended_from(s),
    }
    expressions |= {name: links.json() for name, links in field_links().items()}
    return {field.name: expressions[field.name] for field in FIELDS}


def _nature(connection: sqlite3.Connection) -> str:
    """Return SQL for the nature on :day: before its conversion, a standard had another one."""
    converted = "SELECT 1 FROM other_number WHERE kind = 'converted' LIMIT 1"
    if connection.execute(converted).fetchone() is None:
        return "s.nature"
    return """coalesce(
        (
            SELECT o.nature
            FROM other_number o
            WHERE o.standard = s.id AND o.kind = 'converted' AND o.until > :day
            ORDER BY o.until
            LIMIT 1
        ),
        s.nature
    )"""


def field_links() -> dict[str, Links]:
    """Return the fields whose values are rows of other tables, for record `s`."""
    return {
        "focus": Links("f.focus", "standard_focus f", "f.standard = s.id", "f.focus"),
        "replaces": Links(
            "CASE WHEN r.partial THEN '部分代替 ' || r.target ELSE r.target END",
            "replaces r",
            "r.successor = s.key",
            "r.position, r.target",
        ),
        "replaced_by": Links(
            "CASE WHEN r.partial THEN '部分代替 ' || r.successor ELSE r.successor END",
            "replaces r",
            "r.target = s.key",
            "n.sort_key, r.successor",
            joins="""
            LEFT JOIN standard n ON n.key = r.successor
            LEFT JOIN life m ON m.standard = n.id""",
            only=f"""(n.id IS NULL OR {sql_rules.is_known("m")})
            AND {link_rules.counts("r", "n", "s")}""",
        ),
        "adopts": Links(
            """CASE
                WHEN a.word IS NOT NULL THEN trim(a.word || ' ' || a.reference)
                WHEN a.degree IS NOT NULL THEN ltrim(a.reference || ',' || a.degree, ',')
                ELSE a.reference
            END""",
            "adopts a",
            "a.standard = s.id",
            "a.position, a.reference",
        ),
    }


# One record in full.

_AGE_COLUMNS = (Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"))
_END_COLUMNS = (Column("ends", "date"), Column("ends_basis", "key"))
SHOW_COLUMNS = (
    *(column for column in COLUMNS if column not in _END_COLUMNS), *_AGE_COLUMNS, *_END_COLUMNS,
    Column("withdrawn_inferred", "flag"),
)  # fmt: skip
# The day of the list that calls it published, if the day of publication is unknown.
_PUBLISHED_INFERRED = Column("published_inferred", "date")
# What keys in nested lists mean, where a field of the record itself has the same key.
_CONTEXTS = {
    "reviews": "of a review", "suspensions": "of a suspension", "extensions": "of an extension",
    "stale": "a standard",
}  # fmt: skip
_OF_SUSPENSIONS = (
    Column("since", "date", context="of a suspension"),
    Column("until", "date", context="of a suspension"), Column("note"), Column("document"),
)  # fmt: skip
_OF_EXTENSIONS = (
    Column("date", "date"), Column("target", "date", context="of an extension"), Column("note"),
    Column("document"),
)  # fmt: skip
_MOST_CHAIN_RECORDS = 50
_SHOWN_OF_REVIEWS = (
    "date", "outcome", "into", "ends", "project", "note", "step", "document", "into_family",
    "into_nature",
)  # fmt: skip


class StandardsOnDay(NamedTuple):
    """Records as a table with a row for each, and whether each record exists on the day."""

    table: Table
    known: list[bool]


def show_standards(
    connection: sqlite3.Connection, standards: Sequence[NumberMatch], day: date
) -> StandardsOnDay:
    """Return each record with all that is known of it on the day: its fields, its age, and as
    nested lists its stages, its reviews, its predecessors and successors, its stale adoptions, its
    former numbers, its suspensions and its extensions."""
    rows = [_show_standard(connection, standard, day) for standard in standards]
    nested = (Column(name, "records", context=_CONTEXTS.get(name, "")) for name in _NESTED)
    columns = (*SHOW_COLUMNS, *nested, _PUBLISHED_INFERRED)
    cells = [row for row, _ in rows]
    table = Table(columns, Records(columns, cells), single=len(rows) == 1)
    return StandardsOnDay(table, [is_known for _, is_known in rows])


_NESTED = (
    "stages", "reviews", "chain", "stale", "former_numbers", "suspensions", "extensions",
)  # fmt: skip


def _show_standard(
    connection: sqlite3.Connection, standard: NumberMatch, day: date
) -> tuple[list[Cell], bool]:
    """Return all cells of the record on the day, and whether it exists on that day."""
    # Imported here: lists do not need it.
    from stdplan.catalogue.queries.adoption import stale_adoptions_of

    parameters: dict[str, object] = {
        **sql_rules.day_parameters(day),
        "id": standard.id,
        "key": standard.key,
    }
    *cells, published_inferred, is_known = _own_cells(connection, parameters)
    nested: dict[str, list[dict[str, object]]] = {
        "stages": _stages(connection, parameters),
        "reviews": _reviews(connection, parameters),
        "chain": _chain(connection, standard.key, parameters),
        "stale": stale_adoptions_of(connection, standard.id, day),
        "former_numbers": _former_numbers(connection, parameters),
        "suspensions": _suspensions(connection, parameters),
        "extensions": _extensions(connection, parameters),
    }
    lists = [nested[name] for name in _NESTED]
    return [*cells, *lists, published_inferred], bool(is_known)


def _own_cells(connection: sqlite3.Connection, parameters: Mapping[str, object]) -> Row:
    """Return the cells of SHOW_COLUMNS, the inferred day of publication, and whether the record
    exists on the day. Raise BadData if the days of the record are missing."""
    since = sql_rules.counted_from("s")
    expressions = {
        **field_expressions(connection),
        "age": f"CASE WHEN {sql_rules.is_in_force('l')} THEN {sql_rules.age(since)} END",
        "counted_from": since,
        "basis": f"CASE WHEN {since} IS NOT NULL THEN {sql_rules.basis('s', since)} END",
        "withdrawn_inferred": "s.withdrawn_inferred",
        "published_inferred": """(
            SELECT min(c.date)
            FROM stage_change c
            WHERE c.standard = s.id AND c.stage = '60' AND c.date <= :day
        )""",
        "is_known": sql_rules.is_known("l"),
    }
    columns = (*SHOW_COLUMNS, _PUBLISHED_INFERRED, Column("is_known", "flag"))
    query = Query(
        connection=connection,
        expressions=expressions,
        columns=columns,
        tables=STANDARDS,
        where=("s.id = :id",),
        parameters=parameters,
    )
    row = next(query.fetch([column.name for column in columns]), None)
    if row is None:  # another program inserted the record
        key = escape_unprintable(str(parameters["key"]))
        raise errors.BadData(t("the days of {key} are missing; run `db rebuild`", key=key))
    return row


# The lists in a record: rows of other tables, known on the day.


def _stages(
    connection: sqlite3.Connection, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    days = step_rules.days_in_stage("t.id", "t.day", "coalesce(t.left, :day)")
    steps = step_rules.stage_steps("s.id = :id")
    sql = f"""
        {with_clause(steps)}
        SELECT c.stage, c.date, {days}
        FROM stage_change c
        LEFT JOIN step t ON (t.id, t.stage, t.date) = (c.standard, c.stage, c.date)
        WHERE c.standard = :id AND c.stage <> '60' AND c.date <= :day
        ORDER BY c.date, c.stage
    """
    return fetch_records(connection, ("stage", "date", "days"), sql, parameters)


def _reviews(
    connection: sqlite3.Connection, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    sql = """
        SELECT v.date, v.outcome, v."into", v.ends, p.key, v.note, v.step, v.document,
        v.into_family, v.into_nature
        FROM review v
        LEFT JOIN standard p ON p.id = v.project
        WHERE v.standard = :id AND v.date <= :day
        ORDER BY v.date, v.id
    """
    return fetch_records(connection, _SHOWN_OF_REVIEWS, sql, parameters)


def _former_numbers(
    connection: sqlite3.Connection, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    # The number before a conversion also explains the nature on an earlier day.
    sql = """
        SELECT f.number, f.until, f.kind
        FROM other_number f
        WHERE f.standard = :id AND (f.until <= :day OR f.kind = 'converted')
        ORDER BY f.until, f.id
    """
    return fetch_records(connection, ("number", "until", "kind"), sql, parameters)


def _suspensions(
    connection: sqlite3.Connection, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    sql = f"""
        SELECT u.since, CASE WHEN {sql_rules.first_day("u.until")} <= :day THEN u.until END,
        u.note, u.document
        FROM suspension u
        WHERE u.standard = :id AND u.since <= :day
        ORDER BY {sql_rules.first_day("u.since")}, u.id
    """
    names = [column.name for column in _OF_SUSPENSIONS]
    return fetch_records(connection, names, sql, parameters)


def _extensions(
    connection: sqlite3.Connection, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    sql = f"""
        SELECT x.date, x.target, x.note, x.document
        FROM extension x
        WHERE x.standard = :id AND x.date <= :day
        ORDER BY {sql_rules.first_day("x.date")}, x.id
    """
    names = [column.name for column in _OF_EXTENSIONS]
    return fetch_records(connection, names, sql, parameters)


def _chain(
    connection: sqlite3.Connection, key: str, parameters: Mapping[str, object]
) -> list[dict[str, object]]:
    """Return the records that this one replaces, and those that replaced it by the day, step by
    step, without impossible links."""
    tables = """
        FROM replaces r
        LEFT JOIN standard n ON n.key = r.successor
        LEFT JOIN standard o ON o.key = r.target
    """
    predecessors = f"""
        SELECT r.target, r.partial, o.title
        {tables}
        WHERE r.successor = :key AND {link_rules.counts("r", "n", "o")}
        ORDER BY r.position, r.target
    """
    successors = f"""
        SELECT r.successor, r.partial, n.title
        {tables}
        LEFT JOIN life m ON m.standard = n.id
        WHERE r.target = :key AND (n.id IS NULL OR {sql_rules.is_known("m")})
        AND {link_rules.counts("r", "n", "o")}
        ORDER BY n.sort_key, r.successor
    """
    links: list[dict[str, object]] = []
    for link, sql in (("replaces", predecessors), ("replaced_by", successors)):
        seen, queue = {key}, [(key, 0)]
        while queue and len(seen) < _MOST_CHAIN_RECORDS:
            current, steps = queue.pop(0)
            for other, partial, title in connection.execute(sql, {**parameters, "key": current}):
                if other not in seen:
                    seen.add(other)
                    queue.append((other, steps + 1))
                    links.append(
                        {
                            "link": link,
                            "steps": steps + 1,
                            "number": other,
                            "partial": bool(partial),
                            "title": title,
                        }
                    )
    return links
