"""`--output` if writing fails: the old file stays, and no temporary file is left."""

import io
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers import program, start, wait_for_reader
from stdplan.errors import BadData
from stdplan.output.atomic_file import open_atomic

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX"),
]
OLD = "what was there before\n"
FULL = Path("/dev/full")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file that is to be replaced, alone in its folder."""
    path = tmp_path / "out" / "list.csv"
    path.parent.mkdir()
    path.write_text(OLD, encoding="utf-8")
    return path


@contextmanager
def half_way(db: Path, old: Path, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Start the program and wait until its file is open; it waits for a list that never comes."""
    fifo = tmp_path / "list.csv"
    os.mkfifo(fifo)
    process = start("--db", str(db), "standards", "import", str(fifo), "--dry-run", "-o", str(old))
    with fifo.open("w") as writing:  # opens once the program reads
        wait_for_reader(process, writing)
        assert len([*old.parent.iterdir()]) == 2
        yield process
        process.communicate(timeout=60)


@pytest.mark.parametrize(("sent", "codes"), [(signal.SIGINT, (130,)), (signal.SIGTERM, (143,))])
def test_an_interrupt_keeps_the_old_file(
    loaded: Path, old: Path, tmp_path: Path, sent: signal.Signals, codes: tuple[int, ...]
) -> None:
    with half_way(loaded, old, tmp_path) as process:
        process.send_signal(sent)
    assert process.returncode in codes
    assert [*old.parent.iterdir()] == [old]
    assert old.read_text("utf-8") == OLD


def test_a_kill_keeps_the_old_file(loaded: Path, old: Path, tmp_path: Path) -> None:
    with half_way(loaded, old, tmp_path) as process:
        process.kill()
    assert old.read_text("utf-8") == OLD
    assert program("--db", str(loaded), "standards", "list", "-o", str(old)).returncode == 0
    assert old.read_text("utf-8").startswith("key,")


@pytest.mark.parametrize("form", ["csv", "yaml", "xlsx"])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_full_disk_keeps_the_old_file(loaded: Path, old: Path, form: str, ending: str) -> None:
    path = old.rename(old.with_name(old.name + ending))
    done = program(
        *("--db", str(loaded), "standards", "list", "-f", form, "-o", str(path)),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        env={"PYTHONDONTWRITEBYTECODE": "1"},  # otherwise it would leave half of a compiled module
    )
    assert done.returncode == 74
    assert done.stderr.endswith("reading or writing failed (File too large)\n")
    assert done.stderr.count("\n") == 1
    assert path.read_text("utf-8") == OLD
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_device_is_written_directly(loaded: Path, form: str) -> None:
    words = ("--db", str(loaded), "sectors", "-f", form, "-o")
    done = program(*words, str(FULL))
    assert (done.returncode, done.stderr) == (
        74,
        "stdplan: error: /dev/full: reading or writing failed (No space left on device)\n",
    )
    assert program(*words, "/dev/null").returncode == 0
    assert FULL.is_char_device()


def test_a_named_pipe_is_written_directly(loaded: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "list.csv"
    os.mkfifo(fifo)
    process = start("--db", str(loaded), "sectors", "-o", str(fifo))
    assert len(fifo.read_text("utf-8").splitlines()) == 20
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert fifo.is_fifo()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_write_permission_is_an_error(loaded: Path, old: Path) -> None:
    old.chmod(0o444)
    words = ("--db", str(loaded), "sectors", "-o")
    done = program(*words, str(old))
    assert (done.returncode, OLD) == (77, old.read_text("utf-8"))
    old.parent.chmod(0o555)
    assert program(*words, str(old.with_name("new.csv"))).returncode == 77
    old.parent.chmod(0o755)


def test_a_failure_while_reading_rows_keeps_the_old_file(old: Path) -> None:
    with pytest.raises(BadData), open_atomic(str(old)) as out:
        out.write("key\n" * 100_000)
        raise BadData("row 2")
    assert old.read_text("utf-8") == OLD
    assert [*old.parent.iterdir()] == [old]


def test_a_workbook_can_be_written_to_a_pipe(loaded: Path) -> None:
    done = program("--db", str(loaded), "sectors", "-f", "xlsx", encoding=None)
    assert load_workbook(io.BytesIO(done.stdout)).active.dimensions == "A1:H20"  # type: ignore[arg-type]
