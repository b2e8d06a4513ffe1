"""catalogue/project_matching.py: a project and its standard become one record, in any order and
from any lists."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from record_helpers import PLAN, everything, load, numbered, project, select, shown
from stdplan.catalogue import database
from stdplan.catalogue.bulk_load import LoadResult
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import StandardRecord


@pytest.fixture
def work(db: Path) -> Iterator[Transaction]:
    """Begin an operation."""
    with database.open_catalogue(db).operation("test") as work:
        yield work


def planned(**values: object) -> StandardRecord:
    """Return the project of a fan, with every value that a plan's list may give."""
    new_record = project(**{"title": "风扇", "committee": "TC 1", "note": "乙", **values})
    new_record.replaces = [("JB/T 1-1994", False), ("JB/T 2-2000", True)]
    new_record.focus = ["machinery/basic-components"]
    new_record.adopts = [("ISO 1:1990", "MOD", None), ("ISO 2:1990", None, None)]
    return new_record


def published(number: str = "JB/T 1-2012", **values: object) -> StandardRecord:
    """Return the fan's standard, as a bulletin without plan numbers gives it."""
    new_record = numbered(
        number, **{"title": "风扇", "published": "2012-05-24", "note": "甲", **values}
    )
    new_record.replaces = [("JB/T 2-2000", False)]
    new_record.adopts = [("ISO 1:1990", "IDT", None)]
    return new_record


def in_orders(
    work: Transaction, one: StandardRecord, other: StandardRecord
) -> list[list[list[tuple[object, ...]]]]:
    """Load the two records in either order, in two lists and in one, and yield the catalogue after
    each."""
    states = []
    for lists in ([[one], [other]], [[other], [one]], [[one, other]], [[other, one]]):
        for table in ("replaces", "standard"):
            work.connection.execute(f"DELETE FROM {table}")
        for records in lists:
            load(work, records)
        states.append(everything(work.connection))
    return states


def test_in_any_order_they_become_one_record(work: Transaction) -> None:
    first, *others = in_orders(work, planned(), published())
    assert others == [first] * 3
    columns = "key, plan_number, title, committee, source"
    assert select(work, columns) == [("JB/T 1-2012", PLAN, "风扇", "TC 1", None)]
    assert select(work, "note") == [("甲; 乙",)]


def test_the_links_of_the_project_are_preserved(work: Transaction) -> None:
    load(work, [planned(), published()])
    names = ("replaces", "adopts", "focus")
    assert shown(work, *names) == [
        (
            ["JB/T 1-1994", "JB/T 2-2000"],
            ["ISO 1:1990,IDT", "ISO 2:1990"],
            ["machinery/basic-components"],
        )
    ]
    assert shown(work, "stage", day="2011-12-31") == [("10",)]


def test_the_review_that_opened_the_project_refers_to_its_standard(work: Transaction) -> None:
    old = numbered("JB/T 1-1994", title="风扇", published="1994")
    old.reviews = [("2010", "revise")]
    opened = "SELECT key FROM review r JOIN standard s ON s.id = r.project"
    load(work, [old, replacing(old.key)])
    assert work.connection.execute(opened).fetchall() == [(PLAN,)]
    load(work, [published()])
    assert work.connection.execute(opened).fetchall() == [("JB/T 1-2012",)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (project(title="泵（甲） 第1部分：乙"), published(title="泵(甲)  第1部分:乙")),
        (
            project("20230390-T-339", title="泵"),
            numbered("GB/T 1-2024", title="泵", effective="2024"),
        ),
        (project(title="泵", target_date="2012"), published(title="泵", published="2011")),
    ],
    ids=["blanks and widths", "national", "in the year of the plan"],
)
def test_pairs_that_are_joined(
    work: Transaction, one: StandardRecord, other: StandardRecord
) -> None:
    first, *others = in_orders(work, one, other)
    assert others == [first] * 3
    assert select(work, "key, plan_number") == [(other.key, one.key)]


