"""catalogue/models.py: the columns are the fields of domain/fields.py, and CHECKs apply to every
writer."""

import sqlite3
from pathlib import Path

import pytest

from stdplan.catalogue import database
from stdplan.catalogue.models import Standard
from stdplan.domain.fields import BY_NAME, FIELDS

# Columns that are not fields: the row id, whether its withdrawal is inferred, and parts of its
# number.
DERIVED = {"id", "withdrawn_inferred", "number_year", "prefix", "base", "sort_key", "amends"} | {
    "withdrawn_by_hand",
    "edition",
    "draft_stage",
}
DATE_COLUMNS = ("published", "effective", "withdrawn", "terminated", "target_date")


@pytest.fixture
def connection(db: Path) -> sqlite3.Connection:
    return database.open_catalogue(db).connection


def columns(connection: sqlite3.Connection) -> set[str]:
    return {row[1] for row in connection.execute("PRAGMA table_info(standard)")}


def test_each_stored_field_has_a_column(connection: sqlite3.Connection) -> None:
    in_columns = {field.name for field in FIELDS if field.home == "column"}
    assert columns(connection) == in_columns | DERIVED


def test_the_model_has_the_same_columns(connection: sqlite3.Connection) -> None:
    assert columns(connection) == set(Standard.model_fields)


def test_each_date_is_checked(connection: sqlite3.Connection) -> None:
    dates = {field.name for field in FIELDS if field.kind == "date" and field.home == "column"}
    assert dates == set(DATE_COLUMNS)


def insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    """Insert a row with plain SQL, as another program would."""
    row = {"key": "A", "sort_key": "", "withdrawn_inferred": 0} if table == "standard" else {}
    row |= values
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))


@pytest.mark.parametrize("column", DATE_COLUMNS)
@pytest.mark.parametrize("text", ["2011", "2011-05", "2011-05-18", None])
def test_valid_dates_are_accepted(
    connection: sqlite3.Connection, column: str, text: str | None
) -> None:
    insert(connection, "standard", **{column: text})


@pytest.mark.parametrize("column", DATE_COLUMNS)
@pytest.mark.parametrize(
    "text", ["", "11", "2011-5-18", "2011/05/18", "20110518", "2011-05-18T00", "3011", "二〇一一"]
)
def test_invalid_dates_are_refused(connection: sqlite3.Connection, column: str, text: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"{column}_is_a_date"):
        insert(connection, "standard", **{column: text})


@pytest.mark.parametrize("column", ["family", "nature", "work"])
def test_closed_lists_accept_their_words_only(connection: sqlite3.Connection, column: str) -> None:
    for code in BY_NAME[column].words or {}:
        insert(connection, "standard", **{column: code, "key": code})
    with pytest.raises(sqlite3.IntegrityError, match=f"{column}_is_known"):
        insert(connection, "standard", **{column: "别的"})


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("standard", {"key": ""}),
        ("standard", {"key": None}),
        ("standard", {"sector": "nowhere"}),
        *(("standard", {"project_months": months}) for months in (0, 1000, 1.5, "x")),
        ("sector", {"code": "x", "kind": "x", "name_zh": "x", "name_en": "x", "prefixes": "[]"}),
        ("stage_change", {"standard": 1, "stage": "15", "date": "2011"}),
        ("stage_change", {"standard": 1, "stage": "10", "date": "2011-5"}),
        ("stage_change", {"standard": 99, "stage": "10", "date": "2011"}),
        ("review", {"standard": 1, "date": "2011", "outcome": "approve"}),
        ("review", {"standard": 1, "date": "x", "outcome": "confirm"}),
        ("review", {"standard": 1, "date": "2011", "outcome": "withdraw", "ends": "x"}),
        ("adopts", {"standard": 1, "reference": "ISO 1", "degree": "idt", "position": 0}),
        ("standard_focus", {"standard": 1, "focus": "nowhere/x"}),
        ("progress", {"indicator": 1, "date": "2011-5", "amount": "1"}),
        ("progress", {"indicator": 9999, "date": "2011", "amount": "1"}),
    ],
)
def test_rows_that_the_schema_refuses(
    connection: sqlite3.Connection, table: str, values: dict[str, object]
) -> None:
    insert(connection, "standard", id=1, key="B")
    with pytest.raises(sqlite3.IntegrityError):
        insert(connection, table, **values)


@pytest.mark.parametrize("key", ["B", "JB/T 1-1994"])
def test_two_records_with_one_key_are_refused(connection: sqlite3.Connection, key: str) -> None:
    insert(connection, "standard", key="JB/T 1-1994", number="JB/T 1-1994")
    with pytest.raises(sqlite3.IntegrityError):
        insert(connection, "standard", key=key, number="JB/T 1-1994")


def test_the_links_of_a_record_are_deleted_with_it(connection: sqlite3.Connection) -> None:
    insert(connection, "standard", id=1)
    insert(connection, "stage_change", standard=1, stage="10", date="2011")
    insert(connection, "review", standard=1, date="2011", outcome="confirm")
    connection.execute("DELETE FROM standard")
    assert connection.execute(
        "SELECT (SELECT count(*) FROM stage_change), (SELECT count(*) FROM review)"
    ).fetchone() == (0, 0)
