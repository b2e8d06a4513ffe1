"""The program in a pipe: it ends without a message if the reader closes it, reports every other
loss of output, and writes UTF-8."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import program, start

pytestmark = pytest.mark.slow

FULL = Path("/dev/full")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and descriptors of POSIX")
POSIX_LOCALE = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@posix
def test_a_closed_pipe_ends_the_program_without_a_message(loaded: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # as `| head` does after its lines
    process = start("--db", str(loaded), "standards", "list", stdout=writing)
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGPIPE  # 141 in a shell
    assert err == ""


@posix
def test_a_closed_pipe_is_exit_code_141_in_a_shell(loaded: Path) -> None:
    run = '"$0" -m stdplan --db "$1" standards list -f json | head -1 >/dev/null; echo $PIPESTATUS'
    done = subprocess.run(
        ["bash", "-c", run, sys.executable, str(loaded)], capture_output=True, text=True
    )
    assert done.stdout.strip() in ("141", "0")  # 0: all of it fitted into the pipe


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "words", [["standards", "list"], ["sectors", "list"], ["--help"], ["review", "-h"]]
)
def test_a_full_disk_is_an_error(loaded: Path, words: list[str]) -> None:
    with FULL.open("w") as full:
        done = program("--db", str(loaded), *words, stdout=full)
    assert done.returncode == 74
    assert done.stderr == "stdplan: error: stdout: No space left on device\n"


@posix
@pytest.mark.parametrize("words", ["sectors list", "--help", "standards list --exit-code"])
def test_a_closed_stdout_is_an_error(loaded: Path, words: str) -> None:
    done = program("--db", str(loaded), *words.split(), preexec_fn=lambda: os.close(1))
    assert done.returncode == 74
    assert done.stderr == "stdplan: error: stdout: is closed\n"


@posix
def test_a_closed_stderr_is_no_error(loaded: Path) -> None:
    done = program("--db", str(loaded), "sectors", "list", preexec_fn=lambda: os.close(2))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 20
    missing = program("--db", str(loaded), "standards", "show", "x", preexec_fn=lambda: os.close(2))
    assert missing.returncode == 66


@posix
def test_chinese_is_utf8_in_the_posix_locale(loaded: Path, tmp_path: Path) -> None:
    done = program("--db", str(loaded), "sectors", "--fields", "name_zh", env=POSIX_LOCALE)
    assert done.stdout.splitlines()[1] == "石化化工"
    answer = program("--db", str(loaded), "sectors", "show", "机械", "-f", "json", env=POSIX_LOCALE)
    assert '"code": "machinery"' in answer.stdout
    path = tmp_path / "名单.csv"
    path.write_text("标准编号,标准名称\nJB/T 1-2011,车床\n", encoding="utf-8")
    listed = program(
        "--db", str(loaded), "standards", "import", str(path), "--dry-run", env=POSIX_LOCALE
    )
    assert listed.stdout.splitlines()[1].endswith("名单.csv\t1\t1\t0\t0\t0")


@posix
def test_arguments_that_are_not_utf8_are_shown_escaped(loaded: Path) -> None:
    done = program("--db", str(loaded), "standards", "list", "--search", os.fsdecode(b"\xff"))
    assert done.returncode == 2
    assert done.stderr == 'stdplan: error: "\\udcff" is not UTF-8 text\n'


def test_tsv_has_every_row(loaded: Path) -> None:
    done = program("--db", str(loaded), "standards", "list", env={"COLUMNS": "40"})
    lines = done.stdout.splitlines()
    assert len(lines) == 1 + 343
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}
    assert "组合机床通用部件 风动动力头用可调圆柱支架 参数和尺寸" in done.stdout
    assert "\x1b" not in done.stdout
