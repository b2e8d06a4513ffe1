"""`--search`, and the filters by a part of a name: what they find, with and without the index."""

import sqlite3
from pathlib import Path

import pytest

from helpers import Run
from stdplan.catalogue import title_index

LIST = """\
标准编号,计划号,标准名称,英文名称,发布日期,归口单位,主管部门
JB/T 1-2004,,磁性材料液压机 技术条件,Magnetic press,2004-03-01,锻压标委会（SAC/TC 220）,工信部
JB/T 2-2005,,ＬＥＤ　灯具（辐射型）,,2005-03-01,,
JB/T 3-2006,,LED灯具(辐射型),LED luminaires,2006-03-01,,国家标准委
GB/T 7547.1-1994,,三相异步电动机　第1部分：1.1 kV,,1994-03-01,,
,2011-0123T-JB,移动式染料—分类,,,,
"""


@pytest.fixture(scope="module")
def origin(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with five records."""
    assert run_blank("standards", "import", "-", stdin=LIST).code == 0
    return blank


@pytest.fixture(params=["read as a whole", "by the index"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test twice: as in a small catalogue, and with the index of a large one."""
    if request.param == "by the index":
        monkeypatch.setattr(title_index, "FEW", -1)
        monkeypatch.setattr(title_index, "SHARE", 0)


def found(run: Run, *options: str, noun: str = "standards") -> str:
    """Return the keys, or titles of activities, that a list prints, in its order."""
    field = "key" if noun == "standards" else "title"
    answer = run(noun, "list", "--fields", field, "--no-header", *options)
    assert answer.code == 0, answer.err
    return ", ".join(answer.out.splitlines())


PRESS, WIDE, NARROW = "JB/T 1-2004", "JB/T 2-2005", "JB/T 3-2006"
MOTOR, PROJECT = "GB/T 7547.1-1994", "2011-0123T-JB"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # White space, width, case, brackets and dashes do not matter.
        ("液压机 技术条件", PRESS),
        ("液压机技术条件", PRESS),
        ("液压机　技术条件", PRESS),
        ("LED", f"{WIDE}, {NARROW}"),
        ("ｌｅｄ灯具", f"{WIDE}, {NARROW}"),
        ("(辐射型)", f"{WIDE}, {NARROW}"),
        ("灯具【辐射型】", f"{WIDE}, {NARROW}"),
        ("染料-分类", PROJECT),
        ("染料分类", PROJECT),
        # All words, in any order, in the titles and numbers together.
        ("技术条件 液压机", PRESS),
        ("MAGNETIC 液压", PRESS),
        ("液压机 灯具", ""),
        ("灯具 2006", NARROW),
        # Short words.
        ("机", f"{MOTOR}, {PRESS}"),
        ("液压", PRESS),
        ("d", f"{WIDE}, {NARROW}"),
        ("第1部分", MOTOR),
        ("1.1kV", MOTOR),
        ("11 kV", ""),
        # Numbers.
        ("gb/t 7547", MOTOR),
        ("GBT7547", MOTOR),
        ("GB/T 7547.1—1994", MOTOR),
        ("547", MOTOR),
        ("JB 1", ""),
        ("GB/T 7547.11", ""),
        ("GB/T 7547.1 1994", MOTOR),
        ("gbt7547.1-94", MOTOR),
        ("0123T", PROJECT),
        ("2011-0123", PROJECT),
        ("铣床", ""),
    ],
)
def test_search(run: Run, text: str, expected: str) -> None:
    assert found(run, "--search", text) == expected
    assert found(run, "--search", text) == expected  # with the index that is built now


def test_a_repeated_search_finds_what_either_finds(run: Run) -> None:
    assert found(run, "--search", "液压", "--search", "电动机") == f"{MOTOR}, {PRESS}"


def test_other_options_apply_to_what_is_found(run: Run) -> None:
    assert found(run, "--search", "灯具", "--department", "国家") == NARROW
    assert found(run, "--search", "灯具", "--as-of", "2005-12-31") == WIDE
    assert found(run, "--search", "灯具", "--sort", "published:desc", "--limit", "1") == NARROW
    assert found(run, "--search", "灯具", "--limit", "0") == ""
    assert found(run, "--search", "灯具", "--status", "withdrawn") == ""


