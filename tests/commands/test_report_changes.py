"""`stdplan report changes`: what was learned since a day, by the day of entry."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from helpers import Run, run_app

# The day of entry, and the command that was run on it.
DAYS = """
2026-03-01 standards add JB/T1-2005 --title 旧车床 --published 2005-05-01 --committee 机床标委
2026-03-01 standards add YB/T2-2005 --title 钢 --published 2005-05-01 --department 工信部
2026-03-01 standards add YB/T3-2005 --title 铁 --published 2005-05-01
2026-03-10 standards add JB/T1-2026 --title 新车床 --published 2026-03-01 --replaces JB/T1-2005
2026-03-10 standards edit YB/T2-2005 --title 钢材 --note 一
2026-03-11 standards edit YB/T2-2005 --title 钢
2026-03-11 review record YB/T2-2005 --outcome confirm --on 2026-02-01
2026-03-12 standards remove YB/T3-2005
2026-03-13 standards add QB/T4-2026 --title 撤销的
2026-03-13 undo
2026-03-14 activities add training 培训 --on 2026-01-05
2026-03-15 progress record 3 5 --on 2011-02-28
2026-04-01 standards edit JB/T1-2026 --title 车床
"""
IN_MARCH = ("--entered-since", "2026-03-10", "--entered-until", "2026-03-31")


def enter(path: Path, lines: str) -> None:
    """Run each command, and date its operation back to its day."""
    for line in lines.strip().splitlines():
        day, *words = line.split()
        answer = run_app("--db", str(path), *words)
        assert answer.code == 0, answer.err
        with sqlite3.connect(path) as connection:
            connection.execute(
                "UPDATE operation SET at = ? WHERE id = (SELECT max(id) FROM operation)",
                (f"{day}T12:00:00+00:00",),
            )


@pytest.fixture(scope="module")
def origin(blank: Path) -> Path:
    """Create a catalogue with the entries of DAYS."""
    enter(blank, DAYS)
    return blank


def changes(run: Run, *words: str, stdin: str | None = None) -> list[dict[str, Any]]:
    answer = run("report", "changes", *words, "--json", stdin=stdin)
    assert answer.code == 0, answer.err
    rows = json.loads(answer.out)
    assert isinstance(rows, list)
    return rows


def shortly(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["key"], row["field"], row["old"], row["new"]) for row in rows]


def test_net_changes_of_some_days(run: Run) -> None:
    rows = changes(run, *IN_MARCH)
    assert shortly(rows) == [
        # The title as it was on the last day, not as it is now.
        ("JB/T 1-2005", "replaced_by", None, "JB/T 1-2026"),
        ("JB/T 1-2026", "added", None, "新车床"),
        # Its title came back to what it was.
        ("YB/T 2-2005", "note", None, "一"),
        ("YB/T 2-2005", "review", None, "2026-02-01 confirm"),
        ("YB/T 3-2005", "removed", "铁", None),
        ("activity 1", "added", None, "培训"),
        ("progress 1", "added", None, "5"),
    ]
    note = next(row for row in rows if row["field"] == "note")
    assert (note["title"], note["sector"], note["department"]) == ("钢", "steel", "工信部")
    assert note["when"].startswith("2026-03-10")
    shown = run("history", "show", str(note["operation"]), "--no-header").out
    assert "YB/T 2-2005\tnote\t\t一\n" in shown


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("--sector", "machinery"), ["JB/T 1-2005", "JB/T 1-2026"]),
        (("--sector", "钢铁"), ["YB/T 2-2005", "YB/T 2-2005", "YB/T 3-2005"]),
        (("--committee", "机床"), ["JB/T 1-2005"]),
        (("--department", "工信"), ["YB/T 2-2005", "YB/T 2-2005"]),
        (("JB/T1", "2005"), ["JB/T 1-2005"]),
        (("JB/T1-2005", "YB/T2-2005"), ["JB/T 1-2005", "YB/T 2-2005", "YB/T 2-2005"]),
        (("JB/T1-2005", "YB/T", "2-2005", "--sector", "machinery"), ["JB/T 1-2005"]),
    ],
)
def test_filters(run: Run, words: tuple[str, ...], keys: list[str]) -> None:
    assert [row["key"] for row in changes(run, *words, *IN_MARCH)] == keys


def test_a_list_of_numbers_from_stdin(run: Run) -> None:
    """Also of a record that is removed; others are counted."""
    listed = "标准编号\t产品\nJB/T1-2005\t甲\nYB/T 3-2005\t乙\nGB/T 9-1999\t丙\n"
    rows = changes(run, "-", *IN_MARCH, stdin=listed)
    assert [row["key"] for row in rows] == ["JB/T 1-2005", "YB/T 3-2005"]
    answer = run("report", "changes", "-", *IN_MARCH, stdin=listed)
    unknown = "2 numbers are not in the catalogue: YB/T 3-2005, GB/T 9-1999"
    assert answer.err == f"stdplan: {unknown}\n"


def test_an_undo_of_an_earlier_day_is_a_change(run: Run, db: Path) -> None:
    enter(db, "2026-05-01 undo")
    assert shortly(changes(run, "--entered-since", "2026-04-15")) == [
        ("JB/T 1-2026", "title", "车床", "新车床")
    ]
    # Together with what it took back, it is none.
    assert changes(run, "--entered-since", "2026-04-01") == []


def test_a_record_that_comes_back_has_its_other_changes(run: Run, db: Path) -> None:
    enter(
        db,
        """
        2026-05-01 standards remove JB/T1-2026
        2026-05-02 undo
        2026-05-03 standards edit JB/T1-2026 --published 2026-03-02
        """,
    )
    assert shortly(changes(run, "--entered-since", "2026-05")) == [
        ("JB/T 1-2026", "published", "2026-03-01", "2026-03-02")
    ]


def test_an_inferred_withdrawal_is_no_news(run: Run, db: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("标准编号,标准名称,状态\nYB/T 2-2005,钢,废止\n", encoding="utf-8")
    enter(db, f"2026-05-01 standards import {listed}")
    answer = run("report", "changes", "--entered-since", "2026-05", "--json")
    assert "withdrawn" not in [row["field"] for row in json.loads(answer.out)]
    assert "1 day of withdrawal is only inferred and is left out" in answer.err
    enter(db, "2026-05-02 standards edit YB/T2-2005 --withdrawn 2026-04-30")
    rows = changes(run, "--entered-since", "2026-05")
    assert ("YB/T 2-2005", "withdrawn", None, "2026-04-30") in shortly(rows)


def test_a_person_reads_names(run: Run) -> None:
    words = ("report", "changes", *IN_MARCH, "YB/T2-2005", "-f", "markdown")
    zh = run("--lang", "zh", *words).out
    assert "| 复审 |  | 2026-02-01 继续有效 |" in zh
    assert "钢铁" in zh
    assert "steel" not in zh
    assert "| review |  | 2026-02-01 confirm |" in run(*words, "--labels", "en").out


def test_days(run: Run) -> None:
    assert changes(run, "--entered-since", "2027") == []
    # Relative to today, 22 November 2026.
    assert shortly(changes(run, "--entered-since", "9m", "--entered-until", "8m"))
    wrong = run("report", "changes", "--entered-since", "2026-04", "--entered-until", "2026-03")
    assert (wrong.code, "--entered-since: 2026-04-01 is after 2026-03-31" in wrong.err) == (2, True)
    assert run("report", "changes").code == 2
    assert run("report", "changes", *IN_MARCH, "--exit-code").code == 1
    assert run("report", "changes", "--entered-since", "2027", "--exit-code").code == 0


def test_what_the_history_no_longer_has_is_counted(run: Run) -> None:
    assert run("history", "prune", "--before", "2026-03-12").code == 0
    answer = run("report", "changes", *IN_MARCH)
    assert "the history does not have what 4 operations of these days changed" in answer.err
