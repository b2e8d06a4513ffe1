"""Catalogues of older versions, with rows in every table: opening one migrates it, keeps a copy of
the old file, and changes no answer.

tests/schema_fixture.py wrote them with the program of their time.
"""

import errno
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from helpers import run_app, start
from schema_fixture import FIXTURES, answers, load
from stdplan import errors
from stdplan.catalogue import backup, database
from stdplan.catalogue.database import SCHEMA_VERSION
from stdplan.catalogue.migrations import newest_version

VERSIONS = sorted(FIXTURES.glob("catalogue_v*.sql"))
OLD = FIXTURES / "catalogue_v1.sql"
KEPT = f"old.db.before-v{SCHEMA_VERSION}.bak"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Create a catalogue of version 1, in a folder of its own."""
    (tmp_path / "folder").mkdir()
    return load(OLD, tmp_path / "folder" / "old.db")


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask on the day on which the answers were recorded."""
    monkeypatch.setenv("STDPLAN_TODAY", "2012-11-22")


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def names(path: Path) -> list[str]:
    """Return the names of the files in the folder of a catalogue."""
    return sorted(file.name for file in path.parent.iterdir())


def as_recorded(now: Any, recorded: Any) -> Any:
    """Return an answer of now as the older program gave it: without new keys, and with the months
    of a project among the other columns, where version 1 had them."""
    if isinstance(recorded, list) and len(now) == len(recorded):
        return [as_recorded(*pair) for pair in zip(now, recorded, strict=True)]
    if not isinstance(recorded, dict):
        return now
    if now.get("project_months") and "project_months" not in recorded:
        now = {**now, "extra": {**now["extra"], "项目周期(月)": str(now["project_months"])}}
    return {key: as_recorded(now.get(key), value) for key, value in recorded.items()}


def _leave_out_inferred_ends(recorded: dict[str, Any]) -> None:
    """Remove the end that is only inferred from recorded news; it was news at that time."""
    inferred = "JB/T 8005-1986"
    digest = recorded["report digest"][0]
    digest["withdrawn"] = [record for record in digest["withdrawn"] if record["number"] != inferred]
    recorded["report moves"] = [
        move
        for move in recorded["report moves"]
        if (move["number"], move["event"]) != (inferred, "withdrawn")
    ]
    digest["summary"] = digest["summary"].replace("3 withdrawn", "2 withdrawn")


def _leave_out_what_lies_ahead(digest: dict[str, Any]) -> None:
    """Remove what the summary of a digest of now says about the parts that are new."""
    digest["summary"] = digest["summary"].replace("1 to take effect, 1 ending, ", "")


def _stop_the_clock(stages: list[dict[str, Any]]) -> None:
    """Remove the limit of stage 50, before which the clock of a project stops today."""
    [approval] = [row for row in stages if row["stage"] == "50"]
    approval |= {"limit_months": None, "over_limit": None}


def test_the_present_version_is_where_the_steps_lead() -> None:
    assert newest_version() == SCHEMA_VERSION


def test_each_version_has_a_fixture() -> None:
    expected = {f"catalogue_v{number}.sql" for number in range(1, SCHEMA_VERSION + 1)}
    assert {path.name for path in VERSIONS} == expected


@pytest.mark.parametrize("fixture", VERSIONS, ids=lambda path: path.stem)
def test_the_answers_are_those_of_the_older_program(fixture: Path, tmp_path: Path) -> None:
    db = load(fixture, tmp_path / "old.db")
    recorded = json.loads(fixture.with_suffix(".json").read_text("utf-8"))
    now = answers(db)
    _leave_out_inferred_ends(recorded)
    _leave_out_what_lies_ahead(now["report digest"][0])
    _stop_the_clock(recorded["report stages"])
    for name, answer in recorded.items():
        assert as_recorded(now[name], answer) == answer, name
    assert now["db check"] == []


