"""Migrations: named steps that bring an older catalogue to the schema of models.py.

Rule: a step is written once and never edited. Step n (from 1) brings a file from version n to
n + 1; a new file is created from the models at the newest version. All steps of one opening are one
transaction, `user_version` included, so a killed program leaves the old file unchanged.

The tables of derived_models.py are in no step: they are created again after the last one.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from stdplan.i18n import t
from stdplan.long_work import long_work


class Step(NamedTuple):
    """What changes with one version: its name, and statements or a function that makes the change.

    Step("a plan has a motto", ("ALTER TABLE plan ADD COLUMN motto VARCHAR",))
    """

    name: str
    change: Sequence[str] | Callable[[sqlite3.Connection], None]

    def run(self, connection: sqlite3.Connection) -> None:
        """Make the change."""
        if callable(self.change):
            self.change(connection)
        else:
            for statement in self.change:
                connection.execute(statement)


def _months_and_row_ids(connection: sqlite3.Connection) -> None:
    months_check = (
        "CONSTRAINT project_months_is_a_number CHECK (project_months BETWEEN 1 AND 999"
        " AND project_months = CAST(project_months AS INTEGER))"
    )
    months_column = {
        "source VARCHAR,": "source VARCHAR, project_months INTEGER,",
        "FOREIGN KEY(sector)": f"{months_check}, FOREIGN KEY(sector)",
    }
    rebuild_table(connection, "standard", _ROW_IDS_ONCE | months_column)
    for table in ("indicator", "stage_change", "activity_state"):
        rebuild_table(connection, table, _ROW_IDS_ONCE)
    # The index of titles may know ids of records that were removed.
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'standard', last FROM title_index"
        " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'standard')"
    )
    connection.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT last FROM title_index), 0))"
        " WHERE name = 'standard'"
    )
    _move_months(connection)


_ROW_IDS_ONCE = {
    "id INTEGER NOT NULL,": "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,",
    "PRIMARY KEY (id),": "",
}
_MONTHS_LABEL = "项目周期(月)"


def _move_months(connection: sqlite3.Connection) -> None:
    """Move the months of projects out of `extra`; text that is no number of months stays there."""
    rows = connection.execute(
        "SELECT id, extra FROM standard"
        " WHERE instr(extra, ?) AND json_valid(extra) AND json_type(extra) = 'object'",
        (_MONTHS_LABEL,),
    ).fetchall()
    for row_id, text in rows:
        extra = json.loads(text)
        months = str(extra.pop(_MONTHS_LABEL, ""))
        if re.fullmatch("0*[1-9][0-9]{0,2}", months):
            connection.execute(
                "UPDATE standard SET project_months = ?, extra = ? WHERE id = ?",
                (int(months), json.dumps(extra, ensure_ascii=False) if extra else None, row_id),
            )


_DAYS_OF_RECORDS = (
    "ALTER TABLE standard ADD COLUMN withdrawn_by_hand BOOLEAN DEFAULT 0 NOT NULL",
    "DROP INDEX standard_sector",
    "DROP INDEX standard_start",
    "CREATE INDEX standard_base ON standard (base)",
    "CREATE INDEX standard_amends ON standard (amends) WHERE amends IS NOT NULL",
)


_SEARCH_INDEX = (
    "CREATE TABLE search_index (last INTEGER NOT NULL, PRIMARY KEY (last))",
    "CREATE TABLE search_text (ascii BOOLEAN NOT NULL, block INTEGER NOT NULL,"
    " texts BLOB NOT NULL, PRIMARY KEY (ascii, block))",
    "CREATE TABLE search_changed (standard INTEGER NOT NULL, PRIMARY KEY (standard))",
    "CREATE TRIGGER search_insert AFTER INSERT ON standard"
    " WHEN new.id <= (SELECT last FROM search_index)"
    " BEGIN INSERT OR IGNORE INTO search_changed (standard) VALUES (new.id); END",
    "CREATE TRIGGER search_update AFTER UPDATE OF title, title_en, key, plan_number ON standard"
    " WHEN old.id <= (SELECT last FROM search_index)"
    " BEGIN INSERT OR IGNORE INTO search_changed (standard) VALUES (old.id); END",
    "CREATE TRIGGER search_delete AFTER DELETE ON standard"
    " WHEN old.id <= (SELECT last FROM search_index)"
    " BEGIN INSERT OR IGNORE INTO search_changed (standard) VALUES (old.id); END",
)


def _history(connection: sqlite3.Connection) -> None:
    for table, key in _KEYS.items():
        columns = ", ".join(f'"{name}"' if name == "plan" else name for name in key)
        rebuild_table(
            connection,
            table,
            {f"PRIMARY KEY ({columns})": f"UNIQUE ({columns})"},
            first_column="id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        )
    recording = (
        "recording VARCHAR, undoes INTEGER, CONSTRAINT recording_is_known CHECK (recording = 'kept'"
        " OR recording = 'pruned' OR recording = 'creation' OR recording = 'upkeep')"
    )
    counts = "counts JSON NOT NULL"
    rebuild_table(connection, "operation", {counts: f"{counts}, {recording}"})
    for statement in _HISTORY_TABLES:
        connection.execute(statement)


# The tables without row ids of their own, and the columns of their keys.
_KEYS = {
    "plan": ("year",),
    "theme": ("plan", "number"),
    "task": ("plan", "number"),
    "driver": ("plan", "code"),
    "activity_kind": ("plan", "code"),
    "sector": ("code",),
    "focus_area": ("code",),
    "plan_sector": ("plan", "sector"),
    "plan_focus": ("plan", "focus"),
    "standard_focus": ("standard", "focus"),
    "replaces": ("successor", "target"),
    "adopts": ("standard", "reference"),
}
_ID = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
_HISTORY_TABLES = (
    f"CREATE TABLE row_change ({_ID}, operation INTEGER NOT NULL, table_name VARCHAR NOT NULL,"
    ' "row" INTEGER NOT NULL, column_name VARCHAR, "before" VARCHAR, "after" VARCHAR)',
    "CREATE INDEX row_change_operation ON row_change (operation)",
    f"CREATE TABLE rows_added ({_ID}, operation INTEGER NOT NULL, table_name VARCHAR NOT NULL,"
    ' first INTEGER NOT NULL, "last" INTEGER NOT NULL)',
    "CREATE INDEX rows_added_operation ON rows_added (operation)",
    f"CREATE TABLE former_number ({_ID}, standard INTEGER NOT NULL, number VARCHAR NOT NULL,"
    " until VARCHAR NOT NULL, UNIQUE (standard, number), CONSTRAINT until_is_a_date CHECK"
    " (until GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
    " OR until GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' OR until GLOB '[12][0-9][0-9][0-9]'),"
    " FOREIGN KEY(standard) REFERENCES standard (id) ON DELETE CASCADE)",
    "CREATE INDEX former_number_number ON former_number (number)",
)


def _field_rules(connection: sqlite3.Connection) -> None:
    families = "family = 'international' OR family = 'other'"
    more_families = "".join(
        f" OR family = '{code}'" for code in ("military", "regulation", "metrology", "sample")
    )
    rebuild_table(
        connection,
        "standard",
        {
            families: families + more_families,
            "project_months INTEGER,": "project_months INTEGER, partial_revision INTEGER,",
            "amends VARCHAR,": "amends VARCHAR, edition VARCHAR, draft_stage VARCHAR,",
            "FOREIGN KEY(sector)": "CONSTRAINT partial_revision_is_a_year CHECK (partial_revision"
            " BETWEEN 1900 AND 2999 AND partial_revision = CAST(partial_revision AS INTEGER)),"
            " FOREIGN KEY(sector)",
        },
    )
    rebuild_table(
        connection,
        "review",
        {
            "note VARCHAR,": "note VARCHAR, step VARCHAR DEFAULT 'decided' NOT NULL,"
            " document VARCHAR, into_family VARCHAR, into_nature VARCHAR,",
            "outcome = 'withdraw')": "outcome = 'withdraw' OR outcome = 'amend'"
            " OR outcome = 'convert'), CONSTRAINT step_is_known CHECK (step = 'proposed'"
            " OR step = 'decided'), CONSTRAINT into_family_is_known CHECK"
            f" ({_INTO_FAMILY}), CONSTRAINT into_nature_is_known CHECK ({_INTO_NATURE})",
        },
    )
    _name_other_numbers(connection)
    for statement in (*_FIELD_TABLES, _PARTLY_ADOPTED):
        connection.execute(statement)
    _update_shipped_plan(connection)


def _update_shipped_plan(connection: sqlite3.Connection) -> None:
    """Bring the plan of 2011 that came with older programs to what `init` brings today.

    The target of 3,000 stands on the projects, too, which become the main indicator, and mandatory
    standards get 24 months. Values that users changed stay.
    """
    indicators = connection.execute(
        "SELECT code, measure, target, main, position FROM indicator WHERE plan = 2011 AND task = 3"
        " AND code IN ('3.published', '3.projects') ORDER BY code DESC"
    ).fetchall()
    shipped = [
        ("3.published", "published", "3000", 1, 0),
        ("3.projects", "projects", None, 0, 1),
    ]
    if indicators == shipped:
        connection.execute(
            "UPDATE indicator SET target = '3000', main = code = '3.projects',"
            " position = 1 - position"
            " WHERE plan = 2011 AND code IN ('3.published', '3.projects')"
        )
    connection.execute(
        "UPDATE plan SET nature_months = ? WHERE year = 2011 AND project_months = 18",
        ('{"recommended": 18, "mandatory": 24}',),
    )


_INTO_FAMILY = " OR ".join(
    f"into_family = '{code}'"
    for code in (
        "national", "industry", "local", "association", "enterprise", "international", "other",
        "military", "regulation", "metrology", "sample",
    )
)  # fmt: skip
_INTO_NATURE = " OR ".join(
    f"into_nature = '{code}'" for code in ("mandatory", "recommended", "guidance")
)


def _name_other_numbers(connection: sqlite3.Connection) -> None:
    """Turn table former_number into other_number, which has more kinds of numbers."""
    connection.execute("DROP INDEX former_number_number")
    connection.execute("ALTER TABLE former_number RENAME TO other_number")
    kinds = "kind = 'former' OR kind = 'converted' OR kind = 'second'"
    rebuild_table(
        connection,
        "other_number",
        {
            "until VARCHAR NOT NULL,": "kind VARCHAR NOT NULL, until VARCHAR, nature VARCHAR,",
            "CONSTRAINT until_is_a_date": f"CONSTRAINT kind_is_known CHECK ({kinds}),"
            f" CONSTRAINT nature_is_known CHECK ({_INTO_NATURE.replace('into_', '')}),"
            " CONSTRAINT until_is_a_date",
        },
        defaults={"kind": "'former'"},
    )
    connection.execute("CREATE INDEX other_number_number ON other_number (number)")
    for table in ("row_change", "rows_added"):
        connection.execute(
            f"UPDATE {table} SET table_name = 'other_number' WHERE table_name = 'former_number'"
        )


def _is_a_date(column: str) -> str:
    forms = " OR ".join(
        f"{column} GLOB '[12][0-9][0-9][0-9]{'-[0-9][0-9]' * more}'" for more in (2, 1, 0)
    )
    return f"CONSTRAINT {column}_is_a_date CHECK ({forms})"


_STANDARD = "standard INTEGER NOT NULL"
_OF_STANDARD = "FOREIGN KEY(standard) REFERENCES standard (id) ON DELETE CASCADE"
_FIELD_TABLES = (
    f"CREATE TABLE suspension ({_ID}, {_STANDARD}, since VARCHAR NOT NULL, until VARCHAR,"
    f" note VARCHAR, document VARCHAR, UNIQUE (standard, since), {_is_a_date('since')},"
    f" {_is_a_date('until')}, {_OF_STANDARD})",
    f"CREATE TABLE extension ({_ID}, {_STANDARD}, date VARCHAR NOT NULL, target VARCHAR NOT NULL,"
    f" note VARCHAR, document VARCHAR, UNIQUE (standard, date), {_is_a_date('date')},"
    f" {_is_a_date('target')}, {_OF_STANDARD})",
    f"CREATE TABLE campaign_member ({_ID}, year INTEGER NOT NULL, {_STANDARD},"
    " member BOOLEAN NOT NULL, date VARCHAR NOT NULL, note VARCHAR, UNIQUE (year, standard, date),"
    f" {_is_a_date('date')}, {_OF_STANDARD})",
    "CREATE INDEX campaign_member_standard ON campaign_member (standard)",
    "CREATE INDEX review_proposed ON review (standard) WHERE step = 'proposed'",
    "ALTER TABLE plan ADD COLUMN nature_months JSON",
)

# 部分采用 was read as an adoption of a standard called 部分, by the rest of the word. It is none.
_PARTLY_ADOPTED = """
    UPDATE OR IGNORE adopts
    SET degree = 'NEQ', reference = ltrim(substr(reference, 3)), word = '部分' || coalesce(
        word,
        CASE degree WHEN 'IDT' THEN '等同' WHEN 'MOD' THEN '修改' WHEN 'EQV' THEN '等效' ELSE '' END
        || '采用'
    )
    WHERE reference = '部分' OR reference LIKE '部分 %'
