"""`standards similar`: similar titles for any text, and the check of a proposal."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import Answer, Run
from stdplan.catalogue import title_index

GEARBOX = "无级变速摆线针轮减速机"


@pytest.fixture(params=["looked through", "by the index"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test twice: with the scan of small catalogues, and with the index of large ones."""
    if request.param == "by the index":
        monkeypatch.setattr(title_index, "FEW", 0)
        monkeypatch.setattr(title_index, "SHARE", 0)


def near(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run("standards", "similar", *words, "--json")
    assert answer.code == 0, answer.err
    titles: list[dict[str, Any]] = json.loads(answer.out)
    return titles


def test_the_same_title_in_another_layout_is_100(run_loaded: Run) -> None:
    for text in (GEARBOX, "无级变速 摆线针轮（减速机）", "无级变速\n摆线针轮减速机"):
        best = near(run_loaded, text)[0]
        assert best["number"] == "JB/T 7254-1994"
        assert best["score"] >= 80
    assert near(run_loaded, GEARBOX)[0] == {
        "score": 100,
        "number": "JB/T 7254-1994",
        "title": GEARBOX,
        "sector": "machinery",
        "status": "withdrawn",
        "stage": "95",
    }


def test_a_number_means_its_title_and_is_not_listed(run_loaded: Run) -> None:
    answer = run_loaded("standards", "similar", "jb/t", "15623.1-2026", "-f", "csv")
    assert "titles similar to that of JB/T 15623.1-2026: 数控双面落地铣镗床第1部分" in answer.err
    numbers = [line.split(",")[1] for line in answer.out.splitlines()[1:]]
    assert numbers[0] == "JB/T 15623.2-2026"
    assert "JB/T 15623.1-2026" not in numbers
    assert run_loaded("standards", "similar", "JB/T 1-1999").code == 66


@pytest.mark.parametrize("text", ["轴承", "阀", "CXJ", "ＣＸＪ系列", "液压机 技术条件"])
def test_short_texts(run_loaded: Run, text: str) -> None:
    pattern = {"ＣＸＪ系列": "CXJ系列", "液压机 技术条件": "液压机"}.get(text, text)
    assert re.search(pattern, near(run_loaded, text)[0]["title"])


def test_a_long_text(run_loaded: Run) -> None:
    assert near(run_loaded, (GEARBOX + "与") * 80)[0]["number"] == "JB/T 7254-1994"


@pytest.mark.parametrize("text", ["", "  ", "（—）", "阀" * 1001])
def test_invalid_texts_are_refused(run: Run, text: str) -> None:
    answer = run("standards", "similar", text)
    assert answer.code == 2
    assert "give a title with letters or digits, at most 1000 characters" in answer.err


def test_ten_titles_by_default(run_loaded: Run) -> None:
    assert len(near(run_loaded, "机床")) == 10
    assert len(near(run_loaded, "机床", "--limit", "15")) == 15
    scores = [row["score"] for row in near(run_loaded, "机床", "--limit", "15")]
    assert scores == sorted(scores, reverse=True)


def test_filters_and_days(run_loaded: Run) -> None:
    assert {row["status"] for row in near(run_loaded, "机床", "--status", "upcoming")} == {
        "upcoming"
    }
    assert {row["sector"] for row in near(run_loaded, "技术", "--sector", "steel")} == {"steel"}
    assert near(run_loaded, "技术", "--family", "local") == []
    assert near(run_loaded, GEARBOX, "--as-of", "1990-01-01") == []
    assert near(run_loaded, GEARBOX, "--year", "2000")[0]["status"] == "in-force"


def test_the_check_of_a_proposal(run_loaded: Run) -> None:
    def check(text: str) -> Answer:
        return run_loaded("standards", "similar", text, "--min-score", "60", "--exit-code")

    assert check(GEARBOX).code == 1
    new = check("海水淡化反渗透膜组件")
    assert (new.code, len(new.rows)) == (0, 1)


def test_english_titles(run: Run) -> None:
    run("standards", "add", "GB/T 5-2011", "--title", "声学", "--title-en", "Acoustics of valves")
    run("standards", "add", "ISO 5:2011", "--title", "Acoustics of pumps")
    assert [row["number"] for row in near(run, "acoustics, of VALVES")] == [
        "GB/T 5-2011",
        "ISO 5:2011",
    ]
    assert near(run, "声学")[0]["score"] == 100


def test_changes_of_the_catalogue_are_seen(run: Run) -> None:
    for number, title in (("1", "球阀"), ("2", "蝶阀"), ("3", "闸阀")):
        run("standards", "add", f"JB/T {number}-2011", "--title", title)
    assert near(run, "球阀")[0]["number"] == "JB/T 1-2011"
    run("standards", "edit", "JB/T 2-2011", "--title", "球阀")
    run("standards", "remove", "JB/T 1-2011")
    run("standards", "remove", "JB/T 3-2011")
    run("standards", "add", "JB/T 4-2011", "--title", "蝶阀")  # reuses the row id of the last one
    assert [row["number"] for row in near(run, "球阀")] == ["JB/T 2-2011"]
    assert [row["number"] for row in near(run, "蝶阀")] == ["JB/T 4-2011"]
    assert near(run, "闸阀") == []
    assert run("db", "check").code == 0


def test_a_large_list_after_the_index_is_seen(run: Run, tmp_path: Path) -> None:
    """Its records come after those in the index, also if the last of these were removed."""
    for number in ("JB/T 1-2011", "JB/T 2-2011"):
        assert run("standards", "add", number, "--title", f"液压机 {number}").code == 0
    assert near(run, "液压机")
    assert run("standards", "remove", "JB/T 2-2011").code == 0
    path = tmp_path / "list.csv"
    rows = [f"JB/T {number}-2012,数控机床 第{number}部分" for number in range(1, 30)]
    path.write_text("\n".join(["标准编号,标准名称", *rows]), encoding="utf-8")
    assert run("standards", "import", str(path)).code == 0
    assert len(near(run, "数控机床", "--limit", "99")) == 29
    assert [record["number"] for record in near(run, "液压机")] == ["JB/T 1-2011"]
    assert run("db", "check").code == 0


def test_scores_do_not_depend_on_the_order_of_entry(run: Run, run_loaded: Run) -> None:
    titles_of = ("球阀 技术条件", "蝶阀 技术条件", "车床 精度")
    for place, title in enumerate(titles_of):
        run("standards", "add", f"JB/T {place + 1}-2011", "--title", title)
    straight = near(run, "球阀 精度")
    run("standards", "edit", "JB/T 2-2011", "--title", "铣床")
    near(run, "球阀")
    run("standards", "edit", "JB/T 2-2011", "--title", titles_of[1])
    assert near(run, "球阀 精度") == straight


@pytest.fixture
def parts(run_loaded: Run) -> Iterator[dict[str, set[str]]]:
    """Return each standard of the shipped bulletins that has other parts or a predecessor, with
    these."""
    rows = json.loads(run_loaded("standards", "list", "--json").out)
    there = {row["number"] for row in rows}
    heads: dict[str, set[str]] = {}
    for row in rows:
        head = re.fullmatch(r"(.+ \d+)\.\d+-\d{4}", row["number"])
        heads.setdefault(head[1] if head else row["number"], set()).add(row["number"])
    yield {
        row["number"]: kin
        for row in rows
        if (
            kin := {
                *(number for group in heads.values() if row["number"] in group for number in group),
                *(there & set(row["replaces"])),
            }
            - {row["number"]}
        )
    }


@pytest.mark.slow
def test_parts_and_predecessors_are_among_the_first_five(
    run_loaded: Run, parts: dict[str, set[str]]
) -> None:
    assert len(parts) > 50
    missed = [
        number
        for number, kin in list(parts.items())[:60]
        if kin.isdisjoint(row["number"] for row in near(run_loaded, number, "--limit", "5"))
    ]
    assert missed == []


def test_a_locked_catalogue_can_be_searched(run_loaded: Run, db: Path) -> None:
    writer = sqlite3.connect(db.with_name("loaded.db"), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert near(run_loaded, GEARBOX)[0]["score"] == 100
    assert near(run_loaded, GEARBOX, "--anew", "--limit", "1")[0]["score"] == 100
    writer.execute("ROLLBACK")
    assert writer.execute("SELECT count(*) FROM title_gram").fetchone() == (0,)


def test_a_wrong_index_is_found_and_rebuilt(run_loaded: Run, db: Path) -> None:
    near(run_loaded, GEARBOX, "--anew")
    assert run_loaded("db", "check").code == 0
    writer = sqlite3.connect(db.with_name("loaded.db"), isolation_level=None)
    writer.execute("DELETE FROM title_gram WHERE gram = '摆线'")
    answer = run_loaded("db", "check", "--no-header")
    assert answer.code == 1
    assert answer.rows[0][:2] == ["titles", "摆线"]
    near(run_loaded, GEARBOX, "--anew")
    assert run_loaded("db", "check").code == 0
