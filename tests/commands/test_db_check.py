"""`stdplan db check`: named checks, errors and warnings, and impossible states."""

import json
import sqlite3
from pathlib import Path

import pytest

from helpers import Run
from stdplan.catalogue.queries import check

ADDED = (
    "standards add JB/T 1-2001 --published 2001-05-18",
    "standards add JB/T 2-2005 --published 2005-05-18",
)
# What another program wrote, and what is found: check, record, message, severity.
FINDINGS = {
    "UPDATE standard SET withdrawn = '1999' WHERE id = 1": [
        "withdrawn-before-published",
        "JB/T 1-2001",
        "withdrawn on 1999, before it was published on 2001-05-18",
        "error",
    ],
    "UPDATE standard SET effective = '2001-04' WHERE id = 1": [
        "effective-before-published",
        "JB/T 1-2001",
        "takes effect on 2001-04, before it was published on 2001-05-18",
        "error",
    ],
    "INSERT INTO review (standard, date, outcome) VALUES (1, '2000', 'confirm')": [
        "reviewed-before-published",
        "JB/T 1-2001",
        "reviewed on 2000, before it was published on 2001-05-18",
        "error",
    ],
    "INSERT INTO review (standard, date, outcome)"
    " VALUES (1, '2006', 'confirm'), (1, '2006', 'withdraw')": [
        "contradicting-reviews",
        "JB/T 1-2001",
        "two reviews of 2006 contradict each other: confirm (id 1), withdraw (id 2); correct them"
        " with `review edit` or `review remove`",
        "error",
    ],
    "INSERT INTO suspension (standard, since, until) VALUES (1, '2000-05-01', '2000-05')": [
        "suspension-order",
        "JB/T 1-2001",
        "suspended on 2000-05-01 and resumed on 2000-05",
        "error",
    ],
    "INSERT INTO suspension (standard, since, until) VALUES (1, '2000', '2000-07'),"
    " (1, '2000-06', '2000-08')": [
        "suspension-order",
        "JB/T 1-2001",
        "suspended on 2000, although it is suspended from 2000-06 on, too",
        "error",
    ],
    "INSERT INTO extension (standard, date, target) VALUES (1, '2010-01-01', '2011')": [
        "suspended-no-project",
        "JB/T 1-2001",
        "suspended or extended on 2010-01-01, when it was no project any more (since 2001-05-18)",
        "warning",
    ],
    "UPDATE standard SET withdrawn = '2003-01' WHERE id = 1;"
    " INSERT INTO stage_change (standard, stage, date) VALUES (1, '90', '2003-02-01')": [
        "stage-after-end",
        "JB/T 1-2001",
        "stage 90 on 2003-02-01 is after its end on 2003-01",
        "warning",
    ],
    "INSERT INTO replaces (successor, target, partial, position)"
    " VALUES ('JB/T 1-2001', 'JB/T 2-2005', 1, 0)": [
        "older-successor",
        "JB/T 1-2001",
        "is older than JB/T 2-2005 and cannot replace it; the link has no effect",
        "warning",
    ],
    "INSERT INTO replaces (successor, target, partial, position)"
    " VALUES ('JB/T 1-2001', 'JB/T 1-2001', 0, 0)": [
        "replaces-itself",
        "JB/T 1-2001",
        "replaces itself, which has no effect",
        "warning",
    ],
    "DROP INDEX standard_base": [
        "schema",
        "standard_base",
        "is missing; create it again with `db rebuild`",
        "error",
    ],
    "DROP TRIGGER title_update": [
        "schema",
        "title_update",
        "is missing; create it again with `db rebuild`",
        "error",
    ],
    "DROP TRIGGER life_replaces_insert": [
        "schema",
        "life_replaces_insert",
        "is missing; create it again with `db rebuild`",
        "error",
    ],
}


def plant(path: Path, sql: str) -> None:
    """Write to the file without stdplan, as another program would."""
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()


@pytest.fixture
def checked(run: Run) -> Run:
    for command in ADDED:
        assert run(*command.split()).code == 0
    return run


@pytest.mark.parametrize("sql", FINDINGS)
def test_what_cannot_be_is_named(checked: Run, db: Path, sql: str) -> None:
    plant(db, sql)
    expected = FINDINGS[sql]
    answer = checked("db", "check", "--no-header")
    assert [line.split("\t") for line in answer.out.splitlines()] == [expected]
    assert answer.code == (1 if expected[3] == "error" else 0)
    skipped = checked("db", "check", "--skip", expected[0])
    assert (skipped.code, skipped.out) == (0, "")


@pytest.mark.parametrize("lost", ["INDEX standard_base", "TRIGGER title_update", "INDEX life_ends"])
def test_rebuild_creates_lost_indexes_and_triggers(checked: Run, db: Path, lost: str) -> None:
    plant(db, f"DROP {lost}")
    assert checked("db", "check").code == 1
    assert checked("db", "rebuild").code == 0
    answer = checked("db", "check")
    assert (answer.code, answer.out) == (0, "")


def test_two_that_replace_each_other(checked: Run, db: Path) -> None:
    plant(
        db,
        "UPDATE standard SET published = '2005-05'; INSERT INTO replaces"
        " (successor, target, partial, position) VALUES ('JB/T 1-2001', 'JB/T 2-2005', 0, 0),"
        " ('JB/T 2-2005', 'JB/T 1-2001', 0, 0)",
    )
    answer = checked("db", "check", "--json")
    assert answer.code == 0
    assert [(row["check"], row["record"], row["severity"]) for row in json.loads(answer.out)] == [
        ("replaces-each-other", "JB/T 1-2001", "warning"),
        ("replaces-each-other", "JB/T 2-2005", "warning"),
    ]
    assert checked("db", "check", "--exit-code").code == 1


def test_several_checks_are_skipped(checked: Run, db: Path) -> None:
    first, second = list(FINDINGS)[:2]
    plant(db, f"{first}; {second}")
    assert checked("db", "check", "--no-header").out.count("\n") == 2
    names = "effective-before-published,withdrawn-before-published"
    assert checked("db", "check", "--skip", names).code == 0
    options = [word for name in names.split(",") for word in ("--skip", name)]
    assert checked("db", "check", *options).code == 0
    answer = checked("db", "check", "--skip", "effective")
    assert answer.code == 2
    assert '--skip: there is no check "effective"; use one of file, tables, schema' in answer.err


def test_the_checks_are_listed(run: Run) -> None:
    answer = run("db", "check", "--list", "--json")
    assert answer.code == 0
    rows = json.loads(answer.out)
    assert [row["check"] for row in rows] == list(check.NAMES)
    assert {row["severity"] for row in rows} == {"error", "warning"}
    meaning = "SQLite finds damage in the pages or indexes of the file"
    listed = run("db", "check", "--list", "-f", "csv", "--limit", "1")
    assert listed.out == f"check,severity,meaning\nfile,error,{meaning}\n"


def test_every_index_and_trigger_is_checked(db: Path) -> None:
    connection = sqlite3.connect(db)
    for kind, names in (("index", check.INDEXES), ("trigger", check.TRIGGERS)):
        sql = "SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY name"
        assert [name for (name,) in connection.execute(sql, (kind,))] == list(names)
    connection.close()