def replacing(number: str, key: str = PLAN) -> StandardRecord:
    """Return a project that is to replace a standard with the same title."""
    new_record = StandardRecord(key, {"title": "风扇"}, replaces=[(number, False)])
    if key == PLAN:
        new_record.values["plan_number"] = PLAN
    return new_record


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (planned(), published(title="泵")),
        (planned(), published("QB/T 1-2012")),
        (planned(), published("GB/T 1-2012")),
        (planned(), published(published="2010-12-31")),
        (planned(), numbered("JB/T 1-2012", title="风扇")),
        (planned(terminated="2012"), published()),
        (planned(), published(plan_number="2011-0002T-JB")),
        (replacing("JB/T 1-2012"), published()),
        (replacing("JB/T 1-2013", key="BT-17"), published()),
        (planned(title="……"), published(title="？")),
        (StandardRecord("BT-17", {"title": "风扇"}), published()),
    ],
    ids=[
        "another title",
        "another prefix",
        "another family",
        "published before the plan's year",
        "without a day",
        "terminated",
        "of another plan number",
        "what the project replaces",
        "older than what it replaces",
        "a title without a word",
        "a project of no prefix",
    ],
)
def test_pairs_that_are_not_joined(
    work: Transaction, one: StandardRecord, other: StandardRecord
) -> None:
    first, *others = in_orders(work, one, other)
    assert others == [first] * 3
    assert len(select(work, "key")) == 2
    assert load(work, [one, other]) == LoadResult(0, 0, 2)


SECOND = planned()
SECOND.key = SECOND.values["plan_number"] = "2011-0002T-JB"


@pytest.mark.parametrize(
    ("records", "doubtful"),
    [
        (
            [planned(), SECOND, published()],
            [(PLAN, "JB/T 1-2012"), ("2011-0002T-JB", "JB/T 1-2012")],
        ),
        (
            [planned(), published(), published("JB/T 9-2013")],
            [(PLAN, "JB/T 1-2012"), (PLAN, "JB/T 9-2013")],
        ),
    ],
    ids=["two projects", "two standards"],
)
def test_ambiguous_pairs_are_not_joined_and_are_reported(
    work: Transaction, records: list[StandardRecord], doubtful: list[tuple[str, str]]
) -> None:
    outcome = load(work, records)
    assert outcome[:3] == (3, 0, 0)
    assert sorted(outcome.doubtful) == sorted(doubtful)
    assert len(select(work, "key")) == 3


ADDED, CHANGED, BOTH = (1, 0, 0), (0, 1, 0), (1, 1, 0)


@pytest.mark.parametrize(
    ("lists", "counts"),
    [
        ([[planned()], [published()]], [ADDED, CHANGED]),
        ([[published()], [planned()]], [ADDED, CHANGED]),
        ([[planned(), published()]], [BOTH]),
        ([[published(), planned()]], [BOTH]),
    ],
)
def test_the_same_lists_again_change_nothing(
    work: Transaction, lists: list[list[StandardRecord]], counts: list[tuple[int, int, int]]
) -> None:
    assert [load(work, records)[:3] for records in lists] == counts
    before, ids = everything(work.connection), select(work, "id")
    for records in (*lists, *reversed(lists)):
        assert load(work, records) == LoadResult(0, 0, len(records))
    assert everything(work.connection) == before
    assert select(work, "id") == ids


@pytest.mark.parametrize("key", ["BT-17", "JBCPZT0392-2011"])
def test_a_project_without_a_plan_number_is_recognized_again(work: Transaction, key: str) -> None:
    begun = replacing("JB/T 1-1994", key)
    begun.stages, begun.reviews = [("10", "2011-02-01")], [("2011", "confirm")]
    load(work, [begun])
    load(work, [published()])
    before = everything(work.connection)
    assert load(work, [begun]) == LoadResult(0, 0, 1)
    assert everything(work.connection) == before


def test_an_inferred_day_of_withdrawal_remains_inferred(work: Transaction) -> None:
    ended = planned(withdrawn="2026-07-01", withdrawn_inferred=True)
    load(work, [ended, published()])
    assert select(work, "withdrawn, withdrawn_inferred") == [("2026-07-01", 1)]


def test_a_project_first_seen_after_publication_has_no_approval_stage(work: Transaction) -> None:
    late = planned()
    late.stages = [("10", "2026-11-22")]
    load(work, [late])
    load(work, [published()])
    assert work.connection.execute("SELECT count(*) FROM stage_change").fetchone() == (0,)


Swap = Callable[[StandardRecord, StandardRecord], list[StandardRecord]]


@pytest.mark.parametrize("swap", [lambda a, b: [a, b], lambda a, b: [b, a]])
def test_the_successor_decides_on_the_extent_of_a_replacement(
    work: Transaction, swap: Swap
) -> None:
    new, old = numbered("JB/T 1-2012"), numbered("JB/T 1-1994")
    new.replaces, old.replaced_by = [("JB/T 1-1994", True)], [("JB/T 1-2012", False)]
    load(work, swap(new, old))
    assert shown(work, "key", "replaced_by")[0] == ("JB/T 1-1994", ["部分代替 JB/T 1-2012"])
    assert load(work, swap(new, old)).unchanged == 2
