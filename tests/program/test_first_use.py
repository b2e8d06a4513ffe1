"""First use: the default catalogue is created, with one line on stderr; a named one is not."""

from pathlib import Path

import pytest

from helpers import program, start

pytestmark = pytest.mark.slow


def test_the_default_catalogue_is_created_at_first_use(tmp_path: Path) -> None:
    path = tmp_path / "data" / "stdplan" / "catalogue.db"
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    first = program("sectors", "list", env=env)
    assert first.returncode == 0
    assert first.stderr == f"stdplan: created a catalogue with the plan of 2011: {path}\n"
    assert len(first.stdout.splitlines()) == 20
    second = program("sectors", "list", env=env)
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_a_catalogue_named_by_the_user_is_not_created(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    named = program("sectors", "list", env={"STDPLAN_DB": str(path)})
    assert named.returncode == 66
    assert str(path) in named.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_option_overrides_the_environment(tmp_path: Path, seeded: Path) -> None:
    done = program("--db", str(seeded), "sectors", env={"STDPLAN_DB": str(tmp_path / "none.db")})
    assert done.returncode == 0


def test_two_first_uses_at_once_both_succeed(tmp_path: Path) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    both = [start("sectors", "list", env=env) for _ in range(2)]
    answers = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert len(answers[0][0].splitlines()) == 20
    assert answers[0][0] == answers[1][0]
    folder = tmp_path / "data" / "stdplan"
    assert [file.name for file in folder.iterdir()] == ["catalogue.db"]


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = program("sectors", env={"XDG_DATA_HOME": str(tmp_path / "file")})
    assert done.returncode == 73
    assert "cannot be created" in done.stderr