"""

# Version 1 is the first release.
STEPS: tuple[Step, ...] = (
    Step("a project's months get a column; row ids are never used twice", _months_and_row_ids),
    Step("the days of every record are stored; the end by a next edition", _DAYS_OF_RECORDS),
    Step("an index for searching", _SEARCH_INDEX),
    Step("a history that can be undone; former numbers", _history),
    Step("the rules of the field: steps of reviews, suspended projects, more codes", _field_rules),
)


def rebuild_table(
    connection: sqlite3.Connection,
    table: str,
    replacements: Mapping[str, str],
    first_column: str = "",
    defaults: Mapping[str, str] | None = None,
) -> None:
    """Create a table again by a changed definition, with its rows, indexes and triggers.

    `replacements`: parts of the old definition, with single blanks between words, and what takes
    their place. `first_column`: a new column before all others. `defaults`: SQL for the values of
    new columns; others are empty. SQLite recommends this way of changing a table:
    https://www.sqlite.org/lang_altertable.html#otheralter
    """
    (old_definition,), *others = connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
        " ORDER BY type = 'table' DESC, type, name",
        (table,),
    ).fetchall()
    name = re.compile(f'CREATE TABLE "?{table}"? ')
    definition = name.sub(f"CREATE TABLE rebuilt_{table} ", " ".join(old_definition.split()))
    if first_column:
        definition = definition.replace("(", f"({first_column},", 1)
    for old, new in replacements.items():
        if old not in definition:
            raise ValueError(f"the definition of table {table} has no {old}")
        definition = definition.replace(old, new)
    columns = ", ".join(
        f'"{name}"' for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")
    )
    connection.execute(definition)
    added = defaults or {}
    connection.execute(
        f"INSERT INTO rebuilt_{table} ({', '.join((columns, *added))})"
        f" SELECT {', '.join((columns, *added.values()))} FROM {table} ORDER BY rowid"
    )
    last_id = (
        connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if _has_sequences(connection)
        else None
    )
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE rebuilt_{table} RENAME TO {table}")
    if last_id:  # also that of a removed row is never used again
        _keep_last_id(connection, table, last_id[0])
    for (statement,) in others:
        connection.execute(statement)


def _has_sequences(connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
    return row.fetchone() is not None


def _keep_last_id(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Let the row ids of a table that was created again go on after `last`."""
    updated = connection.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table)
    )
    if not updated.rowcount:
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def newest_version(steps: Sequence[Step] = STEPS) -> int:
    """Return the version to which the steps bring a file."""
    return 1 + len(steps)


