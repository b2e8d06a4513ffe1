"""`focus overlaps`: one subject under several sectors."""

import json

from helpers import Run

IOT = ("electronics/internet-of-things", "telecom/internet-of-things")


def test_each_subject_with_the_areas_of_its_sectors(run: Run) -> None:
    rows = json.loads(run("focus", "overlaps", "--json").out)
    assert len({row["subject"] for row in rows}) == 6
    assert {row["code"] for row in rows if row["subject"] == "internet-of-things"} == set(IOT)
    assert [row["subject"] for row in rows] == sorted(row["subject"] for row in rows)


def test_committees_that_draft_on_one_subject(run: Run) -> None:
    def add(number: str, *more: str) -> None:
        assert run("standards", "add", number, *more).code == 0

    add("2011-0001T-SJ", "--title", "传感网", "--focus", IOT[0], "--on", "2011-02-01")
    assert run("focus", "overlaps", "--active", "--no-header").rows == []
    add("2011-0002T-YD", "--title", "泛在网", "--focus", IOT[1], "--on", "2011-03-01")
    add("YD/T 9-2011", "--focus", IOT[1], "--published", "2011-01-05")
    rows = json.loads(run("focus", "overlaps", "--active", "--json").out)
    assert [(row["code"], row["standards"], row["projects"], row["drafting"]) for row in rows] == [
        (IOT[0], 0, 1, ["2011-0001T-SJ"]),
        (IOT[1], 1, 1, ["2011-0002T-YD"]),
    ]
    before = run("focus", "overlaps", "--active", "--as-of", "2011-02-15", "--no-header")
    assert before.rows == []
    run("standards", "stage", "2011-0001T-SJ", "95", "--on", "2011-06-01")
    assert run("focus", "overlaps", "--active", "--no-header").rows == []


def test_one_project_in_both_areas_is_no_overlap(run: Run) -> None:
    both = ("--focus", IOT[0], "--focus", IOT[1])
    assert run("standards", "add", "2011-0001T-SJ", "--title", "传感网", *both).code == 0
    assert run("focus", "overlaps", "--active", "--no-header").rows == []
    assert run("standards", "add", "2011-0002T-SJ", "--title", "泛在网", *both[:2]).code == 0
    assert len(run("focus", "overlaps", "--active", "--no-header").rows) == 2
