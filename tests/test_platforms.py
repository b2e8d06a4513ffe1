"""Windows and macOS, simulated: each test gives the answer of the system, and uses the program.

What Python itself does on these systems (a console that takes all of Unicode, `\\server\\share` in
`os.path`) is not tested here.
"""

import ctypes
import errno
import io
import os
import plistlib
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers import Run, program
from stdplan import i18n, interrupts, platforms, streams, unfinished
from stdplan.commands.context import Context
from stdplan.error_boundary import run_guarded
from stdplan.errors import NoPermission
from stdplan.output import atomic_file
from stdplan.output.file_set import write_together

HEADER, GOOD, BAD = "标准编号,标准名称,发布日期", "JB/T 1-2011,车床,", "JB/T 2-2011,铣床,32日"


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program believe that this is Windows."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("STDPLAN_CONFIG", "")  # its folder is found by an API of Windows


def violation(path: Path) -> PermissionError:
    """Return the error of Windows for a file that Excel has open."""
    error = PermissionError(errno.EACCES, "另一个程序正在使用此文件", str(path))
    error.winerror = 32  # type: ignore[attr-defined]
    return error


# --- The language ---


def display_languages(*names: str) -> Any:
    """Return what `ctypes.windll` is on a Windows with these display languages."""
    answer = "".join(f"{name}\0" for name in names) + "\0"

    def ask(kind: int, count: Any, buffer: Any, size: Any) -> int:
        assert kind == 8  # names such as zh-CN
        if buffer is not None:
            assert size._obj.value >= len(answer)
            buffer[:] = answer.ljust(len(buffer), "\0")
        count._obj.value, size._obj.value = len(names), len(answer)
        return 1

    class Library:
        kernel32 = type("kernel32", (), {"GetUserPreferredUILanguages": staticmethod(ask)})

    return Library


