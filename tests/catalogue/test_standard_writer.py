"""catalogue/standard_writer.py: saving a record again changes nothing, and never erases known
values."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from record_helpers import everything, load, numbered, project, select, shown
from stdplan.catalogue import database
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import StandardRecord


@pytest.fixture
def work(db: Path) -> Iterator[Transaction]:
    """Begin an operation."""
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


def test_values_of_a_record_replace_those_of_its_fields(work: Transaction) -> None:
    load(work, [numbered("JB/T 1-1994", title="甲", published="1994")])
    assert load(work, [numbered("JB/T 1-1994", published="1994-10-25")]).changed == 1
    assert select(work, "title, published") == [("甲", "1994-10-25")]


@pytest.mark.parametrize("number", ["JB/T 1-1994", "ISO 1:1994", "企标 甲"])
def test_missing_values_of_a_record_erase_nothing(work: Transaction, number: str) -> None:
    known_values = {
        "family": "association",
        "nature": "mandatory",
        "title": "甲",
        "withdrawn": "2000",
    }
    load(work, [numbered(number, **known_values)] if number == "企标 甲" else [numbered(number)])
    before = select(work, "family, nature, title, withdrawn")
    load(work, [numbered(number, note="x")])
    assert select(work, "family, nature, title, withdrawn") == before


def test_notes_of_several_lists_are_joined(work: Transaction) -> None:
    for note in ("与GB 1同步实施", "GB 1", "与GB 1同步实施"):
        load(work, [numbered("JB/T 1-1994", note=note)])
    assert select(work, "note") == [("与GB 1同步实施; GB 1",)]


def test_other_columns_of_several_lists_are_merged(work: Transaction) -> None:
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
def test_a_known_day_replaces_an_inferred_one(
    work: Transaction, lists: list[tuple[str, bool]], withdrawn: tuple[str, int]
) -> None:
    for day, inferred in lists:
        load(work, [numbered("JB/T 1-1994", withdrawn=day, withdrawn_inferred=inferred)])
    assert select(work, "withdrawn, withdrawn_inferred") == [withdrawn]
