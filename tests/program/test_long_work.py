"""Long work shows its progress on a terminal, and nothing in a pipe; Ctrl-C changes nothing."""

import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from helpers import program, run_app
from stdplan import interrupts, long_work
from stdplan.catalogue.queries import check
from terminal_helpers import answer_at_terminal

pytestmark = pytest.mark.slow

pytest.importorskip("pty")
FIXTURES = Path(__file__).parents[1] / "fixtures"
ROWS = 6000  # the catalogue is no longer a small one
SHOWN = "\x1b[?25h"  # the cursor, after a bar


@pytest.fixture(scope="module")
def large(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a catalogue of some thousand standards by two imports; the second one changes them."""
    folder = tmp_path_factory.mktemp("large")
    path = Path(shutil.copy(seeded, folder / "plan.db"))
    for note in ("first", "second"):
        rows = (f"JB/T {serial}-2011,名称{serial},2011,{note}" for serial in range(1, ROWS + 1))
        text = "\n".join(("标准编号,标准名称,实施日期,备注", *rows))
        file = folder / f"{note}.csv"
        file.write_text(text, encoding="utf-8")
        assert run_app("--db", str(path), "standards", "import", str(file)).code == 0
    return path


@pytest.fixture
def db(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(large, tmp_path / "plan.db"))


def make_old(db: Path) -> None:
    """Let the days of records follow older rules."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE life_rules SET version = version - 1")


def leave(db: Path) -> None:
    """Change nothing."""


WORK = [
    (leave, "undo", "undoing operation 3"),
    (leave, "db check", "checking the catalogue"),
    (leave, "db backup {folder}/copy.db", "writing "),
    (leave, "db backup {folder}/copy.db", "checking "),
    (leave, "db rebuild", "computing the days of the records"),
    (make_old, "db info", "computing the days of the records"),
    (leave, "standards list --search 名称1", "searching 6,000 titles"),
]


@pytest.mark.parametrize(("prepare", "words", "name"), WORK)
def test_a_terminal_shows_long_work(
    db: Path, tmp_path: Path, prepare: Callable[[Path], None], words: str, name: str
) -> None:
    prepare(db)
    line = words.format(folder=tmp_path).split()
    shown, code = answer_at_terminal(200, "--db", str(db), *line)
    assert code == 0
    assert name in shown
    assert SHOWN in shown


def test_a_restore_shows_its_progress(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run_app("--db", str(db), "db", "backup", str(copy)).code == 0
    shown, code = answer_at_terminal(200, "--db", str(db), "db", "restore", str(copy))
    assert code == 0
    assert "checking " in shown
    assert "restoring " in shown


@pytest.mark.parametrize("words", ["undo", "db check", "db rebuild"])
def test_a_pipe_and_a_dumb_terminal_show_none(db: Path, words: str) -> None:
    answer = program("--db", str(db), *words.split())
    assert "\x1b" not in answer.stderr + answer.stdout
    assert " the catalogue" not in answer.stderr
    dumb, _ = answer_at_terminal(80, "--db", str(db), *words.split(), env={"TERM": "dumb"})
    assert "\x1b" not in dumb


def test_a_small_catalogue_shows_none(seeded: Path) -> None:
    assert answer_at_terminal(80, "--db", str(seeded), "db", "check") == ("", 0)


def test_a_migration_says_what_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = []

    @contextmanager
    def display(name: str, total: int | None) -> Iterator[long_work.Advance]:
        names.append((name, total))
        yield lambda count: None

    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript((FIXTURES / "catalogue_v3.sql").read_text("utf-8"))
    monkeypatch.setattr(long_work, "_display", display)
    monkeypatch.setattr(long_work, "_SMALL", 0)
    assert run_app("--db", str(old), "db", "info").code == 0
    assert names == [
        (f"writing {old}.before-v6.bak", names[0][1]),
        (f"checking {old}.before-v6.bak", None),
        ("converting the catalogue", 4),  # three versions, and the days of the records
    ]


# A display that gets Ctrl-C at its first sign of life.


@contextmanager
def interrupting(name: str, total: int | None) -> Iterator[long_work.Advance]:
    def advance(count: int) -> None:
        signal.raise_signal(signal.SIGINT)

    yield advance


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(long_work, "_display", interrupting)
    monkeypatch.setattr(interrupts, "_received", None)
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupts.prepare()
    # Exceptions in functions that SQLite calls are written, and then they are warnings of pytest.
    sqlite3.enable_callback_tracebacks(True)
    yield
    sqlite3.enable_callback_tracebacks(False)
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("words", ["undo", "db rebuild", "db check", "db backup {folder}/copy.db"])
@pytest.mark.usefixtures("interrupted")
@pytest.mark.filterwarnings("error")
def test_ctrl_c_changes_nothing(db: Path, tmp_path: Path, words: str) -> None:
    before = db.read_bytes()
    try:
        answer = run_app("--db", str(db), *words.format(folder=tmp_path).split())
    except interrupts.Interrupted:  # cli.main says so
        assert interrupts.interrupted_message() == "interrupted; nothing was changed"
    else:
        assert answer.err == "stdplan: error: interrupted; nothing was changed\n"
        assert answer.code == 130
    assert db.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan.db"]


@pytest.mark.usefixtures("interrupted")
@pytest.mark.filterwarnings("error")
def test_a_check_does_not_take_ctrl_c_for_damage(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, pytest.raises(interrupts.Interrupted):
        check.findings(connection)
