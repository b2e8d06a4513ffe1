"""`--search`, and the filters by a part of a name: what they find."""

from pathlib import Path

import pytest

from helpers import Run

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
