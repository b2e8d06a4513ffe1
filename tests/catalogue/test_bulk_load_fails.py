"""catalogue/bulk_load.py: a load that fails changes nothing, and other processes can write while a
list is read."""

import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from record_helpers import load, numbered
from stdplan import errors
from stdplan.catalogue import bulk_load, database, project_matching
from stdplan.catalogue.indexes import rebuilding_indexes
from stdplan.catalogue.staging import Staging
from stdplan.domain.standard_record import NumberedRecord

LIST = [numbered(f"JB/T {n}-2012", title="风扇") for n in range(1, 50)]


def staged(stage: Staging) -> None:
    stage.begin()
    for place, record in enumerate(LIST, 1):
        stage.insert_records([NumberedRecord(place, place + 1, "", record)])
        stage.set_row_count(place)


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, sqlite3.OperationalError])
@pytest.mark.parametrize("at", [(project_matching, "match_projects"), (bulk_load, "_ADD_LINKS")])
def test_a_failed_load_changes_neither_file_nor_indexes(
    db: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException], at: tuple[object, str]
) -> None:
    def failing(*_: object) -> None:
        assert connection.execute("SELECT count(*) FROM standard").fetchone() == (len(LIST),)
        raise stop

    class Failing:
        """Links that fail when they are added, while the indexes are dropped."""

        def __iter__(self) -> None:
            without = "SELECT count(*) FROM sqlite_schema WHERE name = 'standard_key'"
            assert connection.execute(without).fetchone() == (0,)
            failing()

    before = db.read_bytes()
    catalogue = database.open_catalogue(db)
    connection = catalogue.connection
    monkeypatch.setattr(*at, failing if at[1] == "match_projects" else Failing())
    expected = (stop, errors.StdplanError)
    with pytest.raises(expected), catalogue.operation("test") as work:
        load(work, LIST)
    assert db.read_bytes() == before
    monkeypatch.undo()
    with catalogue.operation("test") as work:  # the same connection is still usable
        assert load(work, LIST).added == len(LIST)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_index_that_cannot_be_rebuilt_fails_the_load(db: Path) -> None:
    before = db.read_bytes()
    with (
        pytest.raises(errors.BadData),
        database.open_catalogue(db).operation("test") as work,
        rebuilding_indexes(work.connection, ("standard",), 2),
    ):
        for _ in range(2):
            sql = "INSERT INTO standard (key, sort_key, withdrawn_inferred) VALUES ('A', '', 0)"
            work.connection.execute(sql)
        work.count("added")
    assert db.read_bytes() == before


def test_other_processes_can_write_while_rows_are_staged(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    reading, writing = database.open_catalogue(db), database.open_catalogue(db)
    with Staging(reading.connection) as stage:
        staged(stage)
        with writing.operation("test") as work:
            load(work, LIST[:1])
        stage.close_reading()
        with reading.operation("test") as work:
            outcome = bulk_load.load(work, stage, stage.lists[0])
    assert (outcome.added, outcome.unchanged) == (len(LIST) - 1, 1)


def test_other_writers_are_asked_to_try_again_during_a_load(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    loads, waits = database.open_catalogue(db), database.open_catalogue(db)
    with ExitStack() as stack:
        work = stack.enter_context(loads.operation("test"))
        load(work, LIST)
        with pytest.raises(errors.Locked) as fault, waits.operation("test"):
            pytest.fail("the body must not run")
    assert fault.value.exit_code == 75
    with waits.operation("test") as work:
        assert load(work, LIST).unchanged == len(LIST)
