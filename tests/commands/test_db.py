"""`stdplan db`: facts about the catalogue file, and its damage."""

import json
import sqlite3
from pathlib import Path

import pytest

from helpers import Run, run_app


def plant(path: Path, sql: str) -> None:
    """Write to the file without stdplan, as a careless tool would."""
    connection = sqlite3.connect(path)
    connection.executescript(f"PRAGMA ignore_check_constraints = ON; {sql}")
    connection.close()


def test_info_prints_facts(run: Run, db: Path) -> None:
    [facts] = json.loads(run("db", "info", "--json").out)
    assert facts["path"] == str(db)
    assert facts["bytes"] == db.stat().st_size
    assert (facts["plans"], facts["sectors"], facts["tasks"]) == (1, 19, 13)
    assert facts["standards"] == 0
    run("standards", "add", "JB/T 1-2011")
    [after] = json.loads(run("db", "info", "--json").out)
    assert after["standards"] == 1
    assert after["operations"] == facts["operations"] + 1


def test_check_is_silent_for_a_sound_catalogue(run_loaded: Run) -> None:
    answer = run_loaded("db", "check")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert run_loaded("db", "check", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("damage", "check", "record"),
    [
        ("UPDATE standard SET number_year = 1999", "numbers", "JB/T 1-2011"),
        ("UPDATE standard SET sort_key = 'x'", "numbers", "JB/T 1-2011"),
        ("UPDATE standard SET key = 'x'", "numbers", "x"),
        ("UPDATE standard SET published = '2011-02-30'", "dates", "standard 1"),
        ("UPDATE standard SET drafters = '[oops'", "values", "JB/T 1-2011"),
        ("UPDATE standard SET sector = 'nowhere'", "references", "standard 1"),
        (
            "INSERT INTO stage_change (standard, stage, date) VALUES (99, '10', '2011')",
            "references",
            "stage_change 1",
        ),
    ],
)
def test_check_finds_damage(run: Run, db: Path, damage: str, check: str, record: str) -> None:
    run("standards", "add", "JB/T 1-2011", "--title", "车床")
    plant(db, damage)
    answer = run("db", "check")
    assert answer.code == 1
    assert answer.rows[0] == ["check", "record", "message", "severity"]
    assert [check, record] in [row[:2] for row in answer.rows[1:]]


def test_damaged_pages_are_bad_data_or_found_by_check(run: Run, db: Path) -> None:
    content = bytearray(db.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xff" * 8192
    db.write_bytes(content)
    assert run("db", "check").code in (1, 65)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 65), (b"no database, but long enough to look at" * 20, 65), (None, 66)],
)
def test_a_file_that_is_not_a_catalogue(tmp_path: Path, content: bytes | None, code: int) -> None:
    path = tmp_path / "other.db"
    if content is not None:
        path.write_bytes(content)
    answer = run_app("--db", str(path), "db", "info")
    assert answer.code == code
    assert str(path) in answer.err
    assert path.exists() == (content is not None)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    plant(path, "CREATE TABLE standard (id INTEGER)")
    answer = run_app("--db", str(path), "standards", "list")
    assert answer.code == 65
    assert "not a stdplan catalogue" in answer.err


def test_a_catalogue_of_a_newer_stdplan(run: Run, db: Path) -> None:
    plant(db, "PRAGMA user_version = 99")
    answer = run("sectors", "list")
    assert answer.code == 78
    assert "written by a newer stdplan (the file has version 99" in answer.err


def test_check_covers_every_table() -> None:
    from stdplan.catalogue.model_base import Model
    from stdplan.catalogue.queries.check import TABLES

    assert set(TABLES) == set(Model.metadata.tables)


@pytest.mark.parametrize("column", ["title", "key", "number"])
def test_text_that_is_not_utf8_is_damage(run: Run, db: Path, column: str) -> None:
    run("standards", "add", "JB/T 1-2011", "--title", "车床")
    with sqlite3.connect(db) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE standard SET {column} = CAST(x'ec41' AS TEXT)")
    listed = run("standards", "list", "-f", "tsv")
    assert listed.code == 65
    assert "damaged" in listed.err
    assert run("db", "check").code == 1


