"""Checks of a catalogue.

Each check has a name, and a function that yields its findings: the record concerned, if there is
one, and a message. To add a check, write a function here or in day_checks.py, and add it to CHECKS
and to `list_checks`. A finding is an error unless its check is one of WARNINGS: what lists may
bring at any time, and what has no effect on answers, is a warning.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from itertools import chain

from stdplan.catalogue.queries import day_checks
from stdplan.catalogue.queries.day_checks import CIRCLE, ITSELF, OLDER, TWO_RECORDS, Finding
from stdplan.domain import activities
from stdplan.domain.dates import FIRST_YEAR, LAST_YEAR, parse_date
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import DERIVED, derived_values, number_columns
from stdplan.i18n import t
from stdplan.interrupts import raise_if_interrupted
from stdplan.long_work import long_work
from stdplan.reasons import database_reason
from stdplan.table import Column, Kind, Row

FINDING_COLUMNS = (
    Column("check", "key"), Column("record", "key"), Column("message"), Column("severity", "key"),
)  # fmt: skip
CHECK_COLUMNS = (Column("check", "key"), Column("severity", "key"), Column("meaning"))
ERROR, WARNING = "error", "warning"


def findings(connection: sqlite3.Connection, skip: Collection[str] = ()) -> list[Row]:
    """Return the findings of the checks that are not in `skip`, in the order of CHECKS; none if the
    catalogue is sound.

    for check, record, message, severity in findings(connection):
        print(check, record, message, severity)
    """
    rows: list[Row] = []
    with long_work(connection, t("checking the catalogue"), len(CHECKS)) as advance:
        for names, check in CHECKS.items():
            wanted = [name for name in names if name not in skip]
            try:
                rows += [
                    (name, record, message, severity(name))
                    for name, record, message in (check(connection) if wanted else ())
                    if name in wanted
                ]
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise_if_interrupted()
                message = t("cannot be read ({why})", why=database_reason(error))
                rows += [(name, None, message, ERROR) for name in wanted]
            if names == ("tables",) and any(row[0] == "tables" for row in rows):
                break  # the other checks need all tables
            advance(1)
    return rows


def severity(name: str) -> str:
    """Return whether the findings of a check are errors or warnings."""
    return WARNING if name in WARNINGS else ERROR


def list_checks() -> list[Row]:
    """Return the name, the severity and the meaning of each check."""
    meanings = {
        "file": t("SQLite finds damage in the pages or indexes of the file"),
        "tables": t("a table is missing"),
        "schema": t("an index or a trigger is missing; `db rebuild` creates it again"),
        "text": t("a cell is not valid text"),
        "references": t("a row refers to one that does not exist"),
        "life": t("stored days do not follow from the record; `db rebuild` computes them again"),
        "numbers": t("a number is not in its usual form, or a column does not match the number"),
        "dates": t("a date is not in the calendar"),
        "values": t("a cell of several values cannot be read"),
        "activities": t("an activity has a kind that no plan has, or its days are out of order"),
        "titles": t("an index of titles does not match the titles; `db rebuild` creates it again"),
        "withdrawn-before-published": t("a standard was withdrawn before its publication"),
        "effective-before-published": t("a standard takes effect before its publication"),
        "reviewed-before-published": t("a standard was reviewed before its publication"),
        "contradicting-reviews": t("two reviews of one day and step contradict each other"),
        "stage-after-end": t("a stage was reached after the standard or project had ended"),
        "suspension-order": t("suspensions of a project overlap, or end before they begin"),
        "suspended-no-project": t("a suspension or extension of a record that is no project"),
        OLDER: t("a standard is older than what it replaces; the link has no effect"),
        ITSELF: t("a standard replaces itself; the link has no effect"),
        CIRCLE: t("records replace each other and neither is later; the links have no effect"),
        TWO_RECORDS: t(
            "a standard may have two records, because its nature was changed (GB, GB/T)"
        ),
    }
    return [(name, severity(name), meaning) for name, meaning in meanings.items()]


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
            yield name, t("the table is missing; restore a backup with `db restore`")


def _schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the indexes and triggers that are missing."""
    rows = connection.execute("SELECT type, name FROM sqlite_master")
    existing = set(rows)
    for kind, names in (("index", INDEXES), ("trigger", TRIGGERS)):
        for name in names:
            if (kind, name) not in existing:
                yield name, t("is missing; create it again with `db rebuild`")


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
            raise_if_interrupted()
            yield name, t("cannot be read ({why})", why=database_reason(error))


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


