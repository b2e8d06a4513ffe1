"""The pager at a terminal: only for what is longer than the screen, and left at any time."""

import os
from pathlib import Path

import pytest

from terminal_helpers import answer_at_terminal, read_chunk, read_until, session_at_terminal

pytestmark = pytest.mark.slow

pytest.importorskip("pty")
# Says what it gets: its options, the number of lines, and the first of them.
PAGER = """#!/bin/sh
printf 'LESS=%s\\n' "$LESS"
head -n 1
wc -l
"""


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """Write a pager that reports what it reads."""
    path = tmp_path / "reporting-pager"
    path.write_text(PAGER, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_what_is_longer_than_the_screen_goes_to_the_pager(loaded: Path, pager: str) -> None:
    words = ("--db", str(loaded), "standards", "list", "-f", "csv", "--fields", "number")
    env = {"STDPLAN_PAGER": pager}
    shown, code = answer_at_terminal(80, *words, env=env | {"LESS": "S"})
    assert code == 0
    assert shown.splitlines()[:2] == ["LESS=S", "number"]
    # head may have read more than its line.
    assert len(shown.splitlines()) == 3
    shown, _ = answer_at_terminal(80, *words, "--limit", "3", env=env)
    assert len(shown.splitlines()) == 4  # header and rows
    shown, _ = answer_at_terminal(80, *words, "--limit", "22", env=env)
    assert "LESS" not in shown  # 23 lines, and the prompt


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("--no-pager",), {}),
        (("standards", "list", "--no-pager"), {}),
        ((), {"STDPLAN_PAGER": "cat"}),
        ((), {"STDPLAN_PAGER": "no-such-pager"}),
        ((), {"TERM": "dumb"}),
    ],
)
def test_the_pager_can_be_switched_off(
    loaded: Path, pager: str, words: tuple[str, ...], env: dict[str, str]
) -> None:
    before = words if words[:1] == ("--no-pager",) else ()
    words = words if words and not before else (*before, "standards", "list")
    shown = answer_at_terminal(120, "--db", str(loaded), *words, env={"STDPLAN_PAGER": pager} | env)
    assert "LESS=" not in shown[0]
    assert "43 more rows" in shown[0]


def test_less_has_the_options_of_git(
    loaded: Path, pager: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LESS", raising=False)
    env = {"STDPLAN_PAGER": pager}
    shown, _ = answer_at_terminal(120, "--db", str(loaded), "standards", "list", env=env)
    assert shown.startswith("LESS=FRX\n")


@pytest.mark.parametrize("words", ["standards list -f csv", "standards list", "review list --json"])
def test_a_pager_that_ends_early_is_no_error(loaded: Path, words: str) -> None:
    env = {"STDPLAN_PAGER": "true"}
    shown, code = answer_at_terminal(80, "--db", str(loaded), *words.split(), env=env)
    assert code == 0
    assert "error" not in shown
    assert "Traceback" not in shown


def test_the_answer_of_exit_code_is_kept(loaded: Path) -> None:
    words = ("--db", str(loaded), "standards", "list", "--exit-code")
    assert answer_at_terminal(80, *words, env={"STDPLAN_PAGER": "true"})[1] == 1


def test_ctrl_c_in_the_pager_ends_with_the_pager(loaded: Path, tmp_path: Path) -> None:
    # As less: it survives Ctrl-C, and ends when its user wants.
    path = tmp_path / "pager"
    script = "#!/bin/sh\ntrap '' INT\ncat >/dev/null\necho reading\nread answer </dev/tty\n"
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    words = ("--db", str(loaded), "standards", "list")
    with session_at_terminal(80, *words, env={"STDPLAN_PAGER": str(path)}) as (process, terminal):
        read_until(terminal, b"reading")
        os.write(terminal, b"\x03")
        read_until(terminal, b"^C")
        os.write(terminal, b"q\n")
        seen = b""
        while chunk := read_chunk(terminal):
            seen += chunk
        code = process.wait(timeout=60)
    assert code == 130
    assert b"interrupted; nothing was changed" in seen
