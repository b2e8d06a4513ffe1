"""Saving records: again and again, and never erasing what is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from record_helpers import everything, held, load, numbered, project, shown
from stdplan.catalogue import database
from stdplan.catalogue.database import Transaction
from stdplan.domain.standard_record import StandardRecord


@pytest.fixture
def work(db: Path) -> Iterator[Transaction]:
    """An operation under way."""
    with database.open_catalogue(db).operation("test") as work:
        yield work


FULL = numbered(
    "JB/T 7547-1994",
    title="风扇",
    published="1994-10-25",
    note="甲; 乙",
    drafters=["张三", "李四"],
    extra={"专业": "电器"},
)
FULL.focus = ["machinery/basic-components"]
FULL.replaces = [("JB 1-1980", False), ("JB 2-1980", True)]
FULL.replaced_by = [("JB/T 7547-2010", False)]
FULL.adopts = [("ISO 1:1990", "IDT", None), ("ISO 2:1990", None, "参照采用")]
FULL.stages = [("10", "1993")]
FULL.reviews = [("2004-06", "confirm")]


@pytest.mark.parametrize("record", [FULL, project(title="风扇")], ids=["standard", "project"])
def test_the_same_record_twice_changes_nothing(work: Transaction, record: StandardRecord) -> None:
    assert load(work, [record]).added == 1
    before = everything(work.connection)
    assert load(work, [record]).unchanged == 1
    assert everything(work.connection) == before


def test_what_a_record_gives_changes_its_fields(work: Transaction) -> None:
    load(work, [numbered("JB/T 1-1994", title="甲", published="1994")])
    assert load(work, [numbered("JB/T 1-1994", published="1994-10-25")]).changed == 1
    assert held(work, "title, published") == [("甲", "1994-10-25")]


@pytest.mark.parametrize("number", ["JB/T 1-1994", "ISO 1:1994", "企标 甲"])
def test_what_a_record_leaves_out_erases_nothing(work: Transaction, number: str) -> None:
    said = {"family": "association", "nature": "mandatory", "title": "甲", "withdrawn": "2000"}
    load(work, [numbered(number, **said)] if number == "企标 甲" else [numbered(number)])
    before = held(work, "family, nature, title, withdrawn")
    load(work, [numbered(number, note="x")])
    assert held(work, "family, nature, title, withdrawn") == before


def test_notes_of_several_lists_stand_side_by_side(work: Transaction) -> None:
    for note in ("与GB 1同步实施", "GB 1", "与GB 1同步实施"):
        load(work, [numbered("JB/T 1-1994", note=note)])
    assert held(work, "note") == [("与GB 1同步实施; GB 1",)]


def test_other_columns_of_several_lists_stand_side_by_side(work: Transaction) -> None:
    for extra in ({"甲": "1"}, {"乙": "2"}, {"甲": "1"}, {}):
        load(work, [numbered("JB/T 1-1994", extra=extra)])
    assert shown(work, "extra") == [({"甲": "1", "乙": "2"},)]


@pytest.mark.parametrize(
    ("lists", "withdrawn"),
    [
        ([("2026-07-01", True), ("2026-08-01", True)], ("2026-07-01", 1)),
        ([("2026-07-01", True), ("2012-05-01", False)], ("2012-05-01", 0)),
        ([("2012-05-01", False), ("2026-07-01", True)], ("2012-05-01", 0)),
    ],
)
def test_a_day_that_stands_in_for_one_gives_way(
    work: Transaction, lists: list[tuple[str, bool]], withdrawn: tuple[str, int]
) -> None:
    for day, inferred in lists:
        load(work, [numbered("JB/T 1-1994", withdrawn=day, withdrawn_inferred=inferred)])
    assert held(work, "withdrawn, withdrawn_inferred") == [withdrawn]