@pytest.mark.parametrize("form", ["csv", "jsonl", "yaml"])
def test_a_list_that_is_not_json_is_damage(run: Run, db: Path, form: str) -> None:
    run("standards", "add", "JB/T 1-2011", "--title", "车床")
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE standard SET drafters = '[王一'")
    listed = run("standards", "list", "-f", form)
    assert listed.code == 65
    assert "damaged" in listed.err


def test_wrong_days_are_named_and_computed_again(run: Run, db: Path) -> None:
    run("standards", "add", "JB/T 1-2001", "--published", "2001-01-01")
    run("standards", "add", "JB/T 2-2001", "--published", "2001-01-01")
    run("review", "record", "JB/T 2-2001", "--outcome", "confirm", "--on", "2010-01-01")
    plant(db, "UPDATE life SET ends = '2005-01-01' WHERE standard = 1; DELETE FROM age_period")
    found = run("db", "check")
    assert found.code == 1
    assert [row[:2] for row in found.rows[1:]] == [["life", "JB/T 1-2001"], ["life", "JB/T 2-2001"]]
    assert "ends" in found.rows[1][2]
    assert run("db", "rebuild").err == "stdplan: computed the days of 2 records\n"
    assert run("db", "check").code == 0


def test_another_program_marks_what_it_changes(run: Run, db: Path) -> None:
    run("standards", "add", "JB/T 1-2001", "--published", "2001-01-01")
    plant(db, "UPDATE standard SET withdrawn = '2005-01-01'")
    [record] = json.loads(run("standards", "show", "JB/T 1-2001", "--json").out)
    assert (record["status"], record["ends"]) == ("withdrawn", "2005-01-01")
    plant(
        db,
        "INSERT INTO standard (key, number, published, sort_key, withdrawn_inferred)"
        " VALUES ('JB/T 2-2001', 'JB/T 2-2001', '2001-01-01', 'JB 000000002 2001 T', 0)",
    )
    assert run("standards", "list", "--no-header").out.count("\n") == 2
    assert run("standards", "show", "JB/T 2-2001").code == 0


@pytest.mark.parametrize("lost", ["TABLE life", "TABLE age_period", "TRIGGER life_standard_update"])
def test_rebuild_creates_what_is_lost(run: Run, db: Path, lost: str) -> None:
    run("standards", "add", "JB/T 1-2001", "--published", "2001-01-01")
    plant(db, f"DROP {lost}")
    assert run("db", "rebuild").code == 0
    run("standards", "edit", "JB/T 1-2001", "--withdrawn", "2005-01-01")
    assert run("db", "check").code == 0


def test_days_by_older_rules_are_computed_when_the_file_is_opened(run: Run, db: Path) -> None:
    run("standards", "add", "JB/T 1-2001", "--published", "2001-01-01")
    plant(db, "UPDATE life_rules SET version = 0; DROP TABLE life; CREATE TABLE life (old TEXT)")
    assert run("standards", "list", "--fields", "status", "--no-header").out == "in-force\n"
    assert run("db", "check").code == 0


def test_days_by_newer_rules_are_left_alone(run: Run, db: Path) -> None:
    plant(db, "UPDATE life_rules SET version = 99")
    answer = run("standards", "add", "JB/T 1-2001")
    assert answer.code == 78
    assert "its days follow the rules of a newer stdplan" in answer.err


def test_a_copy_needs_a_name(run: Run) -> None:
    answer = run("db", "backup", "")
    assert (answer.code, "is not the name of a file" in answer.err) == (2, True)


def test_a_question_does_not_wait_for_another_program(run: Run, db: Path) -> None:
    """It answers by the days that are stored, and says so."""
    run("standards", "add", "JB/T 1-2001", "--published", "2001-01-01")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("UPDATE standard SET withdrawn = '2005-01-01'")
    other.execute("BEGIN IMMEDIATE")
    answer = run("standards", "list", "--fields", "status", "--no-header")
    assert (answer.code, answer.out) == (0, "in-force\n")
    assert "another program changed records" in answer.err
    other.execute("ROLLBACK")
    assert run("standards", "list", "--fields", "status", "--no-header").out == "withdrawn\n"
