"""Which program is the pager, and what is longer than a screen."""

import pytest

from stdplan.output.pager import displayed_lines, pager_command


@pytest.mark.parametrize(
    ("named", "command"),
    [
        ("", None),
        (" ", None),
        ("cat", None),
        ("sh -c x", "sh -c x"),
        ("no-such-program -R", None),
        ("LESS=S no-such-program | cat", "LESS=S no-such-program | cat"),  # for the shell
    ],
)
def test_the_pager_is_what_the_user_names(
    monkeypatch: pytest.MonkeyPatch, named: str, command: str | None
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert pager_command(named) == command


def test_without_a_name_it_is_less_if_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    folder = tmp_path_factory.mktemp("programs")
    monkeypatch.setenv("PATH", str(folder))
    assert pager_command(None) is None
    less = folder / "less"
    less.write_text("", encoding="utf-8")
    less.chmod(0o755)
    assert pager_command(None) == "less"
    monkeypatch.setenv("TERM", "dumb")
    assert pager_command(None) is pager_command("less") is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("a\n" * 3, 3),
        ("a" * 10 + "\n", 1),
        ("a" * 11 + "\n", 2),
        ("机" * 5 + "\n", 1),
        ("机" * 11 + "\n", 3),
        ("\x1b[1m" + "a" * 10 + "\x1b[0m\n", 1),
    ],
)
def test_long_lines_are_several_on_the_screen(text: str, lines: int) -> None:
    assert displayed_lines(text, 10) == lines