_DATE_COLUMNS = {
    "standard": _columns("date"),
    "review": ("date", "ends", "target"),
    "other_number": ("until",),
    "suspension": ("since", "until"),
    "extension": ("date", "target"),
    "campaign_member": ("date",),
    "stage_change": ("date",),
    "progress": ("date",),
    "activity": ("date", "due", "closed", "expires"),
    "activity_state": ("date",),
}
TABLES = (
    "plan", "theme", "task", "indicator", "driver", "activity_kind", "sector", "focus_area",
    "plan_sector", "plan_focus", "standard", "standard_focus", "replaces", "adopts",
    "other_number", "suspension", "extension", "stage_change", "review", "campaign_member",
    "progress", "activity", "activity_state", "operation", "row_change", "rows_added",
    "title_index", "title_gram", "title_changed", "search_index", "search_text", "search_changed",
    "life", "age_period", "life_pending", "life_rules",
)  # fmt: skip
_DAYS = ("life", "age_period")
INDEXES = (
    "activity_event", "activity_kind_code", "activity_reference", "activity_telling",
    "adopts_reference", "age_period_due", "campaign_member_standard", "ix_focus_area_sector",
    "ix_progress_indicator", "ix_review_project", "life_due", "life_ends", "life_public",
    "life_sector", "life_terminated", "other_number_number", "replaces_target", "review_proposed",
    "review_revise", "review_standard",
    "row_change_operation", "rows_added_operation", "stage_change_review", "stage_change_standard",
    "standard_amends", "standard_base", "standard_focus_focus", "standard_key", "standard_order",
    "standard_plan_number", "standard_project",
)  # fmt: skip
TRIGGERS = (
    "life_replaces_delete", "life_replaces_insert", "life_replaces_update", "life_review_delete",
    "life_review_insert", "life_review_update", "life_stage_change_delete",
    "life_stage_change_insert", "life_stage_change_update", "life_standard_delete",
    "life_standard_insert", "life_standard_update", "search_delete", "search_insert",
    "search_update", "title_delete", "title_insert", "title_update",
)  # fmt: skip
NamedFinding = tuple[str, str | None, str]
# By the names of the checks that one function makes.
_Checks = dict[tuple[str, ...], Callable[[sqlite3.Connection], Iterator[NamedFinding]]]


def _one(name: str, check: Callable[[sqlite3.Connection], Iterator[Finding]]) -> _Checks:
    """Return an entry of CHECKS for a function of one check."""
    return {(name,): lambda connection: ((name, *finding) for finding in check(connection))}


CHECKS: _Checks = {
    **_one("file", _file),
    **_one("tables", _tables),
    **_one("schema", _schema),
    **_one("text", _text),
    **_one("references", _references),
    # Before those that keep values in memory, because it needs much itself.
    **_one("life", _life),
    **_one("numbers", _numbers),
    **_one("dates", _dates),
    **_one("values", _json),
    **_one("activities", _activities),
    **_one("titles", _titles),
    **_one("withdrawn-before-published", day_checks.withdrawn_before_published),
    **_one("effective-before-published", day_checks.effective_before_published),
    **_one("reviewed-before-published", day_checks.reviewed_before_published),
    **_one("contradicting-reviews", day_checks.contradicting_reviews),
    **_one("stage-after-end", day_checks.stage_after_end),
    **_one("suspension-order", day_checks.suspension_order),
    **_one("suspended-no-project", day_checks.suspended_without_project),
    (OLDER, ITSELF, CIRCLE): day_checks.impossible_links,
    **_one(TWO_RECORDS, day_checks.two_records_by_conversion),
}
NAMES = tuple(name for names in CHECKS for name in names)
# An import may bring them: it supplies days of stages, publishes suspended projects, stores
# impossible links, and does not join records without being asked.
WARNINGS = frozenset(
    ("stage-after-end", "suspended-no-project", OLDER, ITSELF, CIRCLE, TWO_RECORDS)
)