def version(connection: sqlite3.Connection) -> int:
    """Return the version of an open file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: sqlite3.Connection,
    steps: Sequence[Step] = STEPS,
    prepare: Callable[[], None] = lambda: None,
    finish: Callable[[sqlite3.Connection], object] = lambda connection: None,
) -> None:
    """Run the steps that a file lacks, in one transaction.

    `prepare` is called before the first step, under the lock: no other process can write then.
    `finish` is called after the last step, in the same transaction.
    """
    # A step that rebuilds a table drops the old one. With foreign keys on, that would delete the
    # rows that refer to it. The pragma has no effect within a transaction.
    connection.execute("PRAGMA foreign_keys = OFF")
    # Renaming a table would else fail if a user's view refers to it.
    connection.execute("PRAGMA legacy_alter_table = ON")
    try:
        _run(connection, steps, prepare, finish)
    finally:
        connection.execute("PRAGMA legacy_alter_table = OFF")
        connection.execute("PRAGMA foreign_keys = ON")


# Another process may be migrating the same file; a million records take half a minute.
_BUSY_SECONDS = 300


def _begin(connection: sqlite3.Connection) -> None:
    """Begin to write; wait longer for another process than other commands do."""
    usual = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")


def _run(
    connection: sqlite3.Connection,
    steps: Sequence[Step],
    prepare: Callable[[], None],
    finish: Callable[[sqlite3.Connection], object],
) -> None:
    _begin(connection)
    try:
        # Read under the lock: another process may have migrated while this one waited.
        found = version(connection)
        if found < newest_version(steps):
            # The first write: it fails if this user cannot write, while BEGIN does not.
            connection.execute(f"PRAGMA user_version = {found}")
            prepare()
            lacking = steps[found - 1 :]
            name = t("converting the catalogue")
            with long_work(connection, name, len(lacking) + 1) as advance:
                for step in lacking:
                    step.run(connection)
                    advance(1)
                finish(connection)
            connection.execute(f"PRAGMA user_version = {newest_version(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
