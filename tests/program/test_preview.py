"""The preview of --dry-run: on a terminal only, before what would change."""

import re
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from helpers import EXAMPLES, program
from terminal_helpers import at_terminal, display_width

pytestmark = pytest.mark.slow

pytest.importorskip("pty")

LIST = """\
关于下达计划的通知
序号,标准编号,标准名称,实施日期,状态,经办人
1,JB/T 1—2011,车床,2011年5月18日,现行,张三
2,JB/T 2-2011,铣床,2011-06-01,现行,李四
共2项
"""
PREVIEW = """\
list.csv
Form    csv, encoding UTF-8
Header  line 2
Rows    2 rows
Set     sector=machinery
  序号      (not read)   1 · 2
  标准编号  → number     JB/T 1—2011 → JB/T 1-2011 · JB/T 2-2011
  标准名称  → title      车床 · 铣床
  实施日期  → effective  2011年5月18日 → 2011-05-18 · 2011-06-01
  状态      → status     现行 → in force
  经办人    → extra      张三 · 李四
Skipped  1 line above the header skipped: "关于下达计划的通知"
         1 remark skipped: "共2项"

stdplan: list.csv: columns stored in extra: 经办人
"""
ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def words(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Write a list, and return the words of its rehearsal."""
    shutil.copy(seeded, tmp_path / "plan.db")
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(LIST, "utf-8")
    importing = ("standards", "import", "list.csv", "--sector", "machinery", "--dry-run")
    return ("--db", "plan.db", *importing)


def after_the_bar(shown: str) -> str:
    shown = ANSI.sub("", shown.rpartition("\x1b[?25h")[2])
    return "\n".join(line.rstrip() for line in shown.split("\n")).lstrip("\r\n")


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_first_shows_how_the_list_was_understood(
    words: tuple[str, ...], width: int
) -> None:
    shown = after_the_bar(at_terminal(width, *words))
    assert shown.startswith(PREVIEW)
    assert "stdplan: list.csv: new: JB/T 1-2011, JB/T 2-2011\n" in shown


def test_a_narrow_terminal_and_chinese(words: tuple[str, ...]) -> None:
    shown = after_the_bar(at_terminal(40, "--lang", "zh", *words))
    block = shown.partition("\n\n")[0].splitlines()
    assert max(map(display_width, block)) <= 40
    assert "  实施日期 → effective 实施日期" in block
    assert "  序号 （不读）" in block


def test_a_pipe_shows_no_preview(words: tuple[str, ...]) -> None:
    finished = program(*words)
    assert finished.stderr.splitlines() == [
        'stdplan: list.csv: 1 line above the header skipped: "关于下达计划的通知"',
        'stdplan: list.csv: 1 remark skipped: "共2项"',
        "stdplan: list.csv: columns stored in extra: 经办人",
        "stdplan: list.csv: new: JB/T 1-2011, JB/T 2-2011",
        "stdplan: --dry-run: nothing was changed",
    ]
    assert finished.stdout.splitlines()[1:] == ["list.csv\t2\t2\t0\t0\t0"]


def test_the_page_about_lists_has_the_preview_of_an_example(seeded: Path) -> None:
    page = (EXAMPLES.parent / "docs" / "lists.md").read_text("utf-8")
    path = "examples/approved_2011.csv"
    words = ("--db", str(seeded), "standards", "import", path, "--dry-run")
    with chdir(EXAMPLES.parent):
        shown = after_the_bar(at_terminal(90, *words)).partition("\n\n")[0]
    lines = [f"    $ stdplan standards import {path} --dry-run"]
    lines += [f"    {line}".rstrip() for line in shown.split("\n")]
    assert "\n".join(lines) in page


def test_five_lists_are_shown(words: tuple[str, ...]) -> None:
    names = [f"list{number}.csv" for number in range(7)]
    for name in names:
        shutil.copy("list.csv", name)
    shown = after_the_bar(at_terminal(80, *words[:4], *names, *words[5:]))
    assert shown.count("Header  line 2") == 5
    assert "… and 2 more lists\n" in shown