@pytest.mark.parametrize("text", ["", " ", "%", "（）", "—", "床" * 1001])
@pytest.mark.parametrize("option", ["--search", "--committee", "--department"])
def test_a_text_without_letters_and_digits_is_refused(run: Run, option: str, text: str) -> None:
    answer = run("standards", "list", f"{option}={text}")
    assert answer.code == 2
    assert f"{option}: give a text with letters or digits, at most 1000 characters" in answer.err


def test_changes_are_seen(run: Run) -> None:
    assert found(run, "--search", "灯具") == f"{WIDE}, {NARROW}"
    assert run("standards", "edit", NARROW, "--title", "铣床").code == 0
    assert run("standards", "edit", PROJECT, "--plan-number", "2011-9999T-JB").code == 0
    assert run("standards", "remove", PRESS).code == 0
    assert run("standards", "add", "JB/T 4-2011", "--title", "灯具附件").code == 0
    assert found(run, "--search", "灯具") == f"{WIDE}, JB/T 4-2011"
    assert found(run, "--search", "铣床") == NARROW
    assert found(run, "--search", "液压") == ""
    assert found(run, "--search", "0123T") == PROJECT  # its key stays
    assert found(run, "--search", "9999T") == PROJECT
    assert run("db", "check").code == 0


def test_a_list_that_comes_later_is_seen(run: Run) -> None:
    assert found(run, "--search", "灯具") == f"{WIDE}, {NARROW}"
    more = "".join(f"JB/T {number}-2012,防爆灯具\n" for number in range(10, 40))
    assert run("standards", "import", "-", stdin=f"标准编号,标准名称\n{more}").code == 0
    assert len(found(run, "--search", "灯具").split(", ")) == 32
    assert found(run, "--search", "防爆 JB/T 39") == "JB/T 39-2012"


def test_a_catalogue_that_cannot_be_written_is_searched(run: Run, db: Path) -> None:
    """Here another process writes; a read-only file is searched in the same way."""
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert found(run, "--search", "液压机技术条件") == PRESS
    assert found(run, "--search", "547") == MOTOR
    writer.execute("ROLLBACK")
    assert writer.execute("SELECT count(*) FROM search_index").fetchone() == (0,)


def test_a_wrong_index_is_noticed_and_rebuilt(run: Run, db: Path) -> None:
    assert run("standards", "similar", "灯具", "--anew").code == 0
    assert run("db", "check").code == 0
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("UPDATE search_text SET texts = x'' WHERE NOT ascii")
    answer = run("db", "check", "--no-header")
    assert (answer.code, answer.rows[0][:2]) == (1, ["titles", PRESS])
    assert run("standards", "similar", "灯具", "--anew").code == 0
    assert found(run, "--search", "灯具") == f"{WIDE}, {NARROW}"
    assert run("db", "check").code == 0


def test_a_large_catalogue_says_that_it_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stdplan.commands.console._MANY", 3)
    monkeypatch.setattr(title_index, "FEW", 3)
    first = run("standards", "list", "--search", "灯具")
    assert "searching 5 titles" in first.err
    assert "searching" not in run("standards", "list", "--search", "灯具").err


def test_parts_of_names(run: Run) -> None:
    assert found(run, "--committee", "锻压标委会(SAC/TC220)") == PRESS
    assert found(run, "--committee", "TC 22") == PRESS
    assert found(run, "--committee", "标委会 锻") == ""
    assert found(run, "--department", "工 信 部") == PRESS


def test_activities(run: Run) -> None:
    for title, note in (("ＬＥＤ　标准化培训（一）", "GB/T 1.1"), ("机床展会", "")):
        words = ("activities", "add", "training", title, "--organisation", "机械（北京）协会")
        assert run(*words, *(("--note", note) if note else ())).code == 0
    for text in ("led标准化", "培训 LED", "培训(一)", "gbt1.1 培训"):
        assert found(run, "--search", text, noun="activities") == "ＬＥＤ　标准化培训（一）"
    assert (
        found(run, "--search", "机床", "--organisation", "(北京)", noun="activities") == "机床展会"
    )
    for option in ("--search", "--organisation"):
        answer = run("activities", "list", option, "（）")
        assert (answer.code, "give a text with letters or digits" in answer.err) == (2, True)