def test_the_months_of_projects_get_a_column(old: Path) -> None:
    wanted = "key,project_months,extra"
    out = run_app("--db", str(old), "standards", "list", "--json", "--fields", wanted).out
    months = {row["key"]: (row["project_months"], row["extra"]) for row in json.loads(out)}
    assert months["2011-0001T-JB"] == (24, {"专业": "机床"})
    assert months["2011-0002T-JB"] == (12, {})
    assert months["2012-0006T-JB"] == (None, {"项目周期(月)": "两年", "专业": "机床"})
    assert months["2012-0007T-JB"] == (9, {"专业": "机床"})
    connection = database.open_catalogue(old).connection
    stored = dict(connection.execute("SELECT key, extra FROM standard WHERE key LIKE '201%'"))
    assert stored["2011-0001T-JB"] == '{"专业": "机床"}'
    assert stored["2011-0002T-JB"] is None


SHIPPED = (
    "INSERT INTO plan (year, title_zh, title_en, issuer_zh, issuer_en, review_years,"
    " review_families, review_cutoff, project_months)"
    " VALUES (2011, '计划', 'Plan', '部', 'Ministry', 5, '[\"industry\"]', '12-31', 18)",
    "INSERT INTO indicator (plan, task, position, code, name_zh, name_en, unit_zh, unit_en,"
    " measure, target, main) VALUES"
    " (2011, 3, 0, '3.published', '发布', 'Published', '项', 'items', 'published', '3000', 1),"
    " (2011, 3, 1, '3.projects', '立项', 'Projects', '项', 'items', 'projects', NULL, 0),"
    " (2011, 3, 2, '3.submitted', '报批', 'Submitted', '项', 'items', 'submitted', NULL, 0)",
)
INDICATORS = "SELECT code, target, main FROM indicator WHERE plan = 2011 ORDER BY position"


@pytest.mark.parametrize("fixture", VERSIONS[:-1], ids=lambda path: path.stem)
@pytest.mark.parametrize("edited", ["", "target = '2500'", "main = code = '3.submitted'"])
def test_the_target_of_the_shipped_plan(fixture: Path, edited: str, tmp_path: Path) -> None:
    """The projects get it, too, and become the main indicator, unless somebody changed the plan."""
    old = load(fixture, tmp_path / "old.db")
    before = sqlite3.connect(old)
    before.execute("DELETE FROM indicator WHERE plan = 2011")
    before.execute("DELETE FROM plan WHERE year = 2011")
    for statement in SHIPPED:
        before.execute(statement)
    [(published,)] = before.execute("SELECT id FROM indicator WHERE code = '3.published'")
    before.execute(
        "INSERT INTO progress (indicator, date, amount) VALUES (?, '2011', '7')", (published,)
    )
    if edited:
        before.execute(f"UPDATE indicator SET {edited} WHERE code = '3.published'")
    kept = before.execute(INDICATORS).fetchall()
    before.commit()
    before.close()
    connection = database.open_catalogue(old).connection
    now = connection.execute(INDICATORS).fetchall()
    brought = [("3.projects", "3000", 1), ("3.published", "3000", 0), ("3.submitted", None, 0)]
    assert now == (kept if edited else brought)
    sql = "SELECT amount FROM progress WHERE indicator = ?"
    assert connection.execute(sql, (published,)).fetchall()[-1] == ("7",)
    months = connection.execute("SELECT nature_months FROM plan WHERE year = 2011").fetchone()
    assert json.loads(months[0]) == {"recommended": 18, "mandatory": 24}


def test_what_is_adopted_in_part_is_no_adoption_any_more(old: Path) -> None:
    before = sqlite3.connect(old)
    before.executemany(
        "INSERT INTO adopts (standard, reference, degree, word, position) VALUES (1, ?, ?, ?, 0)",
        [
            ("部分 ISO 8:2000", None, "采用"),
            ("部分 ISO 9:2000", "IDT", None),
            ("部分", None, "采用"),
        ],
    )
    before.commit()
    before.close()
    connection = database.open_catalogue(old).connection
    rows = connection.execute(
        "SELECT reference, degree, word FROM adopts WHERE standard = 1 AND degree = 'NEQ'"
    ).fetchall()
    assert set(rows) >= {
        ("ISO 8:2000", "NEQ", "部分采用"),
        ("ISO 9:2000", "NEQ", "部分等同采用"),
        ("", "NEQ", "部分采用"),
    }


