"""States of activities: each is reached on a day, and later states do not change that."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from helpers import ACTIVITIES, Answer, ListOf, Run, run_app

PROPOSAL = ("activities", "add", "proposal", "提案")
HEADER = "名称,类型,日期,办结日期,状态"


def states(run: Callable[..., Answer], *words: str) -> list[tuple[str, str]]:
    """Return the states that activity 1 has reached, with their days."""
    [found] = json.loads(run("activities", "show", "1", "--json", *words).out)
    assert found["state"] == (found["states"][-1]["state"] if found["states"] else None)
    return [(state_row["state"], state_row["date"]) for state_row in found["states"]]


def counted(run: Run, *words: str) -> dict[str, int]:
    """Return the figures of the indicators of proposals."""
    answer = run("report", "progress", "--task", "6", "--json", *words)
    return {row["indicator"]: row["counted"] for row in json.loads(answer.out)}


def in_state(run: Run, state: str, *words: str) -> int:
    """Return the number of activities in a state."""
    return len(json.loads(run("activities", "list", "--state", state, "--json", *words).out))


def test_later_states_do_not_change_earlier_ones(run: Run) -> None:
    run(*PROPOSAL, "--on", "2011-02-21", "--state", "submitted")
    run("activities", "edit", "1", "--state", "accepted", "--on", "2011-09-30")
    before = [counted(run, "--as-of", day) for day in ("2011-09-29", "2011-12-31")]
    run("activities", "edit", "1", "--state", "published", "--on", "2012-11-20")
    run("activities", "close", "1", "--state", "archived", "--on", "2013-01-01")
    assert [counted(run, "--as-of", day) for day in ("2011-09-29", "2011-12-31")] == before
    assert [figures["6.accepted"] for figures in before] == [0, 1]
    assert counted(run, "--as-of", "2026-01-01")["6.published"] == 0, "not in the plan's year"
    days = ("2011-02-20", "2011-02-21", "2011-09-29", "2011-09-30", "2012-11-20", "2013-01-01")
    for state, found in (
        ("submitted", [0, 1, 1, 0, 0, 0]),
        ("accepted", [0, 0, 0, 1, 0, 0]),
        ("published", [0, 0, 0, 0, 1, 0]),
        ("archived", [0, 0, 0, 0, 0, 1]),
    ):
        assert [in_state(run, state, "--as-of", day) for day in days] == found
    assert states(run, "--as-of", "2011-12-31") == [
        ("submitted", "2011-02-21"),
        ("accepted", "2011-09-30"),
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("--on 2011-05-18", "2011-05-18"),
        ("--closed 2011-06", "2011-06"),
        # Its final state.
        ("--on 2011-05-18 --closed 2011-06-01", "2011-06-01"),
        ("--due 2011-09-01", "2026-11-22"),
        ("", "2026-11-22"),
    ],
)
def test_a_new_activity_dates_its_state(run: Run, words: str, day: str) -> None:
    run(*PROPOSAL, "--state", "accepted", *words.split())
    assert states(run) == [("accepted", day)]


def test_the_default_day_of_a_state_is_today_or_the_end(run: Run) -> None:
    run(*PROPOSAL, "--on", "2011-02-21")
    run("activities", "edit", "1", "--state", "published", "--closed", "2012-11-20")
    run("activities", "edit", "1", "--state", "archived")
    assert states(run) == [("published", "2012-11-20"), ("archived", "2026-11-22")]


def test_a_state_is_corrected_by_giving_it_another_day(run: Run) -> None:
    run(*PROPOSAL, "--on", "2011-02-21", "--state", "accepted")
    edit = ("activities", "edit", "1", "--state", "accepted")
    assert run(*edit).err == (
        "stdplan: this state was already reached and keeps its day (change it with `activities"
        " edit --state --on`): 1\nstdplan: changed 0 of 1\n"
    )
    assert run(*edit, "--on", "2011-03-01").err == "stdplan: changed 1 of 1\n"
    assert run(*edit, "--on", "2011-03-01").err == "stdplan: changed 0 of 1\n"
    assert "keeps its day" in run("activities", "close", "1", "--state", "accepted").err
    assert states(run) == [("accepted", "2011-03-01")]


def test_clear_removes_all_states(run: Run) -> None:
    run(*PROPOSAL, "--state", "accepted")
    run("activities", "edit", "1", "--state", "published")
    assert run("activities", "edit", "1", "--clear", "state").err == "stdplan: changed 1 of 1\n"
    assert states(run) == []
    assert run("activities", "edit", "1", "--clear", "state").err == "stdplan: changed 0 of 1\n"


def test_nothing_is_reached_before_the_date(run: Run) -> None:
    run(*PROPOSAL, "--on", "2010-12-01", "--state", "accepted")
    run("activities", "edit", "1", "--date", "2011-03-01")
    assert [counted(run, "--as-of", day)["6.accepted"] for day in ("2011-02-28", "2011-03-01")] == [
        0,
        1,
    ]


def test_states_are_deleted_with_their_activity(run: Run, db: Path) -> None:
    run(*PROPOSAL, "--state", "accepted")
    assert run("activities", "remove", "1").code == 0
    assert run("db", "check").code == 0


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("2011-02-21,,已立项", "2011-02-21"),
        ("2011-02-21,2011-09-30,已立项", "2011-09-30"),
        (",2011-09,已立项", "2011-09"),
        (",,已立项", "2026-11-22"),
    ],
)
def test_a_list_dates_its_states(run: Run, a_list: ListOf, row: str, day: str) -> None:
    path = a_list(HEADER, f"提案,国际标准提案,{row}")
    for _ in range(2):
        assert run("activities", "import", path).code == 0
        assert states(run) == [("accepted", day)]


@pytest.mark.parametrize(("closed", "day"), [("", "2026-11-22"), ("2012-11-20", "2012-11-20")])
def test_a_later_list_adds_a_state(run: Run, a_list: ListOf, closed: str, day: str) -> None:
    first = a_list(HEADER, "提案,国际标准提案,2011-02-21,,已立项", name="2011.csv")
    later = a_list(HEADER, f"提案,国际标准提案,2011-02-21,{closed},已发布", name="2012.csv")
    run("activities", "import", first)
    rehearsed = json.loads(run("activities", "import", later, "--dry-run", "--json").out)
    change = {"key": "proposal 提案", "field": "state", "old": "accepted", "new": "published"}
    assert change in rehearsed[0]["changes"]
    for path, changed in ((later, "1"), (later, "0"), (first, "0")):
        assert run("activities", "import", path).rows[1][3] == changed
        assert states(run) == [("accepted", "2011-02-21"), ("published", day)]


def test_csv_keeps_the_current_state(run: Run, seeded: Path, tmp_path: Path) -> None:
    run("activities", "import", str(ACTIVITIES))
    run("activities", "edit", "5", "--state", "published", "--on", "2012-11-20")
    path, other = tmp_path / "all.csv", tmp_path / "other.db"
    other.write_bytes(seeded.read_bytes())
    again: Callable[..., Answer] = partial(run_app, "--db", str(other))
    run("activities", "list", "-o", str(path))
    assert run("activities", "import", str(path)).rows[1][3] == "0"
    assert again("activities", "import", str(path)).code == 0

    def current(run: Callable[..., Answer]) -> list[Any]:
        fields = ("--fields", "title,state", "--no-header")
        return sorted(run("activities", "list", *fields).rows)

    assert current(again) == current(run)
    assert ["物联网参考体系结构提案", "published"] in current(run)
