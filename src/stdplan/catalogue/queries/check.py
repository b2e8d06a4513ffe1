"""Checks of a catalogue, and facts about its file.

Each check is a function that yields its findings: the record concerned, if there is one, and a
message. To add a check, write a function here and add it to CHECKS.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import chain

from stdplan import __version__
from stdplan.domain import activities
from stdplan.domain.dates import FIRST_YEAR, LAST_YEAR, parse_date
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import DERIVED, derived_values, number_columns
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING
from stdplan.table import Cell, Column, Kind, Records, Row

if TYPE_CHECKING:
    from pathlib import Path

FINDING_COLUMNS = (Column("check", "key"), Column("record", "key"), Column("message"))
Finding = tuple[str | None, str]


def findings(connection: sqlite3.Connection) -> list[Row]:
    """Return the findings of all checks, in the order of CHECKS; none if the catalogue is sound.

    for check, record, message in findings(connection):
        print(check, record, message)
    """
    rows: list[Row] = []
    for name, check in CHECKS.items():
        try:
            rows += [(name, record, message) for record, message in check(connection)]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            rows.append((name, None, t("cannot be read ({why})", why=str(error))))
    return rows


def _file(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the damage that SQLite finds in the file's pages and indexes."""
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield None, message


def _tables(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the tables that are missing."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    existing = {name for (name,) in rows}
    for name in TABLES:
        if name not in existing:
            yield name, t("the table is missing")


def _text(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the tables with a cell that is not valid text.

    Not the days of records, which `life` compares, and not the columns of standards that `numbers`
    and `dates` read.
    """
    read_later = {"key", "number", *DERIVED, *_columns("date")}
    for name in TABLES:
        if name in _DAYS:
            continue
        columns = "*"
        if name == "standard":
            names = [row[1] for row in connection.execute("PRAGMA table_info(standard)")]
            columns = ", ".join(f'"{column}"' for column in names if column not in read_later)
        try:
            for _ in connection.execute(f"SELECT {columns} FROM {name}"):
                pass
        except (sqlite3.Error, UnicodeDecodeError) as error:
            yield name, t("cannot be read ({why})", why=str(error))


def _references(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the rows with a foreign key that points to no row."""
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row}", t("refers to a row of {target} that does not exist", target=target)


def _numbers(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield numbers that are not canonical, keys that are not the number, and columns that do not
    agree with the number from which they are derived."""
    for row in connection.execute(f"SELECT key, number, {', '.join(DERIVED)} FROM standard"):
        key, text, *stored = row
        if text is None:
            continue
        number = parse(text)
        if number and row == (number.canonical, number.canonical, *derived_values(number)):
            continue
        derived = number_columns(text, number)
        if key != text:
            yield key, t("the key does not match the number {number}", number=text)
        if number and number.canonical != text:
            yield key, t("the number should be written {number}", number=number.canonical)
        for name, value in zip(DERIVED, stored, strict=True):
            if derived[name] != value:
                yield key, t("{column} does not match the number", column=name)


def _dates(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the dates that are not in the calendar; the schema only checks their form."""
    for table, columns in _DATE_COLUMNS.items():
        findings: dict[str, list[Finding]] = {column: [] for column in columns}
        for row, *cells in connection.execute(
            f"""
            SELECT rowid, {", ".join(columns)}
            FROM {table}
            WHERE {" OR ".join(map(_is_no_full_day, columns))}
            """
        ):
            for column, text in zip(columns, cells, strict=True):
                try:
                    if text is not None:
                        parse_date(text)
                except ValueError as error:
                    message = t(
                        '{column}: "{value}" {problem}', column=column, value=text, problem=error
                    )
                    findings[column].append((f"{table} {row}", message))
        yield from chain.from_iterable(findings.values())


def _is_no_full_day(column: str) -> str:
    """Return SQL for 1 if a date is not a day in the calendar: few are only a year or a month."""
    # With a modifier, SQLite turns 30 February into a day of March.
    return (
        f"({column} IS NOT date({column}, '+0 days')"
        f" OR {column} < '{FIRST_YEAR}' OR {column} >= '{LAST_YEAR + 1}')"
    )


def _json(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the cells of several values that are not valid JSON."""
    cells = [("standard", "key", column) for column in _columns("list", "object")]
    cells += [
        ("sector", "code", "prefixes"),
        ("focus_area", "code", "keywords"),
        ("plan", "year", "review_families"),
    ]
    for table, key, column in cells:
        for (record,) in connection.execute(
            f"SELECT {key} FROM {table} WHERE {column} IS NOT NULL AND NOT json_valid({column})"
        ):
            yield str(record), t("{column} cannot be read", column=column)


def _titles(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the pieces for which the index of titles does not agree with the titles, and the
    records for which the search index does not."""
    # Imported here, because only this check and two questions need them.
    from stdplan.catalogue.search_index import wrong_records
    from stdplan.catalogue.title_index import wrong_pieces

    wrong = t("the index of titles is wrong; rebuild it with `db rebuild`")
    for piece in wrong_pieces(connection):
        yield piece, wrong
    for record_id in wrong_records(connection):
        row = connection.execute("SELECT key FROM standard WHERE id = ?", (record_id,)).fetchone()
        yield row[0] if row else None, wrong


def _life(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the records whose stored days are not those that follow from the record."""
    # Imported here, because only this check needs it.
    from stdplan.catalogue.life import differing_records

    for standard_id, what in differing_records(connection):
        row = connection.execute("SELECT key FROM standard WHERE id = ?", (standard_id,)).fetchone()
        message = t(
            "the stored days are wrong ({what}); compute them again with `db rebuild`", what=what
        )
        yield row[0] if row else f"standard {standard_id}", message


def _columns(*kinds: Kind) -> tuple[str, ...]:
    """Return the names of the fields of these kinds that have a column of their own."""
    return tuple(field.name for field in FIELDS if field.home == "column" and field.kind in kinds)


def _activities(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield activities of a kind that no plan has, and those whose days contradict each other."""
    sql = "SELECT id, kind FROM activity WHERE kind NOT IN (SELECT code FROM activity_kind)"
    for row, kind in connection.execute(sql):
        yield f"activity {row}", t("no plan has the kind {kind}", kind=kind)
    days = ("date", "closed", "expires")
    for row, *cells in connection.execute(f"SELECT id, {', '.join(days)} FROM activity"):
        values = dict(zip(days, cells, strict=True))
        if problem := activities.out_of_order(values):
            yield f"activity {row}", f"{problem[0]} {values[problem[0]]} {problem[1]}"


def _reviews(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the days on which a standard has several reviews; older programs stored them."""
    rows = connection.execute(
        """
        SELECT s.key, v.date, group_concat(v.id, ', ')
        FROM review v
        JOIN standard s ON s.id = v.standard
        GROUP BY v.standard, v.date
        HAVING count(*) > 1
        """
    )
    for key, day, ids in rows:
        sentence = (
            "has several reviews on {day} (ids {ids}); correct them with `review edit` or"
            " `review remove`"
        )
        yield key, t(sentence, day=day, ids=ids)


_DATE_COLUMNS = {
    "standard": _columns("date"),
    "review": ("date", "ends"),
    "former_number": ("until",),
    "stage_change": ("date",),
    "progress": ("date",),
    "activity": ("date", "due", "closed", "expires"),
    "activity_state": ("date",),
}
TABLES = (
    "plan", "theme", "task", "indicator", "driver", "activity_kind", "sector", "focus_area",
    "plan_sector", "plan_focus", "standard", "standard_focus", "replaces", "adopts",
    "former_number", "stage_change", "review", "progress", "activity", "activity_state",
    "operation", "row_change", "rows_added", "title_index", "title_gram", "title_changed",
    "search_index", "search_text", "search_changed", "life", "committee", "age_period",
    "life_pending", "life_rules",
)  # fmt: skip
_DAYS = ("life", "age_period")
CHECKS: dict[str, Callable[[sqlite3.Connection], Iterator[Finding]]] = {
    "file": _file,
    "tables": _tables,
    "text": _text,
    "references": _references,
    # Before those that keep values in memory, because it needs much itself.
    "life": _life,
    "numbers": _numbers,
    "dates": _dates,
    "values": _json,
    "activities": _activities,
    "reviews": _reviews,
    "titles": _titles,
}


# Facts about the file.

_COUNTED_TABLES = {
    "plans": "plan", "sectors": "sector", "focus_areas": "focus_area", "tasks": "task",
    "standards": "standard", "reviews": "review", "stage_changes": "stage_change",
    "progress": "progress", "activities": "activity", "operations": "operation",
}  # fmt: skip
INFO_COLUMNS = (
    Column("path"),
    Column("bytes", "integer"),
    Column("schema_version", "integer"),
    Column("sqlite_version", "key"),
    Column("stdplan_version", "key"),
    *(Column(name, "integer") for name in _COUNTED_TABLES),
    Column("last_change", "key"),
    Column("last_command"),
)


def catalogue_info(connection: sqlite3.Connection, path: Path) -> Records:
    """Return one record: path, size in bytes, versions, numbers of rows, and the last change (its
    time in UTC, and the command line)."""
    counts: list[Cell] = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in _COUNTED_TABLES.values()
    ]
    last_change = connection.execute(
        "SELECT at, command FROM operation ORDER BY id DESC LIMIT 1"
    ).fetchone() or (None, None)
    schema_version = connection.execute("PRAGMA user_version").fetchone()[0]
    row: list[Cell] = [
        str(path.absolute()),
        path.stat().st_size,
        schema_version,
        sqlite3.sqlite_version,
        __version__,
        *counts,
        *last_change,
    ]
    return Records(INFO_COLUMNS, [row])