def test_the_id_of_a_removed_record_stays_unused(old: Path) -> None:
    """In version 1, the record with the greatest id was removed after the titles were indexed."""
    connection = database.open_catalogue(old).connection
    greatest, indexed = connection.execute(
        "SELECT (SELECT max(id) FROM standard), (SELECT last FROM title_index)"
    ).fetchone()
    assert greatest < indexed
    assert run_app("--db", str(old), "standards", "add", "JB/T 1-2011").code == 0
    row = connection.execute("SELECT id FROM standard WHERE key = 'JB/T 1-2011'").fetchone()
    assert row == (indexed + 1,)


def test_a_copy_of_the_old_file_is_kept_and_reported(old: Path) -> None:
    before = list(sqlite3.connect(old).iterdump())
    answer = run_app("--db", str(old), "sectors", "list")
    assert answer.code == 0
    assert answer.err == (
        f"stdplan: {old}: converting the catalogue from version 1 to {SCHEMA_VERSION};"
        f" the old file is kept as {KEPT}\n"
    )
    assert names(old) == ["old.db", KEPT]
    assert list(sqlite3.connect(old.with_name(KEPT)).iterdump()) == before
    assert (version(old), version(old.with_name(KEPT))) == (SCHEMA_VERSION, 1)
    assert run_app("--db", str(old), "sectors", "list").err == ""


def test_an_earlier_copy_is_not_replaced(old: Path) -> None:
    old.with_name(KEPT).write_text("another file")
    assert run_app("--db", str(old), "sectors", "list").code == 0
    assert old.with_name(KEPT).read_text() == "another file"
    assert version(old.with_name(KEPT.replace(".bak", "-2.bak"))) == 1


def test_without_a_copy_nothing_is_migrated(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, mode: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = old.read_bytes()
    monkeypatch.setattr(backup, "_sync", full)
    answer = run_app("--db", str(old), "sectors", "list")
    assert (answer.code, answer.out) == (74, "")
    assert f"{KEPT}: cannot be written (No space left on device)" in answer.err
    assert (old.read_bytes(), names(old)) == (before, ["old.db"])


@pytest.mark.parametrize("forbidden", ["file", "folder"])
def test_who_cannot_write_does_not_migrate(
    old: Path, forbidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write everything, so the file is opened as SQLite does where it is read-only."""

    def deny(path: Path, mode: int = 0) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    connect = database._connect
    if forbidden == "file":
        monkeypatch.setattr(database, "_connect", lambda path, mode: connect(path, "ro"))
    else:
        monkeypatch.setattr(backup, "create_file", deny)
    before = old.read_bytes()
    answer = run_app("--db", str(old), "sectors", "list")
    assert (answer.code, answer.out) == (77, "")
    assert answer.err == (
        f"stdplan: error: {old}: the catalogue has the older version 1, this program needs"
        f" {SCHEMA_VERSION}. Somebody who can write the file and its folder must open it once, for"
        f" example with `stdplan --db {old} db info`\n"
    )
    assert (old.read_bytes(), names(old)) == (before, ["old.db"])


def test_an_interrupted_migration_leaves_the_old_file(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(sentence: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.open_catalogue(old, stop)
    assert version(old) == 1
    assert names(old) == ["old.db"]


def test_of_two_programs_one_migrates_and_the_other_waits(old: Path) -> None:
    both = [start("--db", str(old), "standards", "list", "--fields", "key") for _ in range(2)]
    answers_of_both = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert answers_of_both[0][0] == answers_of_both[1][0]
    assert sum("converting" in err for _, err in answers_of_both) == 1
    assert names(old) == ["old.db", KEPT]


def test_a_newer_program_may_migrate_while_this_one_waits(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stdplan.catalogue import migrations

    def migrate_further(connection: sqlite3.Connection, **_: object) -> None:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

    monkeypatch.setattr(migrations, "migrate", migrate_further)
    with pytest.raises(errors.TooNew):
        database.open_catalogue(old)


def test_a_view_of_the_user_is_kept(old: Path) -> None:
    connection = sqlite3.connect(old)
    connection.execute("CREATE VIEW mine AS SELECT key FROM standard")
    connection.close()
    assert run_app("--db", str(old), "sectors", "list").code == 0
    rows = sqlite3.connect(old).execute("SELECT count(*) FROM mine").fetchone()[0]
    assert rows > 0
