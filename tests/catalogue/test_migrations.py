"""catalogue/migrations.py: numbered steps bring an older file to the schema of the models, or leave
it unchanged.

`schema_v1.sql` is the schema of the first release, dumped once from a fresh file and never edited:
where the models have changed since, a step in migrations.py must bring it to the same.
"""

import sqlite3
from pathlib import Path

import pytest

from stdplan.catalogue import database, migrations

SCHEMA_1 = Path(__file__).parents[1] / "fixtures" / "schema_v1.sql"
Steps = tuple[tuple[str, ...], ...]
ADD_COLUMN: Steps = (("ALTER TABLE plan ADD COLUMN motto TEXT", "UPDATE plan SET motto = 'x'"),)
# A change that SQLite's ALTER TABLE cannot make: the table is created again.
REBUILD: Steps = (
    (
        "CREATE TABLE made (id INTEGER PRIMARY KEY, key TEXT)",
        "INSERT INTO made SELECT id, key FROM standard",
        "DROP TABLE standard",
        "ALTER TABLE made RENAME TO standard",
    ),
)
FAILING: Steps = (*ADD_COLUMN, ("DELETE FROM plan_focus", "ALTER TABLE nowhere ADD COLUMN x"))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Create a file of the first release, with one plan."""
    path = tmp_path / "old.db"
    new_table = sqlite3.connect(path)
    new_table.executescript(SCHEMA_1.read_text(encoding="utf-8"))
    new_table.execute("INSERT INTO plan VALUES (2011, 'x', 'x', 'x', 'x', 5, '[]', '12-31', 18)")
    new_table.commit()
    new_table.close()
    return path


@pytest.fixture
def connection(old: Path) -> sqlite3.Connection:
    """Open the same file without migrating it."""
    return database._connect(old, "rw")


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_step_brings_the_file_to_the_next_version(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    assert version(connection) == 2
    assert connection.execute("SELECT motto FROM plan").fetchall() == [("x",)]


def test_steps_run_once(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    migrations.migrate(connection, ADD_COLUMN)
    assert version(connection) == 2


def test_only_the_missing_steps_run(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    migrations.migrate(connection, (*ADD_COLUMN, ("UPDATE plan SET motto = motto || 'y'",)))
    assert version(connection) == 3
    assert connection.execute("SELECT motto FROM plan").fetchall() == [("xy",)]


def test_a_failed_step_leaves_the_old_file(old: Path, connection: sqlite3.Connection) -> None:
    before = old.read_bytes()
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(connection, FAILING)
    assert version(connection) == 1
    assert old.read_bytes() == before


def test_a_table_created_again_keeps_the_rows_that_refer_to_it(
    connection: sqlite3.Connection,
) -> None:
    connection.execute(
        "INSERT INTO standard (id, key, sort_key, withdrawn_inferred) VALUES (7, 'A', '', 0)"
    )
    connection.execute("INSERT INTO stage_change (standard, stage, date) VALUES (7, '10', '2011')")
    migrations.migrate(connection, REBUILD)
    assert connection.execute("SELECT stage FROM stage_change").fetchall() == [("10",)]


def test_references_are_checked_again_after_a_migration(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, ADD_COLUMN)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO plan_sector VALUES (2011, 'nowhere', 1)")


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


def test_a_migrated_file_has_the_schema_of_a_fresh_one(old: Path, db: Path) -> None:
    migrated, fresh = (database.open_catalogue(path).connection for path in (old, db))
    assert schema(migrated) == schema(fresh)
    assert version(migrated) == version(fresh)
