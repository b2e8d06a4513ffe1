"""catalogue/migrations.py: numbered steps bring an older file to the schema of the models, or leave
it unchanged.

Where the models have changed since a version, a step in migrations.py must bring its file to the
same schema. test_older_versions.py looks at what is in the tables.
"""

import sqlite3
from pathlib import Path

import pytest

from schema_fixture import FIXTURES, load
from stdplan.catalogue import database, migrations
from stdplan.catalogue.migrations import Step

ADD_COLUMN = (
    Step("a plan has a motto", ("ALTER TABLE plan ADD COLUMN motto TEXT",)),
    Step("the motto is x", lambda connection: set_motto(connection, "'x'")),
)
# A change that SQLite's ALTER TABLE cannot make: the table is created again.
REBUILD = (
    Step(
        "a title is never empty",
        lambda connection: migrations.rebuild_table(
            connection, "standard", {"title VARCHAR,": "title VARCHAR CHECK (title <> ''),"}
        ),
    ),
)
FAILING = (
    *ADD_COLUMN,
    Step("nothing", ("DELETE FROM plan_focus", "ALTER TABLE nowhere ADD COLUMN x")),
)


def set_motto(connection: sqlite3.Connection, sql: str) -> None:
    connection.execute(f"UPDATE plan SET motto = {sql}")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Create a file of the first release, with two plans."""
    return load(FIXTURES / "catalogue_v1.sql", tmp_path / "old.db")


@pytest.fixture
def connection(old: Path) -> sqlite3.Connection:
    """Open the same file without migrating it."""
    return database._connect(old, "rw")


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_step_brings_the_file_to_the_next_version(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    assert version(connection) == 3
    assert connection.execute("SELECT motto FROM plan").fetchall() == [("x",), ("x",)]


def test_steps_run_once(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    migrations.migrate(connection, ADD_COLUMN)
    assert version(connection) == 3


def test_only_the_missing_steps_run(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    migrations.migrate(
        connection, (*ADD_COLUMN, Step("a y", ("UPDATE plan SET motto = motto || 'y'",)))
    )
    assert version(connection) == 4
    assert connection.execute("SELECT motto FROM plan").fetchall() == [("xy",), ("xy",)]


def test_a_failed_step_leaves_the_old_file(old: Path, connection: sqlite3.Connection) -> None:
    before = old.read_bytes()
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(connection, FAILING)
    assert version(connection) == 1
    assert old.read_bytes() == before


def test_a_table_created_again_keeps_the_rows_that_refer_to_it(
    connection: sqlite3.Connection,
) -> None:
    rows = (
        "SELECT s.key, c.* FROM stage_change c JOIN standard s ON s.id = c.standard ORDER BY c.id"
    )
    before = connection.execute(rows).fetchall()
    assert before
    migrations.migrate(connection, REBUILD)
    assert connection.execute(rows).fetchall() == before


def test_references_are_checked_again_after_a_migration(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO plan_sector VALUES (2012, 'nowhere', 1)")


def schema(connection: sqlite3.Connection) -> dict[tuple[str, str], list[str]]:
    """Return tables and indexes by kind and name, each as the set of its parts.

    ALTER TABLE puts a new column last, and a table that was renamed has its name in quotes.
    """
    return {
        (kind, name): sorted(parts(" ".join(sql.replace('"', "").split())))
        for kind, name, sql in connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        )
    }


def parts(sql: str) -> list[str]:
    """Return the texts between the commas of the outermost brackets, and the text before the
    brackets."""
    before, _, rest = sql.partition("(")
    found, depth = [""], 0
    for letter in rest.strip().removesuffix(")"):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return [part.strip() for part in (before, *found)]


@pytest.mark.parametrize(
    "new_table", ["a INTEGER, b TEXT, CHECK (a IN (1, 2))", "b TEXT, a INTEGER"]
)
def test_the_comparison_detects_a_difference(new_table: str) -> None:
    one, other = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    one.execute("CREATE TABLE t (a INTEGER)")
    one.execute("ALTER TABLE t ADD COLUMN b TEXT")
    other.execute(f"CREATE TABLE t ({new_table})")
    assert (schema(one) == schema(other)) is ("CHECK" not in new_table)


def test_a_rebuild_needs_the_definition_that_it_changes(connection: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="the definition of table plan has no motto"):
        migrations.rebuild_table(connection, "plan", {"motto": "slogan"})


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("catalogue_v*.sql")), ids=lambda p: p.stem)
def test_a_migrated_file_has_the_schema_of_a_fresh_one(
    fixture: Path, db: Path, tmp_path: Path
) -> None:
    old = load(fixture, tmp_path / "old.db")
    migrated, fresh = (database.open_catalogue(path).connection for path in (old, db))
    assert schema(migrated) == schema(fresh)
    assert version(migrated) == version(fresh)