@pytest.fixture
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the language from the environment, as on Windows."""
    for name in ("STDPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def chosen_language() -> str:
    i18n.use_language(None)
    try:
        return i18n.language()
    finally:
        i18n.use_language("en")


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (["zh-CN", "en-US"], "zh"),
        (["zh-Hans-CN"], "zh"),
        (["fr-FR", "zh-CN"], "zh"),
        (["en-GB", "zh-CN"], "en"),
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_windows_and_macos_have_the_language_of_their_settings(
    no_locale: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    names: list[str],
    language: str,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", display_languages(*names), raising=False)
    assert chosen_language() == language

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    preferences = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    preferences.parent.mkdir(parents=True)
    content = {"AppleLanguages": names, "AppleLocale": "zh_CN"}
    preferences.write_bytes(plistlib.dumps(content, fmt=plistlib.FMT_BINARY))
    assert chosen_language() == language


def test_the_environment_counts_before_the_settings(
    no_locale: None, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "windll", display_languages("zh-CN"), raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert chosen_language() == "en"
    monkeypatch.setenv("STDPLAN_LANG", "zh")
    assert chosen_language() == "zh"


@pytest.mark.parametrize("content", [None, b"", b"bplist00 cut off", b"<plist>"])
def test_settings_that_cannot_be_read_give_english(
    no_locale: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    preferences = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    preferences.parent.mkdir(parents=True)
    if content is not None:
        preferences.write_bytes(content)
    for system in ("darwin", "win32"):  # this `ctypes` has no `windll`
        monkeypatch.setattr(sys, "platform", system)
        assert chosen_language() == "en"


# --- Paths ---


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (r"C:\Users\王\plan.db", "file:///C:/Users/王/plan.db"),
        ("d:/plans/plan.db", "file:///d:/plans/plan.db"),
        (r"C:\my plans\100% #1?.db", "file:///C:/my plans/100%25 %231%3F.db"),
        (r"\\server\share\plan.db", "file:////server/share/plan.db"),
        ("//server/share/计划/plan.db", "file:////server/share/计划/plan.db"),
        (r"\\server\share\..\plan.db", "file:////server/share/plan.db"),
        (r"\\?\C:\plans\plan.db", r"file:\\%3F\C:\plans\plan.db"),
        (r"\\?\UNC\server\share\plan.db", r"file:\\%3F\UNC\server\share\plan.db"),
    ],
)
def test_a_path_of_windows_as_a_uri(windows: None, path: str, uri: str) -> None:
    made = platforms.sqlite_uri(path, "rw")
    assert made == f"{uri}?mode=rw"
    # There is no such file here, but SQLite takes the URI: it refuses a host.
    with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
        sqlite3.connect(made, uri=True)


def test_sqlite_refuses_a_share_with_two_slashes() -> None:
    with pytest.raises(sqlite3.OperationalError, match="invalid uri authority: server"):
        sqlite3.connect("file://server/share/plan.db?mode=rw", uri=True)


@pytest.mark.parametrize("name", ["my plan.db", "a?mode=ro.db", "a#b.db", "100%.db", "a%20b.db"])
def test_any_name_can_be_a_catalogue_a_list_and_an_output(tmp_path: Path, name: str) -> None:
    path, sectors = tmp_path / name, tmp_path / f"{name}.csv"
    run: Callable[..., Any] = lambda *words: program("--db", str(path), *words)  # noqa: E731
    assert run("init").returncode == 0
    assert run("sectors", "list", "-o", str(sectors)).returncode == 0
    assert len(sectors.read_text("utf-8").splitlines()) == 20
    assert run("standards", "check", str(sectors)).returncode == 0
    assert {file.name for file in tmp_path.iterdir()} == {path.name, sectors.name}


# --- Streams ---


class _Bytes(io.BytesIO):
    """What is written to a stream; `console`: whether it is one."""

    def __init__(self, console: bool) -> None:
        super().__init__()
        self.console = console

    def isatty(self) -> bool:
        return self.console


def written(
    monkeypatch: pytest.MonkeyPatch, text: str, encoding: str, newline: str, console: bool
) -> bytes:
    """Return the bytes of a text on a stdout that Python has opened like this."""
    monkeypatch.setattr(streams, "end_on_closed_pipe", lambda: None)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    for name in ("stdin", "stdout", "stderr"):
        stream = io.TextIOWrapper(_Bytes(console), encoding=encoding, newline=newline)
        monkeypatch.setattr(sys, name, stream)
    streams.prepare()
    sys.stdout.write(text)
    sys.stdout.flush()
    return sys.stdout.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_files_and_pipes_of_a_chinese_windows_are_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "标准𠮷\r\nGB\n"
    assert written(monkeypatch, text, "gbk", "\r\n", console=False) == text.encode()


def test_a_console_gets_its_own_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = written(monkeypatch, "标准𠮷 ½\n", "gbk", "\r\n", console=True)
    assert shown.decode("gbk") == "标准\\U00020bb7 \\xbd\n"


def test_an_encoding_that_lacks_characters_does_not_stop_the_program(tmp_path: Path) -> None:
    db, out = str(tmp_path / "plan.db"), tmp_path / "list.csv"
    title = "𠮷野家 ½ 标准"
    gbk = {"PYTHONIOENCODING": "gbk"}
    raw: dict[str, Any] = {"env": gbk, "encoding": "gbk"}
    assert program("--db", db, "init").returncode == 0
    added = program("--db", db, "standards", "add", "JB/T 1-2011", "--title", title, **raw)
    assert (added.returncode, "GBK" in added.stderr) == (0, False)
    for form in ("table", "csv", "json"):
        words = ("--db", db, "--lang", "zh", "standards", "list", "--fields", "title", "-f", form)
        shown = program(*words, **raw)
        assert shown.returncode == 0, shown.stderr
        # In json, the backslash of an escape would be one of JSON, too.
        assert "\\U00020bb7野家 \\xbd 标准" in shown.stdout
    saved = program(*("--db", db, "standards", "list"), "-o", str(out), "--bom", env=gbk)
    assert saved.returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert title in out.read_text("utf-8-sig")


def test_a_closed_pipe_of_windows_ends_the_program_quietly(windows: None) -> None:
    def write() -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    with pytest.raises(BrokenPipeError):
        run_guarded(write, Context(None))


# --- A file that is open in Excel ---


@pytest.fixture
def open_in_excel(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, bool], None]:
    """Return a function that opens a file in Excel: before the command begins, or while it runs."""

    def open_file(path: Path, later: bool) -> None:
        opened, replaced = os.open, Path.replace

        def os_open(name: Any, flags: int, *more: Any, **named: Any) -> int:
            if not later and Path(name) == path and flags & os.O_WRONLY:
                raise violation(path)
            return opened(name, flags, *more, **named)

        def replace(self: Path, target: Path) -> Path:
            if Path(target) == path:
                # Windows denies to replace an open file without naming the reason.
                raise PermissionError(errno.EACCES, "拒绝访问。", str(self))
            return replaced(self, target)

        monkeypatch.setattr(atomic_file.os, "open", os_open)
        monkeypatch.setattr(atomic_file.Path, "replace", replace)

    return open_file


@pytest.mark.parametrize("name", ["部门.csv", "部门.xlsx"])
def test_an_output_that_is_open_is_named_and_unchanged(
    run: Run, tmp_path: Path, open_in_excel: Callable[[Path, bool], None], name: str
) -> None:
    path = tmp_path / "out" / name
    path.parent.mkdir()
    path.write_bytes(b"old")
    open_in_excel(path, False)
    answer = run("sectors", "list", "-o", str(path))
    assert answer.code == 77
    assert answer.err == (
        f"stdplan: error: {path}: another program has this file open; close it there (in Excel or"
        " WPS) and run the command again; nothing was changed\n"
    )
    assert [*path.parent.iterdir()] == [path]
    assert path.read_bytes() == b"old"


def test_an_answer_is_kept_if_its_file_was_opened_meanwhile(
    run: Run, tmp_path: Path, open_in_excel: Callable[[Path, bool], None]
) -> None:
    path = tmp_path / "out" / "部门.csv"
    path.parent.mkdir()
    path.write_bytes(b"old")
    open_in_excel(path, True)
    answer = run("sectors", "list", "-o", str(path))
    assert path.read_bytes() == b"old"
    [kept] = path.parent.glob("部门.*.csv")
    assert len(kept.read_text("utf-8").splitlines()) == 20
    assert answer.code == 74
    assert answer.err.endswith(
        "because another program has it open; close it there (in Excel or WPS) and run the command"
        f" again; the answer is in {kept}\n"
    )
    assert len([*path.parent.iterdir()]) == 2


@pytest.fixture
def rejects(tmp_path: Path) -> Path:
    """Write a list with a bad row, `list.csv`, and return the file of its rejects, which exists."""
    path = tmp_path / "rejects.csv"
    path.with_name("list.csv").write_text(f"{HEADER}\n{GOOD}\n{BAD}\n", encoding="utf-8")
    path.write_text("old", encoding="utf-8")
    return path


def test_nothing_is_imported_if_the_rejects_are_open(
    run: Run, rejects: Path, open_in_excel: Callable[[Path, bool], None]
) -> None:
    open_in_excel(rejects, False)
    a_list = rejects.with_name("list.csv")
    answer = run("standards", "import", str(a_list), "--skip-bad", str(rejects))
    assert (answer.code, "close it there (in Excel or WPS)" in answer.err) == (77, True)
    assert run("standards", "list", "--no-header").out == ""
    assert rejects.read_text("utf-8") == "old"


def test_rejects_that_were_opened_meanwhile_are_kept_elsewhere(
    run: Run, rejects: Path, open_in_excel: Callable[[Path, bool], None]
) -> None:
    open_in_excel(rejects, True)
    a_list = rejects.with_name("list.csv")
    answer = run("standards", "import", str(a_list), "--skip-bad", str(rejects))
    [kept] = rejects.parent.glob("rejects.*.csv")
    assert answer.code == 74
    assert answer.err.endswith(
        f"close it there (in Excel or WPS); what belongs there is in {kept}; all changes are"
        " stored\n"
    )
    assert run("standards", "list", "--fields", "number", "--no-header").out == "JB/T 1-2011\n"
    assert "JB/T 2-2011" in kept.read_text("utf-8-sig")
    assert rejects.read_text("utf-8") == "old"


def test_rejects_can_be_read_by_excel_and_imported_again(run: Run, tmp_path: Path) -> None:
    a_list, rejects = tmp_path / "list.csv", tmp_path / "rejects.csv"
    a_list.write_text(f"{HEADER}\n{GOOD}\n{BAD}\n", encoding="utf-8")
    assert run("standards", "import", str(a_list), "--skip-bad", str(rejects)).code == 0
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbffile,line,")
    again = run("standards", "import", str(rejects))
    assert (again.code, "32日" in again.err) == (65, True)
    rejects.write_bytes(
        rejects.read_bytes().replace("铣床,32日".encode(), "铣床,2011-01-31".encode())
    )
    assert run("standards", "import", str(rejects)).code == 0
    assert len(run("standards", "list", "--no-header").rows) == 2


def test_of_several_files_none_is_replaced_if_one_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = {name: tmp_path / name for name in ("TC 22.xlsx", "TC 23.xlsx", "TC 24.xlsx")}
    for path in forms.values():
        path.write_bytes(b"old")
    renamed = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == forms["TC 23.xlsx"]:
            raise violation(self)
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(NoPermission) as raised:
        write_together(str(tmp_path), dict.fromkeys(forms, b"new"), replace=True)
    opened = f"{forms['TC 23.xlsx']}: another program has this file open; close it there"
    assert str(raised.value).startswith(opened)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        forms.values(), b"old"
    )


# --- Calls that a system lacks ---


def test_a_damaged_catalogue_is_restored_without_owners(
    run: Run, db: Path, tmp_path: Path, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "chown")
    saved = tmp_path / "monday.db"
    assert run("db", "backup", str(saved)).code == 0
    db.write_bytes(b"damaged" * 1000)
    assert run("db", "restore", str(saved)).code == 0
    assert len(run("sectors", "list", "--no-header").rows) == 19


def test_a_backup_is_replaced_only_after_it_was_closed(
    run: Run, tmp_path: Path, windows: None
) -> None:
    saved = tmp_path / "monday.db"
    assert run("db", "backup", str(saved)).code == 0
    assert run("db", "backup", str(saved), "--force").code == 0


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_a_long_list_has_no_workers_elsewhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    a_list = tmp_path / "long.csv"
    lines = [f"JB/T {number}-2011,标准{number}" for number in range(1, 12_001)]
    a_list.write_text("\n".join(["标准编号,标准名称", *lines]), encoding="utf-8")

    def fork() -> int:
        raise AssertionError("a fork")

    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("STDPLAN_CONFIG", "")
    answer = run("standards", "import", str(a_list), "--no-header")
    assert (answer.code, answer.rows[0][2]) == (0, "12000")


def test_files_of_windows_are_left_by_their_age(
    windows: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(process: int, signal: int) -> None:
        raise AssertionError("os.kill ends a process of Windows")

    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.delattr(os, "geteuid")
    monkeypatch.delattr(os, "uname")
    monkeypatch.setenv("COMPUTERNAME", "OFFICE-PC")
    young, old = (Path(unfinished.unfinished_path(tmp_path)) for _ in range(2))
    for path in (young, old):
        path.touch()
    os.utime(old, (0, 0))
    unfinished.remove_leftovers(tmp_path)
    assert [*tmp_path.iterdir()] == [young]


def test_signals_that_a_system_lacks_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import _signal

    taken: list[int] = []
    monkeypatch.delattr(_signal, "SIGHUP")
    monkeypatch.delattr(_signal, "SIGPIPE")
    monkeypatch.setattr(_signal, "SIGBREAK", 21, raising=False)
    monkeypatch.setattr(_signal, "getsignal", lambda number: _signal.SIG_DFL)
    monkeypatch.setattr(_signal, "signal", lambda number, handler: taken.append(number))
    platforms.end_on_closed_pipe()
    interrupts.prepare()
    assert taken == [_signal.SIGINT, _signal.SIGTERM, 21]


def test_a_program_without_a_group_is_ended_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "killpg")
    assert platforms.end_group(12) is False
